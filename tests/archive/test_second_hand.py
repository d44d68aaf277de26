"""What a form says beside the source's own pages: it fills, it never overrules."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive_pages import (
    BASE,
    SOURCE,
    STEPS,
    begin,
    changes,
    day,
    dump,
    harvest,
    paper_page,
    request,
    row,
    visit,
)
from sqlite_utils import Database, Migrations

from harvester.archive import Archive, Validators, migrations
from harvester.archive.migrations import m0001_initial
from harvester.page import Children, Listed, Page, Standing
from harvester.records import Consultation, File, Paper, PaperFile, PaperSection

PAPER = "town/paper/1"
STEP = f"{PAPER}/schulausschuss/1"


def form_page(
    steps: tuple[tuple[str, str | None], ...] = STEPS,
    rule: Standing = "form",
    reference: str = "2009/0001",
    file: str | None = None,
    **stated: Any,
) -> Page:
    page = Page(url=f"{BASE}getfile.asp?id=9", kind="file", parser="document/1")
    page.standing = dict.fromkeys(("paper", "paper_section", "consultation"), rule)
    page.records = [Paper(id=PAPER, reference=reference, **stated)]
    page.records += [
        Consultation(
            id=f"{PAPER}/{name.partition(' ')[0].lower()}/1",
            paper_id=PAPER,
            position=position,
            organization_name=name,
            date=date,
        )
        for position, (name, date) in enumerate(steps, 1)
    ]
    page.records.append(
        PaperSection(id=f"{PAPER}/section/anlagen", paper_id=PAPER, position=1, text="Plan")
    )
    if file is not None:
        page.records.append(File(id=file, sha256="cd" * 32))
    page.children = [
        Children(table, "paper_id", PAPER) for table in ("consultation", "paper_section")
    ]
    return page


def found(archive: Archive) -> set[tuple[str, str | None, str]]:
    rows = archive.db.conn.execute("SELECT code, record_id, message FROM finding")
    return set(rows)


def rules(archive: Archive, record_id: str) -> dict[str, str]:
    return dict(
        archive.db.conn.execute(
            "SELECT field, rule FROM derived WHERE record_id = ? AND field <> 'organization_id'",
            (record_id,),
        )
    )


def bare_page() -> Page:
    """A paper's own page that lists neither steps nor texts."""
    page = paper_page(steps=())
    page.records = [record for record in page.records if isinstance(record, Paper)]
    return page


def test_a_form_fills_what_the_page_leaves_open_and_says_so(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(), form_page(legal_basis="§ 10 BauGB"))
    paper = row(archive, "paper", PAPER)
    assert paper["legal_basis"] == "§ 10 BauGB"
    assert rules(archive, PAPER) == {"legal_basis": "form"}
    # the page to cite is still the paper's own
    assert paper["source_url"] == f"{BASE}vo020.asp?VOLFDNR=1"
    assert paper["parser_version"] == "allris.paper/1"
    assert found(archive) == set()


def test_the_silence_of_the_page_does_not_undo_the_form(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(), form_page(legal_basis="§ 10 BauGB"))
    before = dump(archive, "last_seen")
    harvest(archive, day(2), paper_page(), form_page(legal_basis="§ 10 BauGB"))
    assert dump(archive, "last_seen") == before


def test_the_word_of_the_page_replaces_the_form_and_the_difference_is_found(
    archive: Archive,
) -> None:
    harvest(archive, day(1), paper_page(), form_page(legal_basis="§ 10 BauGB"))
    harvest(archive, day(2), paper_page(legal_basis="§ 41 GO NRW"))
    assert row(archive, "paper", PAPER)["legal_basis"] == "§ 41 GO NRW"
    assert rules(archive, PAPER) == {}
    text = "legal_basis: '§ 41 GO NRW', but '§ 10 BauGB' in the form."
    assert found(archive) == {("sources_differ", PAPER, text)}


def test_the_form_does_not_overrule_the_page(archive: Archive) -> None:
    steps = (("Schulausschuss", "2009-06-04"), ("Rat der Stadt", "2009-06-30"))
    harvest(archive, day(1), paper_page(), form_page(steps, name="Familienbericht"))
    assert row(archive, "paper", PAPER)["name"] == "Kommunale Familienförderung"
    assert row(archive, "consultation", STEP)["date"] == "2009-06-03"
    assert found(archive) == {
        (
            "sources_differ",
            PAPER,
            "name: 'Kommunale Familienförderung', but 'Familienbericht' in the form.",
        ),
        ("sources_differ", STEP, "date: '2009-06-03', but '2009-06-04' in the form."),
    }


