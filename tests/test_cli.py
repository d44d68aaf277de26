"""The command line as its users meet it: what it prints, its exit codes, never a traceback."""

import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from harvester.cli.main import commands
from harvester.standin import StandInSite, bochum_world, demo_world

FIXTURES = Path(__file__).parent / "fixtures" / "allris"
HERNE = "https://www.herne.de/allris/"


#: Need a process of their own: Scrapy runs once in each, readers are processes too.
APART = {"crawl", "demo", "extract"}


def harvester(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command, in this process where that is the same: a new one takes a second to begin."""
    asked = [*map(str, words)]
    if cwd or APART & {*asked}:
        command = [sys.executable, "-m", "harvester", *asked]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=cwd,
            check=False,
            encoding="utf-8",
        )
    else:
        result = CliRunner().invoke(commands, asked, prog_name="harvester")
        assert result.exception is None or isinstance(result.exception, SystemExit)
        done = subprocess.CompletedProcess(asked, result.exit_code, result.stdout, result.stderr)
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the demo's town, harvested by the command line."""
    archive = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    with StandInSite(demo_world()) as site:
        done = harvester(
            *("crawl", "herne", "--since", "2009-06-01", "--until", "2009-06-30"),
            *("--archive", archive, "--base-url", site.base_url, "--delay", "0"),
        )
    assert done.returncode == 0, done.stderr
    assert "complete" in done.stdout
    return archive


def test_show_gives_the_way_through_the_committees(demo: Path) -> None:
    done = harvester("show", "2009/0346", "--archive", demo)
    assert done.returncode == 0
    steps = [line.split() for line in done.stdout.splitlines() if "2009-06-" in line]
    assert [step[1] for step in steps] == ["2009-06-03", "2009-06-18", "2009-06-23", "2009-06-30"]
    assert "Kommunale Familienförderung in Herne" in done.stdout
    assert "vo020.asp?VOLFDNR=4885" in done.stdout
    assert "196" in done.stdout


def test_a_number_typed_differently_is_found_and_said_to_be(demo: Path) -> None:
    done = harvester("show", "20090346", "--archive", demo)
    assert "No paper is numbered exactly 20090346" in done.stdout
    assert "2009/0346" in done.stdout


@pytest.mark.parametrize("words", ["familienförderung", "Familienforderung", "förderung familien"])
def test_search_finds_umlauts_and_parts_of_words(demo: Path, words: str) -> None:
    assert "2009/0346" in harvester("search", *words.split(), "--archive", demo).stdout


@pytest.mark.parametrize("words", ["B-Plan Nr. 123", '"', "*", "AND OR NOT", "a'); DROP TABLE--"])
def test_search_takes_whatever_people_type(demo: Path, words: str) -> None:
    done = harvester("search", "--archive", demo, "--", words)
    assert done.returncode == 0


def test_search_says_when_there_is_nothing(demo: Path) -> None:
    done = harvester("search", "Weltraumbahnhof", "--archive", demo)
    assert done.stderr.startswith("Nothing found for Weltraumbahnhof")


def test_status_tells_freshness_and_completeness(demo: Path) -> None:
    done = harvester("status", "--archive", demo)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "herne  Stadt Herne  healthy"
    assert "2009-06-30" in done.stdout
    assert "1 of 1 months complete" in done.stdout


def test_sources_lists_the_registry() -> None:
    assert "harvester crawl herne" in harvester("sources").stdout


def test_parse_prints_records_as_json() -> None:
    page = FIXTURES / "paper" / "everything" / "page.html"
    meta = json.loads((page.parent / "meta.json").read_text(encoding="utf-8"))
    done = harvester("parse", page, "--url", meta["url"])
    records = json.loads(done.stdout)
    assert records[0]["record"] == "paper"
    assert {"consultation", "file", "paper_section"} <= {record["record"] for record in records}
    assert "unknown_result" in done.stderr


def test_parse_names_records_after_the_registered_source() -> None:
    page = FIXTURES / "paper" / "bare" / "page.html"
    meta = json.loads((page.parent / "meta.json").read_text(encoding="utf-8"))
    query = meta["url"].partition("?")[2]
    done = harvester("parse", page, "--url", f"{HERNE}vo020.asp?{query}")
    assert json.loads(done.stdout)[0]["id"].startswith("herne/paper/")


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("empty", "empty"),
        ("truncated", "breaks off"),
        ("portal", "Not an ALLRIS page"),
        ("captcha", "Not an ALLRIS page"),
        ("not_found", "no such record"),
    ],
)
def test_parse_says_what_is_wrong_in_one_line(case: str, said: str) -> None:
    page = FIXTURES / "bad" / case / "page.html"
    meta = json.loads((page.parent / "meta.json").read_text(encoding="utf-8"))
    done = harvester("parse", page, "--url", meta["url"])
    assert done.returncode == 1
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.startswith("Error: ")


