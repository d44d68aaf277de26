"""politik-bei-uns.de: a platform that changes no more; addresses are given, not searched for."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.http import Response

from harvester.crawling.requests import make_request
from harvester.crawling.session import session_of
from harvester.page import Link, Page
from harvester.parsers.politik_bei_uns import Kind, address, paper_id, parse
from harvester.parsers.vorblatt import Form
from spiders.base import SourceSpider

_PATHS: dict[Kind, str] = {
    "paper": "paper/{}",
    "file_page": "file/{}",
    "file": "file/{}/download",
}
_PRIORITY = {"paper": 60, "file_page": 50, "file": 40}
_ID = re.compile("[0-9A-Fa-f]{24}")


def read_addresses(text: str, base_url: str) -> list[tuple[Kind, str]]:
    """What a file of addresses names: kind and 24 hex digits, each once, in order.

    One address or id of a file a line; empty lines and those that begin with # are skipped.

    Raises:
        ValueError: a line is neither, or there is none.
    """
    found: dict[tuple[Kind, str], None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        named: tuple[Kind, str] | None = None
        if _ID.fullmatch(entry):
            named = "file_page", entry.lower()
        named = named or address(entry) or address(entry, base_url)
        if named is None:
            raise ValueError(f"line {number} is no address of the platform: {entry[:80]}")
        found[named] = None
    if not found:
        raise ValueError("it names no address")
    return list(found)


class PolitikBeiUnsSpider(SourceSpider):
    """Fetches what a file of addresses names and what those pages link; each once for all time.

    Args:
        urls: the path of the file.
        again: anything but "" to fetch also what an earlier crawl has fetched.
        kwargs: as `SourceSpider` takes them.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no list of addresses.
    """

    name = "politik_bei_uns"
    source_id = "pbu"
    lists = frozenset(("paper",))

    def __init__(self, urls: str, again: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.once = not again
        self._committees: frozenset[str] | None = None
        self.expects_records = False
        text = Path(urls).read_text(encoding="utf-8", errors="replace")
        self._addresses = read_addresses(text, self.source.base_url)
        # the window means nothing here; the same file is the same crawl
        self.arguments = {"base_url": self.source.base_url, "urls": Path(urls).name}

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """A request for each address."""
        for kind, number in self._addresses:
            url = urljoin(self.source.base_url, _PATHS[kind].format(number))
            target = f"{self.source_id}/file/{number}" if kind == "file" else None
            yield self._request(Link(kind, url, target=target))

    def read(self, body: bytes, url: str) -> Page:
        """Parse a page of the platform."""
        if self._committees is None:
            self._committees = session_of(self.crawler).committee_names()
        return parse(body, url, self.source_id, self._committees)

    def follow(self, page: Page, response: Response) -> Iterator[scrapy.Request]:
        """From a paper to the pages of its files; documents are asked for by the base class."""
        self.drop_links_elsewhere(page)
        yield from (self._request(link) for link in page.links if link.kind != "file")

    def paper_of(self, form: Form) -> str | None:
        """The paper is known by its number."""
        return None if form.reference is None else paper_id(self.source_id, form.reference)

    def _request(self, link: Link) -> scrapy.Request:
        return make_request(
            self,
            link.url,
            link.form,
            priority=_PRIORITY[link.kind],
            cb_kwargs={"kind": link.kind, "target": link.target},
        )
