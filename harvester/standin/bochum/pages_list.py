"""Lists: committees, a committee's members, papers, latest documents; and what has no content."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from harvester.standin.bochum.frames import framed
from harvester.standin.bochum.look import Look
from harvester.standin.bochum.model import Committee, Paper

PAGE_SIZE = 10
BESIDE = {
    "kp0041": "Mandatsträger",
    "suchen01": "Recherche",
    "to0045": "Anwesenheit",
    "yhelp1": "Hilfe",
}
"""Pages that a visitor could reach and that hold nothing here, with their titles."""
_LATEST = timedelta(days=60)
_MEETINGS_OF = (
    "zu {name}: Sitzungen\r\nDiese Seite liefert eine Übersicht der Sitzungen eines Gremiums. Als "
    "Filterkriterien sind Zeiträume verfügbar."
)
_MEMBERS = (
    ("Vorsitz", "Vorsitz"),
    ("Stellvertretender Vorsitz", "Stellvertretung"),
    *((f"Mitglied {n}", "Mitglied") for n in range(1, 9)),
)


def committees_page(look: Look) -> str:
    """gr0040: the committees under their headings."""
    old = look.layout < 6
    rows = []
    for group, inside in groupby(look.world.committees, key=lambda c: c.group):
        css = "smcrowh smc-table-group" if old else "grtrenn"
        rows.append(
            f'<tr class="{"smcrowh smc-table-group" if old else "smc-t-r-l"}"><td class="{css}" '
            f'colspan="2"><h2>{look.text(group)}</h2></td></tr>\n'
        )
        rows += [_committee(look, committee, n) for n, committee in enumerate(inside)]
    return framed(look, "gr0040", "Gremien", _table(look, "gr0040", rows))


def _committee(look: Look, committee: Committee, n: int) -> str:
    name = committee.name
    members = look.link(
        look.address("kp0040", __kgrnr=committee.number),
        f"Details anzeigen: {name}",
        name,
        "smc_doc smc_datatype_gr",
    )
    meetings = look.link(
        look.address("si0041", __ctopic="gr", __kgrnr=committee.number),
        _MEETINGS_OF.format(name=name),
        "Sitzungen",
        "smccontextmenulink smcmenucontext_fct_sitzungen",
    )
    return _row(look, n, (("Gremium", "grname", members), ("", "grlink", meetings)))


def members_page(look: Look, committee: Committee) -> str:
    """kp0040: who sits in a committee, here by office only."""
    rows = [
        _row(look, n, (("Name", "pename", look.text(name)), ("Funktion", "amname", office)))
        for n, (name, office) in enumerate(_MEMBERS)
    ]
    return framed(look, "kp0040", committee.name, _table(look, "kp0040", rows))


def papers_page(look: Look, papers: Sequence[Paper], first: int) -> str:
    """vo0040: ten papers from the one at index `first`, and the way to the others."""
    rows = [
        _row(
            look,
            n,
            (
                ("Vorlage", "voname", look.paper_link(paper)),
                ("Betreff", "vobetr", look.text(paper.subject)),
                ("Art", "vovaname", look.text(paper.kind)),
                ("Datum", "vodat", f"{paper.created:%d.%m.%Y}"),
            ),
        )
        for n, paper in enumerate(papers[first : first + PAGE_SIZE])
    ]
    main = f"{_table(look, 'vo0040', rows)}{_paging(look, len(papers), first)}"
    return framed(look, "vo0040", "Vorlagen", main)


def _paging(look: Look, count: int, first: int) -> str:
    links = []
    for start, rel, shown in (
        (first - PAGE_SIZE, "prev", "«"),
        (first + PAGE_SIZE, "next", "»"),
    ):
        if 0 <= start < count:
            address = look.address("vo0040", __cpos=start + 1)
            links.append(
                f'<li class="page-item"><a class="page-link" href="{address}" rel="{rel}" '
                f'title="{"weiter" if rel == "next" else "zur&uuml;ck"}">{look.text(shown)}</a>'
                "</li>"
            )
    return f'<ul class="pagination">{"".join(links)}</ul>\n' if links else ""


def documents_page(look: Look) -> str:
    """do0040: the papers of the last weeks with their documents."""
    world, rows = look.world, list[str]()
    for paper in world.newest_papers:
        if paper.created < world.today - _LATEST:
            break
        address = look.address("vo0050", __kvonr=paper.number)
        title = f"Vorlage anzeigen: {paper.subject}"
        link = look.link(address, title, paper.reference, "smc-link-procedure smc_datatype_vo")
        day = f"{paper.created:%d.%m.%Y}"
        details = f'<ul class="list-inline smc-detail-list"><li>{day}</li></ul>'
        cells = (
            ("Vorgang", "dovorgang", f"{link}{details}"),
            ("Art", "doart", look.text(paper.kind)),
            ("Dokumente", "xxdocs", look.files(paper.documents)),
        )
        rows.append(_row(look, len(rows), cells))
    return framed(look, "do0040", "Neue Dokumente", _table(look, "do0040", rows))


def start_page(look: Look) -> str:
    """infobi: the start page; what leads on is the menu around it."""
    text = "Willkommen im Informationssystem des Rates der Stadt Bochum (Nachbau für Versuche)."
    return framed(look, "infobi", "Startseite", f"<p>{look.text(text)}</p>\n")


def beside_page(look: Look, script: str) -> str:
    """A page that holds nothing."""
    return framed(look, script, BESIDE[script], "<p>&nbsp;</p>\n")


def nothing_page(look: Look, script: str) -> str:
    """What is answered, with status 200, to a number that the system does not know."""
    text = "Es wurden keine Informationen gefunden."
    return framed(look, script, "SessionNet", f'<p class="smc_noresult">{text}</p>\n')


def error_page(look: Look) -> str:
    """error2: what a visitor without a session is sent to."""
    text = "Die Fehlerinformation steht nicht mehr zur Verfügung. Ihre Sitzung ist abgelaufen."
    main = f"<p>{look.text(text)}</p>\n"
    return framed(look, "error", "SessionNet Fehlermeldung", main)


def login_page(look: Look) -> str:
    """ylogon: the door to what only members may see."""
    form = (
        f'<form action="{look.address("ylogon")}" method="post"><input type="text" name="_usr" />'
        '<input type="password" name="_pwd" /><input type="submit" value="Anmelden" /></form>\n'
    )
    kind = "smc-pagetype-logon"
    return framed(look, "ylogon", "Anmeldung", f"<p>Bitte melden Sie sich an.</p>{form}", kind=kind)


def _table(look: Look, script: str, rows: Sequence[str]) -> str:
    css = "table smc-table smc-table-striped"
    if look.layout == 4:
        css = 'smccontenttable" cellspacing="0" cellpadding="0'
    return (
        f'<table id="smc_page_{script}_contenttable1" class="smc_page_{script}_contenttable {css}">'
        f"<tbody>\n{''.join(rows)}</tbody></table>\n"
    )


def _row(look: Look, n: int, cells: Sequence[tuple[str, str, str]]) -> str:
    """A row of cells: what they are called on small screens, their class, their HTML."""
    if look.layout == 4:
        start = f'<tr valign="top"  class="smcrow{1 + n % 2}">'
        return (
            start
            + "".join(f'<td class="smc_td smc_field_{css}">{value}</td>' for _, css, value in cells)
            + "</tr>\n"
        )
    kind = "smc-table-cell_r" if look.layout == 5 else "smc-t-cl991"
    start = "<tr>" if look.layout == 5 else '<tr class="smc-t-r-l">'
    shown = "".join(
        f'<td data-label="{label}" class="{kind} {css}">{value}</td>' for label, css, value in cells
    )
    return f"{start}{shown}\n</tr>\n"
