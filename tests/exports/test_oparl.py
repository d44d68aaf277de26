"""The export as a client reads it over HTTP, and what it says."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from exports.oparl_client import PREFIX, Client, Schemas, Walk
from exports.oparl_site import HOSTILE, Served, changed, copied, read, served
from harvester.exports.oparl import LEFT_OUT
from harvester.exports.oparl.folder import MARKER
from harvester.exports.oparl.objects import Known, paper

LATER = "2026-12-01T02:00:00Z"
#: A paper with its steps and files, a meeting with its agenda, a committee; alone: an item, a step,
#: a tie to a document that stays.
WITHDRAWN = tuple(
    f"UPDATE {table} SET gone_at = '{LATER}', gone_reason = 'unlisted', updated_at = '{LATER}' "
    f"WHERE {where}"
    for table, where in (
        ("paper", "id = 'herne/paper/4885'"),
        ("consultation", "paper_id = 'herne/paper/4885'"),
        ("paper_file", "paper_id = 'herne/paper/4885'"),
        ("file", "id IN ('herne/file/48850', 'herne/paper/4885/file/1')"),
        ("meeting", "id = 'herne/meeting/7090'"),
        ("agenda_item", "meeting_id = 'herne/meeting/7090'"),
        ("agenda_item", "id = 'herne/item/100047'"),
        ("consultation", "id = 'herne/paper/4851/rat-der-stadt/1'"),
        ("organization", "name = 'Integrationsrat'"),
        ("agenda_item_file", "id = 'bochum/item/41616 bochum/file/265230'"),
    )
)
STRANGE = (
    *(
        copied("paper", "herne/paper/4850", {"id": name, "name": "</script>\x1b\u2028"})
        for name in HOSTILE
    ),
    copied("organization", "herne/organization/235", {"id": "x/y", "body_id": "../b", "name": "Y"}),
    copied("paper", "herne/paper/4851", {"id": "pbu/paper/9", "reference": "9"}),
    "UPDATE paper SET body_id = 'castrop-rauxel' WHERE id = 'pbu/paper/9'",
    "UPDATE paper SET body_id = NULL WHERE id = 'pbu/paper/20140488'",
    "UPDATE file SET url = 'javascript:alert(1)' WHERE id = 'bochum/file/265201'",
    "UPDATE file SET url = NULL, source_url = 'about:blank' WHERE id = 'bochum/file/265202'",
    "UPDATE file SET role = 'minutes' WHERE id = 'herne/file/50070940'",
    "UPDATE agenda_item SET meeting_id = 'herne/meeting/0' WHERE id = 'herne/item/100048'",
    "UPDATE paper SET related_references = '[\"2009/0346\"]' WHERE id = 'herne/paper/4850'",
)


@pytest.fixture(scope="module")
def demo(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(demo_archive, tmp_path_factory.mktemp("demo-site")) as site:
        yield site


@pytest.fixture(scope="module")
def altered(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same with things withdrawn, and strange ones in it."""
    folder = tmp_path_factory.mktemp("altered")
    archive = changed(demo_archive, folder, *WITHDRAWN, *STRANGE)
    with served(archive, tmp_path_factory.mktemp("altered-site")) as site:
        yield site


@pytest.fixture(scope="module")
def walks(demo: Served, altered: Served, oparl_schemas: Path) -> dict[str, Walk]:
    schemas = Schemas(oparl_schemas)
    return {
        name: Client(schemas, site.address).walk_from(f"{site.address}system.json")
        for name, site in (("demo", demo), ("altered", altered))
    }


@pytest.fixture(params=["demo", "altered"])
def both(
    request: pytest.FixtureRequest, walks: dict[str, Walk], demo: Served, altered: Served
) -> tuple[Walk, Served]:
    return walks[request.param], demo if request.param == "demo" else altered


# As a client sees it


def test_every_object_passes_its_schema_and_every_link_leads_to_its_type(
    both: tuple[Walk, Served],
) -> None:
    walk, site = both
    assert walk.errors == []
    by_type: dict[str, int] = {}
    for found in walk.objects.values():
        kind = found["type"].removeprefix(PREFIX)
        by_type[kind] = by_type.get(kind, 0) + 1
    assert by_type == {kind: n for kind, n in site.counts.items() if kind != LEFT_OUT}
    assert {"Paper", "Meeting", "AgendaItem", "Consultation", "File", "Location"} < by_type.keys()


