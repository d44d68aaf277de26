"""What happens in a living town day by day: papers, the calendar, agendas, meetings, results."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import count

from harvester.standin.agenda import OPEN, Agendas
from harvester.standin.committees import COUNCIL, DISTRICTS, MAIN, TECHNICAL
from harvester.standin.content import VOTES
from harvester.standin.generate import RESULTS, TRAPS, Route
from harvester.standin.model import Committee, Item, Meeting, Paper, Step
from harvester.standin.papers import bare_paper
from harvester.standin.town import CANCELLED, Day, Owner, decided, waiting

AHEAD = timedelta(days=100)
"""So far ahead a meeting is put into the calendar."""
_EVERY = 49
_WORKING_DAYS = 250
_DELAYS = (0, 0, 0, 1, 1, 2, 3, 6, 14, 30, 38)
"""Days from the morning after a meeting until its results are shown."""


def is_summer(day: date) -> bool:
    """Whether no committee meets."""
    return (7, 2) <= (day.month, day.day) <= (8, 14)


def routine(day: Day) -> None:
    """Everything that a working administration does in a day."""
    enter_meetings(day)
    hold_meetings(day)
    _show_results(day)
    _give_up_plans(day)
    _publish_agendas(day)
    _add_papers(day)


def enter_meetings(day: Day) -> None:
    """Every committee meets about every seven weeks, Monday to Thursday, but not in summer."""
    target = day.today + AHEAD
    for index, committee in enumerate(day.committees):
        rest = index * _EVERY // len(day.committees)
        while date.fromordinal(rest + _EVERY).weekday() > 3:
            rest += 1
        if target.toordinal() % _EVERY == rest % _EVERY and not is_summer(target):
            add_meeting(day, committee, target)


def add_meeting(day: Day, committee: Committee, when: date) -> None:
    """Put a meeting into the calendar."""
    number = next(day.meeting_numbers)
    start, name = time(16 + number % 3), committee.genitive
    day.meetings[number] = Meeting(number, committee, when, start, name=name, published=False)
    day.note("new meeting", ("meeting", number))


def hold_meetings(day: Day) -> None:
    """Yesterday's meetings have ended; on its day a meeting has minutes, to be filled."""
    for meeting in list(day.meetings.values()):
        if not meeting.published:
            continue
        if meeting.day == day.today:
            day.note("minutes", ("meeting", meeting.number))
        elif meeting.day == day.today - timedelta(days=1) and not meeting.name.startswith(
            CANCELLED
        ):
            end = time(18 + meeting.number % 4, meeting.number * 7 % 59 + 1)
            day.change_meeting(meeting.number, end=end)
            if meeting.number % 5 == 0:
                first = meeting.items[0].number
                fields = {"result": OPEN, "linked": True, "blocks": ("WP",)}
                day.change_item(meeting.number, first, **fields)
            day.note("held", ("meeting", meeting.number))


def _show_results(day: Day) -> None:
    for meeting in list(day.meetings.values()):
        delay = day.fate("delay", meeting.number).choice(_DELAYS)
        if meeting.day + timedelta(days=1 + delay) == day.today:
            for number, index, step in list(day.steps_of(meeting.number)):
                _decide(day, meeting, number, index, step)


def _decide(day: Day, meeting: Meeting, number: int, index: int, step: Step) -> None:
    """A paper has its result; it may be adjourned, sent back, or be at its end."""
    rng = day.fate("result", step.item or 0)
    roll, kind = rng.random(), "result"
    result = rng.choice(RESULTS.get(step.role, RESULTS["Kenntnisnahme"]))
    steps = list(day.papers[number].steps)
    if roll < 0.09:
        result, kind = "vertagt", "adjourned"
        steps.insert(index + 1, Step(day.current(step.committee), step.role, "Bereit"))
    elif roll < 0.12:
        result, kind = "an Verwaltung zurück verwiesen", "referred back"
        steps.append(Step(day.current(step.committee), step.role, "Bereit"))
    steps[index] = replace(step, status="Erledigt", result=result)
    if result in {"zurückgezogen", "abgelehnt"}:
        steps = [s for s in steps if decided(s) or s.meeting is not None]
    day.change_paper(number, steps=tuple(steps))
    show_result(day, meeting.number, step.item or 0, result)
    plan(day, number)
    day.note(kind, ("paper", number), ("meeting", meeting.number))


def show_result(day: Day, meeting: int, item: int, result: str) -> None:
    """Give an agenda item its result and its page."""
    voted = result.endswith(("beschlossen", "abgelehnt"))
    vote = VOTES[item % len(VOTES)] if voted else None
    blocks = ("WP", "BS", "AE") if voted else ("WP", "AE")
    day.change_item(meeting, item, result=result, linked=True, blocks=blocks, vote=vote)


def plan(day: Day, number: int) -> None:
    """Half of the next steps name the day of a meeting that has no agenda yet."""
    for index, step in enumerate(day.papers[number].steps):
        if decided(step) or step.day is not None:
            continue
        meetings = [m for m in day.to_come(step.committee) if not m.published]
        if meetings and day.fate(f"plan {index}", number).random() < 0.5:
            planned = replace(step, status="Geplant", day=meetings[0].day)
            day.set_step(number, index, planned)
        return


def _give_up_plans(day: Day) -> None:
    """A planned day that has come without an agenda was none."""
    for paper in list(day.papers.values()):
        for index, step in enumerate(paper.steps):
            if not decided(step) and step.meeting is None and step.day and step.day <= day.today:
                day.set_step(paper.number, index, waiting(step))
                day.note("planned anew", ("paper", paper.number))


