"""Dates and times of sittings: German text to ISO, in Europe/Berlin."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from harvester.text import clean

BERLIN = ZoneInfo("Europe/Berlin")
#: A sitting that ends before it starts went past midnight if it took no longer than this.
LONGEST_NIGHT = timedelta(hours=12)
_YEARS = range(1900, 2101)
_MIDNIGHT = time(0, 0)

_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_WEEKDAY_NUMBERS = {name: n for n, name in enumerate(_WEEKDAYS)}
_WEEKDAY_NUMBERS |= {name[:2]: n for n, name in enumerate(_WEEKDAYS)} | {"sonnabend": 5}
_MONTHS = {
    name: n
    for n, names in enumerate(
        ("januar jan", "februar feb", "märz mär mrz", "april apr", "mai", "juni jun", "juli jul",
         "august aug", "september sept sep", "oktober okt", "november nov", "dezember dez"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DATE = re.compile(
    r"(?:([a-z]+)\.?,? ?)?(?:"
    r"([0-9]{1,2})\. ?(?:([0-9]{1,2})\. ?|([a-zä]+)\.? )([0-9]{4})"
    r"|([0-9]{4})-([0-9]{2})-([0-9]{2}))"
)
_TIMES = re.compile(
    r"([0-9]{1,2})[:.]([0-9]{2})(?: ?uhr)?"
    r"(?: ?(?:-|–|bis) ?(?:([0-9]{1,2})[:.]([0-9]{2}))?)?(?: ?uhr)?"
)
_STAMP = re.compile(r"([0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}),? ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_SHORT_STAMP = re.compile(r"([0-9]{1,2}\.[0-9]{1,2}\.)([0-9]{2}),? ([0-9]{1,2}):([0-9]{2})")
#: Years of two digits up to here are 2000 to 2069.
_LAST_SHORT_YEAR = 69


class Problem(NamedTuple):
    """What could not be read: the finding's code and what to say about it."""

    code: str
    message: str


class MeetingTimes(NamedTuple):
    """A sitting's `date` (`2017-07-11`), `start` and `end` (`2017-07-11T16:00:00+02:00`)."""

    date: str | None
    start: str | None
    end: str | None
    problems: tuple[Problem, ...]


def _read_date(text: str) -> tuple[str | None, date] | None:
    """Weekday as stated, and date."""
    if (cleaned := clean(text)) is None:
        return None
    match = _DATE.fullmatch(cleaned.lower())
    if match is None:
        return None
    weekday, day, month, month_name, year, iso_year, iso_month, iso_day = match.groups()
    if weekday is not None and weekday not in _WEEKDAY_NUMBERS:
        return None
    month_number = int(month or iso_month or _MONTHS.get(month_name, 0))
    year_number = int(year or iso_year)
    if year_number not in _YEARS:
        return None
    try:
        return weekday, date(year_number, month_number, int(day or iso_day))
    except ValueError:  # the 31st of June, the month 13
        return None


def parse_date(text: str) -> date | None:
    """The date of "Mo, 03.11.2025", "03.06.2009", "Montag, 3. November 2025" or "2025-11-03".

    The whole text must be the date. None for anything else, for days that do not exist, and for
    years outside 1900 to 2100. A year of two digits does not name its century and is not read.
    """
    read = _read_date(text)
    return read[1] if read else None


def weekday_contradicts(text: str) -> bool:
    """Whether a weekday stated beside a readable date is not that of the date."""
    read = _read_date(text)
    return bool(read and read[0] and _WEEKDAY_NUMBERS[read[0]] != read[1].weekday())


def _as_time(hour: str | None, minute: str | None) -> time | None:
    if hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
        return None
    return time(int(hour), int(minute))


