"""The head of a page: labels and values, and what a page states by showing them."""

from collections.abc import Iterable, Iterator

from harvester.markup import Node, attr, cells, find, inline
from harvester.parsers.common import has_class
from harvester.parsers.sessionnet.common import Frame, is_accordion, outermost
from harvester.records import Record
from harvester.vocabulary import load_vocabulary


def head_pairs(frame: Frame) -> list[tuple[str, Node]]:
    """Labels and value cells of a page's head: rows of divisions in Layout 6, a table in Layout 4.

    A label without a value cell is left out.
    """
    pairs: list[tuple[str, Node]] = []
    for row in outermost(frame.scope, "div", lambda div: is_accordion(div) or _is_row(div)):
        shown = list(row.iterchildren("div"))
        pairs += _pairs(shown, [has_class(cell, "smc-cell-head") for cell in shown])
    for row in _table_rows(frame):
        shown = cells(row)
        pairs += _pairs(shown, _are_labels(shown))
    return pairs


def _is_row(div: Node) -> bool:
    return has_class(div, "smc-table-row")


def _table_rows(frame: Frame) -> Iterable[Node]:
    """The rows of the head's own table, and any row with a marked label."""
    tables = outermost(frame.scope, "table", lambda table: attr(table, "id") == "smctablevorgang")
    own = (row for table in tables for row in find(table, "./tr | ./tbody/tr"))
    return dict.fromkeys((*own, *outermost(frame.scope, "tr", _is_marked)))


def _is_marked(row: Node) -> bool:
    return any(has_class(cell, "smctablehead") for cell in row.iterchildren("td"))


def _are_labels(shown: list[Node]) -> list[bool]:
    """Which cells are labels: those marked as such, else every other one that ends with a colon.

    A label whose value is missing stands before another label; that one must be a known one, for
    values may end with a colon too.
    """
    if any(has_class(cell, "smctablehead") for cell in shown):
        return [has_class(cell, "smctablehead") for cell in shown]
    labels: list[bool] = []
    for cell in shown:
        text = inline(cell) or ""
        behind_label = bool(labels) and labels[-1]
        labels.append(text.endswith(":") and (not behind_label or _is_known(text)))
    return labels


def _is_known(label: str) -> bool:
    names = ("paper_label", "meeting_label", "item_label")
    return any(load_vocabulary(name).lookup(label).known for name in names)


def _pairs(shown: list[Node], labels: list[bool]) -> Iterator[tuple[str, Node]]:
    for position, cell in enumerate(shown[:-1]):
        label = (inline(cell) or "").rstrip(": ")
        if labels[position] and not labels[position + 1] and label:
            yield label, shown[position + 1]


#: What the normalizer fills from a field as shown.
_CANONICAL = {
    "date_raw": ("date",),
    "time_raw": ("start", "end"),
    "status_raw": ("public",),
    "paper_type_raw": ("paper_type",),
    "authors_raw": ("authors",),
    "result_raw": ("result",),
    "vote_raw": ("votes_yes", "votes_no", "votes_abstain"),
}


def with_canonical(names: Iterable[str]) -> frozenset[str]:
    """Fields that a page shows, and those that are read from them."""
    shown = set(names)
    return frozenset(shown.union(*(_CANONICAL.get(name, ()) for name in shown)))


def shown_by_all(records: Iterable[Record], names: Iterable[str]) -> set[str]:
    """The fields that each of these records has.

    A list that leaves a field out of one row does not say that it is empty, so it cannot state it.
    """
    held = [record.values() for record in records]
    return {name for name in names if all(values[name] is not None for values in held)}
