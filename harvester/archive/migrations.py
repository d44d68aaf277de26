"""The archive's schema versions, by sqlite-utils' Migrations. Append; never edit an applied one."""

from sqlite_utils import Database, Migrations

from harvester.archive import schema, schema_documents, schema_nightly, schema_people
from harvester.archive.fulltext import index_all

migrations = Migrations("council-harvester")


@migrations()
def m0001_initial(db: Database) -> None:
    """All tables, indexes, the full-text index and the German view."""
    for script in schema.FIRST:
        db.executescript(script)


@migrations()
def m0002_documents(db: Database) -> None:
    """What reads a document, where a request leads, and what a form says beside a page."""
    db.executescript(schema_documents.DOCUMENTS)
    db.executescript(schema_documents.VIEW)


@migrations()
def m0003_nightly(db: Database) -> None:
    """Where a response is stored, what a listing missed, what a night asks for."""
    db.executescript(schema_nightly.NIGHTLY)
    db.executescript(schema_nightly.COVERAGE)


@migrations()
def m0004_people(db: Database) -> None:
    """Full text in order of date, over documents and minutes too."""
    db.executescript(schema_people.FULL_TEXT)
    index_all(db)


def applied(db: Database) -> set[str]:
    """Names of the migrations that made this file; empty: it is not an archive."""
    return {step.name for step in migrations.applied(db)}


def known() -> set[str]:
    """Names of the migrations that this version has."""
    return {step.name for step in migrations.pending(Database(memory=True))}
