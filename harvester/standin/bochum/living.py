"""A Bochum with a past that lives on from night to night, as seed and night decide.

The past was lived as the future will be: day by day, with everything that goes wrong.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypedDict

from harvester.standin.bochum import committees as named
from harvester.standin.bochum import mishaps, routine
from harvester.standin.bochum.changed import events
from harvester.standin.bochum.town import Day, LivingBochum
from harvester.standin.bochum.world import Layout
from harvester.standin.events import Event

TODAY = date(2024, 1, 1)


class Size(TypedDict):
    """How long a town has lived, and how busy it is."""

    years: int
    papers_per_year: int


SMALL: Size = {"years": 1, "papers_per_year": 25}
"""A town that a whole crawl reads with 250 to 400 requests; the default needs 1,500 to 2,500."""
_BY_WEIGHT = (
    *(named.COUNCIL, named.MAIN, named.TRAFFIC, named.MITTE, named.SCHOOL, named.YOUTH),
    *(named.SOUTH, named.ECONOMY, named.WATTENSCHEID, named.CULTURE, named.HEALTH, named.EAST),
)
_PAPERS_FOR_A_COMMITTEE = 7
_FEWEST = 4
_FIRST_DAYS = 100
"""So long it takes until the first meetings that the calendar plans are held."""
_Routine = Callable[[Day], None]
_Mishap = Callable[[Day], mishaps.Also]
_ROUTINE: dict[str, _Routine] = {
    "meeting_planned": routine.plan_meetings,
    "meeting_published": routine.publish_meetings,
    "paper_published": routine.write_papers,
    "agenda_published": routine.publish_agendas,
    "meeting_ended": routine.hold_meetings,
    "result": routine.decide,
    "deferred": routine.defer,
    "referred_back": routine.refer,
    "minutes_published": routine.write_minutes,
}
# each happens once in so many working days, if there is something for it to happen to
_MISHAPS: dict[str, tuple[int, _Mishap]] = {
    "paper_returned": (1, mishaps.return_papers),
    "document_stamped": (6, mishaps.stamp_document),
    "document_corrected": (8, mishaps.correct_document),
    "agenda_extended": (4, mishaps.extend_agenda),
    "subject_corrected": (23, mishaps.correct_subject),
    "paper_withdrawn": (37, mishaps.withdraw_paper),
    "meeting_postponed": (41, mishaps.postpone_meeting),
    "meeting_cancelled": (73, mishaps.cancel_meeting),
    "meeting_removed": (83, mishaps.remove_meeting),
    "committee_renamed": (113, mishaps.rename_committee),
}
KINDS = frozenset((*_ROUTINE, *_MISHAPS)) - {"meeting_planned"} | {"document_redrawn"}
"""The kinds of events; a meeting that is only planned has no number and is no record."""


def living_bochum(
    seed: int,
    *,
    years: int = 3,
    papers_per_year: int = 60,
    layout: Layout = 6,
    validators: bool = False,
) -> LivingBochum:
    """A town that has lived for so many years until 1 January 2024.

    The same arguments give the same town. It has a committee for every seven papers a year, at
    least four, each of which meets every eight weeks but for the breaks.
    """
    here = _BY_WEIGHT[: max(_FEWEST, papers_per_year // _PAPERS_FOR_A_COMMITTEE)]
    world = LivingBochum(
        seed,
        TODAY.replace(year=TODAY.year - years) - timedelta(days=_FIRST_DAYS),
        tuple(committee for committee in named.COMMITTEES if committee in here),
        meetings={},
        papers={},
        motions={},
        layout=layout,
        validators=validators,
        papers_per_year=papers_per_year,
    )
    while world.today < TODAY:
        world = _lived(world, (world.today - TODAY).days + 1)
    return world


def live(world: LivingBochum, night: int) -> tuple[LivingBochum, list[Event]]:
    """The town a day later, and what has happened; `night` 1 is the first after `living_bochum`."""
    told: list[Event] = []
    return _lived(world, night, told), told


def _lived(world: LivingBochum, night: int, told: list[Event] | None = None) -> LivingBochum:
    """The town a day later; `told` takes the events, which cost a look at all records."""
    world = replace(world, today=world.today + timedelta(days=1))
    expected = world.expected() if told is not None else {}
    for kind, happens in _happenings(world.today).items():
        day = Day(world, Random(f"{world.seed}/{night}/{kind}"))  # noqa: S311 - not a secret
        also = happens(day)
        later = day.done()
        if told is not None and later is not world:
            before, expected = (world, expected), later.expected()
            told += events(night, kind, before, (later, expected), also or ())
        world = later
    return world


def _happenings(today: date) -> dict[str, Callable[[Day], mishaps.Also | None]]:
    """What may happen on a day; at weekends nothing does."""
    if today.weekday() > 4:
        return {}
    turn = today.toordinal() // 7 * 5 + today.weekday()
    due = {
        kind: happens
        for n, (kind, (every, happens)) in enumerate(_MISHAPS.items())
        if (turn + 5 * n) % every == 0
    }
    return {**_ROUTINE, **due}
