"""Documents of SessionNet pages: `getfile.asp?id=..&type=do`, linked by an icon and by name."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import parse_qsl

from harvester.markup import Node, attr, find, inline
from harvester.normalize.sizes import parse_size
from harvester.page import Page
from harvester.parsers.common import Tie, anchors_to, has_class, link_file, query, tie_file
from harvester.parsers.sessionnet.common import Frame
from harvester.parsers.sessionnet.head import shown_by_all
from harvester.records import File
from harvester.vocabulary import load_vocabulary

#: What a page shows of a document; what is known of its content comes from the document itself.
_STATES = frozenset(("name", "role", "url", "expires"))
_NOT_FETCHED = "not_fetched"
_DOCUMENT = "do"
_KIND = re.compile(r"[a-z]{1,8}")
#: The title of a button says what it does, not what the document is called.
_BUTTON = "Dokument Download"
#: A document's box is this far around its links at most.
_BOX_DEPTH = 6
_BRACKETS_AT_END = re.compile(r"\s*\([^()]*\)$")
_NUMBERED = re.compile(r"([^\W\d]+) [0-9]")


def documents(
    frame: Frame, node: Node, *, reference: str | None = None, but: Collection[Node] = ()
) -> list[File]:
    """The documents linked below a node, in order, each once.

    Args:
        frame: the page.
        node: where to look.
        reference: the number of the paper they belong to, which their names may end with.
        but: links that belong to something else.
    """
    found: dict[str, list[Node]] = {}
    for anchor in anchors_to(node, "getfile"):
        number = _number(attr(anchor, "href"))
        if number and anchor not in but:
            found.setdefault(number, []).append(anchor)
    return [_file(frame, number, anchors, reference) for number, anchors in found.items()]


def _number(href: str) -> str | None:
    """The number of a document; those of another kind are numbered apart."""
    number = query(href).get("ID")
    kind = dict(parse_qsl(href.partition("?")[2])).get("type", _DOCUMENT)
    if number is None or not _KIND.fullmatch(kind):
        return None
    return number if kind == _DOCUMENT else f"{kind}-{number}"


def _file(frame: Frame, number: str, anchors: list[Node], reference: str | None) -> File:
    sizes = (span for a in anchors for span in find(a, ".//*[contains(@class, 'smcdosize')]"))
    size = next((text for span in sizes if (text := inline(span))), None)
    name = next((text for a in anchors if (text := inline(a))), None)
    if name and size:
        name = name.removesuffix(size).strip() or None
    titles = (" ".join(attr(a, "title").split()) for a in anchors)
    name = name or next((t for t in titles if t and not t.startswith(_BUTTON)), None)
    boxes = (box for a in anchors for box in islice(a.iterancestors("div"), _BOX_DEPTH))
    return File(
        id=frame.ids.of("file", number),
        name=name,
        role=_role(name, reference, is_extra=any(has_class(box, "smc-d-ex") for box in boxes)),
        url=frame.absolute(attr(anchors[0], "href")) or None,
        expires=False,
        declared_size=parse_size(size) if size else None,
        text_status=_NOT_FETCHED,
    )


def _role(name: str | None, reference: str | None, *, is_extra: bool) -> str | None:
    """The role by the name, whole, without brackets or the paper's number at its end.

    Layout 6 marks what comes with the main documents (`smc-d-ex`); a name may begin "Anlage 3".
    """
    roles = load_vocabulary("file_role")
    candidates = [name or "", _BRACKETS_AT_END.sub("", name or "")]
    if reference and name:
        candidates.append(name.removesuffix(reference))
    role = next((value for text in candidates if (value := roles.lookup(text).value)), None)
    numbered = _NUMBERED.match(name or "")
    is_extra = is_extra or bool(numbered and roles.lookup(numbered.group(1)).value == "attachment")
    return role or ("attachment" if is_extra else None)


@dataclass(slots=True)
class Shelf:
    """Puts files on a page: one record and one request for each, however often it is shown."""

    page: Page
    files: dict[str, File] = field(default_factory=dict)
    ties: set[str] = field(default_factory=set)

    def put(
        self,
        files: list[File],
        tie: type[Tie],
        owner_id: str,
        *,
        paper_id: str | None = None,
        ordered: bool = True,
    ) -> None:
        """Tie files to an owner; without `ordered` their order is not the owner's own."""
        for position, file in enumerate(files, start=1):
            self._record(file)
            if f"{owner_id} {file.id}" not in self.ties:
                self.ties.add(f"{owner_id} {file.id}")
                place = position if ordered else None
                tie_file(self.page, file, tie, owner_id, position=place)
                link_file(self.page, file, paper_id)

    def show(self, files: list[File], paper_id: str | None) -> None:
        """Files of which the page tells no owner, at most the paper that they have to do with."""
        for file in files:
            self._record(file)
            link_file(self.page, file, paper_id)

    def _record(self, file: File) -> None:
        if file.id not in self.files:
            self.files[file.id] = file
            self.page.records.append(file)

    def close(self, *, is_authority: bool = True) -> None:
        """Say what the page states of its files.

        A size is stated only where the page shows all sizes. Lists show less of a file than the
        page of its owner, so they are no authority: they add a file where it is missing.
        """
        shown = shown_by_all(self.files.values(), ("declared_size",))
        stated = _STATES | shown if is_authority else frozenset()
        self.page.states = {**self.page.states, "file": stated}
