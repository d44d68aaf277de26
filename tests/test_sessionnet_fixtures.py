"""The SessionNet parser against the project's own pages (tests/fixtures/sessionnet).

Each case is a page in the structure of real ones with invented content, and what a person read on
it, in the form of test_allris_fixtures. `links` are those of the kinds that it names.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from test_allris_fixtures import by_key, stated

from harvester.normalize import normalize
from harvester.page import Page, PageError
from harvester.parsers import sessionnet
from harvester.records import RECORD_TYPES, AgendaItemFile, MeetingFile, PaperFile

ROOT = Path(__file__).parent / "fixtures" / "sessionnet"
CASES = sorted(path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*/page.html"))
BAD = [case for case in CASES if case.startswith("bad/")]
GOOD = [case for case in CASES if case not in BAD]
TIES = (PaperFile, MeetingFile, AgendaItemFile)


def _json(case: str, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROOT / case / name).read_text(encoding="utf-8"))
    return content


def _body(case: str) -> bytes:
    return (ROOT / case / "page.html").read_bytes()


@cache
def _page(case: str) -> Page:
    meta = _json(case, "meta.json")
    return normalize(sessionnet.parse(_body(case), meta["url"], meta["source"]))


def test_there_are_cases() -> None:
    kinds = {case.split("/")[0] for case in CASES}
    assert kinds == {
        *("agenda_item", "bad", "calendar", "consultations", "document_list", "meeting", "menu"),
        *("motion", "organization", "organization_list", "organization_meetings", "paper"),
        "paper_list",
    }


@pytest.mark.parametrize("case", CASES)
def test_case_says_why_it_exists(case: str) -> None:
    meta = _json(case, "meta.json")
    assert set(meta) == {"url", "source", "about"}
    assert len(meta["about"]) > len("Nothing")


@pytest.mark.parametrize("case", GOOD)
def test_kind(case: str) -> None:
    page, kind = _page(case), case.split("/", maxsplit=1)[0]
    assert page.kind == kind
    assert page.parser == f"sessionnet.{kind}/1"
    assert sessionnet.kind_of(page.url) == kind


@pytest.mark.parametrize("case", GOOD)
def test_which_records_in_which_order(case: str) -> None:
    expected = _json(case, "expected.json")["records"]
    found = [record.as_json() for record in _page(case).records]
    for kind in RECORD_TYPES:
        assert [r["id"] for r in found if r["record"] == kind.record] == [
            r["id"] for r in expected if r["record"] == kind.record
        ]


def _expected_records() -> list[Any]:
    """One parameter per record of the good cases, named after case and id."""
    return [
        pytest.param(case, record, id=f"{case}:{record['record']}:{record['id']}")
        for case in GOOD
        for record in _json(case, "expected.json")["records"]
    ]


@pytest.mark.parametrize(("case", "expected"), _expected_records())
def test_record(case: str, expected: dict[str, Any]) -> None:
    found = by_key([record.as_json() for record in _page(case).records])
    assert found.get(f"{expected['record']} {expected['id']}") == stated(expected)


@pytest.mark.parametrize("case", GOOD)
def test_findings(case: str) -> None:
    codes = sorted(finding.code for finding in _page(case).findings)
    assert codes == sorted(_json(case, "expected.json")["findings"])


@pytest.mark.parametrize("case", [c for c in GOOD if "listed" in _json(c, "expected.json")])
def test_listed(case: str) -> None:
    listed = [[entry.record, entry.id, entry.date] for entry in _page(case).listed]
    assert listed == _json(case, "expected.json")["listed"]


@pytest.mark.parametrize("case", [c for c in GOOD if "links" in _json(c, "expected.json")])
def test_links(case: str) -> None:
    expected = _json(case, "expected.json")["links"]
    kinds = {kind for kind, _ in expected} | {"meeting", "paper"}
    links = sorted([link.kind, link.url] for link in _page(case).links if link.kind in kinds)
    assert links == sorted(expected)


@pytest.mark.parametrize("case", [c for c in GOOD if "children" in _json(c, "expected.json")])
def test_children(case: str) -> None:
    children = sorted([child.record, child.owner_id] for child in _page(case).children)
    assert children == sorted(_json(case, "expected.json")["children"])


@pytest.mark.parametrize("case", GOOD)
def test_every_link_below_the_base_and_every_file_can_be_fetched(case: str) -> None:
    page = _page(case)
    base = page.url.rpartition("/")[0] + "/"
    assert all(link.url.startswith(base) for link in page.links)
    files = {record.id for record in page.records if record.record == "file"}
    assert {link.target for link in page.links if link.kind == "file"} == files
    assert {tie.file_id for tie in page.records if isinstance(tie, TIES)} <= files


@pytest.mark.parametrize("case", BAD)
def test_bad_page(case: str) -> None:
    meta = _json(case, "meta.json")
    with pytest.raises(PageError) as raised:
        sessionnet.parse(_body(case), meta["url"], meta["source"])
    assert raised.value.code == _json(case, "expected.json")["error"]
    # The message is one readable line.
    assert str(raised.value).strip()
    assert "\n" not in str(raised.value)
