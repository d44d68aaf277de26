"""Which system a page belongs to, and what the registry needs to know of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from harvester.markup import attr, below, describe, parse_document
from harvester.newsource.questions import QUESTIONS
from harvester.page import PageError
from harvester.parsers import allris, sessionnet
from harvester.parsers.allris.common import LISTS
from harvester.parsers.allris.common import open_frame as open_allris
from harvester.parsers.common import Frame, menu_links, script_name
from harvester.parsers.sessionnet.common import open_frame as open_sessionnet
from harvester.sources import base

#: What the registry names, in the order in which it does, by the script that serves it.
_WANTED: Mapping[str, Mapping[str, str]] = {
    "allris": {"si010": "calendar", **LISTS},
    "sessionnet": {
        "si0040": "calendar",
        "gr0040": "organization_list",
        "vo0040": "paper_list",
        "do0040": "document_list",
    },
}
_ALLRIS_KINDS = {
    "allris": "menu",
    "to010": "meeting",
    "vo020": "paper",
    **_WANTED["allris"],
}
_PARSERS = {"allris": allris.parse, "sessionnet": sessionnet.parse}
#: All that may come from a page into the registry.
_NAME = re.compile(
    r"[a-z]{2}[0-9]{3,4}[a-z0-9_]{0,20}\.(?:asp|php)(?:\?[a-z0-9_.%=&+-]{1,200})?", re.IGNORECASE
)
_SESSIONNET = re.compile(rb"SessionNet Version ([0-9][0-9.]{0,20})[^<>()]{0,20}\(Layout ([0-9])\)")
#: Systems that are not read, by what their pages or addresses hold.
_OTHERS: Mapping[str, str] = {
    "ALLRIS 4": r"sitzung-online\.de/|/public/(?:si|vo|to|au)0[0-9]0\b",
    "SD.NET RIM": r"sd\.net|sdnetrim|ratsinfomanagement\.net",
    "more! rubin": r"more-?rubin|more! ?rubin",
    "OParl": r"schema\.oparl\.org|\boparl\b",
}
_LOOK_AT = 500_000
_MOST = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page of a system that is read.

    `calendar` and `lists` are as the registry has them, `kind` is the page's; `unread` says why the
    program cannot read this page, None if it can.
    """

    system: str
    variant: str
    kind: str
    base_url: str
    calendar: str | None
    lists: tuple[str, ...]
    unread: str | None


def recognise(body: bytes, url: str) -> Recognised:
    """Tell the system by one of its pages.

    Args:
        body: the page's bytes.
        url: the address that answered.

    Raises:
        PageError: no system that is read, a page of one that does not help (`unexpected_page`), an
            error page, or no page at all.
    """
    system, variant, shown, frame = _system(body, url)
    kind = _kind(system, shown) or _kind(system, script_name(url))
    if kind not in QUESTIONS:
        text = f"A page of {system} ({variant}), but of a kind that says little ({shown or 'none'})"
        raise PageError("unexpected_page", f"{text}: give the address of its calendar.")
    calendar, lists = _addresses(system, frame)
    return Recognised(
        system=system,
        variant=variant,
        kind=kind,
        base_url=_base(url),
        calendar=calendar,
        lists=lists,
        unread=_unread(system, body, url),
    )


def _system(body: bytes, url: str) -> tuple[str, str, str, Frame]:
    """System, variant, the script that the page itself names, and its frame."""
    try:
        of_allris, shown = open_allris(body, url, "new")
        variant = "net 3.x, responsive" if of_allris.responsive else "net 3.x, classic"
        return "allris", variant, shown.partition("_")[0], of_allris
    except PageError as error:
        if error.code != "unexpected_page":
            raise
    try:
        of_sessionnet = open_sessionnet(body, url, "new")
    except PageError as error:
        if error.code != "unexpected_page":
            raise
        text = f"This is neither ALLRIS net 3.x nor SessionNet; it shows: {describe(body)}"
        raise PageError("unexpected_page", text) from error
    version = _SESSIONNET.search(body)
    number, layout = (part.decode("ascii") for part in version.groups()) if version else ("", "")
    variant = f"version {number}, Layout {layout}" if version else "of a version it does not name"
    return "sessionnet", variant, of_sessionnet.script, of_sessionnet


def _kind(system: str, script: str) -> str:
    if system == "allris":
        return _ALLRIS_KINDS.get(script, "")
    return sessionnet.kind_of(f"{script}.asp")


def _base(url: str) -> str:
    return base(urljoin(url, "."))


def _unread(system: str, body: bytes, url: str) -> str | None:
    """Why the parser cannot read the page: a layout that nobody has seen yet.

    Raises:
        PageError: it is not the page that the address names, or an error page.
    """
    try:
        _PARSERS[system](body, url, "new")
    except PageError as error:
        if error.code != "missing_part":
            raise
        return str(error)
    return None


def _addresses(system: str, frame: Frame) -> tuple[str | None, tuple[str, ...]]:
    """The calendar and the lists that the page links, as far as they lie in the system's folder."""
    wanted = _WANTED[system]
    links = [frame.url, *(link.url for link in menu_links(frame, wanted))]
    found: dict[str, str] = {}
    for address in filter(None, (_name(url, _base(frame.url)) for url in links)):
        script = script_name(address)
        held = found.get(script)
        # a query may be needed (au010.asp?AU=Ausschuss), or be that of one month
        if script in wanted and (held is None or ("?" in held and "?" not in address)):
            found[script] = address
    calendar = next((found[s].partition("?")[0] for s in found if wanted[s] == "calendar"), None)
    lists = tuple(found[s] for s in wanted if s in found and wanted[s] != "calendar")
    if system == "allris":
        # without both the crawl begins at the menu and asks there
        papers = any(wanted[script_name(name)] == "paper_list" for name in lists)
        return (calendar, lists) if calendar and papers else (None, ())
    ending = "php" if any(".php" in name for name in (urlsplit(frame.url).path, *lists)) else "asp"
    return calendar or f"si0040.{ending}", lists


def _name(url: str, folder: str) -> str | None:
    """`vo040.asp` of an address right below the folder; None for any other."""
    address = url.partition("#")[0]
    if not address.lower().startswith(folder.lower()):
        return None
    name = _NAME.fullmatch(address[len(folder) :])
    return name.group() if name else None


def hints(body: bytes, url: str) -> list[str]:
    """What a page that is not read says about the system behind it, in sentences."""
    shown = body[:_LOOK_AT].decode("utf-8", "replace")
    named = (name for name, sign in _OTHERS.items() if re.search(sign, shown, re.IGNORECASE))
    told = [f"It names {name}, which is not read." for name in named]
    told += [f"It links what may be a council system: {link}" for link in _candidates(body, url)]
    return told


def _candidates(body: bytes, url: str) -> Iterable[str]:
    try:
        root = parse_document(body).root
    except PageError:
        return ()
    scripts = {"allris", "infobi", *(name for wanted in _WANTED.values() for name in wanted)}
    found: dict[str, None] = {}
    for node in below(root, "a", "iframe", "frame"):
        href = attr(node, "href") or attr(node, "src")
        if script_name(href) in scripts:
            try:
                found[urljoin(url, href)] = None
            except ValueError:  # no address at all, such as http://[
                continue
    return list(found)[:_MOST]
