"""Completeness month by month, as a picture that is a table."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from harvester import clock
from harvester.archive.health import Coverage
from harvester.archive.overview_queries import Unlisted, Window
from harvester.web.pages import words

Kind = Literal["complete", "partial", "lost", "open", "empty", "never"]

_MONTH = re.compile("[1-9][0-9]{3}-(0[1-9]|1[0-2])")
_FIRST_YEAR = 1945
#: Years that are shown though nothing is known of them, between two of which something is.
_LONGEST_GAP = 60
#: Months of which missing records are told, and ids told of each.
_MONTHS, _IDS = 36, 5
#: What lists name, in the order in which it is shown.
_RECORDS = ("paper", "meeting", "organization")
MEANINGS: dict[Kind, tuple[str, str]] = {
    "complete": ("vollständig", "Alles, was die Listen der Quelle nennen, ist vorhanden."),
    "partial": ("teilweise", "Ein Teil fehlt; der Balken zeigt, wie viel vorhanden ist."),
    "lost": ("fehlt", "Die Quelle nennt Einträge, keiner davon ist vorhanden."),
    "open": (
        "unsicher",
        "Nicht ganz, nicht bis zum Ende oder zu früh abgefragt, oder Listen nennen nicht alles.",
    ),
    "empty": ("leer", "Vollständig abgefragt; die Listen der Quelle nennen nichts."),
    "never": ("nicht abgefragt", "Über diesen Monat sagt das Archiv nichts."),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A month: `text` says in words what the picture shows."""

    kind: Kind
    text: str
    listed: int = 0
    held: int = 0

    @property
    def share(self) -> int:
        """How much of what is listed is held, in percent; never 0 or 100 unless it is."""
        if not self.listed:
            return 0
        part = 100 * self.held // self.listed
        return max(part, 1) if self.held else 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A month of which something is missing: how much, and the first ids."""

    month: str
    count: int
    ids: list[str]


@dataclass(frozen=True, slots=True)
class Chart:
    """One record type of a source: the years, the last one first, each with twelve months.

    `unlisted` months were asked for wholly, and still papers of them are held that no list names.
    """

    record: str
    years: list[tuple[int, list[Cell]]]
    undated: Cell | None
    listed: int
    held: int
    gaps: list[Gap]
    more_gaps: int
    unlisted: int


class Asked:
    """Which days a source was asked for, by crawls that came to their end and by others.

    What a crawl says of days to come when it began is not final: it counts as not come to its end.
    """

    def __init__(self, windows: Iterable[Window], today: date) -> None:
        known = [(_day(window.since), _day(window.until), window) for window in windows]
        spans = [(a, b, window) for a, b, window in known if a is not None and b is not None]
        whole = [
            (a, min(b, _day_before(window.started))) for a, b, window in spans if window.complete
        ]
        self._whole = _joined((a, b) for a, b in whole if a <= b)
        self._any = _joined((a, b) for a, b, _ in spans)
        self._last_year = today.year + 1

    def wholly(self, year: int, month: int) -> bool:
        """Whether a complete crawl asked for every day of the month."""
        first, last = _days(year, month)
        return any(a <= first and last <= b for a, b in self._whole)

    def partly(self, year: int, month: int) -> bool:
        """Whether any crawl asked for a day of it."""
        first, last = _days(year, month)
        return any(a <= last and first <= b for a, b in self._any)

    @property
    def years(self) -> set[int]:
        """The years of which some day was asked for, none before the towns or far ahead."""
        spans = ((max(a.year, _FIRST_YEAR), min(b.year, self._last_year)) for a, b in self._any)
        return {year for first, last in spans for year in range(first, last + 1)}


def charts(rows: Sequence[Coverage], asked: Asked, unlisted: Mapping[str, Unlisted]) -> list[Chart]:
    """The pictures of a source: papers, meetings, then what its lists give no date (committees).

    Args:
        rows: what the lists name.
        asked: which days the source was asked for.
        unlisted: by month the papers that are held and on no list.
    """
    return [
        _chart(record, of_record, asked, unlisted if record == "paper" else {})
        for record in _RECORDS
        if (of_record := [row for row in rows if row.record == record])
    ]


def _chart(
    record: str, rows: Sequence[Coverage], asked: Asked, unlisted: Mapping[str, Unlisted]
) -> Chart:
    months = {row.month: row for row in rows if row.month and _MONTH.fullmatch(row.month)}
    undated = next((row for row in rows if row.month is None), None)
    years = {int(month[:4]) for month in months} | (asked.years if months else set())
    gaps = [
        Gap(words.month(month), row.listed - row.held, row.missing[:_IDS])
        for month, row in sorted(months.items(), reverse=True)
        if row.held < row.listed
    ]
    if undated is not None and undated.held < undated.listed:
        missing = undated.listed - undated.held
        gaps.insert(0, Gap("ohne Datum", missing, undated.missing[:_IDS]))
    patchy = {
        month: sum(found)
        for month, found in unlisted.items()
        if _MONTH.fullmatch(month)
        and asked.wholly(int(month[:4]), int(month[5:]))
        and _proves(found, months.get(month))
    }

    def cell(year: int, number: int) -> Cell:
        month = f"{year:04}-{number:02}"
        found = _cell(months.get(month), asked, year, number)
        return _doubted(found, patchy.get(month, 0)) if patchy else found

    return Chart(
        record=record,
        years=[
            (year, [cell(year, number) for number in range(1, 13)]) for year in _without_gaps(years)
        ],
        undated=None if undated is None else _listed_cell(undated, "ohne Datum", whole=True),
        listed=sum(row.listed for row in rows),
        held=sum(row.held for row in rows),
        gaps=gaps[:_MONTHS],
        more_gaps=len(gaps[_MONTHS:]),
        unlisted=len(patchy),
    )


def _proves(found: Unlisted, listed: Coverage | None) -> bool:
    """Whether papers that no list names prove the lists of their month incomplete.

    One without a date may be on the list of another month, so these must be more than are listed.
    """
    return found.dated > 0 or found.undated > (listed.listed if listed else 0)


def _doubted(cell: Cell, unlisted: int) -> Cell:
    """A month of a source whose lists are known not to name everything: silence says nothing."""
    if cell.kind == "empty" and not unlisted:
        return replace(cell, kind="open", text=f"{cell.text}, aber die Listen nennen nicht alles")
    if cell.kind not in {"complete", "empty"} or not unlisted:
        return cell
    count = words.counted(unlisted, "Vorlage", "Vorlagen")
    return replace(cell, kind="open", text=f"{cell.text}, aber {count} ohne Liste im Archiv")


def _cell(row: Coverage | None, asked: Asked, year: int, number: int) -> Cell:
    name = f"{words.month_name(number)} {year}"
    if row is not None:
        return _listed_cell(row, name, whole=asked.wholly(year, number))
    if asked.wholly(year, number):
        return Cell("empty", f"{name}: abgefragt, nichts aufgelistet")
    if asked.partly(year, number):
        return Cell("open", f"{name}: nicht ganz, nicht bis zum Ende oder zu früh abgefragt")
    return Cell("never", f"{name}: nicht abgefragt")


def _listed_cell(row: Coverage, name: str, *, whole: bool) -> Cell:
    told = f"{name}: {words.number(row.held)} von {words.number(row.listed)} vorhanden"
    if row.held == 0:
        return Cell("lost", told, row.listed, row.held)
    if row.held < row.listed:
        return Cell("partial", told, row.listed, row.held)
    if whole:
        return Cell("complete", told, row.listed, row.held)
    return Cell("open", f"{told}, Monat nicht ganz oder zu früh abgefragt", row.listed, row.held)


def _without_gaps(years: set[int]) -> list[int]:
    """The years, the last one first, with those between; far off ones stand alone."""
    filled: set[int] = set(years)
    ordered = sorted(years)
    for before, behind in pairwise(ordered):
        if behind - before <= _LONGEST_GAP:
            filled.update(range(before, behind))
    return sorted(filled, reverse=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day_before(moment: str) -> date:
    """The day in the town before a time in UTC: the last one that was over then."""
    return datetime.fromisoformat(moment).astimezone(clock.TOWN).date() - timedelta(days=1)


def _days(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans of days, those that touch made one."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
