"""An ordinary day of a living Bochum: meetings, agendas, papers, results, minutes."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from random import Random

from harvester.standin.bochum import texts
from harvester.standin.bochum.committees import COUNCIL, DISTRICTS, MAIN, TECHNICAL
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
from harvester.standin.bochum.town import CANCELLED, Day, is_break, ready, sits

TYPOS = (
    ("Umgestatlung", "Umgestaltung"),
    ("Bebaungsplan", "Bebauungsplan"),
    ("Betreungsplätze", "Betreuungsplätze"),
    ("Wirschaftsplan", "Wirtschaftsplan"),
    ("Erneurung", "Erneuerung"),
    ("Bennenung", "Benennung"),
    ("Stadteilprojekt", "Stadtteilprojekt"),
    ("Überplanmässige", "Überplanmäßige"),
    ("Sachtsand", "Sachstand"),
    ("Satzug", "Satzung"),
)
"""How subjects are misspelt, and how they are right."""
DEFERRED, REFERRED = "vertagt", "zurückverwiesen"
_PLANNED_DAYS = 98
"""So many days ahead the calendar names a meeting, at first without a link."""
_PUBLISHED_DAYS = 45
_WORKING_DAYS = 217
"""Days of a year on which papers are written."""
_LONGEST_SILENCE = 40
_MISSPELT = 0.4
_MOST_STEPS = 7
_FACTION = "Fraktion Mitte im Rat der Stadt Bochum"
_RESULTS = {
    "Anhörung": ("einstimmig empfohlen", "mehrheitlich empfohlen"),
    "Vorberatung": ("einstimmig empfohlen", "mehrheitlich empfohlen", "geändert empfohlen"),
    "Entscheidung": ("einstimmig beschlossen", "mehrheitlich beschlossen", "abgelehnt"),
    "Kenntnisnahme": ("zur Kenntnis genommen",),
}
_LATE = ((0.4, 0, 0), (0.75, 1, 7), (0.95, 8, 35), (1, 60, 150))
"""Up to which share of results they take how many days, at least and at most."""


def plan_meetings(day: Day) -> None:
    """The calendar names meetings that have come near enough."""
    planned = day.today + timedelta(days=_PLANNED_DAYS)
    for index, committee in enumerate(day.committees):
        if sits(index, planned):
            number = day.number()
            start = time(15 + index % 2)
            day.meetings[number] = Meeting(number, committee, planned, start, published=False)


def publish_meetings(day: Day) -> None:
    """A meeting gets a page, and is linked; there is no agenda on it yet."""
    for meeting in list(day.meetings.values()):
        if not meeting.published and meeting.day <= day.today + timedelta(days=_PUBLISHED_DAYS):
            day.change_meeting(meeting.number, published=True)


def write_papers(day: Day) -> None:
    """Papers appear, most of them as planned for the next meetings of their committees."""
    rate = day.papers_per_year / _WORKING_DAYS * (0.1 if is_break(day.today) else 1)
    many = int(rate) + (day.rng.random() < rate % 1)
    # no list is ever empty
    since = day.today - timedelta(days=_LONGEST_SILENCE)
    many = many or not any(paper.created > since for paper in day.papers.values())
    for _ in range(many):
        paper = _paper(day, day.rng)
        day.papers[paper.number] = paper


def publish_agendas(day: Day) -> None:
    """Agendas appear, eight to twelve days ahead; what waited for the meeting is on them."""
    for meeting in sorted(day.meetings.values(), key=lambda m: (m.day, m.number)):
        due = meeting.day - timedelta(days=8 + meeting.number % 5) <= day.today < meeting.day
        if not due or meeting.items or meeting.room == CANCELLED:
            continue
        for paper in list(day.papers.values()):
            put_on_agenda(day, paper, meeting)
        day.write_agenda(meeting.number)
        invitation = Document(day.number(), "Einladung", "invitation")
        day.change_meeting(meeting.number, documents=(invitation,))


def put_on_agenda(day: Day, paper: Paper, meeting: Meeting) -> bool:
    """Bind the step of a paper whose turn it is to a meeting; whether there is one."""
    index = ready(paper, meeting)
    if index is not None:
        fields = {"day": meeting.day, "meeting": meeting.number, "item": day.number()}
        day.change_step(paper, index, **fields)
    return index is not None


def hold_meetings(day: Day) -> None:
    """A meeting that was held is given its end in the calendar."""
    for meeting in list(day.meetings.values()):
        over = meeting.items and meeting.day <= day.today and meeting.room != CANCELLED
        if over and meeting.end is None:
            end = time(17 + meeting.number % 3, meeting.number * 7 % 60)
            day.change_meeting(meeting.number, end=end)


def write_minutes(day: Day) -> None:
    """Minutes appear two to six weeks after the meeting."""
    for meeting in list(day.meetings.values()):
        due = meeting.day + timedelta(days=14 + meeting.number % 28) <= day.today
        if due and meeting.end and len(meeting.documents) == 1:
            minutes = Document(day.number(), "Niederschrift öffentlich", "minutes")
            day.change_meeting(meeting.number, documents=(*meeting.documents, minutes))


def decide(day: Day) -> None:
    """Results arrive: in time, days or weeks later."""
    for paper, index, verdict in _due(day):
        if verdict not in {DEFERRED, REFERRED}:
            _enter(day, paper, index, verdict)


def defer(day: Day) -> None:
    """A step is vertagt; the same committee is to see the paper once more."""
    for paper, index, verdict in _due(day):
        if verdict == DEFERRED:
            step = paper.steps[index]
            _enter(day, paper, index, verdict, Step(step.committee, step.role))


def refer(day: Day) -> None:
    """A step is referred back to the committee before, and comes again after it."""
    for paper, index, verdict in _due(day):
        if verdict == REFERRED:
            before, step = paper.steps[index - 1 : index + 1]
            again = (Step(s.committee, s.role) for s in (before, step))
            _enter(day, paper, index, verdict, *again)


def _enter(day: Day, paper: Paper, index: int, result: str, *further: Step) -> None:
    day.change_step(paper, index, *further, result=result)
    day.write_agenda(paper.steps[index].meeting or 0)


def _due(day: Day) -> Iterator[tuple[Paper, int, str]]:
    """The steps whose results are known by today, with these."""
    for paper in list(day.papers.values()):
        for index, step in enumerate(paper.steps):
            if step.item is None or step.day is None or step.result or step.day > day.today:
                continue
            verdict, late = _verdict(paper, index, day.fate(step.item, "result"))
            if step.day + timedelta(days=late) <= day.today:
                yield paper, index, verdict


def _verdict(paper: Paper, index: int, fate: Random) -> tuple[str, int]:
    """What becomes of a step, and after how many days it is known."""
    share, what = fate.random(), fate.random()
    late = next(fate.randint(least, most) for most_of, least, most in _LATE if share <= most_of)
    step, rest = paper.steps[index], paper.steps[index + 1 :]
    goes_on = late <= 7 and len(paper.steps) < _MOST_STEPS and all(s.item is None for s in rest)
    if goes_on and what < 0.1:
        return DEFERRED, late
    if goes_on and what < 0.28 and index > 0 and paper.steps[index - 1].committee != step.committee:
        return REFERRED, late
    return fate.choice(_RESULTS[step.role]), late


def _paper(day: Day, rng: Random) -> Paper:
    kind: Kind = rng.choice((PROPOSAL, PROPOSAL, PROPOSAL, NOTICE, QUESTION))
    steps = tuple(_steps(day, kind, rng))
    enclosures = texts.enclosures(rng) if kind != QUESTION else ()
    subject = texts.subject(rng)
    if rng.random() < _MISSPELT:
        for wrong, right in TYPOS:
            subject = subject.replace(right, wrong)
    documents = [Document(day.number(), kind, "form")]
    documents += [Document(day.number(), name, "enclosure") for name in enclosures]
    number = day.number()
    return Paper(
        number,
        f"{day.today.year}{number % 10_000:04d}",
        kind,
        subject,
        day.today,
        "" if kind == QUESTION else rng.choice(texts.DEPARTMENTS),
        steps=steps,
        planned=tuple(Planned(step.committee.name, step.day) for step in steps),
        decision_body=(steps[-1].committee.name,) if kind == PROPOSAL else (),
        legal_basis=rng.choice(texts.LAWS) if kind == PROPOSAL else None,
        sender=_FACTION if kind == QUESTION else None,
        enclosures=enclosures,
        texts=texts.paragraphs(rng),
        resolution=texts.resolution(rng) if kind == PROPOSAL else (),
        documents=tuple(documents),
    )


def _steps(day: Day, kind: Kind, rng: Random) -> Iterator[Step]:
    """The planned steps, with dates as far as the calendar reaches."""
    here = {committee.number: committee for committee in day.committees}
    technical, districts = (
        [here[c.number] for c in among if c.number in here] for among in (TECHNICAL, DISTRICTS)
    )
    route = [(rng.choice(technical), "Kenntnisnahme")]
    if kind == PROPOSAL:
        route = [(route[0][0], "Vorberatung"), (here[MAIN.number], "Vorberatung")]
        route.append((here[COUNCIL.number], "Entscheidung"))
        if rng.random() < 0.3:
            route.insert(0, (rng.choice(districts), "Anhörung"))
    after: date | None = day.today + timedelta(days=13)
    for committee, role in route:
        after = _next(day, committee, after) if after else None
        yield Step(committee, role, after)


def _next(day: Day, committee: Committee, after: date) -> date | None:
    meetings = day.meetings.values()
    days = (m.day for m in meetings if m.committee == committee and m.day > after)
    return min(days, default=None)
