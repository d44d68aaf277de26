"""A writer that is killed at any moment leaves whole batches and a sound archive."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archive_pages import begin, day

from harvester.archive import Archive

BATCH = 4
WRITER = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from archive_pages import begin, day, paper_page, request, visit
from harvester.archive import Archive
with Archive.open(sys.argv[1]) as archive:
    run = begin(archive, day(1))
    print("ready", flush=True)
    for batch in range(100_000):
        # every second batch writes known papers anew
        numbers = range(batch // 2 * {BATCH} + 1, batch // 2 * {BATCH} + {BATCH} + 1)
        pages = [paper_page(n, text=f"Wort {{batch}} " * 200) for n in numbers]
        requests = [request(p.url) for p in pages]
        archive.store(run, [visit(p, day(1)) for p in pages], requests)
"""


@pytest.mark.parametrize("seed", range(5))
def test_kill_9_at_any_moment(path: Path, seed: int) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.02, 0.6))
    writer.kill()
    writer.wait()
    writer.stdout.close()
    with Archive.open(path) as archive:  # the kernel has freed the lock
        assert archive.check() == []
        papers = archive.db.table("paper").count
        assert papers % BATCH == 0
        assert archive.db.table("consultation").count == 2 * papers
        assert archive.db.table("frontier").count_where("state = 'done'") == papers
        assert archive.db.table("snapshot").count % BATCH == 0
        run = begin(archive, day(1, 3))
        # the writer left nothing waiting, so the killed run is closed and nothing goes on
        assert (run.campaign, run.id) == (2, 2)
        assert archive.db["run"].get(1)["outcome"] == "interrupted"


def test_a_killed_writer_leaves_what_it_stored(path: Path) -> None:
    slow = WRITER.replace("range(100_000)", "range(1)") + "    print('stored', flush=True)\n"
    slow += "    import time; time.sleep(60)\n"
    writer = subprocess.Popen(
        [sys.executable, "-c", slow, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert [writer.stdout.readline() for _ in range(2)] == ["ready\n", "stored\n"]
    writer.kill()
    writer.wait()
    writer.stdout.close()
    # a reader needs no repair first: it sees what was committed
    with Archive.open(path, "read") as archive:
        assert [len(archive.papers_by_reference(f"2009/000{n}")) for n in range(1, 6)] == [
            1,
            1,
            1,
            1,
            0,
        ]
