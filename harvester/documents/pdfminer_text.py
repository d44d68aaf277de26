"""Text by pdfminer.six, without its layout analysis.

The analysis takes quadratic time and orders boxes by their height on the page, so that two
columns are mixed. Characters are taken as they are drawn instead, as PDFium does.
"""

from math import hypot
from pathlib import Path
from types import TracebackType
from typing import Self

import pdfminer
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix

from harvester.documents.engine import LockedError

NAME = f"pdfminer.six {pdfminer.__version__}"

# In em: less is kerning; a new line is at least half a line away, so superscripts stay.
_WORD_GAP = 0.15
_LINE_GAP = 0.5
_LINE_BACK = -1.0


class Document:
    """An open PDF."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            pdf = PDFDocument(PDFParser(self._file))
            self._pages = list(PDFPage.create_pages(pdf))
        except PDFEncryptionError as error:
            self._file.close()
            raise LockedError from error
        except BaseException:
            self._file.close()
            raise
        self.page_count = len(self._pages)
        resources = PDFResourceManager()
        self._device = _DrawnText(resources)
        self._interpreter = PDFPageInterpreter(resources, self._device)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def page(self, index: int) -> str:
        """The page's text in the order in which it was drawn, not yet repaired."""
        self._device.restart()
        self._interpreter.process_page(self._pages[index])
        return self._device.text()


class _DrawnText(PDFTextDevice):
    """Collects characters; breaks lines and words where the pen jumps."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.restart()

    def restart(self) -> None:
        """Forget what was drawn."""
        self._parts: list[str] = []
        self._pen: tuple[float, float] | None = None
        self._em = 0.0

    def text(self) -> str:
        """What was drawn since the last restart."""
        return "".join(self._parts)

    def render_char(  # noqa: PLR0917  # pdfminer's
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Take one character; gives how far it moves the pen, in text space."""
        try:
            character = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            character = ""  # drawn as a picture of a character that nobody can name
        advance = font.char_width(cid) * fontsize * scaling
        along_x, along_y, up_x, up_y, x, y = matrix
        em = abs(fontsize) * hypot(up_x, up_y)
        gap = self._gap(matrix, em)
        if character.isspace():
            if gap == "\n":
                return advance  # blanks alone are no line
            gap = ""
        self._parts += (gap, character)
        if font.is_vertical():
            self._pen = x + advance * up_x, y + advance * up_y
        else:
            self._pen = x + advance * along_x, y + advance * along_y
        self._em = em
        return advance

    def _gap(self, matrix: Matrix, em: float) -> str:
        """What lies between the pen and the beginning of a character: nothing, a blank, a line."""
        if self._pen is None:
            return ""
        along_x, along_y, _, _, x, y = matrix
        length = hypot(along_x, along_y) or 1.0
        jump_x, jump_y = x - self._pen[0], y - self._pen[1]
        along = (jump_x * along_x + jump_y * along_y) / length
        across = (jump_y * along_x - jump_x * along_y) / length
        em = max(em, self._em)
        if abs(across) > _LINE_GAP * em or along < _LINE_BACK * em:
            return "\n"
        return " " if along > _WORD_GAP * em else ""
