"""Commands that read: parse, show, sources."""

from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import click

from harvester.archive import Archive
from harvester.citation import citation
from harvester.cli import copy, render
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
@click.option(
    "--json", "as_json", is_flag=True, help="As a JSON array, for other programs; texts are whole."
)
@as_of_option
def show(reference: str, archive: Path, *, full: bool, as_json: bool, at: str | None) -> None:
    """Show a paper with its way through the committees, such as 2009/0346.

    "cite" is a line to put below an article, "stored" says where the archive has the page, "copy"
    is what to type to get it.
    What the source no longer shows is shown too, with the day since when.
    """
    asked = reference.encode(errors="replace").decode()
    with reading(archive, at) as held:
        found = [_with_copy(held, paper) for paper in held.papers_by_reference(asked)]
    known = "" if at is None else f" as known {shown_time(at)}"
    if not found:
        raise click.ClickException(
            f"No paper {reference} in {shown(archive)}{known}; look for words of its subject with "
            "harvester search."
        )
    if as_json:
        click.echo(render.as_json(found))
        return
    out = render.console()
    if known:
        out.print(render.safe(known.strip(), "italic"))
    if found[0]["match"] != "exact":
        out.print(render.safe(f"No paper is numbered exactly {reference}; nearest:"))
    if len(found) > 1:
        towns = ", ".join(f"{paper['id']} ({paper['body_name']})" for paper in found)
        out.print(render.safe(f"{len(found)} papers: {towns}"))
    for index, paper in enumerate(found):
        if index or len(found) > 1:
            out.print()
        render.paper(out, paper, _lines(paper, archive), full=full)


def _with_copy(held: Archive, paper: dict[str, Any]) -> dict[str, Any]:
    """The paper with its town's name, the line to cite it, and where its copy lies."""
    towns = {source["body_id"]: source["body_name"] for source in held.sources()}
    town = towns.get(paper["body_id"])
    stored = copy.where(held, paper["snapshot_id"])
    return {**paper, "body_name": town, "citation": citation(paper, town), "copy": stored}


def _lines(paper: dict[str, Any], archive: Path) -> dict[str, str]:
    """The citation, where the page is stored, and what to type for it."""
    lines, stored = {"cite": paper["citation"]}, paper["copy"]
    if stored["warc_file"]:
        place = f"{stored['warc_file']} at byte {stored['warc_offset']}"
        lines["stored"] = f"{stored['retrieved_at']}, {place}, SHA-256 {stored['sha256']}"
        lines["copy"] = copy.command(stored["snapshot_id"], archive)
    return lines


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


COMMANDS = (parse, show, sources)
