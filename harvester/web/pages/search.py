"""The page to search for papers: words, town, committee, kind, result, days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

from harvester.archive import overview_queries
from harvester.archive.queries import papers_by_reference
from harvester.archive.searching import EVERYTHING, Filters, Found
from harvester.archive.searching import search as search_papers
from harvester.labels import labels
from harvester.web.pages.common import asked, asked_page, page, query
from harvester.web.reading import ask

_PER_PAGE = 20
_LONGEST = 500
#: What a number is made of; one with a word in it, or with fewer digits, is none.
_OF_NUMBER, _WORD, _FEWEST_DIGITS = re.compile("[0-9A-Za-z ./_-]+"), re.compile("[A-Za-z]{4}"), 3


@dataclass(slots=True)
class Asked:
    """What the form holds, as it was typed; `wrong` says by field what cannot be understood."""

    values: dict[str, str]
    number: int
    filters: Filters = EVERYTHING
    wrong: dict[str, str] = field(default_factory=dict)


async def search(request: Any, datasette: Any) -> Response:
    """The form, and the papers that it found."""
    form = _form(request)
    context = await ask(datasette, lambda db: _context(db, form))
    return await page(datasette, request, "suche.html", context)


def _form(request: Any) -> Asked:
    names = ("q", "ort", "gremium", "art", "ergebnis", "von", "bis")
    values = {name: asked(request, name, _LONGEST) for name in names}
    form = Asked(values, asked_page(request))
    for name, kind in (("art", "paper_type"), ("ergebnis", "result")):
        if values[name] and values[name] not in labels(kind):
            form.wrong[name] = f"„{values[name]}“ steht nicht zur Wahl."
    form.filters = Filters(
        body=values["ort"] or None,
        committee=values["gremium"] or None,
        paper_type=values["art"] or None,
        result=values["ergebnis"] or None,
        since=_day(form, "von"),
        until=_day(form, "bis"),
    )
    if form.filters.since and form.filters.until and form.filters.since > form.filters.until:
        form.wrong["bis"] = "Der letzte Tag liegt vor dem ersten."
    return form


def _day(form: Asked, name: str) -> str | None:
    """The day that a field holds, as browsers send it or as people write it."""
    text = form.values[name]
    for read in (date.fromisoformat, _written):
        try:
            found = read(text).isoformat()
        except ValueError:
            continue
        form.values[name] = found
        return found
    if text:
        form.wrong[name] = f"„{text}“ ist kein Tag wie 31.05.2026."
    return None


def _written(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no zone


def _context(db: Database, form: Asked) -> dict[str, Any]:
    bodies = overview_queries.bodies(db)
    if form.values["ort"] and form.values["ort"] not in bodies:
        form.wrong["ort"] = f"„{form.values['ort']}“ steht nicht zur Wahl."
    wanted = any(form.values.values())
    found, numbered = Found((), more=False), list[dict[str, Any]]()
    if wanted and not form.wrong:
        offset = (form.number - 1) * _PER_PAGE
        found = search_papers(db, form.values["q"], _PER_PAGE, offset, form.filters)
        numbered = list(_numbered(db, form, found)) if form.number == 1 else []
    last = form.number
    return {
        "form": form.values,
        "wrong": form.wrong,
        "wanted": wanted,
        "narrowed": form.filters != EVERYTHING,
        "found": found,
        "numbered": numbered,
        "shown": len(numbered) + len(found.hits),
        "first": (last - 1) * _PER_PAGE + 1,
        "number": last,
        "only_words": query(q=form.values["q"]),
        "before": query(**form.values, seite=last - 1) if last > 1 else None,
        "behind": query(**form.values, seite=last + 1) if found.more else None,
        "bodies": bodies,
        "kinds": labels("paper_type"),
        "results": labels("result"),
        "sources": {source["id"]: source for source in overview_queries.sources(db)},
    }


def _numbered(db: Database, form: Asked, found: Found) -> Iterator[dict[str, Any]]:
    """The papers of the number that was typed, in any spelling, which the words did not find.

    Also those that are gone. Of the filters only the town is looked at: with others, none.
    """
    body = form.filters.body
    if form.filters != Filters(body=body) or not _is_number(form.values["q"]):
        return
    known = {hit.id for hit in found.hits}
    for paper in papers_by_reference(db, form.values["q"])[:_PER_PAGE]:
        if paper["id"] not in known and body in (None, paper["body_id"]):
            yield paper


def _is_number(text: str) -> bool:
    """Whether a paper's number may be meant, such as `2014/0431` or `AN/2014/06`."""
    if not _OF_NUMBER.fullmatch(text) or _WORD.search(text):
        return False
    return sum(map(str.isdigit, text)) >= _FEWEST_DIGITS
