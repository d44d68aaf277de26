"""si010_j: the calendar of a month."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from harvester.standin.model import Meeting
from harvester.standin.pages_frame import framed, post_form
from harvester.standin.pages_meeting import times
from harvester.standin.world import World

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip
_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_EMPTY = "<td>&nbsp;</td>"
_BOX = 'align="center" style="border: 1px solid #888a85;"'
_EXPORT = "Sitzungstermin im Outlook-kompatiblen Format exportieren"
_FIXED = {
    (1, 1): "Neujahr",
    (5, 1): "Tag der Arbeit",
    (10, 3): "Tag der Deutschen Einheit",
    (11, 1): "Allerheiligen",
    (12, 25): "1. Weihnachtstag",
    (12, 26): "2. Weihnachtstag",
}
_AFTER_EASTER = {
    -2: "Karfreitag",
    1: "Ostermontag",
    39: "Christi Himmelfahrt",
    50: "Pfingstmontag",
    60: "Fronleichnam",
}
# First and last day; the town has the same school holidays every year.
_SCHOOL = (((1, 1), (1, 6)), ((7, 2), (8, 14)), ((10, 12), (10, 24)), ((12, 23), (12, 31)))


def calendar_page(world: World, year: int, month: int) -> str:
    """si010_j of a month."""
    rows = "".join(_rows(world, year, month))
    heading = f"{MONTHS[month - 1]}&nbsp;{year}"
    main = (
        '\t<table width="100%" cellspacing="0" cellpadding="0" border="0">\n\t<tr>\n'
        f'\t\t<td width="50%">&nbsp;</td>\t\t<td nowrap="nowrap"><h2 align="center">{heading}</h2>'
        '\t\t</td>\t\t<td width="50%">&nbsp;</td>\t</tr>\n\t</table>\n'
        '\t<table width="100%" cellspacing="2" cellpadding="1" border="0">\n'
        f"{_navigation(year, month)}\t</table>\n"
        '<table class="tl1" cellspacing="0" cellpadding="1" border="0">\n'
        '\t<tr class="zw1"><th colspan="2">Datum</th><th>Uhrzeit</th><th>&nbsp;</th>'
        '<th colspan="4" width="65%">Sitzung</th><th>Raum</th>\t</tr>\n'
        f"{rows}</table>\n"
    )
    return framed("si010", "Sitzungskalender", main)


def _navigation(year: int, month: int) -> str:
    def link(m: int, y: int, title: str, text: str) -> str:
        address = f"/allris/si010_j.asp?MM={m}&amp;YY={y}"
        return (
            f'\t\t<td {_BOX}><a href="{address}" title="{title}" style="display: block;">'
            f"{text}</a></td>"
        )

    name = MONTHS[month - 1]
    years = "".join(
        f'\t\t<td {_BOX} class="zl17" >{y}</td>'
        if y == year
        else link(month, y, f"{name} {y}", str(y))
        for y in range(year - 2, year + 3)
    )
    months = "".join(
        f'\t\t<td class="zl17" {_BOX} width="8%">{MONTHS[m - 1][:3]}</td>'
        if m == month
        else link(m, year, f"{MONTHS[m - 1]} {year}", MONTHS[m - 1][:3])
        for m in range(1, 13)
    )
    first = date(year, month, 1)
    last, following = first - timedelta(days=1), first + timedelta(days=31)
    return (
        f"\t<tr>\n{_EMPTY}{link(month, year - 5, '5 Jahre zurück', '&lt;&lt;')}{years}"
        f"{link(month, year + 5, '5 Jahre vor', '&gt;&gt;')}"
        f'\t\t<td align="right" colspan="5">{_period(first)}</td>\t\t<td>&nbsp;</td>\t</tr>\n'
        f"\t<tr>\n{link(last.month, last.year, 'Vorheriger Monat', '&lt;')}{months}"
        f"{link(following.month, following.year, 'Nächster Monat', '&gt;')}\t</tr>\n"
    )


def _period(first: date) -> str:
    end = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return (
        '<form method="post" action="/allris/si010_j.asp" name="kaldatform" id="kaldatform" '
        'style="margin:0">Zeitraum:&nbsp;<input type="text" size="9" name="kaldatvon" '
        f'value="{first:%d.%m.%Y}"  /> - <input type="text" size="9" name="kaldatbis" '
        f'value="{end:%d.%m.%Y}"  />\n<input type="image" class="il1" src="images/lupe.gif" '
        'alt="Datumsbereich auswählen"  /><input type="hidden" name="SEL_PAGE_N" value="SI010"  />'
        "</form>"
    )


def _rows(world: World, year: int, month: int) -> Iterator[str]:
    meetings: dict[date, list[Meeting]] = {}
    for meeting in world.month(year, month):
        meetings.setdefault(meeting.day, []).append(meeting)
    for number in range(1, calendar.monthrange(year, month)[1] + 1):
        day = date(year, month, number)
        css = {5: "zl16", 6: "zl17"}.get(day.weekday(), "zl11" if number % 2 else "zl12")
        shown = f"&nbsp;&nbsp;{number}" if number < 10 else str(number)
        cells = (
            f'<td class="text2" width="20">{_DAYS[day.weekday()]}</td>'
            f'<td class="text2" width="20">{shown}</td>\n'
        )
        free = _free_day(day)
        if free is not None:
            kind = "zl17" if free != "Schulferien" else css if day.weekday() > 4 else "zl1m"
            yield _free_row(kind, cells, free)
            cells = f"\t\t{_EMPTY}\n\t\t{_EMPTY}\n"
        for meeting in meetings.get(day, ()):
            yield _meeting_row(world, css, cells, meeting)
            cells = f"\t\t{_EMPTY}\n\t\t{_EMPTY}\n"
        if free is None and day not in meetings:
            yield f'\t<tr class="{css}">\n{cells}\t\t<td colspan="8">&nbsp;</td>\n\t</tr>\n'


def _free_row(css: str, cells: str, name: str) -> str:
    return (
        f'\t<tr class="{css}" valign="top">\n{cells}\t\t<td class="text2">&nbsp;</td>\n'
        f"{_EMPTY}\n{_EMPTY}\n<td>{name}</td>\n{_EMPTY}\n{_EMPTY}\n\n"
        '\t\t<td class="text4">&nbsp;</td>\n\t</tr>\n'
    )


def _meeting_row(world: World, css: str, cells: str, meeting: Meeting) -> str:
    number = meeting.number
    agenda, name, minutes = _EMPTY, f"<td>{meeting.name}</td>", _EMPTY
    if meeting.published:
        form = post_form("to010.asp", {"SILFDNR": number}, "il1_to", "TO", "Tagesordnung")
        agenda = f"<td>{form}</td>"
        name = f'<td><a href="to010.asp?SILFDNR={number}">{meeting.name}</a></td>'
        if meeting.minutes and meeting.day <= world.today:
            title = "Niederschrift"
            form = post_form("si016.asp?SELECT=1", {"SILFDNR": number}, "il1_ns", "Pro", title)
            minutes = f"<td>{form}</td>"
    return (
        f'\t<tr class="{css}" valign="top">\n{cells}'
        f'\t\t<td class="text2">{times(meeting)}&nbsp;</td>\n<td>{_export_form(number)}</td>\n'
        f"{agenda}\n{name}\n{minutes}\n{_EMPTY}\n\n"
        f'\t\t<td class="text4">{meeting.room}</td>\n\t</tr>\n'
    )


def _export_form(number: int) -> str:
    return (
        '<form action="to010.asp" method="post" style="margin:0">'
        f'<input type="hidden" name="SILFDNR" value="{number}"  />'
        '<input type="hidden" name="selfaction" value="Termin exportieren"  />'
        '<input type="hidden" name="template" value="ics"  /><input type="image" class="il1" '
        f'src="images/calexp.gif" alt="{_EXPORT}" title="{_EXPORT}"  /></form>'
    )


def _free_day(day: date) -> str | None:
    holiday = _FIXED.get((day.month, day.day)) or _AFTER_EASTER.get((day - _easter(day.year)).days)
    if holiday is not None:
        return holiday
    inside = any(start <= (day.month, day.day) <= end for start, end in _SCHOOL)
    return "Schulferien" if inside else None


def _easter(year: int) -> date:
    """Easter Sunday, by Lichtenberg's version of Gauss's rule."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    d = (19 * (year % 19) + m) % 30
    r = (d + year % 19 // 11) // 29
    og = 21 + d - r
    sz = 7 - (year + year // 4 + 2 - (3 * k + 3) // 4) % 7
    return date(year, 3, 1) + timedelta(days=og + 7 - (og - sz) % 7 - 1)
