"""`datapackage.json`: a release described for programs, as a Frictionless Data Package (v1)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from harvester.archive import Archive
from harvester.archive.descriptions import DESCRIPTIONS
from harvester.exports.release_facts import LICENSES, Facts
from harvester.exports.release_missing import COLUMNS
from harvester.records import RECORD_TYPES
from harvester.text import slug

_PARQUET = "application/vnd.apache.parquet"
#: Fields of Table Schema by the types that `exports.parquet` writes.
_TYPES = {
    "string": "string",
    "int64": "integer",
    "bool": "boolean",
    "date32[day]": "date",
    "timestamp[us]": "datetime",
}
_KEYS = 'SELECT "from", "table" FROM pragma_foreign_key_list(?) ORDER BY 1'
_NUMBERS = frozenset({"listed", "held"})


def datapackage(
    held: Archive, facts: Facts, folder: Path, tables: Mapping[str, int], sums: Mapping[str, str]
) -> str:
    """The descriptor of the files in a folder.

    Args:
        held: The archive of the release.
        facts: What the release is.
        folder: The release.
        tables: The tables in `parquet/` and their rows.
        sums: SHA-256 by path within the folder.
    """
    descriptor: dict[str, Any] = {
        "profile": "data-package",
        "name": slug(f"ratsvorlagen {' '.join(facts.towns)}"),
        "title": facts.title,
        "description": f"Ratsvorlagen, Beratungsfolgen und Dokumenttexte. Stand {facts.day}; siehe "
        "README.md.",
        "version": facts.day,
        "keywords": ["Kommunalpolitik", "Ratsinformationssystem", "Beratungsfolge", *facts.towns],
        "contributors": [{"title": facts.publisher, "role": "publisher"}],
        "sources": [
            {"title": f"{source['body_name']} ({source['system']})", "path": source["base_url"]}
            for source in facts.sources
        ],
    }
    if facts.license:
        known = LICENSES[facts.license]
        descriptor["licenses"] = [{"name": facts.license, "path": known.url, "title": known.title}]
    described = [
        {
            **resource,
            "bytes": (folder / resource["path"]).stat().st_size,
            "hash": f"sha256:{sums[resource['path']]}",
        }
        for resource in _resources(held, folder, tables)
    ]
    descriptor["resources"] = described
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _resources(held: Archive, folder: Path, tables: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    yield {
        "profile": "data-resource",
        "name": "archive",
        "path": "archive.sqlite",
        "description": "Everything in one SQLite file, with full text.",
        "format": "sqlite",
        "mediatype": "application/vnd.sqlite3",
    }
    for table, rows in tables.items():
        path = f"parquet/{table}.parquet"
        yield {
            "profile": "tabular-data-resource",
            "name": table,
            "path": path,
            "title": table,
            "description": f"{DESCRIPTIONS[table][0]} {rows} rows.",
            "format": "parquet",
            "mediatype": _PARQUET,
            "schema": _schema(held, folder / path, table),
        }
    fields = [
        {"name": name, "type": "integer" if name in _NUMBERS else "string", "description": text}
        for name, text in COLUMNS.items()
    ]
    yield {
        "profile": "tabular-data-resource",
        "name": "missing",
        "path": "missing.csv",
        "description": "What the sources' lists name and what of it is held, by month.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields},
    }


def _schema(held: Archive, path: Path, table: str) -> dict[str, Any]:
    """A Table Schema of what the Parquet file says of itself."""
    from pyarrow.parquet import read_schema  # noqa: PLC0415  # pyarrow is an extra, and slow

    fields = [
        {
            "name": field.name,
            "type": _TYPES.get(str(field.type), "array"),
            "description": field.metadata[b"description"].decode(),
        }
        for field in read_schema(path)
    ]
    schema: dict[str, Any] = {"fields": fields}
    if table in {cls.record for cls in RECORD_TYPES}:
        schema["primaryKey"] = ["id"]
    keys = [
        {"fields": [field], "reference": {"resource": other, "fields": ["id"]}}
        for field, other in held.db.conn.execute(_KEYS, (table,))
    ]
    if keys:
        schema["foreignKeys"] = keys
    return schema
