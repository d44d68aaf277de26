"""What is taken over from another archive row by row: runs, responses, lists, requests.

The other archive is attached as `other`. Rows with numbers get new ones; which, `run_map` and
`snapshot_map` say (temporary tables: `theirs`, `ours`, and `new` for what is not held yet).
"""

from collections.abc import Collection, Iterator

from sqlite_utils import Database

from harvester.archive.columns import columns_of, to_json
from harvester.archive.joining.records import ORDER, OWNED

#: The tables that a merge adds to, as they are counted.
COUNTED = (
    *("run", "snapshot", "finding", "ledger", "listing", "absence", "frontier", "file_version"),
    *("change", *reversed(ORDER)),
)

TEMPORARY = """
CREATE TEMP TABLE run_map (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL, new INTEGER NOT NULL);
CREATE TEMP TABLE snapshot_map
    (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL, new INTEGER NOT NULL);
CREATE TEMP TABLE reading (side INTEGER NOT NULL, page TEXT NOT NULL, at TEXT NOT NULL,
    run TEXT NOT NULL, run_id INTEGER NOT NULL, snapshot_id INTEGER NOT NULL,
    whole INTEGER NOT NULL);
CREATE INDEX temp.reading_page ON reading(page, side);
CREATE TEMP TABLE to_merge (id TEXT PRIMARY KEY NOT NULL, owner TEXT NOT NULL);
CREATE INDEX temp.to_merge_owner ON to_merge(owner, id);
CREATE TEMP TABLE to_copy
    (record TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (record, id)) WITHOUT ROWID;
CREATE TEMP TABLE to_index (id TEXT PRIMARY KEY NOT NULL);
"""
# A run is known by its uid, and what it wrote by its place in the run: a run only ever adds.
_MAP = (
    """
INSERT INTO temp.run_map SELECT theirs.id, ours.id, 0
FROM other.run AS theirs JOIN main.run AS ours USING (uid)
""",
    """
INSERT INTO temp.run_map
SELECT id, (SELECT coalesce(max(id), 0) FROM main.run) + row_number() OVER (ORDER BY id), 1
FROM other.run WHERE id NOT IN (SELECT theirs FROM temp.run_map)
""",
    """
WITH ours AS (
    SELECT id, run_id, url, retrieved_at, row_number() OVER (PARTITION BY run_id ORDER BY id) AS nth
    FROM main.snapshot WHERE run_id IN (SELECT ours FROM temp.run_map)
), theirs AS (
    SELECT snapshot.id, run_map.ours AS run_id, url, retrieved_at,
        row_number() OVER (PARTITION BY snapshot.run_id ORDER BY snapshot.id) AS nth
    FROM other.snapshot JOIN temp.run_map ON theirs = snapshot.run_id AND NOT new
)
INSERT INTO temp.snapshot_map
SELECT theirs.id, ours.id, 0 FROM theirs JOIN ours USING (run_id, nth, url, retrieved_at)
""",
    """
INSERT INTO temp.snapshot_map
SELECT id, (SELECT coalesce(max(id), 0) FROM main.snapshot) + row_number() OVER (ORDER BY id), 1
FROM other.snapshot WHERE id NOT IN (SELECT theirs FROM temp.snapshot_map)
""",
)
# Runs that were going on when they were taken over, and have ended since.
_ENDED = """
FROM other.run AS theirs JOIN main.run AS ours USING (uid)
WHERE theirs.ended IS NOT NULL AND (ours.ended IS NULL OR ours.ended < theirs.ended)
"""
_NEWS = f"""
SELECT EXISTS (SELECT 1 FROM temp.run_map WHERE new)
    OR EXISTS (SELECT 1 FROM temp.snapshot_map WHERE new) OR EXISTS (SELECT 1 {_ENDED})
"""  # noqa: S608 - our words
_RUNS = (
    "INSERT INTO main.body SELECT * FROM other.body WHERE id NOT IN (SELECT id FROM main.body)",
    """
INSERT INTO main.source (id, body_id, system, base_url, retired_at)
SELECT id, body_id, system, base_url, retired_at FROM other.source
WHERE id NOT IN (SELECT id FROM main.source)
""",
    """
INSERT INTO main.run (id, source_id, command, arguments, started, ended, outcome, counts, software,
    message, campaign, uid)
SELECT own.ours, source_id, command, arguments, started, ended, outcome, counts, software, message,
    first.ours, uid
FROM other.run JOIN temp.run_map AS own ON own.theirs = run.id AND own.new
JOIN temp.run_map AS first ON first.theirs = run.campaign ORDER BY run.id
""",
    f"""
UPDATE main.run SET (ended, outcome, counts, message) = (
    SELECT ended, outcome, counts, message FROM other.run AS theirs WHERE theirs.uid = run.uid)
WHERE uid IN (SELECT uid {_ENDED})
""",  # noqa: S608 - our words
    """
INSERT INTO main.snapshot (id, run_id, source_id, url, method, form, status, retrieved_at,
    media_type, sha256, size, kind, target, code)
SELECT snapshot_map.ours, run_map.ours, source_id, url, method, form, status, retrieved_at,
    media_type, sha256, size, kind, target, code
FROM other.snapshot JOIN temp.snapshot_map ON snapshot_map.theirs = snapshot.id AND snapshot_map.new
JOIN temp.run_map ON run_map.theirs = snapshot.run_id ORDER BY snapshot.id
""",
)
# Only in files that are there: a crawl does not record again what it knows to be recorded.
_PLACES = """
UPDATE main.snapshot SET warc_file = theirs.warc_file, warc_offset = theirs.warc_offset,
    warc_length = theirs.warc_length
FROM temp.snapshot_map, other.snapshot AS theirs
WHERE snapshot.id = snapshot_map.ours AND theirs.id = snapshot_map.theirs
    AND snapshot.warc_file IS NULL AND theirs.warc_file IN (SELECT value FROM json_each(?))
"""
_BY_RUN = """
INSERT INTO main.{table} (run_id, {names})
SELECT theirs.run_id, {values} FROM (
    SELECT run_map.ours AS run_id, row_number() OVER (PARTITION BY run_id ORDER BY id) AS nth,
        {names} FROM other.{table} JOIN temp.run_map ON theirs = {table}.run_id
) AS theirs {join}
WHERE nth > (SELECT count(*) FROM main.{table} WHERE run_id = theirs.run_id)
ORDER BY theirs.run_id, nth
"""
_FINDING = ("at", "severity", "source_id", "snapshot_id", "url", "record_id", "code", "message")
_LEDGER = ("source_id", "record", "month", "listed", "held", "missing_sample")
_TO_COPY = """
INSERT INTO temp.to_copy SELECT '{table}', id FROM other.{table}
WHERE id NOT IN (SELECT id FROM main.{table})
    AND coalesce({field}, '') NOT IN (SELECT id FROM main.{owner})
"""
_COPY_ROWS = """
INSERT INTO main.{table} ({columns}) SELECT {values} FROM other.{table}
JOIN temp.snapshot_map ON theirs = snapshot_id
WHERE id IN (SELECT id FROM temp.to_copy WHERE record = '{table}') ORDER BY {table}.rowid
"""
_COPY_NOTES = (
    """
INSERT INTO main.change
    (run_id, at, source_id, snapshot_id, record, record_id, kind, field, old, new)
SELECT run_map.ours, at, source_id, snapshot_map.ours, change.record, record_id, kind, field, old,
    change.new
FROM other.change JOIN temp.to_copy ON to_copy.record = change.record AND to_copy.id = record_id
JOIN temp.run_map ON run_map.theirs = run_id
LEFT JOIN temp.snapshot_map ON snapshot_map.theirs = snapshot_id ORDER BY change.id
""",
    """
INSERT INTO main.derived (record, record_id, field, rule, origin)
SELECT derived.record, record_id, field, rule, origin
FROM other.derived JOIN temp.to_copy ON to_copy.record = derived.record AND to_copy.id = record_id
""",
)
# Whichever list was read last has the word; of two in the same second any, but always the same.
_LATER = """(excluded.last_seen, coalesce(excluded.date, ''), excluded.url)
    > (last_seen, coalesce(date, ''), url)"""
