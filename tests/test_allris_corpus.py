"""Every ALLRIS page of the corpus against what a person read on it.

The expectations (tests/corpus) were written from the pages before the parser was run on them.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from corpus.checks import (
    bound,
    check_files,
    check_sections,
    check_steps,
    every,
    only,
    parsed,
    shown,
)
from corpus.expect import Expected, Unlinked
from corpus.herne import HERNE
from corpus.lists import CALENDARS, HOHENHAMELN, MENUS, ORGANIZATIONS, PAPER_LISTS
from corpus.meetings import ITEMS, MEETINGS
from corpus.papers import PAPERS

from harvester import records
from harvester.page import Page, PageError

PAGES: dict[str, Expected] = {
    **PAPERS,
    **MEETINGS,
    **ITEMS,
    **CALENDARS,
    **ORGANIZATIONS,
    **PAPER_LISTS,
    **MENUS,
}


@pytest.fixture
def page(request: pytest.FixtureRequest, corpus: Path) -> Page:
    """The parsed page whose file name is the parameter."""
    name = request.getfixturevalue("name")
    return parsed(corpus / "allris" / name, PAGES[name].url, PAGES[name].source)


def test_every_page_has_an_expectation(corpus: Path) -> None:
    folder = corpus / "allris"
    assert {path.name for path in folder.glob("*.html")} == set(PAGES)
    assert {int(path.stem[6:]) for path in (folder / "herne").glob("*.html")} == set(HERNE)


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_of_the_source(name: str, page: Page) -> None:
    ids = [(record.record, record.id) for record in page.records]
    assert [entry for entry, count in Counter(ids).items() if count > 1] == []
    assert all(id_.startswith(f"{PAGES[name].source}/") for _, id_ in ids)
    assert page.url == PAGES[name].url
    assert page.parser.startswith(f"allris.{page.kind}/")


@pytest.mark.parametrize("name", PAGES)
def test_no_value_is_empty_or_untidy(name: str, page: Page) -> None:
    for record in page.records:
        for field, value in record.values().items():
            values = value if isinstance(value, list) else [value]
            for text in (v for v in values if isinstance(v, str)):
                assert text.strip() == text, (record.id, field, text)
                assert text, (record.id, field)
                assert not re.search(r"\xa0| \n|\n\n|[\x80-\x9f]", text), (record.id, field)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_reported_as_lost(name: str, page: Page) -> None:
    assert [finding for finding in page.findings if finding.severity == "error"] == []


@pytest.mark.parametrize("name", PAPERS)
def test_paper_head(name: str, page: Page) -> None:
    expected, paper = PAPERS[name], only(page, records.Paper)
    assert page.kind == "paper"
    assert shown(
        paper,
        [
            "id",
            "reference",
            "name",
            "paper_type_raw",
            "paper_type",
            "status_raw",
            "public",
            "file_number",
            "lead_department",
        ],
    ) == {
        "id": f"{expected.source}/paper/{expected.id}",
        "reference": expected.reference,
        "name": expected.name,
        "paper_type_raw": expected.type_raw,
        "paper_type": expected.type,
        "status_raw": "öffentlich",
        "public": True,
        "file_number": expected.file_number,
        "lead_department": expected.lead_department,
    }
    assert len(paper.authors or []) == expected.authors
    assert bool(paper.authors_raw) == bool(expected.authors)
    assert (paper.clerk is not None) == expected.clerk
    assert tuple(paper.participating_departments or []) == expected.participating


@pytest.mark.parametrize("name", PAPERS)
def test_paper_steps(name: str, page: Page) -> None:
    expected = PAPERS[name]
    paper_id = f"{expected.source}/paper/{expected.id}"
    check_steps(page, paper_id, expected.source, expected.steps)


@pytest.mark.parametrize("name", PAPERS)
def test_paper_sections(name: str, page: Page) -> None:
    expected = PAPERS[name]
    check_sections(page, f"{expected.source}/paper/{expected.id}", expected.sections)


@pytest.mark.parametrize("name", PAPERS)
def test_paper_files(name: str, page: Page) -> None:
    expected = PAPERS[name]
    files = every(page, records.File)
    check_files(files, expected.source, expected.files)
    paper_id = f"{expected.source}/paper/{expected.id}"
    ties = every(page, records.PaperFile)
    assert [(tie.paper_id, tie.file_id) for tie in ties] == [(paper_id, file.id) for file in files]
    assert [tie.position for tie in ties] == list(range(1, len(files) + 1))
    assert [tie.id for tie in ties] == [f"{paper_id} {file.id}" for file in files]


@pytest.mark.parametrize("name", MEETINGS)
def test_meeting_head(name: str, page: Page) -> None:
    expected, meeting = MEETINGS[name], only(page, records.Meeting)
    assert page.kind == "meeting"
    names = ["id", "organization_id", "organization_name", "status_raw", "date", "start", "end"]
    names += ["room", "place", "occasion"]
    assert shown(meeting, names) == {
        "id": f"{expected.source}/meeting/{expected.id}",
        "organization_id": expected.organization_id,
        "organization_name": expected.organization,
        "status_raw": expected.status,
        "date": expected.date,
        "start": expected.start,
        "end": expected.end,
        "room": expected.room,
        "place": expected.place,
        "occasion": expected.occasion,
    }
    assert not meeting.cancelled
    if expected.name is not None:
        assert meeting.name == expected.name
    if expected.status == "öffentlich":
        assert meeting.public is True


@pytest.mark.parametrize("name", MEETINGS)
def test_meeting_agenda(name: str, page: Page) -> None:
    expected, items = MEETINGS[name], every(page, records.AgendaItem)
    assert len(items) == expected.item_count
    assert [item.position for item in items] == list(range(1, expected.item_count + 1))
    assert {item.meeting_id for item in items} == {f"{expected.source}/meeting/{expected.id}"}
    assert {item.public for item in items} == {True}
    names = ["position", "id", "number", "paper_id", "reference", "result_raw", "result"]
    for wanted in expected.items:
        item = items[wanted.position - 1]
        assert shown(item, names) == {
            "position": wanted.position,
            "id": f"{expected.source}/item/{wanted.id}",
            "number": wanted.number,
            "paper_id": bound(expected.source, "paper", wanted.paper),
            "reference": wanted.reference,
            "result_raw": wanted.result_raw,
            "result": wanted.result,
        }
        assert item.name is not None
        assert item.name[: len(wanted.name)] == wanted.name


@pytest.mark.parametrize("name", MEETINGS)
def test_meeting_files(name: str, page: Page) -> None:
    expected = MEETINGS[name]
    meeting_id = f"{expected.source}/meeting/{expected.id}"
    ties = every(page, records.MeetingFile)
    assert {tie.meeting_id for tie in ties} <= {meeting_id}
    files = {file.id: file for file in every(page, records.File)}
    tied = [files[tie.file_id] for tie in ties if tie.file_id is not None]
    check_files(tied, expected.source, expected.files)


@pytest.mark.parametrize("name", ITEMS)
def test_item(name: str, page: Page) -> None:
    expected, item = ITEMS[name], only(page, records.AgendaItem)
    assert page.kind == "agenda_item"
    names = ["id", "meeting_id", "number", "name", "public", "paper_id", "reference"]
    names += ["result_raw", "result", "vote_raw", "votes_yes", "votes_abstain"]
    assert shown(item, names) == {
        "id": f"{expected.source}/item/{expected.id}",
        "meeting_id": f"{expected.source}/meeting/{expected.meeting}",
        "number": expected.number,
        "name": expected.name,
        "public": True,
        "paper_id": bound(expected.source, "paper", expected.paper),
        "reference": expected.reference,
        "result_raw": expected.result_raw,
        "result": expected.result,
        "vote_raw": expected.vote_raw,
        "votes_yes": None,
        "votes_abstain": expected.votes_abstain,
    }
    for text, wanted in (
        (item.minutes_text, expected.minutes),
        (item.resolution_text, expected.resolution),
    ):
        if wanted is None:
            assert text is None
            continue
        start, end, lines = wanted
        assert text is not None
        assert text.startswith(start)
        assert text.endswith(end)
        assert len(text.split("\n")) == lines


@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_lists_meetings_with_an_agenda(name: str, page: Page) -> None:
    expected = CALENDARS[name]
    assert page.kind == "calendar"
    wanted = {f"{expected.source}/meeting/{n}": day for n, day in expected.linked.items()}
    listed = {entry.id: entry.date for entry in page.listed if entry.record == "meeting"}
    assert {id_: listed.get(id_) for id_ in wanted} == wanted
    known = set(listed) | {meeting.id for meeting in every(page, records.Meeting)}
    alone = {f"{expected.source}/meeting/{meeting.id}" for meeting in expected.unlinked}
    assert known == set(wanted) | alone
    linked = [link.url for link in page.links if link.kind == "meeting"]
    assert Counter(re.findall(r"SILFDNR=(\d+)", " ".join(linked))) == Counter(
        map(str, expected.linked)
    )


@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_states_meetings_without_an_agenda(name: str, page: Page) -> None:
    expected = CALENDARS[name]
    found = every(page, records.Meeting)
    prefix = f"{expected.source}/meeting/"
    assert [_unlinked(meeting, prefix) for meeting in found] == list(expected.unlinked)


def _unlinked(meeting: records.Meeting, prefix: str) -> Unlinked:
    """A calendar's meeting in the shape of the expectation, the word ENTFÄLLT taken off."""
    assert meeting.name is not None
    assert meeting.date is not None
    return Unlinked(
        id=int(meeting.id.removeprefix(prefix)),
        name=re.sub(r"^ENTFÄLLT!?\s*", "", meeting.name),
        date=meeting.date,
        start=meeting.start,
        end=meeting.end,
        room=meeting.room,
        cancelled=bool(meeting.cancelled),
    )


