"""Archives for the tests of reports: a town harvested once a day in May 2026."""

import sys
from pathlib import Path
from typing import Any

from harvester.archive import Archive
from harvester.page import Children, Page
from harvester.records import AgendaItem, Meeting
from harvester.reports.news import News, gather, with_texts

sys.path.append(str(Path(__file__).parents[1] / "archive"))
from archive_pages import BASE, STEPS, harvest, item_page, list_page, meeting_page, paper_page

__all__ = ["BASE", "STEPS", "harvest", "item_page", "list_page", "meeting_page", "paper_page"]

#: What a page may hold that is more than text in one of the formats.
HOSTILE = (
    "<script>alert(1)</script> ](javascript:alert(2)) [x](http://evil.example) ![y](z) **fett** "
    "`code` &lt;b&gt; <!-- {{< hugo >}} | # - \x1b[31m\x00\x08\ufffe\u202e\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:falsch \"x' \\n ]]> \u2028 ; , http://evil.example @ www.evil.example"
)


def day(number: int) -> str:
    return f"2026-05-{number:02}T02:00:00Z"


def made(path: Path, *days: list[Page]) -> Path:
    """An archive harvested once a day from the first of May."""
    with Archive.open(path) as archive:
        for number, pages in enumerate(days, 1):
            harvest(archive, day(number), *pages)
    return path


def sitting_page(number: int = 1, items: list[dict[str, Any]] | None = None, **values: Any) -> Page:
    """A meeting with its agenda, as its page states it."""
    meeting_id = f"town/meeting/{number}"
    page = Page(url=f"{BASE}to010.asp?SILFDNR={number}", kind="meeting", parser="allris.meeting/1")
    page.records = [Meeting(id=meeting_id, **values)]
    for index, item in enumerate(items or [], 1):
        item_id = item.get("id", f"town/item/{number}-{index}")
        page.records.append(
            AgendaItem(**{"id": item_id, "meeting_id": meeting_id, "position": index} | item)
        )
    page.children = [Children("agenda_item", "meeting_id", meeting_id)]
    return page


def seen(path: Path, since: int = 1, until: int = 3, **how: Any) -> News:
    """What changed on these days of May, with texts."""
    with Archive.open(path, mode="read") as held:
        return with_texts(held, gather(held, day(since)[:10], day(until)[:10], **how))


LATER = tuple((name, date.replace("-06-30", "-07-07")) for name, date in STEPS)


def three_days() -> list[list[Page]]:
    """A paper; the next day its step is moved; the third day more of it, and a new one."""
    return [
        [paper_page(), list_page()],
        [paper_page(steps=LATER), meeting_page()],
        [
            paper_page(steps=LATER, name="Familienbericht", text="Anders."),
            item_page(),
            paper_page(2, text="Erstens.\nZweitens."),
        ],
    ]


def hostile_days() -> list[list[Page]]:
    """A paper that becomes hostile on the second day, and a new one that is."""
    new = paper_page(2, name=HOSTILE, reference=HOSTILE, text=HOSTILE)
    new.url += "\r\n\"'<b>)](javascript:alert(3))"
    steps = ((HOSTILE, "2009-07-01"),)
    return [[paper_page()], [paper_page(name=HOSTILE, steps=steps), new]]
