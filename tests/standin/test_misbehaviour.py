"""Documents over real HTTP: links that expire, conditional requests, and how downloads go wrong."""

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from harvester.standin import Fault, StandInSite, bochum_world, demo_world, platform_world

FILE = "getfile.asp?id=265101&type=do"
SIZE = 133_412


class Client:
    """One connection to a site; remembers no cookies."""

    def __init__(self, site: StandInSite) -> None:
        address = urlsplit(site.base_url)
        self.base = address.path
        self.connection = http.client.HTTPConnection(str(address.hostname), address.port, 5)

    def ask(self, page: str, **headers: str) -> http.client.HTTPResponse:
        path = page if page.startswith("/") else self.base + page
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", path, headers=named)
        return self.connection.getresponse()

    def get(self, page: str, **headers: str) -> tuple[int, str | None, bytes]:
        response = self.ask(page, **headers)
        return response.status, response.headers["Content-Type"], response.read()


@pytest.fixture
def site() -> Iterator[StandInSite]:
    with StandInSite(bochum_world()) as site:
        yield site


def test_sites_of_all_towns() -> None:
    for world, base, page in (
        (demo_world(), "/allris/", "au010.asp"),
        (bochum_world(), "/bi/", "gr0040.asp"),
        (platform_world(), "/", "info/mitmachen"),
    ):
        with StandInSite(world) as site:
            assert urlsplit(site.base_url).path == base
            assert Client(site).get(page)[0] == 200
            assert Client(site).get("/robots.txt")[2].startswith(b"User-agent: *")
            assert Client(site).get(urlsplit(site.system.login_path).path)[0] == 200
            assert site.world is world


def test_a_session_over_http() -> None:
    with StandInSite(bochum_world(layout=5)) as site:
        refused = Client(site).ask("si0057.asp?__ksinr=7223")
        assert (refused.status, refused.headers["Location"]) == (302, "error2.asp")
        calendar = Client(site).ask("si0040.asp")
        cookie = calendar.headers["Set-Cookie"].split(";")[0]
        assert cookie.startswith("ASPSESSIONIDBOCHUMXY=")
        assert Client(site).get("si0057.asp?__ksinr=7223", Cookie=cookie)[0] == 200


def test_a_document_as_it_should_be(site: StandInSite) -> None:
    response = Client(site).ask(FILE)
    body = response.read()
    assert (response.status, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.headers["Content-Length"] == str(SIZE)
    assert (len(body), body[:5], body[-6:]) == (SIZE, b"%PDF-", b"%%EOF\n")
    assert response.headers["ETag"] is None
    assert Client(site).get(FILE, If_None_Match='"x"')[0] == 200


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_conditional_requests_when_the_site_knows_them(header: str) -> None:
    name = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}[header]
    with StandInSite(bochum_world(validators=True)) as site:
        browser = Client(site)
        first = browser.ask(FILE)
        value = first.headers[header]
        assert len(first.read()) == SIZE
        again = browser.ask(FILE, **{name: value})
        assert (again.status, again.read(), again.headers["ETag"]) == (
            304,
            b"",
            first.headers["ETag"],
        )
        assert browser.get(FILE, **{name: "W/x"})[0] == 200
        # the tag counts more than the date
        both = browser.ask(
            FILE, If_None_Match='"x"', If_Modified_Since=first.headers["Last-Modified"]
        )
        assert (both.status, len(both.read())) == (200, SIZE)


def test_other_bytes_from_a_night_on() -> None:
    world = bochum_world(validators=True)
    with StandInSite(world) as site:
        page = "getfile.asp?id=265201&type=do"
        before = Client(site).ask(page)
        tag, body = before.headers["ETag"], before.read()
        site.world = world.at_night(1)
        after = Client(site).ask(page, If_None_Match=tag)
        assert (after.status, after.read() != body) == (200, True)
        site.world = world.at_night(2)
        assert Client(site).get(page, If_None_Match=after.headers["ETag"])[0] == 304


def test_a_login_page_instead_of_a_document(site: StandInSite) -> None:
    site.faults.append(Fault("getfile", "login", times=1))
    status, kind, body = Client(site).get(FILE)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert b"smc_page_ylogon_layout" in body
    assert b'type="password"' in body
    site.faults.append(Fault("getfile", "login", value="redirect"))
    response = Client(site).ask(FILE)
    assert (response.status, response.headers["Location"]) == (302, "/bi/ylogon.asp")
    assert b'type="password"' in Client(site).get("/bi/ylogon.asp")[2]


def test_two_gigabytes_are_announced(site: StandInSite) -> None:
    site.faults.append(Fault("getfile", "announce", value=2_000_000_000))
    response = Client(site).ask(FILE)
    assert response.headers["Content-Length"] == "2000000000"
    with pytest.raises(http.client.IncompleteRead) as error:
        response.read()
    assert len(error.value.partial) == SIZE


