import json
from typing import Any

import pytest
from archive_pages import (
    begin,
    changes,
    day,
    dump,
    harvest,
    item_page,
    meeting_page,
    paper_page,
    request,
    row,
    visit,
)

from harvester.archive import Archive
from harvester.page import Children, Finding
from harvester.records import Consultation, File, Paper

PAPER = "town/paper/1"
FILE = f"{PAPER}/file/1"


def test_a_paper_is_kept_as_stated_with_its_provenance(archive: Archive) -> None:
    run = harvest(archive, day(1), paper_page())
    paper = row(archive, "paper", PAPER)
    assert paper["reference"] == "2009/0001"
    assert json.loads(paper["authors"]) == ["Frau Müller", "FB 42"]
    assert paper["public"] == 1
    assert paper["file_number"] is None
    assert paper["source_id"] == "town"
    assert paper["source_url"] == "https://ris.example/vo020.asp?VOLFDNR=1"
    assert paper["first_seen"] == paper["last_seen"] == paper["updated_at"] == day(1)
    assert paper["gone_at"] is None
    assert paper["parser_version"] == "allris.paper/1"
    snapshot = row(archive, "snapshot", paper["snapshot_id"])
    assert (snapshot["run_id"], snapshot["status"], snapshot["size"]) == (run.id, 200, 1000)
    assert archive.db.table("consultation").count == 2


def test_an_unchanged_page_moves_nothing_but_last_seen(archive: Archive) -> None:
    pages = (meeting_page(), item_page(), paper_page())
    first = harvest(archive, day(1), *pages)
    before = dump(archive, "last_seen")
    # the session's address of the attachment is another one each time
    harvest(archive, day(2), meeting_page(), item_page(), paper_page(session="b"))
    assert dump(archive, "last_seen") == before
    assert changes(archive, since_run=first.id) == []
    seen = {table: {row["last_seen"] for row in rows} for table, rows in dump(archive).items()}
    assert seen.pop("organization") == {day(1)}  # the meeting's page only names it
    assert set().union(*seen.values()) == {day(2)}


def test_a_change_is_written_field_by_field(archive: Archive) -> None:
    first = harvest(archive, day(1), paper_page())
    harvest(archive, day(2), paper_page(name="Familienbericht", authors=None))
    assert changes(archive, since_run=first.id) == [
        (PAPER, "changed", "name", '"Kommunale Familienförderung"', '"Familienbericht"'),
        (PAPER, "changed", "authors", '["Frau Müller", "FB 42"]', None),
    ]
    paper = row(archive, "paper", PAPER)
    assert (paper["first_seen"], paper["updated_at"], paper["last_seen"]) == (
        day(1),
        day(2),
        day(2),
    )
    assert paper["snapshot_id"] == 2
    assert row(archive, "consultation", f"{PAPER}/rat/1")["updated_at"] == day(1)


def test_the_history_gives_a_then_b_then_a_again(archive: Archive) -> None:
    for number, name in enumerate(("A", "B", "A"), 1):
        harvest(archive, day(number), paper_page(name=name))

    def known(at: str) -> str | None:
        paper = archive.rebuild("paper", PAPER, at)
        return paper["name"] if paper else None

    assert [known(at) for at in (day(1, 1), day(1), day(1, 23), day(2), day(3))] == [
        None,
        "A",
        "A",
        "B",
        "A",
    ]
    assert [known(f"2026-01-0{number}") for number in (1, 2, 3, 4)] == ["A", "B", "A", "A"]
    assert archive.rebuild("paper", "town/paper/9", day(3)) is None


def test_a_step_that_the_paper_lacks_is_gone_and_comes_back(archive: Archive) -> None:
    school, council = paper_page().records[1:3]
    harvest(archive, day(1), paper_page())
    harvest(archive, day(2), paper_page(steps=(("Schulausschuss", "2009-06-03"),)))
    gone = row(archive, "consultation", council.id)
    assert (gone["gone_at"], gone["gone_reason"], gone["updated_at"]) == (
        day(2),
        "unlisted",
        day(2),
    )
    assert row(archive, "consultation", school.id)["gone_at"] is None
    harvest(archive, day(3), paper_page())
    back = row(archive, "consultation", council.id)
    assert (back["gone_at"], back["gone_reason"], back["last_seen"]) == (None, None, day(3))
    assert [change[:2] for change in changes(archive) if change[0] == council.id] == [
        (council.id, "appeared"),
        (council.id, "gone"),
        (council.id, "returned"),
    ]
    for at, gone_at in ((day(1), None), (day(2), day(2)), (day(3), None)):
        known = archive.rebuild("consultation", council.id, at)
        assert known is not None
        assert (known["date"], known["gone_at"]) == ("2009-06-30", gone_at)


