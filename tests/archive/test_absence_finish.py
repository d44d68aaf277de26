import pytest
from archive_pages import BASE, SOURCE, day
from test_absence import LISTS, PAPER, gone, papers, simple, store, times

from harvester.archive import Archive, RunSummary
from harvester.archive.model import Outcome
from harvester.page import Page

ASKED = {"since": "2009-05-01", "until": "2009-07-31"}


def crawl(
    archive: Archive,
    number: int,
    *pages: Page,
    command: str = "crawl town",
    outcome: Outcome = "complete",
) -> RunSummary:
    run = archive.begin_run(SOURCE, command, ASKED, "harvester", day(number))
    store(archive, run, day(number), *pages)
    return archive.finish_run(run, outcome, None, day(number, 3), whole=LISTS)


def test_a_run_that_ends_settles_what_it_missed(archive: Archive) -> None:
    crawl(archive, 1, papers(1, 2), simple(1), simple(2))
    for number in (2, 3, 4):
        summary = crawl(archive, number, papers(2), command="nightly town")
        assert summary.outcome == "complete"
    assert gone(archive, "paper", PAPER) == (day(4, 3), "unlisted")
    assert summary.records["paper"]["gone"] == 1


def test_odd_absences_make_a_run_incomplete(archive: Archive) -> None:
    crawl(archive, 1, papers(*range(1, 9)), *(simple(n) for n in range(1, 9)))
    summary = crawl(archive, 2, papers(8))
    assert summary.outcome == "incomplete"
    assert summary.message is not None
    assert summary.message.startswith("7 of 8 of type paper are missed at once.")
    assert summary.findings["error"] == 1
    (url,) = archive.db.conn.execute("SELECT url FROM finding").fetchone()
    assert url == BASE


@pytest.mark.parametrize("outcome", ["interrupted", "failed", "refused"])
def test_a_run_cut_short_misses_nothing(archive: Archive, outcome: Outcome) -> None:
    crawl(archive, 1, papers(1, 2), simple(1), simple(2))
    crawl(archive, 2, papers(2), outcome=outcome)
    crawl(archive, 5, papers(2), command="replay town")
    assert times(archive) == {}
