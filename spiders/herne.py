"""Herne: ALLRIS net 3.x, classic pages inside the city's own portal."""

from spiders.allris import AllrisSpider


class HerneSpider(AllrisSpider):
    """Harvests Herne; the registry has its address and calendar."""

    name = "herne"
    source_id = "herne"