def test_being_gone_is_noted_once(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    last = harvest(archive, day(2), paper_page(steps=()))
    harvest(archive, day(3), paper_page(steps=()))
    assert changes(archive, since_run=last.id) == []
    assert row(archive, "consultation", f"{PAPER}/rat/1")["gone_at"] == day(2)


def test_an_item_off_the_agenda_is_not_back_because_its_page_is_still_there(
    archive: Archive,
) -> None:
    shortened = meeting_page()
    shortened.records.pop(2)  # town/item/11
    harvest(archive, day(1), meeting_page(), item_page())
    last = harvest(archive, day(2), shortened, item_page(text="Mehrheitlich."))
    item = row(archive, "agenda_item", "town/item/11")
    assert (item["gone_at"], item["resolution_text"]) == (day(2), "Mehrheitlich.")
    harvest(archive, day(3), shortened, item_page(text="Mehrheitlich."))
    assert changes(archive, since_run=last.id) == []


def test_a_page_changes_only_what_it_states(archive: Archive) -> None:
    harvest(archive, day(1), meeting_page(), item_page())
    item = row(archive, "agenda_item", "town/item/11")
    assert (item["name"], item["resolution_text"]) == ("Familienförderung", "Einstimmig.")
    harvest(archive, day(2), meeting_page())
    assert row(archive, "agenda_item", "town/item/11")["resolution_text"] == "Einstimmig."


def test_an_item_may_come_before_its_meeting(archive: Archive) -> None:
    harvest(archive, day(1), item_page())
    assert row(archive, "agenda_item", "town/item/11")["name"] == "anders gekürzt"
    harvest(archive, day(2), meeting_page())
    item = row(archive, "agenda_item", "town/item/11")
    assert (item["name"], item["resolution_text"]) == ("Familienförderung", "Einstimmig.")


def test_an_item_before_its_meeting_in_the_same_batch(archive: Archive) -> None:
    stranger = item_page("town/item/99")  # not on the agenda of its meeting
    run = begin(archive, day(1))
    archive.store(run, [visit(stranger, day(1)), visit(meeting_page(), day(1))], [])
    assert row(archive, "agenda_item", "town/item/99")["gone_reason"] == "unlisted"
    assert row(archive, "agenda_item", "town/item/11")["gone_at"] is None


def test_a_mere_mention_only_adds_what_is_missing(archive: Archive) -> None:
    harvest(archive, day(1), meeting_page())
    renamed = meeting_page()
    renamed.records[0].name = "Umbenannt"  # type: ignore[attr-defined]
    harvest(archive, day(2), renamed)
    committee = row(archive, "organization", "town/organization/7")
    assert (committee["name"], committee["last_seen"]) == ("Schulausschuss", day(1))


def test_a_new_session_address_is_written_with_a_real_change(archive: Archive) -> None:
    first = harvest(archive, day(1), paper_page())
    renamed = paper_page(session="b")
    next(r for r in renamed.records if isinstance(r, File)).name = "Konzept neu"
    harvest(archive, day(2), renamed)
    assert row(archive, "file", FILE)["url"] == "https://ris.example/___tmp/b/x.pdf"
    fields = {change[2] for change in changes(archive, since_run=first.id)}
    assert fields == {"name", "url"}


def test_a_lasting_address_is_a_change(archive: Archive) -> None:
    pages = [paper_page(session=session) for session in "ab"]
    for page in pages:
        next(r for r in page.records if isinstance(r, File)).expires = False
    first = harvest(archive, day(1), pages[0])
    harvest(archive, day(2), pages[1])
    assert [change[2] for change in changes(archive, since_run=first.id)] == ["url"]


def test_fetched_bytes_become_versions(archive: Archive) -> None:
    for number, sha256 in enumerate(("a" * 64, "b" * 64, "a" * 64), 1):
        page = paper_page()
        next(r for r in page.records if isinstance(r, File)).sha256 = sha256
        harvest(archive, day(number), page)
    versions = archive.db.conn.execute(
        "SELECT file_id, sha256, first_seen, last_seen FROM file_version ORDER BY first_seen"
    ).fetchall()
    assert versions == [(FILE, "a" * 64, day(1), day(3)), (FILE, "b" * 64, day(2), day(2))]


def test_a_record_that_a_page_gives_twice_is_kept_once_and_reported(archive: Archive) -> None:
    page = paper_page()
    page.records.append(Paper(id=PAPER, reference="2009/0002"))
    harvest(archive, day(1), page)
    last = harvest(archive, day(2), page)
    assert row(archive, "paper", PAPER)["reference"] == "2009/0001"
    assert changes(archive, since_run=1) == []
    found = archive.db.query("SELECT code, record_id FROM finding WHERE run_id = ?", [last.id])
    assert list(found) == [{"code": "duplicate_record", "record_id": PAPER}]


def test_findings_of_page_and_visit_are_kept_once(archive: Archive) -> None:
    page = paper_page()
    page.note("warning", "unknown_result", "vertagt?", PAPER)
    extra = Finding("info", "slow", "took 20 s")
    run = begin(archive, day(1))
    archive.store(run, [visit(page, day(1), findings=(*page.findings, extra))], [])
    rows = archive.db.query("SELECT severity, code, record_id, url, snapshot_id FROM finding")
    assert list(rows) == [
        {
            "severity": "warning",
            "code": "unknown_result",
            "record_id": PAPER,
            "url": page.url,
            "snapshot_id": 1,
        },
        {
            "severity": "info",
            "code": "slow",
            "record_id": None,
            "url": page.url,
            "snapshot_id": 1,
        },
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param({"name": "\ud800"}, id="not Unicode"),
        pytest.param({"public": 7}, id="no boolean"),
        pytest.param({"reference": 2**70}, id="no 64 bits"),
    ],
)
def test_a_page_that_cannot_be_stored_fails_alone(archive: Archive, spoil: dict[str, Any]) -> None:
    bad = paper_page(2, **spoil)
    run = begin(archive, day(1))
    pages = (paper_page(1), bad, paper_page(3))
    archive.store(run, [visit(p, day(1)) for p in pages], [request(p.url) for p in pages])
    papers = [row["id"] for row in archive.db.query("SELECT id FROM paper ORDER BY id")]
    assert papers == ["town/paper/1", "town/paper/3"]
    states = [row["state"] for row in archive.db.query("SELECT state FROM frontier ORDER BY url")]
    assert states == ["done", "failed", "done"]
    (finding,) = archive.db.query("SELECT severity, code, url FROM finding")
    assert finding == {"severity": "error", "code": "not_storable", "url": bad.url}


