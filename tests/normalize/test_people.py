import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize.people import split_authors
from harvester.text import clean


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1. Muster Andrea\n2. Beispiel, Marco", ["Muster Andrea", "Beispiel, Marco"]),
        ("Frau Muster, Tel 3533", ["Frau Muster"]),
        ("Muster, Petra - Tel.: 3050", ["Muster, Petra"]),
        ("Muster, Petra (Telefon: 02323 / 16-3050)", ["Muster, Petra"]),
        ("AL-Fraktion", ["AL-Fraktion"]),
        (
            "Fraktion GRÜNE\nFraktion DIE LINKE\nSPD-Fraktion",
            ["Fraktion GRÜNE", "Fraktion DIE LINKE", "SPD-Fraktion"],
        ),
        ("Bürgermeisterin Dr. Muster", ["Bürgermeisterin Dr. Muster"]),
        ("2. Bürgermeisterin Muster", ["2. Bürgermeisterin Muster"]),
        ("1. Beigeordneter\n3. Bürgermeisterin", ["1. Beigeordneter", "3. Bürgermeisterin"]),
        ("Muster, 44. Kompanie", ["Muster, 44. Kompanie"]),
        ("Frau Tellmann 12", ["Frau Tellmann 12"]),
        ("Muster\u00a0\n \nTel. 3050", ["Muster"]),
        ("  ", None),
        ("", None),
    ],
)
def test_split_authors(raw, expected):
    assert split_authors(raw) == expected


NAMES = st.lists(
    st.from_regex(r"[A-ZÄÖÜ][a-zäöüß]{2,8}, [A-Z][a-z]{2,8}", fullmatch=True),
    min_size=1,
    max_size=5,
)


@given(NAMES, st.booleans(), st.sampled_from(["", ", Tel 3533", " - Tel.: 3050"]))
def test_authors_round_trip(names, numbered, phone):
    numbered = numbered and len(names) > 1
    written = [f"{n}. {name}" if numbered else name for n, name in enumerate(names, start=1)]
    assert split_authors("\n".join(name + phone for name in written)) == names


@given(st.text())
def test_no_author_is_invented(text):
    for author in split_authors(text) or ():
        assert author
        assert any(author in (clean(line) or "") for line in text.splitlines())
