"""The form from flattened text: real pages, and the traps of a line without columns."""

import html
import json
import re
import time

import pytest
from vorblatt_pdf import FLAGS, STAMP

from harvester.parsers.vorblatt import Form, FormStep, lexicon, read_text

BOCHUM = lexicon("bochum")
NUMBERS = "Stadtamt TOP/akt. Beratung 66 2 (1234) Vorlage Nr.: 20151234"
PUBLIC = f"{STAMP} öffentlich/nichtöffentlich nichtöffentlich gemäß öffentlich"
FRONT = "Stadt Bochum Beschlussvorlage der Verwaltung - Vorblatt - Seite 1"
MORE = f"Zusatzinformationen {' '.join(FLAGS)} N N N N"
LONG = "Ausschuss für Wirtschaft, Infrastruktur- und Stadtentwicklung"


def proposal(
    table: str = "Sitzungstermin Rat 10.04.2014 akt. Beratung",
    *,
    numbers: str = NUMBERS,
    public: str = PUBLIC,
    subject: str = "Bezeichnung der Vorlage Straßenbau",
    organ: str = "Beschlussvorschriften § 37 GO NRW Beschlussorgan Rat",
    attachments: str = "",
    behind: str = "",
) -> Form:
    """The form of a proposal in the order in which the platform shows it."""
    text = (
        f"{FRONT} {numbers} {public} {subject} {organ} Beratungsfolge {table} "
        f"Anlagen {attachments} {MORE} {behind}"
    )
    form = read_text(text, BOCHUM)
    assert form is not None
    return form


def steps(form: Form) -> list[tuple[str, str | None]]:
    return [(step.committee, step.date_raw) for step in form.steps]


def codes(form: Form) -> list[str]:
    return [code for code, _ in form.problems]


def page_text(path):
    found = re.search(r'id="file-text-raw">(.*?)</div>', path.read_text("utf-8"), re.DOTALL)
    assert found
    return html.unescape(found[1])


def german(date: str | None) -> str | None:
    return ".".join(reversed(date.split("-"))) if date else None


@pytest.mark.parametrize(
    "name",
    [
        "file_549af4291ae6a008f36dd148",
        "file_549c01951ae6a01066e40255",
        "file_549c78c61ae6a0137adc91a3",
        "file_seed_20140656",
    ],
)
def test_real_pages(corpus, name):
    """Against the facts that were read from the documents themselves."""
    folder = corpus / "politik_bei_uns"
    facts = json.loads((folder / f"{name}.json").read_text("utf-8"))
    form = read_text(page_text(folder / f"{name}.html"), BOCHUM)
    assert form is not None
    assert form.kind == f"{facts['document_type']} der Verwaltung"
    for field in ("reference", "department", "subject"):
        assert getattr(form, field) == facts[field]
    assert form.legal_basis == facts.get("legal_basis")
    assert (form.public_raw == "öffentlich") is facts["public"]
    assert form.file_number is None
    assert list(form.decision_body) == (facts["decision_body"] or [])
    assert steps(form) == [(s["committee"], german(s["date"])) for s in facts["consultations"]]
    named = [
        a if isinstance(a, str) else f"{a['label']}: {a['name']}"
        for a in facts["attachments"] or []
    ]
    assert list(form.attachments) == named
    assert form.answers_raw is None
    undated = not any(step["date"] for step in facts["consultations"])
    assert codes(form) == (["undated_steps"] if undated else [])
    assert form.unpaired_dates == ()


def test_sections_of_the_seed(corpus):
    form = read_text(page_text(corpus / "politik_bei_uns" / "file_seed_20140656.html"), BOCHUM)
    assert form is not None
    (reasons, begins), (resolution, whole) = form.sections
    assert (reasons, resolution) == ("Begründung", "Beschlussvorschlag")
    assert begins.startswith("Im Rahmen des Auditierungsprozesses, dem sich die Stadt Bochum")
    assert begins.endswith("wird in den Jahresberichten dokumentiert.")
    # from the first page of the Begründung to its second nothing of the head between
    assert "identifiziert.\nGegenstand des Auditierungsverfahrens" in begins
    assert whole == (
        "Der Rat der Stadt Bochum erklärt sich mit den im Rahmen der Auditierung definierten und "
        "formulierten Zielen und Maßnahmen einverstanden und unterstützt diese ausdrücklich."
    )


