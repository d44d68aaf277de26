"""An archive of the schema before this one, killed while it is brought up to date."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archive_pages import day, harvest, meeting_page, paper_page, row

from harvester.archive import Archive

#: `make soak` kills more often.
KILLS = int(os.environ.get("HARVESTER_KILLS", "2"))
_OPEN = """
import sys
from harvester.archive import Archive
print("ready", flush=True)
Archive.open(sys.argv[1]).close()
print("done", flush=True)
"""
#: What m0003 did, undone.
_BACK = """
DROP VIEW coverage;
DROP TABLE absence;
DROP INDEX run_uid;
DROP INDEX change_at;
DROP INDEX frontier_target;
DROP INDEX frontier_waiting;
ALTER TABLE run DROP COLUMN uid;
ALTER TABLE snapshot DROP COLUMN kind;
ALTER TABLE snapshot DROP COLUMN target;
ALTER TABLE snapshot DROP COLUMN code;
ALTER TABLE frontier DROP COLUMN slow;
CREATE INDEX frontier_waiting ON frontier(source_id, state, priority DESC);
DELETE FROM _sqlite_migrations WHERE name = 'm0003_nightly';
"""
#: So many rows that the step takes a while.
_MANY = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
INSERT INTO run (source_id, command, arguments, started, ended, outcome, software, campaign)
SELECT 'town', 'crawl town', '{}', '2009-01-01T00:00:00Z', '2009-01-01T00:00:00Z', 'complete',
    'harvester', 1 FROM n;
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as the version before wrote it."""
    path = tmp_path_factory.mktemp("old") / "archive.sqlite"
    with Archive.open(path) as archive:
        harvest(archive, day(1), paper_page(), meeting_page())
    db = sqlite3.connect(path)
    db.executescript(_BACK + _MANY)
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    return path


def columns(path: Path) -> set[str]:
    db = sqlite3.connect(path)
    try:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {name for _, name, *_ in db.execute("PRAGMA table_info(run)")}
    finally:
        db.close()


def test_an_archive_of_the_version_before_is_brought_up_to_date(old: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(old, tmp_path / "archive.sqlite"))
    with Archive.open(path) as archive:
        assert archive.check() == []
        (different,) = archive.db.conn.execute("SELECT count(DISTINCT uid) FROM run").fetchone()
        assert different == archive.db.table("run").count
        assert row(archive, "paper", "town/paper/1")["reference"] is not None


def test_killed_at_any_moment_it_is_of_one_schema_or_the_other(old: Path, tmp_path: Path) -> None:
    rng = random.Random(4)
    whole = 0
    child = start([sys.executable, "-c", _OPEN, shutil.copy(old, tmp_path / "timed.sqlite")])
    assert child.stdout is not None
    child.stdout.readline()
    began = time.monotonic()
    child.wait()
    took = time.monotonic() - began
    for number in range(KILLS):
        path = Path(shutil.copy(old, tmp_path / f"{number}.sqlite"))
        child = start([sys.executable, "-c", _OPEN, str(path)])
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(rng.uniform(0, took))
        child.kill()
        child.wait()
        whole += "uid" in columns(path)
        with Archive.open(path) as archive:
            assert archive.check() == []
        assert "uid" in columns(path)
        path.unlink()
    assert whole < KILLS or KILLS < 50  # most moments of the step were met


def start(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdout=subprocess.PIPE)
