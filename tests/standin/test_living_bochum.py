"""The living Bochum: what happens in a year, that events say all of it, that crawls see it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from crawl.helpers import assert_holds, content, crawl, query, rows_of

from harvester.sources import load_sources
from harvester.standin import StandInSite
from harvester.standin.bochum.changed import events
from harvester.standin.bochum.committees import COUNCIL, SCHOOL
from harvester.standin.bochum.living import KINDS, SMALL, live, living_bochum
from harvester.standin.bochum.model import PROPOSAL, Document, Item, Meeting, Paper, Step
from harvester.standin.bochum.routine import DEFERRED, REFERRED
from harvester.standin.bochum.town import CANCELLED, LivingBochum, is_break, sits
from harvester.standin.bochum.world import BochumWorld, Layout
from harvester.standin.events import Event
from standin.browsing import Visitor

ALL = ("2022-09-01", "2025-06-30")
TAKING = {"paper_withdrawn", "meeting_removed"}
Nights = list[tuple[LivingBochum, list[Event]]]


def lived(world: LivingBochum, last: int) -> Iterator[tuple[LivingBochum, list[Event]]]:
    for number in range(1, last + 1):
        world, told = live(world, number)
        yield world, told


@pytest.fixture(scope="module")
def year() -> Nights:
    """The small town on 1 January 2024 and after each of the year's nights."""
    world = living_bochum(1, **SMALL)
    return [(world, []), *lived(world, 366)]


@pytest.fixture(scope="module")
def tiny() -> Nights:
    """A town for whole crawls, and its first thirty nights: a committee is renamed in the third."""
    world = living_bochum(1, years=1, papers_per_year=12)
    return [(world, []), *lived(world, 30)]


def told_of(year: Nights, kind: str) -> Iterator[tuple[LivingBochum, LivingBochum, Event]]:
    """The towns before and after each event of a kind."""
    for night, (world, told) in enumerate(year):
        yield from ((year[night - 1][0], world, event) for event in told if event.kind == kind)


# The town


def test_seed_and_night_decide_everything(year: Nights) -> None:
    again, (first, _) = living_bochum(1, **SMALL), year[0]
    assert again.today == date(2024, 1, 1)
    assert again.expected() == first.expected()
    for night, (world, told) in enumerate(lived(again, 15), 1):
        assert (world.expected(), told) == (year[night][0].expected(), year[night][1])
    assert again.at_night(15).expected() == year[15][0].expected()
    assert living_bochum(2, **SMALL).expected() != first.expected()


def test_how_large_it_is() -> None:
    world = living_bochum(1)
    assert len(world.papers) in range(150, 250)
    assert len(world.meetings) in range(120, 220)
    assert min(m.day for m in world.meetings.values()).year == 2021
    assert len(world.committees) == 8


def test_all_kinds_happen_within_a_year(year: Nights) -> None:
    told = [event for _, events in year for event in events]
    assert {event.kind for event in told} == KINDS
    assert {event.seen_by for event in told} == {"next night", "rotation"}
    assert [event.night for event in told] == sorted(event.night for event in told)


def test_nobody_sits_in_a_break(year: Nights) -> None:
    assert is_break(date(2024, 7, 8))
    assert is_break(date(2024, 8, 20))
    assert not is_break(date(2024, 8, 21))
    assert is_break(date(2024, 12, 31))
    days = {m.day for world, _ in year for m in world.meetings.values()}
    assert not [day for day in days if is_break(day) or day.weekday() > 4]


def test_what_falls_into_a_break_is_held_after_it() -> None:
    days = [date(2024, 1, 8) + timedelta(days=n) for n in range(380)]
    assert [f"{day:%m-%d}" for day in days if sits(3, day)] == [
        *("01-23", "03-19", "05-14"),
        "08-27",  # instead of 9 July
        *("09-03", "10-29"),
        "01-14",  # instead of 24 December
    ]


def test_every_state_is_sound(year: Nights) -> None:
    for world, _ in year[::30]:
        numbers = [item.number for m in world.meetings.values() for item in m.items]
        assert len(numbers) == len(set(numbers))
        for paper in world.papers.values():
            for step in paper.steps:
                if step.meeting is None:
                    assert (step.item, step.result) == (None, None)
                    continue
                meeting, item = world.items[step.item or 0]
                assert (meeting.number, meeting.day) == (step.meeting, step.day)
                assert meeting.committee == step.committee
                assert step.committee in world.committees
                assert (item.paper, item.name, item.result) == (
                    paper.number,
                    paper.subject,
                    step.result,
                )
                assert step.result is None or meeting.day <= world.today


# What happens


