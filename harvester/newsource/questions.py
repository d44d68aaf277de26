"""What a person reads on a page that a new town gave, and what the program reads on it.

Only numbers, days and counts are asked for: the answers go into a test that is committed, and no
text of a town may.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from harvester.normalize import normalize
from harvester.page import Page
from harvester.parsers.common import script_name
from harvester.reading import PARSERS
from harvester.records import AgendaItem, Consultation, File, Meeting, Paper, Record

Answer: TypeAlias = str | int | None
_Questions: TypeAlias = Mapping[str, Callable[[Page], Answer]]


def _of(page: Page, record: type[Record]) -> list[Record]:
    return [found for found in page.records if isinstance(found, record)]


def _count(record: type[Record], *fields: str) -> Callable[[Page], Answer]:
    """How many records of a type the page shows; with fields, those that have one of them."""

    def count(page: Page) -> Answer:
        found = _of(page, record)
        return sum(not fields or any(r.values()[name] for name in fields) for r in found)

    return count


def _field(record: type[Record], name: str, place: int = 0) -> Callable[[Page], Answer]:
    """A field of the first (0) or last (-1) record of a type; None without such a record."""

    def field(page: Page) -> Answer:
        found = _of(page, record)
        value = found[place].values()[name] if found else None
        return value if isinstance(value, str | int) else None

    return field


def _begins(page: Page) -> Answer:
    start = _field(Meeting, "start")(page)
    return start[11:16] if isinstance(start, str) else None


def _linked(page: Page) -> set[str | None]:
    return {link.target for link in page.links}


def _days(page: Page) -> list[str]:
    """The days of what the page lists with a link, sorted: what has none may have no number."""
    linked = _linked(page)
    return sorted(entry.date for entry in page.listed if entry.date and entry.id in linked)


def _first_day(page: Page) -> Answer:
    return next(iter(_days(page)), None)


def _last_day(page: Page) -> Answer:
    return next(reversed(_days(page)), None)


def _listed(page: Page) -> Answer:
    return len({entry.id for entry in page.listed if entry.id in _linked(page)})


def _committees(page: Page) -> Answer:
    return len({entry.id for entry in page.listed})


def _page_of(*scripts: str) -> Callable[[Page], Answer]:
    """The page, `si010_j.asp`, behind the first link to one of these scripts."""

    def page_of(page: Page) -> Answer:
        links = (link.url for link in page.links if script_name(link.url) in scripts)
        return next((url.partition("?")[0].rpartition("/")[2] for url in links), None)

    return page_of


_MEETINGS: _Questions = {
    "How many meetings can be clicked (each counts once)?": _listed,
    "On which day is the first of them (2025-03-04)?": _first_day,
    "On which day is the last of them?": _last_day,
}
#: By the kind of the page.
QUESTIONS: Mapping[str, _Questions] = {
    "menu": {
        "Which page shows the calendar (si010_j.asp)?": _page_of("si010", "si0040"),
        "Which page lists the papers (vo040.asp)?": _page_of("vo040", "vo0040"),
        "Which page lists the committees (au010.asp)?": _page_of("au010", "gr0040"),
    },
    "calendar": _MEETINGS,
    "organization_meetings": _MEETINGS,
    "meeting": {
        "On which day is it (2025-03-04)?": _field(Meeting, "date"),
        "When does it begin (16:00)?": _begins,
        "How many items has its agenda?": _count(AgendaItem),
        "Which number has the first item?": _field(AgendaItem, "number"),
        "Which number has the last item?": _field(AgendaItem, "number", -1),
        "How many items name a paper?": _count(AgendaItem, "paper_id", "reference"),
    },
    "paper": {
        "Which number has the paper (2009/0346)?": _field(Paper, "reference"),
        "How many steps of its Beratungsfolge does this page show?": _count(Consultation),
        "On which day is the first of these steps (2025-03-04)?": _field(Consultation, "date"),
        "How many of these steps show a result?": _count(Consultation, "result_raw"),
        "How many documents can be opened from it?": _count(File),
    },
    "paper_list": {
        "How many papers does this page list?": _listed,
        "On which day is the oldest of them (2025-03-04)?": _first_day,
        "On which day is the newest of them?": _last_day,
    },
    "organization_list": {"How many committees does it link?": _committees},
}


def answers(taken: Path) -> dict[str, Answer]:
    """What the program reads on a page that `harvester new-source` took, question by question.

    Args:
        taken: the folder with `page.html` and `meta.json`.

    Raises:
        PageError: the program cannot read the page.
    """
    meta = json.loads((taken / "meta.json").read_text(encoding="utf-8"))
    body = (taken / "page.html").read_bytes()
    page = normalize(PARSERS[meta["system"]](body, meta["url"], meta["source"]))
    return {question: read(page) for question, read in QUESTIONS[meta["kind"]].items()}
