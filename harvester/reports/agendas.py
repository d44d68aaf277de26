"""Meetings in German for readers: plain lines, escaped by each format."""

from collections.abc import Sequence
from dataclasses import dataclass

from harvester.archive.meetings import Item, Sitting
from harvester.labels import german
from harvester.reports.clean import address, line
from harvester.reports.wording import time_of


@dataclass(frozen=True, slots=True)
class TopOfAgenda:
    """An item of an agenda: its text, and number and page of the paper that it is about."""

    text: str
    reference: str
    paper_url: str | None
    remarks: str


@dataclass(frozen=True, slots=True)
class Announced:
    """A meeting for readers. `time` is like `16:00 Uhr`, "" where none is stated."""

    title: str
    time: str
    where: str
    remarks: tuple[str, ...]
    url: str | None
    items: tuple[TopOfAgenda, ...]


def announced(one: Sitting) -> Announced:
    """A meeting as readers see it."""
    start, end = time_of(one.start), time_of(one.end)
    clocks = [f"{at:%H:%M}" for at in (start, end) if at]
    remarks = (
        "abgesagt" if one.cancelled else "",
        "nicht öffentlich" if one.public is False else "",
        "" if one.occasion == "Sitzung" else line(one.occasion),
    )
    return Announced(
        title=title(one),
        time=f"{'–'.join(clocks)} Uhr" if start else "",
        where=", ".join(filter(None, (line(one.room), line(one.place)))),
        remarks=tuple(filter(None, remarks)),
        url=address(one.url),
        items=tuple(map(_item, one.items)),
    )


def title(one: Sitting) -> str:
    """What a meeting is called: by its committee, else as its page names it."""
    return line(one.committee or one.name) or "Sitzung"


def _item(item: Item) -> TopOfAgenda:
    result = line(item.result_raw) or german("result", item.result) or ""
    remarks = (
        "nicht öffentlich" if item.public is False else "",
        f"Ergebnis: {result}" if result else "",
    )
    return TopOfAgenda(
        text=" ".join(filter(None, (line(item.number), line(item.name)))) or "ohne Titel",
        reference=line(item.reference),
        paper_url=address(item.paper_url),
        remarks=", ".join(filter(None, remarks)),
    )


def by_date(found: Sequence[Sitting]) -> list[tuple[str, list[Sitting]]]:
    """The meetings by day, in their order."""
    days: dict[str, list[Sitting]] = {}
    for one in found:
        days.setdefault(one.date, []).append(one)
    return list(days.items())
