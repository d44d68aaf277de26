"""`to020.asp`: one agenda item with its minutes, resolution and vote."""

from harvester.markup import Node, attr, find, inline, some
from harvester.page import Page
from harvester.parsers.allris.common import Frame, form_number, label_pairs, paper_link
from harvester.parsers.allris.files import add_files, attachments
from harvester.parsers.allris.texts import blocks
from harvester.parsers.common import anchors_to, link_to, query
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
    item = AgendaItem(id=frame.ids.of("item", frame.number("TOLFDNR", *_own(actions))))
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
    """The papers of a row are followed; the first of the page is the item's."""
    anchors = list(anchors_to(row, "vo020"))
    page.links.extend(paper_link(frame, attr(a, "href")) for a in anchors)
    if item.paper_id is not None:
        return
    number = form_number(row, "VOLFDNR")
    if anchors:
        number = query(attr(anchors[0], "href")).get("VOLFDNR")
    if number:
        item.paper_id = frame.ids.of("paper", number)
        item.reference = _reference(inline(anchors[0]), item.name) if anchors else None


def _reference(shown: str | None, name: str | None) -> str | None:
    """The number before the paper's name in a link; it may hold blanks (WP 14-20 SV 50/032)."""
    if not shown:
        return None
    if name and shown.endswith(name):
        return shown.removesuffix(name).strip() or None
    first = shown.partition(" ")[0]
    return first if any(c.isdecimal() for c in first) else None


def _own(actions: list[str]) -> list[str]:
    """On an item's page `topSelected` in a form's address is the item's own number."""
    numbers = (query(action).get("TOPSELECTED") for action in actions)
    return [f"?TOLFDNR={number}" for number in numbers if number]
