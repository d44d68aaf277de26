"""Changes and meetings for a terminal, in English around German values."""

from collections.abc import Iterator, Sequence
from typing import Any

from harvester.archive.events import Changed, Event, FirstHarvest
from harvester.archive.meetings import Item, Sitting
from harvester.reports.news import Entry, News
from harvester.reports.wording import by_day

#: The most characters of a value or name that are shown.
_LONGEST = 200

_RECORDS = {
    "consultation": "step",
    "paper_section": "text",
    "file": "document",
    "agenda_item": "item",
}
#: What of a first harvest is counted for people.
_COUNTED = {
    "paper": "paper",
    "consultation": "step",
    "file": "document",
    "meeting": "meeting",
    "agenda_item": "agenda item",
}
_WHAT = {"new": "added", "gone": "gone", "returned": "back", "exchanged": "exchanged"}
_FIELDS = {
    "reference": "number",
    "name": "name",
    "paper_type_raw": "type",
    "status_raw": "status",
    "start": "time",
    "organization_name": "committee",
    "date_raw": "date",
    "role_raw": "role",
    "result_raw": "result",
    "vote_raw": "vote",
    "resolution_text": "resolution",
    "minutes_text": "minutes",
}
#: Fields whose values are too long to be shown side by side.
_TEXTS = frozenset(("text", "resolution_text", "minutes_text"))

Line = tuple[str, bool]  # and whether it is a heading


def changes(news: News) -> Iterator[Line]:
    """What changed, a line each: what is followed under a heading of its own, then the rest."""
    if not news.followed and not news.rest:
        last = f"The last crawl began {news.crawled or 'never'}."
        what = "Nothing that you follow" if news.only_followed else "Nothing"
        yield f"{what} changed from {news.since} to {news.until}. {last}", False
    if news.followed:
        yield "Followed", True
        yield from _days(news, news.followed)
    if news.followed and news.rest:
        yield "Everything else", True
    yield from _days(news, news.rest)
    if news.more:
        shown = len(news.rest)
        yield f"The first {shown} of {shown + news.more}; --limit shows more.", False


def _days(news: News, entries: Sequence[Entry]) -> Iterator[Line]:
    for day, of_day in by_day(entries):
        yield day, True
        for one in of_day:
            if isinstance(one, FirstHarvest):
                numbers = ((one.counts.get(of), name) for of, name in _COUNTED.items())
                counts = ", ".join(f"{n} {name}{'s' * (n > 1)}" for n, name in numbers if n)
                yield f"  {one.source_id}: harvested for the first time: {counts}", False
            else:
                yield from _changed(news, one)


def _changed(news: News, one: Changed) -> Iterator[Line]:
    own = [event for event in one.events if event.id == one.id and event.what != "changed"]
    fate = " ".join(_shown(e.what if e.detail is None else f"{e.what} ({e.detail})") for e in own)
    number = one.reference if one.record == "paper" else one.date
    kept = "(read anew from pages that were held)" if one.kept else None
    labels = ", ".join(map(_shown, news.labels_of(one)))
    followed = f"(followed: {labels})" if labels else None
    name = one.name and _shown(one.name)
    head = (fate, one.record, number and _line(number), name, _line(one.url), kept, followed)
    yield "  " + "  ".join(part for part in head if part), False
    for event in one.events:
        if event not in own:
            yield f"    {_sentence(event)}", False


def _sentence(event: Event) -> str:
    """What happened, in a line: `step Rat der Stadt: date 2009-06-30 -> 2009-07-07`."""
    record = _RECORDS.get(event.record)
    about = " ".join(part for part in (record, event.label and _shown(event.label)) if part)
    happened = _happened(event)
    return f"{about}: {happened}" if about else happened


def _happened(event: Event) -> str:
    if event.what != "changed":
        detail = "" if event.detail is None else f" ({_shown(event.detail)})"
        return f"{_WHAT[event.what]}{detail}"
    field = str(event.field)
    if field == "cancelled":
        return "cancelled" if event.new else "no longer cancelled"
    name = "subject" if (event.record, field) == ("paper", "name") else _FIELDS.get(field, field)
    if field in _TEXTS:
        how = "added" if event.old is None else "removed" if event.new is None else "changed"
        return f"{name} {how}"
    return f"{name} {_shown(event.old)} -> {_shown(event.new)}"


def meetings(
    found: Sequence[Sitting], since: str, until: str, crawled: str | None
) -> Iterator[Line]:
    """Meetings with their agendas, a line each; `crawled` is when the last crawl began."""
    if not found:
        last = f"The last crawl began {crawled or 'never'}."
        yield f"No meetings found from {since} to {until}. {last}", False
    for one in found:
        yield _meeting(one), True
        yield f"  {_line(one.url)}", False
        for item in one.items:
            yield f"  {_item(item)}", False
        if not one.items:
            yield "  no agenda yet", False


def _meeting(one: Sitting) -> str:
    when = f"{one.date} {one.start[11:16]}" if one.start else one.date
    head = (
        when,
        one.committee or one.name,
        ", ".join(filter(None, (one.room, one.place))),
        one.body_name,
        "(cancelled)" if one.cancelled else None,
        "(not public)" if one.public is False else None,
    )
    return "  ".join(_shown(part) for part in head if part)


def _item(item: Item) -> str:
    parts = (
        item.number,
        item.name or ("" if item.number else "item"),
        item.reference,
        item.result_raw,
        "(not public)" if item.public is False else None,
    )
    return "  ".join(_shown(part) for part in parts if part)


def _shown(value: Any) -> str:
    """A value in a line: no more than one, not endless, "none" for null."""
    if value is None:
        return "none"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = _line(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _line(text: str) -> str:
    return " ".join(text.split())
