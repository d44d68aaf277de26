"""The history on the command line: changes, show --as-of, export."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harvester.archive import Archive
from harvester.cli.main import commands
from harvester.page import Page

sys.path.append(str(Path(__file__).parent / "archive"))
from archive_pages import (
    STEPS,
    harvest,
    item_page,
    list_page,
    meeting_page,
    paper_page,
)

HOSTILE = "\x1b[31mrot\x1b[0m \x07 [bold]fett[/bold] [/] \u202erückwärts\u2028Zeile"


def day(number: int) -> str:
    return f"2026-05-{number:02}T02:00:00Z"


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(commands, [*map(str, words)], prog_name="harvester")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of the third day."""
    monkeypatch.setattr("harvester.clock.now", lambda: datetime(2026, 5, 3, 6, tzinfo=UTC))


def made(path: Path, *days: list[Page]) -> Path:
    """An archive harvested once a day from the first of May."""
    with Archive.open(path) as archive:
        for number, pages in enumerate(days, 1):
            harvest(archive, day(number), *pages)
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    later = tuple((name, date.replace("-06-30", "-07-07")) for name, date in STEPS)
    return made(
        tmp_path / "a.sqlite",
        [paper_page(), list_page()],
        [paper_page(steps=later), meeting_page()],
        [
            paper_page(steps=later, name="Familienbericht", text="Anders."),
            item_page(),
            paper_page(2),
        ],
    )


def test_changes_since_yesterday_newest_first(archive: Path) -> None:
    done = run("changes", "--archive", archive)
    assert done.exit_code == 0
    page = "https://ris.example/vo020.asp?VOLFDNR="
    assert done.output.splitlines() == [
        "2026-05-03",
        f"  paper  2009/0001  Familienbericht  {page}1",
        "    subject Kommunale Familienförderung -> Familienbericht",
        "    text Beschlussvorschlag: text changed",
        f"  new  paper  2009/0002  Kommunale Familienförderung  {page}2",
        "  meeting  2009-06-03  https://ris.example/to010.asp?SILFDNR=1",
        "    item Ö 1 Familienförderung: resolution added",
        "2026-05-02",
        f"  paper  2009/0001  Familienbericht  {page}1",
        "    step Rat der Stadt: date 2009-06-30 -> 2009-07-07",
        "  new  meeting  2009-06-03  https://ris.example/to010.asp?SILFDNR=1",
    ]


def test_a_first_harvest_is_one_line(archive: Path) -> None:
    done = run("changes", "--archive", archive, "--since", "01.05.2026", "--until", "2026-05-01")
    assert done.output.splitlines() == [
        "2026-05-01",
        "  town: harvested for the first time: 1 paper, 2 steps, 1 document",
    ]


def test_changes_for_machines(archive: Path) -> None:
    done = run("changes", "--archive", archive, "--since", "2026-05-01", "--json")
    found = json.loads(done.output)
    assert [(one["day"], one["record"]) for one in found] == [
        ("2026-05-03", "paper"),
        ("2026-05-03", "paper"),
        ("2026-05-03", "meeting"),
        ("2026-05-02", "paper"),
        ("2026-05-02", "meeting"),
        ("2026-05-01", "source"),
    ]
    assert found[3] == {
        "day": "2026-05-02",
        "source_id": "town",
        "record": "paper",
        "id": "town/paper/1",
        "reference": "2009/0001",
        "name": "Familienbericht",
        "date": None,
        "url": "https://ris.example/vo020.asp?VOLFDNR=1",
        "kept": False,
        "events": [
            {
                "record": "consultation",
                "id": "town/paper/1/rat/1",
                "what": "changed",
                "label": "Rat der Stadt",
                "detail": None,
                "field": "date",
                "old": "2009-06-30",
                "new": "2009-07-07",
            }
        ],
        "followed": [],
    }
    assert found[5]["counts"]["consultation"] == 2


def test_the_limit_is_said(archive: Path) -> None:
    done = run("changes", "--archive", archive, "--limit", "1")
    assert "2009/0002" not in done.output
    assert done.output.endswith("The first 1 of 5; --limit shows more.\n")
    assert (
        len(json.loads(run("changes", "--archive", archive, "--json", "--limit", "2").output)) == 2
    )


