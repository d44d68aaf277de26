"""Numbers of papers: "2009/0346", "22-2362", "VO/26/23344/63", "20140656/1"."""

import re

from harvester.text import clean

_LABEL = re.compile(
    r"^(?:(?:Vorlage|Drucksache|Drs\.?)(?:\s*[-–]?\s*(?:Nummer\b|Nr\b)\.?:?\s*|\s*[-–:]\s*))+"
)
_AROUND_SLASH = re.compile(r"\s*/\s*")
# A first word in any case, further ones ("WP 14-20 SV 50/032") without small letters: those
# would be words of a title.
_REFERENCE = re.compile(r"[\w.+/-]+(?: [0-9A-ZÄÖÜ.+/-]+){0,4}")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_LONGEST = 40


def clean_reference(text: str) -> str | None:
    """The number of a paper as its town writes it, without label and stray blanks.

    None for what is no number: without a digit, with words of a title, a date, or too long.
    """
    cleaned = clean(text)
    if cleaned is None or len(cleaned) > 2 * _LONGEST:
        return None
    number = _AROUND_SLASH.sub("/", _LABEL.sub("", cleaned)).strip(" .:;,")
    if len(number) > _LONGEST or _DATE.fullmatch(number) or not re.search("[0-9]", number):
        return None
    return number if _REFERENCE.fullmatch(number) else None
