"""The small Bochum: what the demo's world holds, that it is told right, what nights change."""

import time
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from harvester.standin import BochumWorld, bochum_world, generated_bochum
from harvester.standin.bochum.model import MOTION, NOTICE, PROPOSAL, QUESTION, Paper
from harvester.standin.bochum.nights import rewritten

SEED = "bochum/paper/7068726"


@pytest.fixture(scope="module")
def world() -> BochumWorld:
    return bochum_world()


def by_reference(world: BochumWorld) -> dict[str, Paper]:
    return {paper.reference: paper for paper in (*world.papers.values(), *world.motions.values())}


def test_the_seed_paper_is_in_the_demo(world: BochumWorld) -> None:
    told = world.expected()
    assert told["paper"][SEED] == {
        "reference": "20140656",
        "name": 'Zielvereinbarung zur Erlangung des Zertifikats "Familiengerechte Kommune"',
        "paper_type_raw": "Beschlussvorlage der Verwaltung",
    }
    steps = [step for key, step in told["consultation"].items() if key.startswith(f"{SEED}/")]
    assert [(s["organization_name"], s["date"], s["role_raw"], s["meeting_id"]) for s in steps] == [
        ("Haupt- und Finanzausschuss", "2014-03-26", "Vorberatung", "bochum/meeting/7210"),
        ("Jugendhilfeausschuss", "2014-04-02", "Vorberatung", "bochum/meeting/7216"),
        ("Rat", "2014-04-10", "Entscheidung", "bochum/meeting/7223"),
    ]
    results = [world.items[step.item or 0][1] for step in world.papers[7068726].steps]
    assert [(item.top, item.result) for item in results] == [
        ("2.1", "einstimmig empfohlen"),
        ("2.1", "mehrheitlich empfohlen"),
        ("2.1", "mehrheitlich beschlossen"),
    ]


def test_its_size(world: BochumWorld) -> None:
    assert len(world.committees) == 12
    assert Counter(meeting.published for meeting in world.meetings.values()) == {True: 15, False: 1}
    assert len(world.papers) == 25
    assert len(world.motions) == 2
    assert not world.month(2014, 5)
    assert {p.kind for p in by_reference(world).values()} == {PROPOSAL, NOTICE, QUESTION, MOTION}


def test_what_there_is_to_be_found_out(world: BochumWorld) -> None:
    papers = by_reference(world)
    postponed = papers["20140431"]
    assert postponed.planned[0].committee == postponed.steps[0].committee.name
    assert (postponed.planned[0].day, postponed.steps[0].day) == (
        date(2014, 3, 21),
        date(2014, 3, 28),
    )
    deferred = papers["20140488"]
    assert [(s.committee.name, s.result) for s in deferred.steps] == [
        ("Bezirksvertretung Bochum-Mitte", "vertagt"),
        ("Bezirksvertretung Bochum-Mitte", "einstimmig beschlossen"),
    ]
    assert len(deferred.planned) == 1
    twice = papers["20131987/1"]
    assert [p.day for p in twice.planned] == [date(2014, 3, 11), None]
    assert papers["20140555"].answers == (
        "Anfrage der Fraktion Mitte, Niederschrift Nr. 2 vom 05.02.2014, Vorlage Nr. 20140098"
    )
    assert [s.public for s in papers["20140610"].steps] == [False, True]
    assert [s.day for s in papers["20140812"].steps] == [date(2014, 6, 4), None]
    hidden = [item for _, item in world.items.values() if not item.public]
    assert hidden
    assert all(item.paper is None and not item.linked for item in hidden)


@pytest.mark.parametrize("world", [bochum_world(), generated_bochum(3, 200)], ids=["demo", "made"])
def test_steps_items_and_meetings_agree(world: BochumWorld) -> None:
    for paper in (*world.papers.values(), *world.motions.values()):
        for step in paper.steps:
            if step.meeting is None:
                assert step.item is None
                continue
            meeting, item = world.items[step.item or 0]
            assert (meeting.number, meeting.day, meeting.committee) == (
                step.meeting,
                step.day,
                step.committee,
            )
            assert (item.paper or item.motion, item.result) == (paper.number, step.result)
    numbers = [number for meeting in world.meetings.values() for number in
               [item.number for item in meeting.items]]  # fmt: skip
    assert len(numbers) == len(set(numbers))
    owned = [d.number for paper, d in world.paper_files()]
    assert len(world.documents) == len(owned) + sum(
        len(m.documents) for m in world.meetings.values()
    )


