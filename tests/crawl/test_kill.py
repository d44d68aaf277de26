"""A crawl that is killed, interrupted, or cannot write: nothing is lost, nothing done twice."""

import ctypes
import os
import random
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from crawl.helpers import (
    ALL_OF_DEMO,
    JUNE,
    QUIET_DAY,
    WatchedSite,
    assert_holds,
    content,
    crawl,
    harvester_crawl,
    harvester_started,
    paths,
    query,
    sound,
    wait_for_requests,
)
from harvester.standin import Fault

KILLS = 3
#: Requests of a whole crawl of the demo, without robots.txt.
PAGES = 110


def done(archive: Path) -> set[str]:
    """Paths with query of the pages that are marked done."""
    if not archive.exists() or archive.stat().st_size == 0:
        return set()
    rows = query(archive, "SELECT url FROM frontier WHERE state = 'done'")
    return {"/allris/" + row["url"].partition("/allris/")[2] for row in rows}


def outcomes(archive: Path) -> list[str | None]:
    return [row["outcome"] for row in query(archive, "SELECT outcome FROM run ORDER BY id")]


def test_killed_again_and_again(archive: Path, site: WatchedSite, tmp_path: Path) -> None:
    """kill -9 at seeded moments all over the crawl: what is done stays done."""
    moments = random.Random(20090630)
    site.faults.append(Fault("", "delay", value=0.02))  # so that a kill meets the moment
    for number in range(KILLS):
        finished, before = done(archive), len(site.requests)
        with harvester_started(site.base_url, archive, ALL_OF_DEMO) as process:
            wait_for_requests(site, before + moments.randint(1, 50), process)
            # the last run shall have something to go on with
            while number == KILLS - 1 and process.poll() is None and len(done(archive)) <= 20:
                time.sleep(0.01)
            assert process.poll() is None, "killed too late"
            process.kill()
        assert not finished & set(paths(site.requests[before:]))
        assert finished <= done(archive)
        assert sound(archive)
    finished, before = done(archive), len(site.requests)
    assert 20 < len(finished) < PAGES
    assert outcomes(archive) == ["interrupted"] * (KILLS - 1) + [None]
    site.faults.clear()
    result = harvester_crawl(site.base_url, archive, ALL_OF_DEMO)
    assert result.returncode == 0, result.stdout + result.stderr
    assert not finished & set(paths(site.requests[before:]))
    assert outcomes(archive) == ["interrupted"] * KILLS + ["complete"]
    (run,) = query(archive, "SELECT message FROM run ORDER BY id DESC LIMIT 1 OFFSET 1")
    assert run["message"] == "It was killed, or the power failed."
    assert sound(archive)
    assert_holds(archive, site.world)
    # the same rows as a crawl that nobody disturbed
    calm = tmp_path / "calm.sqlite"
    crawl(site, calm, ALL_OF_DEMO)
    there, here = content(calm), content(archive)
    for table in there:
        assert here[table].keys() == there[table].keys(), table


def test_killed_after_the_last_page(archive: Path, site: WatchedSite) -> None:
    """All was fetched, only the run's end is missing: the next run is a crawl of its own."""
    crawl(site, archive, JUNE)
    with sqlite3.connect(archive) as db:
        db.execute("UPDATE run SET outcome = NULL, ended = NULL, message = NULL")
    db.close()
    asked = len(site.requests)
    summary = crawl(site, archive, JUNE)
    assert (summary.outcome, summary.missing) == ("complete", 0)
    assert len(site.requests) == 2 * asked
    assert query(archive, "SELECT count(*) AS n FROM paper") == [{"n": 30}]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_polite_stop(archive: Path, site: WatchedSite, sent: signal.Signals) -> None:
    site.faults.append(Fault("", "delay", value=0.01))
    with harvester_started(site.base_url, archive) as process:
        wait_for_requests(site, 30, process)
        process.send_signal(sent)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Traceback" not in out + err
    assert "the next run goes on where it was" in " ".join(out.split())
    assert outcomes(archive) == ["interrupted"]
    asked = len(site.requests)
    assert asked < 50
    finished = done(archive)
    assert len(finished) > 10
    assert sound(archive)
    site.faults.clear()
    assert crawl(site, archive, JUNE).outcome == "complete"
    assert not finished & set(paths(site.requests[asked:]))


