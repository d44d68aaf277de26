"""Where sources contradict each other, from the archive's findings, in German."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harvester.labels import labels
from harvester.reports import wording
from harvester.web.pages import words

_DIFFER = re.compile(
    r"(?:(?P<step>[\w/-]+): )?(?P<field>[a-z_]+): (?P<one>.+), but (?P<two>.+) in (?P<where>.+)\."
)
_ONLY = re.compile(r"(?P<step>[\w/-]+): only in (?P<where>.+)\.")
_UNLISTED = re.compile(r"The form names a step that the source does not list: (?P<name>.+)\.")
_FOREIGN = re.compile(r"The form is that of (?P<one>.+), the paper is (?P<two>.+)\.")
_FIELDS = {
    "reference": "Nummer",
    "name": "Betreff",
    "paper_type": "Art",
    "public": "Öffentlichkeit",
    "file_number": "Aktenzeichen",
    "lead_department": "Federführung",
    "date": "Datum",
    "decision_body": "Entscheidung durch",
    "legal_basis": "Rechtsgrundlage",
    "related_references": "Verwandte Vorlagen",
    "role": "Rolle",
    "result": "Ergebnis",
}
_PLACES = {"the form": "im Formular", "another reading": "in einer anderen Lesung"}
_KINDS = (("/file/", "dokument"), ("/paper/", "vorlage"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One contradiction: what it is about, the words, where the other statement stands.

    `place` is in words; `address` is our page of it, if there is one. `foreign`: the archive's own
    words, in English.
    """

    about: str | None
    text: str
    place: str | None
    address: str | None
    found: str
    foreign: bool = False


def differences(paper: Mapping[str, Any]) -> list[Difference]:
    """The contradictions about a paper and its steps.

    Args:
        paper: as `papers_by_reference` gives it.
    """
    steps = {step["id"]: step["organization_name"] for step in paper["consultations"]}
    return [
        _told(message, steps.get(record_id), steps, paper["id"], wording.day(found))
        for record_id, message, found in paper["differences"]
    ]


def _told(
    message: str, about: str | None, steps: Mapping[str, str | None], paper_id: str, found: str
) -> Difference:
    if match := _DIFFER.fullmatch(message):
        step = steps.get(f"{paper_id}/{match['step']}") or about
        one, two = (_value(match["field"], match[name]) for name in ("one", "two"))
        name = _FIELDS.get(match["field"], match["field"])
        return Difference(step, f"{name}: {one}; dagegen {two}", *_place(match["where"]), found)
    if match := _ONLY.fullmatch(message):
        step = steps.get(f"{paper_id}/{match['step']}") or match["step"]
        return Difference(step, "Diese Beratung steht nur", *_place(match["where"]), found)
    if match := _UNLISTED.fullmatch(message):
        text = "Das Formular nennt eine Beratung, die die Quelle nicht aufführt"
        return Difference(match["name"], text, None, None, found)
    if match := _FOREIGN.fullmatch(message):
        text = f"Das Formular im Dokument gehört zu {match['one']}, die Vorlage ist {match['two']}"
        return Difference(None, text, None, None, found)
    return Difference(None, message, None, None, found, foreign=True)


def _place(where: str) -> tuple[str, str | None]:
    if where in _PLACES:
        return _PLACES[where], None
    for part, kind in _KINDS:
        if part in where:
            return f"in {where}", words.address(kind, where)
    return f"in {where}", None


def _value(field: str, shown: str) -> str:
    """A value as the finding shows it, in German where it is one of ours."""
    value = shown.strip("'\"")
    if value == "None":
        return "keine Angabe"
    if field == "public":
        return "öffentlich" if value == "1" else "nichtöffentlich"
    if field in {"role", "result", "paper_type"}:
        return labels(field).get(value, value)
    return wording.day(value)
