"""Commands that read: parse, show, search, sources."""

from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import click

from harvester.archive import Archive
from harvester.cli import render
from harvester.cli.filters import as_of_option, reading, shown_time
from harvester.cli.options import archive_option, shown
from harvester.normalize import normalize
from harvester.saved import MAX_BYTES, parse_saved
from harvester.sources import load_sources

#: The most characters of a wrong address that are shown.
_LONGEST = 200


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """The value of --url, if it is an http address with a host: records are named after it."""
    address = value.strip()
    try:
        parts = urlsplit(address)
        named = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # such as http://[
        named = False
    if not named:
        text = "is no address that begins with http:// or https:// and names a host."
        raise click.BadParameter(f"{value[:_LONGEST]!r} {text}")
    return address


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--url", required=True, callback=_address, help="The address that the page was saved from."
)
def parse(file: BinaryIO, url: str) -> None:
    """Print the records of one saved page or PDF as JSON.

    FILE is a page or a PDF saved by hand ("-" reads standard input); of a PDF the text and the
    form's record are shown. What is odd goes to standard error.
    """
    page = normalize(parse_saved(file.read(MAX_BYTES + 1), url))
    click.echo(render.as_json([r.as_json() for r in page.records]))
    out = render.console(stderr=True)
    for finding in page.findings:
        out.print(render.safe(f"{finding.severity}: {finding.code}: {finding.message}"))


@click.command()
@click.argument("reference")
@archive_option
@click.option("--full", is_flag=True, help="Show the texts whole, not only how they begin.")
@as_of_option
def show(reference: str, archive: Path, full: bool, at: str | None) -> None:
    """Show a paper with its way through the committees, such as 2009/0346."""
    with reading(archive, at) as held:
        found = held.papers_by_reference(reference)
    known = "" if at is None else f" as known {shown_time(at)}"
    if not found:
        raise click.ClickException(
            f"No paper {reference} in {shown(archive)}{known}; look for words of its subject with "
            "harvester search."
        )
    out = render.console()
    if known:
        out.print(render.safe(known.strip(), "italic"))
    for index, paper in enumerate(found):
        if index:
            out.print()
        if paper["match"] != "exact" and index == 0:
            out.print(render.safe(f"No paper is numbered exactly {reference}; nearest:"))
        render.paper(out, paper, full=full)


@click.command()
@click.argument("words", nargs=-1, required=True)
@archive_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def search(words: tuple[str, ...], archive: Path, limit: int) -> None:
    """Find papers that contain all words, or parts of words, in subject or text."""
    with Archive.open(archive, mode="read") as held:
        found = held.search(" ".join(words), limit)
    out = render.console()
    if not found.hits:
        out.print(render.safe(f"Nothing found for {' '.join(words)} in {shown(archive)}."))
        return
    render.hits(out, found.hits)
    if found.more:
        out.print(f"The first {limit}; there may be more (--limit).")


@click.command()
def sources() -> None:
    """List the sources that can be harvested."""
    out = render.console()
    for source in load_sources().values():
        out.print(render.safe(f"{source.id}  {source.body_name}", "bold"))
        render.pairs(
            out,
            {
                "system": source.system,
                "address": source.base_url,
                "retired": source.retired_at,
                "harvest": f"harvester crawl {source.name}"
                + (" --urls FILE" if source.retired_at else ""),
            },
        )


COMMANDS = (parse, show, search, sources)
