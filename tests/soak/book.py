"""Keeps account of a town's events: what the archive must show by which night, and what it does."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from harvester.standin.events import Event
from harvester.standin.world import Expected

from .held import Held, Key

#: So many complete nights must miss a record before it is gone.
GONE_AFTER = 3


@dataclass
class Pending:
    """An event of which not all records are in the archive yet.

    `owed` counts the complete nights that it may still take.
    """

    event: Event
    keys: set[Key]
    owed: int


@dataclass
class Kind:
    """What became of the events of a kind; delays in nights."""

    seen: int = 0
    missed: int = 0
    delays: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        slow = f"{mean(self.delays):5.1f} {max(self.delays):5d}" if self.delays else "    -     -"
        return f"{self.seen:6d} {self.missed:6d} {slow}"


class Book:
    """The account of a soak."""

    def __init__(self, truth: Expected, rotation: int) -> None:
        self.rotation = rotation
        self.truth = truth
        self.pending: list[Pending] = []
        self.kinds: dict[tuple[str, str], Kind] = defaultdict(Kind)
        self.published: dict[Key, dict[str, set[Any]]] = {}
        self.absent_since: dict[Key, int] = {}
        self._gone: set[Key] = set()
        self._publish({}, truth, 0)

    def advance(self, events: list[Event], truth: Expected, night: int) -> None:
        """A night's events have happened and the town shows this."""
        records = {i: r for told in (self.truth, truth) for r, rows in told.items() for i in rows}
        self._publish(self.truth, truth, night)
        self.truth = truth
        for event in events:
            keys = {(records[i], i) for i in event.ids}
            owed = 1 if event.seen_by == "next night" else self.rotation
            if any(self._vanished(i) for i in event.ids):
                owed += GONE_AFTER - 1 if event.seen_by == "next night" else GONE_AFTER
            # what nobody knows of yet makes no page be asked for sooner
            owners = {page_of(i) for i in event.ids}
            owed = max(
                [owed] + [p.owed for p in self.pending if owners & {page_of(i) for _, i in p.keys}]
            )
            self.pending.append(Pending(event, keys, owed))

    def _vanished(self, record_id: str) -> bool:
        """Whether a record is not shown, and nothing that would show it."""
        return all(record_id not in rows for rows in self.truth.values()) and all(
            page_of(record_id) not in rows for rows in self.truth.values()
        )

    def _publish(self, before: Expected, truth: Expected, night: int) -> None:
        for record, rows in truth.items():
            old = before.get(record, {})
            for record_id, row in rows.items():
                if old.get(record_id) is not row and old.get(record_id) != row:
                    fields = self.published.setdefault((record, record_id), {})
                    for name, value in row.items():
                        fields.setdefault(name, set()).add(value)
                self.absent_since.pop((record, record_id), None)
            for record_id in old.keys() - rows.keys():
                self.absent_since[record, record_id] = night

    def judge(self, held: Held, night: int, *, complete: bool) -> list[str]:
        """What is wrong with an archive after a night; an empty list if all is as it must be."""
        differing = held.differing(self.truth)
        wrong = self._settle(differing, night, complete=complete)
        expected = {key for pending in self.pending for key in pending.keys}
        wrong += [
            f"lost: {i}: {what}" for (r, i), what in differing.items() if (r, i) not in expected
        ]
        wrong += self._invented(held, differing)
        return wrong + self._wrongly_gone(held, night)

    def _settle(self, differing: dict[Key, str], night: int, *, complete: bool) -> list[str]:
        wrong = []
        for pending in list(self.pending):
            event = pending.event
            pending.keys &= differing.keys()
            kind = self.kinds[event.kind, event.seen_by]
            if not pending.keys:
                kind.seen += 1
                kind.delays.append(night - event.night)
                self.pending.remove(pending)
                continue
            pending.owed -= complete
            if pending.owed <= 0:
                kind.missed += 1
                self.pending.remove(pending)
                shown = "; ".join(f"{i}: {differing[r, i]}" for r, i in sorted(pending.keys)[:5])
                text = f"missed: {event.kind} of night {event.night} ({event.seen_by}): {shown}"
                wrong.append(text)
        return wrong

    def _invented(self, held: Held, differing: dict[Key, str]) -> list[str]:
        wrong = []
        for record, record_id in differing:
            row = held.live(record, record_id)
            if row is None:
                continue
            fields = self.published.get((record, record_id))
            if (record_id, "id") in held.from_forms:
                continue
            if fields is None:
                wrong.append(f"invented: {record_id} was never shown")
                continue
            wrong += [
                f"invented: {record_id}: {name} was never {row[name]!r}"
                for name, values in fields.items()
                if row[name] is not None
                and row[name] not in values
                and (record_id, name) not in held.from_forms
            ]
        return wrong

    def _wrongly_gone(self, held: Held, night: int) -> list[str]:
        """What has gone tonight and was shown in the last nights."""
        gone = {
            (record, i)
            for record in self.truth
            for i, row in held.rows[record].items()
            if row["gone_at"] is not None
        }
        newly, self._gone = gone - self._gone, gone
        wrong = []
        for record, record_id in sorted(newly):
            if record_id in self.truth[record]:
                wrong.append(f"gone, and shown: {record_id}")
                continue
            if held.rows[record][record_id].get("meeting_id") in self.truth["meeting"]:
                continue  # its agenda is shown without it
            nights = night - self.absent_since.get((record, record_id), night) + 1
            if self._vanished(record_id) and nights < GONE_AFTER:
                wrong.append(f"gone after {nights} nights: {record_id}")
        return wrong


def page_of(record_id: str) -> str:
    """The record whose page shows a record, where its id tells; else itself."""
    source, kind, number, *_ = record_id.split("/")
    return f"{source}/{kind}/{number}"
