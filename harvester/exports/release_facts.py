"""What a release says of itself: of whom, as of when, how much, under which licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from harvester.archive import Archive
from harvester.archive.errors import ArchiveError, translated
from harvester.records import RECORD_TYPES


class License(NamedTuple):
    """A licence for data. `cff`: the Citation File Format 1.2.0 knows its id."""

    title: str
    url: str
    cff: bool


#: By SPDX id: licences that are made for data.
LICENSES = {
    "CC0-1.0": License(
        "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", cff=True
    ),
    "CC-BY-4.0": License(
        "Creative Commons Namensnennung 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        cff=True,
    ),
    "CC-BY-SA-4.0": License(
        "Creative Commons Namensnennung, Weitergabe unter gleichen Bedingungen 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        cff=True,
    ),
    "DL-DE-ZERO-2.0": License(
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
        cff=False,
    ),
    "DL-DE-BY-2.0": License(
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
        cff=False,
    ),
    "ODbL-1.0": License(
        "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", cff=True
    ),
    "ODC-By-1.0": License(
        "Open Data Commons Attribution 1.0",
        "https://opendatacommons.org/licenses/by/1-0/",
        cff=True,
    ),
    "PDDL-1.0": License(
        "Public Domain Dedication and License 1.0",
        "https://opendatacommons.org/licenses/pddl/1-0/",
        cff=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told in several files of a release.

    `day` is the day of the data: that of `--as-of`, else of the last response. `software` made the
    newest run. `left_out` counts values by `table.column`, None: nothing was left out.
    """

    title: str
    publisher: str
    license: str | None
    day: str
    at: str | None
    software: str
    towns: tuple[str, ...]
    sources: tuple[dict[str, str], ...]
    counts: dict[str, int]
    left_out: Mapping[str, int] | None

    @property
    def citation(self) -> str:
        """One line to cite the release by."""
        return f"{self.publisher} ({self.day[:4]}): {self.title}. Datensatz, Stand {self.day}."


def facts_of(
    held: Archive,
    *,
    at: str | None,
    title: str | None,
    publisher: str | None,
    license_id: str | None,
    left_out: Mapping[str, int] | None,
) -> Facts:
    """Gather them from the copy that is given away.

    Raises:
        ArchiveError: the archive holds nothing yet.
    """
    with translated(held.path):
        conn = held.db.conn
        (last,) = conn.execute("SELECT max(retrieved_at) FROM snapshot").fetchone()
        software = conn.execute(
            "SELECT software FROM run ORDER BY started DESC, id DESC"
        ).fetchone()
        counts = {cls.record: held.db.table(cls.record).count for cls in RECORD_TYPES}
    if last is None:
        raise ArchiveError(f"{held.path} holds nothing yet; fill it with `harvester crawl`.")
    sources = held.sources()
    towns = tuple(sorted({str(source["body_name"]) for source in sources}))
    return Facts(
        title=title or f"Ratsvorlagen und Beratungsfolgen: {', '.join(towns)}",
        publisher=publisher or "council-harvester",
        license=license_id,
        day=(at or last)[: len("2026-11-21")],
        at=at,
        software=str(software[0]),
        towns=towns,
        sources=tuple(
            {name: str(source[name]) for name in ("id", "system", "base_url", "body_name")}
            for source in sources
        ),
        counts=counts,
        left_out=left_out,
    )
