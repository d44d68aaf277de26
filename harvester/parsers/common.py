"""What the parsers of several vendors share: numbers in addresses, ids, labels, steps, files."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from urllib.parse import parse_qsl, urljoin

from harvester.markup import Document, Node, attr, below
from harvester.page import Children, Link, Page, PageError
from harvester.records import (
    AgendaItemFile,
    Consultation,
    File,
    MeetingFile,
    Paper,
    PaperFile,
)
from harvester.text import slug
from harvester.vocabulary import load_vocabulary

_NUMBER = re.compile(r"[0-9]{1,12}")
_PARTIAL = frozenset(
    ("not_closed", "missing_block", "missing_part", "unreadable_step", "unreadable_item")
)
_LISTS = frozenset(("participating_departments", "decision_body", "related_references"))
Tie: TypeAlias = PaperFile | MeetingFile | AgendaItemFile


@dataclass(frozen=True, slots=True)
class Ids:
    """Builds record ids of one source from the source's own numbers."""

    source: str

    def of(self, kind: str, number: str) -> str:
        """`herne/paper/7442`."""
        return f"{self.source}/{kind}/{number}"


@dataclass(slots=True)
class Frame:
    """One page of a system: its address, its tree, and the part of it that is the system's own."""

    vendor: ClassVar[str]
    url: str
    document: Document
    scope: Node

    def absolute(self, href: str) -> str:
        """A link of the page as a whole address."""
        try:
            return urljoin(self.url, href)
        except ValueError:  # no address at all, such as http://[
            return ""

    def own_number(self, name: str, shown: list[str]) -> str:
        """The number of the page's own record: as asked for, else as the page shows it.

        Args:
            name: such as `VOLFDNR`.
            shown: the numbers of this name by which the page says what it is about.

        Raises:
            PageError: `missing_part` where neither is known, `contradiction` where the page shows
                other numbers than the one asked for (classic ASP sessions mix pages up).
        """
        asked = query(self.url).get(name)
        if asked and shown and asked not in shown:
            text = f"Asked for {name} {asked}, the page is about {shown[0]}."
            raise PageError("contradiction", text)
        if asked or shown:
            return asked or shown[0]
        raise PageError("missing_part", f"The page's own number ({name}) is not to be found.")

    def page(self, kind: str, version: int) -> Page:
        """An empty result for this page."""
        result = Page(url=self.url, kind=kind, parser=f"{self.vendor}.{kind}/{version}")
        if not self.document.closed:
            result.note("warning", "not_closed", "The page ends without closing its frame.")
        return result


def is_whole(page: Page) -> bool:
    """Whether nothing is known to be cut off or unread: only then is what it lacks really gone."""
    return not any(found.code in _PARTIAL for found in page.findings)


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
    is_page = ".asp" in name or ".php" in name
    return name.partition(".")[0].partition("_")[0] if is_page else ""


def anchors_to(node: Node, *scripts: str) -> Iterator[Node]:
    """The links below a node that lead to one of these scripts."""
    return (a for a in below(node, "a") if script_name(attr(a, "href")) in scripts)


def link_to(node: Node, *scripts: str) -> str | None:
    """Where the first link below a node that leads to one of these scripts points."""
    anchor = next(anchors_to(node, *scripts), None)
    return None if anchor is None else attr(anchor, "href")


def menu_links(frame: Frame, kinds: Mapping[str, str]) -> list[Link]:
    """The page's links to scripts of certain kinds, each address once; the portal's menu counts."""
    links: dict[str, Link] = {}
    for anchor in below(frame.document.root, "a"):
        href = attr(anchor, "href")
        if kind := kinds.get(script_name(href)):
            links.setdefault(frame.absolute(href), Link(kind, frame.absolute(href)))
    return list(links.values())


def has_class(node: Node, *names: str) -> bool:
    """Whether one of these is among the node's classes."""
    return any(name in names for name in attr(node, "class").split())


def set_labelled(page: Page, paper: Paper, label: str, text: list[str]) -> str | None:
    """Put a value into the field that its label names; the field, None for an unknown label."""
    known, name = load_vocabulary("paper_label").lookup(label)
    if not known and text:
        page.note("warning", "unknown_label", f"{label}: {' '.join(text)}", paper.id)
    elif name and text:
        set_field(page, paper, name, label, text)
    return name


def set_field(
    page: Page, paper: Paper, name: str | None, label: str | None, text: list[str]
) -> None:
    """Put a value into a field; lists and authors go on, any other field takes one value only."""
    held = getattr(paper, name) if name else None
    if not name or (held and name not in _LISTS and name != "authors_raw"):
        shown = f"{label or '(no label)'}: {' '.join(text)}"
        page.note("warning", "unexpected_value", f"A value without a place: {shown}", paper.id)
    elif name in _LISTS:
        setattr(paper, name, [*(held or []), *text])
    elif name == "authors_raw":
        paper.authors_raw = "\n".join(([held] if held else []) + text)
    else:
        setattr(paper, name, " ".join(text))


def add_steps(page: Page, paper_id: str, steps: list[Consultation]) -> None:
    """Number the steps: each committee's first, second ... step keeps its id when it moves.

    With an unreadable row the numbers, and so the ids, would be wrong: then there are no steps,
    and those that are held stay as they are.
    """
    if any(found.code == "unreadable_step" for found in page.findings):
        return
    turns: Counter[str] = Counter()
    for position, step in enumerate(steps, start=1):
        committee = slug(step.organization_name or "")
        if step.organization_name is None:
            page.note("warning", "no_committee", f"Step {position} names none.", paper_id)
        turns[committee] += 1
        step.id = f"{paper_id}/{committee}/{turns[committee]}"
        step.paper_id = paper_id
        step.position = position
    page.records.extend(steps)


def tie_file(
    page: Page,
    file: File,
    tie: type[Tie],
    owner_id: str,
    *,
    position: int | None,
) -> None:
    """Tie a file to its owner; without a position where the page does not tell its place."""
    knot = tie(id=f"{owner_id} {file.id}", file_id=file.id, position=position)
    setattr(knot, _owner_field(tie), owner_id)
    page.records.append(knot)


def link_file(page: Page, file: File, paper_id: str | None) -> None:
    """Say how to fetch a file; `paper_id` is the paper that it belongs to, if any."""
    if file.url:
        form = tuple(file.form.items()) if file.form is not None else None
        page.links.append(Link("file", file.url, form, target=file.id, owner=paper_id))


def all_files(page: Page, owner_id: str, tie: type[Tie]) -> None:
    """Say that the page shows all files of an owner, if it is whole."""
    if is_whole(page):
        page.children.append(Children(tie.record, _owner_field(tie), owner_id))


def _owner_field(tie: type[Tie]) -> str:
    return tie.record.removesuffix("_file") + "_id"
