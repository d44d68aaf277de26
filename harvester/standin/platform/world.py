"""What the small politik-bei-uns.de holds: files and papers that were copied in 2014 and 2018."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Literal

from harvester.standin.bochum.demo import bochum_world
from harvester.standin.bochum.documents import one_line, render
from harvester.standin.bochum.model import (
    MOTION,
    Committee,
    Document,
    Meeting,
    Paper,
)
from harvester.standin.model import slug
from harvester.standin.world import BERLIN, Expected

SOURCE = "pbu"
TOWN = "Bochum"

Form = Literal["buttons", "plain", "keywords", "oparl", "old"]
"""How a file's page looks; old pages are from before 2018, oparl ones of another town."""


@dataclass(frozen=True, slots=True)
class PlatformFile:
    """A file; `hex` is the number in its address, `document` of `owner` what it is a copy of."""

    hex: str
    document: Document
    owner: Paper | Meeting
    form: Form = "buttons"
    town: str = TOWN
    created: datetime | None = None
    modified: datetime | None = None
    keywords: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file, which is the heading of its page."""
        return f"{self.document.name}.pdf" if self.town == TOWN else self.document.name

    @property
    def body(self) -> bytes:
        """The bytes of the file."""
        return render(self.document, self.owner)

    @property
    def text(self) -> str:
        """What the platform has read from it, on one line."""
        return one_line(self.document, self.owner)


@dataclass(frozen=True, slots=True)
class PlatformPaper:
    """A paper with those of its files that the platform has."""

    hex: str
    paper: Paper
    files: tuple[PlatformFile, ...]
    created: datetime


@dataclass(frozen=True, eq=False)
class PlatformWorld:
    """The platform's files and papers by number. It is frozen: no night changes it."""

    files: dict[str, PlatformFile] = field(default_factory=dict)
    papers: dict[str, PlatformPaper] = field(default_factory=dict)

    def addresses(self, base_url: str) -> list[str]:
        """The addresses of all its files, then of all its papers."""
        paths = [f"file/{number}" for number in self.files]
        return [base_url + path for path in (*paths, *(f"paper/{n}" for n in self.papers))]

    def emptied(self) -> "PlatformWorld":
        """The platform without anything."""
        return PlatformWorld()

    def at_night(self, night: int) -> "PlatformWorld":
        """The state after so many nights: the same."""
        return self

    @cached_property
    def forms(self) -> dict[str, Paper]:
        """The papers whose forms it has, by the id that an archive gives them.

        A motion is a letter without a number: it has no form.
        """
        found = {}
        for file in self.files.values():
            paper = file.owner
            if isinstance(paper, Paper) and file.document.source == "form":
                reference = paper.reference.replace("/", "-")
                if paper.kind != MOTION and paper.department:
                    found[f"{SOURCE}/paper/{reference}"] = paper
        return found

    def expected(self) -> Expected:
        """What the pages and the forms on them state: record type -> id -> field -> value."""
        papers: dict[str, dict[str, Any]] = {}
        steps: dict[str, dict[str, Any]] = {}
        for paper_id, paper in self.forms.items():
            papers[paper_id] = {
                "reference": paper.reference,
                "name": paper.subject,
                "paper_type_raw": paper.kind,
                "lead_department": paper.department,
                "legal_basis": paper.legal_basis,
                "decision_body": list(paper.decision_body) or None,
            }
            steps |= _steps(paper_id, paper)
        files = {
            f"{SOURCE}/file/{file.hex}": {
                "name": file.name,
                "file_name": file.name if file.form in {"buttons", "plain", "keywords"} else None,
            }
            for file in self.files.values()
        }
        return {"file": files, "paper": papers, "consultation": steps}


def _steps(paper_id: str, paper: Paper) -> Iterator[tuple[str, dict[str, Any]]]:
    """The planned steps; one line of text tells their dates only where every step has one."""
    dated = all(planned.day for planned in paper.planned)
    counts: dict[str, int] = {}
    for planned in paper.planned:
        name = slug(planned.committee)
        counts[name] = counts.get(name, 0) + 1
        day = planned.day.isoformat() if planned.day and dated else None
        step = {"paper_id": paper_id, "organization_name": planned.committee, "date": day}
        yield f"{paper_id}/{name}/{counts[name]}", step


def platform_world() -> PlatformWorld:
    """The platform with papers of the demo's Bochum, in all the forms that its pages have."""
    world = bochum_world()
    papers = {paper.reference: paper for paper, _ in world.paper_files()}
    made = [
        _file(papers["20140656"], created=_at(2014, 12, 24, 20, 12)),
        _file(papers["20140402"]),
        _file(papers["20140402"], which=1),
        _file(papers["20140431"], "plain"),
        _file(papers["20140488"]),
        _file(papers["20131987/1"]),
        _file(papers["20140555"]),
        _file(papers["20140561"], "keywords"),
        _file(papers["20140733"]),
        _file(papers["AN/2014/06"]),
        _file(world.meetings[7223], "old", which=1),
        _other_town(),
    ]
    made[0] = replace(made[0], modified=_at(2018, 1, 27, 12, 0))
    made[7] = replace(made[7], keywords=("Arbeit", "Förderung"), created=_at(1970, 1, 1))
    shown = [
        PlatformPaper(
            _hex(f"paper/{reference}"),
            papers[reference],
            tuple(file for file in made if file.owner == papers[reference]),
            _at(2014, 12, 26, 12, 37),
        )
        for reference in ("20140656", "20140402", "AN/2014/06")
    ]
    return PlatformWorld({file.hex: file for file in made}, {paper.hex: paper for paper in shown})


def _file(
    owner: Paper | Meeting,
    form: Form = "buttons",
    *,
    which: int = 0,
    created: datetime | None = None,
) -> PlatformFile:
    document = owner.documents[which]
    minute = document.number % 60
    return PlatformFile(
        _hex(f"file/{document.number}"),
        document,
        owner,
        form,
        created=created or _at(2014, 12, 26, 12, minute),
        modified=_at(2018, 1, 27, 22, minute),
    )


def _other_town() -> PlatformFile:
    council = Committee(1, "Stadtrat")
    meeting = Meeting(1, council, date(2017, 11, 8), time(17), room="Sitzungssaal")
    document = Document(1, "Einladung zur Sitzung des Stadtrates", "invitation")
    return PlatformFile(
        _hex("file/musterstadt"),
        document,
        meeting,
        "oparl",
        "Musterstadt",
        created=_at(2017, 11, 2, 9, 30),
        modified=_at(2017, 11, 2, 9, 30),
    )


def _at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def _hex(name: str) -> str:
    """24 hex digits that look like the platform's."""
    return "549a" + hashlib.sha256(name.encode()).hexdigest()[:20]
