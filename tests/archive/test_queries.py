from typing import Any

import pytest
from archive_pages import STEPS, day, harvest, paper_page

from harvester.archive import Archive


def test_a_paper_comes_with_its_way_its_sections_and_files(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    (paper,) = archive.papers_by_reference(" 2009/0001 ")
    assert paper["match"] == "exact"
    assert (paper["authors"], paper["public"]) == (["Frau Müller", "FB 42"], True)
    assert [
        (step["position"], step["organization_name"], step["date"], step["result"])
        for step in paper["consultations"]
    ] == [
        (1, "Schulausschuss", "2009-06-03", "accepted"),
        (2, "Rat der Stadt", "2009-06-30", "accepted"),
    ]
    assert [section["heading"] for section in paper["sections"]] == ["Beschlussvorschlag"]
    (file,) = paper["files"]
    assert (file["name"], file["declared_size"], file["expires"]) == ("Konzept", 196_000, True)
    assert file["position"] == 1


def test_a_step_that_is_gone_is_left_out(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    harvest(archive, day(2), paper_page(steps=STEPS[:1]))
    (paper,) = archive.papers_by_reference("2009/0001")
    assert [step["position"] for step in paper["consultations"]] == [1]


@pytest.mark.parametrize("asked", ["20090001", "2009/1", "2009-0001", "2009 / 01"])
def test_a_reference_written_otherwise_is_a_loose_match(archive: Archive, asked: str) -> None:
    harvest(archive, day(1), paper_page(1), paper_page(11))
    assert [(p["reference"], p["match"]) for p in archive.papers_by_reference(asked)] == [
        ("2009/0001", "loose")
    ]


def test_an_exact_match_needs_no_loose_one(archive: Archive) -> None:
    other = paper_page(2, reference="2009/1")
    harvest(archive, day(1), paper_page(1), other)
    assert [p["id"] for p in archive.papers_by_reference("2009/1")] == ["town/paper/2"]


@pytest.mark.parametrize("asked", ["", "/", "2009", "2009/0002", "§"])
def test_an_unknown_reference_finds_nothing(archive: Archive, asked: str) -> None:
    harvest(archive, day(1), paper_page())
    assert archive.papers_by_reference(asked) == []


def test_the_german_view_shows_the_way_in_order(archive: Archive) -> None:
    page = paper_page(2, steps=(*STEPS, ("Beirat", "2009-07-01")))
    unknown = page.records[3]
    unknown.role = unknown.result = unknown.date = None  # type: ignore[attr-defined]
    unknown.role_raw = "Mitberatung"  # type: ignore[attr-defined]
    unknown.result_raw = "siehe Protokoll"  # type: ignore[attr-defined]
    unknown.date_raw = "im Juli"  # type: ignore[attr-defined]
    harvest(archive, day(1), page, paper_page(1))
    harvest(archive, day(2), paper_page(1, steps=STEPS[1:]))
    shown = archive.db.conn.execute(
        "SELECT Kommune, Vorlage, Schritt, Gremium, Rolle, Datum, Ergebnis, Ergebnis_Wortlaut "
        "FROM beratungsfolge"
    ).fetchall()
    done = ("Entscheidung", "2009-06-30", "beschlossen", "ungeändert beschlossen")
    school = ("Entscheidung", "2009-06-03", "beschlossen", "ungeändert beschlossen")
    assert shown == [
        ("Stadt Town", "2009/0001", 1, "Rat der Stadt", *done),
        ("Stadt Town", "2009/0002", 1, "Schulausschuss", *school),
        ("Stadt Town", "2009/0002", 2, "Rat der Stadt", *done),
        (
            *("Stadt Town", "2009/0002", 3, "Beirat", "Mitberatung", "im Juli"),
            *("siehe Protokoll", "siehe Protokoll"),
        ),
    ]


def when_gone(archive: Archive, **times: str | None) -> dict[str, Any]:
    """The paper as it is shown if what is live in these tables went then."""
    archive.db.execute("BEGIN")
    for table, at in times.items():
        archive.db.execute(
            f"UPDATE {table} SET gone_at = ?, gone_reason = ? WHERE gone_at IS NULL",
            [at, at and "unlisted"],
        )
    (paper,) = archive.papers_by_reference("2009/0001")
    archive.db.conn.rollback()
    return paper


def test_a_paper_that_is_gone_keeps_what_went_with_it(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    harvest(archive, day(2), paper_page(steps=STEPS[1:]))  # the first step goes before
    tables = ("paper", "consultation", "paper_section", "paper_file", "file")
    paper = when_gone(archive, **dict.fromkeys(tables, day(9)))
    assert [step["organization_name"] for step in paper["consultations"]] == ["Rat der Stadt"]
    assert [section["text"] for section in paper["sections"]] == ["Der Rat beschließt."]
    assert [file["name"] for file in paper["files"]] == ["Konzept"]


@pytest.mark.parametrize(
    ("paper", "tie", "file", "shown"),
    [
        (None, None, None, True),
        (None, None, day(9), False),
        (None, day(9), None, False),
        (day(9), day(9), day(9), True),
        (day(9), day(9), None, True),  # another paper has it too
        (day(9), day(9), day(10), True),  # and went later
        (day(9), day(9), day(8), False),
        (day(9), day(8), None, False),
    ],
)
def test_files_of_papers_here_and_gone(
    archive: Archive, paper: str | None, tie: str | None, file: str | None, shown: bool
) -> None:
    harvest(archive, day(1), paper_page())
    found = when_gone(archive, paper=paper, paper_file=tie, file=file)
    assert [one["name"] for one in found["files"]] == (["Konzept"] if shown else [])
