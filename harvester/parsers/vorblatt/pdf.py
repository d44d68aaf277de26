"""The form read from the PDF itself, by the place where each text stands."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from harvester.parsers.vorblatt.build import Fields, build_form
from harvester.parsers.vorblatt.columns import column_text
from harvester.parsers.vorblatt.committees import lexicon
from harvester.parsers.vorblatt.flat import read_sheets
from harvester.parsers.vorblatt.form import Form
from harvester.parsers.vorblatt.geometry import CrowdedError, Grid
from harvester.parsers.vorblatt.grid import Front
from harvester.parsers.vorblatt.labels import FRONT, TITLE, fold_blanks
from harvester.parsers.vorblatt.sheets import split_sheets

_BODY = "bochum"
_MOST_PAGES = 5
_MAY_BE_FORM = re.compile(r"Stadtamt|Anfragende")
_WORDING = re.compile(r"^Wortlaut\b", re.MULTILINE)
_TITLE_WITHIN = 3_000
_CROWDED = ("crowded_page", "A page holds more than a form does; the form is read from its text.")
_NO_CELLS = (
    "no_cells",
    "The form has no ruled cells; the columns are told by where their labels stand.",
)


def read_pdf(body: bytes, text: str | None = None) -> Form | None:
    r"""Read a form by position: the cells of its first pages, the rows of its table.

    Where the pages have no ruling lines, columns are told by where their labels stand, and the rest
    is read as text; `problems` says so. None where it is no form, which minutes are not either.
    pdfminer.six reads the pages; it may raise any exception on a broken document, and may take long
    on a hostile one.

    Args:
        body: the PDF.
        text: its text, if another engine has read it, pages divided by "\f": the text blocks are
            taken from it, and pages that are not needed for the fields are not read again.
    """
    shown = [] if text is None else text.split("\f")
    if shown and not _MAY_BE_FORM.search(shown[0]):
        return None
    committees = lexicon(_BODY)
    try:
        pages = _read_pages(body, shown)
    except CrowdedError:
        return _by_text(shown, committees, _CROWDED)
    if not pages.front:
        return None
    fields = _by_cells(pages, committees)
    if fields is None:
        texts = [column_text(grid.words) for grid in pages.front]
        return _by_text(texts + pages.texts[len(texts) :], committees, _NO_CELLS)
    if pages.unread:
        fields.problems.append(("unread_pages", "Text blocks may go on where nothing was read."))
    sheets = split_sheets(fold_blanks("\f".join(pages.texts)))
    flat = read_sheets(sheets, committees)
    if flat and "wording" in flat.texts:
        fields.texts["wording"] = flat.texts["wording"]
    return build_form(fields, sheets, committees)


@dataclass(slots=True)
class _Pages:
    """The pages with the form's fields, the text of every page, whether text is missing."""

    kind: str = ""
    front: list[Grid] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    unread: bool = False

    def goes_on(self, title: re.Match[str] | None) -> bool:
        """Whether a page with this title is the next one that holds fields."""
        if title is None or title["part"] not in {None, FRONT}:
            return False
        follows = title["kind"] == self.kind and int(title["number"]) == len(self.front) + 1
        return follows or not self.front


def _read_pages(body: bytes, shown: list[str]) -> _Pages:
    """Read as many pages as are needed: those with fields and, without `shown`, those with text.

    Raises:
        CrowdedError: a page with fields holds more than a form does.
    """
    from harvester.parsers.vorblatt.marks import read_pages  # noqa: PLC0415  # is slow to import

    result = _Pages()
    ended = False
    for number, read_marks in enumerate(read_pages(body)):
        told = _title(shown[number]) if number < len(shown) else None
        ended = ended or (told is not None and not result.goes_on(told))
        if number == _MOST_PAGES or (ended and shown):
            result.unread = not shown
            break
        try:
            grid = Grid(read_marks())
        except CrowdedError:
            if number == 0 or result.goes_on(told):
                raise
            result.unread = not shown
            break
        title = _title(grid.text) or told
        ended = ended or not result.goes_on(title)
        if title and not ended:
            result.kind = title["kind"]
            result.front.append(grid)
            ended = bool(_WORDING.search(grid.text))
        result.texts.append(shown[number] if told else grid.text)
    result.texts += shown[len(result.texts) :]
    return result


def _title(text: str) -> re.Match[str] | None:
    return TITLE.search(fold_blanks(text[:_TITLE_WITHIN]))


def _by_cells(pages: _Pages, committees: Collection[str]) -> Fields | None:
    front = Front(" ".join(pages.kind.split()), committees)
    return front.fields if all(map(front.read, pages.front)) else None


def _by_text(
    texts: list[str], committees: Collection[str], problem: tuple[str, str]
) -> Form | None:
    sheets = split_sheets(fold_blanks("\f".join(texts)))
    fields = read_sheets(sheets, committees)
    if fields is None:
        return None
    fields.problems.append(problem)
    return build_form(fields, sheets, committees)
