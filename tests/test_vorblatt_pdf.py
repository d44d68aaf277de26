"""The form from the PDF, by position: whatever the form is drawn with, its fields are the same."""

from dataclasses import replace
from io import BytesIO
from itertools import product

import pytest
from reportlab.pdfgen.canvas import Canvas
from vorblatt_pdf import BEZUG, COLUMNS, LEFT, RIGHT, TTF, Look, Pen, draw

from harvester.parsers.vorblatt import Form, FormStep, read_pdf

LONG = "Ausschuss für Wirtschaft, Infrastruktur- und Stadtentwicklung"
SOUTH = "Bezirksvertretung Bochum-Süd"
NARROW = (50.0, 150.0, 260.0, 545.0)
PROPOSAL = Form(
    kind="Beschlussvorlage der Verwaltung",
    reference="20140656",
    department="61 31 (25 48)",
    public_raw="öffentlich",
    subject='Benennung der Straße „Große Allee“ im Bereich des Planes Nr. 448 II "Krockhausstraße" '
    "einschließlich der Fußgängerbrücke, Größe 5 m²",
    legal_basis="§ 37 Abs. 1 GO NRW",
    decision_body=(SOUTH, "Rat"),
    steps=(
        FormStep(SOUTH, "26.03.2014"),
        FormStep(LONG, "02.04.2014"),
        FormStep("Haupt- und Finanzausschuss"),
        FormStep(SOUTH, "03.04.2014"),
        FormStep("Rat", "10.04.2014"),
    ),
    attachments=("Anlage 1: Übersichtskarte", "Anlage 2: Prüfbericht"),
    sections=(
        ("Begründung", "Ein Absatz über Maße. " * 30 + "\nEin zweiter Absatz."),
        ("Beschlussvorschlag", "Der Rat stimmt zu."),
    ),
)
SECRET = replace(
    PROPOSAL,
    file_number="5.1",
    public_raw="nichtöffentlich § 48 Abs. 2 GO NRW",
    legal_basis=None,
    attachments=(),
    reference="20102155/1",
)
NOTICE = Form(
    kind="Mitteilung der Verwaltung",
    reference="20131184",
    department="52 1 (1832)",
    public_raw="öffentlich",
    subject="Sportplatz an der Straße",
    steps=PROPOSAL.steps[:2],
    answers_raw="Anfrage vom 03.04.2013, Vorlage 20130768",
    sections=(("Wortlaut", "Die Prüfung der Anlagen ist abgeschlossen. " * 20),),
)
QUESTION = Form(
    kind="Anfrage",
    subject="Radweg am Ring",
    steps=(FormStep(LONG, "10.04.2014"),),
    sections=(("Wortlaut", "Wann wird er gebaut?"),),
)
FORMS = {"proposal": PROPOSAL, "secret": SECRET, "notice": NOTICE, "question": QUESTION}
LOOKS = [
    Look(*values)
    for values in (
        ("lines", False, "below"),
        ("rects", True, "same"),
        ("bars", True, "beside"),
        ("lines", True, "below", False, 2),
        ("rects", False, "same", False, 2, False),
        ("bars", True, "below", False, 4, False, NARROW),
        ("lines", True, "beside", False, 3, True, NARROW),
        ("rects", True, "below", False, None, True, NARROW, TTF),
        ("bars", False, "same", False, 2, False, NARROW, TTF, True),
        ("lines", False, "below", False, None, True, COLUMNS, "Helvetica", False, 1),
    )
]


def folded(form: Form | None) -> Form | None:
    """The same with its texts on one line."""
    texts = form.sections if form else ()
    return form and replace(form, sections=tuple((name, " ".join(t.split())) for name, t in texts))


def codes(form: Form | None) -> list[str]:
    return [code for code, _ in form.problems] if form else []


def steps(form: Form | None) -> list[tuple[str, str | None]]:
    return [(step.committee, step.date_raw) for step in form.steps] if form else []


@pytest.mark.parametrize(("name", "look"), list(product(FORMS, LOOKS)))
def test_every_look_gives_the_same_form(name, look):
    assert folded(read_pdf(draw(FORMS[name], look))) == folded(FORMS[name])


def test_lines_of_text_stay():
    form = read_pdf(draw(PROPOSAL))
    assert form is not None
    lines = form.sections[0][1].split("\n")
    assert len(lines) > 5
    assert lines[0].startswith("Ein Absatz über Maße. Ein Absatz")
    assert lines[-1] == "Ein zweiter Absatz."


