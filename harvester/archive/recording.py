"""Where responses are recorded: what the WARC files hold, as the archive knows it."""

from dataclasses import dataclass
from itertools import groupby

from sqlite_utils import Database

from harvester.archive.columns import columns_of
from harvester.archive.model import RunInfo
from harvester.archive.opening import transaction
from harvester.archive.runs import CLOSE
from harvester.warc import Original, Place

# The first response with these bytes: later ones only refer to it.
_ORIGINAL = """
SELECT warc_file, warc_offset, warc_length, url, retrieved_at FROM snapshot
WHERE sha256 = ? AND warc_file IS NOT NULL AND size > 0 ORDER BY id LIMIT 1
"""
# The latest answer of each address, and of each record whose pages or documents have several. All
# pages of an ALLRIS list of papers share two addresses, and each crawl fills its form anew: of such
# a list all that the last crawl saw.
_LATEST = """
WITH given AS (
    SELECT *, row_number() OVER address AS of_address, row_number() OVER subject AS of_subject,
        first_value(run_id) OVER address AS last_run
    FROM snapshot WHERE status BETWEEN 200 AND 299 AND (:source IS NULL OR source_id = :source)
    WINDOW address AS (
        PARTITION BY source_id, method, url, CASE WHEN kind = 'paper_list' THEN '' ELSE form END
        ORDER BY retrieved_at DESC, id DESC
    ), subject AS (
        PARTITION BY source_id, kind, target ORDER BY retrieved_at DESC, id DESC
    )
)
SELECT id, source_id, url, retrieved_at, sha256, media_type, kind, target, code, warc_file,
    warc_offset, warc_length
FROM given
WHERE warc_file IS NOT NULL AND retrieved_at >= :since AND CASE
    WHEN kind = 'paper_list' THEN run_id = last_run
    ELSE of_address = 1 AND (target IS NULL OR of_subject = 1) END
ORDER BY source_id, retrieved_at, id
"""
_IS_KNOWN = """
SELECT EXISTS (SELECT 1 FROM snapshot
    WHERE url = ? AND source_id = ? AND retrieved_at = ? AND sha256 = ?)
"""
_FILES = "SELECT url, form, id FROM file WHERE source_id = ? AND url IS NOT NULL"
_NEWEST = "SELECT max(last_seen) FROM file_version WHERE file_id = ?"
_CHANGED = """
SELECT id, record, record_id, field, old, new FROM change
WHERE run_id = ? AND kind = 'changed' ORDER BY record, record_id, field, id
"""
_UPDATED = """
UPDATE {table} SET updated_at = (SELECT max(at) FROM change WHERE record = ? AND record_id = ?)
WHERE id = ?
"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A response that is recorded; `code` says why it gave no page, if it gave none."""

    snapshot_id: int
    source_id: str
    url: str
    retrieved_at: str
    sha256: str
    media_type: str | None
    kind: str | None
    target: str | None
    code: str | None
    place: Place


def original(db: Database, sha256: str) -> Original | None:
    """The record that holds these bytes; None if no file does."""
    row = db.conn.execute(_ORIGINAL, (sha256,)).fetchone()
    return None if row is None else Original(Place(*row[:3]), row[3], row[4])


def latest(db: Database, source_id: str | None, since: str) -> list[Recorded]:
    """What each address gave last and is recorded, the oldest first, source by source.

    Args:
        db: the archive.
        source_id: only of this source; None: of all.
        since: only what came at this time (UTC) or later; "" takes all.
    """
    rows = db.conn.execute(_LATEST, {"source": source_id, "since": since})
    return [Recorded(*(*row[:9], Place(*row[9:]))) for row in rows]


def is_known(db: Database, source_id: str, url: str, retrieved_at: str, sha256: str) -> bool:
    """Whether the archive has taken this very response."""
    return bool(db.conn.execute(_IS_KNOWN, (url, source_id, retrieved_at, sha256)).fetchone()[0])


def file_addresses(db: Database, source_id: str) -> list[tuple[str, str | None, str]]:
    """Address, form (JSON) and id of the files of a source."""
    return list(db.conn.execute(_FILES, (source_id,)))


def newest_version(db: Database, file_id: str) -> str | None:
    """When bytes of a file came last."""
    newest: str | None = db.conn.execute(_NEWEST, (file_id,)).fetchone()[0]
    return newest


def has_runs(db: Database) -> bool:
    """Whether anything was ever harvested into the archive."""
    return bool(db["run"].count)


def close_runs(db: Database) -> None:
    """Close what was killed, as the next run of the same source would."""
    with transaction(db):
        for (source_id,) in db.conn.execute("SELECT id FROM source").fetchall():
            db.conn.execute(CLOSE, (source_id,))


def settle_changes(db: Database, run: RunInfo) -> None:
    """What a run changed to and fro, as older and newer pages speak of it, has one change or none.

    The pages of a replay are one state of the source, so what they say one after the other is no
    history. To be called before `finish_run`.
    """
    with transaction(db):
        rows = db.conn.execute(_CHANGED, (run.id,)).fetchall()
        for (record, record_id, _), group in groupby(rows, key=lambda row: row[1:4]):
            steps = list(group)
            if len(steps) > 1:
                _settle(db, record, record_id, steps)


def _settle(
    db: Database, record: str, record_id: str, steps: list[tuple[int, str, str, str, str, str]]
) -> None:
    """Keep the last of the changes of a field, with what the field was before the first."""
    last, was = steps[-1], steps[0][4]
    kept = [] if was == last[5] else [last[0]]
    dropped = [(step[0],) for step in steps if step[0] not in kept]
    db.conn.executemany("DELETE FROM change WHERE id = ?", dropped)
    db.conn.executemany("UPDATE change SET old = ? WHERE id = ?", [(was, i) for i in kept])
    table = columns_of(record).record
    db.conn.execute(_UPDATED.format(table=table), (record, record_id, record_id))
