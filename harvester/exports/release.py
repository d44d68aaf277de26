"""A data set to give away: one folder or zip file with the data, what it means and what it lacks.

It is made in a hidden folder beside its place and stands there whole or not at all. The same
archive gives the same bytes: no time of today is in it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harvester.archive import Archive
from harvester.archive.describe import schema_markdown
from harvester.archive.publishing import publish
from harvester.exports.datapackage import datapackage
from harvester.exports.release_facts import Facts, facts_of
from harvester.exports.release_missing import missing_csv, missing_markdown
from harvester.exports.release_place import SUMS, files_in, placed
from harvester.exports.release_texts import citation_cff, license_text, readme
from harvester.exports.tables import TABLES, TODAY_ONLY, write_parquet

ARCHIVE = "archive.sqlite"
_PARQUET = "parquet"
#: All that a release may hold.
NAMES = frozenset(
    {
        *(ARCHIVE, "README.md", "LICENSE.md", "CITATION.cff", "schema.md"),
        *("missing.csv", "missing.md", "datapackage.json", SUMS),
        *(f"{_PARQUET}/{table}.parquet" for table in TABLES),
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a release; None: the default. `at` as in `as_of`."""

    at: str | None = None
    with_staff: bool = False
    title: str | None = None
    publisher: str | None = None
    license: str | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """What was written: what it says of itself, and how many bytes each file has."""

    facts: Facts
    sizes: dict[str, int]


def write_release(held: Archive, to: Path, wanted: Wanted) -> Released:
    """Write a release; one that is there is replaced.

    Args:
        held: The whole archive.
        to: A folder, or a file that ends with `.zip`.
        wanted: What is asked of it.

    Raises:
        ExportError: something else is there, or the place cannot be written.
        ArchiveError: the archive holds nothing yet, or there is no room.
        HarvesterError: pyarrow is not installed.
    """
    with placed(to, NAMES) as place:
        facts = _fill(held, place.folder, wanted)
        place.day = facts.day
        sizes = {path: (place.folder / path).stat().st_size for path in files_in(place.folder)}
    return Released(facts, sizes)


def _fill(held: Archive, folder: Path, wanted: Wanted) -> Facts:
    """Write all files, the checksums last."""
    changed = publish(held, folder / ARCHIVE, with_staff=wanted.with_staff, at=wanted.at)
    with Archive.open(folder / ARCHIVE, mode="read") as copy:
        facts = facts_of(
            copy,
            at=wanted.at,
            title=wanted.title,
            publisher=wanted.publisher,
            license_id=wanted.license,
            left_out=None if wanted.with_staff else changed,
        )
        (folder / _PARQUET).mkdir()
        tables = {
            table: write_parquet(copy, table, folder / _PARQUET / f"{table}.parquet")
            for table in TABLES
            if wanted.at is None or table not in TODAY_ONLY
        }
        (folder / "missing.csv").write_bytes(missing_csv(copy))
        texts = {
            "README.md": readme(facts),
            "LICENSE.md": license_text(facts),
            "CITATION.cff": citation_cff(facts),
            "schema.md": schema_markdown(),
            "missing.md": missing_markdown(copy, facts.day),
        }
        for path, text in texts.items():
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        described = datapackage(copy, facts, folder, tables, _sums(folder))
    (folder / "datapackage.json").write_text(described, encoding="utf-8", newline="\n")
    lines = (f"{value}  {path}\n" for path, value in _sums(folder).items())
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return facts


def _sums(folder: Path) -> Mapping[str, str]:
    """SHA-256 by path."""
    sums = {}
    for path in files_in(folder):
        with (folder / path).open("rb") as file:
            sums[path] = hashlib.file_digest(file, "sha256").hexdigest()
    return sums
