"""What every spider of ours does with a response: judge it, parse it, hand it on as a visit."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import CloseSpider, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.archive import Visit
from harvester.clock import utc_now
from harvester.crawling.manners import LeftAlone, leave_alone
from harvester.crawling.outcome import REFUSED, UNANSWERED, judge_response
from harvester.crawling.requests import FILE
from harvester.page import Finding, Listed, Page, PageError
from harvester.reading import read_page
from harvester.scope import Scope
from harvester.sources import Source, base, load_sources
from harvester.window import window
from spiders import files

_DAYS_NEVER_EMPTY = 28
_LONGEST = 500
#: So many requests without an answer, each tried several times: the host is down.
_MANY = 5


class SourceSpider(scrapy.Spider):
    """Base of all spiders; a subclass names the source and follows its pages' links.

    Args:
        since: first day of the window, `2009-06-01`; default 60 days ago.
        until: last day of the window; default 120 days ahead.
        base_url: another address of the same system, such as a stand-in.
        nightly: anything but "": what an earlier crawl fetched is asked for only when it is due.

    Raises:
        ValueError: a date is none, the window is empty, or the address is none.
    """

    source_id: str
    #: The kinds of pages that list others: without one of them nobody knows what is missing.
    lists: frozenset[str]
    #: The kinds of pages that every night asks for; anything else only when it is due.
    each_night: frozenset[str] = frozenset()
    #: Whether what an earlier crawl fetched is left alone, as on a platform that no longer changes.
    once = False
    #: Documents that the host did not give out, since the last one that it did.
    refused_in_a_row = 0
    #: Requests without any answer, since the last one that had one.
    unanswered_in_a_row = 0

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        base_url: str | None = None,
        nightly: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.nightly = bool(nightly)
        source = load_sources()[self.source_id]
        self.source: Source = replace(source, base_url=base(base_url)) if base_url else source
        self.since, self.until = window(since, until)
        self.scope = Scope(self.source.base_url, self.since, self.until)
        #: Four weeks in which nothing is listed are a fault, a few days need not be.
        self.expects_records = (self.until - self.since).days >= _DAYS_NEVER_EMPTY
        self.arguments = {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "base_url": self.source.base_url,
        }
        self.allowed_domains = [urlsplit(self.source.base_url).hostname or ""]

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first requests of a crawl."""
        raise NotImplementedError
        yield  # makes this a generator for the type checker

    def committees(self) -> frozenset[str]:
        """The names that a form's flattened text is read with, where the source has such texts."""
        return frozenset()

    def follow(
        self, page: Page, response: Response, shown: list[Listed]
    ) -> Iterator[scrapy.Request]:
        """The requests that a page leads to; `shown` is all that it lists, in the scope or not."""
        raise NotImplementedError

    def months(self) -> Iterator[tuple[int, int]]:
        """Year and month of every month of the window."""
        first = 12 * self.since.year + self.since.month - 1
        last = 12 * self.until.year + self.until.month - 1
        return ((month // 12, month % 12 + 1) for month in range(first, last + 1))

    def instead(self, response: Response, error: PageError) -> scrapy.Request | None:
        """Another request that may give what this answer did not; None: there is none."""
        return None

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        """Requests first, then the visit: what is marked done has its links in the archive."""
        self.unanswered_in_a_row = 0
        if kwargs["kind"] == FILE:
            try:
                yield from files.answer(self, response)
            except PageError as error:
                yield from self._odd(response, error, FILE)
            return
        try:
            page = self._page(response, kwargs["kind"])
        except PageError as error:
            if (other := self.instead(response, error)) is not None:
                yield other
                finding = Finding("info", error.code, f"{error} Asked for {other.url} instead.")
                yield self.visit(response, findings=(finding,), state="done")
            else:
                yield from self._odd(response, error, kwargs["kind"])
            return
        shown = page.listed
        self.scope.trim(page)
        follow = [*self.follow(page, response, shown), *files.file_requests(self, page, response)]
        yield from follow
        # a list that goes on in this session is done with its last page
        goes_on = any("frontier_key" in request.meta for request in follow)
        yield self.visit(response, page=page, state=None if goes_on else "done")

    def _page(self, response: Response, kind: str) -> Page:
        """The page, if the host gave one of the kind that was asked for.

        Raises:
            PageError: it did not, or the page cannot be read.
        """
        if not self.scope.owns(response.url):
            raise PageError("moved", f"The host answers at {response.url} instead.")
        return read_page(
            self.source,
            response.body,
            response.url,
            status=response.status,
            kind=kind,
            committees=self.committees(),
        )

    def _odd(self, response: Response, error: PageError, kind: str) -> Iterator[Visit]:
        """What is no page: noted, and the row failed; after a refusal the host is left alone."""
        finding = judge_response(response.status, response.body, error)
        if REFUSED in {finding.code, error.code}:
            finding = replace(finding, severity="error", code=REFUSED)
            yield self.visit(response, findings=(finding,), state=None)
            leave_alone(self.crawler)
            raise CloseSpider(REFUSED)
        if kind in self.lists:
            finding = replace(finding, severity="error")
        state = "failed" if finding.severity == "error" else "done"
        yield self.visit(response, findings=(finding,), state=state)

    def unreached(self, failure: Failure) -> Iterator[Any]:
        """A request without a response: forbidden by robots.txt, timed out, refused, too large."""
        request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        error = failure.value
        if isinstance(error, LeftAlone):
            return
        yield from files.go_on(self, request)
        finding: Finding | None = None
        page = None
        if request.cb_kwargs["kind"] == FILE and isinstance(error, DownloadCancelledError):
            page = files.too_large(request, str(error)[:_LONGEST])
        elif isinstance(error, IgnoreRequest) and "redirect_times" in request.meta:
            asked = request.meta["redirect_urls"][0]
            finding = Finding("error", "redirected", f"{asked} leads to {request.url}: {error}")
        elif isinstance(error, IgnoreRequest):
            finding = Finding("error", "not_allowed", f"Not fetched: {error}")
        else:
            finding = Finding("error", "unreached", f"{type(error).__name__}: {error}"[:_LONGEST])
            self.unanswered_in_a_row += 1
        yield Visit(
            key=request.meta.get("frontier_key"),
            url=request.url,
            method=request.method,
            form=request.meta.get("form"),
            status=None,
            retrieved_at=utc_now(),
            page=page,
            findings=() if finding is None else (finding,),
            state=files.state_behind(request, "done" if finding is None else "failed"),
            error=None if finding is None else finding.message,
            kind=request.cb_kwargs["kind"],
            target=request.cb_kwargs.get("target"),
        )
        if self.unanswered_in_a_row == _MANY:
            leave_alone(self.crawler)
            raise CloseSpider(UNANSWERED)

    def visit(
        self,
        response: Response,
        *,
        page: Page | None = None,
        findings: tuple[Finding, ...] = (),
        state: Any,
    ) -> Visit:
        """The attempt that got a response; `state` None leaves the request waiting."""
        request = response.request
        assert request is not None  # noqa: S101  # Scrapy sets it on every response
        return Visit(
            key=request.meta.get("frontier_key"),
            url=response.url,
            method=request.method,
            form=request.meta.get("form"),
            status=response.status,
            retrieved_at=request.meta.get("retrieved_at") or utc_now(),
            media_type=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
            sha256=hashlib.sha256(response.body).hexdigest(),
            size=len(response.body),
            page=page,
            findings=findings,
            state=state,
            error=findings[0].message if findings else None,
            kind=request.cb_kwargs["kind"],
            target=request.cb_kwargs.get("target"),
            place=request.meta.get("place"),
        )
