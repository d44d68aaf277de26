"""The page about completeness: per source which months are whole, and what is missing."""

from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

from harvester import clock
from harvester.archive import overview_queries
from harvester.archive.health import coverage_of
from harvester.labels import labels
from harvester.web.pages.common import page
from harvester.web.pages.heatmap import MEANINGS, Asked, charts
from harvester.web.pages.state import state
from harvester.web.reading import ask


async def coverage(request: Any, datasette: Any) -> Response:
    """What of each source is held."""
    sources = await ask(datasette, _sources)
    context = {"sources": sources, "meanings": MEANINGS, "records": labels("record")}
    return await page(datasette, request, "abdeckung.html", context)


def _sources(db: Database) -> list[dict[str, Any]]:
    today = clock.today()
    found = []
    for source in overview_queries.sources(db):
        asked = Asked(overview_queries.windows(db, source["id"]), today)
        rows = coverage_of(db, source["id"])
        found.append(
            {
                **source,
                "state": state(source, today),
                "charts": charts(rows, asked, overview_queries.unlisted(db, source["id"])),
                "held": overview_queries.held_of(db, source["id"]),
                "texts": overview_queries.texts_of(db, source["id"]),
            }
        )
    return found
