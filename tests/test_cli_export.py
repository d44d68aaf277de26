"""The command export: which options fit together, where things go, what is left out."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from harvester.archive import Archive
from harvester.cli.main import commands
from harvester.exports.tables import TABLES, TODAY_ONLY

sys.path.append(str(Path(__file__).parent / "archive"))
from archive_pages import SOURCE, day, harvest, list_page, meeting_page, paper_page

CLERK = "Erfundene Sachbearbeiterin"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvester.clock.now", lambda: datetime(2026, 1, 3, 6, tzinfo=UTC))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days: a paper with a clerk, then another subject and a second paper; an idle source."""
    path = tmp_path_factory.mktemp("export") / "a.sqlite"
    with Archive.open(path) as archive:
        harvest(archive, day(1), paper_page(clerk=CLERK), list_page())
        page = paper_page(name="=Familienbericht", clerk=CLERK)
        harvest(archive, day(2), page, paper_page(2), meeting_page())
        other = archive.begin_run(replace(SOURCE, id="other"), "crawl", {}, "harvester", day(2))
        archive.finish_run(other, "complete", None, day(2))
    return path


@pytest.fixture
def export(archive: Path) -> Any:
    def run(*words: str | Path) -> Result:
        words = ("export", "--archive", archive, *words)
        done = CliRunner().invoke(commands, [*map(str, words)], prog_name="harvester")
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done

    return run


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_a_table_to_standard_output(export: Any) -> None:
    done = export("--format", "csv", "--record", "beratungsfolge")
    assert (done.exit_code, done.stderr) == (0, "")
    found = rows(done.stdout_bytes.decode())
    assert [(row["Vorlage"], row["Schritt"], row["Gremium"], row["Ergebnis"]) for row in found] == [
        ("2009/0001", "1", "Schulausschuss", "beschlossen"),
        ("2009/0001", "2", "Rat der Stadt", "beschlossen"),
        ("2009/0002", "1", "Schulausschuss", "beschlossen"),
        ("2009/0002", "2", "Rat der Stadt", "beschlossen"),
    ]
    assert b"\r\n" in done.stdout_bytes
    twice = export("--format", "csv", *("--record", "beratungsfolge") * 2)
    assert twice.stdout_bytes == done.stdout_bytes


