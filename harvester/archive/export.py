"""All records or rows of an archive, one after the other, for other programs."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from harvester.archive.archive import Archive
from harvester.archive.columns import Stored, columns_of
from harvester.archive.errors import translated
from harvester.records import RECORD_TYPES

#: What is told of a record beside its own fields.
_TOLD = ("gone_at", "gone_reason", "source_url", "first_seen", "updated_at")

#: Which rows are of a source (?1), where the column `source_id` does not say it.
_OF_SOURCE = {
    "body": "id IN (SELECT body_id FROM source WHERE id = ?1)",
    "source": "id = ?1",
    "beratungsfolge": "Quelle = ?1",
    "file_version": "file_id IN (SELECT id FROM file WHERE source_id = ?1)",
    "derived": "substr(record_id, 1, length(?1) + 1) = ?1 || '/'",  # so all ids begin
    "schema_description": "TRUE",
}
#: The order of rows where no key gives it; the other view has an order of its own.
_ORDER = {"coverage": "source_id, record, month", "beratungsfolge": ""}
#: A batch ends after so many rows, or so many characters: the text of a document may be long.
_ROWS, _CHARACTERS = 20_000, 8_000_000
_AT_ONCE = 100


class Column(NamedTuple):
    """A column of a table or view."""

    name: str
    #: TEXT or INTEGER; empty for what a view works out.
    declared: str
    #: Its place in the primary key, from 1; 0: it is not part of it.
    key: int


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


def table_columns(held: Archive, table: str) -> list[Column]:
    """The columns of a table or view, in their order.

    Raises:
        KeyError: the archive has no such table.
    """
    with translated(held.path):
        rows = held.db.conn.execute(
            "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", (table,)
        ).fetchall()
    if not rows:
        raise KeyError(table)
    return [Column(*row) for row in rows]


def table_rows(
    held: Archive, table: str, source_id: str | None = None
) -> Iterator[list[tuple[Stored, ...]]]:
    """The rows of a table or view as stored, in batches that fit into memory, always in one order.

    Args:
        held: The archive.
        table: A table or view, see `harvester.exports.tables.TABLES`.
        source_id: Only what this source gave; of `body` only its town.

    Raises:
        KeyError: the archive has no such table.
    """
    query = _query(table, table_columns(held, table))
    with translated(held.path):
        cursor = held.db.conn.execute(query, (source_id,))
        batch: list[tuple[Stored, ...]] = []
        characters = 0
        while some := cursor.fetchmany(_AT_ONCE):
            batch += some
            characters += sum(len(cell) for row in some for cell in row if isinstance(cell, str))
            if len(batch) >= _ROWS or characters >= _CHARACTERS:
                yield batch
                batch, characters = [], 0
        if batch:
            yield batch


def _query(table: str, columns: list[Column]) -> str:
    keys = sorted((column.key, column.name) for column in columns if column.key)
    order = _ORDER.get(table, ", ".join(f'"{name}"' for _, name in keys))
    chosen = _OF_SOURCE.get(table, "source_id = ?1")
    return (
        f'SELECT * FROM "{table}" WHERE ?1 IS NULL OR {chosen}'  # noqa: S608 - our names
        + (f" ORDER BY {order}" if order else "")
    )
