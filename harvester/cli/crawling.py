"""Commands that write the archive: crawl, extract."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.archive import Archive
from harvester.cli import render
from harvester.cli.options import (
    ARCHIVE,
    EXIT_CODES,
    archive_option,
    contact_option,
    delay_option,
    shown,
)
from harvester.sources import Source, base, sources_by_name
from harvester.window import window

if TYPE_CHECKING:
    from harvester.crawl import CrawlOptions

_DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


def _iso(day: datetime | None) -> str | None:
    return None if day is None else day.date().isoformat()


def _known_source(_: click.Context, __: click.Parameter, name: str) -> Source:
    """The source of this name; by its id, which all its records bear, it is found too."""
    by_name = sources_by_name()
    by_id = {source.id: source for source in by_name.values()}
    found = by_name.get(name.lower()) or by_id.get(name.lower())
    if found is None:
        raise click.BadParameter(f"{name!r} is none of {', '.join(sorted(by_name))}.")
    return found


@click.command()
@click.argument("source", metavar="SOURCE", callback=_known_source)
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
@delay_option
@contact_option
@click.option(
    "--urls",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For politik-bei-uns: a file of addresses or ids, one a line.",
)
@click.option(
    "--again", is_flag=True, help="For politik-bei-uns: fetch also what was fetched before."
)
@click.option(
    "--documents/--no-documents",
    default=True,
    help="Whether documents are fetched and read (default: they are).",
)
@click.pass_obj
def crawl(
    debug: bool,
    *,
    source: Source,
    since: datetime | None,
    until: datetime | None,
    archive: Path,
    base_url: str | None,
    delay: float | None,
    contact: str | None,
    urls: Path | None,
    again: bool,
    documents: bool,
) -> None:
    """Harvest one source into the archive.

    Goes through the calendar month by month, to meetings, agenda items and papers, and through
    the list of papers; their documents are kept in files/ beside the archive and read. A crawl
    that was stopped goes on where it was.

    politik-bei-uns is no longer updated: it is asked only for the addresses of a file (--urls),
    and for each of them once.
    """
    try:
        window(_iso(since), _iso(until))
        base_url = base_url and base(base_url)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from error
    if source.system == "politik_bei_uns":
        if since or until or urls is None:
            raise click.UsageError(f"{source.name} needs --urls FILE, and takes no window.")
        _check_addresses(urls, base_url or source.base_url)
    elif again or urls is not None:
        raise click.UsageError(f"{source.name} takes neither --urls nor --again.")
    if base_url and archive == ARCHIVE:
        raise click.UsageError("--base-url needs --archive, to keep two addresses apart.")
    from harvester.crawl import CrawlOptions  # noqa: PLC0415  # imports Scrapy, which is slow

    options = CrawlOptions(
        source=source.spider,
        archive=archive,
        since=_iso(since),
        until=_iso(until),
        base_url=base_url,
        delay=delay,
        contact=contact,
        urls=urls,
        again=again,
        documents=documents,
        debug=debug,
    )
    click.get_current_context().exit(_run(options))


def _check_addresses(urls: Path, base_url: str) -> None:
    """Whether a file of addresses can be read, before anything is asked for."""
    from spiders.politik_bei_uns import load_addresses  # noqa: PLC0415  # imports Scrapy

    try:
        load_addresses(urls, base_url)
    except ValueError as error:
        raise click.BadParameter(render.plain(f"{error}."), param_hint="--urls") from error


def _run(options: "CrawlOptions") -> int:
    """Crawl, show progress and summary; the exit code."""
    from harvester.cli.progress import CrawlProgress  # noqa: PLC0415  # imports Scrapy
    from harvester.crawl import run_crawl  # noqa: PLC0415  # imports Scrapy

    out = render.console(stderr=True)
    if not options.contact and options.base_url is None:
        out.print("The town cannot tell who asks: name a mail address or web page with --contact.")
    # the archive's errors before the crawler starts up
    Archive.open(options.archive).close()
    with CrawlProgress(out) as progress:
        result = run_crawl(options, progress.watch)
    render.summary(render.console(), result, shown(options.archive))
    with Archive.open(options.archive, mode="read") as held:
        render.errors(out, held.errors_of(result.run_id))
    return EXIT_CODES[result.outcome]


@click.command()
@archive_option
@click.option("--ocr", is_flag=True, help="Read scans by optical character recognition (ocrmypdf).")
def extract(archive: Path, ocr: bool) -> None:
    """Read held documents again, where another engine read them before; needs no network.

    With --ocr those in which no text was found. A newer version of the program may read better.
    """
    from harvester.extract import extract as run  # noqa: PLC0415  # imports the engines

    out = render.console(stderr=True)
    if not archive.is_file():
        raise click.ClickException(f"There is no archive {shown(archive)}.")
    done = 0

    def watch(count: int) -> None:
        nonlocal done
        done += count
        out.print(f"{done} documents read")

    summaries = run(archive, with_ocr=ocr, watch=watch)
    if not summaries:
        out.print("Nothing to do: this engine has read every document that it can read.")
    for result in summaries:
        render.summary(render.console(), result, shown(archive))
    worst = max((EXIT_CODES[result.outcome] for result in summaries), default=0)
    click.get_current_context().exit(worst)


COMMANDS = (crawl, extract)
