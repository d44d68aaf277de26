"""A table of the archive as Parquet. Needs pyarrow, so only `tables.write_parquet` imports it.

Types that every reader understands alike: days are dates; our own UTC times are timestamps without
a zone, as with one DuckDB for Python fails to fetch rows where pytz is missing and shows them in
the zone of the computer; local times with their offset stay text, so that the offset is not lost.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from harvester.archive import Archive
from harvester.archive.columns import Stored
from harvester.archive.descriptions import DESCRIPTIONS
from harvester.archive.export import Column, table_columns, table_rows
from harvester.exports.placing import ExportError, whole_file

_TIME = pa.timestamp("us")
#: Columns that are more than their declared type, by what the archive writes into them.
_TYPES: dict[str, pa.DataType] = {
    **dict.fromkeys(("public", "cancelled", "expires"), pa.bool_()),
    **dict.fromkeys(
        (
            *("authors", "participating_departments", "decision_body", "related_references"),
            *("missing", "missing_sample"),
        ),
        pa.list_(pa.string()),
    ),
    "date": pa.date32(),
    **dict.fromkeys(
        (
            *("first_seen", "last_seen", "updated_at", "gone_at"),
            *("started", "ended", "retrieved_at", "at", "since", "last_listed"),
        ),
        _TIME,
    ),
}
#: What the view `coverage` works out and is no text.
_NUMBERS = {("coverage", "listed"), ("coverage", "held")}


def write(held: Archive, table: str, path: Path, source_id: str | None) -> int:
    """Write a table, batch by batch, each a row group; see `tables.write_parquet`."""
    columns = table_columns(held, table)
    schema = _schema(table, columns)
    count = 0
    with (
        whole_file(path) as out,
        pq.ParquetWriter(out, schema, compression="zstd") as writer,
    ):
        for batch in table_rows(held, table, source_id):
            arrays = [
                _array(table, field, cells)
                for field, cells in zip(schema, zip(*batch, strict=True), strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def _schema(table: str, columns: Sequence[Column]) -> pa.Schema:
    """The columns with their types and with what they mean."""
    about, meanings = DESCRIPTIONS[table]
    fields = [
        pa.field(
            column.name,
            _type(table, column),
            nullable=True,
            metadata={"description": meanings[column.name]},
        )
        for column in columns
    ]
    return pa.schema(fields, metadata={"description": about})


def _type(table: str, column: Column) -> pa.DataType:
    if column.name in _TYPES:
        return _TYPES[column.name]
    number = column.declared == "INTEGER" or (table, column.name) in _NUMBERS
    return pa.int64() if number else pa.string()


def _array(table: str, field: pa.Field, cells: Sequence[Stored]) -> pa.Array:
    """A column's cells in its type; what does not fit is never made null.

    Raises:
        ExportError: a cell that is not what its column holds.
    """
    make = _MAKERS.get(field.type, _plain)
    try:
        return make(cells, field.type)
    except (pa.ArrowException, ValueError) as error:
        raise ExportError(
            f"{table}.{field.name} holds a value that is no {field.type} ({str(error)[:200]}); "
            "--format csv writes it as it is."
        ) from error


def _plain(cells: Sequence[Stored], kind: pa.DataType) -> pa.Array:
    return pa.array(cells, kind)


def _booleans(cells: Sequence[Stored], kind: pa.DataType) -> pa.Array:
    return pa.array(cells, pa.int64()).cast(kind)


def _lists(cells: Sequence[Stored], kind: pa.DataType) -> pa.Array:
    return pa.array([None if cell is None else json.loads(str(cell)) for cell in cells], kind)


def _days(cells: Sequence[Stored], kind: pa.DataType) -> pa.Array:
    return pa.array(cells, pa.string()).cast(kind)


def _times(cells: Sequence[Stored], kind: pa.DataType) -> pa.Array:
    """UTC with its Z, to the same time without a zone."""
    return pa.array(cells, pa.string()).cast(pa.timestamp("us", tz="UTC")).cast(kind)


_MAKERS: dict[pa.DataType, Callable[[Sequence[Stored], Any], pa.Array]] = {
    pa.bool_(): _booleans,
    pa.list_(pa.string()): _lists,
    pa.date32(): _days,
    _TIME: _times,
}
