"""What all SessionNet pages share: the frame, its links to meetings and papers, cells."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from harvester.markup import Node, attr, below, cells, describe, find, inline, lines, parse_document
from harvester.page import Link, PageError
from harvester.parsers import common
from harvester.parsers.common import Ids, anchors_to, has_class, query, script_name
from harvester.text import clean

#: The pages that show a meeting; the first that a page links is followed: it numbers its items.
MEETINGS = ("to0040", "si0057", "si0056", "si0050")
#: The pages of papers: kind of page, name of the number, what stands before it in the id.
_PAPERS = {"vo0050": ("paper", "__KVONR", ""), "ag0050": ("motion", "__KAGNR", "ag-")}
_LAYOUT = re.compile(r"(?:^|\s)smc_page_([a-z]+[0-9]*)_layout")
_CONTENT = re.compile(r"(?:^|\s)smc_page_([a-z]+[0-9]*)_contenttable")
_VERSION = "SessionNet Version"
_TITLE = "SessionNet | "
_NOT_FOUND = re.compile(
    r"keine (?:Daten|Informationen) gefunden|noch keine Detailinformationen freigegeben"
    r"|nicht gefunden|existiert nicht",
    re.IGNORECASE,
)
_NONE = re.compile(r"\bkeine\b", re.IGNORECASE)
_LINK_TITLE = re.compile(r"[^:]+: (.+) ([0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})")
_ARROWS = ("»", "›", ">", "weiter")
_MENU = ".//*[contains(@class, 'contextmenu')]"


@dataclass(slots=True)
class Frame(common.Frame):
    """One SessionNet page: its content (menu and footer cut away), heading and script.

    `script` is the page's own name of what it shows (`vo0050`), "" where it does not say; `title`
    what it is headed, without the product's name.
    """

    vendor = "sessionnet"
    ids: Ids
    script: str
    title: str | None

    def number(self, name: str, *own: str) -> str:
        """The number of the page's own record: from the address, else from its tabs.

        Args:
            name: such as `__KVONR`.
            own: more addresses by which the page says what it is about.

        Raises:
            PageError: as `own_number` does.
        """
        tabs = (attr(a, "href") for a in find(self.document.root, ".//*[@id='smcregister']//a"))
        numbers = map(query, (*tabs, *own))
        return self.own_number(name, [held[name] for held in numbers if name in held])

    def organization(self, node: Node) -> str | None:
        """The id of the committee that is linked below a node."""
        numbers = (query(attr(a, "href")).get("__KGRNR") for a in below(node, "a"))
        number = next((n for n in numbers if n), None)
        return self.ids.of("organization", number) if number else None

    def meetings(self, node: Node) -> dict[str, list[Node]]:
        """The meetings linked below a node: id, and the links, to the best of its pages first."""
        found: dict[str, list[Node]] = {}
        for anchor in sorted(anchors_to(node, *MEETINGS), key=_rank):
            if number := query(attr(anchor, "href")).get("__KSINR"):
                found.setdefault(self.ids.of("meeting", number), []).append(anchor)
        return found

    def meeting_link(self, meeting_id: str, anchors: list[Node]) -> Link:
        """The way to the best of a meeting's pages."""
        return Link("meeting", self.absolute(attr(anchors[0], "href")), target=meeting_id)

    def papers(self, node: Node) -> dict[str, tuple[str | None, Link]]:
        """The papers and motions linked below a node: id, the link's text, the link."""
        found: dict[str, tuple[str | None, Link]] = {}
        for anchor in anchors_to(node, *_PAPERS):
            href = attr(anchor, "href")
            kind, name, prefix = _PAPERS[script_name(href)]
            if number := query(href).get(name):
                paper_id = self.ids.of("paper", prefix + number)
                text, link = found.get(paper_id, (None, None))
                link = link or Link(kind, self.absolute(href), target=paper_id)
                found[paper_id] = (text or inline(anchor), link)
        return found

    def items(self, node: Node) -> dict[str, str]:
        """The agenda items linked below a node: id and address."""
        found: dict[str, str] = {}
        for anchor in anchors_to(node, "to0050"):
            if number := query(attr(anchor, "href")).get("__KTONR"):
                found.setdefault(self.ids.of("item", number), self.absolute(attr(anchor, "href")))
        return found


def _rank(anchor: Node) -> int:
    return MEETINGS.index(script_name(attr(anchor, "href")))


def open_frame(body: bytes, url: str, source_id: str) -> Frame:
    """Parse a page and find SessionNet's own part of it.

    Raises:
        PageError: `unexpected_page` where nothing of SessionNet is there, `session_lost` and
            `not_found` for its error pages, and what `parse_document` raises.
    """
    document = parse_document(body)
    root = document.root
    layout, script = _shown(root)
    title = _title(root)
    if not script and not _names_sessionnet(root):
        raise PageError("unexpected_page", f"Not a SessionNet page; it shows: {describe(body)}")
    for footer in find(root, ".//footer | .//*[@id='smcfooter']"):
        footer.clear(keep_tail=True)
    content = find(root, ".//*[@id='page-content' or @id='smccontent']")
    frame = Frame(
        url=url,
        document=document,
        scope=content[0] if content else (root if layout is None else layout),
        ids=Ids(source_id),
        script=script,
        title=title,
    )
    _check_error(frame)
    return frame