def test_a_step_of_a_paper_that_is_not_held_fails_alone(archive: Archive) -> None:
    orphan = paper_page(2)
    orphan.records = [r for r in orphan.records if isinstance(r, Consultation)]
    run = begin(archive, day(1))
    archive.store(run, [visit(orphan, day(1)), visit(paper_page(), day(1))], [])
    assert archive.db.table("consultation").count == 2
    assert archive.db.table("paper").count == 1


def test_a_bug_in_a_parser_is_not_hidden(archive: Archive) -> None:
    page = paper_page()
    page.children = [Children("consultation", "paper", PAPER)]
    run = begin(archive, day(1))
    with pytest.raises(ValueError, match="consultation has no column paper"):
        archive.store(run, [visit(page, day(1))], [])
    assert archive.db.table("paper").count == 0


def test_a_request_without_a_response_leaves_no_snapshot(archive: Archive) -> None:
    run = begin(archive, day(1))
    url = "https://ris.example/vo020.asp?VOLFDNR=5"
    lost = visit(
        None, day(1), url=url, status=None, sha256=None, size=None, media_type=None,
        state="failed", error="timeout", findings=(Finding("error", "timeout", "30 s"),),
    )  # fmt: skip
    archive.store(run, [lost], [request(url)])
    assert archive.db.table("snapshot").count == 0
    (left,) = archive.db.query("SELECT state, attempts, error, http_status, done_at FROM frontier")
    assert left == {
        "state": "failed",
        "attempts": 1,
        "error": "timeout",
        "http_status": None,
        "done_at": None,
    }
    assert archive.db.table("finding").count == 1
