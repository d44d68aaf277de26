"""`vo040.asp`, `au010.asp`, `pa021.asp`, `au020.asp`, `allris.net.asp`: lists and the menu."""

import re

from harvester.markup import attr, find, inline, one
from harvester.normalize.dates import parse_date
from harvester.page import Link, Listed, Page, PageError
from harvester.parsers.allris.common import LISTS, Frame, form_number
from harvester.parsers.common import link_to, menu_links, query, script_name
from harvester.records import Organization

VERSION = 1
#: A list of committees names them as they are today; it is the authority on names.
ORGANIZATION_STATES = frozenset(("body_id", "name", "classification"))
_DATE = re.compile(r"\d\d\.\d\d\.\d{4}")
_MENU = {"si010": "calendar", **LISTS}
_CLASSIFICATION = {"AULFDNR": "committee", "PALFDNR": "council"}


def parse_paper_list(frame: Frame) -> Page:
    """Read one page of the list of papers: what it lists with dates, and where it goes on.

    Links: kind "paper" for each row, "paper_list" to the next page (it needs the session's
    cookie), "paper_list_filter" for the form that limits the list to a range of dates.

    Raises:
        PageError: `missing_part` without the list's table.
    """
    page = frame.page("paper_list", VERSION)
    table = one(frame.scope, ".//table[@class='tl1']", "The list of papers")
    for row in find(table, ".//tr[@class='zl11' or @class='zl12']"):
        link = link_to(row, "vo020")
        number = query(link or "").get("VOLFDNR") or form_number(row, "VOLFDNR")
        if number is None:
            continue
        paper_id = frame.ids.of("paper", number)
        shown = next(
            (t for t in map(inline, find(row, "./td[@class='text2']")) if t and _DATE.fullmatch(t)),
            None,
        )
        day = parse_date(shown) if shown else None
        if day is None:
            page.note("warning", "unreadable_date", "The list of papers shows no date.", paper_id)
        page.listed.append(Listed("paper", paper_id, day.isoformat() if day else None))
        if link:
            page.links.append(Link("paper", frame.absolute(link), target=paper_id))
    for anchor in find(table, ".//a[contains(@href, 'shownext=true')]"):
        page.links.append(Link("paper_list", frame.absolute(attr(anchor, "href"))))
    for form in find(table, ".//form[.//input[@name='filtdatum']]"):
        fields = tuple(
            (attr(i, "name"), attr(i, "value"))
            for i in find(form, ".//input[@name][@type='text' or @type='hidden']")
        )
        page.links.append(Link("paper_list_filter", frame.absolute(attr(form, "action")), fields))
    return page


def parse_organization_list(frame: Frame) -> Page:
    """Read a list of committees or councils.

    Raises:
        PageError: `missing_part` where it lists none.
    """
    page = frame.page("organization_list", VERSION)
    page.states = {"organization": ORGANIZATION_STATES}
    seen: set[str] = set()
    for anchor in find(frame.scope, ".//a[@href]"):
        href, name = attr(anchor, "href"), inline(anchor)
        organization_id = frame.ids.organization(href)
        if script_name(href) not in {"au020", "pa020"} or not (organization_id and name):
            continue
        if organization_id not in seen:
            seen.add(organization_id)
            page.records.append(_organization(organization_id, name, href))
            page.listed.append(Listed("organization", organization_id))
    if not seen:
        raise PageError("missing_part", "The list of committees names none.")
    return page


def parse_organization(frame: Frame) -> Page:
    """Read a committee's own page; its members are people and are not harvested.

    Raises:
        PageError: `missing_part` without number or name.
    """
    page = frame.page("organization", VERSION)
    page.states = {"organization": ORGANIZATION_STATES}
    name = " ".join(frame.heading)
    anchors = [attr(a, "href") for a in find(frame.scope, ".//a[@href]")]
    href = next((h for h in (frame.url, *anchors) if frame.ids.organization(h)), None)
    organization_id = frame.ids.organization(href) if href else None
    if not (name and href and organization_id):
        raise PageError("missing_part", "The committee's name or number is not on the page.")
    page.records.append(_organization(organization_id, name, href))
    return page


def _organization(organization_id: str, name: str, href: str) -> Organization:
    kind = next((k for n, k in _CLASSIFICATION.items() if n in query(href)), None)
    return Organization(id=organization_id, name=name, classification=kind)


def parse_menu(frame: Frame) -> Page:
    """Read the start page's menu: which calendar this town has, and its lists.

    Raises:
        PageError: `missing_part` where the menu links no calendar.
    """
    page = frame.page("menu", VERSION)
    page.links.extend(menu_links(frame, _MENU))
    if not any(link.kind == "calendar" for link in page.links):
        raise PageError("missing_part", "The menu links no calendar (si010).")
    if not any(link.kind == "paper_list" for link in page.links):
        page.note("error", "missing_part", "The menu links no list of papers (vo040).")
    return page
