"""What a batch writes beside the rows themselves: history, listings, conclusions, versions."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from sqlite_utils import Database

from harvester.archive.columns import Stored
from harvester.archive.model import RunInfo
from harvester.page import Listed
from harvester.records import File

#: Record types whose fields may come from elsewhere than their own page: concluded, or from a form.
DERIVABLE = ("paper", "paper_section", "consultation")

_CHANGE = """
INSERT INTO change (run_id, at, source_id, snapshot_id, record, record_id, kind, field, old, new)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LISTING = """
INSERT INTO listing (record, record_id, source_id, url, date, first_seen, last_seen, run_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (record, record_id) DO UPDATE SET url = excluded.url, date = excluded.date,
    first_seen = excluded.first_seen, last_seen = excluded.last_seen, run_id = excluded.run_id
"""
_VERSION = """
INSERT INTO file_version (file_id, sha256, text_sha256, first_seen, last_seen)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (file_id, sha256) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen),
    first_seen = min(first_seen, excluded.first_seen),
    text_sha256 = coalesce(excluded.text_sha256, text_sha256)
"""
_DERIVED = """
INSERT INTO derived (record, record_id, field, rule, origin) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET rule = excluded.rule, origin = excluded.origin
"""
_NO_LONGER = "DELETE FROM derived WHERE record = ? AND record_id = ? AND field = ?"
_HELD_LISTINGS = """
SELECT record_id, source_id, url, date, first_seen, last_seen, run_id FROM listing
WHERE record = ? AND record_id IN (SELECT value FROM json_each(?))
"""
_HELD_RULES = """
SELECT record_id, field, rule, origin FROM derived
WHERE record = ? AND record_id IN (SELECT value FROM json_each(?))
"""

Key = tuple[str, str]  # record type and id


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when something was seen; without a snapshot: concluded, not seen.

    `at` is when it became known, `seen_at` when the source showed it: earlier where stored pages
    are read. `again`: the response was read before, by an older parser.
    """

    at: str
    seen_at: str
    url: str
    snapshot_id: int | None
    parser: str
    again: bool = False

    @property
    def read_late(self) -> bool:
        """Whether an old response is read for the first time: an import."""
        return not self.again and self.seen_at < self.at


@dataclass(slots=True)
class _Listing:
    """A row of `listing`: its columns behind the key."""

    source_id: str
    url: str
    date: str | None
    first_seen: str
    last_seen: str
    run_id: int


class Notes:
    """The notes of one batch, gathered in memory until `flush`."""

    def __init__(self, db: Database, run: RunInfo) -> None:
        self._db = db
        self._run = run
        self._changes: list[tuple[Stored, ...]] = []
        self._told = 0
        self._versions: list[tuple[str | None, ...]] = []
        self._listings: dict[Key, _Listing] = {}
        self._newly_listed: set[Key] = set()
        self._rules: dict[Key, dict[str, str]] = {}
        self._origins: dict[tuple[str, str, str], str | None] = {}
        self._newly_derived: set[tuple[str, str, str]] = set()
        self._no_longer_derived: set[tuple[str, str, str]] = set()

    def load_listings(self, record: str, ids: Iterable[str]) -> None:
        """Read what lists said about these records."""
        for record_id, *row in self._db.conn.execute(
            _HELD_LISTINGS, (record, json.dumps(list(ids)))
        ):
            self._listings[record, record_id] = _Listing(*row)

    def load_derived(self, record: str, ids: Iterable[str]) -> None:
        """Read which fields of these records no page of theirs states."""
        for record_id, field, rule, origin in self._db.conn.execute(
            _HELD_RULES, (record, json.dumps(list(ids)))
        ):
            self._rules.setdefault((record, record_id), {})[field] = rule
            self._origins[record, record_id, field] = origin

    def change(
        self,
        seen: Sighting,
        key: Key,
        kind: str,
        *,
        field: str | None = None,
        old: str | None = None,
        new: str | None = None,
    ) -> None:
        """Note a change; old and new are JSON."""
        run = self._run
        where = (run.id, seen.at, run.source_id, seen.snapshot_id, *key)
        self._changes.append((*where, kind, field, old, new))

    def touched(self) -> list[tuple[str, str, str]]:
        """Record type, id and kind of the changes noted since the last call."""
        since, self._told = self._changes[self._told :], len(self._changes)
        return [(str(change[4]), str(change[5]), str(change[6])) for change in since]

    def version(self, file: File, seen: Sighting) -> None:
        """Note the bytes that were fetched for a file."""
        times = (seen.seen_at, seen.seen_at)
        self._versions.append((file.id, file.sha256, file.text_sha256, *times))

    def listed(self, entry: Listed, seen: Sighting) -> None:
        """Note that a list names a record."""
        key = (entry.record, entry.id)
        listing = self._listings.get(key)
        if listing is None:
            source_id, run_id = self._run.source_id, self._run.id
            times = (seen.seen_at, seen.seen_at)
            listing = _Listing(source_id, seen.url, None, *times, run_id)
            self._listings[key] = listing
        elif seen.seen_at < listing.last_seen:
            # an old list, read late: what was listed since stands
            listing.first_seen = min(listing.first_seen, seen.seen_at)
            if listing.date is None:
                listing.date = entry.date
            self._newly_listed.add(key)
            return
        # Listed twice in a run: the first date stands, or each run would change it to and fro.
        if entry.date is not None and (listing.date is None or listing.run_id != self._run.id):
            listing.date = entry.date
        if not seen.again:
            listing.url, listing.run_id = seen.url, self._run.id
        listing.last_seen = seen.seen_at
        self._newly_listed.add(key)

    def listed_date(self, key: Key) -> str | None:
        """The date that a list gives a record."""
        listing = self._listings.get(key)
        return None if listing is None else listing.date

    def rules(self, key: Key) -> dict[str, str]:
        """By which rule each field of a record came that no page of its own states.

        The field "id" stands for the record itself: only a document names it so far.
        """
        return self._rules.get(key, {})

    def origin(self, key: Key, field: str) -> str | None:
        """The file whose form gave a field its value."""
        return self._origins.get((*key, field))

    def derive(self, key: Key, field: str, rule: str, origin: str | None = None) -> None:
        """Note that a field has its value by this rule, from the form in this file."""
        rules = self._rules.setdefault(key, {})
        if rules.get(field) != rule or self.origin(key, field) != origin:
            rules[field] = rule
            self._origins[*key, field] = origin
            self._newly_derived.add((*key, field))
            self._no_longer_derived.discard((*key, field))

    def stop_deriving(self, key: Key, field: str) -> None:
        """Note that a page of the record's own states the field now."""
        if self._rules.get(key, {}).pop(field, None) is not None:
            self._newly_derived.discard((*key, field))
            self._no_longer_derived.add((*key, field))

    def flush(self) -> None:
        """Write all notes; the rows they are about are written already."""
        conn = self._db.conn
        conn.executemany(_CHANGE, self._changes)
        conn.executemany(_VERSION, self._versions)
        listings = ((*key, *astuple(self._listings[key])) for key in self._newly_listed)
        conn.executemany(_LISTING, listings)
        conn.executemany(_NO_LONGER, self._no_longer_derived)
        derived = (
            (*key, self._rules[key[0], key[1]][key[2]], self._origins[key])
            for key in self._newly_derived
        )
        conn.executemany(_DERIVED, derived)
