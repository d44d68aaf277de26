"""What a night asks for again: how soon a page may have changed."""

from dataclasses import dataclass
from datetime import date, datetime

from harvester.window import DAYS_BACK

#: Within so many nights everything is read again.
ROTATION = 90
#: Days in which an open matter is looked at every night; later once in a tenth of its age.
_LIVELY = 90
_LIVELY_MEETING = 60
#: The pages of a paper itself: as long as the list shows it, every night.
_OF_PAPER = frozenset(("paper", "motion", "consultations"))
#: Days before a meeting from which on its agenda is looked at every night.
_SOON = 21
#: A list that a night does not begin with, and what other pages show too, is looked at no oftener.
_WEEK = 7
_DOCUMENT = "file"
_MEETING = "meeting"
_LIST = frozenset(("organization_meetings",))
#: Pages of which every change shows on another page too: the agenda names an item's result.
_SHOWN_ELSEWHERE = frozenset(("agenda_item",))


@dataclass(frozen=True, slots=True)
class Nightly:
    """A night: within how many of them all is read again, and where this one ends.

    `requests` and `until` (an aware time) stop the crawl cleanly; None: no limit.
    """

    rotation: int = ROTATION
    requests: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the archive knows of the record behind a page.

    `open`: a step without result, an agenda without results. `newest`: the last day that it is
    about, planned or past. `changed`: when its content last changed after it had appeared.
    `marked`: a document that the host lets us ask for only if it has changed.
    """

    kind: str
    open: bool
    newest: date | None
    changed: date | None
    marked: bool = False


def nights(facts: Facts, today: date) -> int | None:
    """After how many nights a page is asked for again; None: when its turn comes.

    Every night while something is to be expected, more and more rarely the older it is.
    """
    latest = max((day for day in (facts.newest, facts.changed) if day is not None), default=None)
    if facts.kind in _LIST or latest is None:
        return _WEEK if facts.kind in _LIST else None
    age = (today - latest).days
    if facts.kind == _DOCUMENT and not facts.marked:
        return max(1, abs(age) // 3)  # it comes whole each time
    if age < 0:
        soon = facts.kind != _MEETING or -age <= _SOON
        return 1 if soon else -age // 7
    if facts.open and facts.kind not in _SHOWN_ELSEWHERE:
        lively = _LIVELY_MEETING if facts.kind == _MEETING else _LIVELY
        return 1 if age <= lively else max(1, age // 10)
    listed = facts.kind in _OF_PAPER and age <= DAYS_BACK
    least = _WEEK if facts.kind in _SHOWN_ELSEWHERE else 1
    return 1 if listed else max(least, age // 2)
