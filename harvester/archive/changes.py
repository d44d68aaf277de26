"""What changed in some days, as people ask for it: by paper and by meeting.

A first harvest is no news: a record that appeared is one event, and what changed of it or of what
it owns in the same crawl belongs to that. What a source gave when it was harvested for the first
time is only counted.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlite_utils import Database

from harvester.archive.archive import Archive
from harvester.archive.columns import to_json
from harvester.archive.errors import translated
from harvester.archive.events import (
    SHOWN,
    Change,
    Changed,
    FirstHarvest,
    Key,
    entry,
    in_order,
    is_news,
)

_LENGTH_OF_A_DAY = len("2026-11-21")

# The crawl that gave a source's first rows, if it was on in these days.
_FIRST = """
SELECT source.id, first.campaign FROM source JOIN run AS first ON first.id = (
    SELECT id FROM run WHERE source_id = source.id
        AND EXISTS (SELECT 1 FROM change WHERE change.run_id = run.id) ORDER BY started, id LIMIT 1)
WHERE (:source IS NULL OR source.id = :source) AND EXISTS (
    SELECT 1 FROM run WHERE campaign = first.campaign AND started <= :until
        AND (ended IS NULL OR ended >= :since))
"""
_COUNTS = """
SELECT change.record, count(*), max(change.at) FROM run CROSS JOIN change
    ON change.run_id = run.id
WHERE run.campaign = :campaign AND change.kind = 'appeared' AND change.at BETWEEN :since AND :until
GROUP BY change.record ORDER BY change.record
"""
# By the index over the time, whatever the planner thinks of it: the days asked for are few.
_CHANGES = """
SELECT change.id, change.at, run.campaign, run.command, change.record, change.record_id,
    change.kind, change.field, change.old,
    CASE WHEN change.kind <> 'appeared' OR change.record IN ('consultation', 'meeting')
        THEN change.new END
FROM change INDEXED BY change_at CROSS JOIN run ON run.id = change.run_id
WHERE change.at BETWEEN :since AND :until AND (:source IS NULL OR change.source_id = :source)
    AND run.campaign NOT IN (SELECT value FROM json_each(:first))
    AND change.record IN (SELECT value FROM json_each(:records))
    AND (change.field IS NULL
        OR change.record || '.' || change.field IN (SELECT value FROM json_each(:fields)))
ORDER BY change.id
"""
_BORN = """
SELECT change.record, change.record_id, min(run.campaign) FROM json_each(?) AS asked
CROSS JOIN change ON change.record_id = asked.value AND change.kind = 'appeared'
JOIN run ON run.id = change.run_id GROUP BY change.record, change.record_id
"""
#: What is needed of a row to name it and to find its owner.
_HELD = {
    "paper": "reference, name, date, source_id, source_url",
    "meeting": "organization_name, name, date, start, source_id, source_url",
    "consultation": "paper_id, organization_name, date",
    "paper_section": "paper_id, heading, key",
    "agenda_item": "meeting_id, number, name",
    "file": "name, file_name, number, text_sha256",
    "paper_file": "paper_id, file_id",
    "meeting_file": "meeting_id, file_id",
    "agenda_item_file": "file_id, "
    "(SELECT meeting_id FROM agenda_item WHERE id = agenda_item_id) AS meeting_id",
}
_OWNERS_OF_FILES = """
SELECT file_id, 'paper', paper_id FROM paper_file
    WHERE file_id IN (SELECT value FROM json_each(:ids))
UNION SELECT file_id, 'meeting', meeting_id FROM meeting_file
    WHERE file_id IN (SELECT value FROM json_each(:ids))
UNION SELECT file_id, 'meeting', item.meeting_id FROM agenda_item_file
    JOIN agenda_item AS item ON item.id = agenda_item_id
    WHERE file_id IN (SELECT value FROM json_each(:ids)) AND item.meeting_id IS NOT NULL
"""
_LAST_CRAWL = """
SELECT max(started) FROM run WHERE (:source IS NULL OR source_id = :source)
    AND (command LIKE 'crawl%' OR command LIKE 'nightly%')
