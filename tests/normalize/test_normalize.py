from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.normalize import normalize
from harvester.page import Page
from harvester.records import (
    RECORD_TYPES,
    AgendaItem,
    Consultation,
    File,
    Meeting,
    Organization,
    Paper,
    PaperSection,
)
from harvester.vocabulary import VALUES

META = {"url": "http://127.0.0.1/vo020.asp", "kind": "paper", "parser": "allris.paper/1"}


def page(*records):
    return Page(**META, records=list(records))


def codes(result):
    return [finding.code for finding in result.findings]


def test_step():
    step = Consultation(
        id="herne/paper/1/rat-der-stadt/1",
        organization_name="Bezirksvertretung Wanne",
        meeting_name="der Bezirksvertretung des Stadtbezirks Wanne",
        role_raw="Vorberatung",
        date_raw="27.01.2004",
        result_raw="an Verwaltung\u00a0zurück verwiesen",
    )
    result = normalize(page(step))
    assert (step.role, step.date, step.result) == ("preliminary", "2004-01-27", "referred")
    assert result.findings == []


def test_step_that_states_little():
    step = Consultation(id="a", organization_name="Rat der Stadt", role_raw="", result_raw=None)
    before = deepcopy(step)
    assert normalize(page(step)).findings == []
    assert step == before


def test_open_is_no_result_and_no_finding():
    step = Consultation(id="a", result_raw="(offen)")
    assert normalize(page(step)).findings == []
    assert step.result is None


def test_step_that_is_not_understood():
    step = Consultation(
        id="a",
        organization_name="Sportausschuss",
        meeting_name="des Schulausschusses",
        role_raw="Bestaunung",
        date_raw="31.06.2009",
        result_raw="weggelegt",
    )
    result = normalize(page(step))
    assert (step.role, step.date, step.result) == (None, None, None)
    said = {finding.code: finding for finding in result.findings}
    assert set(said) == {
        "unknown_role",
        "unreadable_date",
        "unknown_result",
        "foreign_meeting_name",
    }
    assert {finding.severity for finding in result.findings} == {"warning"}
    assert {finding.record_id for finding in result.findings} == {"a"}
    assert "'weggelegt'" in said["unknown_result"].message
    assert "'31.06.2009'" in said["unreadable_date"].message
    assert "Schulausschusses" in said["foreign_meeting_name"].message


def test_long_phrases_are_quoted_short():
    result = normalize(page(Consultation(id="a", result_raw="x" * 10_000)))
    assert len(result.findings[0].message) < 300


def test_meeting():
    meeting = Meeting(
        id="a",
        name="Sitzung des Mobilitätsausschusses",
        date_raw="Mo, 03.11.2025",
        time_raw="18:00 - 19:45",
        status_raw="öffentlich/nichtöffentlich",
    )
    assert normalize(page(meeting)).findings == []
    assert meeting.date == "2025-11-03"
    assert meeting.start == "2025-11-03T18:00:00+01:00"
    assert meeting.end == "2025-11-03T19:45:00+01:00"
    assert meeting.public is True
    assert meeting.cancelled is None


def test_meeting_of_a_calendar():
    meeting = Meeting(
        id="a",
        name="ENTFÄLLT! Sitzung des Stadtentwicklungsausschusses",
        date="2023-10-05",
        time_raw="18:00",
    )
    assert normalize(page(meeting)).findings == []
    assert meeting.cancelled is True
    assert meeting.start == "2023-10-05T18:00:00+02:00"
    assert (meeting.end, meeting.public) == (None, None)


def test_meeting_that_contradicts_itself():
    meeting = Meeting(
        id="a", date_raw="Di, 03.11.2025", time_raw="18:00 - 17:00", status_raw="geheim"
    )
    assert sorted(codes(normalize(page(meeting)))) == ["unknown_status", "weekday_contradicts"]
    assert (meeting.date, meeting.start, meeting.end) == (None, None, None)
    assert meeting.public is None


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("Ö 4.1", True),
        ("Ö\u00a01", True),
        ("Ö1", True),
        ("N 3", False),
        ("NÖ 3", False),
        ("3.1", None),
        ("Nachtrag 1", None),
        ("", None),
        (None, None),
    ],
)
def test_item_is_public_by_its_number(number, public):
    item = AgendaItem(id="a", number=number)
    normalize(page(item))
    assert item.public is public


def test_item_keeps_what_its_number_does_not_say():
    item = AgendaItem(id="a", number="10", public=False)
    normalize(page(item))
    assert item.public is False


