"""Benchmarks 1 and 4: pages per second of a crawl against a bare spider, and its memory."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.figures import Figure, at_least, at_most
from bench.meter import Crawled, parse
from bench.town import last_day, site

#: Papers of a town that has about 2,000 and about 20,000 pages.
SMALL, LARGE = 600, 5_600
_TIMES = 3


@dataclass(frozen=True, slots=True)
class _Run:
    """A crawl as it measured itself, and the seconds of its whole process."""

    crawled: Crawled
    wall: float


def _ours(base_url: str, archive: Path, papers: int) -> _Run:
    archive.unlink(missing_ok=True)
    return _run("bench.one_crawl", base_url, str(archive), last_day(papers).isoformat())


def _bare(archive: Path) -> _Run:
    return _run("bench.bare_crawl", str(archive))


def _run(module: str, *arguments: str) -> _Run:
    begin = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.PIPE, text=True
    )
    return _Run(parse(done.stdout), perf_counter() - begin)


def crawl() -> list[Figure]:
    """Pages per second, and the seconds of the whole process, against the bare spider."""
    ours, bare = [], []
    with TemporaryDirectory() as folder, site(SMALL) as base_url:
        archive = Path(folder) / "archive.sqlite"
        for _ in range(_TIMES):
            ours.append(_ours(base_url, archive, SMALL))
            bare.append(_bare(archive))
    pages = ours[0].crawled.pages
    assert {run.crawled.pages for run in ours + bare} == {pages}
    our_rate, bare_rate = (median(run.crawled.rate for run in runs) for runs in (ours, bare))
    our_wall, bare_wall = (median(run.wall for run in runs) for runs in (ours, bare))
    return [
        at_least(
            f"crawl of {pages} pages",
            f"{our_rate:.0f} pages/s",
            f"{bare_rate:.0f} pages/s, bare spider",
            our_rate / bare_rate,
            0.7,
        ),
        Figure(
            "the same, whole process",
            f"{our_wall:.1f} s",
            f"{bare_wall:.1f} s",
            bare_wall / our_wall,
        ),
    ]


def memory() -> list[Figure]:
    """Peak of resident memory in a large crawl against a small one."""
    runs = []
    for papers in (SMALL, LARGE):
        with TemporaryDirectory() as folder, site(papers) as base_url:
            runs.append(_ours(base_url, Path(folder) / "archive.sqlite", papers).crawled)
    small, large = runs
    return [
        at_most(
            f"memory of a crawl of {large.pages} pages",
            f"{large.peak_kb / 1024:.0f} MB",
            f"{small.peak_kb / 1024:.0f} MB, {small.pages} pages",
            large.peak_kb / small.peak_kb,
            1.15,
        )
    ]
