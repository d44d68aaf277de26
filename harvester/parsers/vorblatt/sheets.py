"""The pages of a form as text: their titles, the numbers below them, what follows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from harvester.parsers.vorblatt.labels import FRONT, LABELS, REFERENCE, TITLE

_NUMBERS = re.compile(
    rf"\s?{LABELS['department']}\s(?P<office>.{{0,200}}?)\s?{LABELS['reference']}"
    rf"(?:\s?(?P<reference>{REFERENCE.pattern}))?",
    re.DOTALL,
)
_SUBJECT = re.compile(rf"\s?{LABELS['subject']}\s")
_TOP_LABEL = re.compile(LABELS["file_number"])
_WORD = re.compile(r"\S+")
_BLANKS = re.compile(r"\s+")
_BLANKS_AND_HYPHENS = re.compile(r"[\s\u00ad-]+")
_WORDING = "Wortlaut"


@dataclass(slots=True, frozen=True)
class Sheet:
    """One page. `part` is "Vorblatt", "Begründung"; None for a form of one part.

    `office` is what stands between the labels for office and number, None where these are not on
    the page. `body` is what follows.
    """

    kind: str
    part: str | None
    office: str | None
    reference: str | None
    body: str

    @property
    def front(self) -> bool:
        """Whether the page may hold the form's fields."""
        return self.part in {None, FRONT}


class Sheets(NamedTuple):
    """The pages of one form; `other` says which form begins behind it, if one does."""

    pages: list[Sheet]
    other: str | None


def split_sheets(text: str) -> Sheets:
    """The pages of the form that begins first; the text has its blanks folded.

    It ends where a page has the title or the number of another form, or comes a second time. Words
    that look like a title in running text divide nothing.
    """
    pages = _pages(text)
    seen: set[tuple[str | None, str]] = set()
    for n, (sheet, number) in enumerate(pages):
        stated = sheet.reference or pages[0][0].reference
        foreign = sheet.kind != pages[0][0].kind or stated != pages[0][0].reference
        if foreign or (sheet.part, number) in seen:
            other = f"{sheet.kind} {sheet.part or ''} {sheet.reference or ''}"
            return Sheets([sheet for sheet, _ in pages[:n]], " ".join(other.split()))
        seen.add((sheet.part, number))
    return Sheets([sheet for sheet, _ in pages], None)


def _pages(text: str) -> list[tuple[Sheet, str]]:
    """Every page with its number, whichever form it is of."""
    titles: list[tuple[re.Match[str], re.Match[str] | None]] = []
    for title in TITLE.finditer(text):
        numbers = _NUMBERS.match(text, title.end())
        if not titles or numbers or title["kind"] == titles[0][0]["kind"]:
            titles.append((title, numbers))
    ends = [title.start() for title, _ in titles[1:]] + [len(text)]
    return [
        (_sheet(title, numbers, text[(numbers or title).end() : end]), title["number"])
        for (title, numbers), end in zip(titles, ends, strict=False)
    ]


def _sheet(title: re.Match[str], numbers: re.Match[str] | None, body: str) -> Sheet:
    reference = numbers["reference"] if numbers else None
    return Sheet(
        kind=" ".join(title["kind"].split()),
        part=title["part"],
        office=numbers["office"] if numbers else None,
        reference="".join(reference.split()) if reference else None,
        body=body,
    )


def sections_of(sheets: Sequence[Sheet], fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """The text blocks by the titles of their pages; the Wortlaut stands on the form itself."""
    texts: dict[str, list[str]] = {}
    if wording := fields.get("wording"):
        texts[_WORDING] = wording.split("\f")
    for sheet in sheets:
        if not sheet.front and sheet.part:
            texts.setdefault(sheet.part, []).append(_without_head(sheet, fields))
    return [
        (title, "\n".join(text for part in parts if (text := part.strip())))
        for title, parts in texts.items()
    ]


def _without_head(sheet: Sheet, fields: Mapping[str, str]) -> str:
    """The text of a page without what is repeated above it: the numbers, the subject."""
    body = sheet.body
    if not _WORD.search(_TOP_LABEL.sub("", sheet.office or "")):
        for key in ("department", "file_number"):
            body = _without(fields.get(key), body)
    if label := _SUBJECT.match(body):
        rest = _without(fields.get("subject"), body[label.end() :])
        return rest if len(rest) < len(body) - label.end() else body
    return body


def _without(start: str | None, text: str) -> str:
    """The text without what it begins with, perhaps in other lines with hyphens at their ends."""
    for ignored in (_BLANKS, _BLANKS_AND_HYPHENS):
        wanted = ignored.sub("", start or "")
        read = ""
        for word in _WORD.finditer(text) if wanted else ():
            read += ignored.sub("", word[0])
            if len(read) >= len(wanted):
                if read == wanted:
                    return text[word.end() :]
                break
    return text
