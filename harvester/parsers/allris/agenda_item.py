"""`to020.asp`: one agenda item with its minutes, resolution and vote."""

from harvester.markup import Node, attr, find, inline, some
from harvester.page import Link, Page
from harvester.parsers.allris.common import (
    Frame,
    anchor_to,
    form_number,
    label_pairs,
    link_to,
    query,
)
from harvester.parsers.allris.files import add_files, attachments
from harvester.parsers.allris.texts import blocks
from harvester.records import AgendaItem, AgendaItemFile

VERSION = 1
#: The agenda states number, name, paper and result; this page adds what was said and voted.
STATES = frozenset(
    ("resolution_text", "minutes_text", "vote_raw", "votes_yes", "votes_no", "votes_abstain")
)
_HEAD = ".//td[@class='ko1']/table[1]/tr"
_TEXTS = {"WP": "minutes_text", "BS": "resolution_text", "AE": "vote_raw"}


def parse_agenda_item(frame: Frame) -> Page:
    """Read an item's page. Imports from 2000 to 2003 hold a whole meeting's minutes in one item.

    Raises:
        PageError: `missing_part` without number or head table.
    """
    page = frame.page("agenda_item", VERSION)
    page.states = {"agenda_item": STATES}
    head = some(frame.scope, _HEAD, "The item's head table")
    actions = [attr(form, "action") for form in find(frame.scope, ".//form[@action]")]
    item = AgendaItem(id=frame.ids.of("item", frame.number("TOLFDNR", *_renamed(actions))))
    page.records.append(item)
    item.name = " ".join(frame.heading).partition(" - ")[2].strip() or None
    for row in find(frame.scope, f"{_HEAD}[.//a or .//input]"):
        meeting = query(link_to(row, "to010") or "").get("SILFDNR") or form_number(row, "SILFDNR")
        if meeting and item.meeting_id is None:
            item.meeting_id = frame.ids.of("meeting", meeting)
        _paper(frame, page, item, row)
    for _, label, value in label_pairs(head):
        if label == "TOP":
            item.number = inline(value)
        elif label == "Beschlussart":
            item.result_raw = inline(value)
    for block in blocks(frame, page):
        if field := _TEXTS.get(block.code):
            held = getattr(item, field)
            setattr(item, field, "\n".join(text for text in (held, block.text) if text) or None)
    add_files(page, item.id, attachments(frame, item.id), AgendaItemFile)
    return page


def _paper(frame: Frame, page: Page, item: AgendaItem, row: Node) -> None:
    """The paper's row: a form with its number, a link whose text begins with its reference."""
    anchor = anchor_to(row, "vo020")
    number = form_number(row, "VOLFDNR")
    if anchor is not None:
        number = query(attr(anchor, "href")).get("VOLFDNR")
        item.reference = (inline(anchor) or "").partition(" ")[0] or None
        page.links.append(Link("paper", frame.absolute(attr(anchor, "href"))))
    if number and item.paper_id is None:
        item.paper_id = frame.ids.of("paper", number)


def _renamed(actions: list[str]) -> list[str]:
    """On an item's page `topSelected` in a form's address is the item's own number."""
    return [action.replace("topSelected=", "TOLFDNR=") for action in actions]
