"""Text, addresses, days and times as reports show them."""

import pytest

from harvester.reports.clean import address, line
from harvester.reports.wording import long_day, moment


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://ris.example/a?b=1&c=%20", "https://ris.example/a?b=1&c=%20"),
        (" http://ris.example/ä b ", "http://ris.example/%C3%A4%20b"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//ris.example/", None),
        ("http:///x", None),
        ("http://[", None),
        ("ftp://ris.example/", None),
        ("https://ris.example/" + "x" * 2_000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web(url: str | None, shown: str | None) -> None:
    assert address(url) == shown


def test_one_line_of_text() -> None:
    assert line(" a\r\n\tb\u2028c\x00\x1b[1m\u202e\ufffe ") == "a b c[1m"
    assert line("x" * 400) == "x" * 299 + "…"
    assert line(None) == ""


def test_days_and_times() -> None:
    assert long_day("2026-05-31") == "Sonntag, 31. Mai 2026"
    assert long_day("2024-03-01") == "Freitag, 1. März 2024"
    assert moment("2026-05-31") == "31.05.2026"
    assert moment("2026-01-31T23:30:00Z") == "01.02.2026, 00:30 Uhr"
    assert moment("2026-07-01T16:00:00+02:00") == "01.07.2026, 16:00 Uhr"
    assert (moment("bald"), long_day("bald"), moment(None)) == ("bald", "bald", "")
