"""What is made of an engine's text: by hand, and for whatever an engine may give."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.documents.text import join, repair

SOFT = "\u00ad"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # a word divided at the end of a line
        ("die Bürger-\nbeteiligung am", "die Bürgerbeteiligung am"),
        ("die Bürger-\r\nbeteiligung", "die Bürgerbeteiligung"),
        ("die Bürger- \nbeteiligung", "die Bürgerbeteiligung"),
        ("Bürger\x02beteiligung", "Bürgerbeteiligung"),
        (f"Bürger{SOFT}\nbeteiligung", "Bürgerbeteiligung"),
        ("Straßen\u2010\nbau", "Straßenbau"),
        ("Über-\nört-\nliche", "Überörtliche"),
        ("das Ge-\nbäude und den Ge-\nhweg", "das Gebäude und den Gehweg"),
        # nothing is left out: two words share the end of the second
        ("Haupt-\nund Finanzausschuss", "Haupt- und Finanzausschuss"),
        ("Elektro\x02und Sanitärtechnik", "Elektro- und Sanitärtechnik"),
        ("Ein-\noder Ausgang", "Ein- oder Ausgang"),
        ("Sanierungs-\nbzw. Neubau", "Sanierungs- bzw. Neubau"),
        ("Rad-\nsowie Fußwege", "Rad- sowie Fußwege"),
        ("Bau-\nu. Verkehrsausschuss", "Bau- u. Verkehrsausschuss"),
        ("5-\nund 6-jährige", "5- und 6-jährige"),
        ("vor der Mit-\nundenkbaren", "vor der Mitundenkbaren"),
        # the hyphen belongs to the word
        ("Bochum-\nSüdwest", "Bochum-Südwest"),
        ("Henk\x02Hollstein", "Henk-Hollstein"),
        ("ÖPNV-\nAngebot", "ÖPNV-Angebot"),
        ("CO₂-\nReduktion", "CO₂-Reduktion"),
        ("20120012-\nA", "20120012-A"),
        ("20120012-\n/A", "20120012-/A"),
        ("2012-\n2014", "2012-2014"),
        ("die 10-\njährige", "die 10-jährige"),
        ("COVID-\n19", "COVID-19"),
        ("E-\nmail", "E-mail"),
        ("(U-\nbahn)", "(U-bahn)"),
        ("Bürger-\n/innen", "Bürger-/innen"),
        ("info@stbr-\nbuchenbach.de", "info@stbr-buchenbach.de"),
        ("unter www.rats-\ninfo.de", "unter www.rats-info.de"),
        # a dash, a list, a price
        ("Enthaltungen? -\nKeine.", "Enthaltungen? -\nKeine."),
        ("-\nPunkt", "-\nPunkt"),
        ("500,-\nund mehr", "500,-\nund mehr"),
        ("Kinder-/\nJugendarbeit", "Kinder-/\nJugendarbeit"),
        ("am Ende ein Wort-", "am Ende ein Wort-"),
        # hyphens within a line
        (f"Bürger{SOFT}beteiligung", "Bürgerbeteiligung"),
        (f"Haupt{SOFT} und Finanzausschuss", "Haupt- und Finanzausschuss"),
        (f"Bochum{SOFT}Südwest 2012{SOFT}2014", "Bochum-Südwest 2012-2014"),
        (f"{SOFT} erster Punkt", "- erster Punkt"),
        ("Max\u2011von\u2011Laue", "Max-von-Laue"),
        # characters
        ("o\ufb00en, \ufb01nden, \ufb02ießen", "offen, finden, fließen"),
        ("Gra\ufb03ti, Sou\ufb04é", "Graffiti, Soufflé"),
        ("Ge\ufb06alt, Lu\ufb05", "Gestalt, Lust"),
        ("Bu\u0308rger, Stra\u00dfe", "Bürger, Straße"),
        ("§\u00a037\u202fAbs.\t1", "§ 37 Abs. 1"),
        ("\uf0b7 Punkt\n\uf0a7 Punkt\n\uf02d Strich", "• Punkt\n• Punkt\n- Strich"),
        ("a\x00b\x07c\x1bd\u200be\ufefff\ufffeg\ud800h", "abcdefgh"),
        ("17,3 Mio. € – „rund“ 𝒳", "17,3 Mio. € – „rund“ 𝒳"),
        # lines
        ("eins \r\nzwei\rdrei\x0bvier\u2028fünf", "eins\nzwei\ndrei\nvier\nfünf"),
        (" \n\n eins  zwei \n \n\ndrei \n", "eins zwei\ndrei"),
        ("Seite\feins", "Seite\neins"),
        ("", ""),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_repair(raw: str, text: str) -> None:
    assert repair(raw) == text


def test_pages() -> None:
    assert join(["eins", "", "drei"]) == "eins\f\fdrei"


#: What engines give, and what the rules are about, more often than chance would have it.
RAW = st.text(
    st.one_of(
        st.sampled_from(
            "abÜß09 \n\r\t\f-/@.\x02\x00\u00ad\u2010\u00a0\u0308\ufb01\uf0b7\u200b\ud800"
        ),
        st.characters(),
    ),
    max_size=60,
)
WORD = st.text("abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=8)


@given(RAW)
def test_nothing_odd_is_left(raw: str) -> None:
    text = repair(raw)
    text.encode()  # no lone surrogate
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]
    assert not set("\u00ad\u00a0\u200b\ufeff\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06") & set(text)
    assert "  " not in text
    assert all(line == line.strip(" ") != "" for line in text.split("\n")) or text == ""
    assert unicodedata.is_normalized("NFC", text)


@given(RAW)
def test_a_second_time_changes_nothing(raw: str) -> None:
    assert repair(repair(raw)) == repair(raw)


@given(RAW)
def test_no_letter_or_digit_is_lost(raw: str) -> None:
    """But for what NFC and ligatures make of it, which NFKD makes of both."""

    def kept(text: str) -> list[str]:
        flat = unicodedata.normalize("NFKD", text)
        return [c for c in flat if unicodedata.category(c)[0] in "LN"]

    assert kept(repair(raw)) == kept(raw)


@given(st.lists(st.lists(WORD, min_size=1), min_size=1))
def test_plain_text_stays(lines: list[list[str]]) -> None:
    text = "\n".join(" ".join(words) for words in lines)
    assert repair(text) == text


@given(
    WORD.filter(lambda word: len(word) > 1),
    WORD.filter(lambda word: word not in {"und", "oder", "bzw", "sowie", "u", "o"}),
    st.sampled_from(["-\n", "-\r\n", "- \n", "\x02", "\u00ad\n", "\u2010\n"]),
)  # fmt: skip
def test_a_divided_word_is_one(first: str, second: str, end: str) -> None:
    assert repair(f"vor {first}{end}{second} nach") == f"vor {first}{second} nach"


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "unit",
    ["-\n", "a-\n", "a\x02", "\u0308", "a\u0308\u0301", " ", " \n", "\u00ad", "\x00", "@-\na"],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    repair("a" + unit * 500_000 + "b")
