"""Changes and meetings as objects for JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from harvester.archive.events import FirstHarvest
from harvester.archive.meetings import Sitting
from harvester.reports.news import News


def changes(news: News) -> list[dict[str, Any]]:
    """What changed, newest day first: an object per paper, meeting, or source harvested first.

    `record` says which it is; `followed` for what it is followed.
    """
    found = []
    for one in news.everything:
        kind = {"record": "source"} if isinstance(one, FirstHarvest) else {}
        found.append(kind | asdict(one) | {"followed": list(news.labels_of(one))})
    return found


def meetings(found: Sequence[Sitting]) -> list[dict[str, Any]]:
    """The meetings in order of time, each with its `items`."""
    return [asdict(one) for one in found]
