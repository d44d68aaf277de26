"""Whether the archive can be trusted, source by source: how fresh, how complete, what is wrong."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from harvester.archive import queries
from harvester.archive.expectations import EXPECTATION

#: Days after which a source that still changes must have been crawled to the end again.
MAX_AGE = 3.0
_BAD = frozenset(("incomplete", "failed", "refused"))
#: How the problem begins that speaks of the last run.
LAST_RUN = "The last run"
_WENT = {"incomplete": "is incomplete", "failed": "failed", "refused": "was refused"}
_EXAMPLES = 3

_JUDGED = """
SELECT id, outcome, message FROM run
WHERE source_id = ? AND (command LIKE 'crawl%' OR command LIKE 'nightly%')
    AND outcome <> 'interrupted' ORDER BY started DESC, id DESC LIMIT 1
"""
_VIOLATED = """
SELECT message FROM finding
WHERE run_id = ? AND code = ? AND severity = 'error' ORDER BY id
"""
_NEWEST_HELD = """
SELECT max(date) FROM meeting
WHERE source_id = ? AND gone_at IS NULL AND cancelled IS NOT 1 AND date <= ?
"""
_COVERAGE = """
SELECT record, month, listed, held, missing FROM coverage
WHERE source_id = ? ORDER BY month IS NULL, month, record
"""
_ABSENCES = """
SELECT record, reason, count(*) AS count, min(since) AS since FROM absence
WHERE source_id = ? GROUP BY record, reason ORDER BY record, reason
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the source's lists name of a month, and what of it is held; `missing` are ids.

    `month` is `2026-03`, None where the lists state no date (committees).
    """

    record: str
    month: str | None
    listed: int
    held: int
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one source; it is healthy if there are no `problems`, sentences for people.

    `counts` are rows by table, what is gone not counted. `newest_meeting` may be a planned one,
    `newest_meeting_held` was held or is today; both and `newest_paper` are days. `last_run` and
    `last_complete_run` are rows of `run`, None if there is none, `age_hours` the hours since the
    latter ended. `findings` are those of the last run by severity and code, each with one example;
    `waiting` counts requests. `absences` count records that the source has ceased to show, by
    record type and reason.
    """

    source_id: str
    body_name: str
    retired_at: str | None
    problems: list[str]
    counts: dict[str, int]
    newest_meeting: str | None
    newest_meeting_held: str | None
    newest_paper: str | None
    last_run: dict[str, Any] | None
    last_complete_run: dict[str, Any] | None
    age_hours: float | None
    coverage: list[Coverage]
    findings: list[dict[str, Any]]
    waiting: int
    absences: list[dict[str, Any]]

    @property
    def healthy(self) -> bool:
        """Whether all is well."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """All of it, as `harvester status --json` prints it."""
        return {"healthy": self.healthy, **asdict(self)}


def health(db: Database, now: str, max_age: float = MAX_AGE) -> list[Health]:
    """The state of the sources that were ever harvested into this archive.

    Args:
        db: the archive.
        now: the present time in UTC.
        max_age: days after which a source must have been crawled to its end again; one that is
            retired must have been once.
    """
    return [_health(db, source, now, max_age) for source in queries.status(db)]


def as_report(found: Sequence[Health]) -> dict[str, Any]:
    """What `harvester status --json` prints; an archive that holds nothing is not healthy."""
    return {
        "healthy": bool(found) and all(source.healthy for source in found),
        "sources": [source.as_json() for source in found],
    }


def coverage_of(db: Database, source_id: str) -> list[Coverage]:
    """What a source's lists name by month and record type, and what is held."""
    return [
        Coverage(record, month, listed, held, json.loads(missing or "[]"))
        for record, month, listed, held, missing in db.conn.execute(_COVERAGE, (source_id,))
    ]


def _health(db: Database, status: Mapping[str, Any], now: str, max_age: float) -> Health:
    source_id: str = status["id"]
    complete = status["last_complete_run"]
    age = None if complete is None else _hours(complete["ended"], now)
    coverage = coverage_of(db, source_id)
    (newest_held,) = db.conn.execute(_NEWEST_HELD, (source_id, now[:10])).fetchone()
    return Health(
        source_id=source_id,
        body_name=status["body_name"],
        retired_at=status["retired_at"],
        problems=[
            *_of_runs(db, source_id),
            *_of_coverage(coverage),
            *_of_age(age, None if status["retired_at"] else max_age),
        ],
        counts=status["counts"],
        newest_meeting=status["newest_meeting"],
        newest_meeting_held=newest_held,
        newest_paper=status["newest_paper"],
        last_run=status["last_run"],
        last_complete_run=complete,
        age_hours=age,
        coverage=coverage,
        findings=status["findings"],
        waiting=status["waiting"],
        absences=list(db.query(_ABSENCES, [source_id])),
    )


def _hours(ended: str, now: str) -> float:
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(ended)
    return round(passed.total_seconds() / 3600, 1)


def _of_runs(db: Database, source_id: str) -> list[str]:
    """What the last run that was judged found wrong; one that was interrupted says nothing."""
    last = db.conn.execute(_JUDGED, (source_id,)).fetchone()
    if last is None:
        return []
    run_id, outcome, message = last
    told = f"{LAST_RUN} {_WENT.get(outcome, outcome)}. {message or ''}".strip()
    problems = [told] if outcome in _BAD else []
    rows = db.conn.execute(_VIOLATED, (run_id, EXPECTATION)).fetchall()
    return problems + [f"{text}." for (text,) in rows if text not in told]


def _of_coverage(coverage: Sequence[Coverage]) -> list[str]:
    """What the source lists and the archive lacks, by record type."""
    problems = []
    for record in dict.fromkeys(row.record for row in coverage):
        rows = [row for row in coverage if row.record == record]
        missing = [record_id for row in rows for record_id in row.missing]
        if missing:
            listed = sum(row.listed for row in rows)
            examples = ", ".join(missing[:_EXAMPLES])
            problems.append(
                f"{len(missing)} of {listed} that the source lists as {record} "
                f"{'is' if len(missing) == 1 else 'are'} not held: {examples}"
                f"{' ...' if len(missing) > _EXAMPLES else '.'}"
            )
    return problems


def _of_age(age: float | None, max_age: float | None) -> list[str]:
    if age is None:
        return ["No crawl has come to its end yet."]
    if max_age is not None and age > 24 * max_age:
        return [
            f"The last complete crawl was {age / 24:.1f} days ago, at most {max_age:g} are normal."
        ]
    return []
