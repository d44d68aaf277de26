"""Two histories of one record made into one, as if one archive had read all pages. No SQL.

Besides its changes an archive knows when it read each page (`Reading`). A page that was read again
without a change stated again what it had stated before: so what is the newest statement of a field
can be told also where nothing changed. docs/decisions/0014-merging-archives.md has the reasons.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from harvester.archive.columns import VOLATILE, Columns, Stored, to_json
from harvester.archive.file_rules import NAMES, OF_BYTES
from harvester.archive.joining.model import Change, Known, Origin, Reading


@dataclass(slots=True)
class _State:
    """A record as one archive, or the merged one, has it at a moment."""

    values: dict[str, Any] | None = None
    gone: tuple[str, str | None] | None = None  # reason, page that said so
    changes: int = 0

    def follow(self, change: Change) -> None:
        """Take over a change of this archive's own."""
        self.changes += 1
        new: Any = None if change.new is None else json.loads(change.new)
        if change.kind == "appeared":
            self.values, self.gone = dict(new), None
        elif change.kind == "changed" and self.values is not None:
            self.values[str(change.field)] = new
        elif change.kind == "gone":
            self.gone = (new, change.origin.page)
        elif change.kind == "returned":
            self.gone = None


class History:
    """The merged history of a record; `merge` once, then read the attributes.

    `changes`: all of it, in order. `values`: the fields that are known. `says`: for each field the
    archive (0 or 1) whose word it is. `stated_by`: the archive whose page changed the row last.
    """

    def __init__(self, columns: Columns, known: tuple[Known, Known]) -> None:
        self.changes: list[Change] = []
        self.values: dict[str, Any] = {}
        self.gone: tuple[str, str] | None = None
        self.says: dict[str, int] = {}
        self.stated_by = 0
        self._columns = columns
        self._known = known
        self._own = (_State(), _State())
        self._stated = _stated(one.changes for one in known)
        # by archive and page: how much both histories had come to at the last reading, and its time
        self._confirmed: dict[tuple[int, str], tuple[int, int, str]] = {}
        self._gone_page: str | None = None
        self._seen: dict[str, str] = {}
        self._named_on = ""

    @property
    def held(self) -> bool:
        """Whether the record has appeared."""
        return bool(self.changes)

    def merge(self, readings: tuple[list[Reading], list[Reading]]) -> None:
        """Go through all that both archives know, in order of time.

        What both learned in the same second is taken in order of the runs' uids: any order would
        do, but it must not depend on which archive is merged into which.
        """
        for side, item in self._in_order(readings):
            if isinstance(item, Reading):
                self._reread(side, item)
            else:
                for change in item:
                    self._own[side].follow(change)
                self._follow(side, item)

    def _in_order(
        self, readings: tuple[list[Reading], list[Reading]]
    ) -> Iterator[tuple[int, list[Change] | Reading]]:
        items: list[tuple[tuple[str, str, int, int], int, list[Change] | Reading]] = []
        for side in (0, 1):
            at = ""
            for number, group in enumerate(_grouped(self._known[side].changes)):
                at = max(at, group[0].origin.at)  # the clock may have gone back, the order stands
                items.append(((at, group[0].origin.run, 0, number), side, group))
            items += [
                ((reading.origin.at, reading.origin.run, 1, number), side, reading)
                for number, reading in enumerate(readings[side])
            ]
        items.sort(key=lambda item: item[:2])
        return ((side, item) for _, side, item in items)

    def _follow(self, side: int, group: list[Change]) -> None:
        first = group[0]
        if self._own[side].values is None:
            return  # a history without its beginning rebuilds nothing
        if first.kind == "appeared" and not self.held:
            self._appear(side, first)
        elif first.kind == "appeared":
            self._state(side, json.loads(str(first.new)), first.origin)
            self._show(first.origin)
        elif first.kind == "changed":
            values = {str(c.field): None if c.new is None else json.loads(c.new) for c in group}
            self._state(side, values, first.origin)
        elif first.kind == "gone":
            self.leave(json.loads(str(first.new)), first.origin)
        else:
            self.come_back(first.origin)

    def _appear(self, side: int, change: Change) -> None:
        self.values = json.loads(str(change.new))
        self.says = dict.fromkeys(self.values, side)
        self._seen = dict.fromkeys(self.values, change.origin.seen)
        self._named_on = _page_name(change.origin)
        self.stated_by = side
        self.changes.append(change)

    def _reread(self, side: int, reading: Reading) -> None:
        """A page of the record was read: it said what the archive had the record as then."""
        own, known, origin = self._own[side], self._known[side], reading.origin
        if own.values is None:
            since, until = known.siblings_since, known.owner_seen
            if reading.whole and since and until and since <= origin.at <= until:
                self.leave("unlisted", origin)
        elif own.gone is not None and own.gone[1] == origin.page:
            self.leave(own.gone[0], origin)
        elif origin.at <= known.last_seen:
            key, values = (side, str(origin.page)), own.values
            before = self._confirmed.get(key, (-1, -1, ""))
            if before[:2] != (own.changes, len(self.changes)):  # else it says nothing new
                stated = self._stated[key[1]].difference(known.derived)
                self._state(side, {name: values.get(name) for name in stated}, origin)
                if own.gone is None:
                    self._show(origin)
            self._confirmed[key] = (own.changes, len(self.changes), origin.at)

    def _state(self, side: int, values: Mapping[str, Any], origin: Origin) -> None:
        """Take over what is stated of these fields; write what differs and counts."""
        differing = []
        for name in self._columns.names:
            if name not in values:
                continue
            if self.values.get(name) != values[name]:
                if self._counts(side, name, values[name], origin):
                    differing.append(name)
            elif values[name] is not None and self._outranks(side, name):
                self._speak(side, name, origin)
        volatile = VOLATILE.get(self._columns.record, ())
        if self.values.get("expires") and set(differing).issubset(volatile):
            return
        for name in differing:
            self._set(side, name, values[name], origin)
        if differing and origin.page is not None:
            self.stated_by = side

    def _counts(self, side: int, name: str, value: Any, origin: Origin) -> bool:
        """Whether a statement is to replace the present value."""
        own, says = self._own[side].values or {}, self.says.get(name)
        of_bytes = self._columns.record == "file" and name in OF_BYTES
        if of_bytes and self.values.get("sha256") and not own.get("sha256"):
            return False  # a page's own reading is for lack of the bytes
        if self.values.get(name) is None or says is None or says == side:
            return True
        if of_bytes and own.get("sha256") == self.values.get("sha256") and origin.snapshot_id:
            return True  # another reading of the same bytes, however old they are
        if self._columns.record == "file" and name in NAMES and origin.page:
            return _page_name(origin) == self._named_on  # who named it first goes on naming it
        if value is None and name in self._known[says].derived:
            return False  # silence does not undo what was concluded or read elsewhere
        return self._outranks(side, name) and origin.seen >= self._stated_at(says, name)

    def _stated_at(self, side: int, name: str) -> str:
        """When an archive last saw the present value stated."""
        again = (
            at
            for (reader, page), (_, _, at) in self._confirmed.items()
            if reader == side and name in self._stated[page]
        )
        return max(self._seen[name], *again, "")

    def _outranks(self, side: int, name: str) -> bool:
        says = self.says.get(name)
        return says is None or self._known[side].rank(name) >= self._known[says].rank(name)

    def _speak(self, side: int, name: str, origin: Origin) -> None:
        self.says[name] = side
        self._seen[name] = max(self._seen.get(name, ""), origin.seen)

    def _set(self, side: int, name: str, value: Any, origin: Origin) -> None:
        old, new = (None if v is None else to_json(v) for v in (self.values.get(name), value))
        self.changes.append(Change(origin, "changed", name, old, new))
        self.values[name] = value
        self._speak(side, name, origin)

    def _show(self, origin: Origin) -> None:
        """A page shows the record. What a complete list lacks only that list brings back."""
        if self.gone is None:
            return
        if self.gone[1] != "unlisted" or self._gone_page in (None, origin.page):
            self.come_back(origin)

    def leave(self, reason: str, origin: Origin) -> None:
        """The record is gone."""
        if self.gone is None and self.held:
            self.changes.append(Change(origin, "gone", None, None, to_json(reason)))
            self.gone = (origin.at, reason)
            self._gone_page = origin.page

    def come_back(self, origin: Origin) -> None:
        """The record is back."""
        if self.gone is not None:
            self.changes.append(Change(origin, "returned", None, to_json(self.gone[1]), None))
            self.gone = None

    def place(self, side: int, position: Stored, origin: Origin) -> None:
        """Give it the place that an archive has it at."""
        if self.values.get("position") != position:
            self._set(side, "position", position, origin)


def _grouped(changes: list[Change]) -> Iterator[list[Change]]:
    """The fields that changed at once together, everything else alone."""
    alone = iter(range(len(changes)))
    for _, group in groupby(
        changes, key=lambda c: c.origin if c.kind == "changed" else next(alone)
    ):
        yield list(group)


def _stated(histories: Iterable[list[Change]]) -> dict[str, frozenset[str]]:
    """By page, the fields of the record that it was ever the source of."""
    stated: dict[str, set[str]] = {}
    for changes in histories:
        for change in changes:
            if change.origin.page is None:
                continue
            fields = stated.setdefault(change.origin.page, set())
            if change.kind == "appeared":
                fields.update(json.loads(str(change.new)))
            elif change.field is not None:
                fields.add(change.field)
    return {page: frozenset(fields) for page, fields in stated.items()}


def _page_name(origin: Origin) -> str:
    return str(origin.page).rpartition("/")[2]
