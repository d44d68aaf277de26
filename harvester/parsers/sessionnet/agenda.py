"""The agenda of a meeting in its three forms: tables of Layout 4 and 5, of Layout 6, and cards.

Layout 4 and 5 (`to0040`) number their rows (`smc_contol_to_1_<ktonr>`); results stand in rows of
their own below. Layout 6 (`si0057`) has results in the row, and a number only where the item has a
page. Cards (`si0056`) hold the same behind a button each.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from harvester.markup import Node, attr, below, cells, find, inline
from harvester.page import Children, Link, Page
from harvester.parsers.common import all_files, has_class, is_whole
from harvester.parsers.sessionnet.common import Frame, cards, cell_of, outermost, text_without
from harvester.parsers.sessionnet.files import Shelf, documents
from harvester.parsers.sessionnet.head import with_canonical
from harvester.records import AgendaItem, AgendaItemFile
from harvester.text import slug
from harvester.vocabulary import load_vocabulary

#: What an agenda shows of each item.
_STATES = ("meeting_id", "position", "number", "name", "public", "paper_id", "reference")
#: What it shows of some, or of none where the town leaves that to the items' own pages.
_RESULTS = ("result_raw", "vote_raw")
#: Fields by the end of the class of the paragraph that holds them (`smc_field_btname`).
_BY_CLASS = {
    "beschluss": "result_raw",
    "btname": "result_raw",
    "abstimmung": "vote_raw",
    "toabst": "vote_raw",
    "totexta": "vote_raw",
}

_ROW_ID = re.compile(r"smc_contol_to_[0-9]+_([0-9]{1,12})")
#: The number of an item in its cell; what follows ("Nachtrag: 01.09.2026 *") is none of it.
_NUMBER = re.compile(r"(?:[^\W\d_]{1,2} ?)?[0-9]+[a-z]?(?:\.[0-9]+[a-z]?)*(?=\.?(?:\s|$))")
_PART = re.compile(r"(?:NÖ|Ö|N)(?![^\W\d])")
_ANY_TABLE = (
    ".//table[contains(@class, 'smc_page_to0040_') or contains(@class, 'smc_page_si0057_')]"
    "[not(@id='smctablevorgang')]"  # the meeting's head
)
_BADGES = (
    ".//span[contains(@class, 'badge')][not(ancestor-or-self::*[contains(@class, 'smc-badge')])]"
)
_TITLE = (
    ".//*[contains(@class, 'smc-card-header-title') or contains(@class, 'smc-card-text-title')]"
)
_BESIDE_TITLE = (
    ".//p[contains(@class, 'smc_field_')] | .//*[contains(@class, 'smc-table-cell-box')]"
)
_NO_ITEMS = "keine Tagesordnungspunkte"


@dataclass(slots=True)
class Agenda:
    """Reads the rows of an agenda, one after the other.

    `public` is what the section that the rows stand in says of them, None where it is not known;
    `unknown` is its heading then, until it was reported.
    """

    frame: Frame
    page: Page
    meeting_id: str
    shelf: Shelf
    items: list[AgendaItem] = field(default_factory=list)
    anchors: set[Node] = field(default_factory=set)
    public: bool | None = None
    unknown: str | None = "none"
    _stubs: Counter[str] = field(default_factory=Counter)
    _own_pages: set[str] = field(default_factory=set)
    _open: AgendaItem | None = None

    def read(self) -> None:
        """Read all rows; a page without an agenda yet is a normal page."""
        marked = outermost(self.frame.scope, "tr", _is_marked)
        tables = dict.fromkeys(t for row in marked for t in islice(row.iterancestors("table"), 1))
        for table in tables:
            for row in find(table, "./tr | ./thead/tr | ./tbody/tr"):
                self._row(row)
        for card in cards(self.frame):
            self._card(card)
        if not tables and not self.items:
            self._missed()
        self._close()

    def _row(self, row: Node) -> None:
        shown = cells(row)
        text = inline(row)
        self.anchors.update(below(row, "a"))
        number, title = _cells_of_item(row)
        if not shown or not (text or attr(row, "id")):
            return
        if has_class(row, "smcrowh", "smc-table-group") or cell_of(row, "totrenn") is not None:
            self._section(text or "")
        elif labels := [cell for cell in shown if has_class(cell, "smc_topr")]:
            value = labels[0].getnext()
            self._below(inline(labels[0]) or "", None if value is None else inline(value))
        elif number is None:
            if len(shown) > 1:
                self._unreadable(text)
        else:
            self._item(row, number, title)

    def _missed(self) -> None:
        """A table of the agenda of which no row is known."""
        for table in find(self.frame.scope, _ANY_TABLE):
            rows = find(table, "./tr | ./tbody/tr")
            for row in (row for row in rows if len(cells(row)) > 1 and inline(row)):
                self._unreadable(inline(row))
                return

    def _card(self, card: Node) -> None:
        self.anchors.update(below(card, "a"))
        titles = find(card, _TITLE)
        badges = find(card, _BADGES)
        if titles and badges:
            self._item(card, badges[0], titles[0])
        elif buttons := find(card, ".//button"):
            self._section(inline(buttons[0]) or "")

    def _section(self, heading: str) -> None:
        self._open = None
        # "Öffentlicher Teil: Beginn 17:00 Uhr"
        value = load_vocabulary("public").lookup(heading.partition(":")[0]).value
        self.public = None if value is None else value == "yes"
        self.unknown = heading if value is None else None

    def _below(self, label: str, value: str | None) -> None:
        """A row that goes on with the item above it: its result, its vote."""
        known, name = load_vocabulary("item_label").lookup(label)
        if self._open is None:
            self._unreadable(f"{label} {value or ''}".strip())
        elif not known:
            text = f"{label} {value or ''}".strip()
            self.page.note("warning", "unknown_label", text, self._open.id)
        elif name and value:
            add_to(self._open, name, value)

    def _unreadable(self, text: str | None) -> None:
        if text:
            message = f"A row of the agenda: {text}"
            self.page.note("error", "unreadable_item", message, self.meeting_id)

    def _item(self, row: Node, cell: Node, title: Node | None) -> None:
        """One item; a title without number, paper and file is a heading between the items."""
        frame, shown = self.frame, inline(cell)
        pages, papers = frame.items(row), frame.papers(row)
        item = AgendaItem(id="", meeting_id=self.meeting_id, public=self.public)
        item.number = item_number(shown) if shown else None
        item.name = None if title is None else text_without(title, _BESIDE_TITLE)
        item.id = self._id(row, pages, item.number)
        first = next(iter(papers), None)
        item.paper_id, item.reference = first, papers[first][0] if first else None
        files = documents(frame, row, reference=item.reference)
        self._open = None
        own = pages or papers or files or _ROW_ID.match(attr(row, "id"))
        if not item.number and (not own or item.name == _NO_ITEMS):
            return
        self._open = item
        item.position = len(self.items) + 1
        self.items.append(item)
        self.page.records.append(item)
        for name, value in paragraphs(row):
            add_to(item, name, value)
        self._follow(item, pages, list(papers.values()))
        self.shelf.put(files, AgendaItemFile, item.id, paper_id=item.paper_id)
        if self.unknown and not _PART.match(item.number or ""):
            text = f"Public or not? The section of the agenda: {self.unknown}"
            self.page.note("warning", "unknown_status", text, item.id)
            self.unknown = None

    def _id(self, row: Node, pages: dict[str, str], number: str | None) -> str:
        """By the item's own number; without one by its number on this agenda."""
        own = _ROW_ID.match(attr(row, "id"))
        if own:
            return self.frame.ids.of("item", own.group(1))
        if pages:
            return next(iter(pages))
        stub = slug(number or "")
        self._stubs[stub] += 1
        suffix = f"-{n}" if (n := self._stubs[stub]) > 1 else ""
        return f"{self.meeting_id}/item/{stub}{suffix}"

    def _follow(
        self, item: AgendaItem, pages: dict[str, str], papers: list[tuple[str | None, Link]]
    ) -> None:
        if item.id in pages:
            self._own_pages.add(item.id)
            self.page.links.append(Link("agenda_item", pages[item.id], target=item.id))
        self.page.links.extend(link for _, link in papers)
        if others := papers[1:]:
            names = ", ".join(text or link.url for text, link in others)
            text = f"The item's further papers: {names}"
            self.page.note("info", "several_papers", text, item.id)

    def _close(self) -> None:
        """What the page states of its items, and that these are all."""
        shown = [name for name in _RESULTS if any(getattr(i, name) for i in self.items)]
        stated = with_canonical((*_STATES, *shown))
        self.page.states = {**self.page.states, "agenda_item": stated}
        if self.items and is_whole(self.page):
            self.page.children.append(Children("agenda_item", "meeting_id", self.meeting_id))
        for item in self.items:
            # an item's own page may show more
            if item.id not in self._own_pages:
                all_files(self.page, item.id, AgendaItemFile)


