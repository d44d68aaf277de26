"""What is left out of an archive before it is given away: staff.

Every table is gone through, the history included: it still rebuilds each row. What a text says
behind the labels of the vocabulary `staff_label`, and the names that the archive itself knows as
those of clerks and authors, are replaced by a mark; see docs/decisions/0019.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sqlite_utils import Database

from harvester.archive.columns import Columns, columns_of, to_json
from harvester.archive.staff_authors import Offices
from harvester.archive.staff_labels import phone_numbers
from harvester.archive.staff_names import Names
from harvester.archive.staff_text import Cleaner
from harvester.records import RECORD_TYPES

_AT_ONCE = 500
#: Fields that hold numbers, days, hashes and words of our own.
_PLAIN = frozenset(
    {
        *("date", "start", "end", "created", "modified", "sha256", "text_sha256", "text_engine"),
        *("media_type", "role", "result", "key", "paper_type", "text_status", "classification"),
    }
)
#: Whose authors are councillors and citizens, unless a phone number says otherwise.
_ASKED = frozenset({"motion", "question", "suggestion"})
_OFFICES = """
SELECT name FROM organization UNION SELECT short_name FROM organization
UNION SELECT name FROM body UNION SELECT lead_department FROM paper
UNION SELECT value FROM paper, json_each(participating_departments)
"""
_CLERKS = """
SELECT clerk FROM paper
UNION SELECT new ->> '$.clerk' FROM change WHERE record = 'paper' AND kind = 'appeared'
UNION SELECT new ->> '$' FROM change WHERE record = 'paper' AND field = 'clerk'
"""
_AUTHORS = """
SELECT authors_raw, paper_type FROM paper
UNION SELECT new ->> '$.authors_raw', new ->> '$.paper_type' FROM change
    WHERE record = 'paper' AND kind = 'appeared'
UNION SELECT change.new ->> '$', paper.paper_type FROM change JOIN paper
    ON paper.id = change.record_id WHERE change.record = 'paper' AND change.field = 'authors_raw'
"""
_NO_LONGER_DERIVED = """
DELETE FROM derived WHERE record = 'paper' AND field = '{field}'
    AND record_id IN (SELECT id FROM paper WHERE {field} IS NULL)
