"""What goes and comes back with its owner: a paper's steps, texts and files, a meeting's agenda."""

import json
from collections.abc import Iterable, Iterator, Mapping

from sqlite_utils import Database

from harvester.archive.notes import Key
from harvester.archive.rows import Rows

#: Records that belong to no other: what a list or their own page shows is not gone.
FREE = ("organization", "meeting", "paper")
#: What ties files to their owners.
TIES = ("paper_file", "meeting_file", "agenda_item_file")

# What is live with a live owner, or went in the same moment as a gone one.
_OWNED = """
SELECT child.id, owner.id FROM {owner} AS owner JOIN {table} AS child ON child.{owner}_id = owner.id
WHERE owner.id IN (SELECT value FROM json_each(?)) AND child.gone_at IS owner.gone_at
"""
_FILES_OF_ITEMS = """
SELECT child.id, owner.id FROM meeting AS owner
JOIN agenda_item AS item ON item.meeting_id = owner.id
JOIN agenda_item_file AS child ON child.agenda_item_id = item.id
WHERE owner.id IN (SELECT value FROM json_each(?)) AND child.gone_at IS owner.gone_at
"""
_QUERIES = {
    ("paper", "consultation"): _OWNED,
    ("paper", "paper_section"): _OWNED,
    ("paper", "paper_file"): _OWNED,
    ("meeting", "agenda_item"): _OWNED,
    ("meeting", "meeting_file"): _OWNED,
    ("meeting", "agenda_item_file"): _FILES_OF_ITEMS,
}
_GONE = """
SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?)) AND gone_at IS NOT NULL
"""


class Belongings:
    """What belongs to the papers and meetings of a batch, read into the rows of the batch.

    A file belongs to nobody alone: it goes when nothing ties it any more, so only a tie that is
    live brings it back.
    """

    def __init__(self, db: Database, rows: Mapping[str, Rows]) -> None:
        self._db = db
        self._rows = rows
        self._of: dict[Key, list[Key]] = {}

    def of(self, owner: Key) -> list[Key]:
        """The rows that belong to an owner and are live with it, or went with it."""
        return self._of.get(owner, [])

    def back(self, key: Key, at: str) -> Iterator[Key]:
        """What is back if a row is shown at a time: itself, if it was gone, and what went with it.

        Each is to be noted as back before the next is asked for.
        """
        gone_at = self._cell(key, "gone_at")
        if gone_at is None or at < gone_at:
            return
        yield key
        if key[0] in TIES:
            yield from self.back(self._file_of(key), at)
        for child in self.of(key):
            yield from self.back(child, at)

    def back_by_list(self, key: Key, at: str) -> Iterator[Key]:
        """The same if a list names it again: of a page that was not found it tells nothing."""
        if self._cell(key, "gone_reason") == "unlisted":
            yield from self.back(key, at)

    def back_by_tie(self, tie: Key, at: str) -> Iterator[Key]:
        """The file that a live tie shows, if it was gone."""
        if self._cell(tie, "gone_at") is None:
            yield from self.back(self._file_of(tie), at)

    def _cell(self, key: Key, column: str) -> str | None:
        """A cell; None also for a row that was never held."""
        rows = self._rows[key[0]]
        held = rows.cells.get(key[1])
        cell = None if held is None else held[rows.columns.position[column]]
        return None if cell is None else str(cell)

    def _file_of(self, tie: Key) -> Key:
        return "file", str(self._cell(tie, "file_id"))

    def load(self, record: str, owners: Iterable[str]) -> None:
        """Read what belongs to these owners, and is live or went with them."""
        ids = json.dumps(list(owners))
        for (owner, table), query in _QUERIES.items():
            if owner != record or ids == "[]":
                continue
            found = self._db.conn.execute(query.format(owner=owner, table=table), (ids,)).fetchall()
            self._rows[table].load(self._db, (child for child, _ in found))
            for child, owner_id in found:
                self._of.setdefault((record, owner_id), []).append((table, child))
            if table in TIES:
                files = {self._file_of((table, child))[1] for child, _ in found}
                self._rows["file"].load(self._db, files)

    def load_gone(self, listed: Mapping[str, Iterable[str]]) -> None:
        """Read what is listed and gone, and for all that is gone in the batch what went with it."""
        for record in FREE:
            rows = self._rows[record]
            if wanted := list(listed.get(record, ())):
                query = _GONE.format(table=record)
                gone = self._db.conn.execute(query, (json.dumps(wanted),)).fetchall()
                rows.load(self._db, (row_id for (row_id,) in gone))
            gone_at = rows.columns.position["gone_at"]
            self.load(record, [i for i, cells in rows.cells.items() if cells[gone_at] is not None])
