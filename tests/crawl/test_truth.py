"""A crawl gives exactly what the town shows: nothing lost, nothing invented."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from crawl.helpers import (
    ALL_OF_DEMO,
    WatchedSite,
    assert_holds,
    crawl,
    findings,
    query,
    rows_of,
)
from harvester.standin import World, demo_world, generated_world
from harvester.standin.answers import Answer
from harvester.standin.model import slug

#: What each phrase of the stand-in means, read in shared/records.md and domain.md.
RESULTS = {
    None: None,
    "(offen)": None,
    "beschlossen": "accepted",
    "ungeändert beschlossen": "accepted",
    "geändert beschlossen": "accepted_amended",
    "abgelehnt": "rejected",
    "zur Kenntnis genommen": "noted",
    "vertagt": "deferred",
    "an Verwaltung zurück verwiesen": "referred",
    "zurückgezogen": "withdrawn",
    "erledigt": "settled",
}
ROLES = {
    "": None,
    "Vorberatung": "preliminary",
    "Anhörung": "hearing",
    "Entscheidung": "decision",
    "Kenntnisnahme": "information",
}
TYPES = {
    "öffentliche Beschlussvorlage": "resolution_proposal",
    "Antrag": "motion",
    "Mitteilungsvorlage": "notice",
    "Anfrage": "question",
}
KEYS = {"BV": "resolution", "SV": "facts", "FA": "finance", "AN": "attachments", "WP": "minutes"}


def assert_meaning(archive: Path, world: World) -> None:
    """Canonical values, dates, committees, texts and attachments, beyond `World.expected`."""
    papers, steps = rows_of(archive, "paper"), rows_of(archive, "consultation")
    for paper in world.papers.values():
        row = papers[paper.id]
        assert row["paper_type"] == TYPES[paper.kind], paper.id
        assert row["date"] == paper.created.isoformat(), paper.id
        seen: Counter[str] = Counter()
        for position, step in enumerate(paper.steps, 1):
            name = slug(step.committee.name)
            seen[name] += 1
            held = steps[f"{paper.id}/{name}/{seen[name]}"]
            told = [held[key] for key in ("position", "role", "result", "organization_id")]
            meant = [position, ROLES[step.role], RESULTS[step.result], step.committee.id]
            assert told == meant, held["id"]


def assert_texts(archive: Path, world: World) -> None:
    """Every section with its text, every attachment with name and size, in order."""
    sections: dict[str, list[tuple[str, str | None]]] = {}
    for row in query(archive, "SELECT * FROM paper_section ORDER BY paper_id, position"):
        sections.setdefault(row["paper_id"], []).append((row["key"], row["text"]))
    files: dict[str, list[tuple[str, str, int]]] = {}
    for row in query(
        archive,
        "SELECT paper_id, number, name, declared_size FROM paper_file "
        "JOIN file ON file.id = file_id WHERE role = 'attachment' ORDER BY paper_id, position",
    ):
        files.setdefault(row["paper_id"], []).append(
            (row["number"], row["name"], row["declared_size"])
        )
    for paper in world.papers.values():
        texts = [
            (KEYS[s.code], "\n".join(s.paragraphs) or None)
            for s in paper.sections
            if s.paragraphs or s.heading != "none"  # else the page shows nothing
        ]
        assert sections.get(paper.id, []) == texts, paper.id
        attached = [(str(a.number), a.name, a.size * 1024) for a in paper.attachments]
        assert files.get(paper.id, []) == attached, paper.id


def test_the_demo_town(archive: Path, site: WatchedSite) -> None:
    summary = crawl(site, archive, ALL_OF_DEMO)
    assert (summary.outcome, summary.message) == ("complete", None)
    assert findings(archive) == set()
    assert_holds(archive, site.world)
    assert_meaning(archive, site.world)
    assert_texts(archive, site.world)
    assert_seed_paper(archive)
    # 13 meetings and one that is only announced, 30 papers, 12 committees
    assert (summary.listed, summary.missing) == (14 + 30 + 12, 0)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_a_generated_town(archive: Path, seed: int) -> None:
    """150 papers with every trap; the list of papers has a filter and then three pages."""
    world = generated_world(seed, 150)
    with WatchedSite(world) as site:
        summary = crawl(site, archive, whole_window(world))
        lists = [(w.method, w.path) for w in site.watched if "vo040" in w.path]
    assert (summary.outcome, summary.missing) == ("complete", 0)
    assert_holds(archive, world)
    assert_meaning(archive, world)
    assert_texts(archive, world)
    address = "/allris/vo040.asp"
    assert lists[:2] == [("GET", address), ("POST", address)]
    assert lists[2:] == [("GET", f"{address}?shownext=true")] * 2
    # some are on no agenda: the list alone names them
    on_agendas = {item.paper for _, item in world.items.values()}
    assert len(world.papers.keys() - on_agendas) >= 5


def whole_window(world: World) -> tuple[str, str]:
    """From the first to the last day of anything in the town."""
    days = [m.day for m in world.meetings.values()] + [p.created for p in world.papers.values()]
    return min(days).isoformat(), max(days).isoformat()


def assert_seed_paper(archive: Path) -> None:
    """The paper that the project started from, read by hand."""
    (paper,) = query(archive, "SELECT * FROM paper WHERE reference = '2009/0346'")
    assert paper["id"] == "herne/paper/4885"
    steps = query(
        archive, "SELECT * FROM consultation WHERE paper_id = ? ORDER BY position", paper["id"]
    )
    assert [(s["date"], s["role"], s["result"], s["organization_name"]) for s in steps] == [
        ("2009-06-03", "preliminary", "accepted", "Jugendhilfeausschuss"),
        ("2009-06-18", "preliminary", "accepted", "Integrationsrat"),
        ("2009-06-23", "preliminary", "accepted", "Haupt- und Finanzausschuss"),
        ("2009-06-30", "decision", "accepted", "Rat der Stadt"),
    ]
    assert [s["meeting_id"] for s in steps] == [
        f"herne/meeting/{number}" for number in (7083, 1159, 11457, 82015)
    ]
    sections = query(
        archive, "SELECT * FROM paper_section WHERE paper_id = ? ORDER BY position", paper["id"]
    )
    assert [s["key"] for s in sections] == ["resolution", "facts", "attachments"]
    assert sections[0]["text"].startswith("1. Der Rat der Stadt stimmt dem vorgelegten")
    assert sections[2]["text"] == "Handlungsprogramm mit Maßnahmenübersicht"
    (file,) = query(archive, "SELECT * FROM file WHERE id = ?", f"{paper['id']}/file/1")
    assert file["declared_size"] == 196 * 1024 == 200704
    assert file["name"] == "Handlungsprogramm_Familienförderung_12Mai2009"


class UnfilteredSite(WatchedSite):
    """Shows the whole list of papers, whatever the filter's form says."""

    def answer(
        self, seen: tuple[str, str, dict[str, str]], cookie: str | None, *, empty: bool
    ) -> Answer:
        method, path, form = seen
        seen = ("GET", path, {}) if method == "POST" else (method, path, form)
        return super().answer(seen, cookie, empty=empty)


