"""Opening the file: for writing with a lock and all migrations, or for reading beside a writer."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from harvester.archive import migrations
from harvester.archive.descriptions import refresh_descriptions
from harvester.archive.errors import (
    ArchiveError,
    ArchiveReadOnly,
    ArchiveTooNew,
    NotAnArchive,
    read_only,
    translated,
)

_BUSY_MS = 5_000
#: Negative: KiB. The default of 2 MB makes the indexes of a large archive thrash.
_CACHE = -8_000
#: Pages (32 MB) in the write-ahead log before they are moved; at the default of 1,000 a first
#: harvest spends a fifth of its writing on moving them.
_CHECKPOINT = 8_000
#: What SQLite says where it cannot make the index of a write-ahead log.
_NO_WAL_INDEX = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Everything or nothing. IMMEDIATE: a deferred one that reads first fails at once when busy."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:  # a full disk has already rolled back
            db.conn.execute("ROLLBACK")
        raise


def open_for_writing(path: Path) -> Database:
    """Open or create the archive and bring its schema up to date; the caller has the lock.

    Raises:
        ArchiveError: or its subclass that fits.
    """
    with translated(path):
        db = _connect(path, "")
        try:
            _recognise(path, db, may_be_empty=True)
            _prepare(db)
        except BaseException:
            db.close()
            raise
    return db


def check_place(path: Path) -> None:
    """Whether an archive can be written there at all, before anything is made.

    Raises:
        ArchiveError: or its subclass that fits.
    """
    if not path.parent.is_dir():
        raise ArchiveError(
            f"The folder {path.parent} does not exist; create it, or name another file with "
            "--archive."
        )
    if path.is_dir():
        raise NotAnArchive(f"{path} is a folder; name a file with --archive.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise read_only(path)


def open_for_reading(path: Path) -> Database:
    """Open an archive that may have a writer, or lie in a place that cannot be written.

    Raises:
        ArchiveError: or its subclass that fits.
    """
    if not path.is_file():
        raise ArchiveError(
            f"There is no archive {path}; make one with `harvester crawl`, or name another with "
            "--archive."
        )
    with translated(path):
        try:
            db = _connect(path, "?mode=ro")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _NO_WAL_INDEX:
                raise
            # A WAL database needs its -shm beside it. Where that cannot be made, nobody writes,
            # so the file may be read as it is, provided that nothing is left in the -wal.
            wal = path.with_name(f"{path.name}-wal")
            if wal.exists() and wal.stat().st_size:
                raise ArchiveReadOnly(
                    f"{path} was not closed properly and cannot be repaired where it lies; copy "
                    f"it together with {wal.name} to a folder that you can write."
                ) from error
            db = _connect(path, "?mode=ro&immutable=1")
        try:
            db.conn.execute("PRAGMA query_only = ON")
            _recognise(path, db, may_be_empty=False)
        except BaseException:
            db.close()
            raise
    return db


def _connect(path: Path, options: str) -> Database:
    # isolation_level None: transactions are begun and ended by us alone.
    conn = sqlite3.connect(
        path.resolve().as_uri() + options, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None
    )
    try:
        conn.execute(f"PRAGMA cache_size = {_CACHE}")
        conn.execute("SELECT 1 FROM sqlite_schema").fetchone()  # reads the file, or fails
    except BaseException:
        conn.close()
        raise
    return Database(conn, execute_plugins=False)


def _recognise(path: Path, db: Database, *, may_be_empty: bool) -> None:
    """Raise for a file that is no archive, or not one of ours to read."""
    tables = db.table_names()
    applied = migrations.applied(db)
    if not applied and (tables or not may_be_empty):
        raise NotAnArchive(
            f"{path} is an SQLite database, but not an archive of council papers; name another "
            "file with --archive."
        )
    known = migrations.known()
    if applied - known:
        raise ArchiveTooNew(
            f"{path} was written by a newer version of this program (it has "
            f"{', '.join(sorted(applied - known))}); update the program to use it."
        )
    if known - applied and not may_be_empty:
        raise ArchiveError(
            f"{path} was written by an older version of this program; run a crawl with it once "
            "to bring it up to date."
        )


def _prepare(db: Database) -> None:
    # BEGIN IMMEDIATE fails on a file that cannot be written, before anything is changed.
    with transaction(db):
        pass
    db.enable_wal()
    db.conn.execute("PRAGMA synchronous = NORMAL")
    db.conn.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
    db.conn.execute("PRAGMA foreign_keys = ON")
    migrations.migrations.apply(db)
    with transaction(db):
        refresh_descriptions(db)
