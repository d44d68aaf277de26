"""The committees of a municipality by name, and how to tell them apart in running text."""

import csv
import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from harvester import DATA

_BODY_ID = re.compile(r"[a-z0-9-]+")
_NOT_COMPARED = re.compile("[-\u2010\u2011\u00ad]")
#: No table of committees and no name is longer.
_MOST_WORDS = 400
_LONGEST_NAME = 24


class Name(NamedTuple):
    """A committee found in a text: the lexicon's spelling, and the words from `start` to `end`."""

    name: str
    start: int
    end: int


@cache
def lexicon(body_id: str) -> frozenset[str]:
    """The names in `data/committees/<body>.csv`, historic ones too; empty without such a file."""
    path = DATA / "committees" / f"{body_id}.csv"
    if not _BODY_ID.fullmatch(body_id) or not path.is_file():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"] for row in csv.DictReader(file, strict=True))


def split_names(words: Sequence[str], committees: Collection[str]) -> list[Name] | None:
    """The committees that a text consists of; None unless there is exactly one way to read it.

    Every word must belong to a name. Blanks and hyphens are not compared, because a flattened text
    loses hyphens at line ends: `Bezirksvertretung BochumSüd` is `Bezirksvertretung Bochum-Süd`.
    """
    if len(words) > _MOST_WORDS:
        return None
    names = _by_key(frozenset(committees))
    keys = [_key(word) for word in words]
    total = len(words)
    # From the back: how many readings the words from here on have, and the name of the last found.
    ways = [0] * total + [1]
    found: list[Name | None] = [None] * total
    for start in range(total - 1, -1, -1):
        key = ""
        for end in range(start + 1, min(total, start + _LONGEST_NAME) + 1):
            key += keys[end - 1]
            if ways[end] and key in names:
                ways[start] += ways[end]
                found[start] = Name(names[key], start, end)
    if ways[0] != 1:
        return None
    result: list[Name] = []
    position = 0
    while position < total and (name := found[position]):
        result.append(name)
        position = name.end
    return result


@lru_cache(maxsize=8)
def _by_key(committees: frozenset[str]) -> dict[str, str]:
    return {"".join(map(_key, name.split())): name for name in sorted(committees)}


def _key(word: str) -> str:
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFC", word)).casefold()