def test_nothing_lies_in_the_folder_that_no_link_leads_to(both: tuple[Walk, Served]) -> None:
    walk, site = both
    paths = {
        path.relative_to(site.folder).as_posix()
        for path in site.folder.rglob("*")
        if path.is_file()
    }
    assert paths - {MARKER} == {url.removeprefix(site.address) for url in walk.fetched}


def test_lists_and_files_tell_the_same(both: tuple[Walk, Served]) -> None:
    walk, _ = both
    for objects in walk.lists.values():
        for found in objects:
            assert found == walk.objects[found["id"]]


def test_a_part_is_the_whole_object_but_for_the_way_back_and_the_text(
    both: tuple[Walk, Served],
) -> None:
    walk, _ = both
    back = {
        "AgendaItem": {"meeting"},
        "Consultation": {"paper"},
        "File": {"paper", "meeting", "agendaItem", "text"},
        "Location": {"meetings"},
    }
    assert len(walk.parts) > 500
    for _, part in walk.parts:
        whole = walk.objects[part["id"]]
        dropped = back[part["type"].removeprefix(PREFIX)]
        assert part == {name: value for name, value in whole.items() if name not in dropped}


def test_links_are_answered(both: tuple[Walk, Served]) -> None:
    """What refers to something is found from there again."""
    walk, _ = both
    for kind in ("Meeting", "Consultation"):
        for found in walk.of(kind):
            for committee in found.get("organization", ()):
                whole = walk.objects[committee]
                if not whole.get("deleted"):
                    listed = walk.lists[whole[kind.lower()]]
                    assert found in listed
    for step in walk.of("Consultation"):
        if (item := walk.objects.get(step.get("agendaItem", ""))) and not item.get("deleted"):
            assert item["consultation"] == step["id"]
    inside: dict[tuple[str, str], set[str]] = {}
    for owner, part in walk.parts:
        inside.setdefault((part["type"].removeprefix(PREFIX), part["id"]), set()).add(owner)
    for kind, names in (
        ("AgendaItem", ("meeting",)),
        ("Consultation", ("paper",)),
        ("File", ("paper", "meeting", "agendaItem")),
        ("Location", ("meetings",)),
    ):
        for found in walk.of(kind):
            owners: list[str] = []
            for name in names:
                value = found.get(name, [])
                owners += [value] if isinstance(value, str) else value
            assert inside.get((kind, found["id"]), set()) == set(owners)


def test_every_record_is_an_object(both: tuple[Walk, Served]) -> None:
    walk, site = both
    told = {found["harvester:id"] for found in walk.objects.values() if "harvester:id" in found}
    tables = ("organization", "meeting", "paper", "agenda_item", "consultation", "file")
    with sqlite3.connect(site.archive) as conn:
        for table in tables:
            live = conn.execute(f"SELECT id FROM {table} WHERE gone_at IS NULL").fetchall()
            told_of = {row_id for (row_id,) in live} & told
            missing = {row_id for (row_id,) in live} - told
            assert told_of
            # files that the platform shows without a paper, and a paper without a town
            assert all(row_id.startswith("pbu/") for row_id in missing), missing
    conn.close()


def test_each_town_is_a_body_with_its_papers_of_all_sources(walks: dict[str, Walk]) -> None:
    walk = walks["demo"]
    bodies = {found["name"]: found for found in walk.of("Body")}
    assert set(bodies) == {"Stadt Bochum", "Stadt Herne"}
    papers = walk.lists[bodies["Stadt Bochum"]["paper"]]
    assert {found["harvester:id"].partition("/")[0] for found in papers} == {"bochum", "pbu"}
    assert bodies["Stadt Herne"]["ags"] == "05916000"
    assert bodies["Stadt Herne"]["legislativeTerm"] == []
    for attribute in ("person", "membership", "legislativeTermList"):
        assert walk.lists[bodies["Stadt Herne"][attribute]] == []


