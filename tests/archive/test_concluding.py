"""What the archive concludes from several pages, in whichever order they come."""

import json
from itertools import permutations

import pytest
from archive_pages import (
    begin,
    changes,
    day,
    dump,
    harvest,
    list_page,
    meeting_page,
    paper_page,
    row,
    visit,
)

from harvester.archive import Archive
from harvester.page import Listed, Page
from harvester.records import AgendaItem, Consultation, Organization, Paper

PAPER = "town/paper/1"
STEP = f"{PAPER}/schulausschuss/1"
LISTED = Listed("paper", PAPER, "2009-05-18")


def committees(*numbered: tuple[int, str]) -> Page:
    return Page(
        url="https://ris.example/au010.asp",
        kind="organization_list",
        parser="allris.organizations/1",
        records=[Organization(id=f"town/organization/{n}", name=name) for n, name in numbered],
    )


@pytest.mark.parametrize("list_first", [True, False])
@pytest.mark.parametrize("together", [True, False])
def test_the_list_gives_the_date_of_a_paper(
    archive: Archive, list_first: bool, together: bool
) -> None:
    pages = [list_page(LISTED), paper_page()]
    if not list_first:
        pages.reverse()
    run = begin(archive, day(1))
    visits = [visit(page, day(1)) for page in pages]
    for batch in [visits] if together else [[one] for one in visits]:
        archive.store(run, batch, [])
    archive.finish_run(run, "complete", None, day(1))
    assert row(archive, "paper", PAPER)["date"] == "2009-05-18"
    dated = [c for c in changes(archive) if c[0] == PAPER and (c[2] == "date" or "date" in c[4])]
    assert len(dated) == 1
    harvest(archive, day(2), *pages)
    assert changes(archive, since_run=run.id) == []
    assert row(archive, "paper", PAPER)["updated_at"] == day(1)


def test_a_date_that_the_list_corrects(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(), list_page(LISTED))
    harvest(archive, day(2), paper_page(), list_page(Listed("paper", PAPER, "2009-05-19")))
    assert changes(archive, since_run=1) == [
        (PAPER, "changed", "date", '"2009-05-18"', '"2009-05-19"')
    ]
    paper = archive.rebuild("paper", PAPER, day(1))
    assert paper is not None
    assert paper["date"] == "2009-05-18"


def test_the_papers_own_date_stands_against_the_list(archive: Archive) -> None:
    page = paper_page(date="2009-05-01")
    page.states = {}
    harvest(archive, day(1), list_page(LISTED), page)
    harvest(archive, day(2), list_page(LISTED), page)
    assert row(archive, "paper", PAPER)["date"] == "2009-05-01"
    assert archive.db.table("derived").count_where("record = 'paper'") == 0


def test_a_paper_that_begins_to_state_its_date(archive: Archive) -> None:
    harvest(archive, day(1), list_page(LISTED), paper_page())
    page = paper_page(date="2009-05-01")
    page.states = {}
    harvest(archive, day(2), page, list_page(LISTED))
    assert row(archive, "paper", PAPER)["date"] == "2009-05-01"


def test_two_lists_that_disagree_do_not_change_the_paper_each_night(archive: Archive) -> None:
    lists = (list_page(LISTED), list_page(Listed("paper", PAPER, "2009-05-20")))
    harvest(archive, day(1), paper_page(), *lists)
    harvest(archive, day(2), paper_page(), *lists)
    assert row(archive, "paper", PAPER)["date"] == "2009-05-18"
    assert changes(archive, since_run=1) == []


def test_the_meeting_gives_the_committee_of_a_step_in_any_order(archive: Archive) -> None:
    run = 0
    meeting = meeting_page()
    # no step bears this very name, but one speaks of it
    meeting.records[0] = Organization(id="town/organization/7", name="Schulausschuß")
    for number, pages in enumerate(permutations((paper_page(), meeting)), 1):
        run = harvest(archive, day(number), *pages).id
        step = row(archive, "consultation", STEP)
        assert step["organization_id"] == "town/organization/7"
    assert changes(archive, since_run=run - 1) == []
    (derived,) = archive.db.query("SELECT * FROM derived")
    assert (derived["record_id"], derived["field"], derived["rule"]) == (
        STEP,
        "organization_id",
        "meeting",
    )


