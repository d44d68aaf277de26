"""The page of a paper: what it is, its way through the committees, its text, its origin."""

from collections.abc import Mapping
from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

from harvester import clock
from harvester.archive import page_queries
from harvester.archive.paper_history import history
from harvester.citation import citation
from harvester.web.pages.common import asked_id, not_found, page
from harvester.web.pages.differences import differences
from harvester.web.pages.timeline import latest, outcome_of, timeline
from harvester.web.reading import ask


async def paper(request: Any, datasette: Any) -> Response:
    """The page of the paper that the address names."""
    paper_id = asked_id(request)
    context = await ask(datasette, lambda db: _context(db, paper_id))
    if context is None:
        return await not_found(
            datasette, request, f"Eine Vorlage „{paper_id}“ hat das Archiv nicht."
        )
    return await page(datasette, request, "vorlage.html", context)


def _context(db: Database, paper_id: str) -> dict[str, Any] | None:
    found = page_queries.paper(db, paper_id)
    if found is None:
        return None
    today = clock.today().isoformat()
    steps = timeline(found, today)
    return {
        "paper": found,
        "rules": found["forms"].get(paper_id, {}),
        "steps": steps,
        "latest": latest(steps),
        "next_step": next((step for step in steps if step.is_next), None),
        "resolved": [
            {**item, "outcome": outcome_of(item, today)}
            for item in found["items"]
            if item["resolution_text"] or item["minutes_text"]
        ],
        "elsewhere": _elsewhere(found),
        "differences": differences(found),
        "history": history(db, found),
        "citation": citation(found, found["source"]["body_name"]),
    }


def _elsewhere(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Items of agendas that name the paper and that no step of it names."""
    named = {step["agenda_item_id"] for step in found["consultations"]}
    return [item for item in found["items"] if item["id"] not in named]
