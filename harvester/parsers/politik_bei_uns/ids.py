"""By what number a paper is known on politik-bei-uns.de (docs/decisions/0011)."""

import re

from harvester.normalize.references import clean_reference

_FORM_REFERENCE = re.compile(r"[0-9]{8}(?:/[0-9]{1,3})?")


def paper_id(source_id: str, reference: str) -> str | None:
    """`pbu/paper/20102155-1` for 20102155/1; None for what is no number of a Bochum paper."""
    number = clean_reference(reference)
    if number is None or not _FORM_REFERENCE.fullmatch(number):
        return None
    return f"{source_id}/paper/{number.replace('/', '-')}"
