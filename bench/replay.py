"""Benchmark: reading recorded pages again against parsing the same bytes in one process.

The floor parses, normalizes and checks the bodies that are in memory already, and stores nothing.
"""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.figures import Figure, at_least
from bench.town import Sample, pages
from harvester.archive import Archive, Visit
from harvester.check import check
from harvester.crawling.recording import Recording
from harvester.normalize import normalize
from harvester.parsers.allris import parse
from harvester.replay.again import read_again
from harvester.sources import load_sources
from harvester.warc import Response, RunStart

_PAPERS = 600
_BATCH = 50
_AT = "2026-01-01T02:00:00Z"


def replay() -> list[Figure]:
    """Responses per second with one and with two worker processes."""
    samples = pages(_PAPERS)
    with TemporaryDirectory() as name:
        archive = Path(name) / "archive.sqlite"
        _record(archive, samples)
        bare = _bare(samples)
        seconds = {workers: _again(archive, workers) for workers in (1, 2)}
    floor = f"{len(samples) / bare:,.0f}/s, parsed in one process and not stored"
    return [
        at_least(
            f"reading {len(samples):,} recorded pages again, 2 workers",
            f"{len(samples) / seconds[2]:,.0f}/s",
            floor,
            bare / seconds[2],
            0.5,
        ),
        Figure(
            "the same, 1 worker",
            f"{len(samples) / seconds[1]:,.0f}/s",
            floor,
            bare / seconds[1],
        ),
    ]


def _record(path: Path, samples: list[Sample]) -> None:
    """An archive as a crawl of these pages leaves it."""
    source = load_sources()["herne"]
    with Archive.open(path) as archive:
        run = archive.begin_run(source, "crawl herne", {}, "council-harvester bench", _AT)
        start = RunStart(source.id, source.base_url, run.uid, "crawl herne", "{}", _AT)
        recording = Recording(archive, start, "council-harvester bench", 1 << 30)
        for first in range(0, len(samples), _BATCH):
            visits = [_visit(recording, sample) for sample in samples[first : first + _BATCH]]
            archive.store(run, visits, ())
            recording.forget()
        archive.finish_run(run, "complete", None, _AT)
        recording.close()


def _visit(recording: Recording, sample: Sample) -> Visit:
    page = normalize(load_sources()["herne"].claim(parse(sample.body, sample.url, "herne")))
    told = {"url": sample.url, "method": "GET", "form": None, "status": 200, "retrieved_at": _AT}
    response = Response(**told, headers=(), body=sample.body, kind=page.kind)  # type: ignore[arg-type]
    return Visit(
        key=None,
        **told,  # type: ignore[arg-type]
        sha256=hashlib.sha256(sample.body).hexdigest(),
        size=len(sample.body),
        page=page,
        kind=page.kind,
        place=recording.keep(response),
    )


def _bare(samples: list[Sample]) -> float:
    begin = perf_counter()
    for sample in samples:
        check(normalize(parse(sample.body, sample.url, "herne")))
    return perf_counter() - begin


def _again(archive: Path, workers: int) -> float:
    begin = perf_counter()
    (summary,) = read_again(archive, workers=workers)
    seconds = perf_counter() - begin
    if summary.outcome != "complete" or any(c["changed"] for c in summary.records.values()):
        raise RuntimeError(f"The replay changed something: {summary.records}")
    return seconds
