"""OCR with the programs of the system; skipped where they are missing."""

import re
import shutil
import subprocess
from contextlib import suppress
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

import pytest
from pdf_samples import TRUETYPE, locked, scan

from harvester.documents import extract, ocr
from harvester.errors import HarvesterError

LINES = ("Der Rat der Stadt beschließt", "die Grünfläche Große Allee", "am 26.03.2014.")


def _languages() -> str:
    if not shutil.which("tesseract"):
        return ""
    return subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    ).stdout


with_tesseract = pytest.mark.skipif(
    "deu" not in _languages().split(), reason="no tesseract with German (tesseract-ocr-deu)"
)


@pytest.fixture(params=["ocrmypdf", "pdftoppm"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of both ways, the second as if the first were not installed."""
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    if request.param != "ocrmypdf":
        _hide(monkeypatch, "ocrmypdf")
    return {"ocrmypdf": "ocrmypdf", "pdftoppm": "tesseract"}[request.param]


def _hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name in names else which(name))


def pictures(*pages: tuple[str, ...]) -> bytes:
    """The lines as pictures only: what a scanner makes of a letter."""
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    font = ImageFont.truetype(TRUETYPE, 40)
    for lines in pages:
        image = Image.new("L", (1240, 1754), 255)
        for n, line in enumerate(lines):
            ImageDraw.Draw(image).text((150, 150 + 80 * n), line, fill=0, font=font)
        canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("-\n", ""))


@with_tesseract
def test_pages(tmp_path: Path, way: str) -> None:
    path = tmp_path / "scan"
    path.write_bytes(pictures(LINES, ("Seite zwei der Vorlage",)))
    assert extract(path).status == "empty"
    result = ocr.ocr(path)
    assert (result.status, result.page_count, result.message) == ("ok", 2, None)
    assert result.text == "\n".join(LINES) + "\fSeite zwei der Vorlage"
    assert re.fullmatch(rf"{way} \d+\.[\d.]+/1", result.engine or "")
    assert ocr.engine() == result.engine


@with_tesseract
def test_nothing_to_read(tmp_path: Path, way: str) -> None:
    path = tmp_path / "scan"
    path.write_bytes(scan(2))
    result = ocr.ocr(path)
    assert (result.status, result.page_count, result.text) == ("empty", 2, None)
    assert result.message


@with_tesseract
def test_broken(tmp_path: Path, way: str) -> None:
    path = tmp_path / "scan"
    path.write_bytes(b"%PDF-1.4\nnothing")
    result = ocr.ocr(path)
    assert (result.status, result.text) == ("broken", None)
    assert result.message


@with_tesseract
def test_locked(tmp_path: Path, way: str) -> None:
    path = tmp_path / "scan"
    path.write_bytes(locked("geheim", "owner"))
    assert ocr.ocr(path).status == "encrypted"


@with_tesseract
@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed")
def test_an_owners_password_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "scan"
    path.write_bytes(locked("", "owner"))
    result = ocr.ocr(path)
    assert result.status == "ok"
    assert "Straßenbeleuchtung" in (result.text or "")


@with_tesseract
def test_time_limit_ends_all_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    path = tmp_path / "scan"
    path.write_bytes(pictures(*[LINES] * 20))
    monkeypatch.setattr(ocr, "TIME_LIMIT", 1)
    before = _programs()
    result = ocr.ocr(path)
    assert (result.status, result.text) == ("timed_out", None)
    assert _programs() <= before


def _programs() -> set[str]:
    """The processes that OCR may have started; those that ended have no arguments."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            arguments = path.read_text(errors="replace")
            if "/ocr-" in arguments:
                found.add(arguments)
    return found


@with_tesseract
def test_corpus_scan(corpus: Path, way: str) -> None:
    result = ocr.ocr(corpus / "pdf" / "koeln_121798.pdf")
    assert (result.status, result.page_count) == ("ok", 1)
    reference = (corpus / "pdf" / "koeln_121798.reference.txt").read_text(encoding="utf-8")
    expected, found = words(reference), words(result.text or "")
    assert SequenceMatcher(None, expected, found, autojunk=False).ratio() > 0.85
    for phrase in ("Carl-Stamitz-Musikschule", "Bezirksvertretung", "Schulverwaltungsamtes"):
        assert phrase in (result.text or "")


@pytest.mark.parametrize("missing", [["tesseract"], ["ocrmypdf", "pdftoppm"]])
def test_missing_programs_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: list[str]
) -> None:
    _hide(monkeypatch, *missing)
    told = "apt-get install ocrmypdf tesseract-ocr-deu"
    with pytest.raises(HarvesterError, match=told):
        ocr.ocr(tmp_path / "scan")
    with pytest.raises(HarvesterError, match=told):
        ocr.engine()


@with_tesseract
def test_missing_language_is_named(tmp_path: Path) -> None:
    with pytest.raises(HarvesterError, match="apt-get install tesseract-ocr-tlh"):
        ocr.ocr(tmp_path / "scan", "deu+tlh")


@pytest.mark.parametrize("language", ["", "../deu", "deu; ls", "-l", "deu+", "d" * 100])
def test_a_language_is_a_name(tmp_path: Path, language: str) -> None:
    with pytest.raises(HarvesterError, match="no name of a language"):
        ocr.ocr(tmp_path / "scan", language)
