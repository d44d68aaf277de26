"""The parts that the readers of the form share: names, values, lines, instructions of a page."""

import csv
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from reportlab.pdfgen.canvas import Canvas
from test_vorblatt_pdf import FORMS, LOOKS
from vorblatt_pdf import draw

from harvester import DATA
from harvester.parsers.vorblatt import lexicon
from harvester.parsers.vorblatt.committees import split_names
from harvester.parsers.vorblatt.content import Interpreter, _instructions
from harvester.parsers.vorblatt.geometry import (
    Cell,
    CrowdedError,
    Grid,
    Marks,
    Rule,
    Word,
    lines_of,
)
from harvester.parsers.vorblatt.marks import _Device, read_pages
from harvester.parsers.vorblatt.values import join_lines, split_office

BOCHUM = lexicon("bochum")


def names_in(text):
    found = split_names(text.split(), BOCHUM)
    return found and [name.name for name in found]


def test_lexicon():
    with (DATA / "committees" / "bochum.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == len(BOCHUM) > 50
    assert all(set(row) == {"name", "seen"} and row["seen"] for row in rows)
    assert all(row["name"] == " ".join(row["name"].split()) for row in rows)
    assert {"Rat", "Jugendhilfeausschuss", "Bezirksvertretung Bochum-Südwest"} <= BOCHUM


def test_no_name_of_the_lexicon_can_be_read_as_others():
    """Else a line of names could be read in two ways, and would not be read at all."""
    for name in BOCHUM:
        assert names_in(name) == [name]


@pytest.mark.parametrize("body_id", ["herne", "", "../committees/bochum", "bochum.csv"])
def test_no_lexicon(body_id):
    assert lexicon(body_id) == frozenset()


@given(st.lists(st.sampled_from(sorted(BOCHUM)), max_size=10))
def test_names_in_a_row_are_told_apart(names):
    assert names_in(" ".join(names)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("Rat Rat", ["Rat", "Rat"]),
        ("RAT", ["Rat"]),
        ("Bezirksvertretung BochumSüd", ["Bezirksvertretung Bochum-Süd"]),
        ("Bezirksvertretung Bochum- Süd", ["Bezirksvertretung Bochum-Süd"]),
        ("Bezirksvertretung Bochum\u2010Süd", ["Bezirksvertretung Bochum-Süd"]),
        ("Haupt- und Finanz- ausschuss Rat", ["Haupt- und Finanzausschuss", "Rat"]),
        ("Haupt- und Finanzausschuß", ["Haupt- und Finanzausschuss"]),
        ("Bezirksvertretung Bochum-Su\u0308d", ["Bezirksvertretung Bochum-Süd"]),
        ("RatRat", None),
        ("Ratssaal", None),
        ("Rat und", None),
        ("und Rat", None),
        ("Rat " * 500, None),
    ],
)
def test_split_names(text, names):
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], ""),
        (["Straße am", "Ring"], "Straße am Ring"),
        (["Stadtent-", "wicklung"], "Stadtentwicklung"),
        (["Stadtent\u00ad", "wicklung"], "Stadtentwicklung"),
        (["Bochum-", "Süd"], "Bochum-Süd"),
        (["20120012-", "2014"], "20120012-2014"),
        (["Haupt-", "und Finanzausschuss"], "Haupt- und Finanzausschuss"),
        (["Rad-", "oder Gehweg"], "Rad- oder Gehweg"),
        (["Plan -", "neu"], "Plan - neu"),
        (["Unter-", "undeutlich"], "Unterundeutlich"),
    ],
)
def test_join_lines(lines, text):
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("", ("", "")),
        (" 510  (3950) ", ("510 (3950)", "")),
        ("61 31 (25 48) 3.1", ("61 31 (25 48)", "3.1")),
        ("66 2 (12 34/56-0)", ("66 2 (12 34/56-0)", "")),
        ("OB", ("OB", "")),
        ("66 2", None),
        ("Amt (alt) 5", None),
    ],
)
def test_split_office(text, office):
    assert split_office(text) == office


def word(text, x0, x1, y, size=10.0):
    return Word(text, x0, x1, y, size)


def test_lines_are_baselines():
    words = [word("b", 30, 35, 100), word("c", 10, 15, 88), word("a", 10, 15, 101)]
    assert [line.text for line in lines_of(words)] == ["a\tb", "c"]


def test_gaps_in_a_line():
    words = [word("Bochum", 0, 40, 0), word("-Süd", 40.5, 60, 0), word("am", 63, 70, 0)]
    assert lines_of([*words, word("Ring", 90, 99, 0)])[0].text == "Bochum-Süd am\tRing"


SQUARE = Marks(
    words=[word("in", 20, 30, 50), word("out", 200, 210, 50)],
    # the upper line is drawn in two parts, the lower one twice
    across=[Rule(90, 10, 40), Rule(90.4, 42, 100), Rule(10, 10, 100), Rule(10.8, 10, 100)],
    down=[Rule(10, 10, 90), Rule(100, 10, 90)],
)


def test_cells():
    grid = Grid(SQUARE)
    assert grid.across == [Rule(10, 10, 100), Rule(90, 10, 100)]
    cell = Cell(left=10, bottom=10, right=100, top=90)
    assert grid.cell_at(50, 50) == cell
    assert list(grid.cells) == [grid.cell_at(205, 52), cell]
    assert grid.text == "out\nin"
    assert grid.cell_at(50, 95).bottom == 90
    assert [line.text for line in grid.lines_in(cell)] == ["in"]


