"""A Bochum of any size from a seed number."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from itertools import count
from random import Random

from harvester.standin.bochum import texts
from harvester.standin.bochum.agenda import Agendas
from harvester.standin.bochum.committees import COMMITTEES, COUNCIL, DISTRICTS, MAIN, TECHNICAL
from harvester.standin.bochum.model import (
    NOTICE,
    PROPOSAL,
    QUESTION,
    Committee,
    Document,
    Kind,
    Meeting,
    Paper,
    Planned,
    Step,
)
from harvester.standin.bochum.world import BochumWorld

_RESULTS = {
    "Anhörung": ("einstimmig empfohlen", "mehrheitlich empfohlen"),
    "Vorberatung": ("einstimmig empfohlen", "mehrheitlich empfohlen", "geändert empfohlen"),
    "Entscheidung": ("einstimmig beschlossen", "mehrheitlich beschlossen", "abgelehnt"),
    "Kenntnisnahme": ("zur Kenntnis genommen",),
}
_DEFERRED_EVERY = 9
_POSTPONED_EVERY = 13
_AGENDA_DAYS = 21
"""So many days before a meeting its agenda is published."""


def generated_bochum(seed: int, papers: int, start: date = date(2013, 1, 7)) -> BochumWorld:
    """A town with so many papers, 120 days or more (up to about 10 years) from `start`.

    The same arguments give the same town. Every ninth paper is deferred once, every thirteenth has
    a date on its form that did not hold, the last month is still to come.
    """
    days = max(120, min(365 * 10, papers * 2 // 5))
    today = start + timedelta(days=days - 30)
    builder = _Builder(Random(seed), today)  # noqa: S311 - not a secret
    builder.schedule(start, start + timedelta(days=days + 60))
    made = [
        builder.paper(n, start + timedelta(days=n * (days - 31) // papers)) for n in range(papers)
    ]
    agendas = Agendas(count(500_001), count(800_001))
    meetings = agendas.fill(builder.meetings.values(), made, today)
    return BochumWorld(seed, today, COMMITTEES, meetings, {p.number: p for p in made}, {})


@dataclass
class _Builder:
    rng: Random
    today: date
    meetings: dict[int, Meeting] = field(default_factory=dict)
    _days: dict[Committee, list[tuple[date, int]]] = field(default_factory=dict)
    _items: Iterator[int] = field(default_factory=lambda: count(100_001))
    _files: Iterator[int] = field(default_factory=lambda: count(200_001))

    def schedule(self, start: date, end: date) -> None:
        """Give every committee a meeting every four weeks."""
        for index, committee in enumerate(COMMITTEES):
            day = start + timedelta(days=(index * 5) % 28)
            while day < end:
                number = 1001 + len(self.meetings)
                held = day <= self.today
                meeting = Meeting(number, committee, day, time(15 + number % 2))
                if held:
                    meeting = replace(meeting, end=time(17 + number % 3, number * 7 % 60))
                if day > self.today + timedelta(days=_AGENDA_DAYS):
                    meeting = replace(meeting, published=False)
                else:
                    self._days.setdefault(committee, []).append((day, number))
                self.meetings[number] = meeting
                day += timedelta(days=28)

    def paper(self, n: int, created: date) -> Paper:
        """The n-th paper."""
        rng = self.rng
        kind: Kind = rng.choice((PROPOSAL, PROPOSAL, PROPOSAL, NOTICE, QUESTION))
        steps = list(
            self._steps(kind, created + timedelta(days=7), deferred=n % _DEFERRED_EVERY == 4)
        )
        again = [
            s for s, before in zip(steps[1:], steps, strict=False) if before.result == "vertagt"
        ]
        planned = [Planned(s.committee.name, s.day) for s in steps if s not in again]
        if n % _POSTPONED_EVERY == 5 and planned[0].day:
            planned[0] = replace(planned[0], day=planned[0].day - timedelta(days=7))
        enclosures = texts.enclosures(rng) if kind != QUESTION else ()
        documents = [Document(next(self._files), kind, "form")]
        documents += [Document(next(self._files), name, "enclosure") for name in enclosures]
        return Paper(
            7_000_001 + n,
            f"{created.year}{n % 10_000:04d}",
            kind,
            texts.subject(rng),
            created,
            "" if kind == QUESTION else rng.choice(texts.DEPARTMENTS),
            steps=tuple(steps),
            planned=tuple(planned),
            decision_body=(steps[-1].committee.name,) if kind == PROPOSAL else (),
            legal_basis=rng.choice(texts.LAWS) if kind == PROPOSAL else None,
            sender="Fraktion Mitte im Rat der Stadt Bochum" if kind == QUESTION else None,
            enclosures=enclosures,
            texts=texts.paragraphs(rng),
            resolution=texts.resolution(rng) if kind == PROPOSAL else (),
            documents=tuple(documents),
        )

    def _steps(self, kind: Kind, after: date, *, deferred: bool) -> Iterator[Step]:
        route = [(self.rng.choice(TECHNICAL), "Kenntnisnahme")]
        if kind == PROPOSAL:
            route = [(route[0][0], "Vorberatung"), (MAIN, "Vorberatung"), (COUNCIL, "Entscheidung")]
            if self.rng.random() < 0.3:
                route.insert(0, (self.rng.choice(DISTRICTS), "Anhörung"))
        for n, (committee, role) in enumerate(route):
            step = self._step(committee, role, after)
            after = (step.day or after) + timedelta(days=1)
            if n == 0 and deferred and step.result:
                yield replace(step, result="vertagt")
                step = self._step(committee, role, after)
                after = (step.day or after) + timedelta(days=1)
            yield step

    def _step(self, committee: Committee, role: str, after: date) -> Step:
        days = self._days[committee]
        index = bisect_right(days, (after, 0))
        if index == len(days):
            return Step(committee, role)
        day, meeting = days[index]
        result = self.rng.choice(_RESULTS[role]) if day <= self.today else None
        return Step(committee, role, day, meeting, next(self._items), result)
