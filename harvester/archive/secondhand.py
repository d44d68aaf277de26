"""Second statements: what a paper's form says, beside what the source's own pages say of it.

A form, read in a document or in an archived platform's text, fills only what nobody better states;
where both speak and differ, that is a finding. docs/decisions/0010-second-statements.md has why.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from harvester.archive.columns import Columns, Stored
from harvester.archive.notes import DERIVABLE, Key, Sighting
from harvester.archive.rows import Rows
from harvester.page import Finding, Page
from harvester.records import Consultation, File, Paper, PaperFile, Record
from harvester.text import fold

if TYPE_CHECKING:
    from harvester.archive.merging import Merger

#: Rules of `derived` that come from reading a form, the better reading last.
_RANK = {"text": 1, "form": 2}
READ = frozenset(_RANK)
_OWN = 3
#: What two statements of one thing must agree in; numbers of rows and raw text need not.
_COMPARED = {
    "paper": frozenset(
        (
            *("reference", "name", "paper_type", "public", "file_number", "lead_department"),
            *("date", "decision_body", "legal_basis", "related_references"),
        )
    ),
    "consultation": frozenset(("date", "role", "result")),
}
_LETTERS = re.compile(r"[^\W_]+")
_LONGEST = 200
#: What belongs to a paper and is merged as a whole.
_TABLES = ("paper_section", "consultation")


def second_hand_tables(page: Page) -> Iterator[tuple[str, str]]:
    """The tables and papers whose rows must be known before a form is merged."""
    for record in page.records if page.standing else ():
        if isinstance(record, Paper):
            yield from ((table, record.id) for table in _TABLES)


class SecondHand:
    """Merges what one page repeats of documents into the rows of its batch."""

    def __init__(self, merger: "Merger", page: Page, seen: Sighting) -> None:
        self._merger = merger
        self._rule: str = page.standing.get("paper", "text")
        self._seen = seen
        self._complete = {child.record for child in page.children}
        files = (record.id for record in page.records if isinstance(record, File))
        self._origin = next(files, None)
        self._where = f"in {self._origin}" if self._origin else "in the form"

    def merge(self, records: Sequence[Record]) -> Iterator[Finding]:
        """Take over the records; yields where they differ from what is held."""
        for paper in records:
            if isinstance(paper, Paper):
                of_paper = [r for r in records if getattr(r, "paper_id", None) == paper.id]
                yield from self._merge_paper(paper, of_paper)

    def _merge_paper(self, paper: Paper, records: list[Record]) -> Iterator[Finding]:
        rows = self._merger.rows["paper"]
        held = rows.cells.get(paper.id)
        known_by_form = "id" in self._merger.notes.rules(("paper", paper.id))
        number = held[rows.columns.position["reference"]] if held is not None else None
        # a paper without a number takes no form: nothing says that it is its own
        if held is not None and (_differ(number, paper.reference) or not (number or known_by_form)):
            text = f"The form is that of {paper.reference}, the paper is {number or 'without one'}."
            yield Finding("warning", "form_of_another_paper", text, paper.id)
            return
        if held is not None and held[rows.columns.position["gone_at"]] is not None:
            return  # a document that is still served does not bring back what the source withdrew
        yield from self._merge_record(paper)
        for table in _TABLES:
            given = [record for record in records if record.record == table]
            yield from self._merge_children(table, paper.id, given)
        for record in records:
            if isinstance(record, PaperFile):
                yield from self._merge_record(record)

    def _merge_children(self, table: str, paper_id: str, given: list[Record]) -> Iterator[Finding]:
        """Rows of a paper: where the source lists its own, these are only compared with them."""
        rows = self._merger.rows[table]
        gone_at = rows.columns.position["gone_at"]
        live = {i for i in rows.owned("paper_id", paper_id) if rows.cells[i][gone_at] is None}
        if any(self._is_better((table, row_id), "id") for row_id in live):
            for record in given:
                if isinstance(record, Consultation):
                    yield from self._compare_step(record, live)
            return
        for record in given:
            held = rows.cells.get(record.id)
            if held is not None and held[gone_at] is not None:
                self._merger.set_gone(rows, record.id, None, self._seen)
            yield from self._merge_record(record)
        if table in self._complete:
            for row_id in sorted(live - {record.id for record in given}):
                self._merger.set_gone(rows, row_id, "unlisted", self._seen)

    def _is_better(self, key: Key, field: str) -> bool:
        """Whether what is held of a field counts more: of two like forms the first one speaks."""
        rule = self._merger.notes.rules(key).get(field)
        if rule == self._rule:
            return self._merger.notes.origin(key, field) != self._origin
        return _rank(rule) > _RANK[self._rule]

    def _compare_step(self, step: Consultation, live: set[str]) -> Iterator[Finding]:
        rows = self._merger.rows["consultation"]
        if step.id not in live:
            text = f"The form names a step that the source does not list: {step.organization_name}."
            yield Finding("warning", "step_only_in_form", text, step.id)
            return
        columns, held = rows.columns, rows.cells[step.id]
        for index, cell in enumerate(columns.stored(columns.values(step))):
            yield from sources_differ(
                columns, index, held[index], cell, where=self._where, record_id=step.id
            )

    def _merge_record(self, record: Record) -> Iterator[Finding]:
        """Fill what is open or was read no better; yields what contradicts another statement."""
        rows, key = self._merger.rows[record.record], (record.record, record.id)
        columns, notes = rows.columns, self._merger.notes
        cells = columns.stored(columns.values(record))
        held = rows.cells.get(record.id)
        if held is None:
            self._merger.insert(record, self._seen)
            for name, cell in zip(columns.names, cells, strict=True):
                if cell is not None and record.record in DERIVABLE:
                    notes.derive(key, name, self._rule, self._origin)
            return
        if record.record not in DERIVABLE or "id" in notes.rules(key):
            # what the source shows itself is not seen because a document repeats it
            last_seen = columns.position["last_seen"]
            held[last_seen] = max(str(held[last_seen]), self._seen.seen_at)
            rows.seen.add(record.id)
        for index in range(len(columns.names)):
            yield from self._merge_cell(rows, key, index, cells[index])

    def _merge_cell(self, rows: Rows, key: Key, index: int, cell: Stored) -> Iterator[Finding]:
        """One field; a silence takes back only what the same form said before."""
        held = rows.cells[key[1]][index]
        name, notes = rows.columns.names[index], self._merger.notes
        same = notes.rules(key).get(name) == self._rule and not self._is_better(key, name)
        if cell is None and not same:
            return
        weaker = held is None or not self._is_better(key, name)
        if held != cell:
            if not same:
                valid, other = (cell, held) if weaker else (held, cell)
                where = "in another reading" if weaker else self._where
                yield from sources_differ(
                    rows.columns, index, valid, other, where=where, record_id=key[1]
                )
            if weaker:
                self._merger.set_cell(rows, key[1], index, cell, self._seen)
        if weaker and cell is not None:
            notes.derive(key, name, self._rule, self._origin)
        elif weaker:
            notes.stop_deriving(key, name)


def _rank(rule: str | None) -> int:
    """How much a statement counts; what the source's own page states counts most."""
    return _OWN if rule is None else _RANK.get(rule, 0)


def sources_differ(
    columns: Columns,
    index: int,
    valid: Stored,
    other: Stored,
    *,
    where: str = "in the form",
    record_id: str | None = None,
) -> list[Finding]:
    """A finding if two statements of one field contradict each other; spelling does not count.

    Args:
        columns: of the record's table.
        index: the field's place in them.
        valid: what stands in the archive.
        other: what is stated elsewhere.
        where: where that is, in words that end a sentence.
        record_id: the record.
    """
    name = columns.names[index]
    if name not in _COMPARED.get(columns.record, ()) or not _differ(valid, other):
        return []
    text = f"{name}: {_shown(valid)}, but {_shown(other)} {where}."
    return [Finding("warning", "sources_differ", text, record_id)]


def _differ(one: Stored, other: Stored) -> bool:
    return one is not None and other is not None and _essence(one) != _essence(other)


def _essence(cell: Stored) -> list[str]:
    """The words of a value without case, umlauts, punctuation."""
    return _LETTERS.findall(fold(str(cell)))


def _shown(cell: Stored) -> str:
    text = str(cell)
    shown = ", ".join(map(str, json.loads(text))) if text.startswith("[") else text
    return repr(shown[:_LONGEST])
