"""Bochum: SessionNet."""

from spiders.sessionnet import SessionNetSpider


class BochumSpider(SessionNetSpider):
    """Harvests Bochum; the registry has its address, calendar and lists."""

    name = "bochum"
    source_id = "bochum"