def test_nothing_changed_is_said_and_no_failure(archive: Path) -> None:
    done = run("changes", "--archive", archive, "--since", "2026-05-04")
    assert done.exit_code == 0
    said = "Nothing changed from 2026-05-04 to 2026-05-04."
    said += " The last crawl began 2026-05-03T02:00:00Z.\n"
    assert done.output == said
    none = run("changes", "--archive", archive, "--since", "2026-05-04", "--json")
    assert (none.exit_code, json.loads(none.output)) == (0, [])


def test_show_as_of(archive: Path) -> None:
    past = run("show", "2009/0001", "--archive", archive, "--as-of", "2026-05-01").output
    assert past.startswith("as known on 2026-05-01\n2009/0001  Kommunale Familienförderung\n")
    assert "2009-06-30" in past
    assert "2009-07-07" not in past
    at = run("show", "2009/0001", "--archive", archive, "--as-of", "2026-05-03T01:59:59Z").output
    assert at.startswith("as known at 2026-05-03T01:59:59Z\n2009/0001  Kommunale")
    assert "2009-07-07" in at
    now = run("show", "2009/0001", "--archive", archive).output
    assert now.startswith("2009/0001  Familienbericht\n")


def test_a_paper_that_was_not_known_then(archive: Path) -> None:
    done = run("show", "2009/0002", "--archive", archive, "--as-of", "2026-05-02")
    assert done.exit_code == 1
    assert "No paper 2009/0002" in done.output
    assert "as known on 2026-05-02" in done.output


@pytest.mark.parametrize("words", [("show", "2009/0001"), ("export",)])
def test_before_the_first_run_nothing_was_known(archive: Path, words: tuple[str, ...]) -> None:
    done = run(*words, "--archive", archive, "--as-of", "2026-04-30")
    assert done.exit_code == 1
    assert "knew nothing on 2026-04-30: what it holds begins at 2026-05-01T02:00:00Z" in done.output


def exported(*words: str | Path) -> list[dict[str, object]]:
    done = run("export", *words)
    assert done.exit_code == 0
    return [json.loads(line) for line in done.stdout_bytes.decode().splitlines()]


def test_export_gives_all_records_in_order(archive: Path) -> None:
    found = exported("--archive", archive, "--with-staff")
    assert [record["id"] for record in found] == [
        "town/organization/7",
        "town/meeting/1",
        "town/paper/1",
        "town/paper/2",
        "town/item/11",
        "town/item/12",
        "town/paper/1/section/BV",
        "town/paper/2/section/BV",
        "town/paper/1/rat/1",
        "town/paper/1/schulausschuss/1",
        "town/paper/2/rat/1",
        "town/paper/2/schulausschuss/1",
        "town/paper/1/file/1",
        "town/paper/2/file/1",
        "town/paper/1 town/paper/1/file/1",
        "town/paper/2 town/paper/2/file/1",
    ]
    assert found[8] == {
        "record": "consultation",
        "id": "town/paper/1/rat/1",
        "paper_id": "town/paper/1",
        "position": 2,
        "organization_id": None,
        "organization_name": "Rat der Stadt",
        "role_raw": "Entscheidung",
        "role": "decision",
        "status_raw": None,
        "date_raw": None,
        "date": "2009-07-07",
        "meeting_id": "town/meeting/2",
        "meeting_name": None,
        "agenda_item_id": None,
        "result_raw": "ungeändert beschlossen",
        "result": "accepted",
        "gone_at": None,
        "gone_reason": None,
        "source_url": "https://ris.example/vo020.asp?VOLFDNR=1",
        "first_seen": "2026-05-01T02:00:00Z",
        "updated_at": "2026-05-02T02:00:00Z",
    }
    assert list(found[2])[:4] == ["record", "id", "body_id", "reference"]
    assert (found[2]["authors"], found[2]["public"]) == (["Frau Müller", "FB 42"], True)
    papers = exported("--archive", archive, "--record", "paper")
    assert papers[0]["authors"] == ["FB 42"]  # staff is left out unless it is asked for


