"""What makes a source unhealthy, and what does not."""

import json
from dataclasses import replace
from typing import Any

import pytest
from archive_pages import SOURCE, begin, day, harvest, list_page, meeting_page, paper_page, visit

from harvester.archive import Archive, Outcome, RunInfo
from harvester.archive.health import Health, as_report, health
from harvester.page import Listed, Page
from harvester.records import Meeting
from harvester.sources import Source

RETIRED = replace(SOURCE, retired_at="2018")


def only(archive: Archive, now: str, max_age: float = 3) -> Health:
    (found,) = health(archive.db, now, max_age)
    assert found.healthy == (found.problems == [])
    return found


def crawled(
    archive: Archive,
    at: str,
    outcome: Outcome = "complete",
    message: str | None = None,
    *,
    source: Source = SOURCE,
    command: str = "crawl town",
    page: Page | None = None,
) -> RunInfo:
    run = archive.begin_run(source, command, {}, "harvester", at)
    if page is not None:
        archive.store(run, [visit(page, at)], [])
    archive.finish_run(run, outcome, message, at)
    return run


def note(archive: Archive, run: RunInfo, severity: str, code: str, message: str) -> None:
    values: dict[str, Any] = {"run_id": run.id, "at": day(1), "severity": severity}
    values |= {"source_id": "town", "url": "https://ris.example/", "code": code}
    archive.db.table("finding").insert(values | {"message": message})


def test_a_source_that_was_crawled_of_late_is_healthy(archive: Archive) -> None:
    harvest(archive, day(1), meeting_page(), paper_page(date="2009-05-18"))
    found = only(archive, day(4))
    assert found.problems == []
    assert (found.source_id, found.body_name, found.retired_at) == ("town", "Stadt Town", None)
    assert (found.age_hours, found.waiting, found.absences) == (72.0, 0, [])
    assert (found.newest_paper, found.counts["consultation"]) == ("2009-05-18", 2)
    assert found.last_run is not None
    assert found.last_run["outcome"] == "complete"


def test_a_crawl_grows_old(archive: Archive) -> None:
    crawled(archive, day(1))
    late = only(archive, day(4, 3))
    assert late.problems == ["The last complete crawl was 3.0 days ago, at most 3 are normal."]
    assert only(archive, day(4, 3), max_age=7).healthy
    assert not only(archive, day(1, 9), max_age=0.25).healthy


def test_a_nightly_run_is_a_crawl_and_another_reading_is_none(archive: Archive) -> None:
    crawled(archive, day(1), command="nightly town")
    crawled(archive, day(9), command="extract")
    assert only(archive, day(2)).healthy
    assert only(archive, day(9)).age_hours == 192.0


def test_a_source_that_was_never_crawled_to_the_end(archive: Archive) -> None:
    crawled(archive, day(1), "interrupted", "Stopped.")
    found = only(archive, day(1))
    assert found.problems == ["No crawl has come to its end yet."]
    assert (found.age_hours, found.last_complete_run) == (None, None)


def test_a_retired_source_needs_one_complete_crawl_ever(archive: Archive) -> None:
    crawled(archive, day(1), "interrupted", source=RETIRED)
    assert only(archive, day(1)).problems == ["No crawl has come to its end yet."]
    crawled(archive, day(2), source=RETIRED)
    assert only(archive, "2036-01-01T02:00:00Z").healthy


@pytest.mark.parametrize("outcome", ["incomplete", "failed", "refused"])
def test_a_last_run_that_went_wrong(archive: Archive, outcome: Outcome) -> None:
    crawled(archive, day(1))
    crawled(archive, day(2), outcome, "Why it did.")
    went = {"incomplete": "is incomplete", "failed": "failed", "refused": "was refused"}[outcome]
    assert only(archive, day(2)).problems == [f"The last run {went}. Why it did."]
    crawled(archive, day(2, 4))
    assert only(archive, day(2)).healthy


def test_an_interrupted_run_neither_hurts_nor_heals(archive: Archive) -> None:
    crawled(archive, day(1))
    crawled(archive, day(2), "interrupted", "Stopped.")
    assert only(archive, day(2)).healthy
    crawled(archive, day(2), "refused", "No.")
    crawled(archive, day(2), "interrupted", "Stopped.")
    begin(archive, day(2))  # and one that is on
    assert only(archive, day(2)).problems == ["The last run was refused. No."]


