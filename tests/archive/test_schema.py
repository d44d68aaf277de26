"""File, documentation and record types are held together."""

from pathlib import Path

import pytest

from harvester import ROOT
from harvester.archive import Archive
from harvester.archive.columns import PROVENANCE
from harvester.archive.describe import schema_markdown
from harvester.archive.descriptions import DESCRIPTIONS
from harvester.records import RECORD_TYPES, Record


def tables(archive: Archive) -> dict[str, list[str]]:
    """Tables and views with their columns, without what FTS5 keeps for itself."""
    names = archive.db.conn.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
        "AND name NOT GLOB '*_fts_*' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {name: [column.name for column in archive.db[name].columns] for (name,) in names}


@pytest.mark.parametrize("cls", RECORD_TYPES, ids=lambda cls: cls.record)
def test_a_table_has_the_columns_of_its_record(archive: Archive, cls: type[Record]) -> None:
    # A new field of a record needs a migration, which puts its column last.
    assert sorted(tables(archive)[cls.record]) == sorted([*cls(id="x").values(), *PROVENANCE])


def test_every_table_and_column_is_described_and_nothing_else(archive: Archive) -> None:
    described = {table: sorted(columns) for table, (_, columns) in DESCRIPTIONS.items()}
    assert described == {table: sorted(columns) for table, columns in tables(archive).items()}


def test_the_file_describes_itself(archive: Archive) -> None:
    held = archive.db.conn.execute(
        "SELECT table_name, column_name, description FROM schema_description"
    ).fetchall()
    assert {(table, column) for table, column, _ in held} == {
        (table, column) for table, columns in tables(archive).items() for column in ("", *columns)
    }
    assert all(description.endswith(".") for *_, description in held)


def test_a_corrected_description_reaches_old_files(path: Path) -> None:
    with Archive.open(path) as archive:
        archive.db.execute("UPDATE schema_description SET description = 'old'")
    with Archive.open(path) as archive:
        assert archive.db.table("schema_description").count_where("description = 'old'") == 0


def test_the_document_is_up_to_date() -> None:
    document = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert document == schema_markdown(), "run `python -m harvester.archive.describe`"


def test_all_tables_are_strict(archive: Archive) -> None:
    loose = archive.db.conn.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND NOT strict AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_fts_*'"
    ).fetchall()
    assert loose == [("_sqlite_migrations",)]


def test_references_are_indexed(archive: Archive) -> None:
    indexed = {
        (cls.record, index.columns[0])
        for cls in RECORD_TYPES
        for index in archive.db.table(cls.record).indexes
    }
    expected = {
        (cls.record, name)
        for cls in RECORD_TYPES
        for name in cls(id="x").values()
        if name.endswith("_id") and name != "body_id"  # one municipality has all of the rows
    }
    assert expected <= indexed
