from typing import Any

import pytest
from archive_pages import day, harvest, item_page, meeting_page, paper_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.archive import Archive
from harvester.archive.fulltext import index_papers
from harvester.archive.searching import Filters, Found, Hit
from harvester.page import Page
from harvester.records import Consultation, File


def found(archive: Archive, words: str, limit: int = 20) -> list[str]:
    return [hit.reference for hit in archive.search(words, limit).hits]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    texts = {
        2: ("Bebauungsplan Nr. 123 - Straße am Park", "Der B-Plan wird beschlossen, 1. Ausbau."),
        3: ("Kita-Plätze", 'Zur Förderung von "Kitas" (100%) nach § 41 GO_NRW; Haus A7, Nr.448.'),
    }
    pages = [paper_page(1)]
    pages += [paper_page(number, name=name, text=text) for number, (name, text) in texts.items()]
    harvest(archive, day(1), *pages)
    return archive


@pytest.mark.parametrize(
    "words",
    [
        "familienförderung",
        "Familienforderung",
        "FAMILIENFOERDERUNG",
        "Kommunale Familienförderung",
        "förderung kommunale",
        '"Familienförderung",',
        "2009/0001",
        "lienförd",
    ],
)
def test_a_paper_is_found_by_words_and_parts_of_words(filled: Archive, words: str) -> None:
    assert found(filled, words)[0] == "2009/0001"


@pytest.mark.parametrize(
    ("words", "references"),
    [
        ("strasse", ["2009/0002"]),
        ("B-Plan Nr. 123", ["2009/0002"]),
        ("kita-plaetze", ["2009/0003"]),
        ("100%", ["2009/0003"]),
        ("go_nrw", ["2009/0003"]),
        ("§ 41", ["2009/0003"]),
        ("A7", ["2009/0003"]),  # shorter than a trigram
        ("Nr.123", ["2009/0002"]),  # of "Nr. 123"
        ("B-Plan Nr.123", ["2009/0002"]),
        ("nr.12", ["2009/0002"]),
        ("1.Ausbau", ["2009/0002"]),
        ("7.Ausbau", []),
        ("nr448", []),
        ("Nr. 448", ["2009/0003"]),  # of "Nr.448"
        ("a7 kitas", ["2009/0003"]),
        ("förderung straße", []),  # all the words, not any
        ("k*ta", []),
        ("k?ta", []),
        ("kit[a]", []),
        ("", []),
        ("  \n", []),
        ("§", []),
    ],
)
def test_what_is_found(filled: Archive, words: str, references: list[str]) -> None:
    assert found(filled, words) == references


def test_a_hit_in_the_title_comes_first_and_the_limit_holds(filled: Archive) -> None:
    assert found(filled, "förderung") == ["2009/0001", "2009/0003"]
    assert found(filled, "förderung", limit=1) == ["2009/0001"]


def test_a_hit_says_what_it_is(filled: Archive) -> None:
    (hit,) = filled.search("familienförderung", 1).hits
    assert hit == Hit(
        id="town/paper/1",
        reference="2009/0001",
        name="Kommunale Familienförderung",
        body_name=None,
        paper_type="report",
        paper_type_raw=None,
        date=None,
        source_id="town",
        source_url="https://ris.example/vo020.asp?VOLFDNR=1",
        snapshot_id=1,
        last_seen=hit.last_seen,
        step_date="2009-06-30",
        step_committee="Rat der Stadt",
        step_result="ungeändert beschlossen",
        snippets=(),
    )


def test_the_index_follows_the_paper(archive: Archive) -> None:
    harvest(archive, day(1), paper_page(text="Zuerst Radweg."))
    harvest(archive, day(2), paper_page(text="Dann Gehweg."))
    assert (found(archive, "radweg"), found(archive, "gehweg")) == ([], ["2009/0001"])
    page = paper_page()
    page.records = [r for r in page.records if r.record != "paper_section"]
    harvest(archive, day(3), page)
    assert (found(archive, "gehweg"), found(archive, "kommunale")) == ([], ["2009/0001"])


def test_a_paper_that_is_gone_is_not_found(archive: Archive) -> None:
    harvest(archive, day(1), paper_page())
    with archive.db.atomic():
        archive.db.execute("UPDATE paper SET gone_at = '2026', gone_reason = 'not_found'")
        assert found(archive, "familienförderung") == []
        archive.db.execute("UPDATE paper SET gone_at = NULL, gone_reason = NULL")


def test_indexing_nothing_is_nothing(archive: Archive) -> None:
    index_papers(archive.db, set())
    assert found(archive, "nichts") == []


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(max_size=60) | st.text(alphabet="\"'*?[]^-()%_:+{}\\\0\ud800 ORANDNEAR", max_size=30)
)
def test_no_query_is_an_error(filled: Archive, words: str) -> None:
    assert isinstance(filled.search(words), Found)


def test_a_huge_query_is_cut(filled: Archive) -> None:
    assert found(filled, "familienförderung " * 10_000) == ["2009/0001"]
    assert found(filled, "a" * 100_000) == []


