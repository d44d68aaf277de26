"""The line of a step: split from both ends, whatever the committee is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.parsers.sessionnet.stepline import StepLine, read_step_line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "10.06.2026 Sportausschuss TOP 8.1 öffentlich - Kenntnisnahme",
            ("Sportausschuss", "10.06.2026", "öffentlich", "Kenntnisnahme"),
        ),
        ("29.06.2099 Rat TOP 12.1 öffentlich", ("Rat", "29.06.2099", "öffentlich", None)),
        (
            "05.05.2026 Verwaltungsausschuss nichtöffentlich - Vorberatung",
            ("Verwaltungsausschuss", "05.05.2026", "nichtöffentlich", "Vorberatung"),
        ),
        ("5.5.2026 Rat TOP N 3 nicht öffentlich", ("Rat", "5.5.2026", "nicht öffentlich", None)),
        ("Rat", ("Rat", None, None, None)),
        ("Beirat 50 plus", ("Beirat 50 plus", None, None, None)),
        # only what is known is an outcome where nothing else parts it from the name
        ("Rat - Vorberatung", ("Rat", None, None, "Vorberatung")),
        ("01.01.2026 Bezirk Stadt - Mitte", ("Bezirk Stadt - Mitte", "01.01.2026", None, None)),
        (
            "01.01.2026 Bezirk Stadt - Mitte TOP 2 öffentlich - einstimmig - mit Auflagen",
            ("Bezirk Stadt - Mitte", "01.01.2026", "öffentlich", "einstimmig - mit Auflagen"),
        ),
        (
            "01.01.2026 Projekt TOP 100 TOP 3 öffentlich - Beschluss TOP 4 öffentlich",
            ("Projekt TOP 100", "01.01.2026", "öffentlich", "Beschluss TOP 4 öffentlich"),
        ),
        (
            "Ausschuss für öffentliche Ordnung, Verkehr und Öffentlichkeit TOP Ö 3.1a - Runde",
            ("Ausschuss für öffentliche Ordnung, Verkehr und Öffentlichkeit", None, None, "Runde"),
        ),
        ("01.01.2026 STOP 3 öffentlich", ("STOP 3", "01.01.2026", "öffentlich", None)),
    ],
)
def test_a_line(line: str, expected: tuple[str | None, ...]) -> None:
    name, date, status, outcome = expected
    assert read_step_line(line) == StepLine(name or "", date, status, outcome)


@pytest.mark.parametrize(
    "line",
    [
        *("", "10.06.2026", "10.06.2026 TOP 3 öffentlich", "öffentlich", "TOP 3"),
        "10.06.2026 Rat 11.06.2026 öffentlich",
        "Mi, 10.06.2026 Rat TOP 3 öffentlich",
        "Rat " * 200,
    ],
)
def test_no_line(line: str) -> None:
    assert read_step_line(line) is None


@pytest.mark.parametrize(
    ("line", "committee", "expected"),
    [
        ("10.06.2026 Arbeitskreis TOP 100 öffentlich", "Arbeitskreis TOP 100", "öffentlich"),
        ("10.06.2026 Rat TOP öffentlich - Anhörung", "Rat", "öffentlich"),
        ("10.06.2026 Bezirk - Mitte - Vorberatung", "Bezirk - Mitte", None),
        ("Rat", "Rat", None),
    ],
)
def test_a_link_beside_the_line_names_the_committee(
    line: str, committee: str, expected: str | None
) -> None:
    read = read_step_line(line, committee)
    assert read is not None
    assert (read.committee, read.status) == (committee, expected)


@pytest.mark.parametrize("committee", ["Rat", "Bauausschuss", "Rat der"])
def test_a_link_that_names_another_committee_changes_nothing(committee: str) -> None:
    line = "10.06.2026 Rat der Stadt TOP 3 öffentlich - Entscheidung"
    assert read_step_line(line, committee) == read_step_line(line)


WORDS = st.lists(
    st.text("AUSCHÄÖÜabcdeinrstuß0123456789,./()", min_size=1, max_size=12), min_size=1, max_size=6
).map(" ".join)
#: A dash, a status or a number on the agenda at a name's end would be read as what they look like.
COMMITTEES = WORDS.filter(lambda name: not name[0].isdigit())
DATES = st.dates().map(lambda day: f"{day.day:02}.{day.month:02}.{day.year:04}")


@given(
    committee=COMMITTEES,
    date=st.none() | DATES,
    top=st.none() | st.from_regex(r"(?:Ö )?[1-9][0-9]?(?:\.[0-9]){0,2}", fullmatch=True),
    status=st.sampled_from(["öffentlich", "nichtöffentlich", "nicht öffentlich"]),
    outcome=st.none() | st.sampled_from(["Vorberatung", "einstimmig angenommen", "x - y"]),
)
def test_what_is_joined_is_split(
    committee: str, date: str | None, top: str | None, status: str, outcome: str | None
) -> None:
    parts = [date, committee, f"TOP {top}" if top else None, status]
    line = " ".join(part for part in parts if part) + (f" - {outcome}" if outcome else "")
    assert read_step_line(line) == StepLine(committee, date, status, outcome)
    assert read_step_line(line, committee) == StepLine(committee, date, status, outcome)


@given(st.text(max_size=80), st.none() | st.text(max_size=20))
def test_any_text_gives_parts_of_itself_or_nothing(line: str, committee: str | None) -> None:
    read = read_step_line(line, committee)
    if read is not None:
        parts = [read.committee, read.date, read.status, read.outcome]
        assert all(part is None or (part and part in line) for part in parts)
