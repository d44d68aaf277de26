"""The archive as Datasette's database: opened for reading as everywhere, with limits on queries."""

import sqlite3
from pathlib import Path
from typing import Any

from datasette.database import Database

from harvester.archive import Archive, ArchiveReadOnly

#: Bytes of one value: what a query may make up, and more than any text that is kept.
_LONGEST_VALUE = 50_000_000
#: A pattern with many asterisks is slow in a way that no time limit stops.
_LONGEST_PATTERN = 1_000
#: What describes tables: none that names files, none that changes what a connection does.
_OF_TABLES = frozenset(
    ("foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_xinfo")
)
_OF_ALL = frozenset(("data_version", "page_count", "page_size", "query_only", "schema_version"))
_DENIED = frozenset((sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH))
_DENIED_FUNCTIONS = frozenset(("load_extension", "fts3_tokenizer"))


class ArchiveDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """An archive that nobody can write to by way of Datasette.

    `is_mutable` False: the file does not change while it is served, and may be downloaded.
    """

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection for one thread: works beside a writer, and where nothing can be written.

        Raises:
            ArchiveError: the archive cannot be read.
        """
        if write:
            raise ArchiveReadOnly(f"{self.path} is served for reading only.")
        conn = Archive.open(Path(self.path), mode="read").db.conn
        restrict(conn)
        return conn

    async def execute(self, sql: str, params: Any = None, **options: Any) -> Any:
        """Run a statement; what is wrong with a reader's is not for the terminal."""
        return await super().execute(sql, params, **{**options, "log_sql_errors": False})

    async def attached_databases(self) -> list[Any]:
        """None; Datasette would ask SQLite, and show where the file lies."""
        return []


def restrict(conn: sqlite3.Connection) -> None:
    """Let a connection read this one database, and nothing else, whatever SQL it is given."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _LONGEST_PATTERN)
    conn.set_authorizer(_authorize)


def _authorize(action: int, name: str | None, value: str | None, *_: str | None) -> int:
    """What a statement may do; that it writes nothing is seen to by how the file is opened."""
    if action == sqlite3.SQLITE_PRAGMA:
        asked = (name or "").lower()
        allowed = asked in _OF_TABLES or (asked in _OF_ALL and value is None)
    elif action == sqlite3.SQLITE_FUNCTION:
        allowed = (value or "").lower() not in _DENIED_FUNCTIONS
    else:
        allowed = action not in _DENIED
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
