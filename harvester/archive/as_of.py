"""An archive as it was known at a time: a temporary file on which the ordinary queries run.

Content is rebuilt from `change` alone. What has no history is told as well as it can be:

- `first_seen` is when the response came that first showed the row, `updated_at` its last change by
  then. `last_seen` is `updated_at`: later sightings without a change left no trace of that day.
- `source_url` and `snapshot_id` name the page that gave the row's last change (not counting what a
  document or a list said of it). `parser_version` is that of the row where it is unchanged since,
  else "unknown".
- `derived` has what it has today where the value is the same. `listing`, `finding`, `file_version`
  and `run` have the rows that there were; a listing shows the date it shows today.
- There is no full text, history, frontier, ledger: search, changes and status are about today.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from sqlite_utils import Database

from harvester.archive import migrations
from harvester.archive.archive import Archive
from harvester.archive.columns import Columns, columns_of, to_json
from harvester.archive.errors import ArchiveError, translated
from harvester.archive.history import replay
from harvester.archive.notes import DERIVABLE
from harvester.records import RECORD_TYPES

_AT_ONCE = 1000
_LENGTH_OF_A_DAY = len("2026-11-21")
_UNKNOWN = "unknown"

# The index gives the order; `+` keeps the planner from sorting what it found by the time.
_CHANGES = """
SELECT change.record_id, change.record, change.at, change.kind, change.field, change.new,
    change.source_id, change.snapshot_id, snapshot.url, snapshot.kind, snapshot.retrieved_at
FROM change LEFT JOIN snapshot ON snapshot.id = change.snapshot_id
WHERE +change.at <= ? ORDER BY change.record_id, change.id
"""
#: What there was by then, in an order in which each row finds what it refers to.
_COPIED = {
    "body": "SELECT * FROM body",
    "source": "SELECT * FROM source",
    "run": "SELECT * FROM run WHERE started <= :at",
    "snapshot": "SELECT snapshot.* FROM snapshot JOIN run ON run.id = snapshot.run_id "
    "WHERE run.started <= :at AND retrieved_at <= :at",
}
_COPIED_LAST = {
    "listing": "SELECT * FROM listing WHERE first_seen <= :at",
    "finding": "SELECT * FROM finding WHERE at <= :at",
    "file_version": "SELECT * FROM file_version WHERE first_seen <= :at",
}
#: What those rows could not yet say.
_CUT = (
    "UPDATE run SET ended = NULL, outcome = NULL, counts = NULL, message = NULL WHERE ended > :at",
    "UPDATE file_version SET last_seen = first_seen WHERE last_seen > :at",
    """
    UPDATE listing SET last_seen = first_seen, run_id = coalesce((SELECT max(id) FROM run
        WHERE run.source_id = listing.source_id AND started <= first_seen), run_id)
    WHERE last_seen > :at OR run_id NOT IN (SELECT id FROM run)
    """,
)
#: Where rows were read, if they have not changed since.
_UNCHANGED = """
SELECT row.id, row.source_url, row.snapshot_id, row.parser_version FROM {record} AS row
JOIN snapshot ON snapshot.id = row.snapshot_id
WHERE row.id IN (SELECT value FROM json_each(?1)) AND row.updated_at <= ?2
    AND snapshot.retrieved_at <= ?2
