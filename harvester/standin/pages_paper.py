"""Pages about papers: vo020 (the paper), vo021 (its decisions)."""

from datetime import date
from html import escape

from harvester.standin.model import Attachment, Meeting, Paper, Section, Step
from harvester.standin.pages_frame import PIXEL, document_form, framed, post_form
from harvester.standin.pages_text import anchors, block
from harvester.standin.world import World

TOKEN = "@TOKEN@"  # noqa: S105 - stands for the part of an address that changes at every rendering

_SCRIPT = """
<script language="Javascript" type="text/javascript"><!--
//<![CDATA[
	function checkClickResult(id, clicked, value) {
	}


//]]>
--></script>
"""
_COLOURS = {"Erledigt": "#ffffff", "Geplant": "#73d216", "Bereit": "#edd400"}
_WIDTHS = (
    f'<tr><td>{PIXEL}</td><td width="45%">{PIXEL}</td><td>{PIXEL}</td>'
    f'<td width="45%">{PIXEL}</td></tr>\n'
)
_EMPTY_PAIR = '<td class="kb1">&nbsp;</td><td class="text4">&nbsp;</td>'


def paper_page(world: World, paper: Paper) -> str:
    """vo020. Addresses of attachments hold `TOKEN`."""
    sections = paper.sections
    blocks = "".join(_block(paper, i, section) for i, section in enumerate(sections))
    main = (
        '<table class="tk1" cellspacing="0" cellpadding="0" border="0">\n\t<tr>\n'
        '\t\t<td class="ko1" valign="top">'
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        f"{head_rows(paper)}\n\n{_steps_table(world, paper)}{_WIDTHS}</table>\n</td>\n"
        f'\t\t<td class="ko2"></td>\n\t\t<td class="me1">\n{_right_column(paper)}\t\t</td>\n'
        f"\t</tr>\n</table>\n<hr  />\n{blocks}"
        f"<!-- ### AN{paper.number}9.rtf -->\n{_bottom_table(paper)}"
    )
    return framed("vo020", f"Vorlage - {paper.reference}", main)


def head_rows(paper: Paper) -> str:
    """The rows of the head table above the Beratungsfolge."""
    subject = "<br  />".join(escape(line, quote=False) for line in paper.subject)
    return (
        f'\t<tr>\n\t\t<td class="kb1">Betreff:</td>\n\t\t<td class="text1" colspan="3">{_SCRIPT}'
        f"{subject}</td>\n\t</tr>\n{fact_rows(paper)}"
    )


def fact_rows(paper: Paper) -> str:
    """Status, kind, authors, departments: the rows that to020 repeats."""
    kind = f'<td class="kb1">Vorlage-Art:</td><td class="text4">{paper.kind}</td>'
    rows = [f'\t<tr><td class="kb1">Status:</td><td class="text3">öffentlich</td>{kind}</tr>\n']
    author = _pair("Verfasser", "<br  />".join(paper.authors)) if paper.authors else ""
    number = _pair("Aktenzeichen", paper.file_number) if paper.file_number else ""
    if author or number:
        rows.append(f"<tr>{author}{number}</tr>")
    clerk = _pair("Bearbeiter/-in", f" {paper.clerk}") if paper.clerk else _EMPTY_PAIR
    rows.append(f"<tr>\n{_pair('Federführend', paper.lead)}\n{clerk}\n</tr>")
    for i, department in enumerate(paper.participants):
        label = _pair("Beteiligt" if i == 0 else "", department)
        rows.append(f"<tr>{label}{_EMPTY_PAIR}</tr>")
    return "\n".join(rows)


def _pair(label: str, value: str) -> str:
    shown = f"{label}:" if label else "&nbsp;"
    return f'<td class="kb1">{shown}</td><td class="text4">{value}</td>'


