"""SessionNet, Layouts 4, 5 and 6, `.asp` and `.php`: from a page's bytes to records.

Seen in Halle (Saale), Schiffweiler, Lüdenscheid, Eschweiler; Bochum, Dresden, Duisburg, Erlangen,
Ingolstadt, Münster, Norderstedt and Oldenburg by what other programs read there.
"""

from collections.abc import Callable

from harvester.page import Page, PageError
from harvester.parsers.common import script_name
from harvester.parsers.sessionnet.agenda_item import parse_agenda_item
from harvester.parsers.sessionnet.calendar import parse_calendar, parse_organization_meetings
from harvester.parsers.sessionnet.common import Frame, open_frame, says_not_found
from harvester.parsers.sessionnet.consultations import parse_consultations
from harvester.parsers.sessionnet.lists import (
    parse_document_list,
    parse_menu,
    parse_organization,
    parse_organization_list,
    parse_paper_list,
)
from harvester.parsers.sessionnet.meeting import parse_meeting
from harvester.parsers.sessionnet.paper import parse_motion, parse_paper

#: The kind of page that a script serves.
_KINDS = {
    "si0040": "calendar",
    "gr0040": "organization_list",
    "si0041": "organization_meetings",
    "to0040": "meeting",
    "si0057": "meeting",
    "si0056": "meeting",
    "si0050": "meeting",
    "to0050": "agenda_item",
    "vo0050": "paper",
    "vo0053": "consultations",
    "ag0053": "consultations",
    "ag0050": "motion",
    "vo0040": "paper_list",
    "do0040": "document_list",
    "kp0040": "organization",
    "infobi": "menu",
    "info": "menu",
    "getfile": "file",
}
_PARSERS: dict[str, Callable[[Frame], Page]] = {
    "calendar": parse_calendar,
    "organization_list": parse_organization_list,
    "organization_meetings": parse_organization_meetings,
    "meeting": parse_meeting,
    "agenda_item": parse_agenda_item,
    "paper": parse_paper,
    "consultations": parse_consultations,
    "motion": parse_motion,
    "paper_list": parse_paper_list,
    "document_list": parse_document_list,
    "organization": parse_organization,
    "menu": parse_menu,
}


def kind_of(url: str) -> str:
    """The kind of page that an address asks for, "" for one that is not read."""
    return _KINDS.get(script_name(url), "")


def parse(body: bytes, url: str, source_id: str) -> Page:
    """Read one page.

    Args:
        body: the response's bytes, undecoded.
        url: its address; numbers are read from its query, links are resolved against it.
        source_id: prefix of every id.

    Raises:
        PageError: it is not a page of SessionNet that we read, the session is lost, there is no
            such record, or a part of the page is missing.
    """
    frame = open_frame(body, url, source_id)
    asked, shown = kind_of(url), _KINDS.get(frame.script, "")
    if asked and shown and asked != shown:
        text = f"Asked for {script_name(url)}, the system shows {frame.script}."
        raise PageError("unexpected_page", text)
    # a start page goes by many names
    read = _PARSERS.get(shown or (asked if not frame.script or asked == "menu" else ""))
    if read is None:
        if asked == "file" and says_not_found(frame):
            raise PageError("not_found", "The system says that it has no such document.")
        shown = frame.script or script_name(url)
        raise PageError("unexpected_page", f"A page of SessionNet that is not read ({shown}).")
    try:
        return read(frame)
    except PageError as error:
        if error.code == "missing_part" and says_not_found(frame):
            raise PageError("not_found", "The system says that it has no such record.") from error
        raise
