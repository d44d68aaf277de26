"""Words and ruling lines on a page, and the cells that the lines make of it.

Lengths are points; x grows to the right, y upwards, as in a PDF.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, isinf
from typing import NamedTuple

_SAME_LINE = 0.35
"""Of the size of the letters: baselines closer than this are one line."""
NO_LETTER = "\ufffd"
"""Stands for a letter that its font does not tell."""
GAP = 0.1
"""Of the size: letters further apart than this are of two words."""
_WIDE_GAP = 1.2
"""Of the size: words further apart than this are not of one text."""
_SAME_RULE = 1.5
_TOUCH = 3.0
_LEAST_HEIGHT = 6.0
"""Between the lines of a double border there is no cell."""
_INSIDE = 3.0
"""So far behind a line a point is not within reach of lines that end there."""
_MOST_CROSSINGS = 250_000


class CrowdedError(Exception):
    """The page holds more letters or lines than any form does."""


class Word(NamedTuple):
    """Letters without a blank; `y` is their baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float

    @property
    def x(self) -> float:
        """The middle."""
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        """Half the height of a small letter above the baseline."""
        return self.y + self.size * 0.25


class Rule(NamedTuple):
    """A ruling line: at this y from one x to another, or at this x from one y to another."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        """Whether the line passes a place, give or take."""
        return self.start - 1 <= place <= self.end + 1


class Cell(NamedTuple):
    """A rectangle between ruling lines; infinite where there is none."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left < x < self.right and self.bottom < y < self.top


class Line(NamedTuple):
    """Words on one baseline from left to right."""

    words: tuple[Word, ...]

    @property
    def segments(self) -> list[tuple[float, str]]:
        """The texts on the line and where each begins; a wide gap divides them."""
        result: list[tuple[float, str]] = []
        end = inf
        for word in self.words:
            gap = (word.x0 - end) / (word.size or 1)
            if not result or gap > _WIDE_GAP:
                result.append((word.x0, word.text))
            else:
                start, text = result[-1]
                result[-1] = start, f"{text}{' ' if gap > GAP else ''}{word.text}"
            end = word.x1
        return result

    @property
    def text(self) -> str:
        """The line with a tab for each wide gap."""
        return "\t".join(text for _, text in self.segments)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The words by their lines, from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.y):
        if lines and lines[-1][0].y - word.y <= _SAME_LINE * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple(sorted(line, key=lambda word: word.x0))) for line in lines]


@dataclass(slots=True)
class Marks:
    """What is drawn on a page."""

    words: list[Word] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)


class Grid:
    """The cells of a page. A line that meets no other is an underline and makes none."""

    def __init__(self, marks: Marks) -> None:
        """Raises CrowdedError for more lines than a form has."""
        self.words = marks.words
        across, down = _merged(marks.across), _merged(marks.down)
        if len(across) * len(down) > _MOST_CROSSINGS:
            raise CrowdedError
        self.across = [line for line in across if any(_meet(line, other) for other in down)]
        self.down = [line for line in down if any(_meet(other, line) for other in across)]

    def cell_at(self, x: float, y: float) -> Cell:
        """The cell around a point: the next line on each of the four sides."""
        across = [line.at for line in self.across if line.covers(x)]
        down = [line.at for line in self.down if line.covers(y)]
        return Cell(
            left=max((at for at in down if at < x), default=-inf),
            bottom=max((at for at in across if at < y), default=-inf),
            right=min((at for at in down if at >= x), default=inf),
            top=min((at for at in across if at >= y), default=inf),
        )

    def below(self, cell: Cell, x: float) -> Cell:
        """The cell under another one at this x."""
        under = cell
        while not isinf(under.bottom):
            under = self.cell_at(x, under.bottom - _INSIDE)
            if under.top - under.bottom >= _LEAST_HEIGHT:
                break
        return under

    def beside(self, cell: Cell, y: float) -> Cell:
        """The cell to the right of another one at this y."""
        return cell if isinf(cell.right) else self.cell_at(cell.right + _INSIDE, y)

    @cached_property
    def cells(self) -> dict[Cell, list[Line]]:
        """The cells that hold text, in reading order."""
        found: dict[Cell, list[Word]] = {}
        for word in self.words:
            found.setdefault(self.cell_at(word.x, word.middle), []).append(word)
        order = sorted(found, key=lambda cell: (-cell.top, cell.left))
        return {cell: lines_of(found[cell]) for cell in order}

    @cached_property
    def text(self) -> str:
        """The page's text, cell after cell."""
        return "\n".join(line.text for lines in self.cells.values() for line in lines)

    def lines_in(self, area: Cell) -> list[Line]:
        """The lines of the words in an area."""
        return lines_of(word for word in self.words if area.holds(word.x, word.middle))


def _meet(across: Rule, down: Rule) -> bool:
    return (
        down.start - _TOUCH <= across.at <= down.end + _TOUCH
        and across.start - _TOUCH <= down.at <= across.end + _TOUCH
    )


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines that lie upon each other or go on where another ends, as one."""
    result: list[Rule] = []
    bundle: list[Rule] = []
    for rule in sorted(rules):
        if bundle and rule.at - bundle[0].at > _SAME_RULE:
            result += _joined(bundle)
            bundle = []
        bundle.append(rule)
    return result + _joined(bundle)


def _joined(bundle: Sequence[Rule]) -> list[Rule]:
    result: list[Rule] = []
    for rule in sorted(bundle, key=lambda rule: rule.start):
        if result and rule.start <= result[-1].end + _TOUCH:
            last = result.pop()
            result.append(Rule(last.at, last.start, max(last.end, rule.end)))
        else:
            result.append(Rule(bundle[0].at, rule.start, rule.end))
    return result
