"""The first page: what this is, whether all is well, what is new; and the guide."""

from datetime import date, timedelta
from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

from harvester import clock
from harvester.archive import overview_queries
from harvester.web.pages.common import page
from harvester.web.pages.state import State, state
from harvester.web.pages.timeline import outcome_of
from harvester.web.reading import ask

_DAYS = 14
_MOST = 6


async def start(request: Any, datasette: Any) -> Response:
    """The first page."""
    context = await ask(datasette, _context)
    return await page(datasette, request, "start.html", context)


async def guide(request: Any, datasette: Any) -> Response:
    """The page that explains search, words and limits."""
    return await page(datasette, request, "hilfe.html", {})


def _context(db: Database) -> dict[str, Any]:
    today = clock.today()
    since = (today - timedelta(days=_DAYS)).isoformat()
    results = overview_queries.new_results(db, since, _MOST)
    return {
        "counts": overview_queries.counts(db),
        "bodies": list(overview_queries.bodies(db).values()),
        "sources": _states(db, today),
        "days": _DAYS,
        "papers": overview_queries.new_papers(db, since, _MOST),
        "results": [{**row, "outcome": outcome_of(row, today.isoformat())} for row in results],
        "meetings": overview_queries.next_meetings(db, today.isoformat(), _MOST),
    }


def _states(db: Database, today: date) -> list[tuple[dict[str, Any], State]]:
    return [(source, state(source, today)) for source in overview_queries.sources(db)]