def test_spelling_is_no_contradiction(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(), form_page(name="KOMMUNALE  Familienfoerderung."))
    assert found(archive) == set()


def test_a_form_adds_no_steps_to_those_that_the_source_lists(archive: Archive) -> None:
    steps = (*STEPS, ("Sportausschuss", "2009-06-09"))
    harvest(archive, day(1), paper_page(), form_page(steps))
    assert archive.db.table("consultation").count == 2
    text = "The form names a step that the source does not list: Sportausschuss."
    assert found(archive) == {("step_only_in_form", f"{PAPER}/sportausschuss/1", text)}


def test_where_the_source_lists_no_steps_the_form_gives_them(archive: Archive) -> None:
    harvest(archive, day(1), bare_page(), form_page())
    dates = [r["date"] for r in archive.db.query("SELECT date FROM consultation ORDER BY position")]
    assert dates == ["2009-06-03", "2009-06-30"]
    assert rules(archive, STEP)["date"] == "form"
    assert row(archive, "consultation", STEP)["source_url"] == f"{BASE}getfile.asp?id=9"
    # an own page that still lists none leaves them alone
    harvest(archive, day(2), bare_page())
    assert row(archive, "consultation", STEP)["gone_at"] is None


def test_once_the_source_lists_steps_those_of_the_form_give_way(archive: Archive) -> None:
    steps = (("Schulausschuss", "2009-06-04"), ("Sportausschuss", "2009-06-09"))
    harvest(archive, day(1), bare_page(), form_page(steps))
    harvest(archive, day(2), paper_page())
    assert row(archive, "consultation", STEP)["date"] == "2009-06-03"
    assert rules(archive, STEP) == {}
    assert row(archive, "consultation", STEP)["source_url"] == f"{BASE}vo020.asp?VOLFDNR=1"
    assert row(archive, "consultation", f"{PAPER}/sportausschuss/1")["gone_reason"] == "unlisted"
    assert row(archive, "paper_section", f"{PAPER}/section/anlagen")["gone_reason"] == "unlisted"
    assert ("sources_differ", STEP, "date: '2009-06-03', but '2009-06-04' in the form.") in found(
        archive
    )


def test_of_two_forms_of_a_paper_the_first_speaks(archive: Archive) -> None:
    """Whichever comes last would win else, and every run would change the paper to and fro."""
    first = form_page(file="town/file/1", legal_basis="§ 1 GO", lead_department="51")
    other = form_page((("Schulausschuss", "2009-06-09"),), file="town/file/2", legal_basis="§ 2 GO")
    harvest(archive, day(1), bare_page(), first, other)
    paper = row(archive, "paper", PAPER)
    assert (paper["legal_basis"], paper["lead_department"]) == ("§ 1 GO", "51")
    assert row(archive, "consultation", STEP)["date"] == "2009-06-03"
    assert archive.db.table("consultation").count_where("gone_at IS NULL") == 2
    assert found(archive) == {
        ("sources_differ", PAPER, "legal_basis: '§ 1 GO', but '§ 2 GO' in town/file/2."),
        ("sources_differ", STEP, "date: '2009-06-03', but '2009-06-09' in town/file/2."),
    }
    before = dump(archive, "last_seen")
    harvest(archive, day(2), bare_page(), other, first)
    assert dump(archive, "last_seen") == before


def test_a_paper_without_a_number_takes_no_form(archive: Archive) -> None:
    page = bare_page()
    page.records = [Paper(id=PAPER, name="Antrag der Fraktion")]
    harvest(archive, day(1), page, form_page(legal_basis="§ 1 GO"))
    paper = row(archive, "paper", PAPER)
    assert (paper["reference"], paper["legal_basis"]) == (None, None)
    text = "The form is that of 2009/0001, the paper is without one."
    assert found(archive) == {("form_of_another_paper", PAPER, text)}


def test_a_form_names_the_one_of_its_papers(archive: Archive) -> None:
    pages = [paper_page(number) for number in (1, 2)]
    for page in pages:
        page.records = [record for record in page.records if isinstance(record, Paper)]
        paper_id = page.records[0].id
        page.records += [
            File(id="town/file/9"),
            PaperFile(id=f"{paper_id} town/file/9", paper_id=paper_id, file_id="town/file/9"),
        ]
    harvest(archive, day(1), *pages)
    assert archive.paper_of_file("town/file/9", "2009/0002") == "town/paper/2"
    assert archive.paper_of_file("town/file/9", "2009/0001") == PAPER
    assert archive.paper_of_file("town/file/8", "2009/0001") is None


