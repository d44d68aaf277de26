"""`to0040`, `si0057`, `si0056`, `si0050`: a meeting with its agenda and documents."""

import re

from harvester.markup import Node, attr
from harvester.page import Page, PageError
from harvester.parsers.common import anchors_to, query, script_name
from harvester.parsers.sessionnet.agenda import Agenda
from harvester.parsers.sessionnet.common import MEETINGS, Frame, shown_text
from harvester.parsers.sessionnet.files import Shelf, documents
from harvester.parsers.sessionnet.head import head_pairs, with_canonical
from harvester.records import Meeting, MeetingFile, Organization
from harvester.vocabulary import load_vocabulary

VERSION = 1
#: "Hauptausschuss - 28.09.2026 - 17:00 Uhr", "Bildungsausschuss 01.09.2026"
_HEADING = re.compile(r"(.*?)(?: -)? ?\b([0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})(?: - (.*))?")


def parse_meeting(frame: Frame) -> Page:
    """Read a meeting: meeting, its committee, agenda items, files.

    A page states what its head shows of the meeting, or the day and time in its heading. The
    committee is only added where it is missing; the list of committees names it.

    Raises:
        PageError: `missing_part` without number or date.
    """
    page = frame.page("meeting", VERSION)
    # a paper's link on the agenda says on which meeting's agenda it is
    papers = (query(attr(a, "href")).get("VOSELECT") for a in anchors_to(frame.scope, "vo0050"))
    own = (f"?__ksinr={number}" for number in papers if number)
    meeting = Meeting(id=frame.ids.of("meeting", frame.number("__KSINR", *own)))
    page.records.append(meeting)
    shown = _head(frame, page, meeting)
    if "date_raw" in shown:
        shown.add("time_raw")  # or a day that has moved would keep its hour
    shown |= _heading(frame, meeting)
    page.states = {"meeting": with_canonical(shown), "organization": frozenset()}
    if meeting.date_raw is None:
        raise PageError("missing_part", "The meeting's date is not on the page.")
    shelf = Shelf(page)
    agenda = Agenda(frame, page, meeting.id, shelf)
    agenda.read()
    # no agenda shows all documents of its meeting: invitations may stand in the calendar only
    shelf.put(documents(frame, frame.scope, but=agenda.anchors), MeetingFile, meeting.id)
    shelf.close()
    if not agenda.items:
        _link_agenda(frame, page, meeting.id)
    return page


def _head(frame: Frame, page: Page, meeting: Meeting) -> set[str]:
    """Read the head; the fields that it shows."""
    shown: set[str] = set()
    for label, cell in head_pairs(frame):
        text = shown_text(cell)
        known, name = load_vocabulary("meeting_label").lookup(label)
        if not known and text:
            page.note("warning", "unknown_label", f"{label}: {text}", meeting.id)
        if not name:
            continue
        # a name below the short one (Sitzung: Rat/05/2012, Bezeichnung: ...) is the better one
        if text and (name == "name" or name not in shown):
            setattr(meeting, name, text)
        shown.add(name)
        if name == "organization_name":
            _organization(frame, page, meeting, cell)
            if meeting.organization_id:  # a name without a link undoes no number
                shown.add("organization_id")
    return shown


def _organization(frame: Frame, page: Page, meeting: Meeting, cell: Node) -> None:
    meeting.organization_id = frame.organization(cell)
    if meeting.organization_id:
        page.records.append(
            Organization(id=meeting.organization_id, name=meeting.organization_name)
        )


def _heading(frame: Frame, meeting: Meeting) -> set[str]:
    """Fill what the head leaves open from the heading; day and time if they come from it."""
    found = _HEADING.fullmatch(frame.title or "")
    if found is None:
        return set()
    name, date, time = found.groups()
    meeting.name = meeting.name or name or None
    if meeting.date_raw is not None:
        return set()
    meeting.date_raw, meeting.time_raw = date, meeting.time_raw or time
    return {"date_raw", "time_raw"} if meeting.time_raw else {"date_raw"}


def _link_agenda(frame: Frame, page: Page, meeting_id: str) -> None:
    """A page without the agenda links the one that has it."""
    anchors = frame.meetings(frame.document.root).get(meeting_id)
    if anchors is None:
        return
    own = frame.script if frame.script in MEETINGS else script_name(frame.url)
    before = MEETINGS[: MEETINGS.index(own)] if own in MEETINGS else MEETINGS
    if script_name(attr(anchors[0], "href")) in before:
        page.links.append(frame.meeting_link(meeting_id, anchors))
