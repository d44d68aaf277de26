"""`/paper/<id>`: a paper of any town with its files."""

from dataclasses import dataclass

from harvester.markup import attr, below, inline
from harvester.page import Link, Page
from harvester.parsers.politik_bei_uns.frame import Frame, titles
from harvester.parsers.politik_bei_uns.rows import labelled
from harvester.records import File, Paper, PaperFile
from harvester.text import clean, slug
from harvester.vocabulary import load_vocabulary

VERSION = 1
#: What a paper's page states; only pages of before 2018 show the date.
STATES = frozenset(("body_id", "reference", "name", "paper_type_raw", "paper_type", "date"))
#: Of a file only what it is to the paper; the rest stands on the file's own page.
_FILE_STATES = frozenset(("role",))
_MEETING = "/meeting/"
_TITLES = ("h2", "h3", "h4")


def parse_paper(frame: Frame) -> Page:
    """Read a paper: paper, files, ties.

    Nothing is said to be gone: the platform is frozen, and may show one paper on two pages.

    Raises:
        PageError: `not_found`, or `unexpected_page` where the page shows no paper.
    """
    files = _files(frame)
    if frame.data is None and not files:
        raise frame.no_record()
    page = frame.empty_page("paper", VERSION)
    values = labelled(page, frame.data, frame.ids.of("paper", frame.number))
    town = slug(values["body_id"]) if "body_id" in values else None
    paper = Paper(
        id=frame.paper_id(town, values.get("reference")),
        body_id=town,
        reference=values.get("reference"),
        name=values.get("name") or frame.heading,
        paper_type_raw=values.get("paper_type_raw"),
        date=values.get("date"),
    )
    page.records.append(paper)
    roles_known = all(file.role for file in files)
    page.states = {"paper": STATES, "file": _FILE_STATES if roles_known else frozenset()}
    for position, file in enumerate(files, start=1):
        _add_file(frame, page, paper.id, file, position)
    if paper.reference is None:
        page.note("warning", "no_reference", "The page shows no number.", paper.id)
    if any(_MEETING in attr(anchor, "href") for anchor in below(frame.scope, "a")):
        text = "The page names meetings without their committees; they are not read."
        page.note("info", "unread_meetings", text, paper.id)
    return page


@dataclass(slots=True)
class _Shown:
    """A file as the page links it: to its own page, to the download, or both."""

    number: str
    name: str | None
    role: str | None
    page_url: str | None = None
    download_url: str | None = None


def _files(frame: Frame) -> list[_Shown]:
    """The files that the page links, in its order; titles such as "Hauptdatei: X" name them."""
    root = frame.scope
    named = dict(titles(root, *_TITLES))
    files: dict[str, _Shown] = {}
    title: str | None = None
    for node in below(root, *_TITLES, "a"):
        if node.tag != "a":
            title = named.get(node)
            continue
        found = frame.target(node)
        if found is None or found[0] == "paper":
            continue
        kind, number, url = found
        if number not in files:
            files[number] = _named(number, title)
            title = None  # it names one file, not the next one as well
        file = files[number]
        file.name = file.name or _label(inline(node))
        if kind == "file":
            file.download_url = file.download_url or url
        else:
            file.page_url = file.page_url or url
    return list(files.values())


def _named(number: str, title: str | None) -> _Shown:
    role, _, name = (title or "").partition(":")
    known, value = load_vocabulary("file_role").lookup(role)
    return _Shown(number, clean(name) if known else None, value)


def _label(shown: str | None) -> str | None:
    """The text of a link, if it is not that of a button."""
    return None if load_vocabulary("platform_label").lookup(shown).known else shown


def _add_file(frame: Frame, page: Page, paper_id: str, shown: _Shown, position: int) -> None:
    """The file, its tie and where to go on: its own page, which leads to the download."""
    file = File(
        id=frame.ids.of("file", shown.number),
        name=shown.name,
        role=shown.role,
        url=shown.download_url,
        text_status="not_fetched",
    )
    page.records.append(file)
    tie_id = f"{paper_id} {file.id}"
    page.records.append(PaperFile(id=tie_id, paper_id=paper_id, file_id=file.id, position=position))
    if shown.page_url:
        page.links.append(Link("file_page", shown.page_url, target=file.id, owner=paper_id))
    elif shown.download_url:
        page.links.append(Link("file", shown.download_url, target=file.id, owner=paper_id))
