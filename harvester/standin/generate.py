"""A town of any size from a seed number, with every trap that real pages set."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from random import Random

from harvester.standin.agenda import OPEN, Agendas
from harvester.standin.committees import COMMITTEES, COUNCIL, DISTRICTS, MAIN, TECHNICAL
from harvester.standin.model import Committee, Meeting, Paper, Step
from harvester.standin.papers import bare_paper
from harvester.standin.world import World

# One trap per paper in turn, so that a world of some dozen papers has them all.
TRAPS = (
    "plain", "adjourned", "unordered", "plain", "unlinked", "no role", "two authors", "no author",
    "plain", "phone", "file number", "participants", "no blocks", "unlisted", "lines", "quotes",
    "many files", "open", "adjourned below", "five blocks", "plain", "reopened",
)  # fmt: skip
RESULTS = {
    "Vorberatung": ("beschlossen", "ungeändert beschlossen", "geändert beschlossen"),
    "Anhörung": ("zur Kenntnis genommen", "beschlossen"),
    "Entscheidung": ("beschlossen", "geändert beschlossen", "abgelehnt", "zurückgezogen"),
    "Kenntnisnahme": ("zur Kenntnis genommen",),
}
_CANCELLED_EVERY = 37
_UNPUBLISHED_EVERY = 23
_AGENDA_DAYS = 21
"""So many days before a meeting its agenda is published."""

Route = list[tuple[Committee, str]]


def generated_world(seed: int, papers: int, start: date = date(2009, 1, 1)) -> World:
    """A town with so many papers, 120 days or more (up to about 15 years) from `start`.

    The same arguments give the same town. The last month is still to come: planned steps.
    """
    days = max(120, min(365 * 15, papers * 2 // 5))
    today = start + timedelta(days=days - 30)
    builder = _Builder(Random(seed), today)  # noqa: S311 - not a secret
    builder.schedule(start, start + timedelta(days=days + 75))
    made = {}
    for n in range(papers):
        created = start + timedelta(days=n * (days - 31) // papers)
        paper = builder.paper(n, created)
        made[paper.number] = paper
    meetings = builder.agendas.finish(builder.meetings.values(), today)
    return World(seed, today, COMMITTEES, meetings, made)


@dataclass
class _Builder:
    rng: Random
    today: date
    agendas: Agendas = field(default_factory=Agendas)
    meetings: dict[int, Meeting] = field(default_factory=dict)
    _days: dict[int, list[tuple[date, int]]] = field(default_factory=dict)
    _references: dict[int, int] = field(default_factory=dict)

    def schedule(self, start: date, end: date) -> None:
        """Give every committee a meeting about every four weeks."""
        for index, committee in enumerate(COMMITTEES):
            day = start + timedelta(days=(index * 5) % 28)
            day += timedelta(days=(index % 4 - day.weekday()) % 7)
            while day < end:
                self._add_meeting(committee, day)
                day += timedelta(days=28)

    def _add_meeting(self, committee: Committee, day: date) -> None:
        number = 1001 + len(self.meetings)
        meeting = Meeting(number, committee, day, time(16 + number % 3), name=committee.genitive)
        if number % _CANCELLED_EVERY == 0:
            name = f"ENTFÄLLT! Sitzung {committee.genitive}"
            meeting = replace(meeting, name=name, published=False)
        elif number % _UNPUBLISHED_EVERY == 0 or day > self.today + timedelta(days=_AGENDA_DAYS):
            meeting = replace(meeting, published=False)
        else:
            self._days.setdefault(committee.number, []).append((day, number))
            if day <= self.today:
                meeting = replace(meeting, end=time(18 + number % 4, number * 7 % 59 + 1))
            if number % 41 == 0:
                meeting = replace(meeting, start=None, end=None)
        self.meetings[number] = meeting

    def paper(self, n: int, created: date) -> Paper:
        """The n-th paper, with the trap whose turn it is."""
        trap = TRAPS[n % len(TRAPS)]
        year = created.year
        self._references[year] = self._references.get(year, 0) + 1
        reference = f"{year}/{self._references[year]:04d}"
        paper = bare_paper(self.rng, n, trap, number=3001 + n, reference=reference, created=created)
        return replace(paper, steps=tuple(self._steps(paper, trap)))

    def _steps(self, paper: Paper, trap: str) -> Iterator[Step]:
        if trap == "unlisted":
            yield Step(self.rng.choice(TECHNICAL), "Entscheidung", "Bereit")
            return
        day = paper.created + timedelta(days=7)
        steps = []
        for committee, role in self._route(paper.kind):
            step = self._step(paper, committee, "" if trap == "no role" else role, day)
            if step.day:
                day = step.day + timedelta(days=2)
            steps.append(step)
        yield from self._trapped(paper, steps, trap)

    def _route(self, kind: str) -> Route:
        technical = self.rng.choice(TECHNICAL)
        if kind == "Antrag":
            return [(COUNCIL, "Entscheidung"), (technical, "Vorberatung")]
        if kind == "öffentliche Beschlussvorlage":
            route = [(technical, "Vorberatung"), (MAIN, "Vorberatung"), (COUNCIL, "Entscheidung")]
            first = [(self.rng.choice(DISTRICTS), "Anhörung")] if self.rng.random() < 0.3 else []
            return first + route[int(self.rng.random() * 2) :]
        return [(technical, "Kenntnisnahme")]

    def _step(self, paper: Paper, committee: Committee, role: str, after: date) -> Step:
        days = self._days[committee.number]
        index = bisect_right(days, (after, 0))
        if index == len(days):
            return Step(committee, role, "Bereit")
        day, meeting = days[index]
        item = next(self.agendas.numbers)
        result = self.rng.choice(RESULTS.get(role, RESULTS["Kenntnisnahme"]))
        if day > self.today:
            self.agendas.put(meeting, item, paper, None)
            return Step(committee, role, "Geplant", day, meeting, item)
        return Step(committee, role, "Erledigt", day, meeting, item, result)

    def _trapped(self, paper: Paper, steps: list[Step], trap: str) -> Iterator[Step]:
        first = steps[0]
        if first.result is not None:
            if trap.startswith("adjourned") and first.day:
                next_day = first.day + timedelta(days=1)
                again = self._step(paper, first.committee, first.role, next_day)
                below = trap == "adjourned below" and again.day is not None
                steps[:1] = [replace(first, result="vertagt"), replace(again, same_head=below)]
            elif trap == "open":
                steps[0] = replace(first, result=OPEN)
            elif trap == "reopened":
                steps[0] = replace(first, result="an Verwaltung zurück verwiesen")
            elif trap == "unlinked":
                steps[0] = replace(first, meeting=None, item=None)
        if trap == "unordered":
            steps.reverse()
        for step in steps:
            if step.meeting is not None and step.item is not None and step.result is not None:
                self.agendas.put(step.meeting, step.item, paper, step.result)
            yield step