def test_parse_prints_the_record_of_a_form(tmp_path: Path) -> None:
    pdf = tmp_path / "Vorlage.pdf"
    world = bochum_world()
    pdf.write_bytes(world.body(world.documents[265101][0]))
    url = "https://session.bochum.de/bi/getfile.asp?id=265101&type=do"
    done = harvester("parse", pdf, "--url", url)
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)
    (file,) = (r for r in records if r["record"] == "file")
    assert (file["id"], file["text_status"]) == ("bochum/file/265101", "ok")
    (paper,) = (r for r in records if r["record"] == "paper")
    assert paper["reference"] == "20140656"
    assert paper["lead_department"] == "510 (3950)"
    assert paper["public"] is True
    assert paper["decision_body"] == ["Rat"]
    steps = [(r["organization_name"], r["date"]) for r in records if r["record"] == "consultation"]
    assert steps == [
        ("Haupt- und Finanzausschuss", "2014-03-26"),
        ("Jugendhilfeausschuss", "2014-04-02"),
        ("Rat", "2014-04-10"),
    ]


def test_a_pdf_on_the_platform_names_its_paper_by_number(tmp_path: Path) -> None:
    pdf = tmp_path / "Vorlage.pdf"
    world = bochum_world()
    pdf.write_bytes(world.body(world.documents[265101][0]))
    url = "https://politik-bei-uns.de/file/549af4291ae6a008f36dd148/download"
    records = json.loads(harvester("parse", pdf, "--url", url).stdout)
    ids = {record["record"]: record["id"] for record in records}
    assert ids["file"] == "pbu/file/549af4291ae6a008f36dd148"
    assert ids["paper"] == "pbu/paper/20140656"


def test_a_broken_pdf_is_told(tmp_path: Path) -> None:
    pdf = tmp_path / "broken.pdf"
    pdf.write_bytes(b"%PDF-1.4 and nothing else")
    done = harvester("parse", pdf, "--url", "https://session.bochum.de/bi/getfile.asp?id=1")
    assert json.loads(done.stdout)[0]["text_status"] == "broken"
    assert "document_broken" in done.stderr


