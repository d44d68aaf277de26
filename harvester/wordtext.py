"""The text of a block that a word processor exported to HTML.

The export breaks spans in the middle of words, right behind umlauts, so runs are joined without
blanks; paragraphs, rows and list items are lines. Works on the source, tag by tag: nothing that
is text can be lost by a tree that a broken tag has bent.
"""

import html
import re
from dataclasses import dataclass, field

from harvester.text import clean

_BLOCK_TAGS = "p|div|br|hr|li|ol|ul|table|tr|td|th|h[1-6]"
# re.ASCII: else the long s and the dotless i are letters of a script, too
_UNREAD = re.compile(r"<(!--|(?:script|style|title|head)\b|[?!])", re.IGNORECASE | re.ASCII)
_UNREAD_ENDS = {name: re.compile(end) for name, end in (("!--", "-->"), ("?", ">"), ("!", ">"))} | {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
    for name in ("script", "style", "title", "head")
}
#: More digits than any character has; to make a number of thousands is an error.
_NO_CHARACTER = re.compile(r"&#[0-9]{20,};?")
_INLINE = re.compile(rf"</?(?!(?:{_BLOCK_TAGS})\b)[a-z][^>]*>", re.IGNORECASE)
_BLOCK = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(type|start|class)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"ALLRIS® (?:net )?Office Integration [\d.]+|(?:\\\* )?MERGEFORMAT|FORM(?:TEXT|CHECKBOX)"
    r"|EMBED [\w.]+",
)
#: Tags that begin a line, but not inside a table cell, where they would tear the row.
_WITHIN_A_CELL = frozenset(("p", "div", "br", "hr", "li", "ol", "ul"))
#: Ends a table cell while a row is collected; decoded pages hold no such character.
_CELL = "\0"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(slots=True)
class WordText:
    """`headings`: the block's first lines that are marked up as headings; `lines`: all others."""

    headings: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _List:
    """An open list and the number of its next item; `style` None where no marker can be known."""

    style: str | None
    number: int

    def marker(self) -> str:
        number, self.number = self.number, self.number + 1
        if self.style is None:
            return ""
        if self.style in "aA":
            return f"{chr(ord(self.style) + (number - 1) % 26)}. "
        if self.style in "iI":
            roman = _ROMAN[(number - 1) % len(_ROMAN)]
            return f"{roman if self.style == 'I' else roman.lower()}. "
        return "• " if self.style == "•" else f"{number}. "


def _open_list(tag: str, attributes: str) -> _List:
    found = {name.lower(): value for name, value in _ATTRIBUTE.findall(attributes)}
    if "class" in found:
        # Aspose numbers such lists by style sheet; what it would show is not in the markup.
        return _List(None, 1)
    start = found.get("start", "1")
    style = found.get("type", "1") if tag == "ol" else "•"
    return _List(style[:1], int(start) if start.isdecimal() and len(start) < 5 else 1)


class _Reader:
    """Collects the lines of one source, tag by tag."""

    def __init__(self) -> None:
        self.text = WordText()
        self._buffer: list[str] = []
        self._lists: list[_List] = []
        self._marker = ""
        self._cells = 0
        self._heading = False

    def read(self, source: str) -> WordText:
        position = 0
        for match in _BLOCK.finditer(source, 0, _last_tag_end(source)):
            self._buffer.append(source[position : match.start()])
            position = match.end()
            self._tag(match.group(2).lower(), bool(match.group(1)), match.group(3))
        self._buffer.append(source[position:])
        self._end_line()
        return self.text

    def _tag(self, tag: str, closing: bool, attributes: str) -> None:
        if tag in {"td", "th"}:
            self._cells = max(0, self._cells + (-1 if closing else 1))
            if closing:
                self._buffer.append(_CELL)
            return
        if self._cells and tag in _WITHIN_A_CELL:
            self._buffer.append(" ")
            return
        self._end_line()
        if tag == "tr":
            self._cells = 0
        elif tag in {"ol", "ul"} and not closing:
            self._lists.append(_open_list(tag, attributes))
        elif tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        elif tag == "li" and not closing and self._lists:
            self._marker = self._lists[-1].marker()
        elif tag[0] == "h" and tag != "hr":
            self._heading = not closing

    def _end_line(self) -> None:
        source = "".join(self._buffer)
        self._buffer.clear()
        if not source or source.isspace():
            return
        shown = html.unescape(_NO_CHARACTER.sub("\ufffd", source))
        cells = [clean(cell) or "" for cell in shown.split(_CELL)]
        line = "\t".join(cells).strip("\t")
        if not line or _BOILERPLATE.fullmatch(line):
            return
        if self._heading and not self.text.lines:
            self.text.headings.append(line)
        else:
            self.text.lines.append(self._marker + line)
            self._marker = ""


def _last_tag_end(source: str) -> int:
    """Behind the last `>`: up to here each tag ends, so to search for them takes linear time."""
    return source.rfind(">") + 1


def _without_unread(source: str) -> str:
    """The source without comments, scripts and declarations; what never ends is not skipped.

    A comment without end is read as a declaration: only its beginning is skipped.
    """
    kept: list[str] = []
    begin = position = 0
    endless: set[str] = set()  # looked for once, not again behind each beginning
    while found := _UNREAD.search(source, position):
        name = found[1].lower()
        if name in endless and name == "!--":
            name = "!"
        # <!--> is a comment too, so its end may overlap with its beginning
        end = None if name in endless else _UNREAD_ENDS[name].search(source, found.start() + 2)
        if end:
            kept.append(source[begin : found.start()])
            begin = position = end.end()
        elif name == "!--":
            endless.add(name)  # and once more as a declaration
        else:
            endless.add(name)
            position = found.end()
    kept.append(source[begin:])
    return "".join(kept)


def _without_inline(source: str) -> str:
    end = _last_tag_end(source)
    return _INLINE.sub("", source[:end]) + source[end:]


def read_word_text(source: str) -> WordText:
    """Read one exported document (or fragment).

    Args:
        source: its HTML, decoded.

    Returns:
        headings (h1-h6) at its beginning and all other lines: one per paragraph, cells of a table
        row joined by a tab, list items with the number or bullet that a browser shows.
    """
    return _Reader().read(_without_inline(_without_unread(source)))
