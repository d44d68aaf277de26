"""The agenda of a meeting (to0040, si0057), the meeting's own tab (si0050), one item (to0050)."""

from collections.abc import Iterator

from harvester.standin.bochum.frames import Tab, box, framed, panel
from harvester.standin.bochum.look import Fact, Look
from harvester.standin.bochum.model import Item, Meeting

_PARTS = {True: "&Ouml;ffentlicher Teil:", False: "Nicht&ouml;ffentlicher Teil:"}
_HEAD_4 = (
    '<thead><tr><th class="smc_th">TOP&nbsp;</th><th class="smc_th" colspan="5">Inhalt&nbsp;</th>'
    '<th class="smc_th">Dokumente</th></tr></thead>'
)


def meeting_title(meeting: Meeting) -> str:
    """The heading of a meeting's pages."""
    return f"{meeting.committee.name} - {meeting.day:%d.%m.%Y} - {meeting.hours} Uhr"


def table_agenda(look: Look, meeting: Meeting) -> str:
    """to0040: the agenda as layouts 4 and 5 write it, rows of results below an item."""
    title = meeting_title(meeting)
    head = ""
    if look.layout == 4:
        title = f"{meeting.committee.name} {meeting.day:%d.%m.%Y}"
        head = look.facts("to0040", _facts(look, meeting))
        head += look.files(meeting.documents, info=True)
    css = "" if look.layout == 4 else " table table-striped"
    main = (
        f'{head}<table id="smc_page_to0040_contenttable1" class="smccontenttable '
        f'smc_page_to0040_contenttable{css}" summary="Inhalt der Tabelle: Tagesordnungspunkte der '
        f'Sitzung">{_HEAD_4}<tbody>{"".join(_table_rows(look, meeting))}</tbody></table>\n'
    )
    return framed(look, "to0040", title, main)


def agenda(look: Look, meeting: Meeting) -> str:
    """si0057: the agenda of layouts 5 and 6."""
    head, number = "", 1
    if look.layout == 6:
        facts = look.facts("si0057", _facts(look, meeting))
        files = look.files(meeting.documents, info=True)
        head = panel(1, "Informationen", facts)
        head += panel(2, f"{len(meeting.documents)} Dokumente", files)
        head, number = f'<div class="row">\n\n{head}</div><!-- /meta-row -->\n', 2
    css = "table smc-table smc_page_si0057_contenttable"
    if look.layout == 6:
        css = "table table-striped smc-table smc-table-striped smc-table-responsive smctablesitzung"
    rows = "".join(_row(look, meeting, item, first) for item, first in _parts(meeting))
    main = (
        f'{head}<!-- table-responsive --><table id="smc_page_si0057_contenttable{number}" '
        f'class="{css}">\n<tbody>\n{rows}</tbody>\n</table>'
        "<!-- /table-responsive -->\n"
    )
    return framed(look, "si0057", meeting_title(meeting), main, tabs=_tabs(look, meeting, "si0057"))


def meeting_page(look: Look, meeting: Meeting) -> str:
    """si0050: what there is to know of a meeting beside its agenda."""
    main = box(look.facts("si0050", _facts(look, meeting)))
    main += box(look.files(meeting.documents, info=True))
    return framed(look, "si0050", meeting_title(meeting), main, tabs=_tabs(look, meeting, "si0050"))


def item_page(look: Look, meeting: Meeting, item: Item) -> str:
    """to0050: one item with what was decided. No real page was at hand; modelled on the agendas."""
    paper = look.world.paper_of(item)
    day = f"{meeting.day:%d.%m.%Y}"
    number = item.top if look.layout == 4 else item.label
    rows: list[tuple[Fact, ...]] = [
        (("sigrname", "Gremium", look.text(meeting.committee.name)),),
        (("siname", "Sitzung", look.meeting_link(meeting, _code(meeting))),
         ("sidat", "Datum", day)),
        (("tofnum", "TOP", look.text(number)),),
        (("tobetr", "Betreff", look.text(item.name)),),
    ]  # fmt: skip
    if paper is not None:
        rows.append((("tovo", "Vorlage", look.paper_link(paper)),))
    if look.layout == 4:
        rows += [(("", label, value),) for label, value in _decided(look, item)]
    main = look.facts("to0050", rows)
    if look.layout > 4:
        main = f'<div class="row">\n{box(f"{main}{_result(look, item)}")}</div>\n'
    if paper is not None and item.result and item.result.endswith("beschlossen"):
        main += _word_block(look, item.number, paper.resolution)
    return framed(look, "to0050", f"TOP {number}: {item.name}", main)


def _facts(look: Look, meeting: Meeting) -> list[tuple[Fact, ...]]:
    return [
        (("siname", "Sitzung", look.text(_code(meeting))),
         ("sigrname", "Gremium", look.text(meeting.committee.name))),
        (("sidat", "Datum", f"{meeting.day:%d.%m.%Y}"),
         ("yytime", "Zeit", f"{meeting.hours}&nbsp;Uhr")),
        (("siort", "Raum", look.text(meeting.room)),),
    ]  # fmt: skip


def _code(meeting: Meeting) -> str:
    return f"{meeting.number % 1000:03d}/{meeting.day.year}"


def _tabs(look: Look, meeting: Meeting, active: str) -> list[Tab]:
    tabs = (("si0050", "Informationen"), ("si0057", "Tagesordnung"), ("to0045", "Anwesenheit"))
    return [
        (look.address(script, __ksinr=meeting.number), text, script == active)
        for script, text in tabs
    ]


