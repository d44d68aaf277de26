"""What can go wrong with an archive: each error is one sentence that says what to do."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvester.errors import HarvesterError

_PRIMARY = 0xFF  # SQLite's extended result codes carry the primary code in the low byte
_NO_SPACE = 1_000_000  # bytes; below that an I/O error is taken for a full disk


class ArchiveError(HarvesterError):
    """The archive cannot be used as asked; the message says why and what to do."""


class ArchiveLocked(ArchiveError):  # noqa: N818 - the name says what is the matter
    """Another process is writing this archive."""


class ArchiveReadOnly(ArchiveError):  # noqa: N818 - the name says what is the matter
    """The file or its folder cannot be written."""


class ArchiveTooNew(ArchiveError):  # noqa: N818 - the name says what is the matter
    """The file was written by a newer version of this program."""


class NotAnArchive(ArchiveError):  # noqa: N818 - the name says what is the matter
    """The file is not a database, or a database of something else."""


class ArchiveFull(ArchiveError):  # noqa: N818 - the name says what is the matter
    """There is no room for what should be written; nothing of it was."""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file into ours; errors in a statement stay as they are.

    Raises:
        ArchiveError: or one of its subclasses.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        ours = _translate(path, error)
        if ours is None:
            raise
        raise ours from error


_SENTENCES: dict[int, tuple[type[ArchiveError], str]] = {
    sqlite3.SQLITE_FULL: (
        ArchiveFull,
        "There is no room left to write {path}; free some space and start again, nothing is lost.",
    ),
    sqlite3.SQLITE_NOTADB: (
        NotAnArchive,
        "{path} is not an SQLite database; name another file with --archive.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        NotAnArchive,
        "{path} is damaged ({error}); put it aside, and restore a copy or crawl again.",
    ),
    sqlite3.SQLITE_READONLY: (
        ArchiveReadOnly,
        "{path} cannot be written; check the rights of file and folder, or use --archive.",
    ),
    sqlite3.SQLITE_BUSY: (
        ArchiveLocked,
        "Another program is writing {path}; close it and start again, nothing is lost.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        ArchiveError,
        "{path} cannot be opened; check the rights of the file and its folder.",
    ),
    sqlite3.SQLITE_IOERR: (
        ArchiveError,
        "{path} cannot be read or written ({error}); check the disk.",
    ),
}


def _translate(path: Path, error: sqlite3.DatabaseError) -> ArchiveError | None:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if code == sqlite3.SQLITE_IOERR and shutil.disk_usage(path.parent).free < _NO_SPACE:
        code = sqlite3.SQLITE_FULL
    if code not in _SENTENCES:
        return None
    kind, sentence = _SENTENCES[code]
    return kind(sentence.format(path=path, error=error))


def read_only(path: Path) -> ArchiveReadOnly:
    """The error for a file that must be written and cannot be."""
    return ArchiveReadOnly(_SENTENCES[sqlite3.SQLITE_READONLY][1].format(path=path))
