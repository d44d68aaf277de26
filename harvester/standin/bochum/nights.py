"""What changes in the small Bochum from one night to the next."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from harvester.standin.bochum import texts
from harvester.standin.bochum.committees import ECONOMY
from harvester.standin.bochum.model import PROPOSAL, Document, Item, Paper, Step
from harvester.standin.bochum.world import BochumWorld

RESULT = "einstimmig empfohlen"
CORRECTION = "Die Kostenberechnung wurde korrigiert."


def after_night(world: BochumWorld, night: int) -> BochumWorld:
    """The state a day later, decided by the world's seed and the number of the night.

    A planned step gets its result and a paper appears. Under the addresses that two papers had
    before there are other bytes: of one a corrected text, of the other the same text, made anew.
    """
    papers, meetings = dict(world.papers), dict(world.meetings)
    corrected, stamped = rewritten(world, night)
    paper = papers[corrected]
    papers[corrected] = replace(paper, texts=(*paper.texts, CORRECTION))
    paper = papers[stamped]
    form = replace(paper.documents[0], edition=paper.documents[0].edition + 1)
    papers[stamped] = replace(paper, documents=(form, *paper.documents[1:]))
    decided = next((p for p in papers.values() if _open(p) is not None), None)
    if decided is not None:
        index = _open(decided) or 0
        step = replace(decided.steps[index], result=RESULT)
        steps = (*decided.steps[:index], step, *decided.steps[index + 1 :])
        papers[decided.number] = replace(decided, steps=steps)
        meeting = meetings[step.meeting or 0]
        items = tuple(_decided(i) if i.number == step.item else i for i in meeting.items)
        meetings[meeting.number] = replace(meeting, items=items)
    added = _new_paper(world, night)
    papers[added.number] = added
    today = world.today + timedelta(days=1)
    return replace(world, today=today, papers=papers, meetings=meetings)


def rewritten(world: BochumWorld, night: int) -> tuple[int, int]:
    """The papers whose forms a night writes anew: the corrected one, the one with the same text."""
    numbers = sorted(number for number, p in world.papers.items() if p.documents[0].size is None)
    first = 2 * night - 2
    return numbers[first % len(numbers)], numbers[(first + 1) % len(numbers)]


def _open(paper: Paper) -> int | None:
    """The first step that is on an agenda and has no result."""
    found = (n for n, s in enumerate(paper.steps) if s.item is not None and s.result is None)
    return next(found, None)


def _decided(item: Item) -> Item:
    return replace(item, result=RESULT, vote=texts.vote(RESULT, item.number))


def _new_paper(world: BochumWorld, night: int) -> Paper:
    rng = Random(f"{world.seed}/{night}")  # noqa: S311 - not a secret
    return Paper(
        number=max(world.papers) + 1,
        reference=f"{world.today.year}{9000 + night}",
        kind=PROPOSAL,
        subject=texts.subject(rng),
        created=world.today,
        department=texts.DEPARTMENTS[0],
        steps=(Step(ECONOMY, "Entscheidung"),),
        decision_body=(ECONOMY.name,),
        texts=texts.paragraphs(rng),
        resolution=texts.resolution(rng),
        documents=(Document(max(world.documents) + 1, PROPOSAL, "form"),),
    )
