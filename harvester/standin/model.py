"""What the stand-in town consists of: committees, meetings, agenda items, papers, steps.

Plain frozen dataclasses; numbers are those of ALLRIS (AULFDNR, SILFDNR, TOLFDNR, VOLFDNR). A later
state of the town is made with `dataclasses.replace`, never by changing an object.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from random import Random
from typing import Literal

from harvester.standin import content

SOURCE = "herne"

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

Heading = Literal["h4", "bold", "both", "empty", "none"]
Status = Literal["Erledigt", "Geplant", "Bereit"]


def slug(name: str) -> str:
    """A committee's name as it stands in an id, such as `haupt-und-finanzausschuss`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_FOLDED)).strip("-")


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee (`page` "au", number is AULFDNR) or the council ("pa", PALFDNR)."""

    number: int
    name: str
    genitive: str
    page: Literal["au", "pa"] = "au"

    @property
    def id(self) -> str:
        """The id that an archive gives it."""
        return f"{SOURCE}/organization/{'pa-' if self.page == 'pa' else ''}{self.number}"


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item; `label` is "Ö 4.1" or "N 2".

    `linked` says that the item has a page of its own (to020). `minutes_of` is the number of the
    meeting whose minutes it approves. `blocks` are the texts on its page (WP, BS, AE), in order.
    """

    number: int
    label: str
    name: str
    result: str | None = None
    paper: int | None = None
    linked: bool = True
    supplement: bool = False
    minutes_of: int | None = None
    blocks: tuple[str, ...] = ()
    vote: str | None = None

    @property
    def public(self) -> bool:
        """Whether it stands in the public part of the agenda."""
        return self.label.startswith("Ö")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sitting. Without `published` it stands in the calendar only: no agenda, no link."""

    number: int
    committee: Committee
    day: date
    start: time | None
    end: time | None = None
    name: str = ""
    room: str = "Großer Sitzungssaal, Raum 312"
    place: str = "Rathaus Herne, Friedrich-Ebert-Platz 2, 44623 Herne"
    published: bool = True
    minutes: bool = True
    items: tuple[Item, ...] = ()

    @property
    def id(self) -> str:
        """The id that an archive gives it."""
        return f"{SOURCE}/meeting/{self.number}"

    @property
    def reference(self) -> str:
        """The number that another agenda calls its minutes by, such as SI/2009/095."""
        return f"SI/{self.day.year}/{self.number % 1000:03d}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a Beratungsfolge.

    `day` without `meeting` is a step whose meeting the page does not link. `same_head` puts its
    row below the head row of the step before it (the same committee, after a Vertagung).
    """

    committee: Committee
    role: str
    status: Status
    day: date | None = None
    meeting: int | None = None
    item: int | None = None
    result: str | None = None
    same_head: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """An Anlage. `size` is what the page declares, in KB.

    A further `version` has other bytes, and looks the same on the page.
    """

    number: int
    name: str
    size: int
    version: int = 0

    @property
    def file_name(self) -> str:
        """The last part of its address, without anything outside ASCII."""
        return re.sub(r"[^A-Za-z0-9_-]", "", self.name.translate(_FOLDED))[:48] + ".pdf"


@dataclass(frozen=True, slots=True)
class Section:
    """A text block of a paper. Its text is `fixed`, or composed from `seed` when asked for."""

    code: str
    heading: Heading
    seed: int = 0
    fixed: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, heading left out."""
        return self.fixed or content.paragraphs(self.code, Random(self.seed))  # noqa: S311 - not a secret


@dataclass(frozen=True, slots=True)
class Paper:
    """A proposal. `subject` has one entry per line of the Betreff.

    A further `version` is another document with the same page.
    """

    number: int
    reference: str
    subject: tuple[str, ...]
    kind: str
    created: date
    steps: tuple[Step, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    authors: tuple[str, ...] = ()
    file_number: str | None = None
    lead: str = "FB 11 - Rat und Bezirksvertretungen"
    clerk: str | None = None
    participants: tuple[str, ...] = ()
    collected: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """The id that an archive gives it."""
        return f"{SOURCE}/paper/{self.number}"

    @property
    def name(self) -> str:
        """The Betreff in one line."""
        return " ".join(self.subject)
