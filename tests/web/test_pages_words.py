"""How values look on the pages."""

import pytest

from harvester.web.pages import words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2009-06-30", "30. Juni 2009"),
        ("2026-03-01T02:00:00Z", "1. März 2026"),
        ("demnächst", "demnächst"),
        ("2009-02-30", "2009-02-30"),
        (None, ""),
    ],
)
def test_days(value: str | None, shown: str) -> None:
    assert words.day(value) == shown


def test_times_are_those_of_the_town() -> None:
    assert words.moment("2026-06-30T23:05:00Z") == "1. Juli 2026, 1.05 Uhr"
    assert words.moment_day("2026-12-31T23:05:00Z") == "1. Januar 2027"
    assert words.weekday("2009-06-30") == "Dienstag, 30. Juni 2009"
    assert words.hour("2009-06-30T16:00:00+02:00") == "16 Uhr"
    assert words.hour("2009-06-30T09:05:00+02:00") == "9.05 Uhr"
    assert words.hour("16 Uhr s. t.") is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, None), (0, "0 Byte"), (999, "999 Byte"), (1_600, "2 kB"), (1_449_000, "1,4 MB")],
)
def test_sizes(value: int | None, shown: str | None) -> None:
    assert words.size(value) == shown


@pytest.mark.parametrize(
    ("counts", "raw", "shown"),
    [
        ((40, 8, 2), "Ja 40", "40 Ja, 8 Nein, 2 Enthaltungen"),
        ((1200, 0, 1), None, "1.200 Ja, 0 Nein, 1 Enthaltung"),
        ((5, 3, None), None, "5 Ja, 3 Nein"),
        ((None, 3, 1), "bei 3 Gegenstimmen", "bei 3 Gegenstimmen"),
        ((None, None, None), None, None),
    ],
)
def test_votes(
    counts: tuple[int | None, int | None, int | None], raw: str | None, shown: str | None
) -> None:
    assert words.votes(*counts, raw) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("20 2 (1455)", "20 2"),
        ("FB 42 (Jugend)", "FB 42 (Jugend)"),
        ("(1455)", None),
        (None, None),
    ],
)
def test_offices_come_without_telephone(value: str | None, shown: str | None) -> None:
    assert words.department(value) == shown


def test_texts_open_with_whole_paragraphs() -> None:
    first, second, third = "a" * 500, "b" * 300, "c" * 600
    assert words.opening(f"{first}\n\n {second} \n{third}") == ([first, second], [third])
    assert words.opening(f"{first}\n{second}") == ([first, second], [])
    assert words.opening(None) == ([], [])


def test_an_endless_paragraph_is_cut_between_words() -> None:
    begin, rest = words.opening("Wort " * 600)
    assert begin == [("Wort " * 180).strip() + " …"]
    assert rest == [f"… {'Wort ' * 420}".strip()]
    begin, rest = words.opening("x" * 3000)
    assert (begin, rest) == (["x" * 900 + " …"], ["… " + "x" * 2100])


@pytest.mark.parametrize(
    ("record_id", "address"),
    [
        ("herne/paper/7442", "/vorlage/herne/paper/7442"),
        ("../../etc/passwd", "/vorlage/..%2F..%2Fetc%2Fpasswd"),
        ("a//b", "/vorlage/a%2F%2Fb"),
        ('a/"><b>?c#d', "/vorlage/a/%22%3E%3Cb%3E%3Fc%23d"),
    ],
)
def test_addresses_hold_any_id(record_id: str, address: str) -> None:
    assert words.address("vorlage", record_id) == address
