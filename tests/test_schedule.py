"""How soon a page is asked for again, by hand."""

from datetime import date, timedelta

import pytest

from harvester.schedule import Facts, nights

TODAY = date(2026, 11, 22)


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


@pytest.mark.parametrize(
    ("kind", "is_open", "ago", "expected"),
    [
        ("paper", True, -30, 1),  # its next step is planned
        ("paper", True, 0, 1),
        ("paper", True, 90, 1),
        ("paper", True, 91, 9),
        ("paper", True, 400, 40),
        ("paper", False, 0, 1),  # decided today: the minutes may follow
        ("paper", False, 3, 1),
        ("paper", False, 60, 1),  # the list shows it
        ("paper", False, 61, 30),
        ("paper", False, 1000, 500),
        ("meeting", True, -21, 1),
        ("meeting", True, -22, 3),
        ("meeting", True, -100, 14),
        ("meeting", True, 60, 1),
        ("meeting", True, 61, 6),
        ("meeting", False, 31, 15),
        ("agenda_item", True, 31, 15),  # the agenda shows its result too
        ("agenda_item", True, 3, 7),
        ("organization_meetings", False, 0, 7),
    ],
)
def test_how_soon_a_page_is_asked_for_again(
    kind: str, is_open: bool, ago: int, expected: int
) -> None:
    assert nights(Facts(kind, is_open, day(ago), None), TODAY) == expected


def test_what_changed_of_late_is_recent() -> None:
    old = Facts("paper", False, day(900), None)
    assert nights(old, TODAY) == 450
    assert nights(Facts("paper", False, day(900), day(2)), TODAY) == 1


def test_what_is_about_no_day_waits_for_its_turn() -> None:
    assert nights(Facts("organization", False, None, None), TODAY) is None


def test_a_document_that_comes_whole_is_asked_for_more_rarely() -> None:
    marked = Facts("file", True, day(60), None, marked=True)
    assert nights(marked, TODAY) == 1
    assert nights(Facts("file", True, day(60), None), TODAY) == 20
    assert nights(Facts("file", True, day(0), None), TODAY) == 1


def test_it_never_gets_quicker_with_age() -> None:
    for kind in ("paper", "meeting", "file", "agenda_item"):
        for is_open in (True, False):
            waits = [nights(Facts(kind, is_open, day(ago), None), TODAY) for ago in range(800)]
            assert waits == sorted(waits, key=lambda wait: wait or 0)
