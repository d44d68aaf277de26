"""The command that writes the archive's records for other programs: export."""

import json
import sys
from pathlib import Path

import click

from harvester.archive.columns import to_json
from harvester.archive.export import records
from harvester.cli.filters import as_of_option, reading, source_id, source_option
from harvester.cli.options import archive_option
from harvester.records import RECORD_TYPES


@click.command()
@archive_option
@click.option(
    "--record",
    "types",
    metavar="TYPE",
    type=click.Choice([cls.record for cls in RECORD_TYPES]),
    multiple=True,
    help="Only records of this type, such as paper or consultation; may be given several times.",
)
@source_option
@as_of_option
def export(archive: Path, types: tuple[str, ...], source: str | None, at: str | None) -> None:
    """Write all records to standard output, as JSON Lines.

    One object a line, as `harvester parse` prints them, with gone_at, gone_reason, source_url,
    first_seen and updated_at. Papers come before their steps, within a type by id. What is gone is
    included, with gone_at set.
    """
    out = sys.stdout.buffer
    with reading(archive, at) as held:
        for record in records(held, types, source_id(held, source)):
            out.write(_line(to_json(record)).encode() + b"\n")
    out.flush()


def _line(text: str) -> str:
    """JSON in which what a terminal would obey is escaped; json itself leaves it as it is."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


COMMANDS = (export,)
