import pytest
from archive_pages import day, harvest, paper_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.archive import Archive
from harvester.archive.fulltext import index_papers


def found(archive: Archive, words: str, limit: int = 20) -> list[str]:
    return [paper["reference"] for paper in archive.search(words, limit)]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    texts = {
        2: ("Bebauungsplan Nr. 123 - Straße am Park", "Der B-Plan wird beschlossen."),
        3: ("Kita-Plätze", 'Zur Förderung von "Kitas" (100%) nach § 41 GO_NRW; Haus A7.'),
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
    assert filled.search("familienförderung", 1) == [
        {
            "id": "town/paper/1",
            "reference": "2009/0001",
            "name": "Kommunale Familienförderung",
            "paper_type": "report",
            "date": None,
            "source_url": "https://ris.example/vo020.asp?VOLFDNR=1",
        }
    ]


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
    assert isinstance(filled.search(words), list)


def test_a_huge_query_is_cut(filled: Archive) -> None:
    assert found(filled, "familienförderung " * 10_000) == ["2009/0001"]
    assert found(filled, "a" * 100_000) == []
