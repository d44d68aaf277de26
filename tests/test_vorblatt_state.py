"""A form's records on a page, before and after the normalizer."""

import pytest

from harvester.normalize import normalize
from harvester.page import Children, Finding, Page
from harvester.parsers.vorblatt import Form, FormStep, state
from harvester.records import Consultation, Paper, PaperSection

PAPER = "pbu/paper/20140656"
SOUTH = "Bezirksvertretung Bochum-Süd"
STEPS = Children("consultation", "paper_id", PAPER)
SECTIONS = Children("paper_section", "paper_id", PAPER)
FORM = Form(
    kind="Beschlussvorlage der Verwaltung",
    reference="20140656",
    department="510 (3950)",
    file_number="5.1",
    public_raw="öffentlich",
    subject="Straßenbau",
    legal_basis="§ 10 BauGB",
    decision_body=("Rat", SOUTH),
    steps=(FormStep(SOUTH, "26.03.2014"), FormStep("Rat", "10.04.2014"), FormStep(SOUTH)),
    attachments=("Anlage 1: Plan", "Anlage 2: Text"),
    sections=(("Begründung", "Weil.\nDarum."), ("Beschlussvorschlag", "")),
)


def stated(form: Form) -> Page:
    page = Page(url="https://example.org/", kind="file", parser="test/1")
    state(page, form, PAPER)
    return normalize(page)


def test_paper():
    page = stated(FORM)
    (paper,) = (record for record in page.records if isinstance(record, Paper))
    assert paper == Paper(
        body_id="bochum",
        id=PAPER,
        reference="20140656",
        name="Straßenbau",
        paper_type_raw="Beschlussvorlage der Verwaltung",
        paper_type="resolution_proposal",
        status_raw="öffentlich",
        public=True,
        file_number="5.1",
        lead_department="510 (3950)",
        decision_body=["Rat", SOUTH],
        legal_basis="§ 10 BauGB",
    )
    assert page.findings == []
    assert page.children == [STEPS, SECTIONS]


def test_steps():
    page = stated(FORM)
    assert [record for record in page.records if isinstance(record, Consultation)] == [
        Consultation(
            id=f"{PAPER}/bezirksvertretung-bochum-sued/1",
            paper_id=PAPER,
            position=1,
            organization_name=SOUTH,
            date_raw="26.03.2014",
            date="2014-03-26",
        ),
        Consultation(
            id=f"{PAPER}/rat/1",
            paper_id=PAPER,
            position=2,
            organization_name="Rat",
            date_raw="10.04.2014",
            date="2014-04-10",
        ),
        Consultation(
            id=f"{PAPER}/bezirksvertretung-bochum-sued/2",
            paper_id=PAPER,
            position=3,
            organization_name=SOUTH,
        ),
    ]


def test_sections():
    page = stated(FORM)
    shown = [
        (s.id.removeprefix(f"{PAPER}/section/"), s.position, s.key, s.heading, s.text)
        for s in page.records
        if isinstance(s, PaperSection)
    ]
    assert shown == [
        ("anlagen", 1, "attachments", "Anlagen", "Anlage 1: Plan\nAnlage 2: Text"),
        ("begruendung", 2, "facts", "Begründung", "Weil.\nDarum."),
        ("beschlussvorschlag", 3, "resolution", "Beschlussvorschlag", None),
    ]


def test_what_a_notice_answers():
    text = "Anfrage vom 03.04.2013, Vorlagen 20130768 und 20102155 / 1, 20130768; Tel. 123456789"
    page = stated(
        Form(
            kind="Mitteilung der Verwaltung",
            reference="20131184",
            subject="Sportplatz",
            answers_raw=text,
            sections=(("Wortlaut", "So ist es."),),
        )
    )
    paper = page.records[0]
    assert isinstance(paper, Paper)
    assert paper.related_references == ["20130768", "20102155/1"]
    assert paper.paper_type == "notice"
    assert paper.decision_body is None
    sections = [record for record in page.records if isinstance(record, PaperSection)]
    assert [(s.heading, s.key, s.text) for s in sections] == [
        ("Bezug", "other", text),
        ("Wortlaut", "facts", "So ist es."),
    ]
    assert page.findings == []


@pytest.mark.parametrize(
    ("status", "public"),
    [
        ("nichtöffentlich", False),
        ("nichtöffentlich § 48 Abs. 2 GO NRW", False),
        ("nichtöffentlich gemäß § 48 GO", False),
        ("nicht öffentlich gem. § 48 GO", False),
        ("öffentlich", True),
        (None, None),
    ],
)
def test_public_or_not(status, public):
    page = stated(Form(kind="Anfrage", subject="S", public_raw=status))
    paper = page.records[0]
    assert isinstance(paper, Paper)
    assert (paper.status_raw, paper.public) == (status, public)
    assert page.findings == []


def test_a_date_that_is_none_is_left_open():
    page = stated(Form(kind="Anfrage", subject="S", steps=(FormStep("Rat", "31.06.2014"),)))
    step = page.records[1]
    assert isinstance(step, Consultation)
    assert (step.date_raw, step.date) == ("31.06.2014", None)
    assert [found.code for found in page.findings] == ["unreadable_date"]


def test_what_is_missing_is_told():
    page = stated(Form(kind="Beschlussvorlage der Verwaltung"))
    assert [found.code for found in page.findings] == ["no_name", "no_reference"]
    assert stated(Form(kind="Anfrage", subject="S")).findings == []


@pytest.mark.parametrize(
    ("code", "severity", "children"),
    [
        ("unpaired_dates", "warning", [STEPS, SECTIONS]),
        ("unknown_decision_body", "warning", [STEPS, SECTIONS]),
        ("unsplit_department", "warning", [STEPS, SECTIONS]),
        ("other_form", "warning", [STEPS, SECTIONS]),
        ("no_cells", "info", [STEPS, SECTIONS]),
        ("new_committee", "info", [STEPS, SECTIONS]),
        ("undated_steps", "info", [STEPS, SECTIONS]),
        ("crowded_page", "info", [STEPS, SECTIONS]),
        ("unknown_committee", "warning", [SECTIONS]),
        ("unread_pages", "warning", [STEPS]),
        ("cut_form", "warning", []),
    ],
)
def test_problems_are_findings(code, severity, children):
    """Where steps or texts may be missing, those that are held are not gone."""
    form = Form(kind="Anfrage", subject="S", problems=((code, "Such is life."),))
    page = stated(form)
    assert page.findings == [Finding(severity, code, "Such is life.", PAPER)]
    assert page.children == children
