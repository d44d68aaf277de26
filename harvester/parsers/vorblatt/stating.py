"""What a form states as records on a page."""

from collections import Counter
from collections.abc import Iterator

from harvester.page import Children, Page, Severity
from harvester.parsers.vorblatt.form import Form
from harvester.parsers.vorblatt.labels import QUESTION, REFERENCE
from harvester.records import Consultation, Paper, PaperSection
from harvester.text import slug

#: The municipality whose form it is.
TOWN = "bochum"
_INFO = frozenset(("no_cells", "crowded_page", "new_committee", "undated_steps"))
#: With one of these the form may have more steps, or more texts, than were read.
_STEPS_MISSING = frozenset(("unknown_committee", "cut_form"))
_TEXTS_MISSING = frozenset(("unread_pages", "cut_form"))


def state(page: Page, form: Form, paper_id: str) -> None:
    """Add the paper, its steps and its texts to a page, and what could not be read as findings.

    The raw fields are left to `harvester.normalize`. A step's id counts the steps of its committee.
    """
    page.records.append(
        Paper(
            id=paper_id,
            body_id=TOWN,
            reference=form.reference,
            name=form.subject,
            paper_type_raw=form.kind,
            status_raw=form.public_raw,
            file_number=form.file_number,
            lead_department=form.department,
            decision_body=list(form.decision_body) or None,
            legal_basis=form.legal_basis,
            related_references=_references(form.answers_raw) or None,
        )
    )
    page.records += _steps(form, paper_id)
    page.records += _sections(form, paper_id)
    codes = {code for code, _ in form.problems}
    if not codes & _STEPS_MISSING:
        page.children.append(Children("consultation", "paper_id", paper_id))
    if not codes & _TEXTS_MISSING:
        page.children.append(Children("paper_section", "paper_id", paper_id))
    if form.subject is None:
        page.note("warning", "no_name", "The form shows no subject.", paper_id)
    if form.reference is None and form.kind != QUESTION:
        page.note("warning", "no_reference", "The form shows no number.", paper_id)
    for code, message in form.problems:
        # no error: a crawl is complete though one of its documents cannot be read in full
        severity: Severity = "info" if code in _INFO else "warning"
        page.note(severity, code, message, paper_id)


def _references(text: str | None) -> list[str]:
    """The papers' numbers in a text, each once."""
    found = (match[0] for match in REFERENCE.finditer(text or ""))
    return list(dict.fromkeys("".join(number.split()) for number in found))


def _steps(form: Form, paper_id: str) -> Iterator[Consultation]:
    turns: Counter[str] = Counter()
    for position, step in enumerate(form.steps, start=1):
        committee = slug(step.committee)
        turns[committee] += 1
        yield Consultation(
            id=f"{paper_id}/{committee}/{turns[committee]}",
            paper_id=paper_id,
            position=position,
            organization_name=step.committee,
            date_raw=step.date_raw,
        )


def _sections(form: Form, paper_id: str) -> Iterator[PaperSection]:
    """The lists on the form and its text blocks, under the form's own headings."""
    blocks = [("Anlagen", "\n".join(form.attachments)), ("Bezug", form.answers_raw)]
    shown = [(heading, text) for heading, text in blocks if text]
    for position, (heading, text) in enumerate([*shown, *form.sections], start=1):
        yield PaperSection(
            id=f"{paper_id}/section/{slug(heading)}",
            paper_id=paper_id,
            position=position,
            heading=heading,
            text=text or None,
        )
