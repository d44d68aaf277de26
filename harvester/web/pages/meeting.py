"""The page of a meeting: when and where, what was dealt with and what came of it."""

from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

from harvester import clock
from harvester.archive import page_queries
from harvester.web.pages.common import asked_id, not_found, page
from harvester.web.pages.timeline import outcome_of
from harvester.web.reading import ask


async def meeting(request: Any, datasette: Any) -> Response:
    """The page of the meeting that the address names."""
    meeting_id = asked_id(request)
    context = await ask(datasette, lambda db: _context(db, meeting_id))
    if context is None:
        text = f"Eine Sitzung „{meeting_id}“ hat das Archiv nicht."
        return await not_found(datasette, request, text)
    return await page(datasette, request, "sitzung.html", context)


def _context(db: Database, meeting_id: str) -> dict[str, Any] | None:
    found = page_queries.meeting(db, meeting_id)
    if found is None:
        return None
    today = clock.today().isoformat()
    items = [
        {
            **item,
            "outcome": outcome_of({**item, "date": found["date"]}, today)
            if item["result"] or item["result_raw"]
            else None,
            "files": [file for file in found["files"] if file["owner"] == item["id"]],
        }
        for item in found["items"]
    ]
    return {
        "meeting": found,
        "items": items,
        "files": [file for file in found["files"] if file["owner"] is None],
        "is_to_come": (found["date"] or "") >= today,
    }
