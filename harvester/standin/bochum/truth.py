"""What an archive of the small Bochum must hold, of what its pages state."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from harvester.standin.bochum.model import Item, Meeting, Paper, Step
from harvester.standin.bochum.world import BochumWorld
from harvester.standin.model import slug
from harvester.standin.world import BERLIN, Expected


def expected(world: BochumWorld) -> Expected:
    """Record type -> id -> field -> value; None where a page states nothing.

    In layout 5 the agendas are those that need no session (to0040).
    """
    papers = (*world.papers.values(), *world.motions.values())
    meetings = [meeting for meeting in world.meetings.values() if meeting.published]
    return {
        "organization": {c.id: {"name": c.name} for c in world.committees},
        "meeting": {meeting.id: _meeting(meeting) for meeting in meetings},
        "agenda_item": {
            item_id(world, meeting, item): _item(world, meeting, item)
            for meeting in meetings
            for item in meeting.items
        },
        "paper": {
            paper.id: {
                "reference": paper.reference,
                "name": paper.subject,
                "paper_type_raw": paper.kind,
            }
            for paper in papers
        },
        "consultation": {
            step_id: step
            for paper in world.papers.values()
            for step_id, step in _steps(world, paper)
        },
        "file": {document.id: {"name": document.name} for document, _ in world.documents.values()},
    }


def item_id(world: BochumWorld, meeting: Meeting, item: Item) -> str:
    """An item's ktonr where its agenda shows it, else its label within the meeting."""
    if world.layout < 6 or item.linked:
        return f"bochum/item/{item.number}"
    return f"{meeting.id}/item/{slug(item.label)}"


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "organization_name": meeting.committee.name,
        "date": meeting.day.isoformat(),
        "start": _local(meeting.day, meeting.start),
        "end": _local(meeting.day, meeting.end),
    }


def _local(day: date, clock: time | None) -> str | None:
    return datetime.combine(day, clock, tzinfo=BERLIN).isoformat() if clock else None


def _item(world: BochumWorld, meeting: Meeting, item: Item) -> dict[str, Any]:
    paper = world.paper_of(item)
    return {
        "meeting_id": meeting.id,
        "number": item.label if world.layout == 6 else item.top,
        "name": item.name,
        "public": item.public,
        "paper_id": paper and paper.id,
        "reference": paper and paper.reference,
        "result_raw": item.result,
        "vote_raw": item.vote,
    }


def _steps(world: BochumWorld, paper: Paper) -> Iterator[tuple[str, dict[str, Any]]]:
    counts: Counter[str] = Counter()
    for step in paper.steps:
        name = slug(step.committee.name)
        counts[name] += 1
        yield f"{paper.id}/{name}/{counts[name]}", _step(world, paper, step)


def _step(world: BochumWorld, paper: Paper, step: Step) -> dict[str, Any]:
    """Cards of layout 6 show of a step without a date nothing but the committee.

    They show no result either; it is that of the item on the agenda.
    """
    bare = world.layout == 6 and step.day is None
    meeting = None if step.meeting is None else world.meetings[step.meeting]
    return {
        "paper_id": paper.id,
        "organization_name": step.committee.name,
        "role_raw": None if bare else step.role,
        "date": step.day and step.day.isoformat(),
        "meeting_id": meeting and meeting.id,
        "result_raw": None if world.layout == 6 and step.item is None else step.result,
    }
