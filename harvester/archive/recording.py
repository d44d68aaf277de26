"""Where responses are recorded: what the WARC files hold, as the archive knows it."""

from sqlite_utils import Database

from harvester.warc import Original, Place

# The first response with these bytes: later ones only refer to it.
_ORIGINAL = """
SELECT warc_file, warc_offset, warc_length, url, retrieved_at FROM snapshot
WHERE sha256 = ? AND warc_file IS NOT NULL AND size > 0 ORDER BY id LIMIT 1
"""


def original(db: Database, sha256: str) -> Original | None:
    """The record that holds these bytes; None if no file does."""
    row = db.conn.execute(_ORIGINAL, (sha256,)).fetchone()
    return None if row is None else Original(Place(*row[:3]), row[3], row[4])
