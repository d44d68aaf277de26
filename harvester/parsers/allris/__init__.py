"""ALLRIS net 3.x, classic and responsive (`_r`): from a page's bytes to records.

Seen in Herne, Hamburg's districts, Hildesheim, Winnweiler, Regensburg, Landkreis Osnabrück.
"""

from collections.abc import Callable

from harvester.page import Page, PageError
from harvester.parsers.allris.agenda_item import parse_agenda_item
from harvester.parsers.allris.calendar import parse_calendar
from harvester.parsers.allris.common import Frame, open_frame, says_not_found
from harvester.parsers.allris.lists import (
    parse_menu,
    parse_organization,
    parse_organization_list,
    parse_paper_list,
)
from harvester.parsers.allris.meeting import parse_meeting
from harvester.parsers.allris.paper import parse_paper
from harvester.parsers.common import script_name

#: The script that serves a page, as the page's own container names it.
_PARSERS: dict[str, Callable[[Frame], Page]] = {
    "vo020": parse_paper,
    "to010": parse_meeting,
    "to020": parse_agenda_item,
    "si010": parse_calendar,
    "vo040": parse_paper_list,
    "au010": parse_organization_list,
    "pa021": parse_organization_list,
    "au020": parse_organization,
    "pa020": parse_organization,
    "allris": parse_menu,
}


def parse(body: bytes, url: str, source_id: str) -> Page:
    """Read one page.

    Args:
        body: the response's bytes, undecoded.
        url: its address; numbers are read from its query, links are resolved against it.
        source_id: prefix of every id.

    Raises:
        PageError: it is not a page of ALLRIS that we read, or a part of it is missing.
    """
    frame, shown = open_frame(body, url, source_id)
    shown = shown.partition("_")[0]
    asked = script_name(url)
    if asked in _PARSERS and shown in _PARSERS and asked != shown:
        raise PageError("unexpected_page", f"Asked for {asked}, the system shows {shown}.")
    read = _PARSERS.get(shown) or _PARSERS.get(asked)
    if read is None:
        raise PageError("unexpected_page", f"A page of ALLRIS that is not read ({shown or asked}).")
    try:
        return read(frame)
    except PageError as error:
        if error.code == "missing_part" and says_not_found(frame):
            raise PageError("not_found", "The system says that it has no such record.") from error
        raise
