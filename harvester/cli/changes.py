"""The command that tells what is new: changes."""

from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import click

from harvester import clock
from harvester.archive import Archive
from harvester.archive.telling import cleaner_of
from harvester.cli import render
from harvester.cli.filters import day, source_id, source_option
from harvester.cli.options import archive_option
from harvester.cli.reporting import follows, output_option, put, put_lines
from harvester.reports import atom, markdown, objects, text, unnamed
from harvester.reports.news import gather, with_texts

_SHOWN = 200


@click.command()
@archive_option
@click.option(
    "--since", metavar="DATE", callback=day, help="First day, in UTC (default: yesterday)."
)
@click.option("--until", metavar="DATE", callback=day, help="Last day, in UTC (default: today).")
@source_option
@click.option("--followed", "only_followed", is_flag=True, help="Only what you follow.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"At most N papers and meetings that you do not follow (default: {_SHOWN}; JSON: all).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json", "atom")),
    default="text",
    help="text for the terminal (default), markdown and atom (a feed) in German for readers, "
    "without names of staff as far as they are known, json (an array) for programs.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@output_option
def changes(
    archive: Path,
    *,
    since: date | None,
    until: date | None,
    source: str | None,
    only_followed: bool,
    limit: int | None,
    form: Literal["text", "markdown", "json", "atom"],
    as_json: bool,
    output: Path | None,
) -> None:
    """Show which papers and meetings changed, newest day first.

    New papers and meetings, steps, dates, roles, results, texts and documents that were added,
    changed or withdrawn. What you follow (harvester follow) comes first and is never cut off. A
    source that was harvested for the first time is one line.
    """
    since = since or clock.today() - timedelta(days=1)
    until = until or max(clock.now().date(), since)
    if since > until:
        raise click.BadParameter(f"{since} is after {until}.", param_hint="--since")
    form = "json" if as_json else form
    with Archive.open(archive, mode="read") as held:
        news = gather(
            *(held, since.isoformat(), until.isoformat()),
            source_id=source_id(held, source),
            followed=follows(held, only=only_followed),
            only_followed=only_followed,
        ).first(limit or (None if form == "json" else _SHOWN))
        if form == "atom":
            news = with_texts(held, news)
        if form in {"atom", "markdown"}:
            news = unnamed.news(news, cleaner_of(held))
    if form == "text":
        put_lines(text.changes(news), output, archive)
    elif form == "json":
        put(render.as_json(objects.changes(news)) + "\n", output, archive)
    elif form == "markdown":
        put(markdown.changes(news), output, archive)
    else:
        name = "followed" if only_followed else "changes"
        put(atom.feed(news, f"{name} {source or ''}"), output, archive)


COMMANDS = (changes,)
