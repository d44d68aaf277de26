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
