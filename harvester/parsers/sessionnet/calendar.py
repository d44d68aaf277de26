"""`si0040`, `si0041`: the meetings of a month, the meetings of a committee."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.markup import Node, attr, below, find, inline
from harvester.normalize.dates import parse_date, weekday_contradicts
from harvester.page import Listed, Page, PageError
from harvester.parsers.common import query
from harvester.parsers.sessionnet.common import (
    Frame,
    cell_of,
    next_pages,
    outermost,
    says_none,
    titled,
)
from harvester.parsers.sessionnet.files import Shelf, documents
from harvester.parsers.sessionnet.head import shown_by_all
from harvester.records import Meeting, MeetingFile, Organization
from harvester.text import clean

VERSION = 1
#: What a month states of its meetings, if it shows the time of each.
_STATES = frozenset(("date_raw", "date", "start", "end"))
_ROWS = "./tr | ./tbody/tr"
_DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?: ?[-–] ?[0-9]{1,2}:[0-9]{2})?(?: Uhr)?")
_DAY = re.compile(r"([0-9]{1,2})\.?")
_MONTH_YEAR = re.compile(r"\b([^\W\d]{3,9}) ([0-9]{4})\b")
_YEAR_MONTH = re.compile(r"\b([0-9]{4}) ([^\W\d]{3,9})\b")


def parse_calendar(frame: Frame) -> Page:
    """Read a month: every meeting with a number is listed, linked and stated as far as it shows.

    A meeting that is not published yet is not linked, so it has no number and is no record.

    Raises:
        PageError: `missing_part` without the calendar, `contradiction` where it shows another
            month than asked for.
    """
    page = frame.page("calendar", VERSION)
    month = _month(frame)
    meetings = _read(frame, page, month)
    dates = [parse_date(meeting.date_raw) for meeting in meetings if meeting.date_raw]
    if month and dates and all(date and (date.year, date.month) != month for date in dates):
        text = f"The calendar of {month[1]}/{month[0]} shows meetings of other months only."
        raise PageError("contradiction", text)
    shown = shown_by_all(meetings, ("date_raw", "time_raw"))
    # a day without its time would make a wrong beginning; other pages write the time otherwise
    stated = _STATES if len(shown) == 2 else frozenset()
    page.states = {**page.states, "meeting": stated}
    return page


def parse_organization_meetings(frame: Frame) -> Page:
    """Read the meetings of a committee, whose own pages and the calendar state them.

    Raises:
        PageError: `missing_part` without the committee's number or the list.
    """
    page = frame.page("organization_meetings", VERSION)
    organization = Organization(
        id=frame.ids.of("organization", frame.number("__KGRNR")), name=frame.title
    )
    meetings = _read(frame, page, None)
    # only this page tells the committee of a meeting by its number
    page.states = {**page.states, "meeting": _OF_COMMITTEE, "organization": frozenset()}
    page.records.append(organization)
    for meeting in meetings:
        meeting.organization_id = organization.id
        meeting.organization_name = meeting.organization_name or organization.name
    page.links.extend(next_pages(frame, page.kind))
    return page


_OF_COMMITTEE = frozenset(("organization_id",))


@dataclass(frozen=True, slots=True)
class _Day:
    """The day that a row stands under, as its cell shows it, with its month."""

    month: tuple[int, int] | None = None
    shown: str | None = None
    weekday: str | None = None

    @property
    def raw(self) -> str | None:
        """The whole date; None without a month, or where the cell is no plain day."""
        if _DATE.fullmatch(self.shown or ""):
            return self.shown
        found = _DAY.fullmatch(self.shown or "")
        if self.month is None or found is None:
            return None
        return f"{int(found.group(1)):02}.{self.month[1]:02}.{self.month[0]}"


def _month(frame: Frame) -> tuple[int, int] | None:
    """The month that the calendar shows, else the one asked for: (year, month).

    Raises:
        PageError: `contradiction` where they differ: the month asked for would be lost in silence.
    """
    asked = query(frame.url)
    year, month = int(asked.get("__CJAHR", 0)), int(asked.get("__CMONAT", 0))
    wanted = (year, month) if 1900 < year < 2100 and 1 <= month <= 12 else None
    if int(asked.get("__CANZ", 1)) > 1:
        return None  # several months on one page; the rows must name their dates
    shown = next(_months_named(frame), None)
    if wanted and shown and wanted != shown:
        text = f"Asked for {wanted[1]}/{wanted[0]}, the calendar shows {shown[1]}/{shown[0]}."
        raise PageError("contradiction", text)
    return shown or wanted


def _months_named(frame: Frame) -> Iterator[tuple[int, int]]:
    """The months that the calendar's table, heading and title name, in this order."""
    root = frame.document.root
    named = [attr(table, "summary") for table in _tables(frame)]
    named.append(frame.title or "")
    named += [title.text or "" for title in below(root, "title")]
    for text in named:
        pairs = [(m, y) for m, y in _MONTH_YEAR.findall(clean(text) or "")]
        pairs += [(m, y) for y, m in _YEAR_MONTH.findall(clean(text) or "")]
        for month, year in pairs:
            if first := parse_date(f"1. {month} {year}"):
                yield first.year, first.month