def test_hyphens_do_not_matter_but_between_digits(archive: Archive) -> None:
    pages = (
        paper_page(1, name="Kita-Plätze", text="A"),
        paper_page(2, name="Kitaplätze", text="B"),
        paper_page(3, name="Plan 19-20", text="C"),
        paper_page(4, name="Plan 1920", text="D"),
    )
    harvest(archive, day(1), *pages)
    for words in ("Kita-Plätze", "kitaplaetze", "Kita – Plätze"):
        assert sorted(found(archive, words)) == ["2009/0001", "2009/0002"]
    assert found(archive, "19-20") == ["2009/0003"]
    assert found(archive, "1920") == ["2009/0004"]


def dated(number: int, date: str | None, **changed: Any) -> Page:
    page = paper_page(number, (), date=date, **changed)
    page.states = {}
    return page


def test_the_newest_come_first_and_pages_follow_without_a_gap(archive: Archive) -> None:
    titled = [dated(n, f"2009-01-{n:02}", name="Radweg") for n in (3, 1, 2)]
    texts = [dated(n, f"2009-01-{n:02}", text="Ein Radweg.") for n in (6, 4, 5)]
    harvest(archive, day(1), *titled, dated(7, None, text="Radwege"), *texts)
    expected = [f"2009/000{n}" for n in (3, 2, 1, 6, 5, 4, 7)]
    assert found(archive, "radweg") == expected
    for size in range(1, 8):
        pages = [archive.search("radweg", size, at) for at in range(0, 10, size)]
        shown = [hit.reference for page in pages for hit in page.hits]
        assert shown == expected
        assert [page.more for page in pages] == [at + size < 7 for at in range(0, 10, size)]


def test_a_paper_moves_with_its_date(archive: Archive) -> None:
    harvest(archive, day(1), dated(1, "2009-01-01"), dated(2, "2009-01-02"))
    assert found(archive, "familienförderung") == ["2009/0002", "2009/0001"]
    harvest(archive, day(2), dated(1, "2009-01-03"))
    assert found(archive, "familienförderung") == ["2009/0001", "2009/0002"]
    assert archive.check() == []


def test_documents_and_minutes_are_searched_and_quoted(archive: Archive) -> None:
    page = paper_page()
    text = f"{'Vorwort ' * 50}Die Lärmschutzwand\nkostet viel. {'Schluss ' * 50}"
    for record in page.records:
        if isinstance(record, File):
            record.text, record.text_status = text, "ok"
    harvest(archive, day(1), page, meeting_page(), item_page(text="Mit Brückenbau einverstanden."))
    (hit,) = archive.search("lärmschutz").hits
    (snippet,) = hit.snippets
    assert snippet.heading == "Konzept"
    assert [part for part, is_hit in snippet.parts if is_hit] == ["Lärmschutzwand"]
    shown = "".join(part for part, _ in snippet.parts)
    assert shown.startswith("… Vorwort Vorwort ")
    assert "Die Lärmschutzwand kostet viel. Schluss" in shown
    assert shown.endswith(" Schluss …")
    (hit,) = archive.search("brueckenbau lärmschutz").hits
    assert [snippet.heading for snippet in hit.snippets] == ["Beschluss", "Konzept"]
    assert hit.snippets[0].parts == (
        ("Mit ", False),
        ("Brückenbau", True),
        (" einverstanden.", False),
    )
    harvest(archive, day(2), item_page(text="Zurückgestellt."))
    assert found(archive, "brückenbau") == []


@pytest.fixture
def council(archive: Archive) -> Archive:
    """Three papers: their steps differ in committee, date and result."""
    first = paper_page(1, paper_type="motion", body_id="town")
    second = paper_page(2, (("Rat der Stadt", "2010-05-05"),))
    third = paper_page(3, (("Schulausschuss", "2011-01-01"), ("Bauausschuss", "2011-02-02")))
    for record in third.records:
        if isinstance(record, Consultation) and record.organization_name == "Bauausschuss":
            record.result = "rejected"
    harvest(archive, day(1), first, second, third)
    return archive


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(body="town"), [1]),
        (Filters(body="Stadt To"), [1]),
        (Filters(body="Herne"), []),
        (Filters(committee="schulausschuß"), [3, 1]),
        (Filters(committee="Rat der"), [2, 1]),
        (Filters(committee="Kulturausschuss"), []),
        (Filters(paper_type="motion"), [1]),
        (Filters(result="rejected"), [3]),
        (Filters(result="rejected", committee="Bau"), [3]),
        (Filters(result="rejected", committee="Schul"), []),  # of the same step
        (Filters(since="2010-01-01"), [3, 2]),
        (Filters(until="2009-06-03"), [1]),
        (Filters(since="2009-06-04", until="2010-05-05"), [2, 1]),
        (Filters(committee="Schul", since="2011-01-02"), []),
        (Filters(committee="' OR 1=1 --"), []),
    ],
)
def test_filters(council: Archive, filters: Filters, numbers: list[int]) -> None:
    for words in ("", "familienförderung", "beschließt"):
        hits = council.search(words, filters=filters).hits
        assert [hit.reference for hit in hits] == [f"2009/000{n}" for n in numbers]


def test_without_words_and_filters_nothing_is_found(council: Archive) -> None:
    assert council.search("").hits == ()
    assert council.search("...", filters=Filters(paper_type="motion")).hits == ()
