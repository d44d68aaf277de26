"""The forms that Bochum writes its papers on: ruled cells in front, pages of text behind.

What is written is written in the order in which real extracts have it: labels of a row before their
values, all committees before all dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from harvester.standin.bochum.model import MOTION, NOTICE, PROPOSAL, QUESTION, Paper
from harvester.standin.drawing import Sheet, wrapped

_LEFT, _RIGHT = 56, 540
_TOP, _BOTTOM = 46, 780
_LINE = 13
_PAD = 5
_COLUMNS = (_LEFT, 282, 410, _RIGHT)
"""Where the columns of the Beratungsfolge begin, and its right end."""
_FLAGS = (
    "Finanzielle Auswirkungen",
    "Beteiligungspflichtige Angelegenheit",
    "Personalrat wurde beteiligt",
    "Grundsatzentscheidung",
)


def form(paper: Paper) -> list[Sheet]:
    """The pages of a paper."""
    draw = {PROPOSAL: _proposal, NOTICE: _notice, QUESTION: _question, MOTION: _letter}
    pad = _Pad(paper)
    draw[paper.kind](pad)
    return pad.sheets


@dataclass
class _Pad:
    """The sheets of one paper; `y` is how far down the last is filled, `part` what it is about."""

    paper: Paper
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0
    part: str | None = None
    number: int = 0

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    def begin(self, part: str | None = None) -> None:
        """A new sheet of the form, with its head; a letter has none."""
        self.number = self.number + 1 if self.sheets and part == self.part else 1
        self.part = part
        self.sheets.append(Sheet())
        self.y = _TOP
        if self.paper.kind == MOTION:
            return
        pages = f"- {part} - Seite {self.number}" if part else f"- Seite {self.number}"
        self.row(34, (_LEFT, 170, _RIGHT))
        self.sheet.text(_LEFT + _PAD, _TOP + 14, "Stadt Bochum", 11, bold=True)
        self.sheet.text(170 + _PAD, _TOP + 14, self.paper.kind, 11, bold=True)
        self.sheet.text(170 + _PAD, _TOP + 28, pages)
        if self.paper.kind != QUESTION:
            self._numbers()

    def _numbers(self) -> None:
        y, middle, paper = self.y, 300, self.paper
        self.row(32, (_LEFT, middle, _RIGHT))
        self.sheet.text(_LEFT + _PAD, y + 11, "Stadtamt", 8)
        self.sheet.text(middle + _PAD, y + 11, "TOP/akt. Beratung", 8)
        self.sheet.text(_LEFT + _PAD, y + 26, paper.department)
        if paper.file_number:
            self.sheet.text(middle + _PAD, y + 26, paper.file_number)
        label = "Vorlage Nr." if paper.kind == NOTICE else "Vorlage Nr.:"
        y, front = self.y, len(self.sheets) == 1
        self.row(44 if front else 22, (_LEFT, middle, _RIGHT))
        self.sheet.text(_LEFT + _PAD, y + 15, f"{label} {paper.reference}", bold=True)
        if front:
            stamp = "Sicht- und Eingangsvermerk der Schriftführung"
            self.sheet.text(middle + _PAD, y + 11, stamp, 8)

    def row(self, height: float, edges: Sequence[float]) -> None:
        """A ruled row of cells between these edges."""
        top, bottom = self.y, self.y + height
        for y in (top, bottom):
            self.sheet.line(edges[0], y, edges[-1], y)
        for x in edges:
            self.sheet.line(x, top, x, bottom)
        self.y = bottom

    def cell(self, label: str, lines: Sequence[str]) -> None:
        """A cell over the whole width: its label, below it the lines."""
        if self.y + 20 + _LINE * len(lines) > _BOTTOM:
            self.begin(self.part)
        y = self.y
        self.row(18 + _LINE * len(lines) + (_PAD if lines else 0), (_LEFT, _RIGHT))
        self.sheet.text(_LEFT + _PAD, y + 12, label, 8)
        for n, line in enumerate(lines, 1):
            self.sheet.text(_LEFT + _PAD, y + 12 + _LINE * n, line)

    def wide(self, text: str | None) -> list[str]:
        """A text in lines that fit such a cell."""
        return wrapped(text or "", _RIGHT - _LEFT - 2 * _PAD, 10)

    def paragraphs(self, texts: Sequence[str]) -> None:
        """Running text, on as many sheets as it needs."""
        self.y += 10
        for text in texts:
            for line in self.wide(text):
                if self.y + _LINE > _BOTTOM:
                    self.begin(self.part)
                    self.y += 10
                self.y += _LINE
                self.sheet.text(_LEFT + _PAD, self.y, line)
            self.y += 6


def _proposal(pad: _Pad) -> None:
    paper = pad.paper
    pad.begin("Vorblatt")
    _openness(pad)
    pad.cell("Bezeichnung der Vorlage", pad.wide(paper.subject))
    pad.cell("Beschlussvorschriften", pad.wide(paper.legal_basis))
    pad.cell("Beschlussorgan", paper.decision_body)
    _route(pad)
    pad.cell("Anlagen", [line for name in paper.enclosures for line in pad.wide(name)])
    _flags(pad)
    pad.begin("Begründung")
    pad.paragraphs(paper.texts)
    pad.begin("Beschlussvorschlag")
    pad.cell("Bezeichnung der Vorlage", pad.wide(paper.subject))
    pad.paragraphs(paper.resolution)


def _notice(pad: _Pad) -> None:
    paper = pad.paper
    pad.begin()
    _openness(pad)
    label = "Bezug (Beschluss, Anfrage Niederschrift Nr. ... vom ... )"
    pad.cell(label, pad.wide(paper.answers))
    pad.cell("Bezeichnung der Vorlage", pad.wide(paper.subject))
    _route(pad)
    pad.cell("Anlagen", [line for name in paper.enclosures for line in pad.wide(name)])
    pad.cell("Wortlaut", ())
    pad.paragraphs(paper.texts)


def _question(pad: _Pad) -> None:
    paper = pad.paper
    target = paper.planned[0]
    pad.begin()
    pad.cell("Anfragende/r", pad.wide(paper.sender))
    pad.cell("Datum", (f"{paper.created:%d.%m.%Y}",))
    pad.cell("Empfänger", pad.wide(target.committee))
    pad.cell("Sitzungstermin", (f"{target.day:%d.%m.%Y}",) if target.day else ())
    pad.cell("Betreff", pad.wide(paper.subject))
    pad.cell("Wortlaut", ())
    pad.paragraphs(paper.texts)


def _letter(pad: _Pad) -> None:
    """A motion has no form: a letter from whoever moves it."""
    paper = pad.paper
    target = paper.planned[0]
    pad.begin()
    pad.y += 30
    day = f" am {target.day:%d.%m.%Y}" if target.day else ""
    for text, bold in (
        (paper.sender or "", True),
        ("An den Vorsitz des Gremiums", False),
        (target.committee, False),
        (f"Bochum, {paper.created:%d.%m.%Y}", False),
        (f"Antrag zur Sitzung{day}", True),
        (paper.subject, True),
    ):
        for line in wrapped(text, _RIGHT - _LEFT, 11, bold=bold):
            pad.sheet.text(_LEFT, pad.y, line, 11, bold=bold)
            pad.y += 15
        pad.y += 10
    pad.paragraphs((*paper.texts, *paper.resolution, "Mit freundlichen Grüßen", "Fraktionsvorsitz"))


def _openness(pad: _Pad) -> None:
    y, middle = pad.y, 230
    pad.row(32, (_LEFT, middle, _RIGHT))
    pad.sheet.text(_LEFT + _PAD, y + 11, "öffentlich/nichtöffentlich", 8)
    pad.sheet.text(middle + _PAD, y + 11, "nichtöffentlich gemäß", 8)
    pad.sheet.text(_LEFT + _PAD, y + 26, "öffentlich")


def _route(pad: _Pad) -> None:
    """The Beratungsfolge: a grid of three columns, one row for each committee."""
    committees, days, own = ((x + _PAD) for x in _COLUMNS[:3])
    names = [wrapped(p.committee, _COLUMNS[1] - _LEFT - 2 * _PAD, 10) for p in pad.paper.planned]
    if pad.y + 22 + sum(8 + _LINE * len(lines) for lines in names) > _BOTTOM:
        pad.begin(pad.part)
    notice, sheet, y = pad.paper.kind == NOTICE, pad.sheet, pad.y
    pad.row(20, _COLUMNS)
    sheet.text(committees, y + 14, "Beratungsfolge", 8)
    if not notice:
        sheet.text(days, y + 14, "Sitzungstermin", 8)
    tops = []
    for lines in names:
        tops.append(pad.y + 14)
        pad.row(8 + _LINE * len(lines), _COLUMNS)
        for n, line in enumerate(lines):
            sheet.text(committees, tops[-1] + _LINE * n, line)
    if notice:
        sheet.text(days, y + 14, "Sitzungstermin", 8)
        sheet.text(own, y + 14, "akt. Beratung", 8)
    for top, planned in zip(tops, pad.paper.planned, strict=True):
        if planned.day:
            sheet.text(days, top, f"{planned.day:%d.%m.%Y}")
    if not notice:
        sheet.text(own, y + 14, "akt. Beratung", 8)


def _flags(pad: _Pad) -> None:
    if pad.y + 70 > _BOTTOM:
        pad.begin(pad.part)
    pad.cell("Zusatzinformationen", ())
    y, edges = pad.y, tuple(_LEFT + n * (_RIGHT - _LEFT) / 4 for n in range(5))
    pad.row(44, edges)
    for x, label in zip(edges, _FLAGS, strict=False):
        for n, line in enumerate(wrapped(label, 110, 8)):
            pad.sheet.text(x + _PAD, y + 11 + 10 * n, line, 8)
    for x in edges[:4]:
        pad.sheet.text(x + _PAD, y + 38, "N")
