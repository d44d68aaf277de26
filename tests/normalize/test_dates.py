from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.dates import (
    meeting_times,
    parse_date,
    parse_times,
    parse_timestamp,
    weekday_contradicts,
)

WEEKDAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo, 03.11.2025", date(2025, 11, 3)),
        ("03.06.2009", date(2009, 6, 3)),
        ("Di,\u00a007.06.2016", date(2016, 6, 7)),
        ("Montag, 3. November 2025", date(2025, 11, 3)),
        ("1. März 2010", date(2010, 3, 1)),
        ("3. Nov. 2025", date(2025, 11, 3)),
        ("Sonnabend, 29.02.2020", date(2020, 2, 29)),
        ("3.6.2009", date(2009, 6, 3)),
        ("2009-06-03", date(2009, 6, 3)),
        # no date, or not the whole text, or not sure
        ("30.11.04", None),
        ("29.02.2019", None),
        ("31.06.2009", None),
        ("00.06.2009", None),
        ("12.13.2009", None),
        ("3. Brumaire 2009", None),
        ("Xy, 03.06.2009", None),
        ("03.06.1899", None),
        ("03.06.2101", None),
        ("03.06.20091", None),
        ("03.06.2009 (verlegt)", None),
        ("03.06.2009 und 04.06.2009", None),
        ("vom 03.06.2009", None),
        ("٠٣.٠٦.٢٠٠٩", None),
        ("17:00", None),
        ("(offen)", None),
        ("", None),
    ],
)
def test_parse_date(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo, 03.11.2025", False),
        ("Di, 03.11.2025", True),
        ("Sonntag, 3. November 2025", True),
        ("Sa, 29.02.2020", False),
        ("03.11.2025", False),
        ("Di, 31.11.2025", False),
        ("nichts", False),
    ],
)
def test_weekday_contradicts(text, expected):
    assert weekday_contradicts(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:00 - 19:45", (time(18), time(19, 45))),
        ("16:04", (time(16, 4), None)),
        ("9:00", (time(9), None)),
        ("17:00-18:40 Uhr", (time(17), time(18, 40))),
        ("16:00 Uhr", (time(16), None)),
        ("16:00 -", (time(16), None)),
        ("18.00 – 19.30 Uhr", (time(18), time(19, 30))),
        ("18:00 - 25:00", (time(18), None)),
        ("24:00", (None, None)),
        ("18:60", (None, None)),
        ("ab 18:00", (None, None)),
        ("18", (None, None)),
        ("", (None, None)),
    ],
)
def test_parse_times(text, expected):
    assert parse_times(text) == expected


@pytest.mark.parametrize(
    ("date_raw", "time_raw", "start", "end", "codes"),
    [
        ("Di, 11.07.2017", "16:00 - 18:26", "T16:00:00+02:00", "2017-07-11T18:26:00+02:00", []),
        ("13.12.2017", "16:04", "T16:04:00+01:00", None, []),
        ("11.07.2017", "00:00 - 00:00", None, None, []),
        ("11.07.2017", "00:00", None, None, []),
        ("11.07.2017", "", None, None, []),
        ("11.07.2017", None, None, None, []),
        ("11.07.2017", "00:00 - 18:00", None, None, ["unreadable_time"]),
        ("11.07.2017", "18:00 - 01:15", "T18:00:00+02:00", "2017-07-12T01:15:00+02:00", []),
        ("11.07.2017", "18:00 - 06:00", "T18:00:00+02:00", "2017-07-12T06:00:00+02:00", []),
        ("11.07.2017", "18:00 - 06:01", "T18:00:00+02:00", None, ["unreadable_time"]),
        ("11.07.2017", "18:00 - 17:00", "T18:00:00+02:00", None, ["unreadable_time"]),
        ("11.07.2017", "18:00 - 18:00", "T18:00:00+02:00", None, ["unreadable_time"]),
        ("11.07.2017", "18:00 - 24:00", "T18:00:00+02:00", None, ["unreadable_time"]),
        ("11.07.2017", "nach Ansage", None, None, ["unreadable_time"]),
    ],
)
def test_meeting_times(date_raw, time_raw, start, end, codes):
    times = meeting_times(date_raw, time_raw)
    day = "2017-12-13" if "12.2017" in date_raw else "2017-07-11"
    assert times.date == day
    assert times.start == (day + start if start else None)
    assert times.end == end
    assert [problem.code for problem in times.problems] == codes


