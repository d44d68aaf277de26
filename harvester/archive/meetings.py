"""The meetings of some days with their agendas."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harvester.archive.archive import Archive
from harvester.archive.columns import to_json
from harvester.archive.errors import translated
from harvester.text import fold

# `moved`: how often what a calendar plans with was changed.
_MEETINGS = """
SELECT meeting.id, meeting.source_id, body.name AS body_name,
    coalesce(meeting.organization_name, organization.name) AS committee,
    meeting.name, meeting.date, meeting.start, meeting."end", meeting.cancelled, meeting.public,
    meeting.room, meeting.place, meeting.occasion, meeting.source_url AS url,
    max(meeting.updated_at, coalesce((SELECT max(updated_at) FROM agenda_item
        WHERE meeting_id = meeting.id), '')) AS updated_at,
    (SELECT count(DISTINCT at) FROM change WHERE record_id = meeting.id AND record = 'meeting'
        AND field IN ('date', 'start', 'end', 'cancelled', 'room', 'place')) AS moved
FROM meeting JOIN source ON source.id = meeting.source_id JOIN body ON body.id = source.body_id
LEFT JOIN organization ON organization.id = meeting.organization_id
WHERE meeting.gone_at IS NULL AND meeting.date BETWEEN :since AND :until
    AND (:source IS NULL OR meeting.source_id = :source)
ORDER BY meeting.date, meeting.start, meeting.source_id, meeting.id
"""
_ITEMS = """
SELECT item.meeting_id, item.id, item.number, coalesce(item.name, paper.name) AS name, item.public,
    item.paper_id, coalesce(item.reference, paper.reference) AS reference,
    paper.source_url AS paper_url, item.result_raw, item.result
FROM json_each(?) AS asked JOIN agenda_item AS item ON item.meeting_id = asked.value
LEFT JOIN paper ON paper.id = item.paper_id AND paper.gone_at IS NULL
WHERE item.gone_at IS NULL ORDER BY item.meeting_id, item.position, item.id
"""


@dataclass(frozen=True, slots=True)
class Item:
    """An item on an agenda. `public`: None where it is not stated.

    `paper_id` may name a paper that is not held; `paper_url` is the page of one that is.
    """

    id: str
    number: str | None
    name: str | None
    public: bool | None
    paper_id: str | None
    reference: str | None
    paper_url: str | None
    result_raw: str | None
    result: str | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting and its agenda, as far as it is known.

    `date` is its day, `start` and `end` local times with offset where stated. `updated_at` is when
    it or its agenda last changed (UTC), `moved` how often its time or place did.
    """

    id: str
    source_id: str
    body_name: str
    committee: str | None
    name: str | None
    date: str
    start: str | None
    end: str | None
    cancelled: bool
    public: bool | None
    room: str | None
    place: str | None
    occasion: str | None
    url: str
    updated_at: str
    moved: int
    items: tuple[Item, ...]


def sittings(
    held: Archive,
    since: str,
    until: str,
    *,
    source_id: str | None = None,
    committee: str | None = None,
) -> list[Sitting]:
    """The meetings of these days that are not gone, in order of time; those without a time first.

    Args:
        held: The archive.
        since: The first day in the town, `2026-05-31`.
        until: The last day.
        source_id: Only of this source; None: of all.
        committee: Only of committees with this in their name, however it is spelled.
    """
    days = {"since": since, "until": until, "source": source_id}
    with translated(held.path):
        rows = list(held.db.query(_MEETINGS, days))
        if committee is not None:
            wanted = fold(committee.strip())
            rows = [r for r in rows if wanted in fold(f"{r['committee'] or ''}\n{r['name'] or ''}")]
        items = _items(held, [row["id"] for row in rows])
    return [
        Sitting(
            **row
            | {
                "cancelled": bool(row["cancelled"]),
                "public": _truth(row["public"]),
                "items": tuple(items.get(row["id"], ())),
            }
        )
        for row in rows
    ]


def _items(held: Archive, meeting_ids: Sequence[str]) -> dict[str, list[Item]]:
    """The agendas, by meeting."""
    found: dict[str, list[Item]] = {}
    for row in held.db.query(_ITEMS, [to_json(list(meeting_ids))]):
        values = row | {"public": _truth(row["public"])}
        found.setdefault(values.pop("meeting_id"), []).append(Item(**values))
    return found


def _truth(value: Any) -> bool | None:
    return None if value is None else bool(value)
