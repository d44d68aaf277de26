"""What a source must give, season by season, for its archive to be believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Per number: the least and the most that the registry may state.
_RANGES: dict[str, tuple[float, float]] = {
    "meetings_per_month": (0, 1_000),
    "papers_per_meeting": (0, 1_000),
    "steps_with_date": (0, 1),
    "past_steps_with_result": (0, 1),
    "papers_with_text": (0, 1),
    "unknown_phrases": (0, 1_000_000),
    "gone_share": (0, 1),
    "gone_after": (1, 1_000),
}
_WHOLE = frozenset(("unknown_phrases", "gone_after"))
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Expectations:
    """What is normal for a source, as careful lower bounds; by default nothing is expected.

    `meetings_per_month` is the least in a month that is neither one of `quiet_months` (1 to 12,
    each year) nor of `quiet_once` (`2025-10`). `papers_per_meeting` counts agenda items with a
    paper per meeting that was held and has an agenda. Shares are from 0 to 1: steps that have a
    date, steps of more than 60 days ago that have a result, papers with a text. `unknown_phrases`
    is the most different phrases that one run may meet and not understand.

    `gone_share` and `gone_after`: which part of a type's records may be missed in one run before
    the lists are distrusted, and in how many crawls a record is missed before it is gone.
    """

    meetings_per_month: float = 0
    quiet_months: frozenset[int] = frozenset()
    quiet_once: frozenset[str] = frozenset()
    papers_per_meeting: float = 0
    steps_with_date: float = 0
    past_steps_with_result: float = 0
    papers_with_text: float = 0
    unknown_phrases: int | None = None
    gone_share: float = 0.05
    gone_after: int = 3

    def quiet(self, month: str) -> bool:
        """Whether less than usual is normal in a month, `2026-03`."""
        return int(month[5:]) in self.quiet_months or month in self.quiet_once


def read_expectations(table: Mapping[str, Any]) -> Expectations:
    """Read the table `expects` of a source.

    Raises:
        ValueError: there is no such key, or its value is not one that it can have.
    """
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name == "quiet_months":
            values[name] = _months(name, value, _is_month_of_the_year)
        elif name == "quiet_once":
            values[name] = _months(name, value, _is_month)
        elif name in _RANGES:
            values[name] = _number(name, value)
        else:
            raise ValueError(f"there is no expectation {name!r}")
    return Expectations(**values)


def _number(name: str, value: Any) -> float:
    least, most = _RANGES[name]
    kinds = (int,) if name in _WHOLE else (int, float)
    # a bool is an int to Python; nan is in no range
    if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
        whole = "a whole number" if name in _WHOLE else "a number"
        raise ValueError(f"{name} is {value!r}; it must be {whole} from {least} to {most}")
    return value


def _months(name: str, value: Any, fits: Any) -> frozenset[Any]:
    if not isinstance(value, list) or not all(map(fits, value)):
        shape = "1 to 12" if name == "quiet_months" else 'such as "2025-10"'
        raise ValueError(f"{name} is {value!r}; it must be a list of months, {shape}")
    return frozenset(value)


def _is_month_of_the_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 12


def _is_month(value: Any) -> bool:
    return isinstance(value, str) and _MONTH.fullmatch(value) is not None
