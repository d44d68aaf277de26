"""A document that was fetched and read: what its bytes and the form in it state."""

import hashlib
from dataclasses import dataclass

from harvester.documents import Extraction
from harvester.page import Page, Severity
from harvester.parsers import vorblatt
from harvester.records import File, PaperFile

_VERSION = 1
#: What the bytes tell of a file; the rest is the word of the pages that list it.
_STATES = frozenset(
    (
        *("media_type", "sha256", "size", "page_count"),
        *("text_status", "text", "text_sha256", "text_engine"),
    )
)
_OF_FORM = ("paper", "paper_section", "consultation", "paper_file")
_SEVERITY: dict[str, Severity] = {"ok": "info", "empty": "info", "unsupported": "info"}


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of a document and what is known of it beside.

    Attributes:
        url: where it was fetched.
        file_id: the file's id.
        paper_id: the paper that it belongs to; None: a form in it is only noted.
        media_type: as the host states it; it counts only where the bytes are no PDF.
        body: the bytes.
        body_id: the municipality; the form in a document is read only where it is that one's.
    """

    url: str
    file_id: str
    paper_id: str | None
    media_type: str | None
    body: bytes
    body_id: str


def unchanged(url: str, file_id: str, sha256: str) -> Page:
    """The page of a document whose bytes and reading are held already."""
    page = _page(url)
    page.states = {"file": frozenset(("sha256",))}
    page.records.append(File(id=file_id, sha256=sha256))
    return page


def not_taken(url: str, file_id: str, status: str, message: str) -> Page:
    """The page of a document that was not fetched to its end, with its text status."""
    page = _page(url)
    page.states = {"file": frozenset(("text_status",))}
    page.records.append(File(id=file_id, text_status=status))
    page.note("warning", f"document_{status}", message, file_id)
    return page


def cut_short(url: str, file_id: str) -> Page:
    """The page of a document that came without its end: it says nothing, what is held stays."""
    page = _page(url)
    page.note("error", "truncated", "The PDF has no end; what was held before stays.", file_id)
    return page


def parse_document(document: Document, read: Extraction) -> Page:
    """State what is known of a document, and what the form in it says of a paper."""
    url, file_id, paper_id = document.url, document.file_id, document.paper_id
    page = _page(url)
    page.states = {"file": _STATES}
    text = read.text or None
    file = File(
        id=file_id,
        url=url,
        media_type=document.media_type if read.status == "unsupported" else "application/pdf",
        sha256=hashlib.sha256(document.body).hexdigest(),
        size=len(document.body),
        page_count=read.page_count,
        text_status=read.status,
        text=text,
        text_sha256=None if text is None else hashlib.sha256(text.encode()).hexdigest(),
        text_engine=read.engine,
    )
    page.records.append(file)
    if read.message:
        severity = _SEVERITY.get(read.status, "warning")
        page.note(severity, f"document_{read.status}", read.message, file_id)
    if read.form is not None and document.body_id == vorblatt.TOWN:
        _state_form(page, read.form, file_id, paper_id)
    return page


def _state_form(page: Page, form: vorblatt.Form, file_id: str, paper_id: str | None) -> None:
    """Add what the form says, as a second statement about its paper."""
    if paper_id is None:
        message = f"The document is a form ({form.reference}) and belongs to no paper."
        page.note("info", "form_without_paper", message, file_id)
        return
    page.standing = dict.fromkeys(_OF_FORM, "form")
    vorblatt.state(page, form, paper_id)
    tie = f"{paper_id} {file_id}"
    page.records.append(PaperFile(id=tie, paper_id=paper_id, file_id=file_id))


def _page(url: str) -> Page:
    return Page(url=url, kind="file", parser=f"document/{_VERSION}")
