"""Whole crawls of Bochum: the council's system, the archived platform, the forms in the PDFs."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawl.helpers import assert_holds, content, crawl, findings, query, rows_of
from harvester.archive import RunSummary
from harvester.standin import Fault, StandInSite, bochum_world, platform_world

SPRING = ("2014-02-01", "2014-06-30")
SEED = "bochum/paper/7068726"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bochum with its documents, then the platform."""
    archive = tmp_path_factory.mktemp("both") / "archive.sqlite"
    with StandInSite(bochum_world()) as site:
        summary = crawl(site, archive, SPRING, spider="bochum", documents=True)
    assert (summary.outcome, summary.message) == ("complete", None)
    with StandInSite(platform_world()) as site:
        assert platform(site, archive).outcome == "complete"
    return archive


def platform(site: StandInSite, archive: Path, **arguments: Any) -> RunSummary:
    urls = archive.parent / "addresses.txt"
    urls.write_text("\n".join(platform_world().addresses(site.base_url)))
    arguments = {"documents": True, "urls": urls} | arguments
    return crawl(site, archive, SPRING, spider="politik_bei_uns", **arguments)


@pytest.mark.parametrize("layout", [4, 5, 6])
def test_the_archive_holds_what_each_layout_shows(archive: Path, layout: Any) -> None:
    world = replace(bochum_world(), layout=layout)
    with StandInSite(world) as site:
        summary = crawl(site, archive, SPRING, spider="bochum")
    assert (summary.outcome, summary.message) == ("complete", None)
    assert_holds(archive, world)


def test_a_second_crawl_changes_nothing(archive: Path) -> None:
    with StandInSite(bochum_world()) as site:
        crawl(site, archive, SPRING, spider="bochum", documents=True)
        before = content(archive)
        crawl(site, archive, SPRING, spider="bochum", documents=True)
    assert content(archive) == before
    assert query(archive, "SELECT count(*) AS n FROM change WHERE run_id = 2") == [{"n": 0}]


def test_the_paper_that_the_project_started_from(both: Path) -> None:
    steps = query(
        both,
        "SELECT organization_name, role, date, result FROM consultation WHERE paper_id = ? "
        "ORDER BY position",
        SEED,
    )
    assert [tuple(step.values()) for step in steps] == [
        ("Haupt- und Finanzausschuss", "preliminary", "2014-03-26", "accepted"),
        ("Jugendhilfeausschuss", "preliminary", "2014-04-02", "accepted"),
        ("Rat", "decision", "2014-04-10", "accepted"),
    ]
    paper = rows_of(both, "paper")[SEED]
    assert paper["reference"] == "20140656"
    # only the form in the PDF states these
    assert paper["lead_department"] == "510 (3950)"
    assert paper["decision_body"] == ["Rat"]
    rules = query(both, "SELECT field, rule FROM derived WHERE record_id = ?", SEED)
    assert {"field": "lead_department", "rule": "form"} in rules


def test_the_same_paper_on_the_platform(both: Path) -> None:
    paper = rows_of(both, "paper")["pbu/paper/20140656"]
    assert paper["body_id"] == "bochum"
    assert paper["public"] is True
    assert paper["lead_department"] == "510 (3950)"
    assert paper["decision_body"] == ["Rat"]
    dates = [
        row["date"]
        for row in query(
            both,
            "SELECT date FROM consultation WHERE paper_id = 'pbu/paper/20140656' ORDER BY position",
        )
    ]
    assert dates == ["2014-03-26", "2014-04-02", "2014-04-10"]
    (file,) = query(
        both,
        "SELECT * FROM file WHERE file_name = 'Beschlussvorlage der Verwaltung.pdf' "
        "AND created = '2014-12-24T20:12:00+01:00'",
    )
    assert file["modified"] == "2018-01-27T12:00:00+01:00"
    assert file["declared_size"] == 133_000
    assert file["sha256"]


def test_a_postponed_meeting_is_a_contradiction_that_is_told(both: Path) -> None:
    differing = query(
        both,
        "SELECT record_id, message FROM finding WHERE code = 'sources_differ' AND message LIKE ?",
        "%date%",
    )
    assert differing
    # the system's date stands
    for row in differing:
        assert not row["record_id"].startswith("pbu") or "bochum/paper" in row["message"]


def test_the_platform_is_asked_once_for_all_time(archive: Path) -> None:
    with StandInSite(platform_world()) as site:
        assert platform(site, archive).outcome == "complete"
        again = platform(site, archive)
        assert (again.outcome, again.pages) == ("complete", 0)
        more = platform(site, archive, again=True)
    assert more.pages > 20
    assert query(archive, "SELECT count(*) AS n FROM change WHERE run_id > 1") == [{"n": 0}]


def test_an_agenda_that_needs_a_session_is_read_without(archive: Path) -> None:
    with StandInSite(replace(bochum_world(), layout=5)) as site:
        summary = crawl(site, archive, SPRING, spider="bochum")
        asked = [target for _, target, _ in site.requests]
    assert summary.outcome == "complete"
    assert any("si0057" in target for target in asked)
    assert any("to0040" in target for target in asked)
    assert ("info", "session_lost") in findings(archive)


@pytest.mark.parametrize("listing", ["si0040", "gr0040", "vo0040", "si0041"])
def test_a_list_that_fails_is_no_complete_run(archive: Path, listing: str) -> None:
    with StandInSite(bochum_world(), faults=[Fault(listing, "status", value=500)]) as site:
        summary = crawl(site, archive, SPRING, spider="bochum")
    assert summary.outcome == "incomplete"


def test_lost_steps_take_nothing_away(archive: Path) -> None:
    with StandInSite(bochum_world()) as site:
        crawl(site, archive, SPRING, spider="bochum")
        before = rows_of(archive, "consultation")
        site.faults = [Fault("vo0053", "truncate", value=3000)]
        summary = crawl(site, archive, SPRING, spider="bochum")
    assert summary.outcome == "incomplete"
    assert rows_of(archive, "consultation").keys() == before.keys()