def test_a_town_that_only_a_paper_names_is_a_body_too(walks: dict[str, Walk]) -> None:
    bodies = {found["name"]: found for found in walks["altered"].of("Body")}
    assert set(bodies) == {"Stadt Bochum", "Stadt Herne", "castrop-rauxel", "../b"}
    (paper,) = walks["altered"].lists[bodies["castrop-rauxel"]["paper"]]
    assert paper["reference"] == "9"
    assert paper["body"] == bodies["castrop-rauxel"]["id"]


def test_what_belongs_to_no_town_is_left_out_and_counted(demo: Served, altered: Served) -> None:
    with sqlite3.connect(altered.archive) as conn:
        (steps,) = conn.execute(
            "SELECT count(*) FROM consultation WHERE paper_id = 'pbu/paper/20140488'"
        ).fetchone()
        (files,) = conn.execute(
            "SELECT count(*) FROM paper_file WHERE paper_id = 'pbu/paper/20140488'"
        ).fetchone()
    conn.close()
    assert demo.counts[LEFT_OUT] == 2  # files that the platform shows without a paper
    assert altered.counts[LEFT_OUT] == 2 + 1 + steps + files
    assert not list(altered.folder.glob("pbu/paper/20140488*"))


# Values


def test_the_paper_2009_0346(demo: Served) -> None:
    herne = f"{demo.address}herne/"
    paper = read(demo.folder, "herne/paper/4885.json")
    source = paper.pop("web").removesuffix("vo020.asp?VOLFDNR=4885")
    assert urlsplit(source).path == "/allris/"
    for found in (paper, *paper["consultation"], paper["mainFile"], *paper["auxiliaryFile"]):
        assert found.pop("created") <= found.pop("modified")
        assert found.pop("harvester:retrieved").endswith("Z")
        assert found.pop("web", f"{source}vo020.asp?VOLFDNR=4885").startswith(source)
    steps, main = paper.pop("consultation"), paper.pop("mainFile")
    (attachment,) = paper.pop("auxiliaryFile")
    sections = paper.pop("harvester:sections")
    assert paper == {
        "id": f"{herne}paper/4885.json",
        "type": "https://schema.oparl.org/1.1/Paper",
        "body": f"{herne}body.json",
        "name": "Handlungsprogramm „Kommunale Familienförderung in Herne - Zukunft für Familien "
        "in Herne“",
        "reference": "2009/0346",
        "paperType": "öffentliche Beschlussvorlage",
        "harvester:id": "herne/paper/4885",
        "harvester:paperType": "resolution_proposal",
        "harvester:status": "öffentlich",
        "harvester:public": True,
        "harvester:leadDepartment": "FB 42 - Kinder-Jugend-Familie",
    }
    assert [(section["key"], section["heading"]) for section in sections] == [
        ("resolution", "Beschlussvorschlag"),
        ("facts", "Sachverhalt"),
        ("attachments", "Anlage/n"),
    ]
    assert sections[2]["text"] == "Handlungsprogramm mit Maßnahmenübersicht"
    assert steps[3] == {
        "id": f"{herne}paper/4885.rat-der-stadt.1.consultation.json",
        "type": "https://schema.oparl.org/1.1/Consultation",
        "agendaItem": f"{herne}item/90248.json",
        "meeting": f"{herne}meeting/82015.json",
        "organization": [f"{herne}organization/pa-1.json"],
        "authoritative": True,
        "role": "Entscheidung",
        "harvester:id": "herne/paper/4885/rat-der-stadt/1",
        "harvester:position": 4,
        "harvester:meetingName": "des Rates der Stadt",
        "harvester:date": "2009-06-30",
        "harvester:role": "decision",
        "harvester:status": "Erledigt",
        "harvester:result": "accepted",
        "harvester:resultText": "beschlossen",
    }
    assert [(step["meeting"], step["authoritative"]) for step in steps] == [
        (f"{herne}meeting/7083.json", False),
        (f"{herne}meeting/1159.json", False),
        (f"{herne}meeting/11457.json", False),
        (f"{herne}meeting/82015.json", True),
    ]
    # It answers a form only, so the page that offers it is given.
    assert main["id"] == f"{herne}file/48850.json"
    assert (main["name"], main["mimeType"]) == ("Vorlage", "application/pdf")
    assert main["accessUrl"] == f"{source}vo020.asp?VOLFDNR=4885"
    assert main["harvester:accessUrl"] == "page"
    assert attachment["id"] == f"{herne}paper/4885.file.1.file.json"
    assert attachment["name"] == "Handlungsprogramm_Familienförderung_12Mai2009"
    assert attachment["harvester:accessUrl"] == "page"
    assert attachment["harvester:documentModified"] == "2009-05-18T12:01:47+02:00"


