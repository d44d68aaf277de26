"""The pages of the small politik-bei-uns.de: a file in all its forms, a paper, what lies beside."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from harvester.standin.platform.world import TOWN, PlatformFile, PlatformPaper

BESIDE = {
    "info/mitmachen": "Mitmachen",
    "info/das-projekt": "Das Projekt",
    "ratsdokumente/suche": "Volltext-Suche",
    "login": "Login",
    "impressum": "Impressum",
    "contact": "Kontakt",
}
"""Pages that hold nothing here, by their path, with their titles."""

_NOTICE = (
    '<p class="site-notice">Politik bei uns wird nicht mehr aktiv betreut, eine Aktualisierung der '
    "Daten findet ebenso wenig statt wie Support.</p>"
)
_LEGACY = (
    '<p class="legacy-warning">Dies ist ein "Politik bei uns 1"-Dokument. Die Dateien dieser '
    'Kommunen werden nicht mehr aktualisiert. <a href="/info/mitmachen">Im Bereich "Mitmachen" '
    "finden Sie weitere Informationen</a>.</p>"
)
_FOOT = """<div id="footer-wrapper" class="main-wrapper">
        <div id="footer" class="container">
            <div class="row">
                <div class="col-md-4">
                    <h3>Über uns</h3>
                    <p>Ein Nachbau für Versuche.</p>
                </div>
                <div class="col-md-4">
                    <h3>Wichtige Links</h3>
                    <ul>
                        <li><a href="/contact">Kontakt</a></li>
                        <li><a href="/impressum">Impressum</a></li>
                    </ul>
                </div>
                <div class="col-md-4">
                    <h3>Betreiber</h3>
                    <p>Web: <a href="https://okfn.de">okfn.de</a></p>
                </div>
            </div>
        </div>
</div>
    <script type="text/javascript" src="/static/js/webapp.min.js?v=1"></script>
