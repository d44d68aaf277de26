"""A crawl with documents that is killed: no half document, no orphan process, nothing lost."""

import hashlib
import random
import time
from pathlib import Path

from crawl.helpers import (
    WatchedSite,
    content,
    crawl,
    harvester_started,
    query,
    sound,
    wait_for_requests,
)
from harvester.standin import Fault, bochum_world

MARCH = ("2014-03-01", "2014-03-31")
#: Documents come last; the later kills meet them.
KILLS = 3
#: Seconds that a worker may take to notice that nobody is left, on a machine under load.
PATIENCE = 60


def children(pid: int) -> set[int]:
    """The processes that a process has started, and theirs."""
    found: set[int] = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[1]) == pid:
            child = int(status.parent.name)
            found |= {child} | children(child)
    return found


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_killed_among_documents(archive: Path, tmp_path: Path) -> None:
    moments = random.Random(20140410)
    with WatchedSite(bochum_world()) as site:
        site.faults.append(Fault("getfile", "delay", value=0.02))
        workers: set[int] = set()
        for number in range(KILLS):
            before = len(site.requests)
            arguments = (site.base_url, archive, MARCH, "bochum")
            with harvester_started(*arguments, documents=True) as process:
                wait_for_requests(site, before + moments.randint(35, 45), process)
                # the last run meets them for certain: it is killed when its workers are at work
                while number == KILLS - 1 and process.poll() is None and not children(process.pid):
                    time.sleep(0.01)
                assert process.poll() is None, "killed too late"
                workers |= children(process.pid)
                process.kill()
            assert sound(archive)
            _whole_documents(archive)
        site.faults.clear()
        with harvester_started(*arguments, documents=True) as process:
            out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, out + err
        assert workers
        end = time.monotonic() + PATIENCE
        while any(map(alive, workers)):
            assert time.monotonic() < end, "a worker stays behind"
            time.sleep(0.05)
        calm = tmp_path / "calm" / "archive.sqlite"
        calm.parent.mkdir()
        crawl(site, calm, MARCH, spider="bochum", documents=True)
    assert content(archive) == content(calm)
    assert _whole_documents(archive) == _whole_documents(calm)


def _whole_documents(archive: Path) -> set[str]:
    """The names of the stored documents; each holds the bytes that it is named after."""
    names = set()
    for path in (archive.parent / "files").glob("[0-9a-f][0-9a-f]/*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
        names.add(path.name)
    held = query(archive, "SELECT DISTINCT sha256 FROM file WHERE sha256 IS NOT NULL")
    assert {row["sha256"] for row in held} <= names
    return names
