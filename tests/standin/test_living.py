"""The living Herne: decided by seed and night, every kind of event, pages that can be read."""

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest

from harvester.parsers.allris import parse
from harvester.standin.answers import Answers
from harvester.standin.events import Event
from harvester.standin.living import TODAY, live, living_world, truth
from harvester.standin.living_faults import faults_of
from harvester.standin.town import CANCELLED, LivingWorld, decided, is_open

KINDS = {
    *("new paper", "new meeting", "agenda", "minutes", "held", "result", "adjourned"),
    *("referred back", "planned anew", "postponed", "cancelled", "removed", "renamed"),
    *("swapped", "swapped, old", "subject", "subject, old"),
    *("withdrawn", "withdrawn, old", "returned", "result corrected"),
}
NIGHTS = 365
#: Of a small town, one of which is lived through by most tests.
SEED = 4


@cache
def small(seed: int = SEED) -> LivingWorld:
    return living_world(seed, years=1, papers_per_year=30)


@cache
def year(seed: int = SEED) -> tuple[list[LivingWorld], list[list[Event]]]:
    """A town before the first and after each night of a year, and the events of each night."""
    worlds, events = [small(seed)], []
    for night in range(1, NIGHTS + 1):
        world, happened = live(worlds[-1], night)
        worlds.append(world)
        events.append(happened)
    return worlds, events


def test_seed_and_night_decide() -> None:
    made = living_world(SEED, years=1, papers_per_year=30)
    assert truth(made) == truth(small())
    assert truth(living_world(SEED + 1, years=1, papers_per_year=30)) != truth(small())
    worlds, events = year()
    for night in range(1, 40):
        made, happened = live(made, night)
        assert happened == events[night - 1]
    assert truth(made) == truth(worlds[39])
    assert truth(small().at_night(39)) == truth(worlds[39])


@pytest.mark.long
def test_every_kind_of_event_happens_in_two_years() -> None:
    nights = (night for seed in (SEED, SEED + 1) for night in year(seed)[1])
    assert {event.kind for night in nights for event in night} == KINDS


def test_events_name_exactly_what_differs() -> None:
    worlds, events = year()
    for (before, after), happened in zip(pairwise(worlds), events, strict=True):
        told = {record_id for event in happened for record_id in event.ids}
        old, new = truth(before), truth(after)
        differing = {
            record_id
            for record in new
            for record_id in old[record].keys() | new[record].keys()
            if old[record].get(record_id) != new[record].get(record_id)
        }
        assert told == differing
        assert all(event.ids for event in happened)


def test_what_a_night_must_see() -> None:
    """What lists name, and open papers of late; not what happens to old ones or to documents."""
    worlds, events = year()
    by_kind = Counter((e.kind, e.seen_by) for night in events for e in night)
    for kind in ("new meeting", "minutes"):
        assert (kind, "rotation") not in by_kind
    for kind in ("subject, old", "swapped", "swapped, old", "withdrawn, old"):
        assert by_kind[kind, "rotation"] > 0
    for kind in ("subject", "result", "agenda", "postponed", "withdrawn", "new paper"):
        assert by_kind[kind, "next night"] > 0
    for kind in ("swapped, old", "subject, old", "withdrawn, old"):
        assert (kind, "next night") not in by_kind
    for world, happened in zip(worlds[1:], events, strict=True):
        for event in happened:
            if event.kind == "new paper":
                new = [i for i in event.ids if i.count("/") == 2 and "/paper/" in i]
                assert event.seen_by == "next night" or not new
            if event.kind == "result" and event.seen_by == "next night":
                assert any("/item/" in i or "/paper/" in i for i in event.ids), world.today


def test_steps_items_and_meetings_agree_every_night() -> None:
    worlds, _ = year()
    for world in worlds:
        for paper in world.papers.values():
            for step in paper.steps:
                if step.meeting is None:
                    assert step.item is None
                    assert not decided(step)
                    continue
                meeting, item = world.items[step.item or 0]
                assert (meeting.number, meeting.day) == (step.meeting, step.day)
                assert (item.paper, item.result) == (paper.number, step.result)
                assert (step.result is not None) == decided(step)
        for _, item in world.items.values():
            assert item.paper is None or item.paper in world.papers
            assert item.minutes_of is None or item.minutes_of in world.meetings