def test_an_impatient_stop(archive: Path, site: WatchedSite) -> None:
    """Ctrl-C twice: at once, in one readable line, and the next run closes what was left open."""
    site.faults.append(Fault("", "delay", value=0.5))
    with harvester_started(site.base_url, archive) as process:
        wait_for_requests(site, 3, process)
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Traceback" not in out + err
    assert "This is a bug" not in out + err
    assert sound(archive)
    site.faults.clear()
    assert crawl(site, archive, JUNE).outcome == "complete"


def test_a_second_crawl_on_the_same_archive(archive: Path, site: WatchedSite) -> None:
    site.faults.append(Fault("", "delay", value=0.02))
    with harvester_started(site.base_url, archive) as first:
        wait_for_requests(site, 5, first)
        site.faults[:] = [Fault("", "delay", value=0.5)]  # it has not ended when the second has
        second = harvester_crawl(site.base_url, archive)
        assert second.returncode == 1
        said = " ".join((second.stdout + second.stderr).split())
        assert f"process {first.pid}" in said
        assert "being written by another run" in said
        assert "Traceback" not in said
        assert first.poll() is None, "the second ran to its end only after the first"
        site.faults.clear()
        first.communicate(timeout=30)
    assert first.returncode == 0
    assert outcomes(archive) == ["complete"]
    assert sound(archive)


def test_what_is_no_archive_is_left_alone(tmp_path: Path, site: WatchedSite) -> None:
    """One readable line, exit code 1, the file untouched, the host not asked."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Sehr geehrte Damen und Herren, " * 100)
    missing = tmp_path / "missing" / "a.sqlite"
    for path, expected in (
        (letter, "is not an SQLite database"),
        (missing, "does not exist"),
    ):
        before = path.read_bytes() if path.is_file() else None
        assert_refused(harvester_crawl(site.base_url, path), expected)
        assert (path.read_bytes() if path.is_file() else None) == before
    assert not missing.parent.exists()
    assert site.requests == []


def assert_refused(result: "subprocess.CompletedProcess[str]", expected: str) -> None:
    said = " ".join((result.stdout + result.stderr).split())
    assert result.returncode == 1, said
    assert expected in said
    assert "Traceback" not in said
    assert len(said) < 400


def test_an_archive_of_a_newer_version(archive: Path, site: WatchedSite) -> None:
    crawl(site, archive, QUIET_DAY)
    asked = len(site.requests)
    with sqlite3.connect(archive) as db:
        (table,) = db.execute(
            "SELECT name FROM sqlite_schema WHERE name LIKE '%migrations%' AND type = 'table'"
        ).fetchone()
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        row = dict(zip(columns, db.execute(f"SELECT * FROM {table}").fetchone(), strict=True))
        row |= {"name": "m9999_from_the_future"}
        row.pop("id", None)
        marks = ", ".join("?" * len(row))
        db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])
    db.close()
    assert_refused(harvester_crawl(site.base_url, archive), "newer version of this program")
    assert len(site.requests) == asked


def _without_powers() -> None:
    """Root writes everywhere; without these two powers it is bound by rights like anybody."""
    libc = ctypes.CDLL(None)
    for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, power, 0, 0, 0)  # PR_CAPBSET_DROP


def test_an_archive_that_cannot_be_written(
    archive: Path, site: WatchedSite, tmp_path: Path
) -> None:
    crawl(site, archive, QUIET_DAY)
    asked, before = len(site.requests), archive.read_bytes()
    archive.chmod(0o444)
    tmp_path.chmod(0o555)
    drop = _without_powers if os.geteuid() == 0 else None
    result = harvester_crawl(site.base_url, archive, preexec_fn=drop)
    tmp_path.chmod(0o755)
    assert_refused(result, "cannot be written")
    assert len(site.requests) == asked
    assert archive.read_bytes() == before