def test_a_row_is_a_row_wherever_its_date_stands():
    """A wrapped name beside a centred date, in a table with a mark in the third column."""
    look = Look(centred=True, columns=(50.0, 130.0, 240.0, 545.0), marked=1)
    assert steps(read_pdf(draw(PROPOSAL, look))) == [
        (SOUTH, "26.03.2014"),
        (LONG, "02.04.2014"),
        ("Haupt- und Finanzausschuss", None),
        (SOUTH, "03.04.2014"),
        ("Rat", "10.04.2014"),
    ]


def test_what_is_no_date_is_kept():
    form = replace(PROPOSAL, steps=(FormStep("Rat", "noch offen"), FormStep(SOUTH, "3. Quartal")))
    assert read_pdf(draw(form)) == replace(form, sections=read_pdf(draw(form)).sections)


def test_two_dates_in_a_cell_are_kept_as_they_stand():
    form = replace(PROPOSAL, steps=(FormStep("Rat", "10.04.2014\n15.05.2014"),))
    assert steps(read_pdf(draw(form))) == [("Rat", "10.04.2014 15.05.2014")]


def test_a_committee_that_nobody_knows_has_its_row():
    new = "Ausschuss für Zeitreisen, Weltraum und Verkehr"
    form = replace(PROPOSAL, steps=(FormStep(new, "10.04.2014"), FormStep("Rat", "11.04.2014")))
    read = read_pdf(draw(form, Look(columns=NARROW)))
    assert steps(read) == [(new, "10.04.2014"), ("Rat", "11.04.2014")]
    assert read is not None
    assert read.problems == (("new_committee", f"Not in the lexicon: {new}"),)


def test_a_committee_with_a_letter_that_cannot_be_read():
    form = replace(PROPOSAL, steps=(FormStep("Rat f\ufffdr alles", "10.04.2014"),))
    read = read_pdf(draw(form, Look(font=TTF)))
    assert steps(read) == []
    assert codes(read) == ["unknown_committee"]


def test_a_text_that_runs_into_the_next_column():
    form = replace(PROPOSAL, steps=(FormStep("Ausschuss für Allerlei", "erlei 10.04.2014"),))
    read = read_pdf(draw(form))
    assert steps(read) == []
    assert codes(read) == ["unknown_committee"]


def test_a_table_of_one_row_pairs_only_by_number():
    """As a word processor's table may be: all committees in one cell, all dates in the other."""
    whole = replace(PROPOSAL, steps=tuple(s for s in PROPOSAL.steps if s.date_raw))
    look = Look(tall=True, columns=NARROW)
    assert folded(read_pdf(draw(whole, look))) == folded(whole)
    read = read_pdf(draw(PROPOSAL, look))
    assert steps(read) == [(step.committee, None) for step in PROPOSAL.steps]
    assert read is not None
    assert read.unpaired_dates == ("26.03.2014", "02.04.2014", "03.04.2014", "10.04.2014")
    assert codes(read) == ["unpaired_dates"]


def test_one_row_with_a_committee_that_nobody_knows():
    new = FormStep("Ausschuss für Zeitreisen", "11.04.2014")
    form = replace(PROPOSAL, steps=(FormStep("Rat", "10.04.2014"), new))
    read = read_pdf(draw(form, Look(tall=True)))
    assert steps(read) == []
    assert codes(read) == ["unknown_committee"]
    assert read is not None
    assert read.unpaired_dates == ("10.04.2014", "11.04.2014")


@pytest.mark.parametrize("columns", [COLUMNS, NARROW])
@pytest.mark.parametrize("centred", [False, True])
def test_without_ruling_lines_by_columns(columns, centred):
    """The columns are still told; that an empty cell is empty is not."""
    whole = replace(PROPOSAL, steps=tuple(s for s in PROPOSAL.steps if s.date_raw))
    look = Look(rules="none", columns=columns, centred=centred)
    read = read_pdf(draw(whole, look))
    assert read is not None
    assert steps(read) == steps(whole)
    assert codes(read) == ["no_cells"]
    assert (read.subject, read.decision_body) == (whole.subject, whole.decision_body)
    assert (read.legal_basis, read.public_raw) == (whole.legal_basis, whole.public_raw)
    assert read.attachments == whole.attachments
    assert read.reference == whole.reference
    # the number is drawn over two rows; centred it stands between the office and its label
    assert read.department == (None if centred else whole.department)

    read = read_pdf(draw(PROPOSAL, look))
    assert steps(read) == [(step.committee, None) for step in PROPOSAL.steps]
    assert codes(read) == ["no_cells", "unpaired_dates"]


