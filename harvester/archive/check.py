"""What must be true of an archive at every moment: the tests ask it after each kill -9."""

import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from harvester.archive.columns import Columns, columns_of
from harvester.archive.fulltext import INDEXES, outdated
from harvester.archive.history import replay
from harvester.records import RECORD_TYPES
from harvester.vocabulary import VALUES

_DATE = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]"
#: Sets of values, by table and column.
_CANONICAL = {
    ("consultation", "role"): VALUES["role"],
    ("consultation", "result"): VALUES["result"],
    ("agenda_item", "result"): VALUES["result"],
    ("paper", "paper_type"): VALUES["paper_type"],
    ("paper_section", "key"): VALUES["section"],
    ("file", "role"): VALUES["file_role"],
    ("file", "text_status"): frozenset(
        (
            *("ok", "empty", "encrypted", "broken", "too_large", "timed_out", "not_fetched"),
            "unsupported",
        )
    ),
}
_POSITIONS = """
SELECT paper_id, count(*), count(DISTINCT position), min(position), max(position)
FROM consultation WHERE gone_at IS NULL GROUP BY paper_id
"""
_NOT_LISTED_DATE = """
SELECT derived.record_id FROM derived
JOIN paper ON paper.id = derived.record_id
JOIN listing ON listing.record = 'paper' AND listing.record_id = paper.id
WHERE derived.record = 'paper' AND paper.date IS NOT listing.date
"""


def check(db: Database) -> list[str]:
    """All violated invariants, each one line; an empty list for a sound archive."""
    checks: tuple[Callable[[Database], Iterator[str]], ...] = (
        _integrity,
        _foreign_keys,
        _full_text,
        _values,
        _positions,
        _history,
        _listed_dates,
    )
    return [violation for one in checks for violation in one(db)]


def _integrity(db: Database) -> Iterator[str]:
    for (line,) in db.conn.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"integrity: {line}"


def _foreign_keys(db: Database) -> Iterator[str]:
    for table, rowid, parent, _ in db.conn.execute("PRAGMA foreign_key_check"):
        yield f"{table} row {rowid} refers to a {parent} that is not held"


def _full_text(db: Database) -> Iterator[str]:
    for paper_id in outdated(db):
        yield f"{paper_id} is not in the full text as it is"
    if db.conn.execute("PRAGMA query_only").fetchone()[0]:
        return  # FTS5 takes the order to check itself as an INSERT, which a reader cannot give
    for table in INDEXES:
        try:
            db.conn.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - our names
        except sqlite3.DatabaseError as error:
            yield f"the full-text index {table} is damaged: {error}"


def _values(db: Database) -> Iterator[str]:
    for cls in RECORD_TYPES:
        columns = columns_of(cls.record)
        for name in columns.names:
            yield from _violations(db, cls.record, name, "\"{0}\" = ''", "is empty text, not null")
            if name == "date":
                rule = f"date NOT GLOB '{_DATE}' OR date(julianday(date)) IS NOT date"
                yield from _violations(db, cls.record, name, rule, "is no date")
    for (table, name), values in _CANONICAL.items():
        listed = ", ".join(f"'{value}'" for value in sorted(values))
        yield from _violations(db, table, name, f'"{{0}}" NOT IN ({listed})', "is not canonical")


def _violations(db: Database, table: str, name: str, rule: str, what: str) -> Iterator[str]:
    where = rule.format(name)
    for (row_id,) in db.conn.execute(f"SELECT id FROM {table} WHERE {where}"):  # noqa: S608 - our names
        yield f"{table}.{name} of {row_id} {what}"


def _positions(db: Database) -> Iterator[str]:
    for paper_id, count, distinct, first, last in db.conn.execute(_POSITIONS):
        if (distinct, first, last) != (count, 1, count):
            yield f"the steps of {paper_id} are not numbered 1 to {count}"


def _listed_dates(db: Database) -> Iterator[str]:
    for (paper_id,) in db.conn.execute(_NOT_LISTED_DATE):
        yield f"the date of {paper_id} is not that of the list it was taken from"


def _history(db: Database) -> Iterator[str]:
    """Every row is what its changes say, and has the hash of what it is."""
    for cls in RECORD_TYPES:
        columns = columns_of(cls.record)
        rebuilt = _rebuilt(db, cls.record)
        pending = next(rebuilt, None)
        query = f"SELECT {columns.select} FROM {cls.record} ORDER BY id"  # noqa: S608 - our names
        for row in db.conn.execute(query):
            while pending is not None and pending[0] < row[0]:
                yield f"{cls.record} {pending[0]} has a history and no row"
                pending = next(rebuilt, None)
            known = None
            if pending is not None and pending[0] == row[0]:
                known, pending = pending[1], next(rebuilt, None)
            if known != _known_now(columns, row):
                yield f"{cls.record} {row[0]} is not what its history says"
            if row[columns.position["content_hash"]] != columns.row_hash(list(row)):
                yield f"{cls.record} {row[0]} does not have its hash"
        if pending is not None:
            yield f"{cls.record} {pending[0]} has a history and no row"


def _known_now(columns: Columns, row: tuple[Any, ...]) -> dict[str, Any]:
    gone = {name: row[columns.position[name]] for name in ("gone_at", "gone_reason")}
    return columns.record_values(row) | gone


def _rebuilt(db: Database, record: str) -> Iterator[tuple[str, dict[str, Any] | None]]:
    changes = db.conn.execute(
        "SELECT record_id, at, kind, field, new FROM change WHERE record = ? "
        "ORDER BY record_id, id",
        (record,),
    )
    for record_id, group in groupby(changes, key=lambda change: change[0]):
        yield record_id, replay(record, (change[1:] for change in group))
