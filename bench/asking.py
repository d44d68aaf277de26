"""Benchmarks 6 and 7: what people wait for. Search over 100,000 papers, and one paper's page.

The goals are times, as people feel them. The floor of the search is what SQLite does without an
index, LIKE over the same words; that of the page is a page of Datasette that shows one row.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench.council import council
from bench.figures import Figure
from harvester.archive import Archive
from harvester.archive.searching import Filters
from harvester.web.app import build

_PAPERS = 100_000
_TIMES = 3
_SEARCH_MS, _PAGE_MS = 50, 100
#: What people type: common, rare, inside of words, numbers, several words, nothing to be found.
_WORDS = (
    *("stadt", "Verwaltung", "familie", "Straße", "strasse", "Lärmschutz", "Kindergarten"),
    *("2015/38000", "Stadt 38000", "Schulsanierung Brandschutz", "Bebauungsplan Gewerbegebiet"),
    *("Zuschuss Verein 2012", "Solardach", "Radwegbrücke", "Haushaltssatzung", "Denkmalpflege"),
    *("Klimaschutzkonzept", "brueckenbau", "der die und", "xylophonist", "Bürgerbeteiligung Park"),
)
_FILTERED = (
    ("Verwaltung", Filters(body="herne", committee="Schul", result="rejected")),
    ("radweg", Filters(since="2012-01-01", until="2012-12-31")),
    ("", Filters(committee="Bauausschuss", since="2020-01-01")),
)
_LIKE = "SELECT paper_id FROM paper_text WHERE words LIKE ? ORDER BY id DESC LIMIT 21"


def asking() -> list[Figure]:
    """The median time of a search and of a paper's page."""
    with TemporaryDirectory() as name:
        path = Path(name) / "archive.sqlite"
        council(path, _PAPERS)
        return [_searching(path), asyncio.run(_paging(path))]


def _searching(path: Path) -> Figure:
    with Archive.open(path, mode="read") as archive:
        asked = [(words, Filters()) for words in _WORDS] + list(_FILTERED)
        ours = sorted(
            _best(lambda: archive.search(words, filters=filters))  # noqa: B023 - used at once
            for words, filters in asked
        )
        floor = [
            _best(lambda: archive.db.conn.execute(_LIKE, (f"%{words.lower()}%",)).fetchall())  # noqa: B023
            for words in _WORDS
        ]
    took, scan = median(ours), median(floor)
    return Figure(
        f"a search over {_PAPERS:,} papers, with snippets; {len(asked)} queries",
        f"{took:.1f} ms median, {ours[-1]:.0f} ms the slowest",
        f"{scan:.0f} ms, LIKE over the same words",
        scan / took,
        f"under {_SEARCH_MS} ms",
        took < _SEARCH_MS,
    )


async def _paging(path: Path) -> Figure:
    app = build(path)
    await app.invoke_startup()
    numbers = range(0, _PAPERS, _PAPERS // 50)
    ours = [await _get(app, f"/vorlage/herne/paper/{number}") for number in numbers]
    row = [await _get(app, f"/archive/paper/herne~2Fpaper~2F{number}") for number in numbers]
    took, floor = median(ours), median(row)
    return Figure(
        f"a paper's page among {_PAPERS:,}",
        f"{took:.1f} ms median, {max(ours):.0f} ms the slowest",
        f"{floor:.1f} ms, Datasette's page of the same row",
        floor / took,
        f"under {_PAGE_MS} ms",
        took < _PAGE_MS,
    )


async def _get(app: Any, address: str) -> float:
    begin = perf_counter()
    response = await app.client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return (perf_counter() - begin) * 1000


def _best(work: Callable[[], object]) -> float:
    """Milliseconds of a work, the best of a few: the machine does other things too."""
    times = []
    for _ in range(_TIMES):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return min(times) * 1000
