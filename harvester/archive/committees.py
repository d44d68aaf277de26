"""Which committee a step belongs to, where its paper's page names it without a link."""

from sqlite_utils import Database

from harvester.archive.merging import Merger
from harvester.archive.model import RunInfo
from harvester.archive.notes import Sighting
from harvester.normalize.names import belongs_to

# The exact name decides if one committee only bears it; else the meeting's committee does if the
# step speaks of it (a joint meeting has steps of several). Steps whose page states the committee
# are left alone. A committee that is renamed keeps the steps that bear its old name, which nobody
# bears any more.
_TO_SETTLE = """
WITH named AS (
    SELECT name, min(id) AS id FROM organization
    WHERE source_id = :source AND name IS NOT NULL GROUP BY name HAVING count(*) = 1
), fitting AS (
    SELECT step.id, held.id AS organization_id FROM consultation AS step
    JOIN meeting ON meeting.id = step.meeting_id
    JOIN organization AS held ON held.id = meeting.organization_id
    WHERE step.source_id = :source AND CASE
        WHEN held.name IS NULL OR step.organization_name IS NULL THEN 0
        ELSE belongs_to(held.name, step.organization_name) END
), concluded AS (
    SELECT step.id, step.organization_name AS name,
        step.organization_id AS held, derived.rule AS held_rule,
        coalesce(named.id, fitting.organization_id) AS wanted,
        CASE WHEN named.id IS NOT NULL THEN 'name'
             WHEN fitting.organization_id IS NOT NULL THEN 'meeting' END AS rule
    FROM consultation AS step
    LEFT JOIN named ON named.name = step.organization_name
    LEFT JOIN fitting ON fitting.id = step.id
    LEFT JOIN derived ON derived.record = 'consultation' AND derived.record_id = step.id
        AND derived.field = 'organization_id'
    WHERE step.source_id = :source AND step.gone_at IS NULL
        AND (step.organization_id IS NULL OR derived.rule IS NOT NULL)
)
SELECT id, wanted, rule FROM concluded
WHERE (held IS NOT wanted OR held_rule IS NOT rule)
    AND NOT (wanted IS NULL AND held IS NOT NULL AND name NOT IN (SELECT name FROM organization
        WHERE source_id = :source AND name IS NOT NULL))
ORDER BY id
"""
_AT_ONCE = 1000


def settle_committees(db: Database, run: RunInfo, at: str) -> None:
    """Fill `consultation.organization_id` from what is held by now; a second time does nothing."""
    db.register_function(belongs_to, deterministic=True, replace=True)
    open_steps = db.conn.execute(_TO_SETTLE, {"source": run.source_id}).fetchall()
    seen = Sighting(at=at, seen_at=at, url="", snapshot_id=None, parser="")
    for start in range(0, len(open_steps), _AT_ONCE):
        steps = open_steps[start : start + _AT_ONCE]
        merger = Merger(db, run)
        merger.load_steps(step[0] for step in steps)
        for step_id, wanted, rule in steps:
            merger.conclude(("consultation", step_id), "organization_id", wanted, rule, seen)
        merger.flush()
