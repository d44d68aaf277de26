"""The description of the archive: in the file itself, and for docs/schema.md."""

from sqlite_utils import Database

from harvester.archive.described_bookkeeping import BOOKKEEPING
from harvester.archive.described_content import CONTENT, PROVENANCE

#: By table: what it is, and what its columns are, in their order.
DESCRIPTIONS: dict[str, tuple[str, dict[str, str]]] = {
    **{table: (text, columns | PROVENANCE) for table, (text, columns) in CONTENT.items()},
    **BOOKKEEPING,
}


def description_rows() -> list[tuple[str, str, str]]:
    """Table, column ("" for the table itself), description."""
    return [
        (table, column, description)
        for table, (text, columns) in DESCRIPTIONS.items()
        for column, description in (("", text), *columns.items())
    ]


def refresh_descriptions(db: Database) -> None:
    """Write the descriptions of this version into the file, if it has others."""
    rows = description_rows()
    held = db.conn.execute("SELECT * FROM schema_description").fetchall()
    if set(held) == set(rows):
        return
    db.conn.execute("DELETE FROM schema_description")
    db.conn.executemany("INSERT INTO schema_description VALUES (?, ?, ?)", rows)
