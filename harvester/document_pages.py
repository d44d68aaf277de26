"""From a document's bytes to its page, for the crawl and for whoever reads held bytes again."""

from dataclasses import replace
from typing import Protocol

from harvester.documents import Extraction
from harvester.documents.engine import engine
from harvester.documents.ocr import is_ocr
from harvester.documents.sniff import HEAD, foreign
from harvester.page import Page
from harvester.parsers import politik_bei_uns
from harvester.parsers.document import Document, parse_document
from harvester.parsers.vorblatt import Form
from harvester.sources import Source

#: Within so many bytes of its end a PDF must say that it ends (ISO 32000: 1,024, but for blanks).
_TAIL = 2048


class Held(Protocol):
    """What the archive tells of documents."""

    def reading_of(self, file_id: str) -> tuple[str | None, str | None]:
        """The bytes (SHA-256) and the engine of the reading of a file that is held."""

    def paper_of_file(self, file_id: str, reference: str | None) -> str | None:
        """The held paper that a file with a form of this number belongs to."""


def is_read(held: Held, file_id: str, sha256: str, *, by_ocr_only: bool = False) -> bool:
    """Whether these bytes of a file were read before, and no worse than today's engine would.

    `by_ocr_only`: only a text of OCR is as good, which no engine would find again.
    """
    known, reader = held.reading_of(file_id)
    return known == sha256 and (is_ocr(reader) or (reader == engine().name and not by_ocr_only))


def is_cut(held: Held, file_id: str, sha256: str, body: bytes) -> bool:
    """Whether a PDF came without its end, while other bytes of the file are held.

    Of a file that is not held yet, half is better than nothing.
    """
    known, _ = held.reading_of(file_id)
    is_pdf = foreign(body[:HEAD]) is None
    return known not in {None, sha256} and is_pdf and b"%%EOF" not in body[-_TAIL:]


def page_of(held: Held, source: Source, document: Document, read: Extraction) -> Page:
    """The page of a document, with the form in it as a statement about the paper it belongs to."""
    if read.form is not None:
        listed = held.paper_of_file(document.file_id, read.form.reference)
        owner = listed or document.paper_id or _paper_of(source, read.form)
        document = replace(document, paper_id=owner)
    return source.claim(parse_document(document, read))


def _paper_of(source: Source, form: Form) -> str | None:
    """The paper of a form that no page ties to one: the platform's are known by their numbers."""
    if source.system != "politik_bei_uns" or form.reference is None:
        return None
    return politik_bei_uns.paper_id(source.id, form.reference)
