"""A copy of an archive to give away: staff left out, compact, nothing of it in the file's bytes."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath

from sqlite_utils import Database

from harvester.archive.archive import Archive
from harvester.archive.as_of import as_of
from harvester.archive.columns import to_json
from harvester.archive.descriptions import refresh_descriptions
from harvester.archive.errors import ArchiveError, translated
from harvester.archive.fulltext import INDEXES, index_all
from harvester.archive.staff import leave_out

_NAME = "archive.sqlite"
#: The copy in the making: nothing of it outlives this program, and what is deleted is overwritten.
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY", "secure_delete = ON")
#: Else the times of an archive as of a day would tell when the copy was made.
_MADE = """
UPDATE _sqlite_migrations
SET applied_at = coalesce((SELECT max(started) FROM run), applied_at)
"""


@contextmanager
def published(
    held: Archive, *, with_staff: bool, at: str | None = None, whole: bool = True
) -> Iterator[Archive]:
    """A temporary copy of an archive to give away, open for reading; it is removed afterwards.

    Args:
        held: The whole archive: one as of a day does not know all names of staff.
        with_staff: Names and numbers of staff stay in it.
        at: The copy is the archive as it was known then, see `as_of`.
        whole: The file itself may be given away. Else only its rows: it has no full text, and what
            was left out may still be among its bytes. Much faster.

    Raises:
        ArchiveError: there is no room for the copy, or nothing was known at that time.
    """
    with tempfile.TemporaryDirectory(prefix="harvester-") as folder:
        path = Path(folder) / _NAME
        publish(held, path, with_staff=with_staff, at=at, whole=whole)
        with Archive.open(path, mode="read") as copy:
            yield copy


def publish(
    held: Archive, path: Path, *, with_staff: bool, at: str | None = None, whole: bool = True
) -> Mapping[str, int]:
    """Write a copy to give away, with a full text of its own; see `published`.

    The requests of the crawler (`frontier`) and the folders of the computer that it ran on are left
    out in any case. The same archive gives the same bytes.

    Args:
        held: The whole archive.
        path: A file that is not there yet; beside it there is room for another copy.
        with_staff: Names and numbers of staff stay in it.
        at: The copy is the archive as it was known then.
        whole: See `published`.

    Returns:
        How many values of the whole archive are not as they were, see `staff.leave_out`.
    """
    raw = path.with_name(f"{path.name}.{'raw' if at is None else 'whole'}")
    try:
        with translated(path):
            _copy(held.db.conn, raw)
            changed = _prepare(raw, with_staff=with_staff, searchable=whole and at is None)
        if at is None and not whole:
            raw.replace(path)
            return changed
        with Archive.open(raw, mode="read") as clean:
            if at is not None:
                with as_of(clean, at) as known:
                    publish(known, path, with_staff=True, whole=whole)  # it has no full text
            else:  # what was removed is still in the pages of the first copy
                with translated(path):
                    _copy(clean.db.conn, path)
    except ArchiveError as error:  # people know the archive, not the copy of it
        raise type(error)(str(error).replace(str(raw), str(held.path))) from error
    finally:
        raw.unlink(missing_ok=True)
    return changed


def _copy(conn: sqlite3.Connection, path: Path) -> None:
    # A connection that is for queries only may not even write another file.
    (guarded,) = conn.execute("PRAGMA query_only").fetchone()
    conn.execute("PRAGMA query_only = OFF")
    try:
        conn.execute("VACUUM INTO ?", (str(path),))
    finally:
        conn.execute(f"PRAGMA query_only = {guarded}")


def _prepare(path: Path, *, with_staff: bool, searchable: bool) -> Mapping[str, int]:
    conn = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in _SETTINGS:
            conn.execute(f"PRAGMA {setting}")
        db = Database(conn, execute_plugins=False)
        conn.execute("BEGIN")
        changed = {} if with_staff else leave_out(db)
        _forget_who_harvested(db)
        conn.execute(_MADE)
        refresh_descriptions(db)
        _index(db, searchable=searchable)
        conn.execute("COMMIT")
    finally:
        conn.close()
    return changed


def _forget_who_harvested(db: Database) -> None:
    db.conn.execute("DELETE FROM frontier")
    for run_id, arguments in db.conn.execute("SELECT id, arguments FROM run").fetchall():
        given = json.loads(arguments)
        for name, value in given.items():
            if isinstance(value, str) and "://" not in value:
                given[name] = PurePath(value).name
        db.conn.execute("UPDATE run SET arguments = ? WHERE id = ?", (to_json(given), run_id))


def _index(db: Database, *, searchable: bool) -> None:
    """Make the full text anew: an index remembers words that its rows no longer have."""
    for table in INDEXES:
        db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608 - our names
    db.conn.execute("DELETE FROM paper_text")
    if searchable:
        index_all(db)
    for table in INDEXES:
        db.conn.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - our names
