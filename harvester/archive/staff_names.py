"""Names of staff: as the archive states them, and as they stand in texts."""

import re
from collections.abc import Iterator
from itertools import pairwise

from harvester.archive.staff_authors import SALUTATIONS, Offices
from harvester.archive.staff_words import WORD, Word, adjoin, key_of, keys_of, words_of

#: "Muster, Petra - Tel.: 3050", "Muster, Petra (FB 42)": what stands behind the name.
_BEHIND = re.compile(r"\(.*?(?:\)|$)|\b(?:Tel|Telefon|Fon|Durchwahl|App|NSt)\b.*", re.IGNORECASE)
_PEOPLE = re.compile(r"\s*(?:[;/&\n]|\s[-–]\s|\bund\b|\bu\.)\s*")
_EXTENSION = re.compile(r"\.?\s*\(\s*(?:Tel\.?:?\s*)?[0-9][0-9\s/–-]{1,20}\)", re.IGNORECASE)
_MOST_WORDS = 4
_SHORTEST = 3

Key = tuple[str, ...]
Span = tuple[int, int]


class Names:
    """Finds the names of people in texts: whole names anywhere, surnames behind Herr and Frau."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices
        self._nothing_known = Offices(())
        self._whole = _Keys()
        self._addressed = _Keys()

    def learn(self, shown: str, *, certain: bool) -> None:
        """Take a value for the name of one person or several.

        Args:
            shown: As a source states it: "Muster, Petra", "Frau Muster", "Petra Muster, Tel 12".
            certain: It can be nothing else; else words that also name a department speak against.
        """
        for part in _PEOPLE.split(_BEHIND.sub(" ", shown)):
            if self._is_person(part, certain=certain):
                self._add(part)

    def _is_person(self, part: str, *, certain: bool) -> bool:
        keys = keys_of(part)
        bare = _bare(keys)
        offices = self._offices
        known = offices.words.intersection(bare)
        if bare != keys:
            doubtful = False  # Frau Markt is a person, whatever a department is called
        elif "," in part:
            doubtful = not certain and known == {*bare}
            # a department may bear the name of who leads it
            offices = self._nothing_known if certain else offices
        else:
            doubtful = known == {*bare} if certain else bool(known)
        return any(map(str.isalpha, bare)) and not doubtful and not offices.is_one(part)

    def _add(self, part: str) -> None:
        family, _, given = (_bare(keys_of(one)) for one in part.partition(","))
        bare = family + given
        if len(bare) > _MOST_WORDS:
            self._whole.add(bare)
        elif given:
            self._add_person(family or given[-1:], given if family else given[:-1])
        else:  # "Petra Muster" or "Muster Petra"
            self._add_person(bare[-1:], bare[:-1])
            self._add_person(bare[:1], bare[1:])

    def _add_person(self, family: Key, given: Key) -> None:
        if given:
            initial = [(given[0][0],)] if given[0][0].isalpha() else []
            for one in [given, *((name,) for name in given), *initial]:
                self._whole.add(family + one)
                self._whole.add(one + family)
        for key in (family, given):
            if len("".join(key)) >= _SHORTEST and any(map(str.isalpha, key)):
                self._addressed.add(key)

    def find(self, text: str) -> Iterator[Span]:
        """Where names stand in a text, in order, with a number in parentheses behind a name."""
        distinct = {key_of(word) for word in set(WORD.findall(text))}
        if distinct.isdisjoint(self._whole.first) and distinct.isdisjoint(self._addressed.first):
            return
        words = words_of(text)
        span: Span | None = None
        for index in range(len(words)):
            found = self._at(text, words, index)
            if found and span and found[0] < span[1]:  # "Muster, Petra Muster": two names in one
                span = span[0], max(span[1], found[1])
            elif found:
                if span:
                    yield span
                span = found
        if span:
            yield span

    def _at(self, text: str, words: list[Word], index: int) -> Span | None:
        """The longest name that begins there, with a number in parentheses behind it."""
        count = self._whole.at(text, words, index)
        if not count and index and _is_salutation(text, words[index - 1], words[index]):
            count = self._addressed.at(text, words, index)
            if count and not text[words[index + count - 1].start].isupper():
                count = 0  # a woman who is "lang" is not Frau Lang
        if not count:
            return None
        start, end = words[index].start, words[index + count - 1].end
        number = _EXTENSION.match(text, end)
        return start, number.end() if number else end


class _Keys:
    """Names as words in their order."""

    def __init__(self) -> None:
        self.first: set[str] = set()
        self._names: set[Key] = set()
        self._longest = 0

    def add(self, name: Key) -> None:
        """Take a name, and its genitive."""
        self._names |= {name, (*name[:-1], f"{name[-1]}s")}
        self.first |= {name[0], f"{name[0]}s"}
        self._longest = max(self._longest, len(name))

    def at(self, text: str, words: list[Word], index: int) -> int:
        """How many words has the longest name that stands there; 0: none does."""
        if words[index].key not in self.first:
            return 0
        there = words[index : index + self._longest]
        for count in range(len(there), 0, -1):
            name = tuple(word.key for word in there[:count])
            if name in self._names and _belong_together(text, there[:count]):
                return count
        return 0


def _bare(keys: Key) -> Key:
    return tuple(key for key in keys if key not in SALUTATIONS)


def _belong_together(text: str, words: list[Word]) -> bool:
    if not all(adjoin(text, one, two) for one, two in pairwise(words)):
        return False
    # "Koch, S." is a name, "Koch s." is not
    initial = any(len(word.key) == 1 and word.key.isalpha() for word in words)
    return not initial or all(text[word.start].isupper() for word in words)


def _is_salutation(text: str, before: Word, word: Word) -> bool:
    return before.key in SALUTATIONS and adjoin(text, before, word)
