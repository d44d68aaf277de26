"""A crawl that runs out of room: what was stored stays, and the next run goes on.

What a batch holds depends on speed, and with it which write is the first that finds no room. So
here the limit comes with a chosen write.
"""

import subprocess
import sys
from pathlib import Path

from crawl.helpers import (
    ALL_OF_DEMO,
    ROOT,
    WatchedSite,
    assert_holds,
    crawl,
    harvester_command,
    paths,
    query,
    sound,
)
from harvester.warc import Response as Recorded
from harvester.warc import RunEnd
from harvester.warc.reader import read_warcs

#: Pages that are stored before the archive is full; the lists come first, so all committees are.
PAGES = 28
#: Responses that are recorded before the WARC file is full; robots.txt is one of them.
RESPONSES = 40
#: The most pages of a batch; one more may be under way when it is written.
BATCH = 50

#: `harvester` with files that cannot grow. Python ignores SIGXFSZ, so a write beyond the limit
#: fails as it does on a full disk: a part of it may be written.
_LIMITED = f"""
import resource, sys
from harvester.archive import Archive
from harvester.cli.main import main
from harvester.warc.writer import WarcWriter

store, append = Archive.store, WarcWriter._append
pages = responses = 0

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def store_or_not(self, run, visits, requests):
    global pages
    log = self.path.with_name(self.path.name + "-wal").stat().st_size
    full = visits and pages >= {PAGES}
    if full:
        limit(log + 5000)
    try:
        store(self, run, visits, requests)
    finally:
        if full:
            limit(log + ROOM)
    pages += len(visits)

def append_or_not(self, records):
    global responses
    full = responses == {RESPONSES}
    if full:
        limit(self._size + 100)
    try:
        end = append(self, records)
    finally:
        limit(resource.RLIM_INFINITY)
    responses += 1
    return end
"""
#: The archive's log, with so many bytes for what comes after the batch that does not fit.
ARCHIVE_FULL = f"ROOM = 500_000{_LIMITED}Archive.store = store_or_not; main()"
ALL_FULL = f"ROOM = 5000{_LIMITED}Archive.store = store_or_not; main()"
#: The folder of the WARC files alone, as if it lay on another disk.
WARC_FULL = f"{_LIMITED}WarcWriter._append = append_or_not; main()"


def run_out(program: str, site: WatchedSite, archive: Path) -> str:
    """Crawl until there is no room; what was said."""
    words = harvester_command(site.base_url, archive, ALL_OF_DEMO)[3:]
    command = [sys.executable, "-c", program, *words]
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT
    )
    said = " ".join((result.stdout + result.stderr).split())
    assert result.returncode == 1, said
    assert "Traceback" not in said
    return said


def runs(archive: Path) -> list[tuple[str | None, str | None]]:
    """Outcome and message of each run."""
    rows = query(archive, "SELECT outcome, message FROM run ORDER BY id")
    return [(row["outcome"], row["message"]) for row in rows]


def stored(archive: Path) -> set[str]:
    """Paths with query of the pages that are marked done; none is failed, the archive is sound."""
    assert sound(archive)
    assert query(archive, "SELECT url FROM frontier WHERE state = 'failed'") == []
    rows = query(archive, "SELECT url FROM frontier WHERE state = 'done'")
    return {"/allris/" + row["url"].partition("/allris/")[2] for row in rows}


def responses(archive: Path) -> int:
    """How many responses are stored; pages of the list of papers share a row."""
    return int(query(archive, "SELECT count(*) AS n FROM snapshot")[0]["n"])


def recorded(archive: Path) -> list[type]:
    """What the WARC file holds behind its head; all of it can be read."""
    problems: list[str] = []
    (file,) = (archive.parent / "warc").iterdir()
    found = [type(one) for one in read_warcs([file], problems.append)]
    assert problems == []
    return found[1:]


def goes_on(archive: Path, site: WatchedSite, kept: set[str]) -> None:
    """With room again the next run asks for the rest alone, and all is there."""
    asked = len(site.requests)
    assert crawl(site, archive, ALL_OF_DEMO).outcome == "complete"
    assert not kept & set(paths(site.requests[asked:]))
    assert_holds(archive, site.world)


def test_a_batch_finds_no_room_and_the_end_of_the_run_does(
    archive: Path, site: WatchedSite
) -> None:
    said = run_out(ARCHIVE_FULL, site, archive)
    why = f"{archive} cannot be read or written (disk I/O error); check the disk."
    assert said.endswith(f"failed: {why}")
    assert runs(archive) == [("failed", why)]
    kept = stored(archive)
    # the host is not asked on and on for what cannot be kept
    assert PAGES <= responses(archive) < len(site.requests) - 1 <= responses(archive) + BATCH + 1
    assert query(archive, "SELECT count(*) AS n FROM organization") == [{"n": 12}]
    # what came is recorded, be it stored or not
    assert recorded(archive) == [Recorded] * len(site.requests) + [RunEnd]
    goes_on(archive, site, kept)
    assert runs(archive) == [("failed", why), ("complete", None)]


def test_not_even_the_end_of_the_run_finds_room(archive: Path, site: WatchedSite) -> None:
    """The next run closes what was left open, as after a kill."""
    said = run_out(ALL_FULL, site, archive)
    why = f"{archive} cannot be read or written (disk I/O error); check the disk."
    assert said == f"Error: {why}"
    assert runs(archive) == [(None, None)]
    kept = stored(archive)
    # the host is not asked on and on for what cannot be kept
    assert PAGES <= responses(archive) < len(site.requests) - 1 <= responses(archive) + BATCH + 1
    assert query(archive, "SELECT count(*) AS n FROM organization") == [{"n": 12}]
    assert recorded(archive) == [Recorded] * len(site.requests)
    goes_on(archive, site, kept)
    killed = ("interrupted", "It was killed, or the power failed.")
    assert runs(archive) == [killed, ("complete", None)]


def test_a_response_that_cannot_be_recorded_is_not_read(archive: Path, site: WatchedSite) -> None:
    said = run_out(WARC_FULL, site, archive)
    folder = archive.parent / "warc"
    why = f"There is no room left to write {folder}; free some space and start again, "
    why += "nothing is lost."
    assert said.endswith(f"failed: {why}")
    assert runs(archive) == [("failed", why)]
    # the one after the last that is recorded is the last that was asked for
    assert len(site.requests) == RESPONSES + 1
    assert recorded(archive) == [Recorded] * RESPONSES
    kept = stored(archive)
    assert 0 < len(kept) < RESPONSES
    lost = paths(site.requests)[-1]
    assert lost not in kept
    goes_on(archive, site, kept)
    assert runs(archive) == [("failed", why), ("complete", None)]
