"""The towns that a soak can live in: how each is made, moved on, and what its archive must hold."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from harvester.standin import living
from harvester.standin.bochum import living as bochum
from harvester.standin.bochum.model import Document
from harvester.standin.bochum.town import LivingBochum
from harvester.standin.events import Event
from harvester.standin.town import LivingWorld
from harvester.standin.world import Expected

AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class Town:
    """One town. `pages` and `lists` are patterns of the addresses that faults are put on."""

    source: str
    make: Callable[[int, bool], Any]
    live: Callable[[Any, int], tuple[Any, list[Event]]]
    truth: Callable[[Any], Expected]
    pages: tuple[str, ...]
    lists: tuple[str, ...]


def _herne(seed: int, small: bool) -> LivingWorld:
    if not small:
        return living.living_world(seed)
    return living.living_world(seed, years=1, papers_per_year=30)


HERNE = Town(
    source="herne",
    make=_herne,
    live=living.live,
    truth=living.truth,
    pages=("to010", "to020", "vo020", "do027", "___tmp"),
    lists=("si010", "vo040", "au010"),
)


def _bochum(seed: int, small: bool) -> LivingBochum:
    if not small:
        return bochum.living_bochum(seed)
    return bochum.living_bochum(seed, years=1, papers_per_year=30)


def _truth_of_bochum(world: LivingBochum) -> Expected:
    """What is expected, and the bytes of each document."""
    files = {
        document.id: {"name": document.name, "sha256": _sha256(world, document, owner)}
        for document, owner in world.documents.values()
    }
    return {**world.expected(), "file": files}


_KNOWN: dict[Any, str] = {}


def _sha256(world: LivingBochum, document: Document, owner: Any) -> str:
    key = (document, owner)
    if key not in _KNOWN:
        _KNOWN[key] = hashlib.sha256(world.body(document)).hexdigest()
    return _KNOWN[key]


BOCHUM = Town(
    source="bochum",
    make=_bochum,
    live=bochum.live,
    truth=_truth_of_bochum,
    pages=("si0057|to0040", "to0050", "vo0050", "vo0053", "getfile"),
    lists=("si0040", "vo0040", "gr0040", "do0040"),
)
TOWNS = {"herne": HERNE, "bochum": BOCHUM}


def window(world: Any) -> tuple[str, str]:
    """All days on which anything in a town is, and those that a night looks ahead."""
    days = [m.day for m in world.meetings.values()] + [p.created for p in world.papers.values()]
    return min(days).isoformat(), (world.today + AHEAD).isoformat()
