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
    origin TEXT,
    PRIMARY KEY (record, record_id, field)
) STRICT, WITHOUT ROWID;
INSERT INTO derived_2 (record, record_id, field, rule)
    SELECT record, record_id, field, rule FROM derived;
DROP TABLE derived;
ALTER TABLE derived_2 RENAME TO derived;
"""

#: With the source, as a paper may be held from several.
VIEW = """
DROP VIEW beratungsfolge;
CREATE VIEW beratungsfolge AS
SELECT
    body.name AS Kommune,
    paper.reference AS Vorlage,
    paper.name AS Betreff,
    paper.paper_type_raw AS Art,
    consultation.position AS Schritt,
    consultation.organization_name AS Gremium,
    CASE consultation.role
        WHEN 'preliminary' THEN 'Vorberatung'
        WHEN 'hearing' THEN 'Anhörung'
        WHEN 'decision' THEN 'Entscheidung'
        WHEN 'information' THEN 'Kenntnisnahme'
        ELSE coalesce(consultation.role, consultation.role_raw)
    END AS Rolle,
    coalesce(consultation.date, consultation.date_raw) AS Datum,
    CASE consultation.result
        WHEN 'accepted' THEN 'beschlossen'
        WHEN 'accepted_amended' THEN 'geändert beschlossen'
        WHEN 'rejected' THEN 'abgelehnt'
        WHEN 'noted' THEN 'zur Kenntnis genommen'
        WHEN 'deferred' THEN 'vertagt'
        WHEN 'referred' THEN 'verwiesen'
        WHEN 'withdrawn' THEN 'zurückgezogen'
        WHEN 'settled' THEN 'erledigt'
        ELSE coalesce(consultation.result, consultation.result_raw)
    END AS Ergebnis,
    consultation.result_raw AS Ergebnis_Wortlaut,
    consultation.status_raw AS Stand,
    consultation.meeting_name AS Sitzung,
    consultation.source_url AS Link,
    source.id AS Quelle
FROM consultation
JOIN paper ON paper.id = consultation.paper_id
JOIN source ON source.id = consultation.source_id
JOIN body ON body.id = source.body_id
WHERE consultation.gone_at IS NULL AND paper.gone_at IS NULL
ORDER BY body.name, paper.reference, source.id, paper.id, consultation.position;
"""
