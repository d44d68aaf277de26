"""The vocabularies (`data/vocabulary/*.csv`): what German phrases of the sources mean.

Each row is a phrase, its value and where it was seen. An empty value: the phrase is known and
means nothing canonical, like "(offen)". See docs/vocabulary.md.
"""

import csv
import unicodedata
from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple

from harvester import DATA
from harvester.records import AgendaItem, Consultation, File, Meeting, Paper
from harvester.text import clean

#: The values that a vocabulary may give.
VALUES: dict[str, frozenset[str]] = {
    "result": frozenset(
        {
            *("accepted", "accepted_amended", "rejected", "noted"),
            *("deferred", "referred", "withdrawn", "settled"),
        }
    ),
    "role": frozenset({"preliminary", "hearing", "decision", "information"}),
    "paper_type": frozenset(
        {"resolution_proposal", "report", "notice", "motion", "question", "suggestion", "other"}
    ),
    "section": frozenset({"resolution", "facts", "finance", "attachments", "minutes", "other"}),
    "paper_label": frozenset(field.name for field in fields(Paper)),
    "meeting_label": frozenset(field.name for field in fields(Meeting)),
    "item_label": frozenset(field.name for field in fields(AgendaItem)),
    "step_label": frozenset(field.name for field in fields(Consultation)),
    "platform_label": frozenset(field.name for cls in (File, Paper) for field in fields(cls)),
    "file_role": frozenset({"main", "collected", "attachment", "invitation", "minutes"}),
    "public": frozenset({"yes", "no"}),
    "refusal": frozenset({"refused"}),
    "author": frozenset({"political", "office"}),
    "staff_label": frozenset({"person", "phone", "room"}),
    "mailbox": frozenset({"office"}),
}


class Meaning(NamedTuple):
    """Whether a phrase is in the vocabulary, and its value (None: it has none)."""

    known: bool
    value: str | None


_UNKNOWN = Meaning(known=False, value=None)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases of one vocabulary by their folded form."""

    name: str
    meanings: dict[str, Meaning]

    def lookup(self, phrase: str | None) -> Meaning:
        """What a phrase means, whatever its case, blanks and punctuation at the end."""
        return self.meanings.get(_key(phrase), _UNKNOWN) if phrase else _UNKNOWN


def _key(phrase: str) -> str:
    composed = unicodedata.normalize("NFC", clean(phrase) or "")
    return composed.casefold().rstrip(" .:;,!*")


@cache
def load_vocabulary(name: str) -> Vocabulary:
    """Read a vocabulary, once.

    Raises:
        KeyError: there is no vocabulary of this name.
        ValueError: a row gives a value that does not exist, or a phrase comes twice.
    """
    allowed = VALUES[name]
    meanings: dict[str, Meaning] = {}
    path = DATA / "vocabulary" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            key, value = _key(row["phrase"]), row["value"] or None
            if not key or key in meanings or (value is not None and value not in allowed):
                raise ValueError(f"{path.name}: empty, doubled or without a known value: {row}")
            meanings[key] = Meaning(known=True, value=value)
    return Vocabulary(name, meanings)
