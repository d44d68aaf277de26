"""The Beratungsfolge where it is known only as text: committees first, then dates."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from harvester.parsers.vorblatt.committees import Name, split_names
from harvester.parsers.vorblatt.form import FormStep

DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})")
_LONGEST_QUOTE = 300


@dataclass(slots=True)
class Steps:
    """What is read of the Beratungsfolge, stretch by stretch: a page of text, a row of a table.

    `dates` are all that it shows, `unpaired` those that belong to no step for certain. With
    `unknown` there are no steps: a step's id counts the steps of its committee, so that a gap would
    shift those behind it.
    """

    steps: list[FormStep] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    unpaired: list[str] = field(default_factory=list)
    unknown: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)

    def row(self, committee: str, date_raw: str | None) -> None:
        """A row of which it is known that it is one."""
        self.steps.append(FormStep(committee, date_raw))
        self.dates += [date_raw] if date_raw else []

    def read(self, text: str, committees: Collection[str], *, sure: bool = True) -> None:
        """A stretch without labels, committees and dates mixed.

        They are paired only if there is one date for each committee and the order of a table shows.

        Args:
            text: the stretch.
            committees: the names that are known.
            sure: whether the dates are known to be those of sittings.
        """
        words: list[str] = []
        dates: list[str] = []
        places: list[int] = []
        for word in text.split():
            if DATE.fullmatch(word):
                dates.append(word)
                places.append(len(words))
            else:
                words.append(word)
        self.dates += dates
        found = split_names(words, committees)
        if found is None:
            self.unknown = True
            self._note("unknown_committee", " ".join(text.split()))
            return
        names = [name.name for name in found]
        if not dates:
            self.steps += map(FormStep, names)
        elif sure and _in_order(found, places):
            self.steps += map(FormStep, names, dates)
        else:
            self.steps += map(FormStep, names)
            self.unpaired += dates
            text = f"Committees: {'; '.join(names)}. Dates: {', '.join(dates)}."
            self._note("unpaired_dates", text)

    def _note(self, code: str, text: str) -> None:
        self.problems.append((code, text[:_LONGEST_QUOTE]))


def _in_order(names: Sequence[Name], places: Sequence[int]) -> bool:
    """Whether there is a date for each, and they stand as a table is read.

    By columns: all behind the last committee. By rows: each behind its own committee, or within it
    where a name is wrapped, and before the next.
    """
    if not names or len(names) != len(places):
        return False
    if min(places) >= names[-1].end:
        return True
    return all(name.start < place <= name.end for name, place in zip(names, places, strict=True))
