"""What a parser says about one page: its records, what it lists, where it leads, what is odd."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from harvester.errors import HarvesterError
from harvester.records import Record

#: The fields of a POST, in order.
Form = tuple[tuple[str, str], ...]
Severity = Literal["error", "warning", "info"]
#: How a second statement about a paper was read: in a document, or in an archived platform's text.
Standing = Literal["form", "text"]


@dataclass(slots=True, frozen=True)
class Finding:
    """Something a person should know: an unknown phrase, a violated expectation, a broken page.

    `error`: something is missing or could not be read, the run is not complete. `warning`: a value
    was left null or two values contradict. `info`: worth knowing, nothing is lost.
    """

    severity: Severity
    code: str
    message: str
    record_id: str | None = None


@dataclass(slots=True, frozen=True)
class Link:
    """A request that the page really offers: a link, or a POST form with its fields.

    `kind` names what lies behind it: one of the page kinds of the vendor's parser, or "file".
    `target` is the id of the record it leads to, where the page tells; `owner` the id of the paper
    that a file belongs to.
    """

    kind: str
    url: str
    form: Form | None = None
    target: str | None = None
    owner: str | None = None


@dataclass(slots=True, frozen=True)
class Listed:
    """The page lists this record, with a date of its own where it states one.

    Calendars list meetings, paper lists list papers. What is listed and not held is missing.
    """

    record: str
    id: str
    date: str | None = None


@dataclass(slots=True, frozen=True)
class Children:
    """The page shows all rows of a table that belong to one owner; a row it lacks is gone."""

    record: str
    owner_field: str
    owner_id: str


@dataclass(slots=True, kw_only=True)
class Page:
    """One parsed page. `parser` is `<vendor>.<kind>/<version>`, kept with every row it gave.

    `states` names, for a record type, the only fields that this kind of page can state; the others
    stay as another page gave them (an empty set: the record is only added where it is missing).
    A type that is not in `states` is stated whole.

    `standing` names the record types of which the page repeats what a document says: such records
    only fill what the source's own pages leave open (docs/decisions/0010-second-statements.md).
    """

    url: str
    kind: str
    parser: str
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    children: list[Children] = field(default_factory=list)
    states: Mapping[str, frozenset[str]] = field(default_factory=dict)
    standing: Mapping[str, Standing] = field(default_factory=dict)

    def note(
        self, severity: Severity, code: str, message: str, record_id: str | None = None
    ) -> None:
        """Add a finding."""
        self.findings.append(Finding(severity, code, message, record_id))


class PageError(HarvesterError):
    """The page is not what it should be: which page, which part, what was found.

    `code` is the finding's code (`not_html`, `truncated`, `too_large`, `unexpected_page`,
    `missing_part` ...).
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
