"""`/file/<id>`: a file's data, the platform's reading of its text, and the form in that text."""

import re

from harvester.markup import below
from harvester.normalize.dates import parse_short_timestamp
from harvester.normalize.sizes import parse_size
from harvester.page import Link, Page
from harvester.parsers import vorblatt
from harvester.parsers.politik_bei_uns.frame import Frame
from harvester.parsers.politik_bei_uns.rows import labelled
from harvester.records import File, PaperFile
from harvester.text import slug
from harvester.vocabulary import load_vocabulary

VERSION = 1
#: What read the text that the platform shows; the reading of the file itself takes its place.
TEXT_ENGINE = "politik-bei-uns/1"
#: What a file's page states of it; its role in a paper is stated by the paper's page.
STATES = frozenset(("name", "file_name", "url", "declared_size", "created", "modified"))
_TEXT = frozenset(("text", "text_status", "text_engine"))
#: What a form says of its paper; what the paper's own page says counts more.
_OF_FORM = ("paper", "paper_section", "consultation", "paper_file")
_OLD_NAME = re.compile(r"^Datei:\s*")
_NO_NAME = re.compile(r"Datei ID [0-9a-f]{24}")
_SUFFIX = re.compile(r"\.[A-Za-z]{2,4}$")
#: What the platform shows where it knows no time: the beginning of its clock.
_NO_TIME = re.compile(r"0?1\.0?1\.70\b")
#: 1 kB is 1000 bytes since 2018 (filter.py of the platform's source code), before it was 1024.
_KILO, _OLD_KILO = 1000, 1024


def parse_file_page(frame: Frame) -> Page:
    """Read a file's page: the file, its download, and of a form the paper with its steps.

    Raises:
        PageError: `not_found`, or `unexpected_page` where the page shows no file.
    """
    if frame.data is None and not frame.has_text and not _OLD_NAME.match(frame.heading):
        raise frame.no_record()
    page = frame.empty_page("file_page", VERSION)
    file = File(id=frame.ids.of("file", frame.number), text_status="not_fetched")
    page.records.append(file)
    values = labelled(page, frame.data, file.id)
    _describe(frame, page, file, values)
    if frame.text:
        file.text, file.text_status, file.text_engine = frame.text, "ok", TEXT_ENGINE
    page.states = {"file": STATES | _TEXT if frame.text else STATES}
    paper_id = _read_form(frame, page, file, values.get("body_id"))
    _add_links(frame, page, file, paper_id)
    return page


def _describe(frame: Frame, page: Page, file: File, values: dict[str, str]) -> None:
    """Fill what the page states of the file."""
    name = _OLD_NAME.sub("", frame.heading) if frame.old else frame.heading
    file.name = None if _NO_NAME.fullmatch(name) else name or None
    file.file_name = values.get("file_name")
    file.role = load_vocabulary("file_role").lookup(_SUFFIX.sub("", name)).value
    if size := values.get("declared_size"):
        file.declared_size = parse_size(size, _OLD_KILO if frame.old else _KILO)
        if file.declared_size is None:
            page.note("warning", "unreadable_size", f"no size: {size[:100]!r}", file.id)
    file.created = _time(page, values.get("created"), file.id)
    file.modified = _time(page, values.get("modified"), file.id)


def _time(page: Page, shown: str | None, file_id: str) -> str | None:
    if shown is None or _NO_TIME.match(shown):
        return None
    stamp = parse_short_timestamp(shown)
    if stamp is None:
        page.note("warning", "unreadable_time", f"no time: {shown[:100]!r}", file_id)
    return stamp


def _read_form(frame: Frame, page: Page, file: File, municipality: str | None) -> str | None:
    """Add what a form says of its paper; the paper's id, None where the text is no paper's form.

    Pages of before 2018 do not name the town; there the form does, which only one town uses.
    """
    of_town = slug(municipality) == vorblatt.TOWN if municipality else frame.old
    if file.text is None or not of_town:
        return None
    form = vorblatt.read_text(file.text, vorblatt.lexicon(vorblatt.TOWN) | frame.committees)
    if form is None:
        return None
    if load_vocabulary("file_role").lookup(form.kind).value == "minutes":  # they are no paper
        file.role = "minutes"
        return None
    file.role = "main"
    paper_id = frame.paper_id(vorblatt.TOWN, form.reference)
    vorblatt.state(page, form, paper_id)
    tie_id = f"{paper_id} {file.id}"
    page.records.append(PaperFile(id=tie_id, paper_id=paper_id, file_id=file.id, position=1))
    page.standing = dict.fromkeys(_OF_FORM, "text")
    return paper_id


def _add_links(frame: Frame, page: Page, file: File, paper_id: str | None) -> None:
    """The download, and the papers that pages of before 2018 name as users of the file."""
    papers: dict[str, Link] = {}
    for kind, number, url in filter(None, map(frame.target, below(frame.scope, "a"))):
        if kind == "file" and number == frame.number and file.url is None:
            file.url = url
            page.links.append(Link("file", url, target=file.id, owner=paper_id))
        elif kind == "paper":
            papers.setdefault(number, Link("paper", url))
    page.links.extend(papers.values())
