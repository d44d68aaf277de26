"""The records that parsers make and the archive keeps: OParl 1.1 terms, one class per table.

A parser fills the ids, the text as the page shows it and the `_raw` fields; `harvester.normalize`
fills the canonical fields (dates, results, roles, votes). A field that a page does not state is
None, never "" and never a guess.

Dates are `2012-05-31`; a meeting's start and end are local times with offset
(`2017-07-11T16:00:00+02:00`, Europe/Berlin).
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

Value = str | int | bool | list[str] | dict[str, str] | None


@dataclass(slots=True, kw_only=True)
class Record:
    """One row of the archive. `record` is its type and its table's name."""

    record: ClassVar[str]
    id: str

    def values(self) -> dict[str, Value]:
        """The fields in order of declaration, which is the order of the table's columns."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def as_json(self) -> dict[str, Any]:
        """What `harvester parse` prints: flat, with the type in front."""
        return {"record": self.record, **self.values()}


@dataclass(slots=True, kw_only=True)
class Organization(Record):
    """A committee, the council, a district council (Gremium)."""

    record: ClassVar[str] = "organization"
    body_id: str | None = None
    name: str | None = None
    short_name: str | None = None
    classification: str | None = None


@dataclass(slots=True, kw_only=True)
class Meeting(Record):
    """One sitting of a committee (Sitzung). `date` is known also where no time is stated."""

    record: ClassVar[str] = "meeting"
    organization_id: str | None = None
    organization_name: str | None = None
    name: str | None = None
    date_raw: str | None = None
    time_raw: str | None = None
    date: str | None = None
    start: str | None = None
    end: str | None = None
    status_raw: str | None = None
    public: bool | None = None
    cancelled: bool | None = None
    room: str | None = None
    place: str | None = None
    occasion: str | None = None


@dataclass(slots=True, kw_only=True)
class AgendaItem(Record):
    """An item on a meeting's agenda (Tagesordnungspunkt). `number` is text and not unique."""

    record: ClassVar[str] = "agenda_item"
    meeting_id: str | None = None
    position: int | None = None
    number: str | None = None
    name: str | None = None
    public: bool | None = None
    paper_id: str | None = None
    reference: str | None = None
    result_raw: str | None = None
    result: str | None = None
    resolution_text: str | None = None
    minutes_text: str | None = None
    vote_raw: str | None = None
    votes_yes: int | None = None
    votes_no: int | None = None
    votes_abstain: int | None = None


@dataclass(slots=True, kw_only=True)
class Paper(Record):
    """A proposal (Vorlage, Drucksache). `name` is the Betreff, its lines joined by one blank."""

    record: ClassVar[str] = "paper"
    body_id: str | None = None
    reference: str | None = None
    name: str | None = None
    paper_type_raw: str | None = None
    paper_type: str | None = None
    status_raw: str | None = None
    public: bool | None = None
    authors_raw: str | None = None
    authors: list[str] | None = None
    file_number: str | None = None
    lead_department: str | None = None
    participating_departments: list[str] | None = None
    clerk: str | None = None
    date: str | None = None
    decision_body: list[str] | None = None
    legal_basis: str | None = None
    related_references: list[str] | None = None


@dataclass(slots=True, kw_only=True)
class PaperSection(Record):
    """A text block of a paper; `text` None where the page shows a heading and nothing below.

    `id` is `<paper id>/section/<the source's code>`; `key` is one of resolution, facts, finance,
    attachments, minutes, other.
    """

    record: ClassVar[str] = "paper_section"
    paper_id: str | None = None
    position: int | None = None
    key: str | None = None
    heading: str | None = None
    text: str | None = None


@dataclass(slots=True, kw_only=True)
class Consultation(Record):
    """One step of a paper (Beratung); all of a paper's are its Beratungsfolge.

    `id` is `<paper id>/<organization slug>/<n>`, n the how-maniest step of that committee.
    """

    record: ClassVar[str] = "consultation"
    paper_id: str | None = None
    position: int | None = None
    organization_id: str | None = None
    organization_name: str | None = None
    role_raw: str | None = None
    role: str | None = None
    status_raw: str | None = None
    date_raw: str | None = None
    date: str | None = None
    meeting_id: str | None = None
    meeting_name: str | None = None
    agenda_item_id: str | None = None
    result_raw: str | None = None
    result: str | None = None


@dataclass(slots=True, kw_only=True)
class File(Record):
    """A document and the request that fetches it.

    `form` holds the fields of a POST, None for a GET. `expires` says that `url` was good only
    for the session in which the page was read. `declared_size` and `size` are bytes. `text_engine`
    names what read `text` and its version; pages are divided by form feeds.
    """

    record: ClassVar[str] = "file"
    number: str | None = None
    name: str | None = None
    file_name: str | None = None
    status_raw: str | None = None
    role: str | None = None
    url: str | None = None
    form: dict[str, str] | None = None
    expires: bool | None = None
    declared_size: int | None = None
    media_type: str | None = None
    sha256: str | None = None
    size: int | None = None
    page_count: int | None = None
    text_status: str | None = None
    text: str | None = None
    text_sha256: str | None = None
    text_engine: str | None = None
    created: str | None = None
    modified: str | None = None


@dataclass(slots=True, kw_only=True)
class PaperFile(Record):
    """Ties a file to its paper. `id` is `<paper id> <file id>`."""

    record: ClassVar[str] = "paper_file"
    paper_id: str | None = None
    file_id: str | None = None
    position: int | None = None


@dataclass(slots=True, kw_only=True)
class MeetingFile(Record):
    """Ties a file to its meeting. `id` is `<meeting id> <file id>`."""

    record: ClassVar[str] = "meeting_file"
    meeting_id: str | None = None
    file_id: str | None = None
    position: int | None = None


@dataclass(slots=True, kw_only=True)
class AgendaItemFile(Record):
    """Ties a file to its agenda item. `id` is `<agenda item id> <file id>`."""

    record: ClassVar[str] = "agenda_item_file"
    agenda_item_id: str | None = None
    file_id: str | None = None
    position: int | None = None


RECORD_TYPES: tuple[type[Record], ...] = (
    Organization,
    Meeting,
    Paper,
    AgendaItem,
    PaperSection,
    Consultation,
    File,
    PaperFile,
    MeetingFile,
    AgendaItemFile,
)
