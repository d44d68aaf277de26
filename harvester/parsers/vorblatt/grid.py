"""The form's fields by position: each label's cell, the cell below it, the rows of the table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isinf

from harvester.parsers.vorblatt.build import Fields
from harvester.parsers.vorblatt.committees import split_names
from harvester.parsers.vorblatt.geometry import NO_LETTER, Cell, Grid, Line, Rule
from harvester.parsers.vorblatt.labels import CELL_LABEL, QUESTION
from harvester.parsers.vorblatt.steps import DATE, Steps
from harvester.parsers.vorblatt.values import join_lines

_HEAD = ("department", "file_number", "reference")
"""What every page repeats."""
_TABLE = ("committees", "dates", "current")
#: The value of these may lie in a cell below that goes on under the next label too.
_SHARED = frozenset(("department", "public"))
#: The value of these may stand in the cell to the right of the label, if the cell below has another
#: label or belongs to another column.
_BESIDE = frozenset(
    (
        *("subject", "legal_basis", "decision_body", "attachments", "answers"),
        *("addressee", "dates", "matter"),
    )
)
#: Beside a label with its value in the same cell the value of these stands there too, or is none.
_LIKE = {"file_number": "department", "public_rule": "public"}
_NEEDED = {True: ("addressee", "matter"), False: ("reference", "subject")}


@dataclass(slots=True)
class _Field:
    """A label's cell, where the label begins, and its value.

    `below`: the value stands in the cell under the label. `shared`: that cell goes on under the
    next label, so it may hold the value of both.
    """

    cell: Cell
    x: float
    y: float
    lines: list[str]
    below: bool = False
    shared: bool = False


@dataclass(slots=True, frozen=True)
class _Columns:
    """The columns of the table that matter; a line between its rows passes both of `at`."""

    names: Cell
    dates: Cell
    at: tuple[float, float]

    def divides(self, rule: Rule) -> bool:
        """Whether a line lies between rows."""
        return all(rule.covers(x) for x in self.at)


class Front:
    """The form's first pages, read one after another."""

    def __init__(self, kind: str, committees: Collection[str]) -> None:
        self.fields = Fields(kind, {})
        self._question = kind == QUESTION
        self._committees = committees
        self._columns: _Columns | None = None
        self._open: str | None = None
        self._head: dict[str, bool] = {}

    def read(self, grid: Grid) -> bool:
        """Read the next page; False where its lines do not make the cells of a form."""
        found = _labels(grid)
        needed = _NEEDED[self._question]
        first = not self.fields.texts
        if first and not all(key in found and _is_closed(found[key].cell) for key in needed):
            return False
        # a further page repeats its head; the stamp is no value
        known = {"stamp", *(() if first else _HEAD)}
        if not _read_values(grid, {key: f for key, f in found.items() if key not in known}, found):
            return False
        if first:
            self._head = {key: found[key].below for key in _HEAD if key in found}
        elif not self._go_on(grid, found):
            return False
        if "committees" in found and not self._read_table(grid, found):
            return False
        self._take(found)
        last = (key for key in reversed(found) if key not in {*_HEAD, "stamp"})
        self._open = next(last, self._open)
        return True

    def _take(self, found: dict[str, _Field]) -> None:
        texts = self.fields.texts
        for key, field in found.items():
            if key == "department" and field.shared:
                self.fields.add_office(join_lines(field.lines))
            elif key not in texts:
                texts[key] = join_lines(field.lines)
        if self._question and "addressee" in found:
            day = [texts["dates"]] if texts.get("dates") else []
            _read_row(self.fields.steps, [texts["addressee"]], day, self._committees)
            texts["subject"] = texts["matter"]

    def _read_table(self, grid: Grid, found: dict[str, _Field]) -> bool:
        names, dates = found["committees"], found.get("dates")
        if dates is None or not _is_closed(names.cell) or names.cell.bottom != dates.cell.bottom:
            return False
        self._columns = _Columns(names.cell, dates.cell, (names.x + 1, dates.x + 1))
        if names.lines or dates.lines:
            _read_row(self.fields.steps, names.lines, dates.lines, self._committees)
        return self._read_rows(grid, found, self._columns, names.cell.bottom)

    def _read_rows(
        self, grid: Grid, found: dict[str, _Field], columns: _Columns, top: float
    ) -> bool:
        """The rows below `top`, down to the next label; False where nothing ends them."""
        tops = [field.cell.top for key, field in found.items() if key not in _TABLE]
        end = max((y for y in tops if y <= top + 1), default=-inf)
        between = [rule.at for rule in grid.across if end < rule.at < top and columns.divides(rule)]
        edges = [top, *sorted(between, reverse=True), *([] if isinf(end) else [end])]
        for above, below in pairwise(edges):
            names, dates = (
                grid.lines_in(column._replace(top=above, bottom=below))
                for column in (columns.names, columns.dates)
            )
            if names or dates:
                _read_row(self.fields.steps, _texts(names), _texts(dates), self._committees)
        return len(edges) > 1

    def _go_on(self, grid: Grid, found: dict[str, _Field]) -> bool:
        """What stands above the first label of a further page belongs to the last one before.

        False where it is not known where the page's head ends: it is not ruled, or the office was
        not stated, so that the first page did not tell whether values stand below their labels.
        """
        head = [
            grid.below(found[key].cell, found[key].x + 1) if below else found[key].cell
            for key, below in self._head.items()
            if key in found
        ]
        top = min((cell.bottom for cell in head), default=-inf)
        if isinf(top) or not self.fields.texts.get("department"):
            return False
        if self._open in _TABLE:
            if self._columns and "committees" not in found:
                return self._read_rows(grid, found, self._columns, top)
        elif self._open:
            tops = (field.cell.top for field in found.values())
            end = max((y for y in tops if y <= top + 1), default=-inf)
            more = _texts(grid.lines_in(Cell(-inf, end, inf, top)))
            self.fields.texts[self._open] = join_lines([self.fields.texts[self._open], *more])
        return True