def _tables(frame: Frame) -> Iterator[Node]:
    """The lists of meetings; most pages have one."""
    return outermost(frame.scope, "table", _lists_meetings)


def _lists_meetings(table: Node) -> bool:
    if "smc_page_si004" in attr(table, "class") or "smc_page_si004" in attr(table, "id"):
        return True
    return any(cell_of(row, "silink") is not None for row in find(table, _ROWS))


def _read(frame: Frame, page: Page, month: tuple[int, int] | None) -> list[Meeting]:
    """List, link and record the meetings of all rows, with their documents."""
    tables = list(_tables(frame))
    if not tables and not says_none(frame):
        raise PageError("missing_part", "The list of meetings: nothing found.")
    page.states = {"meeting_file": frozenset()}
    shelf = Shelf(page)
    meetings: dict[str, Meeting] = {}
    day = _Day(month)
    for table in tables:
        for row in find(table, _ROWS):
            day = _day(row, day)
            found = list(_meetings(frame, page, row, day))
            for meeting in found:
                if meeting.id not in meetings:
                    meetings[meeting.id] = meeting
                    page.records.append(meeting)
            if len(found) == 1:
                shelf.put(documents(frame, row), MeetingFile, found[0].id, ordered=False)
    shelf.close(is_authority=False)
    return list(meetings.values())


def _day(row: Node, before: _Day) -> _Day:
    """The row's day; where its cells of day and weekday are empty, that of the row above.

    A row with a weekday of its own and no day has lost its day.
    """
    cell, weekday = cell_of(row, "smc_fct_day", "siday"), cell_of(row, "smc_fct_daytext")
    if cell is None:
        return _Day(before.month)
    shown, name = inline(cell), None if weekday is None else inline(weekday)
    if shown or name:
        return _Day(before.month, shown, name)
    return before


def _meetings(frame: Frame, page: Page, row: Node, day: _Day) -> Iterator[Meeting]:
    """The meetings that a row links; nearly always one."""
    linked = frame.meetings(row)
    if not linked:
        cell = cell_of(row, "silink", "tename")
        if cell is not None and (text := inline(cell)):
            shown = f"{day.raw or day.shown or ''} {text}".strip()
            page.note("info", "meeting_without_number", shown)
    cell = cell_of(row, "sidat")
    in_row = None if cell is None else inline(cell)
    for meeting_id, anchors in linked.items():
        meeting = Meeting(id=meeting_id)
        named = next((anchor for anchor in anchors if titled(anchor)), anchors[0])
        _date(page, meeting, named, in_row, day)
        _names(meeting, named)
        if len(linked) == 1:
            meeting.time_raw, meeting.room = _time_and_room(row)
        date = parse_date(meeting.date_raw) if meeting.date_raw else None
        page.listed.append(Listed("meeting", meeting_id, date.isoformat() if date else None))
        page.links.append(frame.meeting_link(meeting_id, anchors))
        yield meeting


def _date(page: Page, meeting: Meeting, anchor: Node, in_row: str | None, day: _Day) -> None:
    """The date by the link's title, its text, the row's cell and day, which must agree."""
    title = titled(anchor)
    stated = [title[1] if title else None, inline(anchor), in_row]
    raw = [text for text in stated if text and _DATE.fullmatch(text)]
    if day.raw or (day.shown and day.month):
        raw.append(day.raw or f"{day.shown} ({day.month})")
    dates = {parse_date(text) for text in raw}
    date = dates.pop() if len(dates) == 1 else None
    if date and day.weekday and weekday_contradicts(f"{day.weekday}, {raw[-1]}"):
        raw.append(day.weekday)
        date = None
    meeting.date_raw = raw[0] if date else " / ".join(dict.fromkeys(raw)) or None
    if date is None:
        text = f"The list's dates of the meeting: {meeting.date_raw}"
        page.note("error", "unreadable_day", text, meeting.id)


def _names(meeting: Meeting, anchor: Node) -> None:
    """The committee by the link's title or text; a text of its own is the meeting's name."""
    title, text = titled(anchor), inline(anchor)
    if text and _DATE.fullmatch(text):
        text = None
    meeting.organization_name = title[0] if title else text
    meeting.name = text if text != meeting.organization_name else None


def _time_and_room(row: Node) -> tuple[str | None, str | None]:
    """In cells of their own, in a list, or behind the link."""
    time, room, link = cell_of(row, "yytime"), cell_of(row, "siort"), cell_of(row, "silink")
    items = () if link is None else below(link, "li")
    listed = [text for li in items if (text := inline(li))]
    times = [text for text in listed if _TIME.fullmatch(text)]
    rooms = [text for text in listed if not _TIME.fullmatch(text)]
    if time is not None:
        times.insert(0, inline(time) or "")
    elif link is not None and not listed:
        times += _TIME.findall(inline(link) or "")[:1]
    if room is not None:
        rooms.insert(0, inline(room) or "")
    return next((t for t in times if t), None), next((r for r in rooms if r), None)