def _shown(root: Node) -> tuple[Node | None, str]:
    """The page's frame and the script that it names; one without a frame names it in a table."""
    for pattern in (_LAYOUT, _CONTENT):
        for node in below(root, "body", "div", "table"):
            if found := pattern.search(attr(node, "class")):
                return (node if pattern is _LAYOUT else None), found.group(1)
    return None, ""


def _names_sessionnet(root: Node) -> bool:
    """Whether the page's head names the product; its text may speak of it anywhere."""
    metas = list(below(root, "meta"))
    return any(attr(m, "name") == "sessionnet" or _VERSION in attr(m, "content") for m in metas)


def _title(root: Node) -> str | None:
    for heading in below(root, "h1"):
        if text := inline(heading):
            return text
    shown = clean("".join(title.text or "" for title in below(root, "title"))) or ""
    return shown.removeprefix(_TITLE) or None


def _check_error(frame: Frame) -> None:
    """Tell SessionNet's own error and login pages.

    The same error page answers a session that it does not know any more, a record that is not
    public and a number that does not exist; only its text tells the last from the others.
    """
    asked = script_name(frame.url)
    message = (frame.title or "").startswith(("SessionNet Fehlermeldung", "Berechtigungsfehler"))
    shown = frame.script.startswith(("error", "ylogon"))
    if message or shown or asked.startswith(("error", "ylogon")):
        text = inline(frame.scope) or "nothing"
        code = "not_found" if _NOT_FOUND.search(text) else "session_lost"
        raise PageError(code, f"The system shows an error page: {text[:160]}")


def says_not_found(frame: Frame) -> bool:
    """Whether a page that lacks its parts says that there is nothing."""
    return bool(_NOT_FOUND.search(inline(frame.scope) or ""))


def says_none(frame: Frame) -> bool:
    """Whether a list without entries says that there are none ("Keine Sitzungen ...")."""
    return bool(_NONE.search(inline(frame.scope) or ""))


def outermost(node: Node, tag: str, is_wanted: Callable[[Node], bool]) -> Iterator[Node]:
    """The elements below a node that are wanted and lie in no other wanted one, in order.

    Pages may be nested thousands deep; to ask every element for those around it would take long.
    """
    walker = etree.iterwalk(node, events=("start",), tag=tag)
    for _, element in walker:
        if is_wanted(element):
            yield element
            walker.skip_subtree()


def is_accordion(node: Node) -> bool:
    """Whether an element holds the cards of Layout 6."""
    return attr(node, "id") == "smcaccordion"


def cards(frame: Frame) -> Iterator[Node]:
    """The cards of Layout 6: agenda items (si0056), steps of a paper (vo0053)."""
    for accordion in outermost(frame.scope, "div", is_accordion):
        yield from outermost(accordion, "div", lambda div: has_class(div, "card-light"))


def shown_lines(cell: Node) -> list[str]:
    """The lines of a cell without its context menu ("Mitglieder", "Sitzungen")."""
    return lines(_without(cell, _MENU)) or lines(cell)


def shown_text(cell: Node) -> str | None:
    """The lines of a cell without its context menu, joined by one blank."""
    return " ".join(shown_lines(cell)) or None


def text_without(node: Node, path: str) -> str | None:
    """The text of a node without what stands at a path below it."""
    return inline(_without(node, path))


def _without(node: Node, path: str) -> Node:
    """A node, or a copy of it where something stands at this path."""
    if not find(node, path):
        return node
    copy = deepcopy(node)
    for part in find(copy, path):
        part.clear(keep_tail=True)
    return copy


def cell_of(row: Node, *names: str) -> Node | None:
    """The first cell of a row that has one of these classes, `silink` or `smc_field_silink`."""
    wanted = (*names, *(f"smc_field_{name}" for name in names))
    return next((cell for cell in cells(row) if has_class(cell, *wanted)), None)


def next_pages(frame: Frame, kind: str) -> list[Link]:
    """The next page of a list: linked as such, by the next position, or by an arrow; or none."""
    script = script_name(frame.url) or frame.script
    anchors = list(anchors_to(frame.document.root, script))
    here = int(query(frame.url).get("__CPOS", 0))
    at = {a: int(query(attr(a, "href")).get("__CPOS", 0)) for a in anchors}
    further = sorted((a for a in anchors if at[a] > here), key=lambda a: at[a])
    marked = [a for a in anchors if "next" in attr(a, "rel").split()]
    marked += further or [a for a in anchors if inline(a) in _ARROWS]
    return [Link(kind, frame.absolute(attr(a, "href"))) for a in marked[:1]]


def titled(anchor: Node) -> tuple[str, str] | None:
    """Committee and date in a link's title, "Details anzeigen: Sportausschuss 10.06.2026"."""
    found = _LINK_TITLE.fullmatch(clean(attr(anchor, "title")) or "")
    return (found.group(1), found.group(2)) if found else None
