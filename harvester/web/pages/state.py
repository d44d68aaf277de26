"""How a source is doing, in a sentence or two for readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from harvester import clock
from harvester.archive.health import MAX_AGE
from harvester.web.pages import words

_WENT = {
    "incomplete": "Der letzte Lauf blieb unvollständig",
    "refused": "Die Quelle hat den letzten Lauf abgewiesen",
    "failed": "Der letzte Lauf ist fehlgeschlagen",
    "interrupted": "Der letzte Lauf wurde abgebrochen",
}


@dataclass(frozen=True, slots=True)
class State:
    """`well` for the eye, `label` in a word, `sentences` in full."""

    well: bool
    label: str
    sentences: tuple[str, ...]


def state(source: Mapping[str, Any], today: date) -> State:
    """The state of a source.

    Args:
        source: as `overview_queries.sources` gives it.
        today: the day in the town.
    """
    sentences = [*_of_complete(source, today), *_of_last(source), *_of_missing(source)]
    if source["complete"] is None:
        return State(False, "noch nie vollständig", tuple(sentences))
    if source["outcome"] in _WENT:
        return State(False, "zuletzt nicht vollständig", tuple(sentences))
    if source["missing"]:
        return State(False, "lückenhaft", tuple(sentences))
    if source["retired_at"]:
        return State(True, "abgeschlossen", tuple(sentences))
    if _age(source["complete"], today) > MAX_AGE:
        return State(False, "veraltet", tuple(sentences))
    return State(True, "aktuell", tuple(sentences))


def _age(ended: str, today: date) -> int:
    """Days since a time in UTC."""
    return (today - datetime.fromisoformat(ended).astimezone(clock.TOWN).date()).days


def _of_complete(source: Mapping[str, Any], today: date) -> list[str]:
    if source["complete"] is None:
        return ["Noch kein Lauf ist bis zum Ende gekommen."]
    days = _age(source["complete"], today)
    ago = {0: "heute", 1: "gestern"}.get(days, f"vor {words.number(days)} Tagen")
    return [f"Zuletzt vollständig abgefragt am {words.moment(source['complete'])} ({ago})."]


def _of_last(source: Mapping[str, Any]) -> list[str]:
    if source["started"] is not None and source["outcome"] is None:
        return [f"Ein Lauf vom {words.moment(source['started'])} ist noch nicht zu Ende."]
    went = _WENT.get(source["outcome"] or "")
    return [f"{went} ({words.moment(source['ended'])})."] if went else []


def _of_missing(source: Mapping[str, Any]) -> list[str]:
    if source["listed"] is None:
        return ["Die Quelle führt keine Listen; was fehlt, lässt sich nicht feststellen."]
    missing, listed = source["missing"], words.number(source["listed"])
    if missing:
        verb = "fehlt" if missing == 1 else "fehlen"
        return [f"Von {listed} aufgelisteten Einträgen {verb} {words.number(missing)}."]
    return [f"Alle {listed} Einträge, die ihre Listen nennen, sind vorhanden."]
