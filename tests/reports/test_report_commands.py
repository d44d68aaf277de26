"""The commands: changes with its formats, meetings, report."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from lxml import etree
from reports_archive import made, paper_page, sitting_page, three_days

from harvester.archive import Archive
from harvester.archive.searching import Filters
from harvester.cli.changes import changes
from harvester.cli.meetings import meetings
from harvester.cli.report import report
from harvester.follow import Follow, add
from harvester.reports import folder

MARKER = ".harvester-report"
FILES = ["changes.atom", "changes.json", "changes.md", "index.html", "meetings.ics", "meetings.md"]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of the third day."""
    monkeypatch.setattr("harvester.clock.now", lambda: datetime(2026, 5, 3, 6, tzinfo=UTC))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    days = three_days()
    items = [{"number": "Ö 1", "name": "Familie", "paper_id": "town/paper/2"}]
    days[0] += [
        sitting_page(8, items, organization_name="Rat", date="2026-05-03"),
        sitting_page(9, organization_name="Schulausschuss", date="2026-07-02"),
        sitting_page(10, organization_name="Rat", date="2026-07-03"),
    ]
    return made(tmp_path / "a.sqlite", *days)


def run(command: click.Command, *words: str | Path) -> Result:
    result = CliRunner().invoke(command, [*map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def follow(archive: Path, paper_id: str, label: str) -> None:
    add(archive, [Follow(paper_id, None, Filters(), label, "2026-05-01T02:00:00Z")])


def test_each_format_of_changes(archive: Path) -> None:
    def out(form: str) -> str:
        return run(changes, "--archive", archive, "--format", form).output

    assert out("text") == run(changes, "--archive", archive).output
    assert out("text").startswith("2026-05-03\n  paper  2009/0001")
    assert out("markdown").startswith("# Neues aus den Räten vom 02.05.2026 bis 03.05.2026\n")
    assert out("json") == run(changes, "--archive", archive, "--json").output
    assert [one["day"] for one in json.loads(out("json"))] == ["2026-05-03"] * 3 + [
        "2026-05-02"
    ] * 2
    assert len(etree.fromstring(out("atom").encode()).findall("{*}entry")) == 5


def test_followed_papers_do_not_fall_behind_the_limit(archive: Path) -> None:
    follow(archive, "town/paper/2", "Kita")
    lines = run(changes, "--archive", archive, "--limit", "1").output.splitlines()
    assert lines[:2] == ["Followed", "2026-05-03"]
    assert "(followed: Kita)" in lines[2]
    assert lines[-1] == "The first 1 of 4; --limit shows more."
    found = json.loads(run(changes, "--archive", archive, "--json", "--limit", "1").output)
    assert [one["followed"] for one in found] == [["Kita"], []]


def test_only_what_is_followed(archive: Path) -> None:
    nothing = run(changes, "--archive", archive, "--followed")
    assert nothing.exit_code == 0
    assert nothing.stderr == "You follow nothing yet; harvester follow 2009/0346 begins it.\n"
    assert nothing.stdout.startswith("Nothing that you follow changed")
    follow(archive, "town/paper/2", "Kita")
    done = run(changes, "--archive", archive, "--followed")
    assert [line.split("  ")[0] for line in done.output.splitlines()[:2]] == [
        "Followed",
        "2026-05-03",
    ]
    assert "2009/0001" not in done.output
    found = run(meetings, "--archive", archive, "--followed").output
    assert "Rat" in found
    assert "Schulausschuss" not in found


def test_meetings_of_the_next_sixty_days(archive: Path) -> None:
    lines = run(meetings, "--archive", archive).output.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "2026-05-03  Rat  Stadt Town",
        "2026-07-02  Schulausschuss  Stadt Town",
    ]
    later = run(meetings, "--archive", archive, "--from", "2026-07-03", "--until", "03.07.2026")
    assert later.output.splitlines()[0] == "2026-07-03  Rat  Stadt Town"
    none = run(meetings, "--archive", archive, "--committee", "Kultur")
    assert none.output.startswith("No meetings found from 2026-05-03 to 2026-07-02.")


def test_each_format_of_meetings(archive: Path) -> None:
    def out(form: str) -> str:
        return run(meetings, "--archive", archive, "--format", form).stdout_bytes.decode()

    assert out("markdown").startswith("# Sitzungen vom 03.05.2026 bis 02.07.2026\n")
    assert [one["id"] for one in json.loads(out("json"))] == ["town/meeting/8", "town/meeting/9"]
    assert json.loads(out("json"))[0]["items"][0]["paper_id"] == "town/paper/2"
    assert len(Calendar.from_ical(out("ical")).walk("VEVENT")) == 2
    assert "\r\nBEGIN:VEVENT\r\n" in out("ical")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (meetings, ["--from", "2026-05-03", "--until", "2026-05-02"]),
        (meetings, ["--from", "morgen"]),
        (meetings, ["--format", "atom"]),
        (meetings, ["--source", "atlantis"]),
        (changes, ["--format", "ical"]),
        (report, ["x", "--address", "javascript:alert(1)"]),
        (report, ["x", "--address", "news.example/rat"]),
        (report, ["x", "--address", "https://news.example/?a"]),
        (report, ["x", "--days", "0"]),
        (report, []),
    ],
)
def test_wrong_usage(archive: Path, command: click.Command, words: list[str]) -> None:
    done = run(command, *words, "--archive", archive)
    assert done.exit_code == 2
    assert "Error: " in done.output
    assert sorted(one.name for one in archive.parent.iterdir() if one.is_dir()) == []