def test_a_step_that_was_deferred_comes_again(year: Nights) -> None:
    number = {DEFERRED: 1, REFERRED: 2}
    for kind, result in (("deferred", DEFERRED), ("referred_back", REFERRED)):
        for before, after, event in told_of(year, kind):
            ids = {i.rsplit("/", 2)[0] for i in event.ids if "/paper/" in i}
            for paper in (p for p in after.papers.values() if p.id in ids):
                old = before.papers[paper.number]
                assert result in {step.result for step in paper.steps}
                assert len(paper.steps) == len(old.steps) + number[result]


def test_a_withdrawn_paper_is_nowhere_and_comes_back(year: Nights) -> None:
    number, night = next(
        (number, night)
        for night, (world, _) in enumerate(year)
        for number, (_, back) in world.withdrawn.items()
        if back is not None and number in year[night - 1][0].papers
    )
    world = year[night][0]
    paper = year[night - 1][0].papers[number]
    browser = Visitor(world)
    for address in (f"vo0050.asp?__kvonr={number}", f"vo0053.asp?__kvonr={number}",
                    f"getfile.asp?id={paper.documents[0].number}&type=do"):  # fmt: skip
        assert "keine Informationen gefunden" in browser.get(address).body.decode()
    assert number not in {item.paper for _, item in world.items.values()}
    assert paper not in world.newest_papers
    back = next(later for later, _ in year[night:] if number in later.papers)
    assert 10 <= (back.today - world.today).days <= 43
    assert back.papers[number].reference == paper.reference


def test_meetings_that_are_not_held_as_planned(year: Nights) -> None:
    for before, after, _ in told_of(year, "meeting_removed"):
        (number,) = before.meetings.keys() - after.meetings.keys()
        assert not [s for p in after.papers.values() for s in p.steps if s.meeting == number]
    for _, after, event in told_of(year, "meeting_cancelled"):
        cancelled = [m for m in after.meetings.values() if m.id in event.ids]
        assert len(cancelled) <= 1
        assert {(m.room, m.end) for m in cancelled} <= {(CANCELLED, None)}
        assert not [item for m in cancelled for item in m.items if item.paper]
    for before, after, event in told_of(year, "meeting_postponed"):
        numbers = [m.number for m in after.meetings.values() if m.id in event.ids]
        for number in numbers:
            assert (after.meetings[number].day - before.meetings[number].day).days in {7, 14, 21}


def test_a_committee_keeps_its_number(year: Nights) -> None:
    renamed = list(told_of(year, "committee_renamed"))
    for before, after, _ in renamed:
        assert [c.number for c in before.committees] == [c.number for c in after.committees]
        (new,) = set(after.committees) - set(before.committees)
        (old,) = set(before.committees) - set(after.committees)
        assert old not in {m.committee for m in after.meetings.values()}
        assert len(after.meetings_of(new)) == len(before.meetings_of(old))
    assert len(renamed) in {4, 6}  # told in two parts each


def test_events_name_all_that_differs(year: Nights) -> None:
    for (before, _), (after, told) in pairwise(year[:121]):
        named = {record_id for event in told for record_id in event.ids}
        old, new = before.expected(), after.expected()
        for kind in new:
            ids = old[kind].keys() | new[kind].keys()
            assert {i for i in ids if old[kind].get(i) != new[kind].get(i)} <= named
        for number, (document, owner) in after.documents.items():
            held = before.documents.get(number, (document, owner))
            if held != (document, owner) and before.body(held[0]) != after.body(document):
                assert document.id in named


# When it is seen


TODAY = date(2024, 6, 3)
LONG_AGO, RECENT, SOME_WEEKS_AGO = date(2023, 6, 1), date(2024, 5, 20), date(2024, 3, 20)
ITEM = Item(12, "1", "B", paper=7, linked=True)
MEETING = Meeting(11, COUNCIL, date(2024, 5, 28), time(15))
PAPER = "bochum/paper/7"


def town(
    created: date,
    *,
    layout: Layout = 6,
    validators: bool = False,
    result: str | None = None,
    **changes: Any,
) -> LivingBochum:
    """A town with one paper, which is on the agenda of last week's meeting of the council."""
    step = Step(COUNCIL, "Entscheidung", MEETING.day, 11, 12, result=result)
    documents = (Document(8, PROPOSAL, "form"),)
    paper = Paper(7, "20240007", PROPOSAL, "B", created, steps=(step,), documents=documents)
    paper = replace(paper, **changes)
    item = replace(ITEM, result=result, name=paper.subject)
    meeting = replace(MEETING, items=(item,))
    shown: dict[str, Any] = {"layout": layout, "validators": validators}
    return LivingBochum(1, TODAY, (COUNCIL, SCHOOL), {11: meeting}, {7: paper}, {}, **shown)


def seen(before: LivingBochum, after: LivingBochum, kind: str = "x") -> dict[str, str]:
    told = events(1, kind, (before, before.expected()), (after, after.expected()))
    return {record_id: event.seen_by for event in told for record_id in event.ids}


