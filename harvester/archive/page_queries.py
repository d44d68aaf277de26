"""What a page about one paper, meeting or committee asks of the archive, each in few queries."""

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from harvester.archive.columns import columns_of
from harvester.archive.queries import papers_by_reference

# What belongs to a paper or meeting that is gone went in the same moment.
# Whether what a step names is held, and what the meeting and the agenda say of the step.
_STEPS = """
SELECT step.id, organization.id AS held_organization_id, meeting.id AS held_meeting_id,
    meeting.start, meeting.date AS meeting_date, meeting.cancelled, item.number AS item_number,
    item.id AS item_id, item.vote_raw, item.votes_yes, item.votes_no, item.votes_abstain,
    item.gone_at AS item_gone_at
FROM consultation AS step
LEFT JOIN organization ON organization.id = step.organization_id
LEFT JOIN meeting ON meeting.id = step.meeting_id
LEFT JOIN agenda_item AS item ON item.id = step.agenda_item_id
WHERE step.paper_id = ?1 AND step.gone_at IS (SELECT gone_at FROM paper WHERE id = ?1)
"""
_ITEMS = """
SELECT item.*, meeting.id AS held_meeting_id, meeting.date, meeting.organization_name,
    meeting.organization_id
FROM agenda_item AS item LEFT JOIN meeting ON meeting.id = item.meeting_id
WHERE item.gone_at IS NULL AND item.id IN (
    SELECT id FROM agenda_item WHERE paper_id = :paper
    UNION SELECT agenda_item_id FROM consultation WHERE paper_id = :paper
        AND gone_at IS (SELECT gone_at FROM paper WHERE id = :paper))
ORDER BY meeting.date IS NULL, meeting.date, item.position, item.id
"""
# Each with its last step in time that came to something.
_VERSIONS = """
SELECT paper.id, paper.name, paper.gone_at, paper.updated_at, source.system, source.retired_at,
    step.date, step.organization_name, step.result, step.result_raw
FROM paper JOIN source ON source.id = paper.source_id
LEFT JOIN consultation AS step ON step.id = (
    SELECT id FROM consultation WHERE paper_id = paper.id AND gone_at IS NULL
        AND date IS NOT NULL AND (result IS NOT NULL OR result_raw IS NOT NULL)
    ORDER BY date DESC, position DESC LIMIT 1)
WHERE paper.reference = :reference AND paper.body_id = :body AND paper.id <> :paper
ORDER BY paper.gone_at IS NOT NULL, paper.id
"""
_RELATED = """
SELECT reference, id FROM paper WHERE body_id = ? AND source_id = ? AND reference IN
    (SELECT value FROM json_each(?)) ORDER BY gone_at IS NULL, id
"""
_LISTED_DATE = """
SELECT 1 FROM derived WHERE record = 'paper' AND record_id = ? AND field = 'date'
    AND rule = 'listing'
"""
_SOURCE = """
SELECT source.id, source.system, source.retired_at, body.id AS body_id, body.name AS body_name
FROM source JOIN body ON body.id = source.body_id WHERE source.id = ?
"""
_MEETING_ITEMS = """
SELECT item.*, paper.id AS held_paper_id, paper.reference AS paper_reference
FROM agenda_item AS item LEFT JOIN paper ON paper.id = item.paper_id
WHERE item.meeting_id = ?1 AND item.gone_at IS (SELECT gone_at FROM meeting WHERE id = ?1)
ORDER BY item.position IS NULL, item.position, item.id
"""
_FILE = (
    "id, number, name, file_name, role, url, form, expires, declared_size, media_type, sha256, "
    "size, page_count, text_status"
)
_FILE_COLUMNS = ", ".join(f"file.{name}" for name in _FILE.split(", "))
_MEETING_FILES = f"""
SELECT {_FILE_COLUMNS}, tie.owner FROM (
    SELECT file_id, NULL AS owner, gone_at, position FROM meeting_file WHERE meeting_id = :meeting
    UNION ALL
    SELECT tie.file_id, item.id, tie.gone_at, tie.position
    FROM agenda_item AS item JOIN agenda_item_file AS tie ON tie.agenda_item_id = item.id
    WHERE item.meeting_id = :meeting AND item.gone_at IS tie.gone_at
) AS tie JOIN file ON file.id = tie.file_id
WHERE tie.gone_at IS (SELECT gone_at FROM meeting WHERE id = :meeting)
    AND (file.gone_at IS NULL OR file.gone_at >= tie.gone_at)
ORDER BY tie.position IS NULL, tie.position, file.id
"""  # noqa: S608 - our names