def _steps_table(world: World, paper: Paper) -> str:
    if not paper.steps:
        return ""
    rows = "".join(_step_rows(world, step) for step in paper.steps)
    return (
        '\t<tr>\n\t\t<td class="kb1" colspan="4">Beratungsfolge:</td>\n\t</tr>\n\t<tr>\n'
        '\t\t<td valign="top" colspan="4">\n'
        '\t\t\t<table cellspacing="0" cellpadding="3" border="0">\n'
        f'\t\t\t\t<tr>\n\t\t\t\t\t<td>{PIXEL}</td>\n\t\t\t\t\t<td colspan="6">{PIXEL}</td>\n'
        f"\t\t\t\t</tr>\n{rows}\t\t\t</table>\n\t\t</td>\n\t</tr>\n"
    )


def _step_rows(world: World, step: Step) -> str:
    start = (
        '\t\t\t\t<tr valign="top" class="zl12">\n'
        f'\t\t\t\t\t<td bgcolor="{_COLOURS[step.status]}" title="{step.status}"></td>\n'
    )
    head = (
        f'{start}\t\t\t\t\t<td class="text1" colspan="3">{step.committee.name}</td>\n'
        f'\t\t\t\t\t<td class="text1" colspan="3" nowrap="nowrap">{step.role}</td>\n'
        "\t\t\t\t</tr>\n"
    )
    if step.same_head:
        head = ""
    if step.day is None:
        return head
    meeting = None if step.meeting is None else world.meetings[step.meeting]
    return (
        f"{head}{start}"
        f'\t\t\t\t\t<td class="text2">{_day(step)}&nbsp;</td>\n{_meeting_cells(meeting, step)}'
        f'\t\t\t\t\t<td class="text3">{step.result or ""}&nbsp;</td>\n'
        f"\t\t\t\t\t<td>&nbsp;</td>\n{_item_cell(step)}\t\t\t\t</tr>\n"
    )


def _day(step: Step) -> str:
    day = step.day
    if day is None or step.status == "Geplant":
        return f"{day:%d.%m.%Y}" if day else ""
    return day_link(day)


def day_link(day: date) -> str:
    """A date that leads to the calendar of its month."""
    return (
        f'<a href="si010_j.asp?YY={day.year}&amp;MM={day.month:02d}&amp;DD={day.day:02d}" '
        f'title="Sitzungskalender {day.month:02d}/{day.year} anzeigen">{day:%d.%m.%Y}</a>'
    )


def _meeting_cells(meeting: Meeting | None, step: Step) -> str:
    if meeting is None:
        return "<td>&nbsp;</td>\n<td>&nbsp;</td>\n"
    action = f"to010.asp?topSelected={step.item}"
    form = post_form(action, {"SILFDNR": meeting.number}, "il1_to", "TO", "Tagesordnung")
    link = f'<a href="to010.asp?SILFDNR={meeting.number}">{meeting.name}</a>'
    return f"<td>{form}</td>\n<td>{link}</td>\n"


def _item_cell(step: Step) -> str:
    if step.item is None or step.meeting is None or step.status == "Geplant":
        return "<td>&nbsp;</td>\n"
    form = post_form("to020.asp", {"TOLFDNR": step.item}, "il1_naz", "NA", "Auszug")
    return f"<td>{form}</td>\n"


def _right_column(paper: Paper) -> str:
    number = paper.number * 10
    forms = [document_form(number, "Vorlage", "Vorlage")]
    if paper.collected:
        name = "Vorlage-Sammeldokument"
        forms.append(document_form(number + 1, name, name, collected=True))
    decided = {"VOLFDNR": paper.number}
    name = "Beschl&uuml;sse"
    forms.append(post_form("vo021.asp", decided, "il2_s", name, name))
    column = "\n ".join(forms)
    return (
        '\t\t\t<table class="tk1" cellspacing="0" cellpadding="0" border="0">\n'
        '\t\t\t\t<tr><td><img src="images/einpix.gif" alt="" width="165" height="1" border="0"  />'
        f'</td></tr>\n\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1"> {column}\n \n\t\t\t\t\t</td>'
        f'\t\t\t\t</tr>\n\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1">'
        f"{anchors(section.code for section in paper.sections)}\t\t\t\t\t</td>\t\t\t\t</tr>\n"
        f'\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1" align="center">{_right_files(paper)}'
        "\t\t\t\t\t</td>\t\t\t\t</tr>\n\t\t\t</table>\n"
    )


