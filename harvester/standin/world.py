"""The whole town at one moment, and what an archive of it must hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from harvester.standin.model import SOURCE, Committee, Item, Meeting, Paper, Step, slug

BERLIN = ZoneInfo("Europe/Berlin")

Expected = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True, eq=False)
class World:
    """Committees, meetings by SILFDNR and papers by VOLFDNR, as of `today`.

    `seed` decides what happens in the nights to come.
    """

    seed: int
    today: date
    committees: tuple[Committee, ...]
    meetings: dict[int, Meeting]
    papers: dict[int, Paper]

    @cached_property
    def items(self) -> dict[int, tuple[Meeting, Item]]:
        """Agenda items by TOLFDNR, with their meetings."""
        return {
            item.number: (meeting, item)
            for meeting in self.meetings.values()
            for item in meeting.items
        }

    @cached_property
    def newest_papers(self) -> list[Paper]:
        """All papers as the list of papers shows them."""
        return sorted(self.papers.values(), key=lambda p: (p.created, p.number), reverse=True)

    @cached_property
    def _by_month(self) -> dict[tuple[int, int], list[Meeting]]:
        months: dict[tuple[int, int], list[Meeting]] = defaultdict(list)
        for meeting in self.meetings.values():
            months[meeting.day.year, meeting.day.month].append(meeting)
        for meetings in months.values():
            meetings.sort(key=lambda m: (m.day, m.start or time.min, m.number))
        return months

    def month(self, year: int, month: int) -> list[Meeting]:
        """The meetings of a month in order."""
        return self._by_month.get((year, month), [])

    def emptied(self) -> "World":
        """The same town with all its lists empty."""
        return World(self.seed, self.today, (), {}, {})

    def at_night(self, night: int) -> "World":
        """The state after so many nights; see `harvester.standin.nights`."""
        from harvester.standin.nights import after_night  # noqa: PLC0415 - nights builds worlds

        world = self
        for number in range(1, night + 1):
            world = after_night(world, number)
        return world

    def expected(self) -> Expected:
        """What a complete archive holds: record type -> id -> field -> value.

        Only fields that a page states; None where it states nothing.
        """
        consultations: dict[str, dict[str, Any]] = {}
        for paper in self.papers.values():
            consultations |= self._consultations(paper)
        return {
            "organization": {c.id: {"name": c.name} for c in self.committees},
            "paper": {paper.id: _paper(paper) for paper in self.papers.values()},
            "consultation": consultations,
            "meeting": {meeting.id: _meeting(meeting) for meeting in self.meetings.values()},
            "agenda_item": {
                _item_id(item.number): self._item(meeting, item)
                for meeting, item in self.items.values()
            },
        }

    def _consultations(self, paper: Paper) -> Iterable[tuple[str, dict[str, Any]]]:
        seen: Counter[str] = Counter()
        for step in paper.steps:
            name = slug(step.committee.name)
            seen[name] += 1
            yield f"{paper.id}/{name}/{seen[name]}", self._consultation(paper, step)

    def _consultation(self, paper: Paper, step: Step) -> dict[str, Any]:
        meeting = None if step.meeting is None else self.meetings[step.meeting]
        return {
            "paper_id": paper.id,
            "organization_name": step.committee.name,
            "role_raw": step.role or None,
            "status_raw": step.status,
            "date": step.day and step.day.isoformat(),
            "result_raw": step.result,
            "meeting_id": meeting and meeting.id,
            "meeting_name": meeting and meeting.name,
            "agenda_item_id": None if step.item is None else _item_id(step.item),
        }

    def _item(self, meeting: Meeting, item: Item) -> dict[str, Any]:
        paper = None if item.paper is None else self.papers[item.paper]
        return {
            "meeting_id": meeting.id,
            "number": item.label,
            "name": item.name,
            "public": item.public,
            "paper_id": paper and paper.id,
            "reference": paper and paper.reference,
            "result_raw": item.result,
        }


def _item_id(number: int) -> str:
    return f"{SOURCE}/item/{number}"


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "reference": paper.reference,
        "name": paper.name,
        "paper_type_raw": paper.kind,
        "status_raw": "öffentlich",
        "file_number": paper.file_number,
        "lead_department": paper.lead,
        "clerk": paper.clerk,
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    """Only the agenda's head states the committee; the calendar gives name, date and time."""
    return {
        "organization_id": meeting.committee.id if meeting.published else None,
        "organization_name": meeting.committee.name if meeting.published else None,
        "name": meeting.name,
        "date": meeting.day.isoformat(),
        "start": _local(meeting.day, meeting.start),
        "end": _local(meeting.day, meeting.end),
    }


def _local(day: date, clock: time | None) -> str | None:
    return datetime.combine(day, clock, tzinfo=BERLIN).isoformat() if clock is not None else None
