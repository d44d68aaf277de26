"""Puts papers on the agendas of meetings: numbering, sections, minutes, the non-public part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from harvester.standin.content import NON_PUBLIC, VOTES
from harvester.standin.model import Item, Meeting, Paper

OPEN = "(offen)"

_SECTIONS = (
    ("Anträge", ("Antrag",)),
    ("Vorlagen der Verwaltung", ("öffentliche Beschlussvorlage",)),
    ("Mitteilungen und Anfragen", ("Mitteilungsvorlage", "Anfrage")),
)
_VOTED = ("beschlossen", "abgelehnt")


@dataclass
class Agendas:
    """The agendas being made; item numbers go on from the one given."""

    numbers: Iterator[int] = field(default_factory=lambda: count(100_001))
    entries: dict[int, list[tuple[int, Paper, str | None]]] = field(default_factory=dict)

    def put(self, meeting: int, item: int, paper: Paper, result: str | None) -> None:
        """Put a paper on a meeting's agenda, as the item of that number."""
        self.entries.setdefault(meeting, []).append((item, paper, result))

    def finish(self, meetings: Iterable[Meeting], today: date) -> dict[int, Meeting]:
        """The meetings with their items; those to come have no pages for their items yet."""
        finished = {}
        earlier: dict[int, Meeting] = {}
        for meeting in sorted(meetings, key=lambda m: (m.day, m.number)):
            if meeting.published:
                previous = earlier.get(meeting.committee.number)
                items = list(self._items(meeting, previous))
                if meeting.day > today:
                    items = [_to_come(item) for item in items]
                finished[meeting.number] = replace(meeting, items=tuple(items))
                earlier[meeting.committee.number] = meeting
            else:
                finished[meeting.number] = meeting
        return finished

    def _items(self, meeting: Meeting, previous: Meeting | None) -> Iterator[Item]:
        number = self.numbers
        yield Item(next(number), "Ö 1", "Einwohnerfragestunde", OPEN, blocks=("WP",))
        top = 2
        if previous is not None:
            name = f"Genehmigung der Niederschrift der Sitzung vom {previous.day:%d.%m.%Y}"
            yield Item(next(number), "Ö 2", name, OPEN, minutes_of=previous.number)
            top = 3
        entries = self.entries.get(meeting.number, [])
        for title, kinds in _SECTIONS:
            inside = [entry for entry in entries if entry[1].kind in kinds]
            if inside:
                yield Item(next(number), f"Ö {top}", title, linked=False)
                for sub, entry in enumerate(inside, 1):
                    yield _paper_item(f"Ö {top}.{sub}", *entry)
                top += 1
        yield Item(next(number), f"Ö {top}", "Verschiedenes", OPEN, blocks=("WP", "AE"))
        for n in range(meeting.number % 3):
            name = NON_PUBLIC[(meeting.number + n) % len(NON_PUBLIC)]
            yield Item(next(number), f"N {n + 1}", name, linked=False)


def _paper_item(label: str, number: int, paper: Paper, result: str | None) -> Item:
    voted = result is not None and result.endswith(_VOTED)
    return Item(
        number,
        label,
        paper.name,
        result,
        paper.number,
        supplement=number % 7 == 0,
        blocks=("WP", "BS", "AE") if voted else ("WP", "AE"),
        vote=VOTES[number % len(VOTES)] if voted else None,
    )


def _to_come(item: Item) -> Item:
    return replace(item, result=None, linked=False, blocks=(), vote=None)
