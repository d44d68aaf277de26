"""Records that two archives know, or one of them lacks: their rows and histories made into one.

The other archive is attached as `other`; `tables` has made `run_map` and `snapshot_map`.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from sqlite_utils import Database

from harvester.archive.columns import Columns, Stored, columns_of
from harvester.archive.joining.history import History
from harvester.archive.joining.model import Change, Known, Origin, Reading
from harvester.archive.joining.rows import Both, number_through, write
from harvester.archive.notes import DERIVABLE
from harvester.records import RECORD_TYPES

#: What belongs to a record and is listed by its page: the owner's table and the field naming it.
OWNED = {
    "agenda_item": ("meeting", "meeting_id"),
    "paper_section": ("paper", "paper_id"),
    "consultation": ("paper", "paper_id"),
    "paper_file": ("paper", "paper_id"),
    "meeting_file": ("meeting", "meeting_id"),
    "agenda_item_file": ("agenda_item", "agenda_item_id"),
}
#: Owned before owners: what an owner's page lacks is asked of the owner's row as it was.
ORDER = tuple(cls.record for cls in reversed(RECORD_TYPES))
_SCHEMAS = ("main", "other")

# A document's address may be another one each time.
_PAGE = """CASE WHEN {0}.kind = 'file' AND {0}.target IS NOT NULL THEN 'file ' || {0}.target
    ELSE {0}.method || ' ' || {0}.url || coalesce(' ' || {0}.form, '') END"""
# Only responses that gave a page, and none that was read later than it came.
_READINGS = """
INSERT INTO temp.reading (side, page, at, run, run_id, snapshot_id, whole)
SELECT ?, {page}, snapshot.retrieved_at, run.uid, {ids}, snapshot.id NOT IN
    (SELECT snapshot_id FROM {schema}.finding
     WHERE snapshot_id IS NOT NULL AND (severity = 'error' OR code = 'not_closed'))
FROM {schema}.snapshot JOIN {schema}.run ON run.id = snapshot.run_id {maps}
WHERE snapshot.status IN (200, 304) AND snapshot.code IS NULL
    AND snapshot.retrieved_at >= run.started
    AND snapshot.source_id IN (SELECT source_id FROM main.run INTERSECT
        SELECT source_id FROM other.run)
ORDER BY snapshot.id
"""
_CHANGES = """
SELECT change.at, min(change.at, coalesce(snapshot.retrieved_at, change.at)), run.uid,
    CASE WHEN snapshot.id IS NOT NULL THEN {page} END, {ids},
    change.kind, change.field, change.old, change.new
FROM {schema}.change JOIN {schema}.run ON run.id = change.run_id
LEFT JOIN {schema}.snapshot ON snapshot.id = change.snapshot_id {maps}
WHERE change.record = ? AND change.record_id = ? ORDER BY change.id
"""
_MAPS = """
JOIN temp.run_map ON run_map.theirs = {table}.run_id
LEFT JOIN temp.snapshot_map ON snapshot_map.theirs = {snapshot}
"""
_DERIVED = "SELECT field, rule, origin FROM {schema}.derived WHERE record = ? AND record_id = ?"
_SIBLINGS = """
SELECT (SELECT min(first_seen) FROM {schema}.{table} WHERE {field} = ?1),
    (SELECT last_seen FROM {schema}.{owner} WHERE id = ?1)
"""
#: What the other archive may know more of, or otherwise.
_THEIRS = """
SELECT theirs.id, coalesce(theirs.{field}, theirs.id) FROM other.{table} AS theirs
LEFT JOIN main.{table} AS ours ON ours.id = theirs.id
WHERE (ours.id IS NOT NULL OR theirs.{field} IN (SELECT id FROM main.{owner})) AND (ours.id IS NULL
    OR ours.content_hash <> theirs.content_hash OR ours.gone_at IS NOT theirs.gone_at
    OR ours.gone_reason IS NOT theirs.gone_reason OR ours.first_seen > theirs.first_seen
    OR ours.last_seen < theirs.last_seen OR ours.updated_at <> theirs.updated_at)
"""
#: What an owner's page in the other archive may lack.
_OURS = """
SELECT ours.id, ours.{field} FROM main.{table} AS ours
WHERE ours.{field} IN (SELECT id FROM other.{owner})
    AND ours.id NOT IN (SELECT id FROM other.{table})