def test_a_line_that_meets_no_other_is_none():
    underline = Rule(48, 20, 30)
    grid = Grid(Marks(SQUARE.words, [*SQUARE.across, underline], SQUARE.down))
    assert grid.across == Grid(SQUARE).across
    assert Grid(Marks(SQUARE.words, [underline], [])).across == []


def test_too_many_lines():
    many = [Rule(3 * n, 0, 9) for n in range(600)]
    with pytest.raises(CrowdedError):
        Grid(Marks(across=many, down=many))


def marks_by(interpreter, body):
    """The marks of each page as pdfminer itself carries out the instructions, or as we do."""
    manager = PDFResourceManager()
    result = []
    for page in PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(body)))):
        device = _Device(manager)
        interpreter(manager, device).process_page(page)
        result.append(device.marks)
    return result


@pytest.mark.parametrize("look", LOOKS)
def test_instructions_of_forms_are_carried_out_as_by_pdfminer(look):
    body = draw(FORMS["secret"], look)
    marks = marks_by(Interpreter, body)
    assert marks == marks_by(PDFPageInterpreter, body)
    assert len(marks[0].words) > 50
    assert len(marks[0].across) > 20


def test_instructions_of_real_documents_are_carried_out_as_by_pdfminer(corpus, monkeypatch):
    unknown = []

    def told(content):
        result = _instructions(content)
        unknown.extend([content] if result is None else [])
        return result

    monkeypatch.setattr("harvester.parsers.vorblatt.content._instructions", told)
    for path in sorted((corpus / "pdf").glob("*.pdf")):
        body = path.read_bytes()
        assert marks_by(Interpreter, body) == marks_by(PDFPageInterpreter, body), path.name
    assert unknown == []


def odd_page():
    """Nested brackets, escapes, hexadecimal and split strings, marked content, an own transform."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    canvas.drawString(50, 700, "Schrift (in (Klammern)) \\ ß")
    canvas.addLiteral(
        "/Span << /Lang (de) /MCID 0 /Kids [1 [2] <</A /B>>] >> BDC % ein Kommentar (\n"
        "BT /F1 10 Tf 1 0 0 1 50 600 Tm [(Ra) -20.5 <74> 0 (\\101\\n\\)) .5 (x)] TJ "
        "0 -12 Td 5 Tc 2 Tw 14 TL (a b) ' 1 1 (c d) \" 50 Tz (e) Tj 3 Ts T* (f) Tj ET EMC"
    )
    canvas.addLiteral(
        "q .5 0 0 .5 10 10 cm 10 10 100 50 re S 10 10 m 60 10 l 60 90 l h B* Q 1 0 m n"
    )
    canvas.addLiteral("0 0 100 2 re f* 0 0 m 10 10 20 20 30 30 c 30 90 l S")
    canvas.addLiteral("1 2 unbekannt 5 w /GS1 nichts true null")
    canvas.saveState()
    canvas.beginForm("stamp")
    canvas.drawString(10, 10, "Stempel")
    canvas.endForm()
    canvas.translate(100, 100)
    canvas.doForm("stamp")
    canvas.restoreState()
    canvas.save()
    return out.getvalue()


def test_odd_instructions_are_carried_out_as_by_pdfminer():
    marks = marks_by(Interpreter, odd_page())
    assert marks == marks_by(PDFPageInterpreter, odd_page())
    words = [word.text for word in marks[0].words]
    assert words[:4] == ["Schrift", "(in", "(Klammern))", "\\"]
    assert "Stempel" in words
    assert marks[0].down != []


@pytest.mark.parametrize(
    ("content", "known"),
    [
        (b"", []),
        (b"q 1 -2. +.5 cm\nQ", [(b"q", []), (b"cm", [1, -2.0, 0.5]), (b"Q", [])]),
        (b"(a\\)\\0532\\\nb)Tj", [(b"Tj", [b"a)+2b"])]),
        (b"<416263>Tj", [(b"Tj", [b"Abc"])]),
        (b"[(a)-3<62>]TJ", [(b"TJ", [[b"a", -3, b"b"]])]),
        (b"/P<</A[1]/B true>>BDC", None),
        (b"9" * 40 + b" w", None),
        (b"1.2.3 w", None),
        (b"--5 w", None),
        (b"(a(b)c) Tj", None),
        (b"<4> Tj", None),
        (b"/A#20B Do", None),
        (b"] TJ", None),
        (b"(open", None),
        (b"BI /W 1 ID x EI", None),
        (b"q \xff Q", None),
    ],
)
def test_instructions(content, known):
    read = _instructions(content)
    if content.startswith(b"/P"):
        assert read is not None
        assert [operator for operator, _ in read] == [b"BDC"]
    else:
        assert read == known


@given(st.binary(max_size=200))
def test_any_instructions_are_taken_or_left(content):
    read = _instructions(content)
    assert read is None or all(isinstance(operator, bytes) for operator, _ in read)


def test_hostile_instructions():
    for content in (
        b"(" * 500_000,
        b"[" * 500_000,
        b"<<" * 400_000,
        b"9" * 900_000,
        b"/" * 900_000,
    ):
        _instructions(content)


def test_a_page_without_text():
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.showPage()
    canvas.save()
    (read,) = read_pages(out.getvalue())
    assert read() == Marks()
    assert Grid(read()).text == ""
