"""`vo020.asp`: a paper with its head table, its way through the committees, texts and files."""

from dataclasses import dataclass, field, fields

from harvester.markup import Node, attr, below, cells, find, inline, lines, some
from harvester.page import Children, Page
from harvester.parsers.allris.common import Frame, form_number, label_pairs
from harvester.parsers.allris.files import add_files, attachments, documents
from harvester.parsers.allris.texts import blocks
from harvester.parsers.common import (
    add_steps,
    has_class,
    is_whole,
    link_to,
    query,
    set_field,
    set_labelled,
)
from harvester.records import Consultation, Paper, PaperFile, PaperSection, Record

VERSION = 1
#: The paper's date stands only in the list of papers (vo040), what no page of ALLRIS tells is left.
STATES = frozenset(field.name for field in fields(Paper)) - {"id", "date"}

_STEPS_LABEL = "Beratungsfolge"
_NO_STEPS = "The page names a Beratungsfolge and lacks its table."
_HEAD = ".//td[@class='ko1']/table[1]/tr"


def parse_paper(frame: Frame) -> Page:
    """Read a paper: paper, consultations, sections, files.

    Raises:
        PageError: `missing_part` without number or head table.
    """
    page = frame.page("paper", VERSION)
    page.states = {"paper": STATES}
    paper = Paper(id=frame.ids.of("paper", frame.number("VOLFDNR")))
    page.records.append(paper)
    if frame.responsive:
        _responsive_head(frame, page, paper)
        steps = _responsive_steps(frame, page)
    else:
        _head(frame, page, paper)
        steps = _classic_steps(frame, page)
    if paper.name is None:
        page.note("warning", "no_name", "The page shows no subject.", paper.id)
    if paper.reference is None:
        page.note("warning", "no_reference", "The heading shows no number.", paper.id)
    add_steps(page, paper.id, steps)
    _add_sections(frame, page, paper.id)
    add_files(
        page,
        paper.id,
        documents(frame, frame.scope, "main") + attachments(frame, paper.id),
        PaperFile,
    )
    if is_whole(page):
        page.children.append(Children("consultation", "paper_id", paper.id))
    return page


def _head(frame: Frame, page: Page, paper: Paper) -> None:
    paper.reference = " ".join(frame.heading).partition(" - ")[2].strip() or None
    rows = some(frame.scope, _HEAD, "The paper's head table")
    names: dict[int, str | None] = {}
    for column, label, value in label_pairs(rows):
        text = lines(value)
        if label is None and text:
            # an empty label goes on with the field above it, in its own column
            set_field(page, paper, names.get(column), label, text)
        elif label is not None and label != _STEPS_LABEL:
            names[column] = set_labelled(page, paper, label, text)


def _responsive_head(frame: Frame, page: Page, paper: Paper) -> None:
    paper.reference = " ".join(frame.heading).partition(" - ")[0].strip() or None
    for row in some(frame.scope, ".//div[@id='headLeft']/div[@class='row']", "The paper's head"):
        for label_cell in find(row, "./div[@class='label']"):
            value = label_cell.getnext()
            if value is None or not has_class(value, "colEntry"):
                continue
            set_labelled(page, paper, (inline(label_cell) or "").rstrip(": "), lines(value))


@dataclass(slots=True)
class _Committee:
    """The head row of one or more steps."""

    name: str | None
    role: str | None
    status: str | None

    def step(self) -> Consultation:
        return Consultation(
            id="",
            organization_name=self.name,
            role_raw=self.role,
            status_raw=self.status or None,
        )


@dataclass(slots=True)
class _Steps:
    """Collects rows: a committee's row, then one row per meeting, or none."""

    page: Page
    steps: list[Consultation] = field(default_factory=list)
    committee: _Committee | None = None
    waiting: bool = False

    def head(self, committee: _Committee) -> None:
        self.end()
        self.committee, self.waiting = committee, True

    def meeting(self, row: Node) -> Consultation | None:
        """A new step of the open committee; a meeting without one cannot be placed."""
        if self.committee is None:
            self.unreadable(row)
            return None
        self.waiting = False
        self.steps.append(self.committee.step())
        return self.steps[-1]

    def unreadable(self, row: Node) -> None:
        """Report a row; it may have been a committee's, so what follows has none until the next."""
        self.end()
        self.committee = None
        text = f"A row of the Beratungsfolge: {inline(row)}"
        self.page.note("error", "unreadable_step", text)

    def end(self) -> list[Consultation]:
        """A committee without a meeting row is a step without a date."""
        if self.waiting and self.committee:
            self.steps.append(self.committee.step())
        self.waiting = False
        return self.steps


