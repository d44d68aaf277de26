"""A Herne that lives: a town with a past, and what happens in it from night to night.

`living_world` begins some years ago and lets every day happen, so that what a town has today came
about as everything does that is still to come. What happens is decided by the seed and the night.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from harvester.standin.committees import COMMITTEES
from harvester.standin.contents import attachment_lines, meeting_lines, paper_lines
from harvester.standin.documents import pdf
from harvester.standin.events import Event, SeenBy
from harvester.standin.model import SOURCE, Meeting, Paper
from harvester.standin.pages_meeting import FIRST_DOCUMENT, INVITATION, MINUTES, document_number
from harvester.standin.routine import first_days, routine
from harvester.standin.surprises import surprises
from harvester.standin.town import Day, LivingWorld, Owner, is_open
from harvester.standin.world import Expected

TODAY = date(2024, 1, 1)
_SMALL = 60
"""A town with fewer papers a year has half the committees."""
_LISTED = timedelta(days=60)
_LIVELY = timedelta(days=90)
_SOON = timedelta(days=21)
_JUST_HELD = timedelta(days=3)


def living_world(seed: int, *, years: int = 3, papers_per_year: int = 85) -> LivingWorld:
    """A town on 1 January 2024 with so many years behind it."""
    start = TODAY - timedelta(days=round(365.25 * years))
    committees = COMMITTEES if papers_per_year >= _SMALL else COMMITTEES[:6]
    world = LivingWorld(seed, start, committees, {}, {}, papers_per_year=papers_per_year)
    day = Day(world, Random(f"{seed}/begin"))  # noqa: S311 - not a secret
    first_days(day)
    world = day.done()
    while world.today < TODAY:
        world = _next(world, f"past/{world.today}").done()
    return world


def live(world: LivingWorld, night: int) -> tuple[LivingWorld, list[Event]]:
    """The town a day later, and what happened: decided by its seed and the night's number."""
    day = _next(world, str(night))
    after = day.done()
    changed = _changed(world, after)
    events = []
    for kind, owners in day.happened:
        shown: dict[SeenBy, list[str]] = {}
        for owner in owners:
            for record_id in changed.get(owner, ()):
                by = _seen_by(world, after, owner, record_id)
                shown.setdefault(by, []).append(record_id)
        events += [Event(night, kind, tuple(sorted(shown[by])), by) for by in sorted(shown)]
    return after, events


def _next(world: LivingWorld, night: str) -> Day:
    day = Day(world, Random(f"{world.seed}/{night}"))  # noqa: S311 - not a secret
    routine(day)
    surprises(day)
    return day


# What is shown


@lru_cache(maxsize=4)
def truth(world: LivingWorld) -> Expected:
    """What a complete archive holds, `expected()` and the documents: name and SHA-256."""
    files: dict[str, dict[str, Any]] = {}
    for paper in world.papers.values():
        files |= _files_of_paper(paper)
    for meeting in world.meetings.values():
        if meeting.published:
            files |= _files_of_meeting(meeting, held=meeting.day <= world.today)
    return {**world.expected(), "file": files}


@lru_cache(maxsize=10_000)
def _files_of_paper(paper: Paper) -> dict[str, dict[str, Any]]:
    number = paper.number * 10
    files = {f"{SOURCE}/file/{number}": _file("Vorlage", paper_lines(paper, collected=False))}
    if paper.collected:
        lines = paper_lines(paper, collected=True)
        files[f"{SOURCE}/file/{number + 1}"] = _file("Vorlage-Sammeldokument", lines)
    for file in paper.attachments:
        lines = attachment_lines(paper, file)
        files[f"{paper.id}/file/{file.number}"] = _file(file.name, lines)
    return files


@lru_cache(maxsize=10_000)
def _files_of_meeting(meeting: Meeting, *, held: bool) -> dict[str, dict[str, Any]]:
    names = {INVITATION: "Einladung", MINUTES: "Niederschrift öffent. Teil"}
    return {
        f"{SOURCE}/file/{document_number(meeting, which)}": _file(
            name, meeting_lines(meeting, which)
        )
        for which, name in names.items()
        if which == INVITATION or (held and meeting.minutes)
    }


def _file(name: str, lines: list[str]) -> dict[str, Any]:
    return {"name": name, "sha256": hashlib.sha256(pdf(lines)).hexdigest()}


def _changed(before: LivingWorld, after: LivingWorld) -> dict[Owner, list[str]]:
    """The ids of the records that differ, by what shows them."""
    changed: dict[Owner, list[str]] = {}
    old, new = truth(before), truth(after)
    for record in new:
        for record_id in sorted(old[record].keys() | new[record].keys()):
            if old[record].get(record_id) != new[record].get(record_id):
                changed.setdefault(_owner(before, after, record_id), []).append(record_id)
    return changed


def _owner(before: LivingWorld, after: LivingWorld, record_id: str) -> Owner:
    """What shows a record: `herne/paper/3001/...` and the document 30010 are of paper 3001."""
    _, kind, name, *_ = record_id.split("/")
    if kind == "organization":
        return kind, int(name.removeprefix("pa-"))
    number = int(name)
    if kind == "item":
        meeting, _ = after.items.get(number) or before.items[number]
        return "meeting", meeting.number
    if kind == "file":
        meetings = number >= FIRST_DOCUMENT
        return ("meeting", (number - FIRST_DOCUMENT) // 10) if meetings else ("paper", number // 10)
    return kind, number


# Who sees it when


def _seen_by(before: LivingWorld, after: LivingWorld, owner: Owner, record_id: str) -> SeenBy:
    """Whether a night that follows must show a change.

    A list of the window names what comes and goes; a matter that is open and of late, and an agenda
    to come, are looked at every night. Documents come whole each time and are asked for less often.
    """
    kind, number = owner
    there = [bool(_held(world, owner)) for world in (before, after)]
    document = "file" in record_id.split("/")
    if kind == "organization":
        return "next night"
    if not all(there):
        listed = any(_is_listed(world, kind, number) for world in (before, after))
        return "next night" if listed else "rotation"
    if document and all(record_id in truth(world)["file"] for world in (before, after)):
        return "rotation"
    return "next night" if _is_lively(before, kind, number, after.today) else "rotation"


def _held(world: LivingWorld, owner: Owner) -> Paper | Meeting | None:
    kind, number = owner
    return world.papers.get(number) if kind == "paper" else world.meetings.get(number)


def _is_listed(world: LivingWorld, kind: str, number: int) -> bool:
    held = _held(world, (kind, number))
    if held is None:
        return False
    return (held.created if isinstance(held, Paper) else held.day) >= world.today - _LISTED


def _is_lively(known: LivingWorld, kind: str, number: int, today: date) -> bool:
    """Whether a page is looked at on a day by who knows the town as it was."""
    if kind == "paper":
        paper = known.papers[number]
        newest = max((paper.created, *(step.day for step in paper.steps if step.day)))
        return newest >= today - (_LIVELY if is_open(paper) else _LISTED)
    meeting = known.meetings[number]
    if meeting.day >= today - _JUST_HELD:
        return meeting.day <= today + _SOON
    undecided = any(_undecided(paper, number) for paper in _papers_of(known, meeting))
    return undecided and meeting.day >= today - _LISTED


def _papers_of(world: LivingWorld, meeting: Meeting) -> Iterable[Paper]:
    return (world.papers[item.paper] for item in meeting.items if item.paper is not None)


def _undecided(paper: Paper, meeting: int) -> bool:
    return any(step.meeting == meeting and step.result is None for step in paper.steps)
