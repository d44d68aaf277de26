"""The SQL of the fourth schema: full text in order of date. Frozen, see schema.py.

`paper_text.id` begins with the paper's day, so that the index gives the newest papers first and a
search may stop when it has enough. detail=none: the index knows which trigrams a text has, not
where; a third of the size, twice the speed of the default.
"""

FULL_TEXT = """
DROP TABLE paper_fts;
DROP TABLE paper_text;
CREATE TABLE paper_text (
    id INTEGER PRIMARY KEY,
    paper_id TEXT NOT NULL UNIQUE REFERENCES paper(id),
    title TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE paper_fts USING fts5(
    words, content='paper_text', content_rowid='id',
    tokenize='trigram', detail='none', columnsize=0
);
CREATE VIRTUAL TABLE title_fts USING fts5(
    title, content='paper_text', content_rowid='id',
    tokenize='trigram', detail='none', columnsize=0
);
CREATE INDEX consultation_organization_name ON consultation(organization_name);
CREATE INDEX consultation_date ON consultation(date);
"""
