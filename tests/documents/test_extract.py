"""One document, read in the test's own process by either engine."""

import pickle
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pdf_samples import PROSE, drawn, locked, loop, mutations, painted, scan, written
from vorblatt_pdf import draw

from harvester.documents import Extraction, extract, pdfminer_text
from harvester.documents import extraction as extraction_module
from harvester.documents.engine import engine
from harvester.documents.limits import TimeUpError
from harvester.documents.text import repair
from harvester.parsers.vorblatt import Form, FormStep

Read = Callable[[bytes], Extraction]
PROSE_TEXT = (
    "Der Ausschuss für Umwelt, Sicherheit und Ordnung\n"
    "empfiehlt dem Rat der Stadt, die Straßenbeleuchtung in der Großen Allee zu erneuern; Rad- und "
    "Gehwege sind zu verbreitern (§ 37 Abs. 1)."
)


@pytest.fixture(params=["pypdfium2", "pdfminer.six"])
def read(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads bytes with an engine; without PDFium as if it were not installed."""
    if request.param == "pypdfium2":
        pytest.importorskip("pypdfium2", reason="the extra pdfium is not installed")
    else:
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        monkeypatch.delitem(sys.modules, "harvester.documents.pdfium", raising=False)
        monkeypatch.delattr("harvester.documents.pdfium", raising=False)
    engine.cache_clear()
    assert engine().name.startswith(request.param)

    def extracted(body: bytes) -> Extraction:
        path = tmp_path / "document"
        path.write_bytes(body)
        return extract(path)

    yield extracted
    engine.cache_clear()


@pytest.mark.parametrize("font", ["Helvetica", "Sample"])
def test_text_and_pages(read: Read, font: str) -> None:
    result = read(drawn(PROSE, ("Seite zwei",), font=font))
    assert result.status == "ok"
    assert result.page_count == 2
    assert result.text == f"{PROSE_TEXT}\fSeite zwei"
    assert result.message is None
    assert result.form is None
    package, version = (result.engine or "").split(" ")
    assert package in {"pypdfium2", "pdfminer.six"}
    assert version.endswith("/1.1")


def test_ligatures_and_umlauts(read: Read) -> None:
    body = drawn(("„Müßiggänger“ \ufb01nden Äpfel – \ufb02ießend",), font="Sample")
    assert read(body).text == "„Müßiggänger“ finden Äpfel – fließend"


def test_words_in_columns_stay_apart_and_in_order(read: Read) -> None:
    """Drawn column by column, on the same heights."""
    body = _placed(
        *((72, 700 - 14 * n, line) for n, line in enumerate(["links eins", "links zwei"])),
        *((320, 700 - 14 * n, line) for n, line in enumerate(["rechts eins", "rechts zwei"])),
    )
    assert read(body).text == "links eins\nlinks zwei\nrechts eins\nrechts zwei"


def test_cells_of_a_row_stay_in_a_line(read: Read) -> None:
    body = _placed((72, 700, "Rat"), (250, 700, "10.04.2014"), (72, 686, "Hauptausschuss"))
    assert read(body).text == "Rat 10.04.2014\nHauptausschuss"


def test_many_pages(read: Read) -> None:
    result = read(drawn(*[(f"Seite {n}",) for n in range(1, 1001)]))
    assert (result.status, result.page_count) == ("ok", 1000)
    pages = (result.text or "").split("\f")
    assert pages == [f"Seite {n}" for n in range(1, 1001)]


def test_too_many_pages(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_module, "MAX_PAGES", 2)
    result = read(drawn(("eins",), ("zwei",), ("drei",)))
    assert (result.status, result.page_count, result.text) == ("ok", 3, "eins\fzwei")
    assert result.message == "text of the first 2 of 3 pages only"


def test_too_much_text(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_module, "MAX_TEXT", 6)
    result = read(drawn(("eins",), ("zwei",), ("drei",)))
    assert (result.status, result.page_count, result.text) == ("ok", 3, "eins\fzw")
    assert "text cut after 6 characters" in (result.message or "")
    assert "text of the first 2 of 3 pages only" in (result.message or "")


def test_too_large(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_module, "MAX_SIZE", 100)
    result = read(drawn(PROSE))
    assert (result.status, result.text, result.engine) == ("too_large", None, None)


def test_scan(read: Read) -> None:
    result = read(scan(3))
    assert (result.status, result.page_count, result.text) == ("empty", 3, None)
    assert "scan" in (result.message or "")


def test_scan_behind_a_text_page(read: Read) -> None:
    result = read(scan(2, text_page=True))
    assert (result.status, result.page_count) == ("ok", 3)
    assert result.text == "Anlage 1 zur Niederschrift\f\f"
    assert result.message == "no text on 2 of 3 pages"


def test_user_password(read: Read) -> None:
    result = read(locked("geheim", "owner"))
    assert (result.status, result.text) == ("encrypted", None)
    assert result.message


def test_owner_password_does_not_matter(read: Read) -> None:
    result = read(locked("", "owner"))
    assert (result.status, result.text) == ("ok", PROSE_TEXT)


def test_page_tree_that_loops(read: Read) -> None:
    result = read(loop())
    assert (result.status, result.text) == ("broken", None)
    assert result.message


def test_no_pages(read: Read) -> None:
    """PDFium has no error for it and tells that of the document before."""
    nothing = written(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    assert read(locked("geheim", "owner")).status == "encrypted"
    assert read(nothing).status == "broken"


def test_content_that_is_no_stream(read: Read) -> None:
    """A page without readable content has no text, which is not an error of the whole."""
    assert read(painted(b"this was never compressed")).status in {"empty", "broken"}


def test_junk_before_the_signature(read: Read) -> None:
    assert read(b"\r\n" * 100 + drawn(PROSE)).text == PROSE_TEXT


def test_missing_end_is_told(read: Read) -> None:
    """What an engine still finds in a cut file is kept, and nobody takes it for all."""
    body = drawn(PROSE)
    result = read(body[: body.rindex(b"xref") - 2])
    assert result.message is not None
    assert "the end of the file is missing" in result.message


def test_signature_and_nothing_else(read: Read) -> None:
    result = read(b"%PDF-1.7\n")
    assert (result.status, result.page_count, result.text) == ("broken", None, None)


def test_missing_file(tmp_path: Path) -> None:
    assert extract(tmp_path / "nothing").status == "broken"


def _zip(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty"),
        (_zip("vorlage.pdf"), "zip"),
        (_zip("word/document.xml"), "Word"),
        (_zip("[Content_Types].xml"), "Office"),
        (_zip(), "zip"),
        (b"PK\x03\x04" + drawn(PROSE), "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "Word"),
        (b"<!DOCTYPE html><html><body>Anmeldung</body></html>", "HTML"),
        (b"\n\n  <HTML><head><title>Fehler</title>", "HTML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image"),
        (b"II*\0" + bytes(50), "image"),
        (b"{\\rtf1 Text}", "RTF"),
        (b"Stadt Bochum, 12.03.2014", "no PDF"),
        (bytes(2000) + b"%PDF-1.4", "no PDF"),
    ],
)
def test_no_pdf(tmp_path: Path, body: bytes, what: str) -> None:
    path = tmp_path / "named.pdf"
    path.write_bytes(body)
    result = extract(path)
    assert (result.status, result.text, result.page_count) == ("unsupported", None, None)
    assert result.engine is None
    assert what in (result.message or "")


FORM = Form(
    kind="Beschlussvorlage der Verwaltung",
    reference="20145001",
    department="510 (3950)",
    public_raw="öffentlich",
    subject="Umbau der Spielfläche Große Allee",
    legal_basis="§ 41 GO NRW",
    decision_body=("Rat",),
    steps=(
        FormStep("Haupt- und Finanzausschuss", "26.03.2014"),
        FormStep("Jugendhilfeausschuss", "02.04.2014"),
        FormStep("Rat", "10.04.2014"),
    ),
    attachments=("Lageplan",),
    sections=(("Begründung", "Die Fläche ist in die Jahre gekommen."),),
)


def test_bochum_form(read: Read) -> None:
    result = read(draw(FORM))
    assert (result.status, result.page_count, result.message) == ("ok", 2, None)
    assert result.form == FORM
    assert "Jugendhilfeausschuss 02.04.2014" in (result.text or "")
    assert pickle.loads(pickle.dumps(result)) == result


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("unread"), "ValueError: unread"),
        (MemoryError(), "MemoryError"),
        (RecursionError(), "RecursionError"),
        (TimeUpError(), "time was up"),
    ],
)
def test_a_failing_form_does_not_cost_the_text(
    read: Read, monkeypatch: pytest.MonkeyPatch, error: BaseException, told: str
) -> None:
    def fails(body: bytes, text: str) -> None:
        raise error

    monkeypatch.setattr("harvester.parsers.vorblatt.read_pdf", fails)
    result = read(draw(FORM))
    assert (result.status, result.form) == ("ok", None)
    assert "Jugendhilfeausschuss 02.04.2014" in (result.text or "")
    assert "the form's fields" in (result.message or "")
    assert told in (result.message or "")


def test_other_documents_do_not_pay_for_forms(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(body: bytes, text: str) -> None:
        raise AssertionError

    monkeypatch.setattr("harvester.parsers.vorblatt.read_pdf", fails)
    assert read(drawn(PROSE)).message is None


def test_engines_agree(corpus: Path) -> None:
    """Both give the same text of real documents: the same order, lines and words."""
    pdfium = pytest.importorskip("harvester.documents.pdfium")
    for path in sorted((corpus / "pdf").glob("*.pdf")):
        texts = []
        for module in (pdfium, pdfminer_text):
            with module.Document(path) as document:
                texts.append([repair(document.page(n)) for n in range(document.page_count)])
        assert texts[0] == texts[1], path.name


def test_mutations_differ() -> None:
    """The set that the readers are tried on (test_readers.py): all differ, and are made alike."""
    assert len(set(mutations(seed=3, each=20))) == 40
    assert mutations(seed=3, each=5) == mutations(seed=3, each=5)


def _placed(*texts: tuple[int, int, str]) -> bytes:
    out = BytesIO()
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(out, invariant=1)
    for x, y, text in texts:
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()