def _is_marked(row: Node) -> bool:
    """Whether an agenda is known by this row."""
    return (
        "smc_toph" in attr(row, "class")
        or attr(row, "id").startswith("smc_contol_to_")
        or any(has_class(cell, "tofnum") for cell in row.iterchildren("td"))
    )


def item_number(shown: str) -> str:
    """The number in its cell, "3.1" of "3.1 Nachtrag: 01.09.2026 *"; all where none is in front."""
    found = _NUMBER.match(shown)
    return found.group() if found else shown


def _cells_of_item(row: Node) -> tuple[Node | None, Node | None]:
    """The cells of an item's number and title."""
    shown = cells(row)
    number = next((c for c in shown if has_class(c, "smc_tophn", "tofnum")), None)
    title = next((c for c in shown if has_class(c, "smc_topht", "tobetr", "tolink")), None)
    if number is None and len(shown) > 1 and _ROW_ID.match(attr(row, "id")):
        number, title = shown[:2]
    if title is not None and (inner := find(title, _TITLE)):
        title = inner[0]
    return number, title


def paragraphs(node: Node) -> Iterator[tuple[str, str]]:
    """The results and votes in paragraphs below a node: field and value, without its label."""
    for paragraph in find(node, ".//p[contains(@class, 'smc_field_')]"):
        ends = (name.rpartition("_")[2] for name in attr(paragraph, "class").split())
        name = next((_BY_CLASS[end] for end in ends if end in _BY_CLASS), None)
        value = text_without(paragraph, "./strong | ./b")
        if name and value:
            yield name, value


def add_to(item: AgendaItem, name: str, value: str) -> None:
    """Put a value into a field; a second one goes on with it."""
    held = getattr(item, name)
    setattr(item, name, f"{held}, {value}" if held else value)
