"""One crawl and its archive: the run, what is stored of it in batches, how it ends."""

import asyncio
import json
import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester import __version__
from harvester.archive import (
    Archive,
    ArchiveError,
    FetchRequest,
    RunInfo,
    RunSummary,
    Visit,
    request_key,
)
from harvester.clock import now, today, utc_now
from harvester.crawling.download import Download
from harvester.crawling.outcome import judge_run
from harvester.crawling.recording import Recording
from harvester.crawling.requests import FILE
from harvester.documents import FileStore
from harvester.page import Finding
from harvester.records import File
from harvester.schedule import Facts, nights
from harvester.scope import Scope
from harvester.sources import Source
from harvester.warc import RunEnd, RunStart, WarcError

#: A batch is written when it has so many pages or is so old (seconds).
_BATCH_PAGES = 50
_BATCH_SECONDS = 2.0
_LONGEST = 500


class CouncilSpider(Protocol):
    """What the session needs to know of a spider."""

    name: str
    source: Source
    arguments: dict[str, str]
    expects_records: bool
    #: What was fetched in an earlier crawl is not asked for again.
    once: bool
    #: What was fetched in an earlier crawl is asked for only when it is due.
    nightly: bool
    each_night: frozenset[str]
    lists: frozenset[str]
    scope: Scope


