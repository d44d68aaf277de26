"""What a source must give: which thin months and low ratios are told, and which are not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from archive_pages import BASE, SOURCE, row, visit

from harvester.archive import Archive, Outcome, RunInfo
from harvester.archive.expectations import conclude, covered, violations, whole_months
from harvester.expectations import Expectations
from harvester.page import Finding, Page
from harvester.records import (
    AgendaItem,
    Consultation,
    File,
    Meeting,
    MeetingFile,
    Paper,
    PaperFile,
    PaperSection,
    Record,
)

NOW = "2026-06-20T02:00:00Z"
TODAY = date(2026, 6, 20)
#: August 2025 to April 2026 are over; three of these nine months are quiet.
WINDOW = ("2025-08-01", "2026-08-31")
FOUR = Expectations(meetings_per_month=4, quiet_months=frozenset((1, 8, 12)))
NORMAL = ("2025-09", "2025-10", "2025-11", "2026-02", "2026-03", "2026-04")


def begin(archive: Archive, window: tuple[str, str] = WINDOW, now: str = NOW) -> RunInfo:
    arguments = dict(zip(("since", "until"), window, strict=True))
    return archive.begin_run(SOURCE, "nightly town", arguments, "harvester", now)


def store(archive: Archive, run: RunInfo, records: Sequence[Record]) -> None:
    page = Page(url=f"{BASE}si010.asp", kind="calendar", parser="allris.calendar/1")
    page.records = list(records)
    archive.store(run, [visit(page, NOW)], [])


def meetings(day: str, count: int, **changed: Any) -> list[Record]:
    return [Meeting(id=f"town/meeting/{day}/{n}", date=day, **changed) for n in range(count)]


def held(months: dict[str, int]) -> list[Record]:
    return [one for month, count in months.items() for one in meetings(f"{month}-15", count)]


def papers(day: str | None, count: int, **changed: Any) -> list[Record]:
    return [Paper(id=f"town/paper/{day}/{n}", date=day, **changed) for n in range(count)]


def agendas(records: Sequence[Record], items: int, *, with_paper: bool) -> list[Record]:
    return [
        AgendaItem(
            id=f"{meeting.id}/{n}",
            meeting_id=meeting.id,
            position=n,
            paper_id="town/paper/1" if with_paper else None,
        )
        for meeting in records
        for n in range(items)
    ]


def steps(paper: Record, dates: Sequence[str | None], result: str | None = None) -> list[Record]:
    return [
        Consultation(
            id=f"{paper.id}/rat/{n}", paper_id=paper.id, position=n, date=day, result_raw=result
        )
        for n, day in enumerate(dates, 1)
    ]


def documents(owners: Sequence[Record], tie: type[Record], status: str) -> list[Record]:
    key = "paper_id" if tie is PaperFile else "meeting_id"
    files: list[Record] = []
    for owner in owners:
        file = File(id=f"{owner.id}/file/1", text_status=status)
        files += [file, tie(id=f"{owner.id} {file.id}", file_id=file.id, **{key: owner.id})]
    return files


def found(archive: Archive, run: RunInfo, expects: Expectations) -> list[str]:
    """The errors; each test without a warning says that there is none."""
    findings = violations(archive.db, run, expects, TODAY)
    assert {(one.severity, one.code) for one in findings} <= {("error", "expectation")}
    return [one.message for one in findings]


# Months


def test_a_thin_month_is_told_and_a_quiet_one_is_not(archive: Archive) -> None:
    run = begin(archive)
    counts = dict.fromkeys(NORMAL, 4) | {"2026-03": 1, "2025-12": 0, "2026-01": 1, "2025-08": 0}
    store(archive, run, held(counts))
    assert found(archive, run, FOUR) == [
        "2026-03: 1 meeting is held, at least 4 are expected (no quiet month)"
    ]


def test_a_month_that_is_thin_once_is_stated_in_the_registry(archive: Archive) -> None:
    run = begin(archive)
    store(archive, run, held(dict.fromkeys(NORMAL, 4) | {"2025-10": 0}))
    (told,) = found(archive, run, FOUR)
    assert told.startswith("2025-10: 0 meetings are held")
    once = Expectations(4, FOUR.quiet_months, quiet_once=frozenset(("2025-10",)))
    assert found(archive, run, once) == []


def test_neither_this_month_nor_the_last_is_judged(archive: Archive) -> None:
    """May and June have no meeting here, and are not told."""
    run = begin(archive)
    store(archive, run, held(dict.fromkeys(NORMAL, 4)))
    assert found(archive, run, FOUR) == []


def test_cancelled_meetings_and_those_that_are_gone_are_not_held(archive: Archive) -> None:
    run = begin(archive)
    store(archive, run, held(dict.fromkeys(NORMAL, 4)))
    store(archive, run, meetings("2026-02-15", 1, cancelled=True))
    assert [told[:20] for told in found(archive, run, FOUR)] == ["2026-02: 3 meetings "]


def test_a_small_archive_is_not_judged_by_months(archive: Archive) -> None:
    """Five normal months, 19 meetings: too few of both. With one more of either it is judged."""
    run = begin(archive, ("2025-08-01", "2026-03-31"))
    store(archive, run, held(dict.fromkeys(NORMAL[:4], 4) | {"2026-03": 3}))
    assert found(archive, run, FOUR) == []
    store(archive, run, meetings("2026-02-20", 1))
    assert [told[:9] for told in found(archive, run, FOUR)] == ["2026-03: "]


def test_an_archive_without_a_meeting_is_told_after_six_months(archive: Archive) -> None:
    run = begin(archive)
    assert [told[:7] for told in found(archive, run, FOUR)] == list(NORMAL)


def test_what_no_crawl_asked_for_is_not_expected(archive: Archive) -> None:
    """A summer of long ago and the last months: what lies between was never asked for."""
    archive.finish_run(begin(archive, ("2009-06-01", "2009-06-30")), "complete", None, NOW)
    archive.finish_run(begin(archive, ("2012-01-01", "2012-12-31")), "failed", "x", NOW)
    run = begin(archive, ("2025-11-10", "2026-08-31"))
    assert covered(archive.db, "town") == [
        (date(2009, 6, 1), date(2009, 6, 30)),
        (date(2025, 11, 10), TODAY),
    ]
    store(archive, run, held(dict.fromkeys(NORMAL, 7)))
    assert [told[:7] for told in found(archive, run, FOUR)] == ["2009-06"]


def test_what_was_still_to_come_is_covered_by_a_later_crawl_only(archive: Archive) -> None:
    early = begin(archive, ("2025-08-01", "2026-04-30"), now="2025-10-05T02:00:00Z")
    archive.finish_run(early, "complete", None, "2025-10-05T03:00:00Z")
    assert covered(archive.db, "town") == [(date(2025, 8, 1), date(2025, 10, 5))]
    begin(archive, ("2025-10-06", "2026-08-31"))
    assert covered(archive.db, "town") == [(date(2025, 8, 1), TODAY)]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2025, 11, 1), date(2026, 2, 28), ["2025-11", "2025-12", "2026-01", "2026-02"]),
        (date(2025, 11, 2), date(2026, 2, 27), ["2025-12", "2026-01"]),
        (date(2026, 3, 1), date(2026, 6, 20), ["2026-03", "2026-04"]),
        (date(2026, 5, 1), date(2026, 6, 20), []),
        (date(2026, 2, 10), date(2026, 2, 20), []),
    ],
)
def test_whole_months(first: date, last: date, months: list[str]) -> None:
    assert whole_months([(first, last)], TODAY) == months


# Ratios


def test_agendas_without_papers_are_told_by_year(archive: Archive) -> None:
    run = begin(archive)
    rich, poor = meetings("2025-05-05", 20), meetings("2026-05-05", 20)
    items = agendas(rich, 2, with_paper=True) + agendas(poor, 2, with_paper=False)
    store(archive, run, [*rich, *poor, *meetings("2026-05-06", 50), *items])
    told = [
        one.message
        for one in violations(archive.db, run, Expectations(papers_per_meeting=1), TODAY)
    ]
    assert told[0] == (
        "2026: 0.00 agenda items with a paper per meeting (0 on 20 agendas), "
        "at least 1 are expected"
    )
    assert [text[:4] for text in told if "expected" in text] == ["2026"]


def test_nineteen_rows_say_nothing(archive: Archive) -> None:
    run = begin(archive)
    poor = meetings("2026-05-05", 19)
    store(archive, run, [*poor, *agendas(poor, 1, with_paper=False)])
    assert found(archive, run, Expectations(papers_per_meeting=1)) == []


def test_steps_without_dates_are_told_unless_their_papers_are_new(archive: Archive) -> None:
    run = begin(archive)
    (old,) = papers("2025-11-11", 1)
    (new,) = papers("2026-06-01", 1)
    dated = ["2026-01-15"] * 9
    store(archive, run, [old, *steps(old, [*dated, *[None] * 11])])
    store(archive, run, [new, *steps(new, [None] * 30)])
    assert found(archive, run, Expectations(steps_with_date=0.45)) == []
    assert found(archive, run, Expectations(steps_with_date=0.5)) == [
        "2025: 9 of 20 steps have a date (45%), at least 50% are expected"
    ]


def test_steps_without_results_are_told_after_sixty_days(archive: Archive) -> None:
    run = begin(archive)
    (paper,) = papers("2025-11-11", 1)
    fresh, late = ["2026-04-22"] * 30, ["2026-04-21"] * 20
    store(archive, run, [paper, *steps(paper, [*late, *fresh])])
    assert found(archive, run, Expectations(past_steps_with_result=0.4)) == [
        "2026: 0 of 20 steps of more than 60 days ago have a result (0%), at least 40% are expected"
    ]


def test_results_are_not_expected_of_days_that_no_crawl_asked_for(archive: Archive) -> None:
    """An agenda of before the window was never read, and it is there that results stand."""
    run = begin(archive)
    (paper,) = papers("2025-11-11", 1)
    store(archive, run, [paper, *steps(paper, ["2025-07-31"] * 30)])
    assert found(archive, run, Expectations(past_steps_with_result=0.4)) == []


def test_papers_without_a_text_are_told(archive: Archive) -> None:
    """With neither documents nor texts, or with a scan; who was not asked for is left out."""
    run = begin(archive)
    asked = Expectations(papers_with_text=0.5)
    bare, scans = papers("2025-10-01", 10), papers("2025-10-02", 10)
    store(archive, run, [*bare, *scans, *documents(scans, PaperFile, "empty")])
    read = papers("2025-10-03", 9)
    store(archive, run, [*read, *documents(read, PaperFile, "ok")])
    written = papers("2025-10-04", 10)
    sections = [PaperSection(id=f"{p.id}/section/BV", paper_id=p.id, text="x") for p in written]
    store(archive, run, [*written, *sections])
    waiting = papers("2025-10-05", 30)
    store(archive, run, [*waiting, *documents(waiting, PaperFile, "not_fetched")])
    store(archive, run, papers("2025-10-06", 30, public=False))
    assert found(archive, run, asked) == [
        "2025: 19 of 39 papers have a text (49%), at least 50% are expected"
    ]
    store(archive, run, [PaperSection(id="s", paper_id=bare[0].id, text="x")])
    assert found(archive, run, asked) == []


def test_different_unknown_phrases_are_counted_in_this_run_alone(archive: Archive) -> None:
    expects = Expectations(unknown_phrases=2)
    for phrases, told in ((["a", "b", "c"], 1), (["a", "b", "b", "b"], 0)):
        run = begin(archive)
        page = Page(url=BASE, kind="paper", parser="allris.paper/1")
        for n, phrase in enumerate(phrases):
            page.note("warning", "unknown_result", f"not in the vocabulary: {phrase}", f"p{n}")
        page.note("warning", "unpaired_dates", "is not about a phrase")
        archive.store(run, [visit(page, NOW)], [])
        assert len(found(archive, run, expects)) == told
        archive.finish_run(run, "complete", None, NOW)


# From year to year


def test_documents_that_vanish_while_meetings_go_on_are_told(archive: Archive) -> None:
    run = begin(archive)
    before, now = meetings("2025-03-03", 20), meetings("2026-03-03", 20)
    store(archive, run, [*before, *documents(before, MeetingFile, "ok")])
    store(archive, run, [*now, *documents(now[:9], MeetingFile, "ok")])
    assert violations(archive.db, run, Expectations(), TODAY) == [
        Finding(
            "warning",
            "ratio_fell",
            "0.45 documents per meeting in the 12 months to 2026-06-20 (20 meetings), "
            "1.00 in the 12 months before (20 meetings)",
        )
    ]
    store(archive, run, documents(now[9:10], MeetingFile, "ok"))
    assert violations(archive.db, run, Expectations(), TODAY) == []


def test_documents_and_steps_per_paper_are_compared(archive: Archive) -> None:
    run = begin(archive)
    before, now = papers("2025-03-03", 20), papers("2026-03-03", 20)
    way = [step for paper in before for step in steps(paper, ["2025-04-04"])]
    store(archive, run, [*before, *now, *documents(before, PaperFile, "ok"), *way])
    told = [one.message[:24] for one in violations(archive.db, run, Expectations(), TODAY)]
    assert told == ["0.00 documents per paper", "0.00 steps per paper in "]


def test_another_town_has_expectations_of_its_own(archive: Archive) -> None:
    from dataclasses import replace

    store(archive, begin(archive), held(dict.fromkeys(NORMAL, 4)))
    other = replace(SOURCE, id="other")
    run = archive.begin_run(other, "crawl other", {}, "harvester", NOW)
    assert found(archive, run, FOUR) == []


# The outcome


def concluded(
    archive: Archive, outcome: Outcome, message: str | None = None
) -> tuple[Outcome, str | None, int]:
    """Outcome, message and number of findings of a run that lacks 2026-03 and 2026-04."""
    run = begin(archive)
    store(archive, run, held(dict.fromkeys(NORMAL[:4], 5)))
    judged = conclude(archive.db, run, FOUR, outcome=outcome, message=message, now=NOW)
    return (*judged, archive.db["finding"].count_where("run_id = ?", [run.id]))


SENTENCE = (
    "Not as expected: 2026-03: 0 meetings are held, at least 4 are expected (no quiet month) "
    "(and 1 more)."
)


def test_a_run_that_gives_less_than_expected_is_incomplete(archive: Archive) -> None:
    assert concluded(archive, "complete") == ("incomplete", SENTENCE, 2)
    finding = row(archive, "finding", 1)
    assert (finding["severity"], finding["code"], finding["url"]) == ("error", "expectation", BASE)
    assert (finding["source_id"], finding["at"]) == ("town", NOW)
    assert finding["message"] == (
        "2026-03: 0 meetings are held, at least 4 are expected (no quiet month)"
    )


def test_an_incomplete_run_says_both(archive: Archive) -> None:
    told = ("incomplete", f"Not fetched: 3 pages. {SENTENCE}", 2)
    assert concluded(archive, "incomplete", "Not fetched: 3 pages.") == told
    assert concluded(archive, "incomplete", f"Not fetched: 3 pages. {SENTENCE}") == told


@pytest.mark.parametrize("outcome", ["interrupted", "refused", "failed"])
def test_a_run_that_was_cut_short_is_not_judged(archive: Archive, outcome: Outcome) -> None:
    assert concluded(archive, outcome, "x") == (outcome, "x", 0)


def test_a_warning_does_not_change_the_outcome(archive: Archive) -> None:
    run = begin(archive)
    before, now = meetings("2025-03-03", 20), meetings("2026-03-03", 20)
    store(archive, run, [*before, *documents(before, MeetingFile, "ok"), *now])
    judged = conclude(archive.db, run, Expectations(), outcome="complete", message=None, now=NOW)
    assert judged == ("complete", None)
    assert row(archive, "finding", 1)["code"] == "ratio_fell"


def test_without_expectations_nothing_is_judged(archive: Archive) -> None:
    run = begin(archive)
    judged = conclude(archive.db, run, None, outcome="complete", message=None, now=NOW)
    assert judged == ("complete", None)
