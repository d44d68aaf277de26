"""Records every response of a crawl, before anything else is made of it."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from harvester.clock import utc_now
from harvester.crawling.session import CrawlSession, session_of
from harvester.warc import Response as Stored
from harvester.warc import WarcError

_NOT_MODIFIED = 304


class Recorder:
    """Downloader middleware behind decompression: redirects, refusals and retries pass it too."""

    def __init__(self, session: CrawlSession) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Recorder":
        """Take the crawl's session, which owns the file."""
        return cls(session_of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the response; its place travels in `meta["place"]`.

        Raises:
            IgnoreRequest: it cannot be written. What is not recorded is not read either.
        """
        told = request.cb_kwargs
        stored = Stored(
            url=response.url,
            method=request.method,
            form=request.meta.get("form"),
            status=response.status,
            headers=tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, values in response.headers.items()
                for value in values
            ),
            body=response.body,
            retrieved_at=utc_now(),
            kind=told.get("kind"),
            target=told.get("target"),
            owner=told.get("owner"),
        )
        validators = request.meta.get("validators")
        held = validators.sha256 if validators and response.status == _NOT_MODIFIED else None
        try:
            request.meta["place"] = self._session.recording.keep(stored, held)
        except WarcError as error:
            self._session.stop(str(error))
            raise IgnoreRequest(str(error)) from error
        request.meta["retrieved_at"] = stored.retrieved_at
        return response