def test_wording_of_a_real_notice(corpus):
    path = corpus / "politik_bei_uns" / "file_549c01951ae6a01066e40255.html"
    form = read_text(page_text(path), BOCHUM)
    assert form is not None
    wording = "Die Verwaltung teilt mit, dass die Prüfung abgeschlossen ist."
    assert form.sections == (("Wortlaut", wording),)


DATED = [("Rat", "10.04.2014"), (LONG, "11.04.2014"), ("Rat", "12.04.2014")]


@pytest.mark.parametrize(
    "table",
    [
        f"Sitzungstermin Rat {LONG} Rat 10.04.2014 11.04.2014 12.04.2014 akt. Beratung",
        f"Sitzungstermin akt. Beratung Rat {LONG} Rat 10.04.2014 11.04.2014 12.04.2014",
        f"Sitzungstermin Rat {LONG} Rat akt. Beratung 10.04.2014 11.04.2014 12.04.2014",
        f"Rat {LONG} Rat Sitzungstermin akt. Beratung 10.04.2014 11.04.2014 12.04.2014",
        # by rows, as another engine reads it; a wrapped name has its date in its midst
        f"Sitzungstermin akt. Beratung Rat 10.04.2014 {LONG} 11.04.2014 Rat 12.04.2014",
        (
            "Sitzungstermin akt. Beratung Rat 10.04.2014 Ausschuss für Wirtschaft, 11.04.2014 "
            "Infrastruktur- und Stadtentwicklung Rat 12.04.2014"
        ),
        # hyphens and blanks that got lost, or too many of them
        (
            "Sitzungstermin Rat Ausschuss für Wirtschaft, Infrastruktur undStadtent- wicklung Rat "
            "10.04.2014 11.04.2014 12.04.2014 akt. Beratung"
        ),
    ],
)
def test_as_many_dates_as_committees(table):
    form = proposal(table)
    assert steps(form) == DATED
    assert form.unpaired_dates == ()
    assert form.problems == ()


@pytest.mark.parametrize(
    ("table", "dates"),
    [
        (f"Sitzungstermin Rat {LONG} Rat 10.04.2014 12.04.2014", "10.04.2014 12.04.2014"),
        (f"Sitzungstermin Rat {LONG} Rat 10.04.2014", "10.04.2014"),
        (f"Rat 10.04.2014 {LONG} Rat 12.04.2014", "10.04.2014 12.04.2014"),
        # as many, but in the order of no table
        (f"Rat 01.01.2014 02.01.2014 {LONG} Rat 03.01.2014", "01.01.2014 02.01.2014 03.01.2014"),
        (f"01.01.2014 02.01.2014 03.01.2014 Rat {LONG} Rat", "01.01.2014 02.01.2014 03.01.2014"),
        (f"Rat {LONG} Rat " + "01.01.2014 " * 4, "01.01.2014 " * 4),
    ],
)
def test_dates_that_belong_to_no_step_for_certain(table, dates):
    form = proposal(table)
    assert steps(form) == [("Rat", None), (LONG, None), ("Rat", None)]
    assert form.unpaired_dates == tuple(dates.split())
    (problem,) = form.problems
    assert problem[0] == "unpaired_dates"
    assert problem[1].startswith(f"Committees: Rat; {LONG}; Rat. Dates: ")
    assert all(date in problem[1] for date in dates.split())


@pytest.mark.parametrize(
    "names",
    [
        "Rat Ausschuss für Zeitreisen",
        "Ausschuss für Wirtschaft",  # a part of a name
        f"{LONG} und Verkehr",  # more than a name
        "Beirat",
        "Rat Bezirksvertretung",
    ],
)
def test_committees_that_nobody_knows_give_no_steps(names):
    form = proposal(f"Sitzungstermin {names} 10.04.2014 11.04.2014 akt. Beratung")
    assert form.steps == ()
    assert form.unpaired_dates == ("10.04.2014", "11.04.2014")
    (problem,) = form.problems
    assert problem == ("unknown_committee", f"{names} 10.04.2014 11.04.2014")


def test_a_name_that_can_be_read_in_two_ways_is_not_read():
    text = f"{FRONT} {NUMBERS} Beratungsfolge Rat Rat Anlagen"
    form = read_text(text, {"Rat", "Rat Rat"})
    assert form is not None
    assert form.steps == ()
    assert codes(form) == ["unknown_committee"]


def test_no_committees_and_no_dates():
    form = proposal("Sitzungstermin akt. Beratung")
    assert (form.steps, form.problems) == ((), ())


