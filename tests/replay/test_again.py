"""Recorded responses are read again: a better parser's word replaces the old one, nothing else."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from crawl.helpers import crawl, dump, findings, query, rows_of, sound

from harvester.archive import Archive, RunSummary, recording
from harvester.page import Page, PageError
from harvester.parsers import allris, document
from harvester.replay.again import read_again
from harvester.standin import Fault, StandInSite, bochum_world, demo_world, generated_world
from replay.helpers import CONTENT, MARCH, SUMMER, Clock, harvester_replay, table

NOW = "2026-11-20"


def again(archive: Path, clock: Clock, **options: Any) -> list[RunSummary]:
    """Read again, later."""
    clock.set(NOW)
    summaries = read_again(archive, **{"workers": 0, **options})
    assert sound(archive)
    return summaries


def changes(archive: Path) -> list[dict[str, Any]]:
    """What the re-reading changed."""
    names = "record, record_id, kind, field, old, new"
    return query(archive, f"SELECT {names} FROM change WHERE at >= ? ORDER BY id", NOW)


def reads(monkeypatch: pytest.MonkeyPatch, script: str, alter: Callable[[Page], None]) -> None:
    """Another version of the parser of a script's pages."""
    parse = allris._PARSERS[script]

    def altered(frame: Any) -> Page:
        page = parse(frame)
        alter(page)
        page.parser = "allris.better/2"
        return page

    monkeypatch.setitem(allris._PARSERS, script, altered)


@pytest.mark.parametrize(("workers", "times"), [(0, 2), (2, 1)])
def test_the_same_parsers_change_nothing(
    harvested: Path, clock: Clock, workers: int, times: int
) -> None:
    before = dump(harvested)
    listings = table(harvested, "listing")
    versions = query(
        harvested, "SELECT file_id, sha256, first_seen FROM file_version ORDER BY 1, 2"
    )
    for _ in range(times):
        summaries = again(harvested, clock, workers=workers)
        assert [(one.source_id, one.outcome, one.message) for one in summaries] == [
            ("bochum", "complete", None),
            ("herne", "complete", None),
        ]
    assert changes(harvested) == []
    assert dump(harvested) == before
    assert table(harvested, "listing") == listings
    assert versions == query(
        harvested, "SELECT file_id, sha256, first_seen FROM file_version ORDER BY 1, 2"
    )
    commands = query(harvested, "SELECT command, outcome FROM run ORDER BY id DESC LIMIT 2")
    assert [row["command"] for row in commands] == ["replay herne", "replay bochum"]
    assert query(harvested, "SELECT count(*) AS n FROM snapshot WHERE retrieved_at > ?", NOW) == [
        {"n": 0}
    ]


def test_a_rereading_is_no_sighting(harvested: Path, clock: Clock) -> None:
    """A record was seen when the source showed it, not when its page was read again."""
    papers = table(harvested, "paper")
    again(harvested, clock)
    assert table(harvested, "paper") == papers
    for name in CONTENT:
        late = query(harvested, f"SELECT id FROM {name} WHERE last_seen >= ?", NOW)
        assert late == [], name


