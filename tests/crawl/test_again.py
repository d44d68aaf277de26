"""The same site again, a night later, and back: what changes in the archive and what does not."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from crawl.helpers import (
    ALL_OF_DEMO,
    JUNE,
    Rows,
    WatchedSite,
    assert_holds,
    content,
    crawl,
    dump,
    query,
    rows_of,
)
from harvester.archive import Archive
from harvester.standin import World, demo_world, generated_world

#: Beyond the demo's nights too.
SUMMER = ("2009-05-01", "2009-08-31")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Our own time, to be set: the crawl happens in the moment that stands last in the list."""
    times = ["2026-11-01T02:00:00Z"]
    monkeypatch.setattr("harvester.clock.now", lambda: datetime.fromisoformat(times[-1]))
    return times


#: the file's name changes to and fro; its title is the same on both.
def changes(archive: Path, run: int) -> list[tuple[str, str, str, str | None]]:
    rows = query(archive, "SELECT * FROM change WHERE run_id = ? ORDER BY id", run)
    return [(row["record"], row["record_id"], row["kind"], row["field"]) for row in rows]


@pytest.mark.parametrize(
    ("world", "window"),
    [(demo_world(), ALL_OF_DEMO), (generated_world(7, 60), ("2009-01-01", "2009-07-31"))],
    ids=["demo", "generated"],
)
def test_a_second_crawl_changes_nothing(
    archive: Path, world: World, window: tuple[str, str]
) -> None:
    with WatchedSite(world) as site:
        first = crawl(site, archive, window)
        before, asked = dump(archive), [w.path for w in site.watched]
        site.watched.clear()
        second = crawl(site, archive, window)
        again = [w.path for w in site.watched]
    assert (first.outcome, second.outcome) == ("complete", "complete")
    assert changes(archive, 2) == []
    assert dump(archive) == before
    assert sorted(again) == sorted(asked)
    assert all(
        counts["unchanged"] > 0 and not any((counts["new"], counts["changed"], counts["gone"]))
        for counts in second.records.values()
    )


def test_another_window_adds_and_takes_nothing_away(archive: Path, site: WatchedSite) -> None:
    crawl(site, archive, JUNE)
    before = content(archive)
    crawl(site, archive, ("2009-07-01", "2009-07-31"))
    after = content(archive)
    for table, rows in before.items():
        assert {row_id: after[table].get(row_id) for row_id in rows} == rows, table
    assert query(archive, "SELECT * FROM change WHERE run_id = 2 AND kind <> 'appeared'") == []
    crawl(site, archive, ALL_OF_DEMO)
    assert_holds(archive, site.world)


def test_three_nights_later(archive: Path, site: WatchedSite, clock: list[str]) -> None:
    crawl(site, archive, SUMMER)
    before = {table: rows_of(archive, table) for table in ("paper", "consultation", "agenda_item")}
    later = site.world.at_night(3)
    clock.append("2026-11-04T02:00:00Z")
    site.world = later
    assert crawl(site, archive, SUMMER).outcome == "complete"
    assert_holds(archive, later)

    # the history tells what each row was before
    said = changes(archive, 2)
    with Archive.open(archive, mode="read") as held:
        for table, rows in before.items():
            changed = {record_id for record, record_id, *_ in said if record == table}
            for row_id, row in rows.items():
                past = held.rebuild(table, row_id, "2026-11-03")
                assert past is not None
                assert {name: row[name] for name in past} == past, row_id
            now = rows_of(archive, table)
            # updated_at moves only where something changed
            moved = {row_id for row_id, row in now.items() if row["updated_at"] == clock[-1]}
            assert moved == changed
    # hand-read from the nights: a typing error in the subject of 2009/0314 is put right
    assert ("paper", "herne/paper/4853", "changed", "name") in said
    assert before["paper"]["herne/paper/4853"]["name"] == "Spielplatz Roonstrasse"
    assert rows_of(archive, "paper")["herne/paper/4853"]["name"] == "Spielplatz Roonstraße"
    # ... and each night a paper appears
    assert {
        row_id for record, row_id, kind, _ in said if (record, kind) == ("paper", "appeared")
    } == {"herne/paper/4886", "herne/paper/4887", "herne/paper/4888"}


