"""What all ALLRIS pages share: the frame, label tables, document forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from harvester.markup import Node, attr, below, cells, describe, inline, lines, parse_document
from harvester.page import Link, PageError
from harvester.parsers import common
from harvester.parsers.common import as_number, has_class, query

_NOT_FOUND = re.compile(r"kein(?:e|en)? Datens[aä]tz|nicht gefunden|nicht vorhanden", re.IGNORECASE)


class Ids(common.Ids):
    """Builds record ids of one source; councils and committees are numbered apart."""

    __slots__ = ()

    def organization(self, href: str) -> str | None:
        """The id of a committee by a link to it; councils have another number (PALFDNR)."""
        numbers = query(href)
        if number := numbers.get("AULFDNR"):
            return self.of("organization", number)
        if number := numbers.get("PALFDNR"):
            return self.of("organization", f"pa-{number}")
        return None


@dataclass(slots=True)
class Frame(common.Frame):
    """One ALLRIS page: its container (the portal around it cut away), heading and address."""

    vendor = "allris"
    ids: Ids
    heading: list[str]
    responsive: bool

    def number(self, name: str, *own: str) -> str:
        """The number of the page's own record: from the address, else from the page.

        Args:
            name: such as `VOLFDNR`.
            own: addresses on the page that carry the number too.

        Raises:
            PageError: as `own_number` does.
        """
        shown = [numbers[name] for numbers in map(query, own) if name in numbers]
        fields = (f for f in below(self.document.root, "input") if f.get("name") == name)
        shown += [number for field in fields if (number := as_number(field.get("value")))]
        return self.own_number(name, shown)


def open_frame(body: bytes, url: str, source_id: str) -> tuple[Frame, str]:
    """Parse a page and find ALLRIS's own container; also the page's script name (`vo020`).

    Raises:
        PageError: `unexpected_page` where there is no container, and what `parse_document` raises.
    """
    document = parse_document(body)
    parts: dict[str, Node] = {}
    for div in below(document.root, "div"):
        parts.setdefault(attr(div, "id"), div)
    scope = _first(parts, "rismain", "rismain_raw")
    container = _first(parts, "allriscontainer", "allris")
    if container is None and scope is not None:
        container = scope.getparent()
    if container is None:
        raise PageError("unexpected_page", f"Not an ALLRIS page; it shows: {describe(body)}")
    title = _first(parts, "risname", "risname_raw")
    heading = next(below(container if title is None else title, "h1"), None)
    frame = Frame(
        url=url,
        ids=Ids(source_id),
        document=document,
        scope=container if scope is None else scope,
        heading=[] if heading is None else lines(heading),
        responsive=attr(container, "id") == "allris",
    )
    return frame, attr(container, "class").split(" ")[0]


def _first(parts: Mapping[str, Node], *ids: str) -> Node | None:
    return next((parts[name] for name in ids if name in parts), None)


def says_not_found(frame: Frame) -> bool:
    """Whether a page that lacks its parts says that there is no such record."""
    return bool(_NOT_FOUND.search(inline(frame.scope) or ""))


#: The lists that a menu names, by the script that serves them.
LISTS = {
    "vo040": "paper_list",
    "au010": "organization_list",
    "pa021": "organization_list",
}


def form_number(node: Node, name: str) -> str | None:
    """The number in a form field below a node."""
    for field in below(node, "input"):
        if attr(field, "name") == name and (number := as_number(attr(field, "value"))):
            return number
    return None


def label_pairs(rows: list[Node]) -> Iterator[tuple[int, str | None, Node]]:
    """Label and value cells of a head table: (column of the pair, label or None, value cell).

    A label directly before another label has no value; it is left out.
    """
    for row in rows:
        column = 0
        shown = cells(row)
        for cell, value in pairwise(shown):
            if not has_class(cell, "kb1"):
                continue
            if not has_class(value, "kb1"):
                label = inline(cell)
                yield column, label.rstrip(": ") if label else None, value
            column += 1


def paper_link(frame: Frame, href: str) -> Link:
    """The link to a paper's page, with the paper's id where the address numbers it."""
    number = query(href).get("VOLFDNR")
    return Link(
        "paper", frame.absolute(href), target=frame.ids.of("paper", number) if number else None
    )
