"""SessionNet's pages of the small Bochum, in all layouts: whole, linked, of one mind."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from harvester.standin import BochumWorld, bochum_world, generated_bochum
from harvester.standin.answer import PDF
from harvester.standin.bochum.world import Layout
from standin.browsing import Visitor, is_html, parsed, words

LAYOUTS: tuple[Layout, ...] = (4, 5, 6)
SEED = "7068726"


def visitor(layout: Layout = 6, **options: object) -> Visitor:
    """A visitor who has seen the calendar, which begins the session."""
    found = Visitor(bochum_world(layout=layout, **options))  # type: ignore[arg-type]
    found.get(f"si0040.{found.system.world.extension}")
    return found


def cells(row: lxml.html.HtmlElement) -> list[str]:
    return [words(cell) for cell in row.xpath("td")]


@pytest.mark.parametrize("extension", ["asp", "php"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_link_of_the_site_leads_somewhere(layout: Layout, extension: str) -> None:
    browser = visitor(layout, extension=extension, odd_files=True)
    seen = browser.walk([f"infobi.{extension}", f"to0040.{extension}?__ksinr=7223"])
    assert {answer.status for answer in seen.values()} == {200}
    for address, answer in seen.items():
        assert not is_html(answer) or "keine Informationen" not in answer.body.decode(), address
    scripts = Counter(re.findall(r"/bi/(\w+)\.", " ".join(seen)))
    world = browser.system.world
    assert scripts["getfile"] >= len(world.documents)
    assert scripts["vo0053"] == 25
    assert scripts["si0041"] == scripts["kp0040"] == 12
    assert scripts["vo0040"] in {3, 4}  # the first page has two addresses
    assert scripts["to0040" if layout == 4 else "si0057"] >= 15
    assert scripts["ag0050"] >= 2
    everything = {
        number for address in seen for number in re.findall(r"getfile.*id=(\d+)", address)
    }
    assert everything == {str(number) for number in world.documents}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_say_what_they_are(layout: Layout) -> None:
    browser = visitor(layout)
    page = browser.get(f"vo0050.asp?__kvonr={SEED}")
    source = page.body.decode()
    assert page.media_type == "text/html; charset=utf-8"
    assert f"bi (Layout {layout})" in source
    assert "smc_page_vo0050_layout" in source
    assert "Zertifikats &quot;Familiengerechte Kommune&quot;" in source
    assert "https://somacos.de/" in source
    asp, php = (visitor(layout, extension=e).get(f"gr0040.{e}") for e in ("asp", "php"))
    assert b"Aussch&#252;sse" in asp.body
    assert "Ausschüsse" in php.body.decode()


def test_the_calendar_of_april() -> None:
    rows = visitor(6).tree("si0040.asp?__cjahr=2014&__cmonat=4").xpath("//tr[@class='smc-t-r-l']")
    assert [cells(row)[1:3] for row in rows[:3]] == [["02", "Mi"], ["", ""], ["03", "Do"]]
    assert rows[0].xpath(".//td[contains(@class, 'silink')]//a/@title") == [
        "Details anzeigen: Jugendhilfeausschuss 02.04.2014"
    ]
    assert [words(li) for li in rows[0].xpath(".//li")] == [
        "15:00-17:12 Uhr",
        "Rathaus, Großer Sitzungssaal",
    ]
    old = visitor(4).tree("si0040.asp?__cjahr=2014&__cmonat=4")
    table = old.xpath("//table[@id='smc_page_si0040_contenttable1']")[0]
    assert table.get("summary") == "Inhalt der Tabelle: Sitzungen Termine: April 2014"
    assert [cells(row)[:3] for row in table.xpath("tbody/tr")[:2]] == [
        ["2", "15:00-17:12 Uhr", "Jugendhilfeausschuss"],
        ["", "16:00-19:01 Uhr", "Ausschuss für Wirtschaft, Infrastruktur- und Stadtentwicklung"],
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_months_without_meetings_and_without_links(layout: Layout) -> None:
    browser = visitor(layout)
    may = words(browser.tree("si0040.asp?__cjahr=2014&__cmonat=5"))
    assert ("Keine Sitzungen" if layout == 4 else "Keine Daten") in may
    june = browser.tree("si0040.asp?__cjahr=2014&__cmonat=6")
    row = june.xpath("//tr[td[contains(., 'Bochum-Ost')]]")[0]
    assert not row.xpath(".//a[contains(@href, 'ksinr')]")
    assert len(june.xpath("//a[contains(@href, '__ksinr=7231')]")) == 1


def test_the_agenda_of_the_council_in_layout_4() -> None:
    page = visitor(4).tree("to0040.asp?__ksinr=7223")
    facts = [words(cell) for cell in page.xpath("//table[@id='smctablevorgang']//td")]
    assert facts == [
        "Sitzung:", "223/2014", "Gremium:", "Rat", "Datum:", "10.04.2014", "Zeit:",
        "15:00-19:42 Uhr", "Raum:", "Rathaus, Großer Sitzungssaal",
    ]  # fmt: skip
    rows = page.xpath("//table[@id='smc_page_to0040_contenttable1']/tbody/tr")
    seed = next(n for n, row in enumerate(rows) if row.get("id") == "smc_contol_to_1_41503")
    assert cells(rows[seed])[0] == "2.1"
    assert rows[seed].xpath("td/a/@href") == ["vo0050.asp?__kvonr=7068726&voselect=7223"]
    assert len(rows[seed].xpath(".//a[contains(@href, 'getfile.asp?id=265101&type=do&')]")) == 2
    assert cells(rows[seed + 1])[1:3] == ["Beschluss:", "mehrheitlich beschlossen"]
    assert cells(rows[seed + 2])[1:3] == [
        "Abstimmung:",
        "Ja: 35, Nein: 1, Enthaltungen: 1, Befangen: 0",
    ]
    assert [words(row) for row in rows if "smc-table-group" in (row.get("class") or "")] == [
        "Öffentlicher Teil:",
        "Nichtöffentlicher Teil:",
    ]
    hidden = rows[-1]
    assert cells(hidden)[0] == "2"
    assert not hidden.xpath(".//a")


def test_the_agenda_of_the_council_in_layout_6() -> None:
    page = visitor(6).tree("si0057.asp?__ksinr=7223")
    facts = page.xpath("//div[@class='smc-table-row']")
    assert [words(row) for row in facts[:2]] == ["Sitzung223/2014", "GremiumRat"]
    rows = page.xpath("//table[@id='smc_page_si0057_contenttable2']/tbody/tr")
    shown = {words(row.xpath("td[@class='tofnum']")[0]): row for row in rows if len(row) > 1}
    assert list(shown)[:4] == ["Ö 1", "Ö 2", "Ö 2.1", "Ö 2.2"]
    assert list(shown)[-2:] == ["N 1", "N 2"]
    seed = shown["Ö 2.1"]
    assert seed.xpath("td[@class='tolink']//a/@href") == ["to0050.asp?__ktonr=41503"]
    assert [words(p) for p in seed.xpath(".//p")] == [
        "Beschluss: mehrheitlich beschlossen",
        "Abstimmung: Ja: 35, Nein: 1, Enthaltungen: 1, Befangen: 0",
    ]
    assert seed.xpath("td[contains(@class, 'tovo')]/a/text()") == ["20140656"]
    assert not shown["N 1"].xpath(".//a")
    later = visitor(6).tree("si0057.asp?__ksinr=7231")
    assert "Kindergartenbedarfsplanung 2014/2015" in words(later)
    assert "Beschluss:" not in words(later)


def test_the_steps_of_a_paper_on_cards() -> None:
    def lines(number: str) -> list[str]:
        page = visitor(6).tree(f"vo0053.asp?__kvonr={number}")
        return [words(button) for button in page.xpath("//div[@id='smcaccordion']//button")]

    assert lines(SEED) == [
        "26.03.2014 Haupt- und Finanzausschuss TOP 2.1 öffentlich - Vorberatung 1 Dok.",
        "02.04.2014 Jugendhilfeausschuss TOP 2.1 öffentlich - Vorberatung 1 Dok.",
        "10.04.2014 Rat TOP 2.1 öffentlich - Entscheidung 1 Dok.",
    ]
    assert lines("7068712")[0] == (
        "26.03.2014 Haupt- und Finanzausschuss nichtöffentlich - Vorberatung"
    )
    assert lines("7068735") == [
        "04.06.2014 Jugendhilfeausschuss TOP 3.1 öffentlich - Vorberatung 1 Dok.",
        "Rat",
    ]
    assert lines("7068736") == ["05.06.2014 Bezirksvertretung Bochum-Ost öffentlich - Anhörung"]
    assert lines("7068703")[0].startswith("28.03.2014 Ausschuss für Kultur und Sport TOP")


def test_the_steps_of_a_paper_in_a_table() -> None:
    page = visitor(4).tree("vo0053.asp?__kvonr=7068705")
    rows = page.xpath("//table[@id='smc_page_vo0053_contenttable1']/tbody/tr")
    name = "Bezirksvertretung Bochum-Mitte"
    assert [cells(row) for row in rows] == [
        ["13.03.2014", name, "2.1", "Entscheidung", "öffentlich", "vertagt"],
        ["03.04.2014", name, "3.1", "Entscheidung", "öffentlich", "einstimmig beschlossen"],
    ]


def test_the_list_of_papers_comes_in_tens() -> None:
    browser, found, address = visitor(6), list[str](), "vo0040.asp"
    sizes = []
    while address:
        page = browser.tree(address)
        links = page.xpath("//td[contains(@class, 'voname')]/a/@href")
        sizes.append(len(links))
        found += links
        address = next(iter(page.xpath("//ul[@class='pagination']//a[@rel='next']/@href")), "")
    assert sizes == [10, 10, 5]
    assert len(set(found)) == 25


def test_a_motion_has_a_page_of_its_own() -> None:
    page = visitor(6).tree("ag0050.asp?__kagnr=4713")
    facts = [words(row) for row in page.xpath("//div[@class='smc-table-row']")]
    assert facts == [
        "BetreffBochum als Fairtrade-Stadt",
        "AntragAN/2014/06",
        "Datum16.02.2014",
        "ArtAntrag",
    ]
    agenda = visitor(6).tree("si0057.asp?__ksinr=7223")
    assert "ag0050.asp?__kagnr=4713" in agenda.xpath("//td/a/@href")


def test_layout_5_keeps_agendas_for_who_has_seen_the_calendar() -> None:
    browser = Visitor(bochum_world(layout=5))
    refused = browser.get("si0057.asp?__ksinr=7223")
    assert (refused.status, refused.headers) == (302, {"Location": "error2.asp"})
    assert "smc_page_error_layout" in browser.get("error2.asp").body.decode()
    assert browser.get("gr0040.asp").session is None
    assert browser.get("to0040.asp?__ksinr=7223").status == 200
    assert browser.get("si0040.asp").session
    assert browser.get("si0057.asp?__ksinr=7223").status == 200
    browser.system.expire()
    assert browser.get("si0057.asp?__ksinr=7223").status == 302


def test_unknown_numbers_and_pages() -> None:
    browser = visitor(6)
    for address in ("vo0050.asp?__kvonr=1", "vo0053.asp", "si0057.asp?__ksinr=7233",
                    "to0050.asp?__ktonr=42001", "ag0050.asp?__kagnr=x", "si0041.asp?__kgrnr=9",
                    "si0040.asp?__cjahr=2014&__cmonat=13", "getfile.asp?id=1&type=do"):  # fmt: skip
        answer = browser.get(address)
        assert answer.status == 200, address
        assert "keine Informationen gefunden" in answer.body.decode(), address
    for address in ("vo9999.asp", "vo0050.php?__kvonr=7068726", "getfile.aspx"):
        assert browser.get(address).status == 404, address


def test_a_file_says_its_name_and_its_age_when_asked_to() -> None:
    plain = visitor(6).get("getfile.asp?id=265101&type=do")
    assert (plain.media_type, len(plain.body)) == (PDF, 133_412)
    assert plain.headers == {
        "Content-Disposition": 'attachment; filename="Beschlussvorlage_der_Verwaltung.pdf"'
    }
    held = visitor(6, validators=True).get("getfile.asp?id=265101&type=do")
    assert held.headers["Last-Modified"] == "Thu, 06 Mar 2014 09:00:00 GMT"
    assert re.fullmatch(r'"[0-9a-f]{16}"', held.headers["ETag"])


def test_lists_can_come_empty() -> None:
    browser = visitor(6)
    for address in ("si0040.asp?__cjahr=2014&__cmonat=4", "gr0040.asp", "vo0040.asp", "do0040.asp"):
        page = parsed(browser.get(address, empty=True))
        assert not page.xpath("//tr[@class='smc-t-r-l']"), address
        assert browser.tree(address).xpath("//tr[@class='smc-t-r-l']"), address


@pytest.mark.parametrize("layout", [4, 6])
@pytest.mark.parametrize("world", [bochum_world(), generated_bochum(7, 60)], ids=["demo", "made"])
def test_the_same_paper_is_the_same_everywhere(world: BochumWorld, layout: Layout) -> None:
    """Paper, its steps and the agendas that the steps lead to agree, as a reader sees them."""
    browser = Visitor(replace(world, layout=layout))
    for paper in world.papers.values():
        page = browser.tree(f"vo0050.asp?__kvonr={paper.number}")
        assert words(page.xpath("//h1")[0]) == paper.subject
        assert paper.reference in words(page)
        steps = browser.tree(f"vo0053.asp?__kvonr={paper.number}")
        for link in steps.xpath("//a[contains(@href, '__ksinr=')]"):
            agenda = browser.tree(link.get("href"))
            shown = agenda.xpath("//a[contains(@href, $n)]/text()", n=f"__kvonr={paper.number}")
            assert shown[0] == paper.reference
            day = re.search(r"\d\d\.\d\d\.\d{4}", link.get("title"))
            assert day is not None
            assert day[0] in words(agenda.xpath("//h1")[0])
            around = link.xpath("ancestor::tr | ancestor::div[starts-with(@id, 'smcpanel')]")[0]
            assert day[0] in words(around)


SAMPLES = (
    ("halle_si0040", 4, "asp", "si0040.asp?__cjahr=2014&__cmonat=4", "//table[@id]//td | //td//a"),
    ("halle_to0040", 4, "asp", "to0040.asp?__ksinr=7204", "//table[@id]/tbody/tr | //tr/td"),
    ("schiffweiler_si0040", 5, "php", "si0040.php?__cjahr=2014&__cmonat=4", "//td | //td//*"),
    ("schiffweiler_to0040", 5, "php", "to0040.php?__ksinr=7204", "//table[@id]//td | //tr"),
    ("schiffweiler_si0057-session", 5, "php", "si0057.php?__ksinr=7204", "//tr | //td | //td//a"),
    ("luedenscheid_si0057_excerpt", 6, "asp", "si0057.asp?__ksinr=7204", "//tr | //td | //td//*"),
    ("luedenscheid_vo0050", 6, "asp", f"vo0050.asp?__kvonr={SEED}", "//div[@id='page-content']//*"),
)
#: Classes that the corpus does not show on such a page and that are known from elsewhere.
KNOWN = {
    *("smcnoprint", "smc_field_voname", "smc_datatype_vo", "smc_doc", "smc-link-normal"),
    *("tolink", "smc_datatype_to", "smc-table-cell-box-normal", "margin-bottom-0", "margin-top-0"),
    *("smc_field_smcdv0_box2_beschluss", "smc_field_smcdv0_box2_abstimmung", "smcf_tondat"),
    *("smc_tophz", "smc_tophz1", "smc_tophz2", "smc_topr", "smc-text-block-991"),
    *("smc-text-right-991", "smctablehead", "smctablecontent", "smcdocboxinfo", "smcdosize"),
    *("smcwrapsmall", "smcdocfunktionen", "smcdocname", "smcdocname1", "smc_toph2", "smc_tophn2"),
    *("smc_topht2", "smcrow1", "smc_toph1", "smce-a-u"),
}


@pytest.mark.parametrize("sample", SAMPLES, ids=[row[0] for row in SAMPLES])
def test_the_markup_is_that_of_real_pages(
    corpus: Path, sample: tuple[str, Layout, str, str, str]
) -> None:
    name, layout, extension, address, parts = sample

    def classes(page: lxml.html.HtmlElement) -> set[str]:
        return {css for node in page.xpath(parts) for css in (node.get("class") or "").split()}

    real = lxml.html.document_fromstring((corpus / "sessionnet" / f"{name}.html").read_text())
    made = visitor(layout, extension=extension).tree(address)
    assert classes(made)
    assert classes(made) - classes(real) - KNOWN == set()
