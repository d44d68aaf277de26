"""The command status: its first lines, its exit codes, its JSON."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harvester.archive import Archive, Outcome, Visit
from harvester.cli.main import commands
from harvester.page import Listed, Page
from harvester.records import Meeting
from harvester.sources import load_sources

NIGHT = "2026-03-02T02:00:00Z"
LONG = "Not fetched: 3 pages. " + "It is long. " * 20 + "It ends."
LISTED = {"2026-01": ("1", "2"), "2026-02": ("3", "4"), "2026-03": ("5",)}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an archive may be made; it is asked five hours after the night's crawl."""
    at = datetime.fromisoformat("2026-03-02T07:00:00Z")
    monkeypatch.setattr("harvester.clock.now", lambda: at)
    return tmp_path / "archive.sqlite"


def crawled(
    path: Path,
    name: str = "herne",
    *,
    at: str = NIGHT,
    lacking: tuple[str, ...] = (),
    outcome: Outcome = "complete",
    message: str | None = None,
    finding: str | None = None,
) -> None:
    """A crawl of a calendar of five meetings, of which these are not held."""
    source = replace(load_sources()[name], base_url="http://127.0.0.1:9/allris/")
    ids = {n: f"{name}/meeting/{n}" for numbers in LISTED.values() for n in numbers}
    page = Page(url=f"{source.base_url}si010.asp", kind="calendar", parser="allris.calendar/1")
    for month, numbers in LISTED.items():
        for n in numbers:
            page.listed.append(Listed("meeting", ids[n], f"{month}-03"))
            if n not in lacking:
                page.records.append(Meeting(id=ids[n], date=f"{month}-03"))
    if finding:
        page.note("warning", "unknown_label", finding)
    asked = {"since": "2026-01-01", "until": "2026-06-30"}
    with Archive.open(path) as archive:
        run = archive.begin_run(source, f"nightly {source.name}", asked, "harvester", at)
        visit = Visit(None, page.url, "GET", None, 200, at, sha256="ab" * 32, page=page)
        archive.store(run, [visit], [])
        archive.finish_run(run, outcome, message, at)


def told(path: Path, *options: str) -> Result:
    return CliRunner().invoke(commands, ["status", "--archive", str(path), *options])


def test_a_healthy_archive(path: Path) -> None:
    crawled(path)
    done = told(path)
    assert done.exit_code == 0, done.output
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert lines[0] == "herne  Stadt Herne  healthy"
    facts = {line[:20].strip(): line[20:].strip() for line in lines[1:]}
    assert facts == {
        "held": "5 meeting",
        "newest meeting held": "2026-02-03",
        "newest meeting": "2026-03-03",
        "last window": "2026-01-01 to 2026-06-30",
        "last run": f"{NIGHT}: complete",
        "last complete run": f"{NIGHT} (5 hours ago)",
        "lists": "3 of 3 months complete",
    }


def test_an_unhealthy_source_says_why_and_what_is_missing(path: Path) -> None:
    crawled(path, lacking=("2", "3", "4"), outcome="incomplete", message=LONG)
    done = told(path)
    assert done.exit_code == 1
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert lines[:4] == [
        "herne  Stadt Herne  unhealthy: The last run is incomplete. " + LONG,
        (
            "  3 of 5 that the source lists as meeting are not held: "
            "herne/meeting/2, herne/meeting/3, herne/meeting/4."
        ),
        "  No crawl has come to its end yet.",
        "held                 2 meeting",
    ]
    assert done.stdout.count(LONG) == 1
    assert lines[-4:] == [
        "lists                1 of 3 months complete",
        "month    record   listed  held  missing",
        "2026-01  meeting  2       1     herne/meeting/2",
        "2026-02  meeting  2       0     herne/meeting/3, herne/meeting/4",
    ]


def test_all_months_on_demand(path: Path) -> None:
    crawled(path)
    assert "2026-01  " not in told(path).stdout
    lines = [line.rstrip() for line in told(path, "--months").stdout.splitlines()]
    assert lines[-3:] == [
        f"{month}  meeting  {len(n)}       {len(n)}" for month, n in LISTED.items()
    ]


def test_one_source_that_is_ill_makes_the_exit_code(path: Path) -> None:
    crawled(path)
    crawled(path, "bochum", outcome="refused", message="The host refuses.")
    done = told(path)
    assert done.exit_code == 1
    assert "bochum  Stadt Bochum  unhealthy: The last run was refused. The host" in done.stdout
    assert "herne  Stadt Herne  healthy" in done.stdout
    assert told(path, "--source", "herne").exit_code == 0
    assert "Bochum" not in told(path, "--source", "herne").stdout
    assert told(path, "--source", "bochum").exit_code == 1


def test_a_source_is_found_by_its_name_too(path: Path) -> None:
    crawled(path, "pbu", at="2018-01-01T02:00:00Z")
    for name in ("politik-bei-uns", "pbu"):
        done = told(path, "--source", name)
        assert (done.exit_code, done.stdout[:26]) == (0, "pbu  Stadt Bochum  healthy")
    assert "retired              2018" in told(path).stdout


@pytest.mark.parametrize("name", ["bochum", "atlantis"])
def test_a_source_that_the_archive_does_not_hold(path: Path, name: str) -> None:
    crawled(path)
    done = told(path, "--source", name)
    assert done.exit_code == 1
    assert f"holds nothing of {name}; it holds herne." in done.stderr


def test_how_old_a_crawl_may_be(path: Path) -> None:
    crawled(path, at="2026-02-25T07:00:00Z")
    done = told(path)
    assert done.exit_code == 1
    assert "unhealthy: The last complete crawl was 5.0 days ago, at most 3 are n" in done.stdout
    assert told(path, "--max-age", "5").exit_code == 0
    assert told(path, "--max-age", "-1").exit_code == 2


def test_an_empty_archive_is_not_healthy(path: Path) -> None:
    Archive.open(path).close()
    done = told(path)
    assert done.exit_code == 1
    assert "holds nothing yet; begin with: harvester crawl herne" in done.stdout
    assert json.loads(told(path, "--json").stdout) == {"healthy": False, "sources": []}


def test_the_json_is_one_object(path: Path) -> None:
    crawled(path, lacking=("2",), outcome="incomplete", message="Not fetched: 1 page.")
    done = told(path, "--json")
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert report["healthy"] is False
    (source,) = report["sources"]
    assert (source["source_id"], source["healthy"], source["age_hours"]) == ("herne", False, None)
    assert source["problems"][0] == "The last run is incomplete. Not fetched: 1 page."
    assert source["last_run"]["arguments"]["since"] == "2026-01-01"
    assert [row["month"] for row in source["coverage"]] == list(LISTED)
    assert source["coverage"][0]["missing"] == ["herne/meeting/2"]
    crawled(path, at="2026-03-02T03:00:00Z")
    healthy = told(path, "--json")
    assert (healthy.exit_code, json.loads(healthy.stdout)["healthy"]) == (0, True)


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_a_page_said_does_not_reach_the_terminal_as_it_is(
    path: Path, options: tuple[str, ...]
) -> None:
    crawled(path, finding="\x1b[31mrot\x07 [bold]fett[/bold] \u202eback")
    done = told(path, *options)
    assert "[bold]fett[/bold]" in done.stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)