_LISTS = (
    f"""
INSERT INTO main.listing (record, record_id, source_id, url, date, first_seen, last_seen, run_id)
SELECT record, record_id, source_id, url, date, first_seen, last_seen, ours
FROM other.listing JOIN temp.run_map ON theirs = run_id WHERE true
ON CONFLICT (record, record_id) DO UPDATE SET
    url = iif({_LATER}, excluded.url, url), run_id = iif({_LATER}, excluded.run_id, run_id),
    date = iif({_LATER}, coalesce(excluded.date, date), coalesce(date, excluded.date)),
    first_seen = min(first_seen, excluded.first_seen),
    last_seen = max(last_seen, excluded.last_seen)
""",  # noqa: S608 - our words
    """
INSERT INTO main.file_version (file_id, sha256, text_sha256, first_seen, last_seen)
SELECT file_id, sha256, text_sha256, first_seen, last_seen FROM other.file_version WHERE true
ON CONFLICT (file_id, sha256) DO UPDATE SET
    text_sha256 = iif(excluded.last_seen > last_seen, coalesce(excluded.text_sha256, text_sha256),
        coalesce(text_sha256, excluded.text_sha256)),
    first_seen = min(first_seen, excluded.first_seen),
    last_seen = max(last_seen, excluded.last_seen)
""",
    """
INSERT INTO main.absence (record, record_id, source_id, reason, times, since, run_id)
SELECT record, record_id, source_id, reason, times, since, ours
FROM other.absence JOIN temp.run_map ON theirs = run_id WHERE true
ON CONFLICT (record, record_id) DO UPDATE SET
    reason = excluded.reason, times = excluded.times, since = excluded.since,
    run_id = excluded.run_id
WHERE (SELECT started FROM main.run WHERE id = excluded.run_id)
    > (SELECT started FROM main.run WHERE id = absence.run_id)
""",
)
#: What was missed in one archive and seen since in the other is not missed.
_SEEN_SINCE = """
DELETE FROM main.absence WHERE {of_record} EXISTS (
    SELECT 1 FROM main.{table} AS seen JOIN main.run ON run.id = absence.run_id
    JOIN main.run AS first ON first.id = run.campaign
    WHERE {key} AND seen.last_seen >= first.started)
"""
_REQUEST = (
    *("source_id", "kind", "method", "url", "form", "priority", "state", "attempts"),
    *("tried_at", "done_at", "http_status", "error", "slow"),
)
# The last word on a request: when it was tried, or when the crawl began that is to try it.
_ASKED = "max(coalesce({0}.tried_at, ''), (SELECT started FROM {1}.run WHERE id = {0}.campaign))"
_THEIR_REQUESTS = f"""
SELECT theirs.*, own.ours AS our_run, first.ours AS our_campaign, {_ASKED.format("theirs", "other")}
    AS asked
FROM other.frontier AS theirs JOIN temp.run_map AS own ON own.theirs = theirs.run_id
JOIN temp.run_map AS first ON first.theirs = theirs.campaign ORDER BY theirs.rowid
"""  # noqa: S608 - our words
_NAMES = ", ".join(_REQUEST)
_FRONTIER = (
    f"""
UPDATE main.frontier SET ({_NAMES}, run_id, campaign)
    = ({", ".join(f"theirs.{name}" for name in _REQUEST)}, theirs.our_run, theirs.our_campaign),
    discovered_at = min(frontier.discovered_at, theirs.discovered_at),
    target = coalesce(theirs.target, frontier.target),
    owner = coalesce(theirs.owner, frontier.owner),
    validators = coalesce(theirs.validators, frontier.validators)
FROM ({_THEIR_REQUESTS}) AS theirs
WHERE theirs.key = frontier.key AND theirs.asked > {_ASKED.format("frontier", "main")}
""",  # noqa: S608 - our words
    f"""
INSERT INTO main.frontier
    (key, {_NAMES}, discovered_at, target, owner, validators, run_id, campaign)
SELECT key, {_NAMES}, discovered_at, target, owner, validators, our_run, our_campaign
FROM ({_THEIR_REQUESTS}) WHERE key NOT IN (SELECT key FROM main.frontier)
""",  # noqa: S608 - our words
)