@pytest.mark.parametrize("town", [WatchedSite, UnfilteredSite])
def test_the_window_is_kept(archive: Path, town: type[WatchedSite]) -> None:
    """Neither meetings nor papers of the list outside the window are asked for."""
    with town(demo_world()) as site:
        summary = crawl(site, archive, ("2009-06-10", "2009-06-18"))
    assert summary.outcome == "complete"
    asked = {path for _, path, _ in site.requests}
    june = date(2009, 6, 10), date(2009, 6, 18)
    meetings = {m.number for m in site.world.meetings.values() if june[0] <= m.day <= june[1]}
    assert meetings == {7094, 7101, 7102, 1159}
    assert {f"/allris/to010.asp?SILFDNR={number}" for number in meetings} == {
        path for path in asked if "to010" in path
    }
    listed = {p.number for p in site.world.papers.values() if june[0] <= p.created <= june[1]}
    on_agendas = {
        item.paper
        for number in meetings
        for item in site.world.meetings[number].items
        if item.paper
    }
    papers = {f"/allris/vo020.asp?VOLFDNR={number}" for number in listed | on_agendas}
    assert papers == {path for path in asked if "vo020" in path}
    assert f"/allris/vo020.asp?VOLFDNR={SEED}" in papers  # of May, but a meeting treats it
    assert 4850 not in listed | on_agendas


SEED = 4885


def test_a_window_over_the_new_year_asks_for_both_months(archive: Path, site: WatchedSite) -> None:
    crawl(site, archive, ("2009-12-30", "2010-01-02"))
    months = [path.partition("?")[2] for _, path, _ in site.requests if "si010" in path]
    assert months == ["MM=12&YY=2009", "MM=1&YY=2010"]
