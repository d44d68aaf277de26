import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.text import clean, fold, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ö\u00a01", "Ö 1"),
        (" \t des Rates\n der  Stadt\u00a0", "des Rates der Stadt"),
        ("Haushalts\u00adsatzung", "Haushaltssatzung"),
        ("Nie\u200bder\ufeffschrift", "Niederschrift"),
        ("\u2003 \u00a0", None),
        ("", None),
        (None, None),
    ],
)
def test_clean(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    "words",
    [
        ("Familienförderung", "Familienforderung", "FAMILIENFOERDERUNG", "familienfo\u0308rderung"),
        ("Königsallee", "Koenigsallee", "konigsallee"),
        ("Straße", "STRASSE", "strasse", "STRAẞE"),
        ("Ärztehaus", "Aerztehaus", "arztehaus"),
        ("Café", "cafe"),
    ],
)
def test_fold_alike(words):
    assert len({fold(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wanne", "Eickel"),
        ("Schule", "Schale"),
        ("B-Plan 1", "B-Plan 2"),
        ("Aue", "Au"),
        ("Feuer", "Feur"),
    ],
)
def test_fold_apart(one, other):
    assert fold(one) != fold(other)


def test_fold_keeps_inner_parts_findable():
    assert fold("förderung") in fold("Kommunale Familienförderung in Herne")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Haupt- und Finanzausschuss", "haupt-und-finanzausschuss"),
        ("Ausschuss für Soziales, Gesundheit", "ausschuss-fuer-soziales-gesundheit"),
        ("Ausschuß für Grün/Öl", "ausschuss-fuer-gruen-oel"),
        ("Bezirksvertretung\u00a0Herne-Mitte ", "bezirksvertretung-herne-mitte"),
        ("Handlungsprogramm_Familienf\u006f\u0308rderung", "handlungsprogramm-familienfoerderung"),
        ("Café", "cafe"),
        (" – ", "ohne-name"),
        ("", "ohne-name"),
    ],
)
def test_slug(name, expected):
    assert slug(name) == expected


@given(st.text())
def test_clean_twice_is_once(text):
    once = clean(text)
    assert clean(once) == once
    assert once is None or (once == once.strip() and not re.search(r"\s\s|[\xa0\n\t]", once))


@given(st.text())
def test_fold_twice_is_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="cp1252")))
def test_fold_does_not_mind_case_or_composition(text):
    assert fold(text) == fold(text.upper()) == fold(unicodedata.normalize("NFD", text))


@given(st.text(alphabet=st.characters(codec="cp1252")))
def test_fold_does_not_mind_how_umlauts_are_spelled(text):
    for umlaut, pair, letter in (("ö", "oe", "o"), ("Ü", "Ue", "U"), ("ä", "ae", "a")):
        assert fold(f"x{umlaut}{text}") == fold(f"x{pair}{text}") == fold(f"x{letter}{text}")
    assert fold(f"xß{text}") == fold(f"xss{text}")


@given(st.text())
def test_slug_is_safe_in_an_id(text):
    once = slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", once)
    assert slug(once) == once


@pytest.mark.parametrize("function", [fold, slug])
def test_a_long_run_of_marks_takes_no_quadratic_time(function: Callable[[str], str]) -> None:
    """Unsliced it takes minutes; the time limit of the suite would end it."""
    assert function("Ä" + "\u0300\u0327" * 500_000 + "b") in {"ab", "aeb"}
