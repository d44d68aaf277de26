"""Reading the pages in a browser without scripts: on a desk, on a phone, on paper, by keyboard."""

import re
from typing import Any

import pytest
from web.page_samples import COUNCIL, MOTION, PAPER, PLAN, SCHOOLS

from browser.tabs import Tabs

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Page, expect

PAGES = (
    *("/", "/hilfe", "/suche", "/suche?q=kita&von=gestern", "/suche?q=platz&ort=town"),
    *("/suche?q=unauffindbar", "/abdeckung", PAPER, MOTION, PLAN, COUNCIL, SCHOOLS),
    *("/sitzung/town/meeting/3", "/sitzung/town/meeting/4", "/kopie/1", "/vorlage/nichts"),
)

#: What the browser says of some: that a page is not found, what it keeps a stored page from doing.
EXPECTED = {"/vorlage/nichts": "status of 404", "/kopie/1": "^console|//evil.example/"}

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Elements with text of their own whose colour is too close to what lies behind them.
PALE = """() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility() || element.matches('option')) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parse(style.color)), light(behind(element))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 600);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5))
      found.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return found;
}"""
UNLABELLED = """() => [...document.querySelectorAll('input, select, textarea')]
  .filter(field => field.type !== 'hidden' && !(field.labels.length && field.labels[0].innerText))
  .map(field => field.name)"""
FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    tag: at.tagName, name: at.name || at.innerText,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    seen: box.width > 0 && box.left >= 0 && box.top >= 0 && box.top < innerHeight,
  };
}"""


def words(text: str) -> str:
    return " ".join(text.split())


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FOCUSED)
    return found


def tab_to(page: Page, name: str) -> dict[str, Any]:
    """Press Tab until this has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        found = focused(page)
        if found["name"] == name:
            return found
    raise AssertionError(f"{name} is not reached by Tab")


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_screen(tabs: Tabs, site: str, path: str, width: int) -> None:
    tab = tabs.tab(width)
    page = tab.open(site + path)
    assert page.evaluate(OVERFLOW) <= 0
    for details in page.locator("summary").all():
        details.click()
    assert page.evaluate(OVERFLOW) <= 0
    expected = EXPECTED.get(path, "no trouble")
    assert [one for one in tab.troubles if not re.search(expected, one)] == []
    assert tab.foreign == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_text_stands_out(tabs: Tabs, site: str, path: str, scheme: str) -> None:
    page = tabs.tab(color_scheme=scheme).open(site + path)
    assert page.evaluate(PALE) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_screen_reader_finds_its_way(tabs: Tabs, site: str, path: str) -> None:
    page = tabs.tab().open(site + path)
    assert page.locator("html").get_attribute("lang") == "de"
    for landmark in ("main", "banner", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    expect(page.get_by_role("navigation", name="Hauptmenü")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate(UNLABELLED) == []
    regions = page.get_by_role("region").all()
    assert all(words(region.get_by_role("heading").first.inner_text()) for region in regions)
    links = [words(link.inner_text()) for link in page.get_by_role("link").all()]
    assert all(links)


def test_the_form_has_names(tabs: Tabs, site: str) -> None:
    page = tabs.tab().open(f"{site}/suche")
    form = page.get_by_role("search", name="Vorlagen")
    expect(form.get_by_role("searchbox", name="Wörter")).to_be_visible()
    for name in ("Ort", "Art", "Ergebnis"):
        expect(form.get_by_role("combobox", name=name, exact=True)).to_be_visible()
    expect(form.get_by_role("textbox", name="Gremium Teil des Namens")).to_be_visible()
    for name in ("Von", "Bis"):
        expect(form.get_by_label(name, exact=True)).to_be_visible()
    expect(form.get_by_role("group", name="Eingrenzen")).to_be_visible()


def test_the_way_of_a_paper_is_told_in_order(tabs: Tabs, site: str) -> None:
    page = tabs.tab(360).open(site + PAPER)
    steps = page.locator("ol.weg-der-vorlage > li")
    heads = [words(one) for one in steps.locator("h3").all_inner_texts()]
    assert heads == [
        *("Schulausschuss", "Umweltausschuss", "Sozialausschuss", "Schulausschuss"),
        *("Rat der Stadt", "Hauptausschuss", "Bezirksvertretung Südstadt"),
    ]
    told = [words(one) for one in steps.all_inner_texts()]
    assert "Mittwoch, 3. Juni 2009" in told[0]
    assert "vertagt" in told[0]
    assert "abgelehnt" in told[1]
    assert "in erster Lesung" in told[2]
    assert "mit großer Mehrheit bei drei Gegenstimmen" in told[4]
    assert "Nächster Schritt" in told[5]
    assert "geplant" in told[5]
    assert told[6].startswith("ohne Datum")
    tops = [one.bounding_box() for one in steps.all()]
    assert all(box for box in tops)
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    steps.nth(4).get_by_role("link", name=re.compile("^TOP Ö 1 der Sitzung")).click()
    expect(page).to_have_url(f"{site}/sitzung/town/meeting/3#top-31")
    expect(page.locator("#top-31")).to_be_in_viewport()


def test_long_texts_open_without_scripts(tabs: Tabs, site: str) -> None:
    page = tabs.tab(360).open(site + PAPER)
    summary = page.get_by_text("Sachverhalt weiterlesen")
    last = page.locator("details.rest p").last
    expect(last).not_to_be_visible()
    summary.press("Enter")
    expect(last).to_be_visible()


def test_search_by_keyboard_alone(tabs: Tabs, site: str) -> None:
    page = tabs.tab().open(f"{site}/")
    page.keyboard.press("Tab")
    first = focused(page)
    assert first["name"] == "Zum Inhalt springen"
    assert first["seen"]
    page.keyboard.press("Enter")
    assert focused(page)["tag"] == "MAIN"
    page.keyboard.press("Tab")
    assert focused(page)["name"] == "q"
    page.keyboard.type("ausbau")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/suche?q=ausbau")
    expect(page.get_by_role("heading", name="1 Treffer")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("Ausbau")
    link = page.get_by_role("heading", level=3).get_by_role("link").inner_text()
    assert tab_to(page, link)["outline"] >= 2
    page.keyboard.press("Enter")
    expect(page).to_have_url(site + PAPER)


@pytest.mark.parametrize("path", ["/", "/suche", PAPER, COUNCIL])
def test_the_focus_is_seen_wherever_it_goes(tabs: Tabs, site: str, path: str) -> None:
    page = tabs.tab().open(site + path)
    order = []
    for _ in range(14):
        page.keyboard.press("Tab")
        at = focused(page)
        if at["tag"] == "BODY":
            break
        order.append(at["name"])
        assert at["seen"], at
        assert at["outline"] >= 2, at
    assert [words(name) for name in order[:6]] == [
        *("Zum Inhalt springen", "Ratsarchiv", "Suche", "Abdeckung", "Tabellen", "Hilfe"),
    ]


def test_complaints_belong_to_their_field(tabs: Tabs, site: str) -> None:
    page = tabs.tab(360).open(f"{site}/suche?q=kita&von=gestern")
    field = page.get_by_label("Von")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        re.compile("„gestern“ ist kein Tag wie 31.05.2026.")
    )
    field.fill("01.06.2009")
    page.get_by_role("button", name="Suchen").click()
    expect(page).to_have_url(re.compile("von=01.06.2009"))
    expect(page.get_by_label("Von")).to_have_value("2009-06-01")


def test_completeness_is_a_table_for_those_who_cannot_see_it(tabs: Tabs, site: str) -> None:
    for width in (360, 1200):
        page = tabs.tab(width).open(f"{site}/abdeckung")
        table = page.get_by_role("table", name=re.compile("Vorlagen: 3 von 16"))
        expect(table.get_by_role("columnheader", name="August")).to_have_count(1)
        row = table.get_by_role("row", name=re.compile("^2009 "))
        expect(row.get_by_role("rowheader", name="2009")).to_have_count(1)
        cells = row.get_by_role("cell")
        expect(cells.nth(7)).to_contain_text("teilweise: August 2009: 2 von 3 vorhanden")
        expect(cells.nth(4)).to_contain_text("vollständig: Mai 2009: 1 von 1 vorhanden")
        expect(cells.nth(0)).to_contain_text("leer: Januar 2009")
        expect(page.locator("table .zelle.complete .bild").first).to_have_text("■")
        picture = cells.nth(7).locator("svg .balken")
        assert float(picture.get_attribute("height") or 0) == pytest.approx(6.6)


def test_a_committee_is_narrowed_and_left_again(tabs: Tabs, site: str) -> None:
    page = tabs.tab(360).open(site + COUNCIL)
    results = page.get_by_role("navigation", name="Ergebnisse")
    results.get_by_role("link", name=re.compile("^abgelehnt")).click()
    expect(page.locator("ol.liste h3")).to_have_text(["B-Plan Nr. 123, Aufstellung"])
    results.get_by_role("link", name=re.compile("^alle")).click()
    expect(page.locator("ol.liste h3")).to_have_count(3)


def test_paper_shows_texts_and_addresses_and_no_navigation(tabs: Tabs, site: str) -> None:
    tab = tabs.tab()
    page = tab.open(site + PAPER)
    page.emulate_media(media="print")
    try:
        expect(page.get_by_role("navigation", name="Hauptmenü")).not_to_be_visible()
        expect(page.locator("details.rest p").last).to_be_visible()
        expect(page.locator("details.protokoll p").first).to_be_visible()
        printed = page.locator(".herkunft a.quelle").evaluate(
            "link => getComputedStyle(link, '::after').content"
        )
        assert "vo020.asp?VOLFDNR=1" in printed or "attr(href)" in printed
        assert page.pdf(format="A4").startswith(b"%PDF-")
    finally:
        page.emulate_media(media="screen")


@pytest.mark.parametrize("path", ["/archive", "/archive/paper", "/archive/paper/town~2Fpaper~2F1"])
def test_the_tables_lead_back(tabs: Tabs, site: str, path: str) -> None:
    tab = tabs.tab(java_script_enabled=True)
    page = tab.open(site + path)
    assert tab.troubles == []
    assert tab.foreign == []
    page.get_by_role("link", name="Ratsarchiv").first.click()
    expect(page).to_have_url(f"{site}/")
