"""`si010*.asp`: the meetings of a month."""

import re
from dataclasses import dataclass

from harvester.markup import Node, attr, cells, find, inline, one
from harvester.normalize.dates import parse_date, weekday_contradicts
from harvester.page import Link, Listed, Page, PageError
from harvester.parsers.allris.common import LISTS, Frame, form_number
from harvester.parsers.common import as_number, link_to, menu_links, query, script_name
from harvester.records import Meeting

VERSION = 1
#: What a calendar can say of a meeting; the rest stays as the agenda page gave it.
STATES = frozenset(("name", "date_raw", "time_raw", "date", "start", "end", "cancelled", "room"))
_HEADING = re.compile(r"[^\W\d]+ [0-9]{4}")
_DAY = re.compile(r"([0-9]{1,2})\.?")
_WEEKDAY_AND_DAY = re.compile(r"([A-Z][a-z])\.? ?([0-9].*)")


def parse_calendar(frame: Frame) -> Page:
    """Read a month: every meeting is listed; one with an agenda is linked, its page states it.

    A meeting without an agenda becomes a record here. Holidays have no number and are left out.

    Raises:
        PageError: `missing_part` without the calendar table or without a month, `contradiction`
            where it shows another month than asked for or its weekdays are not those of the month.
    """
    page = frame.page("calendar", VERSION)
    page.states = {"meeting": STATES}
    page.links.extend(menu_links(frame, LISTS))
    year, month = _month(frame)
    if find(frame.scope, ".//table[contains(@class, 'calenderView')]"):
        rows = _responsive_rows(frame)
    else:
        rows = _classic_rows(frame)
    day: _Day | None = None
    for row in rows:
        if row.day or row.weekday:
            day = _Day(year, month, row.day, row.weekday)
            day.check()
        _add_meeting(frame, page, row, day)
    return page


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the calendar as shown; it may be no plain day, such as "30*"."""

    year: int
    month: int
    shown: str | None
    weekday: str | None

    @property
    def day(self) -> int | None:
        """The day of the month; None where the cell is no plain day."""
        found = _DAY.fullmatch(self.shown or "")
        return int(found.group(1)) if found else None

    @property
    def raw(self) -> str:
        """The row's day and the calendar's month together; no date where the day is none."""
        if self.day is None:
            return f"{self.weekday or ''} {self.shown or ''} ({self.month}/{self.year})".strip()
        return f"{self.weekday}, {self.day:02}.{self.month:02}.{self.year}"

    @property
    def iso(self) -> str | None:
        """The date; None where the cell is no plain day, or the month has no such day."""
        found = parse_date(self.raw) if self.day is not None else None
        return found.isoformat() if found else None

    def check(self) -> None:
        """A calendar whose weekdays are not those of its month would give wrong dates.

        Raises:
            PageError: `contradiction`.
        """
        if self.day is not None and (self.iso is None or weekday_contradicts(self.raw)):
            raise PageError("contradiction", f"The calendar says {self.raw}; there is no such day.")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as shown; weekday and day stand only in the first row of a day."""

    node: Node
    weekday: str | None = None
    day: str | None = None
    time: str | None = None
    title: Node | None = None
    room: str | None = None


def _month(frame: Frame) -> tuple[int, int]:
    """The month shown, else the month asked for: (year, month).

    Raises:
        PageError: `missing_part` where neither is known, `contradiction` where they differ: the
            month asked for would be lost in silence.
    """
    shown, asked = _month_shown(frame), _month_asked(frame)
    if shown and asked and shown != asked:
        text = f"Asked for {asked[1]}/{asked[0]}, the calendar shows {shown[1]}/{shown[0]}."
        raise PageError("contradiction", text)
    if month := shown or asked:
        return month
    raise PageError("missing_part", "The calendar does not say which month it shows.")


