"""Crawls in this process and in others, a site that watches its visitor, and dumps to compare."""

import asyncio
import html
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from scrapy.crawler import AsyncCrawlerRunner

from harvester.archive import Archive, RunSummary
from harvester.crawl import CrawlOptions, summary_of
from harvester.records import RECORD_TYPES
from harvester.schedule import Nightly
from harvester.standin import StandInSite, World
from harvester.standin.answers import Answer
from harvester.standin.site import _Handler

ROOT = Path(__file__).resolve().parents[2]
#: The demo's June, and a window that holds all of it.
JUNE = ("2009-06-01", "2009-06-30")
ALL_OF_DEMO = ("2009-05-01", "2009-07-31")
#: A day on which nothing is: calendar, committees, list of papers and its filter are asked for.
QUIET_DAY = ("2009-06-01", "2009-06-01")
#: Retries without their pauses, and without the twisted reactor, which runs once per process.
QUICK: dict[str, Any] = {"TWISTED_REACTOR_ENABLED": False, "RETRY_BACKOFF": 0.001}

Window = tuple[str, str]
Rows = dict[str, dict[str, Any]]


def crawl(
    site: StandInSite | str,
    archive: Path,
    window: Window | tuple[None, None],
    *,
    spider: str = "herne",
    documents: bool = False,
    urls: Path | None = None,
    again: bool = False,
    nightly: Nightly | None = None,
    **settings: Any,
) -> RunSummary:
    """Crawl in this process, as often as one likes, and hold the archive to its invariants."""
    base_url = site if isinstance(site, str) else site.base_url
    options = CrawlOptions(
        *(spider, archive, *window),
        base_url=base_url,
        delay=0.0,
        documents=documents,
        urls=urls,
        again=again,
        nightly=nightly,
    )
    made = options.settings()
    made.setdict(QUICK | settings, priority="cmdline")

    async def whole() -> RunSummary:
        runner = AsyncCrawlerRunner(made)
        crawler = runner.create_crawler(spider)
        await runner.crawl(crawler, **options.spider_arguments())
        return summary_of(crawler)

    summary = asyncio.run(whole())
    assert sound(archive)
    return summary


def sound(archive: Path) -> bool:
    """Whether the archive keeps all its invariants; the full-text index is asked too."""
    with Archive.open(archive) as held:
        violations = held.check()
    assert violations == []
    return True


# The command line and scrapy's own


def harvester_command(
    base_url: str, archive: Path, window: Window, source: str = "herne", *, documents: bool = False
) -> list[str]:
    """`harvester crawl` with these options."""
    since, until = window
    command = [sys.executable, "-m", "harvester", "crawl", source, "--archive", str(archive)]
    command += ["--since", since, "--until", until, "--base-url", base_url, "--delay", "0"]
    return [*command, "--documents" if documents else "--no-documents"]


def harvester_crawl(
    base_url: str, archive: Path, window: Window = JUNE, more: Sequence[str] = (), **arguments: Any
) -> "subprocess.CompletedProcess[str]":
    """`harvester crawl herne` to its end, with more options, and arguments for the process."""
    command = [*harvester_command(base_url, archive, window), *more]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT, **arguments
    )


