"""Which pages the spider asks for, decided on pages without a crawl."""

import asyncio
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

import spiders.base
from harvester.sources import load_sources
from harvester.standin import demo_world, generated_world
from harvester.standin.answers import Answers
from spiders.herne import HerneSpider

BASE = "https://www.herne.de/allris/"
JUNE: dict[str, str] = {"since": "2009-06-01", "until": "2009-06-30"}


def herne(**arguments: Any) -> HerneSpider:
    """The spider as Scrapy would make it, for pages only."""
    spider = HerneSpider(**arguments)
    spider.settings = Settings({"DOCUMENTS": False})
    return spider


def start(spider: HerneSpider) -> list[Request]:
    async def collect() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(collect())


def visit(spider: HerneSpider, request: Request) -> list[Any]:
    """What the spider makes of the stand-in town's answer."""
    page, _, query = request.url.removeprefix(spider.source.base_url).partition("?")
    fields = dict(pair.split("=") for pair in query.split("&") if pair)
    answer = Answers(demo_world()).answer(request.method, page, fields, None)
    asked = request.replace(meta={**request.meta, "frontier_key": "k"})
    return list(
        spider.parse(HtmlResponse(request.url, body=answer.body, request=asked), **asked.cb_kwargs)
    )


def test_the_default_window_looks_back_and_ahead() -> None:
    spider = herne()
    today = date.today()  # noqa: DTZ011  # as the spider does
    assert spider.since == today - timedelta(days=60)
    assert spider.until == today + timedelta(days=120)
    assert spider.expects_records


def test_an_empty_window_is_an_error() -> None:
    with pytest.raises(ValueError, match="empty"):
        herne(since="2009-07-01", until="2009-06-01")


def test_a_few_days_may_be_empty() -> None:
    assert not herne(since="2009-06-01", until="2009-06-03").expects_records


def test_the_crawl_begins_with_the_months_of_the_window() -> None:
    requests = start(herne(since="2009-11-20", until="2010-01-05"))
    assert [request.url for request in requests] == [
        f"{BASE}si010_j.asp?MM=11&YY=2009",
        f"{BASE}si010_j.asp?MM=12&YY=2009",
        f"{BASE}si010_j.asp?MM=1&YY=2010",
        f"{BASE}vo040.asp",
        f"{BASE}au010.asp",
    ]


def test_a_town_whose_calendar_is_unknown_is_asked_for_its_menu(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unknown = {"herne": replace(load_sources()["herne"], calendar=None)}
    monkeypatch.setattr(spiders.base, "load_sources", lambda: unknown)
    spider = herne(**JUNE)
    (menu,) = start(spider)
    assert menu.url == f"{BASE}allris.net.asp"
    followed = [found for found in visit(spider, menu) if isinstance(found, Request)]
    assert f"{BASE}si010_j.asp?MM=6&YY=2009" in [request.url for request in followed]
    assert {request.cb_kwargs["kind"] for request in followed} == {
        "calendar",
        "paper_list",
        "organization_list",
    }


def test_what_is_linked_outside_the_base_address_is_not_followed() -> None:
    spider = herne(**JUNE, base_url="https://other.example/allris/")
    calendar = start(spider)[0]
    elsewhere = calendar.replace(url=calendar.url.replace("other", "another"))
    june = {"MM": "6", "YY": "2009"}
    body = Answers(demo_world()).answer("GET", "si010_j.asp", june, None).body
    asked = elsewhere.replace(meta={**elsewhere.meta, "frontier_key": "k"})
    (visit_,) = spider.parse(HtmlResponse(elsewhere.url, body=body, request=asked), kind="calendar")
    assert [finding.code for finding in visit_.findings] == ["moved"]
    assert visit_.state == "failed"
    # the same page at the right address, its links leading elsewhere
    body = body.replace(b'href="to010', b'href="http://third.example/to010')
    asked = calendar.replace(meta={**calendar.meta, "frontier_key": "k"})
    *requests, visit_ = spider.parse(
        HtmlResponse(calendar.url, body=body, request=asked), kind="calendar"
    )
    assert not [request for request in requests if "to010" in request.url]
    assert "link_elsewhere" in [finding.code for finding in visit_.page.findings]


def test_every_month_is_filled_from_one_calendar_address() -> None:
    """The base address given on the command line replaces the registry's everywhere."""
    requests = start(herne(**JUNE, base_url="http://127.0.0.1:1/x"))
    assert {request.url for request in requests} == {
        "http://127.0.0.1:1/x/si010_j.asp?MM=6&YY=2009",
        "http://127.0.0.1:1/x/vo040.asp",
        "http://127.0.0.1:1/x/au010.asp",
    }


def list_page(spider: HerneSpider, body: bytes, *cookies: str) -> list[Any]:
    """What the spider makes of a page of the list of papers that came with cookies."""
    asked = Request(
        f"{BASE}vo040.asp", meta={"frontier_key": "k"}, cb_kwargs={"kind": "paper_list"}
    )
    headers = {"Set-Cookie": list(cookies)}
    response = HtmlResponse(asked.url, body=body, request=asked, headers=headers)
    return list(spider.parse(response, **asked.cb_kwargs))


def test_the_session_goes_on_whatever_its_cookies_look_like() -> None:
    body = Answers(demo_world()).answer("GET", "vo040.asp", {}, None).body
    found = list_page(herne(**JUNE), body, "ASPSESSIONIDX=1; path=/", "a/b=2; secure")
    (request,) = [one for one in found if isinstance(one, Request) and one.method == "POST"]
    assert request.headers["Cookie"] == b"ASPSESSIONIDX=1; a/b=2"
    assert b"01.06.2009-30.06.2009" in request.body.replace(b"%2E", b".")


def test_one_paper_dated_wrongly_does_not_end_the_list() -> None:
    """The list goes on until all papers of a page are older than the window."""
    world = generated_world(1, 150)
    body = Answers(world).answer("GET", "vo040.asp", {}, None).body
    body = re.sub(b"<form[^>]*>(?:(?!</form>).)*filtdatum.*?</form>", b"", body, flags=re.DOTALL)
    newest = world.newest_papers[0].created
    wrong = re.sub(rb"\d\d\.\d\d\.\d{4}", b"01.01.2002", body, count=1)
    spider = herne(since=(newest - timedelta(days=400)).isoformat(), until=newest.isoformat())
    found = list_page(spider, wrong, "s=1")
    assert [r for r in found if isinstance(r, Request) and "shownext" in r.url]
