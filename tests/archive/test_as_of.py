"""The archive as of a day is what it was that day."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from archive_pages import (
    BASE,
    STEPS,
    begin,
    day,
    dump,
    harvest,
    item_page,
    list_page,
    meeting_page,
    paper_page,
    row,
    visit,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.archive import Archive, ArchiveError
from harvester.archive.as_of import as_of
from harvester.page import Listed, Page
from harvester.records import File

PAPER = "town/paper/1"
FILE = f"{PAPER}/file/1"
COUNCIL = f"{PAPER}/rat/1"


def document_page(sha256: str, text: str = "Konzept", number: int = 1) -> Page:
    """A document that was fetched: what its bytes say, as `parsers/document` states it."""
    page = Page(url=f"{BASE}do.asp?id={number}", kind="file", parser="document/1")
    page.states = {"file": frozenset(("sha256", "text", "text_sha256", "text_status"))}
    page.records = [
        File(
            id=f"town/paper/{number}/file/1",
            sha256=sha256,
            text=text,
            text_sha256=f"of {text}",
            text_status="ok",
        )
    ]
    return page


def fetch(archive: Archive, at: str, page: Page) -> None:
    """A run that fetches a document."""
    run = begin(archive, at)
    archive.store(run, [visit(page, at, kind="file")], [])
    archive.finish_run(run, "complete", None, at)


def sound(archive: Archive) -> None:
    assert archive.db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    assert archive.db.conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_then_b_then_a_again(archive: Archive) -> None:
    for number, name in enumerate(("A", "B", "A"), 1):
        harvest(archive, day(number), paper_page(name=name))
    for at, name in (
        ("2026-01-01", "A"),
        ("2026-01-02", "B"),
        ("2026-01-02T01:59:59Z", "A"),
        ("2026-01-02T02:00:00Z", "B"),
        ("2026-01-03", "A"),
        ("2030-01-01", "A"),
    ):
        with as_of(archive, at) as known:
            (paper,) = known.papers_by_reference("2009/0001")
            assert paper["name"] == name
            sound(known)


def test_the_copy_is_removed_and_is_for_reading(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    with as_of(archive, "2026-01-01") as known:
        assert known.path.is_file()
        with pytest.raises(ArchiveError):
            begin(known, day(2))
    assert not known.path.parent.exists()


def test_a_step_that_was_gone_then_is_gone(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    harvest(archive, day(2), paper_page(steps=STEPS[:1]))
    harvest(archive, day(3), paper_page())
    for number, gone_at in ((1, None), (2, day(2)), (3, None)):
        with as_of(archive, f"2026-01-0{number}") as known:
            step = row(known, "consultation", COUNCIL)
            reason = None if gone_at is None else "unlisted"
            assert (step["gone_at"], step["gone_reason"]) == (gone_at, reason)
            assert step["updated_at"] == day(number)
            assert step["first_seen"] == day(1)
            (paper,) = known.papers_by_reference("2009/0001")
            assert len(paper["consultations"]) == (1 if gone_at else 2)


def test_a_step_that_was_added_later_is_not_there_before(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(steps=STEPS[:1]))
    harvest(archive, day(2), paper_page())
    with as_of(archive, "2026-01-01") as known:
        assert known.db.table("consultation").count == 1
    with as_of(archive, "2026-01-02") as known:
        assert known.db.table("consultation").count == 2


def test_a_document_has_the_bytes_of_that_day(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    fetch(archive, day(2), document_page("a" * 64, "alt"))
    fetch(archive, day(4), document_page("b" * 64, "neu"))
    expected: dict[int, tuple[Any, Any, list[str]]] = {
        1: (None, None, []),
        2: ("a" * 64, "alt", ["a" * 64]),
        3: ("a" * 64, "alt", ["a" * 64]),
        4: ("b" * 64, "neu", ["a" * 64, "b" * 64]),
    }
    for number, (sha256, text, versions) in expected.items():
        with as_of(archive, f"2026-01-0{number}") as known:
            file = row(known, "file", FILE)
            assert (file["sha256"], file["text"]) == (sha256, text)
            # the document's own address is not the page that lists it
            assert file["source_url"] == f"{BASE}vo020.asp?VOLFDNR=1"
            held = known.db.conn.execute("SELECT sha256 FROM file_version ORDER BY sha256")
            assert [sha256 for (sha256,) in held] == versions
            sound(known)


def test_provenance_is_that_of_the_day_as_far_as_it_is_known(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    harvest(archive, day(3), paper_page(name="B"))
    with as_of(archive, "2026-01-02") as known:
        paper, section = (
            row(known, "paper", PAPER),
            row(known, "paper_section", f"{PAPER}/section/BV"),
        )
    assert paper["snapshot_id"] == 1
    assert paper["first_seen"] == paper["last_seen"] == paper["updated_at"] == day(1)
    assert paper["parser_version"] == "unknown"  # another version may have read it then
    assert section["parser_version"] == "allris.paper/1"
    assert section["content_hash"] == row(archive, "paper_section", section["id"])["content_hash"]


def test_a_conclusion_is_marked_where_it_is_the_same_today(archive: Archive) -> None:
    other = "town/paper/2"
    first = list_page(Listed("paper", PAPER, "2009-05-18"), Listed("paper", other, "2009-05-18"))
    later = list_page(Listed("paper", PAPER, "2009-05-20"), Listed("paper", other, "2009-05-18"))
    harvest(archive, day(1), first, paper_page(1), paper_page(2))
    harvest(archive, day(2), later)
    with as_of(archive, "2026-01-01") as known:
        dates = [row(known, "paper", paper)["date"] for paper in (PAPER, other)]
        marked = known.db.conn.execute("SELECT record_id, field, rule FROM derived").fetchall()
        listed = known.db.conn.execute(
            "SELECT record_id, run_id, last_seen FROM listing"
        ).fetchall()
        urls = {row(known, "paper", paper)["source_url"] for paper in (PAPER, other)}
        sound(known)
    # a list that gives the date is not the page that states the rest
    harvest(archive, day(3), paper_page(1, name="B"), paper_page(2, name="B"))
    with as_of(archive, "2026-01-02") as known:
        assert row(known, "paper", PAPER)["date"] == "2009-05-20"
        assert row(known, "paper", PAPER)["source_url"] == f"{BASE}vo020.asp?VOLFDNR=1"
    assert dates == ["2009-05-18", "2009-05-18"]
    assert marked == [(other, "date", "listing")]
    assert sorted(listed) == [(PAPER, 1, day(1)), (other, 1, day(1))]
    assert urls == {f"{BASE}vo020.asp?VOLFDNR=1", f"{BASE}vo020.asp?VOLFDNR=2"}


def test_findings_and_runs_are_those_of_then(archive: Archive) -> None:
    page = paper_page()
    page.note("warning", "unknown_result", "vertagt?", PAPER)
    harvest(archive, day(1), page)
    harvest(archive, day(2), page)
    run = begin(archive, day(3))
    archive.store(run, [visit(paper_page(name="B"), day(3))], [])
    archive.finish_run(run, "complete", None, day(4))
    with as_of(archive, "2026-01-01") as known:
        assert known.db.table("finding").count == 1
        assert [(run["id"], run["outcome"]) for run in known.latest_runs()] == [(1, "complete")]
    with as_of(archive, "2026-01-03") as known:
        assert [(run["id"], run["outcome"], run["ended"]) for run in known.latest_runs()] == [
            (3, None, None),  # it was still on
            (2, "complete", day(2)),
            (1, "complete", day(1)),
        ]
        assert [source["id"] for source in known.sources()] == ["town"]


def test_an_archive_knew_nothing_before_its_first_run(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="holds nothing yet"), as_of(archive, "2026-01-01"):
        pass
    harvest(archive, day(2), paper_page())
    said = f"knew nothing on 2026-01-01: what it holds begins at {day(2)}"
    with pytest.raises(ArchiveError, match=said), as_of(archive, "2026-01-01"):
        pass


def test_it_works_beside_a_writer(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    with Archive.open(archive.path, mode="read") as reader, as_of(reader, "2026-01-01") as known:
        harvest(archive, day(2), paper_page(name="B"))
        assert row(known, "paper", PAPER)["name"] == "Kommunale Familienförderung"
    # the reader's state of the archive is let go, so it sees what was written since
    with Archive.open(archive.path, mode="read") as reader, as_of(reader, "2026-01-02") as known:
        assert row(known, "paper", PAPER)["name"] == "B"


def test_what_belongs_to_nothing_known_then_is_left_out(archive: Archive) -> None:
    """Where the clock went backwards, a step may be older than its paper."""
    harvest(archive, day(2), paper_page(steps=STEPS[:1]), item_page())
    harvest(archive, day(1), paper_page())
    with as_of(archive, "2026-01-01") as known:
        assert known.db.table("consultation").count == 0
        sound(known)
    with as_of(archive, "2026-01-02") as known:
        assert known.db.table("consultation").count == 2
        sound(known)


@dataclass(frozen=True)
class Shown:
    """What the sites show on a day."""

    name: str
    steps: int
    text: str | None
    item: str | None
    listed: str | None
    document: str | None
    session: str


_DAY = st.builds(
    Shown,
    name=st.sampled_from("AB"),
    steps=st.integers(0, 2),
    text=st.sampled_from(["x", "y", None]),
    item=st.sampled_from(["Einstimmig.", "Mehrheitlich.", None]),
    listed=st.sampled_from(["2009-05-18", "2009-05-20", None]),
    document=st.sampled_from(["a", "b", None]),
    session=st.sampled_from("st"),
)


def _pages(shown: Shown) -> list[Page]:
    dates = STEPS if shown.name == "A" else tuple((name, "2009-07-01") for name, _ in STEPS)
    steps = dates[: shown.steps]
    pages = [paper_page(name=shown.name, steps=steps, text=shown.text, session=shown.session)]
    if shown.item is not None:
        pages += [meeting_page(), item_page(text=shown.item)]
    if shown.listed is not None:
        pages.append(list_page(Listed("paper", PAPER, shown.listed)))
    return pages


#: The copy tells it as well as it can, see the module.
_NOT_KEPT = ("last_seen", "parser_version")


@settings(max_examples=6, deadline=None)
@given(st.lists(_DAY, min_size=1, max_size=4))
def test_as_of_any_day_is_what_was_stored_that_day(days: Sequence[Shown]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive.open(Path(folder) / "archive.sqlite") as archive,
    ):
        stored = []
        for number, shown in enumerate(days, 1):
            harvest(archive, day(number), *_pages(shown))
            if shown.document is not None:
                fetch(archive, day(number, 3), document_page(shown.document * 64, shown.document))
            stored.append(dump(archive, *_NOT_KEPT))
        assert archive.check() == []
        for number, expected in enumerate(stored, 1):
            with as_of(archive, f"2026-01-0{number}") as known:
                assert dump(known, *_NOT_KEPT) == expected
                sound(known)
                for table, rows in dump(known).items():
                    now = {held["id"]: held for held in dump(archive)[table]}
                    for held in rows:
                        assert held["last_seen"] == held["updated_at"]
                        assert held["parser_version"] in {
                            "unknown",
                            now[held["id"]]["parser_version"],
                        }
        with as_of(archive, day(len(days), 23)) as known:
            assert dump(known, "last_seen") == dump(archive, "last_seen")
            derived = "SELECT * FROM derived ORDER BY record, record_id, field"
            assert list(known.db.query(derived)) == list(archive.db.query(derived))


def test_lists_and_booleans_are_kept_as_they_are(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    harvest(archive, day(2), paper_page(authors=None, public=False))
    with as_of(archive, "2026-01-01") as known:
        paper = row(known, "paper", PAPER)
    assert (json.loads(paper["authors"]), paper["public"]) == (["Frau Müller", "FB 42"], 1)
