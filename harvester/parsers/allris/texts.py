"""The text blocks of papers and items: nested documents behind `<a name="allrisBV">`."""

from collections import Counter
from dataclasses import dataclass

from harvester.markup import attr, below, inline
from harvester.page import Page
from harvester.parsers.allris.common import Frame
from harvester.text import clean
from harvester.vocabulary import load_vocabulary
from harvester.wordtext import WordText, read_word_text

#: ALLRIS's codes: Beschlussvorschlag, Sachverhalt, finanzielle Auswirkungen, Anlagen,
#: Wortprotokoll, Beschluss; any other (such as AE, Abstimmungsergebnis) is "other".
_KEYS = {
    "BV": "resolution",
    "SV": "facts",
    "FA": "finance",
    "AN": "attachments",
    "WP": "minutes",
    "BS": "resolution",
}
_ANCHOR = "allris"
_LINK = f"#{_ANCHOR}"


@dataclass(slots=True)
class Block:
    """One block; `nth` counts blocks of the same code on the page. No text: only a heading."""

    code: str
    nth: int
    key: str
    heading: str | None
    text: str | None


def blocks(frame: Frame, page: Page) -> list[Block]:
    """The blocks in the order of the page.

    `heading` is the page's own name for the block (menu in the right column), else the heading in
    the block. A block that the menu names and the page lacks is an error: the page is not whole.
    """
    nodes = list(below(frame.scope, "a", "div"))
    menu = [(attr(node, "href"), node) for node in nodes]
    names = {href[len(_LINK) :]: inline(node) for href, node in menu if href.startswith(_LINK)}
    counts: Counter[str] = Counter()
    result: list[Block] = []
    anchors: set[str] = set()
    code = ""
    for node in nodes:
        if (name := attr(node, "name")).startswith(_ANCHOR):
            code = name[len(_ANCHOR) :]
            anchors.add(code)
        elif code and node.get("data-embed"):
            block = _block(code, names.get(code), frame.document.nested(node))
            if block:
                counts[code] += 1
                block.nth = counts[code]
                result.append(block)
    for code in names.keys() - anchors:
        page.note(
            "error", "missing_block", f"The page's menu names {names[code]}, the page lacks it."
        )
    return result


def _block(code: str, name: str | None, source: str) -> Block | None:
    content = read_word_text(source)
    key = _KEYS.get(code, "other")
    own = _own_headings(content, name, key)
    text = "\n".join(content.lines)
    if not text and not own:
        return None
    return Block(code, 1, key, name or (own[0] if own else None), text or None)


def _own_headings(content: WordText, name: str | None, key: str) -> list[str]:
    """Take the heading's repetitions off the block's beginning; other headings stay text."""
    own = []
    pending = content.headings + content.lines
    while pending and _says(pending[0], name, key):
        own.append((clean(pending.pop(0)) or "").rstrip(": "))
    if name is None and not own and content.headings:
        own.append(pending.pop(0).rstrip(": "))
    content.lines = pending
    return own


def _says(line: str, name: str | None, key: str) -> bool:
    """Whether a line is only the block's heading: its name in the menu, or a synonym of the key."""
    shown = line.rstrip(": ")
    return shown == name or load_vocabulary("section").lookup(shown) == (True, key)