def test_a_table_that_goes_on_on_the_next_page():
    """Each page is flattened for itself: dates of one page do not pair with the other's names."""
    head = f"{FRONT[:-1]}2 {NUMBERS} Beratungsfolge Sitzungstermin"
    form = proposal(f"Sitzungstermin Rat {LONG} 10.04.2014 11.04.2014 {head} Rat 12.04.2014")
    assert steps(form) == DATED
    assert form.problems == ()
    form = proposal(f"Sitzungstermin Rat {LONG} 10.04.2014 {head} Rat Rat 12.04.2014 13.04.2014")
    assert steps(form) == [
        ("Rat", None),
        (LONG, None),
        ("Rat", "12.04.2014"),
        ("Rat", "13.04.2014"),
    ]
    assert form.unpaired_dates == ("10.04.2014",)


def test_an_unknown_committee_on_one_page_leaves_no_step_of_the_other():
    head = f"{FRONT[:-1]}2 {NUMBERS} Beratungsfolge Sitzungstermin"
    form = proposal(f"Sitzungstermin Rat 10.04.2014 {head} Unbekannt Rat 11.04.2014 12.04.2014")
    assert form.steps == ()
    assert form.unpaired_dates == ("10.04.2014", "11.04.2014", "12.04.2014")


@pytest.mark.parametrize(
    ("shown", "department", "file_number"),
    [
        ("510 (3950)", "510 (3950)", None),
        ("61 31 (25 48)", "61 31 (25 48)", None),
        ("66 2 (1234) 5.1", "66 2 (1234)", "5.1"),
        ("OB", "OB", None),
        ("", None, None),
    ],
)
def test_office_and_file_number(shown, department, file_number):
    numbers = f"Stadtamt TOP/akt. Beratung {shown} Vorlage Nr.: 20151234"
    form = proposal(numbers=numbers)
    assert (form.department, form.file_number) == (department, file_number)
    assert form.problems == ()


def test_office_without_telephone_and_more():
    form = proposal(numbers="Stadtamt TOP/akt. Beratung 66 2 7 Vorlage Nr.: 20151234")
    assert (form.department, form.file_number) == (None, None)
    assert codes(form) == ["unsplit_department"]
    assert "66 2 7" in form.problems[0][1]


def test_office_between_its_labels():
    form = proposal(numbers="Stadtamt 66 2 TOP/akt. Beratung 7 Vorlage Nr.: 20151234")
    assert (form.department, form.file_number) == ("66 2", "7")


@pytest.mark.parametrize(
    ("shown", "reference"),
    [
        ("Vorlage Nr.: 20140656", "20140656"),
        ("Vorlage Nr. 20131184", "20131184"),
        ("Vorlage Nr.: 20102155/1", "20102155/1"),
        ("Vorlage Nr.: 20102155 / 12", "20102155/12"),
        ("Vorlage Nr.: 201406567", None),
        ("Vorlage Nr.: folgt", None),
    ],
)
def test_references(shown, reference):
    form = proposal(numbers=f"Stadtamt TOP/akt. Beratung 66 2 (1234) {shown}")
    assert form.reference == reference


@pytest.mark.parametrize(
    ("shown", "public"),
    [
        ("öffentlich/nichtöffentlich nichtöffentlich gemäß öffentlich", "öffentlich"),
        ("öffentlich/nichtöffentlich nichtöffentlich gemäß nichtöffentlich", "nichtöffentlich"),
        (
            "öffentlich/nichtöffentlich nichtöffentlich gemäß nichtöffentlich § 48 Abs. 2 GO NRW",
            "nichtöffentlich § 48 Abs. 2 GO NRW",
        ),
        ("öffentlich/nichtöffentlich öffentlich nichtöffentlich gemäß", "öffentlich"),
        ("öffentlich/nichtöffentlich nichtöffentlich gemäß", None),
    ],
)
def test_public_or_not(shown, public):
    form = proposal(public=f"{STAMP} {shown}")
    assert form.public_raw == public
    assert form.problems == ()


def test_public_or_not_is_never_guessed():
    shown = "öffentlich/nichtöffentlich nichtöffentlich gemäß öffentlich oder doch nicht"
    form = proposal(public=shown)
    assert form.public_raw is None
    assert codes(form) == ["unreadable_status"]


def test_what_is_not_stated_is_none():
    form = proposal(subject="", organ="Beschlussvorschriften Beschlussorgan")
    assert form.subject is None
    assert form.legal_basis is None
    assert form.decision_body == ()
    assert form.attachments == ()
    assert form.answers_raw is None


