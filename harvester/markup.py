"""From the bytes of a legacy page to one honest tree, and from a tree to its text.

Legacy pages declare a charset that they do not use, nest whole HTML documents inside table cells
(word-processor exports) and close `</html>` too early; lxml silently drops what follows. So the
bytes are decoded by rule, the nested documents are cut out before the page is parsed, and kept as
source: `harvester.wordtext` reads their text from it, without a tree. Hostile pages come as well:
no pattern here goes on past the next `<`, so that none takes more than linear time.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from bs4 import BeautifulSoup
from lxml import etree

from harvester.page import PageError
from harvester.text import clean

#: A council page has at most a few hundred kB; what is larger is not one.
MAX_BYTES = 20_000_000

_CLOSERS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_HTML_END = re.compile(r"</html\s*>", re.IGNORECASE)
#: Begins with a character, not with an option: only so is the search fast.
_EMBEDDED = re.compile(r"<(?:\?xml[^<>]*>\s*<)?(?:!DOCTYPE[^<>]*>\s*<)?html\b", re.IGNORECASE)
#: Where the next block begins at the latest: its anchor, its comment, its document.
_NEXT = re.compile(r"<a\s+name=\"allris|<!--\s*###|<\?xml\b|<!DOCTYPE\b|<html\b", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*>")
_HTML_START = re.compile(r"<html\b[^<>]*>", re.IGNORECASE)

#: One for all pages: to make one takes a quarter of the time of a page.
_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True)

#: An element of a page's tree.
Node: TypeAlias = etree._Element  # the library has no public name for it

_BLOCKS = frozenset(("br", "div", "h1", "h2", "h3", "li", "p", "table", "td", "tr"))
_SILENT = frozenset(("script", "style", "title"))


def decode(body: bytes) -> str:
    """The text of a page: valid UTF-8 is UTF-8, all else is windows-1252 whatever it declares.

    Bytes that windows-1252 leaves undefined become U+FFFD.

    Raises:
        PageError: `empty`, `too_large`, or `not_html` for a PDF or an archive.
    """
    if len(body) > MAX_BYTES:
        raise PageError(
            "too_large", f"The page has {len(body)} bytes; more than {MAX_BYTES} is no page."
        )
    if not body or body.isspace():
        raise PageError("empty", "The page is empty.")
    if b"<" not in body or body.startswith((b"%PDF-", b"PK\x03\x04", b"\x1f\x8b")):
        raise PageError("not_html", f"Not an HTML page; it begins with {body[:12]!r}.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("windows-1252", errors="replace")
    return text.replace("\x00", "").replace("\r\n", "\n")


@dataclass(slots=True)
class Document:
    """A page as one tree; `embedded` holds the nested documents' source.

    Where nested document n stood, the tree has `<div data-embed="n">`. `closed` is False where the
    page ends right behind a nested document, without closing its own frame.
    """

    root: Node
    embedded: list[str]
    closed: bool

    def nested(self, placeholder: Node) -> str:
        """The source of the nested document that stood here; "" where the page forged one."""
        index = placeholder.get("data-embed") or ""
        known = index.isdecimal() and int(index) < len(self.embedded)
        return self.embedded[int(index)] if known else ""


def parse_document(body: bytes) -> Document:
    """Decode a page, cut its nested documents out and parse what remains.

    Raises:
        PageError: `empty`, `too_large`, `too_deep`, `not_html`, or `truncated` where it does not
            end.
    """
    text = decode(body)
    start = _HTML_START.search(text)
    split = start.end() if start else 0
    embedded: list[str] = []
    frame = [text[:split]]
    for begin, end in _nested_spans(text, split):
        frame += text[split:begin], f'<div data-embed="{len(embedded)}"></div>'
        embedded.append(text[begin:end])
        split = end
    frame.append(text[split:])
    return _document("".join(frame), embedded)


def _nested_spans(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each nested document; one may hold surplus `</html>`, text behind it too.

    So a document ends with the last `</html>` before the next block, the last block with the last
    but one: the very last closes the page.
    """
    while start := _EMBEDDED.search(text, begin):
        following = _NEXT.search(text, start.end())
        limit = following.start() if following else len(text)
        ends = [found.end() for found in _HTML_END.finditer(text, start.end(), limit)]
        if following is None and len(ends) > 1:
            ends.pop()
        begin = ends[-1] if ends else limit
        yield start.start(), begin


