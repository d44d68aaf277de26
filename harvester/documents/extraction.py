"""What a document says: its text, its number of pages, a Bochum form's fields, a status."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from harvester.documents.engine import Document, LockedError, engine
from harvester.documents.limits import TimeUpError
from harvester.documents.sniff import HEAD, foreign
from harvester.documents.text import join, repair
from harvester.text import clean

if TYPE_CHECKING:
    from harvester.parsers.vorblatt import Form

Status = Literal["ok", "empty", "encrypted", "broken", "too_large", "timed_out", "unsupported"]

#: Bytes of a file, pages, characters of text.
MAX_SIZE = 200_000_000
MAX_PAGES = 2_000
MAX_TEXT = 20_000_000
#: A PDF ends with this mark; where it is missing the file was cut.
_END, _TAIL = b"%%EOF", 2048
_LETTER = re.compile(r"[^\W_]")
#: Every Bochum form has it on its first page; the reader of forms looks closer.
_TOWN, _NEAR = "Stadt Bochum", 3_000


@dataclass(slots=True, frozen=True)
class Extraction:
    r"""What was read from one document.

    Attributes:
        status: ok: there is text; empty: there is none, it is probably a scan; encrypted: it wants
            a password; too_large, timed_out: it costs more than it may; unsupported: it is no PDF.
        page_count: the document's pages, also those that were not read; None where it cannot
            be known.
        text: lines divided by "\n", pages by "\f" (as many as were read: a page without text
            is there too); with too_large and timed_out what was read until then, None where
            nothing was.
        engine: "<package> <version>/<version of our text rules>", None where none was asked.
        form: the fields, if it is a Bochum form.
        message: what a person should know, in English; always there unless all is well.
    """

    status: Status
    page_count: int | None = None
    text: str | None = None
    engine: str | None = None
    form: "Form | None" = None
    message: str | None = None


@dataclass(slots=True)
class _Reading:
    """The pages read so far, and what went wrong."""

    pages: list[str] = field(default_factory=list)
    status: Status = "ok"
    unreadable: int = 0
    notes: list[str] = field(default_factory=list)


def extract(path: Path) -> Extraction:
    """Read one document; whatever it is, the answer is a status and never an exception.

    Call it in a process of its own (`Readers` does): the engine is native code, a document may
    take all the time and memory it is given, and the process may die.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            what = foreign(file.read(HEAD))
            file.seek(max(0, size - _TAIL))
            whole = _END in file.read(_TAIL)
    except OSError as error:
        return Extraction("broken", message=f"the file cannot be read: {error.strerror}")
    if what is not None:
        return Extraction("unsupported", message=what)
    if size > MAX_SIZE:
        message = f"{size / 1e6:.0f} MB; at most {MAX_SIZE / 1e6:.0f} MB are read"
        return Extraction("too_large", message=message)
    return _read(path, whole)


def _read(path: Path, whole: bool) -> Extraction:
    name, open_document = engine()
    reading = _Reading(notes=[] if whole else ["the end of the file is missing"])
    page_count = None
    try:
        with open_document(path) as document:
            page_count = document.page_count
            _read_pages(document, reading)
    except LockedError:
        return Extraction("encrypted", engine=name, message="it wants a password or a key")
    except (TimeUpError, MemoryError) as error:
        _stopped(reading, error)
    except Exception as error:  # the engines have no common base
        reading.status = "broken"
        reading.notes.insert(0, _said(error))
    return _conclude(path, name, page_count, reading)


def _read_pages(document: Document, reading: _Reading) -> None:
    """Read page by page up to a limit; a page that cannot be read does not cost the others."""
    count, length = document.page_count, 0
    for index in range(count):
        if index == MAX_PAGES or length >= MAX_TEXT:
            reading.notes.append(f"text of the first {index} of {count} pages only")
            return
        try:
            page = repair(document.page(index))
        except MemoryError:
            raise
        except Exception:  # the engines have no common base
            reading.unreadable += 1
            page = ""
        if length + len(page) > MAX_TEXT:
            page = page[: MAX_TEXT - length]
            reading.notes.append(f"text cut after {MAX_TEXT} characters")
        length += len(page)
        reading.pages.append(page)


def _stopped(reading: _Reading, error: BaseException) -> None:
    if isinstance(error, TimeUpError):
        reading.status = "timed_out"
        reading.notes.insert(0, f"its time was up after {len(reading.pages)} pages")
    else:
        reading.status = "too_large"
        reading.notes.insert(0, f"its memory was used up after {len(reading.pages)} pages")


def _conclude(path: Path, name: str, page_count: int | None, reading: _Reading) -> Extraction:
    read, notes = len(reading.pages), reading.notes
    with_text = sum(bool(_LETTER.search(page)) for page in reading.pages)
    if reading.unreadable:
        notes.append(f"{reading.unreadable} of {read} pages cannot be read")
    if reading.status != "ok" or with_text:
        blank = read - with_text - reading.unreadable
        if with_text and blank:
            notes.append(f"no text on {blank} of {read} pages")
    elif reading.unreadable or not read:
        reading.status = "broken"
        notes.insert(0, "no page can be read")
    else:
        reading.status = "empty"
        notes.insert(0, "no text on any page: probably a scan")
    text = join(reading.pages) if with_text else None
    form = _form(path, text, notes) if reading.status == "ok" and text else None
    return Extraction(reading.status, page_count, text, name, form, "; ".join(notes) or None)


def _form(path: Path, text: str, notes: list[str]) -> "Form | None":
    """The fields of a Bochum form; whatever goes wrong, the text is not lost."""
    if _TOWN not in text[:_NEAR]:
        return None
    try:
        from harvester.parsers.vorblatt import read_pdf  # noqa: PLC0415  # other PDFs do not pay

        return read_pdf(path.read_bytes(), text=text)
    except TimeUpError:
        notes.append("the form's fields: its time was up")
    except Exception as error:  # a bug of ours, or of the engine below
        notes.append(f"the form's fields: {_said(error)}")
    return None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {clean(str(error)[:200])}"
