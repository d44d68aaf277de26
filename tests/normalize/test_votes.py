import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.votes import Votes, parse_votes

WORDS = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
]


@pytest.mark.parametrize(
    ("text", "yes", "no", "abstain"),
    [
        ("Ja: 45, Nein: 2", 45, 2, None),
        ("Ja:\u00a047", 47, None, None),
        ("Ja: 4, Nein: 0, Enthaltungen: 6, Befangen: 0", 4, 0, 6),
        ("Ja: 9, Nein: 2, Anwesend: 11", 9, 2, None),
        ("Ja 12 Nein 3 Enth. 1", 12, 3, 1),
        ("Mehrheitlich abgelehnt\n\nJa 1  Nein 7  Enthaltung 1", 1, 7, 1),
        ("mehrheitlich abgelehnt 4 Ja  /  14 Nein  /  0 Enthaltungen", 4, 14, 0),
        ("12 Ja-Stimmen, 3 Nein-Stimmen bei 1 Enthaltung", 12, 3, 1),
        ("einstimmig mit zwei Enthaltungen", None, 0, 2),
        ("Abstimmungsergebnis: einstimmig mit zwei Enthaltungen", None, 0, 2),
        ("einstimmig", None, 0, None),
        ("Einstimmig beschlossen (bei einer Enthaltung)", None, 0, 1),
        ("einstimmig beschlossen, ohne Enthaltungen", None, 0, 0),
        ("einstimmig abgelehnt", 0, None, None),
        ("einstimmig abgelehnt: Nein 12", 0, 12, None),
        ("mehrheitlich bei 3 Gegenstimmen und 1 Enthaltung", None, 3, 1),
        ("mehrheitlich bei drei Gegenstimmen", None, 3, None),
        ("mehrheitlich beschlossen", None, None, None),
        (
            "dafür: 5 (4 BÜRGERLISTE, 1 PRO NRW)\ndagegen: 39 (OB, 16 CDU)\nEnth.: 2 (DIE LINKE)",
            5,
            39,
            2,
        ),
        ("10 Befürwortungen, 2 Enthaltungen", 10, None, 2),
    ],
)
def test_votes(text, yes, no, abstain):
    assert parse_votes(text) == Votes(yes, no, abstain)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "beschlossen",
        "abgelehnt mit 5 : 7 Stimmen",
        "7 : 5",
        "mit 12 gegen 3 Stimmen",
        "Der Ausschuss nimmt die Drucksache zur Kenntnis.",
        "Mehrheitlich gegen die CDU-Fraktion bei Enthaltung der FDP-Fraktion zugestimmt.",
        "nicht einstimmig",
        "einstimmig bei 2 Gegenstimmen",
        "einstimmig abgelehnt, Ja 3",
        "einstimmig mehrheitlich",
        "einstimmig beschlossen, abgelehnt",
        "Ja 12 Nein 3 Ja 4 Nein 11",
        "12 Ja Nein 3",
        "Ja: Nein: 2",
        "Ja: 45, Nein: 2, 3",
        "Ja: 4,5",
        "Ja: 45 %",
        "Ja: 2009",
        "ohne Abstimmung",
        "Ja: ٤",
    ],
)
def test_no_votes(text):
    assert parse_votes(text) is None


COUNT = st.integers(0, 999)


@given(COUNT, COUNT, COUNT, st.sampled_from(["\n", ", ", " / ", "; ", " und "]))
def test_votes_round_trip(yes, no, abstain, between):
    expected = Votes(yes, no, abstain)
    labelled = between.join((f"Ja: {yes}", f"Nein: {no}", f"Enthaltungen: {abstain}"))
    counted = between.join((f"{yes} Ja", f"{no} Nein", f"{abstain} Enthaltungen"))
    assert parse_votes(labelled) == parse_votes(counted) == expected


@given(st.integers(0, 12), st.sampled_from(["einstimmig mit", "einstimmig bei"]))
def test_number_words_round_trip(number, start):
    assert parse_votes(f"{start} {WORDS[number]} Enthaltungen") == Votes(None, 0, number)


PIECES = [
    *WORDS,
    *[
        "einstimmig",
        "mehrheitlich",
        "abgelehnt",
        "Ja",
        "Nein",
        "Enth.",
        "dafür",
        "12",
        "3",
        "0",
        "bei",
        ",",
        "(",
    ],
]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_no_vote_is_invented(text):
    votes = parse_votes(text)
    for number in votes or ():
        written = number is None or number in map(int, re.findall("[0-9]+", text))
        in_words = number is not None and number <= 12 and WORDS[number] in text.lower()
        assert written or in_words or (number == 0 and "einstimmig" in text.lower())
