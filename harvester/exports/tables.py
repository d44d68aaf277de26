"""Which tables are given away, and how: as CSV or as Parquet."""

from pathlib import Path

from harvester.archive import Archive
from harvester.errors import HarvesterError
from harvester.exports.csv_table import Written, write_csv
from harvester.records import RECORD_TYPES

__all__ = ("LEFT_OUT", "TABLES", "TODAY_ONLY", "Written", "write_csv", "write_parquet")

#: The tables that are exported, in this order.
TABLES: tuple[str, ...] = (
    *(cls.record for cls in RECORD_TYPES),  # what was harvested, with where each row comes from
    "beratungsfolge",  # the view that people read, without having to join
    *("body", "source"),  # what the ids of towns and sources stand for
    *("run", "snapshot"),  # when and by what it was harvested: `snapshot_id` and `run_id` lead here
    *("change", "file_version"),  # what was different before
    "derived",  # which values the archive concluded instead of reading them
    # what is missing, and what is odd: who counts must know it
    *("listing", "coverage", "ledger", "absence", "finding"),
    "schema_description",  # what all columns mean
)
#: The other tables, and why they are no use elsewhere.
LEFT_OUT: dict[str, str] = {
    "frontier": "what the crawler still has to fetch; changes with every page",
    "paper_text": "made from other tables, for the search",
    "paper_fts": "an index",
    "title_fts": "an index",
    "_sqlite_migrations": "versions of the SQLite file",
}
#: Tables that an archive `as_of` a time does not have: empty, they would say that all is well.
TODAY_ONLY = frozenset({"change", "ledger", "absence"})


def write_parquet(held: Archive, table: str, path: Path, *, source_id: str | None = None) -> int:
    """Write a table as a Parquet file, which is there whole or not at all.

    Days are dates, our own times timestamps in UTC (without a zone), yes and no booleans, lists
    lists; local times are text with their offset. Table and columns carry their descriptions.

    Args:
        held: The archive.
        table: One of `TABLES`.
        path: The file; one that is there is replaced.
        source_id: Only what this source gave.

    Returns:
        The number of rows.

    Raises:
        HarvesterError: pyarrow is not installed.
        ExportError: the file cannot be written, or a value is not what its column holds.
        KeyError: the archive has no such table.
    """
    try:
        from harvester.exports import parquet  # noqa: PLC0415  # pyarrow is an extra, and slow
    except ImportError as error:
        raise HarvesterError(
            "Parquet needs the package pyarrow; install it with "
            "`pip install --editable '.[parquet]'`."
        ) from error
    return parquet.write(held, table, path, source_id)
