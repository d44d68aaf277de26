"""Archives with a few nights in them, and tables to compare."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from crawl.helpers import crawl

from harvester.archive import Archive
from harvester.cli.main import commands
from harvester.records import RECORD_TYPES
from harvester.standin import StandInSite, bochum_world, demo_world

SUMMER = ("2009-05-01", "2009-08-31")
JUNE = ("2009-06-01", "2009-06-30")
MARCH = ("2014-03-01", "2014-03-31")
#: What must be the same in an archive that is made anew from the WARC files.
HISTORY = ("listing", "file_version", "derived", "change", "absence", "ledger", "snapshot")
CONTENT = tuple(cls.record for cls in RECORD_TYPES)


class Clock:
    """Our own time: every look at it is a second later."""

    def __init__(self) -> None:
        self.set("2026-11-01")

    def set(self, day: str) -> None:
        """Begin a night."""
        self._now = datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock, in place of the real one."""
    clock = Clock()
    monkeypatch.setattr("harvester.clock.now", clock)
    return clock


def two_nights(archive: Path, clock: Clock) -> None:
    """Herne and Bochum with their documents, and what changed there two nights later."""
    with StandInSite(demo_world()) as herne, StandInSite(bochum_world()) as bochum:
        worlds = herne.world, bochum.world
        for day, night in (("2026-11-01", 0), ("2026-11-03", 2)):
            clock.set(day)
            herne.world, bochum.world = (world.at_night(night) for world in worlds)
            assert crawl(herne, archive, JUNE, documents=True).outcome == "complete"
            march = crawl(bochum, archive, MARCH, spider="bochum", documents=True)
            assert march.outcome == "complete"


def table(archive: Path, name: str) -> list[str]:
    """The rows of a table; runs by their names, responses by what they are."""
    with Archive.open(archive, mode="read") as held:
        rows = list(held.db.query(f"SELECT * FROM {name}"))
        runs = {row["id"]: row["uid"] for row in held.db.query("SELECT id, uid FROM run")}
        responses = {row.pop("id"): row for row in held.db.query("SELECT * FROM snapshot")}
    for row in (*responses.values(), *rows):
        if "run_id" in row:
            row["run_id"] = runs[row["run_id"]]
    if name not in CONTENT:
        for row in rows:
            row.pop("id", None)
    for row in rows:
        if row.get("snapshot_id") is not None:
            row["snapshot_id"] = responses[row["snapshot_id"]]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def rows(archive: Path, names: Sequence[str] = CONTENT + HISTORY) -> dict[str, list[str]]:
    """All rows of these tables."""
    return {name: table(archive, name) for name in names}


def command(*arguments: object) -> list[str]:
    """`harvester replay` with these arguments, as a process of its own."""
    return [sys.executable, "-m", "harvester", "replay", *map(str, arguments)]


def harvester_replay(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """`harvester replay` to its end, in this process, which has imported all of it already."""
    words = ["replay", *map(str, arguments)]
    done = CliRunner().invoke(commands, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)


def counted(archive: Path) -> dict[str, Any]:
    """How much there is, to see that nothing was added."""
    names = (*CONTENT, *HISTORY, "run", "finding")
    with Archive.open(archive, mode="read") as held:
        return {name: held.db[name].count for name in names}
