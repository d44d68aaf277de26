"""Keeps the bytes of documents and reads them in other processes."""

import asyncio
from dataclasses import replace

from scrapy.crawler import Crawler

from harvester.archive import Visit
from harvester.crawling.download import Download
from harvester.crawling.session import CouncilSpider, session_of
from harvester.documents import Readers
from harvester.documents.engine import engine
from harvester.documents.ocr import is_ocr
from harvester.documents.readers import ReadersError
from harvester.documents.store import StoreError
from harvester.parsers.document import parse_document, unchanged


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
        held, reader = self._session.reading_of(document.file_id)
        if held == sha256 and (reader == engine().name or is_ocr(reader)):
            return replace(item.visit, page=unchanged(document.url, document.file_id, sha256))
        read = await asyncio.wrap_future(self._readers.submit(self._session.files.path(sha256)))
        if read.form is not None:
            listed = self._session.paper_of_file(document.file_id, read.form.reference)
            owner = listed or document.paper_id or self._spider.paper_of(read.form)
            document = replace(document, paper_id=owner)
        page = self._spider.source.claim(parse_document(document, read))
        return replace(item.visit, page=page)

    def close_spider(self) -> None:
        """End the readers."""
        self._readers.close()
