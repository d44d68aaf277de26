"""vo040: the list of papers, newest first, fifty to a page."""

from collections.abc import Sequence
from html import escape

from harvester.standin.model import Paper
from harvester.standin.pages_frame import framed, post_form

PAGE_SIZE = 50

_CLIP = '<img src="images/attmnt.gif" alt="Enthält Anlagen" title="Enthält Anlagen"  />'
_TIP = (
    '<br /><span class="kb1">Tipp: Schränken Sie zunächst den Suchraum durch Eingabe passender '
    "Suchbegriffe ein.</span>"
)
_DATE_HELP = (
    "Nach Datum filtern. Beispiele: 15.08.2000-20.12.2000 oder 07/2001- "
    "(''seit 01.07.2001'') oder -99 (''bis 31.12.99'') oder 05/02 usw."
)
_COLUMNS = """	<tr>
		<td colspan="5"><hr  /></td>
	</tr>
	<tr class="zk1">
		<th colspan="3" nowrap="nowrap">Vorlage&nbsp;<a href="/allris/vo040.asp?SORT=1voname"><img class="iso1" src="images/sort1.gif" alt="aufsteigend sortieren"  /></a>&nbsp;</th>
		<th nowrap="nowrap">Angel.&nbsp;<a href="/allris/vo040.asp?SORT=1vocdat"><img class="iso1" src="images/sort1.gif" alt="aufsteigend sortieren"  /></a>&nbsp;</th>
		<th nowrap="nowrap">V.-Art&nbsp;<a href="/allris/vo040.asp?SORT=1vaname"><img class="iso1" src="images/sort1.gif" alt="aufsteigend sortieren"  /></a>&nbsp;</th>
	</tr>
	<tr>
		<td colspan="3"><hr  /></td>
		<td nowrap="nowrap"><a href="/allris/vo040.asp?VO040COL4=vofdat" title="Anzeige dieser Spalte auf 'Datum der Freigabe' umschalten"><img src="images/wechsel.gif" alt="Anzeige dieser Spalte auf 'Datum der Freigabe' umschalten"  />(Freig.)</a></td>
		<td><hr  /></td>
	</tr>
</thead>
<tbody>
"""  # noqa: E501 - markup as the vendor writes it


def list_page(papers: Sequence[Paper], first: int, period: str) -> str:
    """The page that begins with the paper at index `first`; `period` is the date filter's text."""
    shown = papers[first : first + PAGE_SIZE]
    rows = "".join(_row(paper, i) for i, paper in enumerate(shown))
    begin = first + 1 if shown else 0
    results = f"Ergebnisse {begin}-{first + len(shown)} von ungefähr {len(papers)}"
    back = "&lt; vorherige"
    if first:
        back = f'<a href="vo040.asp?showprev=true" title="">{back}</a>'
    on = "nächste &gt;"
    if first + PAGE_SIZE < len(papers):
        on = f'<a href="vo040.asp?shownext=true" title="">{on}</a>'
    main = (
        f'<table class="tl1" cellspacing="0" cellpadding="2" border="0">\n\t<thead>\n'
        f"{_filters(period)}{_COLUMNS}"
        f'\t<tr class="zl11">\n\t\t<td class="kb1" colspan="5">\n{results}\n{_TIP}\n\t\t</td>\n'
        f'\t</tr>\n{rows}\n\t<tr>\n\t\t<td class="text4" colspan="5">\n'
        f"{results}&nbsp;&nbsp;&nbsp;{back} | {on}\n{_TIP}\n\t\t</td>\n\t</tr>\n"
        "</tbody>\n</table>\n"
    )
    return framed("vo040", "Vorlagen - Übersicht", main)


def _filters(period: str) -> str:
    start = '<form method="post" action="vo040.asp" style="margin:0">'
    lens = '<input type="image" class="il1" src="images/lupe.gif"'
    return (
        f'\t<tr>\n\t\t<td nowrap="nowrap">{start}<input type="hidden" name="filtreset" '
        'value="(alle)"  /><input type="image" class="il1" src="images/lupe_aus.gif" '
        'alt="Alle Suchwort-Filter aus"  /></form></td>\n'
        f'\t\t<td nowrap="nowrap">{start}<span title="Nach Vorlage-Nummer filtern">Nr.: '
        '<input type="text" size="12" name="VO040FIL1" value="" placeholder="(alle)"  />'
        f'<input type="hidden" name="filtvoname" value="filter"  />\n{lens} alt="Nummer"  /></span>'
        '&nbsp;&nbsp;<span title="Nach Betreff filtern">Betreff:&nbsp;<input type="text" '
        'size="16" name="VO040FIL2" value="" placeholder="(alle)"  /><input type="hidden" '
        f'name="filtvobetr1" value="filter"  />\n{lens} alt="Betreff"  /></span></form></td>\n'
        f'\t\t<td>&nbsp;</td>\n\t\t<td nowrap="nowrap">{start}<span title="{_DATE_HELP}">'
        f'<input type="text" size="9" name="VO040FIL4" value="{escape(period)}" '
        'placeholder="(alle)"  /><input type="hidden" name="filtdatum" value="filter"  />\n'
        f'{lens} alt="{_DATE_HELP}"  /></span></form></td>\n\t\t<td>&nbsp;</td>\n\t</tr>\n'
    )


def _row(paper: Paper, index: int) -> str:
    fields = {"VOLFDNR": paper.number}
    form = post_form("vo020.asp", fields, "il1_vo", "VO", "Vorlage")
    first = f"<td>{form}</td>"
    if paper.attachments:
        form = form.replace("</form>", f"{_CLIP}</form>")
        first = f'<td nowrap="nowrap">{form}</td>'
    decided = "<td>&nbsp;</td>"
    if any(step.result for step in paper.steps):
        name = "Beschl&uuml;sse"
        decided = f"<td>{post_form('vo021.asp', fields, 'il1_bes', 'BES', name)}</td>"
    subject = escape("\n".join(paper.subject), quote=False)
    return (
        f'\t<tr class="{"zl11" if index % 2 else "zl12"}">{first}'
        f'<td><a href="vo020.asp?VOLFDNR={paper.number}">{paper.reference}&nbsp;{subject}</a></td>'
        f'{decided}\t\t<td class="text2">{paper.created:%d.%m.%Y}</td>'
        f'\t\t<td class="text2">{paper.kind}</td>\t</tr>'
    )