def test_a_date_of_another_weekday_is_no_date():
    """One of the two is wrong; a wrong date is worse than none."""
    times = meeting_times("Mo, 11.07.2017", "16:00")
    assert times[:3] == (None, None, None)
    assert [problem.code for problem in times.problems] == ["weekday_contradicts"]


def test_meeting_without_a_readable_date_has_no_times():
    times = meeting_times("31.06.2009", "16:00 - 17:00")
    assert times[:3] == (None, None, None)
    assert [problem.code for problem in times.problems] == ["unreadable_date"]
    assert "31.06.2009" in times.problems[0].message
    assert meeting_times(None, "16:00") == (None, None, None, ())


def test_clock_changes():
    """The 31 March 2024 has no 02:30, the 27 October 2024 has two."""
    for day in ("31.03.2024", "27.10.2024"):
        times = meeting_times(day, "02:30 - 04:00")
        assert times.start is None
        assert [problem.code for problem in times.problems] == ["unreadable_time"]
    assert meeting_times("31.03.2024", "01:59 - 03:00")[1:3] == (
        "2024-03-31T01:59:00+01:00",
        "2024-03-31T03:00:00+02:00",
    )
    assert meeting_times("26.10.2024", "20:00 - 02:30").end is None
    assert meeting_times("26.10.2024", "20:00 - 03:00").end == "2024-10-27T03:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23.05.2023 11:11:27", "2023-05-23T11:11:27+02:00"),
        ("24.12.2014, 20:12", "2014-12-24T20:12:00+01:00"),
        ("23.05.2023 11:11:60", None),
        ("23.05.2023 25:11", None),
        ("31.06.2023 11:11", None),
        ("27.10.2024 02:30:00", None),
        ("24.12.14, 20:12", None),
        ("23.05.2023", None),
    ],
)
def test_parse_timestamp(text, expected):
    assert parse_timestamp(text) == expected


@given(DAYS)
def test_dates_round_trip(day):
    name = WEEKDAYS[day.weekday()]
    month = MONTHS[day.month - 1]
    for text in (
        f"{day:%d.%m}.{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{name[:2]}, {day:%d.%m}.{day.year}",
        f"{name}, {day.day}. {month} {day.year}",
        day.isoformat(),
    ):
        assert parse_date(text) == day
        assert not weekday_contradicts(text)
    wrong = WEEKDAYS[(day.weekday() + 1) % 7]
    assert weekday_contradicts(f"{wrong}, {day:%d.%m}.{day.year}")


@given(DAYS, st.times(), st.integers(1, 12 * 60))
def test_times_round_trip(day, start, minutes):
    begins = datetime.combine(day, start.replace(second=0, microsecond=0))
    ends = begins + timedelta(minutes=minutes)
    times = meeting_times(f"{day:%d.%m}.{day.year}", f"{begins:%H:%M} - {ends:%H:%M}")
    assert times.date == day.isoformat()
    if times.start is not None:
        assert times.start.startswith(f"{begins.isoformat()}+0")
    if times.end is not None:
        assert times.end.startswith(f"{ends.isoformat()}+0")
    assert (times.start and times.end) or times.problems or begins.time() == time(0, 0)


@given(st.text() | st.text(alphabet="0123456789.:- MoDijuntfbr"))
def test_no_date_is_invented(text):
    day = parse_date(text)
    if day is not None:
        assert str(day.year) in text
        numbers = [int("".join(run)) for run in _digit_runs(text)]
        assert day.day in numbers
    for moment in parse_times(text):
        assert moment is None or f"{moment.minute:02}" in text
    parse_timestamp(text)
    meeting_times(text, text)


def _digit_runs(text):
    cuts = [-1, *(i for i, c in enumerate(text) if not c.isdigit()), len(text)]
    return [text[a + 1 : b] for a, b in pairwise(cuts) if b > a + 1]
