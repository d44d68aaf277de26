"""Keeps the bytes of documents and reads them in other processes."""

import asyncio
from dataclasses import replace

from scrapy.crawler import Crawler

from harvester.archive import Visit
from harvester.crawling.download import Download
from harvester.crawling.session import CouncilSpider, session_of
from harvester.document_pages import is_cut, is_read, page_of
from harvester.documents import Readers
from harvester.documents.readers import ReadersError
from harvester.documents.store import StoreError
from harvester.parsers.document import cut_short, unchanged


class DocumentsPipeline:
    """Turns a download into a visit like that of any page; the crawl goes on meanwhile."""

    def __init__(self, crawler: Crawler) -> None:
        self._session = session_of(crawler)
        self._spider: CouncilSpider = crawler.spider  # type: ignore[assignment]  # our spiders only
        self._readers = Readers()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "DocumentsPipeline":
        """Take the crawl's archive and the store beside it."""
        return cls(crawler)

    async def process_item(self, item: Visit | Download) -> Visit:
        """Store and read a document; any other visit passes."""
        if isinstance(item, Visit):
            return item
        try:
            return await self._read(item)
        except (StoreError, ReadersError) as error:
            # the fault is this machine's: further documents would be asked for in vain
            self._session.stop(str(error))
            raise

    async def _read(self, item: Download) -> Visit:
        document = item.document
        sha256 = self._session.files.put(document.body)
        if is_read(self._session, document.file_id, sha256):
            return replace(item.visit, page=unchanged(document.url, document.file_id, sha256))
        if is_cut(self._session, document.file_id, sha256, document.body):
            page = cut_short(document.url, document.file_id)
            return replace(item.visit, page=page, state=item.visit.state and "failed")
        read = await asyncio.wrap_future(self._readers.submit(self._session.files.path(sha256)))
        page = page_of(self._session, self._spider.source, document, read)
        return replace(item.visit, page=page)

    def close_spider(self) -> None:
        """End the readers."""
        self._readers.close()
