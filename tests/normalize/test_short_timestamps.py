"""Times as politik-bei-uns.de writes them: two digits for the year, Europe/Berlin."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.dates import parse_short_timestamp

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26.12.14, 12:26", "2014-12-26T12:26:00+01:00"),
        ("24.12.14, 20:12", "2014-12-24T20:12:00+01:00"),
        ("27.01.18, 12:00", "2018-01-27T12:00:00+01:00"),
        ("05.07.13, 09:03", "2013-07-05T09:03:00+02:00"),
        ("26.12.14,\u00a012:26", "2014-12-26T12:26:00+01:00"),
        ("26.12.14 12:26", "2014-12-26T12:26:00+01:00"),
        ("01.01.00, 00:00", "2000-01-01T00:00:00+01:00"),
        ("31.12.69, 23:59", "2069-12-31T23:59:00+01:00"),
        ("29.02.16, 23:59", "2016-02-29T23:59:00+01:00"),
        # unknown to the platform, and the years that it has not
        ("01.01.70, 00:00", None),
        ("01.01.70, 01:00", None),
        ("31.12.99, 12:00", None),
        # no such day or time, or two of them: clocks change
        ("29.02.15, 12:00", None),
        ("31.06.14, 12:00", None),
        ("26.12.14, 24:00", None),
        ("26.12.14, 12:60", None),
        ("30.03.14, 02:30", None),
        ("26.10.14, 02:30", None),
        # another form
        ("26.12.2014, 12:26", None),
        ("26.12.14", None),
        ("26.12.14, 12:26:05", None),
        ("26.12.14, 12:26 Uhr", None),
        ("am 26.12.14, 12:26", None),
        ("26.12.1, 12:26", None),
        ("-6.12.14, 12:26", None),
        ("٢٦.12.14, 12:26", None),
        ("", None),
    ],
)
def test_parse_short_timestamp(text: str, expected: str | None) -> None:
    assert parse_short_timestamp(text) == expected


@given(st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2069-12-31")))
def test_what_the_platform_shows_is_read(moment: datetime) -> None:
    read = parse_short_timestamp(moment.strftime("%d.%m.%y, %H:%M"))
    if read is None:  # only within the hours that clock changes skip or repeat
        early, late = (moment.replace(tzinfo=BERLIN, fold=fold) for fold in (0, 1))
        assert early.utcoffset() != late.utcoffset()
    else:
        shown = datetime.fromisoformat(read)
        assert shown.replace(tzinfo=None) == moment.replace(second=0, microsecond=0)
        assert shown.utcoffset() in {timedelta(hours=1), timedelta(hours=2)}


@given(st.text() | st.from_regex(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}, [0-9]{2}:[0-9]{2}"))
def test_no_time_is_invented(text: str) -> None:
    read = parse_short_timestamp(text)
    assert read is None or "2000" <= read[:4] <= "2069"
