"""How a run ends: what depends on other pages is settled, accounts are written, it is judged."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlite_utils import Database

from harvester.archive import frontier
from harvester.archive.absence import settle_absences
from harvester.archive.agendas import settle_results
from harvester.archive.columns import to_json
from harvester.archive.committees import settle_committees
from harvester.archive.contradictions import compare_sources
from harvester.archive.expectations import conclude
from harvester.archive.model import Outcome, RunCounts, RunInfo, RunSummary
from harvester.archive.opening import transaction
from harvester.archive.runs import crawls
from harvester.expectations import Expectations
from harvester.page import Finding
from harvester.records import RECORD_TYPES

#: Of a crawl that was cut short nobody knows what it would have shown.
_AT_ITS_END = {"complete", "incomplete"}
_SAMPLE = 10

_LISTED = """
SELECT listing.record, substr(listing.date, 1, 7) AS month, listing.record_id, {held} AS held
FROM listing LEFT JOIN {table} AS row ON row.id = listing.record_id AND {really}
WHERE listing.record = ? AND listing.source_id = ?
    AND listing.run_id IN (SELECT id FROM run WHERE campaign = ?)
ORDER BY month, listing.record_id
"""
#: A row that only the form in a document made is not what the source lists.
_REALLY_HELD = """row.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM derived
    WHERE record = listing.record AND record_id = row.id AND field = 'id')"""
#: What a window must list; committees are listed whatever the window.
_EXPECTED = ("meeting", "paper")
# A night keeps more than its window: what it walked through must list something.
_COUNT_LISTED = """
SELECT count(*) FILTER (WHERE listing.date IS NULL OR :since IS NULL OR :until IS NULL
        OR listing.date BETWEEN :since AND :until),
    count(*) - count(row.id)
FROM listing
LEFT JOIN {table} AS row ON row.id = listing.record_id AND {really}
WHERE listing.record = :record AND listing.source_id = :source
    AND listing.run_id IN (SELECT id FROM run WHERE campaign = :campaign)
"""
_CHANGED = """
SELECT record,
    count(DISTINCT record_id) FILTER (WHERE kind = 'appeared') AS new,
    count(DISTINCT record_id) FILTER (WHERE kind = 'changed' AND record_id NOT IN
        (SELECT record_id FROM change WHERE run_id = :run AND kind = 'appeared')) AS changed,
    count(DISTINCT record_id) FILTER (WHERE kind = 'gone') AS gone,
    count(DISTINCT record_id) FILTER (WHERE kind = 'returned') AS returned
FROM change WHERE run_id = :run GROUP BY record
"""
_UNCHANGED = """
SELECT count(*) FROM {table} WHERE source_id = :source AND gone_at IS NULL AND last_seen >= :started
    AND id NOT IN (SELECT record_id FROM change WHERE run_id = :run)