"""

_Clean = Callable[[Any], Any]


def leave_out(db: Database) -> Counter[str]:
    """Leave staff out of every table, within the transaction of the caller.

    Returns:
        How many values are no longer as they were, by `table.column`, of `change` by
        `change.<record>.<field>`.
    """
    cleaner = cleaner_of(db)
    changed: Counter[str] = Counter()
    for cls in RECORD_TYPES:
        _clean_rows(db, columns_of(cls.record), cleaner, changed)
    _clean_history(db, cleaner, changed)
    for table, columns in _beside(cleaner).items():
        for column, clean in columns.items():
            _clean_column(db, table, column, clean, changed)
    for field in ("clerk", "authors", "authors_raw"):
        db.conn.execute(_NO_LONGER_DERIVED.format(field=field))
    return changed


def cleaner_of(db: Database) -> Cleaner:
    """Leaves out the staff that an archive knows of, in all of its history."""
    offices = Offices(name for (name,) in db.conn.execute(_OFFICES) if name)
    return Cleaner(_names(db, offices), offices)


def _names(db: Database, offices: Offices) -> Names:
    names = Names(offices)
    for (clerk,) in db.conn.execute(_CLERKS):
        names.learn(clerk or "", certain=True)
    for authors, paper_type in db.conn.execute(_AUTHORS):
        for line in (authors or "").splitlines():
            if paper_type not in _ASKED or any(phone_numbers(line)):
                names.learn(line, certain=False)
    return names


def cleaning_of(cleaner: Cleaner, record: str, field: str) -> _Clean | None:
    """How a field of a record is cleaned; None: it never names anybody."""
    if (record, field) == ("paper", "clerk"):
        return lambda _: None
    if (record, field) in {("paper", "authors"), ("paper", "authors_raw")}:
        return cleaner.authors
    if (record, field) in {("paper", "lead_department"), ("paper", "participating_departments")}:
        return cleaner.departments
    if field == "id" or field.endswith("_id"):
        return cleaner.identity
    if field in {"url", "source_url"}:
        return cleaner.address
    return None if field in _PLAIN else cleaner.text


def _clean_rows(db: Database, columns: Columns, cleaner: Cleaner, changed: Counter[str]) -> None:
    names = (*columns.names, "source_url")
    cleaning = {name: cleaning_of(cleaner, columns.record, name) for name in names}
    sets = ", ".join(f'"{name}" = ?' for name in columns.all)
    update = f"UPDATE {columns.record} SET {sets} WHERE rowid = ?"  # noqa: S608 - our names
    hash_at = columns.position["content_hash"]
    for rows in _batches(db, columns.record, columns.select):
        fresh = []
        for rowid, *cells in rows:
            before = list(cells)
            for name, clean in cleaning.items():
                index = columns.position[name]
                if clean is None or cells[index] is None:
                    continue
                value = columns.native(index, cells[index])
                cleaned = clean(value)
                if cleaned != value:
                    changed[f"{columns.record}.{name}"] += 1
                    kept_as_json = isinstance(cleaned, list | dict)
                    cells[index] = to_json(cleaned) if kept_as_json else cleaned
            if cells != before:
                cells[hash_at] = columns.row_hash(cells)
                fresh.append((*cells, rowid))
        db.conn.executemany(update, fresh)


def _clean_history(db: Database, cleaner: Cleaner, changed: Counter[str]) -> None:
    for rows in _batches(db, "change", "record, record_id, kind, field, old, new"):
        fresh: list[tuple[Any, ...]] = []
        dropped: list[tuple[int]] = []
        for rowid, record, record_id, kind, field, *values in rows:
            name = cleaner.identity(record_id)
            if kind == "appeared":
                cleaned = [values[0], _clean_appeared(cleaner, record, values[1])]
            elif kind == "changed":
                cleaned = [_clean_json(cleaning_of(cleaner, record, field), one) for one in values]
            else:
                cleaned = values
            if [record_id, *values] == [name, *cleaned]:
                continue
            changed[f"change.{record}.{field or kind}"] += 1
            # what changed was only what is left out
            if kind == "changed" and cleaned[0] == cleaned[1]:
                dropped.append((rowid,))
            else:
                fresh.append((name, *cleaned, rowid))
        db.conn.executemany("UPDATE change SET record_id = ?, old = ?, new = ? WHERE id = ?", fresh)
        db.conn.executemany("DELETE FROM change WHERE id = ?", dropped)


def _clean_appeared(cleaner: Cleaner, record: str, new: str) -> str:
    row = {}
    for field, value in json.loads(new).items():
        clean = cleaning_of(cleaner, record, field)
        row[field] = clean(value) if clean else value
    return to_json({field: value for field, value in row.items() if value is not None})


def _clean_json(clean: _Clean | None, value: str | None) -> str | None:
    """A value that is kept as JSON; None for null."""
    if clean is None or value is None:
        return value
    cleaned = clean(json.loads(value))
    return None if cleaned is None else to_json(cleaned)


def _beside(cleaner: Cleaner) -> dict[str, dict[str, _Clean]]:
    """How the columns of the other tables are cleaned."""

    def json_text(value: str) -> str | None:
        return _clean_json(cleaner.text, value)

    def ids(value: str) -> str | None:
        return _clean_json(lambda held: [cleaner.identity(one) for one in held], value)

    return {
        "run": {"message": cleaner.text},
        "snapshot": {"url": cleaner.address, "form": json_text, "target": cleaner.identity},
        "listing": {"url": cleaner.address, "record_id": cleaner.identity},
        "absence": {"record_id": cleaner.identity},
        "derived": {"record_id": cleaner.identity, "origin": cleaner.identity},
        "file_version": {"file_id": cleaner.identity},
        "ledger": {"missing_sample": ids},
        "finding": {
            "url": cleaner.address,
            "record_id": cleaner.identity,
            "message": cleaner.finding,
        },
    }


def _clean_column(
    db: Database, table: str, column: str, clean: _Clean, changed: Counter[str]
) -> None:
    """Clean each distinct value of a column once."""
    values = db.conn.execute(
        f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 - our names
    )
    fresh = [(clean(value), value) for (value,) in values]
    fresh = [(cleaned, value) for cleaned, value in fresh if cleaned != value]
    update = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # noqa: S608 - our names
    for pair in fresh:
        changed[f"{table}.{column}"] += db.conn.execute(update, pair).rowcount


def _batches(db: Database, table: str, columns: str) -> Iterator[list[tuple[Any, ...]]]:
    """All rows of a table, with their rowid in front, in batches that may be written meanwhile."""
    query = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE}"  # noqa: S608 - our names
    last = -1
    while rows := db.conn.execute(query, (last,)).fetchall():
        yield rows
        last = rows[-1][0]
