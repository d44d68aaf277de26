"""The PDFs of the small Bochum: readable by two engines, ruled as forms are, the same each time."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTLine, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFPasswordIncorrect

from harvester.standin import bochum_world, generated_bochum
from harvester.standin.bochum.documents import one_line, render
from harvester.standin.bochum.model import NOTICE, PROPOSAL, Paper, Planned
from harvester.standin.documents import Made, drawn
from harvester.standin.drawing import Sheet, text_width, wrapped

WORLD = bochum_world(odd_files=True)
PAPERS = {paper.reference: paper for paper, _ in WORLD.paper_files()}


def body(reference: str, which: int = 0) -> bytes:
    return render(PAPERS[reference].documents[which], PAPERS[reference])


def pages(content: bytes) -> list[LTPage]:
    return list(extract_pages(BytesIO(content)))


def lines(page: LTPage) -> list[tuple[str, LTTextLine]]:
    found = [line for box in page for line in getattr(box, "_objs", ())]
    return [(line.get_text().strip(), line) for line in found if isinstance(line, LTTextLine)]


def test_the_seed_form_says_what_the_real_one_says() -> None:
    front, reasons, resolution = (extract_text(BytesIO(body("20140656")), page_numbers=[n])
                                  for n in range(3))  # fmt: skip
    for shown in (
        "Stadt Bochum", "Beschlussvorlage der Verwaltung", "- Vorblatt - Seite 1", "510 (3950)",
        "Vorlage Nr.: 20140656", "öffentlich/nichtöffentlich", "nichtöffentlich gemäß",
        'Zielvereinbarung zur Erlangung des Zertifikats "Familiengerechte Kommune"',
        "Zertifikats „Familiengerechte Kommune„ der Stadt Bochum",
    ):  # fmt: skip
        assert shown in front
    assert "- Begründung - Seite 1" in reasons
    assert "sechs Handlungsfeldern 26" in reasons
    assert "- Beschlussvorschlag - Seite 1" in resolution
    assert "unterstützt diese ausdrücklich." in resolution
    assert len(body("20140656")) == 133_412


@pytest.mark.parametrize("reference", ["20140656", "20140402", "20140555", "20131987/1"])
def test_a_date_stands_on_the_line_of_its_committee_between_rules(reference: str) -> None:
    front = pages(body(reference))[0]
    shown = lines(front)
    ruled = sorted({round(o.y0) for o in front if isinstance(o, LTLine) and o.height == 0})
    for planned in PAPERS[reference].planned:
        first = planned.committee.split(",")[0].split(" und")[0]
        at = {round(line.y0) for text, line in shown if text.startswith(first)}
        day = planned.day and f"{planned.day:%d.%m.%Y}"
        dated = {round(line.y0) for text, line in shown if text == day}
        assert bool(at & dated) == bool(day), planned
        for y in at & dated:
            above, below = (rule for rule in ruled if rule > y), (r for r in ruled if r < y)
            assert next(above, None) is not None
            assert next(below, None) is not None


def test_long_committees_are_wrapped_and_stay_in_their_column() -> None:
    name = "Ausschuss für Wirtschaft, Infrastruktur- und Stadtentwicklung"
    shown = dict(lines(pages(body("20140402"))[0]))
    assert name not in shown
    parts = ["Ausschuss für Wirtschaft, Infrastruktur- und", "Stadtentwicklung"]
    assert " ".join(parts) == name
    first, second = (shown[part] for part in parts)
    assert second.y0 < first.y0
    assert max(first.x1, second.x1) < shown["26.03.2014"].x0


def test_one_line_is_what_a_reader_without_columns_gets() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    for paper in PAPERS.values():
        document = paper.documents[0]
        opened = pdfium.PdfDocument(render(document, paper))
        text = " ".join(page.get_textpage().get_text_bounded() for page in opened)
        # marked by pdfium: a hyphen at the end of a line
        read = " ".join(text.replace("\ufffe", "-").replace("\x02", "- ").split())
        assert read.replace("- ", "-") == one_line(document, paper).replace("- ", "-")


def test_the_one_line_of_the_seed_is_in_the_order_of_the_real_one() -> None:
    paper = PAPERS["20140656"]
    assert one_line(paper.documents[0], paper).startswith(
        "Stadt Bochum Beschlussvorlage der Verwaltung - Vorblatt - Seite 1 Stadtamt TOP/akt. "
        "Beratung 510 (3950) Vorlage Nr.: 20140656 Sicht- und Eingangsvermerk der Schriftführung "
        "öffentlich/nichtöffentlich nichtöffentlich gemäß öffentlich Bezeichnung der Vorlage "
        'Zielvereinbarung zur Erlangung des Zertifikats "Familiengerechte Kommune" '
        "Beschlussvorschriften Beschlussorgan Rat Beratungsfolge Sitzungstermin Haupt- und "
        "Finanzausschuss Jugendhilfeausschuss Rat 26.03.2014 02.04.2014 10.04.2014 akt. Beratung "
        "Anlagen Zielvereinbarung zur Erlangung des Zertifikats „Familiengerechte Kommune„ der "
        "Stadt Bochum Zusatzinformationen Finanzielle Auswirkungen Beteiligungspflichtige "
        "Angelegenheit Personalrat wurde beteiligt Grundsatzentscheidung N N N N Stadt Bochum "
        "Beschlussvorlage der Verwaltung - Begründung - Seite 1 Stadtamt TOP/akt. Beratung 510 "
        "(3950) Vorlage Nr.: 20140656 Seit April 2013"
    )


def test_labels_drift_on_a_mitteilung() -> None:
    paper = PAPERS["20140555"]
    text = one_line(paper.documents[0], paper)
    assert "Vorlage Nr. 20140555 Sicht-" in text
    assert "Bezug (Beschluss, Anfrage Niederschrift Nr. ... vom ... ) Anfrage der Fraktion" in text
    assert (
        "Beratungsfolge Ausschuss für Kultur und Sport Bezirksvertretung Bochum-Wattenscheid "
        "Sitzungstermin akt. Beratung 28.03.2014 25.03.2014 Anlagen"
    ) in text


def test_questions_and_motions_look_otherwise() -> None:
    question = extract_text(BytesIO(body("20140733")))
    for label in ("Anfragende/r", "Datum", "Empfänger", "Sitzungstermin", "Betreff", "Wortlaut"):
        assert label in question
    assert "20140733" not in question
    letter = body("AN/2014/06")
    assert "Antrag zur Sitzung am 10.04.2014" in extract_text(BytesIO(letter))
    assert not [o for page in pages(letter) for o in page if isinstance(o, LTLine)]


def test_long_papers_go_on_with_a_head_on_every_page() -> None:
    text = "Die Verwaltung berichtet über den Stand der Maßnahme. " * 4
    steps = tuple(Planned(f"Ausschuss Nummer {n}", date(2014, 3, n + 1)) for n in range(25))
    paper = Paper(1, "20149999", PROPOSAL, "Betreff", date(2014, 3, 1), "61 (1)", planned=steps,
                  texts=(text,) * 40, documents=(WORLD.papers[7068701].documents[0],))  # fmt: skip
    made = pages(render(paper.documents[0], paper))
    heads = [text for page in made for text, _ in lines(page) if "Seite" in text]
    assert heads == [
        "- Vorblatt - Seite 1",
        "- Vorblatt - Seite 2",
        "- Begründung - Seite 1",
        "- Begründung - Seite 2",
        "- Begründung - Seite 3",
        "- Beschlussvorschlag - Seite 1",
    ]
    assert all(line.y0 > 50 for page in made for _, line in lines(page))


def test_what_cannot_be_read() -> None:
    scan, broken, locked, archive = (body("20140555", n) for n in range(-4, 0))
    assert extract_text(BytesIO(scan)).strip() == ""
    assert len(pages(scan)) == 1
    with pytest.raises(Exception):  # noqa: B017, PT011 - pdfminer has no common base
        extract_text(BytesIO(broken))
    assert broken.startswith(b"%PDF-")
    with pytest.raises(PDFPasswordIncorrect):
        extract_text(BytesIO(locked))
    assert zipfile.ZipFile(BytesIO(archive)).namelist() == ["Anlage.txt"]
    assert not [d for _, d in bochum_world().paper_files() if d.source not in {"form", "enclosure"}]


def test_the_same_bytes_each_time() -> None:
    render.cache_clear()
    before = {number: WORLD.body(d) for number, (d, _) in WORLD.documents.items()}
    render.cache_clear()
    assert before == {number: WORLD.body(d) for number, (d, _) in WORLD.documents.items()}
    made = generated_bochum(2, 30)
    assert all(made.body(d).startswith(b"%PDF-1.4") for d, _ in made.documents.values())


def test_a_new_stamp_changes_the_bytes_and_not_the_text() -> None:
    later = WORLD.at_night(1)
    paper = later.papers[7068703]
    document = paper.documents[0]
    assert document.edition == 1
    before, after = WORLD.body(WORLD.papers[7068703].documents[0]), later.body(document)
    assert before != after
    assert extract_text(BytesIO(before)) == extract_text(BytesIO(after))


def test_a_size_is_reached_or_refused() -> None:
    sheet = Sheet()
    sheet.text(50, 50, "Ä (ß) \\ €")
    time = datetime(2014, 3, 6, 9, 12)  # noqa: DTZ001 - a stamp without a zone
    for size in (1_100, 9_990, 12_345, 133_412):
        assert len(drawn([sheet], Made(time, size))) == size
    assert "Ä (ß) \\ €" in extract_text(BytesIO(drawn([sheet], Made(time, 1100))))
    with pytest.raises(ValueError, match="cannot have 100 bytes"):
        drawn([sheet], Made(time, 100))


def test_lines_fit_their_column() -> None:
    text = "Überplanmäßige Mittelbereitstellung für die Sporthalle an der Wittener Straße"
    made = wrapped(text, 120, 10)
    assert " ".join(made) == text
    assert len(made) > 3
    assert all(text_width(line, 10) <= 120 for line in made)
    assert wrapped("", 100, 10) == []
    assert wrapped("Donaudampfschifffahrtsgesellschaft", 20, 10) == [
        "Donaudampfschifffahrtsgesellschaft"
    ]


def test_widths_are_those_of_the_font() -> None:
    content = body("20140656")
    title = dict(lines(pages(content)[0]))[PAPERS["20140656"].subject]
    drawn_width = title.x1 - title.x0
    assert abs(drawn_width - text_width(PAPERS["20140656"].subject, 10)) < 2


def test_mitteilungen_have_no_resolution() -> None:
    assert {PAPERS[r].kind for r in ("20140555", "20140561")} == {NOTICE}
    assert "Beschlussvorschlag" not in extract_text(BytesIO(body("20140555")))
