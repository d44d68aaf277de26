"""Meetings with their agendas as a calendar (iCalendar, RFC 5545), in German.

Times are in UTC, which every calendar shows in its reader's zone. The calendar of an archive that
did not change is the same each time: its stamps are those of the last change, not of the writing.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from harvester.archive.meetings import Sitting
from harvester.clock import TOWN
from harvester.reports.agendas import TopOfAgenda, announced
from harvester.reports.clean import line, stable_id
from harvester.reports.wording import time_of

_PRODUCT = "-//council-harvester//Sitzungen//DE"


def calendar(found: Sequence[Sitting]) -> str:
    """The calendar; meetings without a time last the whole day."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", "Sitzungen der Räte")
    made.add("x-wr-timezone", str(TOWN))
    for one in found:
        made.add_component(_event(one))
    content: bytes = made.to_ical()
    return content.decode()


def _event(one: Sitting) -> Event:
    shown = announced(one)
    changed = datetime.fromisoformat(one.updated_at)
    event = Event()
    event.add("uid", str(stable_id("meeting", one.id)))
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", one.moved)
    start, end = time_of(one.start), time_of(one.end)
    event.add("dtstart", start.astimezone(UTC) if start else date.fromisoformat(one.date))
    if start is not None and end is not None and end > start:
        event.add("dtend", end.astimezone(UTC))
    town = line(one.body_name)
    cancelled = "Abgesagt: " if one.cancelled else ""
    event.add("summary", f"{cancelled}{shown.title} ({town})")
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("categories", [town])
    event.add("description", _description(shown.remarks, shown.items))
    if shown.where:
        event.add("location", shown.where)
    if shown.url:
        event.add("url", shown.url)
    return event


def _description(remarks: Sequence[str], items: Sequence[TopOfAgenda]) -> str:
    agenda = [*map(_item, items)] or ["Noch keine Tagesordnung."]
    return "\n".join([*filter(None, [", ".join(remarks)]), *agenda])


def _item(item: TopOfAgenda) -> str:
    paper = f", Vorlage {item.reference}" if item.reference else ""
    remarks = f" – {item.remarks}" if item.remarks else ""
    return f"{item.text}{paper}{remarks}"
