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
from harvester.sources import Source, load_sources
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
        ValueError: a date is none, or the window is empty.
    """

    source_id: str

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        base_url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        source = load_sources()[self.source_id]
        self.source: Source = replace(source, base_url=base_url) if base_url else source
        self.since, self.until = window(since, until)
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
        verdict = judge_response(response.status, response.body)
        if verdict is None:
            try:
                page = self._asked_for(self.read(response.body, response.url), kwargs["kind"])
            except PageError as error:
                verdict = judge_response(response.status, response.body, error)
            else:
                follow = list(self.follow(self.source.claim(page), response))
                yield from follow
                # a list that goes on in this session is done with its last page
                goes_on = any("frontier_key" in request.meta for request in follow)
                yield self._visit(response, page=page, state=None if goes_on else "done")
                return
        assert verdict is not None  # noqa: S101  # a PageError always has a verdict
        state = {"error": "failed", "warning": "done", "info": "done"}[verdict.severity]
        yield self._visit(
            response, findings=(verdict,), state=None if verdict.code == REFUSED else state
        )
        if verdict.code == REFUSED:
            leave_alone(self.crawler)
            raise CloseSpider(REFUSED)

    @staticmethod
    def _asked_for(page: Page, kind: str) -> Page:
        """The page, if it is of the kind that was asked for; a redirect may show another.

        Raises:
            PageError: `unexpected_page`.
        """
        if page.kind != kind:
            raise PageError("unexpected_page", f"Asked for a {kind}, the system shows {page.kind}.")
        return page

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
            media_type=None,
            sha256=None,
            size=None,
            page=None,
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
