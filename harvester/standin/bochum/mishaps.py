"""What goes otherwise than planned in a living Bochum: meetings, papers, documents, names."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from harvester.standin.bochum.committees import CULTURE, ECONOMY, SCHOOL, TRAFFIC, YOUTH
from harvester.standin.bochum.model import Committee, Meeting, Paper
from harvester.standin.bochum.routine import TYPOS, put_on_agenda
from harvester.standin.bochum.town import CANCELLED, Day, is_break, is_open, pick, ready

_RECENT = timedelta(days=60)
_SETTLED = timedelta(days=3)
_NAMES = {
    TRAFFIC.number: (TRAFFIC.name, "Ausschuss für Mobilität und Infrastruktur"),
    SCHOOL.number: (SCHOOL.name, "Ausschuss für Schule, Bildung und Digitales"),
    YOUTH.number: (YOUTH.name, "Ausschuss für Kinder, Jugend und Familie"),
    ECONOMY.number: (ECONOMY.name, "Ausschuss für Strukturentwicklung und Wirtschaft"),
    CULTURE.number: (CULTURE.name, "Ausschuss für Kultur und Tourismus"),
}
"""What committees are called in turn."""

Also = Iterable[str]
"""Records of which pages show a difference that nobody expects: rooms."""


def extend_agenda(day: Day) -> Also:
    """A paper is put on an agenda that was out already."""
    out = [meeting for meeting in _coming(day, 1, 7) if meeting.items]
    papers = day.papers.values()
    late = pick(day.rng, ((p, m) for m in out for p in papers if ready(p, m) is not None))
    if late is not None:
        put_on_agenda(day, *late)
        day.write_agenda(late[1].number)
    return ()


def _coming(day: Day, first: int, last: int) -> Iterator[Meeting]:
    """Meetings with a page that are to be held so many days from now."""
    for meeting in day.meetings.values():
        ahead = (meeting.day - day.today).days
        if meeting.published and first <= ahead <= last and meeting.room != CANCELLED:
            yield meeting


def postpone_meeting(day: Day) -> Also:
    """A meeting is held one to three weeks later; its papers go with it."""
    meeting = pick(day.rng, _coming(day, 1, 25))
    if meeting is not None:
        weeks = (timedelta(weeks=n) for n in day.rng.sample((1, 2, 3), 3))
        later = next((meeting.day + w for w in weeks if not is_break(meeting.day + w)), meeting.day)
        day.change_meeting(meeting.number, day=later)
        for paper, index in day.steps_of(meeting):
            day.change_step(paper, index, day=later)
        if meeting.items:
            day.write_agenda(meeting.number)
    return ()


def cancel_meeting(day: Day) -> Also:
    """A meeting is not held; it stays in the calendar, its papers wait for the next."""
    meeting = pick(day.rng, _coming(day, 1, 45))
    if meeting is None:
        return ()
    day.off_agenda(meeting)
    day.change_meeting(meeting.number, room=CANCELLED)
    if meeting.items:
        day.write_agenda(meeting.number)
    return (meeting.id,)


def remove_meeting(day: Day) -> Also:
    """A meeting is taken out of the calendar, and its number is unknown from then on."""
    meeting = pick(day.rng, _coming(day, 3, 45))
    if meeting is not None:
        day.off_agenda(meeting)
        del day.meetings[meeting.number]
    return ()


def rename_committee(day: Day) -> Also:
    """A committee has another name, everywhere: pages look it up by its number."""
    committee = pick(day.rng, (c for c in day.committees if c.number in _NAMES))
    if committee is None:
        return ()
    name = next(name for name in _NAMES[committee.number] if name != committee.name)
    new = replace(committee, name=name)
    day.committees = tuple(new if c == committee else c for c in day.committees)
    for meeting in list(day.meetings.values()):
        if meeting.committee == committee:
            day.change_meeting(meeting.number, committee=new)
    day.papers = {n: _renamed(paper, committee, new) for n, paper in day.papers.items()}
    day.withdrawn = {
        n: (_renamed(paper, committee, new), back) for n, (paper, back) in day.withdrawn.items()
    }
    return ()


def _renamed(paper: Paper, old: Committee, new: Committee) -> Paper:
    if all(step.committee != old for step in paper.steps):
        return paper
    steps = (replace(s, committee=new) if s.committee == old else s for s in paper.steps)
    return replace(paper, steps=tuple(steps))


def withdraw_paper(day: Day) -> Also:
    """A paper that nobody has decided on is gone: from lists, agendas, and by its number."""
    paper = pick(day.rng, (p for p in day.papers.values() if _is_untouched(p, day.today)))
    if paper is None:
        return ()
    returns = day.rng.random() < 0.6
    steps = tuple(replace(s, day=None, meeting=None, item=None) for s in paper.steps)
    back = day.today + timedelta(days=day.rng.randint(10, 40)) if returns else None
    del day.papers[paper.number]
    day.withdrawn[paper.number] = (replace(paper, steps=steps), back)
    for step in paper.steps:
        if step.meeting is not None:
            day.write_agenda(step.meeting)
    return ()


def _is_untouched(paper: Paper, today: date) -> bool:
    bound = [step for step in paper.steps if step.meeting is not None]
    return paper.created < today - _SETTLED and all(
        s.result is None and s.day is not None and s.day > today for s in bound
    )


def return_papers(day: Day) -> Also:
    """A withdrawn paper comes back under its number, as if it were new: no step is planned yet."""
    for number, (paper, back) in list(day.withdrawn.items()):
        if back is not None and back <= day.today:
            del day.withdrawn[number]
            day.papers[number] = paper
    return ()


def correct_document(day: Day) -> Also:
    """A form is replaced by one with a further paragraph, under the same address."""
    paper = _some_paper(day)
    if paper is not None:
        correction = f"Am {day.today:%d.%m.%Y} wurde die Kostenberechnung korrigiert."
        day.change_paper(paper.number, texts=(*paper.texts, correction))
    return ()


def stamp_document(day: Day) -> Also:
    """A document is made anew: other bytes, the same text."""
    paper = _some_paper(day)
    if paper is not None:
        index = day.rng.randrange(len(paper.documents))
        documents = list(paper.documents)
        documents[index] = replace(documents[index], edition=documents[index].edition + 1)
        day.change_paper(paper.number, documents=tuple(documents))
    return ()


def correct_subject(day: Day) -> Also:
    """A typing error in a subject is put right, on agendas too."""
    paper = _some_paper(day, lambda p: _right(p.subject) != p.subject)
    if paper is not None:
        day.change_paper(paper.number, subject=_right(paper.subject))
        for step in paper.steps:
            if step.meeting is not None:
                day.write_agenda(step.meeting)
    return ()


def _some_paper(day: Day, fits: Callable[[Paper], bool] = lambda _: True) -> Paper | None:
    """A paper: mostly one that is open or recent, seldom an old one."""
    since = day.today - _RECENT
    young = [p for p in day.papers.values() if fits(p) and p.created >= since]
    older = [p for p in day.papers.values() if fits(p) and p.created < since]
    still_open, old = ([p for p in older if is_open(p) == value] for value in (True, False))
    share = day.rng.random()
    order = (young, still_open, old) if share < 0.55 else (still_open, young, old)
    if share > 0.8:
        order = (old, young, still_open)
    return next((day.rng.choice(found) for found in order if found), None)


def _right(subject: str) -> str:
    for wrong, right in TYPOS:
        subject = subject.replace(wrong, right)
    return subject
