"""Options that several commands share."""

from pathlib import Path

import click

from harvester import DATA

ARCHIVE = DATA / "archive.sqlite"

archive_option = click.option(
    "--archive",
    type=click.Path(dir_okay=False, path_type=Path),
    default=ARCHIVE,
    help="The SQLite file (default: data/archive.sqlite in the project).",
)


def shown(path: Path) -> str:
    """A path as short as the user would type it here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