def test_decision_bodies():
    organ = "Beschlussvorschriften Beschlussorgan Bezirksvertretung Bochum-Süd Rat Rat"
    assert proposal(organ=organ).decision_body == ("Bezirksvertretung Bochum-Süd", "Rat", "Rat")
    form = proposal(organ="Beschlussvorschriften Beschlussorgan Rat und Verwaltung")
    assert form.decision_body == ("Rat und Verwaltung",)
    assert codes(form) == ["unknown_decision_body"]


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        ("Lageplan", ["Lageplan"]),
        ("Anlage 1: A Anlage 2: B", ["Anlage 1: A", "Anlage 2: B"]),
        ("Anlage 1 - A Anlage 2 - B zu Anlage 1", ["Anlage 1 - A", "Anlage 2 - B zu Anlage 1"]),
        ("Anlage 1 A Anlage 2 B", ["Anlage 1 A", "Anlage 2 B"]),
        ("Anlage 1 A Anlage 2 zu Anlage 1", ["Anlage 1 A Anlage 2 zu Anlage 1"]),
        ("Anlage 1: A Anlage 3: C", ["Anlage 1: A Anlage 3: C"]),
        ("Plan und Anlage 1: A", ["Plan und Anlage 1: A"]),
        ("- Plan - Text", ["- Plan - Text"]),
    ],
)
def test_attachments(shown, names):
    assert list(proposal(attachments=shown).attachments) == names


def notice(answers: str, behind: str = "") -> Form | None:
    return read_text(
        "Stadt Bochum Mitteilung der Verwaltung - Seite 1 "
        f"Stadtamt TOP/akt. Beratung 52 1 (1832) Vorlage Nr. 20131184 {PUBLIC} "
        f"Bezug (Beschluss, Anfrage Niederschrift Nr. ... vom ... ) {answers} "
        "Bezeichnung der Vorlage Sportplatz Beratungsfolge Rat Sitzungstermin akt. Beratung "
        f"02.07.2013 Anlagen Plan Wortlaut Der Beschlussvorschlag und die Anlagen. {behind}",
        BOCHUM,
    )


def test_a_notice():
    form = notice("Anfrage der Fraktion A vom 03.04.2013, Vorlage 20130768")
    assert form == Form(
        kind="Mitteilung der Verwaltung",
        reference="20131184",
        department="52 1 (1832)",
        public_raw="öffentlich",
        subject="Sportplatz",
        steps=(FormStep("Rat", "02.07.2013"),),
        attachments=("Plan",),
        answers_raw="Anfrage der Fraktion A vom 03.04.2013, Vorlage 20130768",
        sections=(("Wortlaut", "Der Beschlussvorschlag und die Anlagen."),),
    )


def test_a_notice_of_two_pages():
    form = notice(
        "",
        "Stadt Bochum Mitteilung der Verwaltung - Seite 2 Stadtamt TOP/akt. Beratung 52 1 (1832) "
        "Vorlage Nr. 20131184 Zweite Seite, Beratungsfolge Rat 01.01.2011.",
    )
    assert form is not None
    assert form.answers_raw is None
    assert form.steps == (FormStep("Rat", "02.07.2013"),)
    wording = (
        "Der Beschlussvorschlag und die Anlagen.\nZweite Seite, Beratungsfolge Rat 01.01.2011."
    )
    assert form.sections == (("Wortlaut", wording),)


def question(addressee: str, day: str = "03.03.2014") -> Form | None:
    return read_text(
        f"Stadt Bochum Anfrage - Seite 1 Anfragende/r Fraktion A Datum {day} "
        f"Empfänger {addressee} Betreff Radweg am Ring Wortlaut Wann wird er gebaut?",
        BOCHUM,
    )


def test_a_question():
    assert question("Rat Sitzungstermin 10.04.2014") == Form(
        kind="Anfrage",
        subject="Radweg am Ring",
        steps=(FormStep("Rat", "10.04.2014"),),
        sections=(("Wortlaut", "Wann wird er gebaut?"),),
    )


def test_a_question_to_nobody_we_know():
    form = question("Oberbürgermeisterin Sitzungstermin 10.04.2014")
    assert form is not None
    assert (form.steps, form.unpaired_dates) == ((), ("10.04.2014",))
    assert codes(form) == ["unknown_committee"]


