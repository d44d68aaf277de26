"""What stored bytes are given out as: one of a few kinds, told by the bytes and not by the source.

Scripts of a stored page never run, and it loads nothing: it is sent with a policy under which
browsers do neither. But Chromium connects to the host of a frame or a link before it asks the
policy, and the host learns who reads; so elements that lead elsewhere are made unknown in the page.
"""

import re
from dataclasses import dataclass

from harvester.documents.sniff import HEAD, foreign
from harvester.markup import MAX_BYTES, decode
from harvester.page import PageError

__all__ = ["HEAD", "MAX_BYTES", "Kind", "disposition", "harmless", "kind_of"]

_UNLOADED = "default-src 'none'; form-action 'none'; base-uri 'none'; "
_CLOSED = f"{_UNLOADED}sandbox; frame-ancestors 'self'"
#: Begun as `<x-link`, a browser knows nothing to do with it.
_LEADING = re.compile(
    r"<(?=(?:a|applet|area|base|embed|fencedframe|frame|iframe|link|meta|object|portal)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bytes.

    `media_type` is what we say it is, `ending` of a file's name, `policy` its content security
    policy; `shown`: browsers may show it, else they save it.
    """

    name: str
    media_type: str
    ending: str
    policy: str = _CLOSED
    shown: bool = False


_PAGE = Kind(
    name="Seite",
    media_type="text/html; charset=utf-8",
    ending="html.txt",
    policy=f"{_CLOSED}; style-src 'unsafe-inline'; img-src data:",
    shown=True,
)
# Under `sandbox` browsers do not show PDFs; they run them in a process of their own anyway.
_PDF = Kind(
    name="PDF",
    media_type="application/pdf",
    ending="pdf",
    policy=f"{_UNLOADED}object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    shown=True,
)
_TEXT = Kind("Text", "text/plain; charset=utf-8", "txt", shown=True)
_OTHER = "application/octet-stream"
_UNKNOWN = Kind("Datei", _OTHER, "bin")
#: In the words of `harvester.documents.sniff`.
_KINDS = {
    "an HTML page": _PAGE,
    "an image (PNG)": Kind("Bild", "image/png", "png", shown=True),
    "an image (JPEG)": Kind("Bild", "image/jpeg", "jpg", shown=True),
    "an image (GIF)": Kind("Bild", "image/gif", "gif", shown=True),
    "an image (TIFF)": Kind("Bild", _OTHER, "tif"),
    "a zip file": Kind("ZIP-Archiv", _OTHER, "zip"),
    "a Word document (docx)": Kind("Word-Dokument", _OTHER, "docx"),
    "an Excel sheet (xlsx)": Kind("Excel-Tabelle", _OTHER, "xlsx"),
    "a PowerPoint presentation (pptx)": Kind("Präsentation", _OTHER, "pptx"),
    "an old Office file (Word, Excel, Outlook)": Kind("Office-Dokument", _OTHER, "doc"),
    "an RTF text": Kind("RTF-Text", _OTHER, "rtf"),
}
#: Words before the semicolon of a media type that mean a page or a text.
_DECLARED = {"text/html": _PAGE, "application/xhtml+xml": _PAGE, "text/plain": _TEXT}


def kind_of(head: bytes, declared: str | None = None) -> Kind:
    """The kind of some bytes.

    Args:
        head: the first `HEAD` of them.
        declared: the media type as the source gave it, asked only where the bytes do not tell.
    """
    told = foreign(head)
    if told is None:
        return _PDF
    if told in _KINDS:
        return _KINDS[told]
    stated = (declared or "").partition(";")[0].strip().lower()
    return _UNKNOWN if b"\0" in head else _DECLARED.get(stated, _UNKNOWN)


def harmless(kind: Kind, body: bytes) -> bytes | None:
    """A page or a text as it may be shown, in UTF-8; None: it cannot be shown.

    It is decoded as the parsers decode it, so no mark in the bytes makes a browser read them
    otherwise.
    """
    if kind is _TEXT:
        try:
            return body.decode("utf-8").encode()
        except UnicodeDecodeError:
            return body.decode("windows-1252", errors="replace").encode()
    try:
        text = decode(body)
    except PageError:
        return None
    return _LEADING.sub("<x-", text).encode("utf-8", "replace")


def disposition(kind: Kind, name: str, *, save: bool = False) -> str:
    """Whether browsers show or save it, under a name in which nothing but letters remains."""
    plain = re.sub("[^0-9A-Za-z]+", "-", name).strip("-")[:80] or "datei"
    how = "inline" if kind.shown and not save else "attachment"
    return f'{how}; filename="{plain}.{kind.ending}"'
