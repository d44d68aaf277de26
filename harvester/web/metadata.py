"""What Datasette is told of the archive: names, descriptions and queries, from `data/web`."""

import csv
import tomllib
from typing import Any

from harvester import DATA
from harvester.archive.descriptions import DESCRIPTIONS

_FOLDER = DATA / "web"
#: In `columns.csv`: the column is described so wherever no table says otherwise.
_ANY = "*"


def queries() -> dict[str, dict[str, Any]]:
    """The queries that are offered, by name: title, description, sql."""
    with (_FOLDER / "queries.toml").open("rb") as file:
        return {name: {**query, "hide_sql": True} for name, query in tomllib.load(file).items()}


def tables() -> dict[str, dict[str, Any]]:
    """How tables and views are shown, by name."""
    with (_FOLDER / "tables.toml").open("rb") as file:
        told = tomllib.load(file)
    meanings = _columns()
    return {name: {**table, "columns": _of_table(name, meanings)} for name, table in told.items()}


def _of_table(name: str, meanings: dict[str, dict[str, str]]) -> dict[str, str]:
    """What the columns of a table mean, in their order."""
    _, columns = DESCRIPTIONS.get(name, ("", {}))
    known = meanings[_ANY] | meanings.get(name, {})
    return {column: known[column] for column in columns if column in known}


def metadata(name: str, settings: dict[str, Any]) -> dict[str, Any]:
    """All that Datasette is told.

    Args:
        name: the archive's among the databases.
        settings: of our own plugin, which it finds there.
    """
    return {
        "title": "Ratsarchiv",
        "plugins": {"harvester": settings},
        "databases": {
            name: {
                "title": "Ratsarchiv: Tabellen und Abfragen",
                "description_html": (_FOLDER / "database.html").read_text(encoding="utf-8"),
                "tables": tables(),
                "queries": queries(),
            }
        },
    }


def _columns() -> dict[str, dict[str, str]]:
    """What columns mean, by table and column."""
    described: dict[str, dict[str, str]] = {}
    with (_FOLDER / "columns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            described.setdefault(row["table"], {})[row["column"]] = row["german"]
    return described