def map_numbers(db: Database) -> bool:
    """Say under which numbers the other archive's runs and responses are or will be held.

    Returns:
        Whether it knows anything that this one does not.
    """
    for statement in _MAP:
        db.conn.execute(statement)
    return bool(db.conn.execute(_NEWS).fetchone()[0])


def choose_copies(db: Database) -> None:
    """Choose the records that only the other archive has, and no page this one has read shows."""
    for table in ORDER:
        owner, field = OWNED.get(table, (table, "id"))
        db.conn.execute(_TO_COPY.format(table=table, owner=owner, field=field))


def copy_runs(db: Database) -> None:
    """Take over sources, runs, responses and what the runs found and counted."""
    for statement in _RUNS:
        db.conn.execute(statement)
    mapped = "LEFT JOIN temp.snapshot_map ON snapshot_map.theirs = snapshot_id"
    for table, names, join in (("finding", _FINDING, mapped), ("ledger", _LEDGER, "")):
        values = ("snapshot_map.ours" if name == "snapshot_id" else name for name in names)
        statement = _BY_RUN.format(
            table=table, names=", ".join(names), values=", ".join(values), join=join
        )
        db.conn.execute(statement)


def note_places(db: Database, warcs: Collection[str]) -> None:
    """Note where the other archive's responses are recorded, in the WARC files of these names."""
    db.conn.execute(_PLACES, (to_json(list(warcs)),))


def copy_records(db: Database) -> None:
    """Take over the chosen records as they are, with their history."""
    for table in reversed(ORDER):
        columns = columns_of(table)
        names = [f'"{name}"' for name in columns.all]
        values = ["snapshot_map.ours" if name == '"snapshot_id"' else name for name in names]
        db.conn.execute(
            _COPY_ROWS.format(table=table, columns=", ".join(names), values=", ".join(values))
        )
    for statement in _COPY_NOTES:
        db.conn.execute(statement)


def merge_lists(db: Database) -> None:
    """Merge what lists named and missed, the versions of files, and the requests."""
    for statement in (*_LISTS, *_FRONTIER):
        db.conn.execute(statement)
    for statement in _seen_since():
        db.conn.execute(statement)


def _seen_since() -> Iterator[str]:
    for table in ORDER:
        of_record = f"record = '{table}' AND"
        yield _SEEN_SINCE.format(of_record=of_record, table=table, key="seen.id = record_id")
    key = "seen.record = absence.record AND seen.record_id = absence.record_id"
    yield _SEEN_SINCE.format(of_record="", table="listing", key=key)


def count(db: Database) -> dict[str, int]:
    """How many rows this archive has, by table."""
    return {
        table: db.conn.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0]  # noqa: S608
        for table in COUNTED
    }
