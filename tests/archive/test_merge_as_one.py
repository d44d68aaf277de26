"""Two archives that took turns know, merged, what one archive that read all pages knows.

A small town lives through some days; each night one archive, or both, read some of its pages, and a
third one reads all of these. Only whole pages, each from one address: what two kinds of pages say
of one record at different times no archive can put in order afterwards.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from archive_pages import BASE, begin, day, dump, list_page, meeting_page, paper_page, visit
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from harvester.archive import Archive, Visit
from harvester.archive.joining import merge
from harvester.page import Listed, Page
from harvester.records import RECORD_TYPES, AgendaItem, File

DAYS = 6
STEPS = (("Schulausschuss", "2009-06-03"), ("Rat", "2009-06-30"), ("Bauausschuss", "2009-06-10"))
#: Concluded by the next run, from what is held by then.
CONCLUDED = ("organization_id", "date")
#: What a paper's page says of a document.
LISTED_OF_FILE = frozenset(("number", "name", "url", "expires", "declared_size"))


@dataclass(frozen=True)
class Town:
    """What the source shows on a day."""

    names: tuple[str, ...]
    clerk: str | None
    steps: tuple[int, ...]
    text: str
    items: tuple[int, ...]
    listed: str
    bytes: str


@dataclass(frozen=True)
class Night:
    town: Town
    #: By archive, the pages that it reads.
    read: tuple[frozenset[str], frozenset[str]] = field(default=(frozenset(), frozenset()))


TOWNS = st.builds(
    Town,
    names=st.tuples(st.sampled_from("AB"), st.sampled_from("AB")),
    clerk=st.sampled_from((None, "FB 42")),
    steps=st.lists(st.sampled_from((0, 1, 2)), min_size=1, max_size=3, unique=True).map(tuple),
    text=st.sampled_from(("eins", "zwei")),
    items=st.lists(st.sampled_from((1, 2)), min_size=1, max_size=2, unique=True).map(tuple),
    listed=st.sampled_from(("2009-05-18", "2009-05-19")),
    bytes=st.sampled_from(("c", "d")),
)
PAGES = st.frozensets(st.sampled_from(("paper1", "paper2", "meeting", "list", "file")))
NIGHTS = st.lists(st.builds(Night, TOWNS, st.tuples(PAGES, PAGES)), min_size=2, max_size=DAYS)


def pages(town: Town, read: frozenset[str], at: str) -> Iterator[Visit]:
    """The visits of one night, always in the same order."""
    steps = tuple(STEPS[number] for number in town.steps)
    if "list" in read:
        yield visit(list_page(Listed("paper", "town/paper/1", town.listed)), at)
    if "meeting" in read:
        meeting = meeting_page()
        meeting.records = [
            r
            for r in meeting.records
            if not isinstance(r, AgendaItem) or int(r.id[-1]) in town.items
        ]
        yield visit(meeting, at)
    for number, name in enumerate(town.names, 1):
        if f"paper{number}" in read:
            page = paper_page(
                number, steps, name=name, clerk=town.clerk, text=town.text, session=at[8:13]
            )
            page.states = {**page.states, "file": LISTED_OF_FILE}
            yield visit(page, at)
    if "file" in read and "paper1" in read:
        yield visit(_document(town.bytes, at), at, kind="file", target="town/paper/1/file/1")


def _document(letter: str, at: str) -> Page:
    page = Page(url=f"{BASE}___tmp/{at[8:13]}/y.pdf", kind="file", parser="document/1")
    page.states = {"file": frozenset(("sha256", "text", "text_status"))}
    page.records = [
        File(id="town/paper/1/file/1", sha256=letter * 64, text=letter, text_status="ok")
    ]
    return page


def store(archive: Archive, at: str, visits: Iterator[Visit]) -> None:
    run = begin(archive, at)
    for one in visits:
        archive.store(run, [one], [])
    archive.finish_run(run, "complete", None, at)


def live_through(folder: Path, nights: list[Night]) -> tuple[Path, Path, Path]:
    """Two archives that share the nights, and one that has them all."""
    paths = tuple(folder / name / "archive.sqlite" for name in ("a", "b", "one"))
    for path in paths:
        path.parent.mkdir()
    with Archive.open(paths[0]) as a, Archive.open(paths[1]) as b, Archive.open(paths[2]) as one:
        for number, night in enumerate(nights, 1):
            for hour, (archive, read) in enumerate(zip((a, b), night.read, strict=True), 2):
                if read:
                    at = day(number, hour)
                    store(archive, at, pages(night.town, read, at))
                    store(one, at, pages(night.town, read, at))
    return paths


def content(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """All rows, but numbers, times of our own and addresses of a session."""
    rows = dump(archive, "snapshot_id", "updated_at", "content_hash")
    for file in rows["file"]:
        del file["url"]
    for organization in rows["organization"]:
        del organization["last_seen"]  # a meeting's page only names it, but where it is new
    return rows


def history(archive: Archive) -> dict[tuple[str, str, str], dict[str, Any] | None]:
    """Every record as of the end of every hour."""
    known = {}
    for cls in RECORD_TYPES:
        ids = [row[0] for row in archive.db.conn.execute(f"SELECT id FROM {cls.record}")]
        for record_id in ids:
            for number in range(1, DAYS + 1):
                for hour in (2, 3):
                    row = archive.rebuild(cls.record, record_id, day(number, hour))
                    for name in (*CONCLUDED, "url"):
                        (row or {}).pop(name, None)
                    known[cls.record, record_id, day(number, hour)] = row
    return known


# without shrinking: the nights are few, and each attempt makes three archives
_SOME = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@_SOME
@given(NIGHTS)
def test_two_archives_merged_are_as_one(nights: list[Night]) -> None:
    merged_are_as_one(nights)


@pytest.mark.long
@settings(_SOME, max_examples=100)
@given(NIGHTS)
def test_two_archives_merged_are_as_one_many_times(nights: list[Night]) -> None:
    merged_are_as_one(nights)


def merged_are_as_one(nights: list[Night]) -> None:
    """Whichever is merged into the other, and if all is concluded anew."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        a, b, one = live_through(folder, nights)
        other_way = folder / "b" / "other.sqlite"
        shutil.copy(b, other_way)
        merge(other_way, a)
        merge(a, b)
        again = merge(a, b)
        assert not any(again.added.values())
        with Archive.open(a) as ab, Archive.open(other_way) as ba, Archive.open(one) as whole:
            assert content(ab) == content(ba)
            assert ab.check() == []
            assert history(ab) == history(whole)
            for archive in (ab, whole):  # what one archive concluded at once
                store(archive, day(DAYS + 1), iter(()))
            assert content(ab) == content(whole)
            assert ab.check() == []
