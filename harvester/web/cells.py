"""Cells of Datasette's tables that lead somewhere: to our pages, to copies, to the sources."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from harvester.reports import clean
from harvester.web.pages.words import address

#: Columns that name a record which has a page of ours, and the kind of page.
_PAGES = {
    "paper_id": "vorlage",
    "meeting_id": "sitzung",
    "organization_id": "gremium",
    "file_id": "dokument",
    "snapshot_id": "kopie",
}
#: Tables of such records, and the columns by which people know them.
_NAMED = {
    "paper": ("vorlage", ("reference", "name")),
    "meeting": ("sitzung", ("name", "date")),
    "organization": ("gremium", ("name",)),
    "file": ("dokument", ("name", "file_name", "sha256")),
}
#: Columns of queries that show what the row's other column names.
_SHOWN = {
    "Vorlage": "paper_id",
    "Betreff": "paper_id",
    "Sitzung": "meeting_id",
    "Gremium": "organization_id",
    "Dokument": "file_id",
}
_BLANK = re.compile(r"\s")
_SHA256 = re.compile("[0-9a-f]{64}")
_ELSEWHERE = Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>')
_HERE = Markup('<a href="{}">{}</a>')
#: Pages that show stored bytes.
_STORED = ("/kopie/", "/dokument/")
_LONGEST = 80


def cell(row: Any, value: Any, column: str, table: str | None, *, stores: bool) -> Markup | None:
    """What a cell shows where it leads somewhere; None: Datasette shows it as it is.

    `value` may be a key with its label, as Datasette looks it up. Without `stores` there are no
    stored pages and documents to lead to.
    """
    text = value
    if isinstance(value, dict):
        value, text = value["value"], value["label"]
    if value is None or isinstance(value, bytes):
        return None
    to = _target(dict(zip(row.keys(), row, strict=True)), value, column, table)
    if to is not None and (stores or not to.startswith(_STORED)):
        return _HERE.format(to, _short(value if text is None else text))
    url = clean.address(value) if isinstance(value, str) and not _BLANK.search(value) else None
    return _ELSEWHERE.format(url, _short(value)) if url else None


def _target(row: Mapping[str, Any], value: Any, column: str, table: str | None) -> str | None:
    """The address within our pages that a cell leads to."""
    if column in _PAGES:
        return address(_PAGES[column], value)
    if column == "agenda_item_id":
        return f"/archive/agenda_item?id__exact={quote(str(value), safe='')}"
    if column == "record_id":
        return _record(row.get("record"), str(value))
    if column == "sha256":
        return _bytes(row, str(value), table)
    return _named(row, value, column, table)


def _named(row: Mapping[str, Any], value: Any, column: str, table: str | None) -> str | None:
    """Of a cell with the name or number of what the row is about."""
    if table is None or table == "beratungsfolge":
        return _of_query(row, value, column)
    kind, columns = _NAMED.get(table, ("", ()))
    if column in columns and row.get("id") is not None:
        return address(kind, _plain(row["id"]))
    return None


def _of_query(row: Mapping[str, Any], value: Any, column: str) -> str | None:
    key = _SHOWN.get(column)
    if key is None:
        return None
    if row.get(key) is not None:
        return address(_PAGES[key], row[key])
    # the view has no ids
    return f"/suche?q={quote(str(value), safe='')}" if column == "Vorlage" else None


def _record(record: str | None, record_id: str) -> str | None:
    """The page of a record of any kind; its id tells the kind where no column does."""
    parts = record_id.split("/")
    told = record or (parts[1] if len(parts) == 3 else "")
    return address(_NAMED[told][0], record_id) if told in _NAMED else None


def _bytes(row: Mapping[str, Any], sha256: str, table: str | None) -> str | None:
    if not _SHA256.fullmatch(sha256):
        return None
    if table == "snapshot":
        return address("kopie", row["id"])
    if table == "file":
        return address("dokument", row["id"])
    if row.get("file_id") is not None:
        return f"{address('dokument', _plain(row['file_id']))}?fassung={sha256}"
    return None


def _plain(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) else value


def _short(text: Any) -> str:
    shown = str(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
