"""What every spider of ours does with a response: judge it, parse it, hand it on as a visit."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.archive import Visit
from harvester.crawling.manners import LeftAlone, leave_alone
from harvester.crawling.outcome import REFUSED, judge_response
from harvester.crawling.session import utc_now
from harvester.page import Finding, Page, PageError
from harvester.sources import Source, base, load_sources
from harvester.window import window

_DAYS_NEVER_EMPTY = 28
_LONGEST = 500


class SourceSpider(scrapy.Spider):
    """Base of all spiders; a subclass names the source, parses pages and follows their links.

    Args:
        since: first day of the window, `2009-06-01`; default 60 days ago.
        until: last day of the window; default 120 days ahead.
        base_url: another address of the same system, such as a stand-in.

    Raises:
        ValueError: a date is none, the window is empty, or the address is none.
    """

    source_id: str
    #: The kinds of pages that list others: without one of them nobody knows what is missing.
    lists: frozenset[str]

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        base_url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        source = load_sources()[self.source_id]
        self.source: Source = replace(source, base_url=base(base_url)) if base_url else source
        self.since, self.until = window(since, until)
        #: Four weeks in which nothing is listed are a fault, a few days need not be.
        self.expects_records = (self.until - self.since).days >= _DAYS_NEVER_EMPTY
        self.arguments = {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "base_url": self.source.base_url,
        }
        self.allowed_domains = [urlsplit(self.source.base_url).hostname or ""]

    def owns(self, url: str) -> bool:
        """Whether an address lies below the base: same scheme, host and port, and path."""
        return url.startswith(self.source.base_url)

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The first requests of a crawl."""
        raise NotImplementedError
        yield  # makes this a generator for the type checker

    def read(self, body: bytes, url: str) -> Page:
        """Parse a page of the vendor's system.

        Raises:
            PageError: it cannot be read.
        """
        raise NotImplementedError

    def follow(self, page: Page, response: Response) -> Iterator[scrapy.Request]:
        """The requests that a page leads to."""
        raise NotImplementedError

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        """Requests first, then the visit: what is marked done has its links in the archive."""
        try:
            page = self._page(response, kwargs["kind"])
        except PageError as error:
            yield from self._odd(response, error, kwargs["kind"])
            return
        follow = list(self.follow(page, response))
        yield from follow
        # a list that goes on in this session is done with its last page
        goes_on = any("frontier_key" in request.meta for request in follow)
        yield self._visit(response, page=page, state=None if goes_on else "done")

    def _page(self, response: Response, kind: str) -> Page:
        """The page, if the host gave one of the kind that was asked for.

        Raises:
            PageError: it did not, or the page cannot be read.
        """
        if not 200 <= response.status < 300:
            raise PageError("http_error", f"Status {response.status}.")
        if not self.owns(response.url):
            raise PageError("moved", f"The host answers at {response.url} instead.")
        page = self.source.claim(self.read(response.body, response.url))
        if page.kind != kind:
            raise PageError("unexpected_page", f"Asked for a {kind}, the system shows {page.kind}.")
        return page

    def _odd(self, response: Response, error: PageError, kind: str) -> Iterator[Visit]:
        """What is no page: noted, and the row failed; after a refusal the host is left alone."""
        finding = judge_response(response.status, response.body, error)
        if finding.code == REFUSED:
            yield self._visit(response, findings=(finding,), state=None)
            leave_alone(self.crawler)
            raise CloseSpider(REFUSED)
        if kind in self.lists:
            finding = replace(finding, severity="error")
        state = "failed" if finding.severity == "error" else "done"
        yield self._visit(response, findings=(finding,), state=state)

    def unreached(self, failure: Failure) -> Iterator[Visit]:
        """A request without a response: forbidden by robots.txt, timed out, refused, too large."""
        request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        error = failure.value
        if isinstance(error, LeftAlone):
            return
        if isinstance(error, IgnoreRequest) and "redirect_times" in request.meta:
            asked = request.meta["redirect_urls"][0]
            finding = Finding("error", "redirected", f"{asked} leads to {request.url}: {error}")
        elif isinstance(error, IgnoreRequest):
            finding = Finding("error", "not_allowed", f"Not fetched: {error}")
        else:
            finding = Finding("error", "unreached", f"{type(error).__name__}: {error}"[:_LONGEST])
        yield Visit(
            key=request.meta.get("frontier_key"),
            url=request.url,
            method=request.method,
            form=request.meta.get("form"),
            status=None,
            retrieved_at=utc_now(),
            findings=(finding,),
            state="failed",
            error=finding.message,
        )

    def _visit(
        self,
        response: Response,
        *,
        page: Page | None = None,
        findings: tuple[Finding, ...] = (),
        state: Any,
    ) -> Visit:
        request = response.request
        assert request is not None  # noqa: S101  # Scrapy sets it on every response
        return Visit(
            key=request.meta.get("frontier_key"),
            url=response.url,
            method=request.method,
            form=request.meta.get("form"),
            status=response.status,
            retrieved_at=utc_now(),
            media_type=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
            sha256=hashlib.sha256(response.body).hexdigest(),
            size=len(response.body),
            page=page,
            findings=findings,
            state=state,
            error=findings[0].message if findings else None,
        )
