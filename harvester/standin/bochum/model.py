"""What the small Bochum consists of: committees, meetings, agenda items, papers, their documents.

Plain frozen dataclasses; numbers are those of SessionNet (kgrnr, ksinr, ktonr, kvonr, kagnr, the id
of getfile). A later state is made with `dataclasses.replace`, never by changing an object.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

SOURCE = "bochum"

Kind = Literal["Beschlussvorlage der Verwaltung", "Mitteilung der Verwaltung", "Anfrage", "Antrag"]
PROPOSAL: Kind = "Beschlussvorlage der Verwaltung"
NOTICE: Kind = "Mitteilung der Verwaltung"
QUESTION: Kind = "Anfrage"
MOTION: Kind = "Antrag"

Source = Literal[
    "form", "enclosure", "invitation", "minutes", "scan", "broken", "locked", "archive"
]
"""What a document shows: a paper's form, an Anlage, a meeting's papers; or nothing readable."""


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee; `group` is the heading that it stands under in the list of committees."""

    number: int
    name: str
    group: str = "Rat und Ausschüsse"

    @property
    def id(self) -> str:
        """The id that an archive gives it."""
        return f"{SOURCE}/organization/{self.number}"


@dataclass(frozen=True, slots=True)
class Document:
    """A file of getfile; `name` is the text of its links.

    `size` is the number of its bytes where that is known and must be reached; `edition` is raised
    when the same address gives other bytes without another text.
    """

    number: int
    name: str
    source: Source
    size: int | None = None
    edition: int = 0

    @property
    def id(self) -> str:
        """The id that an archive gives it."""
        return f"{SOURCE}/file/{self.number}"


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item; `top` is "3.1" and may come in both parts of an agenda.

    `paper` is a kvonr, `motion` a kagnr. `linked` says that it has a page of its own (to0050).
    """

    number: int
    top: str
    name: str
    public: bool = True
    paper: int | None = None
    motion: int | None = None
    result: str | None = None
    vote: str | None = None
    linked: bool = False
    supplement: date | None = None

    @property
    def label(self) -> str:
        """The number as agendas of layout 5 and 6 show it: "Ö 3.1", "N 1"."""
        return f"{'Ö' if self.public else 'N'} {self.top}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sitting. Without `published` it stands in the calendar only: no number, no link."""

    number: int
    committee: Committee
    day: date
    start: time
    end: time | None = None
    room: str = "Rathaus, Großer Sitzungssaal"
    published: bool = True
    items: tuple[Item, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def id(self) -> str:
        """The id that an archive gives it."""
        return f"{SOURCE}/meeting/{self.number}"

    @property
    def hours(self) -> str:
        """The time as pages show it, "15:00-18:09"."""
        return f"{self.start:%H:%M}" + (f"-{self.end:%H:%M}" if self.end else "")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the Beratungsfolge as the council's system shows it (vo0053).

    `day` without `meeting` is a step whose meeting is not linked, a step without either is not
    dated yet. The result stands on the agenda.
    """

    committee: Committee
    role: str
    day: date | None = None
    meeting: int | None = None
    item: int | None = None
    result: str | None = None
    public: bool = True


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of the Beratungsfolge on the form: what was planned when it was written."""

    committee: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with everything that its form says; `number` is a kvonr, of a motion a kagnr.

    `enclosures` are the names under Anlagen; `documents` begin with the paper itself. `answers` is
    a Mitteilung's Bezug, `sender` who asks or moves. `texts` are the paragraphs of Begründung or
    Wortlaut, `resolution` those of the Beschlussvorschlag.
    """

    number: int
    reference: str
    kind: Kind
    subject: str
    created: date
    department: str = ""
    steps: tuple[Step, ...] = ()
    planned: tuple[Planned, ...] = ()
    decision_body: tuple[str, ...] = ()
    legal_basis: str | None = None
    file_number: str | None = None
    answers: str | None = None
    sender: str | None = None
    enclosures: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    resolution: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def id(self) -> str:
        """The id that an archive gives it."""
        return f"{SOURCE}/paper/{'ag-' if self.kind == MOTION else ''}{self.number}"
