"""What is told of the history: the paper's way and the meetings, without housekeeping."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from archive_pages import (
    BASE,
    SOURCE,
    STEPS,
    begin,
    day,
    harvest,
    item_page,
    list_page,
    meeting_page,
    paper_page,
    visit,
)

from harvester.archive import Archive
from harvester.archive import changes as module
from harvester.archive.changes import changes, last_crawl
from harvester.archive.events import Changed, Event, FirstHarvest
from harvester.archive.merging import Merger
from harvester.archive.notes import Sighting
from harvester.archive.opening import transaction
from harvester.page import Listed, Page
from harvester.records import AgendaItem, Consultation, File, Meeting, PaperFile, Record

PAPER = "town/paper/1"
FILE = f"{PAPER}/file/1"
SCHOOL, COUNCIL = f"{PAPER}/schulausschuss/1", f"{PAPER}/rat/1"
MEETING = "town/meeting/1"
TOWN_2 = replace(SOURCE, id="other", spider="other", body_id="other", base_url="https://o.example/")


def on(archive: Archive, number: int) -> list[FirstHarvest | Changed]:
    """What is told of a day."""
    return changes(archive, f"2026-01-{number:02}", f"2026-01-{number:02}")


def events(archive: Archive, number: int) -> list[Event]:
    """What happened to the one paper or meeting that changed on a day."""
    (found,) = on(archive, number)
    assert isinstance(found, Changed)
    return list(found.events)


def seeded(archive: Archive, *pages: Page) -> None:
    """A first harvest, on the first day."""
    harvest(archive, day(1), *(pages or (paper_page(),)))


def changed(page: Page, cls: type[Record], record_id: str, **values: Any) -> Page:
    """The page with other values in one of its records."""
    record = next(r for r in page.records if isinstance(r, cls) and r.id == record_id)
    for name, value in values.items():
        setattr(record, name, value)
    return page


def vanish(archive: Archive, at: str, reason: str | None, keys: Iterable[tuple[str, str]]) -> None:
    """A run in which records vanish, or come back, together."""
    run = begin(archive, at)
    with transaction(archive.db):
        merger = Merger(archive.db, run)
        for record, row_id in keys:
            merger.rows[record].load(archive.db, [row_id])
            seen = Sighting(at, at, "", None, "")
            merger.set_gone(merger.rows[record], row_id, reason, seen)
        merger.flush()
    archive.finish_run(run, "complete", None, at)


def test_a_first_harvest_is_counted(archive: Archive) -> None:
    seeded(archive, paper_page(), meeting_page())
    assert on(archive, 1) == [
        FirstHarvest(
            day="2026-01-01",
            source_id="town",
            counts={
                "agenda_item": 2,
                "consultation": 2,
                "file": 1,
                "meeting": 1,
                "organization": 1,
                "paper": 1,
                "paper_file": 1,
                "paper_section": 1,
            },
        )
    ]


def test_nothing_is_told_of_an_unchanged_day(archive: Archive) -> None:
    seeded(archive)
    harvest(archive, day(2), paper_page(session="b"))
    assert on(archive, 2) == []
    assert last_crawl(archive) == day(2)
    assert last_crawl(archive, "other") is None


def test_a_new_paper_is_one_event(archive: Archive) -> None:
    seeded(archive)
    harvest(
        archive, day(2), paper_page(2), list_page(Listed("paper", "town/paper/2", "2026-01-01"))
    )
    assert on(archive, 2) == [
        Changed(
            day="2026-01-02",
            source_id="town",
            record="paper",
            id="town/paper/2",
            reference="2009/0002",
            name="Kommunale Familienförderung",
            date="2026-01-01",
            url=f"{BASE}vo020.asp?VOLFDNR=2",
            kept=False,
            events=(Event("paper", "town/paper/2", "new"),),
        )
    ]


def test_a_crawl_past_midnight_tells_of_a_new_paper_once(archive: Archive) -> None:
    seeded(archive)
    run = begin(archive, day(2, 23))
    archive.store(run, [visit(paper_page(2, steps=STEPS[:1]), day(2, 23))], [])
    archive.store(run, [visit(paper_page(2, name="anders"), day(3, 0))], [])
    archive.finish_run(run, "complete", None, day(3, 0))
    assert [event.what for event in events(archive, 2)] == ["new"]
    assert on(archive, 3) == []
    (found,) = changes(archive, "2026-01-02", "2026-01-03")
    assert found.day == "2026-01-02"


def test_a_later_change_of_a_new_paper_is_told(archive: Archive) -> None:
    seeded(archive)
    harvest(archive, day(2), paper_page(2))
    harvest(archive, day(3), paper_page(2, name="anders"))
    found = changes(archive, "2026-01-02", "2026-01-03")
    assert [one.day for one in found] == ["2026-01-03", "2026-01-02"]
    assert events(archive, 3) == [
        Event(
            *("paper", "town/paper/2", "changed", None, None),
            *("name", "Kommunale Familienförderung", "anders"),
        )
    ]


def test_a_new_step_and_one_that_is_gone(archive: Archive) -> None:
    seeded(archive, paper_page(steps=STEPS[:1]))
    harvest(archive, day(2), paper_page(steps=STEPS[1:]))
    assert events(archive, 2) == [
        Event("consultation", COUNCIL, "new", "Rat der Stadt", "2009-06-30, Entscheidung"),
        Event("consultation", SCHOOL, "gone", "Schulausschuss", "unlisted"),
    ]
    harvest(archive, day(3), paper_page(steps=(STEPS[1], STEPS[0])))
    assert events(archive, 3) == [Event("consultation", SCHOOL, "returned", "Schulausschuss")]


def test_date_role_and_result_of_a_step(archive: Archive) -> None:
    before = changed(paper_page(), Consultation, COUNCIL, result_raw=None, result=None)
    seeded(archive, before)
    after = changed(
        *(paper_page(), Consultation, COUNCIL),
        date="2009-07-07",
        role_raw="Vorberatung",
        role="preliminary",
        status_raw="Erledigt",
        meeting_name="15. Sitzung",
    )
    harvest(archive, day(2), after)
    step = ("consultation", COUNCIL, "changed", "Rat der Stadt", None)
    assert events(archive, 2) == [
        Event(*step, "date", "2009-06-30", "2009-07-07"),
        Event(*step, "role_raw", "Entscheidung", "Vorberatung"),
        Event(*step, "status_raw", None, "Erledigt"),
        Event(*step, "result_raw", None, "ungeändert beschlossen"),
    ]


def test_a_date_that_could_not_be_read_is_told_as_shown(archive: Archive) -> None:
    undated = {"date": None, "date_raw": "im Juli"}
    seeded(archive, changed(paper_page(), Consultation, COUNCIL, **undated))
    postponed = changed(paper_page(), Consultation, COUNCIL, date=None, date_raw="im August")
    harvest(archive, day(2), postponed)
    assert [(e.field, e.old, e.new) for e in events(archive, 2)] == [
        ("date_raw", "im Juli", "im August")
    ]
    dated = changed(paper_page(), Consultation, COUNCIL, date_raw="30.08.2009", date="2009-08-30")
    harvest(archive, day(3), dated)
    assert [(e.field, e.old, e.new) for e in events(archive, 3)] == [("date", None, "2009-08-30")]


def test_subject_and_text(archive: Archive) -> None:
    seeded(archive)
    harvest(archive, day(2), paper_page(name="Familienbericht", text="Der Rat nimmt zur Kenntnis."))
    assert events(archive, 2) == [
        Event(
            *("paper", PAPER, "changed", None, None),
            *("name", "Kommunale Familienförderung", "Familienbericht"),
        ),
        Event(
            *("paper_section", f"{PAPER}/section/BV", "changed", "Beschlussvorschlag", None),
            *("text", "Der Rat beschließt.", "Der Rat nimmt zur Kenntnis."),
        ),
    ]


def test_housekeeping_is_not_told(archive: Archive) -> None:
    seeded(archive, changed(paper_page(), File, FILE, expires=False))
    page = paper_page(session="b", clerk="jemand", file_number="51", legal_basis="GO")
    changed(page, File, FILE, expires=False, text_engine="y/2", text="t", page_count=3, size=7)
    changed(page, Consultation, COUNCIL, organization_id="town/organization/1", meeting_name="x")
    run = harvest(archive, day(2), page)
    count = archive.db.table("change").count_where("run_id = ?", [run.id])
    assert count == 10
    assert on(archive, 2) == []


def test_what_changed_and_changed_back_within_a_day_did_not_change(archive: Archive) -> None:
    seeded(archive)
    harvest(archive, day(2, 1), paper_page(name="B", steps=STEPS[:1]))
    harvest(archive, day(2, 2), paper_page())
    assert on(archive, 2) == []
    harvest(archive, day(3, 1), paper_page(name="B"))
    harvest(archive, day(3, 2), paper_page(name="C"))
    assert [(e.old, e.new) for e in events(archive, 3)] == [("Kommunale Familienförderung", "C")]


def with_document(page: Page, number: int = 2) -> Page:
    file_id = f"{PAPER}/file/{number}"
    page.records.append(File(id=file_id, number=str(number), name="Anlage"))
    tie = PaperFile(id=f"{PAPER} {file_id}", paper_id=PAPER, file_id=file_id, position=2)
    page.records.append(tie)
    return page


def test_a_document_is_added_and_withdrawn(archive: Archive) -> None:
    seeded(archive)
    harvest(archive, day(2), with_document(paper_page()))
    added = Event("file", f"{PAPER}/file/2", "new", "Anlage")
    assert events(archive, 2) == [added]
    harvest(archive, day(3), paper_page())
    gone = Event("file", f"{PAPER}/file/2", "gone", "Anlage", "unlisted")
    assert events(archive, 3) == [gone]
    harvest(archive, day(4), with_document(paper_page()))
    assert events(archive, 4) == [replace(added, what="returned")]


def test_a_document_is_exchanged(archive: Archive) -> None:
    seeded(archive)

    def show(number: int, sha256: str, text_sha256: str) -> None:
        page = changed(paper_page(), File, FILE, sha256=sha256, text_sha256=text_sha256)
        harvest(archive, day(number), page)

    show(2, "a" * 64, "t1")
    assert on(archive, 2) == []  # fetched for the first time
    show(3, "b" * 64, "t2")
    exchanged = Event(
        *("file", FILE, "exchanged", "Konzept", None, "sha256"), old="a" * 64, new="b" * 64
    )
    assert events(archive, 3) == [exchanged]
    show(4, "c" * 64, "t2")  # such as a time stamp in the PDF
    same = replace(exchanged, detail="same text", old="b" * 64, new="c" * 64)
    assert events(archive, 4) == [same]


def test_a_paper_that_is_gone_and_back_is_one_event(archive: Archive) -> None:
    seeded(archive, meeting_page(), paper_page())
    keys = [("paper", PAPER), ("consultation", COUNCIL), ("paper_section", f"{PAPER}/section/BV")]
    vanish(archive, day(2), "not_found", keys)
    assert events(archive, 2) == [Event("paper", PAPER, "gone", None, "not_found")]
    vanish(archive, day(3), None, keys)
    assert events(archive, 3) == [Event("paper", PAPER, "returned")]


def test_a_paper_that_came_and_went_within_a_day_is_not_told(archive: Archive) -> None:
    seeded(archive)
    harvest(archive, day(2, 1), paper_page(2))
    vanish(archive, day(2, 2), "not_found", [("paper", "town/paper/2")])
    assert on(archive, 2) == []


def test_a_meeting_is_new_moves_and_is_cancelled(archive: Archive) -> None:
    seeded(archive)
    planned = {"start": "2009-06-03T16:00:00+02:00", "organization_name": "Schulausschuss"}
    moved = planned | {"start": "2009-06-04T17:00:00+02:00", "date": "2009-06-04", "room": "107"}
    harvest(archive, day(2), changed(meeting_page(), Meeting, MEETING, **planned))
    (found,) = on(archive, 2)
    assert isinstance(found, Changed)
    assert (found.record, found.name, found.date) == (
        "meeting",
        "Schulausschuss",
        "2009-06-03T16:00:00+02:00",
    )
    assert found.events == (Event("meeting", MEETING, "new"),)
    harvest(archive, day(3), changed(meeting_page(), Meeting, MEETING, **moved))
    of_meeting = ("meeting", MEETING, "changed", None, None)
    assert events(archive, 3) == [
        Event(*of_meeting, "start", "2009-06-03T16:00:00+02:00", "2009-06-04T17:00:00+02:00"),
        Event(*of_meeting, "room", None, "107"),
    ]
    off = changed(meeting_page(), Meeting, MEETING, cancelled=True, **moved)
    harvest(archive, day(4), off)
    assert events(archive, 4) == [Event(*of_meeting, "cancelled", None, True)]
    vanish(archive, day(5), "unlisted", [("meeting", MEETING), ("agenda_item", "town/item/11")])
    assert events(archive, 5) == [Event("meeting", MEETING, "gone", None, "unlisted")]


def test_agenda_items_are_told_with_their_meeting(archive: Archive) -> None:
    seeded(archive, meeting_page())
    longer = meeting_page()
    longer.states = {}
    longer.records.append(
        AgendaItem(id="town/item/13", meeting_id=MEETING, position=3, number="Ö 3", name="Haushalt")
    )
    changed(longer, AgendaItem, "town/item/12", number="Ö 7", result_raw="vertagt")
    harvest(archive, day(2), longer, item_page())
    item = ("agenda_item", "town/item/12", "changed", "Ö 7 Familienförderung", None)
    own = ("agenda_item", "town/item/11", "changed", "Ö 1 Familienförderung", None)
    assert events(archive, 2) == [
        Event(*item, "result_raw", None, "vertagt"),
        Event("agenda_item", "town/item/13", "new", "Ö 3 Haushalt"),
        Event(*own, "resolution_text", None, "Einstimmig."),
    ]


def test_what_changes_of_an_item_off_the_agenda_is_not_told(archive: Archive) -> None:
    shortened = meeting_page()
    shortened.records.pop(2)  # town/item/11
    seeded(archive, meeting_page(), item_page())
    harvest(archive, day(2), shortened)
    assert [(e.id, e.what) for e in events(archive, 2)] == [("town/item/11", "gone")]
    harvest(archive, day(3), shortened, item_page(text="Mehrheitlich."))
    assert on(archive, 3) == []


def test_what_an_item_is_given_when_its_meeting_is_new_is_not_told(archive: Archive) -> None:
    seeded(archive)
    harvest(archive, day(2), item_page(), meeting_page())
    assert events(archive, 2) == [Event("meeting", MEETING, "new")]


def test_a_paper_s_document_on_an_agenda_is_told_with_the_paper(archive: Archive) -> None:
    from harvester.records import AgendaItemFile, MeetingFile

    def with_ties(sha256: str) -> list[Page]:
        page = meeting_page()
        invitation = File(id="town/file/9", name="Einladung", sha256=sha256)
        item, tie = "town/item/11", f"town/item/11 {FILE}"
        page.records += [
            invitation,
            MeetingFile(id="m 9", meeting_id=MEETING, file_id=invitation.id, position=1),
            AgendaItemFile(id=tie, agenda_item_id=item, file_id=FILE, position=1),
        ]
        return [changed(paper_page(), File, FILE, sha256=sha256), page]

    seeded(archive, paper_page(), meeting_page())
    harvest(archive, day(2), *with_ties("a" * 64))
    (meeting,) = on(archive, 2)
    assert isinstance(meeting, Changed)
    assert meeting.events == (Event("file", "town/file/9", "new", "Einladung"),)
    harvest(archive, day(3), *with_ties("b" * 64))
    found = [(one.record, one.events) for one in on(archive, 3) if isinstance(one, Changed)]
    told = {"old": "a" * 64, "new": "b" * 64, "field": "sha256"}
    assert found == [
        ("paper", (Event("file", FILE, "exchanged", "Konzept", **told),)),
        ("meeting", (Event("file", "town/file/9", "exchanged", "Einladung", **told),)),
    ]


def test_reading_again_is_said_to_be_that(archive: Archive) -> None:
    seeded(archive)
    run = archive.begin_run(SOURCE, "replay town", {}, "harvester 0.1.0", day(2))
    archive.store(run, [visit(paper_page(name="besser gelesen"), day(2))], [])
    archive.finish_run(run, "complete", None, day(2))
    harvest(archive, day(3), paper_page(name="geändert"))
    kept = [
        one.kept for one in changes(archive, "2026-01-02", "2026-01-03") if hasattr(one, "kept")
    ]
    assert kept == [False, True]


def test_only_the_source_and_the_days_that_were_asked_for(archive: Archive) -> None:
    seeded(archive)
    other = archive.begin_run(TOWN_2, "crawl", {}, "harvester 0.1.0", day(2))
    page = Page(url="https://o.example/1", kind="meeting", parser="allris.meeting/1")
    page.records = [Meeting(id="other/meeting/1", date="2026-01-05")]
    archive.store(other, [visit(page, day(2))], [])
    archive.finish_run(other, "complete", None, day(2))
    harvest(archive, day(2), paper_page(name="B"))
    harvest(archive, day(3), paper_page(name="C"))

    def told(since: int, until: int, source: str | None = None) -> list[tuple[str, str]]:
        found = changes(archive, f"2026-01-{since:02}", f"2026-01-{until:02}", source)
        return [(one.day[-2:], one.source_id) for one in found]

    assert told(1, 3) == [("03", "town"), ("02", "other"), ("02", "town"), ("01", "town")]
    assert told(2, 2) == [("02", "other"), ("02", "town")]
    assert told(1, 3, "other") == [("02", "other")]
    assert told(3, 9) == [("03", "town")]
    assert told(4, 9) == []


def test_papers_come_by_number_and_before_meetings(archive: Archive) -> None:
    seeded(archive)
    harvest(archive, day(2), meeting_page(), paper_page(12), paper_page(11))
    found = [one.id for one in on(archive, 2) if isinstance(one, Changed)]
    assert found == ["town/paper/11", "town/paper/12", MEETING]


@pytest.mark.parametrize("ahead", ["crawl town", "nightly town"])
def test_a_first_run_without_a_row_is_no_first_harvest(archive: Archive, ahead: str) -> None:
    refused = archive.begin_run(SOURCE, ahead, {}, "harvester 0.1.0", day(1))
    archive.finish_run(refused, "refused", None, day(1))
    harvest(archive, day(3), paper_page())
    (found,) = changes(archive, "2026-01-01", "2026-01-09")
    assert isinstance(found, FirstHarvest)
    assert found.day == "2026-01-03"


def test_what_is_outside_the_days_is_not_read(archive: Archive) -> None:
    asked = {"since": "2026", "until": "2027", "source": None}
    lists = {"first": "[]", "records": "[]", "fields": "[]"}
    plan = archive.db.conn.execute(f"EXPLAIN QUERY PLAN {module._CHANGES}", asked | lists)
    steps = [row[-1] for row in plan]
    assert "SEARCH change USING INDEX change_at (at>? AND at<?)" in steps
    assert not any(step.startswith("SCAN change") for step in steps)
