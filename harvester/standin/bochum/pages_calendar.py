"""si0040, the calendar of a month, and si0041, the meetings of a committee."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from harvester.standin.bochum.frames import framed
from harvester.standin.bochum.look import Look
from harvester.standin.bochum.model import Committee, Meeting

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip
_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_NONE = '<div class="alert alert-info" role="alert">Keine Daten gefunden.</div>\n'


def calendar_page(look: Look, year: int, month: int) -> str:
    """si0040 of a month."""
    meetings = look.world.month(year, month)
    name = f"{MONTHS[month - 1]} {year}"
    rows = "".join(_rows(look, meetings))
    if look.layout == 4:
        none = '<tr class="smcrow1"><td>Keine Sitzungen im gew&auml;hlten Zeitraum.</td></tr>'
        table = (
            '<table id="smc_page_si0040_contenttable1" class="smccontenttable '
            'smc_page_si0040_contenttable" cellspacing="0" cellpadding="0" summary="Inhalt der '
            f'Tabelle: Sitzungen Termine: {look.text(name)}"><tbody>\n{rows or none}'
            "</tbody></table>\n"
        )
        return framed(look, "si0040", "Sitzungen", f"{_months(look, year, month)}{table}")
    table = (
        '<table id="smc_page_si0040_contenttable1" class="table smc-table smc-table-striped '
        f'smc_page_si0040_contenttable"><tbody>\n{rows}</tbody></table>\n'
    )
    main = f"{_months(look, year, month)}{table if rows else _NONE}"
    return framed(look, "si0040", f"Kalender {year} {MONTHS[month - 1]}", main)


def _months(look: Look, year: int, month: int) -> str:
    """The way to the months before and after."""
    first = date(year, month, 1)
    before = first - timedelta(days=1)
    after = first + timedelta(days=calendar.monthrange(year, month)[1])
    links = "".join(
        look.link(
            look.address("si0040", __cjahr=day.year, __cmonat=day.month, __canz=1, __cselect=0),
            f"{MONTHS[day.month - 1]} {day.year} anzeigen",
            shown,
            css,
        )
        for day, shown, css in ((before, "zurück", "smcprevious"), (after, "weiter", "smcnext"))
    )
    return f'<div class="smcfilter">{links}</div>\n'


def _rows(look: Look, meetings: list[Meeting]) -> Iterator[str]:
    previous = None
    for n, meeting in enumerate(meetings, 1):
        again = meeting.day == previous
        if look.layout == 4:
            yield _row_4(look, meeting, n, again=again)
        elif look.layout == 5:
            yield f"<tr>{_meeting_cells_5(look, meeting, meeting.committee.name)}</tr>\n"
        else:
            yield (
                f'<tr class="smc-t-r-l">\n{_day_cells(meeting.day, again=again)}'
                f"{_meeting_cells_6(look, meeting)}</tr>\n"
            )
        previous = meeting.day


def _row_4(look: Look, meeting: Meeting, n: int, *, again: bool) -> str:
    kind = 2 - n % 2
    day = "" if again else str(meeting.day.day)
    return (
        f'<tr valign="top"  class="smcrow{kind} smcrowsi{kind}"><td class="smc_fct_day">{day}&nbsp;'
        f'</td><td class="smcnowrap smc_field_yytime">{meeting.hours}&nbsp;Uhr&nbsp;</td>'
        f'<td class="smc_td smc_field_silink">{look.meeting_link(meeting, meeting.committee.name)}'
        f'</td><td  class="smcnoprint">{look.files(meeting.documents)}</td></tr>\n'
    )


def _meeting_cells_5(look: Look, meeting: Meeting, shown: str) -> str:
    css = "smc-table-cell_r smc-table-cell-left-991"
    return (
        f'<td data-label="Sitzung" class="{css} silink"><!-- block-dataelement-simple -->'
        f'<h4>{look.meeting_link(meeting, shown)}</h4><ul class="list-inline smc-detail-list">'
        f"<li>{meeting.hours}</li><li>{look.text(meeting.room)}</li></ul></td>"
        f'<td data-label="Dokumente" class="{css} sidocs">{look.files(meeting.documents)}</td>'
    )


def _day_cells(day: date, *, again: bool) -> str:
    name = _DAYS[day.weekday()]
    number = "" if again else f'<span class="weekday">{day.day:02d}</span>'
    word = "" if again else f'<a title="{name}" class="weekday">{name[:2]}</a>'
    return (
        '<td class="smc-table-cell-block-991 smc-table-cell-heading smc_fct_day_991">'
        f'{number} {word}</td>\n<td class="smc-t-cn991 smc_fct_day">{number}</td>\n'
        f'<td class="smc-t-cn991 smc_fct_daytext">{word}</td>\n'
    )


def _meeting_cells_6(look: Look, meeting: Meeting) -> str:
    return (
        '<td data-label="Sitzung" class="smc-t-cl991 silink"><div class="smc-el-h ">'
        f"{look.meeting_link(meeting, meeting.committee.name)}<!--SMCINFO:si.bi --></div>"
        '<ul class="list-inline smc-detail-list"><li class="list-inline-item">'
        f'{meeting.hours}&nbsp;Uhr</li><li class="list-inline-item">{look.text(meeting.room)}</li>'
        '</ul></td>\n<td data-label="Dokumente" class="smc-t-cl991 sidocs">'
        f"{look.files(meeting.documents)}</td>\n"
    )


def meetings_page(look: Look, committee: Committee) -> str:
    """si0041: the meetings of a committee, the newest first, with full dates."""
    rows = "".join(
        _listed(look, meeting, n) for n, meeting in enumerate(look.world.meetings_of(committee), 1)
    )
    css = "smccontenttable" if look.layout == 4 else "table smc-table smc-table-striped"
    table = (
        f'<table id="smc_page_si0041_contenttable1" class="{css} smc_page_si0041_contenttable">'
        f"<tbody>\n{rows}</tbody></table>\n"
    )
    if look.layout == 6 and not rows:
        table = _NONE
    return framed(look, "si0041", f"Sitzungen: {committee.name}", table)


def _listed(look: Look, meeting: Meeting, n: int) -> str:
    day = f"{meeting.day:%d.%m.%Y}"
    if look.layout == 4:
        return (
            f'<tr valign="top"  class="smcrow{2 - n % 2}"><td class="smc_td smc_field_silink">'
            f"{look.meeting_link(meeting, day)}<!--SMCINFO:si.bi.1.4.1.1.16.1.3 --> "
            f'{meeting.hours}</td><td class="smc_td smc_field_siort">{look.text(meeting.room)}</td>'
            f'<td  class="smcnoprint">{look.files(meeting.documents)}</td></tr>\n'
        )
    if look.layout == 5:
        return f"<tr>{_meeting_cells_5(look, meeting, day)}</tr>\n"
    return (
        f'<tr class="smc-t-r-l">\n<td data-label="Datum" class="smc-t-cl991 sidat">{day}</td>\n'
        f"{_meeting_cells_6(look, meeting)}</tr>\n"
    )
