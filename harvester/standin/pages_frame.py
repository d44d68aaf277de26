"""The city's portal around every page, and the small forms that ALLRIS repeats everywhere."""

from collections.abc import Mapping
from html import escape

CHARSET = "windows-1252"
PIXEL = '<img src="images/einpix.gif" alt="" width="1" height="1" border="0"  />'

_HEAD = """<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="de" lang="de">
<head>
	<link rel="stylesheet" href="conf/styles/defaults/styles.css" />
	<meta http-equiv="content-type" content="text/html; charset=iso-8859-1" />
	<title>{title}</title>
	<meta name="description" content="ALLRIS net Version 3.9.2 (stand-in)" />
	<meta name="language" content="de" />
	<meta name="keywords" content="Ratsinformationssystem, Ratsinfo, Sitzungsdienst, ALLRIS" />
	<meta name="classification" content="Government" />
	<link rel="shortcut icon" type="image/x-icon" href="images/ALLRIS.ico" />
	<link rel="stylesheet" href="conf/_styles.css" />
	<script type="text/javascript" src="opt/scripting/alert.js"></script>
</head>
"""

_COOKIES = (
    "Notwendige Cookies halten diese Internetseite am Laufen; sie lassen sich nicht abwählen.",
    "Für Dienste von außerhalb können Sie hier einzeln entscheiden, ob sie Cookies setzen dürfen.",
    "Die Besuche werden ohne Cookies gezählt; mehr dazu steht in der Datenschutzerklärung.",
)

_PORTAL_LINKS = (
    ("Rathaus", (("Bürgerbüro", "/Rathaus/Buergerbuero/"), ("Öffnungszeiten", "/Rathaus/Zeiten/"),
                 ("Stellenangebote", "/Rathaus/Stellen/"), ("Ausschreibungen", "/Rathaus/Vergabe/"),
                 ("Bekanntmachungen", "/Rathaus/Amtsblatt/"))),
    ("Politik", (("Sitzungskalender", "/allris/si010_j.asp"), ("Ausschüsse", "/allris/au010.asp"),
                 ("Vorlagen", "/allris/vo040.asp"), ("Rat", "/allris/pa021.asp"),
                 ("Für junge Leute: Politik & Du", "/allris/au020.asp?AULFDNR=235"),
                 ("Wahlen", "/Rathaus/Politik/Wahlen/"))),
    ("Kultur und Bildung", (("Museen", "/Kultur/Museen/"), ("Bücherei", "/Kultur/Buecherei/"),
                            ("Volkshochschule", "/Kultur/VHS/"), ("Schulen", "/Kultur/Schulen/"))),
    ("Wirtschaft", (("Gewerbeflächen", "/Wirtschaft/Flaechen/"), ("Märkte", "/Wirtschaft/Maerkte/"),
                    ("Existenzgründung", "/Wirtschaft/Gruendung/"))),
    ("Stadt und Freizeit", (("Stadtplan", "/Stadt/Plan/"), ("Bäder", "/Stadt/Baeder/"),
                            ("Termine", "/Stadt/Termine/"), ("Vereine", "/Stadt/Vereine/"))),
)  # fmt: skip


def _portal() -> str:
    groups = "".join(
        f'<li class="navi_gruppe"><a href="/{escape(title.split()[0])}/" class="navi_1">{title}</a>'
        "<ul>" + "".join(_portal_link(name, href) for name, href in links) + "</ul></li>\n"
        for title, links in _PORTAL_LINKS
    )
    texts = "".join(f"<p>{text}</p>" for text in _COOKIES)
    services = "".join(
        f'<li><label><input type="checkbox" name="{name.lower()}" value="1" /> {name}:</label></li>'
        for name in ("eTracker", "Readspeaker", "Youtube", "Google Translate")
    )
    return (
        '<body class="ristemplate"><a id="top"></a>\n'
        '<div id="cookie-banner" class="modal" role="dialog"><h2>Cookie-Einstellungen</h2>'
        f'{texts}<ul>{services}</ul><form action="/cookies" method="post">'
        '<input type="submit" value="Auswahl speichern" /></form></div>\n'
        f'<nav id="hauptnavigation"><ul>\n{groups}</ul></nav>\n'
        '<div class="breadcrumb"><a href="/">Startseite</a> &gt; <a href="/Rathaus/">Rathaus</a> '
        '&gt; <a href="/Rathaus/Politik/">Politik</a> &gt; Ratsinformationssystem</div>\n'
        '<div id="content"><h1>Ratsinformationssystem</h1>\n'
    )


def _portal_link(name: str, href: str) -> str:
    return f'<li class="navi_punkt"><a href="{href}" class="navi_2">{escape(name)}</a></li>'


_PORTAL = _portal()
_FOOT = (
    '\n</div></div>\n<ul class="footer"><li><a href="javascript:history.back()">zurück</a></li>'
    '<li><a href="#top">Nach oben</a></li>'
    '<li><a href="javascript:window.print()">Seite drucken</a></li></ul>\n'
    '<div id="fuss"><p>&copy; Stadt Herne (Nachbau für Versuche)</p></div></div></body></html>\n'
)


def framed(kind: str, title: str, main: str) -> str:
    """A whole page: the portal, ALLRIS's own container of class `kind`, and in it `main`.

    `title` is plain text; it becomes the page's title and, followed by two blanks, its heading.
    """
    text = escape(title, quote=False)
    return (
        f'{_HEAD.format(title=text)}{_PORTAL}<div id="allriscontainer" class="{kind}">'
        f'<div id="risname_raw"><h1>{text}&nbsp;&nbsp;</h1></div>\n<div id="risnavi"></div>\n'
        '<div id="rismain_raw" style="width: 100%;"><div id="posOuterLocator"></div>'
        f"{main}{_FOOT}"
    )


def encoded(page: str) -> bytes:
    """The page as its bytes leave the server."""
    return page.encode(CHARSET, "xmlcharrefreplace")


def not_found() -> bytes:
    """What ALLRIS answers, with status 200, to a number that it does not know."""
    text = "Es wurde kein Datensatz gefunden."
    main = f'<table class="tk1"><tr><td class="text1">{text}</td></tr></table>'
    return encoded(framed("fehler", "Ratsinformation", main))


def post_form(action: str, fields: Mapping[str, int], css: str, value: str, title: str) -> str:
    """A form with hidden fields and one button, byte by byte as ALLRIS writes it."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{field}"  />' for name, field in fields.items()
    )
    return (
        f'<form action="{action}" method="post" style="margin:0">{hidden}'
        f'<input type="submit" class="{css}" value="{value}" title="{title}"  /></form>'
    )


def document_form(number: int, name: str, title: str, *, collected: bool = False) -> str:
    """The form that opens a PDF (do027)."""
    typ = '<input type="hidden" name="typ" value="130"  />' if collected else ""
    return (
        '<form action="do027.asp" method="post" style="margin:0" target="_blank">'
        f'<input type="hidden" name="DOLFDNR" value="{number}"  />'
        f'<input type="hidden" name="options" value="64"  />{typ}'
        f'<input type="submit" class="il2_p" value="{name}" '
        f'title="{title} (Öffnet PDF-Datei in neuem Fenster)"  /></form>'
    )
