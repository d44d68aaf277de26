"""Documents of ALLRIS pages: forms to `do027.asp`, and attachments behind expiring links."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from harvester.markup import Node, attr, below, cells, inline
from harvester.normalize.sizes import parse_size
from harvester.page import Page
from harvester.parsers.allris.common import Frame
from harvester.parsers.common import (
    Tie,
    all_files,
    as_number,
    link_file,
    script_name,
    tie_file,
)
from harvester.records import File, PaperFile
from harvester.text import clean, slug
from harvester.vocabulary import load_vocabulary

_SIZE_BEHIND_NAME = re.compile(r"\s*\(([\d.,]+\s*[kKMG]?B)\)$")
_SIZE_IN_TITLE = re.compile(r"Größe:\s*([\d.,]+\s*[kKMG]?B)")
_TITLE = re.compile(r"Anlage (\d+) \((?:([^;()]*); *)?(\d\d\.\d\d\.\d{4} [\d:]+)\)")
#: What a page shows of a document; what is known of its content comes from the document itself.
STATES = frozenset(
    (
        *("number", "name", "file_name", "status_raw", "role", "url", "form", "expires"),
        *("declared_size", "modified"),
    )
)
_EXPIRING = "___tmp/"
_NOT_FETCHED = "not_fetched"
#: The `typ` of a form that asks for the document with all its attachments in one PDF.
_COLLECTED = "130"


def documents(frame: Frame, scope: Node, default_role: str | None) -> list[File]:
    """Files behind `do027.asp`: POST forms on classic pages, links on responsive ones.

    The role is read from the button's name; `default_role` is that of a name nobody knows.
    """
    found: dict[str, File] = {}
    for node in below(scope, "form", "a"):
        address = attr(node, "action") or attr(node, "href")
        if script_name(address) == "do027":
            file = _document(frame, node, address, default_role)
            if file is not None:
                found.setdefault(file.id, file)
    return list(found.values())


def _document(frame: Frame, node: Node, address: str, default_role: str | None) -> File | None:
    """The file behind a form or a link; None where neither numbers it."""
    form: dict[str, str] | None = None
    if node.tag == "form":
        inputs = list(below(node, "input"))
        form = {attr(i, "name"): attr(i, "value") for i in inputs if attr(i, "type") == "hidden"}
        name = next((clean(attr(i, "value")) for i in inputs if attr(i, "type") == "submit"), None)
        fields = form
    else:
        name = inline(node)
        fields = dict(parse_qsl(address.partition("?")[2]))
    number = as_number(fields.get("DOLFDNR"))
    if number is None:
        return None
    role = load_vocabulary("file_role").lookup(name).value or default_role
    return File(
        id=frame.ids.of("file", number),
        name=name,
        role="collected" if fields.get("typ") == _COLLECTED else role,
        url=frame.absolute(address),
        form=form,
        expires=False,
        text_status=_NOT_FETCHED,
    )


def attachments(frame: Frame, owner_id: str) -> list[File]:
    """Attachments behind links that expire, listed in the right column, in a table below, or both.

    One attachment is one record: twins bear one name, and one number where both are numbered.
    """
    column, table = [], []
    shown = _Tables()
    for anchor in below(frame.scope, "a"):
        if _EXPIRING not in attr(anchor, "href"):
            continue
        if any(attr(cell, "class") == "me1" for cell in anchor.iterancestors("td")):
            column.append(_attachment(frame, anchor, {}))
        else:
            table.append(_attachment(frame, anchor, shown.row(anchor)))
    free: defaultdict[str | None, list[File]] = defaultdict(list)
    for file in table:
        free[file.name].append(file)
    # a file without a number must not take the twin of one that has it
    for file in sorted(column, key=lambda f: f.number is None):
        twin = _twin(file, free[file.name])
        if twin is None:
            table.append(file)
        else:
            free[file.name].remove(twin)
            twin.modified = file.modified
            twin.status_raw = twin.status_raw or file.status_raw
    taken: set[str] = set()
    for file in table:
        file.id = _free(f"{owner_id}/file/{file.number or slug(file.name or '')}", taken)
    return table


def _twin(file: File, namesakes: list[File]) -> File | None:
    """The namesake of the same number, else the first where one of the two has none."""
    same = (twin for twin in namesakes if twin.number == file.number)
    either = (twin for twin in namesakes if None in {twin.number, file.number})
    return next(same, None) or next(either, None)


def _free(wanted: str, taken: set[str]) -> str:
    """The wanted id, numbered on where the page uses a number or a name twice."""
    candidate, n = wanted, 1
    while candidate in taken:
        n += 1
        candidate = f"{wanted}-{n}"
    taken.add(candidate)
    return candidate


@dataclass(slots=True)
class _Tables:
    """The rows of the attachment tables; each table's header and each row is read once."""

    headers: dict[Node, list[str | None]] = field(default_factory=dict)
    rows: dict[Node, dict[str, str | None]] = field(default_factory=dict)

    def row(self, anchor: Node) -> dict[str, str | None]:
        """What the table says in the link's row, by the names in its header row."""
        row = next(anchor.iterancestors("tr"), None)
        table = None if row is None else row.getparent()
        if row is None or table is None:
            return {}
        if row not in self.rows:
            if table not in self.headers:
                self.headers[table] = _header(table)
            names = self.headers[table]
            values = [inline(cell) for cell in cells(row)] if names else []
            pairs = zip(names, values, strict=False)
            self.rows[row] = {name: value for name, value in pairs if name}
        return self.rows[row]


def _header(table: Node) -> list[str | None]:
    """The names in the row that has "Nr."; none where there is no such row."""
    for row in table.iterchildren("tr"):
        names = [inline(cell) for cell in cells(row)]
        if "Nr." in names:
            return names
    return []


def _attachment(frame: Frame, anchor: Node, row: dict[str, str | None]) -> File:
    shown = inline(anchor) or ""
    size = _SIZE_BEHIND_NAME.search(shown)
    title = attr(anchor, "title")
    exact = _SIZE_IN_TITLE.search(title)
    about = _TITLE.match(title)
    address = attr(anchor, "href")
    file_name = unquote(address.partition("?")[0].rpartition("/")[2])
    declared = [found.group(1) for found in (exact, size) if found]
    return File(
        id="",
        number=as_number(row.get("Nr.")) or (about.group(1) if about else None),
        name=(shown[: size.start()] if size else shown) or None,
        file_name=file_name if "." in file_name else None,
        status_raw=row.get("Status") or (clean(about.group(2) or "") if about else None),
        role="attachment",
        url=frame.absolute(address),
        expires=True,
        text_status=_NOT_FETCHED,
        declared_size=parse_size(min(declared, key=_step_of)) if declared else None,
        modified=about.group(3) if about else None,
    )


def _step_of(size: str) -> float:
    """How exact a size is shown, in bytes: `2617 KB` is better than `2,6 MB`."""
    unit = parse_size("1 " + size[-2:]) or 0
    return float(unit / 10 ** len(size[:-2].strip().partition(",")[2]))


def add_files(page: Page, owner_id: str, files: list[File], tie: type[Tie]) -> None:
    """Put files on the page, tied to their owner in the order shown, with the request for each."""
    page.states = {**page.states, "file": STATES}
    paper_id = owner_id if tie is PaperFile else None
    for position, file in enumerate(files, start=1):
        page.records.append(file)
        tie_file(page, file, tie, owner_id, position=position)
        link_file(page, file, paper_id)
    all_files(page, owner_id, tie)
