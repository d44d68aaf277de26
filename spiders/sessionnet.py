"""The way through a SessionNet system: calendar and lists, then meetings, papers, their steps."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import scrapy
from scrapy.http import Response

from harvester.clock import today
from harvester.crawling.requests import make_request
from harvester.page import Link, Listed, Page, PageError
from harvester.parsers.sessionnet import kind_of
from spiders.base import SourceSpider

#: What is fetched first: lists before what they list, a paper's steps right behind the paper.
PRIORITY = {
    "calendar": 100,
    "organization_list": 90,
    "paper_list": 90,
    "document_list": 90,
    "organization_meetings": 85,
    "meeting": 80,
    "paper": 60,
    "motion": 60,
    "consultations": 58,
    "agenda_item": 50,
}
#: Where each kind of page leads. A step's meeting or an item's is not followed: it may lie years
#: back, and the calendar names those within the window.
_LEADS_TO = {
    "calendar": {"meeting"},
    "organization_list": {"organization_meetings"},
    "organization_meetings": {"meeting"},
    "paper_list": {"paper_list", "paper", "motion"},
    "document_list": {"paper", "motion"},
    "meeting": {"agenda_item", "paper", "motion"},
    "agenda_item": {"paper", "motion"},
    "paper": {"consultations"},
    "motion": {"consultations"},
}
#: Lists whose entries have dates; what they lead to is followed only within the window.
_DATED = frozenset(("calendar", "organization_meetings", "paper_list"))
#: So long a new document makes the night look at its paper again.
_FRESH = timedelta(days=3)


class SessionNetSpider(SourceSpider):
    """Base of the spiders for SessionNet; a town's spider names its source."""

    lists = frozenset(
        ("calendar", "organization_list", "organization_meetings", "paper_list", "document_list")
    )
    each_night = lists - {"organization_meetings"}

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._asked: set[tuple[str, str]] = set()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The calendar's months and the lists that the registry names."""
        calendar = urljoin(self.source.base_url, self.source.calendar or "si0040.asp")
        for year, month in self.months():
            url = f"{calendar}?__cjahr={year}&__cmonat={month}"
            yield self._request(Link("calendar", url))
        for name in self.source.lists:
            url = urljoin(self.source.base_url, name)
            yield self._request(Link(kind_of(url), url))

    def follow(
        self, page: Page, response: Response, shown: list[Listed]
    ) -> Iterator[scrapy.Request]:
        """What lies within the scope, as far as the page links it."""
        days = [listed.date for listed in shown if listed.date]
        wanted = {listed.id for listed in page.listed}
        new_documents = {entry.id for entry in shown if self._is_fresh(page, entry)}
        for link in page.links:
            if link.kind not in _LEADS_TO.get(page.kind, ()):
                continue
            if link.kind == page.kind:
                # the next page of a list, newest first, as long as it reaches into the window
                if not days:
                    page.note("error", "undated_list", "No date: how far it reaches is unknown.")
                elif max(days) >= self.since.isoformat():
                    yield self._request(link)
            elif (page.kind not in _DATED or link.target in wanted) and self._is_new(link):
                yield self._request(link, again=link.target in new_documents)

    def _is_fresh(self, page: Page, entry: Listed) -> bool:
        """Whether a paper has a document of the last few days, which its page may not show yet."""
        day = (today() - _FRESH).isoformat()
        return page.kind == "document_list" and entry.date is not None and entry.date >= day

    def _is_new(self, link: Link) -> bool:
        """Whether this run has not asked for the record yet.

        A meeting has several pages (to0040, si0057) and an address for each item to be marked.
        """
        if link.target is None:
            return True
        asked = (link.kind, link.target)
        new = asked not in self._asked
        self._asked.add(asked)
        return new

    def instead(self, response: Response, error: PageError) -> scrapy.Request | None:
        """For an agenda that only a session shows (si0057) the page that needs none."""
        asked = response.request
        if error.code != "session_lost" or asked is None or asked.cb_kwargs["kind"] != "meeting":
            return None
        url = asked.meta.get("redirect_urls", [asked.url])[0]
        if "/si0057." not in url:
            return None
        return self._request(Link("meeting", url.replace("/si0057.", "/to0040.")))

    def _request(self, link: Link, *, again: bool = False) -> scrapy.Request:
        return make_request(
            self,
            _plain(link.url),
            link.form,
            priority=PRIORITY[link.kind],
            meta={"again": again},
            cb_kwargs={"kind": link.kind, "target": link.target},
        )


def _plain(url: str) -> str:
    """An address without the arguments that only mark a row (voselect, toselect)."""
    parts = urlsplit(url)
    numbers = [(name, value) for name, value in parse_qsl(parts.query) if name.startswith("__")]
    return urlunsplit(parts._replace(query=urlencode(numbers), fragment=""))
