"""How SessionNet writes what all its pages have: links, head data, documents; by layout."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from harvester.standin.bochum.model import MOTION, Document, Meeting, Paper
from harvester.standin.bochum.world import BochumWorld

Fact = tuple[str, str, str]
"""The class of a value's cell, its label, the value as HTML."""

_ICON = '<img src="im/pdf.gif" class="smcimg16 smcimgdoc" alt="Dokument anzeigen: {name}" >'
_SUMMARY = (
    "Tabelle enth&auml;lt zum aufgerufenen Element zugeordnete Dokumente und damit verbundene "
    "Aktionen."
)
_SHORT = {"form": "V", "minutes": "NÖ"}


@dataclass(frozen=True, slots=True)
class Look:
    """The layout and the extension of the pages of a world."""

    world: BochumWorld

    @property
    def layout(self) -> int:
        """The generation of the markup: 4, 5 or 6."""
        return self.world.layout

    def text(self, shown: str) -> str:
        """Text as it stands in the source: the .asp pages write umlauts as numbers."""
        safe = escape(shown, quote=False).replace('"', "&quot;")
        if self.world.extension == "php":
            return safe
        return safe.encode("ascii", "xmlcharrefreplace").decode()

    def address(self, script: str, **arguments: int | str) -> str:
        """The address of a page; its ampersands are written bare, as the vendor writes them."""
        query = "&".join(f"{name}={value}" for name, value in arguments.items())
        return f"{script}.{self.world.extension}" + (f"?{query}" if query else "")

    def link(self, address: str, title: str, shown: str, css: str) -> str:
        """A link; `title` and `shown` are plain text."""
        return self.raw_link(address, title, self.text(shown), css)

    def raw_link(self, address: str, title: str, inside: str, css: str) -> str:
        """A link around HTML."""
        safe = self.text(title)
        if self.layout == 5:
            return f'<a href="{address}" title="{safe} " class="{css}" >{inside}</a>'
        gap = "  " if self.layout == 6 else " "
        return (
            f'<a{gap}href="{address}" title="{safe}" aria-label="{safe}" '
            f'class="smce-a-u {css}" >{inside}</a>'
        )

    def meeting_link(self, meeting: Meeting, shown: str) -> str:
        """The link to an agenda, or the bare text where none is published."""
        if not meeting.published:
            return self.text(shown)
        title = f"Details anzeigen: {meeting.committee.name} {meeting.day:%d.%m.%Y}"
        css = "smc-link-normal smc_doc smc_datatype_si"
        return self.link(self.agenda(meeting), title, shown, css)

    def agenda(self, meeting: Meeting, **more: int) -> str:
        """The address of an agenda: to0040 in layout 4, else si0057."""
        script = "to0040" if self.layout == 4 else "si0057"
        return self.address(script, __ksinr=meeting.number, **more)

    def paper_link(self, paper: Paper, meeting: Meeting | None = None) -> str:
        """The link to a paper or motion, its number as text."""
        motion = paper.kind == MOTION
        script, name = ("ag0050", "__kagnr") if motion else ("vo0050", "__kvonr")
        arguments = {name: paper.number}
        if meeting is not None and self.layout < 6:
            arguments["voselect"] = meeting.number
        css = "smc-link-normal smc_doc smc_field_voname smc_datatype_vo"
        if self.layout == 6:
            css = "smc-link-procedure smc_doc smc_field_voname smcnowrap smc_datatype_vo"
        title = f"{'Antrag' if motion else 'Vorlage'} anzeigen: {paper.subject}"
        return self.link(self.address(script, **arguments), title, paper.reference, css)

    def facts(self, script: str, rows: Iterable[Sequence[Fact]]) -> str:
        """The head data of a page; layout 4 sets the facts of a row beside each other."""
        if self.layout == 4:
            return (
                '<table id="smctablevorgang" class="smccontenttable '
                f'smc_page_{script}_contenttable" cellspacing="0" cellpadding="0" '
                'summary="Informationen zum Element"><tbody>'
                + "".join(self._fact_row(row) for row in rows)
                + "</tbody></table>\n"
            )
        colon = ":" if self.layout == 5 else ""
        return (
            f'<div id="smc_page_{script}_contenttable1" class="smc-table smc-table-striped '
            f'smccontenttable smc_page_{script}_contenttable">\n'
            + "".join(
                f'<div class="smc-table-row"><div class="smc-table-cell smc-cell-head {css}_title">'
                f'{label}{colon}</div><div class="smc-table-cell {css}">{value}</div>\n</div>\n'
                for row in rows
                for css, label, value in row
            )
            + "</div>\n"
        )

    def _fact_row(self, row: Sequence[Fact]) -> str:
        span = ' colspan="3"' if len(row) == 1 else ""
        cells = "".join(
            f'<td class="smctablehead">{label}:</td><td class="smctablecontent"{span}>{value}</td>'
            for _, label, value in row
        )
        return f"<tr>{cells}</tr>"

    def files(self, documents: Sequence[Document], *, info: bool = False) -> str:
        """Documents where they belong to a row, or (`info`) to the page itself."""
        if not documents:
            return "&nbsp;" if self.layout == 4 and not info else ""
        if self.layout == 4:
            return self._docbox(documents, info=info)
        if self.layout == 5:
            return "".join(self._heading(document) for document in documents)
        kind = "smc-dg-c-1-10 smc-documents smc-pr-n row"
        if not info:
            kind = "smc-dg-c-3-12 smc-documents smce-do-1 smc-pr-nsmc-doc-dakurz-box smc-doc-size-1"
            kind += " flex-column"
        blocks = "".join(self._block(document, info=info) for document in documents)
        return f'<div class="{kind}">\n{blocks}<!--SMCPHDOCFCT--></div>'

    def _docbox(self, documents: Sequence[Document], *, info: bool) -> str:
        rows = []
        for document in documents:
            name = self.text(document.name)
            start = f'<a href="{self.address("getfile", id=document.number)}&type=do&" '
            start += f'title="{name}"'
            size = f"{-(-len(self.world.body(document)) // 1024)}&nbsp;KB"
            rows.append(
                f'<tr><td class="smc_doc">{start} aria-label="{name}" class="smce-a-u" '
                f'target="_blank" >{_ICON.format(name=name)}</a></td>'
                f'<td class="smc_doc smcdocname smcdocname1">{start} class="smce-a-u" '
                f'target="_blank" >{name} <span class="smcwrapsmall smcdosize" '
                f'title="Dateigr&ouml;&szlig;e">{size} </span></a></td>'
                '<td class="smc_doc smcdocfunktionen"></td></tr>'
            )
        css = "smcdocboxinfo" if info else "smcdocboxright"
        return (
            f'<table class="smcdocbox {css}"  summary="{_SUMMARY}"><thead><tr><th>Dokumenttyp</th>'
            "<th>Bezeichnung</th><th>Aktionen</th></tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table>"
        )

    def _heading(self, document: Document) -> str:
        address = f"{self.address('getfile', id=document.number)}&type=do"
        css = "smc-text-block-991 smc-text-right-991"
        return f"<h4>{self.link(address, 'Dokument Download', document.name, css)}</h4>"

    def _block(self, document: Document, *, info: bool) -> str:
        number = f"0009{document.number:010d}"
        address = f"{self.address('getfile', id=document.number)}&type=do"
        title = "Dokument Download Dateityp: pdf"
        short = _SHORT.get(document.source)
        icon = '<i class="smc smc-document" aria-hidden="true"></i>'
        if short:
            icon = (
                '<i class="smc smc-doc-dakurz smc-doc-dakurz-1 smc-doc-symbol  smc_field_danr_2" '
                f'aria-hidden="true">{short}</i>'
            )
        css = "smc-link-normal smc_datatype_do" if info else "smc-text-block-991"
        css += " smc-t-r991"
        return (
            f'<div id="smcy{number}" class="smc-dg-ds-1 col-lg-6 smc-d-el'
            f'{"" if short else " smc-d-ex"}"><div id="smcb{number}" class="smc-xxdat smc-default '
            f'default smc-box-type-1 smc-dg-b1"><div class="smc smc-doc-icon">{icon}</div>'
            '<div class="smc-doc-content smcc-s1-n smce-m-1">'
            f'<div id="smcg{number}"  class="smc-action-group smc-action-group-lg ml-auto" '
            f'role="group"><a  href="{address}" title="{title}" aria-label="{title}" '
            f'role="button" class="btn btn-blue" id="smcs{number}" ><i role="button" '
            'class="smc smc-download" aria-hidden="true"></i></a></div>'
            f'<div class="smc-el-h {css}">{self.link(address, title, document.name, css)}</div>'
            "</div></div>\n</div>\n"
        )

    def votes(self, vote: str) -> str:
        """A count of votes, its numbers kept together with their words."""
        return f" {vote.replace(': ', ':&nbsp;')}"
