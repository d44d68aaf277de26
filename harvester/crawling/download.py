"""Documents of a crawl: bytes on their way from the spider to the store."""

from dataclasses import dataclass

from harvester.archive import Visit
from harvester.parsers.document import Document


@dataclass(frozen=True, slots=True)
class Download:
    """A fetched document; `visit` is the attempt, still without a page."""

    visit: Visit
    document: Document
