"""The rules by which what a page says becomes rows and history.

Works on the rows of one batch in memory, page after page; nothing is written before `flush`. So
fifty pages cost a few queries, and each page sees what the one before it said.
"""

from collections.abc import Iterable

from sqlite_utils import Database

from harvester.archive.belongings import FREE, TIES, Belongings
from harvester.archive.columns import Columns, Stored, to_json
from harvester.archive.file_rules import only_volatile, stated_of_file
from harvester.archive.fulltext import OWNERS
from harvester.archive.model import RunInfo
from harvester.archive.notes import DERIVABLE, Key, Notes, Sighting
from harvester.archive.rows import Rows
from harvester.archive.secondhand import READ, SecondHand, second_hand_tables, sources_differ
from harvester.page import Children, Finding, Listed, Page
from harvester.records import RECORD_TYPES, File, Record


class Merger:
    """One batch of pages of a run."""

    def __init__(self, db: Database, run: RunInfo) -> None:
        self.rows = {cls.record: Rows(cls.record) for cls in RECORD_TYPES}
        self.notes = Notes(db, run)
        self.belongings = Belongings(db, self.rows)
        self._db = db
        self._run = run

    def load(self, pages: Iterable[Page]) -> None:
        """Read all rows that these pages may touch."""
        ids: dict[str, set[str]] = {table: set() for table in self.rows}
        listed: dict[str, set[str]] = {}
        owners: dict[Key, set[str]] = {}
        for page in pages:
            for record in page.records:
                ids[record.record].add(record.id)
            for entry in page.listed:
                listed.setdefault(entry.record, set()).add(entry.id)
            for child in page.children:
                owners.setdefault((child.record, child.owner_field), set()).add(child.owner_id)
            for table, paper_id in second_hand_tables(page):
                owners.setdefault((table, "paper_id"), set()).add(paper_id)
        # The date of a paper comes from either side, so both are read for either.
        ids["paper"] |= listed.get("paper", set())
        listed["paper"] = ids["paper"]
        for table, wanted in listed.items():
            self.notes.load_listings(table, wanted)
        for table, wanted in ids.items():
            if wanted:
                self.rows[table].load(self._db, wanted)
        self.belongings.load_gone(listed)
        for (table, owner_field), owner_ids in owners.items():
            self.rows[table].load_owned(self._db, owner_field, owner_ids)
        self._load_derived()

    def load_steps(self, ids: Iterable[str]) -> None:
        """Read these consultations, to conclude something about them."""
        self.rows["consultation"].load(self._db, ids)
        self._load_derived()

    def _load_derived(self) -> None:
        for table in DERIVABLE:
            self.notes.load_derived(table, self.rows[table].cells)

    def apply(self, page: Page, seen: Sighting) -> list[Finding]:
        """Take over what a page says; the findings are about the page itself."""
        findings: list[Finding] = []
        given: set[Key] = set()
        complete = {child.record for child in page.children}
        second_hand: list[Record] = []
        for record in page.records:
            key = (record.record, record.id)
            if key in given:
                # Whichever came last would win, and every run would change the row twice.
                text = f"The page gives {record.id} twice; the first one was kept."
                findings.append(Finding("warning", "duplicate_record", text, record.id))
                continue
            given.add(key)
            if record.record in page.standing:
                second_hand.append(record)
            else:
                stated = page.states.get(record.record)
                findings += self._state(record, stated, seen, complete)
        if second_hand:
            findings += SecondHand(self, page, seen).merge(second_hand)
        for child in page.children:
            if child.record not in page.standing:
                self._leave(child, given, seen)
        for entry in page.listed:
            self._list(entry, seen)
        return findings

    def _state(
        self, record: Record, stated: frozenset[str] | None, seen: Sighting, complete: set[str]
    ) -> list[Finding]:
        rows, key = self.rows[record.record], (record.record, record.id)
        held = rows.cells.get(record.id)
        findings = []
        if held is None:
            self.insert(record, seen)
        elif stated is None or stated:
            findings = self._update(record, held, stated, seen)
            # What the complete list of its owner lacks is not back because another page shows it.
            if record.record in FREE or record.record in complete:
                self._bring_back(self.belongings.back(key, seen.seen_at), seen)
        if record.record in TIES:
            self._bring_back(self.belongings.back_by_tie(key, seen.seen_at), seen)
        if isinstance(record, File) and record.sha256 is not None:
            self.notes.version(record, seen)
        return findings

    def _bring_back(self, shown: Iterable[Key], seen: Sighting) -> None:
        for table, row_id in shown:
            self.set_gone(self.rows[table], row_id, None, seen)

    def insert(self, record: Record, seen: Sighting) -> None:
        """Add a row."""
        rows = self.rows[record.record]
        columns, key = rows.columns, (record.record, record.id)
        values = list(columns.values(record))
        if record.record == "paper" and values[columns.position["date"]] is None:
            listed_date = self.notes.listed_date(key)
            if listed_date is not None:
                values[columns.position["date"]] = listed_date
                self.notes.derive(key, "date", "listing")
        content = columns.content(values)
        self.notes.change(seen, key, "appeared", new=content)
        cells = columns.stored(values)
        cells += (self._run.source_id, seen.url, seen.snapshot_id)
        cells += (seen.seen_at, seen.seen_at, seen.at)
        cells += (None, None, seen.parser, columns.content_hash(content))
        rows.cells[record.id] = cells
        rows.dirty.add(record.id)
        rows.index(record.id)

    def _update(
        self, record: Record, held: list[Stored], stated: frozenset[str] | None, seen: Sighting
    ) -> list[Finding]:
        rows = self.rows[record.record]
        columns = rows.columns
        cells = columns.stored(columns.values(record))
        if isinstance(record, File):
            stated = stated_of_file(columns, record, held, stated, seen)
        last_seen = columns.position["last_seen"]
        if seen.read_late and seen.seen_at < str(held[last_seen]):
            # an old page fills what is open; what was shown since stands
            open_fields = (n for n in columns.names if held[columns.position[n]] is None)
            stated = frozenset(open_fields).intersection(
                columns.names if stated is None else stated
            )
        findings, adopted = self._own_word(columns, held, cells, stated)
        differing = [
            index
            for index, name in enumerate(columns.names)
            if held[index] != cells[index] and (stated is None or name in stated)
        ]
        if seen.seen_at > str(held[last_seen]):
            held[last_seen] = seen.seen_at
            rows.seen.add(record.id)
        if not adopted and (not differing or only_volatile(columns, held, cells, differing)):
            return findings
        for index in differing:
            self.set_cell(rows, record.id, index, cells[index], seen)
        if not (isinstance(record, File) and record.sha256):  # the page that lists it stays named
            held[columns.position["snapshot_id"]] = seen.snapshot_id
            held[columns.position["source_url"]] = seen.url
            held[columns.position["parser_version"]] = seen.parser
        rows.dirty.add(record.id)
        rows.index(record.id)
        return findings

    def _own_word(
        self,
        columns: Columns,
        held: list[Stored],
        cells: list[Stored],
        stated: frozenset[str] | None,
    ) -> tuple[list[Finding], bool]:
        """A page's silence does not undo what was concluded or read elsewhere; its word does.

        Also tells whether only a document named the record before.
        """
        key = (columns.record, str(held[0]))
        findings: list[Finding] = []
        rules = dict(self.notes.rules(key))
        adopted = rules.pop("id", None) is not None
        if adopted:
            self.notes.stop_deriving(key, "id")
        for field, rule in rules.items():
            index = columns.position[field]
            if cells[index] is None:
                cells[index] = held[index]
            elif stated is None or field in stated:
                self.notes.stop_deriving(key, field)
                if rule in READ:
                    findings += sources_differ(
                        columns, index, cells[index], held[index], record_id=key[1]
                    )
        return findings, adopted

    def _leave(self, child: Children, given: set[Key], seen: Sighting) -> None:
        rows = self.rows[child.record]
        gone_at, last_seen = (rows.columns.position[n] for n in ("gone_at", "last_seen"))
        owned = rows.owned(child.owner_field, child.owner_id)
        left = [row_id for row_id in owned if (child.record, row_id) not in given]
        if len(left) == len(owned):
            # the page lists none itself, so what a document says stands
            left = [i for i in left if not READ & set(self.notes.rules((child.record, i)).values())]
        for row_id in left:
            cells = rows.cells[row_id]
            if cells[gone_at] is None and str(cells[last_seen]) <= seen.seen_at:
                self.set_gone(rows, row_id, "unlisted", seen)

    def set_gone(self, rows: Rows, row_id: str, reason: str | None, seen: Sighting) -> None:
        """Note that a row is gone, or with reason None that it is back."""
        position, held = rows.columns.position, rows.cells[row_id]
        key = (rows.columns.record, row_id)
        if reason is None:
            self.notes.change(seen, key, "returned", old=to_json(held[position["gone_reason"]]))
        else:
            self.notes.change(seen, key, "gone", new=to_json(reason))
        held[position["gone_at"]] = None if reason is None else seen.at
        held[position["gone_reason"]] = reason
        held[position["updated_at"]] = seen.at
        rows.dirty.add(row_id)

    def _list(self, entry: Listed, seen: Sighting) -> None:
        self.notes.listed(entry, seen)
        if entry.record in FREE:
            shown = self.belongings.back_by_list((entry.record, entry.id), seen.seen_at)
            self._bring_back(shown, seen)
        date = self.notes.listed_date((entry.record, entry.id))
        if entry.record == "paper" and date is not None:
            self.conclude((entry.record, entry.id), "date", date, "listing", seen)

    def conclude(self, key: Key, field: str, value: str | None, rule: str, seen: Sighting) -> None:
        """Fill a field that no page of the record states, and note by which rule.

        None takes back what was concluded before.
        """
        rows = self.rows[key[0]]
        held = rows.cells.get(key[1])
        if held is None:
            return
        index = rows.columns.position[field]
        held_rule = self.notes.rules(key).get(field)
        if held[index] is not None and (held_rule is None or held_rule in READ):
            return  # a page or a document states it
        if value is None:
            self.notes.stop_deriving(key, field)
        else:
            self.notes.derive(key, field, rule)
        if held[index] != value:
            self.set_cell(rows, key[1], index, value, seen)

    def set_cell(self, rows: Rows, row_id: str, index: int, cell: Stored, seen: Sighting) -> None:
        """Change a field and note that it changed."""
        columns, held = rows.columns, rows.cells[row_id]
        old, new = (
            None if value is None else to_json(columns.native(index, value))
            for value in (held[index], cell)
        )
        key = (columns.record, row_id)
        self.notes.change(seen, key, "changed", field=columns.names[index], old=old, new=new)
        held[index] = cell
        held[columns.position["updated_at"]] = seen.at
        rows.dirty.add(row_id)
        rows.rehash.add(row_id)

    def flush(self) -> set[str]:
        """Write everything; returns the ids of the papers whose text may have changed."""
        for rows in self.rows.values():  # owners come before what they own
            rows.flush(self._db)
        self.notes.flush()
        papers: set[str] = set()
        for table, owners in OWNERS.items():
            if dirty := self.rows[table].dirty:
                query = owners.format(ids="SELECT value FROM json_each(?)")
                rows_of = self._db.conn.execute(query, (to_json(list(dirty)),))
                papers |= {row[0] for row in rows_of if row[0] is not None}
        return papers
