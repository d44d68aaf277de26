"""What changes in the stand-in town from one night to the next."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from harvester.standin import content
from harvester.standin.committees import PLANNING
from harvester.standin.model import Item, Meeting, Paper, Section, Step
from harvester.standin.world import World

TYPOS = (("strasse", "straße"), ("massnahme", "maßnahme"))


def after_night(world: World, night: int) -> World:
    """The state a day later, decided by the world's seed and the number of the night.

    A result arrives for a planned step, another planned step is adjourned (result "vertagt", and a
    further step without a date), a paper appears, a typing error in a subject is put right.
    """
    papers, meetings = dict(world.papers), dict(world.meetings)
    planned = [paper.number for paper in papers.values() if _planned(paper) is not None]
    for number, result in zip(planned, ("beschlossen", "vertagt"), strict=False):
        _decide(papers, meetings, number, result)
    typo = next((p for p in papers.values() if _corrected(p) != p), None)
    if typo is not None:
        papers[typo.number] = _corrected(typo)
    added = _new_paper(world, night)
    papers[added.number] = added
    today = world.today + timedelta(days=1)
    return World(world.seed, today, world.committees, meetings, papers)


def _planned(paper: Paper) -> int | None:
    return next((n for n, step in enumerate(paper.steps) if step.status == "Geplant"), None)


def _decide(
    papers: dict[int, Paper], meetings: dict[int, Meeting], number: int, result: str
) -> None:
    paper = papers[number]
    index = _planned(paper)
    if index is None:
        return
    steps = list(paper.steps)
    step = steps[index]
    steps[index] = replace(step, status="Erledigt", result=result)
    if result == "vertagt":
        steps.append(Step(step.committee, step.role, "Bereit"))
    papers[number] = replace(paper, steps=tuple(steps))
    if step.meeting is not None:
        meeting = meetings[step.meeting]
        items = tuple(_decided(i, result) if i.number == step.item else i for i in meeting.items)
        meetings[step.meeting] = replace(meeting, items=items)


def _decided(item: Item, result: str) -> Item:
    return replace(item, result=result, linked=True, blocks=("BS", "AE"), vote="einstimmig")


def _corrected(paper: Paper) -> Paper:
    subject = paper.subject
    for wrong, right in TYPOS:
        subject = tuple(line.replace(wrong, right) for line in subject)
    return replace(paper, subject=subject)


def _new_paper(world: World, night: int) -> Paper:
    number = max(world.papers) + 1
    return Paper(
        number=number,
        reference=f"{world.today.year}/{9000 + night}",
        subject=(content.subject(Random(f"{world.seed}/{night}")),),  # noqa: S311 - not a secret
        kind="öffentliche Beschlussvorlage",
        created=world.today,
        steps=(Step(PLANNING, "Entscheidung", "Bereit"),),
        sections=(Section("BV", "both", seed=number), Section("SV", "bold", seed=number + 1)),
        authors=("Fachbereichsleitung",),
        lead=content.LEADS[3],
    )
