"""Adding everything that one archive knows to another; docs/decisions/0014-merging-archives.md."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from sqlite_utils import Database

from harvester.archive.archive import Archive
from harvester.archive.errors import ArchiveError, NotAnArchive, translated
from harvester.archive.fulltext import OWNERS, index_papers
from harvester.archive.joining import files, tables
from harvester.archive.joining.records import ORDER, Records
from harvester.archive.joining.rows import settle_dates
from harvester.archive.opening import open_for_reading, transaction

_INDEXED_AT_ONCE = 500
_LOCAL = frozenset(("127.0.0.1", "localhost", "::1"))
_ADDRESSES = """
SELECT ours.id, ours.base_url, theirs.base_url FROM main.source AS ours
JOIN other.source AS theirs ON theirs.id = ours.id
"""
_TO_INDEX = "INSERT OR IGNORE INTO temp.to_index SELECT * FROM ({owners}) WHERE true"
_MERGED = "SELECT id FROM temp.to_merge"
_COPIED = "SELECT id FROM temp.to_copy WHERE record = '{table}'"
_DATED = "INSERT OR IGNORE INTO temp.to_index VALUES (?)"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: rows added by table, rows of which the content changed, files taken over.

    `unfinished` are WARC files that a run of the other archive is still writing; they were left.
    """

    added: dict[str, int]
    changed: dict[str, int] = field(default_factory=dict)
    documents: int = 0
    warcs: int = 0
    unfinished: int = 0


def merge(target: Path, other: Path) -> Merged:
    """Add to an archive what another one knows; all of it, or nothing if this is cut short.

    The archive is made where it is missing; the other one is only read. A second time adds nothing.

    Raises:
        ArchiveError: or its subclass that fits: one of them cannot be used, or both are the same.
        OSError: the files beside the archive could not be taken over.
    """
    open_for_reading(other).close()  # says what is wrong with it, before anything is made
    if target.exists() and target.samefile(other):
        raise ArchiveError(f"{target} and {other} are the same archive; name two.")
    try:
        with Archive.open(target) as archive, translated(target):
            return _merge(archive.db, target.parent, other)
    except NotAnArchive:
        _refuse_damaged(other)  # SQLite does not say which of the two it is
        raise


def _refuse_damaged(path: Path) -> None:
    with translated(path):
        db = open_for_reading(path)
        try:
            found = db.conn.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            db.close()
    if found != "ok":
        raise NotAnArchive(f"{path} is damaged ({found}); restore a copy of it.")


def _merge(db: Database, folder: Path, other: Path) -> Merged:
    with _attached(db, other):
        db.executescript(tables.TEMPORARY)
        _refuse_stand_ins(db, other)
        before = tables.count(db)
        with transaction(db):
            # rows come before what they refer to, and are not whole before all is done
            db.conn.execute("PRAGMA defer_foreign_keys = ON")
            changed = _merge_rows(db)
            after = tables.count(db)
            # what the rows speak of is there before they are
            documents = files.take_documents(folder / "files", other.parent / "files")
            warcs, unfinished = files.take_warcs(folder / "warc", other.parent / "warc")
            tables.note_places(db, files.warcs(folder / "warc"))
    added = {table: after[table] - before[table] for table in after}
    return Merged(added, changed, documents, warcs, unfinished)


def _refuse_stand_ins(db: Database, other: Path) -> None:
    """A town that runs on this machine must not become part of the real one's record."""
    for source_id, *addresses in db.conn.execute(_ADDRESSES):
        local = {urlsplit(address).hostname in _LOCAL for address in addresses}
        if len(local) > 1:
            raise ArchiveError(
                f"{other} was harvested from {addresses[1]}, this archive from {addresses[0]}: "
                f"one of the two is no real {source_id}."
            )


def _merge_rows(db: Database) -> dict[str, int]:
    has_news = tables.map_numbers(db)
    if not has_news:
        return {}
    records = Records(db)
    tables.choose_copies(db)
    tables.copy_runs(db)
    for table in ORDER:
        records.merge(table)
        _note_papers(db, table, _MERGED)
    tables.copy_records(db)
    for table in ORDER:
        _note_papers(db, table, _COPIED.format(table=table))
    tables.merge_lists(db)
    db.conn.executemany(_DATED, [(paper_id,) for paper_id in settle_dates(db)])
    papers = (row[0] for row in db.conn.execute("SELECT id FROM temp.to_index ORDER BY id"))
    while some := list(islice(papers, _INDEXED_AT_ONCE)):
        index_papers(db, some)
    return records.changed


def _note_papers(db: Database, table: str, ids: str) -> None:
    """Note the papers whose words these rows may have changed."""
    if table in OWNERS:
        db.conn.execute(_TO_INDEX.format(owners=OWNERS[table].format(ids=ids)))


@contextmanager
def _attached(db: Database, other: Path) -> Iterator[None]:
    """The other archive as `other`, to be read only."""
    address = other.resolve().as_uri()
    try:
        _attach(db, f"{address}?mode=ro")
    except sqlite3.OperationalError:
        # It lies where nobody can write; `open_for_reading` has seen that nothing is amiss.
        _attach(db, f"{address}?mode=ro&immutable=1")
    try:
        yield
    finally:
        db.conn.execute("DETACH other")


def _attach(db: Database, address: str) -> None:
    db.conn.execute("ATTACH ? AS other", (address,))
    try:
        db.conn.execute("SELECT 1 FROM other.sqlite_schema").fetchone()
    except BaseException:
        db.conn.execute("DETACH other")
        raise
