"""Authors of papers: which are a group or an office, and which are a person."""

from collections.abc import Iterable
from functools import cache

from harvester.archive.staff_words import keys_of
from harvester.vocabulary import load_vocabulary

#: What stands before a name.
SALUTATIONS = frozenset(
    {
        *("herr", "herrn", "hr", "hrn", "frau", "fr", "kollege", "kollegen", "kollegin"),
        *("dr", "prof", "ing", "dipl"),
    }
)
_JOINING = frozenset(
    {
        *("und", "u", "fur", "der", "die", "das", "des", "den", "dem", "im", "in", "am", "von"),
        *("vom", "zur", "zum", "mit", "sowie", "zentrale", "zentraler", "zentrales", "allgemeine"),
        *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"),
    }
)


@cache
def _phrases(value: str) -> frozenset[tuple[str, ...]]:
    meanings = load_vocabulary("author").meanings
    whole = (phrase for phrase in meanings if not phrase.startswith("-"))
    return frozenset(keys_of(phrase) for phrase in whole if meanings[phrase].value == value)


@cache
def _endings(value: str) -> tuple[str, ...]:
    meanings = load_vocabulary("author").meanings
    ends = (phrase for phrase in meanings if phrase.startswith("-"))
    return tuple("".join(keys_of(end)) for end in ends if meanings[end].value == value)


class Offices:
    """What is not a person, by the words of the vocabulary `author` and by names that are known.

    `known` are names of committees, departments and municipalities.
    """

    def __init__(self, known: Iterable[str]) -> None:
        keys = {keys_of(name) for name in known}
        self._names = {key for key in keys if key and not SALUTATIONS.intersection(key)}
        self.words = frozenset(word for key in self._names for word in key)

    def is_one(self, author: str) -> bool:
        """Whether an author is recognisably a group, or an office without a person's name.

        In "SPD-Fraktion, Frau Muster" the person speaks for a group and is no staff; in
        "Amt 40, Frau Muster" it is.
        """
        return self.names_group(author) or self.is_office(author)

    def is_office(self, author: str) -> bool:
        """Whether it is recognisably an office, or a name that is known, without a person's."""
        keys = keys_of(author)
        if keys in self._names:
            return True
        offices = [self._is(key, "office") for key in keys]
        return any(offices) and all(
            office or key in _JOINING or key in self.words or key.isdigit() or _is_code(key)
            for key, office in zip(keys, offices, strict=True)
        )

    def names_group(self, text: str) -> bool:
        """Whether a group or a mandate is named."""
        keys = keys_of(text)
        return any(self._is(key, "political") for key in keys) or _holds(keys, "political")

    @staticmethod
    def _is(key: str, value: str) -> bool:
        ends = _endings(value)
        return (key,) in _phrases(value) or (key.endswith(ends) and key not in ends)


def _holds(keys: tuple[str, ...], value: str) -> bool:
    """Whether a phrase of several words stands in a text."""
    return any(
        keys[start : start + len(phrase)] == phrase
        for phrase in _phrases(value)
        for start in range(len(keys) - len(phrase) + 1)
    )


def _is_code(key: str) -> bool:
    """`4a`, `42b`: the number of an office."""
    return key[:1].isdigit() and len(key) <= 5