class CrawlSession:
    """Scrapy extension that owns the archive while a spider runs.

    Requests and visits are collected and written together, one transaction per batch, so that a
    page is marked done exactly when its records and the requests it led to are in the archive.
    """

    def __init__(self, crawler: Crawler, spider: CouncilSpider, archive: Archive) -> None:
        self._crawler = crawler
        self._spider = spider
        self._archive = archive
        self.files = FileStore(archive.path.parent / "files")
        self._software = f"council-harvester {__version__}"
        self._started = utc_now()
        self._command = f"{'nightly' if spider.nightly else 'crawl'} {spider.name}"
        self.run: RunInfo = self._begin()
        max_size = crawler.settings.getint("WARC_MAXSIZE")
        self.recording = Recording(archive, self._start(), self._software, max_size)
        self.limit: str | None = None
        until = crawler.settings["NIGHT_UNTIL"]
        self._until = datetime.fromisoformat(until) if until else None
        self.summary: RunSummary | None = None
        self.fatal: str | None = None
        self._visits: list[Visit] = []
        self._requests: list[FetchRequest] = []
        self._settled: set[str] = set()
        self._since = time.monotonic()
        crawler.signals.connect(self._crashed, signal=signals.spider_error)
        crawler.signals.connect(self._item_crashed, signal=signals.item_error)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CrawlSession":
        """Open the archive and begin the run.

        Raises:
            ArchiveError: the archive is locked, read-only, of a newer schema ...
        """
        archive = Archive.open(Path(crawler.settings["ARCHIVE"]), mode="write")
        return cls(crawler, crawler.spider, archive)  # type: ignore[arg-type]  # our spiders only

    def _begin(self) -> RunInfo:
        """Begin the run; a night keeps fresh whatever earlier crawls have asked for."""
        spider, archive = self._spider, self._archive
        since = archive.harvested_since(spider.source) if spider.nightly else None
        if since is not None:
            first = min(date.fromisoformat(since), spider.scope.since)
            spider.scope = replace(spider.scope, since=first)
        rotation = self._crawler.settings.getint("NIGHT_ROTATION")
        return archive.begin_run(
            spider.source,
            command=self._command,
            arguments=spider.arguments,
            software=self._software,
            now=self._started,
            rotation=rotation if spider.nightly else None,
        )

    def _start(self) -> RunStart:
        spider = self._spider
        return RunStart(
            source_id=self.run.source_id,
            base_url=spider.source.base_url,
            run=self.run.uid,
            command=self._command,
            arguments=json.dumps(spider.arguments),
            started=self._started,
            since=spider.scope.since.isoformat(),
            until=spider.scope.until.isoformat(),
            campaign=self._archive.uid_of(self.run.campaign),
        )

    def spent(self) -> str | None:
        """Which limit of the night is reached; None while there is none."""
        settings, stats = self._crawler.settings, self._crawler.stats
        requests = settings.getint("NIGHT_REQUESTS")
        sent = stats.get_value("downloader/request_count", 0) if stats else 0
        if requests and sent >= requests:
            self.limit = f"its {requests} requests are used up"
        elif self._until is not None and now() >= self._until:
            self.limit = "its time is up"
        return self.limit

    def enqueue(self, request: Request) -> None:
        """Remember a request that a page led to; its form travels in `meta`."""
        form, kind = request.meta.get("form"), request.cb_kwargs["kind"]
        spider, again = self._spider, request.meta.get("again", False)
        once = spider.once or (spider.nightly and kind not in spider.each_night and not again)
        self._requests.append(
            FetchRequest(
                key=request_key(self.run.source_id, request.method, request.url, form),
                kind=kind,
                url=request.url,
                method=request.method,
                form=form,
                priority=request.priority,
                target=request.cb_kwargs.get("target"),
                owner=request.cb_kwargs.get("owner"),
                once=once,
            )
        )

    def record(self, visit: Visit) -> None:
        """Take a visit; writes the batch when it is large or old enough."""
        self._visits.append(visit)
        if len(self._visits) >= _BATCH_PAGES or time.monotonic() - self._since > _BATCH_SECONDS:
            self._write()

    def reading_of(self, file_id: str) -> tuple[str | None, str | None]:
        """The bytes (SHA-256) and the engine of the reading of a file that is held."""
        return self._archive.reading_of(file_id)

    def document_is_due(self, file: File) -> bool:
        """Whether tonight a document is fetched that a page lists under an expiring link."""
        held = self._archive.fetched(file.id) if self._spider.nightly else None
        if held is None or held.declared_size != file.declared_size:
            return True
        rotation = self._crawler.settings.getint("NIGHT_ROTATION")
        wait = nights(Facts(FILE, False, held.newest, None), today())
        # when its page is read again: a document must not wait for a turn that comes too late
        newest = max((day for day in (held.newest, held.step) if day), default=None)
        again = nights(Facts("paper", held.open, newest, None), today()) or rotation
        days = (today() - held.day).days
        return days >= min(wait or rotation, rotation) or days + again > rotation

    def paper_of_file(self, file_id: str, reference: str | None) -> str | None:
        """The held paper that a file with a form of this number belongs to."""
        return self._archive.paper_of_file(file_id, reference)

    def unfetched_documents(self) -> list[tuple[str, str]]:
        """Id and address of the source's documents whose bytes are not held."""
        return self._archive.unfetched_documents(self.run.source_id)

    def committee_names(self) -> frozenset[str]:
        """The committees of the source's municipality that the archive knows."""
        return self._archive.committee_names(self._spider.source.body_id)

    def settled(self) -> set[str]:
        """The keys done or failed since the last call; written before they are told."""
        self._write()
        settled, self._settled = self._settled, set()
        return settled

    def waiting(self, limit: int, taken: Collection[str]) -> Sequence[FetchRequest]:
        """Rows of the frontier that wait and are not taken."""
        return [] if self.fatal else self._archive.waiting(self.run.source_id, limit, list(taken))

    def _write(self) -> None:
        # Scrapy hands on neighbours in varying order; a replay has them as they came
        visits, self._visits = sorted(self._visits, key=_as_recorded), []
        requests, self._requests = self._requests, []
        self._since = time.monotonic()
        if self.fatal or not (visits or requests):
            return
        try:
            self._archive.store(self.run, visits, requests)
        except ArchiveError as error:
            self.stop(str(error))
        except Exception as error:  # a bug; without an end the same pages would be asked for again
            self.stop(f"Nothing can be stored ({type(error).__name__}: {error}); this is a bug.")
        else:
            self.recording.forget()
            self._settled |= {visit.key for visit in visits if visit.key and visit.state}

    def stop(self, why: str) -> None:
        """Nothing can be kept any more: stop asking the host."""
        self.fatal = why
        if self._crawler.engine is not None:
            self._stopping = asyncio.ensure_future(
                self._crawler.engine.close_spider_async(reason="archive_failed")
            )

    def _crashed(self, failure: Failure, response: Response) -> None:
        """A bug in the spider or a parser: the page stays waiting, the archive says so."""
        request = response.request
        if request is not None:
            key, form = request.meta.get("frontier_key"), request.meta.get("form")
            visit = Visit(key, response.url, request.method, form, response.status, utc_now())
            self._note_crash(visit, failure)

    def _item_crashed(self, failure: Failure, item: Visit | Download) -> None:
        """A bug in a pipeline: the same."""
        self._note_crash(item.visit if isinstance(item, Download) else item, failure)

    def _note_crash(self, visit: Visit, failure: Failure) -> None:
        # no traceback: its paths are this machine's, and the archive is made to be handed out
        error = failure.value
        finding = Finding("error", "crash", f"{type(error).__name__}: {error}"[:_LONGEST])
        bare = replace(visit, page=None, findings=(finding,), state=None, error=finding.message)
        self._visits.append(bare)

    def _closed(self, reason: str) -> None:
        self._write()
        stats = self._crawler.stats.get_stats() if self._crawler.stats else {}
        try:
            outcome, message = judge_run(
                reason,
                self.fatal,
                self._archive.count_run(self.run),
                stats,
                expects_records=self._spider.expects_records,
                may_rest=self._spider.once,
                limit=self.limit,
            )
            whole = self._archive.whole_lists(self.run, self._spider.lists)
            self.summary = self._archive.finish_run(
                *(self.run, outcome, message, utc_now()),
                whole=whole,
                expects=self._spider.source.expects,
            )
            told = (self.summary.ended, self.summary.outcome, self.summary.message)
            self.recording.end(RunEnd(self.run.uid, *told, whole))
        except (ArchiveError, WarcError) as error:
            self.fatal = self.fatal or str(error)
        finally:
            self.recording.close()
            self._archive.close()


def _as_recorded(visit: Visit) -> tuple[str, str, int]:
    place = visit.place
    return (visit.retrieved_at, place.file, place.offset) if place else (visit.retrieved_at, "", 0)


def session_of(crawler: Crawler) -> CrawlSession:
    """The session of a crawl that has begun."""
    session = crawler.get_extension(CrawlSession)
    if session is None:
        raise RuntimeError("The extension CrawlSession is not in EXTENSIONS.")
    return session
