"""Commands that harvest: crawl, demo."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester import DATA
from harvester.archive import Archive
from harvester.cli import render
from harvester.cli.options import ARCHIVE, archive_option, program, shown
from harvester.sources import base, load_sources
from harvester.window import window

if TYPE_CHECKING:
    from harvester.crawl import CrawlOptions

_DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])
_DEMO_WINDOW = ("2009-06-01", "2009-06-30")
_VIEW = "SELECT * FROM beratungsfolge LIMIT 10"
_DEMO_PAPER = "2009/0346"


def _iso(day: datetime | None) -> str | None:
    return None if day is None else day.date().isoformat()


@click.command()
@click.argument(
    "source", metavar="SOURCE", type=click.Choice(sorted(load_sources()), case_sensitive=False)
)
@click.option(
    "--since", type=_DAY, metavar="DATE", help="First day of the window (default: 60 days ago)."
)
@click.option(
    "--until", type=_DAY, metavar="DATE", help="Last day of the window (default: 120 days ahead)."
)
@archive_option
@click.option(
    "--base-url", help="Another address of the same system; needs an --archive of its own."
)
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    help="Seconds between two requests (default: 1; 0 only for a site of your own).",
)
@click.option(
    "--contact",
    envvar="HARVESTER_CONTACT",
    show_envvar=True,
    help="Mail address or web page named in the user agent.",
)
@click.pass_obj
def crawl(
    debug: bool,
    *,
    source: str,
    since: datetime | None,
    until: datetime | None,
    archive: Path,
    base_url: str | None,
    delay: float | None,
    contact: str | None,
) -> None:
    """Harvest one source into the archive.

    Goes through the calendar month by month, to meetings, agenda items and papers, and through
    the list of papers. A crawl that was stopped goes on where it was.
    """
    try:
        window(_iso(since), _iso(until))
        base_url = base_url and base(base_url)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from error
    if base_url and archive == ARCHIVE:
        raise click.UsageError("--base-url needs --archive, to keep two addresses apart.")
    from harvester.crawl import CrawlOptions  # noqa: PLC0415  # imports Scrapy, which is slow

    options = CrawlOptions(
        source=source,
        archive=archive,
        since=_iso(since),
        until=_iso(until),
        base_url=base_url,
        delay=delay,
        contact=contact,
        debug=debug,
    )
    click.get_current_context().exit(_run(options))


def _run(options: "CrawlOptions") -> int:
    """Crawl, show progress and summary; the exit code."""
    from harvester.cli.progress import CrawlProgress  # noqa: PLC0415  # imports Scrapy
    from harvester.crawl import EXIT_CODES, run_crawl  # noqa: PLC0415  # imports Scrapy

    out = render.console(stderr=True)
    if not options.contact and options.base_url is None:
        out.print("The town cannot tell who asks: name a mail address or web page with --contact.")
    # the archive's errors before the crawler starts up
    Archive.open(options.archive).close()
    with CrawlProgress(out) as progress:
        result = run_crawl(options, progress.watch)
    render.summary(render.console(), result, shown(options.archive))
    return EXIT_CODES[result.outcome]


@click.command()
@click.pass_obj
def demo(debug: bool) -> None:
    """Harvest a small council that runs on this machine; needs no network.

    Starts a local site that looks like Herne's in June 2009, crawls it into data/demo.sqlite and
    shows a paper.
    """
    from harvester.crawl import CrawlOptions  # noqa: PLC0415  # imports Scrapy, which is slow
    from harvester.standin import StandInSite, demo_world  # noqa: PLC0415

    archive = DATA / "demo.sqlite"
    out = render.console()
    for leftover in (archive, *(archive.with_name(archive.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    with StandInSite(demo_world()) as site:
        out.print(f"A small Herne is served at {site.base_url}; crawling it ...")
        since, until = _DEMO_WINDOW
        options = CrawlOptions(
            "herne", archive, since, until, base_url=site.base_url, delay=0.0, debug=debug
        )
        code = _run(options)
    out.print()
    with Archive.open(archive, mode="read") as held:
        for found in held.papers_by_reference(_DEMO_PAPER):
            render.paper(out, found)
    out.print("\nTry next:")
    examples = (
        f"{program()} show 2009/0311 --archive {shown(archive)}",
        f"{program()} search familienförderung --archive {shown(archive)}",
        f"{program()} status --archive {shown(archive)}",
        f"sqlite3 {shown(archive)} '{_VIEW}'",
    )
    for example in examples:
        out.print(render.safe(f"  {example}"))
    click.get_current_context().exit(code)


COMMANDS = (crawl, demo)
