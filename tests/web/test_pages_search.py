"""The page to search."""

from pathlib import Path

import pytest
from datasette.app import Datasette

from harvester.archive import Archive, Visit
from harvester.web.app import build
from web.asking import dangers, get, texts, tree
from web.page_samples import MOTION, PAPER, PLAN, changed, said
from web.samples import NIGHTS, SOURCE, paper_page


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("?q=kita", [PAPER]),
        ("?q=S%C3%BCdstadt", [PAPER]),
        ("?q=2009/0002", [MOTION]),
        ("?ergebnis=rejected", [PLAN]),
        ("?art=motion&ort=town", [MOTION]),
        ("?gremium=schul&q=kita", [PAPER]),
        ("?q=kita&von=2009-09-30&bis=2009-09-30", [PAPER]),
        ("?q=kita&von=30.09.2009", [PAPER]),
        ("?q=kita&von=01.10.2009", []),
        ("?q=unauffindbar", []),
    ],
)
def test_search(app: Datasette, query: str, papers: list[str]) -> None:
    answer = get(app, f"/suche{query}")
    assert tree(answer).xpath("//ol[@class='liste']//h3/a/@href") == papers
    heading = texts(answer, "//h2")[0]
    assert heading == ("1 Treffer" if papers else "Nichts gefunden")


def test_a_hit_shows_where_and_leads_to_source_and_copy(app: Datasette) -> None:
    (hit,) = tree(get(app, "/suche?q=ausbau")).xpath("//ol[@class='liste']/li")
    assert {mark.text for mark in hit.xpath(".//mark")} == {"Ausbau"}
    assert hit.xpath(".//a/@href") == [
        PAPER,
        "https://www.musterstadt.example/allris/vo020.asp?VOLFDNR=1",
        "/kopie/1",
    ]
    assert "ungeändert beschlossen – Rat der Stadt, 30. September 2009" in " ".join(
        hit.text_content().split()
    )


@pytest.mark.parametrize(
    ("query", "field", "complaint"),
    [
        ("?von=gestern", "von", "„gestern“ ist kein Tag wie 31.05.2026."),
        ("?bis=31.02.2009", "bis", "„31.02.2009“ ist kein Tag wie 31.05.2026."),
        ("?von=2009-02-01&bis=2009-01-01", "bis", "Der letzte Tag liegt vor dem ersten."),
        ("?art=roman", "art", "„roman“ steht nicht zur Wahl."),
        ("?ergebnis=egal", "ergebnis", "„egal“ steht nicht zur Wahl."),
        ("?ort=atlantis", "ort", "„atlantis“ steht nicht zur Wahl."),
    ],
)
def test_what_cannot_be_understood_is_said_beside_the_field(
    app: Datasette, query: str, field: str, complaint: str
) -> None:
    answer = get(app, f"/suche{query}&q=kita")
    page = tree(answer)
    (input_,) = page.xpath(f"//*[@name='{field}']")
    assert input_.get("aria-invalid") == "true"
    assert page.xpath(f"string(//*[@id='{input_.get('aria-describedby')}'])") == complaint
    assert not page.xpath("//ol[@class='liste']/li")
    assert "Gesucht wurde noch nicht." in said(app, f"/suche{query}&q=kita")


@pytest.mark.parametrize(
    "words",
    [
        *('"', "'", "%22%22", "AND", "NEAR(", "*", "%", "%00", "%FF", "a" * 3000, "%F0%9F%8F%9B"),
        *("B-Plan+Nr.+123", "kita+OR+1=1", "%3Cscript%3Ealert(1)%3C/script%3E", "{{7*7}}", "-", ""),
    ],
)
def test_any_search_is_answered(app: Datasette, words: str) -> None:
    for query in (
        f"?q={words}",
        f"?q={words}&seite=-1",
        f"?gremium={words}&seite=7",
        f"?von={words}",
    ):
        answer = get(app, f"/suche{query}")
        assert answer.status_code == 200
        assert dangers(answer) == []


def test_many_hits_come_in_pages(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        run = archive.begin_run(SOURCE, "crawl town", {}, "test", NIGHTS[0])
        for number in range(1, 51):
            page = paper_page(number, name=f"Bürgersteig {number}", date="2009-05-20")
            visit = Visit(None, page.url, "GET", None, 200, NIGHTS[0], "text/html", "0", 0, page)
            archive.store(run, [visit], [])
        archive.finish_run(run, "complete", None, NIGHTS[0])
    app = build(tmp_path / "archive.sqlite")
    seen: set[str] = set()
    headings, path = [], "/suche?q=b%C3%BCrgersteig&ort=town"
    while path:
        page = tree(get(app, path))
        headings.append(" ".join(page.xpath("string(//h2)").split()))
        seen.update(page.xpath("//ol[@class='liste']//h3/a/@href"))
        assert page.xpath("//input[@name='q']/@value") == ["bürgersteig"]
        assert page.xpath("//select[@name='ort']/option[@selected]/@value") == ["town"]
        path = "".join(f"/suche{link}" for link in page.xpath("//a[@rel='next']/@href"))
    assert len(seen) == 50
    assert headings == [
        "Treffer 1 bis 20, es gibt mehr",
        "Treffer 21 bis 40, es gibt mehr",
        "Treffer 41 bis 50",
    ]


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("?q=20090002", [MOTION]),
        ("?q=2009/2", [MOTION]),
        ("?q=2009-0002&ort=town", [MOTION]),
        ("?q=2009/2&art=report", []),
        ("?q=2009/2&seite=2", []),
        ("?q=2009/9", []),
        ("?q=town/paper/2", []),  # has words, and is no number
    ],
)
def test_a_number_is_found_however_it_is_typed(
    app: Datasette, query: str, papers: list[str]
) -> None:
    answer = get(app, f"/suche{query}")
    assert tree(answer).xpath("//ol[@class='liste']//h3/a/@href") == papers
    told = said(app, f"/suche{query}")
    assert ("Vorlage mit dieser Nummer" in told) == bool(papers)
    assert ("Gefunden wurde nichts." in told) == (not papers)
    assert "Im Archiv steht" not in told
    assert texts(answer, "//h2")[0] == ("1 Treffer" if papers else "Nichts gefunden")


def test_a_number_finds_what_is_gone_and_only_of_the_town(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE paper SET gone_at = '2026-02-01T02:00:00Z', gone_reason = 'unlisted'"
        " WHERE id = 'town/paper/2'",
        "INSERT INTO body SELECT 'other', 'Anderswo', ags, website FROM body",
    )
    told = said(app, "/suche?q=2009/0002")
    assert "Vorlage mit dieser Nummer; sie steht nicht mehr bei der Quelle" in told
    assert "Gefunden wurde nichts." in said(app, "/suche?q=2009/2&ort=other")


def test_what_number_and_words_find_is_one_hit(tmp_path: Path) -> None:
    app = changed(tmp_path, "UPDATE paper SET reference = '09-0003' WHERE id = 'town/paper/3'")
    answer = get(app, "/suche?q=09/0003")  # its text is still indexed under 2009/0003
    assert tree(answer).xpath("//ol[@class='liste']//h3/a/@href") == [PLAN]
    assert texts(answer, "//h2")[0] == "1 Treffer"