def _right_files(paper: Paper) -> str:
    if not paper.attachments:
        return ""
    rows = "".join(
        '\t<tr valign="top">\n\t\t<td class="text3">'
        + _file_link(paper, file, f"Anlage {file.number} (öffentlich; {paper.created:%d.%m.%Y} "
                     f"12:{file.number:02d}:47) &ouml;ffnen", file.name)
        + '</td>\n\t\t<td class="text3">&nbsp;</td>\n\t</tr>\n'
        for file in paper.attachments
    )  # fmt: skip
    return (
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        f'\t<tr><td colspan="2">{PIXEL}</td></tr>\n\t<tr valign="top">\n'
        f'\t\t<td class="kb1" colspan="1">Anlagen:</td>\n\t</tr>\n{rows}</table>\n'
    )


def _bottom_table(paper: Paper) -> str:
    if not paper.attachments:
        return ""
    rows = "".join(
        '\t<tr valign="top">\n\t\t<td><img width="11" height="16" src="images/clip.gif" '
        f'alt="Anlage {file.number}" title="Herunterladen durch Rechtsklick auf den Link und '
        f'\'Ziel speichern unter...\'"></td>\n\t\t<td class="text3">{file.number}</td>\n'
        '\t\t<td class="text3">öffentlich</td>\n\t\t<td class="text3">'
        + _file_link(paper, file, f"Größe: {file.size} KB", f"{file.name} ({file.size} KB)")
        + '</td>\n\t\t<td class="text3">&nbsp;</td>\n\t\t<td class="text3">&nbsp;</td>\n\t</tr>\n'
        for file in paper.attachments
    )
    return (
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        f'\t<tr><td colspan="6">{PIXEL}</td></tr>\n\t<tr valign="top">\n'
        '\t\t<td class="kb1" colspan="5">Anlagen:</td>\n\t\t<td>&nbsp;</td>\n\t</tr>\n'
        '\t<tr valign="top">\n\t\t<td>&nbsp;</td>\n\t\t<td class="text1">Nr.</td>\n'
        '\t\t<td class="text1">Status</td>\n\t\t<td class="text1">Name</td>\n'
        '\t\t<td class="text1">&nbsp;</td>\n\t\t<td class="text1">&nbsp;</td>\n\t</tr>\n'
        f"{rows}</table>\n"
    )


def _file_link(paper: Paper, file: Attachment, title: str, shown: str) -> str:
    name = escape(shown)
    return (
        f'<a href="___tmp/tmp/{TOKEN}/{paper.number}-Anlagen/{file.number:02d}/{file.file_name}" '
        f'target="_blank"  title="{title}\n(Öffnet Dokument in neuem Fenster)\n" '
        f"onmouseover=\"status='{name}'; return true;\" "
        f"onmouseout=\"status=''; return true;\">{name}</a>"
    )


def _block(paper: Paper, index: int, section: Section) -> str:
    number = paper.number * 10 + index
    return block(section.code, number, section.heading, section.paragraphs, first=index == 0)


def decisions_page(world: World, paper: Paper) -> str:
    """vo021: the decisions on one paper. No real page was at hand; modelled on vo020."""
    rows = "".join(_step_rows(world, step) for step in paper.steps if step.result)
    main = (
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        f'\t<tr><td class="kb1">Vorlage:</td><td class="text1" colspan="6">'
        f'<a href="vo020.asp?VOLFDNR={paper.number}">{paper.reference} '
        f"{escape(paper.name, quote=False)}</a></td></tr>\n{rows}</table>\n"
    )
    return framed("vo021", f"Beschlüsse - {paper.reference}", main)
