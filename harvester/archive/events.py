"""The rules by which rows of `change` become what people care about: steps, texts, documents."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from harvester.archive.runs import crawls

Key = tuple[str, str]  # record type and id
What = Literal["new", "gone", "returned", "changed", "exchanged"]

#: The fields whose change is told, in order. The raw ones are the source's words.
SHOWN: dict[str, tuple[str, ...]] = {
    "paper": ("reference", "name", "paper_type_raw", "status_raw", "date", "authors"),
    "meeting": ("start", "date", "cancelled", "organization_name", "name", "room", "place"),
    "consultation": (
        *("organization_name", "date", "date_raw", "role_raw", "status_raw", "result_raw"),
    ),
    "paper_section": ("heading", "text"),
    "agenda_item": (
        *("name", "reference", "result_raw", "vote_raw", "resolution_text", "minutes_text"),
    ),
    "file": ("name", "sha256", "text_sha256"),
}
#: Fields that repeat what the other one says.
_SAID_BY = {("meeting", "date"): "start", ("consultation", "date_raw"): "date"}
#: What a row is called, by the first of these that it has.
_LABELS = {
    "consultation": ("organization_name",),
    "paper_section": ("heading", "key"),
    "file": ("name", "file_name", "number"),
}


class Change(NamedTuple):
    """A row of `change`, with the crawl (campaign) and the command of its run."""

    id: int
    at: str
    campaign: int
    command: str
    record: str
    record_id: str
    kind: str
    field: str | None
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a record: to the paper or meeting itself, or to what belongs to it.

    `label` is what people call the record, `detail` says more: date and role of a new step, the
    reason for which something is gone, "same text" for other bytes with the text as before.
    `field`, `old` and `new` (as a record has them) are those of a change; the two checksums of an
    exchanged document.
    """

    record: str
    id: str
    what: What
    label: str | None = None
    detail: str | None = None
    field: str | None = None
    old: Any = None
    new: Any = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A paper or meeting on a day (UTC), and what happened to it then.

    `name` is a paper's subject or a meeting's committee, `date` the paper's day or the meeting's
    start, `url` its page. `kept`: nothing new was fetched, pages that are held were read anew.
    """

    day: str
    source_id: str
    record: str
    id: str
    reference: str | None
    name: str | None
    date: str | None
    url: str
    kept: bool
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class FirstHarvest:
    """A source was harvested for the first time: how many records of each type appeared."""

    day: str
    source_id: str
    counts: dict[str, int]


def is_news(row: Change, held: Mapping[str, Any], owner: Key, born: Mapping[Key, int]) -> bool:
    """Whether a change is told apart from the appearance of its record and of its owner.

    Args:
        row: The change.
        held: The record as it is today.
        owner: The paper or meeting.
        born: The campaigns in which records appeared.
    """
    key = (row.record, row.record_id)
    if owner != key and row.campaign <= born.get(owner, 0):
        return False
    if row.kind != "changed":
        return key[0] != "file" or row.kind != "appeared"  # its tie to an owner tells
    gone_before = held["gone_at"] is not None and held["gone_at"] < row.at
    return row.campaign > born.get(key, 0) and not gone_before


def entry(
    day: str, owner: Key, held: Mapping[Key, Mapping[str, Any]], parts: Mapping[Key, list[Change]]
) -> Changed:
    """What happened to a paper or meeting on a day; `parts` are the changes by record.

    One that appeared or vanished says so and nothing else.
    """
    row = held[owner]
    own = _events(owner, row, parts.get(owner, ()))
    rest = [
        event
        for key, changes in parts.items()
        if key != owner
        for event in _events(key, held[key], changes)
    ]
    fate = _fate(parts.get(owner, ()))
    if fate in {"new", "gone", "nothing"}:
        rest = []
    elif fate == "returned":
        rest = [event for event in rest if event.what != "returned"]
    is_paper = owner[0] == "paper"
    return Changed(
        day=day,
        source_id=row["source_id"],
        record=owner[0],
        id=owner[1],
        reference=row["reference"] if is_paper else None,
        name=row["name"] if is_paper else row["organization_name"] or row["name"],
        date=row["date"] if is_paper else row["start"] or row["date"],
        url=row["source_url"],
        kept=not any(crawls(change.command) for changes in parts.values() for change in changes),
        events=(*own, *rest),
    )


def _fate(changes: Iterable[Change]) -> Literal["new", "gone", "returned", "nothing"] | None:
    """What became of a record in a day; "nothing" if it came and went, None if it stayed."""
    kinds = [change.kind for change in changes if change.kind != "changed"]
    if not kinds:
        return None
    was_there, is_there = kinds[0] == "gone", kinds[-1] != "gone"
    if was_there:
        return None if is_there else "gone"
    if not is_there:
        return "nothing"
    return "new" if kinds[0] == "appeared" else "returned"


def _events(key: Key, held: Mapping[str, Any], changes: Sequence[Change]) -> list[Event]:
    """What happened to one record in a day, its fate first."""
    fate = _fate(changes)
    if fate == "nothing":
        return []
    label = _label(key[0], held)
    events = [] if fate is None else [Event(*key, fate, label, _detail(fate, changes))]
    if fate in {"new", "gone"}:
        return events
    fields: dict[str, tuple[Any, Any]] = {}
    for change in changes:
        if change.field is not None:
            old, new = (None if text is None else json.loads(text) for text in change[-2:])
            fields[change.field] = (fields.get(change.field, (old,))[0], new)
    fields = {name: values for name, values in fields.items() if values[0] != values[1]}
    for name in SHOWN[key[0]]:
        said_by = _SAID_BY.get((key[0], name))
        repeats = said_by is not None and (said_by in fields or held[said_by] is not None)
        if name not in fields or repeats or name == "text_sha256":
            continue
        old, new = fields[name]
        if name != "sha256":
            events.append(Event(*key, "changed", label, None, name, old, new))
        elif old and new:  # else it was fetched for the first time
            same = held["text_sha256"] is not None and "text_sha256" not in fields
            detail = "same text" if same else None
            events.append(Event(*key, "exchanged", label, detail, name, old, new))
    return events


def _label(record: str, held: Mapping[str, Any]) -> str | None:
    if record == "agenda_item":
        return " ".join(part for part in (held["number"], held["name"]) if part) or None
    return next((held[name] for name in _LABELS.get(record, ()) if held[name]), None)


def _detail(fate: What, changes: Sequence[Change]) -> str | None:
    """Why it is gone; date and role of a new step."""
    last = next(change for change in reversed(changes) if change.kind != "changed")
    if fate == "gone":
        return None if last.new is None else str(json.loads(last.new))
    if fate == "new" and last.record == "consultation" and last.new is not None:
        stated = json.loads(last.new)
        parts = (stated.get("date") or stated.get("date_raw"), stated.get("role_raw"))
        return ", ".join(part for part in parts if part) or None
    return None


def in_order(entry: Changed) -> tuple[str, ...]:
    """The place of an entry within its day: papers by number, then meetings by time."""
    number = entry.reference if entry.record == "paper" else entry.date
    return ("" if entry.record == "paper" else "1", entry.source_id, number or "", entry.id)