def test_the_day_of_a_question_is_not_taken_for_the_sitting():
    form = question("Rat Sitzungstermin 03.03.2014", day="")
    assert form is not None
    assert form.steps == (FormStep("Rat", None),)
    assert form.unpaired_dates == ("03.03.2014",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            (
                "Stadt Bochum Niederschrift über die Gremium Sitzungstermin Tag der Absendung "
                "19. Sitzung des Ausschusses 07.11.2012 23.11.2012"
            ),
            "Niederschrift",
        ),
        ("Fraktion A im Rat der Stadt Bochum Antrag zur Sitzung am 10.04.2014", None),
        ("Stadt Bochum", None),
        ("", None),
        ("\f\f", None),
        ("Stadt Bochum Haushaltsplan - Seite 1 Vorwort", None),
        ("Stadt Bochum Anfrage - Seite 1 Anfragende/r", None),
    ],
)
def test_what_is_no_form_of_a_paper(text, kind):
    form = read_text(text, BOCHUM)
    assert (form and form.kind) == kind
    assert form is None or form == Form(kind="Niederschrift")


def page(part: str, number: int, text: str, reference: str = "20151234") -> str:
    return (
        f"Stadt Bochum Beschlussvorlage der Verwaltung - {part} - Seite {number} "
        f"{NUMBERS.replace('20151234', reference)} {text}"
    )


def test_sections_over_pages():
    form = proposal(
        behind=" ".join(
            (
                page("Begründung", 1, "Der Text beginnt."),
                page("Begründung", 2, "Er endet."),
                page("Beschlussvorschlag", 1, "Bezeichnung der Vorlage Straßenbau So sei es."),
            )
        )
    )
    assert form.sections == (
        ("Begründung", "Der Text beginnt.\nEr endet."),
        ("Beschlussvorschlag", "So sei es."),
    )


def test_another_subject_above_the_resolution_stays():
    text = "Bezeichnung der Vorlage Straßenbau am Ring So sei es."
    form = proposal(
        subject="Bezeichnung der Vorlage Straßenbau im Park",
        behind=page("Beschlussvorschlag", 1, text),
    )
    assert form.sections == (("Beschlussvorschlag", text),)


@pytest.mark.parametrize(
    "behind",
    [
        page("Vorblatt", 1, "Beratungsfolge Rat 01.01.2011 Anlagen", "20159999"),
        page("Begründung", 2, "Fremd.", "20159999"),
        page("Begründung", 1, "Noch einmal."),
        (
            "Stadt Bochum Mitteilung der Verwaltung - Seite 1 Stadtamt TOP/akt. Beratung "
            "52 1 (1832) Vorlage Nr. 20131184 Beratungsfolge Rat 01.01.2011"
        ),
    ],
)
def test_another_form_behind_is_not_read(behind):
    form = proposal(behind=f"{page('Begründung', 1, 'Der Text.')} {behind}")
    assert steps(form) == [("Rat", "10.04.2014")]
    assert form.sections == (("Begründung", "Der Text."),)
    assert codes(form) == ["other_form"]


def test_a_title_in_running_text_divides_nothing():
    text = "Siehe Stadt Bochum Haushaltsplan - Seite 12 und mehr."
    form = proposal(behind=page("Begründung", 1, text))
    assert form.sections == (("Begründung", text),)
    assert form.problems == ()


@pytest.mark.parametrize("at", ["Beratungsfolge", "Sitzungstermin", "Anlagen"])
def test_a_cut_form_is_told(at):
    text = f"{FRONT} {NUMBERS} {PUBLIC} Beratungsfolge Sitzungstermin Rat 10.04.2014 Anlagen"
    form = read_text(text[: text.index(at)], BOCHUM)
    assert form is not None
    assert codes(form) == ["cut_form"]


@pytest.mark.parametrize(
    "text",
    [
        "Stadt Bochum " * 200_000,
        f"{FRONT} {NUMBERS} Beratungsfolge " + "Rat " * 200_000,
        f"{FRONT} {NUMBERS} Beratungsfolge " + "10.04.2014 " * 200_000,
        f"{FRONT} {NUMBERS} Bezug (" * 50_000,
        "Stadt Bochum A - Seite 1 Stadtamt " + "TOP/akt. Beratung " * 100_000,
        f"{FRONT} {NUMBERS} Anlagen " + "Anlage 1: A " * 100_000,
        " \n" * 1_000_000,
        "Stadt Bochum Aa" + " aa" * 500_000,
    ],
)
def test_hostile_text_takes_linear_time(text):
    began = time.monotonic()
    read_text(text, BOCHUM)
    assert time.monotonic() - began < 8
