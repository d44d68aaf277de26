"""What a page may say of a document that is held, and which differences are none."""

from harvester.archive.columns import VOLATILE, Columns, Stored
from harvester.archive.notes import Sighting
from harvester.records import File

#: What is read from the bytes.
OF_BYTES = frozenset(("text", "text_status", "text_sha256", "text_engine", "page_count"))
#: What pages call a file.
NAMES = frozenset(("name", "role", "number", "status_raw"))


def stated_of_file(
    columns: Columns,
    record: File,
    held: list[Stored],
    stated: frozenset[str] | None,
    seen: Sighting,
) -> frozenset[str]:
    """What a page may say of a file that is held.

    What was read from the bytes stands: a page's own reading is for lack of them. Several pages
    list one file by several names: the one that named it first goes on naming it.
    """
    fields = frozenset(columns.names if stated is None else stated)
    if record.sha256 is not None:
        return fields
    if held[columns.position["sha256"]]:
        fields -= OF_BYTES
    if _page_name(str(held[columns.position["source_url"]])) != _page_name(seen.url):
        fields -= {name for name in NAMES if held[columns.position[name]] is not None}
    return fields


def _page_name(url: str) -> str:
    """The last part of an address, which stays when a system moves."""
    return url.rpartition("/")[2]


def only_volatile(
    columns: Columns, held: list[Stored], cells: list[Stored], differing: list[int]
) -> bool:
    """Whether all that differs is an address that was good for one session only."""
    volatile = VOLATILE.get(columns.record)
    if volatile is None:
        return False
    expires = columns.position["expires"]
    return bool(held[expires] and cells[expires]) and all(
        columns.names[index] in volatile for index in differing
    )
