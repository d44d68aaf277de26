"""Scrapy's scheduler over the archive's frontier: what is still to fetch survives a kill."""

from collections import deque

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from harvester.archive import FetchRequest
from harvester.crawling.requests import conditional, make_request
from harvester.crawling.session import CrawlSession, session_of

#: Rows read from the archive at a time; so many requests at most wait in memory.
_BATCH = 200


class FrontierScheduler(BaseScheduler):
    """Hands out the waiting rows of the frontier, the urgent first.

    A request that already has a row (a retry, a redirect, the next page of a list that lives in a
    session) waits in memory only: its row is done when its last page is.
    """

    def __init__(self, session: CrawlSession) -> None:
        self._session = session
        self._spider: Spider | None = None
        self._memory: deque[Request] = deque()
        self._ready: deque[FetchRequest] = deque()
        self._taken: set[str] = set()
        self._exhausted = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "FrontierScheduler":
        """Make the scheduler of a crawl that has begun."""
        return cls(session_of(crawler))

    def open(self, spider: Spider) -> None:
        """Learn whose callbacks answer the requests."""
        self._spider = spider

    def has_pending_requests(self) -> bool:
        """Whether anything may be left to fetch."""
        if self._session.spent():
            return False
        return bool(self._memory or self._ready or not self._exhausted)

    def enqueue_request(self, request: Request) -> bool:
        """Take a request; what is already known to the frontier is fetched once."""
        if "frontier_key" in request.meta:
            self._memory.append(request)
        else:
            self._session.enqueue(request)
            self._exhausted = False
            # what was read ahead and is less urgent goes back to wait its turn; in a night all of
            # it, as this may be new and goes before what earlier nights have read
            while self._ready and (
                self._session.run.nightly or self._ready[-1].priority < request.priority
            ):
                self._taken.discard(self._ready.pop().key)
        return True

    def next_request(self) -> Request | None:
        """The next request, None while all that is left is under way."""
        if self._session.spent():
            return None  # what is left waits for the next night
        if self._memory:
            return self._memory.popleft()
        if not self._ready and not self._exhausted:
            self._taken -= self._session.settled()
            self._ready.extend(self._session.waiting(_BATCH, self._taken))
            self._exhausted = len(self._ready) < _BATCH
        if not self._ready:
            return None
        fetch = self._ready.popleft()
        self._taken.add(fetch.key)
        return self._request(fetch)

    def _request(self, fetch: FetchRequest) -> Request:
        validators = fetch.validators
        if validators is not None and not self._session.files.has(validators.sha256):
            validators = None
        return make_request(
            self._spider,
            fetch.url,
            fetch.form,
            headers=conditional(validators),
            meta={"frontier_key": fetch.key, "validators": validators},
            cb_kwargs={"kind": fetch.kind, "target": fetch.target, "owner": fetch.owner},
        )