def paper(db: Database, paper_id: str) -> dict[str, Any] | None:
    """One paper as `papers_by_reference` gives it, with what a page shows beside; None: not held.

    `source` (with body_name), `items` of agendas on which it stood, each with its meeting's date
    and committee, `versions` of it from other sources, each with its last result, `related`:
    papers held by their number, `date_listed`: whether only a list states its date. Each step of
    `consultations` also has its meeting's and agenda item's particulars; `held_..._id` is null
    where the archive has no row.
    """
    if not db["paper"].count_where("id = ?", [paper_id]):
        return None  # papers_by_reference would look for spellings of it
    found = next(one for one in papers_by_reference(db, paper_id) if one["id"] == paper_id)
    steps = {row["id"]: row for row in db.query(_STEPS, [paper_id])}
    source = source_of(db, found)
    same = {"paper": paper_id, "reference": found["reference"], "body": found["body_id"]}
    related = json.dumps(found["related_references"] or [])
    return {
        **found,
        "consultations": [step | steps[step["id"]] for step in found["consultations"]],
        "source": source,
        "items": list(db.query(_ITEMS, {"paper": paper_id})),
        "versions": list(db.query(_VERSIONS, same)),
        "related": dict(
            db.conn.execute(_RELATED, (found["body_id"], found["source_id"], related)).fetchall()
        ),
        "date_listed": db.conn.execute(_LISTED_DATE, (paper_id,)).fetchone() is not None,
    }


def source_of(db: Database, row: Mapping[str, Any]) -> dict[str, Any]:
    """The source of a content row: id, system, retired_at, body_id, body_name."""
    (source,) = db.query(_SOURCE, [row["source_id"]])
    return source


def meeting(db: Database, meeting_id: str) -> dict[str, Any] | None:
    """One meeting with `source`, `items` and `files`; None: not held.

    `held_organization_id` is null where the archive has no such committee. The files of an agenda
    item have its id as `owner`; they are told once, there.
    """
    found = _row(db, "meeting", meeting_id)
    if found is None:
        return None
    files = {
        (row["owner"], row["id"]): row for row in db.query(_MEETING_FILES, {"meeting": meeting_id})
    }
    of_items = {file_id for owner, file_id in files if owner is not None}
    held = db["organization"].count_where("id = ?", [found["organization_id"]])
    return {
        **found,
        "source": source_of(db, found),
        "held_organization_id": found["organization_id"] if held else None,
        "items": list(db.query(_MEETING_ITEMS, [meeting_id])),
        "files": [
            row for (owner, file_id), row in files.items() if owner or file_id not in of_items
        ],
    }


def _row(db: Database, record: str, record_id: str) -> dict[str, Any] | None:
    """One row as a record has it, and its provenance."""
    columns = columns_of(record)
    query = f"SELECT {columns.select} FROM {record} WHERE id = ?"  # noqa: S608 - our names
    found = db.conn.execute(query, (record_id,)).fetchone()
    return None if found is None else columns.row(found)


def organization(db: Database, organization_id: str) -> dict[str, Any] | None:
    """One committee with its `source`; None: not held."""
    found = _row(db, "organization", organization_id)
    return None if found is None else {**found, "source": source_of(db, found)}
