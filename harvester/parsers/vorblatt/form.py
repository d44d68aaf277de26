"""What a Bochum form (Vorblatt) states, however it was read: from the PDF or from one-line text."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class FormStep:
    """One row of the form's Beratungsfolge; `date` is None where none can be paired with it.

    `committee` is the name as the form shows it, on one line; `date_raw` as shown, `26.03.2014`.
    """

    committee: str
    date_raw: str | None = None


@dataclass(slots=True, frozen=True)
class Form:
    """A form's fields as text; what the form does not state is None or empty.

    Attributes:
        kind: the form's own title, "Beschlussvorlage der Verwaltung".
        reference: "20140656", "20102155/1".
        department: the office with its telephone extension, "510 (3950)".
        file_number: what stands in the field for TOP or file number beside it, if anything.
        public_raw: "öffentlich", or "nichtöffentlich" and the rule it is based on.
        subject: Bezeichnung der Vorlage (Anfrage, Antrag: Betreff), lines joined by one blank.
        legal_basis: Beschlussvorschriften.
        decision_body: the committees under Beschlussorgan, in order, doubled ones too.
        steps: the Beratungsfolge in order.
        unpaired_dates: dates of the Beratungsfolge that belong to no step for certain, as shown.
        attachments: the names under Anlagen, in order.
        answers_raw: for a Mitteilung the field Bezug: what it answers.
        sections: text blocks by the title of their pages ("Begründung", "Beschlussvorschlag",
            "Wortlaut"), paragraphs divided by newlines.
        problems: what could not be read: the finding's code and what to say about it.
    """

    kind: str
    reference: str | None = None
    department: str | None = None
    file_number: str | None = None
    public_raw: str | None = None
    subject: str | None = None
    legal_basis: str | None = None
    decision_body: tuple[str, ...] = ()
    steps: tuple[FormStep, ...] = ()
    unpaired_dates: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    answers_raw: str | None = None
    sections: tuple[tuple[str, str], ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
