"""The form read from flattened text, as politik-bei-uns.de shows it: labels and values in a line.

Columns come one after another there, so a row of labels stands before its values, and all
committees before all dates.
"""

import re
from collections.abc import Collection, Sequence

from harvester.parsers.vorblatt.build import Fields, build_form
from harvester.parsers.vorblatt.form import Form
from harvester.parsers.vorblatt.labels import LABELS, QUESTION, fold_blanks
from harvester.parsers.vorblatt.sheets import Sheets, split_sheets
from harvester.parsers.vorblatt.steps import DATE

_WHOLE = {key: re.compile(rf"(?<!\w){label}(?!\w)") for key, label in LABELS.items()}
# The labels of each form in the order in which they are printed.
_PROPOSAL = (
    *("public", "public_rule", "subject", "legal_basis", "decision_body"),
    *("committees", "attachments", "more"),
)
_NOTICE = (
    *("public", "public_rule", "answers", "subject"),
    *("committees", "attachments", "wording"),
)
_QUESTION = ("sender", "day", "addressee", "dates", "matter", "wording")
_HEADER = re.compile("|".join(LABELS[key] for key in ("committees", "dates", "current")))
_STAMP = re.compile(LABELS["stamp"])
_MINUTES = re.compile(r"(?:Stadt\sBochum\s)?(Niederschrift)\süber\sdie\sGremium\sSitzungstermin\s")


def read_text(text: str, committees: Collection[str]) -> Form | None:
    """Read a form from flattened text; None where it is none.

    A committee and a date are paired by their order, and only where every word between the labels
    is a committee of `committees` or a date, and there are as many of both; else the problems say
    what is there. Of minutes only the kind is read. A motion is a free letter and no form.

    Args:
        text: one line, or lines; pages may be divided by form feeds.
        committees: the names that are known.
    """
    text = fold_blanks(text)
    sheets = split_sheets(text)
    fields = read_sheets(sheets, committees)
    if fields is not None:
        return build_form(fields, sheets, committees)
    minutes = _MINUTES.match(text)
    return Form(kind=minutes[1]) if minutes else None


def read_sheets(sheets: Sheets, committees: Collection[str]) -> Fields | None:
    """The fields on the pages of a form; None where they are not those of a form."""
    if not sheets.pages:
        return None
    first = sheets.pages[0]
    front = "\f".join(sheet.body for sheet in sheets.pages if sheet.front)
    if first.office is not None:
        front = _STAMP.sub(" ", front)
        found = _between(front, _NOTICE if first.part is None else _PROPOSAL)
        fields = Fields(first.kind, found)
        for stretch in found.get("committees", "").split("\f"):
            fields.steps.read(_HEADER.sub(" ", stretch), committees)
        found["reference"] = first.reference or ""
        _read_office(first.office, fields)
        return fields
    found = _between(front, _QUESTION)
    if first.kind != QUESTION or len(found) < len(_QUESTION):
        return None
    fields = Fields(QUESTION, {"subject": found["matter"], "wording": found["wording"]})
    # where the day of the question is not in its place, it may be what seems to be the sitting's
    dated = any(map(DATE.fullmatch, found["day"].split()))
    fields.steps.read(f"{found['addressee']} {found['dates']}", committees, sure=dated)
    return fields


def _between(text: str, order: Sequence[str]) -> dict[str, str]:
    """What stands behind each label, up to the next that is there; in the order of the form."""
    found = []
    position = 0
    for key in order:
        if label := _WHOLE[key].search(text, position):
            found.append((key, label))
            position = label.end()
    ends = [label.start() for _, label in found[1:]] + [len(text)]
    return {key: text[label.end() : end] for (key, label), end in zip(found, ends, strict=False)}


def _read_office(text: str, fields: Fields) -> None:
    """Office and file number: each behind its label, or both behind both."""
    label = _WHOLE["file_number"].search(text)
    if label and text[: label.start()].strip():
        fields.texts["department"] = text[: label.start()]
        fields.texts["file_number"] = text[label.end() :]
    else:
        fields.add_office(text[label.end() :] if label else text)