</body>
</html>"""


def file_page(file: PlatformFile) -> str:
    """`/file/<number>`."""
    if file.form == "old":
        return _old_page(file)
    rows = [("Kommune", file.town)]
    if file.form != "oparl":
        rows.append(("Dateiname", file.name))
    rows += [("Größe", filesize(len(file.body))), *_times(file.created, file.modified)]
    side = _keywords(file) if file.form == "keywords" else '        <div class="col-md-6"></div>\n'
    buttons = "" if file.form == "plain" else _across(_buttons(file, details=False))
    text = (
        f'            <h3>Inhalt der Datei</h3>\n            <div id="file-text-raw">\n'
        f"                {escape(file.text, quote=False)}\n            </div>\n"
    )
    main = f"{_data(rows, side)}{buttons}{_across(text)}"
    title = f"Datei aus {file.town}: {file.name}"
    return _framed("file-single", title, file.name, main, legacy=file.town == TOWN)


def paper_page(shown: PlatformPaper) -> str:
    """`/paper/<number>`."""
    paper = shown.paper
    rows = [("Kommune", TOWN), ("Referenz", paper.reference), ("Typus", paper.kind)]
    rows += _times(shown.created, None)
    files = "".join(
        _across(
            f"            <h3>{'Weitere Datei' if n else 'Hauptdatei'}: {escape(file.name)}</h3>\n"
            f"{_buttons(file, details=True)}"
        )
        for n, file in enumerate(shown.files)
    )
    main = f"{_data(rows, '')}{files}"
    title = f"Dokument aus {TOWN}: {paper.subject}"
    return _framed("paper-single", title, paper.subject, main, legacy=True)


def plain_page(title: str) -> str:
    """A page that holds nothing but its title."""
    return _framed("default", title, title, "", legacy=False)


def filesize(size: int) -> str:
    """A number of bytes as the platform shows it: cut off, not rounded; 1 kB is 1000 bytes."""
    if size > 10_000_000:
        return f"{size // 1_000_000} MB"
    if size > 1_000_000:
        return f"{round(size / 1_000_000, 1)} MB".replace(".", ",")
    if size > 10_000:
        return f"{size // 1000} kB"
    return f"{round(size / 1000, 1)} kB".replace(".", ",") if size > 1000 else f"{size} Byte"


def _times(created: datetime | None, modified: datetime | None) -> list[tuple[str, str]]:
    times = (("Erstellt", created), ("Aktualisiert", modified))
    return [(label, f"{time:%d.%m.%y, %H:%M}") for label, time in times if time]


def _data(rows: Iterable[tuple[str, str]], side: str) -> str:
    shown = "".join(
        f'                <div class="row">\n                    <div class="col-md-6">{label}'
        f'</div>\n                    <div class="col-md-6">{escape(value, quote=False)}</div>\n'
        "                </div>\n"
        for label, value in rows
    )
    return (
        '    <div class="row gap-after">\n        <div class="col-md-6">\n'
        '            <h3>Daten</h3>\n            <div class="container nogutter gap-after">\n'
        f"{shown}            </div>\n        </div>\n{side}    </div>\n"
    )


def _keywords(file: PlatformFile) -> str:
    return (
        '        <div class="col-md-6">\n            <h3>Stichworte</h3>\n'
        '            <div id="file-keywords" class="gap-after">\n'
        f'                <div class="gap-after">{", ".join(file.keywords)}</div>\n'
        f'                <a href="/login?redirect_to=/file/{file.hex}">Neues Stichwort (login '
        "erforderlich)</a>\n            </div>\n        </div>\n"
    )


def _across(inside: str) -> str:
    return (
        f'    <div class="row gap-before">\n        <div class="col-md-12">\n{inside}'
        "        </div>\n    </div>\n"
    )


def _buttons(file: PlatformFile, *, details: bool) -> str:
    address = f"/file/{file.hex}"
    links: Sequence[tuple[str, str, str]] = (
        ("/view", "primary", "öffnen"),
        ("/download", "success", "download"),
        ("/report", "danger", "melden"),
    )
    if details:
        links = (("", "info", "Details"), *links)
    shown = "\n".join(
        f'            <a href="{address}{path}" class="btn btn-{css}">{text}</a>'
        for path, css, text in links
    )
    size = filesize(len(file.body))
    return (
        '        <div>\n        </div>\n        <p class="file-actions">\n'
        f"{shown}\n            Dateigröße: {size}\n        </p>\n"
    )


def _old_page(file: PlatformFile) -> str:
    """A page of before 2018: no data, previews of the sheets, the text."""
    name, number = escape(file.document.name), file.hex
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{name} | Politik bei '
        f'uns</title></head><body>\n<div id="docdetails"><div class="content top"><h1>Datei: {name}'
        f'</h1></div>\n<div class="attachment content middle" id="filepreview-{number}">'
        '<h2>Vorschau der Datei</h2><div class="thumbs"><div class="thumbsinner">'
        f'<img class="thumb" src="/thumbs/{number}/1.jpg" alt="Vorschau zu {name}" />'
        "</div></div></div>\n"
        f'<div class="actions"><a target="_blank" href="/file/{number}/download" class="awesome">'
        'Datei downloaden</a></div>\n<div class="attachment content middle" '
        f'id="filetext-{number}"><h2>Inhalt der Datei</h2><div class="fulltext">'
        '<div class="complete"><div class="text">'
        f"{escape(file.text, quote=False)}</div></div></div></div>\n</div></body></html>"
    )


def _framed(css: str, title: str, heading: str, main: str, *, legacy: bool) -> str:
    links = "".join(
        f'<li class="nav-item"><a class="nav-link" href="/{path}">{text}</a></li>'
        for path, text in (("", "Home"), *BESIDE.items())
    )
    shown = escape(title, quote=False)
    return (
        f"<!DOCTYPE html>\n<html>\n<head>\n    <title>{shown} | Politik bei uns</title>\n"
        '        <meta charset="utf-8"/>\n        <meta http-equiv="X-UA-Compatible" '
        f'content="IE=edge,chrome=1"/>\n        <meta property="og:title" '
        f'content="{escape(title)} | Politik bei uns">\n</head>\n<body class="{css}">\n'
        '<div id="header-wrapper" class="main-wrapper">\n        <div id="header" '
        f'class="container">\n            <nav class="navbar"><ul class="navbar-nav">{links}</ul>'
        f'</nav>\n        </div>\n</div>\n{_NOTICE}\n<div id="statement-wrapper" '
        'class="main-wrapper">\n    <div id="statement" class="container">\n'
        '    <div class="row">\n        <div class="col-md-12">\n'
        f"            <h1>{escape(heading, quote=False)}</h1>\n"
        f"            {_LEGACY if legacy else ''}\n        </div>\n    </div>\n    </div>\n</div>\n"
        '<div id="content-wrapper" class="main-wrapper">\n    <div id="content" '
        f'class="container">\n{main}    </div>\n</div>\n{_FOOT}'
    )
