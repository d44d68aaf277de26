"""Runs and campaigns: how a crawl begins, and how it goes on after an interruption."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from harvester.archive import frontier
from harvester.archive.columns import to_json
from harvester.archive.model import RunInfo
from harvester.archive.opening import transaction
from harvester.archive.schedule import plan
from harvester.sources import Source

_CONTINUED = {"interrupted", "refused", "failed"}
_CONTINUED_FOR = timedelta(hours=24)

CLOSE = """
UPDATE run SET outcome = 'interrupted', message = 'It was killed, or the power failed.',
    ended = coalesce((SELECT max(retrieved_at) FROM snapshot WHERE run_id = run.id), started)
WHERE source_id = ? AND outcome IS NULL
"""
_LAST = """
SELECT run.outcome, run.campaign, first.started, first.arguments,
    EXISTS (SELECT 1 FROM frontier WHERE campaign = run.campaign AND state = 'waiting')
FROM run JOIN run AS first ON first.id = run.campaign
WHERE run.source_id = ? AND (run.command LIKE 'crawl%' OR run.command LIKE 'nightly%')
ORDER BY run.started DESC, run.id DESC LIMIT 1
"""
_SINCE = """
SELECT min(arguments ->> '$.since') FROM run
WHERE source_id = ? AND arguments ->> '$.base_url' = ?
    AND (command LIKE 'crawl%' OR command LIKE 'nightly%')
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
    rotation: int | None = None,
) -> RunInfo:
    """Note that a run begins; it goes on with a campaign cut short in the last 24 hours.

    `rotation`: it is a night, in which so much is planned beside the lists that everything has its
    turn within so many. `again`: the run and the campaign, by their uids, that are replayed into
    another archive.
    """
    with transaction(db):
        _register(db, source)
        db.conn.execute(CLOSE, (source.id,))
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
            if rotation is not None and run.campaign == run.id:
                moment = datetime.fromisoformat(now)
                plan(db, run, base_url=source.base_url, rotation=rotation, now=moment)
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
