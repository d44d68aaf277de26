"""The stand-in town: as a site in a process of its own, or as pages without any networking."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from harvester.standin import World, generated_world
from harvester.standin.answers import Answers

SEED = 1
SINCE = date(2009, 1, 1)
_BASE = "http://127.0.0.1/allris/"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page: its address and its bytes."""

    url: str
    body: bytes


@contextmanager
def site(papers: int) -> Iterator[str]:
    """Serve a town of so many papers while the context lasts; gives the base URL."""
    command = [sys.executable, "-m", "harvester.standin"]
    options = ["--papers", str(papers), "--seed", str(SEED), "--port", "0"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def last_day(papers: int) -> date:
    """A day behind all that happens in a town of so many papers."""
    return generated_world(SEED, papers).today + timedelta(days=120)


def paper_pages(papers: int) -> list[Sample]:
    """The vo020 pages of a town."""
    world = generated_world(SEED, papers)
    return [_page(Answers(world), "vo020.asp", "VOLFDNR", number) for number in world.papers]


def pages(papers: int) -> list[Sample]:
    """The pages of a town in the order of a crawl: months, meetings, papers, agenda items."""
    world = generated_world(SEED, papers)
    answers = Answers(world)
    return [
        *_months(world, answers),
        *(
            _page(answers, "to010.asp", "SILFDNR", meeting.number)
            for meeting in world.meetings.values()
            if meeting.published
        ),
        *(_page(answers, "vo020.asp", "VOLFDNR", number) for number in world.papers),
        *(
            _page(answers, "to020.asp", "TOLFDNR", number)
            for number, (_, item) in world.items.items()
            if item.linked
        ),
    ]


def _months(world: World, answers: Answers) -> Iterator[Sample]:
    days = {meeting.day.replace(day=1) for meeting in world.meetings.values()}
    for day in sorted(days):
        fields = {"MM": str(day.month), "YY": str(day.year)}
        body = answers.answer("GET", "si010_j.asp", fields, None).body
        yield Sample(f"{_BASE}si010_j.asp?MM={day.month}&YY={day.year}", body)


def _page(answers: Answers, script: str, name: str, number: int) -> Sample:
    body = answers.answer("GET", script, {name: str(number)}, None).body
    return Sample(f"{_BASE}{script}?{name}={number}", body)
