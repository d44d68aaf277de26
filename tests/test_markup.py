"""Decoding and cutting: one honest tree out of dishonest bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.markup import (
    MAX_BYTES,
    decode,
    describe,
    find,
    inline,
    lines,
    one,
    parse_document,
    some,
)
from harvester.page import PageError

EMBED = (
    '<?xml version="1.0"?><!DOCTYPE html><html xmlns="x"><head><title>t</title></head>'
    "<body><p>{}</p></body></html>"
)


def page(inside: str) -> bytes:
    return f"<html><head></head><body><div id='c'>{inside}</div></body></html>".encode("cp1252")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Größe – 5 m²</p>".encode(), "<p>Größe – 5 m²</p>"),
        ("<p>Größe – „5“ €</p>".encode("cp1252"), "<p>Größe – „5“ €</p>"),
        ("\ufeff<p>Straße</p>".encode(), "<p>Straße</p>"),
        (b"<p>\x81</p>", "<p>\ufffd</p>"),
        (b"<p>a\x00b\r\nc</p>", "<p>ab\nc</p>"),
    ],
)
def test_charset_by_rule(body: bytes, text: str) -> None:
    assert decode(body) == text


@given(st.text(st.characters(codec="cp1252"), min_size=1))
def test_windows_1252_survives_unless_it_is_valid_utf_8(text: str) -> None:
    body = f"<p>{text} ü</p>".encode("cp1252")
    try:
        body.decode()
    except UnicodeDecodeError:
        assert decode(body) == f"<p>{text} ü</p>".replace("\x00", "").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.4 <", "not_html"),
        (b"PK\x03\x04 <", "not_html"),
        (b"plain words", "not_html"),
        (b"<" * (MAX_BYTES + 1), "too_large"),
        (b"<html><body><p>breaks o", "truncated"),
        (b"<html><body>" + EMBED.format("x").encode() + b"<table><tr>", "truncated"),
        (b"<html><body>" + EMBED.format("x").encode()[:-30], "truncated"),
    ],
)
def test_what_is_no_page(body: bytes, code: str) -> None:
    with pytest.raises(PageError) as error:
        parse_document(body)
    assert error.value.code == code
    assert str(error.value)


def test_nested_documents_are_cut_out_and_nothing_behind_them_is_lost() -> None:
    document = parse_document(page(f"<p>vor</p>{EMBED.format('eins')}<p>nach</p>"))
    assert [inline(p) for p in find(document.root, "//p")] == ["vor", "nach"]
    assert len(document.embedded) == 1
    assert "eins" in document.embedded[0]
    assert document.closed


def test_surplus_closing_tags_end_neither_page_nor_block() -> None:
    inside = (
        f'<a name="allrisSV"></a>{EMBED.format("eins")}<p>noch eins</p></body></html>'
        f'<a name="allrisBV"></a>{EMBED.format("zwei")}<p>danach</p>'
    )
    document = parse_document(page(inside))
    assert "noch eins" in document.embedded[0]
    assert "zwei" in document.embedded[1]
    assert [inline(p) for p in find(document.root, "//p")] == ["danach"]


def test_a_page_that_ends_right_behind_a_nested_document_is_read_and_known_as_open() -> None:
    document = parse_document(b"<html><body>" + EMBED.format("x").encode())
    assert not document.closed


def test_a_forged_placeholder_gives_nothing() -> None:
    document = parse_document(page('<div data-embed="7">x</div><div data-embed="-1">y</div>'))
    assert [document.nested(d) for d in find(document.root, "//div[@data-embed]")] == ["", ""]


def test_an_unclosed_comment_does_not_swallow_the_page() -> None:
    document = parse_document(page("<p>vor</p><!-- offen <p>nach</p>"))
    assert [inline(p) for p in find(document.root, "//p")] == ["vor", "nach"]


def test_deep_nesting_is_kept() -> None:
    depth = 600
    inside = "<table><tr><td>" * depth + "<p>tief</p>" + "</td></tr></table>" * depth
    document = parse_document(page(inside))
    assert inline(one(document.root, "//p", "The paragraph")) == "tief"
    assert lines(document.root) == ["tief"]


def test_nesting_beyond_the_parsers_limit_is_told_not_dropped() -> None:
    with pytest.raises(PageError) as error:
        parse_document(page("<div>" * 3000 + "tief" + "</div>" * 3000))
    assert error.value.code == "too_deep"


def test_lines_break_at_tags_not_at_the_sources_line_ends() -> None:
    document = parse_document(
        page("<p>Betr\neff<br/>zwei&nbsp; <b>Wör</b>ter<script>no()</script><!-- c --></p>")
    )
    assert lines(one(document.root, "//p", "p")) == ["Betr eff", "zwei Wörter"]
    assert inline(one(document.root, "//p", "p")) == "Betr eff zwei Wörter"


def test_selectors_say_which_part_and_how_many() -> None:
    root = parse_document(page("<p>a</p><p>b</p>")).root
    with pytest.raises(PageError, match=r"The head: expected one at //p, found 2"):
        one(root, "//p", "The head")
    with pytest.raises(PageError, match=r"The table: nothing found at //table"):
        some(root, "//table", "The table")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"<html><head><title> Wartung </title></head><body>x</body>", "Wartung"),
        (b"<body><h1>Zugriff</h1> verweigert", "Zugriff verweigert"),
        (b"<?xml version='1.0'?><br>", "nothing readable"),
        (b"<p>" + b"lang " * 100, ("lang " * 16).strip()),
    ],
)
def test_foreign_pages_are_described_in_a_few_words(body: bytes, shown: str) -> None:
    assert describe(body) == shown