@contextmanager
def harvester_started(
    base_url: str, archive: Path, window: Window = JUNE, source: str = "herne", **options: bool
) -> "Iterator[subprocess.Popen[str]]":
    """`harvester crawl` under way; killed at the end if it still is."""
    with subprocess.Popen(
        harvester_command(base_url, archive, window, source, **options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def scrapy_crawl(
    base_url: str, archive: Path, window: Window, **settings: Any
) -> "subprocess.CompletedProcess[str]":
    """`scrapy crawl herne` from the project's root, with the reactor of real crawls."""
    since, until = window
    command = [sys.executable, "-m", "scrapy", "crawl", "herne"]
    for name, value in (("since", since), ("until", until), ("base_url", base_url)):
        command += ["-a", f"{name}={value}"]
    defaults = {"ARCHIVE": archive, "DOWNLOAD_DELAY": 0, "DOCUMENTS": 0}
    for name, value in (defaults | settings).items():
        command += ["-s", f"{name}={value}"]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT
    )


def wait_for_requests(
    site: StandInSite, count: int, process: "subprocess.Popen[str]", timeout: float = 60
) -> None:
    """Until the site has seen so many requests or the process has ended."""
    end = time.monotonic() + timeout
    while len(site.requests) < count and process.poll() is None:
        assert time.monotonic() < end, f"{len(site.requests)} of {count} requests"
        time.sleep(0.001)


# What an archive holds


def query(archive: Path, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows of a query."""
    with Archive.open(archive, mode="read") as held:
        return list(held.db.query(sql, values))


def rows_of(archive: Path, table: str, *, gone: bool = False) -> Rows:
    """All rows of a content table by id, lists as lists, booleans as booleans."""
    condition = "1" if gone else "gone_at IS NULL"
    with Archive.open(archive, mode="read") as held:
        return {
            row["id"]: {name: _native(name, value) for name, value in row.items()}
            for row in held.db.query(f"SELECT * FROM {table} WHERE {condition}")
        }


def _native(name: str, value: Any) -> Any:
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        return json.loads(value)
    return bool(value) if name == "public" and value is not None else value


def dump(archive: Path) -> dict[str, Rows]:
    """Everything a reader can see in the content tables, but when it was last seen."""
    tables = {cls.record: rows_of(archive, cls.record, gone=True) for cls in RECORD_TYPES}
    for rows in tables.values():
        for row in rows.values():
            del row["last_seen"]
    return tables


def content(archive: Path) -> dict[str, Rows]:
    """What the source says, without our own times, numbers and versions; what is gone left out."""
    ours = {"first_seen", "last_seen", "updated_at", "snapshot_id", "source_url", "content_hash"}
    session = {"url", "form"}
    return {
        cls.record: {
            row_id: {
                name: value
                for name, value in row.items()
                if name not in ours and not (name in session and row.get("expires"))
            }
            for row_id, row in rows_of(archive, cls.record).items()
        }
        for cls in RECORD_TYPES
    }


def findings(archive: Path, run: int | None = None) -> set[tuple[str, str]]:
    """Severity and code of the findings of a run, the last by default."""
    number = run or query(archive, "SELECT max(id) AS id FROM run")[0]["id"]
    rows = query(archive, "SELECT severity, code FROM finding WHERE run_id = ?", number)
    return {(row["severity"], row["code"]) for row in rows}


def assert_holds(archive: Path, world: World) -> None:
    """The archive holds the world: nothing lost, nothing invented, each field as expected."""
    told = world.expected()
    for table, expected in told.items():
        held = rows_of(archive, table)
        assert held.keys() == expected.keys(), table
        for row_id, fields in expected.items():
            row = held[row_id]
            assert {name: row[name] for name in fields} == fields, f"{table} {row_id}"


# A site that watches


@dataclass(frozen=True, slots=True)
class Watched:
    """One request and its answer; `began` and `ended` are seconds of one clock."""

    method: str
    path: str
    form: Mapping[str, str]
    agent: str
    began: float
    ended: float
    body: bytes


class WatchedSite(StandInSite):
    """A stand-in that notes when each request came and was answered, with what, from whom."""

    def __init__(self, world: World, **arguments: Any) -> None:
        super().__init__(world, **arguments)
        self.watched: list[Watched] = []
        self._server.RequestHandlerClass = _WatchedHandler

    def forget_sessions(self) -> None:
        """What a restart of the application does: no visitor's cookie is known any more."""
        with self._lock:
            self._answers._sessions.clear()


class _WatchedHandler(_Handler):
    headers: HTTPMessage

    def _serve(self, form: dict[str, str]) -> None:
        self._sent = b""
        began = time.monotonic()
        super()._serve(form)
        agent = self.headers.get("User-Agent", "")
        seen = (self.command, self.path, form, agent, began, time.monotonic(), self._sent)
        self.server.site.watched.append(Watched(*seen))  # type: ignore[attr-defined]

    def _send(self, answer: Answer, length: int | None = None, **headers: str) -> None:
        self._sent = answer.body
        super()._send(answer, length, **headers)


_HREF = re.compile(rb'href="([^"]*)"')
_FORM = re.compile(rb"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_ATTRIBUTE = re.compile(rb'\b(action|method)="([^"]*)"')
_FIELD = re.compile(rb'<input\b[^>]*\bname="([^"]*)"')


def offers(site: WatchedSite, answer: Watched) -> set[tuple[str, str, frozenset[str]]]:
    """What a page lets its reader ask for: method, path with query, names of a form's fields."""
    base = site.base_url.rpartition("/allris/")[0] + answer.path
    root = len(site.base_url) - len("/allris/")

    def path(address: bytes) -> str:
        return urljoin(base, html.unescape(address.decode("windows-1252")))[root:]

    found = {("GET", path(address), frozenset[str]()) for address in _HREF.findall(answer.body)}
    for attributes, inside in _FORM.findall(answer.body):
        given = dict(_ATTRIBUTE.findall(attributes))
        names = frozenset(name.decode() for name in _FIELD.findall(inside))
        if given.get(b"method", b"").lower() == b"post":
            found.add(("POST", path(given.get(b"action", b"")), names))
    return found


def paths(requests: Sequence[tuple[str, str, dict[str, str]]]) -> list[str]:
    """The paths asked for, in order, robots.txt left out."""
    return [path for _, path, _ in requests if path != "/robots.txt"]
