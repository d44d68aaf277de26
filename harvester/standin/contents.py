"""What the documents of the stand-in town say, line by line."""

from harvester.standin.content import HEADINGS
from harvester.standin.model import Attachment, Meeting, Paper
from harvester.standin.pages_meeting import MINUTES


def attachment_lines(paper: Paper, file: Attachment) -> list[str]:
    """An Anlage."""
    head = [f"Anlage {file.number} zur Vorlage {paper.reference}", file.name]
    return head + _version(file.version)


def paper_lines(paper: Paper, *, collected: bool) -> list[str]:
    """The document of a paper; `collected` names its attachments too."""
    lines = [f"Vorlage {paper.reference}", *paper.subject, *_version(paper.version), ""]
    for section in paper.sections:
        lines += [HEADINGS[section.code], *section.paragraphs, ""]
    return lines + [f"Anlage: {file.name}" for file in paper.attachments if collected]


def meeting_lines(meeting: Meeting, which: int) -> list[str]:
    """The invitation to a meeting, or its minutes."""
    title = "Niederschrift" if which == MINUTES else "Einladung"
    head = [f"{title} - {meeting.name}", f"{meeting.day:%d.%m.%Y}", ""]
    return head + [f"{item.label} {item.name}" for item in meeting.items if item.public]


def _version(version: int) -> list[str]:
    return [f"{version + 1}. Fassung"] if version else []
