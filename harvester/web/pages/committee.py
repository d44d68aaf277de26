"""The page of a committee: its meetings, and what it made of papers."""

import re
from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

from harvester import clock
from harvester.archive import committee_queries, page_queries
from harvester.labels import labels
from harvester.web.pages.common import asked, asked_id, asked_page, not_found, page, query
from harvester.web.pages.timeline import outcome_of
from harvester.web.reading import ask

_PER_PAGE = 25
#: The year that the address names for meetings without a date.
UNDATED = "ohne"


async def committee(request: Any, datasette: Any) -> Response:
    """The page of the committee that the address names."""
    committee_id = asked_id(request)
    result = asked(request, "ergebnis")
    if result not in {*labels("result"), committee_queries.NO_RESULT}:
        result = ""
    year, number = asked(request, "jahr"), asked_page(request)
    context = await ask(datasette, lambda db: _context(db, committee_id, year, result, number))
    if context is None:
        text = f"Ein Gremium „{committee_id}“ hat das Archiv nicht."
        return await not_found(datasette, request, text)
    return await page(datasette, request, "gremium.html", context)


def _context(
    db: Database, committee_id: str, year: str, result: str, number: int
) -> dict[str, Any] | None:
    found = page_queries.organization(db, committee_id)
    if found is None:
        return None
    today = clock.today().isoformat()
    years = committee_queries.years(db, committee_id, today)
    shown = _year(year, years)
    offset = (number - 1) * _PER_PAGE
    dealings = committee_queries.dealings(db, committee_id, result or None, _PER_PAGE, offset)
    chosen = {"jahr": year, "ergebnis": result}
    return {
        "committee": found,
        "to_come": committee_queries.meetings_to_come(db, committee_id, today),
        "years": [(value, value or UNDATED, count) for value, count in years.items()],
        "year": shown,
        "meetings": committee_queries.meetings_of_year(db, committee_id, today, shown),
        "steps": [{**step, "outcome": outcome_of(step, today)} for step in dealings.steps],
        "results": _results(dealings.by_result),
        "result": result,
        "total": dealings.total,
        "everything": sum(dealings.by_result.values()),
        "first": offset + 1,
        "query": query,
        "before": query(**chosen, seite=number - 1) if number > 1 else None,
        "behind": query(**chosen, seite=number + 1)
        if offset + _PER_PAGE < dealings.total
        else None,
    }


def _year(asked_for: str, years: dict[str | None, int]) -> str | None:
    """The year whose meetings are shown: the one asked for, else the last one."""
    if asked_for == UNDATED and None in years:
        return None
    if re.fullmatch(r"\d{4}", asked_for) and asked_for in years:
        return asked_for
    return next(iter(years), None)


def _results(counts: dict[str | None, int]) -> list[tuple[str, str, int]]:
    """The results that there are: value, German word, how often."""
    known = [
        (value, word, counts[value]) for value, word in labels("result").items() if value in counts
    ]
    if None in counts:
        known.append((committee_queries.NO_RESULT, "ohne bekanntes Ergebnis", counts[None]))
    return known