def test_a_table_for_excel(export: Any, tmp_path: Path) -> None:
    path = tmp_path / "paper.csv"
    done = export("--format", "csv", "--record", "paper", "--excel", "--output", path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{path}: 2 rows\n"
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid;")
    assert [row["name"] for row in rows(data[3:].decode(), ";")] == [
        "'=Familienbericht",
        "Kommunale Familienförderung",
    ]


def test_what_excel_cannot_show_is_said(
    export: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("harvester.exports.csv_table.EXCEL_CELL", 20)
    monkeypatch.setattr("harvester.cli.export.EXCEL_ROWS", 2)
    path = tmp_path / "p.csv"
    words = ("--format", "csv", "--record", "paper", "--output", path)
    done = export(*words, "--excel")
    assert done.exit_code == 0
    # of both the address and the hash, of the second the subject too
    assert "Warning: paper: 5 cells longer than the 32,767 characters" in done.stderr
    assert "without --excel they are whole" in done.stderr
    assert "Warning: paper: of 2 rows Excel shows the first 1." in done.stderr
    assert "Kommunale Famili […]" in path.read_text()
    assert export(*words).stderr == ""


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_all_tables_into_a_folder(export: Any, archive: Path, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "out"
    for _ in range(2):  # a second time over the first
        done = export("--format", form, "--output", folder)
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith(f"{folder}: {len(TABLES)} tables, ")
    assert {path.name for path in folder.iterdir()} == {f"{table}.{form}" for table in TABLES}
    with Archive.open(archive, mode="read") as held:
        for table in ("paper", "consultation", "beratungsfolge", "listing", "snapshot"):
            (count,) = held.db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()
            read = f"SELECT count(*) FROM '{folder}/{table}.{form}'"
            assert (table, duckdb.sql(read).fetchall()) == (table, [(count,)])


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_some_tables_of_a_source(export: Any, tmp_path: Path, form: str) -> None:
    tables = ("--record", "paper", "--record", "source", "--record", "paper")
    for source, papers in (("town", 2), ("other", 0)):
        folder = tmp_path / source
        done = export("--format", form, *tables, "--source", source, "--output", folder)
        assert done.stdout == f"{folder}: 2 tables, {papers + 1} rows\n"
        assert {path.name for path in folder.iterdir()} == {f"paper.{form}", f"source.{form}"}


def test_one_table_as_parquet(export: Any, tmp_path: Path) -> None:
    path = tmp_path / "papers.parquet"
    done = export("--format", "parquet", "--record", "paper", "--output", path)
    assert done.stdout == f"{path}: 2 rows\n"
    found = duckdb.sql(f"SELECT name FROM '{path}' ORDER BY id").fetchall()
    assert found == [("=Familienbericht",), ("Kommunale Familienförderung",)]


def test_lines_into_a_file(export: Any, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    done = export("--output", path)
    assert done.stdout == f"{path}: {len(path.read_text().splitlines())} records\n"
    assert path.read_bytes() == export().stdout_bytes
    only = [json.loads(line) for line in export("--record", "paper").stdout.splitlines()]
    assert [record["id"] for record in only] == ["town/paper/1", "town/paper/2"]


def test_as_of(export: Any, tmp_path: Path) -> None:
    then = ("--as-of", "2026-01-01", "--record", "paper")
    found = rows(export("--format", "csv", *then).stdout)
    assert [row["name"] for row in found] == ["Kommunale Familienförderung"]
    path = tmp_path / "p.parquet"
    assert export("--format", "parquet", *then, "--output", path).exit_code == 0
    assert duckdb.sql(f"SELECT name, clerk FROM '{path}'").fetchall() == [
        ("Kommunale Familienförderung", None)
    ]
    folder = tmp_path / "out"
    assert export("--format", "csv", "--as-of", "2026-01-01", "--output", folder).exit_code == 0
    names = {f"{table}.csv" for table in TABLES if table not in TODAY_ONLY}
    assert {path.name for path in folder.iterdir()} == names


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_staff_is_left_out(export: Any, tmp_path: Path, form: str) -> None:
    assert export("--format", form, "--output", tmp_path / "a").exit_code == 0
    assert naming_the_clerk(tmp_path / "a") == set()
    assert export("--format", form, "--output", tmp_path / "b", "--with-staff").exit_code == 0
    tables = {"b"} if form == "jsonl" else {f"paper.{form}", f"change.{form}"}
    assert naming_the_clerk(tmp_path / "b") == tables


def test_staff_is_left_out_of_the_past(export: Any) -> None:
    then = ("--format", "csv", "--record", "paper", "--as-of", "2026-01-01")
    assert CLERK not in export(*then).stdout
    assert CLERK in export(*then, "--with-staff").stdout


def naming_the_clerk(path: Path) -> set[str]:
    """The files that name the clerk."""
    files = list(path.iterdir()) if path.is_dir() else [path]
    return {file.name for file in files if CLERK in _text(file)}


def _text(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(duckdb.sql(f"SELECT * FROM '{path}'").fetchall())
    return path.read_text(encoding="utf-8")


def test_oparl_is_written_to_a_folder(
    export: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def write_oparl(held: Archive, folder: Path, address: str) -> dict[str, int]:
        with_clerk = "SELECT count(*), count(clerk) FROM paper"
        asked.append((*held.db.conn.execute(with_clerk).fetchone(), folder, address))
        return {"Paper": 1_200, "Meeting": 1}

    monkeypatch.setattr("harvester.exports.oparl.write_oparl", write_oparl)
    folder = tmp_path / "oparl"
    words = ("--format", "oparl", "--output", folder, "--address", "https://x.example/oparl/")
    done = export(*words)
    assert done.stdout == f"{folder}: 1,200 Paper, 1 Meeting\n"
    assert export(*words, "--with-staff", "--as-of", "2026-01-01").exit_code == 0
    address = "https://x.example/oparl/"
    assert asked == [(2, 0, folder, address), (1, 1, folder, address)]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--excel",), "--excel is for --format csv only"),
        (("--format", "parquet", "--excel", "--output", "x"), "--excel is for --format csv only"),
        (("--address", "https://x.example/"), "--address is for --format oparl only"),
        (("--record", "beratungsfolge"), "beratungsfolge: a table, no record"),
        (("--record", "paper", "--record", "ledger"), "ledger: a table, no record"),
        (("--record", "frontier", "--format", "csv"), "'frontier' is not one of"),
        (("--format", "csv"), "Several tables need --output, a folder"),
        (("--format", "csv", "--record", "paper", "--record", "file"), "Several tables need"),
        (("--format", "parquet"), "Several tables need --output, a folder"),
        (("--format", "parquet", "--record", "paper"), "parquet needs --output, a file"),
        (
            ("--format", "csv", "--record", "change", "--as-of", "2026-01-01"),
            "change: not known as of a time in the past",
        ),
        (("--format", "csv", "--output", "FILE"), "need a folder, but --output names a file"),
        (("--format", "csv", "--record", "paper", "--output", "FOLDER"), "--output names a folder"),
        (("--output", "FOLDER"), "--output names a folder"),
        (("--format", "oparl", "--address", "https://x.example/"), "oparl needs --output"),
        (("--format", "oparl", "--output", "x"), "oparl needs --address"),
        (
            (*("--format", "oparl", "--output", "x", "--address", "y"), "--record", "paper"),
            "leave out --record",
        ),
        (
            (*("--format", "oparl", "--output", "x", "--address", "y"), "--source", "town"),
            "leave out --source",
        ),
        (("--format", "xlsx"), "'xlsx' is not one of"),
    ],
)
def test_what_does_not_fit_together(
    export: Any, tmp_path: Path, words: tuple[str, ...], reason: str
) -> None:
    (tmp_path / "file").write_text("mine")
    places = {"FILE": tmp_path / "file", "FOLDER": tmp_path, "x": tmp_path / "x"}
    done = export(*(places.get(word, word) for word in words))
    assert done.exit_code == 2
    assert reason in " ".join(done.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_csv_is_not_shown_on_a_terminal(archive: Path) -> None:
    terminal, its_end = os.openpty()
    words = ("export", "--archive", str(archive), "--format", "csv", "--record", "paper")
    done = subprocess.run(
        [sys.executable, "-m", "harvester", *words],
        stdout=its_end,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(its_end)
    os.close(terminal)
    assert done.returncode == 2
    assert "add --output" in done.stderr


def test_a_folder_of_another_is_left_alone(export: Any, tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("mine")
    done = export("--format", "csv", "--output", tmp_path)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {tmp_path} holds 'novel.txt', which this export does")
    assert [path.name for path in tmp_path.iterdir()] == ["novel.txt"]


def test_a_missing_folder_is_one_line(export: Any, tmp_path: Path) -> None:
    done = export("--output", tmp_path / "none" / "a.jsonl")
    assert done.exit_code == 1
    folder = tmp_path / "none"
    assert (
        done.stderr == f"Error: The folder {folder} does not exist; create it, or name another.\n"
    )
