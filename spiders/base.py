"""What every spider of ours does with a response: judge it, parse it, hand it on as a visit."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import CloseSpider, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from harvester.archive import Visit
from harvester.clock import utc_now
from harvester.crawling.manners import LeftAlone, leave_alone
from harvester.crawling.outcome import REFUSED, judge_response
from harvester.crawling.requests import FILE
from harvester.page import Finding, Listed, Page, PageError
from harvester.parsers.vorblatt import Form
from harvester.records import File, Record
from harvester.sources import Source, base, load_sources
from harvester.window import window
from spiders import files

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
    #: Whether what an earlier crawl fetched is left alone, as on a platform that no longer changes.
    once = False
    #: Documents that the host did not give out, since the last one that it did.
    refused_in_a_row = 0

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

    def months(self) -> Iterator[tuple[int, int]]:
        """Year and month of every month of the window."""
        first = 12 * self.since.year + self.since.month - 1
        last = 12 * self.until.year + self.until.month - 1
        return ((month // 12, month % 12 + 1) for month in range(first, last + 1))

    def keep_window(self, page: Page) -> None:
        """Forget what the page lists outside the window, with the documents shown beside it."""
        outside = {listed.id for listed in page.listed if not self.is_within(listed)}
        page.listed = [listed for listed in page.listed if listed.id not in outside]
        kept = [r for r in page.records if not outside.intersection((r.id, *_owners(r)))]
        tied = {getattr(record, "file_id", None) for record in kept}
        files = {r.id for r in page.records if isinstance(r, File)} - tied
        page.records = [record for record in kept if record.id not in files]
        page.children = [child for child in page.children if child.owner_id not in outside]
        page.links = [link for link in page.links if link.target not in files]

    def is_within(self, listed: Listed) -> bool:
        """Whether an entry lies within the window; one without a date may."""
        return listed.date is None or self.since <= date.fromisoformat(listed.date) <= self.until

    def drop_links_elsewhere(self, page: Page) -> None:
        """Forget links that lead off the base address; a finding says so."""
        elsewhere = [link.url for link in page.links if not self.owns(link.url)]
        if elsewhere:
            text = f"{len(elsewhere)} links lead off {self.source.base_url}, such as {elsewhere[0]}"
            page.note("warning", "link_elsewhere", text)
        page.links = [link for link in page.links if self.owns(link.url)]

    def instead(self, response: Response, error: PageError) -> scrapy.Request | None:
        """Another request that may give what this answer did not; None: there is none."""
        return None

    def paper_of(self, form: Form) -> str | None:
        """The paper of a form in a document that no page ties to a paper; None: nobody knows."""
        return None

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        """Requests first, then the visit: what is marked done has its links in the archive."""
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
        follow = [*self.follow(page, response), *files.file_requests(self, page, response)]
        yield from follow
        # a list that goes on in this session is done with its last page
        goes_on = any("frontier_key" in request.meta for request in follow)
        yield self.visit(response, page=page, state=None if goes_on else "done")

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
        )

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
            retrieved_at=utc_now(),
            media_type=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
            sha256=hashlib.sha256(response.body).hexdigest(),
            size=len(response.body),
            page=page,
            findings=findings,
            state=state,
            error=findings[0].message if findings else None,
            kind=request.cb_kwargs["kind"],
            target=request.cb_kwargs.get("target"),
        )


def _owners(record: Record) -> tuple[str | None, ...]:
    """What a record belongs to."""
    return getattr(record, "meeting_id", None), getattr(record, "paper_id", None)
