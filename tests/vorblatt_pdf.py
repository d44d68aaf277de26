"""Draws Bochum forms as PDF, and writes them as one line of text in the order of the platform.

`draw(form)` and `flatten(form)` show the same `Form`, so what is read from either can be compared
with it field by field. `Look` varies everything that the fields do not depend on.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

import reportlab
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from harvester.parsers.vorblatt import Form

LEFT, MIDDLE, RIGHT = 50.0, 230.0, 545.0
COLUMNS = (50.0, 250.0, 380.0, 545.0)
SIZE, LEADING, PAD = 10, 12, 4
BEZUG = "Bezug (Beschluss, Anfrage Niederschrift Nr. ... vom ... )"
STAMP = "Sicht- und Eingangsvermerk der Schriftführung"
FLAGS = (
    "Finanzielle Auswirkungen",
    "Beteiligungspflichtige Angelegenheit",
    "Personalrat wurde beteiligt",
    "Grundsatzentscheidung",
)
TTF = "Vera"
pdfmetrics.registerFont(TTFont(TTF, Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))


@dataclass(frozen=True)
class Look:
    """How a form is drawn.

    Attributes:
        rules: how borders are made: strokes, stroked rectangles, thin filled rectangles, none.
        centred: texts stand in the middle of their cell's height.
        place: where values stand: in a cell below their label's, in the same, or in the one beside
            it; those of the numbers and of "öffentlich" then stand below.
        tall: the Beratungsfolge is one row with one line after another, as a word processor's.
        breaks: after how many steps a new page begins.
        repeat: the table's header is repeated there.
        x_gap: the width of the committee column; narrow ones wrap.
        font: Helvetica, or an embedded TrueType subset.
        glyphs: every letter is drawn for itself, as some producers do.
        marked: the step with a cross in the column "akt. Beratung".
    """

    rules: Literal["lines", "rects", "bars", "none"] = "lines"
    centred: bool = False
    place: Literal["below", "same", "beside"] = "below"
    tall: bool = False
    breaks: int | None = None
    repeat: bool = True
    columns: tuple[float, float, float, float] = COLUMNS
    font: str = "Helvetica"
    glyphs: bool = False
    marked: int | None = None


@dataclass
class Pen:
    """The canvas, and how far down the page is filled."""

    look: Look
    canvas: Canvas
    y: float = 0.0
    pages: int = 0

    def page(self, title: str, number: int) -> None:
        if self.pages:
            self.canvas.showPage()
        self.pages += 1
        self.y = 800.0
        self.text(LEFT, self.y, "Stadt Bochum")
        self.text(MIDDLE, self.y, f"{title} - Seite {number}")
        self.y -= 12

    def text(self, x: float, y: float, text: str) -> None:
        self.canvas.setFont(self.look.font, SIZE)
        if not self.look.glyphs:
            self.canvas.drawString(x, y, text)
            return
        for letter in text:
            if letter != " ":
                self.canvas.drawString(x, y, letter)
            x += pdfmetrics.stringWidth(letter, self.look.font, SIZE)

    def wrap(self, text: str, width: float) -> list[str]:
        lines = []
        for line in text.split("\n"):
            lines += simpleSplit(line, self.look.font, SIZE, width - 2 * PAD) or [""]
        return lines

    def row(self, edges: tuple[float, ...], texts: tuple[str, ...]) -> None:
        """Cells between the edges, as high as the longest text."""
        wrapped = [
            self.wrap(text, right - left)
            for text, left, right in zip(texts, edges[:-1], edges[1:], strict=True)
        ]
        height = LEADING * max(map(len, wrapped)) + 2 * PAD
        for lines, left, right in zip(wrapped, edges[:-1], edges[1:], strict=True):
            self.cell(left, right, self.y, height, lines)
        self.y -= height

    def cell(self, left: float, right: float, top: float, height: float, lines: list[str]) -> None:
        self.border(left, right, top, top - height)
        slack = height - 2 * PAD - LEADING * len(lines)
        y = top - PAD - SIZE + 1 - (slack / 2 if self.look.centred else 0)
        for line in lines:
            self.text(left + PAD, y, line)
            y -= LEADING

    def border(self, left: float, right: float, top: float, bottom: float) -> None:
        canvas, rules = self.canvas, self.look.rules
        canvas.setLineWidth(0.5)
        if rules == "rects":
            canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)
        elif rules == "lines":
            for y in (top, bottom):
                canvas.line(left, y, right, y)
            for x in (left, right):
                canvas.line(x, bottom, x, top)
        elif rules == "bars":
            for y in (top, bottom):
                canvas.rect(left, y - 0.4, right - left, 0.8, stroke=0, fill=1)
            for x in (left, right):
                canvas.rect(x - 0.4, bottom, 0.8, top - bottom, stroke=0, fill=1)

    def labelled(self, edges: tuple[float, ...], *pairs: tuple[str, str | None]) -> None:
        """A row of labels with their values."""
        if self.look.place == "same":
            self.row(edges, tuple(f"{label}\n{value or ''}".strip() for label, value in pairs))
        elif self.look.place == "below" or len(edges) > 3 or edges[-1] < RIGHT:
            self.row(edges, tuple(label for label, _ in pairs))
            self.row(edges, tuple(value or "" for _, value in pairs))
        else:
            halves = [x for left in edges[:-1] for x in (left, left + 130.0)]
            texts = tuple(text or "" for pair in pairs for text in pair)
            self.row((*halves, edges[-1]), texts)

    def paragraphs(self, text: str) -> None:
        self.y -= 14
        for paragraph in text.split("\n"):
            for line in self.wrap(paragraph, RIGHT - LEFT):
                self.text(LEFT + PAD, self.y, line)
                self.y -= LEADING
            self.y -= 8


def draw(form: Form, look: Look | None = None) -> bytes:
    """The form as a PDF."""
    look = look or Look()
    out = BytesIO()
    pen = Pen(look, Canvas(out, pagesize=(595, 842), invariant=1))
    if form.kind == "Anfrage":
        _question(pen, form)
    elif form.kind.startswith("Mitteilung"):
        _notice(pen, form)
    else:
        _proposal(pen, form)
    pen.canvas.save()
    return out.getvalue()


def _numbers(pen: Pen, form: Form) -> None:
    """Office and number: two labelled cells, the number beside them over both rows."""
    edges, top = (LEFT, MIDDLE, 360.0), pen.y
    pen.labelled(edges, ("Stadtamt", form.department), ("TOP/akt. Beratung", form.file_number))
    colon = "" if form.kind.startswith("Mitteilung") else ":"
    number = f"Vorlage Nr.{colon} {form.reference or ''}"
    pen.cell(360.0, RIGHT, top, top - pen.y, [number])


def _head(pen: Pen, form: Form) -> None:
    _numbers(pen, form)
    pen.row((LEFT, RIGHT), (STAMP,))
    value, _, rule = (form.public_raw or "").partition(" ")
    pen.labelled(
        (LEFT, MIDDLE, 360.0),
        ("öffentlich/nichtöffentlich", value),
        ("nichtöffentlich gemäß", rule),
    )


def _proposal(pen: Pen, form: Form) -> None:
    pen.page(f"{form.kind} - Vorblatt", 1)
    _head(pen, form)
    pen.labelled((LEFT, RIGHT), ("Bezeichnung der Vorlage", form.subject))
    pen.labelled(
        (LEFT, MIDDLE, RIGHT),
        ("Beschlussvorschriften", form.legal_basis),
        ("Beschlussorgan", "\n".join(form.decision_body)),
    )
    _steps(pen, form, f"{form.kind} - Vorblatt")
    pen.labelled((LEFT, RIGHT), ("Anlagen", "\n".join(form.attachments)))
    pen.row((LEFT, RIGHT), ("Zusatzinformationen",))
    quarters = tuple(LEFT + n * (RIGHT - LEFT) / 4 for n in range(5))
    pen.row(quarters, FLAGS)
    pen.row(quarters, ("N",) * 4)
    for title, text in form.sections:
        pen.page(f"{form.kind} - {title}", 1)
        _numbers(pen, form)
        if title == "Beschlussvorschlag":
            pen.labelled((LEFT, RIGHT), ("Bezeichnung der Vorlage", form.subject))
        pen.paragraphs(text)


def _notice(pen: Pen, form: Form) -> None:
    pen.page(form.kind, 1)
    _head(pen, form)
    pen.labelled((LEFT, RIGHT), (BEZUG, form.answers_raw))
    pen.labelled((LEFT, RIGHT), ("Bezeichnung der Vorlage", form.subject))
    _steps(pen, form, form.kind)
    pen.labelled((LEFT, RIGHT), ("Anlagen", "\n".join(form.attachments)))
    pen.row((LEFT, RIGHT), ("Wortlaut",))
    for _, text in form.sections:
        pen.paragraphs(text)


def _question(pen: Pen, form: Form) -> None:
    pen.page("Anfrage", 1)
    step = form.steps[0]
    half = (LEFT, 300.0, RIGHT)
    pen.labelled(half, ("Anfragende/r", "Fraktion A"), ("Datum", "03.03.2014"))
    pen.labelled(half, ("Empfänger", step.committee), ("Sitzungstermin", step.date_raw))
    pen.labelled((LEFT, RIGHT), ("Betreff", form.subject))
    pen.row((LEFT, RIGHT), ("Wortlaut",))
    for _, text in form.sections:
        pen.paragraphs(text)


def _steps(pen: Pen, form: Form, title: str) -> None:
    look = pen.look
    header = ("Beratungsfolge", "Sitzungstermin", "akt. Beratung")
    pen.row(look.columns, header)
    if look.tall:
        names = "\n".join(step.committee for step in form.steps)
        dates = "\n".join(step.date_raw for step in form.steps if step.date_raw)
        pen.row(look.columns, (names, dates, ""))
        return
    for n, step in enumerate(form.steps):
        if look.breaks and n and n % look.breaks == 0:
            pen.page(title, 1 + n // look.breaks)
            _numbers(pen, form)
            if look.repeat:
                pen.row(look.columns, header)
        mark = "X" if look.marked == n else ""
        pen.row(look.columns, (step.committee, step.date_raw or "", mark))


def flatten(form: Form, drift: int = 2) -> str:
    """One line in the platform's order; `drift` puts "akt. Beratung" before (0), between, behind.

    A Mitteilung has its labels of the table between the committees and the dates.
    """
    if form.kind == "Anfrage":
        return _flat_question(form)
    notice = form.kind.startswith("Mitteilung")
    title = form.kind if notice else f"{form.kind} - Vorblatt"
    value, _, rule = (form.public_raw or "").partition(" ")
    parts = [_flat_head(form, title), STAMP]
    parts += ["öffentlich/nichtöffentlich nichtöffentlich gemäß", value, rule]
    if notice:
        parts += [BEZUG, form.answers_raw or ""]
    parts += ["Bezeichnung der Vorlage", form.subject or ""]
    if not notice:
        parts += ["Beschlussvorschriften", form.legal_basis or ""]
        parts += ["Beschlussorgan", *form.decision_body]
    names = [step.committee for step in form.steps]
    dates = [step.date_raw for step in form.steps if step.date_raw]
    if notice:
        table = [*names, "Sitzungstermin", *dates]
        table.insert(len(names) + 1, "akt. Beratung")
    else:
        table = ["Sitzungstermin", *names, *dates]
        table.insert((0, 1 + len(names), len(table))[drift], "akt. Beratung")
    parts += ["Beratungsfolge", *table, "Anlagen", *form.attachments]
    if notice:
        parts += ["Wortlaut", *(text for _, text in form.sections)]
    else:
        parts += ["Zusatzinformationen", *FLAGS, "N N N N"]
        for heading, text in form.sections:
            parts.append(_flat_head(form, f"{form.kind} - {heading}"))
            if heading == "Beschlussvorschlag":
                parts += ["Bezeichnung der Vorlage", form.subject or ""]
            parts.append(text)
    return " ".join(" ".join(parts).split())


def _flat_head(form: Form, title: str) -> str:
    colon = "" if form.kind.startswith("Mitteilung") else ":"
    return (
        f"Stadt Bochum {title} - Seite 1 Stadtamt TOP/akt. Beratung {form.department or ''} "
        f"{form.file_number or ''} Vorlage Nr.{colon} {form.reference or ''}"
    )


def _flat_question(form: Form) -> str:
    step = form.steps[0]
    parts = ["Stadt Bochum Anfrage - Seite 1 Anfragende/r Fraktion A Datum 03.03.2014"]
    parts += ["Empfänger", step.committee, "Sitzungstermin", step.date_raw or ""]
    parts += ["Betreff", form.subject or "", "Wortlaut", *(text for _, text in form.sections)]
    return " ".join(" ".join(parts).split())