def test_without_a_meeting_the_exact_name_gives_the_committee(archive: Archive) -> None:
    harvest(archive, day(1), committees((8, "Schulausschuss"), (9, "Rat")), paper_page())
    assert row(archive, "consultation", STEP)["organization_id"] == "town/organization/8"
    assert row(archive, "consultation", f"{PAPER}/rat/1")["organization_id"] is None
    # its committee bears the same name: which of the two it is, the meeting knows
    harvest(archive, day(2), meeting_page())
    assert row(archive, "consultation", STEP)["organization_id"] == "town/organization/7"
    before = dump(archive, "last_seen")
    harvest(archive, day(3), paper_page())
    assert dump(archive, "last_seen") == before


def test_a_joint_meeting_gives_its_committee_to_one_step_only(archive: Archive) -> None:
    page = paper_page()
    _, school, council = page.records[:3]
    assert isinstance(school, Consultation)
    assert isinstance(council, Consultation)
    assert (school.organization_name, council.organization_name) == (
        "Schulausschuss",
        "Rat der Stadt",
    )
    council.meeting_id = school.meeting_id
    harvest(archive, day(1), page, meeting_page())
    assert row(archive, "consultation", STEP)["organization_id"] == "town/organization/7"
    assert row(archive, "consultation", f"{PAPER}/rat/1")["organization_id"] is None
    harvest(archive, day(2), committees((9, "Rat der Stadt")))
    assert (
        row(archive, "consultation", f"{PAPER}/rat/1")["organization_id"] == "town/organization/9"
    )


def test_the_exact_name_stands_against_the_meeting(archive: Archive) -> None:
    meeting = meeting_page()
    meeting.records[0] = Organization(id="town/organization/7", name="Jugendausschuss")
    harvest(archive, day(1), paper_page(), meeting)
    assert row(archive, "consultation", STEP)["organization_id"] is None
    harvest(archive, day(2), committees((8, "Schulausschuss")))
    assert row(archive, "consultation", STEP)["organization_id"] == "town/organization/8"


def test_a_committee_that_is_renamed_keeps_the_steps_of_its_old_name(archive: Archive) -> None:
    harvest(archive, day(1), committees((8, "Schulausschuss")), paper_page())
    harvest(archive, day(2), committees((8, "Ausschuss für Bildung")))
    assert row(archive, "consultation", STEP)["organization_id"] == "town/organization/8"
    assert [c[0] for c in changes(archive, since_run=1)] == ["town/organization/8"]


def test_a_step_that_is_gone_keeps_what_was_concluded(archive: Archive) -> None:
    harvest(archive, day(1), committees((8, "Schulausschuss")), paper_page())
    page = paper_page()
    page.records = [r for r in page.records if r.id != STEP]
    for position, step in enumerate(r for r in page.records if isinstance(r, Consultation)):
        step.position = position + 1
    harvest(archive, day(2), committees((9, "Schulausschuss")), page)
    step = row(archive, "consultation", STEP)
    assert step["gone_reason"] == "unlisted"
    assert step["organization_id"] == "town/organization/8"


def test_a_name_that_two_committees_bear_decides_nothing(archive: Archive) -> None:
    harvest(archive, day(1), committees((8, "Schulausschuss")), paper_page())
    harvest(archive, day(2), committees((8, "Schulausschuss"), (9, "Schulausschuss")))
    assert row(archive, "consultation", STEP)["organization_id"] is None
    assert archive.db.table("derived").count == 0


def test_a_committee_that_the_paper_links_stands(archive: Archive) -> None:
    page = paper_page()
    page.records[1].organization_id = "town/organization/1"  # type: ignore[attr-defined]
    harvest(archive, day(1), meeting_page(), page)
    harvest(archive, day(2), meeting_page(), page)
    assert row(archive, "consultation", STEP)["organization_id"] == "town/organization/1"
    assert archive.db.table("derived").count == 0


