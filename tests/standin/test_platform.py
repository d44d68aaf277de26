"""The small politik-bei-uns.de: its pages in all forms, and that they show Bochum's papers."""

import re
from io import BytesIO
from pathlib import Path

import lxml.html
import pytest
from pdfminer.high_level import extract_text

from harvester.standin import PlatformWorld, bochum_world, platform_world
from harvester.standin.platform.pages import filesize
from harvester.standin.platform.world import PlatformFile
from standin.browsing import Visitor, is_html, parsed, words


@pytest.fixture(scope="module")
def world() -> PlatformWorld:
    return platform_world()


def rows(page: lxml.html.HtmlElement) -> dict[str, str]:
    data = page.xpath("//h3[.='Daten']/following-sibling::div[1]/div[@class='row']")
    return {words(row[0]): words(row[1]) for row in data}


def seed(world: PlatformWorld) -> PlatformFile:
    return next(iter(world.files.values()))


def test_the_page_of_the_seed(world: PlatformWorld) -> None:
    page = Visitor(world).tree(f"file/{seed(world).hex}")
    assert words(page.xpath("//h1")[0]) == "Beschlussvorlage der Verwaltung.pdf"
    assert rows(page) == {
        "Kommune": "Bochum",
        "Dateiname": "Beschlussvorlage der Verwaltung.pdf",
        "Größe": "133 kB",
        "Erstellt": "24.12.14, 20:12",
        "Aktualisiert": "27.01.18, 12:00",
    }
    text = words(page.xpath("//div[@id='file-text-raw']")[0])
    assert "Rat 26.03.2014 02.04.2014 10.04.2014 akt. Beratung Anlagen" in text
    assert "Dateigröße: 133 kB" in words(page.xpath("//p[@class='file-actions']")[0])


def test_the_download_is_bochums_pdf(world: PlatformWorld) -> None:
    browser = Visitor(world)
    page = browser.tree(f"file/{seed(world).hex}")
    [link] = page.xpath("//a[.='download']/@href")
    answer = browser.get(link)
    assert answer.media_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    bochum = bochum_world()
    assert answer.body == bochum.body(bochum.papers[7068726].documents[0])
    assert filesize(len(answer.body)) == rows(page)["Größe"]
    assert browser.get(f"file/{seed(world).hex}/view").body == answer.body


def test_every_form_of_page_is_there(world: PlatformWorld) -> None:
    browser, found = Visitor(world), {}
    for number, file in world.files.items():
        page = browser.tree(f"file/{number}")
        shown = rows(page)
        found[file.form] = (
            "Dateiname" in shown,
            bool(page.xpath("//a[.='öffnen']")),
            bool(page.xpath("//h3[.='Stichworte']")),
            words(page.xpath("//h1")[0]).startswith("Datei: "),
        )
        assert browser.get(f"file/{number}/download").body == file.body
    assert found == {
        "buttons": (True, True, False, False),
        "plain": (True, False, False, False),
        "keywords": (True, True, True, False),
        "oparl": (False, True, False, False),
        "old": (False, False, False, True),
    }
    towns = {file.town for file in world.files.values()}
    assert towns == {"Bochum", "Musterstadt"}
    unknown = [f for f in world.files.values() if f.created and f.created.year == 1970]
    assert rows(browser.tree(f"file/{unknown[0].hex}"))["Erstellt"] == "01.01.70, 00:00"


def test_a_paper_names_its_files(world: PlatformWorld) -> None:
    browser = Visitor(world)
    papers = {paper.paper.reference: paper for paper in world.papers.values()}
    page = browser.tree(f"paper/{papers['20140402'].hex}")
    assert words(page.xpath("//h1")[0]).startswith("Bebauungsplan Nr. 947")
    assert rows(page) == {
        "Kommune": "Bochum",
        "Referenz": "20140402",
        "Typus": "Beschlussvorlage der Verwaltung",
        "Erstellt": "26.12.14, 12:37",
    }
    titles = [words(title) for title in page.xpath("//h3")[1:-3]]
    assert titles == [
        "Hauptdatei: Beschlussvorlage der Verwaltung.pdf",
        "Weitere Datei: Anlage 1: Abwägung.pdf",
    ]
    links = page.xpath("//a[.='Details']/@href")
    assert links == [f"/file/{file.hex}" for file in papers["20140402"].files]


def test_every_link_leads_somewhere(world: PlatformWorld) -> None:
    browser = Visitor(world)
    seen = browser.walk(world.addresses(browser.base))
    assert {answer.status for answer in seen.values()} == {200}
    assert sum(not is_html(answer) for answer in seen.values()) >= len(world.files)
    for address in ("file/000000000000000000000000", "file/1", "paper/549a", "meeting/1"):
        answer = browser.get(address)
        assert (answer.status, words(parsed(answer).xpath("//h1")[0])) == (404, "Nicht gefunden")


def test_the_text_is_that_of_the_file(world: PlatformWorld) -> None:
    for file in world.files.values():
        from_file = re.sub(r"\s|-", "", extract_text(BytesIO(file.body)))
        from_page = re.sub(r"\s|-", "", file.text)
        assert sorted(from_file) == sorted(from_page)


def test_what_the_forms_say(world: PlatformWorld) -> None:
    told = world.expected()
    assert told["paper"]["pbu/paper/20140656"] == {
        "reference": "20140656",
        "name": 'Zielvereinbarung zur Erlangung des Zertifikats "Familiengerechte Kommune"',
        "paper_type_raw": "Beschlussvorlage der Verwaltung",
        "lead_department": "510 (3950)",
        "legal_basis": None,
        "decision_body": ["Rat"],
    }
    steps = told["consultation"]
    assert steps["pbu/paper/20140431/ausschuss-fuer-kultur-und-sport/1"]["date"] == "2014-03-21"
    doubtful = [s["date"] for key, s in steps.items() if "20131987-1" in key]
    assert doubtful == [None, None]  # two committees, one date


def test_it_is_frozen(world: PlatformWorld) -> None:
    assert world.at_night(3) is world
    assert platform_world().addresses("/") == world.addresses("/")
    assert len(set(world.addresses("/"))) == len(world.files) + len(world.papers)


@pytest.mark.parametrize(
    ("size", "shown"),
    [(999, "999 Byte"), (1040, "1,0 kB"), (9_960, "10,0 kB"), (10_001, "10 kB"),
     (133_999, "133 kB"), (1_149_000, "1,1 MB"), (12_900_000, "12 MB")],
)  # fmt: skip
def test_sizes(size: int, shown: str) -> None:
    assert filesize(size) == shown


def test_the_markup_is_that_of_real_pages(corpus: Path, world: PlatformWorld) -> None:
    name = "file_549af4291ae6a008f36dd148.html"
    real = lxml.html.document_fromstring((corpus / "politik_bei_uns" / name).read_text())
    made = Visitor(world).tree(f"file/{seed(world).hex}")
    assert made.body.get("class") == real.body.get("class") == "file-single"
    row = "//div[@class='container nogutter gap-after']/div[@class='row']"
    for path in ("//h1", "//p[@class='legacy-warning']", "//p[@class='site-notice']",
                 "//div[@class='row gap-after']/div[@class='col-md-6']/h3[.='Daten']",
                 f"{row}/div[@class='col-md-6']",
                 "//div[@class='row gap-before']/div[@class='col-md-12']//a[.='download']",
                 "//div[@class='row gap-before']/div/div[@id='file-text-raw']"):  # fmt: skip
        assert bool(real.xpath(path)) == bool(made.xpath(path)) is True, path
    assert list(rows(made)) == list(rows(real))
