"""Rows as of any day, from `change` alone."""

import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from harvester.archive.columns import columns_of

_LENGTH_OF_A_DAY = len("2026-11-21")
_CHANGES = """
SELECT at, kind, field, new FROM change
WHERE record = ? AND record_id = ? AND at <= ? ORDER BY id
"""

Change = tuple[str, str, str | None, str | None]


def replay(record: str, changes: Iterable[Change]) -> dict[str, Any] | None:
    """A row as its changes (at, kind, field, new), in order, leave it; None without any."""
    row: dict[str, Any] | None = None
    for at, kind, field, new in changes:
        value: Any = None if new is None else json.loads(new)
        if kind == "appeared":
            row = dict.fromkeys((*columns_of(record).names, "gone_at", "gone_reason"))
            row |= value
        elif row is None:
            continue  # a history without its beginning rebuilds nothing
        elif kind == "gone":
            row |= {"gone_at": at, "gone_reason": value}
        elif kind == "returned":
            row |= {"gone_at": None, "gone_reason": None}
        else:
            row[str(field)] = value
    return row


def rebuild(db: Database, record: str, record_id: str, at: str) -> dict[str, Any] | None:
    """The record's fields, gone_at and gone_reason as they were known at a time.

    Args:
        db: The archive.
        record: Its type.
        record_id: Its id.
        at: UTC, `2026-11-21T02:00:07Z`; a bare date means the end of that day.

    Returns:
        None if the record was not known then. One that was gone then has gone_at set.
    """
    until = f"{at}T23:59:59Z" if len(at) == _LENGTH_OF_A_DAY else at
    return replay(record, db.conn.execute(_CHANGES, (record, record_id, until)))
