"""Finding, following, citing and copying on the command line, as a journalist on a deadline."""

import hashlib
import json
import shutil
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harvester.archive import Archive
from harvester.cli.main import commands
from harvester.documents.store import FileStore
from harvester.records import File
from harvester.warc import Response, RunStart
from harvester.warc.writer import WarcWriter

sys.path.append(str(Path(__file__).parent / "archive"))
from archive_pages import BASE, begin, day, harvest, paper_page, visit

HOSTILE = "\x1b[31mrot\x1b[0m \x07 [bold]fett[/bold] [/] \u202erückwärts\u2028Zeile\tEnde\n"
PAGE = b"<html>Kita an der Hauptstra\xdfe</html>"
PDF = b"%PDF-1.4 a plan"
#: Of the copies: 1 is paper 1, not recorded; 2 is paper 2, recorded.
LINK = f"{BASE}vo020.asp?VOLFDNR="
FAMILIES = ("2009/0001", "", "Kommunale Familienförderung", f"{LINK}1")
KITA = ("2009/0002", "2009-06-05", "Neubau einer Kita", f"{LINK}2")


def run(*words: str | Path, env: dict[str, str] | None = None) -> Result:
    runner = CliRunner(env=env)
    result = runner.invoke(commands, [*map(str, words)], prog_name="harvester")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "bug" not in result.stderr
    return result


