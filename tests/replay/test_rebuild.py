"""An archive that is made anew from the WARC files alone: every row, and its whole history."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from crawl.helpers import crawl, query, sound

from harvester.replay.files import own_runs, warc_files
from harvester.replay.rebuild import rebuild
from harvester.replay.workers import ReplayError
from harvester.standin import Fault, StandInSite, bochum_world, demo_world
from replay.helpers import MARCH, SUMMER, Clock, harvester_replay, rows


def rebuilt(archive: Path, folder: Path, workers: int = 0) -> Path:
    """The archive that the WARC files of another one give."""
    folder.mkdir()
    new = folder / "archive.sqlite"
    problems: list[str] = []
    runs = own_runs(warc_files([archive.parent / "warc"]))
    assert runs
    rebuild(new, runs, problems.append, workers=workers)
    assert problems == []
    assert sound(new)
    return new


def outcomes(archive: Path) -> list[dict[str, object]]:
    names = "source_id, uid, command, arguments, ended, outcome, message"
    return query(archive, f"SELECT {names} FROM run ORDER BY id")


def test_content_and_history_are_those_of_the_crawls(harvested: Path, tmp_path: Path) -> None:
    new = rebuilt(harvested, tmp_path / "new", workers=2)
    before, after = rows(harvested), rows(new)
    for name, held in before.items():
        assert after[name] == held, name
    assert len(before["change"]) > 1000
    assert any('"changed"' in change for change in before["change"])
    assert outcomes(new) == outcomes(harvested)
    # the documents are there again, and nothing but them
    stored = {p.name for p in (new.parent / "files").rglob("*") if p.is_file()}
    assert stored == {p.name for p in (harvested.parent / "files").rglob("*") if p.is_file()}
    assert not list(new.parent.glob("*.rebuild*"))


def test_places_are_true_in_the_new_archive(harvested: Path, tmp_path: Path) -> None:
    new = rebuilt(harvested, tmp_path / "new")
    shutil.rmtree(harvested.parent / "warc")
    again = rebuilt(new, tmp_path / "again")
    assert rows(again) == rows(new)


@pytest.mark.parametrize("layout", [5, pytest.param(4, marks=pytest.mark.long)])
def test_layouts_and_conditional_requests(
    archive: Path, tmp_path: Path, clock: Clock, layout: int
) -> None:
    """Layout 5 has agendas that need a session; with validators documents are not sent twice."""
    world = replace(bochum_world(), layout=layout, validators=True)
    with StandInSite(world) as site:
        crawl(site, archive, MARCH, spider="bochum", documents=True)
        clock.set("2026-11-02")
        site.world = world.at_night(1)
        crawl(site, archive, MARCH, spider="bochum", documents=True)
    assert query(archive, "SELECT count(*) AS n FROM snapshot WHERE status = 304")[0]["n"] > 3
    new = rebuilt(archive, tmp_path / "new")
    before, after = rows(archive), rows(new)
    for name, held in before.items():
        assert after[name] == held, name


def _errors(site: StandInSite) -> None:
    site.faults = [
        Fault("vo020.*4850", "status", value=404),
        Fault("to010.*7083", "status", value=500),
        Fault("vo020.*4851", "truncate", value=2000),
        Fault("si010_j.*MM=7", "status", 1, value=503),
    ]


def _refusal(site: StandInSite) -> None:
    site.faults = [Fault("vo020", "status", value=403)]


def _documents(site: StandInSite) -> None:
    site.faults = [Fault("do027|___tmp", "status", 2, value=403), Fault("do027", "body", body=b"")]


@pytest.mark.parametrize("breaks", [_errors, _refusal, _documents])
def test_a_night_on_which_much_went_wrong(
    archive: Path, tmp_path: Path, clock: Clock, breaks: Callable[[StandInSite], None]
) -> None:
    """Pages that failed, a run that was cut short, and the run that went on with it."""
    with StandInSite(demo_world()) as site:
        breaks(site)
        assert crawl(site, archive, SUMMER, documents=True).outcome != "complete"
        site.faults = []
        clock.set("2026-11-02")
        assert crawl(site, archive, SUMMER, documents=True).outcome == "complete"
    new = rebuilt(archive, tmp_path / "new")
    before, after = rows(archive), rows(new)
    for name, held in before.items():
        assert after[name] == held, name
    campaigns = "SELECT run.uid, first.uid AS first FROM run JOIN run AS first ON first.id = "
    campaigns += "run.campaign ORDER BY run.id"
    assert query(new, campaigns) == query(archive, campaigns)


def test_a_run_that_was_killed_is_closed_by_the_next(
    archive: Path, tmp_path: Path, clock: Clock
) -> None:
    with StandInSite(demo_world()) as site:
        crawl(site, archive, SUMMER)
        clock.set("2026-11-02")
        crawl(site, archive, SUMMER)
    files = warc_files([archive.parent / "warc"])
    for path in files:
        with path.open("r+b") as file:  # its end is missing, and a part of the record before
            file.truncate(path.stat().st_size - 2000)
        path.rename(f"{path}.open")
    new = rebuilt(archive, tmp_path / "new")
    ended = query(new, "SELECT outcome, ended FROM run ORDER BY id")
    newest = query(new, "SELECT max(retrieved_at) AS at FROM snapshot WHERE run_id = 1")
    assert ended[0] == {"outcome": "interrupted", "ended": newest[0]["at"]}
    assert ended[1]["outcome"] == "interrupted"
    # what is left of a file has its final name, the original is untouched
    for path in files:
        assert (new.parent / "warc" / path.name).is_file()
        assert Path(f"{path}.open").is_file()


def test_a_kill_leaves_no_half_archive(archive: Path, tmp_path: Path, clock: Clock) -> None:
    with StandInSite(demo_world()) as site:
        crawl(site, archive, SUMMER)
    folder = tmp_path / "new"
    folder.mkdir()
    new = folder / "archive.sqlite"
    (folder / "archive.sqlite.rebuild").write_bytes(b"what a killed rebuild left")
    (folder / "archive.sqlite.rebuild-wal").write_bytes(b"and its log")
    runs = own_runs(warc_files([archive.parent / "warc"]))
    rebuild(new, runs or [], pytest.fail, workers=0)
    assert sound(new)
    assert rows(new) == rows(archive)


def test_another_file_of_the_same_name_is_not_overwritten(
    archive: Path, tmp_path: Path, clock: Clock
) -> None:
    with StandInSite(demo_world()) as site:
        crawl(site, archive, ("2009-06-01", "2009-06-01"))
    (file,) = warc_files([archive.parent / "warc"])
    other = tmp_path / "new" / "warc" / file.name
    other.parent.mkdir(parents=True)
    other.write_bytes(b"another")
    runs = own_runs([file])
    with pytest.raises(ReplayError, match="another file"):
        rebuild(tmp_path / "new" / "archive.sqlite", runs or [], pytest.fail, workers=0)
    assert other.read_bytes() == b"another"


def test_the_command(harvested: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    new = tmp_path / "new" / "archive.sqlite"
    done = harvester_replay("--archive", new, harvested.parent / "warc")
    assert done.returncode == 0, done.stderr
    assert "holds the 4 runs" in done.stdout
    assert rows(new) == rows(harvested)
    # it holds runs now, so the same files bring nothing new
    runs = outcomes(new)
    done = harvester_replay("--archive", new, harvested.parent / "warc")
    assert done.returncode == 0, done.stderr
    assert "known already" in done.stdout
    assert outcomes(new) == runs
