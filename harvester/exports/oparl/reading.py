"""What the export asks of the archive: which records are exported in which body, and their rows."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from harvester.archive.columns import columns_of, to_json

Row = dict[str, Any]

AT_ONCE = 100
#: Tables whose rows become objects of their own, with their OParl type.
KINDS = {
    "organization": "Organization",
    "meeting": "Meeting",
    "paper": "Paper",
    "agenda_item": "AgendaItem",
    "consultation": "Consultation",
    "file": "File",
}
#: Tables whose rows name their municipality.
_NAMED = ("organization", "paper")
_TIED = "SELECT {0}_id FROM {0}_file WHERE file_id = {{row}}.id"
#: By table: the tables that say it of their rows, and for which row.
_OWNERS = {
    "meeting": [("organization", "organization.id = {row}.organization_id")],
    "consultation": [("paper", "paper.id = {row}.paper_id")],
    "agenda_item": [("meeting", "meeting.id = {row}.meeting_id")],
    "file": [
        ("paper", f"paper.id IN ({_TIED.format('paper')})"),
        ("meeting", f"meeting.id IN ({_TIED.format('meeting')})"),
        ("agenda_item", f"agenda_item.id IN ({_TIED.format('agenda_item')})"),
    ],
}
_SINGLE = "source.system <> 'politik_bei_uns'"
#: Tables that tie files to what they belong to, by that table.
TIES = {"paper": "paper_file", "meeting": "meeting_file", "agenda_item": "agenda_item_file"}
#: When a file or anything that ties it changed last.
_TOUCHED = """
max(file.updated_at,
    coalesce((SELECT max(updated_at) FROM paper_file WHERE file_id = file.id), ''),
    coalesce((SELECT max(updated_at) FROM meeting_file WHERE file_id = file.id), ''),
    coalesce((SELECT max(updated_at) FROM agenda_item_file WHERE file_id = file.id), ''))
