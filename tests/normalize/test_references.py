import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.references import clean_reference

REAL = [
    "2009/0346",
    "22-2362",
    "22-1566.1.1",
    "VO/26/23344/63",
    "VO/26/23343/D2",
    "VO/2026/181",
    "20140656",
    "20140656/1",
    "2025/061/S+B",
    "SI/2025/095",
    "039/26",
    "166/2011",
    "BV/473/2026",
    "VIII/2026/02530",
]


@pytest.mark.parametrize("reference", [*REAL, "WP 14-20 SV 50/032"])
def test_real_references_stay(reference):
    assert clean_reference(reference) == reference
    assert clean_reference(f"\u00a0{reference} ") == reference
    assert clean_reference(f"Vorlage - {reference}") == reference
    assert clean_reference(f"Drucksache Nr.: {reference}") == reference
    assert clean_reference(f"Vorlage Nr. {reference}") == reference


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2009 / 0346", "2009/0346"),
        ("20140656 /1", "20140656/1"),
        ("Vorlage: 2009/0346", "2009/0346"),
        ("22-2402 Bezirkliche Sondermittel", None),
        ("VO/2026/181 - öffentliche Beschlussvorlage", None),
        ("03.11.2025", None),
        ("Vorlage", None),
        ("", None),
        ("1" * 41, None),
    ],
)
def test_clean_reference(text, expected):
    assert clean_reference(text) == expected


@given(st.integers(1990, 2100), st.integers(0, 9999), st.sampled_from(["", "/1", "-2", ".3"]))
def test_references_round_trip(year, number, suffix):
    reference = f"{year}/{number:04}{suffix}"
    assert clean_reference(f" Vorlage -  {reference}\n") == reference


@given(st.text() | st.text(alphabet="Vorlage Nr.:-/0123"))
def test_no_reference_is_invented(text):
    reference = clean_reference(text)
    if reference is not None:
        assert re.sub(r"\s", "", reference) in re.sub(
            r"[\s\u00ad\u200b-\u200f\u2060\ufeff]", "", text
        )
        assert clean_reference(reference) == reference
