"""A spider for every town of the registry that needs none of its own: a town is data."""

from importlib.util import find_spec

from harvester.sources import Source, load_sources
from spiders.allris import AllrisSpider
from spiders.base import SourceSpider
from spiders.sessionnet import SessionNetSpider

_SYSTEMS: dict[str, type[SourceSpider]] = {
    "allris": AllrisSpider,
    "sessionnet": SessionNetSpider,
}


def _needs_none(source: Source) -> bool:
    """Whether a source is harvested as its system is; one with a module here goes its own way."""
    return source.system in _SYSTEMS and find_spec(f"spiders.{source.spider}") is None


def _spider(source: Source) -> type[SourceSpider]:
    told = {
        "__module__": __name__,
        "__doc__": f"Harvests {source.body_name}.",
        "name": source.spider,
        "source_id": source.id,
    }
    return type("TownSpider", (_SYSTEMS[source.system],), told)


_TOWNS = [source for source in load_sources().values() if _needs_none(source)]
# Scrapy finds spiders among the names of a module
globals().update({f"Town_{source.id}": _spider(source) for source in _TOWNS})
