"""Words of a text as names are compared: folded, wherever a hyphen or an accent was put."""

import re
from functools import lru_cache
from typing import NamedTuple

from harvester.text import fold

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff\ufffe"
_INSIDE = rf"\u0300-\u036f{_INVISIBLE}"
#: Letters and digits; also across an accent on its own, a soft hyphen, a word broken at a line end.
WORD = re.compile(rf"[^\W_]+(?:(?:[{_INSIDE}]+\n?|-\n(?=[a-zäöüß]))[^\W_]+|[{_INSIDE}]+)*")
_NOT_IN_KEY = re.compile(rf"[-\n{_INVISIBLE}]")
#: What may stand between the words of one name: "Muster, Petra", "petra.muster", "Muster-Meier".
_BETWEEN = re.compile(r"[\s,;_/(\-‐-―]{1,6}|\.")
#: Behind an initial or a title a full stop may be followed by a blank.
_BEHIND_SHORT = re.compile(r"[\s,._/\-‐-―]{1,6}")
_SHORT = 4
_LONGEST = 100


class Word(NamedTuple):
    """A word and where it stands; `key` is its folded form."""

    start: int
    end: int
    key: str


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    return [Word(found.start(), found.end(), key_of(found[0])) for found in WORD.finditer(text)]


def keys_of(text: str) -> tuple[str, ...]:
    """The folded words of a text in order."""
    return tuple(map(key_of, WORD.findall(text)))


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return fold(_NOT_IN_KEY.sub("", word))


def key_of(word: str) -> str:
    """The folded form of a word, without marks inside it."""
    return _key(word) if len(word) <= _LONGEST else word


def adjoin(text: str, one: Word, two: Word) -> bool:
    """Whether two words may be parts of one name by what stands between them."""
    between = text[one.end : two.start]
    if _BETWEEN.fullmatch(between):
        return True
    return len(one.key) <= _SHORT and _BEHIND_SHORT.fullmatch(between) is not None