def test_export_of_some_records(archive: Path) -> None:
    types = ("--record", "paper", "--record", "meeting")
    ids = ["town/meeting/1", "town/paper/1", "town/paper/2"]
    assert [r["id"] for r in exported("--archive", archive, *types)] == ids
    assert [r["id"] for r in exported("--archive", archive, *types, "--source", "town")] == ids


def test_export_as_of(archive: Path) -> None:
    found = exported("--archive", archive, "--as-of", "2026-05-02", "--record", "paper")
    assert [(r["id"], r["name"]) for r in found] == [
        ("town/paper/1", "Kommunale Familienförderung")
    ]
    steps = exported("--archive", archive, "--as-of", "2026-05-01", "--record", "consultation")
    assert [(r["date"], r["updated_at"]) for r in steps] == [
        ("2009-06-30", "2026-05-01T02:00:00Z"),
        ("2009-06-03", "2026-05-01T02:00:00Z"),
    ]


def test_what_is_gone_is_exported_as_gone(tmp_path: Path) -> None:
    archive = made(tmp_path / "a.sqlite", [paper_page()], [paper_page(steps=STEPS[:1])])
    found = exported("--archive", archive, "--record", "consultation")
    assert [(r["gone_at"], r["gone_reason"]) for r in found] == [(day(2), "unlisted"), (None, None)]


def test_hostile_text_is_harmless(tmp_path: Path) -> None:
    steps = ((HOSTILE, "2009-07-01"),)
    archive = made(tmp_path / "a.sqlite", [paper_page()], [paper_page(name=HOSTILE, steps=steps)])
    for words in (
        ("changes",),
        ("changes", "--json"),
        ("show", "2009/0001", "--as-of", "2026-05-02"),
        ("export",),
    ):
        done = run(*words, "--archive", archive)
        assert done.exit_code == 0
        assert "fett" in done.output
        for bad in ("\x1b", "\x07", "\u202e", "\u2028"):
            assert bad not in done.output
    assert "[bold]fett[/bold]" in run("changes", "--archive", archive).output
    (paper,) = exported("--archive", archive, "--record", "paper")
    assert paper["name"] == HOSTILE  # nothing is lost, it is only written with escapes
    (found,) = json.loads(run("changes", "--archive", archive, "--json").output)[:1]
    assert found["name"] == HOSTILE


@pytest.mark.parametrize(
    "words",
    [
        ("changes", "--since", "gestern"),
        ("changes", "--since", "2026-02-30"),
        ("changes", "--until", "\x1b[31m"),
        ("changes", "--since", "2026-05-03", "--until", "2026-05-02"),
        ("changes", "--until", "2026-05-01"),
        ("changes", "--limit", "0"),
        ("changes", "--source", "atlantis"),
        ("changes", "--source", "herne"),
        ("export", "--source", "atlantis"),
        ("export", "--record", "person"),
        ("export", "--as-of", "2026-02-30"),
        ("export", "--as-of", "2026-05-01T25:00:00Z"),
        ("export", "--as-of", "2026-05-01T02:00:00+02:00"),
        ("show", "2009/0001", "--as-of", "letzte Woche"),
        ("show", "2009/0001", "--as-of", ""),
    ],
)
def test_wrong_usage(archive: Path, words: tuple[str, ...]) -> None:
    done = run(*words, "--archive", archive)
    assert done.exit_code == 2
    assert "Error: " in done.output
    assert "\x1b" not in done.output


def test_a_source_is_known_by_its_name_too(tmp_path: Path) -> None:
    from harvester.sources import load_sources

    path = tmp_path / "a.sqlite"
    with Archive.open(path) as archive:
        source = load_sources()["pbu"]
        begun = archive.begin_run(source, "crawl politik_bei_uns", {}, "harvester 0.1.0", day(1))
        archive.finish_run(begun, "complete", None, day(1))
    for name in ("politik-bei-uns", "pbu", "PBU"):
        assert run("changes", "--archive", path, "--source", name).exit_code == 0
