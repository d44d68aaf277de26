"""What is published leaves out staff, by the rules by which a release does."""

from dataclasses import replace
from typing import Any

from harvester.archive.events import Changed, Event, FirstHarvest
from harvester.archive.meetings import Item, Sitting
from harvester.archive.staff_text import Cleaner
from harvester.archive.telling import Beginning, field_without_staff
from harvester.reports.news import Entry, News


def news(told: News, cleaner: Cleaner) -> News:
    """The same without staff; where nothing else changed, the entry is left out."""
    followed = [_changed(one, cleaner) for one in told.followed]
    rest = [_entry(one, cleaner) for one in told.rest]
    return replace(
        told,
        followed=tuple(one for one in followed if one.events),
        rest=tuple(one for one in rest if isinstance(one, FirstHarvest) or one.events),
        beginnings={
            paper_id: [_beginning(one, cleaner) for one in texts]
            for paper_id, texts in told.beginnings.items()
        },
    )


def _entry(one: Entry, cleaner: Cleaner) -> Entry:
    return one if isinstance(one, FirstHarvest) else _changed(one, cleaner)


def _changed(one: Changed, cleaner: Cleaner) -> Changed:
    events = (_event(event, cleaner) for event in one.events)
    return replace(
        one,
        reference=cleaner.text(one.reference),
        name=cleaner.text(one.name),
        url=cleaner.address(one.url),
        events=tuple(event for event in events if event.what != "changed" or _tells(event)),
    )


def _tells(event: Event) -> bool:
    return bool(event.old != event.new)


def _event(event: Event, cleaner: Cleaner) -> Event:
    def clean(value: Any) -> Any:
        return field_without_staff(cleaner, event.record, event.field, value)

    return replace(
        event,
        id=cleaner.identity(event.id),
        label=cleaner.text(event.label),
        old=clean(event.old),
        new=clean(event.new),
    )


def _beginning(one: Beginning, cleaner: Cleaner) -> Beginning:
    return Beginning(cleaner.text(one.heading), cleaner.text(one.text))


def sittings(found: list[Sitting], cleaner: Cleaner) -> list[Sitting]:
    """The same meetings without staff."""
    return [_sitting(one, cleaner) for one in found]


def _sitting(one: Sitting, cleaner: Cleaner) -> Sitting:
    return replace(
        one,
        committee=cleaner.text(one.committee),
        name=cleaner.text(one.name),
        room=cleaner.text(one.room),
        place=cleaner.text(one.place),
        occasion=cleaner.text(one.occasion),
        url=cleaner.address(one.url),
        items=tuple(_item(item, cleaner) for item in one.items),
    )


def _item(item: Item, cleaner: Cleaner) -> Item:
    return replace(
        item,
        number=cleaner.text(item.number),
        name=cleaner.text(item.name),
        reference=cleaner.text(item.reference),
        paper_url=cleaner.address(item.paper_url),
        result_raw=cleaner.text(item.result_raw),
    )
