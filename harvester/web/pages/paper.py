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
from harvester.web.pages.timeline import Step, latest, outcome_of, timeline
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
    past = history(db, found)
    return {
        "paper": found,
        "rules": found["forms"].get(paper_id, {}),
        "steps": steps,
        "latest": latest(steps),
        "newer": _newer(found, latest(steps), today),
        "next_step": next((step for step in steps if step.is_next), None),
        "resolved": [
            {**item, "outcome": outcome_of(item, today)}
            for item in found["items"]
            if item["resolution_text"] or item["minutes_text"]
        ],
        "elsewhere": _elsewhere(found),
        "differences": differences(found),
        "history": past,
        "last_change": past[0].day if past else None,
        "citation": citation(found, found["source"]["body_name"]),
    }


def _elsewhere(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Items of agendas that name the paper and that no step of it names."""
    named = {step["agenda_item_id"] for step in found["consultations"]}
    return [item for item in found["items"] if item["id"] not in named]


def _newer(found: Mapping[str, Any], known: Step | None, today: str) -> dict[str, Any] | None:
    """The version from another source that has the last result, if this one has none as late."""
    since = (known.date if known else None) or ""
    live = (one for one in found["versions"] if not one["gone_at"] and (one["date"] or "") > since)
    newest = max(live, key=lambda one: str(one["date"]), default=None)
    return newest and {**newest, "outcome": outcome_of(newest, today)}
