"""Changes in German, as a newspaper would say it: plain lines, escaped by each format."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from harvester.archive.events import Changed, Event, FirstHarvest
from harvester.clock import TOWN
from harvester.labels import german
from harvester.reports.clean import address, line
from harvester.reports.news import Entry, News

_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"),
    *("Oktober", "November", "Dezember"),
)
_RECORDS = {
    "consultation": "Beratung",
    "paper_section": "Text",
    "file": "Dokument",
    "agenda_item": "Tagesordnungspunkt",
}
#: What of a first harvest is counted for readers: one of it, several.
_COUNTED = {
    "paper": ("Vorlage", "Vorlagen"),
    "consultation": ("Beratung", "Beratungen"),
    "file": ("Dokument", "Dokumente"),
    "meeting": ("Sitzung", "Sitzungen"),
    "agenda_item": ("Tagesordnungspunkt", "Tagesordnungspunkte"),
}
_WHAT = {"new": "neu", "returned": "wieder da", "exchanged": "ausgetauscht"}
_GONE = "nicht mehr da"
_FIELDS = {
    "reference": "Nummer",
    "name": "Bezeichnung",
    "paper_type_raw": "Art",
    "status_raw": "Stand",
    "start": "Beginn",
    "organization_name": "Gremium",
    "date": "Datum",
    "date_raw": "Datum",
    "role_raw": "Rolle",
    "result_raw": "Ergebnis",
    "vote_raw": "Abstimmung",
    "resolution_text": "Beschlusstext",
    "minutes_text": "Protokolltext",
    "text": "Wortlaut",
    "heading": "Überschrift",
    "room": "Raum",
    "place": "Ort",
    "authors": "Verfasser",
}
#: Too long to be quoted: it is only told that they changed.
_TEXTS = frozenset(("text", "resolution_text", "minutes_text"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SAME_TEXT = "same text"


@dataclass(frozen=True, slots=True)
class Told:
    """A change for readers, in plain lines.

    `what` is "Neu", "Geändert" and the like, `title` what it is about, `about` says more (the town,
    for what it is followed), `url` its page on the web, `lines` what happened.
    """

    what: str
    title: str
    about: tuple[str, ...]
    url: str | None
    lines: tuple[str, ...]


def told(one: Entry, news: News) -> Told:
    """An entry of the news."""
    town = line(news.towns.get(one.source_id, one.source_id))
    if isinstance(one, FirstHarvest):
        source = f"{town} ({line(one.source_id)})"  # a town may have several
        return Told("Erstmals erfasst", source, (), None, (counted(one.counts),))
    own = [event for event in one.events if event.id == one.id and event.what != "changed"]
    labels = ", ".join(map(line, news.labels_of(one)))
    about = [town, f"verfolgt: {labels}" if labels else ""]
    about += ["aus gespeicherten Seiten neu gelesen"] if one.kept else []
    return Told(
        what=_upper(", ".join(map(_fate, own))) or "Geändert",
        title=_title(one),
        about=tuple(filter(None, about)),
        url=address(one.url),
        lines=tuple(sentence(event) for event in one.events if event not in own),
    )


def _title(one: Changed) -> str:
    name = line(one.name)
    if one.record == "paper":
        head = " ".join(filter(None, ("Vorlage", line(one.reference))))
        return f"{head}: {name}" if name else head
    head = f"Sitzung {name}" if name else "Sitzung"
    return f"{head}, {moment(one.date)}" if one.date else head


def sentence(event: Event) -> str:
    """What happened, such as `Beratung Rat der Stadt: Datum: 07.07.2009 (vorher: 30.06.2009)`."""
    about = " ".join(filter(None, (_RECORDS.get(event.record), line(event.label))))
    happened = _happened(event)
    return f"{about}: {happened}" if about else _upper(happened)


def _happened(event: Event) -> str:
    if event.what != "changed":
        return _fate(event)
    name = str(event.field)
    if name == "cancelled":
        return "abgesagt" if event.new else "nicht mehr abgesagt"
    subject = (event.record, name) == ("paper", "name")
    called = "Betreff" if subject else _FIELDS.get(name, name)
    if name in _TEXTS:
        how = "neu" if event.old is None else "entfernt" if event.new is None else "geändert"
        return f"{called} {how}"
    old, new = _value(event.old), _value(event.new)
    if not new:
        return f"{called} nicht mehr angegeben (vorher: {old})"
    return f"{called}: {new} (vorher: {old or 'keine Angabe'})"


def _fate(event: Event) -> str:
    """What became of a record; why it is gone, date and role of a new step."""
    if event.what == "gone":
        return german("gone_reason", event.detail) or _GONE
    detail = line(event.detail)
    if detail == _SAME_TEXT:
        detail = "Text unverändert"
    detail = _DAY.sub(lambda found: day(found[0]), detail)
    return f"{_WHAT[event.what]} ({detail})" if detail else _WHAT[event.what]


def _value(value: Any) -> str:
    """A value in one line; days and times as people write them."""
    text = line(", ".join(map(str, value)) if isinstance(value, list) else value)
    return moment(text) if _DAY.match(text) else text


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def counted(counts: Mapping[str, int]) -> str:
    """How many of what, such as `1 Vorlage, 2 Beratungen`."""
    shown = ((counts.get(record, 0), words) for record, words in _COUNTED.items())
    return ", ".join(f"{n} {words[n > 1]}" for n, words in shown if n)


def day(text: str) -> str:
    """A day as `31.05.2026`; what is none stays as it is."""
    try:
        return date.fromisoformat(text).strftime("%d.%m.%Y")
    except ValueError:
        return text


def long_day(text: str) -> str:
    """A day as `Sonntag, 31. Mai 2026`; what is none stays as it is."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return line(text)
    return f"{_DAYS[found.weekday()]}, {found.day}. {_MONTHS[found.month - 1]} {found.year}"


