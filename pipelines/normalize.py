"""Fills the canonical fields of what the parser read."""

from harvester.archive import Visit
from harvester.normalize import normalize


class NormalizePipeline:
    """Understands dates, results, roles, votes; what it cannot becomes a finding."""

    def process_item(self, item: Visit) -> Visit:
        """Work on one visit and pass it on."""
        if item.page is not None:
            normalize(item.page)
        return item
