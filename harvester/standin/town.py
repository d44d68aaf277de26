"""A town that lives: what it remembers from day to day beside what its pages show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from harvester.standin.model import Committee, Item, Meeting, Paper, Step
from harvester.standin.world import World

CANCELLED = "ENTFÄLLT!"
#: A record that has a page: its type and its number.
Owner = tuple[str, int]


@dataclass(frozen=True)
class Away:
    """A paper that is not shown; `items` named it. It comes back on the day `back`, or never."""

    paper: Paper
    items: frozenset[int]
    back: date | None


@dataclass(frozen=True, eq=False)
class LivingWorld(World):
    """A town on its way through time; `harvester.standin.living` makes and moves it."""

    papers_per_year: int = 85
    next_meeting: int = 1001
    next_item: int = 100_001
    away: dict[int, Away] = field(default_factory=dict)

    def at_night(self, night: int) -> "LivingWorld":
        """The state after the nights 1 to `night`."""
        from harvester.standin.living import live  # noqa: PLC0415 - makes worlds

        world = self
        for number in range(1, night + 1):
            world, _ = live(world, number)
        return world


class Day:
    """One day of a town while it is changed; `done` gives the town as it is then."""

    def __init__(self, world: LivingWorld, rng: Random) -> None:
        self.world, self.rng = world, rng
        self.today = world.today + timedelta(days=1)
        self.committees = world.committees
        self.papers, self.meetings = dict(world.papers), dict(world.meetings)
        self.away = dict(world.away)
        self.meeting_numbers = count(world.next_meeting)
        self.item_numbers = count(world.next_item)
        self.happened: list[tuple[str, frozenset[Owner]]] = []

    def done(self) -> LivingWorld:
        """The town as it is now."""
        return replace(
            self.world,
            today=self.today,
            committees=self.committees,
            papers=self.papers,
            meetings=self.meetings,
            away=self.away,
            next_meeting=next(self.meeting_numbers),
            next_item=next(self.item_numbers),
        )

    def note(self, kind: str, *owners: Owner) -> None:
        """Something happened to these records."""
        self.happened.append((kind, frozenset(owners)))

    def fate(self, about: str, number: int) -> Random:
        """What is decided of a record for ever, whatever else happens."""
        return Random(f"{self.world.seed}/{about}/{number}")  # noqa: S311 - not a secret

    def chance(self, nights: float) -> bool:
        """Whether something happens tonight that happens once in so many nights."""
        return self.rng.random() * nights < 1

    def change_paper(self, number: int, **fields: Any) -> None:
        """Change a paper."""
        self.papers[number] = replace(self.papers[number], **fields)

    def change_meeting(self, number: int, **fields: Any) -> None:
        """Change a meeting."""
        self.meetings[number] = replace(self.meetings[number], **fields)

    def change_item(self, meeting: int, number: int, **fields: Any) -> None:
        """Change an agenda item."""
        items = self.meetings[meeting].items
        changed = tuple(replace(i, **fields) if i.number == number else i for i in items)
        self.change_meeting(meeting, items=changed)

    def set_step(self, number: int, index: int, step: Step) -> None:
        """Put a step in the place of another."""
        steps = list(self.papers[number].steps)
        steps[index] = step
        self.change_paper(number, steps=tuple(steps))

    def steps_of(self, meeting: int) -> Iterator[tuple[int, int, Step]]:
        """Paper, index and step of what a meeting is to decide."""
        for paper in list(self.papers.values()):
            for index, step in enumerate(paper.steps):
                if step.meeting == meeting and not decided(step):
                    yield paper.number, index, step

    def unbind(self, meeting: int) -> list[Owner]:
        """Take what a meeting is to decide from it; the papers that wait again."""
        found = list(self.steps_of(meeting))
        for number, index, step in found:
            self.set_step(number, index, waiting(step))
        return [("paper", number) for number, _, _ in found]

    def to_come(self, committee: Committee | None = None) -> list[Meeting]:
        """The meetings that will be held, soonest first."""
        return sorted(
            (
                m
                for m in self.meetings.values()
                if m.day > self.today
                and not m.name.startswith(CANCELLED)
                and (committee is None or m.committee.number == committee.number)
            ),
            key=lambda m: (m.day, m.number),
        )

    def current(self, committee: Committee) -> Committee:
        """The committee by its name of today."""
        return next(c for c in self.committees if c.number == committee.number)


def decided(step: Step) -> bool:
    """Whether nothing is to be expected of a step any more."""
    return step.status == "Erledigt"


def is_open(paper: Paper) -> bool:
    """Whether a step of a paper is still to come."""
    return not all(decided(step) for step in paper.steps)


def waiting(step: Step) -> Step:
    """A step that is on no agenda and has no day."""
    return Step(step.committee, step.role, "Bereit")


def items_naming(meetings: Iterable[Meeting], paper: int) -> list[tuple[Meeting, Item]]:
    """The agenda items that are about a paper."""
    return [(m, i) for m in meetings for i in m.items if i.paper == paper]
