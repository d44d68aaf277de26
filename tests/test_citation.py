"""How a paper is cited: known parts in order, nothing left of the unknown ones."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.citation import citation

PAPER = {
    "reference": "2009/0346",
    "name": "Handlungsprogramm für Familien",
    "paper_type_raw": "öffentliche Beschlussvorlage",
    "paper_type": "resolution_proposal",
    "source_url": "https://ris.example/vo020.asp?VOLFDNR=4885",
    "last_seen": "2026-11-22T02:20:07Z",
}
NOTHING: dict[str, Any] = dict.fromkeys(PAPER)
#: Texts of a field that have no punctuation of their own.
WORDS = st.none() | st.text("abcäöüß019 ")
TIMES = st.none() | st.integers(0, 4_000_000_000).map(
    lambda at: datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
)
PARTS = {
    "reference": WORDS,
    "name": WORDS,
    "paper_type_raw": WORDS,
    "paper_type": st.sampled_from([None, "motion", "new_kind"]),
    "source_url": st.none() | st.just("https://ris.example/1"),
    "last_seen": st.none() | st.just("2026-11-22T02:20:07Z"),
}


def test_all_that_is_known_is_said_in_order() -> None:
    assert citation(PAPER, "Stadt Herne") == (
        "Stadt Herne, öffentliche Beschlussvorlage 2009/0346: „Handlungsprogramm für Familien“, "
        "https://ris.example/vo020.asp?VOLFDNR=4885 (abgerufen am 22.11.2026)"
    )


@pytest.mark.parametrize(
    ("known", "town", "cited"),
    [
        ({}, None, ""),
        ({}, "Stadt Herne", "Stadt Herne"),
        ({"name": "Kita"}, None, "„Kita“"),
        ({"reference": "7"}, None, "Vorlage 7"),
        ({"paper_type": "motion", "reference": "7"}, None, "Antrag 7"),
        ({"paper_type_raw": "Anregung"}, "Stadt Herne", "Stadt Herne, Anregung"),
        ({"name": "Kita", "source_url": "https://a.example/"}, None, "„Kita“, https://a.example/"),
        ({"last_seen": "2026-01-02T03:00:00Z"}, "Herne", "Herne (abgerufen am 02.01.2026)"),
    ],
)
def test_what_is_unknown_leaves_nothing_behind(
    known: dict[str, str], town: str | None, cited: str
) -> None:
    assert citation({**NOTHING, **known}, town) == cited


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ('Projekt "Lesen"', "„Projekt ‚Lesen‘“"),
        ("Programm „Familie in Herne“ 2009", "„Programm ‚Familie in Herne‘ 2009“"),
        ("“Smart City” und »Grün« und «Blau»", "„‚Smart City‘ und ‚Grün‘ und ‚Blau‘“"),
        ('Vorhaben ("Mitte") - "Ost"', "„Vorhaben (‚Mitte‘) - ‚Ost‘“"),
        ("Karl's Bad", "„Karl's Bad“"),
        ('"', "„‚“"),
    ],
)
def test_quotes_in_the_subject_become_single(name: str, quoted: str) -> None:
    assert citation({**NOTHING, "name": name}, None) == quoted


@pytest.mark.parametrize(
    ("at", "day"), [("2026-11-22T22:59:59Z", "22.11.2026"), ("2026-11-22T23:00:00Z", "23.11.2026")]
)
def test_the_day_is_that_of_the_town(at: str, day: str) -> None:
    assert citation({**NOTHING, "last_seen": at}, "Stadt Herne").endswith(f"(abgerufen am {day})")


def test_what_a_terminal_obeys_is_dropped() -> None:
    hostile = "\x1b[31mRot\x07\u202e und\u2028neu\n"
    assert citation({**NOTHING, "name": hostile}, None) == "„[31mRot und neu“"


@given(st.fixed_dictionaries(PARTS), WORDS)
def test_no_punctuation_without_its_part(paper: dict[str, Any], town: str | None) -> None:
    cited = citation(paper, town)
    assert not re.search(r"[,:] ?[,:]|\(\)|„“|^[ ,:]|[ ,:]$|  |: ?\(", cited.replace("https:", ""))


@given(st.fixed_dictionaries({**PARTS, "name": st.text(), "last_seen": TIMES}), st.text())
def test_whatever_was_harvested_it_is_a_line(paper: dict[str, Any], town: str) -> None:
    cited = citation({**paper, "reference": town, "paper_type_raw": None}, None)
    assert cited.isprintable()
    assert cited == cited.strip()


@given(st.text('ab "„“”«»‚‘()'))
def test_the_subject_alone_has_double_quotes(name: str) -> None:
    cited = citation({**NOTHING, "name": name}, None)
    assert not cited or (cited[0], cited[-1]) == ("„", "“")
    assert not re.search('["„“”«»]', cited[1:-1])
