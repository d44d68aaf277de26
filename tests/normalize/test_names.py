import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.names import belongs_to, is_cancelled

# (committee, meeting's name) as they stand side by side on pages.
PAIRS = [
    ("Haupt- und Finanzausschuss", "des Haupt- und Finanzausschusses"),
    ("Haupt- und Personalausschuss", "des Haupt- und Personalausschusses"),
    ("Kultur- und Bildungsausschuss", "des Kultur- und Bildungsausschusses"),
    ("Bezirksvertretung Wanne", "der Bezirksvertretung des Stadtbezirks Wanne"),
    ("Bezirksvertretung Herne-Mitte", "der Bezirksvertretung des Stadtbezirks Herne-Mitte"),
    ("Bezirksvertretung Eickel", "der Bezirksvertretung des Stadtbezirks Eickel"),
    ("Rat der Stadt", "des Rates der Stadt"),
    ("Integrationsrat", "des Integrationsrates"),
    ("Schulausschuss", "des Schulausschusses"),
    (
        "Ausschuss für Soziales, Gesundheit und Familie",
        "des Ausschusses für Soziales, Gesundheit und Familie",
    ),
    ("Rat der Stadt Hildesheim", "Sitzung des Rates der Stadt Hildesheim"),
    ("Ortsrat Stadtmitte/Neustadt", "Sitzung des Ortsrates Stadtmitte/Neustadt"),
    ("Ortsgemeinderat Sippersfeld", "Sitzung des Ortsgemeinderates Sippersfeld"),
    ("Kreistag des Landkreises Osnabrück", "Sitzung des Kreistages des Landkreises Osnabrück"),
    ("Kreistag des Landkreises Osnabrück", "Kreistag des Landkreises Osnabrück - 28.09.2026"),
    ("Kreisausschuss", "Sitzung des Kreisausschusses"),
    ("Hauptausschuss", "Sitzung des Hauptausschusses"),
    ("Mobilitätsausschuss", "Sitzung des Mobilitätsausschusses"),
    ("Fachausschuss für Sport und Bildung", "Sitzung des Fachausschusses für Sport und Bildung"),
    ("Bezirksversammlung", "Sitzung der Bezirksversammlung"),
    ("Bezirksversammlung Bergedorf", "Sitzung der Bezirksversammlung"),
    ("Sportausschuss", "Öffentliche/nichtöffentliche Sitzung des Sportausschusses"),
    (
        "Ausschuss für Umweltfragen, Natur- und Klimaschutz",
        "Öffentliche Sitzung des Ausschusses für Umweltfragen, Natur- und Klimaschutz",
    ),
    ("Ausschuss für Verkehr", "Öffentliche/nichtöffentliche Sitzung des Ausschusses für Verkehr"),
    ("Stadtentwicklungsausschuss", "ENTFÄLLT! Sitzung des Stadtentwicklungsausschusses"),
    ("Rat der Stadt Lüdenscheid", "Rat/05/2012"),
    ("Rat", "12. Sitzung des Rates der Stadt Bochum"),
    ("Ausschuß für Umwelt", "Sitzung des Ausschusses für Umwelt"),
    ("Ständiger Ausschuss", "Sondersitzung des Ständigen Ausschusses"),
    ("Beirat", "nicht öffentliche Sitzung des Beirats"),
    ("Schulausschuss", "Gemeinsame Sitzung des Schulausschusses und des Sportausschusses"),
    ("Sportausschuss", "Gemeinsame Sitzung des Schulausschusses und des Sportausschusses"),
    ("Jugendhilfeausschuss", "Jugendhilfeausschuss"),
    ("Jugendhilfeausschuss", "Sitzung"),
]
FOREIGN = [
    ("Sportausschuss", "des Schulausschusses"),
    ("Bezirksvertretung Wanne", "der Bezirksvertretung des Stadtbezirks Eickel"),
    ("Bezirksvertretung Wanne", "der Bezirksvertretung"),
    ("Haupt- und Finanzausschuss", "des Haupt- und Personalausschusses"),
    ("Finanzausschuss", "des Haupt- und Finanzausschusses"),
    ("Haupt- und Finanzausschuss", "des Finanzausschusses"),
    ("Rat der Stadt", "des Integrationsrates"),
    ("Rat der Stadt Hildesheim", "des Rates der Stadt Herne"),
    ("Rat", "des Rates für Seniorinnen und Senioren"),
    ("Ausschuss für Soziales", "des Ausschusses für Soziales, Gesundheit und Familie"),
    ("Ausschuss für Umwelt", "des Ausschusses für Umwelts"),
    ("Bezirksvertretung 4 (Ehrenfeld)", "Sitzung der Bezirksvertretung 5 (Nippes)"),
    ("Kulturausschuss", "Gemeinsame Sitzung des Schulausschusses und des Sportausschusses"),
    ("", "des Rates der Stadt"),
]


@pytest.mark.parametrize(("committee", "meeting"), PAIRS)
def test_belongs(committee, meeting):
    assert belongs_to(committee, meeting)


@pytest.mark.parametrize(("committee", "meeting"), FOREIGN)
def test_foreign(committee, meeting):
    assert not belongs_to(committee, meeting)


def test_the_corpus_papers_of_herne(corpus: Path):
    """Every step's meeting is its committee's, and no other committee's."""
    steps = [
        step
        for path in sorted((corpus / "allris" / "herne").glob("*.json"))
        for step in json.loads(path.read_text(encoding="utf-8"))["consultations"]
        if step["meeting_text"]
    ]
    committees = {step["committee"] for step in steps}
    assert len(committees) >= 10
    for step in steps:
        owners = {name for name in committees if belongs_to(name, step["meeting_text"])}
        assert owners == {step["committee"]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ENTFÄLLT! Sitzung des Stadtentwicklungsausschusses", True),
        ("Sitzung des Sportausschusses (abgesagt)", True),
        ("Sitzung des Sportausschusses - fällt aus", True),
        ("Sitzung des Sportausschusses", False),
        ("Sitzung des Ausschusses für Entfall", False),
    ],
)
def test_is_cancelled(name, expected):
    assert is_cancelled(name) is expected


NOUNS = st.sampled_from(["Ausschuss", "Beirat", "Rat", "Ortsrat", "Kreistag", "Unterausschuss"])
TOPICS = st.lists(
    st.sampled_from(["Umwelt", "Soziales", "Familie", "Bau", "Schule"]), max_size=3, unique=True
)
STARTS = st.sampled_from(["", "Sitzung ", "Öffentliche Sitzung ", "ENTFÄLLT! Sondersitzung "])


@given(NOUNS, TOPICS, STARTS, st.booleans(), st.booleans())
def test_genitives_round_trip(noun, topics, start, short, wide):
    rest = f" für {' und '.join(topics)}" if topics else ""
    ending = "s" if short and not noun.endswith("s") else "es"
    meeting = f"{start}des {noun}{ending}{rest}"
    assert belongs_to(noun + rest, meeting.replace(" ", "\u00a0 ") if wide else meeting)
    for other in ("Kulturausschuss", f"{noun} für Kultur", f"Jugend{noun.lower()}{rest}"):
        assert not belongs_to(other, meeting)


@given(st.text(), st.text())
def test_any_text(committee, meeting):
    assert belongs_to(committee, meeting) in {True, False}
    assert is_cancelled(meeting) in {True, False}


def test_long_names_take_no_time():
    assert not belongs_to("Rat " * 20_000, "öffentliche " * 20_000 + "sitzung" * 20_000 + " X")