def test_the_item_and_the_meeting_of_that_paper(demo: Served) -> None:
    item = read(demo.folder, "herne/item/86342.json")
    assert item["meeting"] == f"{demo.address}herne/meeting/11457.json"
    assert item["consultation"].endswith(
        "herne/paper/4885.haupt-und-finanzausschuss.1.consultation.json"
    )
    assert (item["number"], item["order"], item["public"]) == ("Ö 2.1", 2, True)
    assert (item["result"], item["harvester:result"]) == ("beschlossen", "accepted")
    assert item["harvester:vote"] == "Ja: 45, Nein: 2, Enthaltungen: 1"
    votes = ("harvester:votesYes", "harvester:votesNo", "harvester:votesAbstain")
    assert [item[name] for name in votes] == [45, 2, 1]
    assert item["harvester:paper"] == f"{demo.address}herne/paper/4885.json"
    assert item["resolutionText"].startswith("Die Anregungen aus der Bürgerversammlung")
    meeting = read(demo.folder, "herne/meeting/11457.json")
    assert meeting["start"] == "2009-06-23T16:00:00+02:00"
    assert meeting["end"] == "2009-06-23T17:30:00+02:00"
    assert meeting["organization"] == [f"{demo.address}herne/organization/211.json"]
    assert [part["order"] for part in meeting["agendaItem"]] == list(
        range(len(meeting["agendaItem"]))
    )
    assert meeting["agendaItem"][2]["id"] == item["id"]
    assert meeting["invitation"]["name"] == "Einladung"
    assert meeting["resultsProtocol"]["harvester:role"] == "minutes"
    assert meeting["location"]["room"] == "Großer Sitzungssaal, Raum 312"


def test_of_two_minutes_none_is_the_minutes(altered: Served) -> None:
    meeting = read(altered.folder, "herne/meeting/7094.json")
    assert not {"invitation", "resultsProtocol"} & meeting.keys()
    assert [part["harvester:role"] for part in meeting["auxiliaryFile"]] == ["minutes", "minutes"]


def test_a_meeting_without_a_time_has_no_start(demo: Served) -> None:
    meeting = read(demo.folder, "herne/meeting/7130.json")
    assert "start" not in meeting
    assert meeting["harvester:date"] == "2009-06-25"


def test_a_cancelled_meeting_says_so(demo: Served) -> None:
    cancelled = [
        found
        for path in demo.folder.glob("herne/meeting/*.json")
        if (found := json.loads(path.read_text())).get("cancelled")
    ]
    assert ["ENTFÄLLT" in found["name"] for found in cancelled] == [True]


def test_a_document_has_its_text_and_its_own_address_where_that_is_stable(demo: Served) -> None:
    found = read(demo.folder, "bochum/file/266016.json")
    assert urlsplit(found["accessUrl"]).query == "id=266016&type=do"
    assert "harvester:accessUrl" not in found
    assert found["text"].startswith("Niederschrift öffentlich - Ausschuss für Kultur und Sport")
    (meeting,) = found["meeting"]
    assert "text" not in str(
        read(demo.folder, urlsplit(meeting).path.removeprefix("/oparl/")).keys()
    )


def test_an_address_that_is_none_is_never_given(altered: Served) -> None:
    page = read(altered.folder, "bochum/file/265201.json")
    assert page["accessUrl"] == page["web"]
    assert page["harvester:accessUrl"] == "page"
    lost = read(altered.folder, "bochum/file/265202.json")
    assert lost["accessUrl"] == lost["id"]
    assert lost["harvester:accessUrl"] == "none"
    assert "web" not in lost
    for path in altered.folder.rglob("*.json"):
        assert "javascript:" not in path.read_text(encoding="utf-8")


