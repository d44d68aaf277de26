"""What a committee's page asks of the archive: its meetings, and what it made of papers."""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

_TO_COME = """
SELECT id, name, date, start, cancelled, room, place FROM meeting
WHERE organization_id = :committee AND date >= :today AND gone_at IS NULL
ORDER BY date, start, id LIMIT :most
"""
_YEARS = """
SELECT substr(date, 1, 4) AS year, count(*) AS meetings FROM meeting
WHERE organization_id = :committee AND (date < :today OR date IS NULL) AND gone_at IS NULL
GROUP BY year ORDER BY year DESC
"""
_OF_YEAR = """
SELECT meeting.id, meeting.name, meeting.date, meeting.start, meeting.cancelled,
    count(DISTINCT item.paper_id) AS papers
FROM meeting LEFT JOIN agenda_item AS item
    ON item.meeting_id = meeting.id AND item.gone_at IS NULL
WHERE meeting.organization_id = :committee AND (meeting.date < :today OR meeting.date IS NULL)
    AND substr(meeting.date, 1, 4) IS :year AND meeting.gone_at IS NULL
GROUP BY meeting.id ORDER BY meeting.date DESC, meeting.start DESC, meeting.id
"""
_RESULTS = """
SELECT result, count(*) FROM consultation
WHERE organization_id = :committee AND gone_at IS NULL GROUP BY result
"""
# First which steps, then what is shown of them: a council has tens of thousands.
_STEPS = """
SELECT step.date, step.role, step.role_raw, step.result, step.result_raw, step.status_raw,
    paper.id AS paper_id, paper.reference, paper.name, paper.paper_type, paper.paper_type_raw
FROM (SELECT rowid AS number FROM consultation
    WHERE organization_id = :committee AND gone_at IS NULL AND (:any OR result IS :result)
    ORDER BY date IS NULL DESC, date DESC, id LIMIT :most OFFSET :offset) AS shown
CROSS JOIN consultation AS step ON step.rowid = shown.number
CROSS JOIN paper ON paper.id = step.paper_id
ORDER BY step.date IS NULL DESC, step.date DESC, step.id
"""
#: The most meetings to come that are told.
_MOST = 20
#: Stands for "no result" among the results that one can ask for.
NO_RESULT = "none"


@dataclass(frozen=True, slots=True)
class Dealings:
    """A page of the steps of papers in a committee, newest first, and how many of each result."""

    by_result: dict[str | None, int]
    steps: list[dict[str, Any]]
    total: int


def meetings_to_come(db: Database, committee: str, today: str) -> list[dict[str, Any]]:
    """The meetings from today on, the next one first."""
    return list(db.query(_TO_COME, {"committee": committee, "today": today, "most": _MOST}))


def years(db: Database, committee: str, today: str) -> dict[str | None, int]:
    """How many meetings it had by year, the last one first; None: without a date."""
    return dict(db.conn.execute(_YEARS, {"committee": committee, "today": today}).fetchall())


def meetings_of_year(
    db: Database, committee: str, today: str, year: str | None
) -> list[dict[str, Any]]:
    """Its meetings of a year before today, the last one first, with the number of papers."""
    return list(db.query(_OF_YEAR, {"committee": committee, "today": today, "year": year}))


def dealings(db: Database, committee: str, result: str | None, limit: int, offset: int) -> Dealings:
    """What it did with papers.

    Args:
        db: the archive.
        committee: its id.
        result: only steps with this result, `NO_RESULT`: without one; None: all.
        limit: how many steps.
        offset: how many before them.
    """
    asked = {
        "committee": committee,
        "any": result is None,
        "result": None if result == NO_RESULT else result,
    }
    by_result = dict(db.conn.execute(_RESULTS, {"committee": committee}).fetchall())
    counts = by_result if result is None else {asked["result"]: by_result.get(asked["result"], 0)}
    page = {"most": limit, "offset": offset}
    return Dealings(by_result, list(db.query(_STEPS, asked | page)), sum(counts.values()))
