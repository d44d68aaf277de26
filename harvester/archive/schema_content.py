"""The SQL of the first schema, content: one table per record type. Frozen, see schema.py."""

_PROVENANCE = """
    source_id TEXT NOT NULL REFERENCES source(id),
    source_url TEXT NOT NULL,
    snapshot_id INTEGER NOT NULL REFERENCES snapshot(id),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    gone_at TEXT,
    gone_reason TEXT CHECK (gone_reason IN ('not_found', 'unlisted', 'depublished', 'moved')),
    parser_version TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    CHECK ((gone_at IS NULL) = (gone_reason IS NULL))
"""


def _content(table: str, columns: str) -> str:
    return (
        f"CREATE TABLE {table} (\n    id TEXT PRIMARY KEY NOT NULL,{columns.rstrip()},"
        f"{_PROVENANCE}) STRICT;\n"
    )


CONTENT = "".join(
    (
        _content(
            "organization",
            """
    body_id TEXT,
    name TEXT,
    short_name TEXT,
    classification TEXT""",
        ),
        _content(
            "meeting",
            """
    organization_id TEXT,
    organization_name TEXT,
    name TEXT,
    date_raw TEXT,
    time_raw TEXT,
    date TEXT,
    start TEXT,
    "end" TEXT,
    status_raw TEXT,
    public INTEGER CHECK (public IN (0, 1)),
    cancelled INTEGER CHECK (cancelled IN (0, 1)),
    room TEXT,
    place TEXT,
    occasion TEXT""",
        ),
        _content(
            "paper",
            """
    body_id TEXT,
    reference TEXT,
    name TEXT,
    paper_type_raw TEXT,
    paper_type TEXT,
    status_raw TEXT,
    public INTEGER CHECK (public IN (0, 1)),
    authors_raw TEXT,
    authors TEXT CHECK (authors IS NULL OR json_valid(authors)),
    file_number TEXT,
    lead_department TEXT,
    participating_departments TEXT
        CHECK (participating_departments IS NULL OR json_valid(participating_departments)),
    clerk TEXT,
    date TEXT,
    decision_body TEXT CHECK (decision_body IS NULL OR json_valid(decision_body)),
    legal_basis TEXT,
    related_references TEXT CHECK (related_references IS NULL OR json_valid(related_references))""",
        ),
        _content(
            "agenda_item",
            """
    meeting_id TEXT,
    position INTEGER,
    number TEXT,
    name TEXT,
    public INTEGER CHECK (public IN (0, 1)),
    paper_id TEXT,
    reference TEXT,
    result_raw TEXT,
    result TEXT,
    resolution_text TEXT,
    minutes_text TEXT,
    vote_raw TEXT,
    votes_yes INTEGER,
    votes_no INTEGER,
    votes_abstain INTEGER""",
        ),
        _content(
            "paper_section",
            """
    paper_id TEXT NOT NULL REFERENCES paper(id),
    position INTEGER,
    key TEXT,
    heading TEXT,
    text TEXT""",
        ),
        _content(
            "consultation",
            """
    paper_id TEXT NOT NULL REFERENCES paper(id),
    position INTEGER,
    organization_id TEXT,
    organization_name TEXT,
    role_raw TEXT,
    role TEXT,
    status_raw TEXT,
    date_raw TEXT,
    date TEXT,
    meeting_id TEXT,
    meeting_name TEXT,
    agenda_item_id TEXT,
    result_raw TEXT,
    result TEXT""",
        ),
        _content(
            "file",
            """
    number TEXT,
    name TEXT,
    file_name TEXT,
    status_raw TEXT,
    role TEXT,
    url TEXT,
    form TEXT CHECK (form IS NULL OR json_valid(form)),
    expires INTEGER CHECK (expires IN (0, 1)),
    declared_size INTEGER,
    media_type TEXT,
    sha256 TEXT,
    size INTEGER,
    page_count INTEGER,
    text_status TEXT,
    text TEXT,
    text_sha256 TEXT,
    created TEXT,
    modified TEXT""",
        ),
        _content(
            "paper_file",
            """
    paper_id TEXT NOT NULL REFERENCES paper(id),
    file_id TEXT NOT NULL REFERENCES file(id),
    position INTEGER""",
        ),
        _content(
            "meeting_file",
            """
    meeting_id TEXT NOT NULL REFERENCES meeting(id),
    file_id TEXT NOT NULL REFERENCES file(id),
    position INTEGER""",
        ),
        _content(
            "agenda_item_file",
            """
    agenda_item_id TEXT NOT NULL REFERENCES agenda_item(id),
    file_id TEXT NOT NULL REFERENCES file(id),
    position INTEGER""",
        ),
    )
)

INDEXES = "".join(
    f"CREATE INDEX {table}_{column} ON {table}({column});\n"
    for table, column in (
        ("organization", "name"),
        ("meeting", "organization_id"),
        ("meeting", "date"),
        ("paper", "reference"),
        ("agenda_item", "meeting_id"),
        ("agenda_item", "paper_id"),
        ("paper_section", "paper_id"),
        ("consultation", "paper_id"),
        ("consultation", "organization_id"),
        ("consultation", "meeting_id"),
        ("consultation", "agenda_item_id"),
        ("paper_file", "paper_id"),
        ("paper_file", "file_id"),
        ("meeting_file", "meeting_id"),
        ("meeting_file", "file_id"),
        ("agenda_item_file", "agenda_item_id"),
        ("agenda_item_file", "file_id"),
    )
)