def test_a_file_is_named_by_the_page_that_named_it_first(archive: Archive) -> None:
    def lists(url: str, name: str) -> Page:
        page = Page(
            url=url, kind="paper", parser="x/1", records=[File(id="town/file/1", name=name)]
        )
        page.states = {"file": frozenset({"name"})}
        return page

    pages = lists(f"{BASE}vo.asp?n=1", "Vorlage"), lists(f"{BASE}vo.asp?n=2", "Anlage 3")
    harvest(archive, day(1), *pages)
    assert row(archive, "file", "town/file/1")["name"] == "Vorlage"
    harvest(archive, day(2), *reversed(pages))
    assert archive.db.table("change").count_where("kind = 'changed'") == 0
    harvest(archive, day(3), lists("https://moved.example/vo.asp?n=1", "Vorlage neu"))
    assert row(archive, "file", "town/file/1")["name"] == "Vorlage neu"


def test_what_only_a_form_names_is_not_held(archive: Archive) -> None:
    listed = Page(url=f"{BASE}vo0040.asp", kind="paper_list", parser="x/1")
    listed.listed = [Listed("paper", PAPER, "2009-06-01")]
    run = begin(archive, day(1))
    archive.store(run, [visit(page, day(1)) for page in (listed, form_page())], [])
    counts = archive.count_run(run)
    assert (counts.listed, counts.missing) == (1, 1)
    assert archive.finish_run(run, "incomplete", None, day(1)).missing_ids == (PAPER,)


def test_another_reading_is_no_crawl(archive: Archive) -> None:
    run = begin(archive, day(1))
    archive.store(run, [], [request(f"{BASE}vo.asp?n=1")])
    archive.finish_run(run, "interrupted", None, day(1, 3))
    extract = archive.begin_run(SOURCE, "extract", {}, "harvester", day(1, 4))
    archive.finish_run(extract, "complete", None, day(1, 4))
    (status,) = archive.status()
    assert (status["last_run"]["command"], status["last_complete_run"]) == ("crawl", None)
    assert begin(archive, day(1, 5)).campaign == run.id


def test_a_form_that_was_read_in_part_takes_nothing_away(archive: Archive) -> None:
    harvest(archive, day(1), form_page())
    part = form_page(STEPS[:1])
    part.children = []
    harvest(archive, day(2), part)
    assert archive.db.table("consultation").count_where("gone_at IS NULL") == 2
    harvest(archive, day(3), form_page(STEPS[:1]))
    assert archive.db.table("consultation").count_where("gone_at IS NULL") == 1


def test_a_form_of_another_paper_is_not_taken(archive: Archive) -> None:
    harvest(archive, day(1), bare_page(), form_page(reference="2009/0777", legal_basis="§ 1"))
    assert row(archive, "paper", PAPER)["legal_basis"] is None
    assert archive.db.table("consultation").count == 0
    text = "The form is that of 2009/0777, the paper is 2009/0001."
    assert found(archive) == {("form_of_another_paper", PAPER, text)}


def test_a_position_is_better_than_a_text_in_one_line(archive: Archive) -> None:
    unpaired = tuple((name, None) for name, _ in STEPS)
    harvest(archive, day(1), form_page(unpaired, "text", legal_basis="§ 1 GO"))
    assert rules(archive, PAPER)["id"] == "text"
    harvest(archive, day(2), form_page(STEPS, "form", legal_basis="§ 1 GO"))
    assert row(archive, "consultation", STEP)["date"] == "2009-06-03"
    assert rules(archive, STEP)["date"] == "form"
    before = dump(archive, "last_seen")
    harvest(archive, day(3), form_page(unpaired, "text", legal_basis="§ 2 GO"))
    assert dump(archive, "last_seen") == before
    assert found(archive) == {
        ("sources_differ", PAPER, "legal_basis: '§ 1 GO', but '§ 2 GO' in the form."),
    }