def test_what_is_listed_and_not_held_is_named(archive: Archive) -> None:
    listed = [Listed("paper", f"town/paper/{n}", f"2009-0{n}-18") for n in range(1, 6)]
    meeting = Listed("meeting", "town/meeting/1", "2009-06-03")
    missing = Listed("organization", "town/organization/9")
    harvest(archive, day(1), paper_page(), meeting_page(), list_page(*listed, meeting, missing))
    found = only(archive, day(1))
    assert found.problems == [
        (
            "4 of 5 that the source lists as paper are not held: "
            "town/paper/2, town/paper/3, town/paper/4 ..."
        ),
        "1 of 1 that the source lists as organization is not held: town/organization/9.",
    ]
    rows = [(row.month, row.record, row.listed, row.held) for row in found.coverage]
    assert rows == [
        ("2009-01", "paper", 1, 1),
        ("2009-02", "paper", 1, 0),
        ("2009-03", "paper", 1, 0),
        ("2009-04", "paper", 1, 0),
        ("2009-05", "paper", 1, 0),
        ("2009-06", "meeting", 1, 1),
        (None, "organization", 1, 0),
    ]
    assert found.coverage[1].missing == ["town/paper/2"]


def test_violated_expectations_of_the_last_run(archive: Archive) -> None:
    first = crawled(archive, day(1), "incomplete", "Not as expected: a (and 1 more).")
    for text in ("a", "bees"):
        note(archive, first, "error", "expectation", text)
    note(archive, first, "warning", "expectation", "no error")
    assert only(archive, day(1)).problems == [
        "The last run is incomplete. Not as expected: a (and 1 more).",
        "bees.",
        "No crawl has come to its end yet.",
    ]
    crawled(archive, day(2))
    assert only(archive, day(2)).healthy


def test_newest_meeting_that_was_held(archive: Archive) -> None:
    page = Page(url="https://ris.example/si010.asp", kind="calendar", parser="allris.calendar/1")
    days = {"2025-12-30": None, "2026-01-01": True, "2026-01-02": False, "2026-01-03": None}
    page.records = [
        Meeting(id=f"town/meeting/{n}", date=when, cancelled=cancelled)
        for n, (when, cancelled) in enumerate(days.items())
    ]
    harvest(archive, day(1), page)
    found = [only(archive, day(n)) for n in (1, 2)]
    assert [one.newest_meeting_held for one in found] == ["2025-12-30", "2026-01-02"]
    assert {one.newest_meeting for one in found} == {"2026-01-03"}


def test_absences_are_counted_and_are_no_problem(archive: Archive) -> None:
    run = crawled(archive, day(1), page=paper_page())
    archive.db.table("absence").insert(
        {
            "record": "paper",
            "record_id": "town/paper/1",
            "source_id": "town",
            "reason": "unlisted",
            "times": 2,
            "since": day(1),
            "run_id": run.id,
        }
    )
    found = only(archive, day(1))
    assert found.healthy
    assert found.absences == [
        {"record": "paper", "reason": "unlisted", "count": 1, "since": day(1)}
    ]


def test_each_source_stands_for_itself(archive: Archive) -> None:
    """A stand-in's address is no matter, nor is a source that was never harvested into it."""
    crawled(archive, day(1), source=replace(SOURCE, base_url="http://127.0.0.1:8/"))
    crawled(archive, day(1), "refused", "No.", source=replace(SOURCE, id="other"))
    found = health(archive.db, day(1))
    assert [(one.source_id, one.healthy) for one in found] == [("other", False), ("town", True)]
    assert as_report(found)["healthy"] is False
    assert as_report(found[1:])["healthy"] is True


def test_an_archive_that_holds_nothing_is_not_healthy(archive: Archive) -> None:
    assert as_report(health(archive.db, day(1))) == {"healthy": False, "sources": []}


def test_the_report_is_json_with_these_keys(archive: Archive) -> None:
    harvest(archive, day(1), meeting_page(), list_page(Listed("paper", "town/paper/1")))
    report = json.loads(json.dumps(as_report(health(archive.db, day(1)))))
    assert list(report) == ["healthy", "sources"]
    (source,) = report["sources"]
    assert list(source) == [
        *("healthy", "source_id", "body_name", "retired_at", "problems", "counts"),
        *("newest_meeting", "newest_meeting_held", "newest_paper", "last_run"),
        *("last_complete_run", "age_hours", "coverage", "findings", "waiting", "absences"),
    ]
    assert source["coverage"] == [
        {
            "record": "paper",
            "month": None,
            "listed": 1,
            "held": 0,
            "missing": ["town/paper/1"],
        }
    ]


def test_the_last_run_is_the_latest_not_the_one_with_the_highest_number(archive: Archive) -> None:
    """In an archive that was merged, runs are not numbered in order of time."""
    crawled(archive, day(2), "refused", "No.")
    crawled(archive, day(1))
    assert only(archive, day(2)).problems == ["The last run was refused. No."]