def _document(frame: str, embedded: list[str]) -> Document:
    closed = bool(_CLOSERS.search(frame))
    if not closed and not _ends_with_closed(frame, embedded):
        raise PageError("truncated", "The page breaks off before its end (no </body> or </html>).")
    return Document(_tree(_CLOSERS.sub("", frame)), embedded, closed)


def _ends_with_closed(frame: str, embedded: list[str]) -> bool:
    """Whether the last thing in the page is a nested document that is complete in itself."""
    return bool(
        embedded
        and frame.rstrip().endswith(f'"{len(embedded) - 1}"></div>')
        and _CLOSERS.search(embedded[-1])
    )


def _tree(markup: str) -> Node:
    """Parse markup with lxml; an unclosed comment would swallow the rest, so it is opened up."""
    last = markup.rfind("<!--")
    if last > markup.rfind("-->"):
        markup = markup[:last] + markup[last + 4 :]
    try:
        root: Node | None = etree.fromstring(markup.encode("utf-8", "replace"), parser=_PARSER)
    except etree.XMLSyntaxError as error:
        raise PageError("not_html", f"Nothing to read in the page: {error}.") from error
    if root is None:
        raise PageError("not_html", "Nothing to read in the page.")
    limits = _PARSER.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT)
    if limits:  # lxml drops what is nested deeper without a word
        raise PageError("too_deep", f"The page is nested too deep: {limits[0].message}")
    return root


@cache
def _xpath(path: str) -> etree.XPath:
    return etree.XPath(path)


def find(node: Node, path: str) -> list[Node]:
    """All elements at an XPath; use it where none is as good as many."""
    found: list[Node] = _xpath(path)(node)  # our paths select elements only
    return found


def below(node: Node, *tags: str) -> Iterator[Node]:
    """All elements of these tags below a node, in order; quicker than a path for the many calls."""
    return node.iter(*tags)


def cells(row: Node) -> list[Node]:
    """The cells of a table row."""
    return list(row.iterchildren("td"))


def attr(node: Node, name: str) -> str:
    """An attribute's value, "" where it is missing."""
    return node.get(name) or ""


def some(node: Node, path: str, part: str) -> list[Node]:
    """At least one element, or a PageError that names the part.

    Raises:
        PageError: `missing_part`.
    """
    found = find(node, path)
    if not found:
        raise PageError("missing_part", f"{part}: nothing found at {path}.")
    return found


def one(node: Node, path: str, part: str) -> Node:
    """Exactly one element, or a PageError that says how many there were.

    Raises:
        PageError: `missing_part`.
    """
    found = find(node, path)
    if len(found) != 1:
        raise PageError("missing_part", f"{part}: expected one at {path}, found {len(found)}.")
    return found[0]


def _pieces(node: Node) -> Iterable[str]:
    """Text and line breaks of a node, without scripts and comments; iterative, for deep nesting."""
    silent = 0
    for event, element in etree.iterwalk(node, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event == "start":
            silent += tag in _SILENT
            if tag in _BLOCKS:
                yield "\n"
            if element.text and not silent:
                yield element.text.replace("\n", " ")
            continue
        silent -= tag in _SILENT
        if tag in _BLOCKS:
            yield "\n"
        if element.tail and not silent and element is not node:
            yield element.tail.replace("\n", " ")


def lines(node: Node) -> list[str]:
    """The lines of text that a node shows, cleaned, empty ones left out."""
    if not len(node):
        only = clean(node.text or "")
        return [only] if only else []
    shown = "".join(_pieces(node)).split("\n")
    return [line for line in map(clean, shown) if line]


def inline(node: Node) -> str | None:
    """The text of a node on one line, its lines joined by one blank; None if it shows nothing."""
    return " ".join(lines(node)) or None


def describe(body: bytes) -> str:
    """What an unexpected page shows, in a few words for a message: its title, else its beginning.

    Foreign pages come in any shape; BeautifulSoup reads them all. By way of lxml: html.parser takes
    a minute for 100 kB of `<a `, and breaks at a character reference of 5000 digits.
    """
    text = decode(body[:100_000])
    soup = BeautifulSoup(_PROLOG.sub("", text), "lxml")
    title = clean(soup.title.get_text()) if soup.title else None
    shown = title or clean(soup.get_text(" ")) or "nothing readable"
    return shown[:80].strip()
