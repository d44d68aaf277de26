"""What those who read documents ask of the archive."""

from dataclasses import dataclass

from sqlite_utils import Database

_NAMES = """
SELECT DISTINCT organization.name FROM organization
JOIN source ON source.id = organization.source_id
WHERE source.body_id = ? AND organization.name IS NOT NULL
"""
_READING = "SELECT sha256, text_engine FROM file WHERE id = ?"
# A document is said to be of the paper that lists it; of several, of the first.
_TO_READ = """
SELECT file.id, file.source_id, file.url, file.sha256, file.media_type, file.text_engine,
    min(paper_file.paper_id), (SELECT max(id) FROM snapshot WHERE snapshot.sha256 = file.sha256)
FROM file LEFT JOIN paper_file ON paper_file.file_id = file.id AND paper_file.gone_at IS NULL
WHERE file.sha256 IS NOT NULL AND file.gone_at IS NULL AND {condition}
GROUP BY file.id ORDER BY file.id
"""
_OUTDATED = "file.text_engine <> ?"
_EMPTY = "file.text_engine <> ? AND file.text_status = 'empty'"


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document whose bytes are held; `owner` is the paper that lists it, if one does.

    `snapshot_id` is the response that gave the bytes.
    """

    id: str
    source_id: str
    url: str
    sha256: str
    media_type: str | None
    engine: str
    owner: str | None
    snapshot_id: int


def committee_names(db: Database, body_id: str) -> frozenset[str]:
    """Names of committees that the sources of a municipality list."""
    return frozenset(name for (name,) in db.conn.execute(_NAMES, (body_id,)))


def reading_of(db: Database, file_id: str) -> tuple[str | None, str | None]:
    """Bytes (SHA-256) and engine of the held reading of a file."""
    return db.conn.execute(_READING, (file_id,)).fetchone() or (None, None)


def to_read(db: Database, engine: str, *, empty: bool) -> list[HeldDocument]:
    """Documents read by another engine; `empty`: only those in which no text was found.

    What no engine could read (no PDF, too large) has none and is left out.
    """
    query = _TO_READ.format(condition=_EMPTY if empty else _OUTDATED)
    return [HeldDocument(*row) for row in db.conn.execute(query, (engine,))]
