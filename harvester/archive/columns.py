"""The columns of the content tables, and how a record's values are kept in them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from types import UnionType
from typing import Any, get_args, get_origin

from harvester.records import RECORD_TYPES, Record

#: What stands behind the record's own columns in every content table, in this order.
PROVENANCE = (
    "source_id",
    "source_url",
    "snapshot_id",
    "first_seen",
    "last_seen",
    "updated_at",
    "gone_at",
    "gone_reason",
    "parser_version",
    "content_hash",
)

#: An address that is good for one session only: a difference in these alone is no change.
VOLATILE = {"file": ("url", "form")}

Stored = str | int | None

#: JSON as the archive keeps it: umlauts as they are.
to_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Columns:
    """One content table: `names` are the record's own columns, `all` those with provenance."""

    record: str
    names: tuple[str, ...]
    all: tuple[str, ...]
    position: dict[str, int]
    json: tuple[int, ...]
    boolean: tuple[int, ...]
    values: Callable[[Record], tuple[Any, ...]]

    @property
    def select(self) -> str:
        """All columns, quoted, for a SELECT."""
        return ", ".join(f'"{name}"' for name in self.all)

    @property
    def upsert(self) -> str:
        """The statement that writes a whole row, new or held."""
        places = ", ".join("?" * len(self.all))
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in self.all[1:])
        return (
            f"INSERT INTO {self.record} ({self.select}) VALUES ({places}) "  # noqa: S608 - our names
            f"ON CONFLICT (id) DO UPDATE SET {sets}"
        )

    def stored(self, values: Iterable[Any]) -> list[Stored]:
        """A record's values as SQLite keeps them: lists and forms as JSON text, bool as 0 and 1."""
        cells = list(values)
        for index in self.boolean:
            if cells[index] is not None:
                cells[index] = int(cells[index])
        for index in self.json:
            if cells[index] is not None:
                cells[index] = to_json(cells[index])
        return cells

    def native(self, index: int, cell: Stored) -> Any:
        """One stored cell as the record has it."""
        if cell is None:
            return None
        if index in self.json:
            return json.loads(str(cell))
        return bool(cell) if index in self.boolean else cell

    def record_values(self, cells: Iterable[Stored]) -> dict[str, Any]:
        """The record's own columns of a row as a record has them."""
        return {
            name: self.native(index, cell)
            for index, (name, cell) in enumerate(zip(self.names, cells, strict=False))
        }

    def row(self, cells: Sequence[Stored]) -> dict[str, Any]:
        """All columns of a row, the record's own as a record has them; cells behind are ignored."""
        own = len(self.names)
        return self.record_values(cells) | dict(zip(self.all[own:], cells[own:], strict=False))

    def content(self, values: Iterable[Any]) -> str:
        """A record's values as one JSON object, without those that are None."""
        known = zip(self.names, values, strict=True)
        return to_json({name: value for name, value in known if value is not None})

    def content_hash(self, content: str) -> str:
        """Fingerprint of what `content` gave; volatile fields are left out."""
        if self.record in VOLATILE:
            values = json.loads(content)
            if values.get("expires"):
                for name in VOLATILE[self.record]:
                    values.pop(name, None)
                content = to_json(values)
        return blake2b(content.encode(), digest_size=16).hexdigest()

    def row_hash(self, cells: list[Stored]) -> str:
        """The fingerprint of a row as stored."""
        return self.content_hash(self.content(self.record_values(cells).values()))


@cache
def columns_of(record: str) -> Columns:
    """The columns of a record type.

    Raises:
        KeyError: no such record type.
    """
    cls = {record_type.record: record_type for record_type in RECORD_TYPES}[record]
    types = {field.name: _plain_type(field.type) for field in fields(cls)}
    names = tuple(types)
    everything = names + PROVENANCE
    return Columns(
        record=record,
        names=names,
        all=everything,
        position={name: index for index, name in enumerate(everything)},
        json=tuple(i for i, name in enumerate(names) if types[name] in (list, dict)),
        boolean=tuple(i for i, name in enumerate(names) if types[name] is bool),
        values=attrgetter(*names),
    )


def _plain_type(annotation: Any) -> Any:
    """`list[str] | None` is list, `bool | None` is bool."""
    if isinstance(annotation, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return get_origin(annotation) or annotation
