"""A page of politik-bei-uns.de, taken apart: heading, block of data, text of the file, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from harvester.markup import Node, attr, below, describe, find, inline, parse_document
from harvester.page import Page, PageError
from harvester.parsers import common
from harvester.parsers.politik_bei_uns.addresses import Kind, address
from harvester.parsers.politik_bei_uns.ids import paper_id
from harvester.parsers.vorblatt import TOWN
from harvester.text import clean

_NUMBER = re.compile("[0-9A-Fa-f]{24}")
_NOT_FOUND = re.compile(r"nicht gefunden\b|^Gelöschte[sr]? (?:Datei|Dokument)\b", re.IGNORECASE)
_NAVIGATION = frozenset(("header", "header-wrapper", "footer", "footer-wrapper"))
_SHOWS: dict[str, Kind] = {"file-single": "file_page", "paper-single": "paper"}
_DATA_TITLE = "Daten"
_OLD_DATA = ".//table[contains(concat(' ', @class, ' '), ' metadata ')]"
_TEXT_ID = "file-text-raw"
_TEXT_TITLE = "Inhalt der Datei"
_TITLES = ("h1", "h2", "h3")
_LONGEST = 200


@dataclass(slots=True)
class Frame(common.Frame):
    """One page of the platform; navigation and the file's text are taken out of its tree.

    Attributes:
        ids: builds the ids of records.
        number: the 24 hex digits in the page's address.
        text: what the page shows of a file's text, on one line.
        has_text: whether there is a place for it.
        heading: the page's title.
        data: the block of labelled rows.
        old: the page has not the form that the platform has since 2018.
        committees: names of the town's committees beside those of the lexicon.
    """

    vendor: ClassVar[str] = "politik_bei_uns"
    ids: common.Ids
    number: str
    text: str | None
    has_text: bool
    heading: str
    data: Node | None
    old: bool
    committees: frozenset[str] = frozenset()

    def paper_id(self, town: str | None, reference: str | None) -> str:
        """The id of the page's paper: by its number, else by the digits in the page's address.

        By number only those of the town whose forms are read: two towns may have the same one.
        """
        known = paper_id(self.ids.source, reference) if reference and town == TOWN else None
        return known or self.ids.of("paper", self.number)

    def target(self, anchor: Node) -> tuple[Kind, str, str] | None:
        """What a link leads to on the platform: kind, number, whole address."""
        href = attr(anchor, "href")
        if not _NUMBER.search(href):  # quicker than to read every address
            return None
        url = self.absolute(href)
        found = address(url, self.url)
        return (*found, url) if found else None

    def empty_page(self, kind: Kind, version: int) -> Page:
        """An empty result for this page, with what is odd about its frame."""
        result = self.page(kind, version)
        if self.document.embedded:
            text = "A whole HTML document stands inside the page; it was left out."
            result.note("warning", "nested_document", text)
        return result

    def no_record(self) -> PageError:
        """The error for a page without a record: `not_found` where the platform says so."""
        shown = self.heading[:_LONGEST]
        if _NOT_FOUND.search(self.heading):
            return PageError("not_found", f"The platform says: {shown}")
        return PageError("unexpected_page", f"Neither a file nor a paper; it shows: {shown}")


def open_frame(body: bytes, url: str, source_id: str) -> tuple[Frame, Kind]:
    """Parse a page; also the kind of page that its address asks for.

    Raises:
        PageError: `unexpected_page` where the address is none of a file or a paper, or the page
            shows something else, or several files; `contradiction` where it is about another
            file or paper; and what `parse_document` raises.
    """
    asked = address(url, url)
    if asked is None or asked[0] == "file":
        shown = repr(url[:_LONGEST])
        raise PageError("unexpected_page", f"Not the address of a file or a paper: {shown}")
    kind, number = asked
    document = parse_document(body)
    for node in list(below(document.root, "nav", "footer", "div")):
        if node.tag != "div" or attr(node, "id") in _NAVIGATION:
            node.clear(keep_tail=True)
    text, has_text = _take_text(document.root)
    heading = next((text for _, text in titles(document.root, "h1")), None)
    if heading is None:
        raise PageError("unexpected_page", f"A page without a heading; it shows: {describe(body)}")
    data, old = _data(document.root)
    frame = Frame(
        url=url,
        document=document,
        scope=document.root,
        ids=common.Ids(source_id),
        number=number,
        text=text,
        has_text=has_text,
        heading=heading,
        data=data,
        old=old,
    )
    _check_subject(frame, kind)
    return frame, kind


def titles(root: Node, *tags: str) -> Iterator[tuple[Node, str]]:
    """The titles that show something, with their text; one that holds another is none."""
    for node in below(root, *tags):
        if next(node.iterdescendants(*tags), None) is None and (text := inline(node)):
            yield node, text


def _take_text(root: Node) -> tuple[str | None, bool]:
    """The text that the page shows of the file, and whether it has a place for one.

    It is taken out of the tree: what looks like markup in it is no part of the page.

    Raises:
        PageError: `unexpected_page` where there are several.
    """
    block = _text_block(root)
    if block is not None:
        text = inline(block)
        block.clear(keep_tail=True)
        if _text_block(root) is None:
            return text, True
        raise PageError("unexpected_page", "The texts of several files on one page.")
    found = [node for node, text in titles(root, *_TITLES) if text == _TEXT_TITLE]
    if len(found) > 1:
        raise PageError("unexpected_page", f"The texts of {len(found)} files on one page.")
    return (_take_below(found[0]), True) if found else (None, False)


def _text_block(root: Node) -> Node | None:
    return next((node for node in below(root, "div") if attr(node, "id") == _TEXT_ID), None)


def _take_below(title: Node) -> str | None:
    """The text between a title and the next one, if it is not the word that there is none."""
    parts = [title.tail]
    for node in title.itersiblings("*"):
        if node.tag in _TITLES:
            break
        parts += [None if attr(node, "class") == "nofulltext" else inline(node), node.tail]
        node.clear(keep_tail=True)
    return " ".join(filter(None, map(clean, parts))) or None


def _data(root: Node) -> tuple[Node | None, bool]:
    """The block of labelled rows, and whether the page is of before 2018, with or without one.

    Raises:
        PageError: `unexpected_page` where there are several.
    """
    found = [node for node, text in titles(root, *_TITLES) if text == _DATA_TITLE]
    if len(found) > 1:
        raise PageError("unexpected_page", f"The data of {len(found)} records on one page.")
    if found:
        return next(found[0].itersiblings("*"), None), False
    return next(iter(find(root, _OLD_DATA)), None), True


def _check_subject(frame: Frame, kind: Kind) -> None:
    """Refuse a page that says itself that it is of another kind or about another record.

    Raises:
        PageError: `unexpected_page`, `contradiction`.
    """
    root = frame.scope
    classes = {name for body in below(root, "body") for name in attr(body, "class").split()}
    shown = {_SHOWS[name] for name in classes if name in _SHOWS}
    if shown and kind not in shown:
        text = f"Asked for a {kind}, the platform shows a {' and a '.join(sorted(shown))}."
        raise PageError("unexpected_page", text)
    metas = (meta for meta in below(root, "meta") if attr(meta, "property") == "og:url")
    named = [address(frame.absolute(attr(meta, "content")), frame.url) for meta in metas]
    own = {found[1] for found in named if found and found[0] == kind}
    if kind == "file_page":
        links = map(frame.target, below(root, "a"))
        own |= {link[1] for link in links if link and link[0] == "file"}
    if own and frame.number not in own:
        text = f"Asked for {frame.number}, the page is about {min(own)}."
        raise PageError("contradiction", text)
