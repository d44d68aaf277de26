"""A `Form` of the texts of its fields, whichever way they were read."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from harvester.parsers.vorblatt.form import Form
from harvester.parsers.vorblatt.labels import QUESTION, REFERENCE
from harvester.parsers.vorblatt.sheets import Sheets, sections_of
from harvester.parsers.vorblatt.steps import Steps
from harvester.parsers.vorblatt.values import (
    split_attachments,
    split_decision_body,
    split_office,
)
from harvester.text import clean

#: The labels that follow the Beratungsfolge.
_BEHIND = frozenset(("attachments", "more", "wording"))
_PUBLIC = re.compile(r"öffentlich|nicht[ -]?öffentlich(?: .{1,100})?")
_LONGEST_QUOTE = 200


@dataclass(slots=True)
class Fields:
    """What stands on a form: the texts behind its labels, by the keys of `LABELS`."""

    kind: str
    texts: dict[str, str]
    steps: Steps = field(default_factory=Steps)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def add_office(self, shown: str) -> None:
        """Office and file number, shown behind their labels as one text."""
        office = split_office(shown)
        if office is None:
            message = f"Office and file number cannot be told apart: {clean(shown)}"
            self.problems.append(("unsplit_department", message))
        else:
            self.texts["department"], self.texts["file_number"] = office


def build_form(fields: Fields, sheets: Sheets, committees: Collection[str]) -> Form:
    """The form's record; `sheets` are its pages as text, `committees` the names that are known."""
    value = {key: clean(text) for key, text in fields.texts.items()}
    steps = fields.steps
    problems = fields.problems + steps.problems
    body = split_decision_body(value.get("decision_body"), committees)
    if body is None:
        text = value.get("decision_body") or ""
        body = (text,)
        problems.append(("unknown_decision_body", f"Not committees that are known: {text}"))
    if sheets.other:
        problems.append(("other_form", f"Another form follows and is not read: {sheets.other}"))
    if fields.kind != QUESTION and not ("committees" in value and value.keys() & _BEHIND):
        problems.append(("cut_form", "The form ends before the end of its Beratungsfolge."))
    if fields.kind != QUESTION and steps.steps and not steps.dates:
        problems.append(("undated_steps", "The Beratungsfolge shows committees and no date."))
    reference = REFERENCE.match(value.get("reference") or "")
    public = " ".join(filter(None, (value.get("public"), value.get("public_rule"))))
    if public and not _PUBLIC.fullmatch(public):
        problems.append(("unreadable_status", f"Neither public nor not: {public[:_LONGEST_QUOTE]}"))
        public = ""
    return Form(
        kind=fields.kind,
        reference="".join(reference[0].split()) if reference else None,
        department=value.get("department"),
        file_number=value.get("file_number"),
        public_raw=public or None,
        subject=value.get("subject"),
        legal_basis=value.get("legal_basis"),
        decision_body=body,
        steps=() if steps.unknown else tuple(steps.steps),
        unpaired_dates=tuple(steps.dates if steps.unknown else steps.unpaired),
        attachments=split_attachments(value.get("attachments")),
        answers_raw=value.get("answers"),
        sections=tuple(sections_of(sheets.pages, fields.texts)),
        problems=tuple(problems),
    )