def on_terminal(*words: str | Path) -> str:
    """What a terminal shows, with the escape sequences that style it."""
    result = run(*words, env={"FORCE_COLOR": "1", "TERM": "xterm"})
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvester.clock.now", lambda: datetime(2009, 6, 10, 6, tzinfo=UTC))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers: one not recorded, with results; one recorded, with a document and no result."""
    folder = tmp_path_factory.mktemp("find")
    families = paper_page(1)
    kita = paper_page(
        2,
        steps=(("Schulausschuss", "2009-06-03"), ("Rat der Stadt", "2009-06-30")),
        name="Neubau einer Kita",
        paper_type="motion",
        paper_type_raw="Antrag",
        body_id="town",
        date="2009-06-05",
        text="Wir brauchen mehr Kita-Plätze an der Hauptstraße.",
    )
    kita.states = {}  # this page states the date too
    for record in kita.records:
        if record.id == "town/paper/2/rat/1":
            record.result = record.result_raw = None  # type: ignore[attr-defined]
        if isinstance(record, File):
            record.sha256, record.size = FileStore(folder / "files").put(PDF), len(PDF)
            record.media_type, record.text_status = "application/pdf", "ok"
    start = RunStart("town", BASE, "a", "crawl", "{}", day(1))
    with WarcWriter(folder / "warc", start, "harvester 0.1.0") as warc:
        headers = (("Content-Type", "text/html; charset=ISO-8859-1"),)
        place = warc.write(Response(f"{LINK}2", "GET", None, 200, headers, PAGE, day(1)))
    with Archive.open(folder / "a.sqlite") as held:
        harvest(held, day(1), families)
        recorded = begin(held, day(2))
        sha256 = hashlib.sha256(PAGE).hexdigest()
        held.store(recorded, [visit(kita, day(2), place=place, sha256=sha256)], [])
        held.finish_run(recorded, "complete", None, day(2))
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """A copy of it, with its files, to be changed at will."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "a.sqlite"


def change(archive: Path, statement: str, *parameters: str) -> None:
    with sqlite3.connect(archive) as held:
        held.execute(statement, parameters)


# search


def test_in_a_pipe_a_paper_is_a_line_of_four_columns(archive: Path) -> None:
    done = run("search", "kita", "--archive", archive)
    assert done.stdout == "\t".join(KITA) + "\n"
    done = run("search", "familienforderung", "--archive", archive)
    assert done.stdout == "\t".join(FAMILIES) + "\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--city", "town"], [KITA, FAMILIES]),
        (["--type", "motion"], [KITA]),
        (["--type", "ANTRAG"], [KITA]),
        (["--type", "bericht"], [FAMILIES]),
        (["--result", "Beschlossen"], [KITA, FAMILIES]),
        (["--result", "accepted", "--committee", "rat"], [FAMILIES]),
        (["--result", "zuruckgezogen"], []),
        (["--committee", "schulausschuß"], [KITA, FAMILIES]),
        (["--since", "2009-06-30", "--type", "motion"], [KITA]),
        (["--since", "01.07.2009"], []),
        (["--until", "2009-06-03"], [KITA, FAMILIES]),
        (["--until", "2009-06-02"], []),
        (["--limit", "1", "--city", "Stadt t"], [KITA]),
        (["--limit", "1", "--offset", "1", "--city", "Town"], [FAMILIES]),
    ],
)
def test_filters_alone_list_newest_first(
    archive: Path, options: list[str], found: list[tuple[str, ...]]
) -> None:
    change(archive, "UPDATE paper SET body_id = 'town'")
    done = run("search", *options, "--archive", archive)
    assert done.exit_code == 0, done.stderr
    assert [tuple(line.split("\t")) for line in done.stdout.splitlines()] == found


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "What to search for?"),
        (["  "], "What to search for?"),
        (["--city", "Essen"], "it holds town (Stadt Town)"),
        (["--city", ""], "it holds town (Stadt Town)"),
        (["--committee", ""], "An empty name narrows nothing."),
        (["kita", "--committee", "  "], "An empty name narrows nothing."),
        (["--type", "Quatsch"], "motion (Antrag)"),
        (["--type", ""], "motion (Antrag)"),
        (["--result", "ja"], "accepted_amended (geändert beschlossen)"),
        (["--since", "gestern"], "'gestern' is no day"),
        (["kita", "--since", "2009-07-01", "--until", "2009-06-01"], "2009-07-01 is after"),
        (["--limit", "0"], "0 is not in the range"),
        (["-kita"], "goes behind all options and --"),
        (["--citty", "town"], "No such option '--citty'"),
    ],
)
def test_wrong_options_tell_the_choices(archive: Path, options: list[str], said: str) -> None:
    done = run("search", "--archive", archive, *options)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    "words",
    ["B-Plan Nr. 123", '"', "'", "*", "-kita", "--", "AND OR NOT", "a'); DROP TABLE paper--",
     "Kita-Plätze", "\udcff", "\x1b[31m", "%", "NEAR(a b)", "{", "\\", "ẞ" * 500, "a " * 500],
)  # fmt: skip
def test_whatever_is_typed_is_a_search(archive: Path, words: str) -> None:
    for options in ([], ["--json"], ["--city", "town"]):
        done = run("search", "--archive", archive, *options, "--", words)
        assert done.exit_code == 0, done.stderr
        assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["Weltraumbahnhof"], "No paper holds Weltraumbahnhof; look at the spelling"),
        (["Kita", "Weltraumbahnhof"], "No paper holds Weltraumbahnhof; look at the spelling"),
        (["Neubau", "Familienförderung"], "No paper holds all of the words, only each of them"),
        (["Kita", "--type", "report"], "Without the filters there are papers"),
        (["--result", "rejected"], "Try fewer filters."),
        (["Kita", "--offset", "5"], "There are no more than 5; leave out --offset."),
        (['"!"'], "There is no letter and no digit in it."),
    ],
)
def test_nothing_found_says_what_was_searched_and_what_to_try(
    archive: Path, words: list[str], hint: str
) -> None:
    done = run("search", "--archive", archive, *words)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("Nothing found for ")
    assert hint in done.stderr
    terminal = on_terminal("search", "--archive", archive, *words)
    assert "Nothing found for " in terminal
    assert run("search", "--archive", archive, "--json", *words).stdout == "[]\n"


@pytest.mark.parametrize("words", ["a" * 100_000, "2009/0099" + "!" * 100_000])
def test_long_words_are_not_said_again(archive: Path, words: str) -> None:
    said = " ".join(run("search", words, "--archive", archive).stderr.split())
    assert said.startswith(f"Nothing found for {words[:100]}… in ")
    assert len(said) < 500


def test_a_paper_is_found_by_any_spelling_of_its_number(archive: Path) -> None:
    for number in ("2009/1", "20090001", "2009-0001"):
        done = run("search", number, "--archive", archive)
        assert done.stdout == "\t".join(FAMILIES) + "\n"
        assert done.stderr == "Paper with this number:\n"
        (found,) = json.loads(run("search", number, "--json", "--archive", archive).stdout)
        assert (found["id"], found["snippets"]) == ("town/paper/1", [])
        assert on_terminal("search", number, "--archive", archive).startswith("Paper with this")
    narrowed = run("search", "2009/1", "--city", "town", "--archive", archive)
    assert (narrowed.stdout, narrowed.exit_code) == ("", 0)


def test_what_was_searched_is_said_with_its_filters(archive: Path) -> None:
    options = ["--city", "town", "--type", "Antrag", "--since", "2009-06-01"]
    said = run("search", "Mond", *options, "--archive", archive).stderr
    assert said.startswith("Nothing found for Mond, city town, type Antrag, since 2009-06-01 in ")


def test_a_paper_that_is_gone_is_known_by_its_number(archive: Path) -> None:
    gone = "UPDATE paper SET gone_at = ?, gone_reason = 'unlisted' WHERE id = 'town/paper/2'"
    change(archive, gone, day(3))
    done = run("search", "2009/0002", "--archive", archive)
    assert done.stdout == ""
    assert "harvester show 2009/0002 knows a paper of this number" in done.stderr
    shown = run("show", "2009/0002", "--archive", archive).stdout
    assert f"gone since {day(3)} (unlisted)" in shown


def test_more_than_the_limit_says_how_to_go_on(archive: Path) -> None:
    some = ["search", "--committee", "Schul", "--archive", archive, "--limit", "1"]
    assert run(*some).stderr == "There are more; --offset 1 shows the next.\n"
    assert on_terminal(*some).endswith("There are more; --offset 1 shows the next.\n")
    assert run(*some, "--offset", "1").stderr == ""


def test_a_terminal_shows_step_passage_link_and_copy(archive: Path) -> None:
    shown = on_terminal("search", "kita", "--archive", archive)
    plain = shown.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "")
    assert plain.splitlines()[:2] == [
        "2009/0002  2009-06-05  Antrag  Stadt Town",
        "  Neubau einer Kita",
    ]
    assert "\x1b[1mKita" in shown
    assert "\n  planned: Rat der Stadt, 2009-06-30\n" in plain
    assert "Wir brauchen mehr Kita-Plätze an der Hauptstraße." in plain
    assert f"\n  {LINK}2\n" in plain
    assert f"\n  copy: harvester copy 2 --archive {archive}\n" in plain


def test_a_step_is_planned_until_its_day_is_over(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days, label in ((0, "planned: Rat"), (1, "last step: Rat")):
        now = datetime(2009, 6, 30, 6, tzinfo=UTC) + timedelta(days)
        monkeypatch.setattr("harvester.clock.now", lambda now=now: now)
        assert label in on_terminal("search", "kita", "--archive", archive)


def test_a_step_that_was_taken_is_the_last(archive: Path) -> None:
    shown = on_terminal("search", "familienförderung", "--archive", archive)
    assert "\n  last step: Rat der Stadt, 2009-06-30, ungeändert beschlossen\n" in shown
    assert "copy:" not in shown  # this page was not recorded


def test_json_has_all_that_is_known(archive: Path) -> None:
    (found,) = json.loads(run("search", "kita", "--json", "--archive", archive).stdout)
    assert found["id"] == "town/paper/2"
    assert found["step_committee"] == "Rat der Stadt"
    assert found["source_url"] == f"{LINK}2"
    assert found["snippets"] == [
        {
            "heading": "Beschlussvorschlag",
            "text": "Wir brauchen mehr Kita-Plätze an der Hauptstraße.",
        }
    ]
    stored = found["copy"]
    assert stored.pop("warc_file").endswith(".warc.gz")
    assert stored.pop("warc_offset") > 0
    assert stored == {
        "snapshot_id": 2,
        "sha256": hashlib.sha256(PAGE).hexdigest(),
        "retrieved_at": day(2),
    }
    assert found["citation"] == (
        f"Stadt Town, Antrag 2009/0002: „Neubau einer Kita“, {LINK}2 (abgerufen am 02.01.2026)"
    )


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_hostile_subjects_are_text_in_a_line(archive: Path, options: list[str]) -> None:
    change(archive, "UPDATE paper SET name = ?, source_url = ?", HOSTILE, f"{LINK}1\n\t\x1b")
    for shown in (
        run("search", "--type", "motion", *options, "--archive", archive).stdout,
        run("follow", "2009/0002", "--archive", archive).stdout,
        run("follow", "--archive", archive).stdout,
        run("show", "2009/0002", *options, "--archive", archive).stdout,
    ):
        assert "[bold]fett[/bold]" in shown
        assert not {"\x1b", "\x07", "\u202e", "\u2028"} & set(shown)
    if not options:
        (line,) = run("search", "--type", "motion", "--archive", archive).stdout.splitlines()
        assert line.count("\t") == 3


# show


def test_show_has_a_line_to_cite_and_one_to_copy(archive: Path) -> None:
    lines = run("show", "2009/0002", "--archive", archive).stdout.splitlines()
    cited = "Stadt Town, Antrag 2009/0002: „Neubau einer Kita“, "
    (cite,) = (line for line in lines if line.startswith("cite "))
    assert cite.split(maxsplit=1)[1] == f"{cited}{LINK}2 (abgerufen am 02.01.2026)"
    (copied,) = (line for line in lines if line.startswith("copy "))
    assert copied.split(maxsplit=1)[1] == f"harvester copy 2 --archive {archive}"
    (stored,) = (line.split(maxsplit=1)[1] for line in lines if line.startswith("stored "))
    assert stored.startswith(f"{day(2)}, town-")
    assert stored.endswith(f", SHA-256 {hashlib.sha256(PAGE).hexdigest()}")
    assert any(line.endswith(" town/paper/2/file/1") for line in lines)
    assert "harvester copy" not in run("show", "2009/0001", "--archive", archive).stdout


def test_show_as_json_has_the_whole_paper(archive: Path) -> None:
    (paper,) = json.loads(run("show", "20090002", "--json", "--archive", archive).stdout)
    assert (paper["id"], paper["match"], paper["body_name"]) == (
        *("town/paper/2", "loose"),
        "Stadt Town",
    )
    assert [step["date"] for step in paper["consultations"]] == ["2009-06-03", "2009-06-30"]
    assert [section["heading"] for section in paper["sections"]] == ["Beschlussvorschlag"]
    assert [file["sha256"] for file in paper["files"]] == [hashlib.sha256(PDF).hexdigest()]
    assert paper["citation"].startswith("Stadt Town, Antrag 2009/0002")
    assert paper["copy"]["snapshot_id"] == 2


def test_several_papers_of_a_number_are_said_to_be(archive: Path) -> None:
    change(archive, "UPDATE paper SET reference = '2009/0002'")
    shown = run("show", "2009/0002", "--archive", archive).stdout
    assert shown.splitlines()[0].startswith("2 papers: town/paper/1")
    assert "Kommunale Familienförderung" in shown
    assert "Neubau einer Kita" in shown
    (one,) = json.loads(run("show", "town/paper/1", "--json", "--archive", archive).stdout)
    assert one["name"] == "Kommunale Familienförderung"


def test_show_takes_bytes_that_are_no_text(archive: Path) -> None:
    assert run("show", "\udcff", "--archive", archive).exit_code == 1


# follow


def test_a_paper_is_followed_and_listed_with_its_state(archive: Path) -> None:
    done = run("follow", "2009/2", "--archive", archive)
    assert done.exit_code == 0
    state = [
        "  last step: Schulausschuss, 2009-06-03, ungeändert beschlossen",
        "  next step: Rat der Stadt, 2009-06-30",
    ]
    told = "harvester changes tells of this first; harvester unfollow forgets it."
    assert done.stdout.splitlines() == [
        "No paper is numbered exactly 2009/2; nearest:",
        "Following: 2009/0002  Neubau einer Kita  (town/paper/2)",
        *state,
        told,
    ]
    listed = run("follow", "--archive", archive)
    title = "2009/0002  Neubau einer Kita  (town/paper/2)"
    assert listed.stdout.splitlines() == [title, *state, told]
    again = run("follow", "2009/0002", "--archive", archive)
    assert again.stdout.startswith("Already followed: 2009/0002")


def test_all_papers_of_a_number_are_followed(archive: Path) -> None:
    change(archive, "UPDATE paper SET reference = '2009/0002'")
    said = run("follow", "2009/0002", "--archive", archive).stdout
    assert said.startswith("2 papers bear the number 2009/0002; all are followed:\n")
    assert said.count("Following: ") == 2
    forgotten = run("unfollow", "2009/0002", "--archive", archive).stdout
    assert forgotten.splitlines() == [
        "No longer followed: 2009/0002 (town/paper/1)",
        "No longer followed: 2009/0002 (town/paper/2)",
    ]


def test_an_unknown_number_follows_nothing(archive: Path) -> None:
    done = run("follow", "2009/0002", "1999/9", "--archive", archive)
    assert done.exit_code == 1
    assert "No paper 1999/9 in " in done.stderr
    assert "Nothing is followed yet" in run("follow", "--archive", archive).stdout


def test_a_search_is_followed_with_its_filters(archive: Path) -> None:
    narrow = ["--search", "Kita-Plätze", "--city", "town", "--type", "antrag"]
    done = run("follow", *narrow, "--archive", archive)
    assert done.stdout.splitlines()[:2] == [
        "Following: Kita-Plätze (town, Antrag)",
        "  1 paper now",
    ]
    again = ["--search", "kita-plätze", "--city", "Stadt T"]
    assert "Following: kita-plätze (town)\n" in run("follow", *again, "--archive", archive).stdout
    run("unfollow", "kita-plätze (town)", "--archive", archive)
    run("follow", "--search", "Mond", "und", "Sterne", "--archive", archive)
    listed = run("follow", "--archive", archive).stdout.splitlines()
    assert listed[:4] == [
        "search: Kita-Plätze (town, Antrag)",
        "  1 paper now",
        "search: Mond und Sterne",
        "  0 papers now",
    ]
    done = run("unfollow", "mond", "und", "sterne", "--archive", archive)
    assert done.stdout == "No longer followed: Mond und Sterne\n"
    done = run("unfollow", "kita-platze", "--archive", archive)
    assert done.stdout == "No longer followed: Kita-Plätze (town, Antrag)\n"


def test_several_are_forgotten_and_the_unknown_is_told(archive: Path) -> None:
    run("follow", "2009/0001", "2009/0002", "--archive", archive)
    done = run("unfollow", "2009/2", "7/7", "--archive", archive)
    assert done.exit_code == 1
    assert done.stdout == "No longer followed: 2009/0002 (town/paper/2)\n"
    assert "Not followed: 7/7; harvester follow lists what is." in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--search"], "What to search for?"),
        (["--city", "town"], "add --search"),
        (["2009/0001", "--type", "motion"], "add --search"),
        (["--search", "Kita", "--city", "Essen"], "it holds town (Stadt Town)"),
    ],
)
def test_what_cannot_be_followed_is_told(archive: Path, words: list[str], said: str) -> None:
    done = run("follow", *words, "--archive", archive)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_a_followed_paper_that_is_gone_or_not_held_is_told(archive: Path) -> None:
    run("follow", "2009/0001", "2009/0002", "--archive", archive)
    gone = "UPDATE paper SET gone_at = ?, gone_reason = 'not_found' WHERE id = 'town/paper/1'"
    change(archive, gone, day(3))
    path = archive.with_name("a.follow.json")
    text = path.read_text(encoding="utf-8").replace("town/paper/2", "town/paper/9")
    path.write_text(text, encoding="utf-8")
    listed = run("follow", "--archive", archive).stdout.splitlines()
    assert listed[1] == f"  gone since {day(3)} (not_found)"
    assert listed[3] == "2009/0002  town/paper/9"
    assert listed[4].startswith("  is not in ")


def test_following_needs_no_lock_while_a_crawl_writes(archive: Path) -> None:
    with Archive.open(archive) as written:
        written.db.conn.execute("BEGIN IMMEDIATE")
        assert run("follow", "2009/0002", "--archive", archive).exit_code == 0
        assert run("follow", "--archive", archive).exit_code == 0
        assert run("unfollow", "2009/0002", "--archive", archive).exit_code == 0
        written.db.conn.execute("ROLLBACK")


def test_a_broken_list_is_one_line(archive: Path) -> None:
    archive.with_name("a.follow.json").write_text("{", encoding="utf-8")
    for words in (["follow"], ["follow", "2009/0002"], ["unfollow", "2009/0002"]):
        done = run(*words, "--archive", archive)
        assert done.exit_code == 1
        (line,) = done.stderr.splitlines()
        assert "a.follow.json" in line


# copy


def test_a_recorded_page_is_copied_byte_for_byte(archive: Path, tmp_path: Path) -> None:
    saved = tmp_path / "seite.html"
    done = run("copy", "2", "--output", saved, "--archive", archive)
    assert (done.exit_code, done.stdout) == (0, "")
    assert saved.read_bytes() == PAGE
    facts = dict(line.split(maxsplit=1) for line in done.stderr.splitlines())
    assert facts["address"].strip() == f"{LINK}2"
    assert facts["retrieved"].strip() == day(2)
    assert facts["SHA-256"].strip() == f"{hashlib.sha256(PAGE).hexdigest()} (as in the archive)"
    assert facts["type"].strip() == "text/html"
    assert facts["written"].startswith(f"{len(PAGE)} bytes to ")


def test_without_a_file_the_bytes_go_into_the_pipe(archive: Path) -> None:
    done = run("copy", "town/paper/2/file/1", "--archive", archive)
    assert done.stdout_bytes == PDF
    assert "application/pdf" in done.stderr


def test_a_terminal_is_no_place_for_bytes(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    done = run("copy", "2", "--archive", archive)
    assert done.exit_code == 2
    assert "name a file with --output" in done.stderr


def test_a_file_that_exists_is_not_overwritten(archive: Path, tmp_path: Path) -> None:
    saved = tmp_path / "mine.html"
    saved.write_text("mine")
    done = run("copy", "2", "--output", saved, "--archive", archive)
    assert done.exit_code == 1
    assert "exists already" in done.stderr
    assert saved.read_text() == "mine"


@pytest.mark.parametrize(
    "copy_id",
    ["3", "0", "-1", "9" * 30, "2009/0002", "town/paper/2", "../a", "", "\udcff", "²", "1 OR"],
)  # fmt: skip
def test_an_id_that_is_none_is_told(archive: Path, copy_id: str) -> None:
    done = run("copy", "--archive", archive, "--", copy_id)
    assert (done.exit_code, done.stdout_bytes) == (1, b"")
    assert done.stderr.startswith("Error: No copy ")


def test_a_response_from_before_they_were_kept_is_told(archive: Path) -> None:
    done = run("copy", "1", "--archive", archive)
    assert (done.exit_code, done.stdout_bytes) == (1, b"")
    assert f"The response 1 ({LINK}1, {day(1)}) was not recorded" in done.stderr


def test_a_document_that_was_not_fetched_is_told(archive: Path) -> None:
    done = run("copy", "town/paper/1/file/1", "--archive", archive)
    assert done.exit_code == 1
    assert "is not held (not_fetched); its address is https://ris.example/" in done.stderr


@pytest.mark.parametrize(
    ("folder", "copy_id", "said"),
    [("warc", "2", "is not there"), ("files", "town/paper/2/file/1", "put that folder back")],
)
def test_bytes_that_are_missing_are_told(
    archive: Path, folder: str, copy_id: str, said: str
) -> None:
    shutil.rmtree(archive.parent / folder)
    done = run("copy", copy_id, "--archive", archive)
    assert (done.exit_code, done.stdout_bytes) == (1, b"")
    assert said in done.stderr
    assert not (archive.parent / folder).exists()


def test_damaged_bytes_are_not_handed_out(archive: Path, tmp_path: Path) -> None:
    stored = FileStore(archive.parent / "files").path(hashlib.sha256(PDF).hexdigest())
    stored.write_bytes(b"%PDF-1.4 another")
    saved = tmp_path / "plan.pdf"
    done = run("copy", "town/paper/2/file/1", "--output", saved, "--archive", archive)
    assert done.exit_code == 1
    assert "is damaged" in done.stderr
    assert not saved.exists()


def test_no_path_is_made_of_what_was_harvested(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    change(archive, "UPDATE snapshot SET warc_file = '../secret' WHERE id = 2")
    change(archive, "UPDATE file SET sha256 = '../../secret'")
    for copy_id in ("2", "town/paper/2/file/1"):
        done = run("copy", copy_id, "--archive", archive)
        assert (done.exit_code, done.stdout_bytes) == (1, b"")