@pytest.mark.parametrize(
    ("created", "layout", "of_step"),
    [
        (RECENT, 4, "next night"),
        (SOME_WEEKS_AGO, 4, "next night"),
        (LONG_AGO, 4, "rotation"),
        (LONG_AGO, 6, "next night"),  # the agenda tells
    ],
)
def test_a_result_is_seen_on_the_agenda_and_on_the_paper(
    created: date, layout: Layout, of_step: str
) -> None:
    before, after = (town(created, layout=layout, result=r) for r in (None, "abgelehnt"))
    assert seen(before, after) == {"bochum/item/12": "rotation", f"{PAPER}/rat/1": of_step}


@pytest.mark.parametrize(
    ("created", "result", "when"),
    [
        (date(2024, 4, 4), "abgelehnt", "next night"),  # 60 days
        (date(2024, 4, 3), "abgelehnt", "rotation"),
        (date(2024, 3, 5), None, "next night"),  # open, 90 days
        (date(2024, 3, 4), None, "rotation"),
        (SOME_WEEKS_AGO, "abgelehnt", "rotation"),
    ],
)
def test_a_paper_is_asked_for_while_it_is_listed_or_open(
    created: date, result: str | None, when: str
) -> None:
    before, after = (town(created, result=result, reference=r) for r in ("20240007", "20240008"))
    assert seen(before, after)[PAPER] == when


@pytest.mark.parametrize(
    ("options", "when"),
    [
        ({}, "rotation"),
        ({"validators": True}, "next night"),
        ({"layout": 4}, "next night"),  # its size is shown
        ({"layout": 5}, "rotation"),
        ({"validators": True, "created": LONG_AGO}, "rotation"),
    ],
)
def test_other_bytes_are_seen_only_where_something_tells(
    options: dict[str, Any], when: str
) -> None:
    options = {"created": RECENT} | options
    before, after = (town(texts=texts, **options) for texts in ((), ("Ein Absatz. " * 400,)))
    assert seen(before, after, "document_corrected") == {"bochum/file/8": when}


def test_a_document_that_repeats_a_change_is_told_of_apart() -> None:
    before, after = (town(RECENT, subject=subject) for subject in ("B", "C"))
    told = events(1, "subject_corrected", (before, before.expected()), (after, after.expected()))
    assert list(told) == [
        Event(1, "subject_corrected", (PAPER,), "next night"),
        Event(1, "subject_corrected", ("bochum/item/12",), "rotation"),
        Event(1, "document_redrawn", ("bochum/file/8",), "rotation"),
    ]


# What crawls see of it


def missing_or_wrong(archive: Path, world: BochumWorld) -> list[str]:
    """Records of which the archive lacks or contradicts what is expected."""
    return [
        record_id
        for table, rows in world.expected().items()
        for held in [rows_of(archive, table)]
        for record_id, fields in rows.items()
        if record_id not in held or any(held[record_id][n] != v for n, v in fields.items())
    ]


def too_much(archive: Path, world: BochumWorld) -> set[str]:
    """Records that the archive holds as if they were still there."""
    told = world.expected()
    return {i for table, rows in told.items() for i in rows_of(archive, table).keys() - rows.keys()}


def test_an_archive_follows_the_town(
    tiny: Nights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a tiny town does not meet what is expected of the real one
    town = {"bochum": replace(load_sources()["bochum"], expects=None)}
    monkeypatch.setattr("spiders.base.load_sources", lambda: town)
    followed = tmp_path / "followed.sqlite"
    with StandInSite(tiny[0][0]) as site:
        for night in (0, 3, 15, 30):
            site.world = world = tiny[night][0]
            summary = crawl(site, followed, ALL, spider="bochum")
            assert summary.outcome == "complete", summary.message
            assert missing_or_wrong(followed, world) == []
            # what is missed once is not taken for gone yet
            happened = [event for _, told in tiny[: night + 1] for event in told]
            taken = {i for e in happened for i in e.ids if e.kind in TAKING}
            assert too_much(followed, world) <= taken
            if night > 3:
                fresh = tmp_path / f"{night}.sqlite"
                assert crawl(site, fresh, ALL, spider="bochum").outcome == "complete"
                assert_holds(fresh, world)  # type: ignore[arg-type]


_LONG = pytest.mark.long


@pytest.mark.parametrize("layout", [pytest.param(4, marks=_LONG), pytest.param(5, marks=_LONG), 6])
def test_a_second_crawl_of_the_same_night_changes_nothing(
    tiny: Nights, tmp_path: Path, layout: Layout
) -> None:
    archive, world = tmp_path / "archive.sqlite", replace(tiny[30][0], layout=layout)
    with StandInSite(world) as site:
        crawl(site, archive, ALL, spider="bochum", documents=layout == 6)
        assert_holds(archive, world)  # type: ignore[arg-type]
        before = content(archive)
        crawl(site, archive, ALL, spider="bochum", documents=layout == 6)
    assert content(archive) == before
    assert query(archive, "SELECT * FROM change WHERE run_id = 2") == []
