"""Stored pages and documents: shown as they came, without what they might do."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from datasette.app import Datasette
from lxml import etree, html

from harvester.archive import Archive
from harvester.web import media
from harvester.web.app import build
from web.asking import get, texts, tree
from web.samples import BASE, DOCX, OLD_PDF, PDF, SCRIPTS, fill

#: The page of the first paper as `samples` stores it.
PAGE = SCRIPTS.replace(b"Vorlage", f"{BASE}vo020.asp?VOLFDNR=1".encode())


@pytest.fixture
def copied(tmp_path: Path, archive_path: Path) -> Path:
    """An archive of one's own to break."""
    shutil.copytree(archive_path.parent, tmp_path / "held")
    return tmp_path / "held" / "archive.sqlite"


def directives(answer: object) -> dict[str, str]:
    policy = answer.headers["content-security-policy"]  # type: ignore[attr-defined]
    parts = (part.strip().partition(" ") for part in policy.split(";"))
    return {name: value for name, _, value in parts}


# a stored page


def test_a_copy_says_what_it_is_and_frames_it(app: Datasette) -> None:
    answer = get(app, "/kopie/1")
    assert answer.status_code == 200
    assert texts(answer, "//h1") == ["Archivkopie"]
    told = " ".join(texts(answer, "//main"))
    assert "1. Januar 2026, 3 Uhr" in told or "1. Januar 2026, 3.00 Uhr" in told
    assert "Stadt Musterstadt" in told
    assert hashlib.sha256(PAGE).hexdigest() in told
    (frame,) = tree(answer).xpath("//iframe")
    assert frame.get("src") == "/kopie/1/inhalt"
    assert frame.get("sandbox") == ""  # allows nothing
    links = tree(answer).xpath("//main//a/@href")
    assert f"{BASE}vo020.asp?VOLFDNR=1" in links
    assert {"/kopie/1/inhalt", "/kopie/1/bytes", "/archive/snapshot/1"} <= set(links)


def test_a_page_may_load_run_and_send_nothing(app: Datasette) -> None:
    answer = get(app, "/kopie/1/inhalt")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = directives(answer)
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == ""  # allows nothing: no scripts, forms, navigation of others
    assert policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["style-src"] == "'unsafe-inline'"
    assert policy["img-src"] == "data:"
    assert policy["frame-ancestors"] == "'self'"
    assert set(policy) == {
        *("default-src", "sandbox", "form-action", "base-uri"),
        *("style-src", "img-src", "frame-ancestors"),
    }


LEADING = ("a", "base", "embed", "frame", "iframe", "link", "meta", "object")


def test_a_page_is_what_it_was_but_for_what_leads_elsewhere(app: Datasette) -> None:
    shown = get(app, "/kopie/1/inhalt").text
    assert "Kita-Plätze in der Südstadt" in shown
    assert "<script>" in shown  # kept, and not run
    elements = {each.tag for each in html.document_fromstring(shown).iter(etree.Element)}
    assert not elements & set(LEADING)
    assert re.sub(f"<x-({'|'.join(LEADING)})", r"<\1", shown) == PAGE.decode("windows-1252")


@pytest.mark.parametrize("name", [*LEADING, "applet", "area", "fencedframe", "portal"])
@pytest.mark.parametrize("end", [" ", "/", ">", "\n", "\t", "\f"])
def test_what_leads_elsewhere_is_unknown(name: str, end: str) -> None:
    page = media.kind_of(b"<html>")
    for begun in (f"<{name}{end}", f"<{name.upper()}{end}"):
        assert media.harmless(page, begun.encode()) == f"<x-{begun[1:]}".encode()


def test_the_exact_bytes_can_be_saved_and_not_opened(app: Datasette) -> None:
    answer = get(app, "/kopie/1/bytes")
    assert answer.content == PAGE
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="kopie-1.html.txt"'
    assert directives(answer)["sandbox"] == ""


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (b"\xff\xfe<\0l\0i\0n\0k\0>\0", "\xff\xfe<x-link>"),  # a mark that would make it UTF-16
        (b"\xef\xbb\xbf<link>", "<x-link>"),
        (b"<LINK/rel=preconnect>", "<x-LINK/rel=preconnect>"),
        (b"<!--<base href=//evil.example>-->", "<!--<x-base href=//evil.example>-->"),
        (b"+/v8-<link>", "+/v8-<x-link>"),  # UTF-7
        (b"\x1b$B<link>", "\x1b$B<x-link>"),  # ISO-2022-JP
        (b"<linked><metal><b><abbr>", "<linked><metal><b><abbr>"),
        ("<p>Südstadt – 5 €</p>".encode("windows-1252"), "<p>Südstadt – 5 €</p>"),
        ("<p>Südstadt – 5 €</p>".encode(), "<p>Südstadt – 5 €</p>"),
    ],
)
def test_no_charset_hides_an_element(stored: bytes, shown: str) -> None:
    page = media.kind_of(b"<html>")
    assert media.harmless(page, stored) == shown.encode()


