"""Puts papers on the agendas of the small Bochum: numbering, sections, the non-public part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from harvester.standin.bochum import texts
from harvester.standin.bochum.model import (
    MOTION,
    NOTICE,
    PROPOSAL,
    QUESTION,
    Committee,
    Document,
    Item,
    Meeting,
    Paper,
)

_SECTIONS = (
    ("Beschlussvorlagen", PROPOSAL),
    ("Mitteilungen der Verwaltung", NOTICE),
    ("Anfragen", QUESTION),
    ("Anträge", MOTION),
)


@dataclass
class Agendas:
    """Fills meetings with what the papers' steps name.

    Numbers of other items and of documents go on from those given.
    """

    numbers: Iterator[int] = field(default_factory=lambda: count(42001))
    documents: Iterator[int] = field(default_factory=lambda: count(266001))

    def fill(
        self, meetings: Iterable[Meeting], papers: Iterable[Paper], today: date
    ) -> dict[int, Meeting]:
        """The meetings with items and documents; those to come have no results."""
        entries: dict[int, list[tuple[Paper, int, str | None]]] = {}
        for paper in papers:
            for step in paper.steps:
                if step.meeting is not None and step.item is not None:
                    entries.setdefault(step.meeting, []).append((paper, step.item, step.result))
        filled: dict[int, Meeting] = {}
        earlier: dict[Committee, Meeting] = {}
        for meeting in sorted(meetings, key=lambda m: (m.day, m.number)):
            if not meeting.published:
                filled[meeting.number] = meeting
                continue
            items = self._items(meeting, earlier.get(meeting.committee), entries)
            documents = [Document(next(self.documents), "Einladung", "invitation")]
            if meeting.day <= today and meeting.end is not None:
                name = "Niederschrift öffentlich"
                documents.append(Document(next(self.documents), name, "minutes"))
            filled[meeting.number] = replace(
                meeting, items=tuple(items), documents=tuple(documents)
            )
            earlier[meeting.committee] = meeting
        return filled

    def _items(
        self,
        meeting: Meeting,
        previous: Meeting | None,
        entries: dict[int, list[tuple[Paper, int, str | None]]],
    ) -> Iterator[Item]:
        number = self.numbers
        yield Item(next(number), "1", "Eröffnung und Feststellung der Beschlussfähigkeit")
        top = 2
        if previous is not None:
            name = f"Genehmigung der Niederschrift über die Sitzung vom {previous.day:%d.%m.%Y}"
            yield Item(next(number), "2", name)
            top = 3
        for title, kind in _SECTIONS:
            inside = [e for e in entries.get(meeting.number, ()) if e[0].kind == kind]
            if inside:
                yield Item(next(number), str(top), title)
                for sub, (paper, item, result) in enumerate(inside, 1):
                    yield _paper_item(meeting, f"{top}.{sub}", paper, item, result)
                top += 1
        yield Item(next(number), str(top), "Verschiedenes")
        for n in range(meeting.number % 3):
            name = texts.NON_PUBLIC[(meeting.number // 3 + n) % len(texts.NON_PUBLIC)]
            yield Item(next(number), str(n + 1), name, public=False)


def _paper_item(meeting: Meeting, top: str, paper: Paper, number: int, result: str | None) -> Item:
    """Every eleventh item is a supplement, put on the agenda on the day of the meeting."""
    motion = paper.kind == MOTION
    return Item(
        number,
        top,
        paper.subject,
        paper=None if motion else paper.number,
        motion=paper.number if motion else None,
        result=result,
        vote=texts.vote(result, number),
        linked=True,
        supplement=meeting.day if number % 11 == 3 else None,
    )
