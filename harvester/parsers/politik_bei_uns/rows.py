"""The labelled rows of a page of politik-bei-uns.de."""

from collections.abc import Iterator

from lxml import etree

from harvester.markup import Node, attr, inline
from harvester.page import Page
from harvester.vocabulary import load_vocabulary

_LONGEST = 200


def labelled(page: Page, data: Node | None, record_id: str) -> dict[str, str]:
    """The values of the block of data by the field that their labels name (platform_label.csv).

    Noted are an unknown label, a second, other value for a field (the first one is kept), and a
    block in which nothing can be read.
    """
    values: dict[str, str] = {}
    rows = list(() if data is None else _rows(data))
    for label, value in rows:
        known, field = load_vocabulary("platform_label").lookup(label)
        if not known:
            page.note("warning", "unknown_label", f"{label}: {value}"[:_LONGEST], record_id)
        elif field and values.setdefault(field, value) != value:
            text = f"A value without a place: {label}: {value}"
            page.note("warning", "unexpected_value", text[:_LONGEST], record_id)
    if data is not None and not rows:
        page.note("error", "missing_part", "The block of data has no readable row.", record_id)
    return values


def _rows(data: Node) -> Iterator[tuple[str, str]]:
    """Label and value of each row that has both; what looks like a row in a cell is none."""
    walk = etree.iterwalk(data, events=("start",), tag=("div", "tr"))
    for _, row in walk:
        shown = list(row.iterchildren("div" if row.tag == "div" else "td"))
        if len(shown) == 2 and (row.tag == "tr" or "row" in attr(row, "class").split()):
            walk.skip_subtree()
            label, value = inline(shown[0]), inline(shown[1])
            if label and value:
                yield label.rstrip(": "), value
