"""The form (Vorblatt) that Bochum writes its papers on, from the PDF or from flattened text."""

from harvester.parsers.vorblatt.committees import lexicon
from harvester.parsers.vorblatt.flat import read_text
from harvester.parsers.vorblatt.form import Form, FormStep
from harvester.parsers.vorblatt.pdf import read_pdf
from harvester.parsers.vorblatt.stating import TOWN, state

#: Raise it when a form is read otherwise: held documents are read again then.
FORM_RULES = 1

__all__ = ["FORM_RULES", "TOWN", "Form", "FormStep", "lexicon", "read_pdf", "read_text", "state"]