"""
_DERIVED = """
SELECT derived.field, derived.rule, derived.origin, {columns} FROM derived
JOIN {record} AS row ON row.id = derived.record_id WHERE derived.record = '{record}'
"""


class _Change(NamedTuple):
    record_id: str
    record: str
    at: str
    kind: str
    field: str | None
    new: str | None
    source_id: str
    snapshot_id: int | None
    url: str | None
    page: str | None
    retrieved_at: str | None


#: A row as it was, and the changes that made it.
_Known = tuple[dict[str, Any], list[_Change]]


@contextmanager
def as_of(held: Archive, at: str) -> Iterator[Archive]:
    """The archive as it was known at a time, open for reading; it is removed afterwards.

    Args:
        held: The archive.
        at: UTC, `2026-11-21T02:00:07Z`; a bare date means the end of that day.

    Raises:
        ArchiveError: the archive knew nothing then, or there is no room for the copy.
    """
    until = f"{at}T23:59:59Z" if len(at) == _LENGTH_OF_A_DAY else at
    with translated(held.path):
        (first,) = held.db.conn.execute("SELECT min(at) FROM change").fetchone()
    if first is None:
        raise ArchiveError(f"{held.path} holds nothing yet; fill it with `harvester crawl`.")
    if first > until:
        raise ArchiveError(
            f"{held.path} knew nothing on {at}: what it holds begins at {first}; ask for a later "
            "day."
        )
    with tempfile.TemporaryDirectory(prefix="harvester-") as folder:
        path = Path(folder) / "archive.sqlite"
        copy = _Copy(path)
        try:
            with translated(held.path):
                _fill(held.db, copy, until)
        finally:
            copy.db.close()
        with Archive.open(path, mode="read") as known:
            yield known


class _Copy:
    """The temporary file: no journal, nothing of it outlives this program."""

    def __init__(self, path: Path) -> None:
        self._path = path
        conn = sqlite3.connect(path, isolation_level=None)
        self.db = Database(conn, execute_plugins=False)
        with translated(path):
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -64000"):
                conn.execute(f"PRAGMA {setting}")
            migrations.migrations.apply(self.db)

    def run(self, statement: str, **parameters: str) -> None:
        """Run a statement."""
        with translated(self._path):
            self.db.conn.execute(statement, parameters)

    def write(self, statement: str, rows: Iterable[Any]) -> None:
        """Run a statement for each of the rows, which are read already."""
        with translated(self._path):
            self.db.conn.executemany(statement, rows)


def _fill(held: Database, copy: _Copy, until: str) -> None:
    held.conn.execute("BEGIN")  # one state of the archive, whatever a writer does meanwhile
    try:
        copy.run("BEGIN")
        _copy_tables(held, copy, _COPIED, until)
        _rebuild(held, copy, until)
        _copy_tables(held, copy, _COPIED_LAST, until)
        for statement in _CUT:
            copy.run(statement, at=until)
        for record in DERIVABLE:
            _copy_derived(held, copy, columns_of(record))
        _drop_orphans(copy)
        copy.run("COMMIT")
    finally:
        held.conn.execute("ROLLBACK")


def _copy_tables(held: Database, copy: _Copy, tables: dict[str, str], until: str) -> None:
    for table, query in tables.items():
        rows = held.conn.execute(query, {"at": until} if ":at" in query else {})
        places = ", ".join("?" * len(rows.description))
        while batch := rows.fetchmany(_AT_ONCE):  # both files have the same schema
            copy.write(f"INSERT INTO {table} VALUES ({places})", batch)  # noqa: S608 - our names


def _rebuild(held: Database, copy: _Copy, until: str) -> None:
    """Write every content row as it was, in one pass over the history."""
    pending: dict[str, list[_Known]] = {cls.record: [] for cls in RECORD_TYPES}
    changes = map(_Change._make, held.conn.execute(_CHANGES, (until,)))
    for _, group in groupby(changes, key=itemgetter(0)):
        of_id = list(group)
        for record in dict.fromkeys(change.record for change in of_id):
            history = [change for change in of_id if change.record == record]
            row = replay(record, [(c.at, c.kind, c.field, c.new) for c in history])
            if row is not None:
                pending[record].append((row, history))
            if len(pending[record]) == _AT_ONCE:
                _write_rows(held, copy, columns_of(record), pending[record], until)
                pending[record] = []
    for record, rows in pending.items():
        _write_rows(held, copy, columns_of(record), rows, until)


def _write_rows(
    held: Database, copy: _Copy, columns: Columns, rows: Sequence[_Known], until: str
) -> None:
    query = _UNCHANGED.format(record=columns.record)
    ids = to_json([row["id"] for row, _ in rows])
    unchanged = {row_id: rest for row_id, *rest in held.conn.execute(query, (ids, until))}
    cells = [_cells(columns, row, made, unchanged.get(row["id"])) for row, made in rows]
    places = ", ".join("?" * len(columns.all))
    copy.write(f"INSERT INTO {columns.record} ({columns.select}) VALUES ({places})", cells)  # noqa: S608 - our names


def _cells(
    columns: Columns, row: dict[str, Any], made: list[_Change], unchanged: list[Any] | None
) -> list[Any]:
    """A row with provenance, in the order of `columns.all`."""
    values = [row[name] for name in columns.names]
    first, last = made[0], made[-1]
    read = next(change for change in reversed(made) if change is first or _states(change))
    content = str(first.new) if first is last else columns.content(values)
    url, snapshot_id, parser = unchanged or (read.url, read.snapshot_id, _UNKNOWN)
    return [
        *columns.stored(values),
        *(first.source_id, url, snapshot_id),
        *(first.retrieved_at or first.at, last.at, last.at),
        *(row["gone_at"], row["gone_reason"], parser),
        columns.content_hash(content),
    ]


def _states(change: _Change) -> bool:
    """Whether a change was read on a page of the record, not in a list, document or by concluding.

    Only the list of papers gives a date alone; where the paper's page gives it, the address is the
    same as that of the paper's last change before.
    """
    listed = (change.record, change.field) == ("paper", "date")
    of_page = change.snapshot_id is not None and change.page != "file" and not listed
    return change.kind == "changed" and of_page


def _copy_derived(held: Database, copy: _Copy, columns: Columns) -> None:
    """Copy by which rule a field has its value, where it had the same value then."""
    listed = ", ".join(f'row."{name}"' for name in columns.names)
    rows = held.conn.execute(_DERIVED.format(columns=listed, record=columns.record))
    by_field: dict[str, list[tuple[Any, ...]]] = {}
    for field, rule, origin, *cells in rows:
        entry = (columns.record, cells[0], field, rule, origin, cells[columns.position[field]])
        by_field.setdefault(field, []).append(entry)
    for field, entries in by_field.items():
        copy.write(
            f"INSERT INTO derived SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS "  # noqa: S608 - our names
            f'(SELECT 1 FROM {columns.record} WHERE id = ?2 AND "{field}" IS ?6)',
            entries,
        )


def _drop_orphans(copy: _Copy) -> None:
    """Leave out what refers to something not known then: where our clock once went backwards."""
    while orphans := copy.db.conn.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, *_ in orphans:
            copy.write(f"DELETE FROM {table} WHERE rowid = ?", [(rowid,)])  # noqa: S608 - our names