def test_a_better_parser_is_believed(
    archive: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StandInSite(demo_world()) as site:
        crawl(site, archive, SUMMER)
    before = rows_of(archive, "paper")

    def shout(page: Page) -> None:
        page.records[0].name = page.records[0].name.upper()  # type: ignore[attr-defined]

    with monkeypatch.context() as patched:
        reads(patched, "vo020", shout)
        (summary,) = again(archive, clock)
    assert summary.records["paper"]["changed"] == len(before)
    after = rows_of(archive, "paper")
    for paper_id, row in after.items():
        old = before[paper_id]
        assert row["name"] == old["name"].upper()
        assert row["updated_at"] >= NOW
        assert row["parser_version"] == "allris.better/2"
        same = ("first_seen", "last_seen", "snapshot_id", "source_url", "reference")
        assert {name: row[name] for name in same} == {name: old[name] for name in same}
    found = changes(archive)
    assert {(row["record"], row["kind"], row["field"]) for row in found} == {
        ("paper", "changed", "name")
    }
    assert len(found) == len(before)
    # and back with the parser of today
    again(archive, clock)
    assert {i: row["name"] for i, row in rows_of(archive, "paper").items()} == {
        i: row["name"] for i, row in before.items()
    }


def test_what_a_better_parser_finds_and_drops(
    archive: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that only the new version finds appears; one that it does not find any more goes."""
    with StandInSite(demo_world()) as site:
        crawl(site, archive, SUMMER)

    def first_item_only(page: Page) -> None:
        items = [r for r in page.records if r.record == "agenda_item"]
        ids = {item.id for item in items[1:]}
        page.records = [r for r in page.records if r.id not in ids]
        page.records = [r for r in page.records if getattr(r, "agenda_item_id", "") not in ids]

    with monkeypatch.context() as patched:
        reads(patched, "to010", first_item_only)
        again(archive, clock)
    live = len(rows_of(archive, "agenda_item"))
    assert 0 < live < len(rows_of(archive, "agenda_item", gone=True))
    assert {row["kind"] for row in changes(archive) if row["record"] == "agenda_item"} == {"gone"}


def test_there_and_back(archive: Path, clock: Clock) -> None:
    """Older pages speak of what newer ones have taken back; it is no change, night after night."""
    with StandInSite(demo_world()) as site:
        world = site.world
        for day, night in (("2026-11-01", 0), ("2026-11-04", 3), ("2026-11-05", 0)):
            clock.set(day)
            site.world = world.at_night(night)
            crawl(site, archive, SUMMER)
    before = dump(archive)
    again(archive, clock)
    second = query(archive, "SELECT count(*) AS n FROM change")
    again(archive, clock)
    assert query(archive, "SELECT count(*) AS n FROM change") == second
    after = dump(archive)
    assert before.keys() == after.keys()
    for name, rows in before.items():
        for row in (*rows.values(), *after[name].values()):
            # which of two pages a row names last may differ
            for ours in ("snapshot_id", "source_url", "parser_version"):
                del row[ours]
        assert after[name] == rows, name
    assert changes(archive) == []


def test_an_older_page_that_was_not_asked_for_again(archive: Path, clock: Clock) -> None:
    """The agenda is of the night before, the calendar knows better since when it begins."""
    world = bochum_world()
    with StandInSite(world) as site:
        crawl(site, archive, MARCH, spider="bochum")
        clock.set("2026-11-02")
        number = next(m.number for m in world.meetings.values() if str(m.day) == "2014-03-26")
        moved = replace(world.meetings[number], start=time(20, 15))
        site.world = replace(world, meetings={**world.meetings, number: moved})
        site.faults = [Fault("si0057|si0041", "status", value=500)]
        crawl(site, archive, MARCH, spider="bochum")
    before = dump(archive)
    assert before["meeting"][f"bochum/meeting/{number}"]["start"] == "2014-03-26T20:15:00+01:00"
    for _ in range(2):
        again(archive, clock)
        assert changes(archive) == []
    after = dump(archive)
    for row in (before, after):
        # which of two pages the row names may differ
        for ours in ("snapshot_id", "source_url", "parser_version"):
            del row["meeting"][f"bochum/meeting/{number}"][ours]
    assert after == before


def test_a_lost_file_is_told_once(harvested: Path, clock: Clock) -> None:
    warc = harvested.parent / "warc"
    files = sorted(warc.glob("herne-*"))
    assert len(files) == 2
    before = dump(harvested)
    files[1].unlink()
    bochum, herne = again(harvested, clock)
    assert bochum.outcome == "complete"
    assert herne.outcome == "incomplete"
    assert files[1].name in (herne.message or "")
    found = query(harvested, "SELECT code, message FROM finding WHERE code = 'record_lost'")
    assert len(found) == 1
    assert re.match(rf"\d+ responses recorded in {re.escape(files[1].name)}", found[0]["message"])
    assert dump(harvested) == before


def test_damage_costs_the_record_that_it_hits(archive: Path, clock: Clock) -> None:
    with StandInSite(demo_world()) as site:
        crawl(site, archive, SUMMER)
    (hit,) = query(archive, "SELECT * FROM snapshot WHERE url LIKE '%VOLFDNR=4850'")
    path = archive.parent / "warc" / hit["warc_file"]
    body = bytearray(path.read_bytes())
    middle = hit["warc_offset"] + hit["warc_length"] // 2
    body[middle : middle + 8] = bytes(8)
    path.write_bytes(body)
    before = dump(archive)
    (summary,) = again(archive, clock)
    assert summary.outcome == "incomplete"
    assert ("error", "record_lost") in findings(archive)
    found = query(archive, "SELECT message FROM finding WHERE code = 'record_lost'")
    assert found[0]["message"].startswith("1 responses recorded in")
    assert dump(archive) == before


def test_a_record_that_is_another_s_is_not_used(archive: Path, clock: Clock) -> None:
    """Someone has put another file of the same name there."""
    with StandInSite(demo_world()) as site:
        crawl(site, archive, SUMMER)
    with sqlite3.connect(archive) as db:
        where = "SELECT warc_offset, warc_length FROM snapshot WHERE url LIKE ?"
        one, two = (db.execute(where, (f"%VOLFDNR={n}",)).fetchone() for n in (4850, 4851))
        for place, number in ((two, 4850), (one, 4851)):
            move = "UPDATE snapshot SET warc_offset = ?, warc_length = ? WHERE url LIKE ?"
            db.execute(move, (*place, f"%VOLFDNR={number}"))
    before = dump(archive)
    (summary,) = again(archive, clock)
    assert summary.outcome == "incomplete"
    assert query(archive, "SELECT count(*) AS n FROM finding WHERE code = 'record_differs'") == [
        {"n": 2}
    ]
    assert dump(archive) == before


def test_documents_come_back_into_the_store(harvested: Path, clock: Clock) -> None:
    files = harvested.parent / "files"
    stored = {path.name for path in files.rglob("*") if path.is_file()}
    before = dump(harvested)
    shutil.rmtree(files)
    for summary in again(harvested, clock):
        assert summary.outcome == "complete"
    back = {path.name for path in files.rglob("*") if path.is_file()}
    held = query(harvested, "SELECT DISTINCT sha256 FROM file WHERE sha256 IS NOT NULL")
    assert back == {row["sha256"] for row in held}
    assert back <= stored
    assert dump(harvested) == before


def test_a_better_reading_of_documents_is_believed(
    harvested: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of those that today's engine has read; what OCR found, no engine finds again."""
    with sqlite3.connect(harvested) as db:
        scan, other = (
            row[0] for row in db.execute("SELECT id FROM file WHERE sha256 NOT NULL LIMIT 2")
        )
        engine = "UPDATE file SET text_engine = 'tesseract 5.3/1' WHERE id = ?"
        db.execute(engine, (scan,))
        db.execute(
            "INSERT INTO change (run_id, at, source_id, record, record_id, kind, field, old, new) "
            "SELECT 1, last_seen, source_id, 'file', id, 'changed', 'text_engine', NULL, ? "
            "FROM file WHERE id = ?",
            ('"tesseract 5.3/1"', scan),
        )
    monkeypatch.setattr(document, "_VERSION", 99)
    parse = document.parse_document

    def longer(told: Any, read: Any) -> Page:
        return parse(told, replace(read, text=f"{read.text}!"))

    monkeypatch.setattr("harvester.document_pages.parse_document", longer)
    texts = {i: row["text"] for i, row in rows_of(harvested, "file").items()}
    clock.set(NOW)
    read_again(harvested, source_id=other.partition("/")[0], workers=0)
    now = {i: row["text"] for i, row in rows_of(harvested, "file").items()}
    assert now[scan] == texts[scan]
    assert now[other] == f"{texts[other]}!"


def test_what_the_crawl_could_not_read_is_no_news(archive: Path, clock: Clock) -> None:
    with StandInSite(demo_world()) as site:
        site.faults = [
            Fault("vo020.*4850", "truncate", value=2000),
            Fault("vo020.*4851", "status", value=404),
        ]
        assert crawl(site, archive, SUMMER).outcome == "incomplete"
    (summary,) = again(archive, clock)
    assert (summary.outcome, summary.findings["error"]) == ("complete", 0)


def test_what_cannot_be_read_any_more_is_an_error(
    archive: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StandInSite(demo_world()) as site:
        crawl(site, archive, SUMMER)
    before = dump(archive)

    def stumbles(page: Page) -> None:
        if "4850" in page.url:
            raise PageError("missing_part", "no head")
        if "4851" in page.url:
            raise KeyError("a bug")

    reads(monkeypatch, "vo020", stumbles)
    (summary,) = again(archive, clock)
    assert summary.outcome == "incomplete"
    assert {("error", "missing_part"), ("error", "crash")} <= findings(archive)
    for name, rows in dump(archive).items():
        assert rows.keys() == before[name].keys()
    assert {row["record_id"] for row in changes(archive)} == set()


def test_agendas_that_needed_a_session(archive: Path, clock: Clock) -> None:
    with StandInSite(replace(bochum_world(), layout=5)) as site:
        crawl(site, archive, MARCH, spider="bochum")
    before = dump(archive)
    (summary,) = again(archive, clock)
    assert (summary.outcome, summary.findings["error"]) == ("complete", 0)
    assert dump(archive) == before
    assert changes(archive) == []


def test_all_pages_of_a_list_are_read_again(
    archive: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They share one address, in one session."""
    for module in ("answers", "pages_list"):
        monkeypatch.setattr(f"harvester.standin.{module}.PAGE_SIZE", 10)
    with StandInSite(generated_world(7, 40)) as site:
        for day in ("2026-11-01", "2026-11-02"):
            clock.set(day)
            crawl(site, archive, ("2009-01-01", "2009-12-31"))
    with Archive.open(archive, mode="read") as held:
        latest = recording.latest(held.db, None, "")
    pages = [one for one in latest if one.kind == "paper_list"]
    asked = "SELECT id FROM snapshot WHERE run_id = 2 AND kind = 'paper_list'"
    assert {one.snapshot_id for one in pages} == {row["id"] for row in query(archive, asked)}
    assert len(pages) > 3
    # of all else the latest only
    others = [one.url for one in latest if one.kind != "paper_list"]
    assert len(others) == len(set(others))


def test_source_and_since(harvested: Path, clock: Clock) -> None:
    (summary,) = again(harvested, clock, source_id="herne")
    assert summary.source_id == "herne"
    seen: list[int] = []
    again(harvested, clock, since="2026-11-03", watch=seen.append)
    asked = "SELECT count(*) AS n FROM snapshot WHERE retrieved_at >= '2026-11-03'"
    assert 0 < sum(seen) <= query(harvested, asked)[0]["n"]
    assert again(harvested, clock, since="2026-11-19") == []


def test_the_command(harvested: Path) -> None:
    done = harvester_replay("--archive", harvested, "--source", "herne")
    assert done.returncode == 0, done.stderr
    assert "complete" in done.stdout
    next((harvested.parent / "warc").glob("herne-*")).unlink()
    done = harvester_replay("--archive", harvested, "--source", "herne", "--since", "2026-11-01")
    assert done.returncode == 1
    assert "missing or damaged" in done.stdout
    assert "record_lost" in done.stderr
    done = harvester_replay("--archive", harvested, "--since", "2027-01-01")
    assert done.returncode == 0
    assert "Nothing to do" in done.stderr