"""

_Rows = dict[Key, dict[str, Any]]


def changes(
    held: Archive, since: str, until: str, source_id: str | None = None
) -> list[FirstHarvest | Changed]:
    """What changed, newest day first; in a day first harvests, then papers, then meetings.

    A field that changed and changed back within a day did not change.

    Args:
        held: The archive.
        since: The first day (UTC).
        until: The last day.
        source_id: Only what this source gave; None: all.
    """
    days = {"since": since, "until": f"{until}T23:59:59Z", "source": source_id}
    with translated(held.path):
        first = dict(held.db.conn.execute(_FIRST, days).fetchall())
        found = [_first_harvest(held.db, days, *entry) for entry in first.items()]
        asked = {
            "first": to_json(list(first.values())),
            "records": to_json(list(_HELD)),
            "fields": to_json([f"{record}.{field}" for record in SHOWN for field in SHOWN[record]]),
        }
        rows = [Change(*row) for row in held.db.conn.execute(_CHANGES, days | asked)]
        changed = _changed(held.db, rows)
    everything: list[FirstHarvest | Changed] = [one for one in found if one is not None]
    return sorted([*everything, *changed], key=lambda one: one.day, reverse=True)


def last_crawl(held: Archive, source_id: str | None = None) -> str | None:
    """When the last crawl of a source, or of any, began."""
    with translated(held.path):
        started: str | None
        (started,) = held.db.conn.execute(_LAST_CRAWL, {"source": source_id}).fetchone()
    return started


def _first_harvest(
    db: Database, days: dict[str, Any], source_id: str, campaign: int
) -> FirstHarvest | None:
    rows = db.conn.execute(_COUNTS, days | {"campaign": campaign}).fetchall()
    if not rows:
        return None
    day = max(at for *_, at in rows)[:_LENGTH_OF_A_DAY]
    counts = {record: count for record, count, _ in rows}
    return FirstHarvest(day=day, source_id=source_id, counts=counts)


def _changed(db: Database, rows: list[Change]) -> list[Changed]:
    """One entry per day and paper or meeting, in order within the day."""
    held: _Rows = {}
    _load(db, held, {(row.record, row.record_id) for row in rows})
    files = {str(row["file_id"]) for row in held.values() if "file_id" in row}
    files |= {row_id for record, row_id in held if record == "file"}
    _load(db, held, {("file", row_id) for row_id in files})
    of_files = _owners_of_files(db, files)
    owners = {key: _owners(key, row, of_files) for key, row in held.items()}
    _load(db, held, {owner for found in owners.values() for owner in found})
    born = _born(db, held)
    parts: dict[tuple[str, Key], dict[Key, list[Change]]] = {}
    for change in rows:
        key = (change.record, change.record_id)
        if key not in held:
            continue  # a history without its row: `Archive.check` tells of it
        about = ("file", str(held[key]["file_id"])) if "file_id" in held[key] else key
        for owner in owners[key]:
            if owner in held and is_news(change, held[key], owner, born):
                of_day = parts.setdefault((change.at[:_LENGTH_OF_A_DAY], owner), {})
                of_day.setdefault(about, []).append(change)
    found = [entry(day, owner, held, changed) for (day, owner), changed in parts.items()]
    return sorted((one for one in found if one.events), key=in_order)


def _load(db: Database, held: _Rows, keys: Collection[Key]) -> None:
    """Read these rows as they are today, as far as they are not read yet."""
    for record, columns in _HELD.items():
        ids = [row_id for of, row_id in keys if of == record and (of, row_id) not in held]
        query = (
            f"SELECT id, gone_at, {columns} FROM {record} "  # noqa: S608 - our names
            "WHERE id IN (SELECT value FROM json_each(?))"
        )
        for row in db.query(query, [to_json(ids)]) if ids else ():
            held[record, row["id"]] = row


def _owners_of_files(db: Database, ids: Collection[str]) -> dict[str, list[Key]]:
    """The papers of documents, or the meetings of those that no paper has."""
    owners: dict[str, list[Key]] = {}
    rows = db.conn.execute(_OWNERS_OF_FILES, {"ids": to_json(list(ids))}).fetchall()
    for file_id, record, owner_id in sorted(rows, key=lambda row: row[1] == "meeting"):
        of_file = owners.setdefault(file_id, [])
        if record == "paper" or not of_file or of_file[0][0] == "meeting":
            of_file.append((record, owner_id))
    return owners


def _owners(key: Key, row: dict[str, Any], of_files: dict[str, list[Key]]) -> list[Key]:
    """The papers and meetings under which a record's changes are told."""
    if key[0] in {"paper", "meeting"}:
        return [key]
    if key[0] == "file":
        return of_files.get(key[1], [])
    if "paper_id" in row:
        return [("paper", row["paper_id"])]
    owner = ("meeting", row["meeting_id"])
    # a paper's document on the agenda is told with the paper
    return [owner] if "file_id" not in row or owner in of_files[row["file_id"]] else []


def _born(db: Database, keys: Iterable[Key]) -> dict[Key, int]:
    """The campaigns in which records appeared."""
    rows = db.conn.execute(_BORN, (to_json(list({row_id for _, row_id in keys})),))
    return {(record, row_id): campaign for record, row_id, campaign in rows}
