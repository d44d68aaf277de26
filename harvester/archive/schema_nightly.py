"""The SQL of the third schema: responses, absences, what a night asks. Frozen, see schema.py."""

NIGHTLY = """
ALTER TABLE run ADD COLUMN uid TEXT;
UPDATE run SET uid = source_id || ' ' || started || ' ' || id;
CREATE UNIQUE INDEX run_uid ON run(uid);
ALTER TABLE snapshot ADD COLUMN kind TEXT;
ALTER TABLE snapshot ADD COLUMN target TEXT;
ALTER TABLE snapshot ADD COLUMN code TEXT;
CREATE INDEX change_at ON change(at);
CREATE TABLE absence (
    record TEXT NOT NULL,
    record_id TEXT NOT NULL,
    source_id TEXT NOT NULL REFERENCES source(id),
    reason TEXT NOT NULL CHECK (reason IN ('not_found', 'unlisted', 'depublished', 'moved')),
    times INTEGER NOT NULL,
    since TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES run(id),
    PRIMARY KEY (record, record_id)
) STRICT, WITHOUT ROWID;
ALTER TABLE frontier ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;
DROP INDEX frontier_waiting;
CREATE INDEX frontier_waiting ON frontier(source_id, state, slow, priority DESC);
CREATE INDEX frontier_target ON frontier(target);
"""

COVERAGE = """
CREATE VIEW coverage AS
WITH row AS (
    SELECT 'organization' AS record, id, gone_at FROM organization
    UNION ALL SELECT 'meeting', id, gone_at FROM meeting
    UNION ALL SELECT 'paper', id, gone_at FROM paper
), entry AS (
    SELECT listing.source_id, listing.record, substr(listing.date, 1, 7) AS month,
        listing.record_id, listing.last_seen,
        row.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM derived WHERE record = listing.record
            AND record_id = listing.record_id AND field = 'id') AS held
    FROM listing
    LEFT JOIN row ON row.record = listing.record AND row.id = listing.record_id
    WHERE row.gone_at IS NULL AND NOT (row.id IS NULL AND EXISTS (SELECT 1 FROM absence
        WHERE record = listing.record AND record_id = listing.record_id))
)
SELECT source_id, record, month, count(*) AS listed, sum(held) AS held,
    json_group_array(record_id) FILTER (WHERE NOT held) AS missing,
    max(last_seen) AS last_listed
FROM entry GROUP BY source_id, record, month;
"""
