"""A town of any size from a seed number, with every trap that real pages set."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from random import Random

from harvester.standin import content
from harvester.standin.agenda import OPEN, Agendas
from harvester.standin.committees import COMMITTEES, COUNCIL, DISTRICTS, MAIN, TECHNICAL
from harvester.standin.model import Attachment, Committee, Heading, Meeting, Paper, Section, Step
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
KINDS = ("öffentliche Beschlussvorlage",) * 3 + ("Antrag", "Mitteilungsvorlage", "Anfrage")
HEADINGS: tuple[Heading, ...] = ("h4", "bold", "both", "empty", "none")
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
        rng, trap = self.rng, TRAPS[n % len(TRAPS)]
        year = created.year
        self._references[year] = self._references.get(year, 0) + 1
        number = 3001 + n
        paper = Paper(
            number=number,
            reference=f"{year}/{self._references[year]:04d}",
            subject=self._subject(trap),
            kind=rng.choice(KINDS),
            created=created,
            sections=self._sections(number, trap),
            attachments=self._attachments(trap),
            authors=self._authors(trap),
            file_number=f"{n % 60}/FBL-{n % 9}" if trap == "file number" else None,
            lead=rng.choice(content.LEADS),
            clerk=rng.choice(content.CLERKS) if n % 8 else None,
            participants=content.PARTICIPANTS[: 1 + n % 3] if trap == "participants" else (),
            collected=n % 3 == 0,
        )
        return replace(paper, steps=tuple(self._steps(paper, trap)))

    def _subject(self, trap: str) -> tuple[str, ...]:
        if trap == "quotes":
            return (content.quoted_subject(self.rng),)
        first = content.subject(self.rng)
        return (first, self.rng.choice(content.SECOND_LINES)) if trap == "lines" else (first,)

    def _sections(self, number: int, trap: str) -> tuple[Section, ...]:
        codes = ["FA", "BV", "SV", "AN"]
        size = {"no blocks": 0, "five blocks": 5}.get(trap, 1 + int(self.rng.random() * 4))
        codes = [*codes, "WP"] if size == 5 else self.rng.sample(codes, size)
        return tuple(
            Section(code, HEADINGS[(number + i) % len(HEADINGS)], seed=number * 10 + i)
            for i, code in enumerate(codes)
        )

    def _attachments(self, trap: str) -> tuple[Attachment, ...]:
        size = 4 if trap == "many files" else int(self.rng.random() * 2)
        return tuple(
            Attachment(n, content.attachment_name(self.rng), 20 + int(self.rng.random() * 3000))
            for n in range(1, size + 1)
        )

    def _authors(self, trap: str) -> tuple[str, ...]:
        author = self.rng.choice(content.ROLES)
        if trap == "two authors":
            return ("1. Fachbereichsleitung", f"2. {author}")
        if trap == "phone":
            return (f"{author}, Tel 3533",)
        return () if trap == "no author" else (author,)

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
