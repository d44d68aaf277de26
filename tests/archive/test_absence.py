"""When something is gone: pages by hand, night after night."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from archive_pages import (
    BASE,
    SOURCE,
    begin,
    changes,
    day,
    item_page,
    meeting_page,
    paper_page,
    request,
    row,
    visit,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.archive import Archive, RunInfo
from harvester.archive.absence import absent_targets, settle_absences
from harvester.archive.model import Outcome
from harvester.archive.opening import transaction
from harvester.page import Children, Finding, Listed, Page
from harvester.records import AgendaItemFile, File, Meeting, MeetingFile, Organization, Paper
from harvester.records import PaperFile as Tie

LISTS = ("calendar", "paper_list", "organization_list")
WINDOW = ("2009-05-01", "2009-07-31")
PAPER, OTHER = "town/paper/1", "town/paper/2"
MEETING = "town/meeting/1"
COMMITTEE = "town/organization/7"
ITEM = "town/item/11"
FILE = f"{PAPER}/file/1"
MINUTES = "town/file/50"


def papers(*numbers: int, date: str | None = "2009-06-03") -> Page:
    listed = [Listed("paper", f"town/paper/{number}", date) for number in numbers]
    return Page(url=f"{BASE}vo040.asp", kind="paper_list", parser="allris.papers/1", listed=listed)


def month(number: int, *meetings: int, day: int = 3) -> Page:
    date = f"2009-{number:02}-{day:02}"
    listed = [Listed("meeting", f"town/meeting/{meeting}", date) for meeting in meetings]
    url = f"{BASE}si010_j.asp?MM={number}&YY=2009"
    return Page(url=url, kind="calendar", parser="allris.calendar/1", listed=listed)


def committees(*numbers: int) -> Page:
    ids = [f"town/organization/{number}" for number in numbers]
    page = Page(url=f"{BASE}au010.asp", kind="organization_list", parser="allris.list/1")
    page.records = [Organization(id=one, name=f"Ausschuss {one[-1]}") for one in ids]
    page.listed = [Listed("organization", one) for one in ids]
    return page


def simple(number: int) -> Page:
    """A paper without anything."""
    return paper_page(number, steps=())


def meeting_with_files(number: int = 1) -> Page:
    """An agenda with an invitation of its own, and with minutes at its first item."""
    page = meeting_page(number)
    item_id, meeting_id = f"town/item/{number}1", f"town/meeting/{number}"
    page.records += [
        File(id=f"{meeting_id}/file/1", name="Einladung"),
        MeetingFile(
            id=f"{meeting_id} {meeting_id}/file/1",
            meeting_id=meeting_id,
            file_id=f"{meeting_id}/file/1",
        ),
        File(id=MINUTES, name="Auszug"),
        AgendaItemFile(id=f"{item_id} {MINUTES}", agenda_item_id=item_id, file_id=MINUTES),
    ]
    return page


def store(
    archive: Archive, run: RunInfo, at: str, *pages: Page, lost: Collection[str] = ()
) -> None:
    """Each page a batch of its own; of `lost` records the own page is answered with 404."""
    for page in pages:
        archive.store(run, [visit(page, at, kind=page.kind)], [])
    for record_id in lost:
        finding = Finding("warning", "not_found", "Status 404.")
        gone = visit(
            None, at, url=f"{BASE}{record_id}", status=404, findings=(finding,),
            kind=record_id.split("/")[1], target=record_id,
        )  # fmt: skip
        archive.store(run, [gone], [])


def settle(archive: Archive, run: RunInfo, at: str, **options: Any) -> list[str]:
    with transaction(archive.db):
        asked = {"whole": LISTS, "window": WINDOW} | options
        return [f.code for f in settle_absences(archive.db, run, at=at, **asked)]


def night(
    archive: Archive,
    number: int,
    *pages: Page,
    lost: Collection[str] = (),
    outcome: Outcome = "complete",
    **options: Any,
) -> list[str]:
    """A night that reads these pages; the codes of what it found odd about absences."""
    run = begin(archive, day(number))
    store(archive, run, day(number), *pages, lost=lost)
    found = settle(archive, run, day(number, 3), **options)
    archive.finish_run(run, outcome, None, day(number, 3))
    return found


def times(archive: Archive) -> dict[str, int]:
    """How often each record was missed in a row."""
    return dict(archive.db.conn.execute("SELECT record_id, times FROM absence").fetchall())


def gone(archive: Archive, table: str, row_id: str) -> tuple[str | None, str | None]:
    held = row(archive, table, row_id)
    return held["gone_at"], held["gone_reason"]


def live(archive: Archive) -> dict[str, list[str]]:
    tables = (
        *("organization", "meeting", "paper", "agenda_item", "paper_section"),
        *("consultation", "file", "paper_file", "meeting_file", "agenda_item_file"),
    )
    return {
        table: [
            row["id"]
            for row in archive.db.query(f"SELECT id FROM {table} WHERE gone_at IS NULL ORDER BY id")
        ]
        for table in tables
    }


def test_a_paper_missed_three_times_is_gone_with_all_it_has(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), paper_page(), simple(2))
    for number, missed in ((2, 1), (3, 2)):
        assert night(archive, number, papers(2)) == []
        assert times(archive) == {PAPER: missed}
        assert gone(archive, "paper", PAPER) == (None, None)
    assert night(archive, 4, papers(2)) == []
    assert gone(archive, "paper", PAPER) == (day(4, 3), "unlisted")
    assert gone(archive, "paper", OTHER) == (None, None)
    assert times(archive) == {}
    belongings = {
        "consultation": [f"{PAPER}/rat/1", f"{PAPER}/schulausschuss/1"],
        "paper_section": [f"{PAPER}/section/BV"],
        "paper_file": [f"{PAPER} {FILE}"],
        "file": [FILE],
    }
    for table, ids in belongings.items():
        for row_id in ids:
            assert gone(archive, table, row_id) == (day(4, 3), "unlisted")
            assert row(archive, table, row_id)["updated_at"] == day(4, 3)
            assert row(archive, table, row_id)["last_seen"] == day(1)
    assert {change[1] for change in changes(archive, since_run=1)} == {"gone"}
    assert [hit.id for hit in archive.search("Familienförderung").hits] == [OTHER]
    (words,) = archive.db.conn.execute(
        "SELECT words FROM paper_text WHERE paper_id = ?", (PAPER,)
    ).fetchone()
    assert "familienforderung" in words  # of the title
    assert "beschliesst" not in words  # of a text that is gone
    before, after = (archive.rebuild("paper", PAPER, f"2026-01-0{n}") for n in (3, 4))
    assert before is not None
    assert after is not None
    assert (before["gone_at"], after["gone_at"]) == (None, day(4, 3))
    assert before["name"] == after["name"]


def test_what_is_gone_is_not_missed_any_more(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), paper_page(), simple(2))
    for number in (2, 3, 4):
        night(archive, number, papers(2))
    for number in (5, 6, 7, 8):
        assert night(archive, number, papers(2), lost=[PAPER]) == []
    assert times(archive) == {}
    assert gone(archive, "paper", PAPER) == (day(4, 3), "unlisted")
    assert changes(archive, since_run=4) == []
    assert absent_targets(archive.db, "town") == set()


def test_missed_twice_and_back_is_counted_from_the_beginning(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), paper_page(), simple(2))
    for number in (2, 3):
        night(archive, number, papers(2))
    night(archive, 4, papers(1, 2))
    assert times(archive) == {}
    for number in (5, 6):
        night(archive, number, papers(2))
    assert times(archive) == {PAPER: 2}
    assert gone(archive, "paper", PAPER) == (None, None)


def test_how_often_is_a_parameter(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), paper_page(), simple(2))
    night(archive, 2, papers(2), gone_after=1)
    assert gone(archive, "paper", PAPER) == (day(2, 3), "unlisted")


def test_its_own_page_shows_what_no_list_names(archive: Archive) -> None:
    """Moved out of the window, say; its page is asked for because it was missed."""
    night(archive, 1, papers(1, 2), paper_page(), simple(2))
    for number in range(2, 12, 2):
        night(archive, number, papers(2))
        assert absent_targets(archive.db, "town") == {PAPER}
        night(archive, number + 1, papers(2), paper_page())
        assert times(archive) == {}
    assert gone(archive, "paper", PAPER) == (None, None)


def test_what_another_page_says_of_a_paper_does_not_keep_it(archive: Archive) -> None:
    """Neither an agenda that names it nor a page that only adds it where it is missing."""
    mention = Page(url=f"{BASE}vo53.asp", kind="consultations", parser="sessionnet.steps/1")
    mention.states = {"paper": frozenset()}
    mention.records = [Paper(id=PAPER)]
    night(archive, 1, papers(1, 2), paper_page(), simple(2))
    for number in (2, 3, 4):
        night(archive, number, papers(2), meeting_page(), mention)
    assert gone(archive, "paper", PAPER) == (day(4, 3), "unlisted")
    night(archive, 5, papers(2), meeting_page(), mention)
    assert gone(archive, "paper", PAPER) == (day(4, 3), "unlisted")


def test_only_the_days_that_were_walked_tell(archive: Archive) -> None:
    night(
        archive, 1, papers(2), papers(1, date="2009-04-30"), papers(3, date=None),
        month(6, 2), month(4, 1, day=30), simple(1), simple(2), simple(3),
        meeting_page(1), meeting_page(2),
    )  # fmt: skip
    assert night(archive, 2, papers(2), month(4), month(6, 2)) == []
    assert times(archive) == {}
    wider = ("2009-04-30", "2009-06-30")
    assert night(archive, 3, papers(2), month(4), month(6, 2), window=wider) == []
    assert times(archive) == {PAPER: 1, MEETING: 1}


def test_without_a_window_nothing_with_a_date_is_missed(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), committees(7, 8), simple(1))
    assert night(archive, 2, papers(2), committees(8), window=None) == []
    assert times(archive) == {COMMITTEE: 1}


@pytest.mark.parametrize("lacking", LISTS)
def test_only_lists_that_were_read_to_their_end_tell(archive: Archive, lacking: str) -> None:
    night(archive, 1, papers(1, 2), month(6, 1, 2), committees(7, 8))
    whole = [kind for kind in LISTS if kind != lacking]
    night(archive, 2, papers(2), month(6, 2), committees(8), whole=whole)
    kinds = {"calendar": MEETING, "paper_list": PAPER, "organization_list": COMMITTEE}
    assert times(archive) == {kinds[kind]: 1 for kind in whole}


def test_a_meeting_is_missed_only_by_the_page_that_named_it(archive: Archive) -> None:
    night(archive, 1, month(6, 1, 2), month(7, 3))
    night(archive, 2, month(7, 3))  # June is not asked for
    assert times(archive) == {}
    run = begin(archive, day(3))
    broken = Finding("error", "unexpected_page", "Anmeldung")
    june = month(6)
    archive.store(
        run,
        [visit(None, day(3), url=june.url, status=200, kind="calendar", findings=(broken,))],
        [],
    )
    store(archive, run, day(3), month(7, 3))
    assert settle(archive, run, day(3)) == []
    assert times(archive) == {}
    archive.finish_run(run, "incomplete", None, day(3))
    night(archive, 4, month(6, 2), month(7, 3))
    assert times(archive) == {MEETING: 1}


def test_a_meeting_postponed_to_another_month_is_not_missed(archive: Archive) -> None:
    night(archive, 1, month(6, 1, 2), month(7, 3), meeting_page())
    for number in (2, 3, 4, 5):
        assert night(archive, number, month(6, 2), month(7, 1, 3)) == []
        assert times(archive) == {}
    assert gone(archive, "meeting", MEETING) == (None, None)


def test_a_page_that_is_not_found_while_a_list_names_it_is_no_absence(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), paper_page())
    for number in (2, 3, 4):
        assert night(archive, number, papers(1, 2), lost=[PAPER]) == []
    assert times(archive) == {}
    assert gone(archive, "paper", PAPER) == (None, None)


def test_a_page_that_is_not_found_and_that_no_list_names(archive: Archive) -> None:
    """Long before the window, where only the page itself can tell; or missed by both."""
    night(archive, 1, papers(1, date="2001-02-03"), papers(2, 3), simple(1), simple(2), simple(3))
    for number in (2, 3):
        assert night(archive, number, papers(2), lost=[PAPER]) == []
        assert times(archive) == {PAPER: number - 1, "town/paper/3": number - 1}
    night(archive, 4, papers(2), lost=[PAPER, "town/paper/3"])
    assert gone(archive, "paper", PAPER) == (day(4, 3), "not_found")
    assert gone(archive, "paper", "town/paper/3") == (day(4, 3), "not_found")
    assert gone(archive, "paper_section", f"{PAPER}/section/BV") == (day(4, 3), "not_found")


def test_only_a_record_s_own_page_denies_it(archive: Archive) -> None:
    night(archive, 1, simple(1))
    run = begin(archive, day(2))
    finding = Finding("warning", "not_found", "Status 404.")
    for kind in ("consultations", "file"):
        steps = visit(
            None, day(2), url=f"{BASE}{kind}", status=404, findings=(finding,), kind=kind,
            target=PAPER,
        )  # fmt: skip
        archive.store(run, [steps], [])
    settle(archive, run, day(2))
    assert times(archive) == {}


def test_what_nobody_knows_cannot_be_missed(archive: Archive) -> None:
    """An agenda links a paper that was never held nor listed."""
    night(archive, 1, papers(2), lost=["town/paper/99"])
    assert times(archive) == {}


def test_a_mass_disappearance_is_not_believed(archive: Archive) -> None:
    everything = range(1, 21)
    night(archive, 1, papers(*everything), *(simple(number) for number in everything))
    for number in (2, 3, 4, 5):  # six of twenty
        assert night(archive, number, papers(*range(7, 21))) == ["mass_disappearance"]
    assert times(archive) == {}
    for number in (6, 7, 8):  # five of twenty are few enough
        assert night(archive, number, papers(*range(6, 21))) == []
    assert len(live(archive)["paper"]) == 15


def test_pages_that_are_not_found_are_part_of_the_mass(archive: Archive) -> None:
    everything = range(1, 21)
    night(archive, 1, papers(*everything), *(simple(number) for number in everything))
    run = begin(archive, day(2))
    lost = ["town/paper/1", "town/paper/2"]
    store(archive, run, day(2), papers(*range(7, 21)), lost=lost)
    assert settle(archive, run, day(2)) == ["mass_disappearance"]
    assert times(archive) == {}


def test_a_larger_source_may_lose_its_share(archive: Archive) -> None:
    everything = range(1, 21)
    night(archive, 1, papers(*everything), *(simple(number) for number in everything))
    assert night(archive, 2, papers(*range(7, 21)), gone_share=0.3) == []
    assert len(times(archive)) == 6
    assert night(archive, 3, papers(*range(8, 21)), gone_share=0.3) == ["mass_disappearance"]


def test_the_guard_says_what_it_saw(archive: Archive) -> None:
    everything = range(1, 8)
    night(archive, 1, papers(*everything), *(simple(number) for number in everything))
    run = begin(archive, day(2))
    store(archive, run, day(2), papers(7))
    with transaction(archive.db):
        (found,) = settle_absences(archive.db, run, whole=LISTS, window=WINDOW, at=day(2))
    assert (found.severity, found.code) == ("error", "mass_disappearance")
    assert found.message == (
        "6 of 7 of type paper are missed at once. The source may be broken, so none of them is "
        "taken for gone."
    )


def test_lists_that_name_nothing_any_more_are_not_believed(archive: Archive) -> None:
    night(archive, 1, month(6, 1, 2), month(7, 3), meeting_page(1), meeting_page(2))
    for number in (2, 3, 4):
        assert night(archive, number, month(6), month(7)) == ["empty_lists"]
    assert times(archive) == {}
    night(archive, 5, month(6, 1), month(7))
    assert times(archive) == {"town/meeting/2": 1, "town/meeting/3": 1}


def test_one_emptied_month_among_others_counts(archive: Archive) -> None:
    night(archive, 1, month(6, 1), month(7, 3), meeting_page(1))
    for number in (2, 3, 4):
        assert night(archive, number, month(6), month(7, 3)) == []
    assert gone(archive, "meeting", MEETING) == (day(4, 3), "unlisted")


def test_the_only_meeting_may_go(archive: Archive) -> None:
    night(archive, 1, month(6, 1), meeting_page(1))
    for number in (2, 3, 4):
        assert night(archive, number, month(6)) == []
    assert gone(archive, "meeting", MEETING) == (day(4, 3), "unlisted")


def test_a_gone_meeting_takes_its_agenda_and_leaves_the_papers_steps(archive: Archive) -> None:
    night(archive, 1, month(6, 1, 2), papers(1), meeting_with_files(), paper_page())
    before = live(archive)
    for number in (2, 3, 4):
        night(archive, number, month(6, 2), papers(1))
    assert gone(archive, "meeting", MEETING) == (day(4, 3), "unlisted")
    for table, row_id in (
        ("agenda_item", ITEM),
        ("agenda_item", "town/item/12"),
        ("meeting_file", f"{MEETING} {MEETING}/file/1"),
        ("agenda_item_file", f"{ITEM} {MINUTES}"),
        ("file", f"{MEETING}/file/1"),
        ("file", MINUTES),
    ):
        assert gone(archive, table, row_id) == (day(4, 3), "unlisted")
    step = row(archive, "consultation", f"{PAPER}/schulausschuss/1")
    assert (step["gone_at"], step["meeting_id"]) == (None, MEETING)
    assert live(archive)["organization"] == [COMMITTEE]
    # neither the item's page nor the bytes of a document bring back what nobody lists
    document = Page(url=f"{BASE}getfile.asp?id=50", kind="file", parser="document/1")
    document.states = {"file": frozenset(("sha256",))}
    document.records = [File(id=MINUTES, sha256="a" * 64)]
    night(archive, 5, month(6, 2), papers(1), item_page(), document)
    assert gone(archive, "agenda_item", ITEM)[1] == "unlisted"
    assert gone(archive, "file", MINUTES)[1] == "unlisted"
    night(archive, 6, month(6, 1, 2), papers(1), meeting_with_files())
    assert live(archive) == before


def test_an_item_that_left_the_agenda_before_does_not_come_back_with_it(archive: Archive) -> None:
    shortened = meeting_page()
    shortened.records = [r for r in shortened.records if r.id != ITEM]
    night(archive, 1, month(6, 1, 2), meeting_page())
    night(archive, 2, month(6, 1, 2), shortened)
    for number in (3, 4, 5):
        night(archive, number, month(6, 2))
    night(archive, 6, month(6, 1, 2))
    assert live(archive)["meeting"] == [MEETING]
    assert live(archive)["agenda_item"] == ["town/item/12"]


def sharing(number: int) -> Page:
    """A paper that lists the document of the first one, too."""
    page = simple(number)
    page.records = [r for r in page.records if not isinstance(r, File | Tie)]
    shared = File(id=FILE, number="1", name="Konzept")
    paper_id = f"town/paper/{number}"
    page.records += [shared, Tie(id=f"{paper_id} {FILE}", paper_id=paper_id, file_id=FILE)]
    return page


def test_a_shared_document_goes_with_the_last_paper_that_has_it(archive: Archive) -> None:
    night(archive, 1, papers(1, 2, 3), paper_page(), sharing(2), simple(3))
    for number in (2, 3, 4):
        night(archive, number, papers(2, 3))
    assert gone(archive, "paper_file", f"{PAPER} {FILE}")[1] == "unlisted"
    assert gone(archive, "file", FILE) == (None, None)
    for number in (5, 6, 7):
        night(archive, number, papers(3))
    assert gone(archive, "file", FILE) == (day(7, 3), "unlisted")
    night(archive, 8, papers(3), paper_page())  # the one that went first
    assert gone(archive, "file", FILE) == (None, None)
    assert gone(archive, "paper_file", f"{OTHER} {FILE}")[1] == "unlisted"


def test_two_papers_that_go_at_once_take_what_they_share(archive: Archive) -> None:
    night(archive, 1, papers(1, 2, 3), paper_page(), sharing(2), simple(3))
    for number in (2, 3, 4):
        night(archive, number, papers(3))
    assert gone(archive, "file", FILE) == (day(4, 3), "unlisted")
    night(archive, 5, papers(3), sharing(4))  # a third one that nobody knew
    assert gone(archive, "file", FILE) == (None, None)
    assert live(archive)["paper"] == ["town/paper/3", "town/paper/4"]


def coverage(archive: Archive) -> list[tuple[Any, ...]]:
    query = "SELECT record, month, listed, held, missing FROM coverage ORDER BY record, month"
    return archive.db.conn.execute(query).fetchall()


def test_what_was_never_held_and_is_listed_no_more_is_not_missing(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), simple(2), lost=[PAPER])
    assert coverage(archive) == [("paper", "2009-06", 2, 1, f'["{PAPER}"]')]
    for number in (2, 3, 4, 5):
        assert night(archive, number, papers(2), lost=[PAPER]) == []
        assert coverage(archive) == [("paper", "2009-06", 1, 1, "[]")]
    assert times(archive) == {PAPER: 4}
    assert row(archive, "absence", ("paper", PAPER))["reason"] == "not_found"  # type: ignore[arg-type]
    night(archive, 6, papers(1, 2))
    assert times(archive) == {}
    assert coverage(archive) == [("paper", "2009-06", 2, 1, f'["{PAPER}"]')]


def test_what_was_never_held_does_not_make_a_mass(archive: Archive) -> None:
    night(archive, 1, papers(*range(1, 21)), simple(1), simple(20))
    assert night(archive, 2, papers(20)) == []
    assert len(times(archive)) == 19


def test_what_is_gone_is_not_covered(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), simple(1), simple(2))
    for number in (2, 3, 4):
        night(archive, number, papers(2))
    assert coverage(archive) == [("paper", "2009-06", 1, 1, "[]")]


def test_the_runs_of_one_campaign_count_once(archive: Archive) -> None:
    night(archive, 1, papers(1, 2, 3), simple(1), simple(2), simple(3))
    first = begin(archive, day(2, 2))
    store(archive, first, day(2, 2), papers(1, 3))
    archive.store(first, [], [request(f"{BASE}waits")])
    archive.finish_run(first, "interrupted", None, day(2, 3))
    second = begin(archive, day(2, 4))
    assert second.campaign == first.id
    store(archive, second, day(2, 4), papers(3))
    settle(archive, second, day(2, 5))
    settle(archive, second, day(2, 5))
    # the first paper was listed before the interruption
    assert times(archive) == {OTHER: 1}
    archive.finish_run(second, "complete", None, day(2, 5))
    night(archive, 3, papers(3))
    assert times(archive) == {OTHER: 2, PAPER: 1}


def test_what_a_crawl_that_was_cut_short_saw_counts(archive: Archive) -> None:
    night(archive, 1, papers(1, 2, 3), simple(1), simple(2), simple(3))
    for number in (2, 3):
        night(archive, number, papers(3))
    assert times(archive) == {PAPER: 2, OTHER: 2}
    cut = begin(archive, day(4))
    store(archive, cut, day(4), papers(1), simple(2))
    archive.finish_run(cut, "interrupted", None, day(4))
    night(archive, 6, papers(3))
    assert times(archive) == {PAPER: 1, OTHER: 1}


def lose(archive: Archive, *, lost: Collection[str] = ()) -> dict[str, list[str]]:
    """A paper, a meeting and a committee go; what was live before."""
    night(
        archive, 1, papers(1, 2), month(6, 1, 2), committees(7, 8),
        paper_page(), simple(2), meeting_with_files(), meeting_page(2, "town/organization/8"),
    )  # fmt: skip
    before = live(archive)
    for number in (2, 3, 4):
        pages = (papers(2), month(6, 2), committees(8))
        assert night(archive, number, *pages, lost=lost) == []
    assert gone(archive, "paper", PAPER)[0] == day(4, 3)
    assert gone(archive, "meeting", MEETING)[0] == day(4, 3)
    assert gone(archive, "organization", COMMITTEE)[0] == day(4, 3)
    return before


def test_all_returns_that_its_own_page_shows(archive: Archive) -> None:
    before = lose(archive)
    night(archive, 5, papers(2), month(6, 2), committees(7, 8), paper_page(), meeting_with_files())
    assert live(archive) == before
    back = row(archive, "paper", PAPER)
    assert (back["gone_reason"], back["last_seen"], back["updated_at"]) == (None, day(5), day(5))
    kinds = [change[1] for change in changes(archive) if change[0] == f"{PAPER}/rat/1"]
    assert kinds == ["appeared", "gone", "returned"]
    hits = [hit.id for hit in archive.search("Familienförderung").hits]
    assert sorted(hits) == [PAPER, OTHER]


def test_all_returns_that_a_list_names_again(archive: Archive) -> None:
    before = lose(archive)
    night(archive, 5, papers(1, 2), month(6, 1, 2), committees(7, 8))
    assert live(archive) == before


def test_its_page_says_what_of_it_is_back(archive: Archive) -> None:
    lose(archive)
    shorter = paper_page(steps=(("Rat der Stadt", "2009-06-30"),))
    night(archive, 5, papers(1, 2), month(6, 1, 2), committees(7, 8), shorter)
    assert live(archive)["consultation"] == [f"{PAPER}/rat/1"]
    assert row(archive, "consultation", f"{PAPER}/rat/1")["position"] == 1


def test_what_was_not_found_is_back_only_by_its_own_page(archive: Archive) -> None:
    before = lose(archive, lost=[PAPER, MEETING])
    assert gone(archive, "agenda_item", ITEM)[1] == "not_found"
    lists = papers(1, 2), month(6, 1, 2), committees(7, 8)
    night(archive, 5, *lists, lost=[PAPER], outcome="incomplete")
    assert gone(archive, "paper", PAPER) == (day(4, 3), "not_found")
    assert absent_targets(archive.db, "town") == {PAPER, MEETING}
    night(archive, 6, *lists, paper_page(), item_page())
    assert gone(archive, "paper", PAPER) == (None, None)
    assert gone(archive, "agenda_item", ITEM)[1] == "not_found"
    night(archive, 7, *lists, meeting_with_files())
    assert live(archive) == before
    assert absent_targets(archive.db, "town") == set()


def test_an_old_page_brings_nothing_back(archive: Archive) -> None:
    """Of a time before it went: read again by a newer parser, or imported."""
    lose(archive)
    run = archive.begin_run(SOURCE, "replay town", {}, "harvester", day(6))
    for page in (papers(1), paper_page(), meeting_page()):
        archive.store(run, [visit(page, day(2), read_at=day(6))], [])
        archive.store(run, [visit(page, day(2), read_at=day(6), snapshot_id=1)], [])
    archive.finish_run(run, "complete", None, day(6))
    assert gone(archive, "paper", PAPER) == (day(4, 3), "unlisted")
    assert gone(archive, "meeting", MEETING) == (day(4, 3), "unlisted")


def test_it_can_go_again(archive: Archive) -> None:
    lose(archive)
    night(archive, 5, papers(1, 2), paper_page())
    for number in (6, 7, 8):
        night(archive, number, papers(2))
    assert gone(archive, "paper", PAPER) == (day(8, 3), "unlisted")
    assert gone(archive, "consultation", f"{PAPER}/rat/1") == (day(8, 3), "unlisted")
    kinds = [change[1] for change in changes(archive) if change[0] == PAPER]
    assert kinds == ["appeared", "gone", "returned", "gone"]


def test_a_committee_goes_alone(archive: Archive) -> None:
    lose(archive)
    assert live(archive)["organization"] == ["town/organization/8"]
    night(archive, 5, meeting_page(2))  # names the committee that is gone
    assert gone(archive, "organization", COMMITTEE)[1] == "unlisted"
    assert row(archive, "meeting", "town/meeting/2")["organization_id"] == COMMITTEE


def test_sources_do_not_miss_each_other_s_records(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), simple(1), simple(2))
    village = replace(SOURCE, id="village", base_url="https://village.example/")
    run = archive.begin_run(village, "crawl", {}, "harvester", day(2))
    page = Page(url="https://village.example/vo040.asp", kind="paper_list", parser="p/1")
    page.listed = [Listed("paper", "village/paper/1", "2009-06-03")]
    store(archive, run, day(2), page, lost=[PAPER])
    settle(archive, run, day(2))
    assert times(archive) == {}
    assert absent_targets(archive.db, "village") == set()


def test_a_meeting_that_only_the_calendar_states_comes_back_by_it(archive: Archive) -> None:
    """Without an agenda it has no page of its own."""
    stated = month(6, 1, 2)
    stated.states = {"meeting": frozenset(("date", "name"))}
    stated.records = [Meeting(id=MEETING, date="2009-06-03", name="Rat")]
    stated.children = [Children("agenda_item", "meeting_id", MEETING)]
    night(archive, 1, stated)
    for number in (2, 3, 4):
        night(archive, number, month(6, 2))
    assert gone(archive, "meeting", MEETING)[1] == "unlisted"
    night(archive, 5, stated)
    assert gone(archive, "meeting", MEETING) == (None, None)


NUMBERS = st.frozensets(st.integers(1, 4))
NIGHTS = st.lists(
    st.tuples(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(("whole", "whole", "partial", "cut"))),
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(nights=NIGHTS)
def test_gone_is_what_the_last_whole_lists_missed_and_nobody_showed(
    nights: list[tuple[frozenset[int], frozenset[int], frozenset[int], str]],
) -> None:
    """Any nights: what lists name, whose page shows, whose is not found, how far the lists went."""
    held = range(1, 5)
    missed = dict.fromkeys(held, 0)
    away: dict[int, str] = {}
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.sqlite") as archive:
        night(archive, 1, papers(*held, 9), *(paper_page(number) for number in held))
        for offset, (listed, shown, lost, how) in enumerate(nights, 2):
            number = offset
            run = begin(archive, day(number))
            ids = [f"town/paper/{one}" for one in sorted(lost - shown)]
            pages = [papers(*sorted(listed), 9), *(paper_page(one) for one in sorted(shown))]
            store(archive, run, day(number), *pages, lost=ids)
            if how != "cut":
                whole = LISTS if how == "whole" else ()
                assert settle(archive, run, day(number, 3), whole=whole) == []
            archive.finish_run(
                run, "interrupted" if how == "cut" else "complete", None, day(number)
            )
            for one in held:
                if one in shown or (one in listed and away.get(one) != "not_found"):
                    missed[one] = 0
                    away.pop(one, None)
                elif one in away or one in listed or how == "cut":
                    pass
                elif one in lost or how == "whole":
                    missed[one] += 1
                    if missed[one] == 3:
                        away[one] = "not_found" if one in lost else "unlisted"
            query = "SELECT id, gone_reason FROM paper WHERE gone_at IS NOT NULL"
            assert dict(archive.db.conn.execute(query).fetchall()) == {
                f"town/paper/{one}": reason for one, reason in away.items()
            }
            steps = archive.db.conn.execute(
                "SELECT count(*) FROM consultation JOIN paper ON paper.id = paper_id "
                "WHERE (consultation.gone_at IS NULL) <> (paper.gone_at IS NULL)"
            )
            assert steps.fetchone() == (0,)
        assert archive.check() == []
