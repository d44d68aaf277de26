"""Text of scans by optical character recognition, with programs of the system; off by default.

`ocrmypdf` is preferred: it knows the resolution of each picture. Without it, and for documents
that it refuses because an owner's password restricts them, `pdftoppm` draws the pages and
`tesseract` reads them.
"""

import os
import re
import resource
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from harvester.documents.extraction import Extraction
from harvester.documents.text import PAGE_BREAK, RULES, join, repair
from harvester.errors import HarvesterError

#: Seconds for a document; bytes of address space for each program.
TIME_LIMIT = 600
MEMORY = 4 << 30
_NICE = 10
#: tesseract's name of the language.
GERMAN = "deu"
#: Pixels of a page's longer side: 300 to the inch on A4, and no more on whatever is larger.
_LONGER_SIDE = 3508
_LANGUAGE = re.compile(r"[a-z_]{3,20}(\+[a-z_]{3,20}){0,3}")
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_PAGES = re.compile(r"^Pages:\s+(\d+)$", re.MULTILINE)
_LETTER = re.compile(r"[^\W_]")
#: Exit code of ocrmypdf.
_ENCRYPTED = 8


class OcrMissingError(HarvesterError):
    """The programs or the language are not installed."""


class _Programs:
    """Runs programs for one document until its time is up."""

    def __init__(self) -> None:
        self._deadline = monotonic() + TIME_LIMIT

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program, with less right to the processor, and end it with all that it started."""
        with subprocess.Popen(  # noqa: S603  # no shell; the names are ours
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        ) as program:
            try:
                with suppress(ProcessLookupError):
                    resource.prlimit(program.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
                    os.setpriority(os.PRIO_PROCESS, program.pid, _NICE)
                out, errors = program.communicate(timeout=max(0.0, self._deadline - monotonic()))
            except BaseException:
                with suppress(ProcessLookupError):
                    os.killpg(program.pid, signal.SIGKILL)
                raise
        return subprocess.CompletedProcess(arguments, program.returncode, out, errors)


def is_ocr(engine_name: str | None) -> bool:
    """Whether a text was read by OCR: no engine that reads text layers does better."""
    return engine_name is not None and engine_name.startswith(("ocrmypdf ", "tesseract "))


def engine() -> str:
    """What `ocr` reads with, as `Extraction.engine` says it: "ocrmypdf 14.0.1/1".

    Raises:
        OcrMissingError: programs are missing; the message names the Debian packages.
    """
    return _engine(_Programs(), _program(GERMAN))


def ocr(path: Path, language: str = GERMAN) -> Extraction:
    """Read a scan; text that the PDF has is read from its picture, too.

    Args:
        path: a PDF.
        language: tesseract's name of it, or several with "+" between.

    Returns:
        The text as `extract` gives it. The status is ok, empty, encrypted, broken or timed_out.

    Raises:
        OcrMissingError: programs or the language are missing; the message names the Debian
            packages.
    """
    if not _LANGUAGE.fullmatch(language):
        raise OcrMissingError(f"That is no name of a language of tesseract: {language!r}.")
    programs, document = _Programs(), path.resolve()
    try:
        program = _program(language)
        _require_languages(programs, language)
        with TemporaryDirectory(prefix="ocr-") as folder:
            if program == "ocrmypdf":
                result = _by_ocrmypdf(programs, document, language, Path(folder))
                if result.status != "encrypted" or not _can_draw():
                    return result
            return _by_tesseract(programs, document, language, Path(folder))
    except subprocess.TimeoutExpired:
        return Extraction("timed_out", message=f"OCR took more than {TIME_LIMIT} seconds")


def _can_draw() -> bool:
    return all(map(shutil.which, ("pdfinfo", "pdftoppm")))


def _program(language: str) -> str:
    """The program that is asked first."""
    if shutil.which("tesseract"):
        if shutil.which("ocrmypdf"):
            return "ocrmypdf"
        if _can_draw():
            return "tesseract"
    raise OcrMissingError(
        "OCR needs programs that are not installed. "
        f"On Debian: apt-get install ocrmypdf {_packages(language.split('+'))}"
    )


def _require_languages(programs: _Programs, language: str) -> None:
    installed = programs.run("tesseract", "--list-langs").stdout.split()
    missing = [name for name in language.split("+") if name not in installed]
    if missing:
        raise OcrMissingError(
            f"tesseract has not been taught {', '.join(missing)}. "
            f"On Debian: apt-get install {_packages(missing)}"
        )


def _packages(languages: list[str]) -> str:
    return " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in languages)


def _by_ocrmypdf(programs: _Programs, path: Path, language: str, folder: Path) -> Extraction:
    text = folder / "text"
    options = ("--quiet", "--jobs", "1", "--language", language, "--rotate-pages", "--force-ocr")
    done = programs.run("ocrmypdf", *options, "--output-type", "none", "--sidecar", text, path, "-")
    name = _engine(programs, "ocrmypdf")
    if done.returncode == _ENCRYPTED:
        return Extraction("encrypted", engine=name, message="it wants a password")
    if done.returncode:
        return _broken(name, done)
    return _read(name, text.read_text(encoding="utf-8").split(PAGE_BREAK))


def _by_tesseract(programs: _Programs, path: Path, language: str, folder: Path) -> Extraction:
    name = _engine(programs, "tesseract")
    about = programs.run("pdfinfo", path)
    if about.returncode:
        if "password" in about.stderr:
            return Extraction("encrypted", engine=name, message="it wants a password")
        return _broken(name, about)
    found = _PAGES.search(about.stdout)
    pages: list[str] = []
    for number in range(1, 1 + int(found[1] if found else 0)):
        picture = folder / str(number)
        only = ("-f", str(number), "-l", str(number), "-singlefile")
        size = ("-gray", "-scale-to", str(_LONGER_SIDE))
        drawn = programs.run("pdftoppm", *only, *size, path, picture)
        file = picture.with_suffix(".pgm")
        if drawn.returncode:
            return _broken(name, drawn)
        read = programs.run("tesseract", file, "stdout", "-l", language, "--psm", "1")
        if read.returncode:
            return _broken(name, read)
        file.unlink()
        pages.append(read.stdout)
    return _read(name, pages)


def _engine(programs: _Programs, name: str) -> str:
    told = programs.run(name, "--version")
    found = _VERSION.search(told.stdout + told.stderr)
    return f"{name} {found[0] if found else '0'}/{RULES}"


def _broken(engine: str, done: subprocess.CompletedProcess[str]) -> Extraction:
    said = " ".join(done.stderr.split())[-200:]
    message = f"{done.args[0]} ended with {done.returncode}: {said}"
    return Extraction("broken", engine=engine, message=message)


def _read(engine: str, pages: list[str]) -> Extraction:
    text = join([repair(page) for page in pages])
    if not _LETTER.search(text):
        message = "OCR found no text"
        return Extraction("empty", len(pages), engine=engine, message=message)
    return Extraction("ok", len(pages), text, engine)
