"""The steps of a Beratungsfolge: cards of Layout 6, rows of Layout 4 and 5."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from harvester.markup import Node, attr, below, cells, find, inline
from harvester.page import Link, Page
from harvester.parsers.common import as_number
from harvester.parsers.sessionnet.agenda import paragraphs
from harvester.parsers.sessionnet.common import (
    Frame,
    cards,
    outermost,
    shown_text,
    text_without,
    titled,
)
from harvester.parsers.sessionnet.files import Shelf, documents
from harvester.parsers.sessionnet.stepline import read_step_line
from harvester.records import AgendaItemFile, Consultation
from harvester.text import clean
from harvester.vocabulary import load_vocabulary

#: Fields by the class of their cells, with or without `smc_field_` before it.
_BY_CLASS = {
    "sidat": "date_raw",
    "grname": "organization_name",
    "txname": "role_raw",
    "bfost": "status_raw",
    "btname": "result_raw",
}
_BADGES = ".//*[contains(@class, 'badge') or contains(@class, 'sr-only')]"
_MOST_COLUMNS = 30


@dataclass(slots=True)
class Steps:
    """Collects the steps that a page shows; `anchors` are the links in them."""

    frame: Frame
    page: Page
    shelf: Shelf
    paper_id: str
    steps: list[Consultation] = field(default_factory=list)
    anchors: set[Node] = field(default_factory=set)

    def cards(self) -> None:
        """A line on a button for each step; behind it the meeting, the result, documents."""
        for card in cards(self.frame):
            buttons = find(card, ".//button")
            line = _own_text(buttons[0]) if buttons else None
            read = read_step_line(line or "", _committee(self.frame.meetings(card)))
            if read is None:
                self._unreadable(line or inline(card))
                continue
            step = Consultation(
                id="",
                organization_name=read.committee,
                status_raw=read.status,
                date_raw=read.date,
            )
            results = [value for name, value in paragraphs(card) if name == "result_raw"]
            step.result_raw = ", ".join(results) or None
            _put_outcome(step, read.outcome)
            self._add(step, card)

    def tables(self) -> None:
        """A row for each step; the columns are named by the row of headings or by classes."""
        for table in outermost(self.frame.scope, "table", _has_steps):
            self.anchors.update(below(table, "a"))
            rows = find(table, "./tr | ./thead/tr | ./tbody/tr")
            columns = _columns(rows)
            for row in rows:
                self._row(row, columns)

    def _row(self, row: Node, columns: list[str | None]) -> None:
        shown = cells(row)
        values: dict[str, str] = {}
        column = 0
        for cell in shown:
            named = next((n for n in map(_field, attr(cell, "class").split()) if n), None)
            name = named or (columns[column] if column < len(columns) else None)
            column += _span(cell)
            if name and (text := self._text(name, cell)):
                values.setdefault(name, text)
        if "organization_name" in values:
            step = Consultation(id="")
            for name, value in values.items():
                setattr(step, name, value)
            self._add(step, row)
        elif values or (len(shown) > 1 and inline(row)):
            self._unreadable(inline(row))

    def _text(self, name: str, cell: Node) -> str | None:
        """What a cell shows; a date may have the time beside it, then it is what is linked."""
        if name == "date_raw" and (linked := self.frame.meetings(cell)):
            return inline(next(iter(linked.values()))[0]) or shown_text(cell)
        return shown_text(cell)

    def _unreadable(self, text: str | None) -> None:
        message = f"A step of the Beratungsfolge: {text}"
        self.page.note("error", "unreadable_step", message, self.paper_id)

    def _add(self, step: Consultation, node: Node) -> None:
        """Tie the step to what its card or row links, if that is one meeting, one item."""
        frame = self.frame
        self.steps.append(step)
        step.organization_id = frame.organization(node)
        meetings, items = frame.meetings(node), frame.items(node)
        if len(meetings) == 1:
            ((step.meeting_id, anchors),) = meetings.items()
            self.page.links.append(frame.meeting_link(step.meeting_id, anchors))
        if len(items) == 1:
            ((step.agenda_item_id, url),) = items.items()
            self.page.links.append(Link("agenda_item", url, target=step.agenda_item_id))
        files = documents(frame, node)
        if owner := step.agenda_item_id:
            self.shelf.put(files, AgendaItemFile, owner, paper_id=self.paper_id, ordered=False)
        else:
            # what was before the committee: its agenda and the paper's page say whose it is
            self.shelf.show(files, self.paper_id)


def _has_steps(table: Node) -> bool:
    """Layout 4 has one table for past steps, one for those to come ("Weitere Beratungsfolge")."""
    named = "Berat" in attr(table, "summary") or "smc_page_vo005" in attr(table, "class")
    return named and bool(find(table, "./tr/th | ./thead/tr/th | ./tbody/tr/th"))


def _own_text(button: Node) -> str | None:
    """The line on a button; its badges ("1 Dok.") and hidden words stand in elements."""
    own = [button.text or "", *(part.tail or "" for part in button)]
    return clean(" ".join(own)) or text_without(button, _BADGES)


def _committee(meetings: Mapping[str, list[Node]]) -> str | None:
    """The committee that the title of a link to the meeting names."""
    anchors = chain.from_iterable(meetings.values())
    return next((found[0] for a in anchors if (found := titled(a))), None)


def _put_outcome(step: Consultation, outcome: str | None) -> None:
    """What the line ends with: a role in some towns, the result in others.

    Beside a result it can only be a role. A phrase that nobody knows stays a result, so that it is
    reported and looked at.
    """
    known = {name: load_vocabulary(name).lookup(outcome).known for name in ("role", "result")}
    if known["role"] or (step.result_raw and not known["result"]):
        step.role_raw = outcome
    elif step.result_raw is None:
        step.result_raw = outcome


def _columns(rows: list[Node]) -> list[str | None]:
    """The fields of a table's columns, by its row of headings."""
    columns: list[str | None] = []
    for row in rows:
        for heading in row.iterchildren("th"):
            name = load_vocabulary("step_label").lookup(inline(heading)).value
            columns += [name, *[None] * (_span(heading) - 1)]
        if columns:
            break
    return columns


def _span(cell: Node) -> int:
    return min(max(int(as_number(cell.get("colspan")) or 1), 1), _MOST_COLUMNS)


def _field(name: str) -> str | None:
    return _BY_CLASS.get(name.removeprefix("smc_field_"))
