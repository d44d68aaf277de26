"""What happens in a living town now and then: nothing that the lists of the day announce."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from harvester.standin.model import Committee, Paper
from harvester.standin.routine import add_meeting, is_summer, show_result
from harvester.standin.town import (
    CANCELLED,
    Away,
    Day,
    Owner,
    decided,
    is_open,
    items_naming,
    waiting,
)

#: Days after which a closed paper is an old one.
_OLD = 150
_NAMES = {
    235: ("Kinder- und Jugendhilfeausschuss", "des Kinder- und Jugendhilfeausschusses"),
    240: ("Integrationsausschuss", "des Integrationsausschusses"),
    242: ("Ausschuss für Schule und Sport", "des Ausschusses für Schule und Sport"),
    244: ("Kulturausschuss", "des Kulturausschusses"),
    247: ("Sozialausschuss", "des Sozialausschusses"),
    251: ("Ausschuss für Umwelt und Planung", "des Ausschusses für Umwelt und Planung"),
}
_TYPOS = (("strasse", "straße"), ("massnahme", "maßnahme"), ("ausserplan", "außerplan"))
_MISTAKEN = {
    "beschlossen": "geändert beschlossen",
    "geändert beschlossen": "beschlossen",
    "ungeändert beschlossen": "beschlossen",
    "zur Kenntnis genommen": "beschlossen",
}
_T = TypeVar("_T")


def surprises(day: Day) -> None:
    """Each with its own rarity."""
    _return(day)
    for nights, happen in (
        (45, _postpone),
        (80, _cancel),
        (100, _remove),
        (70, _extra),
        (220, _rename),
        (7, _swap),
        (35, _swap_old),
        (8, _retype),
        (12, _retype_old),
        (50, _withdraw),
        (50, _withdraw_old),
        (60, _mistake),
    ):
        if day.chance(nights):
            happen(day)


def _lively(day: Day) -> list[Paper]:
    return [paper for paper in day.papers.values() if is_open(paper)]


def _old(day: Day) -> list[Paper]:
    before = day.today - timedelta(days=_OLD)
    return [p for p in day.papers.values() if not is_open(p) and _last_day(p) < before]


def _last_day(paper: Paper) -> date:
    return max((step.day for step in paper.steps if step.day), default=paper.created)


def _one(day: Day, choice: Sequence[_T]) -> _T | None:
    return day.rng.choice(choice) if choice else None


def _postpone(day: Day) -> None:
    """A meeting is moved by a week or two, with everything on its agenda."""
    moved = [m for m in day.to_come() if 3 <= (m.day - day.today).days <= 40]
    meeting = _one(day, moved)
    if meeting is None:
        return
    new = meeting.day + timedelta(days=day.rng.choice((7, 7, 14, -1)))
    if is_summer(new):
        return
    owners = _replan(day, meeting.committee, meeting.day, new)
    for number, index, step in list(day.steps_of(meeting.number)):
        day.set_step(number, index, replace(step, day=new))
        owners.append(("paper", number))
    day.change_meeting(meeting.number, day=new)
    day.note("postponed", ("meeting", meeting.number), *owners)


def _replan(day: Day, committee: Committee, old: date, new: date | None) -> list[Owner]:
    """Steps that were planned for a day without an agenda go with its meeting, or wait again."""
    owners: list[Owner] = []
    for paper in _lively(day):
        for index, step in enumerate(paper.steps):
            planned = step.meeting is None and step.committee.number == committee.number
            if planned and step.day == old and not decided(step):
                day.set_step(
                    paper.number, index, waiting(step) if new is None else replace(step, day=new)
                )
                owners.append(("paper", paper.number))
    return owners


def _cancel(day: Day) -> None:
    """A meeting is called off: by its name; an agenda that is published stays where it is."""
    called_off = [m for m in day.to_come() if (m.day - day.today).days <= 30]
    meeting = _one(day, called_off)
    if meeting is not None:
        owners = _replan(day, meeting.committee, meeting.day, None) + day.unbind(meeting.number)
        name = f"{CANCELLED} Sitzung {meeting.name}"
        day.change_meeting(meeting.number, name=name)
        day.note("cancelled", ("meeting", meeting.number), *owners)


def _remove(day: Day) -> None:
    """A meeting disappears from the calendar, and its agenda with it."""
    meeting = _one(day, [m for m in day.to_come() if (m.day - day.today).days <= 40])
    if meeting is not None:
        owners = _replan(day, meeting.committee, meeting.day, None) + day.unbind(meeting.number)
        del day.meetings[meeting.number]
        day.note("removed", ("meeting", meeting.number), *owners)


def _extra(day: Day) -> None:
    """A meeting at short notice."""
    when = day.today + timedelta(days=10 + int(day.rng.random() * 8))
    if when.weekday() < 5 and not is_summer(when):
        add_meeting(day, day.rng.choice(day.committees), when)


def _rename(day: Day) -> None:
    """A committee gets another name; what has been decided keeps the old one."""
    old = day.rng.choice([c for c in day.committees if c.number in _NAMES])
    name, genitive = _NAMES[old.number]
    if old.name == name:
        return
    new = replace(old, name=name, genitive=genitive)
    day.committees = tuple(new if c == old else c for c in day.committees)
    owners: list[Owner] = [("organization", old.number)]
    for meeting in day.to_come(old):
        day.change_meeting(meeting.number, committee=new, name=genitive)
        owners.append(("meeting", meeting.number))
    for paper in _lively(day):
        steps = tuple(
            replace(s, committee=new, same_head=False) if s.committee == old and not decided(s)
            else s for s in paper.steps
        )  # fmt: skip
        if steps != paper.steps:
            day.change_paper(paper.number, steps=steps)
            owners.append(("paper", paper.number))
    day.note("renamed", *owners)


def _swap(day: Day) -> None:
    _replace_document(day, "swapped", _lively(day))


def _swap_old(day: Day) -> None:
    _replace_document(day, "swapped, old", _old(day))


def _replace_document(day: Day, kind: str, choice: list[Paper]) -> None:
    """Other bytes under the same address."""
    paper = _one(day, choice)
    if paper is None:
        return
    if paper.attachments and day.rng.random() < 0.7:
        first, *rest = paper.attachments
        attachments = (replace(first, version=first.version + 1), *rest)
        day.change_paper(paper.number, attachments=attachments)
    else:
        day.change_paper(paper.number, version=paper.version + 1)
    day.note(kind, ("paper", paper.number))


def _retype(day: Day) -> None:
    _correct(day, "subject", _lively(day))


def _retype_old(day: Day) -> None:
    _correct(day, "subject, old", _old(day))


def _correct(day: Day, kind: str, choice: list[Paper]) -> None:
    """A subject is put right, on agendas to come too; what was on an agenda stays there."""
    paper = _one(day, choice)
    if paper is None:
        return
    changed = replace(paper, subject=_corrected(paper.subject))
    day.papers[paper.number] = changed
    owners: list[Owner] = [("paper", paper.number)]
    for meeting, item in items_naming(day.to_come(), paper.number):
        day.change_item(meeting.number, item.number, name=changed.name)
        owners.append(("meeting", meeting.number))
    day.note(kind, *owners)


def _corrected(subject: tuple[str, ...]) -> tuple[str, ...]:
    for wrong, right in _TYPOS:
        if any(wrong in line for line in subject):
            return tuple(line.replace(wrong, right) for line in subject)
    first, *rest = subject
    note = " (Neufassung)"
    return (first.removesuffix(note) if first.endswith(note) else first + note, *rest)


def _withdraw(day: Day) -> None:
    _take_away(day, "withdrawn", _lively(day))


def _withdraw_old(day: Day) -> None:
    _take_away(day, "withdrawn, old", _old(day))


def _take_away(day: Day, kind: str, choice: list[Paper]) -> None:
    """A paper is shown no more, for some days or for good; agendas do not link it any more."""
    paper = _one(day, choice)
    if paper is None:
        return
    days = day.rng.choice((1, 2, 6, 15, None, None))
    back = None if days is None else day.today + timedelta(days=days)
    named = items_naming(day.meetings.values(), paper.number)
    for meeting, item in named:
        day.change_item(meeting.number, item.number, paper=None)
    steps = tuple(step if decided(step) else waiting(step) for step in paper.steps)
    items = frozenset(item.number for _, item in named)
    day.away[paper.number] = Away(replace(paper, steps=steps), items, back)
    del day.papers[paper.number]
    day.note(kind, ("paper", paper.number), *(("meeting", m.number) for m, _ in named))


def _return(day: Day) -> None:
    """What was withdrawn comes back; agendas of the past link it again."""
    for number, away in list(day.away.items()):
        if away.back != day.today:
            continue
        owners: list[Owner] = [("paper", number)]
        for meeting in list(day.meetings.values()):
            for item in meeting.items:
                if item.number in away.items and item.result is not None:
                    day.change_item(meeting.number, item.number, paper=number)
                    owners.append(("meeting", meeting.number))
        day.papers[number] = away.paper
        del day.away[number]
        day.note("returned", *owners)


def _mistake(day: Day) -> None:
    """A result was written down wrongly and is put right."""
    found = [
        (paper, index)
        for paper in day.papers.values()
        for index, step in enumerate(paper.steps)
        if step.item is not None and step.result in _MISTAKEN
    ]
    chosen = _one(day, found)
    if chosen is None:
        return
    paper, index = chosen
    step = paper.steps[index]
    result = _MISTAKEN[step.result or ""]
    day.set_step(paper.number, index, replace(step, result=result))
    show_result(day, step.meeting or 0, step.item or 0, result)
    day.note("result corrected", ("paper", paper.number), ("meeting", step.meeting or 0))
