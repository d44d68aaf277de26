"""The rows of one table that a batch touches: read with few queries, written back with few."""

import json
from collections.abc import Iterable

from sqlite_utils import Database

from harvester.archive.columns import Stored, columns_of


class Rows:
    """Rows of one content table by id, each a list of cells in the order of `columns.all`.

    `flush` writes `dirty` rows whole and gives the `rehash` ones their hash; of `seen` rows only
    last_seen moves.
    """

    __slots__ = ("_owned", "cells", "columns", "dirty", "rehash", "seen")

    def __init__(self, record: str) -> None:
        self.columns = columns_of(record)
        self.cells: dict[str, list[Stored]] = {}
        self.dirty: set[str] = set()
        self.rehash: set[str] = set()
        self.seen: set[str] = set()
        self._owned: dict[str, dict[Stored, set[str]]] = {}

    def load(self, db: Database, ids: Iterable[str]) -> None:
        """Read the rows with these ids, as far as they are held."""
        self._read(db, "id", ids)

    def load_owned(self, db: Database, field: str, owners: Iterable[str]) -> None:
        """Read all rows that name one of the owners in a field, and keep them findable by it.

        Raises:
            ValueError: the table has no such column.
        """
        if field not in self.columns.names:
            raise ValueError(f"{self.columns.record} has no column {field}")
        self._owned[field] = {}
        self._read(db, field, owners)
        for row_id in self.cells:
            self.index(row_id)

    def owned(self, field: str, owner: str) -> list[str]:
        """Ids of the rows of an owner, in order of their ids."""
        position = self.columns.position[field]
        ids = self._owned[field].get(owner, ())
        return sorted(row_id for row_id in ids if self.cells[row_id][position] == owner)

    def index(self, row_id: str) -> None:
        """Keep a new or changed row findable by its owners."""
        for field, by_owner in self._owned.items():
            owner = self.cells[row_id][self.columns.position[field]]
            by_owner.setdefault(owner, set()).add(row_id)

    def flush(self, db: Database) -> None:
        """Write what is dirty or was seen."""
        # Raw SQL on sqlite-utils' connection: its upsert_all reads the schema and takes dicts for
        # every call, which halves the speed of batches as small as a crawl's.
        columns = self.columns
        hash_at, seen_at = columns.position["content_hash"], columns.position["last_seen"]
        for row_id in self.rehash:
            self.cells[row_id][hash_at] = columns.row_hash(self.cells[row_id])
        db.conn.executemany(columns.upsert, [self.cells[row_id] for row_id in self.dirty])
        seen = [(self.cells[row_id][seen_at], row_id) for row_id in self.seen - self.dirty]
        db.conn.executemany(f"UPDATE {columns.record} SET last_seen = ? WHERE id = ?", seen)  # noqa: S608 - a table of ours

    def _read(self, db: Database, field: str, values: Iterable[str]) -> None:
        # An array as one parameter: no limit on their number, one statement for all.
        query = (
            f"SELECT {self.columns.select} FROM {self.columns.record} "  # noqa: S608 - names of ours
            f'WHERE "{field}" IN (SELECT value FROM json_each(?))'
        )
        for row in db.conn.execute(query, (json.dumps(list(values)),)):
            self.cells.setdefault(row[0], list(row))