def parse_times(text: str) -> tuple[time | None, time | None]:
    """Start and end of "18:00 - 19:45", "16:04", "9:00" or "17:00-18:40 Uhr", local time.

    A time that does not exist (25:00, 24:00) is None, so is all of a text of another form.
    """
    match = _TIMES.fullmatch((clean(text) or "").lower())
    if match is None:
        return None, None
    return _as_time(match[1], match[2]), _as_time(match[3], match[4])


def _local(moment: datetime) -> str | None:
    """ISO with offset; None within the hour that clock changes skip or repeat.

    Such a local time has no offset or two, and the page does not say which.
    """
    early, late = (moment.replace(tzinfo=BERLIN, fold=fold) for fold in (0, 1))
    return early.isoformat() if early.utcoffset() == late.utcoffset() else None


def meeting_times(date_raw: str | None, time_raw: str | None) -> MeetingTimes:
    """Date, start and end of a sitting, each None where it is not stated or cannot be read.

    An end before the start lies on the next day where that is no longer than `LONGEST_NIGHT`,
    else it is None. "00:00" as start is the system's empty field: no sitting starts at midnight.
    """
    problems: list[Problem] = []
    day = parse_date(date_raw) if date_raw else None
    if date_raw and day is None:
        problems.append(Problem("unreadable_date", f"no date: {date_raw!r}"))
    elif date_raw and weekday_contradicts(date_raw):
        problems.append(Problem("weekday_contradicts", f"another weekday: {date_raw!r}"))
        day = None  # one of the two is wrong, and a wrong date is worse than none
    start, end = parse_times(time_raw) if time_raw else (None, None)
    if time_raw and (start is None or _lacks_end(time_raw, end)):
        problems.append(Problem("unreadable_time", f"no time: {time_raw!r}"))
    if day is None or start is None:
        return MeetingTimes(day.isoformat() if day else None, None, None, tuple(problems))
    if start == _MIDNIGHT:
        if end not in {None, _MIDNIGHT}:
            problems.append(Problem("unreadable_time", f"starts at midnight: {time_raw!r}"))
        return MeetingTimes(day.isoformat(), None, None, tuple(problems))

    begins = datetime.combine(day, start)
    ends = datetime.combine(day, end) if end is not None else None
    if ends is not None and ends <= begins:
        ends += timedelta(days=1)
        if ends - begins > LONGEST_NIGHT:
            problems.append(Problem("unreadable_time", f"ends before it starts: {time_raw!r}"))
            ends = None
    start_iso = _local(begins)
    end_iso = _local(ends) if ends is not None else None
    if start_iso is None or (ends is not None and end_iso is None):
        problems.append(Problem("unreadable_time", f"clocks change then: {date_raw} {time_raw}"))
    return MeetingTimes(day.isoformat(), start_iso, end_iso, tuple(problems))


def _lacks_end(time_raw: str, end: time | None) -> bool:
    """Whether an end is written there that is no time of day."""
    match = _TIMES.fullmatch((clean(time_raw) or "").lower())
    return match is not None and match[3] is not None and end is None


def parse_timestamp(text: str) -> str | None:
    """ISO local time with offset of "23.05.2023 11:11:27"; None for anything else."""
    match = _STAMP.fullmatch(clean(text) or "")
    if match is None:
        return None
    day, hour, minute, second = match.groups()
    stamped = parse_date(day)
    moment = _as_time(hour, minute)
    if stamped is None or moment is None or int(second or 0) > 59:
        return None
    return _local(datetime.combine(stamped, moment.replace(second=int(second or 0))))


def parse_short_timestamp(text: str) -> str | None:
    """ISO local time with offset of "26.12.14, 12:26", as politik-bei-uns.de writes it.

    Its years are 2000 to 2069. None for anything else, also for the "01.01.70, 00:00" that it shows
    where it knows no time.
    """
    match = _SHORT_STAMP.fullmatch(clean(text) or "")
    if match is None or int(match[2]) > _LAST_SHORT_YEAR:
        return None
    day, year, hour, minute = match.groups()
    return parse_timestamp(f"{day}20{year} {hour}:{minute}")
