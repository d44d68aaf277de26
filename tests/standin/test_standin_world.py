"""The stand-in's worlds: what they contain and that they know their own truth."""

import time
from datetime import date

import pytest

from harvester.standin import demo_world, generated_world
from harvester.standin.model import slug

SEED = "herne/paper/4885"


def test_the_seed_paper_is_in_the_demo_exactly() -> None:
    expected = demo_world().expected()
    paper = expected["paper"][SEED]
    assert paper["reference"] == "2009/0346"
    assert paper["name"] == (
        "Handlungsprogramm „Kommunale Familienförderung in Herne - Zukunft für Familien in Herne“"
    )
    assert paper["paper_type_raw"] == "öffentliche Beschlussvorlage"
    assert paper["status_raw"] == "öffentlich"
    steps = {k: v for k, v in expected["consultation"].items() if k.startswith(SEED + "/")}
    assert [
        (key.removeprefix(SEED), s["role_raw"], s["date"], s["result_raw"], s["meeting_name"])
        for key, s in steps.items()
    ] == [
        ("/jugendhilfeausschuss/1", "Vorberatung", "2009-06-03", "beschlossen",
         "des Jugendhilfeausschusses"),
        ("/integrationsrat/1", "Vorberatung", "2009-06-18", "beschlossen", "des Integrationsrates"),
        ("/haupt-und-finanzausschuss/1", "Vorberatung", "2009-06-23", "beschlossen",
         "des Haupt- und Finanzausschusses"),
        ("/rat-der-stadt/1", "Entscheidung", "2009-06-30", "beschlossen", "des Rates der Stadt"),
    ]  # fmt: skip
    first = steps[SEED + "/jugendhilfeausschuss/1"]
    assert (first["meeting_id"], first["agenda_item_id"]) == (
        "herne/meeting/7083",
        "herne/item/59488",
    )


def test_the_demo_knows_its_meetings_and_items() -> None:
    expected = demo_world().expected()
    assert {kind: len(records) for kind, records in expected.items()} == {
        "organization": 12,
        "paper": 30,
        "consultation": 53,
        "meeting": 14,
        "agenda_item": 107,
    }
    meeting = expected["meeting"]["herne/meeting/7083"]
    assert meeting["start"] == "2009-06-03T16:00:00+02:00"
    assert meeting["end"] == "2009-06-03T18:26:00+02:00"
    assert meeting["organization_id"] == "herne/organization/235"
    council = expected["meeting"]["herne/meeting/82015"]
    assert council["organization_id"] == "herne/organization/pa-1"
    cancelled = expected["meeting"]["herne/meeting/7120"]
    assert cancelled["name"] == "ENTFÄLLT! Sitzung des Schulausschusses"
    assert cancelled["organization_name"] is None
    assert expected["agenda_item"]["herne/item/59488"]["reference"] == "2009/0346"


