"""`gr0040`, `kp0040`, `vo0040`, `do0040`, `infobi`: lists and the start page's menu."""

import re
from collections.abc import Collection, Mapping
from itertools import islice

from harvester.markup import Node, attr, below, cells, find, inline
from harvester.normalize.dates import parse_date
from harvester.page import Link, Listed, Page, PageError
from harvester.parsers.common import anchors_to, menu_links, query, script_name
from harvester.parsers.sessionnet.common import (
    Frame,
    cell_of,
    next_pages,
    outermost,
    says_none,
    says_not_found,
    shown_text,
)
from harvester.parsers.sessionnet.files import Shelf, documents
from harvester.records import MeetingFile, Organization, PaperFile
from harvester.text import clean

VERSION = 1
#: A list of committees names them as they are today; it is the authority on names.
_ORGANIZATION_STATES = frozenset(("body_id", "name"))
_MENU = {
    "si0040": "calendar",
    "gr0040": "organization_list",
    "vo0040": "paper_list",
    "do0040": "document_list",
}
_COMMITTEE = {"kp0040": "organization", "si0041": "organization_meetings"}
#: A committee without a link, such as one of an earlier term.
_NAMES = ".//td[contains(@class, 'grname')]"
_DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
#: The title of a link in a committee's menu: "zu Rat: Sitzungen".
_OF_COMMITTEE = re.compile(r"zu (.+?): ")
_MENU_DEPTH = 4
_LONGEST = 200


def parse_organization_list(frame: Frame) -> Page:
    """Read the committees: each with a number is listed, with the links to its pages.

    Raises:
        PageError: `missing_part` where it lists none.
    """
    page = frame.page("organization_list", VERSION)
    page.states = {"organization": _ORGANIZATION_STATES}
    linked: dict[str, list[Node]] = {}
    rows: dict[Node, set[str]] = {}
    for anchor in anchors_to(frame.scope, *_COMMITTEE):
        if number := query(attr(anchor, "href")).get("__KGRNR"):
            organization_id = frame.ids.of("organization", number)
            linked.setdefault(organization_id, []).append(anchor)
            for row in islice(anchor.iterancestors("tr"), 1):
                rows.setdefault(row, set()).add(organization_id)
    names = _names(rows)
    for organization_id, anchors in linked.items():
        name = names.get(organization_id) or _name(anchors)
        if name is None:
            text = "The list of committees does not name this one."
            page.note("warning", "no_name", text, organization_id)
        page.records.append(Organization(id=organization_id, name=name))
        page.listed.append(Listed("organization", organization_id))
        _link_pages(frame, page, organization_id, anchors)
    for cell in find(frame.scope, _NAMES):
        if next(below(cell, "a"), None) is None and (name := shown_text(cell)):
            page.note("info", "organization_without_number", name)
    if not linked:
        raise PageError("missing_part", "The list of committees names none.")
    return page


def _names(rows: Mapping[Node, Collection[str]]) -> dict[str, str]:
    """The names in cells of their own, of rows with one committee."""
    names: dict[str, str] = {}
    for row, (organization_id, *others) in ((row, tuple(ids)) for row, ids in rows.items()):
        cell = None if others else cell_of(row, "grname")
        is_plain = cell is not None and next(below(cell, "table"), None) is None
        if cell is not None and is_plain and (name := shown_text(cell)):
            names.setdefault(organization_id, name)
    return names


def _name(anchors: list[Node]) -> str | None:
    """The committee's name by a link: in its title, or its text if that is no function's."""
    for anchor in anchors:
        if found := _OF_COMMITTEE.match(clean(attr(anchor, "title")) or ""):
            return found.group(1)
    own = (a for a in anchors if script_name(attr(a, "href")) == "kp0040" and not _in_menu(a))
    return next((name for a in own if (name := inline(a))), None)


def _in_menu(anchor: Node) -> bool:
    around = islice(anchor.iterancestors(), _MENU_DEPTH)
    return any("contextmenu" in attr(node, "class") for node in (anchor, *around))


def _link_pages(frame: Frame, page: Page, organization_id: str, anchors: list[Node]) -> None:
    """The committee's own pages, each address once."""
    kinds = {
        frame.absolute(attr(a, "href")): _COMMITTEE[script_name(attr(a, "href"))] for a in anchors
    }
    page.links.extend(Link(kind, url, target=organization_id) for url, kind in kinds.items())


