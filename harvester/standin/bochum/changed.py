"""What differs between two states of a living Bochum, and when a nightly crawl can see it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from harvester.standin.bochum.model import Document, Meeting, Paper
from harvester.standin.bochum.town import LivingBochum, is_open
from harvester.standin.events import Event, SeenBy
from harvester.standin.world import Expected

REDRAWN = "document_redrawn"
"""A document that repeats what changed: an agenda in an invitation, a subject on a form."""
_BACK = timedelta(days=60)
_SOON = timedelta(days=21)
_OPEN = timedelta(days=90)

Owner = Paper | Meeting
State = tuple[LivingBochum, Expected]
"""A town, and what is expected of it."""


def events(
    night: int, kind: str, before: State, after: State, also: Iterable[str] = ()
) -> Iterator[Event]:
    """The events of one happening; `also` are records that differ in what nobody expects."""
    told = _Told(before, after)
    rows = {*told.rows(), *also}
    redrawn = set(told.redrawn()) - rows
    own = kind.startswith("document_")
    for name, ids in (
        (kind, rows | redrawn if own else rows),
        (REDRAWN, set() if own else redrawn),
    ):
        for seen_by in ("next night", "rotation"):
            found = tuple(
                sorted(i for i in ids if told.seen_by(i, redrawn=i in redrawn) == seen_by)
            )
            if found:
                yield Event(night, name, found, seen_by)


class _Told:
    """Two states of a town, by the ids of records."""

    def __init__(self, before: State, after: State) -> None:
        (self._old, self._before), (self._new, self._after) = before, after
        self._today = self._new.today
        self._owners: dict[str, list[Owner]] = {}
        for town in (self._old, self._new):
            owners: tuple[Owner, ...] = (*town.papers.values(), *town.meetings.values())
            for owner in owners:
                self._owners.setdefault(owner.id, []).append(owner)

    def rows(self) -> Iterator[str]:
        """Ids of the records that came, went, or are told otherwise."""
        for kind, new in self._after.items():
            old = self._before[kind]
            yield from (i for i in old.keys() | new.keys() if old.get(i) != new.get(i))

    def redrawn(self) -> Iterator[str]:
        """Ids of the documents of which the same address gives other bytes."""
        for number, (document, owner) in self._new.documents.items():
            held = self._old.documents.get(number)
            if held is None or held == (document, owner):
                continue
            if self._old.body(held[0]) != self._new.body(document):
                yield document.id

    def seen_by(self, record_id: str, *, redrawn: bool) -> SeenBy:
        """When it is seen; of other bytes under an old address only if something tells of them."""
        if redrawn and not self._shows(record_id):
            return "rotation"
        return "next night" if self._is_asked_for(record_id) else "rotation"

    def _shows(self, file_id: str) -> bool:
        """Whether the host or a page tells that a document has other bytes."""
        if self._new.validators:
            return True
        sizes = {_kilobytes(town, file_id) for town in (self._old, self._new)}
        return self._new.layout == 4 and len(sizes) > 1

    def _is_asked_for(self, record_id: str) -> bool:
        kind = record_id.split("/")[1]
        if kind == "organization":
            return True
        if kind in {"item", "meeting"}:
            return any(self._is_near(owner) for owner in self._meetings_of(record_id))
        if kind == "file":
            return any(self._is_near(owner) for owner in self._owners_of(record_id))
        if self._has_result_only(record_id) and self._is_near_meeting(record_id):
            return True
        return any(self._is_near(o) for o in self._owners["/".join(record_id.split("/")[:3])])

    def _is_soon(self, meeting: Meeting) -> bool:
        """Whether its agenda is looked at every night."""
        return self._today <= meeting.day <= self._today + _SOON

    def _is_near(self, owner: Owner) -> bool:
        """Whether lists show a paper, or it was open before; whether a meeting is soon."""
        if isinstance(owner, Meeting):
            return self._is_soon(owner)
        if owner.created >= self._today - _BACK:
            return True
        if owner.created < self._today - _OPEN:
            return False
        held = self._old.papers.get(owner.number)
        return held is not None and is_open(held)

    def _has_result_only(self, record_id: str) -> bool:
        """Whether of a step nothing differs but the result that layout 6 shows on the agenda."""
        held, told = (t["consultation"].get(record_id) for t in (self._before, self._after))
        if self._new.layout < 6 or held is None or told is None:
            return False
        return {name for name in told if held[name] != told[name]} == {"result_raw"}

    def _is_near_meeting(self, record_id: str) -> bool:
        meeting = self._after["consultation"][record_id]["meeting_id"]
        held = (m for m in self._owners.get(meeting, ()) if isinstance(m, Meeting))
        return any(m.day >= self._today - _BACK for m in held)

    def _meetings_of(self, record_id: str) -> Iterator[Owner]:
        for told in (self._before, self._after):
            row = told["agenda_item"].get(record_id)
            yield from self._owners.get(row["meeting_id"] if row else record_id, ())

    def _owners_of(self, file_id: str) -> Iterator[Owner]:
        for town in (self._old, self._new):
            if found := _document(town, file_id):
                yield found[1]


def _document(town: LivingBochum, file_id: str) -> tuple[Document, Owner] | None:
    return town.documents.get(int(file_id.rpartition("/")[2]))


def _kilobytes(town: LivingBochum, file_id: str) -> int:
    found = _document(town, file_id)
    return 0 if found is None else -(-len(town.body(found[0])) // 1024)
