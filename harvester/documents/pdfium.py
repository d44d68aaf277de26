"""Text by PDFium (extra `pdfium`): fast. It must not be called from two threads of a process."""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw
from pypdfium2.version import PYPDFIUM_INFO  # type: ignore[import-untyped]

from harvester.documents.engine import LockedError

NAME = f"pypdfium2 {PYPDFIUM_INFO.version}"
_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


class Document:
    """An open PDF."""

    def __init__(self, path: Path) -> None:
        self._pdf = _open(path)
        self.page_count: int = len(self._pdf)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._pdf.close()

    def page(self, index: int) -> str:
        """The page's text in the order in which it was drawn, not yet repaired."""
        page = self._pdf[index]
        try:
            # not get_text_range: it knows no characters beyond U+FFFF
            text: str = page.get_textpage().get_text_bounded()
        finally:
            page.close()
        return text


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code not in _LOCKED:
            raise
    # That may be the error of an earlier document, which PDFium keeps where it has no new one.
    with suppress(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(b"another error")
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise LockedError from error
        raise
