"""Expectations beyond what a selector can say."""

import pytest

from harvester.check import check
from harvester.page import Children, Page
from harvester.records import AgendaItem, Consultation, Meeting, Paper, Record


def codes(kind: str, *records: Record) -> list[str]:
    page = Page(url="u", kind=kind, parser="allris.x/1", records=list(records))
    if kind in {"paper", "consultations"}:
        page.children = [Children("consultation", "paper_id", "x/paper/1")]
    check(page)
    return [finding.code for finding in page.findings]


PAPER = Paper(id="x/paper/1", paper_type="resolution_proposal")


def step(day: str | None, result: str | None = None) -> Consultation:
    return Consultation(
        id="x/paper/1/rat/1", paper_id="x/paper/1", date=day, result=result, result_raw=result
    )


@pytest.mark.parametrize(
    ("kind", "records", "expected"),
    [
        ("paper", [PAPER, step("2009-06-03", "accepted")], []),
        ("paper", [PAPER], ["no_consultations"]),
        ("paper", [Paper(id="x/paper/2", paper_type="question")], []),
        # SessionNet: a paper's own page lists no steps, their tab does
        ("motion", [PAPER], []),
        ("consultations", [Paper(id="x/paper/1")], ["no_consultations"]),
        ("paper", [PAPER, step(None)], []),
        ("paper", [PAPER, step(None, "accepted")], ["result_without_date"]),
        ("paper", [PAPER, step("2001-01-01"), step("2021-01-01")], ["dates_far_apart"]),
        ("meeting", [Meeting(id="x/meeting/1")], ["no_agenda"]),
        ("meeting", [Meeting(id="x/meeting/1"), AgendaItem(id="x/item/1")], []),
        ("calendar", [Meeting(id="x/meeting/1")], []),
    ],
)
def test_check(kind: str, records: list[Record], expected: list[str]) -> None:
    assert codes(kind, *records) == expected
