"""What stands on a page of a PDF and where, as pdfminer.six interprets it.

Its layout analysis is not used: grouping letters takes it quadratic time. On a broken document it
may raise any exception.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix, PathSegment, Point, apply_matrix_pt

from harvester.parsers.vorblatt.content import Interpreter
from harvester.parsers.vorblatt.geometry import GAP, NO_LETTER, CrowdedError, Marks, Rule, Word

_MOST_LETTERS = 10_000
"""A page of dense text has some 6,000, the first of a form less."""
_MOST_SEGMENTS = 10_000
"""Of paths; a rectangle has five."""
_THIN = 3.0
"""A rectangle no wider than this is a line."""


def read_pages(body: bytes) -> Iterator[Callable[[], Marks]]:
    """The pages of a document, each to be read by a call.

    Such a call raises CrowdedError where the page holds more than a form does.
    """
    manager = PDFResourceManager()
    for page in PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(body)))):
        yield partial(_marks, manager, page)


def _marks(manager: PDFResourceManager, page: PDFPage) -> Marks:
    device = _Device(manager)
    Interpreter(manager, device).process_page(page)
    return device.marks


class _Letter(NamedTuple):
    text: str
    x0: float
    x1: float
    y: float
    size: float


class _Device(PDFTextDevice):
    """Collects words and ruling lines."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.marks = Marks()
        self._string: list[_Letter] = []
        self._letters = 0
        self._segments = 0

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Note the words of a string; none goes on in the next, which may be of another cell."""
        self._string = []
        super().render_string(textstate, seq, ncs, graphicstate)
        self.marks.words += _words(self._string)

    def render_char(  # noqa: PLR0917  # pdfminer calls it so
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
        """Note one letter; give its width."""
        self._letters += 1
        if self._letters > _MOST_LETTERS:
            raise CrowdedError
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = NO_LETTER
        if "" < text < " " and not text.isspace():
            text = NO_LETTER  # a glyph for what the font lacks is mapped to a control character
        width = font.char_width(cid) * fontsize * scaling
        a, b, _, d, x, y = matrix
        if a > 0 and abs(b) < a / 10:
            letter = _Letter(text, x, x + width * a, y + rise * d, abs(fontsize * d))
            self._string.append(letter)
        return width

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        """Note the straight lines of a path; pdfminer makes rectangles of lines."""
        self._segments += len(path)
        if self._segments > _MOST_SEGMENTS or self.ctm is None:
            raise CrowdedError
        points: list[Point] = []
        for operator, *place in path:
            if operator == "m":
                self._outline(points, stroke=stroke)
                points = []
            if operator in {"m", "l"}:
                points.append(apply_matrix_pt(self.ctm, (place[0], place[1])))
            elif operator == "h" and points:
                points.append(points[0])
            else:
                points = []  # a curve
        self._outline(points, stroke=stroke)

    def _outline(self, points: Sequence[Point], *, stroke: bool) -> None:
        """A thin outline is one line, also if it is filled; of another its strokes are lines."""
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
            self._line((min(xs), min(ys)), (max(xs), max(ys)))
        elif stroke:
            for start, end in pairwise(points):
                self._line(start, end)

    def _line(self, start: Point, end: Point) -> None:
        width, height = abs(end[0] - start[0]), abs(end[1] - start[1])
        if height <= _THIN and width > height:
            at = (start[1] + end[1]) / 2
            self.marks.across.append(Rule(at, *sorted((start[0], end[0]))))
        elif width <= _THIN and height > width:
            at = (start[0] + end[0]) / 2
            self.marks.down.append(Rule(at, *sorted((start[1], end[1]))))


def _words(letters: Sequence[_Letter]) -> list[Word]:
    """The letters of one string as words; a blank divides them, or a gap."""
    words: list[list[_Letter]] = []
    last: _Letter | None = None
    for letter in letters:
        if letter.text.isspace():
            last = None
            continue
        if last and abs(letter.x0 - last.x1) <= GAP * letter.size:
            words[-1].append(letter)
        else:
            words.append([letter])
        last = letter
    return [
        Word("".join(letter.text for letter in word), word[0].x0, word[-1].x1, *word[0][3:])
        for word in words
    ]
