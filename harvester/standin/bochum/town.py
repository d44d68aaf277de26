"""A Bochum that lives: what it remembers from day to day beside what its pages show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any, TypeVar

from harvester.standin.bochum.agenda import Agendas
from harvester.standin.bochum.model import Item, Meeting, Paper, Step
from harvester.standin.bochum.world import BochumWorld

_T = TypeVar("_T")

CANCELLED = "Die Sitzung entfällt"
"""What stands in place of the room of a meeting that will not be held."""
_EVERY = timedelta(days=56)
_WEEK = timedelta(days=7)
_BREAKS = (((7, 8), (8, 20)), ((12, 20), (12, 31)), ((1, 1), (1, 7)))
"""Summer and Christmas, from month and day to month and day."""


@dataclass(frozen=True, eq=False)
class LivingBochum(BochumWorld):
    """A town on its way through time; `harvester.standin.bochum.living` makes and moves it.

    `counter` is the last number that was given to anything. `withdrawn` holds the papers that are
    not shown any more, with the day on which each comes back, None for never.
    """

    papers_per_year: int = 60
    counter: int = 100_000
    withdrawn: dict[int, tuple[Paper, date | None]] = field(default_factory=dict)

    def at_night(self, night: int) -> "LivingBochum":
        """The state after the nights 1 to `night`."""
        from harvester.standin.bochum.living import live  # noqa: PLC0415 - makes worlds

        world = self
        for number in range(1, night + 1):
            world, _ = live(world, number)
        return world


class Day:
    """One day of a town while it is changed; `done` gives the town of its evening."""

    def __init__(self, world: LivingBochum, rng: Random) -> None:
        self.rng = rng
        self.seed, self.today = world.seed, world.today
        self.papers_per_year = world.papers_per_year
        self.committees = world.committees
        self.papers, self.meetings = dict(world.papers), dict(world.meetings)
        self.withdrawn = dict(world.withdrawn)
        self._world = world
        self._numbers = count(world.counter + 1)
        self._last = world.counter

    def done(self) -> LivingBochum:
        """The town as it is now; the same object if nothing happened."""
        names = ("committees", "papers", "meetings", "withdrawn")
        if all(getattr(self, name) == getattr(self._world, name) for name in names):
            return self._world
        changed = {name: getattr(self, name) for name in names}
        return replace(self._world, counter=self._last, **changed)

    def number(self) -> int:
        """A number that nothing had before."""
        self._last = next(self._numbers)
        return self._last

    def fate(self, number: int, about: str) -> Random:
        """What is decided of a record for ever, whatever else happens."""
        return Random(f"{self.seed}/{about}/{number}")  # noqa: S311 - not a secret

    def change_paper(self, number: int, **fields: Any) -> Paper:
        """Change a paper."""
        self.papers[number] = replace(self.papers[number], **fields)
        return self.papers[number]

    def change_meeting(self, number: int, **fields: Any) -> Meeting:
        """Change a meeting."""
        self.meetings[number] = replace(self.meetings[number], **fields)
        return self.meetings[number]

    def change_step(self, paper: Paper, index: int, *further: Step, **fields: Any) -> None:
        """Change a step of a paper's Beratungsfolge and put further ones behind it."""
        steps = list(self.papers[paper.number].steps)
        steps[index : index + 1] = [replace(steps[index], **fields), *further]
        self.change_paper(paper.number, steps=tuple(steps))

    def steps_of(self, meeting: Meeting) -> Iterator[tuple[Paper, int]]:
        """The steps that are on a meeting's agenda, with their papers."""
        for paper in list(self.papers.values()):
            for index, step in enumerate(paper.steps):
                if step.meeting == meeting.number:
                    yield paper, index

    def write_agenda(self, number: int) -> None:
        """Write an agenda from the steps that are on it; what was on it keeps its number."""
        meeting, numbers = self.meetings[number], count(self._last + 1)
        agendas = Agendas(numbers, count(1))
        filled = agendas.fill([meeting], self.papers.values(), self.today)[number]
        self._numbers, self._last = numbers, max(self._last, *(i.number for i in filled.items))
        held = {(item.name, item.public): item.number for item in meeting.items if not item.paper}
        items = tuple(_kept(item, held) for item in filled.items)
        self.change_meeting(number, items=items)

    def off_agenda(self, meeting: Meeting) -> None:
        """Take all papers from a meeting's agenda; they wait for another one."""
        for paper, index in self.steps_of(meeting):
            self.change_step(paper, index, day=None, meeting=None, item=None)


def _kept(item: Item, held: dict[tuple[str, bool], int]) -> Item:
    return (
        item
        if item.paper
        else replace(item, number=held.get((item.name, item.public), item.number))
    )


def is_open(paper: Paper) -> bool:
    """Whether a step has no result yet."""
    return any(step.result is None for step in paper.steps)


def ready(paper: Paper, meeting: Meeting) -> int | None:
    """The step with which a paper may go on this meeting's agenda, if it is its turn."""
    before: date = paper.created
    for index, step in enumerate(paper.steps):
        if step.meeting is None:
            fits = step.committee == meeting.committee and before < meeting.day
            return index if fits and step.result is None else None
        before = step.day or before
    return None


def is_break(day: date) -> bool:
    """Whether nobody sits."""
    return any(first <= (day.month, day.day) <= last for first, last in _BREAKS)


def sits(index: int, day: date) -> bool:
    """Whether the committee of this index has a sitting on this day, by plan.

    Every eight weeks on a day of its own; what falls into a break is held in the first week after.
    """
    if is_break(day):
        return False
    while not _regular(index, day):
        day -= _WEEK
        if not is_break(day):
            return False
    return True


def _regular(index: int, day: date) -> bool:
    # Tuesday to Thursday; neighbours sit two weeks and a day apart
    offset = 1 + index % 3 + 14 * index
    return (day.toordinal() - 1 - offset) % _EVERY.days == 0


def pick(rng: Random, found: Iterable[_T]) -> _T | None:
    """One of these, if there is any."""
    among = list(found)
    return rng.choice(among) if among else None