def test_a_committee_may_come_twice() -> None:
    steps = demo_world().expected()["consultation"]
    first = steps["herne/paper/4850/jugendhilfeausschuss/1"]
    again = steps["herne/paper/4850/jugendhilfeausschuss/2"]
    assert (first["date"], first["result_raw"]) == ("2009-05-06", "vertagt")
    assert (again["date"], again["result_raw"]) == ("2009-06-03", "geändert beschlossen")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "Ausschuss für Soziales, Gesundheit und Familie",
            "ausschuss-fuer-soziales-gesundheit-und-familie",
        ),
        ("Haupt- und Finanzausschuss", "haupt-und-finanzausschuss"),
        ("Bezirksvertretung Herne-Mitte", "bezirksvertretung-herne-mitte"),
        ("Straßenbauausschuß (Ä, Ö, Ü)", "strassenbauausschuss-ae-oe-ue"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_generated_world_has_every_trap() -> None:
    world = generated_world(5, 200)
    papers = list(world.papers.values())
    steps = [step for paper in papers for step in paper.steps]
    bound = {step.item for step in steps if step.item is not None}
    assert {step.status for step in steps} == {"Erledigt", "Geplant", "Bereit"}
    assert any(step.result == "vertagt" for step in steps)
    assert any(step.same_head for step in steps)
    assert any(step.day and step.result and step.meeting is None for step in steps)
    assert any(step.role == "" for step in steps)
    assert any(step.result == "(offen)" for step in steps)
    assert any(step.status == "Geplant" and step.day and not step.result for step in steps)
    days = [[step.day for step in paper.steps if step.day] for paper in papers]
    assert any(found != sorted(found) for found in days)
    assert {len(paper.sections) for paper in papers} >= {0, 1, 4, 5}
    assert any(len(paper.authors) == 2 for paper in papers)
    assert any("Tel 3533" in author for paper in papers for author in paper.authors)
    assert any(not paper.authors for paper in papers)
    assert any(len(paper.participants) > 1 for paper in papers)
    assert any(len(paper.subject) == 2 for paper in papers)
    assert any("&" in paper.name and '"' in paper.name for paper in papers)
    assert any(len(paper.attachments) == 4 for paper in papers)
    assert any(not {step.item for step in paper.steps} & bound for paper in papers)
    items = [item for meeting in world.meetings.values() for item in meeting.items]
    assert any(item.supplement for item in items)
    assert any(item.minutes_of for item in items)
    assert any(not item.public for item in items)
    assert any(meeting.name.startswith("ENTFÄLLT!") for meeting in world.meetings.values())
    assert any(meeting.published and not meeting.start for meeting in world.meetings.values())


def test_steps_items_and_meetings_agree() -> None:
    world = generated_world(5, 300)
    for paper in world.papers.values():
        for step in paper.steps:
            if step.meeting is None:
                assert step.item is None
                continue
            meeting, item = world.items[step.item or 0]
            assert (meeting.number, meeting.day) == (step.meeting, step.day)
            assert meeting.committee == step.committee
            assert (item.paper, item.result) == (paper.number, step.result)


def test_the_seed_decides() -> None:
    assert generated_world(8, 60).expected() == generated_world(8, 60).expected()
    assert generated_world(8, 60).expected() != generated_world(9, 60).expected()


def test_a_large_world_is_ready_soon() -> None:
    begin = time.perf_counter()
    world = generated_world(1, 20_000, start=date(2010, 1, 1))
    assert time.perf_counter() - begin < 15  # about 1.5 s; room for a busy machine
    assert len(world.papers) == 20_000
    assert min(paper.created for paper in world.papers.values()) == date(2010, 1, 1)


def test_a_night_changes_a_handful() -> None:
    world = demo_world()
    before, after = world.expected(), world.at_night(1).expected()
    changed = {
        kind: sorted(k for k, v in after[kind].items() if before[kind].get(k) != v)
        for kind in before
    }
    assert changed["paper"] == ["herne/paper/4853", "herne/paper/4886"]
    assert before["paper"]["herne/paper/4853"]["name"] == "Spielplatz Roonstrasse"
    assert after["paper"]["herne/paper/4853"]["name"] == "Spielplatz Roonstraße"
    steps = after["consultation"]
    assert changed["consultation"] == [
        "herne/paper/4853/jugendhilfeausschuss/1",
        "herne/paper/4867/haupt-und-finanzausschuss/1",
        "herne/paper/4867/haupt-und-finanzausschuss/2",
        "herne/paper/4886/ausschuss-fuer-planung-und-stadtentwicklung/1",
    ]
    assert steps["herne/paper/4853/jugendhilfeausschuss/1"]["result_raw"] == "beschlossen"
    assert steps["herne/paper/4867/haupt-und-finanzausschuss/1"]["result_raw"] == "vertagt"
    assert steps["herne/paper/4867/haupt-und-finanzausschuss/2"]["date"] is None
    assert [len(changed["meeting"]), len(changed["agenda_item"])] == [0, 2]


def test_nights_add_up() -> None:
    world = generated_world(3, 80)
    assert world.at_night(0).expected() == world.expected()
    assert world.at_night(2).at_night(0).expected() == world.at_night(2).expected()
    assert len(world.at_night(3).papers) == 83