"""
#: Steps are numbered through, so a paper's are merged together.
_ALL_STEPS = """
SELECT id, paper_id FROM main.consultation WHERE paper_id IN (SELECT owner FROM temp.to_merge)
UNION SELECT id, paper_id FROM other.consultation
WHERE paper_id IN (SELECT owner FROM temp.to_merge)
"""


class Records:
    """Merges the records of the attached archive into this one, table by table.

    `changed` counts the rows that came out otherwise than they were held, by table.
    """

    def __init__(self, db: Database) -> None:
        """Note which archive read which page when; runs and snapshots are not copied yet."""
        self._db = db
        self.changed = dict.fromkeys(ORDER, 0)
        page = _PAGE.format("snapshot")
        ids = ("snapshot.run_id, snapshot.id", "run_map.ours, snapshot_map.ours")
        maps = ("", _MAPS.format(table="snapshot", snapshot="snapshot.id"))
        for side, schema in enumerate(_SCHEMAS):
            query = _READINGS.format(page=page, schema=schema, ids=ids[side], maps=maps[side])
            db.conn.execute(query, (side,))
        ids = ("change.run_id, change.snapshot_id", "run_map.ours, snapshot_map.ours")
        maps = ("", _MAPS.format(table="change", snapshot="change.snapshot_id"))
        self._changes = tuple(
            _CHANGES.format(page=page, schema=schema, ids=ids[side], maps=maps[side])
            for side, schema in enumerate(_SCHEMAS)
        )
        # the records of one owner come one after the other and are on the same pages
        self._readings_of = lru_cache(maxsize=16)(self._load_readings)

    def merge(self, table: str) -> None:
        """Merge what both may know of one table, owner by owner."""
        conn, columns = self._db.conn, columns_of(table)
        owner, field = OWNED.get(table, (table, "id"))
        into = "INSERT OR IGNORE INTO temp.to_merge (id, owner)"
        names = {"table": table, "owner": owner, "field": field}
        conn.execute("DELETE FROM temp.to_merge")
        conn.execute(f"{into} {_THEIRS.format(**names)}")
        if table in OWNED:
            conn.execute(f"{into} {_OURS.format(**names)}")
        if table == "consultation":
            conn.execute(f"{into} {_ALL_STEPS}")
        rows = conn.execute("SELECT owner, id FROM temp.to_merge ORDER BY owner, id")
        for owner_id, group in groupby(rows, key=lambda row: row[0]):
            siblings = self._siblings(table, owner_id)
            records = [self._load(columns, record_id, siblings) for _, record_id in group]
            if table == "consultation":
                number_through(columns, records)
            for both in records:
                self.changed[table] += write(self._db, columns, both)

    def _siblings(self, table: str, owner_id: str) -> Sequence[tuple[str | None, str | None]]:
        """Since when each archive knows such records of this owner, until when it saw the owner."""
        if table not in OWNED:
            return ((None, None), (None, None))
        owner, field = OWNED[table]
        return [
            self._db.conn.execute(
                _SIBLINGS.format(schema=schema, table=table, owner=owner, field=field), (owner_id,)
            ).fetchone()
            for schema in _SCHEMAS
        ]

    def _load(
        self,
        columns: Columns,
        record_id: str,
        siblings: Sequence[tuple[str | None, str | None]],
    ) -> Both:
        rows = (self._row(columns, 0, record_id), self._row(columns, 1, record_id))
        last_seen = columns.position["last_seen"]
        ours, theirs = (
            Known(
                changes=self._load_changes(columns, side, record_id),
                last_seen="" if row is None else str(row[last_seen]),
                derived=self._load_derived(columns, side, record_id),
                siblings_since=siblings[side][0],
                owner_seen=siblings[side][1],
            )
            for side, row in enumerate(rows)
        )
        known = (ours, theirs)
        pages = {str(c.origin.page) for one in known for c in one.changes if c.origin.page}
        ours_read, theirs_read = (
            [reading for page in sorted(pages) for reading in self._readings_of(side, page)]
            for side in (0, 1)
        )
        history = History(columns, known)
        history.merge((ours_read, theirs_read))
        return Both(record_id, known, rows, history)

    def _row(self, columns: Columns, side: int, record_id: str) -> list[Stored] | None:
        query = f"SELECT {columns.select} FROM {_SCHEMAS[side]}.{columns.record} WHERE id = ?"  # noqa: S608
        row = self._db.conn.execute(query, (record_id,)).fetchone()
        if row is None:
            return None
        cells: list[Stored] = list(row)
        if side:
            at = columns.position["snapshot_id"]
            mapped = "SELECT ours FROM temp.snapshot_map WHERE theirs = ?"
            cells[at] = self._db.conn.execute(mapped, (cells[at],)).fetchone()[0]
        return cells

    def _load_changes(self, columns: Columns, side: int, record_id: str) -> list[Change]:
        rows = self._db.conn.execute(self._changes[side], (columns.record, record_id))
        return [Change(Origin(*row[:6]), *row[6:]) for row in rows]

    def _load_derived(
        self, columns: Columns, side: int, record_id: str
    ) -> dict[str, tuple[str, str | None]]:
        if columns.record not in DERIVABLE:
            return {}
        query = _DERIVED.format(schema=_SCHEMAS[side])
        rows = self._db.conn.execute(query, (columns.record, record_id))
        return {field: (rule, origin) for field, rule, origin in rows}

    def _load_readings(self, side: int, page: str) -> list[Reading]:
        rows = self._db.conn.execute(
            "SELECT at, at, run, page, run_id, snapshot_id, whole FROM temp.reading "
            "WHERE side = ? AND page = ? ORDER BY rowid",
            (side, page),
        )
        return [Reading(Origin(*row[:6]), bool(row[6])) for row in rows]