def _classic_steps(frame: Frame, page: Page) -> list[Consultation]:
    """Three cells: status, committee, role. Seven: status, date, TO form, meeting, result, item."""
    steps = _Steps(page)
    for row in _step_rows(frame, page):
        shown = cells(row)
        if not has_class(row, "zl11", "zl12"):
            # a row of blank images only sets the columns' widths
            if shown and (inline(row) or find(row, ".//a | .//input")):
                steps.unreadable(row)
        elif len(shown) == 3 and shown[1].get("colspan") == "3":
            steps.head(_Committee(inline(shown[1]), inline(shown[2]), attr(shown[0], "title")))
        elif len(shown) == 7:
            if step := steps.meeting(row):
                _classic_meeting(frame, step, shown)
        else:
            steps.unreadable(row)
    return steps.end()


def _step_rows(frame: Frame, page: Page) -> list[Node]:
    """The rows of the table below the label "Beratungsfolge"; a paper may have neither."""
    head = find(frame.scope, _HEAD)
    for position, row in enumerate(head):
        if any((inline(cell) or "").rstrip(": ") == _STEPS_LABEL for cell in cells(row)):
            tables = [table for after in head[position:] for table in find(after, "./td/table")]
            break
    else:
        return find(frame.scope, f"{_HEAD}/td/table/tr[contains(@class, 'zl1')]")
    rows = find(tables[0], "./tr | ./tbody/tr") if tables else []
    if not rows:
        page.note("error", "missing_part", _NO_STEPS)
    return rows


def _classic_meeting(frame: Frame, step: Consultation, shown: list[Node]) -> None:
    step.status_raw = attr(shown[0], "title") or step.status_raw
    step.date_raw = inline(shown[1])
    step.meeting_name = inline(shown[3])
    step.result_raw = inline(shown[4])
    link = link_to(shown[3], "to010") or ""
    meeting = query(link).get("SILFDNR") or form_number(shown[2], "SILFDNR")
    forms = [attr(form, "action") for form in below(shown[2], "form")]
    planned = next((n for form in forms if (n := query(form).get("TOPSELECTED"))), None)
    _bind(frame, step, meeting, form_number(shown[6], "TOLFDNR") or planned)


def _responsive_steps(frame: Frame, page: Page) -> list[Consultation]:
    """Five cells: status, date, committee or meeting, role or result, item."""
    steps = _Steps(page)
    rows = find(frame.scope, ".//div[@id='bfTable']//tbody/tr")
    if not rows and find(frame.scope, ".//div[@id='bfTable']"):
        page.note("error", "missing_part", _NO_STEPS)
    for row in rows:
        shown = cells(row)
        status = find(row, "./td[@class='colorCol']/div[@aria-label]")
        if len(shown) != 5:
            steps.unreadable(row)
        elif status:
            label = attr(status[0], "aria-label")
            steps.head(_Committee(inline(shown[2]), inline(shown[3]), label))
        elif step := steps.meeting(row):
            step.date_raw = inline(shown[1])
            step.meeting_name = inline(shown[2])
            step.result_raw = inline(shown[3])
            meeting = query(link_to(shown[2], "to010") or "").get("SILFDNR")
            item = query(link_to(shown[4], "to020") or "").get("TOLFDNR")
            _bind(frame, step, meeting, item)
    return steps.end()


def _bind(frame: Frame, step: Consultation, meeting: str | None, item: str | None) -> None:
    """Tie a step to its meeting and agenda item, where the page numbers them."""
    step.meeting_id = frame.ids.of("meeting", meeting) if meeting else None
    step.agenda_item_id = frame.ids.of("item", item) if item else None


def _add_sections(frame: Frame, page: Page, paper_id: str) -> None:
    sections: list[Record] = []
    for position, block in enumerate(blocks(frame, page), start=1):
        section_id = f"{paper_id}/section/{block.code.lower()}"
        sections.append(
            PaperSection(
                id=section_id if block.nth == 1 else f"{section_id}-{block.nth}",
                paper_id=paper_id,
                position=position,
                key=block.key,
                heading=block.heading,
                text=block.text,
            )
        )
    page.records.extend(sections)
    if is_whole(page):
        page.children.append(Children("paper_section", "paper_id", paper_id))
