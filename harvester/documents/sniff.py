"""What a file is by its first bytes; its name and the server's media type are not asked."""

import re

#: The signature of a PDF may stand behind a little junk.
HEAD = 1024
_PDF = b"%PDF-"
_ZIP = "a zip file"
_SIGNATURES = (
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (Word, Excel, Outlook)"),
    (b"{\\rtf", "an RTF text"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"%!PS", "PostScript"),
)
#: The first name within a zip tells the kind.
_ZIPPED = (
    (b"word/", "a Word document (docx)"),
    (b"xl/", "an Excel sheet (xlsx)"),
    (b"ppt/", "a PowerPoint presentation (pptx)"),
    (b"[Content_Types].xml", "an Office file (docx, xlsx or pptx)"),
    (b"opendocument", "an OpenDocument file"),
)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|title)\b", re.IGNORECASE)


def foreign(head: bytes) -> str | None:
    """What the file is if it is no PDF, in words; None for a PDF.

    Args:
        head: the file's first `HEAD` bytes.
    """
    if not head:
        return "an empty file"
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return _zipped(head) if name == _ZIP else name
    if _PDF in head:
        return None
    if _HTML.search(head):
        return "an HTML page"
    return "no PDF and nothing else we know"


def _zipped(head: bytes) -> str:
    return next((name for mark, name in _ZIPPED if mark in head), _ZIP)
