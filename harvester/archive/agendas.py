"""The agenda item and the result of a step, where the paper's own page names only the meeting."""

from sqlite_utils import Database

from harvester.archive.merging import Merger
from harvester.archive.model import RunInfo
from harvester.archive.notes import Sighting

# The item of the step's meeting that is about its paper, if there is just one, and one such step.
# A step whose own page names an item or a result is left alone.
_TO_SETTLE = """
WITH only_item AS (
    SELECT meeting_id, paper_id, min(id) AS id FROM agenda_item
    WHERE source_id = :source AND gone_at IS NULL AND paper_id IS NOT NULL
    GROUP BY meeting_id, paper_id HAVING count(*) = 1
), only_step AS (
    SELECT meeting_id, paper_id, min(id) AS id FROM consultation
    WHERE source_id = :source AND gone_at IS NULL AND meeting_id IS NOT NULL
    GROUP BY meeting_id, paper_id HAVING count(*) = 1
), concluded AS (
    SELECT DISTINCT record_id FROM derived WHERE record = 'consultation' AND rule = 'agenda'
), bound AS (
    SELECT step.id, step.agenda_item_id, step.result_raw, step.result,
        item.id AS item, item.result_raw AS item_raw, item.result AS item_result
    FROM consultation AS step
    LEFT JOIN concluded ON concluded.record_id = step.id
    LEFT JOIN only_step ON only_step.id = step.id
    LEFT JOIN only_item ON only_item.meeting_id = only_step.meeting_id
        AND only_item.paper_id = only_step.paper_id
    LEFT JOIN agenda_item AS item ON item.id = only_item.id
    WHERE step.source_id = :source AND step.gone_at IS NULL AND (concluded.record_id IS NOT NULL
        OR step.agenda_item_id IS NULL AND step.result_raw IS NULL)
)
SELECT id, item, item_raw, item_result FROM bound
WHERE agenda_item_id IS NOT item OR result_raw IS NOT item_raw OR result IS NOT item_result
ORDER BY id
"""
_FIELDS = ("agenda_item_id", "result_raw", "result")
_AT_ONCE = 1000


def settle_results(db: Database, run: RunInfo, at: str) -> None:
    """Bind steps to agenda items and take over their results; a second time does nothing."""
    open_steps = db.conn.execute(_TO_SETTLE, {"source": run.source_id}).fetchall()
    seen = Sighting(at=at, seen_at=at, url="", snapshot_id=None, parser="")
    for start in range(0, len(open_steps), _AT_ONCE):
        steps = open_steps[start : start + _AT_ONCE]
        merger = Merger(db, run)
        merger.load_steps(step[0] for step in steps)
        for step_id, *values in steps:
            key = ("consultation", step_id)
            for field, value in zip(_FIELDS, values, strict=True):
                merger.conclude(key, field, value, "agenda", seen)
        merger.flush()