def test_a_notice_and_a_question_without_ruling_lines():
    for form in (NOTICE, QUESTION):
        read = folded(read_pdf(draw(form, Look(rules="none"))))
        assert codes(read) == ["no_cells"]
        assert read is not None
        assert replace(read, problems=()) == folded(form)


TEXT = (
    "Stadt Bochum\nBeschlussvorlage der Verwaltung - Vorblatt - Seite 1\nStadtamt\nTOP/akt. "
    "Beratung"
    "\fStadt Bochum\nBeschlussvorlage der Verwaltung\n- Begründung - Seite 1\nStadtamt\n"
    "TOP/akt. Beratung\n61 31 (25 48)\nVorlage Nr.: 20140656\nErste Zeile\nzweite Zeile."
    "\fStadt Bochum Beschlussvorlage der Verwaltung - Begründung - Seite 2 Stadtamt "
    "TOP/akt. Beratung\n61 31 (25 48)\nVorlage Nr.: 20140656\nDritte Zeile."
)


@pytest.fixture
def pages_read(monkeypatch):
    """Counts the pages that pdfminer is asked to read."""
    from harvester.parsers.vorblatt import marks

    read = []
    original = marks._marks

    def counted(manager, page):
        read.append(page)
        return original(manager, page)

    monkeypatch.setattr(marks, "_marks", counted)
    return read


def test_text_of_another_engine_saves_pages(pages_read):
    form = read_pdf(draw(PROPOSAL), TEXT)
    assert len(pages_read) == 1
    assert form is not None
    assert replace(form, sections=()) == replace(PROPOSAL, sections=())
    assert form.sections == (("Begründung", "Erste Zeile\nzweite Zeile.\nDritte Zeile."),)


def test_pages_are_read_as_long_as_the_table_goes_on(pages_read):
    text = TEXT.replace("Begründung - Seite 1", "Vorblatt - Seite 2")
    form = read_pdf(draw(PROPOSAL, Look(breaks=3)), text)
    assert len(pages_read) == 2
    assert steps(form) == steps(PROPOSAL)


def test_a_page_without_title_in_the_text_is_looked_at(pages_read):
    form = read_pdf(draw(PROPOSAL, Look(breaks=3)), TEXT.partition("\f")[0] + "\f??\f??\f??")
    assert len(pages_read) == 3
    assert steps(form) == steps(PROPOSAL)


def test_a_title_that_only_the_text_tells():
    """The cells of a head may be read in another order than its words were drawn."""
    body = draw(replace(PROPOSAL, kind="- verdreht"), Look(columns=NARROW))
    assert read_pdf(body) is None
    assert steps(read_pdf(body, TEXT)) == steps(PROPOSAL)


def test_a_text_that_is_no_form_costs_nothing(pages_read):
    assert read_pdf(draw(PROPOSAL), "Einladung\fStadtamt") is None
    assert read_pdf(b"not even a PDF", "") is None
    assert pages_read == []


def test_a_notice_takes_its_wording_from_the_text():
    text = (
        "Stadt Bochum Mitteilung der Verwaltung - Seite 1 Stadtamt TOP/akt. Beratung 52 1 (1832) "
        f"Vorlage Nr. 20131184 öffentlich/nichtöffentlich {BEZUG} Bezeichnung der Vorlage "
        "Beratungsfolge Anlagen Wortlaut\nAus dem Text.\f"
        "Stadt Bochum Mitteilung der Verwaltung - Seite 2 Stadtamt TOP/akt. Beratung "
        "Vorlage Nr. 20131184\nUnd weiter."
    )
    form = read_pdf(draw(NOTICE), text)
    assert form == replace(NOTICE, sections=(("Wortlaut", "Aus dem Text.\nUnd weiter."),))


def test_text_behind_the_pages_that_are_read_is_told_missing():
    long = replace(PROPOSAL, sections=tuple((f"Teil{n}", "Text.") for n in "ABCDE"))
    form = read_pdf(draw(long))
    assert codes(form) == ["unread_pages"]
    assert form is not None
    assert form.sections == long.sections[:4]
    assert codes(read_pdf(draw(replace(long, sections=long.sections[:4])))) == []


def sheet(*, border="lines", title="Beschlussvorlage der Verwaltung - Vorblatt"):
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    pen = Pen(Look(rules=border), canvas)
    pen.page(title, 1)
    return pen, out


def head(pen):
    edges = (LEFT, 200.0, 360.0, RIGHT)
    pen.row(edges, ("Stadtamt", "TOP/akt. Beratung", "Vorlage Nr.: 20140656"))
    pen.row(edges, ("61 31 (25 48)", "", ""))


