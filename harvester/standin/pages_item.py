"""to020: one agenda item, with minutes (WP), resolution (BS) and vote (AE)."""

from html import escape
from random import Random

from harvester.standin import content
from harvester.standin.model import Heading, Item, Meeting, Paper
from harvester.standin.pages_frame import PIXEL, framed, post_form
from harvester.standin.pages_meeting import committee_link, when_and_where
from harvester.standin.pages_paper import fact_rows
from harvester.standin.pages_text import anchors, block, empty_block
from harvester.standin.world import World

_BLOCKS = ("WP", "BS", "AE")
_NO_VOTE = "Der Ausschuss nimmt Kenntnis."
_SCRIPT = """
<script language="Javascript" type="text/javascript"><!--
//<![CDATA[
	function checkClickResult(id, clicked, value) {
		if (id == 111) {
			submitOk(true);
		}
	}


//]]>
--></script>
&nbsp;"""
_WIDTHS = (
    f'<tr><td>{PIXEL}</td><td width="45%">{PIXEL}</td><td>{PIXEL}</td>'
    f'<td width="45%">{PIXEL}</td></tr>'
)


def item_page(world: World, meeting: Meeting, item: Item) -> str:
    """to020."""
    paper = None if item.paper is None else world.papers[item.paper]
    back = post_form(
        f"to010.asp?topSelected={item.number}",
        {"SILFDNR": meeting.number},
        "il1_to",
        "TO",
        "Tagesordnung",
    )
    link = f'<a href="to010.asp?SILFDNR={meeting.number}">{meeting.name}</a>'
    main = (
        '<table class="tk1" cellspacing="0" cellpadding="0" border="0">\n\t<tr>\n'
        '\t\t<td class="ko1" valign="top">'
        '<table class="tk1" cellspacing="0" cellpadding="3" border="0">\n'
        f'\t<tr valign="top">\n<td>{back}</td>\n'
        f'\t\t<td class="text1" colspan="3">{link}</td>\n\t</tr>\n'
        f'\t<tr valign="top">\n\t\t<td class="kb1">TOP:</td>\n'
        f'\t\t<td class="text1" colspan="3">{item.label.replace(" ", "&nbsp;")}</td>\n\n\t</tr>\n'
        f'\t<tr valign="top">\n\t\t<td class="kb1">Gremium:</td>\n'
        f'\t\t<td class="text1">{committee_link(meeting)}</td>\n'
        '\t\t<td class="kb1">Beschlussart:</td>\n'
        f'\t\t<td class="text3">{item.result or "(offen)"}</td>\n\t</tr>\n'
        f"{when_and_where(meeting)}{_paper_rows(paper, item)}\n{_WIDTHS}\n</table>\n</td>\n"
        f'\t\t<td class="ko2">&nbsp;</td>\n\t\t<td class="me1">\n{anchors(item.blocks)}'
        f"\t\t</td>\n\t</tr>\n</table>\n<hr  />\n{_blocks(item)}"
    )
    return framed("to020", f"Auszug - {item.name}", main)


def _paper_rows(paper: Paper | None, item: Item) -> str:
    if paper is None:
        return ""
    fields = {"VOLFDNR": paper.number}
    name = "Beschl&uuml;sse"
    form = post_form("vo020.asp", fields, "il1_vo", "VO", "Vorlage")
    decisions = post_form(f"vo021.asp?topSelected={item.number}", fields, "il1_bes", "BES", name)
    subject = "<br  />".join(escape(line, quote=False) for line in paper.subject)
    link = f'<a href="vo020.asp?VOLFDNR={paper.number}">{paper.reference} {subject}</a>'
    # The surplus cell inside the inner table is the vendor's.
    return (
        f'\t<tr>\n<td>{form}</td>\n\t\t<td class="text1">{link}</td>\n'
        f'\t\t<td class="kb1"><table><tr><td>\n{decisions}\n'
        "</td><td>&nbsp;</td><td>\n<td>&nbsp;</td>\n</td></tr></table></td>\n"
        f'\t\t<td class="text1" colspan="2">{_SCRIPT}</td>\n\t</tr>\n{fact_rows(paper)}\n\n'
    )


def _blocks(item: Item) -> str:
    parts = []
    for index, code in enumerate(_BLOCKS):
        if code not in item.blocks:
            parts.append(empty_block(code))
            continue
        if code == "AE":
            texts: tuple[str, ...] = (item.vote or _NO_VOTE,)
        else:
            texts = content.paragraphs(code, Random(item.number))  # noqa: S311 - not a secret
        heading: Heading = "none" if code == "WP" else "bold"
        first = code == item.blocks[0]
        parts.append(block(code, item.number * 10 + index, heading, texts, first=first))
    return "\n".join(parts)
