"""Staff behind labels ("Bearbeiterin: ...", "Tel. ..."), and mail addresses, in texts."""

import re
from collections.abc import Iterator
from functools import cache

from harvester.archive.staff_authors import SALUTATIONS, Offices
from harvester.archive.staff_words import keys_of
from harvester.vocabulary import load_vocabulary

_GENDER = r"(?:in|innen|[/*:_·]\s?-?in(?:nen)?|\(in(?:nen)?\))?"
_BLANK = r"[ \t\u00a0]"
_DIGITS = "[0-9]++(?![.,:][0-9])"
_NUMBER = (
    rf"(?:\+[0-9]{{1,3}}+{_BLANK}?)?(?:\([0-9 ]{{1,9}}\)[-/ \u00a0]{{0,3}})?{_DIGITS}"
    rf"(?:[/ \t\u00a0–-]{{1,5}}{_DIGITS})*"
)
#: Between a label and what stands behind it.
_COLON = rf"\.?\)?{_BLANK}{{0,2}}:?\s{{0,3}}"
_AT = re.compile(r"@|\((?:at|ät)\)|\[(?:at|ät)\]", re.IGNORECASE)
_MAIL = re.compile(
    rf"(?P<box>[\w.+-]{{1,64}})\s?(?:{_AT.pattern})\s?[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}",
    re.IGNORECASE,
)
#: What stands before a name, and a word of a name.
TITLE = r"(?:(?:Herrn?|Hrn?\.|Frau|Fr\.|Dr\.|Prof\.|Dipl\.-\w{2,8}\.?)\s+)"
CAPITAL = r"(?:(?:von|van|zu|de|der|den)\s+){0,2}[A-ZÄÖÜ][\w'’‐-]{0,40}"
#: A name at the beginning of a long line, where nothing else tells its end.
_NAME = re.compile(
    rf"{TITLE}{{0,3}}{CAPITAL}(?:,\s?(?:[A-ZÄÖÜ]\.|{CAPITAL})|{_BLANK}(?:[A-ZÄÖÜ]\.|{CAPITAL}))?"
    r"(?:,?\s?\([^()\n]{0,40}[0-9][^()\n]{0,20}\))?"
)
#: The next label on the line, or a gap as between columns.
_NEXT = re.compile(r"\t|\u00a0{3}| {3}|[\s,;(]+[A-ZÄÖÜ][\w./*-]{1,30}:(?!\w)")
_SHORT_LINE = 60
_WANTED = re.compile("[A-ZÄÖÜ0-9(]|v[oa]n |zu |de ")
_BREAK = re.compile(r"[\n\f]")
_GAP = re.compile(r"\s{0,6}")
_FEWEST_DIGITS = 3
#: "Mobil" is also a part of names: "Emscher Mobil 2030" is no number.
_MOBILE, _FEWEST_OF_MOBILE = "mobil", 7

Span = tuple[int, int]


@cache
def _labels(value: str) -> str:
    meanings = load_vocabulary("staff_label").meanings
    phrases = (phrase for phrase in meanings if meanings[phrase].value == value)
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s{1,3}") for phrase in longest_first)


@cache
def _person() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{_labels('person')}){_GENDER}"
        rf"(?:(?P<number>\s?\((?:{_labels('phone')})\b[^)\n]{{0,20}}\))\s{{0,2}}:?"
        rf"|{_BLANK}{{0,2}}:|(?P<alone>{_BLANK}*\n)){_BLANK}*",
        re.IGNORECASE,
    )


@cache
def _phone() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<label>{_labels('phone')})(?:\.?-?Nr)?(?!\w){_COLON}(?P<value>{_NUMBER})",
        re.IGNORECASE,
    )


@cache
def _room() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,;–-]{{0,4}}(?:{_labels('room')})(?!\w){_COLON}(?P<value>[A-Z]?\.?[0-9][\w./-]{{0,8}})",
        re.IGNORECASE,
    )


@cache
def _offices() -> frozenset[str]:
    return frozenset("".join(keys_of(box)) for box in load_vocabulary("mailbox").meanings)


def mail_addresses(text: str) -> Iterator[Span]:
    """Where mail addresses stand that are not those of an office."""
    if _AT.search(text) is None:  # most texts have none
        return
    for found in _MAIL.finditer(text):
        if _offices().isdisjoint(keys_of(found["box"])):
            yield found.span()


def phone_numbers(text: str) -> Iterator[Span]:
    """Where numbers stand behind the label of a phone."""
    for found in _phone().finditer(text):
        fewest = _FEWEST_OF_MOBILE if found["label"].lower() == _MOBILE else _FEWEST_DIGITS
        if sum(map(str.isdigit, found["value"])) >= fewest:
            yield found.span("value")


def without_phone(text: str) -> str:
    """The text without labelled numbers and their labels."""
    return _phone().sub("", text)


def people(text: str, offices: Offices) -> Iterator[Span]:
    """Where staff stand behind a label, and the room that follows."""
    end = 0
    for label in _person().finditer(text):
        if label.start() < end or (label["alone"] and not _begins_line(text, label.start())):
            continue
        start, stop = _value(text, label.end(), form=label["number"] is not None)
        if label["alone"] and not _NAME.fullmatch(text, start, stop):
            continue
        if not _is_staff(text[start:stop], offices):
            continue
        end = stop
        yield start, end
        room = _room().match(text, end)
        if room:
            end = room.end()
            yield room.span("value")


def _begins_line(text: str, start: int) -> bool:
    return not text[max(start - _SHORT_LINE, 0) : start].rpartition("\n")[2].strip()


def _value(text: str, start: int, *, form: bool) -> Span:
    """What stands behind a label: the rest of a short line, or a name."""
    stop = _line_end(text, start)
    if not text[start:stop].strip():  # the value stands below its label
        start = _GAP.match(text, stop).end()  # type: ignore[union-attr]  # it matches anything
        stop = _line_end(text, start)
    following = _NEXT.search(text, start, stop)
    if following and following.start() > start:
        stop = following.start()
    if form or stop - start > _SHORT_LINE:
        name = _NAME.match(text, start, stop)
        if name or stop - start > _SHORT_LINE:
            stop = name.end() if name else start
    value = text[start:stop].rstrip(" \t\u00a0,;–-")
    if value.endswith(")") and "(" not in value:  # (Bearbeiterin: Muster)
        value = value[:-1]
    return start, start + len(value)


def _line_end(text: str, start: int) -> int:
    """Where the line ends, as far as it matters."""
    limit = start + 2 * _SHORT_LINE
    found = _BREAK.search(text, start, limit)
    return found.start() if found else min(limit, len(text))


def _is_staff(value: str, offices: Offices) -> bool:
    keys = keys_of(value)
    if not keys or not _WANTED.match(value) or offices.is_one(value):
        return False
    return any(key.isalpha() and key not in SALUTATIONS for key in keys)
