"""The frontier: what is still to fetch, what was tried how often, and in which campaign."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from sqlite_utils import Database

from harvester.archive.columns import to_json
from harvester.archive.model import FetchRequest, RunInfo, Validators, Visit
from harvester.page import Form

# What is asked for once: not what was done before, unless its record is not held, or gone.
_ENQUEUE = """
INSERT INTO frontier (key, source_id, kind, method, url, form, priority, state, attempts,
                      campaign, run_id, discovered_at, target, owner)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', 0, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (key) DO UPDATE SET
    kind = excluded.kind, priority = excluded.priority, state = 'waiting', attempts = 0,
    campaign = excluded.campaign, run_id = excluded.run_id, tried_at = NULL, done_at = NULL,
    http_status = NULL, error = NULL, slow = 0, target = coalesce(excluded.target, target),
    owner = coalesce(excluded.owner, owner)
WHERE frontier.campaign IS NOT excluded.campaign AND NOT (?13 AND frontier.state = 'done' AND NOT (
    excluded.target IS NOT NULL AND excluded.kind IN ('paper', 'meeting') AND NOT EXISTS (
        SELECT 1 FROM paper WHERE id = excluded.target AND gone_at IS NULL
        UNION ALL SELECT 1 FROM meeting WHERE id = excluded.target AND gone_at IS NULL)))
"""
#: A list that every night begins with does not wait for its turn.
_HURRY = "UPDATE frontier SET slow = 0 WHERE key = ? AND slow = 1 AND state = 'waiting'"
#: A page that names the paper of a file that another page showed without it.
_OWN = "UPDATE frontier SET owner = ? WHERE key = ? AND owner IS NULL AND state = 'waiting'"

_LEADS = "UPDATE frontier SET target = ? WHERE key = ? AND target IS NULL"
_TRIED = """
UPDATE frontier SET attempts = attempts + 1, tried_at = ?1, http_status = ?2, error = ?3,
    run_id = ?4, state = coalesce(?5, state),
    done_at = CASE ?5 WHEN 'done' THEN ?1 ELSE done_at END, validators = coalesce(?7, validators)
WHERE key = ?6
"""

# A list whose end was not found is done, and yet not whole.
_WHOLE = """
SELECT kind, min(state = 'done') AND NOT EXISTS (
    SELECT 1 FROM finding JOIN snapshot ON snapshot.id = finding.snapshot_id
    WHERE finding.run_id IN (SELECT id FROM run WHERE campaign = ?2)
        AND finding.code IN ('list_stuck', 'undated_list') AND snapshot.kind = frontier.kind)
FROM frontier WHERE source_id = ?1 AND campaign = ?2 GROUP BY kind
"""
# Lists first, then what was never read, then what was unread for the longest time: a night that is
# too short for all of it gets on all the same.
_WAITING = """
SELECT key, kind, url, method, form, priority, target, owner, validators FROM frontier
WHERE source_id = ? AND state = 'waiting' AND key NOT IN (SELECT value FROM json_each(?))
ORDER BY slow, priority >= 85 DESC, tried_at IS NOT NULL, substr(tried_at, 1, 10), priority DESC,
    rowid LIMIT ?
"""


def request_key(source_id: str, method: str, url: str, form: Form | None) -> str:
    """What makes two requests of a source the same: method, address and form fields."""
    return f"{source_id} {method} {url}" + (f" {form_json(form)}" if form else "")


def form_json(form: Form | None) -> str | None:
    """The fields of a form as the archive keeps them: a list of pairs, in order."""
    return None if form is None else to_json(form)


def enqueue(db: Database, run: RunInfo, requests: Sequence[FetchRequest], at: str) -> None:
    """Add what is new to this campaign; what it holds already, in any state, stays as it is."""
    db.conn.executemany(
        _ENQUEUE,
        (
            (
                request.key,
                run.source_id,
                request.kind,
                request.method,
                request.url,
                form_json(request.form),
                request.priority,
                run.campaign,
                run.id,
                at,
                request.target,
                request.owner,
                request.once,
            )
            for request in requests
        ),
    )
    db.conn.executemany(_LEADS, [(r.target, r.key) for r in requests if r.target is not None])
    db.conn.executemany(_HURRY, [(r.key,) for r in requests if not r.once])
    db.conn.executemany(_OWN, [(r.owner, r.key) for r in requests if r.owner is not None])


def mark(db: Database, run: RunInfo, visits: Iterable[Visit]) -> None:
    """Note each attempt, and what became of it."""
    db.conn.executemany(
        _TRIED,
        (
            (
                *(visit.retrieved_at, visit.status, visit.error, run.id, visit.state, visit.key),
                None if visit.validators is None else to_json(asdict(visit.validators)),
            )
            for visit in visits
            if visit.key is not None
        ),
    )


def waiting(
    db: Database, source_id: str, limit: int, exclude_keys: Iterable[str]
) -> list[FetchRequest]:
    """What to fetch next, the most urgent first."""
    keys = json.dumps(list(exclude_keys))
    return [
        FetchRequest(
            *(key, kind, url, method, _form(form), priority, target, owner),
            validators=None if validators is None else Validators(**json.loads(validators)),
        )
        for key, kind, url, method, form, priority, target, owner, validators in db.conn.execute(
            _WAITING, (source_id, keys, limit)
        )
    ]


def _form(text: str | None) -> Form | None:
    if text is None:
        return None
    pairs: Sequence[Sequence[str]] = json.loads(text)
    return tuple((name, value) for name, value in pairs)


def count_waiting(db: Database, source_id: str) -> int:
    """How many requests of a source are still to be fetched; those whose turn it is not counted."""
    return db["frontier"].count_where(
        "source_id = ? AND state = 'waiting' AND NOT slow", [source_id]
    )


def whole_lists(db: Database, run: RunInfo, kinds: Collection[str]) -> tuple[str, ...]:
    """The kinds of lists of which every page that this campaign asked for was read."""
    rows = db.conn.execute(_WHOLE, (run.source_id, run.campaign)).fetchall()
    return tuple(sorted(kind for kind, whole in rows if whole and kind in kinds))


def adopt(db: Database, run: RunInfo, base_url: str) -> None:
    """Take over what older campaigns left waiting, so that nothing is forgotten.

    What waits at another address than the source has now is given up: the lists of the new
    address name it again.
    """
    older = "source_id = ? AND state = 'waiting' AND campaign <> ?"
    below = "substr(url, 1, length(?)) = ?"
    db.conn.execute(
        f"UPDATE frontier SET campaign = ?, attempts = 0 WHERE {older} AND {below}",  # noqa: S608
        (run.campaign, run.source_id, run.campaign, base_url, base_url),
    )
    db.conn.execute(
        f"UPDATE frontier SET state = 'failed', error = ? WHERE {older} AND NOT {below}",  # noqa: S608
        (f"The source is now at {base_url}", run.source_id, run.campaign, base_url, base_url),
    )