def test_a_better_reading_of_the_same_kind_replaces_its_own(archive: Archive) -> None:
    harvest(archive, day(1), form_page(legal_basis="§ 1 G0", file_number="7"))
    first = harvest(archive, day(2), form_page(legal_basis="§ 1 GO"))
    paper = row(archive, "paper", PAPER)
    assert (paper["legal_basis"], paper["file_number"]) == ("§ 1 GO", None)
    assert found(archive) == set()
    assert {change[2] for change in changes(archive, first.id - 1)} == {
        "legal_basis",
        "file_number",
    }


def test_a_page_does_not_replace_what_was_read_from_the_bytes(archive: Archive) -> None:
    def page(**values: Any) -> Page:
        made = Page(url=f"{BASE}file/1", kind="file_page", parser="x/1")
        made.records = [File(id="town/file/1", **values)]
        return made

    shown = page(name="Vorlage", text="eine Zeile", text_status="ok", text_engine="platform/1")
    read = page(sha256="ab" * 32, text="zwei\nZeilen", text_status="ok", text_engine="engine/1")
    read.states = {"file": frozenset({"sha256", "text", "text_status", "text_engine"})}
    harvest(archive, day(1), shown)
    assert row(archive, "file", "town/file/1")["text"] == "eine Zeile"
    harvest(archive, day(2), read)
    harvest(archive, day(3), shown)
    file = row(archive, "file", "town/file/1")
    assert (file["text"], file["text_engine"]) == ("zwei\nZeilen", "engine/1")


def test_two_sources_of_one_paper_are_compared(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(body_id="town"))
    other = replace(SOURCE, id="platform", base_url="https://platform.example/")
    page = form_page((("Schulausschuss", "2009-06-09"),), "text", body_id="town", public=True)
    for record in page.records:
        record.id = record.id.replace("town/", "platform/")
        if not isinstance(record, Paper):
            record.paper_id = "platform/paper/1"  # type: ignore[attr-defined]
    page.children = []
    page.children = [Children("consultation", "paper_id", "platform/paper/1")]
    page.children += [Children("paper_section", "paper_id", "platform/paper/1")]
    run = archive.begin_run(other, "crawl", {}, "harvester", day(2))
    archive.store(run, [visit(page, day(2))], [])
    archive.finish_run(run, "complete", None, day(2))
    text = f"schulausschuss/1: date: '2009-06-09', but '2009-06-03' in {PAPER}."
    assert found(archive) == {("sources_differ", "platform/paper/1", text)}


def test_a_file_request_remembers_target_owner_and_validators(archive: Archive) -> None:
    run = begin(archive, day(1))
    url = f"{BASE}getfile.asp?id=9"
    asked = request(url, kind="file", target="town/file/9")
    archive.store(run, [], [asked])
    # another page knows the paper
    archive.store(run, [], [replace(asked, owner=PAPER)])
    assert archive.waiting("town", 9) == [replace(asked, owner=PAPER)]
    held = Validators("ab" * 32, '"e1"', None)
    archive.store(run, [visit(None, day(1), url=url, validators=held)], [])
    assert archive.waiting("town", 9) == []
    archive.finish_run(run, "complete", None, day(1))
    again = begin(archive, day(2))
    archive.store(again, [], [asked])
    assert archive.waiting("town", 9) == [replace(asked, owner=PAPER, validators=held)]


def test_what_is_wanted_once_is_not_asked_for_again(archive: Archive) -> None:
    run = begin(archive, day(1))
    done, failed = (request(f"{BASE}file/{n}", kind="file_page", once=True) for n in (1, 2))
    archive.store(run, [], [done, failed])
    archive.store(run, [visit(None, day(1), url=done.url)], [])
    archive.store(run, [visit(None, day(1), url=failed.url, state="failed")], [])
    archive.finish_run(run, "incomplete", None, day(1))
    again = begin(archive, day(3))
    archive.store(again, [], [done, failed])
    assert [fetch.url for fetch in archive.waiting("town", 9)] == [failed.url]


def test_an_archive_of_the_first_schema_is_brought_up_to_date(path: Path) -> None:
    first = Migrations(migrations.migrations.name)
    first()(m0001_initial)
    with sqlite3.connect(path, isolation_level=None) as conn:
        first.apply(Database(conn, execute_plugins=False))
        conn.execute("INSERT INTO derived VALUES ('paper', 'x', 'date', 'listing')")
    conn.close()
    with Archive.open(path) as archive:
        assert rules(archive, "x") == {"date": "listing"}
        harvest(archive, day(1), paper_page(), form_page(legal_basis="§ 10 BauGB"))
        archive.db.execute("DELETE FROM derived WHERE record_id = 'x'")
        assert archive.check() == []
