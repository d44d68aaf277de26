"""`to0050`: one agenda item with what was said, resolved and voted."""

from collections.abc import Iterator

from harvester.markup import cells, find, inline
from harvester.page import Page, PageError
from harvester.parsers.common import has_class
from harvester.parsers.sessionnet.agenda import add_to, item_number, paragraphs
from harvester.parsers.sessionnet.common import Frame, shown_text
from harvester.parsers.sessionnet.files import Shelf, documents
from harvester.parsers.sessionnet.head import head_pairs, with_canonical
from harvester.parsers.sessionnet.texts import blocks
from harvester.records import AgendaItem, AgendaItemFile
from harvester.vocabulary import load_vocabulary

VERSION = 1
#: The agenda states number, name and paper; this page adds what was said, resolved and voted.
_TEXTS = ("resolution_text", "minutes_text")
_RESULTS = ("result_raw", "vote_raw")


def parse_agenda_item(frame: Frame) -> Page:
    """Read an item's page.

    A result that it shows is stated, its silence about one is not: the agenda may show it.

    Raises:
        PageError: `missing_part` without number, or where it shows nothing of an item.
    """
    page = frame.page("agenda_item", VERSION)
    item = AgendaItem(id=frame.ids.of("item", frame.number("__KTONR")))
    page.records.append(item)
    _bind(frame, page, item)
    head = _head(frame, page, item)
    for name, value in (*_rows(frame), *paragraphs(frame.scope)):
        add_to(item, name, value)
    texts = _texts(frame, item)
    if not (head or texts or item.result_raw or item.vote_raw):
        raise PageError("missing_part", "The page shows nothing of an agenda item.")
    shown = [name for name in _RESULTS if getattr(item, name)]
    page.states = {
        "agenda_item": with_canonical((*_TEXTS, *shown)),
        "agenda_item_file": frozenset(),
    }
    shelf = Shelf(page)
    files = documents(frame, frame.scope, reference=item.reference)
    shelf.put(files, AgendaItemFile, item.id, paper_id=item.paper_id, ordered=False)
    shelf.close(is_authority=False)
    return page


def _bind(frame: Frame, page: Page, item: AgendaItem) -> None:
    """Meeting and paper as the page links them; the first paper is the item's."""
    meetings = frame.meetings(frame.scope)
    if len(meetings) == 1:
        ((item.meeting_id, anchors),) = meetings.items()
        page.links.append(frame.meeting_link(item.meeting_id, anchors))
    papers = frame.papers(frame.scope)
    page.links.extend(link for _, link in papers.values())
    if papers:
        item.paper_id, (item.reference, _) = next(iter(papers.items()))


def _head(frame: Frame, page: Page, item: AgendaItem) -> bool:
    """Read the head; whether there is one."""
    pairs = head_pairs(frame)
    for label, cell in pairs:
        text = shown_text(cell)
        known, name = load_vocabulary("item_label").lookup(label)
        if not known and text:
            page.note("warning", "unknown_label", f"{label}: {text}", item.id)
        elif name and text and getattr(item, name) is None:
            setattr(item, name, item_number(text) if name == "number" else text)
    return bool(pairs)


def _rows(frame: Frame) -> Iterator[tuple[str, str]]:
    """Rows as on an agenda: a label in `smc_topr`, its value behind it."""
    for row in find(frame.scope, ".//tr[td[contains(@class, 'smc_topr')]]"):
        for label in (cell for cell in cells(row) if has_class(cell, "smc_topr")):
            name = load_vocabulary("item_label").lookup(inline(label)).value
            value = label.getnext()
            if name and value is not None and (text := inline(value)):
                yield name, text


def _texts(frame: Frame, item: AgendaItem) -> bool:
    """Blocks that are headed as a resolution are the resolution, all others were said."""
    shown = blocks(frame)
    sections = load_vocabulary("section")
    for block in shown:
        is_resolution = sections.lookup(block.heading).value == "resolution"
        name = "resolution_text" if is_resolution else "minutes_text"
        own = [getattr(item, name), None if is_resolution else block.heading, block.text]
        setattr(item, name, "\n".join(text for text in own if text) or None)
    return bool(shown)