def test_a_document_is_cut(site: StandInSite) -> None:
    site.faults.append(Fault("getfile", "cut", value=1000))
    with pytest.raises(http.client.IncompleteRead):
        Client(site).get(FILE)


def test_an_endless_document_goes_on_until_the_client_leaves(site: StandInSite) -> None:
    site.faults.append(Fault("getfile", "endless", value=200_000))
    browser = Client(site)
    response = browser.ask(FILE)
    assert response.headers["Content-Length"] is None
    assert response.headers["Content-Type"] == "application/pdf"
    begin = time.perf_counter()
    assert len(response.read(SIZE + 50_000)) == SIZE + 50_000
    assert time.perf_counter() - begin < 3  # a quarter of a second's worth
    browser.connection.close()
    assert Client(site).get("gr0040.asp")[0] == 200


def test_leaving_the_site_ends_an_endless_document() -> None:
    with StandInSite(bochum_world(), faults=[Fault("getfile", "endless", value=1000)]) as site:
        response = Client(site).ask(FILE)
        response.read(10)
    begin = time.perf_counter()
    while response.read(100_000):
        assert time.perf_counter() - begin < 5


def test_a_slow_document_is_whole_in_the_end(site: StandInSite) -> None:
    site.faults.append(Fault("getfile", "slow", value=0.4))
    begin = time.perf_counter()
    status, _, body = Client(site).get(FILE)
    assert (status, len(body)) == (200, SIZE)
    assert time.perf_counter() - begin >= 0.35


def test_older_faults_work_on_all_sites() -> None:
    for world, page in ((bochum_world(), "gr0040.asp"), (platform_world(), "impressum")):
        with StandInSite(world) as site:
            site.faults.append(Fault(page, "status", times=1, value=503, body=b"voll"))
            assert Client(site).get(page)[::2] == (503, b"voll")
            site.faults.append(Fault(page, "refuse_page", times=1))
            assert b"Zugriff verweigert" in Client(site).get(page)[2]
            assert Client(site).get(page)[0] == 200


def test_lists_come_empty(site: StandInSite) -> None:
    site.faults.append(Fault("si0040", "empty_list", times=1))
    page = "si0040.asp?__cjahr=2014&__cmonat=4"
    assert b"Keine Daten gefunden" in Client(site).get(page)[2]
    assert b"ksinr=7223" in Client(site).get(page)[2]


def test_attachments_of_herne_live_in_a_session() -> None:
    """At once, and again, without a cookie: a PDF; when the session is over: 404 in HTML."""
    with StandInSite(demo_world()) as site:
        page = Client(site).get("vo020.asp?VOLFDNR=4885")[2].decode("windows-1252")
        [link] = set(re.findall(r'href="(___tmp/[^"]+)"', page))
        for _ in range(2):
            status, kind, body = Client(site).get(link)
            assert (status, kind, body[:5]) == (200, "application/pdf", b"%PDF-")
        site.expire()
        status, kind, body = Client(site).get(link)
        assert (status, kind) == (404, "text/html; charset=ISO-8859-1")
        assert b"%PDF" not in body
        # the page gives a new address for the same file
        page = Client(site).get("vo020.asp?VOLFDNR=4885")[2].decode("windows-1252")
        [fresh] = set(re.findall(r'href="(___tmp/[^"]+)"', page))
        assert fresh != link
        assert fresh.rpartition("/")[2] == link.rpartition("/")[2]
        assert Client(site).get(fresh)[0] == 200


def test_expired_links_of_herne_come_in_time_too() -> None:
    with StandInSite(demo_world()) as site:
        browser = Client(site)
        page = browser.get("vo020.asp?VOLFDNR=4885")[2].decode("windows-1252")
        link = re.findall(r'href="(___tmp/[^"]+)"', page)[0]
        for _ in range(500):
            browser.get("vo020.asp?VOLFDNR=4885")
        assert browser.get(link)[0] == 404


@pytest.mark.parametrize(
    ("arguments", "base", "page"),
    [
        (("--town", "bochum", "--night", "1"), "/bi/", "vo0040.asp"),
        (("--town", "bochum", "--papers", "20"), "/bi/", "vo0040.asp?__cpos=11"),
        (("--town", "platform"), "/", "login"),
    ],
)
def test_the_command_serves_every_town(arguments: tuple[str, ...], base: str, page: str) -> None:
    command: list[Any] = [sys.executable, "-m", "harvester.standin", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().decode().strip())
        connection = http.client.HTTPConnection(str(address.hostname), address.port, 5)
        connection.request("GET", address.path + page)
        status = connection.getresponse().status
        process.terminate()
    assert (address.path, status) == (base, 200)
