"""Every PDF of the corpus against what a person read on images of its pages.

The expectations (tests/corpus/pdfs.py) were written before and without the reader.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from corpus.compare import fail_with
from corpus.pdfs import DOCUMENTS, REFERENCE, SCANS, SITZUNGSPLAN_DATES, UNDECIDED

if TYPE_CHECKING:
    from harvester.documents import Extraction

#: What a page never shows: hyphens that only mark a break, ligatures, control characters.
_UNREAD = re.compile("[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\xad\ufb00-\ufb06\ufeff\ufffd-\uffff]")
_BROKEN_WORD = re.compile(
    r"[a-zäöüß]-\n(?!(?:und|oder|bzw|sowie|bis|u\.)\b)[a-zäöüß]\S*", re.MULTILINE
)
#: A real hyphen that was taken for a break.
_FUSED = ("Elektround", "ÖPNVAngebot", "CO₂Reduktion", "Gesundheitsund", "Aufsichtsund")


@cache
def extracted(path: Path) -> "Extraction":
    """What the reader says of a document; each is read once."""
    from harvester.documents import extract

    return extract(path)


@pytest.fixture
def extraction(request: pytest.FixtureRequest, corpus: Path) -> "Extraction":
    """The extraction of the document whose file name is the parameter."""
    return extracted(corpus / "pdf" / request.getfixturevalue("name"))


def pages(extraction: "Extraction") -> list[str]:
    """The text of each page."""
    assert extraction.text is not None
    return extraction.text.split("\f")


def flat(text: str) -> str:
    """Text on one line, every run of blanks one blank."""
    return " ".join(text.split())


def test_every_document_has_an_expectation(corpus: Path) -> None:
    assert {path.name for path in (corpus / "pdf").iterdir()} == {*DOCUMENTS, *SCANS, REFERENCE}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_with_a_text_layer(name: str, extraction: "Extraction") -> None:
    assert (extraction.status, extraction.message) == ("ok", None)
    assert extraction.page_count == DOCUMENTS[name].pages
    assert re.fullmatch(r"\S+ [0-9][0-9.]*/[0-9]+[.][0-9]+", extraction.engine or "")


@pytest.mark.parametrize("name", SCANS)
def test_scan_is_empty(name: str, extraction: "Extraction") -> None:
    """Without OCR there is no text, and the status says why."""
    assert extraction.status == "empty"
    assert extraction.page_count == SCANS[name]
    assert extraction.text is None


@pytest.mark.parametrize("name", [REFERENCE])
def test_text_file_is_no_pdf(name: str, extraction: "Extraction") -> None:
    assert extraction.status == "unsupported"
    assert (extraction.page_count, extraction.text) == (None, None)


@pytest.mark.parametrize("name", [*DOCUMENTS, *SCANS, REFERENCE])
def test_none_is_a_bochum_form(name: str, extraction: "Extraction") -> None:
    """Koblenz has a form too, another one; its "Gremienweg" must not be taken for ours."""
    assert extraction.form is None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_page_breaks(name: str, extraction: "Extraction") -> None:
    expected, found = DOCUMENTS[name], pages(extraction)
    assert len(found) == expected.pages
    assert [number for number, text in enumerate(found, start=1) if not text.strip()] == []
    if expected.every_page is not None:
        labels = [
            expected.every_page.format(page=number, pages=expected.pages)
            for number in range(1, expected.pages + 1)
        ]
        missing = [
            label for label, text in zip(labels, found, strict=True) if label not in flat(text)
        ]
        assert missing == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sentences(name: str, extraction: "Extraction") -> None:
    """Umlauts, words that a line end broke, hyphens of their own, columns in order."""
    found = pages(extraction)
    lines = []
    for number in DOCUMENTS[name].sentences:
        text = flat(found[number - 1]) if number <= len(found) else ""
        lines += [
            f"page {number}: not found: {sentence!r}{_where(sentence, text)}"
            for sentence in DOCUMENTS[name].sentences_of(number)
            if sentence not in text
        ]
    fail_with(name, lines)


def _where(sentence: str, text: str) -> str:
    """What the page has instead, from the longest beginning of the sentence that it has."""
    for length in range(len(sentence) - 1, 7, -1):
        at = text.find(sentence[:length])
        if at >= 0:
            return f"; the page has {text[at : at + len(sentence) + 20]!r}"
    return ""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_word_is_left_broken(name: str, extraction: "Extraction") -> None:
    lines = []
    for number, page in enumerate(pages(extraction), start=1):
        text = page
        for word in UNDECIDED:
            text = text.replace(word.replace("-", "-\n"), word)
        lines += [f"page {number}: broken: {found[0]!r}" for found in _BROKEN_WORD.finditer(text)]
        lines += [f"page {number}: lost its hyphen: {word}" for word in _FUSED if word in text]
    fail_with(name, lines)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_character_is_left_unread(name: str, extraction: "Extraction") -> None:
    """Form feeds divide pages and lines end with a newline; nothing else is a control character."""
    text = (extraction.text or "").replace("\f", "\n")
    found = [
        f"{match[0]!a} in {text[max(match.start() - 15, 0) : match.end() + 15]!r}"
        for match in _UNREAD.finditer(text)
    ]
    fail_with(name, found[:5])


def test_every_date_of_a_table_is_there(corpus: Path) -> None:
    """The Sitzungsplan has rows and columns only by its lines; the text must lose none."""
    text = extracted(corpus / "pdf" / "heilbronn_sitzungsplan.pdf").text or ""
    assert len(re.findall(r"(?<!\d)\d\d\.\d\d\.(?!\d)", text)) == SITZUNGSPLAN_DATES


def test_a_broken_word_is_noticed() -> None:
    """The sweep itself can fail."""
    assert _BROKEN_WORD.search("die Bürger-\nbeteiligung")
    assert not _BROKEN_WORD.search("für Kinder-\nund Jugendliche")
    assert not _BROKEN_WORD.search("eine ÖPNV-\nAnbindung")
    assert _UNREAD.search("Be\x02teiligung")
    assert not _UNREAD.search("Fußgänger – „Café“ 5 €")