# a document


def test_a_pdf_is_shown_as_a_pdf(app: Datasette) -> None:
    answer = get(app, "/dokument/town/file/1")
    assert answer.status_code == 200
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="town-file-1.pdf"'
    assert directives(answer)["default-src"] == "'none'"


def test_an_older_version_is_given_by_its_hash(app: Datasette) -> None:
    old = hashlib.sha256(OLD_PDF).hexdigest()
    assert get(app, f"/dokument/town/file/1?fassung={old}").content == OLD_PDF
    new = hashlib.sha256(PDF).hexdigest()
    assert get(app, f"/dokument/town/file/1?fassung={new}").content == PDF


def test_only_versions_of_that_document_are_given(app: Datasette) -> None:
    other = hashlib.sha256(DOCX).hexdigest()
    for version in (other, "", "../x", "0" * 64, "A" * 64):
        answer = get(app, "/dokument/town/file/1", params={"fassung": version})
        assert answer.status_code == 404
        assert "Diese Fassung des Dokuments kennt das Archiv nicht." in answer.text


def test_the_bytes_tell_what_a_document_is(app: Datasette) -> None:
    answer = get(app, "/dokument/town/file/3")  # said to be a PDF
    assert answer.content == DOCX
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="town-file-3.docx"'


def test_a_page_among_the_documents_is_harmless_too(app: Datasette) -> None:
    answer = get(app, "/dokument/town/file/2")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert directives(answer)["sandbox"] == ""
    assert "<x-base" in answer.text


def test_a_drawing_with_scripts_is_only_saved(app: Datasette) -> None:
    answer = get(app, "/dokument/town/file/5")  # said to be image/svg+xml
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="town-file-5.bin"'


@pytest.mark.parametrize(
    ("head", "declared", "media_type", "shown"),
    [
        (b"%PDF-1.4", None, "application/pdf", True),
        (b"<html>%PDF-1.4", "text/html", "application/pdf", True),
        (b"\x89PNG\r\n\x1a\n", "text/html", "image/png", True),
        (b"\xff\xd8\xff\xe0", None, "image/jpeg", True),
        (b"GIF89a<script>", "text/html", "image/gif", True),
        (b"<!DOCTYPE html>", None, "text/html; charset=utf-8", True),
        (b"<table>", "text/html;charset=x", "text/html; charset=utf-8", True),
        (b"<table>", "TEXT/HTML ", "text/html; charset=utf-8", True),
        (b"<script>", "text/plain", "text/plain; charset=utf-8", True),
        (b"<script>", "application/javascript", "application/octet-stream", False),
        (b"body{}", "text/css", "application/octet-stream", False),
        (b"<svg onload=x>", "image/svg+xml", "application/octet-stream", False),
        (
            b"<?xml-stylesheet href='//evil.example'?>",
            "text/xml",
            "application/octet-stream",
            False,
        ),
        (b"MZ\0\0", "text/plain", "application/octet-stream", False),
        (b"", None, "application/octet-stream", False),
        (b"PK\x03\x04", None, "application/octet-stream", False),
    ],
)
def test_a_kind_is_one_of_few(
    head: bytes, declared: str | None, media_type: str, shown: bool
) -> None:
    kind = media.kind_of(head, declared)
    assert (kind.media_type, kind.shown) == (media_type, shown)


def test_text_is_text(copied: Path) -> None:
    body = "Grüße <script>".encode("windows-1252")
    sha256 = hashlib.sha256(body).hexdigest()
    _put(copied, body)
    _update(copied, "file", "town/file/3", sha256=sha256, media_type="text/plain")
    answer = get(build(copied), "/dokument/town/file/3")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == "Grüße <script>"


# in parts, and again


def test_part_of_a_document_is_given(app: Datasette) -> None:
    path = "/dokument/town/file/1"
    assert get(app, path).headers["accept-ranges"] == "bytes"
    for asked, part in {
        "bytes=0-4": PDF[:5],
        "bytes=5-": PDF[5:],
        "bytes=-6": PDF[-6:],
        "bytes=0-99999": PDF,
        "bytes=-99999": PDF,
    }.items():
        answer = get(app, path, headers={"range": asked})
        first = len(PDF) - len(part) if asked != "bytes=0-4" else 0
        assert (answer.status_code, answer.content) == (206, part)
        said = f"bytes {first}-{first + len(part) - 1}/{len(PDF)}"
        assert answer.headers["content-range"] == said


@pytest.mark.parametrize("asked", ["bytes=1-2,4-5", "bytes=-", "bytes=x", "bytes=5-2", "lines=1-2"])
def test_an_odd_range_gives_the_whole(app: Datasette, asked: str) -> None:
    answer = get(app, "/dokument/town/file/1", headers={"range": asked})
    assert (answer.status_code, answer.content) == (200, PDF)


