"""What all ALLRIS pages share: the frame, numbers, label tables, document forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qsl, urljoin

from harvester.markup import (
    Document,
    Node,
    attr,
    below,
    cells,
    describe,
    inline,
    lines,
    parse_document,
)
from harvester.page import Link, Page, PageError

_NUMBER = re.compile(r"[0-9]{1,12}")
_NOT_FOUND = re.compile(r"kein(?:e|en)? Datens[aä]tz|nicht gefunden|nicht vorhanden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ids:
    """Builds record ids of one source from the source's own numbers."""

    source: str

    def of(self, kind: str, number: str) -> str:
        """`herne/paper/7442`."""
        return f"{self.source}/{kind}/{number}"

    def organization(self, href: str) -> str | None:
        """The id of a committee by a link to it; councils (PALFDNR) are numbered apart."""
        numbers = query(href)
        if number := numbers.get("AULFDNR"):
            return self.of("organization", number)
        if number := numbers.get("PALFDNR"):
            return self.of("organization", f"pa-{number}")
        return None


@dataclass(slots=True)
class Frame:
    """One ALLRIS page: its container (the portal around it cut away), heading and address."""

    url: str
    ids: Ids
    document: Document
    scope: Node
    heading: list[str]
    responsive: bool

    def absolute(self, href: str) -> str:
        """A link of the page as a whole address."""
        try:
            return urljoin(self.url, href)
        except ValueError:  # no address at all, such as http://[
            return ""

    def number(self, name: str, *own: str) -> str:
        """The number of the page's own record: from the address, else from the page.

        Args:
            name: such as `VOLFDNR`.
            own: addresses on the page that carry the number too.

        Raises:
            PageError: `missing_part` where neither names it, `contradiction` where the page shows
                other numbers than the one asked for (classic ASP sessions mix pages up).
        """
        shown = [numbers[name] for numbers in map(query, own) if name in numbers]
        fields = (f for f in below(self.document.root, "input") if f.get("name") == name)
        shown += [number for field in fields if (number := as_number(field.get("value")))]
        asked = query(self.url).get(name)
        if asked and shown and asked not in shown:
            text = f"Asked for {name} {asked}, the page is about {shown[0]}."
            raise PageError("contradiction", text)
        if asked or shown:
            return asked or shown[0]
        raise PageError("missing_part", f"The page's own number ({name}) is not to be found.")

    def page(self, kind: str, version: int) -> Page:
        """An empty result for this page."""
        result = Page(url=self.url, kind=kind, parser=f"allris.{kind}/{version}")
        if not self.document.closed:
            result.note("warning", "not_closed", "The page ends without closing its frame.")
        return result


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


_PARTIAL = frozenset(
    ("not_closed", "missing_block", "missing_part", "unreadable_step", "unreadable_item")
)


def is_whole(page: Page) -> bool:
    """Whether nothing is known to be cut off or unread: only then is what it lacks really gone."""
    return not any(found.code in _PARTIAL for found in page.findings)


def says_not_found(frame: Frame) -> bool:
    """Whether a page that lacks its parts says that there is no such record."""
    return bool(_NOT_FOUND.search(inline(frame.scope) or ""))


def query(url: str) -> dict[str, str]:
    """The numbers in an address's query, names in upper case; what is no number is left out."""
    return {
        name.upper(): value.strip()
        for name, value in parse_qsl(url.partition("#")[0].partition("?")[2])
        if _NUMBER.fullmatch(value.strip())
    }


def as_number(value: str | None) -> str | None:
    """The digits of a form field, None for anything else."""
    value = (value or "").strip()
    return value if _NUMBER.fullmatch(value) else None


def script_name(href: str) -> str:
    """`vo020` of `/bi/vo020_r.asp?VOLFDNR=1`; "" where the address names no page."""
    name = href.partition("#")[0].partition("?")[0].rpartition("/")[2].lower()
    return name.partition(".")[0].partition("_")[0] if ".asp" in name else ""


def anchors_to(node: Node, script: str) -> Iterator[Node]:
    """The links below a node that lead to a script."""
    return (a for a in below(node, "a") if script_name(attr(a, "href")) == script)


def link_to(node: Node, script: str) -> str | None:
    """Where the first link below a node that leads to a script points."""
    anchor = next(anchors_to(node, script), None)
    return None if anchor is None else attr(anchor, "href")


#: The lists that a menu names, by the script that serves them.
LISTS = {
    "vo040": "paper_list",
    "au010": "organization_list",
    "pa021": "organization_list",
}


def menu_links(frame: Frame, kinds: Mapping[str, str]) -> list[Link]:
    """The page's links to scripts of certain kinds, each address once; the portal's menu counts."""
    links: dict[str, Link] = {}
    for anchor in below(frame.document.root, "a"):
        href = attr(anchor, "href")
        if kind := kinds.get(script_name(href)):
            links.setdefault(frame.absolute(href), Link(kind, frame.absolute(href)))
    return list(links.values())


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


def has_class(node: Node, *names: str) -> bool:
    """Whether one of these is among the node's classes."""
    return any(name in names for name in attr(node, "class").split())
