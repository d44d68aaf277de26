"""The floor of a crawl: the same requests in the same order, and nothing done with the answers.

`python -m bench.bare_crawl ARCHIVE`, in a process of its own; the archive of our crawl names the
requests.
"""

import json
import sqlite3
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from bench.meter import Meter
from harvester import settings
from harvester.crawling.requests import make_request

#: What the floor has in common with our crawl; the delay is none in both.
_SAME = (
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "COOKIES_ENABLED",
    "DUPEFILTER_CLASS",
    "HTTPERROR_ALLOW_ALL",
    "LOG_LEVEL",
    "REMOTE_CONTROL_ENABLED",
    "ROBOTSTXT_OBEY",
    "TELNETCONSOLE_ENABLED",
    "USER_AGENT",
)


class BareSpider(Spider):
    """Fetches what it is told."""

    name = "bare"

    def __init__(self, archive: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.archive = archive

    async def start(self) -> AsyncIterator[Request]:
        """Ask for what the archive's snapshots name."""
        connection = sqlite3.connect(self.archive)
        rows = connection.execute("SELECT url, form FROM snapshot ORDER BY id").fetchall()
        connection.close()
        for url, form in rows:
            fields = tuple((name, value) for name, value in json.loads(form)) if form else None
            yield make_request(self, url, fields)

    def parse(self, response: Response) -> None:
        """Do nothing."""

    unreached = parse


def main(archive: str) -> None:
    same = {name: getattr(settings, name) for name in _SAME}
    process = AsyncCrawlerProcess({**same, "DOWNLOAD_DELAY": 0})
    crawler = process.create_crawler(BareSpider)
    meter = Meter()
    meter.watch(crawler)
    process.crawl(crawler, archive=archive)
    process.start()
    meter.tell()


if __name__ == "__main__":
    main(*sys.argv[1:])
