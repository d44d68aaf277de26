"""One page of a host that nobody has asked before, with the manners of a crawl."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from harvester import settings as project
from harvester.errors import HarvesterError

_LONGEST = 300
#: What a crawl has and a single page needs not: an archive, a frontier, retries.
_ALONE: dict[str, Any] = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {},
    "TWISTED_REACTOR_ENABLED": False,
    "DOWNLOADER_MIDDLEWARES": {
        **project.DOWNLOADER_MIDDLEWARES,
        "harvester.crawling.manners.BackoffRetry": None,
        "harvester.crawling.recorder.Recorder": None,
    },
}


class NotFetchedError(HarvesterError):
    """The host gave no page; `refused`: it does not want to be asked."""

    def __init__(self, message: str, *, refused: bool = False) -> None:
        super().__init__(message)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer: the address that gave it (after redirects on the host), status and bytes."""

    url: str
    status: int
    body: bytes


class _OnePage(scrapy.Spider):
    name = "new-source"

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.answer: Response | None = None
        self.failure: Failure | None = None

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield scrapy.Request(self._url, callback=self.parse, errback=self._missed)

    def parse(self, response: Response, **kwargs: Any) -> None:
        self.answer = response

    def _missed(self, failure: Failure) -> None:
        self.failure = failure


def fetch(url: str, contact: str | None) -> Taken:
    """Ask for one page, after robots.txt and as the honest program that a crawl is too.

    Args:
        url: its address.
        contact: who asks: a mail address or web page for the user agent.

    Raises:
        NotFetchedError: robots.txt forbids it, the host does not answer, or leads to another host.
    """
    # without any handler Python prints what goes wrong; it is told below
    logging.getLogger("scrapy").addHandler(logging.NullHandler())
    settings = Settings()
    settings.setmodule(project, priority="project")
    settings.setdict({**_ALONE, "USER_AGENT": project.user_agent(contact or "")}, "cmdline")
    spider, stats = asyncio.run(_fetched(settings, url))
    if spider.answer is None:
        raise _why(url, spider.failure, stats)
    response = spider.answer
    if 300 <= response.status < 400:
        to = (response.headers.get("Location") or b"nowhere").decode("latin-1")[:_LONGEST]
        raise NotFetchedError(f"{url} leads to {to}, on another host. If that is right, give it.")
    return Taken(response.url, response.status, response.body)


async def _fetched(settings: Settings, url: str) -> tuple[_OnePage, dict[str, Any]]:
    crawler = AsyncCrawlerRunner(settings).create_crawler(_OnePage)
    await crawler.crawl_async(url)
    spider = crawler.spider
    if not isinstance(spider, _OnePage) or crawler.stats is None:
        raise NotFetchedError("Nothing was fetched.")
    return spider, crawler.stats.get_stats()


def _why(url: str, failure: Failure | None, stats: dict[str, Any]) -> NotFetchedError:
    error = failure.value if failure else None
    if any(name.startswith("robotstxt/response_status_count/5") for name in stats):
        return NotFetchedError("The host cannot give its robots.txt now, which forbids everything.")
    if isinstance(error, IgnoreRequest):
        return NotFetchedError(f"robots.txt forbids {url}.", refused=True)
    return NotFetchedError(f"{url} cannot be fetched: {error}"[:_LONGEST])