def test_a_report_in_a_file(archive: Path, tmp_path: Path) -> None:
    for command, form in ((changes, "text"), (changes, "atom"), (meetings, "ical")):
        file = tmp_path / f"{command.name}.{form}"
        done = run(command, "--archive", archive, "--format", form, "--output", file)
        assert (done.exit_code, done.output) == (0, "")
        asked = run(command, "--archive", archive, "--format", form)
        assert file.read_bytes() == asked.stdout_bytes


def test_the_archive_is_not_overwritten(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(archive)
    for name in (archive, tmp_path / "link"):
        done = run(changes, "--archive", archive, "--output", name)
        assert done.exit_code == 2
        assert "is the archive" in done.output
    with Archive.open(archive, mode="read") as held:
        assert held.check() == []


def test_the_folder_of_a_report(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "web" / "rat"
    done = run(report, target, "--archive", archive, "--address", "https://news.example/rat")
    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in target.iterdir()) == [MARKER, *FILES]
    assert {stat.S_IMODE(one.stat().st_mode) & 0o400 for one in target.iterdir()} == {0o400}
    root = etree.fromstring((target / "changes.atom").read_bytes())
    assert root.findtext("{*}id") == "https://news.example/rat/changes.atom"
    assert len(root.findall("{*}entry")) == 6
    assert len(json.loads((target / "changes.json").read_text("utf-8"))) == 6
    assert len(Calendar.from_ical((target / "meetings.ics").read_bytes()).walk("VEVENT")) == 2
    for name in ("changes.md", "meetings.md", "index.html"):
        assert "Sonntag, 3. Mai 2026" in (target / name).read_text("utf-8")


def test_days_of_a_report_end_today(archive: Path, tmp_path: Path) -> None:
    run(report, tmp_path / "out", "--archive", archive, "--days", "2")
    found = json.loads((tmp_path / "out" / "changes.json").read_text("utf-8"))
    assert {one["day"] for one in found} == {"2026-05-02", "2026-05-03"}


def test_what_is_followed_is_told_only_if_asked_for(archive: Path, tmp_path: Path) -> None:
    follow(archive, "town/paper/2", "Geheime Recherche")
    run(report, tmp_path / "all", "--archive", archive)
    run(report, tmp_path / "own", "--archive", archive, "--followed")
    for name in FILES:
        assert "Recherche" not in (tmp_path / "all" / name).read_text("utf-8")
        assert "2009/0001" not in (tmp_path / "own" / name).read_text("utf-8")
    assert "Recherche" in (tmp_path / "own" / "changes.md").read_text("utf-8")
    calendar = Calendar.from_ical((tmp_path / "own" / "meetings.ics").read_bytes())
    assert [str(one["SUMMARY"]) for one in calendar.walk("VEVENT")] == ["Rat (Stadt Town)"]


def test_what_did_not_change_is_not_written_again(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    first = run(report, target, "--archive", archive)
    assert first.output.startswith("Wrote changes.md, ")
    (target / "notes.txt").write_text("own", encoding="utf-8")
    before = {one.name: one.stat() for one in target.iterdir()}
    again = run(report, target, "--archive", archive)
    assert again.output.startswith("Nothing to write: all files are current in ")
    with Archive.open(archive) as held:
        from reports_archive import harvest

        harvest(held, "2026-05-03T04:00:00Z", paper_page(3))
    third = run(report, target, "--archive", archive)
    written = "changes.md, changes.json, changes.atom, index.html"
    assert third.output.startswith(f"Wrote {written} in ")
    after = {one.name: one.stat() for one in target.iterdir()}
    assert after.keys() == before.keys()
    kept = [name for name in before if before[name].st_ino == after[name].st_ino]
    assert sorted(kept) == [MARKER, "meetings.ics", "meetings.md", "notes.txt"]


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    assert folder.write(file, "eins")
    assert not folder.write(file, "eins")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        folder.write(file, "zwei")
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]
    assert file.read_text("utf-8") == "eins"


def test_what_is_left_of_a_killed_run_does_no_harm(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("fremd", encoding="utf-8")
    (tmp_path / ".a.md.new").symlink_to(elsewhere)
    assert folder.write(tmp_path / "a.md", "eins")
    assert elsewhere.read_text("utf-8") == "fremd"
    assert sorted(one.name for one in tmp_path.iterdir()) == [".a.md.new", "a.md", "elsewhere"]


def test_two_runs_at_once_do_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    rename = Path.replace

    def meanwhile(half: Path, to: Path) -> None:
        monkeypatch.setattr(Path, "replace", rename)
        assert folder.write(file, "von der anderen")
        half.replace(to)

    monkeypatch.setattr(Path, "replace", meanwhile)
    assert folder.write(file, "eins")
    assert file.read_text("utf-8") == "eins"
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("name", FILES)
def test_files_of_others_are_not_replaced(archive: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "web"
    target.mkdir()
    (target / name).symlink_to("nowhere")
    (target / "notes.txt").write_text("own", encoding="utf-8")
    done = CliRunner().invoke(report, [str(target), "--archive", str(archive)])
    assert isinstance(done.exception, folder.ReportError)
    assert f"{target} holds {name}, which harvester report did not write" in str(done.exception)
    assert sorted(one.name for one in target.iterdir()) == sorted([name, "notes.txt"])
    (target / name).unlink()
    assert run(report, target, "--archive", archive).exit_code == 0


@pytest.mark.parametrize("command", [report, changes, meetings])
def test_the_help_promises_no_more_than_it_does(command: click.Command) -> None:
    told = " ".join(run(command, "--help").output.split())
    assert "staff" in told
    assert "as far as they are known" in told


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    assert folder.write(tmp_path / "link.md", "eins")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "a.md").read_text("utf-8") == "eins"
