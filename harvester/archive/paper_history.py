"""What happened to one paper since it appeared, from the history of all that belongs to it."""

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from harvester.archive.events import SHOWN, Change, Changed, Key, entry, is_news

# All rows of a paper that ever were, gone or not, with what is needed to name them.
_PARTS = """
SELECT 'consultation' AS record, id, gone_at, organization_name, date, NULL AS name,
    NULL AS other, NULL AS file_id, NULL AS text_sha256
FROM consultation WHERE paper_id = :paper
UNION ALL SELECT 'paper_section', id, gone_at, NULL, NULL, heading, "key", NULL, NULL
FROM paper_section WHERE paper_id = :paper
UNION ALL SELECT 'paper_file', id, gone_at, NULL, NULL, NULL, NULL, file_id, NULL
FROM paper_file WHERE paper_id = :paper
UNION ALL SELECT 'file', id, gone_at, NULL, NULL, name, coalesce(file_name, number), NULL,
    text_sha256
FROM file WHERE id IN (SELECT file_id FROM paper_file WHERE paper_id = :paper)
"""
_CHANGES = """
SELECT change.id, change.at, run.campaign, run.command, change.record, change.record_id,
    change.kind, change.field, change.old,
    CASE WHEN change.kind <> 'appeared' OR change.record = 'consultation' THEN change.new END
FROM json_each(:ids) AS asked CROSS JOIN change ON change.record_id = asked.value
JOIN run ON run.id = change.run_id
WHERE change.kind = 'appeared' OR change.field IS NULL
    OR change.record || '.' || change.field IN (SELECT value FROM json_each(:fields))
ORDER BY change.id
"""
_FIELDS = json.dumps([f"{record}.{field}" for record in SHOWN for field in SHOWN[record]])
_LENGTH_OF_A_DAY = len("2026-11-21")


def history(db: Database, paper: Mapping[str, Any]) -> list[Changed]:
    """What happened to a paper, one entry a day (UTC), the newest first; its appearance last.

    Args:
        db: the archive.
        paper: as `papers_by_reference` gives it.
    """
    owner: Key = ("paper", paper["id"])
    held: dict[Key, Mapping[str, Any]] = {owner: paper}
    for row in db.query(_PARTS, {"paper": paper["id"]}):
        held[row["record"], row["id"]] = _named(row)
    asked = {"ids": json.dumps([row_id for _, row_id in held]), "fields": _FIELDS}
    changes = [Change(*row) for row in db.conn.execute(_CHANGES, asked)]
    changes = [change for change in changes if (change.record, change.record_id) in held]
    born = {
        (change.record, change.record_id): change.campaign
        for change in reversed(changes)
        if change.kind == "appeared"
    }
    days: dict[str, dict[Key, list[Change]]] = {}
    for change in changes:
        key = (change.record, change.record_id)
        if is_news(change, held[key], owner, born):
            about = ("file", str(held[key]["file_id"])) if key[0] == "paper_file" else key
            days.setdefault(change.at[:_LENGTH_OF_A_DAY], {}).setdefault(about, []).append(change)
    found = [entry(day, owner, held, parts) for day, parts in days.items()]
    return [one for one in reversed(found) if one.events]


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """The row under the names of its own columns."""
    if row["record"] == "paper_section":
        return {**row, "heading": row["name"], "key": row["other"]}
    if row["record"] == "file":
        return {**row, "file_name": row["other"], "number": None}
    return row
