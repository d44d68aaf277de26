"""Which pages the SessionNet spider asks for, decided on pages without a crawl."""

from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

from harvester.page import Link, Listed, Page, PageError
from harvester.records import File, Meeting, MeetingFile
from spiders.bochum import BochumSpider

BASE = "https://session.bochum.de/bi/"


def bochum() -> BochumSpider:
    """The spider as Scrapy would make it, for pages only."""
    spider = BochumSpider(since="2014-03-01", until="2014-03-31")
    spider.settings = Settings({"DOCUMENTS": False})
    return spider


def page(kind: str, *links: Link, listed: tuple[Listed, ...] = ()) -> Page:
    url = f"{BASE}x.asp"
    return Page(url=url, kind=kind, parser="x/1", links=list(links), listed=list(listed))


def followed(spider: BochumSpider, shown: Page) -> list[str]:
    response = HtmlResponse(shown.url, request=Request(shown.url))
    listed = shown.listed
    spider.scope.trim(shown)
    return [request.url.removeprefix(BASE) for request in spider.follow(shown, response, listed)]


def meeting(number: int, script: str = "to0040") -> Link:
    target = f"bochum/meeting/{number}"
    return Link("meeting", f"{BASE}{script}.asp?__ksinr={number}&voselect=9", target=target)


def test_a_meeting_outside_the_window_is_forgotten_with_its_documents() -> None:
    listed = tuple(
        Listed("meeting", f"bochum/meeting/{n}", day)
        for n, day in ((1, "2014-03-05"), (2, "2013-03-05"))
    )
    shown = page("calendar", meeting(1), meeting(2), listed=listed)
    for n in (1, 2):
        owner, file = f"bochum/meeting/{n}", f"bochum/file/{n}"
        shown.records += [
            Meeting(id=owner),
            File(id=file),
            MeetingFile(id=f"{owner} {file}", meeting_id=owner, file_id=file),
        ]
        shown.links.append(Link("file", f"{BASE}getfile.asp?id={n}", target=file))
    assert followed(bochum(), shown) == ["to0040.asp?__ksinr=1"]
    assert {record.id for record in shown.records} == {
        *("bochum/meeting/1", "bochum/file/1", "bochum/meeting/1 bochum/file/1"),
    }
    assert [link.target for link in shown.links if link.kind == "file"] == ["bochum/file/1"]


def test_a_meeting_is_asked_for_by_one_address() -> None:
    spider = bochum()
    listed = (Listed("meeting", "bochum/meeting/1", "2014-03-05"),)
    assert followed(spider, page("calendar", meeting(1), listed=listed)) == ["to0040.asp?__ksinr=1"]
    again = page("organization_meetings", meeting(1, "si0057"), listed=listed)
    assert followed(spider, again) == []


@pytest.mark.parametrize("kind", ["consultations", "paper", "agenda_item", "document_list"])
def test_the_meetings_of_a_step_are_left_to_the_calendar(kind: str) -> None:
    assert followed(bochum(), page(kind, meeting(7))) == []


@pytest.mark.parametrize(("newest", "goes_on"), [("2014-03-01", True), ("2014-02-28", False)])
def test_the_list_of_papers_ends_behind_the_window(newest: str, goes_on: bool) -> None:
    more = Link("paper_list", f"{BASE}vo0040.asp?__cpos=11")
    listed = (
        Listed("paper", "bochum/paper/1", newest),
        Listed("paper", "bochum/paper/2", "2000-01-01"),
    )
    shown = page("paper_list", more, listed=listed)
    assert followed(bochum(), shown) == ["vo0040.asp?__cpos=11"] * goes_on


@pytest.mark.parametrize(
    ("code", "script", "instead"),
    [
        ("session_lost", "si0057", "to0040.asp?__ksinr=1"),
        ("session_lost", "to0040", None),
        ("not_found", "si0057", None),
    ],
)
def test_a_lost_session_is_answered_by_another_page(
    code: str, script: str, instead: str | None
) -> None:
    asked = Request(f"{BASE}{script}.asp?__ksinr=1", cb_kwargs={"kind": "meeting"})
    response: Any = HtmlResponse(f"{BASE}error2.asp", request=asked)
    asked.meta["redirect_urls"] = [asked.url]
    other = bochum().instead(response, PageError(code, "x"))
    assert (other and other.url) == (BASE + instead if instead else None)
