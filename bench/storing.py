"""Benchmark 3: writing records into an archive against bare executemany of the same rows.

The floor with the goal writes the very rows that the archive ends up with (records, history, full
text) into the same empty tables, in one transaction. Plain tables without an index, and only the
records, are told beside it.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.figures import Figure, at_least
from bench.town import Sample, pages
from harvester.archive import Archive, RunInfo, Visit
from harvester.normalize import normalize
from harvester.parsers.allris import parse
from harvester.records import RECORD_TYPES
from harvester.sources import load_sources

_PAPERS = 600
_TIMES = 3
_BATCH = 50
_FIRST, _SECOND = "2026-01-01T02:00:00Z", "2026-01-02T02:00:00Z"
_CONTENT = tuple(cls.record for cls in RECORD_TYPES)
#: What else the archive keeps of each page and each record.
_HISTORY = ("snapshot", "change", "listing", "finding", "derived", "paper_text")
_INDEX_TEXT = "INSERT INTO paper_fts (rowid, words) SELECT id, words FROM paper_text"


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as the archive left it."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[str | int | None, ...]]


def storing() -> list[Figure]:
    """Rows per second of a first and of a second, unchanged run, against bare inserts."""
    samples = pages(_PAPERS)
    first, second, same, bare = [], [], [], []
    with TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(_TIMES):
            for path in folder.iterdir():
                path.unlink()
            archive = folder / "archive.sqlite"
            first.append(_store(archive, samples, _FIRST))
            content, history = _tables(archive, _CONTENT), _tables(archive, _HISTORY)
            same.append(_same_tables(folder / "same.sqlite", content + history))
            bare.append(_bare(folder / "bare.sqlite", content))
            second.append(_store(archive, samples, _SECOND))
    records = sum(len(table.rows) for table in content)
    everything = records + sum(len(table.rows) for table in history)
    plain = f"{records / median(bare):,.0f} rows/s, executemany into plain tables"
    return [
        at_least(
            f"writing {records:,} records, {everything:,} rows with history and full text",
            f"{everything / median(first):,.0f} rows/s",
            f"{everything / median(same):,.0f} rows/s, executemany into the same tables",
            median(same) / median(first),
            0.5,
        ),
        Figure(
            "the same, only the records counted",
            f"{records / median(first):,.0f} rows/s",
            plain,
            median(bare) / median(first),
        ),
        Figure(
            "a second time, nothing changed",
            f"{records / median(second):,.0f} rows/s",
            plain,
            median(bare) / median(second),
        ),
    ]


def _store(path: Path, samples: list[Sample], at: str) -> float:
    """Seconds to store all pages in batches, and nothing but that."""
    visits = list(_visits(samples, at))
    with Archive.open(path) as archive:
        run = _begin(archive, at)
        begin = perf_counter()
        for start in range(0, len(visits), _BATCH):
            archive.store(run, visits[start : start + _BATCH], ())
        return perf_counter() - begin


def _begin(archive: Archive, at: str) -> RunInfo:
    source = load_sources()["herne"]
    return archive.begin_run(source, "bench", {}, "council-harvester bench", at)


def _visits(samples: list[Sample], at: str) -> Iterator[Visit]:
    for sample in samples:
        yield Visit(
            key=None,
            url=sample.url,
            method="GET",
            form=None,
            status=200,
            retrieved_at=at,
            media_type="text/html",
            sha256=sha256(sample.body).hexdigest(),
            size=len(sample.body),
            page=normalize(parse(sample.body, sample.url, "herne")),
        )


def _tables(path: Path, names: tuple[str, ...]) -> list[_Table]:
    connection = sqlite3.connect(path)
    tables = []
    for name in names:
        cursor = connection.execute(f"SELECT * FROM {name}")
        columns = tuple(column[0] for column in cursor.description)
        tables.append(_Table(name, columns, cursor.fetchall()))
    connection.close()
    return tables


def _same_tables(path: Path, tables: list[_Table]) -> float:
    """Seconds to insert the rows into an empty archive's tables, indexes and full text."""
    path.unlink(missing_ok=True)
    Archive.open(path).close()
    return _insert(path, tables, _INDEX_TEXT)


def _bare(path: Path, tables: list[_Table]) -> float:
    """Seconds to insert the rows into plain tables."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    for table in tables:
        columns = ", ".join(f'"{name}"' for name in table.columns)
        connection.execute(f"CREATE TABLE {table.name} ({columns})")
    connection.close()
    return _insert(path, tables)


def _insert(path: Path, tables: list[_Table], *last: str) -> float:
    """Seconds for all rows and some last statements, in one transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    begin = perf_counter()
    connection.execute("BEGIN")
    for table in tables:
        places = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {table.name} VALUES ({places})", table.rows)
    for statement in last:
        connection.execute(statement)
    connection.execute("COMMIT")
    seconds = perf_counter() - begin
    connection.close()
    return seconds