def time_of(text: str | None) -> datetime | None:
    """A time with offset as the archive has it, in the town's time; None for anything else."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return None if found.tzinfo is None else found.astimezone(TOWN)


def moment(text: str | None) -> str:
    """A day, or a time with its day: `31.05.2026`, `31.05.2026, 16:00 Uhr`."""
    at = None if "T" not in (text or "") else time_of(text)
    return day(line(text)) if at is None else at.strftime("%d.%m.%Y, %H:%M Uhr")


def days(since: str, until: str) -> str:
    """A span of days: `vom 01.05.2026 bis 03.05.2026`, `am 03.05.2026`."""
    return f"am {day(since)}" if since == until else f"vom {day(since)} bis {day(until)}"


def nothing(news: News) -> str:
    """That nothing changed, and when that was looked for."""
    looked = moment(news.crawled) if news.crawled else "noch nie"
    about = " an Verfolgtem" if news.only_followed else ""
    return f"Keine Änderungen{about} {days(news.since, news.until)}. Letzter Abruf: {looked}."


def left_out(news: News) -> str:
    """How many changes are not shown; "" if all are."""
    return f"Weitere Änderungen, die hier nicht stehen: {news.more}." if news.more else ""


def by_kind(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries of a day under German headings, papers before meetings; none is empty."""
    kinds: dict[str, list[Entry]] = {"Erstmals erfasst": [], "Vorlagen": [], "Sitzungen": []}
    for one in entries:
        heading = "Vorlagen" if isinstance(one, Changed) and one.record == "paper" else "Sitzungen"
        kinds["Erstmals erfasst" if isinstance(one, FirstHarvest) else heading].append(one)
    return [(heading, found) for heading, found in kinds.items() if found]


def by_day(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries by day, in their order."""
    found: dict[str, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.day, []).append(one)
    return list(found.items())
