"""Harvested content that means harm, in a browser with scripts on: nothing of it may run."""

import pytest
from web.page_samples import COUNCIL, PAGES, PAPER
from web.samples import BASE

from browser.tabs import Tabs

STORED = ("/kopie/1", "/kopie/1/inhalt", "/dokument/town/file/2")
TABLES = ("/archive", "/archive/paper", "/archive/file", "/archive/paper/town~2Fpaper~2F1")


@pytest.mark.parametrize("path", [*PAGES, *TABLES])
def test_nothing_of_a_hostile_archive_runs(tabs: Tabs, hostile_site: str, path: str) -> None:
    tab = tabs.tab(java_script_enabled=True)
    page = tab.open(hostile_site + path)
    assert page.title() != "ran"
    assert not [one for one in tab.troubles if "dialog" in one or "Content Security" in one]
    assert tab.foreign == []
    for target in page.locator("a[href^='javascript:'], a[href^='data:']").all():
        raise AssertionError(target.get_attribute("href"))


def test_links_of_a_hostile_archive_lead_to_pages(tabs: Tabs, hostile_site: str) -> None:
    tab = tabs.tab(java_script_enabled=True)
    page = tab.open(hostile_site + COUNCIL)
    links = page.locator("ol.liste h3 a").all()
    assert len(links) == 5
    addresses = [str(link.get_attribute("href")) for link in links]
    for address in addresses:
        assert page.goto(hostile_site + address)
        assert page.get_by_text("Beratungsfolge").count()
        assert page.title() != "ran"
    assert not [one for one in tab.troubles if "dialog" in one]


@pytest.mark.parametrize("path", STORED)
def test_no_script_of_a_stored_page_runs(tabs: Tabs, site: str, path: str) -> None:
    tab = tabs.tab(java_script_enabled=True)
    page = tab.open(site + path)
    page.wait_for_load_state("networkidle")
    shown = page.frames[-1]
    assert "Kita-Plätze in der Südstadt" in shown.locator("body").inner_text()
    for frame in page.frames:
        assert frame.title() != "ran"
    assert tab.foreign == []  # no image, style, frame, refresh
    assert not [one for one in tab.troubles if "dialog" in one]
    shown.get_by_text("weiter").click()
    shown.get_by_role("button", name="Los").click()
    page.wait_for_timeout(200)
    assert all(frame.title() != "ran" for frame in page.frames)
    assert tab.foreign == []
    assert page.url == site + path


def test_a_stored_page_is_framed_beside_its_origin(tabs: Tabs, site: str) -> None:
    page = tabs.tab().open(site + PAPER)
    page.get_by_role("link", name="Archivkopie der Seite").click()
    assert page.url == f"{site}/kopie/1"
    assert page.get_by_role("link", name=f"{BASE}vo020.asp?VOLFDNR=1").count() == 1
    assert page.locator("iframe").get_attribute("sandbox") == ""
