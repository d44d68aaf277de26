"""`to010.asp`: a meeting with its agenda and documents."""

import re
from collections import Counter

from harvester.markup import Node, attr, cells, find, inline, some
from harvester.page import Children, Link, Page, PageError
from harvester.parsers.allris.common import Frame, form_number, label_pairs, paper_link
from harvester.parsers.allris.files import add_files, documents
from harvester.parsers.common import (
    anchors_to,
    has_class,
    is_whole,
    link_to,
    query,
    script_name,
)
from harvester.records import AgendaItem, Meeting, MeetingFile, Organization
from harvester.text import slug
from harvester.vocabulary import load_vocabulary

VERSION = 1
#: An agenda shows of an item what the item's own page does not: the texts and votes stay out.
ITEM_STATES = frozenset(
    (
        "meeting_id",
        "position",
        "number",
        "name",
        "public",
        "paper_id",
        "reference",
        "result_raw",
        "result",
    )
)
_COMMENT = re.compile(r"\s*(\d{1,12})\s*")
#: Titles of the button to an item's page that say what lies behind it, not what was decided.
_NO_RESULT = frozenset(("Auszug", "Beschluss", "Protokollauszug", "Niederschrift"))


def parse_meeting(frame: Frame) -> Page:
    """Read a meeting: meeting, its committee, agenda items, files.

    The committee's name is that of the meeting's day, so the organization is only added where it
    is missing; the list of committees names it.

    Raises:
        PageError: `missing_part` without number, date row or agenda table.
    """
    page = frame.page("meeting", VERSION)
    page.states = {"organization": frozenset(), "agenda_item": ITEM_STATES}
    # each item's number links the agenda itself
    own = [attr(a, "href") for a in find(frame.scope, ".//a[contains(@href, 'TOLFDNR=')]")]
    own = [href for href in own if script_name(href) == "to010"]
    meeting = Meeting(id=frame.ids.of("meeting", frame.number("SILFDNR", *own)))
    page.records.append(meeting)
    if frame.responsive:
        _responsive_head(frame, page, meeting)
    else:
        _head(frame, page, meeting)
    if meeting.date_raw is None:
        raise PageError("missing_part", "The meeting's date is not on the page.")
    # the meeting's own documents stand beside the head; those elsewhere belong to other meetings
    if columns := find(frame.scope, ".//td[@class='me1'] | .//div[@id='headRight']"):
        add_files(page, meeting.id, documents(frame, columns[0], None), MeetingFile)
    _agenda(frame, page, meeting.id)
    return page


def _organization(frame: Frame, page: Page, meeting: Meeting, cell: Node) -> None:
    for link in find(cell, ".//a[@href]"):
        meeting.organization_id = frame.ids.organization(attr(link, "href"))
        if meeting.organization_id:
            page.records.append(
                Organization(id=meeting.organization_id, name=meeting.organization_name)
            )
            return


def _head(frame: Frame, page: Page, meeting: Meeting) -> None:
    rows = some(frame.scope, ".//td[@class='kb1']/parent::tr", "The meeting's head table")
    for _, label, value in label_pairs(rows):
        _set(page, meeting, label, inline(value))
        if label == "Gremium":
            _organization(frame, page, meeting, value)
    if meeting.name is None:
        meeting.name = " ".join(frame.heading).partition(" - ")[2].strip() or None


def _responsive_head(frame: Frame, page: Page, meeting: Meeting) -> None:
    """`div.row` with pairs of `<a aria-describedby>` (label) and `<span>` (value)."""
    # the heading is the committee and the day
    meeting.name = " ".join(frame.heading).rpartition(" - ")[0] or None
    for label_cell in find(frame.scope, ".//div[@id='head']//a[@aria-describedby]"):
        value = label_cell.getnext()
        if value is None:
            continue
        label = (inline(label_cell) or "").rstrip(": ")
        _set(page, meeting, label, inline(value))
        if label == "Gremium":
            _organization(frame, page, meeting, value)


def _set(page: Page, meeting: Meeting, label: str | None, text: str | None) -> None:
    if label is None or text is None:
        return
    known, field = load_vocabulary("meeting_label").lookup(label)
    if not known:
        page.note("warning", "unknown_label", f"{label}: {text}", meeting.id)
    elif field and getattr(meeting, field, text) is None:
        setattr(meeting, field, text)


