"""Crawls of politik-bei-uns.de: what was asked for by its address and is not there is missing."""

import sqlite3
from pathlib import Path

import pytest

from crawl.helpers import content, crawl, findings, paths, query
from harvester.archive import RunSummary
from harvester.extract import extract
from harvester.sources import load_sources
from harvester.standin import Fault, StandInSite, platform_world

WINDOW = ("2014-02-01", "2014-06-30")
WORLD = platform_world()
FILE = f"file/{next(iter(WORLD.files))}"
PAPER = f"paper/{next(iter(WORLD.papers))}"


def platform(site: StandInSite, archive: Path, *, documents: bool = False) -> RunSummary:
    urls = archive.parent / "addresses.txt"
    urls.write_text("\n".join(WORLD.addresses(site.base_url)))
    return crawl(*(site, archive, WINDOW), spider="politik_bei_uns", documents=documents, urls=urls)


@pytest.mark.parametrize("page", [FILE, PAPER])
def test_a_given_address_that_is_not_there_is_an_error_and_asked_for_again(
    archive: Path, page: str
) -> None:
    with StandInSite(WORLD, faults=[Fault(f"{page}$", "status", value=404)]) as site:
        assert platform(site, archive).outcome == "incomplete"
        assert ("error", "not_found") in findings(archive)
        site.faults = []
        before = len(site.requests)
        assert platform(site, archive).outcome == "complete"
        # nothing else is: the platform is asked once for all time
        asked = paths(site.requests[before:])
    assert [path.strip("/") for path in asked] == [page]


def test_documents_are_read_again_without_the_registry(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a source that it has dropped; nobody can tell the town of the papers any more."""
    with StandInSite(WORLD) as site:
        assert platform(site, archive, documents=True).outcome == "complete"
    _age(archive)
    before, sources = content(archive), query(archive, "SELECT * FROM source")
    others = {name: source for name, source in load_sources().items() if name != "pbu"}
    monkeypatch.setattr("harvester.extract.load_sources", lambda: others)
    # a form of a town that it does not name
    monkeypatch.setattr("harvester.parsers.vorblatt.stating.TOWN", None)
    (summary,) = extract(archive, with_ocr=False)
    assert summary.outcome == "complete"
    assert not query(archive, "SELECT id FROM file WHERE text_engine = 'old 1/1'")
    after = content(archive)
    for rows in (before["file"], after["file"]):
        for row in rows.values():
            del row["text_engine"]
    assert after == before
    assert query(archive, "SELECT * FROM source") == sources


def _age(archive: Path) -> None:
    with sqlite3.connect(archive) as held:
        held.execute("UPDATE file SET text_engine = 'old 1/1' WHERE sha256 IS NOT NULL")
        assert held.execute("SELECT changes()").fetchone()[0] > 5
        # as of a town that no page names
        held.execute("UPDATE paper SET body_id = NULL")


def test_documents_that_were_left_out_are_fetched_later(archive: Path) -> None:
    with StandInSite(WORLD) as site:
        assert platform(site, archive).outcome == "complete"
        summary = platform(site, archive, documents=True)
    assert summary.outcome == "complete"
    lacking = "SELECT count(*) AS n FROM file WHERE url IS NOT NULL AND sha256 IS NULL"
    assert query(archive, lacking) == [{"n": 0}]
    assert summary.pages > 5
