"""to010: a meeting and its agenda."""

from html import escape

from harvester.standin.model import Committee, Item, Meeting
from harvester.standin.pages_frame import document_form, framed, post_form
from harvester.standin.world import World

_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_CLIP = '<img src="images/attmnt.gif" alt="Enthält Anlagen" title="Enthält Anlagen"  />'
_EMPTY = "<td>&nbsp;</td>"
INVITATION, MINUTES = 0, 1
FIRST_DOCUMENT = 50_000_000
"""Numbers of meetings' documents begin here, far from those of papers' documents."""


def document_number(meeting: Meeting, which: int) -> int:
    """DOLFDNR of an invitation or of minutes."""
    return FIRST_DOCUMENT + meeting.number * 10 + which


def agenda_page(world: World, meeting: Meeting) -> str:
    """to010."""
    rows = "".join(_item_row(world, meeting, item, i) for i, item in enumerate(meeting.items))
    main = (
        '<table class="tk1" cellspacing="0" cellpadding="0">\n\t<tr>\n'
        '\t\t<td class="ko1" valign="top">'
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        '\t<tr valign="top">\n\t\t<td class="kb1">Bezeichnung:</td>\n'
        f'<td class="text1" colspan="3">{meeting.name}</td>\n\t</tr>\n'
        '\t<tr valign="top">\n\t\t<td class="kb1">Gremium:</td>\n'
        f'\t\t<td class="text1" colspan="3">{committee_link(meeting)}</td>\n\t</tr>\n'
        f"{when_and_where(meeting)}\n</table>\n</td>\n"
        f'\t\t<td class="ko2"></td>\n\t\t<td class="me1">{_documents(world, meeting)}</td>\n'
        "\t</tr>\n</table>\n<hr  />\n"
        '<table class="tl1" cellspacing="0" cellpadding="1" border="0">\n'
        '\t<tr class="zk1">\n\t\t<th width="1%">TOP</th>\n'
        '\t\t<th colspan="2" width="1%">&nbsp;</th>\n\t\t<th colspan="2">Betreff</th>\n'
        '\t\t<th colspan="3">Vorlage</th>\n\t</tr>\n\t<tr>\n\t\t<td colspan="8"><hr  /></td>\n'
        f"\t</tr>\n{rows}\t<tr>\n{'		<td>&nbsp;</td>' * 8}\n\t</tr>\n</table>\n<hr />\n"
        "<!-- ### AN0.rtf -->\n"
    )
    return framed("to010", f"Tagesordnung - {meeting.name}", main)


def committee_link(meeting: Meeting) -> str:
    """The committee as an agenda links it, with the day of the meeting."""
    committee, day = meeting.committee, meeting.day
    when = f"history=switch&amp;tsDD={day.day}&amp;tsMM={day.month}&amp;tsYYYY={day.year}"
    if committee.page == "pa":
        address = f"pa020.asp?{when}&amp;PALFDNR={committee.number}"
    else:
        number = committee.number
        address = f"au020.asp?T1=Ausschuss&amp;{when}&amp;AULFDNR={number}&amp;altoption=Ausschuss"
    return f'<a href="{address}">{committee.name}</a>'


def when_and_where(meeting: Meeting) -> str:
    """The rows Datum, Status, Zeit, Anlass, Raum, Ort, which to020 repeats."""
    has_hidden = any(not item.public for item in meeting.items)
    status = "öffentlich/nichtöffentlich" if has_hidden else "öffentlich"
    day = f"{_DAYS[meeting.day.weekday()]}, {meeting.day:%d.%m.%Y}"
    return (
        f'\t<tr valign="top">\n\t\t<td class="kb1">Datum:</td>\n'
        f'\t\t<td class="text2" nowrap="nowrap">{day}</td>\n\t\t<td class="kb1">Status:</td>\n'
        f'\t\t<td class="text3">{status}</td>\t</tr>\n'
        f'\t<tr valign="top">\n\t\t<td class="kb1">Zeit:</td>\n'
        f'\t\t<td class="text2" nowrap="nowrap">{times(meeting)}</td>\n'
        '\t\t<td class="kb1">Anlass:</td>\n\t\t<td class="text4">Sitzung</td>\n\t</tr>\n'
        f'\t<tr valign="top">\n\t\t<td class="kb1">Raum:</td>\n'
        f'\t\t<td colspan="3" class="text2">{meeting.room}</td>\n\t</tr>\n'
        f'\t<tr valign="top">\n\t\t<td class="kb1">Ort:</td>\n'
        f'\t\t<td colspan="3" class="text2">{meeting.place}</td>\n\t</tr>\n'
    )


def times(meeting: Meeting) -> str:
    """Such as "16:00 - 18:26", "16:00", or nothing."""
    clocks = [clock for clock in (meeting.start, meeting.end) if clock is not None]
    return " - ".join(f"{clock:%H:%M}" for clock in clocks)