"""
_IDS = "IN (SELECT value FROM json_each(?))"


def _body(record: str, row: str) -> str:
    """SQL for the municipality of a row: its own word, its owner's, else the source's only one.

    Null where nobody says: a source of many towns does not.
    """
    home = "SELECT source.body_id FROM source WHERE source.id = {row}.source_id AND {single}"
    words = [f"{row}.body_id"] if record in _NAMED else []
    for owner, condition in _OWNERS.get(record, ()):
        where = condition.format(row=row)
        words.append(f"(SELECT min({_body(owner, owner)}) FROM {owner} WHERE {where})")  # noqa: S608 - our names
    words.append(f"({home.format(row=row, single=_SINGLE)})")
    return f"coalesce({', '.join(words)})"


class Reader:
    """Reads an archive's rows in batches; ids go in as one JSON list."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def batches(self, record: str, where: str = "1") -> Iterator[tuple[str, list[str]]]:
        """The ids of all records of a table by body, at most `AT_ONCE` of one body at a time.

        Within a body in the order in which they were first seen, so that what is new comes last.
        Left out are those whose body nobody says. `where` is about `row`.
        """
        keys = self._conn.execute(
            f"SELECT body, id FROM (SELECT {_body(record, 'row')} AS body, id, first_seen "  # noqa: S608 - our names
            f"FROM {record} AS row WHERE {where}) "
            "WHERE body IS NOT NULL ORDER BY body, first_seen, id"
        )
        for body, group in groupby(keys, key=itemgetter(0)):
            for ids in _batched(record_id for _, record_id in group):
                yield body, ids

    def members(self, record: str, organization_id: str) -> Iterator[list[str]]:
        """The ids of what belongs to a committee, in the same order."""
        keys = self._conn.execute(
            f"SELECT id FROM {record} AS row WHERE organization_id = ? "  # noqa: S608 - our names
            f"AND {_body(record, 'row')} IS NOT NULL ORDER BY first_seen, id",
            (organization_id,),
        )
        return _batched(record_id for (record_id,) in keys)

    def bodies(self) -> dict[str, Row]:
        """The municipalities: those of the registry, and those that only a record names."""
        named = self._conn.execute(
            "SELECT DISTINCT body_id FROM paper WHERE body_id IS NOT NULL "
            "UNION SELECT DISTINCT body_id FROM organization WHERE body_id IS NOT NULL"
        )
        found: dict[str, Row] = {
            body_id: {"id": body_id, "name": None, "ags": None, "website": None}
            for (body_id,) in named
        }
        known = self._conn.execute("SELECT id, name, ags, website FROM body")
        found |= {
            row[0]: dict(zip(("id", "name", "ags", "website"), row, strict=True)) for row in known
        }
        return dict(sorted(found.items()))

    def begun(self, body_id: str) -> str | None:
        """When a body's sources were first harvested."""
        begun: str | None = self._conn.execute(
            "SELECT min(started) FROM run JOIN source ON source.id = run.source_id "
            "WHERE source.body_id = ?",
            (body_id,),
        ).fetchone()[0]
        return begun

    def left_out(self) -> int:
        """How many records have no body."""
        return sum(
            self._conn.execute(
                f"SELECT count(*) FROM {record} AS row WHERE {_body(record, 'row')} IS NULL"  # noqa: S608 - our names
            ).fetchone()[0]
            for record in KINDS
        )

    def rows(self, record: str, column: str, ids: Collection[str]) -> list[Row]:
        """The rows whose column is one of these, gone ones too, in the order of their owner."""
        columns = columns_of(record)
        order = "position, id" if "position" in columns.position else "id"
        found = self._conn.execute(
            f"SELECT {columns.select} FROM {record} "  # noqa: S608 - our names
            f"WHERE {column} {_IDS} ORDER BY {order}",
            (_json(ids),),
        )
        return [columns.row(row) for row in found]

    def files(self, ids: Collection[str]) -> list[Row]:
        """Files with their text; `updated_at` is that of their ties too."""
        touched = dict(
            self._conn.execute(f"SELECT id, {_TOUCHED} FROM file WHERE id {_IDS}", (_json(ids),))  # noqa: S608 - our names
        )
        return [{**row, "updated_at": touched[row["id"]]} for row in self.rows("file", "id", ids)]

    def files_of(self, record: str, ids: Collection[str]) -> list[Row]:
        """Files that are tied to these, in order, without their text; `owner` is whose they are.

        `live` is false where tie or file is gone.
        """
        columns = columns_of("file")
        listed = ", ".join("NULL" if name == "text" else f'file."{name}"' for name in columns.all)
        tie = TIES[record]
        found = self._conn.execute(
            f"SELECT tie.{record}_id, tie.gone_at IS NULL AND file.gone_at IS NULL, {_TOUCHED}, "  # noqa: S608 - our names
            f"{listed} FROM {tie} AS tie JOIN file ON file.id = tie.file_id "
            f"WHERE tie.{record}_id {_IDS} ORDER BY tie.position, tie.file_id",
            (_json(ids),),
        )
        return [
            columns.row(row) | {"owner": owner, "live": bool(live), "updated_at": touched}
            for owner, live, touched, *row in found
        ]

    def owners_of(self, record: str, file_ids: Collection[str]) -> list[tuple[str, str]]:
        """File and owner, where neither the tie nor the owner is gone."""
        tie = TIES[record]
        return self._conn.execute(
            f"SELECT tie.file_id, owner.id FROM {tie} AS tie "  # noqa: S608 - our names
            f"JOIN {record} AS owner ON owner.id = tie.{record}_id "
            f"WHERE tie.file_id {_IDS} AND tie.gone_at IS NULL AND owner.gone_at IS NULL "
            f"AND {_body(record, 'owner')} IS NOT NULL ORDER BY tie.file_id, owner.id",
            (_json(file_ids),),
        ).fetchall()

    def exported(self, record: str, ids: Iterable[str | None]) -> dict[str, str]:
        """Those of these ids that are objects of the export, with when each was first seen."""
        wanted = {record_id for record_id in ids if record_id is not None}
        found = self._conn.execute(
            f"SELECT id, first_seen FROM {record} AS row "  # noqa: S608 - our names
            f"WHERE id {_IDS} AND {_body(record, 'row')} IS NOT NULL",
            (_json(wanted),),
        )
        return dict(found.fetchall())

    def numbered(self, numbers: Collection[str]) -> Mapping[tuple[str, str], list[Row]]:
        """Papers by source and number, with id and when first seen."""
        found = self._conn.execute(
            f"SELECT source_id, reference, id, first_seen FROM paper AS row "  # noqa: S608 - our names
            f"WHERE reference {_IDS} AND {_body('paper', 'row')} IS NOT NULL ORDER BY id",
            (_json(numbers),),
        )
        papers: dict[tuple[str, str], list[Row]] = {}
        for source, number, record_id, seen in found:
            row = {"id": record_id, "first_seen": seen}
            papers.setdefault((source, number), []).append(row)
        return papers

    def retrieved(self, snapshots: Iterable[int]) -> dict[int, str]:
        """When responses came."""
        found = self._conn.execute(
            f"SELECT id, retrieved_at FROM snapshot WHERE id {_IDS}",  # noqa: S608 - our names
            (to_json(sorted(set(snapshots))),),
        )
        return dict(found.fetchall())


def _batched(ids: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(ids, AT_ONCE)):
        yield batch


def _json(ids: Iterable[str]) -> str:
    return to_json(sorted(ids))
