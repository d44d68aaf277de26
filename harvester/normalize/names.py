"""Names of committees: the genitive in which a meeting's name speaks of its committee."""

import re

from harvester.text import clean

_WORD = re.compile(r"\w+")
_CANCELLED = re.compile(r"\b(?:entfällt|abgesagt|fällt\s+aus)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"""(?:(?:entfällt|abgesagt|fällt\s+aus)\b[\s!:–-]*)?
        (?:[0-9]+\.\s*)?
        (?:(?:(?:nicht-?\s*)?öffentliche[nr]?|gemeinsame[nr]?|konstituierende[nr]?
            |(?:ausser)?ordentliche[nr]?|und)[\s/]+)*
        (?:\w*sitzung\b\s*)?
        (?:(?:des|der|vom)\s+)?""",
    re.VERBOSE,
)
_TRAILING_DATE = re.compile(r"\s*(?:[-–]|vom|am)?\s*[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}\s*$")
_TRAILING_NUMBER = re.compile(r"/[0-9]+/[0-9]{2,4}$")
_DISTRICT = re.compile(r"\b(?:des|für\s+den|im)\s+(?:stadt)?bezirke?s?\s+")
_JOINT = re.compile(r"\s*(?:,|\bund\b|\bsowie\b|\bmit\b)\s*(?:des|der|dem)\s+")
# From these words on, genitive and nominative read the same.
_UNCHANGED_FROM = frozenset(
    {"für", "des", "der", "zur", "zum", "bei", "im", "in", "nach", "gem", "gemäss", "über"}
)
# Of these a municipality has one, so its name may stand with the place or without.
_ONE_PER_TOWN = frozenset(
    {
        "rat",
        "stadtrat",
        "gemeinderat",
        "kreistag",
        "bezirksversammlung",
        "stadtvertretung",
        "gemeindevertretung",
        "stadtverordnetenversammlung",
    }
)
_OF_PLACE = re.compile(
    r"(?:der (?:\w*stadt|\w*gemeinde)|des (?:land)?kreises|des bezirks)(?: \w+){0,4}|\w+"
)
_SAME_WORD = {"u": "und"}


def is_cancelled(name: str) -> bool:
    """Whether a meeting's name says that it does not take place ("ENTFÄLLT! Sitzung des ...")."""
    return _CANCELLED.search(name) is not None


def belongs_to(committee: str, meeting_name: str) -> bool:
    """Whether a meeting's name speaks of this committee.

    "des Haupt- und Finanzausschusses" is a meeting of the "Haupt- und Finanzausschuss",
    "der Bezirksvertretung des Stadtbezirks Wanne" of the "Bezirksvertretung Wanne". A name that
    names no committee ("Sitzung") contradicts none and belongs to any. The council itself may be
    named with its town or without.
    """
    wanted = _words(_DISTRICT.sub("", _lower(committee)))
    if not wanted:
        return False
    name = _TRAILING_NUMBER.sub("", _TRAILING_DATE.sub("", _lower(meeting_name)))
    before = _BEFORE.match(name)
    named = name[before.end() :] if before else name
    candidates = [named]
    if before and "gemeinsam" in before[0]:
        candidates += _JOINT.split(named)
    found = [_words(_DISTRICT.sub("", candidate)) for candidate in candidates]
    return not found[0] or any(_same(wanted, words) for words in found)


def _lower(text: str) -> str:
    return (clean(text) or "").casefold()  # which writes ß as ss: Ausschuß is a Ausschuss


def _words(text: str) -> list[str]:
    return [_SAME_WORD.get(word, word) for word in _WORD.findall(text.replace("&", " und "))]


def _same(committee: list[str], meeting: list[str]) -> bool:
    head = True
    for left, right in zip(committee, meeting, strict=False):
        head = head and left not in _UNCHANGED_FROM
        if not (left == right or (head and _is_genitive(left, right))):
            return False
    shared = min(len(committee), len(meeting))
    rest = committee[shared:] or meeting[shared:]
    return not rest or (
        shared > 0
        and committee[0] in _ONE_PER_TOWN
        and _OF_PLACE.fullmatch(" ".join(rest)) is not None
    )


def _is_genitive(nominative: str, word: str) -> bool:
    """Ausschusses of Ausschuss, Beirats of Beirat, Ständigen of Ständiger."""
    if word in {nominative + "s", nominative + "es"}:
        return True
    stem = nominative.removesuffix("r").removesuffix("s")
    return stem.endswith("e") and word == stem + "n"
