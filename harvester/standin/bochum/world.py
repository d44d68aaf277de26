"""The whole of the small Bochum at one moment, and how its system shows it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from harvester.standin.bochum.documents import render
from harvester.standin.bochum.model import Committee, Document, Item, Meeting, Paper
from harvester.standin.world import Expected

Layout = Literal[4, 5, 6]


@dataclass(frozen=True, eq=False)
class BochumWorld:
    """Committees, meetings by ksinr, papers by kvonr and motions by kagnr, as of `today`.

    `seed` decides what happens in the nights to come. `layout` is the generation of SessionNet,
    `extension` that of its pages. With `validators` documents come with ETag and Last-Modified.
    """

    seed: int
    today: date
    committees: tuple[Committee, ...]
    meetings: dict[int, Meeting]
    papers: dict[int, Paper]
    motions: dict[int, Paper]
    layout: Layout = 6
    extension: Literal["asp", "php"] = "asp"
    validators: bool = False

    @cached_property
    def items(self) -> dict[int, tuple[Meeting, Item]]:
        """Agenda items by ktonr, with their meetings."""
        return {
            item.number: (meeting, item)
            for meeting in self.meetings.values()
            for item in meeting.items
        }

    @cached_property
    def documents(self) -> dict[int, tuple[Document, Paper | Meeting]]:
        """Documents by the id of getfile, with what they belong to."""
        owners: tuple[Paper | Meeting, ...]
        owners = (*self.papers.values(), *self.motions.values(), *self.meetings.values())
        return {
            document.number: (document, owner) for owner in owners for document in owner.documents
        }

    @cached_property
    def newest_papers(self) -> list[Paper]:
        """All papers as the list of papers shows them."""
        return sorted(self.papers.values(), key=lambda p: (p.created, p.number), reverse=True)

    @cached_property
    def _by_month(self) -> dict[tuple[int, int], list[Meeting]]:
        months: dict[tuple[int, int], list[Meeting]] = defaultdict(list)
        for meeting in self.meetings.values():
            months[meeting.day.year, meeting.day.month].append(meeting)
        for meetings in months.values():
            meetings.sort(key=lambda m: (m.day, m.start, m.number))
        return months

    def month(self, year: int, month: int) -> list[Meeting]:
        """The meetings of a month in order."""
        return self._by_month.get((year, month), [])

    def meetings_of(self, committee: Committee) -> list[Meeting]:
        """A committee's meetings, the newest first."""
        meetings = [m for m in self.meetings.values() if m.committee == committee]
        return sorted(meetings, key=lambda m: (m.day, m.number), reverse=True)

    def paper_of(self, item: Item) -> Paper | None:
        """The paper or motion that an agenda item is about."""
        if item.motion is not None:
            return self.motions[item.motion]
        return None if item.paper is None else self.papers[item.paper]

    def body(self, document: Document) -> bytes:
        """The bytes of a document."""
        return render(*self.documents[document.number])

    def emptied(self) -> "BochumWorld":
        """The same town with all its lists empty."""
        return replace(self, committees=(), meetings={}, papers={}, motions={})

    def at_night(self, night: int) -> "BochumWorld":
        """The state after so many nights; see `harvester.standin.bochum.nights`."""
        from harvester.standin.bochum.nights import after_night  # noqa: PLC0415 - builds worlds

        world = self
        for number in range(1, night + 1):
            world = after_night(world, number)
        return world

    def expected(self) -> Expected:
        """What a complete archive holds of the pages; see `harvester.standin.bochum.truth`."""
        from harvester.standin.bochum.truth import expected  # noqa: PLC0415 - reads worlds

        return expected(self)

    def paper_files(self) -> Iterator[tuple[Paper, Document]]:
        """Every paper and motion with each of its documents."""
        for paper in (*self.papers.values(), *self.motions.values()):
            for document in paper.documents:
                yield paper, document