def _agenda(frame: Frame, page: Page, meeting_id: str) -> None:
    """The rows of the agenda; a page without an agenda yet is a normal page."""
    stubs: Counter[str] = Counter()
    position = 0
    for row in _rows(frame):
        item = _item(frame, page, row, meeting_id)
        if item is None:
            continue
        position += 1
        if not item.id:
            number = item.number or ""
            stubs[number] += 1
            item.id = f"{meeting_id}/top/{slug(number)}" + (
                f"-{n}" if (n := stubs[number]) > 1 else ""
            )
        item.meeting_id = meeting_id
        item.position = position
        page.records.append(item)
        _paper(frame, page, row, item)
        _follow(frame, page, row, item)
    if is_whole(page):
        page.children.append(Children("agenda_item", "meeting_id", meeting_id))


def _rows(frame: Frame) -> list[Node]:
    """The agenda's own rows; those of tables in its cells belong to earlier meetings."""
    classic = ".//table[@class='tl1'][not(ancestor::table[@class='tl1'])]"
    # a real page holds the agenda's table in a table of the same kind, without a cell between
    responsive = (
        ".//div[@id='toTable']//table/tbody/tr[not(ancestor::td[ancestor::div[@id='toTable']])]"
    )
    rows = find(frame.scope, f"{classic}/tr | {classic}/tbody/tr | {responsive}")
    # one cell alone is a line or a heading
    return [row for row in rows if len(cells(row)) > 1]


def _item(frame: Frame, page: Page, row: Node, meeting_id: str) -> AgendaItem | None:
    """The item of a row; None for a row of another meeting, an empty one, an unreadable one."""
    shown = cells(row)
    number = inline(shown[0])
    linked = query(link_to(shown[0], "to010") or "")
    other = linked.get("SILFDNR")
    if other and frame.ids.of("meeting", other) != meeting_id:
        return None
    if number is None and find(row, ".//table | .//*[@data-embed]"):
        # minutes of another meeting, which the item above is about; its own page has them
        return None
    known = has_class(row, "zl11", "zl12") or has_class(shown[0], "tonr")
    top = _item_number(row, linked) if known else None
    if not (known and (number or top)):
        if number or (known and inline(row)):
            page.note("error", "unreadable_item", f"A row of the agenda: {inline(row)}", meeting_id)
        return None
    title = find(row, "./td[contains(@class, 'tobetreff')]") or shown[3:4]
    item = AgendaItem(
        id=frame.ids.of("item", top) if top else "",
        number=number,
        name=inline(title[0]) if title else None,
    )
    for button in find(row, ".//form[contains(@action, 'to020')]//input[@type='submit'][@title]"):
        title_text = attr(button, "title").strip()
        item.result_raw = title_text if title_text not in _NO_RESULT else None
    return item


def _item_number(row: Node, linked: dict[str, str]) -> str | None:
    """The item's TOLFDNR: of the number's link, another link, a form or a comment."""
    comments = (_COMMENT.fullmatch(comment.text) for comment in row.xpath("./comment()"))
    return (
        linked.get("TOLFDNR")
        or query(link_to(row, "to020") or "").get("TOLFDNR")
        or form_number(row, "TOLFDNR")
        or next((found.group(1) for found in comments if found), None)
    )


def _paper(frame: Frame, page: Page, row: Node, item: AgendaItem) -> None:
    """The row's first paper is the item's; further ones are reported."""
    papers: dict[str, str | None] = {}
    for anchor in anchors_to(row, "vo020"):
        if linked := query(attr(anchor, "href")).get("VOLFDNR"):
            papers[linked] = inline(anchor) or papers.get(linked)
    first, *others = papers or [form_number(row, "VOLFDNR")]
    if first:
        item.paper_id = frame.ids.of("paper", first)
        item.reference = papers.get(first)
    if others:
        shown = ", ".join(papers[number] or number for number in others if number)
        page.note("info", "several_papers", f"The item's further papers: {shown}", item.id)


def _follow(frame: Frame, page: Page, row: Node, item: AgendaItem) -> None:
    """The item's page and the papers, as far as the row really links them."""
    if link := link_to(row, "to020"):
        page.links.append(Link("agenda_item", frame.absolute(link), target=item.id))
    papers = dict.fromkeys(attr(anchor, "href") for anchor in anchors_to(row, "vo020"))
    page.links.extend(paper_link(frame, href) for href in papers)