def test_a_year_has_a_summer_and_matters_come_to_an_end() -> None:
    worlds, _ = year()
    last = worlds[-1]
    assert last.today == TODAY + timedelta(days=NIGHTS)
    held = [m for m in last.meetings.values() if m.end is not None and m.day.year == 2024]
    assert not [m for m in held if date(2024, 7, 3) <= m.day <= date(2024, 8, 13)]
    assert len([m for m in held if m.day < date(2024, 7, 1)]) > 10
    opened = [sum(map(is_open, world.papers.values())) for world in worlds]
    assert min(opened) > 0
    assert max(opened) < 25
    old = [p for p in last.papers.values() if p.created < date(2023, 9, 1)]
    assert sum(map(is_open, old)) <= 2
    results = {s.result for p in last.papers.values() for s in p.steps}
    assert {"vertagt", "an Verwaltung zurück verwiesen", "beschlossen", None} <= results
    assert any(m.name.startswith(CANCELLED) and m.items for m in last.meetings.values())
    # numbers are never given twice: what was withdrawn keeps its own
    numbers = {n for world in worlds for n in (*world.papers, *world.away)}
    assert len(numbers) == len(last.papers.keys() | last.away.keys())


@pytest.mark.long
def test_the_sizes() -> None:
    """Requests of a whole crawl: a page for each, a document for each, some lists."""
    for world, least, most in ((small(), 250, 400), (living_world(1), 1500, 2500)):
        pages = len(world.papers) + sum(m.published for m in world.meetings.values())
        pages += sum(item.linked for _, item in world.items.values())
        assert least <= pages + len(truth(world)["file"]) <= most
    opened = sum(map(is_open, living_world(1).papers.values()))
    assert 10 <= opened <= 40


@pytest.mark.parametrize("night", [0, 120, NIGHTS])
def test_all_pages_can_be_read_and_say_the_truth(night: int) -> None:
    world = year()[0][night]
    answers = Answers(world)
    told = truth(world)
    steps, items = {}, {}
    for paper in world.papers.values():
        page = read(answers, "vo020.asp", "VOLFDNR", paper.number)
        steps |= {r.id: r for r in page.records if r.record == "consultation"}
        files = {r.id: r.name for r in page.records if r.record == "file"}
        assert files == {i: told["file"][i]["name"] for i in files}
        assert len(files) == 1 + paper.collected + len(paper.attachments)
    assert steps.keys() == told["consultation"].keys()
    for meeting in world.meetings.values():
        if meeting.published:
            page = read(answers, "to010.asp", "SILFDNR", meeting.number)
            items |= {r.id: r for r in page.records if r.record == "agenda_item"}
    assert items.keys() == told["agenda_item"].keys()
    for row_id, fields in told["agenda_item"].items():
        assert (items[row_id].number, items[row_id].name) == (fields["number"], fields["name"])
        assert items[row_id].paper_id == fields["paper_id"]
    for number, (_, item) in world.items.items():
        if item.linked:
            read(answers, "to020.asp", "TOLFDNR", number)


def read(answers: Answers, page: str, name: str, number: int):  # type: ignore[no-untyped-def]
    answer = answers.answer("GET", page, {name: str(number)}, None)
    url = f"https://www.herne.de/allris/{page}?{name}={number}"
    found = parse(answer.body, url, "herne")
    assert [f for f in found.findings if f.severity == "error"] == []
    return found


def test_a_withdrawn_paper_is_nowhere_and_comes_back() -> None:
    worlds, events = year()
    away: dict[int, int] = {}
    back = 0
    for night, (world, happened) in enumerate(zip(worlds[1:], events, strict=True), 1):
        answers = Answers(world)
        for number in world.away.keys() - worlds[night - 1].away.keys():
            away[number] = night
            shown = answers.answer("GET", "vo020.asp", {"VOLFDNR": str(number)}, None)
            assert (shown.status, b"kein Datensatz" in shown.body) == (200, True)
            form = {"DOLFDNR": f"{number}0", "options": "64"}
            assert answers.answer("POST", "do027.asp", form, None).status == 404
            assert not any(i.paper == number for _, i in world.items.values())
        for event in happened:
            back += event.kind == "returned"
    assert away
    assert back


def test_a_swapped_document_has_the_same_address_and_name() -> None:
    worlds, events = year()
    swapped = [
        (night, event.ids)
        for night, happened in enumerate(events, 1)
        for event in happened
        if event.kind == "swapped"
    ]
    assert len(swapped) > 20
    for night, ids in swapped:
        for file_id in ids:
            old, new = (truth(worlds[n])["file"].get(file_id) for n in (night - 1, night))
            if old and new:
                assert old["name"] == new["name"]
                assert old["sha256"] != new["sha256"]


def test_faults_of_nights() -> None:
    pages, lists = ("vo020", "do027"), ("si010", "vo040")
    nights = [faults_of(1, night, pages, lists) for night in range(300)]
    assert nights == [faults_of(1, night, pages, lists) for night in range(300)]
    faulty = [faults for faults in nights if faults]
    assert 70 < len(faulty) < 130
    kinds = {fault.kind for faults in faulty for fault in faults}
    assert {"status", "cut", "truncate", "delay", "refuse_page", "login", "empty_list"} <= kinds
    assert {fault.match for faults in faulty for fault in faults} >= {"", *pages, *lists}
