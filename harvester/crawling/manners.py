"""Manners towards a host: pauses, no way off it by a redirect, silence once it has refused."""

import asyncio
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings

_SERVER_ERROR = 500
#: Each retry waits this many times as long as the one before.
_GROWTH = 3


class BackoffRetry(RetryMiddleware):
    """Scrapy's retries, each after a pause (`RETRY_BACKOFF` seconds, then three times as long)."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._pause = settings.getfloat("RETRY_BACKOFF")

    async def process_response(  # type: ignore[override]  # Scrapy awaits what is awaitable
        self, request: Request, response: Response
    ) -> Request | Response:
        """Retry after a pause where the status says that it may help."""
        result = super().process_response(request, response)
        return await self._rest(result) if isinstance(result, Request) else result

    async def process_exception(  # type: ignore[override]  # Scrapy awaits what is awaitable
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Retry after a pause where the connection failed."""
        result = super().process_exception(request, exception)
        return await self._rest(result) if isinstance(result, Request) else result

    async def _rest(self, request: Request) -> Request:
        await asyncio.sleep(self._pause * _GROWTH ** (request.meta["retry_times"] - 1))
        return request


class PoliteThrottle(AutoThrottle):
    """Scrapy's throttle, never faster than the Crawl-delay of the host's robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        delay = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if delay is None or delay <= self.mindelay:
            return
        self.mindelay = delay
        self.maxdelay = max(self.maxdelay, delay)
        downloader = self.crawler.engine.downloader if self.crawler.engine else None
        slot = downloader.slots.get(downloader.get_slot_key(request)) if downloader else None
        if slot is not None:
            slot.delay = delay
            slot.jitter = 0.0  # it would go below the delay as often as above


class RedirectOnHost(RedirectMiddleware):
    """Scrapy's redirects within a host; one that leads off it is judged like any odd status."""

    def process_response(  # type: ignore[override]  # the spider argument is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """Follow, or hand the redirect on as it is."""
        result = super().process_response(request, response)
        if isinstance(result, Request) and _host(result) != _host(request):
            return response
        return result

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send none."""


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc


class StrictRobots(RobotsTxtMiddleware):
    """Scrapy's robots.txt, and by RFC 9309: a server error in its place forbids everything."""

    async def _parse_robots(self, resp: Response, netloc: str, request: Request) -> None:
        if resp.status >= _SERVER_ERROR:
            resp = resp.replace(body=b"User-agent: *\nDisallow: /")
        await super()._parse_robots(resp, netloc, request)


class LeftAlone(IgnoreRequest):
    """A request that is not sent any more because the host has refused; it stays waiting."""


def leave_alone(crawler: Crawler) -> None:
    """Drop what waits for its turn in the downloader; closing the spider would still send it."""
    slots = crawler.engine.downloader.slots if crawler.engine else {}
    for slot in slots.values():
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(LeftAlone("The host has refused."))
