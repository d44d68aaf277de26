"""`vo0050` and `ag0050`: a paper or a motion with its head, texts and files."""

from harvester.markup import attr, find
from harvester.page import Children, Link, Page, PageError
from harvester.parsers.common import (
    all_files,
    anchors_to,
    is_whole,
    set_labelled,
)
from harvester.parsers.sessionnet.common import Frame, shown_lines
from harvester.parsers.sessionnet.consultations import state_steps
from harvester.parsers.sessionnet.files import Shelf, documents
from harvester.parsers.sessionnet.head import head_pairs, with_canonical
from harvester.parsers.sessionnet.steps import Steps
from harvester.parsers.sessionnet.texts import blocks
from harvester.records import Paper, PaperFile, PaperSection

VERSION = 1


def parse_paper(frame: Frame) -> Page:
    """Read a paper: paper, sections, files; the steps only where an old page shows them itself.

    Raises:
        PageError: `missing_part` without number or head.
    """
    return _read(frame, "paper", frame.ids.of("paper", frame.number("__KVONR")))


def parse_motion(frame: Frame) -> Page:
    """Read a motion, which is a paper with a number of another kind.

    Raises:
        PageError: `missing_part` without number or head.
    """
    return _read(frame, "motion", frame.ids.of("paper", f"ag-{frame.number('__KAGNR')}"))


def _read(frame: Frame, kind: str, paper_id: str) -> Page:
    page = frame.page(kind, VERSION)
    paper = Paper(id=paper_id)
    page.records.append(paper)
    # what a town's head leaves out may be known from the form in the paper's document
    shown = {"body_id", *_head(frame, page, paper)}
    page.states = {"paper": with_canonical(shown)}
    for name, code in (("name", "no_name"), ("reference", "no_reference")):
        if getattr(paper, name) is None:
            page.note("warning", code, f"The page shows no {name}.", paper_id)
    shelf = Shelf(page)
    steps = Steps(frame, page, shelf, paper_id)
    steps.tables()
    _sections(frame, page, paper_id)
    files = documents(frame, frame.scope, reference=paper.reference, but=steps.anchors)
    shelf.put(files, PaperFile, paper_id, paper_id=paper_id)
    shelf.close()
    all_files(page, paper_id, PaperFile)
    state_steps(page, paper_id, steps.steps)
    _follow(frame, page, paper_id)
    return page


def _head(frame: Frame, page: Page, paper: Paper) -> set[str]:
    """Read the head; the fields that it shows."""
    pairs = head_pairs(frame)
    if not pairs:
        raise PageError("missing_part", "The paper's head: nothing found.")
    shown = {set_labelled(page, paper, label, shown_lines(cell)) for label, cell in pairs}
    # some towns head the page with the subject and leave it out below
    heading = find(frame.document.root, ".//h1[contains(@class, 'smc_h1')]")
    is_division = not find(frame.scope, ".//table[@id='smctablevorgang']")
    if "name" not in shown and heading and is_division:
        paper.name = frame.title
        shown.add("name")
    return {name for name in shown if name}


def _sections(frame: Frame, page: Page, paper_id: str) -> None:
    for position, block in enumerate(blocks(frame), start=1):
        page.records.append(
            PaperSection(
                id=f"{paper_id}/section/{block.number}",
                paper_id=paper_id,
                position=position,
                key="other" if block.heading is None else None,
                heading=block.heading,
                text=block.text,
            )
        )
    if is_whole(page):
        page.children.append(Children("paper_section", "paper_id", paper_id))


def _follow(frame: Frame, page: Page, paper_id: str) -> None:
    """The tab with the steps, and the other papers that this one names."""
    tabs = anchors_to(frame.document.root, "vo0053", "ag0053")
    for url in dict.fromkeys(frame.absolute(attr(a, "href")) for a in tabs):
        page.links.append(Link("consultations", url, target=paper_id))
    for other, (_, link) in frame.papers(frame.scope).items():
        if other != paper_id:
            page.links.append(link)
