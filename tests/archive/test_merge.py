"""Merging archives: what both know is told once, nothing is lost, and it is all or nothing."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archive_pages import (
    SOURCE,
    begin,
    day,
    dump,
    harvest,
    item_page,
    list_page,
    meeting_page,
    paper_page,
    request,
    row,
    visit,
)
from click.testing import CliRunner

from harvester.archive import Archive, ArchiveError, ArchiveLocked, NotAnArchive
from harvester.archive.joining import merge
from harvester.cli.main import commands
from harvester.page import Children, Finding, Listed, Page
from harvester.records import Consultation, Paper
from harvester.warc import Place

PAPER = "town/paper/1"
SCHOOL, COUNCIL = f"{PAPER}/schulausschuss/1", f"{PAPER}/rat/1"
BOTH = (("Schulausschuss", "2009-06-03"), ("Rat der Stadt", "2009-06-30"))
VILLAGE = replace(SOURCE, id="village", spider="village", body_id="village", body_name="Dorf")


@pytest.fixture
def a(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    return tmp_path / "a" / "archive.sqlite"


@pytest.fixture
def b(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    return tmp_path / "b" / "archive.sqlite"


def live(path: Path, *nights: tuple[str, tuple[Page, ...]]) -> Path:
    """An archive that read these pages at these times."""
    with Archive.open(path) as archive:
        for at, pages in nights:
            harvest(archive, at, *pages)
    return path


def look(path: Path, table: str, row_id: str) -> dict[str, Any]:
    with Archive.open(path, "read") as archive:
        return row(archive, table, row_id)


def told(path: Path, record_id: str) -> list[tuple[Any, ...]]:
    """The history of a record: day, kind, field, new; of what appeared only that it did."""
    with Archive.open(path, "read") as archive:
        return [
            (int(at[8:10]), kind, field, None if kind == "appeared" else new)
            for at, kind, field, new in archive.db.conn.execute(
                "SELECT at, kind, field, new FROM change WHERE record_id = ? ORDER BY id",
                (record_id,),
            )
        ]


def sound(path: Path) -> bool:
    with Archive.open(path) as archive:
        assert archive.check() == []
    return True


def both_ways(a: Path, b: Path) -> tuple[Path, Path]:
    """A with B merged into it, and B with A."""
    other = b.with_name("other.sqlite")
    shutil.copy(b, other)
    merge(other, a)
    merge(a, b)
    assert sound(a)
    assert sound(other)
    with Archive.open(a, "read") as ab, Archive.open(other, "read") as ba:
        assert dump(ab, "snapshot_id") == dump(ba, "snapshot_id")
    return a, other


def test_what_is_merged_into_nothing_is_a_copy(a: Path, b: Path) -> None:
    listed = list_page(Listed("paper", PAPER, "2009-05-18"))
    live(b, (day(1), (meeting_page(), paper_page(), listed)), (day(2), (paper_page(name="B"),)))
    result = merge(a, b)
    assert (result.added["run"], result.added["paper"], result.added["change"]) == (2, 1, 13)
    assert sound(a)
    with Archive.open(a, "read") as copy, Archive.open(b, "read") as original:
        tables = ("run", "snapshot", "change", "listing", "ledger", "derived", "source", "body")
        for table in (*tables, "paper_text"):
            query = f"SELECT * FROM {table}"
            assert list(copy.db.query(query)) == list(original.db.query(query)), table
        assert dump(copy) == dump(original)
        assert [hit.id for hit in copy.search("familienförderung").hits] == []
        assert [hit.id for hit in copy.search("beschließt").hits] == [PAPER]


def test_different_sources_stand_beside_each_other(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(),)), (day(3), (paper_page(name="A"),)))
    with Archive.open(b) as archive:
        run = archive.begin_run(VILLAGE, "crawl", {}, "harvester 0.1.0", day(2))
        page = paper_page(7)
        found = Finding("warning", "unknown_role", "Rolle?", "town/paper/7")
        archive.store(run, [visit(page, day(2), findings=(found,))], [])
        archive.finish_run(run, "complete", None, day(2))
    before = look(a, "paper", PAPER)
    both_ways(a, b)
    assert look(a, "paper", PAPER) == before
    with Archive.open(a, "read") as archive:
        paper = row(archive, "paper", "town/paper/7")
        snapshot = row(archive, "snapshot", paper["snapshot_id"])
        assert (paper["source_id"], snapshot["run_id"], snapshot["url"]) == ("village", 3, page.url)
        assert row(archive, "run", 3)["campaign"] == 3
        (finding,) = archive.db.query("SELECT * FROM finding")
        assert (finding["run_id"], finding["snapshot_id"]) == (3, paper["snapshot_id"])
        assert [source["body_name"] for source in archive.sources()] == ["Stadt Town", "Dorf"]


def test_changes_that_both_saw_are_told_once_and_in_order(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(name="A"),)), (day(4), (paper_page(name="C"),)))
    live(b, (day(2), (paper_page(name="B"),)), (day(5), (paper_page(name="C", clerk="FB 1"),)))
    both_ways(a, b)
    assert told(a, PAPER) == [
        (1, "appeared", None, None),
        (2, "changed", "name", '"B"'),
        (4, "changed", "name", '"C"'),
        (5, "changed", "clerk", '"FB 1"'),
    ]
    paper = look(a, "paper", PAPER)
    assert (paper["name"], paper["clerk"]) == ("C", "FB 1")
    assert (paper["first_seen"], paper["updated_at"], paper["last_seen"]) == (
        day(1),
        day(5),
        day(5),
    )
    with Archive.open(a, "read") as archive:
        names = [(archive.rebuild("paper", PAPER, day(n)) or {}).get("name") for n in range(1, 6)]
        assert names == ["A", "B", "B", "C", "C"]
        snapshot = row(archive, "snapshot", paper["snapshot_id"])
        assert snapshot["retrieved_at"] == day(5)


def test_a_page_read_again_without_a_change_has_stated_it_again(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(name="A"),)), (day(5), (paper_page(name="A"),)))
    live(b, (day(3), (paper_page(name="B", authors=None),)))
    both_ways(a, b)
    assert told(a, PAPER) == [
        (1, "appeared", None, None),
        (3, "changed", "name", '"B"'),
        (3, "changed", "authors", None),
        (5, "changed", "name", '"A"'),
        (5, "changed", "authors", '["Frau Müller", "FB 42"]'),
    ]


def test_an_agenda_read_each_night_does_not_overrule_a_newer_protocol(a: Path, b: Path) -> None:
    agenda = meeting_page()
    live(a, (day(1), (agenda, item_page(text="alt"))), (day(5), (agenda,)))
    live(b, (day(3), (agenda, item_page(text="neu"))))
    both_ways(a, b)
    item = look(a, "agenda_item", "town/item/11")
    assert (item["resolution_text"], item["last_seen"]) == ("neu", day(5))


def test_what_a_later_page_lacks_is_gone_and_may_return(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(),)), (day(3), (paper_page(),)))
    live(b, (day(2), (paper_page(steps=BOTH[:1]),)), (day(4), (paper_page(steps=BOTH[:1]),)))
    both_ways(a, b)
    assert told(a, COUNCIL) == [
        (1, "appeared", None, None),
        (2, "gone", None, '"unlisted"'),
        (3, "returned", None, None),
        (4, "gone", None, '"unlisted"'),
    ]
    step = look(a, "consultation", COUNCIL)
    assert (step["gone_at"], step["gone_reason"], step["last_seen"]) == (
        day(4),
        "unlisted",
        day(3),
    )
    assert look(a, "consultation", SCHOOL)["gone_at"] is None


def test_what_was_gone_for_one_was_seen_since_by_the_other(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(),)), (day(2), (paper_page(steps=BOTH[:1]),)))
    live(b, (day(3), (paper_page(),)))
    both_ways(a, b)
    assert look(a, "consultation", COUNCIL)["gone_at"] is None
    assert [kind for _, kind, _, _ in told(a, COUNCIL)] == ["appeared", "gone", "returned"]


def test_steps_that_were_inserted_move_the_others(a: Path, b: Path) -> None:
    third = ("Bauausschuss", "2009-06-10")
    live(a, (day(1), (paper_page(),)))
    live(b, (day(2), (paper_page(steps=(BOTH[0], third, BOTH[1])),)))
    both_ways(a, b)
    with Archive.open(a, "read") as archive:
        (paper,) = archive.papers_by_reference("2009/0001")
        assert [step["organization_name"] for step in paper["consultations"]] == [
            "Schulausschuss",
            "Bauausschuss",
            "Rat der Stadt",
        ]
    assert told(a, COUNCIL)[:2] == [(1, "appeared", None, None), (2, "changed", "position", "3")]


def test_steps_from_different_pages_are_those_of_the_one_that_states_them(a: Path, b: Path) -> None:
    form = Page(url="https://ris.example/getfile.asp?id=9", kind="file", parser="document/1")
    form.standing = {"paper": "form", "consultation": "form"}
    form.records = [
        Paper(id=PAPER, reference="2009/0001", legal_basis="GO NRW"),
        Consultation(id=f"{PAPER}/kreis/1", paper_id=PAPER, position=1, organization_name="Kreis"),
        Consultation(id=COUNCIL, paper_id=PAPER, position=2, organization_name="Rat der Stadt"),
    ]
    form.children = [Children("consultation", "paper_id", PAPER)]
    live(a, (day(2), (form,)))
    live(b, (day(1), (paper_page(),)))
    both_ways(a, b)
    with Archive.open(a, "read") as archive:
        (paper,) = archive.papers_by_reference("2009/0001")
        assert [step["id"] for step in paper["consultations"]] == [SCHOOL, COUNCIL]
        assert paper["legal_basis"] == "GO NRW"
        # the paper is the source's own; only what nobody else states is the form's
        assert paper["forms"][PAPER] == {"legal_basis": "form"}
    assert look(a, "consultation", f"{PAPER}/kreis/1")["gone_reason"] == "unlisted"


def test_the_address_of_a_session_is_no_change(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(session="a"),)), (day(3), (paper_page(session="a"),)))
    live(b, (day(2), (paper_page(session="b"),)))
    both_ways(a, b)
    assert told(a, f"{PAPER}/file/1") == [(1, "appeared", None, None)]


def test_the_date_that_the_last_list_gives(a: Path, b: Path) -> None:
    live(a, (day(1), (list_page(Listed("paper", PAPER, "2009-05-18")), paper_page())))
    live(b, (day(2), (list_page(Listed("paper", PAPER, "2009-05-19")),)))
    both_ways(a, b)
    assert look(a, "paper", PAPER)["date"] == "2009-05-19"
    assert told(a, PAPER)[1:] == [(2, "changed", "date", '"2009-05-19"')]


def test_twice_adds_nothing_and_later_only_what_is_new(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(name="A"),)))
    with Archive.open(b) as archive:
        run = begin(archive, day(2))
        archive.store(
            run, [visit(paper_page(name="B"), day(2))], [request("https://ris.example/x")]
        )
    merge(a, b)  # while that run goes on
    before = look(a, "paper", PAPER)
    result = merge(a, b)
    assert set(result.added.values()) == {0}
    assert look(a, "paper", PAPER) == before
    with Archive.open(b) as archive:
        archive.store(run, [visit(paper_page(name="C"), day(3)), visit(paper_page(2), day(3))], [])
        archive.finish_run(run, "complete", "fertig", day(3))
    result = merge(a, b)
    assert (result.added["run"], result.added["snapshot"], result.added["paper"]) == (0, 2, 1)
    assert result.changed["paper"] == 1
    assert [new for _, _, field, new in told(a, PAPER) if field == "name"] == ['"B"', '"C"']
    with Archive.open(a, "read") as archive:
        run_row = row(archive, "run", 2)
        assert (run_row["outcome"], run_row["message"]) == ("complete", "fertig")
    assert sound(a)


def test_requests_lists_and_absences(a: Path, b: Path) -> None:
    tried, waits, only = (f"https://ris.example/vo020.asp?VOLFDNR={n}" for n in (1, 2, 3))
    with Archive.open(a) as archive:
        run = begin(archive, day(1))
        archive.store(run, [], [request(tried), request(waits)])
        archive.store(run, [visit(paper_page(2), day(1))], [])
        archive.finish_run(run, "complete", None, day(1))
        archive.db.conn.executemany(
            "INSERT INTO absence VALUES ('paper', ?, 'town', 'unlisted', 2, ?, 1)",
            ((f"town/paper/{n}", day(1)) for n in (1, 8)),
        )
    with Archive.open(b) as archive:
        run = begin(archive, day(2))
        archive.store(run, [], [request(tried), request(waits), request(only)])
        archive.store(run, [visit(paper_page(), day(2))], [])
        archive.finish_run(run, "incomplete", None, day(2))
        archive.db.conn.execute(
            "INSERT INTO absence VALUES ('paper', 'town/paper/9', 'town', 'not_found', 1, ?, 1)",
            (day(2),),
        )
    merge(a, b)
    with Archive.open(a, "read") as archive:
        states = archive.db.conn.execute("SELECT url, state, campaign, run_id FROM frontier")
        # what waits since the later crawl waits, though it was done before
        assert set(states) == {
            (tried, "done", 2, 2),
            (waits, "waiting", 2, 2),
            (only, "waiting", 2, 2),
        }
        absences = archive.db.conn.execute("SELECT record_id, run_id FROM absence")
        assert set(absences) == {("town/paper/8", 1), ("town/paper/9", 2)}  # 1 was seen since


def test_an_absence_of_a_later_run_counts(a: Path, b: Path) -> None:
    for path, number, times in ((a, 1, 1), (b, 2, 2)):
        with Archive.open(path) as archive:
            harvest(archive, day(number))
            archive.db.conn.execute(
                "INSERT INTO absence VALUES ('paper', ?, 'town', 'unlisted', ?, ?, 1)",
                (PAPER, times, day(1)),
            )
    merge(b, a)
    merge(a, b)
    for path in (a, b):
        with Archive.open(path, "read") as archive:
            assert archive.db.conn.execute("SELECT times FROM absence").fetchall() == [(2,)]


def test_documents_and_responses_are_linked_and_never_overwritten(a: Path, b: Path) -> None:
    shas = ("ab" * 32, "cd" * 32)
    files = b.parent / "files"
    for sha in shas:
        (files / sha[:2]).mkdir(parents=True)
        (files / sha[:2] / sha).write_bytes(b"theirs")
    ours = a.parent / "files" / "ab" / shas[0]
    ours.parent.mkdir(parents=True)
    ours.write_bytes(b"ours")
    (files / "incoming").mkdir()
    (files / "incoming" / ("ef" * 32)).write_bytes(b"half")
    warcs = b.parent / "warc"
    warcs.mkdir()
    (warcs / "town-1-00001.warc.gz").write_bytes(b"closed")
    (warcs / "town-2-00001.warc.gz.open").write_bytes(b"going on")
    (warcs / "link.warc.gz").symlink_to(b)
    (warcs / "notes.txt").write_text("x")
    with Archive.open(b) as archive:
        run = begin(archive, day(1))
        place = Place("town-1-00001.warc.gz", 0, 6)
        archive.store(run, [visit(paper_page(), day(1), place=place)], [])
        place = Place("town-2-00001.warc.gz", 0, 8)
        archive.store(run, [visit(paper_page(2), day(1), place=place)], [])
    result = merge(a, b)
    assert (result.documents, result.warcs, result.unfinished) == (1, 1, 1)
    assert ours.read_bytes() == b"ours"
    assert (a.parent / "files" / "cd" / shas[1]).samefile(files / "cd" / shas[1])
    assert sorted(os.listdir(a.parent / "warc")) == ["town-1-00001.warc.gz"]
    assert sorted(os.listdir(a.parent / "files")) == ["ab", "cd"]
    with Archive.open(a, "read") as archive:
        places = "SELECT warc_file, warc_offset, warc_length FROM snapshot ORDER BY id"
        # what is not there is not said to be: the next crawl would only refer to it
        assert archive.db.conn.execute(places).fetchall() == [
            ("town-1-00001.warc.gz", 0, 6),
            (None, None, None),
        ]
    (warcs / "town-2-00001.warc.gz.open").rename(warcs / "town-2-00001.warc.gz")
    result = merge(a, b)
    assert (result.documents, result.warcs, result.unfinished) == (0, 1, 0)
    with Archive.open(a, "read") as archive:
        assert archive.db.conn.execute(places).fetchall()[1] == ("town-2-00001.warc.gz", 0, 8)


def test_what_cannot_be_linked_is_copied(a: Path, b: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def another_disk(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    live(b, (day(1), (paper_page(),)))
    (b.parent / "warc").mkdir()
    (b.parent / "warc" / "x.warc.gz").write_bytes(b"bytes")
    monkeypatch.setattr(os, "link", another_disk)
    merge(a, b)
    assert [path.read_bytes() for path in (a.parent / "warc").iterdir()] == [b"bytes"]


def test_files_that_cannot_be_taken_leave_the_archive_as_it_was(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(),)))
    live(b, (day(2), (paper_page(2),)))
    (b.parent / "warc").mkdir()
    (b.parent / "warc" / "x.warc.gz").write_bytes(b"bytes")
    (a.parent / "warc").write_text("no folder")
    with pytest.raises(OSError, match="warc"):
        merge(a, b)
    with Archive.open(a) as archive:
        assert (archive.db["paper"].count, archive.db["run"].count) == (1, 1)


def test_the_other_archive_is_only_read(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(),)))
    live(b, (day(2), (paper_page(name="B"),)))
    before = b.read_bytes()
    with Archive.open(b) as writer:  # a reader works beside its writer
        run = begin(writer, day(3))
        merge(a, b)
        writer.store(run, [visit(paper_page(), day(3))], [])
        writer.db.conn.execute("DELETE FROM snapshot WHERE run_id = 9")
    assert before != b.read_bytes()  # by its own run
    before = b.read_bytes()
    merge(a, b)
    assert b.read_bytes() == before


@pytest.mark.parametrize(
    ("other", "error"),
    [
        (lambda a: a, ArchiveError),
        (lambda a: a.with_name("none.sqlite"), ArchiveError),
        (lambda _: Path(__file__), NotAnArchive),
    ],
)
def test_what_cannot_be_merged(
    a: Path, other: Callable[[Path], Path], error: type[Exception]
) -> None:
    live(a, (day(1), (paper_page(),)))
    with pytest.raises(error):
        merge(a, other(a))
    new = a.with_name("new.sqlite")
    if other(a) != a:
        with pytest.raises(error):
            merge(new, other(a))
        assert not new.exists()


def test_damage_in_the_other_archive_is_not_blamed_on_the_target(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(),)))
    live(b, (day(2), tuple(paper_page(n, text=f"{n} " * 500) for n in range(40))))
    damaged = bytearray(b.read_bytes())
    size = 4096
    for page in range(30, len(damaged) // size):  # behind the schema
        damaged[page * size : page * size + 8] = b"\xff" * 8
    b.write_bytes(damaged)
    with pytest.raises(NotAnArchive, match=rf"^{b} is damaged"):
        merge(a, b)
    assert sound(a)
    assert look(a, "paper", PAPER)["first_seen"] == day(1)


def test_a_locked_target_is_left_alone(a: Path, b: Path) -> None:
    live(b, (day(1), (paper_page(),)))
    with Archive.open(a), pytest.raises(ArchiveLocked):
        merge(a, b)


PAPERS = 80
MERGER = """
import sys
from pathlib import Path
from harvester.archive.joining import merge
print("ready", flush=True)
merge(Path(sys.argv[1]), Path(sys.argv[2]))
print("done", flush=True)
"""


def test_kill_9_leaves_nothing_or_all(a: Path, b: Path) -> None:
    live(a, (day(1), tuple(paper_page(n, text="A") for n in range(PAPERS))))
    live(b, (day(2), tuple(paper_page(n, text="B") for n in range(PAPERS // 2, PAPERS * 2))))

    def start(target: Path) -> subprocess.Popen[str]:
        merger = subprocess.Popen(
            [sys.executable, "-c", MERGER, str(target), str(b)], stdout=subprocess.PIPE, text=True
        )
        assert merger.stdout is not None
        assert merger.stdout.readline() == "ready\n"
        return merger

    whole = a.with_name("whole.sqlite")
    shutil.copy(a, whole)
    with start(whole) as merger:
        began = time.monotonic()
        assert merger.stdout is not None
        assert merger.stdout.read() == "done\n"
    takes = time.monotonic() - began
    with Archive.open(a) as archive, Archive.open(whole) as merged:
        outcomes = (dump(archive), dump(merged))
    assert outcomes[0] != outcomes[1]
    dice, undone = random.Random(4), 0
    for attempt, moment in enumerate((0, dice.uniform(0.1, 0.5), dice.uniform(0.5, 0.9))):
        target = a.with_name(f"{attempt}.sqlite")
        shutil.copy(a, target)
        with start(target) as merger:
            time.sleep(moment * takes)
            merger.kill()
        with Archive.open(target) as archive:
            assert archive.check() == []
            found = dump(archive)
        assert found in outcomes
        undone += found == outcomes[0]
        merge(target, b)
        with Archive.open(target) as archive:
            assert archive.check() == []
            assert dump(archive) == outcomes[1]
    assert undone  # at least once it was killed before the end


def test_the_command(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(name="A"),)))
    live(b, (day(2), (paper_page(name="B"), paper_page(2))))
    done = CliRunner().invoke(commands, ["merge", str(a), str(b)])
    assert done.exit_code == 0, done.output
    lines = [line.split(None, 1) for line in done.output.splitlines()]
    assert ["paper", "1 added, 1 changed"] in [[one.strip() for one in line] for line in lines]
    assert "nothing new" in CliRunner().invoke(commands, ["merge", str(a), str(b)]).output
    assert CliRunner().invoke(commands, ["merge", str(a)]).exit_code == 2


def test_a_stand_in_is_not_merged_into_the_real_town(a: Path, b: Path) -> None:
    live(a, (day(1), (paper_page(),)))
    with Archive.open(b) as archive:
        local = replace(SOURCE, base_url="http://127.0.0.1:8000/")
        run = archive.begin_run(local, "crawl town", {}, "harvester", day(1))
        archive.finish_run(run, "complete", None, day(1, 3))
    with pytest.raises(ArchiveError, match="is no real town"):
        merge(a, b)
