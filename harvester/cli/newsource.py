"""The command new-source: a town is added to the registry, with a page and a test."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.console import Console

from harvester import ROOT
from harvester.cli import render
from harvester.cli.options import EXIT_CODES, contact_option, program, shown
from harvester.clock import today
from harvester.crawling.outcome import REFUSED, judge_response
from harvester.errors import HarvesterError
from harvester.markup import MAX_BYTES
from harvester.newsource.recognising import Recognised, hints, recognise
from harvester.newsource.writing import Places, Town, entry, failing_test, write
from harvester.page import PageError
from harvester.sources import base

_NOTHING = "Nothing was written."
_LETTER = (
    "Leave the host alone and ask the town: docs/anfrage.md has a letter. What a browser may see "
    "can be saved by hand: give the saved page with --page FILE, and take more of them in with "
    "harvester replay FOLDER (docs/replay.md)."
)
#: What only a system that is read can be told by; nothing else needs to be looked for.
_OF_A_SYSTEM = frozenset(("contradiction", "session_lost", "not_found"))
_TRIAL = timedelta(days=14)


class _RefusedError(HarvesterError):
    """The host does not let the program in."""


@click.command("new-source")
@click.argument("name")
@click.argument("url")
@click.option(
    "--body", metavar="NAME", help='The municipality, such as "Stadt Musterstadt" (default: NAME).'
)
@click.option("--ags", metavar="KEY", help="Its official key (Amtlicher Gemeindeschlüssel).")
@contact_option
@click.option(
    "--page",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A page saved by hand from URL; the host is not asked.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def new_source(
    *,
    name: str,
    url: str,
    body: str | None,
    ags: str | None,
    contact: str | None,
    page: Path | None,
    dry_run: bool,
) -> None:
    """Add a town: one page of its council information system tells what it is.

    NAME is what the town is called here (musterstadt), URL a page of its ALLRIS net 3.x or
    SessionNet, best the calendar of a month with meetings. The page is fetched once, after
    robots.txt. The town's entry goes into data/sources.toml, the page into tests/fixtures/new,
    which is not committed, and a test into tests/, which fails until somebody has read the page.
    docs/new-town.md tells the whole way.
    """
    try:
        base(url)
        town = Town(name, body or name.replace("-", " ").title(), ags)
    except ValueError as error:
        raise click.UsageError(render.plain(f"{error}.")) from error
    places = Places(ROOT, name)
    places.check_free(url)
    out = render.console()
    try:
        address, content, found = _take(out, url, contact, page)
    except _RefusedError as error:
        click.echo(render.plain(f"Error: {error} {_NOTHING}\n{_LETTER}"), err=True)
        raise click.exceptions.Exit(EXIT_CODES["refused"]) from error
    places.check_free(address)  # a redirect may have led into another source's folder
    _tell_found(out, found)
    if dry_run:
        _tell_dry(out, places, town, found)
        return
    write(places, town, found, content, address)
    _tell_written(out, places, body is None)
    _tell_next(out, places)


def _take(
    out: Console, url: str, contact: str | None, page: Path | None
) -> tuple[str, bytes, Recognised]:
    """The address that answered, the page's bytes, and what it is.

    Raises:
        HarvesterError: the page cannot be had, or is none of a system that is read.
    """
    if page is None:
        address, status, body = _fetched(out, url, contact)
    else:
        if page.stat().st_size > MAX_BYTES:
            raise click.ClickException(f"{shown(page)} is larger than {MAX_BYTES} bytes.")
        address, status, body = url, 200, page.read_bytes()
    try:
        if not 200 <= status < 300:
            raise PageError("http_error", "")
        return address, body, recognise(body, address)
    except PageError as error:
        finding = judge_response(status, body, error)
        if finding.code == REFUSED:
            raise _RefusedError(finding.message) from error
        others = [] if error.code in _OF_A_SYSTEM else hints(body, address)
        raise HarvesterError("\n".join((finding.message, *others, _NOTHING))) from error


def _fetched(out: Console, url: str, contact: str | None) -> tuple[str, int, bytes]:
    # imports Scrapy, which is slow
    from harvester.newsource.fetching import NotFetchedError, fetch  # noqa: PLC0415

    if not contact:
        out.print("The town cannot tell who asks: name a mail address or web page with --contact.")
    try:
        taken = fetch(url, contact)
    except NotFetchedError as error:
        if error.refused:
            raise _RefusedError(str(error)) from error
        raise HarvesterError(f"{error} {_NOTHING}") from error
    if taken.url != url:
        out.print(render.safe(f"The host led on to {taken.url}."))
    return taken.url, taken.status, taken.body


def _tell_found(out: Console, found: Recognised) -> None:
    facts = {
        "system": f"{found.system} ({found.variant})",
        "page": found.kind,
        "base_url": found.base_url,
        "calendar": found.calendar or "the page does not tell; a crawl asks the menu",
        "lists": ", ".join(found.lists) or "the page links none",
    }
    render.pairs(out, facts)
    if found.unread:
        out.print(render.safe(f"The program cannot read this page yet: {found.unread}", "yellow"))
    if not found.lists and found.system == "sessionnet":
        out.print("Without lists only what stands on agendas is found; give the start page's URL.")
    if urlsplit(found.base_url).scheme == "http":
        out.print("The address is not encrypted; if https works too, give that.")


def _tell_dry(out: Console, places: Places, town: Town, found: Recognised) -> None:
    out.print(f"\n{shown(places.registry)} would get at its end:\n", style="bold")
    click.echo(render.plain(entry(town, found)))
    if places.has_tests:
        out.print(f"{shown(places.test)} would be:\n", style="bold")
        click.echo(render.plain(failing_test(town.name, found.kind)))
    out.print(_NOTHING)


def _tell_written(out: Console, places: Places, unnamed: bool) -> None:
    out.print("\nWritten:", style="bold")
    more = ": put the municipality's official name there" if unnamed else ""
    out.print(render.safe(f"  {shown(places.registry)} (at its end{more})"))
    if not places.has_tests:
        out.print("There is no folder tests/ around the program: no page and no test were written.")
        return
    out.print(render.safe(f"  {shown(places.page / 'page.html')}"))
    out.print(render.safe(f"  {shown(places.test)}"))
    out.print(
        "The page is as it came and may name people: it stays on this machine (git ignores it). "
        "What is committed as a fixture is written anew, with invented content."
    )


def _tell_next(out: Console, places: Places) -> None:
    since, until = today() - _TRIAL, today() + _TRIAL
    # beside the project, not in it: a crawl puts files/ and warc/ next to its archive
    folder = f"../try-{places.name}"
    trial = f"--archive {folder}/archive.sqlite"
    window = f"--since {since} --until {until} --no-documents --contact you@example.org"
    steps = [
        f"mkdir {folder}",
        f"{program()} crawl {places.name} {trial} {window}",
        f"{program()} status {trial}",
    ]
    if places.has_tests:
        python = f"{program().removesuffix('harvester')}python"
        steps.insert(0, f"{python} -m pytest {shown(places.test)}")
    out.print("\nNext (docs/new-town.md explains):", style="bold")
    for step in steps:
        click.echo(f"  {step}")  # on one line, to be copied
    out.print("Phrases that nobody knows yet (unknown_...) go into data/vocabulary.")


COMMANDS = (new_source,)
