"""Addresses of the sample's pages, what pages say, and archives into which a test wrote."""

from pathlib import Path

from datasette.app import Datasette

from harvester.archive import Archive
from harvester.web.app import build
from web.asking import get, texts, tree
from web.samples import fill

PAPER, MOTION, PLAN = (f"/vorlage/town/paper/{n}" for n in (1, 2, 3))
COUNCIL, SCHOOLS = "/gremium/town/organization/5", "/gremium/town/organization/7"
PAGES = (
    *("/", "/hilfe", "/suche", "/suche?q=kita", "/suche?q=nichts+davon", "/abdeckung"),
    *(PAPER, MOTION, PLAN, COUNCIL, SCHOOLS, "/sitzung/town/meeting/3", "/sitzung/town/meeting/4"),
    *("/nichts", "/vorlage/nichts", "/gremium/nichts", "/sitzung/nichts"),
)


def said(app: Datasette, path: str, of: str = "//main") -> str:
    """What a page says, or a part of it."""
    return " ".join(texts(get(app, path), of))


def facts(app: Datasette, path: str) -> dict[str, str]:
    """The facts at the head of a page."""
    pairs = tree(get(app, path)).xpath("//dl[@class='fakten']/div")
    return {
        pair.find("dt").text_content(): " ".join(pair.find("dd").text_content().split())
        for pair in pairs
    }


#: Another source of the same town, which was given up, with the council's motion under a number.
RETIRED = (
    "INSERT INTO source VALUES ('pbu', 'town', 'politik_bei_uns', 'https://p.example/', '2018')",
    "UPDATE paper SET source_id = 'pbu', reference = '2009/0001' WHERE id = 'town/paper/2'",
)


def changed(folder: Path, *statements: str) -> Datasette:
    """An application over the sample after these statements."""
    path = folder / "archive.sqlite"
    fill(path)
    with Archive.open(path) as archive:
        for statement in statements:
            archive.db.execute(statement)
        archive.db.conn.commit()
    return build(path)
