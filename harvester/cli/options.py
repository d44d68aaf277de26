"""Options that several commands share."""

import shutil
import sys
from pathlib import Path

import click

from harvester import DATA

ARCHIVE = DATA / "archive.sqlite"
#: Exit codes by the outcome of a run; 2 is wrong usage.
EXIT_CODES = {"complete": 0, "incomplete": 1, "failed": 1, "interrupted": 1, "refused": 3}

archive_option = click.option(
    "--archive",
    type=click.Path(dir_okay=False, path_type=Path),
    default=ARCHIVE,
    help="The SQLite file (default: data/archive.sqlite in the project).",
)

contact_option = click.option(
    "--contact",
    envvar="HARVESTER_CONTACT",
    show_envvar=True,
    help="Mail address or web page named in the user agent.",
)
delay_option = click.option(
    "--delay",
    type=click.FloatRange(min=0),
    help="Seconds between two requests (default: 1; 0 only for a site of your own).",
)


def shown(path: Path) -> str:
    """A path as short as the user would type it here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def program() -> str:
    """How the user calls this program here: its name, or the path where that is not enough."""
    called = Path(sys.argv[0])
    if called.name != "harvester" or shutil.which("harvester") == str(called.resolve()):
        return "harvester"
    return shown(called)