@pytest.mark.parametrize("month", ["MM=10&YY=2026", "MM=2&YY=2026"])
def test_calendar_that_contradicts_its_month_gives_no_dates(month: str, corpus: Path) -> None:
    """The page shows a Tuesday the 1st, which neither of these months has."""
    path = corpus / "allris" / "hohenhameln_si010.html"
    try:
        page = parsed(path, f"{HOHENHAMELN}si010.asp?{month}", "hohenhameln")
    except PageError:
        return
    assert {entry.date for entry in page.listed} <= {None}
    assert [m for m in every(page, records.Meeting) if m.date or m.start or m.end] == []
    assert page.findings


@pytest.mark.parametrize("name", ORGANIZATIONS)
def test_organization(name: str, page: Page) -> None:
    expected = ORGANIZATIONS[name]
    assert page.kind == "organization"
    organization = only(page, records.Organization)
    assert (organization.id, organization.name) == (expected.id, expected.name)
    # Members are people; they are no part of the archive.
    assert len(page.records) == 1
    assert not [link for link in page.links if "kp020" in link.url]


@pytest.mark.parametrize("name", PAPER_LISTS)
def test_paper_list(name: str, page: Page) -> None:
    expected = PAPER_LISTS[name]
    assert page.kind == "paper_list"
    listed = [entry for entry in page.listed if entry.record == "paper"]
    assert Counter(entry.date for entry in listed) == expected.dates
    assert len({entry.id for entry in listed}) == len(listed)
    assert listed[0].id == f"{expected.source}/paper/{expected.first}"
    assert listed[-1].id == f"{expected.source}/paper/{expected.last}"
    papers = [link for link in page.links if link.kind == "paper"]
    assert len(papers) == len(listed)
    following = [link.url for link in page.links if link.kind == "paper_list"]
    assert expected.following in following
    assert not [url for url in following if "SORT" in url or "COL4" in url]


@pytest.mark.parametrize("name", MENUS)
def test_menu(name: str, page: Page) -> None:
    expected = MENUS[name]
    assert page.kind == "menu"
    assert page.records == []
    found = [(link.kind, link.url) for link in page.links]
    assert [entry for entry in expected.links.items() if entry not in found] == []
    assert [url for kind, url in found if kind == "calendar"] == [expected.links["calendar"]]
