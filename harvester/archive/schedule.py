"""Which pages a night asks for again: those that may have changed, and the longest unread."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from sqlite_utils import Database

from harvester.archive.absence import absent_targets
from harvester.archive.columns import to_json
from harvester.archive.model import RunInfo
from harvester.clock import TOWN
from harvester.schedule import Facts, nights

# Of each record: whether something is still to be expected of it, the last day that it is about,
# and when it appeared and changed. Items and documents take over what is known of their owners.
_FACTS = """
WITH step AS (
    SELECT paper_id, max(date) AS newest, count(*) > count(result_raw) AS open
    FROM consultation WHERE source_id = :source AND gone_at IS NULL GROUP BY paper_id
), item AS (
    SELECT meeting_id, max(paper_id IS NOT NULL AND result_raw IS NULL) AS open
    FROM agenda_item WHERE source_id = :source AND gone_at IS NULL GROUP BY meeting_id
), owner AS (
    SELECT paper.id, coalesce(step.open, 0) AS open,
        coalesce(paper.date, step.newest, substr(paper.first_seen, 1, 10)) AS date,
        step.newest, paper.first_seen, paper.updated_at
    FROM paper LEFT JOIN step ON step.paper_id = paper.id
    WHERE paper.source_id = :source AND paper.gone_at IS NULL
    UNION ALL
    SELECT meeting.id, coalesce(item.open, 1), coalesce(date, substr(first_seen, 1, 10)),
        NULL, first_seen, updated_at
    FROM meeting LEFT JOIN item ON item.meeting_id = meeting.id
    WHERE source_id = :source AND gone_at IS NULL
), tie AS (
    SELECT file_id, paper_id AS owner FROM paper_file
    WHERE source_id = :source AND gone_at IS NULL
    UNION ALL SELECT file_id, meeting_id FROM meeting_file
    WHERE source_id = :source AND gone_at IS NULL
    UNION ALL SELECT tie.file_id, agenda_item.meeting_id
    FROM agenda_item_file AS tie JOIN agenda_item ON agenda_item.id = tie.agenda_item_id
    WHERE tie.source_id = :source AND tie.gone_at IS NULL
)
SELECT id, open, max(date, coalesce(newest, date)), first_seen, updated_at FROM owner
UNION ALL
SELECT agenda_item.id, 0, owner.date, agenda_item.first_seen, agenda_item.updated_at
FROM agenda_item JOIN owner ON owner.id = agenda_item.meeting_id
WHERE agenda_item.source_id = :source AND agenda_item.gone_at IS NULL
UNION ALL
SELECT file.id, max(owner.open), max(owner.date), file.first_seen, file.updated_at
FROM tie JOIN file ON file.id = tie.file_id JOIN owner ON owner.id = tie.owner
WHERE file.gone_at IS NULL GROUP BY file.id
"""
# What was asked for before, the longest unread first. The pages of a list of papers mean something
# only one after the other: a night begins with the first.
_ASKED = """
SELECT key, kind, target, validators IS NOT NULL, tried_at,
    state = 'failed'
FROM frontier
WHERE source_id = :source AND state IN ('done', 'failed')
    AND kind NOT IN ('menu', 'paper_list', 'document_list')
    AND substr(url, 1, length(:base)) = :base
ORDER BY tried_at, rowid
"""
_NOT_REACHED = """
UPDATE frontier SET state = 'done' WHERE source_id = ? AND state = 'waiting' AND slow = 1
"""
_REOPEN = """
UPDATE frontier SET state = 'waiting', attempts = 0, campaign = ?, run_id = ?, slow = ?
WHERE key = ?
"""
_SHOWN_CHANGED = """
UPDATE frontier SET state = 'waiting', attempts = 0, campaign = ?1, run_id = ?2, slow = 0
WHERE (state = 'done' AND campaign <> ?1 OR state = 'waiting' AND slow = 1)
    AND target IN (SELECT value FROM json_each(?3)) AND source_id = ?4
    AND instr(url, (SELECT base_url FROM source WHERE id = ?4)) = 1
"""
#: A night may begin earlier than the one before.
_EARLIER = timedelta(hours=8)
#: A row that is filled within so many days of its appearance has not changed since.
_FIRST_DAYS = 2

_Known = dict[str, tuple[bool, date | None, date | None]]


def plan(db: Database, run: RunInfo, *, base_url: str, rotation: int, now: datetime) -> None:
    """Put on the frontier what this night asks for beside the lists that it walks through.

    That is what failed the last time, what a list missed, what is due by its age
    (`harvester.schedule`), and of the rest so many of the longest unread that all have their turn
    within `rotation` nights; those wait behind everything else.
    """
    # what the last night did not reach has waited longest and is chosen again
    db.conn.execute(_NOT_REACHED, (run.source_id,))
    known = _known(db, run.source_id)
    names = {"source": run.source_id, "base": base_url}
    asked = db.conn.execute(_ASKED, names).fetchall()
    due: list[str] = []
    rest: list[str] = []
    absent = absent_targets(db, run.source_id)
    for key, kind, target, marked, tried_at, failed in asked:
        is_open, newest, changed = known.get(target, (False, None, None))
        facts = Facts(kind, is_open, newest, changed, bool(marked))
        is_due = (
            failed
            or target in absent
            or tried_at is None
            or _is_due(facts, tried_at, rotation, now)
        )
        (due if is_due else rest).append(key)
    turn = islice(rest, -(-len(asked) // rotation))
    rows = [
        (run.campaign, run.id, slow, key) for slow, keys in ((0, due), (1, turn)) for key in keys
    ]
    db.conn.executemany(_REOPEN, rows)


def reopen(db: Database, run: RunInfo, targets: Iterable[str]) -> None:
    """Ask tonight for the pages of records that another page has shown changed."""
    ids = to_json(sorted(targets))
    db.conn.execute(_SHOWN_CHANGED, (run.campaign, run.id, ids, run.source_id))


def _is_due(facts: Facts, tried_at: str, rotation: int, now: datetime) -> bool:
    wait = nights(facts, now.astimezone(TOWN).date())
    passed = now - datetime.fromisoformat(tried_at)
    return wait is not None and passed >= timedelta(days=min(wait, rotation)) - _EARLIER


def _known(db: Database, source_id: str) -> _Known:
    """By id: what `Facts` wants to know of a record."""
    known: _Known = {}
    for record_id, is_open, newest, first_seen, updated_at in db.conn.execute(
        _FACTS, {"source": source_id}
    ):
        appeared, changed = (date.fromisoformat(at[:10]) for at in (first_seen, updated_at))
        since = changed if (changed - appeared).days > _FIRST_DAYS else None
        known[record_id] = (bool(is_open), date.fromisoformat(newest), since)
    return known
