"""What the commands that report have in common: where the report goes, what is followed."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from harvester.archive import Archive
from harvester.cli import render
from harvester.cli.options import shown
from harvester.follow import followed_ids, load
from harvester.reports import folder
from harvester.reports.text import Line

output_option = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, and only if something changed (default: standard output).",
)


def put_lines(lines: Iterable[Line], output: Path | None, archive: Path) -> None:
    """Show lines on the terminal, or write them to a file."""
    if output is not None:
        put("".join(f"{_one_line(text)}\n" for text, _ in lines), output, archive)
        return
    out = render.console()
    for text, is_heading in lines:
        out.print(render.safe(_one_line(text), "bold" if is_heading else ""), soft_wrap=True)


def _one_line(text: str) -> str:
    return render.plain(" ".join(text.splitlines()))


def put(text: str, output: Path | None, archive: Path) -> None:
    """Write a report to standard output or a file.

    Raises:
        click.BadParameter: the file is the archive.
    """
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    if output.resolve() == archive.resolve():
        raise click.BadParameter(f"{shown(output)} is the archive.", param_hint="--output")
    folder.write(output, text)


def follows(held: Archive, *, only: bool) -> dict[str, list[str]]:
    """The papers that are followed in an archive, with the labels of what they are followed for.

    Args:
        held: The archive.
        only: Nothing else is asked for, so it is said if there is none.
    """
    found = load(held.path)
    if only and not found:
        click.echo("You follow nothing yet; harvester follow 2009/0346 begins it.", err=True)
    return followed_ids(held, found)
