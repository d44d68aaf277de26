"""All records of an archive, one after the other, for other programs."""

from collections.abc import Collection, Iterator
from typing import Any

from harvester.archive.archive import Archive
from harvester.archive.columns import columns_of
from harvester.archive.errors import translated
from harvester.records import RECORD_TYPES

#: What is told of a record beside its own fields.
_TOLD = ("gone_at", "gone_reason", "source_url", "first_seen", "updated_at")


def records(
    held: Archive, types: Collection[str] = (), source_id: str | None = None
) -> Iterator[dict[str, Any]]:
    """Every record, gone ones too, as a flat dict with its type as `record` in front.

    By type, owners before what they own, then by id; all of one state of the archive, even beside
    a writer.

    Args:
        held: The archive.
        types: Only these; none: all.
        source_id: Only what this source gave.
    """
    conn = held.db.conn
    with translated(held.path):
        conn.execute("BEGIN")
        try:
            for cls in RECORD_TYPES:
                if not types or cls.record in types:
                    yield from _of_type(held, cls.record, source_id)
        finally:
            conn.execute("ROLLBACK")


def _of_type(held: Archive, record: str, source_id: str | None) -> Iterator[dict[str, Any]]:
    columns = columns_of(record)
    told = [(name, columns.position[name]) for name in _TOLD]
    rows = held.db.conn.execute(
        f"SELECT {columns.select} FROM {record} "  # noqa: S608 - our names
        "WHERE ?1 IS NULL OR source_id = ?1 ORDER BY id",
        (source_id,),
    )
    for row in rows:
        beside = {name: row[position] for name, position in told}
        yield {"record": record, **columns.record_values(row), **beside}
