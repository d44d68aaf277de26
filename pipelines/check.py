"""Holds a page against what such a page should have."""

from harvester.archive import Visit
from harvester.check import check


class CheckPipeline:
    """Adds findings where a page breaks an expectation; stops nothing."""

    def process_item(self, item: Visit) -> Visit:
        """Work on one visit and pass it on."""
        if item.page is not None:
            check(item.page)
        return item
