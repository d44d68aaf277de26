"""politik-bei-uns.de: a platform that changes no more; addresses are given, not searched for."""

import codecs
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.http import Response

from harvester.crawling.requests import make_request
from harvester.crawling.session import session_of
from harvester.page import Link, Listed, Page
from harvester.parsers.politik_bei_uns import Kind, address
from spiders import files
from spiders.base import SourceSpider

_PATHS: dict[Kind, str] = {
    "paper": "paper/{}",
    "file_page": "file/{}",
    "file": "file/{}/download",
}
_PRIORITY = {"paper": 60, "file_page": 50, "file": files.PRIORITY}
_ID = re.compile("[0-9A-Fa-f]{24}")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: What no text has: a Word file or a picture does.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LONGEST = 80


def load_addresses(path: Path, base_url: str) -> list[tuple[Kind, str]]:
    """What a file of addresses names: kind and 24 hex digits, each once, in order.

    One address or id of a file a line; empty lines and those that begin with # are skipped. The
    file may be what an editor on Windows writes: UTF-8 or UTF-16 with a byte order mark, or
    windows-1252.

    Args:
        path: the file.
        base_url: the platform's address, or that of a stand-in; addresses below it are read too.

    Raises:
        ValueError: the file cannot be read or is no text, a line is no address, or names more than
            one, or there is none. The message names file and line.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is no text file") from error
    if _BINARY.search(text):
        raise ValueError(f"{path} is no text file")
    found: dict[tuple[Kind, str], None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        shown = entry[:_LONGEST]
        # a second address behind the first one's "?" would pass for its query
        if len(entry.split()) > 1 or entry.count("://") > 1:
            raise ValueError(f"{path}: line {number} holds more than one address or id: {shown}")
        named = _named(entry, base_url)
        if named is None:
            raise ValueError(f"{path}: line {number} is no address of the platform: {shown}")
        found[named] = None
    if not found:
        raise ValueError(f"{path} names no address")
    return list(found)


def _decoded(body: bytes) -> str:
    if body.startswith(_UTF16):
        return body.decode("utf-16")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("windows-1252")  # umlauts in a comment


def _named(entry: str, base_url: str) -> tuple[Kind, str] | None:
    if _ID.fullmatch(entry):
        return "file_page", entry.lower()
    return address(entry) or address(entry, base_url)


class PolitikBeiUnsSpider(SourceSpider):
    """Fetches what a file of addresses names and what those pages link; each once for all time.

    Args:
        urls: the path of the file.
        again: anything but "" to fetch also what an earlier crawl has fetched.
        kwargs: as `SourceSpider` takes them.

    Raises:
        ValueError: the file cannot be read or is no list of addresses.
    """

    name = "politik_bei_uns"
    source_id = "pbu"
    #: What was asked for by its address and is not there is missing too.
    lists = frozenset(("paper", "file_page"))

    def __init__(self, urls: str, again: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.once = not again
        self._committees: frozenset[str] | None = None
        self.expects_records = False
        self._addresses = load_addresses(Path(urls), self.source.base_url)
        # the window means nothing here; the same file is the same crawl
        self.arguments = {"base_url": self.source.base_url, "urls": Path(urls).name}

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """A request for each address."""
        for kind, number in self._addresses:
            url = urljoin(self.source.base_url, _PATHS[kind].format(number))
            target = f"{self.source_id}/file/{number}" if kind == "file" else None
            yield self._request(Link(kind, url, target=target))
        if self.settings.getbool("DOCUMENTS"):
            # an earlier crawl may have left documents out, and its pages are not asked for again
            for target, url in session_of(self.crawler).unfetched_documents():
                if self.scope.owns(url):
                    yield self._request(Link("file", url, target=target))

    def committees(self) -> frozenset[str]:
        """The committees that the archive knows when the first page comes."""
        if self._committees is None:
            self._committees = session_of(self.crawler).committee_names()
        return self._committees

    def follow(
        self, page: Page, response: Response, shown: list[Listed]
    ) -> Iterator[scrapy.Request]:
        """From a paper to the pages of its files; documents are asked for by the base class."""
        yield from (self._request(link) for link in page.links if link.kind != "file")

    def _request(self, link: Link) -> scrapy.Request:
        return make_request(
            self,
            link.url,
            link.form,
            priority=_PRIORITY[link.kind],
            cb_kwargs={"kind": link.kind, "target": link.target},
        )
