"""Authors of papers (Verfasser): one field, written by many hands."""

import re

from harvester.text import clean

_NUMBERED = re.compile(r"([0-9]{1,2})\s*[.)]\s*(.*)")
_PHONE = re.compile(
    r"\(?\b(?:Tel(?:efon)?|Fon|Durchwahl|App(?:arat)?|NSt)\b\.?\s*:?\s*[0-9][0-9\s/–-]*\)?$"
)


def split_authors(authors_raw: str) -> list[str] | None:
    """The authors, one for each line, without numbering ("1. ") and phone ("- Tel.: 3050").

    Names are left as written ("Surname, First name" or else): a comma does not tell two people
    from one. None where no name is left.
    """
    lines = [line for line in map(clean, authors_raw.splitlines()) if line]
    names = [_PHONE.sub("", line).strip(" ,;–-") for line in _without_numbering(lines)]
    return [name for name in names if name] or None


def _without_numbering(lines: list[str]) -> list[str]:
    """A list counts 1, 2, ...; a number of its own ("2. Bürgermeisterin") belongs to the office."""
    numbered = [_NUMBERED.fullmatch(line) for line in lines]
    if len(lines) < 2 or [m and int(m[1]) for m in numbered] != list(range(1, len(lines) + 1)):
        return lines
    return [match[2] for match in numbered if match]
