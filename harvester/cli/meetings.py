"""The command that tells which meetings are coming up: meetings."""

from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import click

from harvester import clock
from harvester.archive import Archive
from harvester.archive.changes import last_crawl
from harvester.archive.meetings import sittings
from harvester.archive.telling import cleaner_of
from harvester.cli import render
from harvester.cli.filters import day, source_id, source_option
from harvester.cli.options import archive_option
from harvester.cli.reporting import follows, output_option, put, put_lines
from harvester.reports import ical, markdown, objects, text, unnamed

#: Agendas are published weeks before, calendars for the rest of the year.
_DAYS = 60


@click.command()
@archive_option
@click.option("--from", "since", metavar="DATE", callback=day, help="First day (default: today).")
@click.option(
    "--until", metavar="DATE", callback=day, help=f"Last day (default: {_DAYS} days later)."
)
@click.option(
    "--committee", metavar="TEXT", help="Only of committees with this in their name, like schul."
)
@source_option
@click.option(
    "--followed",
    "only_followed",
    is_flag=True,
    help="Only those that have a paper on their agenda that you follow.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json", "ical")),
    default="text",
    help="text for the terminal (default), markdown and ical (a calendar) in German for readers, "
    "without names of staff as far as they are known, json (an array) for programs.",
)
@output_option
def meetings(
    archive: Path,
    *,
    since: date | None,
    until: date | None,
    committee: str | None,
    source: str | None,
    only_followed: bool,
    form: Literal["text", "markdown", "json", "ical"],
    output: Path | None,
) -> None:
    """Show meetings with their agendas, the next ones first.

    Cancelled ones are shown as such. Earlier meetings are shown too, with the results of their
    items, if --from asks for them.
    """
    since = since or clock.today()
    until = until or since + timedelta(days=_DAYS)
    if since > until:
        raise click.BadParameter(f"{since} is after {until}.", param_hint="--from")
    days = (since.isoformat(), until.isoformat())
    with Archive.open(archive, mode="read") as held:
        asked = source_id(held, source)
        found = sittings(held, *days, source_id=asked, committee=committee)
        crawled = last_crawl(held, asked)
        if only_followed:
            papers = follows(held, only=True)
            found = [one for one in found if any(item.paper_id in papers for item in one.items)]
        if form in {"ical", "markdown"}:
            found = unnamed.sittings(found, cleaner_of(held))
    if form == "text":
        put_lines(text.meetings(found, *days, crawled), output, archive)
    elif form == "json":
        put(render.as_json(objects.meetings(found)) + "\n", output, archive)
    elif form == "markdown":
        put(markdown.meetings(found, *days), output, archive)
    else:
        put(ical.calendar(found), output, archive)


COMMANDS = (meetings,)
