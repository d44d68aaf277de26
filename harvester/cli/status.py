"""The command status: whether the archive can be trusted."""

from pathlib import Path

import click

from harvester.archive import Archive
from harvester.archive.errors import translated
from harvester.archive.health import MAX_AGE, Health, as_report, health
from harvester.cli import render, render_status
from harvester.cli.options import archive_option, shown
from harvester.clock import utc_now
from harvester.sources import sources_by_name


@click.command()
@archive_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    default=MAX_AGE,
    show_default=True,
    metavar="DAYS",
    help="How old the last complete crawl of a source may be.",
)
@click.option("--source", help="Only this source.")
@click.option(
    "--months", is_flag=True, help="Show every month, not only those that lack something."
)
@click.pass_context
def status(
    ctx: click.Context,
    *,
    archive: Path,
    as_json: bool,
    max_age: float,
    source: str | None,
    months: bool,
) -> None:
    """Show how fresh and how complete the archive is, and whether all is well.

    Exit code 0: every source in the archive is healthy; 1: one is not, or nothing is held.
    """
    with Archive.open(archive, mode="read") as held, translated(archive):
        found = health(held.db, utc_now(), max_age)
    if source is not None:
        found = [_only(found, source, archive)]
    report = as_report(found)
    if as_json:
        click.echo(render.as_json(report))
    else:
        _show(found, archive, months=months)
    ctx.exit(0 if report["healthy"] else 1)


def _only(found: list[Health], name: str, archive: Path) -> Health:
    """The source of this name or id."""
    registered = sources_by_name().get(name.lower())
    source_id = registered.id if registered else name
    for source in found:
        if source.source_id == source_id:
            return source
    held = ", ".join(source.source_id for source in found) or "nothing yet"
    raise click.ClickException(f"{shown(archive)} holds nothing of {name}; it holds {held}.")


def _show(found: list[Health], archive: Path, *, months: bool) -> None:
    out = render.console()
    if not found:
        text = f"{shown(archive)} holds nothing yet; begin with: harvester crawl herne"
        out.print(render.safe(text), soft_wrap=True)
    for index, source in enumerate(found):
        if index:
            out.print()
        render_status.source_health(out, source, months=months)


COMMANDS = (status,)
