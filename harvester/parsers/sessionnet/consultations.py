"""`vo0053`: the Beratungsfolge of a paper, as cards (Layout 6) or as a table (Layout 4 and 5)."""

from harvester.markup import find
from harvester.page import Children, Page, PageError
from harvester.parsers.common import add_steps, is_whole, script_name
from harvester.parsers.sessionnet.common import Frame, says_none
from harvester.parsers.sessionnet.files import Shelf
from harvester.parsers.sessionnet.steps import Steps
from harvester.records import Consultation, Paper

VERSION = 1
_TABS = ".//*[@id='smcregister']"


def parse_consultations(frame: Frame) -> Page:
    """Read all steps of a paper. The paper itself is only added where it is missing.

    Raises:
        PageError: `missing_part` without number, or where it neither shows steps nor says that
            there are none.
    """
    page = frame.page("consultations", VERSION)
    is_motion = (frame.script or script_name(frame.url)) == "ag0053"
    number = frame.number("__KAGNR" if is_motion else "__KVONR")
    paper_id = frame.ids.of("paper", f"ag-{number}" if is_motion else number)
    page.states = {"paper": frozenset(), "agenda_item_file": frozenset()}
    shelf = Shelf(page)
    steps = Steps(frame, page, shelf, paper_id)
    steps.cards()
    steps.tables()
    if steps.steps:
        page.records.insert(0, Paper(id=paper_id))
    elif is_whole(page):
        if not says_none(frame):
            raise PageError("missing_part", "The page shows no Beratungsfolge.")
        page.note("info", "no_consultations", "A paper without a step.", paper_id)
    state_steps(page, paper_id, steps.steps)
    for tabs in find(frame.document.root, _TABS):
        page.links.extend(link for _, link in frame.papers(tabs).values())
    shelf.close(is_authority=False)
    return page


def state_steps(page: Page, paper_id: str, steps: list[Consultation]) -> None:
    """Number the steps and say that they are all; an empty list takes nothing away."""
    add_steps(page, paper_id, steps)
    if steps and is_whole(page):
        page.children.append(Children("consultation", "paper_id", paper_id))