def _parts(meeting: Meeting) -> Iterator[tuple[Item, bool]]:
    """The items, with whether each is the first of its part."""
    part = None
    for item in meeting.items:
        yield item, item.public != part
        part = item.public


def _decided(look: Look, item: Item) -> list[tuple[str, str]]:
    rows = []
    if item.result:
        rows.append(("Beschluss", look.text(item.result)))
    if item.vote:
        rows.append(("Abstimmung", look.votes(item.vote)))
    return rows


def _table_rows(look: Look, meeting: Meeting) -> Iterator[str]:
    for n, (item, first) in enumerate(_parts(meeting)):
        if first:
            yield (
                '<tr class="smcrowh smc-table-group"><td colspan="7"  class="smcrowh '
                f'smc-table-group">{_PARTS[item.public]}</td></tr>\n'
            )
        yield _table_row(look, meeting, item, 1 + n % 2)
        kind = 1 + n % 2
        css = f"smcrow{kind} smc_tophz smc_tophz{kind}"
        for label, value in _decided(look, item):
            yield (
                f'<tr valign="top"   class="{css}"><td  class="{css}">&nbsp;</td>'
                f'<td  class="{css} smc_topr">{label}: </td><td  class="{css}">{value}</td>'
                f'<td colspan="3"  class="{css}">&nbsp;</td><td  class="{css}">&nbsp;</td></tr>\n'
            )


def _table_row(look: Look, meeting: Meeting, item: Item, kind: int) -> str:
    paper = look.world.paper_of(item)
    level = 1 + item.top.count(".")
    row, top = f"smcrow{kind}", f"smcrow{kind} smc_toph smc_toph{level}"
    number = item.top
    if item.supplement:
        number = (
            f'<span class="smctopadd">{item.top} <span class="smcf_tondat">Nachtrag: '
            f'{item.supplement:%d.%m.%Y}</span> <span class="smcf_tondat_star">*</span></span>'
        )
    cells = f'<td colspan="2"  class="{top}">&nbsp;</td>'
    if item.public:
        link = f" {look.paper_link(paper, meeting)}" if paper else "&nbsp;"
        cells = f'<td  class="{top}">{link}</td><td  class="{top}">&nbsp;</td>'
    valign = ' valign="top"' if look.layout == 4 else ""
    return (
        f'<tr{valign} id="smc_contol_to_1_{item.number}"  class="{top}">\n'
        f'<td  class="{row} smc_tophn smc_tophn{level}">{number}</td><td colspan="3"  '
        f'class="{row} smc_topht smc_topht{level}">{look.text(item.name)}</td>{cells}\n'
        f'<!--TABLE.DOC-->\n<td  class="{top}">{look.files(paper.documents if paper else ())}'
        "</td>\n</tr>\n"
    )


def _row(look: Look, meeting: Meeting, item: Item, first: bool) -> str:
    paper = look.world.paper_of(item)
    cell = "smc-table-cell_r " if look.layout == 5 else ""
    wide = "smc-table-cell_r smc-table-cell-left-991" if look.layout == 5 else "smc-t-cl991"
    number = look.text(item.label).replace("&#214;", "&Ouml;")
    if item.supplement:
        number += f' <span class="smcf_tondat">Nachtrag: {item.supplement:%d.%m.%Y}</span>'
    third = f'<td class="{cell}toxx">&nbsp;</td>'
    if paper is not None:
        third = f'<td data-label="Vorlage" class="{wide} tovo"> {look.paper_link(paper)}</td>'
    start = "smc-t-r-l" if look.layout == 6 else "smc-table-row-left"
    group = ""
    if first and look.layout == 6:
        group = (
            f'<tr class="{start}"><td class="totrenn" colspan="4">'
            f'<h2 id="smc_dv_next{meeting.number}">{_PARTS[item.public]}</h2></td>\n</tr>\n'
        )
    return (
        f'{group}<tr class="{start}"><td class="{cell}tofnum"><span class="badge">{number}</span>'
        f"</td>{_subject(look, item, cell)}{third}"
        f'<td class="{wide} sidocs">{look.files(paper.documents if paper else ())}</td>\n</tr>\n'
    )


def _subject(look: Look, item: Item, cell: str) -> str:
    """The cell of an item's name, which layout 6 links where the item has a page."""
    name, css = look.text(item.name), "tobetr"
    if look.layout == 6:
        if item.linked:
            address = look.address("to0050", __ktonr=item.number)
            title = f"Details anzeigen: {item.name}"
            name, css = look.link(address, title, item.name, "smc_doc smc_datatype_to"), "tolink"
        name = f'<div class="margin-bottom smc-card-header-title-simple">{name}</div>'
    return f'<td class="{cell}{css}">{name}{_result(look, item)}</td>'


def _result(look: Look, item: Item) -> str:
    decided = "".join(
        f'<p class="smc_field_smcdv0_box2_{label.lower()} margin-bottom-0 margin-top-0">'
        f"<strong>{label}:</strong> {value}</p>"
        for label, value in _decided(look, item)
    )
    return f'\n<div class="smc-table-cell-box-normal">{decided}</div>' if decided else ""


def _word_block(look: Look, number: int, paragraphs: tuple[str, ...]) -> str:
    text = "".join(
        f"<p class=MsoNormal style='text-align:justify'>{look.text(line)}<o:p></o:p></p>\n\n"
        for line in paragraphs
    )
    return (
        f'<!--smcdocmsword--><div class="smcdocmsword" id="smcdocid{number:08d}">\n\n'
        f"<div class=WordSection1>\n\n{text}</div>\n\n</div>\n<hr />"
    )