def _month_shown(frame: Frame) -> tuple[int, int] | None:
    """By the heading, else between the links to its neighbours."""
    for node in find(frame.scope, ".//h2"):
        heading = _HEADING.search(inline(node) or "")
        if heading and (first := parse_date(f"1. {heading.group()}")):
            return first.year, first.month
    neighbours = {
        (int(numbers["YY"]), int(numbers["MM"]))
        for a in find(frame.scope, ".//a[@href]")
        if script_name(attr(a, "href")) == "si010"
        and {"YY", "MM"} <= (numbers := query(attr(a, "href"))).keys()
        and "DD" not in numbers
    }
    if len(neighbours) == 2:
        months = sorted(12 * year + month - 1 for year, month in neighbours)
        if months[1] - months[0] == 2:
            year, month = divmod(months[0] + 1, 12)
            return year, month + 1
    return None


def _month_asked(frame: Frame) -> tuple[int, int] | None:
    asked = query(frame.url)
    if (
        {"YY", "MM"} <= asked.keys()
        and 1 <= int(asked["MM"]) <= 12
        and 1900 < int(asked["YY"]) < 2100
    ):
        return int(asked["YY"]), int(asked["MM"])
    return None


def _classic_rows(frame: Frame) -> list[_Row]:
    """Columns are found by the header row, whose cells span several."""
    table = one(frame.scope, ".//table[@class='tl1']", "The calendar")
    columns: dict[str, int] = {}
    index = 0
    for header in find(table, "./tr[@class='zw1']/th"):
        columns.setdefault(inline(header) or "", index)
        index += int(as_number(header.get("colspan")) or 1)
    if not {"Datum", "Uhrzeit", "Sitzung"} <= columns.keys():
        raise PageError("missing_part", f"The calendar's columns; found: {', '.join(columns)}.")
    rows = []
    for row in find(table, "./tr[not(@class='zw1')]"):
        shown = cells(row)
        texts = [inline(cell) for cell in shown] + [None, None]
        if len(shown) <= columns["Sitzung"]:
            rows.append(_Row(row, texts[0], texts[1]))
            continue
        room = texts[columns["Raum"]] if columns.get("Raum", len(shown)) < len(shown) else None
        meeting = shown[columns["Uhrzeit"] + 1 : columns.get("Raum")]
        title = next((cell for cell in meeting if inline(cell)), None)
        rows.append(_Row(row, texts[0], texts[1], texts[columns["Uhrzeit"]], title, room))
    return rows


def _responsive_rows(frame: Frame) -> list[_Row]:
    rows = []
    for row in find(frame.scope, ".//table[contains(@class, 'calenderView')]/tbody/tr"):
        shown = _text(next(iter(find(row, "./td")), None))
        day = _WEEKDAY_AND_DAY.fullmatch(shown or "")
        weekday, number = day.groups() if day else (None, shown)
        time, title, room = (
            next(iter(find(row, f"./td[@class='{name}']")), None)
            for name in ("time", "textCol", "raum")
        )
        rows.append(_Row(row, weekday, number, _text(time), title, _text(room)))
    return rows


def _text(cell: Node | None) -> str | None:
    return None if cell is None else inline(cell)


def _add_meeting(frame: Frame, page: Page, row: _Row, day: _Day | None) -> None:
    if row.title is None:
        return
    link = link_to(row.title, "to010")
    number = query(link or "").get("SILFDNR") or form_number(row.node, "SILFDNR")
    if number is None:
        if row.time:
            shown = f"{day.raw if day else None} {row.time}: {inline(row.title)}"
            page.note("info", "meeting_without_number", shown)
        return
    meeting_id = frame.ids.of("meeting", number)
    if day is None:
        raise PageError("missing_part", f"The calendar shows no day for {meeting_id}.")
    if day.iso is None:
        page.note("error", "unreadable_day", f"The calendar's day: {day.raw}", meeting_id)
    page.listed.append(Listed("meeting", meeting_id, day.iso))
    if link:
        page.links.append(Link("meeting", frame.absolute(link), target=meeting_id))
        return
    page.records.append(
        Meeting(
            id=meeting_id,
            name=inline(row.title),
            date_raw=day.raw,
            time_raw=row.time,
            room=row.room,
        )
    )