def test_a_result_and_a_further_step_leave_ids_alone(
    archive: Path, site: WatchedSite, clock: list[str]
) -> None:
    """Night 1: 2009/0314 is decided, 2009/0328 is adjourned and gets a further step."""
    crawl(site, archive, SUMMER)
    before = rows_of(archive, "consultation")
    clock.append("2026-11-02T02:00:00Z")
    site.world = site.world.at_night(1)
    crawl(site, archive, SUMMER)
    now = rows_of(archive, "consultation")
    step = "herne/paper/4867/haupt-und-finanzausschuss/1"
    assert (before[step]["result"], now[step]["result"]) == (None, "deferred")
    assert (before[step]["status_raw"], now[step]["status_raw"]) == ("Geplant", "Erledigt")
    assert before[step]["date"] == now[step]["date"] == "2009-07-14"
    assert now[step]["first_seen"] == "2026-11-01T02:00:00Z"
    added = "herne/paper/4867/haupt-und-finanzausschuss/2"
    assert added not in before
    assert (now[added]["date"], now[added]["position"]) == (None, 3)
    decided = "herne/paper/4853/jugendhilfeausschuss/1"
    assert (before[decided]["result"], now[decided]["result"]) == (None, "accepted")


def postponed(world: World) -> World:
    """The main committee's step of 2009/0328 is moved by a week, to a day without a meeting yet."""
    paper = world.papers[4867]
    moved = replace(paper.steps[1], day=date(2009, 7, 21), meeting=None, item=None)
    steps = (paper.steps[0], moved)
    papers = {**world.papers, 4867: replace(paper, steps=steps)}
    return World(world.seed, world.today, world.committees, world.meetings, papers)


def test_a_postponed_step_keeps_its_id(archive: Path, site: WatchedSite, clock: list[str]) -> None:
    crawl(site, archive, SUMMER)
    clock.append("2026-11-02T02:00:00Z")
    site.world = postponed(site.world)
    crawl(site, archive, SUMMER)
    step = "herne/paper/4867/haupt-und-finanzausschuss/1"
    said = query(archive, "SELECT * FROM change WHERE run_id = 2 AND record_id = ?", step)
    moved = {row["field"]: (row["old"], row["new"]) for row in said}
    assert moved["date"] == ('"2009-07-14"', '"2009-07-21"')
    assert moved["meeting_id"] == ('"herne/meeting/7150"', None)
    assert {row["kind"] for row in said} == {"changed"}
    with Archive.open(archive, mode="read") as held:
        first = held.rebuild("consultation", step, "2026-11-01")
        then = held.rebuild("consultation", step, "2026-11-02")
    assert first is not None
    assert then is not None
    assert (first["date"], then["date"]) == ("2009-07-14", "2009-07-21")


SAID_BY_ITEM = {"resolution_text", "vote_raw", "votes_yes", "votes_no", "votes_abstain"}


def without(rows: Rows, names: set[str]) -> Rows:
    return {
        row_id: {name: value for name, value in row.items() if name not in names}
        for row_id, row in rows.items()
    }


def test_there_and_back(archive: Path, site: WatchedSite, clock: list[str]) -> None:
    """A, B, A: the rows are again what they were, and the history has both ways."""
    world = site.world
    crawl(site, archive, SUMMER)
    first = content(archive)
    clock.append("2026-11-04T02:00:00Z")
    site.world = world.at_night(3)
    crawl(site, archive, SUMMER)
    second = content(archive)
    assert second != first
    clock.append("2026-11-05T02:00:00Z")
    site.world = world
    crawl(site, archive, SUMMER)
    third = content(archive)
    for table, rows in first.items():
        now = {row_id: third[table].get(row_id) for row_id in rows}
        if table == "agenda_item":
            # no page takes back what the item's own page said, which is not linked any more
            assert without(now, SAID_BY_ITEM) == without(rows, SAID_BY_ITEM)
        else:
            assert now == rows, table
    # the step that came with the adjournment is gone again, not forgotten
    added = "herne/paper/4867/haupt-und-finanzausschuss/2"
    assert added not in third["consultation"]
    gone = rows_of(archive, "consultation", gone=True)[added]
    assert (gone["gone_at"], gone["gone_reason"]) == ("2026-11-05T02:00:00Z", "unlisted")
    with Archive.open(archive, mode="read") as held:
        steps = [
            held.rebuild("consultation", "herne/paper/4867/haupt-und-finanzausschuss/1", day)
            for day in ("2026-11-01", "2026-11-04", "2026-11-05")
        ]
    assert [step["result"] for step in steps if step] == [None, "deferred", None]