def test_votes_go_with_results(world: BochumWorld) -> None:
    votes = {item.result: item.vote for _, item in world.items.values() if item.result is not None}
    assert votes["vertagt"] is None
    assert votes["zur Kenntnis genommen"] is None
    assert "Nein: 0," in str(votes["einstimmig beschlossen"])
    assert votes["abgelehnt"] == "Ja: 1, Nein: 34, Enthaltungen: 0, Befangen: 0"


def test_what_is_expected_depends_on_what_a_layout_shows() -> None:
    table, cards = bochum_world(layout=4).expected(), bochum_world(layout=6).expected()
    assert table["consultation"][f"{SEED}/rat/1"]["result_raw"] == "mehrheitlich beschlossen"
    # a step of which the cards show no result has that of its agenda item, if it has one
    assert cards["consultation"][f"{SEED}/rat/1"]["result_raw"] == "mehrheitlich beschlossen"
    without = "bochum/paper/7068736/bezirksvertretung-bochum-ost/1"
    assert table["consultation"][without]["role_raw"] == "Anhörung"
    assert cards["consultation"][without]["result_raw"] is None
    assert table["agenda_item"]["bochum/item/42001"]["number"] == "1"
    assert cards["agenda_item"]["bochum/meeting/7201/item/oe-1"]["number"] == "Ö 1"
    assert cards["agenda_item"]["bochum/item/41503"]["number"] == "Ö 2.1"


def test_a_night_changes_a_handful(world: BochumWorld) -> None:
    later = world.at_night(1)
    before, after = world.expected(), later.expected()
    changed = {
        kind: sorted(key for key, value in after[kind].items() if before[kind].get(key) != value)
        for kind in after
    }
    item = "bochum/item/41636"
    assert changed == {
        "organization": [],
        "meeting": [],
        "agenda_item": [item],
        "paper": ["bochum/paper/7068739"],
        "consultation": [
            "bochum/paper/7068735/jugendhilfeausschuss/1",
            "bochum/paper/7068739/ausschuss-fuer-wirtschaft-infrastruktur-und-stadtentwicklung/1",
        ],
        "file": ["bochum/file/266029"],
    }
    assert after["agenda_item"][item]["result_raw"] == "einstimmig empfohlen"
    assert (world.today, later.today) == (date(2014, 4, 30), date(2014, 5, 1))


@pytest.mark.parametrize("night", [1, 2, 3])
def test_the_same_address_gives_other_bytes(world: BochumWorld, night: int) -> None:
    before, after = world.at_night(night - 1), world.at_night(night)
    changed = {
        number
        for number, (document, _) in before.documents.items()
        if before.body(document) != after.body(after.documents[number][0])
    }
    corrected, stamped = (world.papers[number] for number in rewritten(before, night))
    # Anlagen quote the first paragraph, which stays
    assert changed == {corrected.documents[0].number, stamped.documents[0].number}


def test_the_seed_decides() -> None:
    assert generated_bochum(8, 60).expected() == generated_bochum(8, 60).expected()
    assert generated_bochum(8, 60).expected() != generated_bochum(9, 60).expected()


def test_a_made_town_has_what_matters() -> None:
    world = generated_bochum(5, 200)
    papers = list(world.papers.values())
    assert len({paper.reference for paper in papers}) == 200
    assert {paper.kind for paper in papers} == {PROPOSAL, NOTICE, QUESTION}
    steps = [step for paper in papers for step in paper.steps]
    assert any(step.result == "vertagt" for step in steps)
    assert any(step.day and step.result is None for step in steps)
    assert any(step.day is None for step in steps)
    assert any(
        (first.planned[0].day or date.max) < first.steps[0].day
        for first in papers
        if first.steps[0].day
    )
    assert any(len(paper.steps) > len(paper.planned) for paper in papers)


def test_a_large_town_is_ready_soon() -> None:
    begin = time.perf_counter()
    assert len(generated_bochum(1, 5000).papers) == 5000
    assert time.perf_counter() - begin < 10  # about 0.4 s; room for a busy machine


def test_an_emptied_town_keeps_its_look() -> None:
    world = replace(bochum_world(), layout=4).emptied()
    assert (world.layout, world.papers, world.committees) == (4, {}, ())
