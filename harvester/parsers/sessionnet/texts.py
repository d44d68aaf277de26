"""Text blocks that a word processor exported: `div.smcdocmsword`, one for each document."""

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from harvester.markup import Node, attr
from harvester.parsers.common import has_class
from harvester.parsers.sessionnet.common import Frame, outermost
from harvester.vocabulary import load_vocabulary
from harvester.wordtext import read_word_text

_ID = re.compile(r"smcdocid0*([1-9][0-9]{0,11})")
_NESTED = re.compile(r'<div data-embed="([0-9]{1,6})"></div>')


@dataclass(frozen=True, slots=True)
class Block:
    """One block: the number of its document, its heading if it has one, its text.

    A block without a number is named by its place; the second of a number gets `-2`.
    """

    number: str
    heading: str | None
    text: str | None


def blocks(frame: Frame) -> list[Block]:
    """The blocks in the order of the page; one that shows nothing is none."""
    result: list[Block] = []
    counts: Counter[str] = Counter()
    nodes = outermost(frame.scope, "div", lambda div: has_class(div, "smcdocmsword"))
    for position, node in enumerate(nodes, start=1):
        heading, text = _read(_source(frame, node))
        if heading is None and text is None:
            continue
        found = _ID.fullmatch(attr(node, "id"))
        number = found.group(1) if found else f"block-{position}"
        counts[number] += 1
        suffix = f"-{n}" if (n := counts[number]) > 1 else ""
        result.append(Block(number + suffix, heading, text))
    return result


def _source(frame: Frame, node: Node) -> str:
    """The markup of a block, nested documents put back where they stood."""
    source = etree.tostring(node, encoding="unicode", method="html", with_tail=False)
    embedded = frame.document.embedded

    def put_back(place: re.Match[str]) -> str:
        index = int(place.group(1))
        return embedded[index] if index < len(embedded) else ""

    return _NESTED.sub(put_back, source)


def _read(source: str) -> tuple[str | None, str | None]:
    """Heading and text: the heading is marked up as one, or the usual name of such a block."""
    content = read_word_text(source)
    pending = content.headings + content.lines
    heading = None
    if content.headings or (pending and load_vocabulary("section").lookup(pending[0]).known):
        heading = pending.pop(0).rstrip(": ") or None
    return heading, "\n".join(pending) or None
