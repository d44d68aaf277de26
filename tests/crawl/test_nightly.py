"""A night asks for what may have changed, stops where it is told to, and goes on the next night."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawl.helpers import ALL_OF_DEMO, WatchedSite, assert_holds, crawl, query
from harvester.schedule import Nightly
from harvester.standin import World

NOW = (None, None)
#: Lists that every night asks for, in the demo of June 2009: robots.txt, six months, papers with
#: the filter sent, committees, the council.
LISTS = 1 + 7 + 2 + 1 + 1


class Clock:
    """Our own time; the demo's last day is its today."""

    def __init__(self) -> None:
        self.time = datetime(2009, 7, 1, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def next_night(self, nights: int = 1) -> None:
        self.time += timedelta(days=nights)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("harvester.clock.now", clock)
    return clock


@pytest.fixture
def harvested(site: WatchedSite, archive: Path, clock: Clock) -> Path:
    """The demo's town, harvested whole the day before."""
    assert crawl(site, archive, ALL_OF_DEMO).outcome == "complete"
    site.watched.clear()
    clock.next_night()
    return archive


def asked(site: WatchedSite) -> list[str]:
    paths = [watched.path.rpartition("/")[2] for watched in site.watched]
    site.watched.clear()
    return paths


def test_a_night_on_an_empty_archive_harvests_its_window(
    site: WatchedSite, archive: Path, clock: Clock
) -> None:
    summary = crawl(site, archive, NOW, nightly=Nightly())
    assert summary.outcome == "complete"
    (row,) = query(archive, "SELECT command, arguments ->> '$.since' AS since FROM run")
    assert (row["command"], row["since"]) == ("nightly herne", "2009-05-02")
    assert_holds(archive, site.world)


def test_a_night_whose_window_is_empty_is_a_fault(
    site: WatchedSite, harvested: Path, clock: Clock
) -> None:
    """The old list of papers is no sign of life: the window of today lists nothing."""
    clock.next_night(365)
    summary = crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    assert summary.message == "The source lists nothing in a window where something is expected."


def test_a_change_that_a_list_shows_is_fetched(
    site: WatchedSite, harvested: Path, clock: Clock
) -> None:
    """The calendar shows another room: the meeting's own page is asked for, years later too."""
    crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    number, meeting = next((n, m) for n, m in site.world.meetings.items() if m.published)
    moved = {**site.world.meetings, number: replace(meeting, start=meeting.start.replace(hour=9))}
    site.world = World(
        site.world.seed, site.world.today, site.world.committees, moved, site.world.papers
    )
    asked(site)
    clock.next_night()
    crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    assert f"to010.asp?SILFDNR={number}" in asked(site)
    assert_holds(harvested, site.world)


def test_everything_has_its_turn_within_the_rotation(
    site: WatchedSite, harvested: Path, clock: Clock
) -> None:
    pages = {row["url"] for row in query(harvested, "SELECT url FROM frontier")}
    clock.next_night(100)
    seen: set[str] = set()
    for _ in range(5):
        crawl(site, harvested, NOW, nightly=Nightly(rotation=5))
        seen |= {f"{site.base_url}{path}" for path in asked(site)}
        clock.next_night()
    lists = {url for url in pages if "vo040" in url}
    assert pages - lists <= seen


def test_a_budget_ends_the_night_and_the_next_goes_on(
    site: WatchedSite, archive: Path, clock: Clock
) -> None:
    first = crawl(site, archive, NOW, nightly=Nightly(requests=60))
    assert first.outcome == "incomplete"
    assert first.message is not None
    assert first.message.startswith("The night ended because its 60 requests are used up")
    assert 60 <= len(asked(site)) <= 61
    clock.next_night()
    second = crawl(site, archive, NOW, nightly=Nightly())
    assert second.outcome == "complete"
    assert_holds(archive, site.world)


def test_a_budget_that_only_the_rotation_exceeds_is_no_fault(
    site: WatchedSite, harvested: Path, clock: Clock
) -> None:
    """Nothing new, and one page in two has its turn: what is left waits for the next nights."""
    crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    asked(site)
    clock.time += timedelta(hours=1)
    summary = crawl(site, harvested, NOW, nightly=Nightly(rotation=2, requests=LISTS + 30))
    assert summary.outcome == "complete"
    assert len(asked(site)) <= LISTS + 31


def test_the_end_of_the_window_ends_the_night(
    site: WatchedSite, archive: Path, clock: Clock
) -> None:
    summary = crawl(site, archive, NOW, nightly=Nightly(until=clock.time))
    assert summary.outcome == "incomplete"
    assert summary.message is not None
    assert summary.message.startswith("The night ended because its time is up")
    assert asked(site) == []


def test_what_failed_is_asked_for_again(site: WatchedSite, harvested: Path, clock: Clock) -> None:
    clock.next_night(300)
    failed = query(harvested, "SELECT key, url FROM frontier WHERE kind = 'paper' LIMIT 1")[0]
    with sqlite3.connect(harvested) as db:
        db.execute("UPDATE frontier SET state = 'failed' WHERE key = ?", (failed["key"],))
    crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    assert failed["url"].rpartition("/")[2] in asked(site)


def test_a_second_night_of_the_same_day_asks_for_the_lists_alone(
    site: WatchedSite, harvested: Path, clock: Clock
) -> None:
    crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    asked(site)
    clock.time += timedelta(hours=1)
    crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    assert len(asked(site)) <= LISTS + 1


def test_a_budget_too_small_for_all_gets_on_all_the_same(
    site: WatchedSite, harvested: Path, clock: Clock
) -> None:
    """Twenty new papers, and room for a few requests: they come before re-reads."""
    site.world = site.world.at_night(20)
    for _ in range(4):
        crawl(site, harvested, NOW, nightly=Nightly(requests=LISTS + 10))
        clock.next_night()
    numbers = {f"herne/paper/{number}" for number in site.world.papers}
    held = {row["id"] for row in query(harvested, "SELECT id FROM paper")}
    assert numbers <= held


def test_an_earlier_evening_is_another_night(
    site: WatchedSite, harvested: Path, clock: Clock
) -> None:
    clock.time = datetime(2009, 7, 3, 1, 30, tzinfo=UTC)
    crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    first = len(asked(site))
    clock.time = datetime(2009, 7, 3, 20, 10, tzinfo=UTC)
    crawl(site, harvested, NOW, nightly=Nightly(rotation=1000))
    assert len(asked(site)) >= first - 3


def test_a_source_that_moved_is_not_asked_at_its_old_address(
    site: WatchedSite, harvested: Path, clock: Clock
) -> None:
    with WatchedSite(site.world) as moved:
        crawl(moved, harvested, NOW, nightly=Nightly())
        moved.world = site.world.at_night(5)
        clock.next_night()
        site.watched.clear()
        assert crawl(moved, harvested, NOW, nightly=Nightly()).outcome == "complete"
    assert site.watched == []
