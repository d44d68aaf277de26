"""Parsers: pure functions from the bytes of a page to records; no network, no database."""

from urllib.parse import urlsplit

from harvester.page import Page
from harvester.parsers import allris
from harvester.sources import source_of
from harvester.text import slug


def parse_saved(body: bytes, url: str) -> Page:
    """Parse a page saved by hand; a stranger's records are named after its host.

    Raises:
        PageError: it is not a page that we read.
    """
    source = source_of(url)
    if source is None:
        return allris.parse(body, url, slug(urlsplit(url).hostname or "page"))
    return source.claim(allris.parse(body, url, source.id))
