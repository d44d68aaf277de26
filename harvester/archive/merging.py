"""The rules by which what a page says becomes rows and history.

Works on the rows of one batch in memory, page after page; nothing is written before `flush`. So
fifty pages cost a few queries, and each page sees what the one before it said.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field

from sqlite_utils import Database

from harvester.archive.columns import VOLATILE, Columns, Stored
from harvester.archive.model import RunInfo
from harvester.archive.rows import Rows
from harvester.page import Children, Finding, Listed, Page
from harvester.records import RECORD_TYPES, File, Record

#: Fields that the archive concludes where the page of the record does not state them.
DERIVED = {"paper": "date", "consultation": "organization_id"}

_CHANGE = """
INSERT INTO change (run_id, at, source_id, snapshot_id, record, record_id, kind, field, old, new)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LISTING = """
INSERT INTO listing (record, record_id, source_id, url, date, first_seen, last_seen, run_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (record, record_id) DO UPDATE SET url = excluded.url, date = excluded.date,
    last_seen = excluded.last_seen, run_id = excluded.run_id
"""
_VERSION = """
INSERT INTO file_version (file_id, sha256, text_sha256, first_seen, last_seen)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (file_id, sha256) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen),
    text_sha256 = coalesce(excluded.text_sha256, text_sha256)
"""
_LISTED = "SELECT * FROM listing WHERE record = ? AND record_id IN (SELECT value FROM json_each(?))"
_DERIVED = (
    "SELECT record_id, rule FROM derived WHERE record = ? AND field = ? "
    "AND record_id IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when something was seen."""

    at: str
    url: str
    snapshot_id: int | None
    parser: str


@dataclass(slots=True)
class _Listing:
    """A row of `listing`: its columns behind the key."""

    source_id: str
    url: str
    date: str | None
    first_seen: str
    last_seen: str
    run_id: int


@dataclass(slots=True)
class Merger:
    """One batch of pages of a run."""

    db: Database
    run: RunInfo
    rows: dict[str, Rows] = field(
        default_factory=lambda: {cls.record: Rows(cls.record) for cls in RECORD_TYPES}
    )
    _changes: list[tuple[Stored, ...]] = field(default_factory=list)
    _versions: list[tuple[str | None, ...]] = field(default_factory=list)
    _listings: dict[tuple[str, str], _Listing] = field(default_factory=dict)
    _derived: dict[tuple[str, str], str] = field(default_factory=dict)
    _newly_listed: set[tuple[str, str]] = field(default_factory=set)
    _newly_derived: set[tuple[str, str]] = field(default_factory=set)
    _no_longer_derived: set[tuple[str, str]] = field(default_factory=set)

    def load(self, pages: Iterable[Page]) -> None:
        """Read all rows that these pages may touch."""
        ids: dict[str, set[str]] = {record: set() for record in self.rows}
        listed: dict[str, set[str]] = {}
        owners: dict[tuple[str, str], set[str]] = {}
        for page in pages:
            for record in page.records:
                ids[record.record].add(record.id)
            for entry in page.listed:
                listed.setdefault(entry.record, set()).add(entry.id)
            for child in page.children:
                owners.setdefault((child.record, child.owner_field), set()).add(child.owner_id)
        # The date of a paper comes from either side, so both are read for either.
        ids["paper"] |= listed.get("paper", set())
        listed["paper"] = ids["paper"]
        self._load_listings(listed)
        for table, wanted in ids.items():
            if wanted:
                self.rows[table].load(self.db, wanted)
        for (owned, owner_field), owner_ids in owners.items():
            self.rows[owned].load_owned(self.db, owner_field, owner_ids)
        self.load_derived()

    def load_derived(self) -> None:
        """Read which fields of the loaded rows were concluded by the archive."""
        for record, name in DERIVED.items():
            ids = json.dumps(list(self.rows[record].cells))
            for record_id, rule in self.db.conn.execute(_DERIVED, (record, name, ids)):
                self._derived[record, record_id] = rule

    def _load_listings(self, listed: dict[str, set[str]]) -> None:
        for record, ids in listed.items():
            for row in self.db.conn.execute(_LISTED, (record, json.dumps(list(ids)))):
                self._listings[row[0], row[1]] = _Listing(*row[2:])

    def apply(self, page: Page, seen: Sighting) -> list[Finding]:
        """Take over what a page says; the findings are about the page itself."""
        findings = []
        given: set[tuple[str, str]] = set()
        complete = {child.record for child in page.children}
        for record in page.records:
            key = (record.record, record.id)
            if key in given:
                # Whichever came last would win, and every run would change the row twice.
                text = f"The page gives {record.id} twice; the first one was kept."
                findings.append(Finding("warning", "duplicate_record", text, record.id))
                continue
            given.add(key)
            self._state(record, page.states.get(record.record), seen, complete)
        for child in page.children:
            self._leave(child, given, seen)
        for entry in page.listed:
            self._list(entry, seen)
        return findings

    def _state(
        self, record: Record, stated: frozenset[str] | None, seen: Sighting, complete: set[str]
    ) -> None:
        held = self.rows[record.record].cells.get(record.id)
        if held is None:
            self._insert(record, seen)
        elif stated is None or stated:
            self._update(record, held, stated, seen)
            # What the complete list of its owner lacks is not back because another page shows it.
            reason = held[self.rows[record.record].columns.position["gone_reason"]]
            if reason is not None and (reason != "unlisted" or record.record in complete):
                self._return(record, held, seen)
        if isinstance(record, File) and record.sha256 is not None:
            self._versions.append((record.id, record.sha256, record.text_sha256, seen.at, seen.at))

    def _insert(self, record: Record, seen: Sighting) -> None:
        rows = self.rows[record.record]
        columns = rows.columns
        values = list(columns.values(record))
        if record.record == "paper" and values[columns.position["date"]] is None:
            listing = self._listings.get(("paper", record.id))
            if listing is not None and listing.date is not None:
                values[columns.position["date"]] = listing.date
                self._derive("paper", record.id, "listing")
        self._change(seen, columns.record, record.id, "appeared", new=columns.content(values))
        cells = columns.stored(values)
        cells += (self.run.source_id, seen.url, seen.snapshot_id, seen.at, seen.at, seen.at)
        cells += (None, None, seen.parser, None)
        rows.cells[record.id] = cells
        rows.dirty.add(record.id)
        rows.index(record.id)

    def _update(
        self, record: Record, held: list[Stored], stated: frozenset[str] | None, seen: Sighting
    ) -> None:
        rows = self.rows[record.record]
        columns = rows.columns
        cells = columns.stored(columns.values(record))
        self._keep_derived(columns, record.id, held, cells, stated)
        differing = [
            index
            for index, name in enumerate(columns.names)
            if held[index] != cells[index] and (stated is None or name in stated)
        ]
        last_seen = columns.position["last_seen"]
        if seen.at > str(held[last_seen]):
            held[last_seen] = seen.at
            rows.seen.add(record.id)
        if not differing or _only_volatile(columns, held, cells, differing):
            return
        for index in differing:
            self._set(rows, record.id, index, cells[index], seen)
        held[columns.position["snapshot_id"]] = seen.snapshot_id
        held[columns.position["source_url"]] = seen.url
        held[columns.position["parser_version"]] = seen.parser
        rows.index(record.id)

    def _keep_derived(
        self,
        columns: Columns,
        record_id: str,
        held: list[Stored],
        cells: list[Stored],
        stated: frozenset[str] | None,
    ) -> None:
        """A page's silence does not undo what the archive concluded; its word does."""
        name = DERIVED.get(columns.record)
        if name is None or (columns.record, record_id) not in self._derived:
            return
        index = columns.position[name]
        if cells[index] is None:
            cells[index] = held[index]
        elif stated is None or name in stated:
            self._stop_deriving(columns.record, record_id)

    def _return(self, record: Record, held: list[Stored], seen: Sighting) -> None:
        rows = self.rows[record.record]
        reason = json.dumps(held[rows.columns.position["gone_reason"]])
        self._change(seen, record.record, record.id, "returned", old=reason)
        held[rows.columns.position["gone_at"]] = None
        held[rows.columns.position["gone_reason"]] = None
        held[rows.columns.position["updated_at"]] = seen.at
        rows.dirty.add(record.id)

    def _leave(self, child: Children, given: set[tuple[str, str]], seen: Sighting) -> None:
        rows = self.rows[child.record]
        position = rows.columns.position
        for row_id in rows.owned(child.owner_field, child.owner_id):
            held = rows.cells[row_id]
            if held[position["gone_at"]] is not None or (child.record, row_id) in given:
                continue
            held[position["gone_at"]] = seen.at
            held[position["gone_reason"]] = "unlisted"
            held[position["updated_at"]] = seen.at
            self._change(seen, child.record, row_id, "gone", new='"unlisted"')
            rows.dirty.add(row_id)

    def _list(self, entry: Listed, seen: Sighting) -> None:
        listing = self._listings.get((entry.record, entry.id))
        if listing is None:
            listing = _Listing(self.run.source_id, seen.url, None, seen.at, seen.at, self.run.id)
            self._listings[entry.record, entry.id] = listing
        # Listed twice in a run: the first date stands, or each run would change it to and fro.
        if entry.date is not None and (listing.date is None or listing.run_id != self.run.id):
            listing.date = entry.date
        listing.url, listing.run_id = seen.url, self.run.id
        listing.last_seen = max(listing.last_seen, seen.at)
        self._newly_listed.add((entry.record, entry.id))
        if entry.record == "paper" and listing.date is not None:
            self.conclude("paper", entry.id, listing.date, "listing", seen)

    def conclude(
        self, record: str, record_id: str, value: str | None, rule: str, seen: Sighting
    ) -> None:
        """Fill a field that no page of the record states, and note by which rule.

        None takes back what was concluded before.
        """
        rows = self.rows[record]
        held = rows.cells.get(record_id)
        if held is None:
            return
        index = rows.columns.position[DERIVED[record]]
        concluded = (record, record_id) in self._derived
        if held[index] is not None and not concluded:
            return  # the page of the record states it
        if value is None:
            self._stop_deriving(record, record_id)
        else:
            self._derive(record, record_id, rule)
        if held[index] != value:
            self._set(rows, record_id, index, value, seen)

    def _derive(self, record: str, record_id: str, rule: str) -> None:
        if self._derived.get((record, record_id)) != rule:
            self._derived[record, record_id] = rule
            self._newly_derived.add((record, record_id))
            self._no_longer_derived.discard((record, record_id))

    def _stop_deriving(self, record: str, record_id: str) -> None:
        self._derived.pop((record, record_id), None)
        self._newly_derived.discard((record, record_id))
        self._no_longer_derived.add((record, record_id))

    def _set(self, rows: Rows, row_id: str, index: int, cell: Stored, seen: Sighting) -> None:
        columns, held = rows.columns, rows.cells[row_id]
        old, new = (
            None if value is None else json.dumps(columns.native(index, value), ensure_ascii=False)
            for value in (held[index], cell)
        )
        name = columns.names[index]
        self._change(seen, columns.record, row_id, "changed", name=name, old=old, new=new)
        held[index] = cell
        held[columns.position["updated_at"]] = seen.at
        rows.dirty.add(row_id)

    def _change(
        self,
        seen: Sighting,
        record: str,
        record_id: str,
        kind: str,
        *,
        name: str | None = None,
        old: str | None = None,
        new: str | None = None,
    ) -> None:
        where = (self.run.id, seen.at, self.run.source_id, seen.snapshot_id, record, record_id)
        self._changes.append((*where, kind, name, old, new))

    def flush(self) -> set[str]:
        """Write everything; returns the ids of the papers whose text may have changed."""
        conn = self.db.conn
        for rows in self.rows.values():  # owners come before what they own
            rows.flush(self.db)
        conn.executemany(_CHANGE, self._changes)
        conn.executemany(_VERSION, self._versions)
        conn.executemany(
            _LISTING,
            ((*key, *astuple(self._listings[key])) for key in self._newly_listed),
        )
        conn.executemany(
            "DELETE FROM derived WHERE record = ? AND record_id = ?", self._no_longer_derived
        )
        conn.executemany(
            "INSERT INTO derived (record, record_id, field, rule) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET rule = excluded.rule",
            ((*key, DERIVED[key[0]], self._derived[key]) for key in self._newly_derived),
        )
        sections = self.rows["paper_section"]
        owner = sections.columns.position["paper_id"]
        owners = {str(sections.cells[row_id][owner]) for row_id in sections.dirty}
        return self.rows["paper"].dirty | owners


def _only_volatile(
    columns: Columns, held: list[Stored], cells: list[Stored], differing: list[int]
) -> bool:
    """Whether all that differs is an address that was good for one session only."""
    volatile = VOLATILE.get(columns.record)
    if volatile is None:
        return False
    expires = columns.position["expires"]
    return bool(held[expires] and cells[expires]) and all(
        columns.names[index] in volatile for index in differing
    )
