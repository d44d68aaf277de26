"""The bytes of the small Bochum's documents, and the one line of text that is read from a form."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from harvester.standin.bochum.forms import form
from harvester.standin.bochum.model import Document, Meeting, Paper
from harvester.standin.documents import Made, broken, drawn, locked, scan
from harvester.standin.drawing import Sheet, wrapped


@lru_cache(maxsize=512)
def render(document: Document, owner: Paper | Meeting) -> bytes:
    """A document's bytes; the same arguments give the same bytes."""
    day = owner.created if isinstance(owner, Paper) else owner.day
    written = datetime.combine(day, time(9, 12)) + timedelta(days=document.edition)
    made = Made(written, document.size)
    match document.source:
        case "scan":
            return scan(made)
        case "broken":
            return broken(made)
        case "locked":
            return locked([Sheet()], made)
        case "archive":
            return _archive()
        case _:
            return drawn(_sheets(document, owner), made)


def one_line(document: Document, owner: Paper | Meeting) -> str:
    """A document's text as an extract without columns has it: one line, in order of writing."""
    return " ".join(word for sheet in _sheets(document, owner) for word in sheet.words)


def _archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(ZipInfo("Anlage.txt"), "kein PDF")
    return out.getvalue()


def _sheets(document: Document, owner: Paper | Meeting) -> list[Sheet]:
    if isinstance(owner, Meeting):
        return _meeting(document, owner)
    if document.source == "form":
        return form(owner)
    return _plain([f"Anlage zur Vorlage {owner.reference}", document.name, "", *owner.texts[:1]])


def _meeting(document: Document, meeting: Meeting) -> list[Sheet]:
    title = f"{document.name} - {meeting.committee.name}"
    lines = [title, f"{meeting.day:%d.%m.%Y}, {meeting.hours} Uhr", meeting.room, ""]
    for item in meeting.items:
        if item.public:
            lines.append(f"{item.label} {item.name}")
            if document.source == "minutes" and item.result:
                lines.append(f"Beschluss: {item.result}")
                if item.vote:
                    lines.append(f"Abstimmung: {item.vote}")
    return _plain(lines)


def _plain(lines: list[str]) -> list[Sheet]:
    sheets = []
    wide = [part for line in lines for part in (wrapped(line, 470, 10) or [""])]
    for first in range(0, len(wide), 50):
        sheet = Sheet()
        for n, line in enumerate(wide[first : first + 50]):
            sheet.text(62, 70 + 14 * n, line)
        sheets.append(sheet)
    return sheets