def finished(pen, out):
    pen.canvas.save()
    return read_pdf(out.getvalue())


def test_attachments_go_on_on_the_next_page():
    pen, out = sheet()
    head(pen)
    pen.row((LEFT, RIGHT), ("Bezeichnung der Vorlage\nSteg",))
    pen.row(COLUMNS, ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"))
    pen.row(COLUMNS, ("Rat", "10.04.2014", ""))
    pen.row((LEFT, RIGHT), ("Anlagen\nAnlage 1: Plan der",))
    pen.page("Beschlussvorlage der Verwaltung - Vorblatt", 2)
    head(pen)
    pen.row((LEFT, RIGHT), ("Umgebung Anlage 2: Text",))
    pen.row((LEFT, RIGHT), ("Zusatzinformationen",))
    form = finished(pen, out)
    assert form is not None
    assert form.attachments == ("Anlage 1: Plan der Umgebung", "Anlage 2: Text")
    assert (form.department, form.file_number) == ("61 31 (25 48)", None)
    assert codes(form) == []


def test_one_cell_below_two_labels():
    """The office is split as in flattened text; a legal basis and committees cannot be."""
    pen, out = sheet()
    pen.row((LEFT, 200.0, RIGHT), ("Stadtamt", "TOP/akt. Beratung"))
    pen.row((LEFT, RIGHT), ("61 31 (25 48) 5.1",))
    pen.row((LEFT, RIGHT), ("Vorlage Nr.: 20140656",))
    pen.row((LEFT, RIGHT), ("Bezeichnung der Vorlage",))
    pen.row((LEFT, RIGHT), ("Steg",))
    pen.row(COLUMNS, ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"))
    pen.row((LEFT, RIGHT), ("Anlagen",))
    form = finished(pen, out)
    assert form is not None
    assert (form.department, form.file_number) == ("61 31 (25 48)", "5.1")
    assert (form.subject, form.steps, form.problems) == ("Steg", (), ())

    pen, out = sheet()
    head(pen)
    pen.row((LEFT, RIGHT), ("Bezeichnung der Vorlage\nSteg",))
    pen.row((LEFT, 200.0, RIGHT), ("Beschlussvorschriften", "Beschlussorgan"))
    pen.row((LEFT, RIGHT), ("§ 10 BauGB Rat",))
    pen.row(COLUMNS, ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"))
    pen.row((LEFT, RIGHT), ("Anlagen",))
    form = finished(pen, out)
    assert "no_cells" in codes(form)


def test_underlines_and_shades_make_no_cells():
    pen, out = sheet()
    head(pen)
    pen.row((LEFT, RIGHT), ("Bezeichnung der Vorlage",))
    top = pen.y
    pen.canvas.setFillGray(0.9)
    pen.canvas.rect(LEFT + 20, top - 25, 200, 20, stroke=0, fill=1)
    pen.canvas.setFillGray(0)
    pen.row((LEFT, RIGHT), ("Steg am See\nund Ufer",))
    pen.canvas.line(LEFT + 4, top - 15, LEFT + 70, top - 15)
    pen.row(COLUMNS, ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"))
    pen.row(COLUMNS, ("Rat", "10.04.2014", ""))
    pen.row((LEFT, RIGHT), ("Anlagen",))
    form = finished(pen, out)
    assert form is not None
    assert form.subject == "Steg am See und Ufer"
    assert steps(form) == [("Rat", "10.04.2014")]


def test_double_lines_make_no_rows():
    pen, out = sheet()
    head(pen)
    for texts in (
        ("Bezeichnung der Vorlage",),
        ("Steg",),
        ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"),
        ("Rat", "10.04.2014", ""),
        ("Rat", "", ""),
        ("Anlagen",),
    ):
        pen.y -= 4
        pen.row(COLUMNS if len(texts) == 3 else (LEFT, RIGHT), texts)
    form = finished(pen, out)
    assert form is not None
    assert (form.subject, steps(form)) == ("Steg", [("Rat", "10.04.2014"), ("Rat", None)])
    assert form.problems == ()


def test_a_date_for_two_rows_belongs_to_neither():
    pen, out = sheet()
    head(pen)
    pen.row((LEFT, RIGHT), ("Bezeichnung der Vorlage\nSteg",))
    pen.row(COLUMNS, ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"))
    top = pen.y
    pen.row(COLUMNS[:2], ("Rat",))
    pen.row(COLUMNS[:2], (SOUTH,))
    pen.cell(COLUMNS[1], COLUMNS[2], top, top - pen.y, ["10.04.2014"])
    pen.row((LEFT, RIGHT), ("Anlagen",))
    form = finished(pen, out)
    assert form is not None
    assert steps(form) == [("Rat", None), (SOUTH, None)]
    assert form.unpaired_dates == ("10.04.2014",)


def test_a_date_without_committee_belongs_to_none():
    pen, out = sheet()
    head(pen)
    pen.row((LEFT, RIGHT), ("Bezeichnung der Vorlage\nSteg",))
    pen.row(COLUMNS, ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"))
    pen.row(COLUMNS, ("Rat", "10.04.2014", ""))
    pen.row(COLUMNS, ("", "11.04.2014", ""))
    pen.row((LEFT, RIGHT), ("Anlagen",))
    form = finished(pen, out)
    assert form is not None
    assert steps(form) == [("Rat", "10.04.2014")]
    assert form.unpaired_dates == ("11.04.2014",)
    assert codes(form) == ["unpaired_dates"]


def test_a_form_that_ends_in_its_table_is_told():
    pen, out = sheet()
    head(pen)
    pen.row((LEFT, RIGHT), ("Bezeichnung der Vorlage\nSteg",))
    pen.row(COLUMNS, ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"))
    pen.row(COLUMNS, ("Rat", "10.04.2014", ""))
    form = finished(pen, out)
    assert steps(form) == [("Rat", "10.04.2014")]
    assert codes(form) == ["cut_form"]


def test_the_second_form_of_a_document_is_not_read():
    """Its rows must not become the first one's."""
    pen, out = sheet()
    for reference in ("20140656", "20149999"):
        pen.row((LEFT, RIGHT), ("Stadtamt\n61 31 (25 48)",))
        pen.row((LEFT, RIGHT), (f"Vorlage Nr.: {reference}",))
        pen.row((LEFT, RIGHT), ("Bezeichnung der Vorlage\nSteg",))
        pen.row(COLUMNS, ("Beratungsfolge", "Sitzungstermin", "akt. Beratung"))
        pen.row(COLUMNS, ("Rat", "10.04.2014", ""))
        pen.row((LEFT, RIGHT), ("Anlagen",))
        if reference == "20140656":
            pen.page("Beschlussvorlage der Verwaltung - Vorblatt", 1)
    form = finished(pen, out)
    assert form is not None
    assert form.reference == "20140656"
    assert steps(form) == [("Rat", "10.04.2014")]
    assert codes(form) == ["other_form"]


@pytest.mark.parametrize("what", ["letters", "lines", "instructions"])
def test_a_crowded_page_is_read_from_its_text_or_not_at_all(what):
    pen, out = sheet()
    head(pen)
    if what == "letters":
        for n in range(120):
            pen.text(LEFT, 700 - n, "Buchstaben " * 10)
    elif what == "lines":
        for n in range(3_000):
            pen.canvas.rect(LEFT, n / 10, 100, 1)
    else:
        pen.canvas.addLiteral("0 g " * 300_000)
    pen.canvas.save()
    body = out.getvalue()
    assert read_pdf(body) is None
    form = read_pdf(
        body,
        "Stadt Bochum Beschlussvorlage der Verwaltung - Vorblatt - Seite 1 Stadtamt TOP/akt. "
        "Beratung 61 31 (25 48) Vorlage Nr.: 20140656 Bezeichnung der Vorlage Steg Beratungsfolge "
        "Sitzungstermin Rat 10.04.2014 akt. Beratung Anlagen",
    )
    assert form is not None
    assert (form.reference, steps(form)) == ("20140656", [("Rat", "10.04.2014")])
    assert codes(form) == ["crowded_page"]


def test_a_crowded_page_of_text_costs_the_text_only():
    long = replace(PROPOSAL, sections=(("Begründung", "Wort " * 3_000),))
    form = read_pdf(draw(long, Look(font=TTF)))
    assert form is not None
    assert replace(form, problems=(), sections=()) == replace(PROPOSAL, sections=())
    assert codes(form) == ["unread_pages"]


@pytest.mark.parametrize("title", ["Einladung", "Niederschrift über die Gremium Sitzungstermin"])
def test_what_is_no_form(title):
    pen, out = sheet(title=title)
    assert finished(pen, out) is None


def test_a_broken_document_raises():
    """Whoever calls it takes any exception of pdfminer's (harvester.documents does)."""
    with pytest.raises(Exception, match=r"."):
        read_pdf(b"%PDF-1.4\nbroken")


def test_documents_of_other_towns_are_no_forms(corpus):
    paths = sorted((corpus / "pdf").glob("*.pdf"))
    assert len(paths) > 5
    assert [path.name for path in paths if read_pdf(path.read_bytes())] == []
