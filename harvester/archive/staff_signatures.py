"""Staff that signs ("gez. ...", "Im Auftrag ..."), and staff that stands behind an office."""

import re
from collections.abc import Iterator

from harvester.archive.staff_authors import Offices
from harvester.archive.staff_labels import CAPITAL, TITLE

_BLANK = r"[ \t\u00a0]"
_WORD = r"[A-ZÄÖÜ][\w'’‐-]{1,40}"
_INITIAL = r"[A-ZÄÖÜ]\."
#: "Petra Muster", "P. Muster", "Petra M. Muster"; the words of a name are on one line.
_WHOLE = rf"(?:{_WORD}|{_INITIAL})(?:{_BLANK}?{_INITIAL})?{_BLANK}{{1,2}}{CAPITAL}"
_ADDRESSED = rf"{TITLE}{{1,3}}{CAPITAL}(?:{_BLANK}{CAPITAL})?"
_LINE_ENDS = rf"(?={_BLANK}{{0,9}}(?:[\n\f,;)]|\Z))"
#: In ordinary sentences these are small or not followed by a name: "i.V.m. § 3", "im Auftrag der".
_SHORT = rf"(?:[gG][eE][zZ](?:\.|:|(?={_BLANK}))|(?:[iI]\.{_BLANK}?|[iI]{_BLANK})[AV]\.(?!\w))"
_SPELLED = r"(?:I(?:m Auftrage?|M AUFTRAGE?|n Vertretung|N VERTRETUNG))(?!\w)"
_SIGNED = re.compile(
    rf"(?<![\w.])(?:{_SHORT}|{_SPELLED}|(?P<small>im Auftrage?|in Vertretung)(?!\w))"
    rf"{_BLANK}{{0,3}}:?(?P<below>{_BLANK}{{0,9}}(?:\n\s{{0,6}})?)"
    rf"(?P<value>(?P<addressed>{_ADDRESSED})|{_WHOLE}|{_WORD}{_LINE_ENDS})"
)
_ENDS = re.compile(_LINE_ENDS)
_ARTICLE = re.compile(r"(?:D(?:er|ie|as|en|em|es)|Ein(?:e[nmrs]?)?)\b")

_PERSON = rf"(?:Herrn?|Frau|Hrn?\.|Fr\.){_BLANK}{TITLE}{{0,2}}{CAPITAL}(?:{_BLANK}{CAPITAL})?"
_TELEPHONE = rf"{_BLANK}{{0,2}}[-–/,(]{_BLANK}{{0,2}}[0-9][0-9 /-]{{1,14}}[0-9]\)?"
_BEHIND = re.compile(
    rf"{_BLANK}{{0,2}}[-–/,]{_BLANK}{{0,2}}"
    rf"(?P<value>{_PERSON}(?:(?:,{_BLANK}?|{_BLANK}?/{_BLANK}?|{_BLANK}und{_BLANK}){_PERSON}){{0,3}}"
    rf"(?:{_TELEPHONE})?)"
)
_MOST_BEFORE = 60
_MOST_WORDS = 8

Span = tuple[int, int]


def signatures(text: str, offices: Offices) -> Iterator[Span]:
    """Where a name stands behind "gez.", "i.A.", "i.V.", "Im Auftrag", "In Vertretung".

    It is behind a salutation or of two words; or one word that ends its line. What is an office or
    begins with an article is no name.
    """
    for found in _SIGNED.finditer(text):
        value = found["value"]
        below = "\n" in found["below"]
        if found["small"] and not found["addressed"]:
            continue
        if below and not (_begins_line(text, found.start()) and _ENDS.match(text, found.end())):
            continue
        if _ARTICLE.match(value) or offices.is_one(value):
            continue
        yield found.span("value")


def _begins_line(text: str, start: int) -> bool:
    return not text[max(start - _MOST_BEFORE, 0) : start].rpartition("\n")[2].strip()


def of_offices(text: str, offices: Offices) -> Iterator[Span]:
    """Where a person stands behind an office, "Amt 40 - Frau Muster - 3053", with the number.

    Whoever stands behind a group ("SPD-Fraktion / Frau Muster") is no staff.
    """
    for found in _BEHIND.finditer(text):
        line = text[max(found.start() - _MOST_BEFORE, 0) : found.start()].rpartition("\n")[2]
        words = re.split(r"[:;]", line)[-1].split()[-_MOST_WORDS:]
        ends = (" ".join(words[start:]) for start in range(len(words)))
        if any(map(offices.is_office, ends)) and not offices.names_group(" ".join(words)):
            yield found.span("value")
