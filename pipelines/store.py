"""Hands visits to the session, which writes them to the archive in batches."""

from scrapy.crawler import Crawler

from harvester.archive import Visit
from harvester.crawling.session import CrawlSession, session_of


class StorePipeline:
    """The last pipeline: nothing comes behind the archive."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        """Take the crawl's session."""
        return cls(session_of(crawler))

    def process_item(self, item: Visit) -> Visit:
        """Work on one visit and pass it on."""
        self._session.record(item)
        return item
