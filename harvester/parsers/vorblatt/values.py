"""Texts of the form's fields: lines to one line, a list to its items, an office and its number."""

import re
from collections.abc import Collection, Sequence

from harvester.parsers.vorblatt.committees import split_names
from harvester.text import clean

_HYPHENS = ("-", "\u2010", "\u00ad")
#: Behind these a hyphen at the line's end stays: "Haupt- und Finanzausschuss".
_GOES_ON = re.compile(r"(?:und|oder|bzw|sowie|bis)\b")
_NUMBERED = re.compile(r"\bAnlage ([0-9]{1,2})\b ?([:.)–-]?)")
_TELEPHONE = re.compile(r"([^()]{1,60}\([0-9 /-]{1,20}\))(.*)")


def join_lines(lines: Sequence[str]) -> str:
    """Wrapped lines as one. A word that was broken is whole again, a hyphen of its own stays.

    `Stadtent-`/`wicklung` is one word; `Bochum-`/`Süd` keeps its hyphen; so does `Haupt-`/`und
    Finanzausschuss`, with a blank.
    """
    text = ""
    for line in lines:
        if not text.endswith(_HYPHENS) or text.endswith(" -"):
            text = f"{text} {line}" if text else line
        elif _GOES_ON.match(line):
            text = f"{text} {line}"
        elif line[:1].islower():
            text = text[:-1] + line
        else:
            text = text + line
    return text


def split_attachments(text: str | None) -> tuple[str, ...]:
    """`Anlage 1: A Anlage 2: B` is two items; what is not numbered like that is one.

    The numbers must run from 1 without a gap and be written alike, each once: a name may speak of
    another Anlage.
    """
    text = clean(text)
    if text is None:
        return ()
    marks = list(_NUMBERED.finditer(text))
    if marks and marks[0].start() == 0:
        marks = [mark for mark in marks if mark[2] == marks[0][2]]
        if [int(mark[1]) for mark in marks] == list(range(1, len(marks) + 1)):
            starts = [mark.start() for mark in marks]
            ends = [*starts[1:], len(text)]
            return tuple(text[a:b].strip() for a, b in zip(starts, ends, strict=True))
    return (text,)


def split_decision_body(text: str | None, committees: Collection[str]) -> tuple[str, ...] | None:
    """The committees under Beschlussorgan; None where they cannot be told apart."""
    names = split_names((text or "").split(), committees)
    return None if names is None else tuple(name.name for name in names)


def split_office(text: str) -> tuple[str, str] | None:
    """Office and file number of the one text in which their columns are flattened; "" for neither.

    The office ends with its telephone number, `61 31 (25 48)`; without one a single word is the
    office, and of more words nobody can tell: None.
    """
    text = " ".join(text.split())
    if match := _TELEPHONE.fullmatch(text):
        return match[1], match[2].strip()
    return None if " " in text else (text, "")
