"""What those who read documents ask of the archive."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

_NAMES = """
SELECT DISTINCT organization.name FROM organization
JOIN source ON source.id = organization.source_id
WHERE source.body_id = ? AND organization.name IS NOT NULL
"""
_UNFETCHED = """
SELECT id, url FROM file
WHERE source_id = ? AND sha256 IS NULL AND url IS NOT NULL AND gone_at IS NULL ORDER BY id
"""
# A file may be tied to several papers; the form in it says which one it is about.
_PAPER = """
SELECT paper.id FROM paper_file JOIN paper ON paper.id = paper_file.paper_id
WHERE paper_file.file_id = ? AND paper_file.gone_at IS NULL AND paper.gone_at IS NULL
ORDER BY paper.reference IS NOT ?, paper_file.position, paper.id LIMIT 1
"""
_FETCHED = """
SELECT file.declared_size, substr(max(version.last_seen), 1, 10),
    (SELECT substr(max(coalesce(paper.date, file.first_seen)), 1, 10)
     FROM paper_file AS tie JOIN paper ON paper.id = tie.paper_id WHERE tie.file_id = file.id),
    (SELECT max(step.date) FROM paper_file AS tie JOIN consultation AS step USING (paper_id)
     WHERE tie.file_id = file.id AND step.gone_at IS NULL),
    EXISTS (SELECT 1 FROM paper_file AS tie JOIN consultation AS step USING (paper_id)
     WHERE tie.file_id = file.id AND step.gone_at IS NULL AND step.result_raw IS NULL)
FROM file JOIN file_version AS version ON version.file_id = file.id WHERE file.id = ?
"""
_READING = "SELECT sha256, text_engine FROM file WHERE id = ?"
_TO_READ = """
SELECT id, source_id, url, sha256, media_type, text_engine,
    (SELECT max(id) FROM snapshot WHERE snapshot.sha256 = file.sha256)
FROM file WHERE sha256 IS NOT NULL AND gone_at IS NULL AND {condition} ORDER BY source_id, id
"""
_OUTDATED = "text_engine <> ?"
_EMPTY = "text_engine <> ? AND text_status = 'empty'"


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document whose bytes are held; `snapshot_id` is the response that gave them."""

    id: str
    source_id: str
    url: str
    sha256: str
    media_type: str | None
    engine: str
    snapshot_id: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document that was fetched: its size as listed, the day, the day that it is about."""

    declared_size: int | None
    day: date
    newest: date | None
    step: date | None
    open: bool


def fetched(db: Database, file_id: str) -> Fetched | None:
    """When a document was last fetched; None: never."""
    size, day, newest, step, is_open = db.conn.execute(_FETCHED, (file_id,)).fetchone()
    if day is None:
        return None
    return Fetched(
        size,
        date.fromisoformat(day),
        date.fromisoformat(newest) if newest else None,
        date.fromisoformat(step) if step else None,
        bool(is_open),
    )


def committee_names(db: Database, body_id: str) -> frozenset[str]:
    """Names of committees that the sources of a municipality list."""
    return frozenset(name for (name,) in db.conn.execute(_NAMES, (body_id,)))


def unfetched(db: Database, source_id: str) -> list[tuple[str, str]]:
    """Id and address of the documents of a source whose bytes are not held."""
    return list(db.conn.execute(_UNFETCHED, (source_id,)))


def paper_of(db: Database, file_id: str, reference: str | None) -> str | None:
    """The paper that lists a file, that of this number if there are several."""
    row = db.conn.execute(_PAPER, (file_id, reference)).fetchone()
    return None if row is None else str(row[0])


def reading_of(db: Database, file_id: str) -> tuple[str | None, str | None]:
    """Bytes (SHA-256) and engine of the held reading of a file."""
    return db.conn.execute(_READING, (file_id,)).fetchone() or (None, None)


def to_read(db: Database, engine: str, *, empty: bool) -> list[HeldDocument]:
    """Documents read by another engine; `empty`: only those in which no text was found.

    What no engine could read (no PDF, too large) has none and is left out.
    """
    query = _TO_READ.format(condition=_EMPTY if empty else _OUTDATED)
    return [HeldDocument(*row) for row in db.conn.execute(query, (engine,))]
