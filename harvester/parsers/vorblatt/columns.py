"""A page without ruling lines as text: where labels stand side by side, column after column."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

from harvester.parsers.vorblatt.geometry import Line, Word, lines_of
from harvester.parsers.vorblatt.labels import CELL_LABEL

_INDENT = 3.0
"""A text may begin so far left of its column's label, in points."""


def column_text(words: Iterable[Word]) -> str:
    """The lines from top to bottom; below two labels or more side by side, by their columns.

    Columns last until a line begins with another label.
    """
    shown: list[str] = []
    columns: list[tuple[float, list[str]]] = []
    for line in lines_of(words):
        labels = [bool(CELL_LABEL.match(text)) for _, text in line.segments]
        if sum(labels) > 1 or labels[0]:
            shown += (text for _, texts in columns for text in texts)
            columns = [(x, [text]) for x, text in line.segments]
        elif columns:
            # by words: a long text may come close to the next column
            for n, part in groupby(line.words, partial(_column, [x for x, _ in columns])):
                columns[n][1].append(Line(tuple(part)).text)
        else:
            shown.append(line.text)
    shown += (text for _, texts in columns for text in texts)
    return "\n".join(shown)


def _column(starts: Sequence[float], word: Word) -> int:
    return max(0, sum(start <= word.x0 + _INDENT for start in starts) - 1)
