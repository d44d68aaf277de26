"""`to010.asp`: a meeting with its agenda and documents."""

import re
from collections import Counter

from harvester.markup import Node, attr, cells, find, inline, some
from harvester.normalize.text import slug
from harvester.page import Children, Link, Page, PageError
from harvester.parsers.allris.common import (
    Frame,
    form_number,
    label_pairs,
    link_to,
    query,
    script_name,
)
from harvester.parsers.allris.files import add_files, documents
from harvester.records import AgendaItem, Meeting, MeetingFile, Organization
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
    add_files(page, meeting.id, documents(frame, _head_scope(frame), None), MeetingFile)
    _agenda(frame, page, meeting.id)
    return page


def _head_scope(frame: Frame) -> Node:
    """The right column beside the head, where the meeting's own documents stand."""
    columns = find(frame.scope, ".//td[@class='me1'] | .//div[@id='headRight']")
    return columns[0] if columns else frame.scope


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
        shown = cells(row)
        number = inline(shown[0]) if shown else None
        if number is None:
            # minutes of another meeting, which the item above is about; its own page has them
            continue
        position += 1
        item = _item(frame, row, shown, number)
        if not item.id:
            stubs[number] += 1
            item.id = f"{meeting_id}/top/{slug(number)}" + (
                f"-{n}" if (n := stubs[number]) > 1 else ""
            )
        item.meeting_id = meeting_id
        item.position = position
        page.records.append(item)
        _follow(frame, page, row)
    page.children.append(Children("agenda_item", "meeting_id", meeting_id))


def _rows(frame: Frame) -> list[Node]:
    classic = ".//table[@class='tl1']//tr[@class='zl11' or @class='zl12'][td[@class='text4']]"
    responsive = ".//div[@id='toTable']//tr[td[contains(@class, 'tonr')]]"
    return find(frame.scope, f"{classic} | {responsive}")


def _item(frame: Frame, row: Node, shown: list[Node], number: str) -> AgendaItem:
    top = (
        query(link_to(shown[0], "to010") or "").get("TOLFDNR")
        or query(link_to(row, "to020") or "").get("TOLFDNR")
        or form_number(row, "TOLFDNR")
        or next(
            (m.group(1) for c in row.xpath("./comment()") if (m := _COMMENT.fullmatch(c.text))),
            None,
        )
    )
    item = AgendaItem(id=frame.ids.of("item", top) if top else "", number=number)
    title = find(row, "./td[contains(@class, 'tobetreff')]") or shown[3:4]
    item.name = inline(title[0]) if title else None
    paper = link_to(row, "vo020")
    paper_number = query(paper or "").get("VOLFDNR") or form_number(row, "VOLFDNR")
    if paper_number:
        item.paper_id = frame.ids.of("paper", paper_number)
        links = [a for a in find(row, ".//a[@href]") if attr(a, "href") == paper]
        item.reference = inline(links[-1]) if links else None
    for button in find(row, ".//form[contains(@action, 'to020')]//input[@type='submit'][@title]"):
        title_text = attr(button, "title").strip()
        item.result_raw = title_text if title_text not in _NO_RESULT else None
    return item


def _follow(frame: Frame, page: Page, row: Node) -> None:
    """The item's page and the paper, as far as the row really links them."""
    for script, kind in (("to020", "agenda_item"), ("vo020", "paper")):
        if link := link_to(row, script):
            page.links.append(Link(kind, frame.absolute(link)))
