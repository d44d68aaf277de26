"""The command that reads stored responses again: replay."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click
from rich.console import Console

from harvester.archive import Archive, RunSummary, recording
from harvester.cli import render
from harvester.cli.options import EXIT_CODES, archive_option, shown
from harvester.sources import Source, load_sources, sources_by_name

if TYPE_CHECKING:
    from harvester.replay.files import RunFiles
    from harvester.replay.taken import Taken
    from harvester.replay.taking import Import

#: Seconds between two lines of progress.
_INTERVAL = 10.0
#: Problems that are shown; hosts that are named.
_SHOWN = 20
_HOSTS = 5


def _known(_: click.Context, __: click.Parameter, name: str | None) -> Source | None:
    """The source of this name or id."""
    if name is None:
        return None
    found = sources_by_name().get(name.lower()) or load_sources().get(name.lower())
    if found is None:
        raise click.BadParameter(f"{name!r} is none of {', '.join(sorted(sources_by_name()))}.")
    return found


class _Told:
    """What is told while a replay runs: how far it is, and what cannot be read."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._count = 0
        self._last = monotonic()
        self.problems = 0

    def watch(self, count: int) -> None:
        self._count += count
        if monotonic() - self._last > _INTERVAL:
            self._last = monotonic()
            self._out.print(f"{self._count} responses read")

    def problem(self, problem: str) -> None:
        self.problems += 1
        if self.problems <= _SHOWN:
            self._out.print(render.safe(problem, "red"))

    def end(self) -> None:
        if self.problems > _SHOWN:
            self._out.print(f"... and {self.problems - _SHOWN} more that cannot be read.")


@click.command()
@click.argument("paths", metavar="[WARC|DIR]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", callback=_known, metavar="SOURCE", help="Only responses of this source.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]),
    metavar="DATE",
    help="Only what was fetched on this day or later (not with WARC or DIR).",
)
@archive_option
def replay(
    *, paths: tuple[Path, ...], source: Source | None, since: datetime | None, archive: Path
) -> None:
    """Read stored responses with today's parsers; needs no network.

    Without WARC or DIR: what the archive's crawls recorded is read again, and the archive is
    corrected where today's parsers read better.

    With WARC files of this program and an archive that is not there yet: the archive is made anew
    with its whole history.

    With any other WARC files, or folders of pages saved by hand: they are taken in with their own
    dates. --source then says whose they are, whatever their addresses.
    """
    out = render.console(stderr=True)
    told = _Told(out)
    if not paths:
        code = _read_again(out, told, archive, source, since)
    elif since is not None:
        raise click.UsageError("--since is for the archive's own recordings; name no WARC or DIR.")
    else:
        code = _bring_in(out, told, archive, source, paths)
    click.get_current_context().exit(code)


def _read_again(
    out: Console, told: _Told, archive: Path, source: Source | None, since: datetime | None
) -> int:
    from harvester.replay.again import read_again  # noqa: PLC0415  # imports all parsers

    if not archive.is_file():
        raise click.ClickException(f"There is no archive {shown(archive)}.")
    day = None if since is None else since.date().isoformat()
    source_id = None if source is None else source.id
    summaries = read_again(archive, source_id=source_id, since=day, watch=told.watch)
    if not summaries:
        out.print("Nothing to do: nothing of this is recorded.")
    for result in summaries:
        render.summary(render.console(), result, shown(archive))
    _errors(out, archive, summaries)
    return max((EXIT_CODES[result.outcome] for result in summaries), default=0)


def _bring_in(
    out: Console, told: _Told, archive: Path, source: Source | None, paths: Sequence[Path]
) -> int:
    from harvester.replay.files import is_warc, own_runs, warc_files  # noqa: PLC0415  # as above

    for path in paths:
        if not path.exists():
            raise click.ClickException(f"There is no file or folder {shown(path)}.")
    files = warc_files(paths)
    only_warcs = all(path.is_dir() or is_warc(path) for path in paths)
    runs = own_runs(files) if files and only_warcs and not _holds_runs(archive) else None
    if runs:
        if source is not None:
            runs = [run for run in runs if run.start.source_id == source.id]
        _rebuild(told, archive, runs)
        code = 0
    else:
        code = _take(out, told, archive, source, paths)
    told.end()
    return 1 if told.problems else code


def _holds_runs(archive: Path) -> bool:
    if not archive.is_file():
        return False
    # for writing: a killed attempt may have left a file without tables
    with Archive.open(archive) as held:
        return recording.has_runs(held.db)


def _rebuild(told: _Told, archive: Path, runs: Sequence["RunFiles"]) -> None:
    from harvester.replay.rebuild import rebuild  # noqa: PLC0415  # imports all parsers

    summaries = rebuild(archive, runs, told.problem, watch=told.watch)
    out = render.console()
    for run in summaries:
        changed = sum(
            counts[kind] for counts in run.records.values() for kind in ("new", "changed", "gone")
        )
        text = f"{run.started}  {run.source_id}  {run.outcome}, {run.pages} pages, {changed} rows"
        out.print(render.safe(text))
    killed = len(runs) - len(summaries)
    text = f"{shown(archive)} holds the {len(runs)} runs of these files"
    out.print(render.safe(f"{text}, {killed} of them without their end." if killed else f"{text}."))


def _take(
    out: Console, told: _Told, archive: Path, source: Source | None, paths: Sequence[Path]
) -> int:
    from harvester.replay.taking import take  # noqa: PLC0415  # imports all parsers

    source_id = None if source is None else source.id
    done = take(archive, paths, told.problem, source_id=source_id, watch=told.watch)
    for taken in done.sources:
        if taken.summary is not None:
            render.summary(render.console(), taken.summary, shown(archive))
        _counts(render.console(), taken)
    summaries = [taken.summary for taken in done.sources if taken.summary is not None]
    _errors(out, archive, summaries)
    _strangers(out, done)
    if not done.sources:
        out.print("Nothing of this is of a source that the registry has (harvester sources).")
        return 1
    return max((EXIT_CODES[result.outcome] for result in summaries), default=0)


def _counts(out: Console, taken: "Taken") -> None:
    unread = ", ".join(f"{count} {code}" for code, count in taken.unread.most_common())
    facts = {
        "taken": taken.taken,
        "known already": taken.known,
        "not read": unread,
        "documents that no page links": taken.unaddressed or None,
    }
    out.print(render.safe(taken.source_id, "bold"))
    render.pairs(out, facts)


def _strangers(out: Console, done: "Import") -> None:
    if done.strangers:
        named = ", ".join(host for host, _ in done.strangers.most_common(_HOSTS))
        text = f"{done.strangers.total()} responses are of no known source, such as {named}."
        out.print(render.safe(text))


def _errors(out: Console, archive: Path, summaries: Sequence[RunSummary]) -> None:
    """What went wrong, with examples."""
    if not summaries:
        return
    with Archive.open(archive, mode="read") as held:
        for result in summaries:
            render.errors(out, held.errors_of(result.run_id))


COMMANDS = (replay,)
