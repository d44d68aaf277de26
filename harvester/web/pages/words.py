"""How values look on the pages: days, times, sizes, numbers in German, and addresses."""

import re
from datetime import date, datetime
from urllib.parse import quote

from harvester import clock
from harvester.labels import german
from harvester.text import fold, without_extension

_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"),
    *("Oktober", "November", "Dezember"),
)
_WEEKDAYS = (*("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),)
_SYSTEMS = {
    "allris": "ALLRIS",
    "sessionnet": "SessionNet",
    "politik_bei_uns": "politik-bei-uns.de",
}
#: The telephone of an office, as forms append it: "20 2 (1455)".


def day(value: str | None) -> str:
    """A day as people write it, `30. Juni 2009`; what is none stays as it is."""
    try:
        found = date.fromisoformat((value or "")[:10])
    except ValueError:
        return value or ""
    return f"{found.day}. {_MONTHS[found.month - 1]} {found.year}"


def weekday(value: str | None) -> str:
    """A day with its weekday, `Dienstag, 30. Juni 2009`."""
    try:
        found = date.fromisoformat((value or "")[:10])
    except ValueError:
        return value or ""
    return f"{_WEEKDAYS[found.weekday()]}, {day(value)}"


def month(value: str) -> str:
    """A month, `2009-06`, as `Juni 2009`."""
    return f"{_MONTHS[int(value[5:7]) - 1]} {value[:4]}"


def month_name(number: int) -> str:
    """The name of a month, from 1."""
    return _MONTHS[number - 1]


def hour(value: str | None) -> str | None:
    """The time of a meeting, `16 Uhr` or `16.30 Uhr`; None where none is known."""
    try:
        found = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return f"{found.hour}.{found.minute:02} Uhr" if found.minute else f"{found.hour} Uhr"


def hours(start: str | None, end: str | None) -> str | None:
    """From when to when, `16 Uhr bis 18.30 Uhr`; an end that is not after the start is left out."""
    first, last = hour(start), hour(end)
    try:
        ends_later = datetime.fromisoformat(end or "") > datetime.fromisoformat(start or "")
    except (TypeError, ValueError):  # one of them is none, or has no zone
        ends_later = False
    return f"{first} bis {last}" if ends_later else first


def moment(value: str | None) -> str:
    """A time in UTC as the clocks of the town showed it, `22. November 2026, 3.20 Uhr`."""
    try:
        found = datetime.fromisoformat(value or "").astimezone(clock.TOWN)
    except ValueError:
        return value or ""
    return f"{day(found.date().isoformat())}, {found.hour}.{found.minute:02} Uhr"


def moment_day(value: str | None) -> str:
    """The day in the town of a time in UTC."""
    return moment(value).partition(",")[0]


def number(value: int) -> str:
    """A number with points, `12.345`."""
    return f"{value:,}".replace(",", ".")


def counted(value: int, one: str, many: str) -> str:
    """A number and its noun, `1 Vorlage` or `12 Vorlagen`."""
    return f"{number(value)} {one if value == 1 else many}"


def size(value: int | None) -> str | None:
    """A size in bytes, `1,4 MB`."""
    if value is None:
        return None
    if value < 1000:
        return f"{value} Byte"
    if value < 1_000_000:
        return f"{round(value / 1000)} kB"
    return f"{value / 1_000_000:.1f} MB".replace(".", ",")


def paper_type(kind: str | None, raw: str | None) -> str | None:
    """What kind of paper it is: in the source's words, or else in ours."""
    return raw or german("paper_type", kind)


def votes(yes: int | None, no: int | None, abstain: int | None, raw: str | None) -> str | None:
    """The vote in numbers; in the source's words where not both sides are known."""
    if yes is None or no is None:
        return raw
    known = "" if abstain is None else f", {counted(abstain, 'Enthaltung', 'Enthaltungen')}"
    return f"{number(yes)} Ja, {number(no)} Nein{known}"


def department(value: str | None) -> str | None:
    """An office, without the telephone that some forms append."""
    return None if value is None else without_extension(value) or None


def system(name: str) -> str:
    """The name of a council information system."""
    return _SYSTEMS.get(name, name)


def says_more(wording: str | None, label: str | None) -> bool:
    """Whether the source's own words say more than our word for them."""
    return bool(wording) and fold(wording or "") != fold(label or "")


def address(kind: str, record_id: str | int) -> str:
    """The address of one of our pages; an id may hold anything."""
    text = str(record_id)
    plain = all(part.strip(".") for part in text.split("/"))
    return f"/{kind}/{quote(text, safe='/' if plain else '')}"


def anchor(item_id: str) -> str:
    """The name of an agenda item's place on its meeting's page."""
    return "top-" + re.sub("[^A-Za-z0-9]+", "-", item_id.rpartition("/")[2])


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a text."""
    return [line for line in map(str.strip, (text or "").split("\n")) if line]


#: Characters of a text that is shown whole, and of the opening of a longer one.
_WHOLE, _OPENING = 1200, 900


def opening(text: str | None) -> tuple[list[str], list[str]]:
    """The paragraphs that a text opens with, and the rest of a long one."""
    rest = paragraphs(text)
    if sum(map(len, rest)) <= _WHOLE:
        return rest, []
    first: list[str] = []
    length = len(rest[0])
    while length <= _OPENING:
        first.append(rest.pop(0))
        length += len(rest[0])
    if not first:
        head = rest[0][:_OPENING].rpartition(" ")[0] or rest[0][:_OPENING]
        first, rest[0] = [f"{head} …"], f"… {rest[0][len(head) :].strip()}"
    return first, rest