"""


def count_run(db: Database, run: RunInfo) -> RunCounts:
    """What a run has come to, before its outcome is judged."""
    count = db["frontier"].count_where
    asked = json.loads(db.table("run").get(run.id)["arguments"])
    names = {"source": run.source_id, "campaign": run.campaign}
    names |= {name: asked.get(name) for name in ("since", "until")}
    listed, missing = 0, 0
    for record in _EXPECTED:
        query = _COUNT_LISTED.format(table=record, really=_REALLY_HELD)
        of_record = db.conn.execute(query, names | {"record": record}).fetchone()
        listed, missing = listed + of_record[0], missing + of_record[1]
    return RunCounts(
        pages=db["snapshot"].count_where("run_id = ?", [run.id]),
        failed=count("campaign = ? AND state = 'failed'", [run.campaign]),
        waiting=frontier.count_waiting(db, run.source_id),
        errors=_count_findings(db, run)["error"],
        listed=listed,
        missing=missing,
    )


def finish_run(
    db: Database,
    run: RunInfo,
    outcome: Outcome,
    message: str | None,
    now: str,
    *,
    whole: Collection[str] = (),
    expects: Expectations | None = None,
) -> RunSummary:
    """Settle what depends on other pages, write the ledger and the counts, and end the run.

    Args:
        db: the archive.
        run: the run.
        outcome: how it went.
        message: why, in a sentence.
        now: the time in UTC.
        whole: the kinds of lists that it read to their end.
        expects: what the source should give. A run that does not, or whose lists lack too much at
            once, is incomplete.
    """
    with transaction(db):
        begun = db.table("run").get(run.id)
        at_its_end = outcome in _AT_ITS_END and crawls(begun["command"])
        odd: Sequence[Finding] = ()
        if at_its_end:
            # first: what is gone takes part in no conclusion below
            odd = _settle_absences(
                db, run, arguments=begun["arguments"], whole=whole, expects=expects, now=now
            )
        settle_committees(db, run, now)
        settle_results(db, run, now)
        compare_sources(db, run, begun["started"], now)
        if odd:
            outcome = "incomplete"
            told = (one.message for one in odd if one.message not in (message or ""))
            message = " ".join((*filter(None, [message]), *told))
        if at_its_end:
            outcome, message = conclude(db, run, expects, outcome=outcome, message=message, now=now)
        missing = _write_ledger(db, run)
        summary = _summary(
            db,
            run,
            started=begun["started"],
            outcome=outcome,
            message=message,
            ended=now,
            missing=missing,
        )
        row = {"ended": now, "outcome": outcome, "message": message}
        db.table("run").update(run.id, {**row, "counts": to_json(_counts(summary))})
    return summary


def _summary(
    db: Database,
    run: RunInfo,
    *,
    started: str,
    outcome: Outcome,
    message: str | None,
    ended: str,
    missing: list[str],
) -> RunSummary:
    listed, held = db.conn.execute(
        "SELECT coalesce(sum(listed), 0), coalesce(sum(held), 0) FROM ledger WHERE run_id = ?",
        (run.id,),
    ).fetchone()
    return RunSummary(
        run_id=run.id,
        source_id=run.source_id,
        outcome=outcome,
        message=message,
        started=started,
        ended=ended,
        pages=db["snapshot"].count_where("run_id = ?", [run.id]),
        failed=db["frontier"].count_where("campaign = ? AND state = 'failed'", [run.campaign]),
        waiting=frontier.count_waiting(db, run.source_id),
        records=_count_records(db, run, started),
        findings=_count_findings(db, run),
        listed=listed,
        missing=listed - held,
        missing_ids=tuple(missing[:_SAMPLE]),
    )


def _settle_absences(
    db: Database,
    run: RunInfo,
    *,
    arguments: str,
    whole: Collection[str],
    expects: Expectations | None,
    now: str,
) -> Sequence[Finding]:
    """Count what the lists lack; the window is the one that they were asked for."""
    asked, rules = json.loads(arguments), expects or Expectations()
    since, until = asked.get("since"), asked.get("until")
    found = settle_absences(
        db,
        run,
        whole=whole,
        window=(since, until) if since and until else None,
        gone_after=rules.gone_after,
        gone_share=rules.gone_share,
        at=now,
    )
    base_url: str = db.table("source").get(run.source_id)["base_url"]
    about = {"run_id": run.id, "at": now, "source_id": run.source_id, "url": base_url}
    db.table("finding").insert_all(
        {**about, "severity": one.severity, "code": one.code, "message": one.message}
        for one in found
    )
    return found


def _counts(summary: RunSummary) -> dict[str, Any]:
    names = ("pages", "failed", "waiting", "records", "findings", "listed", "missing")
    return {name: getattr(summary, name) for name in names}


def _count_findings(db: Database, run: RunInfo) -> dict[str, int]:
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    counts |= dict(
        db.conn.execute(
            "SELECT severity, count(*) FROM finding WHERE run_id = ? GROUP BY severity", (run.id,)
        ).fetchall()
    )
    return counts


def _count_records(db: Database, run: RunInfo, started: str) -> dict[str, dict[str, int]]:
    """By record type; unchanged are the rows that were seen since the run began."""
    changed = {row.pop("record"): row for row in db.query(_CHANGED, {"run": run.id})}
    counts = {}
    for cls in RECORD_TYPES:
        (unchanged,) = db.conn.execute(
            _UNCHANGED.format(table=cls.record),
            {"source": run.source_id, "started": started, "run": run.id},
        ).fetchone()
        row = changed.get(cls.record) or dict.fromkeys(("new", "changed", "gone", "returned"), 0)
        if unchanged or any(row.values()):
            counts[cls.record] = {**row, "unchanged": unchanged}
    return counts


def _write_ledger(db: Database, run: RunInfo) -> list[str]:
    """Compare what the source's lists name, in this campaign, with what is held.

    Returns:
        The ids that are listed and not held.
    """
    missing = []
    for cls in RECORD_TYPES:
        months: dict[str | None, list[tuple[str, bool]]] = {}
        query = _LISTED.format(held="row.id IS NOT NULL", table=cls.record, really=_REALLY_HELD)
        for _, month, record_id, held in db.conn.execute(
            query, (cls.record, run.source_id, run.campaign)
        ):
            months.setdefault(month, []).append((record_id, bool(held)))
        for month, entries in months.items():
            lacking = [record_id for record_id, held in entries if not held]
            missing += lacking
            db.table("ledger").insert(
                {
                    "run_id": run.id,
                    "source_id": run.source_id,
                    "record": cls.record,
                    "month": month,
                    "listed": len(entries),
                    "held": len(entries) - len(lacking),
                    "missing_sample": to_json(lacking[:_SAMPLE]),
                }
            )
    return missing
