"""The SQL of the second schema: documents and what their forms say. Frozen, see schema.py."""

DOCUMENTS = """
ALTER TABLE file ADD COLUMN text_engine TEXT;
CREATE INDEX file_sha256 ON file(sha256);
CREATE INDEX snapshot_sha256 ON snapshot(sha256);
ALTER TABLE frontier ADD COLUMN target TEXT;
ALTER TABLE frontier ADD COLUMN owner TEXT;
ALTER TABLE frontier ADD COLUMN validators TEXT
    CHECK (validators IS NULL OR json_valid(validators));
CREATE TABLE derived_2 (
    record TEXT NOT NULL,
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    rule TEXT NOT NULL CHECK (rule IN ('listing', 'meeting', 'name', 'agenda', 'form', 'text')),
    PRIMARY KEY (record, record_id, field)
) STRICT, WITHOUT ROWID;
INSERT INTO derived_2 SELECT record, record_id, field, rule FROM derived;
DROP TABLE derived;
ALTER TABLE derived_2 RENAME TO derived;
"""