def test_behind_the_end_there_is_nothing(app: Datasette) -> None:
    for asked in ("bytes=99999-", "bytes=99999-100000", "bytes=-0"):
        answer = get(app, "/dokument/town/file/1", headers={"range": asked})
        assert (answer.status_code, answer.content) == (416, b"")
        assert answer.headers["content-range"] == f"bytes */{len(PDF)}"


def test_what_the_browser_has_is_not_sent_again(app: Datasette) -> None:
    tag = get(app, "/dokument/town/file/1").headers["etag"]
    answer = get(app, "/dokument/town/file/1", headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_large_document_is_sent_in_pieces(copied: Path) -> None:
    body = PDF + b"x" * 1_000_000
    _put(copied, body)
    _update(copied, "file", "town/file/3", sha256=hashlib.sha256(body).hexdigest())
    assert get(build(copied), "/dokument/town/file/3").content == body


# what is not there


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/kopie/99999", "Diese Kopie kennt das Archiv nicht."),
        ("/kopie/999999999999999/inhalt", "Diese Kopie kennt das Archiv nicht."),
        ("/dokument/town/file/99", "Dieses Dokument kennt das Archiv nicht."),
        ("/dokument/town/file/4", "Das Archiv kennt dieses Dokument, hat es aber nicht geladen."),
        ("/dokument/town/file/4", f"{BASE}getfile.asp?id=4"),
    ],
)
def test_a_page_says_why_there_is_nothing(app: Datasette, path: str, why: str) -> None:
    answer = get(app, path)
    assert answer.status_code == 404
    assert why in tree(answer).text_content()


@pytest.mark.parametrize(
    "path",
    [
        *("/kopie/", "/kopie/x", "/kopie/-1", "/kopie/1.0", "/kopie/1/x", "/kopie/%31"),
        *("/kopie/" + "1" * 40, "/dokument/"),
    ],
)
def test_other_addresses_are_none(app: Datasette, path: str) -> None:
    assert get(app, path, follow_redirects=True).status_code == 404


def test_bytes_that_were_lost_are_said_to_be(copied: Path) -> None:
    shutil.rmtree(copied.parent / "files")
    shutil.rmtree(copied.parent / "warc")
    app = build(copied)
    assert "liegt nicht neben dem Archiv" in get(app, "/dokument/town/file/1").text
    for path in ("/kopie/1", "/kopie/1/inhalt", "/kopie/1/bytes"):
        answer = get(app, path)
        assert answer.status_code == 404
        assert "liegt nicht neben dem Archiv oder ist beschädigt" in answer.text
    assert not (copied.parent / "files").exists()


def test_a_damaged_record_is_not_shown(copied: Path) -> None:
    (warc,) = (copied.parent / "warc").glob("*20260101*")
    whole = warc.read_bytes()
    warc.write_bytes(whole[:1000] + b"\0\0\0\0" + whole[1004:])
    assert get(build(copied), "/kopie/1/inhalt").status_code == 404


def test_another_record_than_the_archive_names_is_not_shown(copied: Path) -> None:
    _update(copied, "snapshot", 1, sha256="0" * 64)
    answer = get(build(copied), "/kopie/1/inhalt")
    assert answer.status_code == 404
    assert "document.title" not in answer.text


def test_a_response_that_was_never_kept_is_said_to_be(copied: Path) -> None:
    _update(copied, "snapshot", 1, warc_file=None)
    assert "nicht aufgehoben" in get(build(copied), "/kopie/1").text


def test_a_copy_under_way_is_read(copied: Path) -> None:
    for warc in (copied.parent / "warc").iterdir():
        warc.rename(f"{warc}.open")  # as it is called while a crawl writes it
    assert get(build(copied), "/kopie/1/inhalt").status_code == 200


def test_what_is_handed_out_has_no_copies(tmp_path: Path) -> None:
    fill(tmp_path / "archive.sqlite")
    app = build(tmp_path / "archive.sqlite", hand_out=True)
    for path in ("/kopie/1", "/kopie/1/inhalt", "/kopie/1/bytes", "/dokument/town/file/1"):
        answer = get(app, path)
        assert answer.status_code == 404
        assert "Namen von Beschäftigten" in answer.text
    app = build(tmp_path / "archive.sqlite", stores=tmp_path, hand_out=True)
    assert get(app, "/kopie/1/inhalt").status_code == 200


def _put(archive: Path, body: bytes) -> None:
    sha256 = hashlib.sha256(body).hexdigest()
    folder = archive.parent / "files" / sha256[:2]
    folder.mkdir(exist_ok=True)
    (folder / sha256).write_bytes(body)


def _update(archive: Path, table: str, row_id: str | int, **values: object) -> None:
    with Archive.open(archive) as held:
        held.db.table(table).update(row_id, values)
        held.db.conn.commit()
