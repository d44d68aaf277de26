"""What stands around the content of a SessionNet page, by layout."""

from collections.abc import Sequence

from harvester.standin.bochum.look import Look

Tab = tuple[str, str, bool]
"""The address behind a tab, its text, whether it is open."""

_VERSIONS = {
    4: ("5.3.3 bi", "050303"),
    5: ("4.9.6 bi", "040906.L:4"),
    6: ("5.5.4 KP4 bi", "050504"),
}
_MENU = (
    ("infobi", "Startseite", "startseite", "Hier gelangen Sie zur Startseite dieser Webanwendung."),
    ("si0040", "Kalender", "kalender",
     "Diese Seite enthält eine kalendarische Übersicht der Sitzungstermine für einen Monat."),
    ("gr0040", "Gremien", "gremien",
     "Diese Seite zeigt eine Liste der Gremien. Als Filter stehen die Zeiträume zur Verfügung."),
    ("kp0041", "Mandatsträger", "mandatstraeger",
     "Diese Seite listet die Personen auf, die als Mitglieder registriert sind."),
    ("vo0040", "Vorlagen", "vorlagen", "Diese Seite zeigt eine Liste der Vorlagen."),
    ("do0040", "Dokumente", "dokumente", "Diese Seite zeigt die neuesten Dokumente."),
    ("suchen01", "Recherche", "recherche",
     "Diese Art der Recherche durchsucht die im Sitzungsdienst erfassten Betrefftexte."),
)  # fmt: skip
_VENDOR = "https://somacos.de/loesungen/sitzungsmanagement/session/"
_SOFTWARE = (
    '<div id="smcsomacosinfo" class="text-right"><span lang="en">Software: </span>'
    f'<a href="{_VENDOR}" class="smc-link-normal" target="_blank">Sitzungsdienst '
    '<span lang="en">Session</span></a></div>'
)
_EXTERNAL = "https://www.bochum.de/datenschutz.pdf"


def framed(
    look: Look, script: str, title: str, main: str, *, tabs: Sequence[Tab] = (), kind: str = ""
) -> str:
    """A whole page; `title` is plain text and becomes the page's title and its heading."""
    frame = {4: _frame_4, 5: _frame_5, 6: _frame_6}[look.layout]
    register = _tabs(look, tabs) if tabs else ""
    return frame(look, script, look.text(title), f"{register}{main}", kind)


def _author(look: Look) -> tuple[str, str]:
    name, number = _VERSIONS[look.layout]
    product = "Somacos GmbH & Co. KG,https://www.somacos.de, SessionNet Version"
    return f"{product} {name} (Layout {look.layout})", number


def _tabs(look: Look, tabs: Sequence[Tab]) -> str:
    start = {True: ' active smc-ct1" aria-selected="true"', False: '"'}
    items = "".join(
        f'<li class="nav-item{start[active]}>{look.link(address, text, text, "nav-link")}</li>'
        for address, text, active in tabs
    )
    return (
        '<ul class="nav nav-tabs smcnoprint" id="smcregister" aria-label="Tab Navigation">\n'
        f"{items}\n</ul>\n"
    )


def _frame_4(look: Look, script: str, title: str, main: str, kind: str) -> str:
    author, number = _author(look)
    menu = "".join(
        "<li>"
        f"{look.raw_link(look.address(name), tip, look.text(text), f'smcuser_nav_{css}')}</li>\n"
        for name, text, css, tip in _MENU
    )
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" '
        '"http://www.w3.org/TR/html4/loose.dtd"><html lang="de" ><head>'
        '<meta http-equiv="content-type" content="text/html; charset=UTF-8">'
        f'<meta name="Generator" content="{author}"><meta name="sessionnet" content="V:{number}">'
        f'<title>SessionNet | {title}</title><link rel="stylesheet" href="css/styles.css" '
        'type="text/css"></head>\n<body class="smc_body" >'
        f'<div id="smclayout" class="smclayout {kind} smc_page_{script}_layout">'
        "<!-- start smclayout -->\n"
        f'<div id="smcnavigation"><ul class="smcuser_nav">\n{menu}</ul></div>\n'
        f'<div id="smccontent"><h1 class="smc_h1">{title}</h1>\n{main}</div>\n'
        '<div id="smcfooter"><div id="smcsomacosinfo"><small class="smc_small">'
        f'<span lang="en">Software: </span><a class="smc_small" href="{_VENDOR}" target="_blank">'
        f'Sitzungsdienst</a> <a href="{_EXTERNAL}">Datenschutz</a></small></div></div>'
        "<!-- ende smclayout --></div></body></html>"
    )


def _head(look: Look, title: str) -> str:
    author, number = _author(look)
    return (
        '<!DOCTYPE html><html lang="de"  x-ms-format-detection="none"><head><meta charset="utf-8">'
        '<meta http-equiv="X-UA-Compatible" content="IE=edge"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1"><meta name="author" content="{author}">'
        f'<meta name="sessionnet" content="V:{number}"/><link rel="shortcut icon" '
        'href="im/browser.ico" type="image/x-icon"/><link rel="help" href="yhelp1.asp" '
        f'title="Hilfe" /><title>SessionNet | {title}</title>\n<script type="text/javascript">'
        "var smcGLOBAL_FUNCTION_STATUS_LOGON = 1;var smcStatus_Logon = false;</script>\n"
        '<script type="text/javascript" src="yjavascript.js"></script>'
        f'<link href="css/styles{look.layout}.css" rel="stylesheet"></head>'
    )


