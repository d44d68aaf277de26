"""Texts, lists of authors, addresses and ids without staff."""

import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from harvester.archive.staff_authors import Offices
from harvester.archive.staff_labels import mail_addresses, people, phone_numbers, without_phone
from harvester.archive.staff_names import Names
from harvester.archive.staff_signatures import of_offices, signatures
from harvester.text import without_extension

#: What stands where something was left out.
MARK = "[nicht veröffentlicht]"
#: What a finding says of these fields of a paper is left out; `clerk: 'Muster', but ...`.
_OF_STAFF = re.compile(r"(^|: )(clerk|authors|authors_raw): .*", re.DOTALL)

Span = tuple[int, int]


class Cleaner:
    """Leaves staff out of values."""

    def __init__(self, names: Names, offices: Offices) -> None:
        self._names = names
        self._offices = offices

    def text(self, value: Any) -> Any:
        """A text, or the texts in a list or an object, with a mark in place of staff."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.text(one) for one in value]
        if isinstance(value, dict):
            return {key: self.text(one) for key, one in value.items()}
        return value

    def _text(self, value: str) -> str:
        people = (self._people, self._signatures, self._of_offices)
        for find in (mail_addresses, *people, phone_numbers, self._names.find):
            value = self._replaced(value, find)
        return value

    def _people(self, text: str) -> Iterator[Span]:
        return people(text, self._offices)

    def _signatures(self, text: str) -> Iterator[Span]:
        return signatures(text, self._offices)

    def _of_offices(self, text: str) -> Iterator[Span]:
        return of_offices(text, self._offices)

    def _replaced(self, text: str, find: Callable[[str], Iterator[Span]]) -> str:
        parts: list[str] = []
        end = 0
        for start, stop in find(text):
            parts += [text[end:start], MARK]
            end = stop
        return "".join([*parts, text[end:]]) if parts else text

    def authors(self, value: Any) -> Any:
        """The authors, in lines or in a list, that are groups or offices; None if none is."""
        lines = value.splitlines() if isinstance(value, str) else value or []
        kept = [self._text(line) for line in lines if self._offices.is_one(without_phone(line))]
        if not kept:
            return None
        return "\n".join(kept) if isinstance(value, str) else kept

    def departments(self, value: Any) -> Any:
        """A department or a list of them, without their telephones; None if none is left."""
        if isinstance(value, list):
            return [kept for one in value if (kept := self.departments(one))]
        return self.text(without_extension(value)) or None

    def address(self, value: Any) -> Any:
        """An address; that of its host where it names staff."""
        if not isinstance(value, str) or not self._named(unquote_plus(value)):
            return value
        try:
            parts = urlsplit(value)
        except ValueError:  # it was taken from a page
            return MARK
        return f"{parts.scheme}://{parts.netloc}/"

    def identity(self, value: Any) -> Any:
        """An id, also of two parts; where its last part names staff, that is a number instead."""
        if not isinstance(value, str) or not self._named(value):
            return value
        return " ".join(map(self._identity, value.split(" ")))

    def _identity(self, value: str) -> str:
        if not self._named(value):
            return value
        owner, slash, last = value.rpartition("/")
        if self._named(owner):
            return f"{self._identity(owner)}{slash}{self._identity(last)}"
        return f"{owner}{slash}{blake2b(value.encode(), digest_size=6).hexdigest()}"

    def _named(self, text: str) -> bool:
        found = next(self._names.find(text), None) or next(mail_addresses(text), None)
        return found is not None

    def finding(self, value: Any) -> Any:
        """What a finding says."""
        return self._text(_OF_STAFF.sub(rf"\1\2: {MARK}", value))
