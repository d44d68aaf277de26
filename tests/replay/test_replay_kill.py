"""A replay that is killed: the archive stays sound, no process stays behind, the next one ends."""

import os
import random
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawl.helpers import ROOT, dump, query, sound
from crawl.test_kill_documents import alive, children

from harvester.archive.errors import ArchiveLocked
from replay.helpers import command, harvester_replay

KILLS = int(os.environ.get("HARVESTER_KILLS", "2"))
#: Seconds that a worker may take to notice that nobody is left.
_PATIENCE = 60


@contextmanager
def started(*arguments: object) -> "Iterator[subprocess.Popen[bytes]]":
    """`harvester replay` under way; killed at the end if it still is."""
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command(*arguments), stdout=nothing, stderr=nothing, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def kill(process: "subprocess.Popen[bytes]", seconds: float) -> set[int]:
    """Kill it so long after its workers began; these."""
    workers: set[int] = set()
    while not workers and process.poll() is None:
        workers = children(process.pid)
        time.sleep(0.01)
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        workers |= children(process.pid)
        time.sleep(0.05)
    process.kill()
    return workers


def gone(workers: set[int]) -> bool:
    end = time.monotonic() + _PATIENCE
    while any(map(alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(alive, workers))


def sound_soon(archive: Path) -> bool:
    """Sound, as soon as a worker that was being forked at the kill has let go of the lock."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return sound(archive)
        except ArchiveLocked:
            assert time.monotonic() < end, "somebody still holds the lock"
            time.sleep(0.05)


def whole(archive: Path) -> float:
    """Seconds of a whole replay."""
    begin = time.monotonic()
    assert harvester_replay("--archive", archive).returncode == 0
    return time.monotonic() - begin


def test_killed_again_and_again(harvested: Path) -> None:
    moments = random.Random(20261120)
    seconds = whole(harvested)
    before = dump(harvested)
    workers: set[int] = set()
    killed = 0
    for _ in range(KILLS):
        with started("--archive", harvested) as process:
            workers |= kill(process, moments.uniform(0.1, 0.9) * seconds)
        killed += process.returncode < 0
        assert sound_soon(harvested)
        with sqlite3.connect(harvested) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert killed, "no replay was under way any more"
    assert workers, "no worker had begun at any of the kills"
    assert gone(workers)
    with started("--archive", harvested) as process:
        assert process.wait(_PATIENCE) == 0
    assert dump(harvested) == before
    ended = query(harvested, "SELECT outcome FROM run ORDER BY id DESC LIMIT 2")
    assert [row["outcome"] for row in ended] == ["complete", "complete"]
    assert query(harvested, "SELECT id FROM run WHERE outcome IS NULL") == []


def test_a_rebuild_that_is_killed_leaves_nothing_half(harvested: Path, tmp_path: Path) -> None:
    new = tmp_path / "new" / "archive.sqlite"
    new.parent.mkdir()
    arguments = ("--archive", new, harvested.parent / "warc")
    workers: set[int] = set()
    for seconds in (0.0, 1.0):
        with started(*arguments) as process:
            workers |= kill(process, seconds)
        # not there, or empty: so the next one begins anew
        if new.is_file() and process.returncode < 0:
            assert sound_soon(new)
            assert query(new, "SELECT id FROM run") == []
    done = harvester_replay(*arguments)
    assert done.returncode == 0, done.stderr
    assert sound(new)
    assert gone(workers)
    assert {i for rows in dump(new).values() for i in rows} == {
        i for rows in dump(harvested).values() for i in rows
    }
