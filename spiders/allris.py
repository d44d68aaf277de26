"""The way through an ALLRIS system: calendar and list of papers, then meetings, items, papers."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from urllib.parse import urljoin

import scrapy
from scrapy.http import Response

from harvester.crawling.requests import make_request
from harvester.page import Link, Listed, Page
from harvester.parsers.allris.common import LISTS
from harvester.parsers.common import script_name
from spiders.base import SourceSpider

START_PAGE = "allris.net.asp"
#: What is fetched first: lists before what they list, so that a killed crawl knows what is left.
PRIORITY = {
    "menu": 100,
    "calendar": 100,
    "organization_list": 90,
    "paper_list": 90,
    "meeting": 80,
    "paper": 60,
    "agenda_item": 50,
}


class AllrisSpider(SourceSpider):
    """Base of the spiders for ALLRIS net 3.x; a town's spider names its source."""

    lists = frozenset(("menu", "calendar", "organization_list", "paper_list"))
    each_night = lists

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The calendar's months and the lists that the registry names; else the menu, to ask."""
        if self.source.calendar is None:
            yield self._request(Link("menu", urljoin(self.source.base_url, START_PAGE)))
            return
        for request in self._months(urljoin(self.source.base_url, self.source.calendar)):
            yield request
        for name in self.source.lists:
            yield self._request(Link(LISTS[script_name(name)], urljoin(self.source.base_url, name)))

    def follow(
        self, page: Page, response: Response, shown: list[Listed]
    ) -> Iterator[scrapy.Request]:
        """What lies within the scope, as far as the page links it."""
        if page.kind == "paper_list":
            yield from self._follow_list(page, response, shown)
            return
        wanted = {listed.id for listed in page.listed}
        for link in page.links:
            if link.kind == "calendar":
                yield from self._months(link.url)
            elif link.kind in PRIORITY and (
                page.kind != "calendar" or link.target is None or link.target in wanted
            ):
                yield self._request(link)

    def _months(self, calendar: str) -> Iterator[scrapy.Request]:
        """One request for every month of the window."""
        for year, month in self.months():
            url = f"{calendar.partition('?')[0]}?MM={month}&YY={year}"
            yield self._request(Link("calendar", url))

    def _follow_list(
        self, page: Page, response: Response, shown: list[Listed]
    ) -> Iterator[scrapy.Request]:
        """The list of papers lives in a session: filter it to the window, then page through it.

        The filter's form and the link to the next page mean something only together with the
        session's cookie, so these requests carry it and share the frontier row of the first.
        """
        step = response.cb_kwargs.get("step", 0)
        wanted = {listed.id for listed in page.listed}
        yield from (self._request(link) for link in page.links if link.target in wanted)
        filters = [link for link in page.links if link.kind == "paper_list_filter"]
        if step == 0 and filters and (filled := self._filled(filters[0])):
            yield self._in_session(response, filled, step + 1, ())
            return
        first = shown[0].id if shown else None
        days = [date.fromisoformat(listed.date) for listed in shown if listed.date]
        goes_on = [link for link in page.links if link.kind == "paper_list"]
        # one paper dated wrongly does not end the list: all of a page must be older
        if not goes_on or max(days, default=self.until) < self.since:
            return
        seen: tuple[str | None, ...] = response.cb_kwargs.get("seen", ())
        if first in seen:
            page.note("error", "list_stuck", "The list of papers comes back to an earlier page.")
            return
        yield self._in_session(response, goes_on[0], step + 1, (*seen, first))

    def _filled(self, link: Link) -> Link | None:
        """The filter's form with the window in its empty field; None if that is not just one."""
        window = f"{self.since:%d.%m.%Y}-{self.until:%d.%m.%Y}"
        form = tuple((name, value or window) for name, value in link.form or ())
        empty = sum(not value for _, value in link.form or ())
        return Link(link.kind, link.url, form) if empty == 1 else None

    def _request(self, link: Link) -> scrapy.Request:
        return make_request(
            self,
            link.url,
            link.form,
            priority=PRIORITY[link.kind],
            cb_kwargs={"kind": link.kind, "target": link.target},
        )

    def _in_session(
        self, response: Response, link: Link, step: int, seen: tuple[str | None, ...]
    ) -> scrapy.Request:
        """A request that goes on where a response left off, with its session's cookie.

        `seen` are the first ids of the pages so far: a session that is lost begins again.
        """
        assert response.request is not None  # noqa: S101  # Scrapy sets it on every response
        sent = response.request.headers.get("Cookie") or b""
        held = [pair for pair in sent.decode("latin-1").split("; ") if pair]
        given = [
            h.decode("latin-1").partition(";")[0] for h in response.headers.getlist("Set-Cookie")
        ]
        cookies = {pair.partition("=")[0].strip(): pair for pair in (*held, *given)}
        return make_request(
            self,
            link.url,
            link.form,
            headers={"Cookie": "; ".join(cookies.values())},
            meta={"frontier_key": response.request.meta["frontier_key"]},
            cb_kwargs={"kind": "paper_list", "step": step, "seen": seen},
        )
