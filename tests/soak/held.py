"""What the archive holds of a town, and what of it changed in a night."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harvester.archive import Archive
from harvester.archive.columns import columns_of
from harvester.records import RECORD_TYPES
from harvester.standin.world import Expected

Row = dict[str, Any]
Key = tuple[str, str]


class Held:
    """The rows of an archive, night after night; read again only where they changed."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._marks: dict[Key, tuple[Any, ...]] = {}
        #: Rows by record type and id; what is gone has `gone_at`.
        self.rows: dict[str, dict[str, Row]] = {cls.record: {} for cls in RECORD_TYPES}
        #: Records and fields that only the form in a document states; "id" is the record itself.
        self.from_forms: set[tuple[str, str]] = set()
        #: Per night: its end, and the digests of the records that it changed.
        self.nights: list[tuple[str, dict[Key, str]]] = []

    def read(self, end: str) -> None:
        """Take up what a night that ended now has changed."""
        changed: dict[Key, str] = {}
        with Archive.open(self._archive, mode="read") as held:
            rules = "SELECT record_id, field FROM derived WHERE rule = 'form'"
            self.from_forms = set(held.db.conn.execute(rules))
            for cls in RECORD_TYPES:
                columns = columns_of(cls.record)
                marks = held.db.conn.execute(
                    f"SELECT id, content_hash, updated_at, gone_at FROM {cls.record}"
                )
                new = {row[0]: row[1:] for row in marks}
                ids = [i for i, mark in new.items() if self._marks.get((cls.record, i)) != mark]
                self._marks |= {(cls.record, i): new[i] for i in ids}
                rows = held.db.conn.execute(
                    f"SELECT {columns.select} FROM {cls.record} "
                    "WHERE id IN (SELECT value FROM json_each(?))",
                    (json.dumps(ids),),
                )
                for cells in rows:
                    row = columns.record_values(cells)
                    row |= {n: cells[columns.position[n]] for n in ("gone_at", "gone_reason")}
                    self.rows[cls.record][cells[0]] = row
                    changed[cls.record, cells[0]] = digest(row)
        self.nights.append((end, changed))

    def live(self, record: str, record_id: str) -> Row | None:
        """A row that is not gone."""
        row = self.rows[record].get(record_id)
        return row if row is not None and row["gone_at"] is None else None

    def differing(self, truth: Expected) -> dict[Key, str]:
        """What is not held as a town shows it, each with what differs.

        A document that no page names any more may stay.
        """
        found: dict[Key, str] = {}
        for record, expected in truth.items():
            for record_id, fields in expected.items():
                row = self.live(record, record_id)
                if row is None:
                    gone = self.rows[record].get(record_id)
                    found[record, record_id] = f"gone: {gone['gone_reason']}" if gone else "missing"
                elif different := [
                    f"{name} is {row[name]!r}, shown {value!r}"
                    for name, value in fields.items()
                    if row[name] != value
                    and not (value is None and (record_id, name) in self.from_forms)
                ]:
                    found[record, record_id] = "; ".join(different)
            if record != "file":
                found |= {
                    (record, i): "held, and not shown"
                    for i, row in self.rows[record].items()
                    if row["gone_at"] is None
                    and i not in expected
                    and (i, "id") not in self.from_forms
                }
        return found


def digest(row: Mapping[str, Any] | None) -> str:
    """A fingerprint of a row; None is a record that is not known.

    An address that is good for one session changes in no history.
    """
    if row is None:
        return "unknown"
    lasting = {n: v for n, v in row.items() if not (row.get("expires") and n in {"url", "form"})}
    return hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()[:16]


def history_differs(archive: Path, held: Held) -> list[str]:
    """Where the archive's history does not give a row as it was at the end of a night."""
    wrong: list[str] = []
    before = ""
    known: dict[Key, str] = {}
    with Archive.open(archive, mode="read") as opened:
        for night, (end, changed) in enumerate(held.nights):
            for key, now in changed.items():
                # as it is since tonight, and as it was until last night
                for at, meant in ((end, now), (before, known.get(key, "unknown"))):
                    if at and digest(opened.rebuild(*key, at)) != meant:
                        wrong.append(f"night {night}: {key[1]} as of {at} is not what it was")
                known[key] = now
            before = end
    return wrong