def test_related_papers_are_linked_where_they_are_held(altered: Served) -> None:
    paper = read(altered.folder, "herne/paper/4850.json")
    assert paper["relatedPaper"] == [f"{altered.address}herne/paper/4885.json"]


def test_an_item_of_a_meeting_that_is_not_held_stands_alone(altered: Served) -> None:
    item = read(altered.folder, "herne/item/100048.json")
    assert "meeting" not in item
    assert item["order"] == 0


def test_staff_is_not_in_it(demo: Served) -> None:
    """Neither clerks nor the authors, nor their telephones: nowhere in any file."""
    with sqlite3.connect(demo.archive) as conn:
        clerks = {row[0] for row in conn.execute("SELECT clerk FROM paper WHERE clerk > ''")}
        authors = {row[0] for row in conn.execute("SELECT authors_raw FROM paper")} - {None}
        departments = [row[0] for row in conn.execute("SELECT lead_department FROM paper")]
    conn.close()
    assert "Sachbearbeitung 1" in clerks
    assert "Fachbereichsleitung, Tel 3533" in authors
    assert "66 1 (2201)" in departments
    text = "\n".join(
        line
        for path in demo.folder.rglob("*.json")
        if "/file" not in path.as_posix()  # what a document says is its own word
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    assert '"harvester:leadDepartment": "66 1"' in text
    for name in {*clerks, *authors, "3533", "(2201)"}:
        assert name not in text


def test_departments_are_without_their_telephone() -> None:
    row: dict[str, Any] = defaultdict(lambda: None, id="town/paper/1")
    row |= {
        "lead_department": "66 1 (2201)",
        "participating_departments": ["20 2 (1455)", "(12 34)"],
    }
    made = paper(Known("https://x.example/"), row, {}, [], "")
    assert made["harvester:leadDepartment"] == "66 1"
    assert made["harvester:participatingDepartments"] == ["20 2"]


# What is gone


def test_what_is_gone_stays_as_a_deleted_object(altered: Served) -> None:
    paper = read(altered.folder, "herne/paper/4885.json")
    assert paper.pop("created") < LATER
    assert paper == {
        "id": f"{altered.address}herne/paper/4885.json",
        "type": "https://schema.oparl.org/1.1/Paper",
        "modified": LATER,
        "deleted": True,
    }
    item = read(altered.folder, "herne/item/100047.json")
    assert item.keys() == {"id", "type", "order", "created", "modified", "deleted"}
    file = read(altered.folder, "herne/file/48850.json")
    assert file.keys() == {"id", "type", "accessUrl", "created", "modified", "deleted"}
    place = read(altered.folder, "herne/meeting/7090.location.json")
    assert place["deleted"] is True


def test_what_is_gone_is_no_part_and_moves_what_it_was_part_of(altered: Served) -> None:
    meeting = read(altered.folder, "herne/meeting/7083.json")
    ids = [part["id"] for part in meeting["agendaItem"]]
    assert f"{altered.address}herne/item/100047.json" not in ids
    assert [part["order"] for part in meeting["agendaItem"]] == list(range(len(ids)))
    assert meeting["modified"] == LATER
    paper = read(altered.folder, "herne/paper/4851.json")
    assert [step["role"] for step in paper["consultation"]] == ["Vorberatung"]
    assert paper["modified"] == LATER
    bodies = {found["id"]: found for found in read(altered.folder, "bodies.json")["data"]}
    assert bodies[f"{altered.address}herne/body.json"]["modified"] == LATER


def test_an_item_is_not_bound_to_a_step_that_is_gone(altered: Served) -> None:
    item = read(altered.folder, "herne/item/86342.json")
    assert "consultation" not in item
    assert item["modified"] == LATER


def test_a_committee_that_is_gone_has_no_lists(altered: Served) -> None:
    committee = read(altered.folder, "herne/organization/240.json")
    assert committee["deleted"] is True
    assert not list(altered.folder.glob("herne/organization/240.*.json"))