def parse_organization(frame: Frame) -> Page:
    """Read a committee's own page; its members are people and are not harvested.

    Raises:
        PageError: `missing_part` without number or name.
    """
    page = frame.page("organization", VERSION)
    page.states = {"organization": frozenset()}
    organization_id = frame.ids.of("organization", frame.number("__KGRNR"))
    if frame.title is None or says_not_found(frame):
        raise PageError("missing_part", "The committee's name is not on the page.")
    page.records.append(Organization(id=organization_id, name=frame.title))
    own = [
        anchor
        for anchor in anchors_to(frame.document.root, "si0041")
        if organization_id == frame.ids.of("organization", _number(anchor))
    ]
    _link_pages(frame, page, organization_id, own)
    return page


def _number(anchor: Node) -> str:
    return query(attr(anchor, "href")).get("__KGRNR", "")


def parse_paper_list(frame: Frame) -> Page:
    """Read one page of the list of papers: what it lists, with dates where it shows them.

    Raises:
        PageError: `missing_part` where it lists none and does not say so.
    """
    page = frame.page("paper_list", VERSION)
    listed: dict[str, Link] = {}
    rows: dict[Node, list[str]] = {}
    for anchor in below(frame.scope, "a"):
        for paper_id, (_, link) in frame.papers(anchor).items():
            if paper_id not in listed:
                listed[paper_id] = link
                for row in islice(anchor.iterancestors("tr"), 1):
                    rows.setdefault(row, []).append(paper_id)
    # a row of several papers does not say whose date it shows
    dates = {ids[0]: _date(page, row, ids[0]) for row, ids in rows.items() if len(ids) == 1}
    page.listed.extend(Listed("paper", paper_id, dates.get(paper_id)) for paper_id in listed)
    page.links.extend(listed.values())
    if not listed and not says_none(frame):
        raise PageError("missing_part", "The list of papers shows none.")
    page.links.extend(next_pages(frame, page.kind))
    return page


def _date(page: Page, row: Node, record_id: str) -> str | None:
    """The date in a row; None where it shows none, or several of which none is named."""
    named = cell_of(row, "vodat", "agdat", "agvdat")
    shown = [inline(node) for node in (*cells(row), *below(row, "li"))]
    dates = list(dict.fromkeys(text for text in shown if text and _DATE.fullmatch(text)))
    if named is not None and (text := inline(named)):
        dates = [text]
    day = parse_date(dates[0]) if len(dates) == 1 else None
    if dates and day is None:
        text = f"The list shows no date: {', '.join(dates)}"
        page.note("warning", "unreadable_date", text, record_id)
    return day.isoformat() if day else None


def parse_document_list(frame: Frame) -> Page:
    """Read the latest documents: each is listed with its date, tied to what it belongs to.

    Raises:
        PageError: `missing_part` where it lists none and does not say so.
    """
    page = frame.page("document_list", VERSION)
    page.states = {"paper_file": frozenset(), "meeting_file": frozenset()}
    shelf = Shelf(page)
    for row in outermost(frame.scope, "tr", _lists_documents):
        _document_row(frame, page, shelf, row)
    shelf.close(is_authority=False)
    if not shelf.files and not says_none(frame):
        raise PageError("missing_part", "The list of documents shows none.")
    page.links.extend(next_pages(frame, page.kind))
    return page


def _lists_documents(row: Node) -> bool:
    if cell_of(row, "dovorgang") is not None:
        return True
    table = next(row.iterancestors("table"), None)
    return table is not None and "smc_page_do0040" in attr(table, "class") + attr(table, "id")


def _document_row(frame: Frame, page: Page, shelf: Shelf, row: Node) -> None:
    """The documents of a row, which belong to one paper or one meeting."""
    files = [file for file in documents(frame, row) if file.id not in shelf.files]
    papers, meetings = frame.papers(row), frame.meetings(row)
    days = [text for li in below(row, "li") if (text := inline(li)) and _DATE.fullmatch(text)]
    day = parse_date(days[0]) if days else None
    for file in files:
        page.listed.append(Listed("file", file.id, day.isoformat() if day else None))
    if len(papers) == 1:
        ((paper_id, (_, link)),) = papers.items()
        page.links.append(link)
        shelf.put(files, PaperFile, paper_id, paper_id=paper_id, ordered=False)
    elif len(meetings) == 1:
        ((meeting_id, anchors),) = meetings.items()
        page.links.append(frame.meeting_link(meeting_id, anchors))
        shelf.put(files, MeetingFile, meeting_id, ordered=False)
    elif files:
        shelf.show(files, None)
        text = f"Documents that belong to nothing: {inline(row)}"
        page.note("warning", "file_without_owner", text[:_LONGEST])


def parse_menu(frame: Frame) -> Page:
    """Read the start page's menu: the calendar and the lists.

    Raises:
        PageError: `missing_part` where the menu links no calendar.
    """
    page = frame.page("menu", VERSION)
    page.links.extend(menu_links(frame, _MENU))
    if not any(link.kind == "calendar" for link in page.links):
        raise PageError("missing_part", "The menu links no calendar (si0040).")
    return page