def _documents(world: World, meeting: Meeting) -> str:
    forms = [document_form(document_number(meeting, INVITATION), "Einladung", "Einladung")]
    if meeting.minutes and meeting.day <= world.today:
        name = "Niederschrift öffent. Teil"
        forms.append(document_form(document_number(meeting, MINUTES), name, name))
    name = "Beschl&uuml;sse"
    forms.append(post_form("si017.asp", {"SILFDNR": meeting.number}, "il2_s", name, name))
    column = "\n".join(forms)
    return (
        '\t\t\t<table class="tk1" cellspacing="0" cellpadding="0" border="0">\n'
        '\t\t\t\t<tr><td><img src="images/einpix.gif" alt="" width="165" height="1" border="0"  />'
        f'</td></tr>\n\t\t\t\t<tr>\n\t\t\t\t\t<td class="me1" align="left">{column}\n'
        "\t\t\t\t\t</td>\t\t\t\t</tr>\n\t\t\t\t<tr>\n"
        '\t\t\t\t\t<td class="me1" align="center">\t\t\t\t\t</td>\t\t\t\t</tr>\n\t\t\t</table>\n'
    )


def _item_row(world: World, meeting: Meeting, item: Item, index: int) -> str:
    css = "zl11" if index % 2 else "zl12"
    button = _EMPTY
    name = _subject(world, item)
    if item.linked:
        form = post_form(
            "to020.asp", {"TOLFDNR": item.number}, "il1_naz", "PA", item.result or "(offen)"
        )
        button = f"<td>{form}</td>"
        name = f'<a href="to020.asp?TOLFDNR={item.number}">{name}</a>'
    row = (
        f'\t<tr class="{css}">\n'
        f'\t\t<td class="text4" nowrap="nowrap">{_label(meeting, item)}</td>\n'
        f"\t\t{_EMPTY}\n{button}\n<td>{name}</td>\n<!--{item.number} -->\n{_EMPTY}\n"
    )
    if item.minutes_of is not None:
        return row + _minutes_cells(world.meetings[item.minutes_of], css)
    return f"{row}{_paper_cells(world, item)}\n{_EMPTY}\n\t</tr>\n"


def _subject(world: World, item: Item) -> str:
    paper = None if item.paper is None else world.papers[item.paper]
    lines = paper.subject if paper is not None and paper.name == item.name else (item.name,)
    return escape("\n".join(lines), quote=False)


def _label(meeting: Meeting, item: Item) -> str:
    label = item.label.replace(" ", "&nbsp;")
    if not item.public:
        return label
    hint = "Beschlüsse anzeigen"
    if item.supplement:
        hint += " (Nachtrags-TOP)"
        label = f'<span style="background-color:#8ae234" title="Nachtrags-TOP">{label}</span>'
    # The real pages leave the ampersands of this address bare.
    address = f"to010.asp?SILFDNR={meeting.number}&TOLFDNR={item.number}&BES=1#beschluss"
    return f'<a href="{address}" title="{hint}">{label}</a>'


def _paper_cells(world: World, item: Item) -> str:
    if item.paper is None:
        return f"{_EMPTY}\n<td></td>"
    paper = world.papers[item.paper]
    form = post_form("vo020.asp", {"VOLFDNR": paper.number}, "il1_vo", "VO", "Vorlage")
    cell = f"<td>{form}</td>"
    if paper.attachments:
        form = form.replace("</form>", f"{_CLIP}</form>")
        cell = f'<td nowrap="nowrap">{form}</td>'
    link = f'<a href="vo020.asp?VOLFDNR={paper.number}">{paper.reference}</a>'
    return f'{cell}\n<td nowrap="nowrap">{link}</td>'


def _minutes_cells(earlier: Meeting, css: str) -> str:
    form = post_form("to010.asp", {"SILFDNR": earlier.number}, "il1_to", "TO", "Tagesordnung")
    name = "Niederschrift öffent. Teil"
    document = document_form(document_number(earlier, MINUTES), "Pro", name)
    link = f'<a href="to010.asp?SILFDNR={earlier.number}">{earlier.reference}</a>'
    return (
        f'<td>{form}</td>\n<td nowrap="nowrap">{link}</td>\n\t\t{_EMPTY}\n\t</tr>\n'
        f'\t<tr class="{css}">\n\t\t<td class="text4">&nbsp;</td>\n'
        '\t\t<td colspan="3">&nbsp;</td>\n'
        f"\t\t{_EMPTY}\n\t\t<td>{document.replace('il2_p', 'il1_ns2')}</td>\n\t\t{_EMPTY}\n"
        f"\t\t{_EMPTY}\n\n\t</tr>\n"
    )


def committee_address(committee: Committee) -> str:
    """The page of a committee or of the council."""
    key = "PALFDNR" if committee.page == "pa" else "AULFDNR"
    return f"{committee.page}020.asp?{key}={committee.number}"
