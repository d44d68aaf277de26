"""A data set to give away opens everywhere, says what it is and holds no staff."""

import errno
import hashlib
import json
import re
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow.parquet
import pytest
import yaml
from click.testing import CliRunner
from frictionless import Package, Resource

from harvester.archive import Archive, ArchiveError
from harvester.cli.release import release as release_command
from harvester.exports import release
from harvester.exports.placing import ExportError
from harvester.exports.release import NAMES, Released, Wanted, write_release
from harvester.exports.release_facts import LICENSES
from harvester.exports.tables import TABLES, TODAY_ONLY
from harvester.page import Listed
from harvester.records import File
from harvester.text import fold

sys.path.append(str(Path(__file__).resolve().parents[1] / "archive"))

from archive_pages import day, harvest, item_page, list_page, meeting_page, paper_page

CLERK = "Quirlmeister, Zölestine"
EVERYWHERE = "Frau Quirlmeister (Zölestine Quirlmeister, Tel. 08154711) trägt vor."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two papers with history, a meeting, a list that names a paper which is not held."""
    path = tmp_path / "held" / "archive.sqlite"
    path.parent.mkdir()
    page = paper_page(text=EVERYWHERE, clerk=CLERK, authors=["Frau Quirlmeister", "FB 42"])
    page.note("warning", "unknown_result", EVERYWHERE, "town/paper/1")
    for record in page.records:
        if isinstance(record, File):
            record.text, record.sha256 = EVERYWHERE, "ab" * 32
    listed = (Listed("paper", f"town/paper/{n}", "2009-05-18") for n in (1, 2, 9))
    with Archive.open(path) as held:
        harvest(held, day(1), list_page(*listed), page, paper_page(2, name="Radweg = A+B"))
        harvest(held, day(2), meeting_page(), item_page(text=EVERYWHERE))
        harvest(held, day(3), paper_page(name="Neuer Betreff", clerk="Beispiel, B"))
        assert held.check() == []
    return path


def make(archive: Path, to: Path, **wanted: Any) -> Released:
    with Archive.open(archive, mode="read") as held:
        return write_release(held, to, Wanted(**wanted))


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_it_holds_what_it_should_and_the_checksums_hold(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    made = make(archive, to)
    held = files(to)
    assert set(held) == NAMES
    assert made.sizes == {path: len(data) for path, data in held.items()}
    lines = held["SHA256SUMS"].decode().splitlines()
    stated = dict(reversed(line.split("  ", 1)) for line in lines)
    assert set(stated) == NAMES - {"SHA256SUMS"}
    assert all(hashlib.sha256(held[path]).hexdigest() == value for path, value in stated.items())
    assert not list(tmp_path.glob(".harvester-*"))


def test_sqlite_opens_it_anywhere(archive: Path, tmp_path: Path) -> None:
    make(archive, tmp_path / "out")
    path = tmp_path / "out" / "archive.sqlite"
    with Archive.open(path, mode="read") as held:
        assert held.check() == []
        assert len(held.search("Betreff").hits) == 1
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert conn.execute("SELECT count(*) FROM beratungsfolge").fetchone() == (4,)
    assert not [one for one in path.parent.iterdir() if one.name.startswith("archive.sqlite-")]


def test_duckdb_and_pandas_open_it(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    make(archive, to)
    with closing(sqlite3.connect(to / "archive.sqlite")) as conn, duckdb.connect() as duck:
        for table in TABLES:
            (rows,) = conn.execute(f"SELECT count(*) FROM {table}").fetchone()
            path = to / "parquet" / f"{table}.parquet"
            assert len(pandas.read_parquet(path)) == rows
            assert duck.sql(f"SELECT count(*) FROM '{path}'").fetchall() == [(rows,)]
    papers = pandas.read_parquet(to / "parquet" / "paper.parquet")
    assert list(papers["name"]) == ["Neuer Betreff", "Radweg = A+B"]
    assert papers["clerk"].isna().all()


def test_what_the_readme_shows_can_be_done(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    make(archive, tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    text = Path("README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL)
    assert [kind for kind, _ in blocks] == ["sql", "python", "python", "r"]
    for kind, code in blocks:
        if kind == "python":
            exec(code, {})  # our own README
        elif kind == "sql":
            with closing(sqlite3.connect("archive.sqlite")) as conn:
                assert len(conn.execute(code).fetchall()) == 4
    out = capsys.readouterr().out
    assert re.search(r"report +2", out)
    assert re.search(r"accepted +│ +4", out)


def test_nothing_of_staff_is_in_any_file(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    make(archive, to)
    words = ("quirlmeister", "zolestine", "08154711", "beispiel, b")
    for name, data in files(to).items():
        texts = [data.decode("utf-8", "ignore")]
        if name.endswith(".parquet"):  # what is compressed, and what the file says of its columns
            table = pyarrow.parquet.read_table(to / name)
            texts += [str(table.to_pylist()), str(pyarrow.parquet.read_metadata(to / name))]
        for text in texts:
            assert not [word for word in words if word in fold(text)], name
    text = (to / "README.md").read_text(encoding="utf-8")
    assert "- `paper.clerk`: 1\n" in text
    assert "- `agenda_item.resolution_text`: 1\n" in text
    assert "keine Gewähr" in text


def test_with_staff_it_says_so(archive: Path, tmp_path: Path) -> None:
    made = make(archive, tmp_path / "out", with_staff=True)
    assert made.facts.left_out is None
    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "Beschäftigten sind enthalten" in text
    assert "keine Gewähr" not in text
    authors = pandas.read_parquet(tmp_path / "out" / "parquet" / "agenda_item.parquet")
    assert EVERYWHERE in set(authors["resolution_text"])


def test_the_data_package_is_valid_and_true(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    make(archive, to, license="CC0-1.0", title="Räte", publisher="Institut")
    text = (to / "datapackage.json").read_text(encoding="utf-8")
    descriptor = json.loads(text)
    package = Package(str(to / "datapackage.json"))
    assert [one.name for one in package.resources] == ["archive", *TABLES, "missing"]
    assert list(Package.metadata_validate(descriptor)) == []
    held = files(to)
    for resource in descriptor["resources"]:
        data = held[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        for field in resource.get("schema", {}).get("fields", ()):
            assert field["description"], (resource["name"], field)
    paper = next(one for one in descriptor["resources"] if one["name"] == "paper")
    types = {field["name"]: field["type"] for field in paper["schema"]["fields"]}
    assert types["id"] == types["name"] == "string"
    assert types["public"] == "boolean"
    assert types["authors"] == "array"
    assert types["date"] == "date"
    assert types["snapshot_id"] == "integer"
    assert types["first_seen"] == "datetime"
    assert paper["schema"]["primaryKey"] == ["id"]
    assert {"fields": ["source_id"], "reference": {"resource": "source", "fields": ["id"]}} in (
        paper["schema"]["foreignKeys"]
    )
    assert descriptor["licenses"][0]["name"] == "CC0-1.0"
    assert (descriptor["title"], descriptor["version"]) == ("Räte", "2026-01-03")
    # the one table that Frictionless reads itself
    missing = next(one for one in descriptor["resources"] if one["name"] == "missing")
    report = Resource.from_descriptor(missing, basepath=str(to)).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_what_is_missing_is_told(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "out"
    make(archive, to)
    rows = (to / "missing.csv").read_text(encoding="utf-8").splitlines()
    assert rows == [
        "source_id,record,month,listed,held,missing,last_listed",
        f"town,paper,2009-05,3,2,town/paper/9,{day(1)}",
    ]
    text = (to / "missing.md").read_text(encoding="utf-8")
    assert "| paper | 3 | 2 | 1 |" in text
    assert "- 2009-05, paper: 1 of 3 (`town/paper/9`)" in text
    assert f"Last complete run: {day(3)}, asked for 2009-06-01." in text
    assert "| warning | `unknown_result` | 1 | 2026-01-01 |" in text


@pytest.mark.parametrize("license_id", [None, *LICENSES])
def test_the_licence_is_stated_or_not_stated(
    archive: Path, tmp_path: Path, license_id: str | None
) -> None:
    to = tmp_path / "out"
    make(archive, to, license=license_id, publisher='Die "Zeitung": #1')
    cff = yaml.safe_load((to / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["cff-version"] == "1.2.0"
    assert cff["type"] == "dataset"
    assert cff["version"] == "2026-01-03"
    assert cff["authors"] == [{"name": 'Die "Zeitung": #1'}]
    assert cff["title"] == "Ratsvorlagen und Beratungsfolgen: Stadt Town"
    assert "(2026): Ratsvorlagen und Beratungsfolgen: Stadt Town." in cff["message"]
    assert all({"type", "title", "authors"} <= set(one) for one in cff["references"])
    descriptor = json.loads((to / "datapackage.json").read_text(encoding="utf-8"))
    text = (to / "LICENSE.md").read_text(encoding="utf-8")
    assert "§ 5" in text
    if license_id is None:
        assert not {"license", "license-url"} & set(cff)
        assert "licenses" not in descriptor
        assert "Nicht angegeben" in text
        return
    known = LICENSES[license_id]
    assert (cff.get("license"), cff.get("license-url")) == (
        (license_id, None) if known.cff else (None, known.url)
    )
    assert descriptor["licenses"][0]["path"] == known.url
    assert known.url in text
    assert "Nicht angegeben" not in text


def test_the_same_archive_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        make(archive, tmp_path / name)
        make(archive, tmp_path / f"{name}.zip")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    packed = tmp_path / "one.zip"
    assert packed.read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(packed) as held:
        assert held.testzip() is None
        assert {name: held.read(name) for name in held.namelist()} == files(tmp_path / "one")
        assert {entry.date_time for entry in held.infolist()} == {(2026, 1, 3, 0, 0, 0)}


def test_a_day_in_the_past(archive: Path, tmp_path: Path) -> None:
    made = make(archive, tmp_path / "out", at="2026-01-01")
    assert made.facts.day == "2026-01-01"
    held = files(tmp_path / "out")
    assert set(held) == NAMES - {f"parquet/{table}.parquet" for table in TODAY_ONLY}
    papers = pandas.read_parquet(tmp_path / "out" / "parquet" / "paper.parquet")
    assert list(papers["name"]) == ["Kommunale Familienförderung", "Radweg = A+B"]
    with Archive.open(tmp_path / "out" / "archive.sqlite", mode="read") as copy:
        assert len(copy.search("Familienförderung").hits) == 1
    assert "quirlmeister" not in fold(held["archive.sqlite"].decode("utf-8", "ignore"))
    assert "2026-01-01 (UTC)" in held["README.md"].decode()
    make(archive, tmp_path / "again", at="2026-01-01")
    assert files(tmp_path / "again") == held


def test_an_earlier_release_is_replaced(archive: Path, tmp_path: Path) -> None:
    for name in ("out", "out.zip"):
        make(archive, tmp_path / name, title="Alt")
        made = make(archive, tmp_path / name, title="Neu")
        assert made.facts.title == "Neu"
    assert (tmp_path / "out" / "README.md").read_text(encoding="utf-8").startswith("# Neu\n")
    with zipfile.ZipFile(tmp_path / "out.zip") as held:
        assert held.read("README.md").startswith(b"# Neu\n")
    (tmp_path / "empty").mkdir()
    make(archive, tmp_path / "empty")
    assert set(files(tmp_path / "empty")) == NAMES


@pytest.mark.parametrize(
    "foreign",
    ["out/brief.txt", "out/README.md", "out/parquet/other.parquet", "out/docs/x", "out.zip"],
)
def test_nothing_else_is_replaced(archive: Path, tmp_path: Path, foreign: str) -> None:
    path = tmp_path / foreign
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mein")
    with pytest.raises(ExportError, match="no earlier release"):
        make(archive, tmp_path / Path(foreign).parts[0])
    assert path.read_text() == "mein"
    assert not list(tmp_path.glob(".harvester-*"))


def test_a_link_in_a_release_is_not_followed(archive: Path, tmp_path: Path) -> None:
    make(archive, tmp_path / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "out" / "parquet" / "x").symlink_to(tmp_path / "mine")
    with pytest.raises(ExportError, match="parquet/x"):
        make(archive, tmp_path / "out")


def test_places_that_do_not_fit(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mein")
    (tmp_path / "folder.zip").mkdir()
    for place, why in (
        ("file", "is a file"),
        ("folder.zip", "is a folder"),
        ("not/there", "does not exist"),
    ):
        with pytest.raises(ExportError, match=why):
            make(archive, tmp_path / place)


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_without_room_nothing_is_left_and_the_old_one_stays(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    make(archive, tmp_path / name, title="Alt")
    before = files(tmp_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(release, "missing_csv", full)
    with pytest.raises(ExportError) as raised:
        make(archive, tmp_path / name)
    message = str(raised.value)
    assert "no room left" in message
    assert "\n" not in message
    assert files(tmp_path) == before


def test_an_empty_archive_is_no_data_set(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    Archive.open(path).close()
    with pytest.raises(ArchiveError, match="holds nothing yet"):
        make(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_command(archive: Path, tmp_path: Path) -> None:
    to = tmp_path / "out.zip"
    asked = [str(to), "--archive", str(archive), "--license", "cc0-1.0", "--as-of", "2026-01-02"]
    result = CliRunner().invoke(release_command, asked, catch_exceptions=False)
    assert result.exit_code == 0
    assert re.search(r"as of +2026-01-02", result.output)
    assert re.search(r"licence +CC0-1.0", result.output)
    assert re.search(r"papers +2", result.output)
    assert "values changed" in result.output
    assert zipfile.is_zipfile(to)
    wrong = CliRunner().invoke(release_command, [str(to), "--license", "MIT"])
    assert wrong.exit_code == 2