def test_the_ledger_compares_lists_with_what_is_held(archive: Archive) -> None:
    run = begin(archive, day(1))
    listed = [Listed("paper", f"town/paper/{n}", f"2009-0{5 + n % 2}-01") for n in range(1, 31)]
    undated = Listed("paper", "town/paper/99")
    archive.store(run, [visit(list_page(*listed, undated), day(1))], [])
    archive.store(run, [visit(paper_page(1), day(1)), visit(paper_page(2), day(1))], [])
    summary = archive.finish_run(run, "incomplete", "29 papers are missing", day(1, 3))
    ledger = archive.db.conn.execute(
        "SELECT record, month, listed, held, missing_sample FROM ledger ORDER BY month"
    ).fetchall()
    assert [entry[:4] for entry in ledger] == [
        ("paper", None, 1, 0),
        ("paper", "2009-05", 15, 1),
        ("paper", "2009-06", 15, 1),
    ]
    assert [len(json.loads(entry[4])) for entry in ledger] == [1, 10, 10]
    assert json.loads(ledger[0][4]) == ["town/paper/99"]
    assert (summary.listed, summary.missing, len(summary.missing_ids)) == (31, 29, 10)
    (held,) = archive.status()
    assert held["missing"] == [{"record": "paper", "listed": 31, "missing": 29}]


def test_what_a_later_list_lacks_is_not_missing(archive: Archive) -> None:
    harvest(archive, day(1), list_page(LISTED))
    run = begin(archive, day(2))
    summary = archive.finish_run(run, "complete", None, day(2))
    assert (summary.listed, summary.missing) == (0, 0)


def test_a_gone_paper_is_missing_if_it_is_listed(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(), list_page(LISTED))
    archive.db.execute("UPDATE paper SET gone_at = ?, gone_reason = 'not_found'", [day(2)])
    run = begin(archive, day(2))
    archive.store(run, [visit(list_page(LISTED), day(2))], [])
    assert archive.finish_run(run, "incomplete", None, day(2)).missing_ids == (PAPER,)
    # seen again, it is back, since no list of an owner vouches for its absence
    archive.db.execute(
        "INSERT INTO change (run_id, at, source_id, record, record_id, kind, new) "
        "VALUES (1, ?, 'town', 'paper', ?, 'gone', '\"not_found\"')",
        [day(2), PAPER],
    )
    page = Page(url="https://ris.example/x", kind="paper", parser="allris.paper/1")
    page.records = [Paper(id=PAPER, reference="2009/0001")]
    harvest(archive, day(3), page)
    assert row(archive, "paper", PAPER)["gone_at"] is None


def agenda(result: str | None = "accepted", items: int = 1) -> Page:
    """A meeting whose agenda has so many items about the paper."""
    page = meeting_page()
    page.states = {**page.states, "agenda_item": frozenset({"meeting_id", "paper_id", "result"})}
    page.records = [
        *page.records[:2],
        *(
            AgendaItem(
                id=f"town/item/1{n}",
                meeting_id="town/meeting/1",
                paper_id="town/paper/1",
                result=result,
            )
            for n in range(items)
        ),
    ]
    return page


def open_steps() -> Page:
    """The paper's steps as SessionNet's tab gives them: with the meeting, without a result."""
    page = paper_page()
    for record in page.records:
        if isinstance(record, Consultation):
            record.result = record.result_raw = None
    return page


def bound(archive: Archive) -> tuple[str | None, str | None]:
    step = row(archive, "consultation", "town/paper/1/schulausschuss/1")
    return step["agenda_item_id"], step["result"]


def test_a_step_takes_item_and_result_from_the_agenda(archive: Archive) -> None:
    harvest(archive, day(1), open_steps(), agenda(None))
    assert bound(archive) == ("town/item/10", None)
    harvest(archive, day(2), open_steps(), agenda("accepted"))
    assert bound(archive) == ("town/item/10", "accepted")
    before = dump(archive, "last_seen")
    harvest(archive, day(3), open_steps(), agenda("accepted"))
    assert dump(archive, "last_seen") == before


def test_two_items_about_a_paper_are_no_conclusion(archive: Archive) -> None:
    harvest(archive, day(1), open_steps(), agenda())
    harvest(archive, day(2), open_steps(), agenda(items=2))
    assert bound(archive) == (None, None)


def test_the_result_on_the_papers_page_stands(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(), agenda("rejected"))
    assert bound(archive) == (None, "accepted")