def test_item():
    item = AgendaItem(
        id="a",
        number="Ö 9",
        reference=" 22-1471 ",
        result_raw="ungeändert beschlossen",
        vote_raw="Abstimmungsergebnis:\neinstimmig mit zwei Enthaltungen",
    )
    assert normalize(page(item)).findings == []
    assert (item.reference, item.result) == ("22-1471", "accepted")
    assert (item.votes_yes, item.votes_no, item.votes_abstain) == (None, 0, 2)


@pytest.mark.parametrize(
    ("vote_raw", "found"),
    [
        ("Der Ausschuss nimmt die Drucksache zur Kenntnis.", []),
        ("Mit den Stimmen der Ratsmehrheit bei Enthaltung einer Fraktion", ["unreadable_vote"]),
        ("7 : 5", ["unreadable_vote"]),
        ("wird einstimmig empfohlen", ["unreadable_vote"]),
    ],
)
def test_item_whose_vote_is_not_read(vote_raw, found):
    item = AgendaItem(id="a", vote_raw=vote_raw)
    assert codes(normalize(page(item))) == found
    assert (item.votes_yes, item.votes_no, item.votes_abstain) == (None, None, None)


def test_paper():
    paper = Paper(
        id="a",
        reference="Vorlage - 2009/0346",
        paper_type_raw="öffentliche Beschlussvorlage",
        status_raw="öffentlich",
        authors_raw="1. Muster Andrea\n2. Beispiel, Marco",
        date="07.07.2026",
        related_references=["2009/0300", "siehe dort"],
    )
    assert codes(normalize(page(paper))) == ["unreadable_reference"]
    assert paper.reference == "2009/0346"
    assert (paper.paper_type, paper.public) == ("resolution_proposal", True)
    assert paper.authors == ["Muster Andrea", "Beispiel, Marco"]
    assert paper.date == "2026-07-07"
    assert paper.related_references == ["2009/0300", "siehe dort"]


def test_paper_of_an_unknown_type():
    paper = Paper(id="a", paper_type_raw="Denkzettel", status_raw="nichtöffentlich")
    assert codes(normalize(page(paper))) == ["unknown_paper_type"]
    assert (paper.paper_type, paper.public, paper.authors) == (None, False, None)


def test_section_and_file():
    section = PaperSection(id="a", heading="Petitum/Beschluss:")
    strange = PaperSection(id="b", heading="Nachrede")
    named = PaperSection(id="c", key="facts", heading="Nachrede")
    file = File(id="d", name="Bekanntmachung", modified="23.05.2023 11:11:27")
    attachment = File(id="e", name="Einladung", role="attachment", modified="gestern")
    result = normalize(page(section, strange, named, file, attachment))
    assert [record.key for record in (section, strange, named)] == ["resolution", "other", "facts"]
    assert (file.role, file.modified) == ("invitation", "2023-05-23T11:11:27+02:00")
    assert (attachment.role, attachment.modified) == ("attachment", None)
    assert codes(result) == ["unknown_section", "unreadable_time"]


TEXTS = st.none() | st.text() | st.sampled_from(
    ["beschlossen", "Vorberatung", "Di, 03.11.2025", "18:00 - 17:00", "Ja 3 Nein 2", "öffentlich"]
)  # fmt: skip
RAW = {
    Meeting: ["name", "date_raw", "time_raw", "date", "status_raw"],
    AgendaItem: ["number", "reference", "result_raw", "vote_raw"],
    Paper: ["reference", "paper_type_raw", "status_raw", "authors_raw", "date"],
    PaperSection: ["heading", "key"],
    Consultation: ["organization_name", "meeting_name", "role_raw", "date_raw", "result_raw"],
    File: ["name", "role", "created", "modified"],
    Organization: ["name"],
}


@st.composite
def records(draw):
    kind = draw(st.sampled_from(sorted(RAW, key=RECORD_TYPES.index)))
    return kind(id=draw(st.text()), **{field: draw(TEXTS) for field in RAW[kind]})


@given(st.lists(records(), max_size=4))
def test_twice_is_once_and_values_are_canonical(found):
    once = normalize(page(*found))
    values, findings = deepcopy(once.records), list(once.findings)
    normalize(once)
    assert once.records == values
    assert once.findings == findings
    for record in once.records:
        for field in ("result", "role", "paper_type"):
            if hasattr(record, f"{field}_raw"):
                assert getattr(record, field) in {None, *VALUES[field]}
