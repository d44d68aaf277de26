"""Sheets of paper for `documents`: Helvetica in windows-1252, ruling lines, wrapped text."""

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
"""A4 in points."""

_CLASSES = {
    191: "'",
    222: "ijl‚‘’|",
    278: "!,./:;I[\\]ft· \xa0",
    333: "()-`r„“”",
    350: "•",
    355: '"',
    389: "*",
    500: "cksvxyzJ",
    584: "+<=>~",
    611: "FTZß",
    667: "&ABEKPSVXYÄ",
    722: "CDHNRUwÜ",
    778: "GOQÖ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…",
}
_WIDTHS = {char: width for width, chars in _CLASSES.items() for char in chars}
_BOLD = 1.07
"""Bold text is about so much wider; lines are broken a little early rather than late."""


@dataclass
class Sheet:
    """One page. `x` runs from the left, `y` from the top edge, in points; text stands on `y`.

    `words` is what was written, in order: what a reader gets who does not look where it stands.
    """

    words: list[str] = field(default_factory=list)
    _drawn: list[bytes] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: int = 10, *, bold: bool = False) -> None:
        """One line of text."""
        self.words.append(text)
        font = b"/F2" if bold else b"/F1"
        shown = b"BT %b %d Tf %.2f %.2f Td (%b) Tj ET"
        self._drawn.append(shown % (font, size, x, HEIGHT - y, escaped(text)))

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A ruling line."""
        self._drawn.append(b"%.2f %.2f m %.2f %.2f l S" % (x1, HEIGHT - y1, x2, HEIGHT - y2))

    def image(self, x: float, y: float, width: float, height: float) -> None:
        """The document's picture, `/I1`, its lower left corner at `x`, `y`."""
        place = b"q %.2f 0 0 %.2f %.2f %.2f cm /I1 Do Q"
        self._drawn.append(place % (width, height, x, HEIGHT - y))

    @property
    def content(self) -> bytes:
        """The page's content stream."""
        return b"0.5 w\n" + b"\n".join(self._drawn)


def escaped(line: str) -> bytes:
    """A line as it stands between the brackets of a PDF string."""
    for char in "\\()":
        line = line.replace(char, f"\\{char}")
    return line.encode("windows-1252", "replace")


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a line is, in points."""
    units = sum(_WIDTHS.get(char, 556) for char in text)
    return units * size / 1000 * (_BOLD if bold else 1)


def wrapped(text: str, width: float, size: int, *, bold: bool = False) -> list[str]:
    """The text in lines that are no wider than `width`, broken at blanks."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in text.split():
        joint = " " if line else ""
        wide = text_width(joint + word, size, bold=bold)
        if line and used + wide > width:
            lines.append(line)
            line, used = word, text_width(word, size, bold=bold)
        else:
            line, used = line + joint + word, used + wide
    return [*lines, line] if line else lines
