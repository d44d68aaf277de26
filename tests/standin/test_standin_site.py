"""The stand-in as a server: sessions, paging, filters, faults, over real HTTP."""

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest

from harvester.standin import Fault, StandInSite, demo_world, generated_world

PAPER = "vo020.asp?VOLFDNR=4885"


class Browser:
    """One keep-alive connection, with or without a memory for cookies."""

    def __init__(self, site: StandInSite, *, cookies: bool = True) -> None:
        address = urlsplit(site.base_url)
        self.connection = http.client.HTTPConnection(str(address.hostname), address.port, 5)
        self.cookies = cookies
        self.cookie = ""
        self.status = 0

    def get(self, page: str, form: dict[str, str] | None = None) -> str:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = urlencode(form, encoding="windows-1252") if form is not None else None
        path = page if page.startswith("/") else f"/allris/{page}"
        self.connection.request("GET" if form is None else "POST", path, body, headers)
        response = self.connection.getresponse()
        self.status = response.status
        self.headers = response.headers
        if self.cookies and response.headers["Set-Cookie"]:
            self.cookie = response.headers["Set-Cookie"].split(";")[0]
        return response.read().decode("windows-1252")


@pytest.fixture(scope="module")
def large() -> Iterator[StandInSite]:
    with StandInSite(generated_world(4, 120)) as site:
        yield site


@pytest.fixture
def site() -> Iterator[StandInSite]:
    with StandInSite(demo_world()) as site:
        yield site


def references(page: str) -> list[str]:
    return re.findall(r"VOLFDNR=\d+\">(\d{4}/\d{4})&nbsp;", page)


def results(page: str) -> str:
    return re.findall(r"Ergebnisse ([^\n&]+)", page)[0]


def test_paging_needs_the_cookie(large: StandInSite) -> None:
    browser = Browser(large)
    first = browser.get("vo040.asp")
    second = browser.get("vo040.asp?shownext=true")
    third = browser.get("vo040.asp?shownext=true")
    assert [results(page) for page in (first, second, third)] == [
        "1-50 von ungefähr 120",
        "51-100 von ungefähr 120",
        "101-120 von ungefähr 120",
    ]
    assert len({*references(first), *references(second), *references(third)}) == 120
    assert 'href="vo040.asp?shownext=true"' in second
    assert 'href="vo040.asp?shownext=true"' not in third
    assert references(first)[0] == "2009/0120"  # the newest

    forgetful = Browser(large, cookies=False)
    assert results(forgetful.get("vo040.asp")) == "1-50 von ungefähr 120"
    assert results(forgetful.get("vo040.asp?shownext=true")) == "1-50 von ungefähr 120"
    assert "ASPSESSIONID" in forgetful.headers["Set-Cookie"]


def test_the_date_filter_holds_for_the_session(site: StandInSite) -> None:
    browser = Browser(site)
    assert results(browser.get("vo040.asp")) == "1-30 von ungefähr 30"
    form = {"VO040FIL4": "03.06.2009-04.06.2009", "filtdatum": "filter", "x": "3", "y": "4"}
    page = browser.get("vo040.asp", form)
    assert references(page) == [f"2009/{n:04d}" for n in (321, 320, 319, 318, 317, 316, 315, 314)]
    assert 'value="03.06.2009-04.06.2009"' in page
    assert results(browser.get("vo040.asp")) == "1-8 von ungefähr 8"
    assert results(Browser(site).get("vo040.asp")) == "1-30 von ungefähr 30"
    assert results(browser.get("vo040.asp", {"filtreset": "(alle)"})) == "1-30 von ungefähr 30"


def test_requests_are_noted_in_order(site: StandInSite) -> None:
    browser = Browser(site)
    browser.get(PAPER)
    browser.get("do027.asp", {"DOLFDNR": "48850", "options": "64"})
    assert browser.headers["Content-Type"] == "application/pdf"
    assert site.requests == [
        ("GET", "/allris/vo020.asp?VOLFDNR=4885", {}),
        ("POST", "/allris/do027.asp", {"DOLFDNR": "48850", "options": "64"}),
    ]


def test_outside_the_base(site: StandInSite) -> None:
    browser = Browser(site)
    assert browser.get("/robots.txt") == "User-agent: *\nDisallow:\n"
    browser.get("/Rathaus/Politik/")
    assert browser.status == 404
    browser.get("vo999.asp")
    assert browser.status == 404
    browser.get(PAPER)
    assert browser.headers["Content-Type"] == "text/html; charset=ISO-8859-1"