def test_a_file_over_the_limit_is_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was cut has another size and checksum than the document."""
    pdf = tmp_path / "large.pdf"
    pdf.write_bytes(b"%PDF-1.4" + b" " * 993)
    monkeypatch.setattr("harvester.saved.MAX_BYTES", 1000)
    words = ["parse", str(pdf), "--url", "https://session.bochum.de/bi/getfile.asp?id=1"]
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == "Error: The file is larger than 1000 bytes; it is not read.\n"


@pytest.mark.parametrize(
    "url", ["", "foo", "http://[::1/x", "https://", "https:///bi/x", "ftp://x/y", "file:///x"]
)
def test_parse_wants_an_address_with_a_host(url: str) -> None:
    done = harvester("parse", FIXTURES / "paper" / "bare" / "page.html", "--url", url)
    assert done.returncode == 2
    assert done.stdout == ""
    (said,) = (line for line in done.stderr.splitlines() if line.startswith("Error: "))
    assert repr(url) in said
    assert "names a host" in said
    assert "bug" not in done.stderr


def test_addresses_are_checked_before_anything_is_asked_for(tmp_path: Path) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text("# a list\n\nhttps://politik-bei-uns.de/file/549af4291ae6a008f36dd148\nwww\n")
    done = harvester("crawl", "politik-bei-uns", "--urls", urls, "--archive", tmp_path / "a.sqlite")
    assert done.returncode == 2
    assert "line 4 is no address of the platform: www" in done.stderr
    assert not (tmp_path / "a.sqlite").exists()


def test_a_word_file_of_addresses_is_told_in_one_line(tmp_path: Path) -> None:
    urls = tmp_path / "adressen.docx"
    with zipfile.ZipFile(urls, "w") as word:
        word.writestr("word/document.xml", "https://politik-bei-uns.de/paper/549af42")
    done = harvester("crawl", "politik-bei-uns", "--urls", urls, "--archive", tmp_path / "a.sqlite")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("adressen.docx is no text file.")
    done = harvester("crawl", "politik-bei-uns", "--urls", tmp_path)
    assert done.returncode == 2
    assert "is a directory" in done.stderr


def test_extract_reads_again_what_another_engine_read(demo: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive.sqlite"
    with sqlite3.connect(demo) as held, sqlite3.connect(archive) as copy:
        held.backup(copy)
    (tmp_path / "files").symlink_to(demo.parent / "files")
    assert "Nothing to do" in harvester("extract", "--archive", archive).stderr
    count = "SELECT count(*) FROM file WHERE text_engine = 'old 1/1'"
    with sqlite3.connect(archive) as held:
        held.execute("UPDATE file SET text_engine = 'old 1/1' WHERE role = 'main'")
        assert held.execute(count).fetchone()[0] > 20
    done = harvester("extract", "--archive", archive)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(archive) as held:
        assert held.execute(count).fetchone()[0] == 0
        last = "SELECT command, outcome FROM run ORDER BY id DESC LIMIT 1"
        assert held.execute(last).fetchone() == ("extract", "complete")


def test_fifty_megabytes_are_no_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"<html>" + b"<p>x</p>" * 6_250_000)
    done = harvester("parse", page, "--url", f"{HERNE}vo020.asp?VOLFDNR=1")
    assert done.returncode == 1
    assert "more than 20000000 is no page" in done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("crawl", "atlantis"), 2),
        (("crawl", "herne", "--since", "gestern"), 2),
        (("crawl", "herne", "--since", "2009-07-01", "--until", "2009-06-01"), 2),
        (("crawl", "herne", "--since", "2099-01-01"), 2),
        (("crawl", "herne", "--base-url", "ftp://x/"), 2),
        (("crawl", "herne", "--base-url", "http://127.0.0.1:1/"), 2),
        (
            ("crawl", "herne", "--base-url", "http://u:secret@127.0.0.1/", "--archive", "a.sqlite"),
            2,
        ),
        (("crawl", "herne", "--delay", "-1"), 2),
        (("crawl", "politik-bei-uns"), 2),
        (("crawl", "politik-bei-uns", "--urls", "README.md", "--since", "2014-01-01"), 2),
        (("crawl", "bochum", "--again"), 2),
        (("crawl", "bochum", "--urls", "README.md"), 2),
        (("show",), 2),
        (("parse", "nowhere.html", "--url", "x"), 2),
        (("show", "1/1", "--archive", "nowhere.sqlite"), 1),
        (("status", "--archive", "/nowhere/at/all.sqlite"), 1),
        (("crawl", "herne", "--archive", "/nowhere/at/all.sqlite"), 1),
    ],
)
def test_wrong_usage_and_missing_files(
    words: tuple[str, ...], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # in this process: none of these gets as far as a crawl
    done = CliRunner().invoke(commands, words, prog_name="harvester")
    assert done.exit_code == code
    assert isinstance(done.exception, SystemExit)
    assert "Error: " in done.stderr
    assert "bug" not in done.stderr


def test_texts_are_shown_whole_on_demand(demo: Path) -> None:
    with sqlite3.connect(demo) as held:
        query = "SELECT paper.reference, text FROM paper_section JOIN paper ON paper.id = paper_id"
        reference, text = max(held.execute(query), key=lambda row: len(row[1] or ""))
    last = text.split()[-1]
    short, full = (
        harvester("show", reference, *more, "--archive", demo).stdout for more in ((), ("--full",))
    )
    assert "--full shows them" in short
    assert "--full" not in full
    assert full.count(last) > short.count(last)


def test_search_in_a_pipe_is_a_line_a_paper(demo: Path) -> None:
    done = harvester("search", "familienförderung", "--archive", demo)
    (line,) = done.stdout.splitlines()
    reference, date, name, url = line.split("\t")
    assert (reference, date) == ("2009/0346", "")
    assert name.startswith("Handlungsprogramm")
    assert url.endswith("vo020.asp?VOLFDNR=4885")


def test_an_unknown_paper_is_said_to_be_unknown(demo: Path) -> None:
    done = harvester("show", "1999/9999", "--archive", demo)
    assert done.returncode == 1
    assert "No paper 1999/9999" in done.stderr


def test_harvested_text_reaches_the_terminal_without_control_characters(
    demo: Path, tmp_path: Path
) -> None:
    """A hostile subject can neither colour the terminal nor use rich's markup."""
    archive = tmp_path / "hostile.sqlite"
    with sqlite3.connect(demo) as held, sqlite3.connect(archive) as copy:
        held.backup(copy)
        copy.execute(
            "UPDATE paper SET name = ? WHERE reference = '2009/0346'",
            ("\x1b[31mrot\x1b[0m \x07 [bold]fett[/bold] [/] \u202erückwärts",),
        )
    done = harvester("show", "2009/0346", "--archive", archive)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "[bold]fett[/bold]" in done.stdout


def test_a_bug_is_one_line_and_the_traceback_is_for_debugging(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    with sqlite3.connect(broken) as db:
        db.execute("CREATE TABLE something (else_ TEXT)")
    done = harvester("status", "--archive", broken)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")


def test_demo_runs_alone_and_shows_the_way_on() -> None:
    done = harvester("demo")
    assert done.returncode == 0, done.stderr
    assert "2009/0346" in done.stdout
    assert "harvester search familienförderung" in done.stdout
