"""German words for the archive's canonical values (`data/german.csv`), for readers."""

import csv
from functools import cache

from harvester import DATA


@cache
def labels(field: str) -> dict[str, str]:
    """The German words for a field's values, in the order in which people should see them.

    Raises:
        KeyError: there are no words for this field.
    """
    with (DATA / "german.csv").open(encoding="utf-8", newline="") as file:
        words = [row for row in csv.DictReader(file, strict=True) if row["field"] == field]
    if not words:
        raise KeyError(field)
    return {row["value"]: row["german"] for row in words}


def german(field: str, value: str | None) -> str | None:
    """The German word for a value; the value itself where there is none, None for None."""
    return None if value is None else labels(field).get(value, value)