def _publish_agendas(day: Day) -> None:
    for meeting in day.to_come():
        if not meeting.published and (meeting.day - day.today).days <= 10 + meeting.number % 6:
            _publish(day, replace(meeting, published=True))


def _publish(day: Day, meeting: Meeting) -> None:
    """An agenda with all papers whose turn it is; the agenda before it is approved."""
    agendas = Agendas(day.item_numbers)
    owners: list[Owner] = [("meeting", meeting.number)]
    for paper in list(day.papers.values()):
        index = _fitting(paper, meeting)
        if index is not None:
            item = next(day.item_numbers)
            agendas.put(meeting.number, item, paper, None)
            _bind(day, paper.number, index, meeting, item)
            owners.append(("paper", paper.number))
    earlier = [
        m
        for m in day.meetings.values()
        if m.published and m.day < day.today and m.committee.number == meeting.committee.number
    ]
    before = sorted(earlier, key=lambda m: m.day)[-1:]
    finished = agendas.finish([*(_bare(m, meeting) for m in before), meeting], day.today)
    day.meetings[meeting.number] = finished[meeting.number]
    day.note("agenda", *owners)


def _bare(earlier: Meeting, meeting: Meeting) -> Meeting:
    """An earlier meeting as one of the same committee, whatever that was called then."""
    return replace(earlier, committee=meeting.committee)


def _fitting(paper: Paper, meeting: Meeting) -> int | None:
    """The step that a meeting can take: all before it are decided, or will be by then."""
    for index, step in enumerate(paper.steps):
        if decided(step) or (step.meeting is not None and step.day and step.day < meeting.day):
            continue
        fits = step.meeting is None and step.committee.number == meeting.committee.number
        return index if fits else None
    return None


def _bind(day: Day, number: int, index: int, meeting: Meeting, item: int) -> None:
    steps = day.papers[number].steps
    step = steps[index]
    before = steps[index - 1] if index else None
    # after an adjournment the town sometimes goes on below the same head row
    below = (
        before is not None
        and (before.committee, before.role) == (step.committee, step.role)
        and before.day is not None
        and item % 2 == 0
    )
    bound = Step(
        *(step.committee, step.role, "Geplant", meeting.day, meeting.number, item),
        same_head=below,
    )
    day.set_step(number, index, bound)


def _add_papers(day: Day) -> None:
    if day.today.weekday() > 4:
        return
    rate = day.world.papers_per_year / _WORKING_DAYS * (0.3 if is_summer(day.today) else 1.06)
    for _ in range(2):
        if day.rng.random() < rate / 2:
            _add_paper(day)


def _add_paper(day: Day) -> None:
    every = {**day.papers, **{n: away.paper for n, away in day.away.items()}}
    n, year = len(every), day.today.year
    nth = 1 + sum(paper.created.year == year for paper in every.values())
    number, trap = 3001 + n, TRAPS[n % len(TRAPS)]
    reference = f"{year}/{nth:04d}"
    paper = bare_paper(day.rng, n, trap, number=number, reference=reference, created=day.today)
    steps = (
        Step(day.current(c), "" if trap == "no role" else role, "Bereit")
        for c, role in _route(day, paper.kind)
    )
    day.papers[number] = replace(paper, steps=tuple(steps))
    plan(day, number)
    owners: list[Owner] = [("paper", number)]
    meetings = (m for m in day.to_come() if m.published and (m.day - day.today).days > 2)
    meeting = next((m for m in meetings if _fitting(day.papers[number], m) == 0), None)
    if meeting is not None and day.rng.random() < 0.4:
        _supplement(day, day.papers[number], meeting)
        owners.append(("meeting", meeting.number))
    day.note("new paper", *owners)


def _route(day: Day, kind: str) -> Route:
    known = {committee.number for committee in day.committees}

    def one_of(committees: tuple[Committee, ...]) -> Iterator[Committee]:
        choice = [c for c in committees if c.number in known]
        return iter([day.rng.choice(choice)] if choice else [])

    (technical,) = one_of(TECHNICAL)
    if kind == "Antrag":
        return [(COUNCIL, "Entscheidung"), (technical, "Vorberatung")]
    if kind != "öffentliche Beschlussvorlage":
        return [(technical, "Kenntnisnahme")]
    route = [(technical, "Vorberatung"), (MAIN, "Vorberatung"), (COUNCIL, "Entscheidung")]
    first = [(c, "Anhörung") for c in one_of(DISTRICTS)] if day.rng.random() < 0.3 else []
    return first + route[int(day.rng.random() * 2) :]


def _supplement(day: Day, paper: Paper, meeting: Meeting) -> None:
    """Put a paper on an agenda that is published, as a supplementary item."""
    number = next(day.item_numbers)
    public = [item for item in meeting.items if item.public]
    top = int(public[-1].label.split()[1].partition(".")[0]) + 1
    added = Item(
        *(number, f"Ö {top}", paper.name, None, paper.number), linked=False, supplement=True
    )
    items = (*public, added, *meeting.items[len(public) :])
    day.change_meeting(meeting.number, items=items)
    _bind(day, paper.number, 0, meeting, number)


def first_days(day: Day) -> None:
    """Fill the calendar from the town's first day on."""
    begin = day.today
    for n in count(-AHEAD.days):
        day.today = begin + timedelta(days=n)
        if day.today == begin:
            return
        enter_meetings(day)
