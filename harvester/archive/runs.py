"""Runs and campaigns: how a crawl begins, goes on after an interruption, and is accounted for."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from harvester.archive import frontier
from harvester.archive.agendas import settle_results
from harvester.archive.columns import to_json
from harvester.archive.committees import settle_committees
from harvester.archive.contradictions import compare_sources
from harvester.archive.model import Outcome, RunCounts, RunInfo, RunSummary
from harvester.archive.opening import transaction
from harvester.records import RECORD_TYPES
from harvester.sources import Source

_CONTINUED = {"interrupted", "refused", "failed"}
_CONTINUED_FOR = timedelta(hours=24)
_SAMPLE = 10

_CLOSE = """
UPDATE run SET outcome = 'interrupted', message = 'It was killed, or the power failed.',
    ended = coalesce((SELECT max(retrieved_at) FROM snapshot WHERE run_id = run.id), started)
WHERE source_id = ? AND outcome IS NULL
"""
_LAST = """
SELECT run.outcome, run.campaign, first.started, first.arguments,
    EXISTS (SELECT 1 FROM frontier WHERE campaign = run.campaign AND state = 'waiting')
FROM run JOIN run AS first ON first.id = run.campaign
WHERE run.source_id = ? AND (run.command LIKE 'crawl%' OR run.command LIKE 'nightly%')
ORDER BY run.id DESC LIMIT 1
"""
_SINCE = """
SELECT min(arguments ->> '$.since') FROM run
WHERE source_id = ? AND arguments ->> '$.base_url' = ?
    AND (command LIKE 'crawl%' OR command LIKE 'nightly%')
"""
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
_COUNT_LISTED = """
SELECT count(*), count(row.id) FROM listing
LEFT JOIN {table} AS row ON row.id = listing.record_id AND {really}
WHERE listing.record = ? AND listing.source_id = ?
    AND listing.run_id IN (SELECT id FROM run WHERE campaign = ?)
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


def begin_run(
    db: Database,
    source: Source,
    command: str,
    arguments: Mapping[str, Any],
    *,
    software: str,
    now: str,
    again: tuple[str, str | None] | None = None,
) -> RunInfo:
    """Note that a run begins; it goes on with a campaign cut short in the last 24 hours.

    `again`: the run and the campaign, by their uids, that are replayed into another archive.
    """
    with transaction(db):
        _register(db, source)
        db.conn.execute(_CLOSE, (source.id,))
        asked = to_json(arguments)
        if again is not None:
            campaign = _id_of(db, again[1])
        else:
            campaign = _campaign_to_continue(db, source.id, asked, now) if crawls(command) else None
        run_id: int = db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM run").fetchone()[0]
        uid = again[0] if again is not None else secrets.token_hex(8)
        nightly = command.startswith("nightly")
        run = RunInfo(run_id, campaign or run_id, source.id, uid, nightly)
        db.table("run").insert(
            {
                "id": run.id,
                "source_id": source.id,
                "command": command,
                "arguments": to_json(arguments),
                "started": now,
                "software": software,
                "campaign": run.campaign,
                "uid": run.uid,
            }
        )
        if crawls(command) and again is None:
            frontier.adopt(db, run, source.base_url)
    return run


def _id_of(db: Database, uid: str | None) -> int | None:
    row = db.conn.execute("SELECT id FROM run WHERE uid = ?", (uid,)).fetchone()
    return None if row is None else int(row[0])


def crawls(command: str) -> bool:
    """Whether a run asks the source for pages; another one reads what is held."""
    return command.startswith(("crawl", "nightly"))


def harvested_since(db: Database, source: Source) -> str | None:
    """The first day that any crawl of the source, at this address, has asked for."""
    since: str | None = db.conn.execute(_SINCE, (source.id, source.base_url)).fetchone()[0]
    return since


def _register(db: Database, source: Source) -> None:
    """Keep the registry's word about the source and its town."""
    body = {
        "id": source.body_id,
        "name": source.body_name,
        "ags": source.ags,
        "website": source.website,
    }
    db.table("body").upsert(body, pk="id")
    entry = {
        "id": source.id,
        "body_id": source.body_id,
        "system": source.system,
        "base_url": source.base_url,
        "retired_at": source.retired_at,
    }
    db.table("source").upsert(entry, pk="id")


def _campaign_to_continue(db: Database, source_id: str, asked: str, now: str) -> int | None:
    """The campaign whose requests the last run left waiting, if the same was asked for of late.

    With another window its lists would be another crawl's: done for the old, not for the new.
    """
    last = db.conn.execute(_LAST, (source_id,)).fetchone()
    if last is None:
        return None
    outcome, campaign, began, arguments, unfinished = last
    age = datetime.fromisoformat(now) - datetime.fromisoformat(began)
    fits = outcome in _CONTINUED and age < _CONTINUED_FOR and arguments == asked
    return campaign if fits and unfinished else None


def count_run(db: Database, run: RunInfo) -> RunCounts:
    """What a run has come to, before its outcome is judged."""
    count = db["frontier"].count_where
    campaign = (run.source_id, run.campaign)
    listed, held = 0, 0
    for record in _EXPECTED:
        rows = db.conn.execute(
            _COUNT_LISTED.format(table=record, really=_REALLY_HELD), (record, *campaign)
        )
        of_record = rows.fetchone()
        listed, held = listed + of_record[0], held + of_record[1]
    return RunCounts(
        pages=db["snapshot"].count_where("run_id = ?", [run.id]),
        failed=count("campaign = ? AND state = 'failed'", [run.campaign]),
        waiting=frontier.count_waiting(db, run.source_id),
        errors=_count_findings(db, run)["error"],
        listed=listed,
        missing=listed - held,
    )


def finish_run(
    db: Database, run: RunInfo, outcome: Outcome, message: str | None, now: str
) -> RunSummary:
    """Settle what depends on other pages, write the ledger and the counts, and end the run."""
    with transaction(db):
        settle_committees(db, run, now)
        settle_results(db, run, now)
        started: str = db.table("run").get(run.id)["started"]
        compare_sources(db, run, started, now)
        missing = _write_ledger(db, run)
        listed, held = db.conn.execute(
            "SELECT coalesce(sum(listed), 0), coalesce(sum(held), 0) FROM ledger WHERE run_id = ?",
            (run.id,),
        ).fetchone()
        summary = RunSummary(
            run_id=run.id,
            source_id=run.source_id,
            outcome=outcome,
            message=message,
            started=started,
            ended=now,
            pages=db["snapshot"].count_where("run_id = ?", [run.id]),
            failed=db["frontier"].count_where("campaign = ? AND state = 'failed'", [run.campaign]),
            waiting=frontier.count_waiting(db, run.source_id),
            records=_count_records(db, run, started),
            findings=_count_findings(db, run),
            listed=listed,
            missing=listed - held,
            missing_ids=tuple(missing[:_SAMPLE]),
        )
        db.table("run").update(
            run.id,
            {
                "ended": now,
                "outcome": outcome,
                "message": message,
                "counts": to_json(_counts(summary)),
            },
        )
    return summary


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
