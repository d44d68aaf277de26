"""The start page, the committees, the council, the parliamentary groups, and what lies beside."""

from collections.abc import Iterable

from harvester.standin.model import Committee
from harvester.standin.pages_frame import framed, post_form
from harvester.standin.pages_meeting import committee_address
from harvester.standin.world import World

GROUPS = ("Fraktion Mitte", "Fraktion Nord", "Fraktion Süd", "Wählergruppe Emscher")
BESIDE = {
    "si016.asp": "Niederschrift",
    "si017.asp": "Beschlüsse der Sitzung",
    "si018_a.asp": "Sitzungsübersicht",
    "fr020.asp": "Fraktion",
    "yw040.asp": "Textrecherche",
    "legende.asp": "Legende",
    "impressum.asp": "Impressum",
}
_MENU = (
    ("Bürgerinfo", (("allris.net.asp", "Startseite", "Home"), ("pa021.asp", "Rat", "Rat"),
                    ("au010.asp", "Ausschüsse", "Ausschüsse"),
                    ("fr010.asp", "Fraktionen", "Fraktionen"))),
    ("Sitzungen", (("si010_j.asp", "Sitzungstermine aller Gremien", "Kalender"),
                   ("si018_a.asp", "Recherche nach wählbaren Suchkriterien", "Übersicht"))),
    ("Vorlagen", (("vo040.asp", "Recherche nach wählbaren Suchkriterien", "Übersicht"),)),
    ("Recherche", (("yw040.asp", "Volltextsuche in Vorlagen, Sitzungen und Beschlüssen",
                    "Textrecherche"),)),
    ("Hilfe", (("legende.asp", "Legende", "Legende"), ("impressum.asp", "Impressum", "Impressum"))),
)  # fmt: skip


def start_page() -> str:
    """allris.net.asp, with the menu that names the calendar's variant."""
    groups = "".join(
        f'<li><strong><a href="/allris/allris.net.asp?toggleMenu={n}" title="Reduzieren">{title}'
        "</a></strong></li>\n<li>\n<ul>\n"
        + "".join(
            f'<li><a href="{href}" title="{hint}">{name}</a></li>\n' for href, hint, name in links
        )
        + "</ul>\n</li>\n"
        for n, (title, links) in enumerate(_MENU, 1)
    )
    return framed("allris", "ALLRIS net", f'<div id="rismenu"><ul id="menu">\n{groups}</ul></div>')


def committees_page(world: World) -> str:
    """au010. No real page was at hand; modelled on the tables of vo040 and au020."""
    found = [committee for committee in world.committees if committee.page == "au"]
    return framed("au010", "Ausschüsse", _committee_table(found))


def council_page(world: World) -> str:
    """pa021, modelled on au010."""
    found = [committee for committee in world.committees if committee.page == "pa"]
    return framed("pa021", "Rat", _committee_table(found))


def _committee_table(committees: Iterable[Committee]) -> str:
    rows = []
    for index, committee in enumerate(committees):
        key = "PALFDNR" if committee.page == "pa" else "AULFDNR"
        fields = {key: committee.number}
        form = post_form(f"{committee.page}020.asp", fields, "il1_gr", "GR", committee.name)
        address = f"{committee_address(committee)}&amp;altoption=Ausschuss&amp;history=switch"
        rows.append(
            f'\t<tr class="{"zl11" if index % 2 else "zl12"}">\n<td>{form}</td>\n'
            f'<td nowrap="nowrap"><a href="{address}">{committee.name}</a></td>\n'
            '\t\t<td class="text4">&nbsp;</td>\n\t</tr>\n'
        )
    return (
        '<table class="tl1" cellspacing="0" cellpadding="2" border="0">\n\t<tr class="zk1">\n'
        '\t\t<th width="3%">&nbsp;</th>\n\t\t<th nowrap="nowrap">Name&nbsp;</th>\n'
        '\t\t<th>Zusatz</th>\n\t</tr>\n\t<tr>\n\t\t<td colspan="3"><hr  /></td>\n\t</tr>\n'
        f"{''.join(rows)}</table>\n"
    )


def committee_page(committee: Committee) -> str:
    """au020 or pa020: address and members, who are roles here."""
    members = (
        "Vorsitz",
        "Stellvertretender Vorsitz",
        "Mitglied",
        "Mitglied",
        "Beratendes Mitglied",
    )
    rows = "".join(
        f'\t<tr class="{"zl11" if i % 2 else "zl12"}">\n\t\t<td>&nbsp;</td>\n\t\t<td>&nbsp;</td>\n'
        f'<td nowrap="nowrap">{role} {i + 1}</td>\n\t\t<td class="text1"><div>{role}</div></td>\n'
        f'\t\t<td class="text4"><div>{GROUPS[i % len(GROUPS)]}</div></td>\n\t</tr>\n'
        for i, role in enumerate(members)
    )
    main = (
        '<h3>Anschrift</h3>\n<table class="tk1" cellspacing="0" cellpadding="1">\n'
        '\t<tr><td class="text4" colspan="4">Friedrich-Ebert-Platz 2</td></tr>\n'
        '\t<tr><td class="text4" colspan="4">44623 Herne</td></tr>\n</table>\n<br  />\n'
        '<table class="tk1" cellspacing="0" cellpadding="0">\n\t<tr><td>'
        f'<a href="si018_a.asp?GRA={committee.number}"><h3>Sitzungsübersicht&nbsp;&nbsp;</h3></a>'
        "</td></tr>\n</table>\n<h3>Mitglieder</h3>\n\n"
        '<table class="tl1" cellspacing="0" cellpadding="2" border="0">\n\t<tr class="zk1">\n'
        '\t\t<th width="3%">&nbsp;</th>\n\t\t<th width="3%">&nbsp;</th>\n'
        '\t\t<th nowrap="nowrap">Name&nbsp;</th>\n\t\t<th>Art der Mitarbeit</th>\n'
        '\t\t<th>Funktion</th>\n\t</tr>\n\t<tr>\n\t\t<td colspan="5"><hr  /></td>\n\t</tr>\n'
        f"{rows}</table>\n"
    )
    return framed(f"{committee.page}020", committee.name, main)


def groups_page() -> str:
    """fr010: the parliamentary groups."""
    rows = "".join(
        f'\t<tr class="{"zl11" if n % 2 else "zl12"}">\n'
        f"<td>{post_form('fr020.asp', {'FRLFDNR': n}, 'il1_gr', 'FR', name)}</td>\n"
        f'<td nowrap="nowrap"><a href="fr020.asp?FRLFDNR={n}">{name}</a></td>\n\t</tr>\n'
        for n, name in enumerate(GROUPS, 1)
    )
    main = f'<table class="tl1" cellspacing="0" cellpadding="2" border="0">\n{rows}</table>\n'
    return framed("fr010", "Fraktionen", main)


def beside_page(name: str) -> str:
    """A page that the menu or a button leads to and that no harvest needs."""
    text = '<p class="text1">Diese Seite hat im Nachbau keinen Inhalt.</p>\n'
    return framed("allris", BESIDE[name], text)


def login_page() -> str:
    """logon: the door to what only members may see."""
    form = (
        '<form action="logon.asp" method="post"><input type="text" name="user" value=""  />'
        '<input type="password" name="pass" value=""  />'
        '<input type="submit" value="Anmelden"  /></form>'
    )
    return framed("logon", "Anmeldung", f"<p>Bitte melden Sie sich an.</p>{form}")
