"""The line that heads a step of a Beratungsfolge in Layout 6.

"10.06.2026 Sportausschuss TOP 8.1 öffentlich - Kenntnisnahme": date, committee, number on the
agenda, public or not, and what the committee is to do or did. All but the committee may be
missing. Committees are called "Ausschuss für Umwelt, Ordnung, Sicherheit und Verkehr", "Beirat 50
plus", "Projekt TOP 100", so the line is split from both ends.
"""

import re
from dataclasses import dataclass
from functools import cache

from harvester.vocabulary import load_vocabulary

#: A committee's line has no more; what is longer is a text that went astray.
_LONGEST = 500
_DATE = re.compile(r"([0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})(?: |$)")
_DASH = re.compile(r"(?:^|(?<= ))[-–] ")
_TOP = re.compile(r"(?<!\S)TOP (?:(?:NÖ|Ö|N) ?)?[0-9][0-9a-z.]*$")


@dataclass(frozen=True, slots=True)
class StepLine:
    """What the line states, as shown; `outcome` is what stands behind the dash."""

    committee: str
    date: str | None = None
    status: str | None = None
    outcome: str | None = None


def read_step_line(line: str, committee: str | None = None) -> StepLine | None:
    """Split the line of a step.

    Args:
        line: the line, cleaned.
        committee: the committee as a link beside it names it, if one does.

    Returns:
        its parts, None where no committee is left or the line is none.
    """
    if len(line) > _LONGEST:
        return None
    found = _DATE.match(line)
    date, rest = (found.group(1), line[found.end() :]) if found else (None, line)
    if committee and (rest == committee or rest.startswith(f"{committee} ")):
        behind = _behind(rest[len(committee) :].strip())
        if behind is not None:
            return StepLine(committee, date, *behind)
    name, status, outcome = _from_the_end(rest)
    if not name or _DATE.search(name):
        return None
    return StepLine(name, date, status, outcome)


def _behind(rest: str) -> tuple[str | None, str | None] | None:
    """Status and outcome of what stands behind a committee; None where that is something else."""
    name, status, outcome = _from_the_end(rest)
    return (status, outcome) if name in {"", "TOP"} else None


def _from_the_end(rest: str) -> tuple[str, str | None, str | None]:
    """Committee, status, outcome.

    The outcome stands behind a dash, but committees and outcomes may have dashes of their own: it
    is the last one behind an agenda's number, else behind a status, else before a known outcome.
    """
    dashes = [(dash.start(), dash.end()) for dash in _DASH.finditer(rest)]
    parted = [(rest, "")]
    parted += [(rest[:start].strip(), rest[end:].strip()) for start, end in dashes]
    for is_so in (_numbered, _public, _decided):
        for front, outcome in reversed(parted):
            if is_so(front, outcome):
                name, status = _status(front)
                return _without_top(name), status, outcome or None
    return rest, None, None


def _numbered(front: str, _outcome: str) -> bool:
    name = _status(front)[0]
    return _without_top(name) != name


def _public(front: str, _outcome: str) -> bool:
    return _status(front)[1] is not None


def _decided(_front: str, outcome: str) -> bool:
    return any(load_vocabulary(name).lookup(outcome).known for name in ("role", "result"))


def _status(text: str) -> tuple[str, str | None]:
    """A text without the status at its end ("öffentlich"), and the status as shown."""
    folded = text.casefold()
    for phrase in _statuses():
        if folded == phrase or folded.endswith(f" {phrase}"):
            at = len(text) - len(phrase)
            return text[:at].strip(), text[at:]
    return text, None


@cache
def _statuses() -> list[str]:
    """The phrases of the vocabulary, those that end with another one first."""
    return sorted(load_vocabulary("public").meanings, key=len, reverse=True)


def _without_top(text: str) -> str:
    """A text without the number on the agenda at its end."""
    found = _TOP.search(text)
    return text[: found.start()].strip() if found else text