def test_the_world_can_be_swapped(site: StandInSite) -> None:
    browser = Browser(site)
    assert "Roonstrasse" in browser.get("vo020.asp?VOLFDNR=4853")
    site.world = site.world.at_night(1)
    assert "Roonstraße" in browser.get("vo020.asp?VOLFDNR=4853")


def test_a_status_happens_as_often_as_said(site: StandInSite) -> None:
    site.faults.append(Fault(r"vo020", "status", times=2, value=503, body=b"voll"))
    browser = Browser(site)
    seen = []
    for _ in range(3):
        text = browser.get(PAPER)
        seen.append((browser.status, text == "voll"))
    assert seen == [(503, True), (503, True), (200, False)]
    browser.get("vo040.asp")
    assert browser.status == 200


def test_delay(site: StandInSite) -> None:
    site.faults.append(Fault("VOLFDNR=4885", "delay", times=1, value=0.3))
    begin = time.perf_counter()
    assert "2009/0346" in Browser(site).get(PAPER)
    assert time.perf_counter() - begin >= 0.3


def test_half_a_page_looks_whole(site: StandInSite) -> None:
    site.faults.append(Fault("vo020", "truncate", value=5000))
    browser = Browser(site)
    assert len(browser.get(PAPER)) == 5000
    assert browser.headers["Content-Length"] == "5000"


def test_a_cut_page_is_noticed(site: StandInSite) -> None:
    site.faults.append(Fault("vo020", "cut", value=5000))
    with pytest.raises(http.client.IncompleteRead):
        Browser(site).get(PAPER)


def test_refusals_come_with_status_200(site: StandInSite) -> None:
    site.faults += [
        Fault("vo020", "refuse_page"),
        Fault("vo040", "refuse_page", value="captcha"),
    ]
    browser = Browser(site)
    assert "Zugriff verweigert" in browser.get(PAPER)
    assert browser.status == 200
    assert "altcha" in browser.get("vo040.asp")


def test_redirect_and_body(site: StandInSite) -> None:
    site.faults += [
        Fault("vo020", "redirect", value="/Rathaus/"),
        Fault("vo021", "body", body=b"<p>etwas anderes"),
    ]
    browser = Browser(site)
    browser.get(PAPER)
    assert (browser.status, browser.headers["Location"]) == (302, "/Rathaus/")
    assert browser.get("vo021.asp?VOLFDNR=4885") == "<p>etwas anderes"


def test_empty_lists(site: StandInSite) -> None:
    site.faults.append(Fault(r"vo040|si010|au010", "empty_list"))
    browser = Browser(site)
    assert results(browser.get("vo040.asp")) == "0-0 von ungefähr 0"
    calendar = browser.get("si010_j.asp?MM=6&YY=2009")
    assert "Pfingstmontag" in calendar
    assert "to010.asp" not in calendar
    assert "AULFDNR=211" not in browser.get("au010.asp")
    assert "Jugendhilfeausschuss" in browser.get("au020.asp?AULFDNR=235")


def test_leaving_ends_connections_that_are_kept_alive() -> None:
    with StandInSite(demo_world()) as site:
        browser = Browser(site)
        browser.get(PAPER)
    browser.connection.auto_open = 0
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        browser.get(PAPER)


def test_an_oversized_form_is_refused(site: StandInSite) -> None:
    browser = Browser(site)
    browser.connection.putrequest("POST", "/allris/vo040.asp")
    browser.connection.putheader("Content-Length", "1000000000")
    browser.connection.endheaders()
    assert browser.connection.getresponse().status == 413


def test_the_command_prints_its_address_first() -> None:
    command = [sys.executable, "-m", "harvester.standin", "--papers", "30", "--seed", "2"]
    with subprocess.Popen([*command, "--night", "1"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().decode().strip())
        connection = http.client.HTTPConnection(str(address.hostname), address.port, 5)
        connection.request("GET", f"{address.path}vo040.asp")
        page = connection.getresponse().read().decode("windows-1252")
        process.terminate()
    assert address.hostname == "127.0.0.1"
    assert results(page) == "1-31 von ungefähr 31"
