"""The command nightly: what a timer calls."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from harvester.archive import Archive
from harvester.archive.errors import translated
from harvester.archive.health import LAST_RUN, health
from harvester.cli import render
from harvester.cli.options import (
    ARCHIVE,
    EXIT_CODES,
    archive_option,
    contact_option,
    delay_option,
    program,
    shown,
)
from harvester.clock import utc_now
from harvester.errors import HarvesterError
from harvester.notify import notify, report_of
from harvester.schedule import ROTATION
from harvester.sources import Source, base, sources_by_name

if TYPE_CHECKING:
    from harvester.nightly import SourceResult


def _sources(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> list[Source]:
    """The named sources; without a name all that are not retired."""
    by_name = sources_by_name()
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(sorted(by_name))}.")
    retired = [name for name in names if by_name[name].retired_at]
    if retired:
        raise click.BadParameter(f"{retired[0]} changes no more; fetch it once with crawl.")
    return [by_name[name] for name in dict.fromkeys(names)] or [
        source for source in by_name.values() if not source.retired_at
    ]


def _base_urls(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`herne=http://...` by source id."""
    found = {}
    for entry in given:
        name, _equals, url = entry.partition("=")
        source = sources_by_name().get(name)
        if source is None or not url:
            raise click.BadParameter(f"{entry!r} is not SOURCE=ADDRESS.")
        try:
            found[source.id] = base(url)
        except ValueError as error:
            raise click.BadParameter(f"{error}.") from error
    return found


@click.command()
@archive_option
@click.option(
    "--source", "sources", multiple=True, callback=_sources,
    help="Only this source; may be given again (default: all that still change).",
)  # fmt: skip
@click.option(
    "--window", "hours", metavar="HH:MM-HH:MM",
    help="Hours in which the hosts may be asked, in German time, such as 01:00-05:00.",
)  # fmt: skip
@click.option("--requests", type=click.IntRange(min=1), help="The most requests to each host.")
@click.option(
    "--rotation", type=click.IntRange(1, 3650), default=ROTATION, show_default=True,
    help="Nights within which everything is read again.",
)  # fmt: skip
@contact_option
@delay_option
@click.option(
    "--base-url", "base_urls", multiple=True, metavar="SOURCE=ADDRESS", callback=_base_urls,
    help="Another address of a source; needs an --archive of its own.",
)  # fmt: skip
@click.option(
    "--notify-command", envvar="HARVESTER_NOTIFY_COMMAND", show_envvar=True,
    help="A program that is run if something is wrong; it gets a JSON report on standard input.",
)  # fmt: skip
@click.option(
    "--notify-webhook", envvar="HARVESTER_NOTIFY_WEBHOOK", show_envvar=True,
    help="An address that the same report is posted to.",
)  # fmt: skip
@click.option("--notify-always", is_flag=True, help="Notify also when all is well.")
@click.option("--quiet", is_flag=True, help="Print nothing unless something is wrong.")
def nightly(
    *,
    archive: Path,
    sources: list[Source],
    hours: str | None,
    requests: int | None,
    rotation: int,
    contact: str | None,
    delay: float | None,
    base_urls: dict[str, str],
    notify_command: str | None,
    notify_webhook: str | None,
    notify_always: bool,
    quiet: bool,
) -> None:
    """Harvest all sources, each as far as something may have changed.

    Calendars and lists decide what to fetch; open and recent papers are looked at again, the rest
    within --rotation nights. What a source does, or fails to do, does not touch the others. A night
    that was cut short is gone on with.
    """
    if base_urls:
        if archive == ARCHIVE:
            raise click.UsageError("--base-url needs --archive, to keep two addresses apart.")
        # a night on stand-ins must not ask the real towns beside
        sources = [source for source in sources if source.id in base_urls]
    # imports Scrapy, which is slow
    from harvester.nightly import NightOptions, Window, run_night  # noqa: PLC0415

    try:
        window = Window.read(hours) if hours else None
    except ValueError as error:
        raise click.BadParameter(f"{error}; write 01:00-05:00.", param_hint="--window") from error
    options = NightOptions(
        archive=archive,
        sources=sources,
        rotation=rotation,
        requests=requests,
        window=window,
        contact=contact,
        delay=delay,
        base_urls=base_urls,
    )
    out = render.console()

    def told(result: "SourceResult") -> None:
        _tell(out, result, quiet=quiet)

    try:
        results = run_night(options, told)
        with Archive.open(archive, mode="read") as held, translated(archive):
            found = health(held.db, utc_now())
    except (HarvesterError, OSError) as error:
        notify({"text": str(error), "healthy": False, "night": []}, notify_command, notify_webhook)
        raise
    codes = [EXIT_CODES[r.summary.outcome] if r.summary else 1 for r in results]
    asked = {source.id for source in sources}
    unhealthy = [source for source in found if source.source_id in asked and not source.healthy]
    for source in unhealthy:
        for problem in source.problems:
            if not problem.startswith(LAST_RUN):  # that was told above
                out.print(render.safe(f"{source.source_id}: {problem}", "yellow"))
    code = max(codes) or int(bool(unhealthy))
    if code or notify_always:
        report = report_of(found) | {"night": [_as_json(result) for result in results]}
        for problem in notify(report, notify_command, notify_webhook):
            out.print(render.safe(problem, "red"))
            code = code or 1
    if code:
        out.print(render.safe(f"More: {program()} status --archive {shown(archive)}"))
    click.get_current_context().exit(code)


def _tell(out: Console, result: "SourceResult", *, quiet: bool) -> None:
    """One line about a source."""
    name, summary = result.source.name, result.summary
    if summary is None:
        out.print(render.safe(f"{name}: {result.error}", "red"))
    elif summary.outcome != "complete" or not quiet:
        new, changed = (sum(c[key] for c in summary.records.values()) for key in ("new", "changed"))
        text = f"{name}: {summary.outcome}, {summary.pages} pages, {new} new, {changed} changed."
        out.print(render.safe(" ".join(filter(None, (text, summary.message)))))


def _as_json(result: "SourceResult") -> dict[str, Any]:
    """How the night went for a source, for the report."""
    summary = result.summary
    return {
        "source": result.source.id,
        "outcome": "failed" if summary is None else summary.outcome,
        "message": result.error if summary is None else summary.message,
    }


COMMANDS = (nightly,)
