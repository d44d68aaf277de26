"""How a spider asks for documents and judges the answers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.http import Response

from harvester.archive import Validators
from harvester.crawling.download import Download
from harvester.crawling.outcome import DOCUMENT_REFUSED, REFUSED, judge_document
from harvester.crawling.requests import FILE, make_request
from harvester.crawling.session import session_of
from harvester.page import Link, Page, PageError
from harvester.parsers.document import Document, not_taken, unchanged
from harvester.reading import read_page
from harvester.records import File

if TYPE_CHECKING:
    from spiders.base import SourceSpider

PRIORITY = 40
_NOT_MODIFIED = 304
_LONGEST = 500
#: So many documents refused one after the other are no longer their own matter.
_MANY = 3


def file_requests(
    spider: "SourceSpider", page: Page, response: Response
) -> Iterator[scrapy.Request]:
    """A request for each document that the page shows.

    Links that expire are followed at once, one after the other, on the row of their page: if the
    crawl is cut short, the page is asked for again and gives fresh ones.
    """
    if not spider.settings.getbool("DOCUMENTS"):
        return
    files = {record.id: record for record in page.records if isinstance(record, File)}
    links = [link for link in page.links if link.kind == FILE and spider.scope.owns(link.url)]
    session = session_of(spider.crawler)
    expiring = []
    for link in links:
        file = files.get(link.target or "")
        if file is None or not file.expires:
            yield make_request(
                spider, link.url, link.form, priority=PRIORITY, cb_kwargs=_arguments(link)
            )
        elif session.document_is_due(file):
            expiring.append(link)
    yield from _next_expiring(spider, response.request, tuple(expiring))


def _arguments(link: Link) -> dict[str, Any]:
    return {"kind": FILE, "target": link.target, "owner": link.owner}


def _next_expiring(
    spider: "SourceSpider", asked: scrapy.Request | None, links: tuple[Link, ...]
) -> Iterator[scrapy.Request]:
    if links and asked is not None:
        yield make_request(
            spider,
            links[0].url,
            links[0].form,
            meta={"frontier_key": asked.meta["frontier_key"]},
            cb_kwargs={**_arguments(links[0]), "rest": links[1:]},
        )


def go_on(spider: "SourceSpider", request: scrapy.Request) -> Iterator[scrapy.Request]:
    """The next of the expiring links of which one was answered."""
    yield from _next_expiring(spider, request, request.cb_kwargs.get("rest", ()))


def state_behind(request: scrapy.Request, state: str) -> Any:
    """What becomes of the request's row: nothing yet while expiring links are left on it."""
    return None if request.cb_kwargs.get("rest") else state


def answer(spider: "SourceSpider", response: Response) -> Iterator[Any]:
    """What becomes of a document's answer: requests, then a download or a visit.

    Raises:
        PageError: `refused`, the host lets nobody in: it says so, or it has given out none of the
            last few documents.
    """
    request = response.request
    assert request is not None  # noqa: S101  # Scrapy sets it on every response
    yield from go_on(spider, request)
    done, failed = (state_behind(request, state) for state in ("done", "failed"))
    target, validators = request.cb_kwargs["target"], request.meta.get("validators")
    if response.status == _NOT_MODIFIED and validators is not None:
        page = unchanged(response.url, target, validators.sha256)
        yield spider.visit(response, page=page, state=done)
        return
    finding = judge_document(response.status, response.body)
    if finding is not None and finding.code == "not_a_document" and _denies(spider, response):
        finding = replace(finding, severity="warning", code="not_found")
    if not spider.scope.owns(response.url):
        raise PageError("moved", f"The host answers at {response.url} instead.")
    refused = finding is not None and finding.code == DOCUMENT_REFUSED
    spider.refused_in_a_row = spider.refused_in_a_row + 1 if refused else 0
    if finding is None:
        visit = spider.visit(response, state=done)
        visit = replace(visit, validators=_validators(response, visit.sha256 or ""))
        owner, town = request.cb_kwargs.get("owner"), spider.source.body_id
        document = Document(response.url, target, owner, visit.media_type, response.body, town)
        yield Download(visit, document)
    elif finding.code == REFUSED or spider.refused_in_a_row == _MANY:
        raise PageError(REFUSED, finding.message)
    else:
        state = failed if finding.severity == "error" else done
        finding = replace(finding, record_id=target)
        yield spider.visit(response, findings=(finding,), state=state)


def _denies(spider: "SourceSpider", response: Response) -> bool:
    """Whether the page that came instead of a document is the system's own word for: no such."""
    try:
        read_page(spider.source, response.body, response.url, status=response.status, kind=None)
    except PageError as error:
        return error.code == "not_found"
    return False


def too_large(request: scrapy.Request, why: str) -> Page:
    """What is known of a document that was larger than the limit."""
    return not_taken(request.url, request.cb_kwargs["target"], "too_large", why)


def _validators(response: Response, sha256: str) -> Validators | None:
    """What the host gives to ask for this document again, if it gives anything."""
    etag, modified = (
        (response.headers.get(name) or b"").decode("latin-1")[:_LONGEST] or None
        for name in ("ETag", "Last-Modified")
    )
    if etag is None and modified is None:
        return None
    return Validators(sha256, etag, modified)
