"""The labels that are printed on the form, and the title of its pages.

Every pattern expects runs of blanks to be one (`fold_blanks`).
"""

import re

_BLANKS = re.compile(r"[^\S\n\f]+")
_BREAKS = re.compile(r" ?([\n\f])[\n ]*")


def _label(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s")


#: What is printed on the form, by the field that it stands for.
LABELS = {
    "department": _label("Stadtamt"),
    "file_number": _label("TOP/akt. Beratung"),
    "reference": r"Vorlage\sNr\b\.?:?",
    "stamp": _label("Sicht- und Eingangsvermerk der Schriftführung"),
    "public": _label("öffentlich/nichtöffentlich"),
    "public_rule": _label("nichtöffentlich gemäß"),
    "answers": r"Bezug\s\([^)]{0,120}\)",
    "subject": _label("Bezeichnung der Vorlage"),
    "legal_basis": _label("Beschlussvorschriften"),
    "decision_body": _label("Beschlussorgan"),
    "committees": _label("Beratungsfolge"),
    "dates": _label("Sitzungstermin"),
    "current": _label("akt. Beratung"),
    "attachments": _label("Anlagen"),
    "more": _label("Zusatzinformationen"),
    "wording": _label("Wortlaut"),
    "sender": _label("Anfragende/r"),
    "day": _label("Datum"),
    "addressee": _label("Empfänger"),
    "matter": _label("Betreff"),
}
_ENDS = r"(?=:|\t|\n|$)"
#: A label at the beginning of a cell, by its name. It fills its line, or a colon or a wide gap
#: divides it from its value; only the number of a paper follows at once.
CELL_LABEL = re.compile(
    "|".join(
        f"(?P<{key}>{label}{'' if key == 'reference' else _ENDS})" for key, label in LABELS.items()
    )
)
#: "20140656", "20102155/1"
REFERENCE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{6}(?:\s?/\s?[0-9]{1,3})?(?![0-9])")
#: "Stadt Bochum Beschlussvorlage der Verwaltung - Vorblatt - Seite 1"; a Mitteilung has no part.
TITLE = re.compile(
    r"Stadt\sBochum\s(?P<kind>[A-ZÄÖÜ]\w{2,40}(?:\s(?!Stadt\b)\w{1,40}){0,4}?)"
    r"(?:\s?[-–]\s?(?P<part>[A-ZÄÖÜ]\w{2,40}))?\s?[-–]\s?Seite\s(?P<number>[0-9]{1,3})(?![0-9])"
)
FRONT = "Vorblatt"
QUESTION = "Anfrage"


def fold_blanks(text: str) -> str:
    """Each run of blanks as one: a form feed or line end where it has one, else a blank."""
    return _BREAKS.sub(r"\1", _BLANKS.sub(" ", text)).strip()