def _frame_5(look: Look, script: str, title: str, main: str, kind: str) -> str:
    menu = "".join(
        f"<li>{look.link(look.address(name), tip, text, 'smcmenu1')}</li>\n"
        for name, text, _, tip in _MENU
    )
    return (
        f'{_head(look, title)}\n<body class="smc-body" >\n<!-- #wrapper --><div id="wrapper" '
        f'class="smclayout {kind} smc_page_{script}_layout">\n'
        f'<ul id="sidebar-nav" class="nav">\n{menu}</ul>\n'
        f'<div class="container"><h1 class="smc_h1">{title}</h1>\n{main}'
        f"<!--debug1--></div><!-- /container -->\n<footer>{_SOFTWARE}</footer>\n"
        "</div></body></html>"
    )


def _frame_6(look: Look, script: str, title: str, main: str, kind: str) -> str:
    menu = "".join(
        '<li class="nav-item smc-nav-online">'
        + look.raw_link(
            look.address(name),
            tip,
            f'<i class="smc smc-{css}" aria-hidden="true"></i>{look.text(text)}',
            "nav-link smcmenu1 smc-ct1",
        )
        + "</li>\n"
        for name, text, css, tip in _MENU
    )
    search = look.address("vo0040")
    changed = f"{look.world.today:%d.%m.%Y} 10:36:44"
    return (
        f'{_head(look, title)}<body id="smc_body" class="smc-body">\n<!-- #wrapper -->'
        f'<div id="wrapper" class="smclayout {kind} smc_page_{script}_layout">'
        '<div id="sidebar-wrapper" role="navigation" aria-label="Hauptmenü" '
        'class="smc-nav-config smc-pr-n"><ul id="sidebar-nav" class="nav nav-pills nav-stacked">'
        f'{menu}<li class="smc-nav-link smc-nav-link-extern"><a href="https://www.bochum.de/rat" '
        'title="Externer Link: Rat der Stadt" class="smce-a-u" target="_blank"   '
        'data-rel="external">Rat der Stadt</a></li>\n'
        '</ul><!-- /Sidebar ende smcnav mandatos --></div>\n<div id="page-content-wrapper">\n'
        '<nav id="top-bar" class="navbar navbar-inverse" aria-label="Auswahlmenü"></nav>\n\n'
        '<div class="page-title" role="navigation" aria-label="Seitentitel und Oberes Menü">'
        '<ul class="nav nav-pills smc-nav-actions float-right smc-pr-n" aria-label="Oberes Menü">'
        f'<li><a  href="{search}" title="Recherche anzeigen" aria-label="Recherche anzeigen" '
        'class="" ><i class="smc smc-magnifier" aria-hidden="true"></i></a></li>'
        f'</ul><h1 class="smc_h1">{title}</h1></div>\n\n'
        f'<div id="page-content" role="main" aria-label="Informationen">\n{main}\n'
        "</div><!-- /page-content-1 -->\n</div><!-- /page-content-wrapper -->\n"
        '<footer aria-label="Fusszeile mit Seiteninformationen"><div class="d-flex '
        'justify-content-between"><div id="smcmenubottom" title="Diese Men&uuml;leiste '
        'enth&auml;lt Funktionen f&uuml;r die Steuerung der aktuellen Seite."><ul '
        'class="list-inline"><li><i class="fa fa-clock-o" aria-hidden="true"></i>&nbsp;Letzte '
        f"&Auml;nderung:&nbsp;{changed}</li></ul></div>{_SOFTWARE}"
        "</div></footer>\n</div><!-- /wrapper -->\n"
        '<script type="text/javascript" src="js/smcjquery_min.js?v=3.5.1"></script>\n'
        '<script>\n$("#menu-toggle").click(function (e) {\n    e.preventDefault();\n'
        '    $("#wrapper").toggleClass("toggled");\n});\n</script>\n</body></html>'
    )


def panel(number: int, title: str, inside: str) -> str:
    """A part of a layout 6 page that opens when its heading is clicked."""
    target = f"smcacchead{number}"
    return (
        f'<div class="col-md-12">\n\n<div id="smcpanel{number}" class="card card-light">'
        f'<div class="card-header collapsed" data-toggle="collapse" href="#{target}" '
        f'aria-expanded="false" aria-controls="{target}" ><h2 class="mb-0 card-header-title" '
        f'id="smc-hn-{number}"><button class="btn btn-link btn-block text-left" type="button" '
        f'data-toggle="collapse" data-target="#{target}" aria-expanded="true" '
        f'aria-controls="{target}">{title}</button></h2></div><div id="{target}" class="collapse" '
        f'aria-labelledby="{target}" data-parent="#smcpanel{number}" ><div class="card-body">\n'
        f"{inside}</div></div></div>\n</div>\n"
    )


def box(inside: str) -> str:
    """A part of a page that stands open."""
    return (
        '<div class="col-md-12">\n\n<div class="card card-light smcbox"><div class="panel-body">'
        f'<div class="smcboxcontent card-body">\n{inside}</div></div></div>\n</div>\n'
    )