def _labels(grid: Grid) -> dict[str, _Field]:
    """The cells that begin with a label, in reading order, each label once."""
    found: dict[str, _Field] = {}
    for cell, lines in grid.cells.items():
        text = "\n".join(line.text for line in lines)
        if label := CELL_LABEL.match(text):
            rest = text[label.end() :].lstrip(":\t\n ")
            word = lines[0].words[0]
            values = rest.split("\n") if rest else []
            field = _Field(cell, word.x0, word.middle, values)
            found.setdefault(str(label.lastgroup), field)
    return found


def _is_closed(cell: Cell) -> bool:
    """Whether there is a line above and below."""
    return not (isinf(cell.top) or isinf(cell.bottom))


def _read_values(grid: Grid, wanted: Mapping[str, _Field], found: Mapping[str, _Field]) -> bool:
    """Fill in the values that lie in cells of their own; False where one cell is of two labels."""
    used = {field.cell for field in found.values()}
    for key, field in wanted.items():
        if CELL_LABEL.match("\n".join(field.lines)):
            return False
        before = found.get(_LIKE.get(key, ""))
        alike = before is not None and bool(before.lines) and not before.below
        if field.lines or alike or (key in _TABLE and "committees" in found):
            continue
        value = grid.below(field.cell, field.x + 1)
        if key in _BESIDE and (value in used or value.left != field.cell.left):
            value = grid.beside(field.cell, field.y)
        elif value in grid.cells:
            row = (f.x for f in found.values() if f.cell.bottom == field.cell.bottom)
            field.shared = sum(value.left < x < value.right for x in row) > 1
        if value in used or value not in grid.cells:
            continue
        if field.shared and key not in _SHARED:
            return False
        used.add(value)
        field.below = value.top == field.cell.bottom
        field.lines = _texts(grid.cells[value])
    return True


def _read_row(
    steps: Steps, names: Sequence[str], dates: Sequence[str], committees: Collection[str]
) -> None:
    """One row of the table: a committee and the day of its sitting, or neither to be told apart.

    A name that nobody knows is taken as it stands, and told. Not so where the row seems to hold
    several, a text seems to have run into the next column, or a letter cannot be read.
    """
    name, date_raw = (" ".join(join_lines(lines).split()) for lines in (names, dates))
    found = split_names(name.split(), committees)
    run_over = DATE.search(date_raw) and not DATE.fullmatch(date_raw)
    if found and len(found) == 1:
        steps.row(found[0].name, date_raw or None)
    elif found is None and not (run_over or NO_LETTER in name or _holds_known(names, committees)):
        steps.row(name, date_raw or None)
        steps.problems.append(("new_committee", f"Not in the lexicon: {name}"))
    else:
        steps.read(f"{name} {date_raw}", committees)


def _holds_known(lines: Sequence[str], committees: Collection[str]) -> bool:
    """Whether a line of a cell is a whole committee."""
    return len(lines) > 1 and any(split_names(line.split(), committees) for line in lines)


def _texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]
