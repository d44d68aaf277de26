"""The command that tells what is new: changes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from harvester import clock
from harvester.archive import Archive
from harvester.archive.changes import changes as changes_of
from harvester.archive.changes import last_crawl
from harvester.archive.events import Changed, Event, FirstHarvest
from harvester.cli import render
from harvester.cli.filters import day, source_id, source_option
from harvester.cli.options import archive_option

_SHOWN = 200
#: The most characters of a value or name that are shown.
_LONGEST = 200

_RECORDS = {
    "consultation": "step",
    "paper_section": "text",
    "file": "document",
    "agenda_item": "item",
}
#: What of a first harvest is counted for people.
_COUNTED = {
    "paper": "paper",
    "consultation": "step",
    "file": "document",
    "meeting": "meeting",
    "agenda_item": "agenda item",
}
_WHAT = {"new": "added", "gone": "gone", "returned": "back", "exchanged": "exchanged"}
_FIELDS = {
    "reference": "number",
    "name": "name",
    "paper_type_raw": "type",
    "status_raw": "status",
    "start": "time",
    "organization_name": "committee",
    "date_raw": "date",
    "role_raw": "role",
    "result_raw": "result",
    "vote_raw": "vote",
    "resolution_text": "resolution",
    "minutes_text": "minutes",
}
#: Fields whose values are too long to be shown side by side.
_TEXTS = frozenset(("text", "resolution_text", "minutes_text"))


@click.command()
@archive_option
@click.option(
    "--since", metavar="DATE", callback=day, help="First day, in UTC (default: yesterday)."
)
@click.option("--until", metavar="DATE", callback=day, help="Last day, in UTC (default: today).")
@source_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"At most N papers and meetings (default: {_SHOWN}; with --json all).",
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON array, for other programs.")
def changes(
    archive: Path,
    *,
    since: date | None,
    until: date | None,
    source: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Show which papers and meetings changed, newest day first.

    New papers and meetings, steps, dates, roles, results, texts and documents that were added,
    changed or withdrawn. A source that was harvested for the first time is one line.
    """
    since = since or clock.today() - timedelta(days=1)
    until = until or max(clock.now().date(), since)
    if since > until:
        raise click.BadParameter(f"{since} is after {until}.", param_hint="--since")
    with Archive.open(archive, mode="read") as held:
        asked = source_id(held, source)
        found = changes_of(held, since.isoformat(), until.isoformat(), asked)
        crawled = last_crawl(held, asked)
    most = limit or (len(found) if as_json else _SHOWN)
    if as_json:
        click.echo(render.as_json([_object(one) for one in found[:most]]))
        return
    out = render.console()
    if not found:
        last = f"The last crawl began {crawled or 'never'}."
        out.print(f"Nothing changed from {since} to {until}. {last}")
    _print(out, found[:most])
    if len(found) > most:
        out.print(f"The first {most} of {len(found)}; --limit shows more.")


def _object(one: FirstHarvest | Changed) -> dict[str, Any]:
    kind = {"record": "source"} if isinstance(one, FirstHarvest) else {}
    return kind | asdict(one)


def _print(out: Console, found: Sequence[FirstHarvest | Changed]) -> None:
    last = None
    for one in found:
        if one.day != last:
            _line(out, one.day, "bold")
            last = one.day
        if isinstance(one, FirstHarvest):
            numbers = ((one.counts.get(of), name) for of, name in _COUNTED.items())
            counts = ", ".join(f"{n} {name}{'s' * (n > 1)}" for n, name in numbers if n)
            _line(out, f"  {one.source_id}: harvested for the first time: {counts}")
        else:
            _print_changed(out, one)


def _print_changed(out: Console, one: Changed) -> None:
    own = [event for event in one.events if event.id == one.id and event.what != "changed"]
    fate = " ".join(_shown(e.what if e.detail is None else f"{e.what} ({e.detail})") for e in own)
    number = one.reference if one.record == "paper" else one.date
    kept = "(read anew from pages that were held)" if one.kept else None
    head = (fate, one.record, number, one.name and _shown(one.name), one.url, kept)
    _line(out, "  " + "  ".join(part for part in head if part))
    for event in one.events:
        if event not in own:
            _line(out, f"    {_sentence(event)}")


def _sentence(event: Event) -> str:
    """What happened, in a line: `step Rat der Stadt: date 2009-06-30 -> 2009-07-07`."""
    record = _RECORDS.get(event.record)
    about = " ".join(part for part in (record, event.label and _shown(event.label)) if part)
    happened = _happened(event)
    return f"{about}: {happened}" if about else happened


def _happened(event: Event) -> str:
    if event.what != "changed":
        detail = "" if event.detail is None else f" ({_shown(event.detail)})"
        return f"{_WHAT[event.what]}{detail}"
    field = str(event.field)
    if field == "cancelled":
        return "cancelled" if event.new else "no longer cancelled"
    name = "subject" if (event.record, field) == ("paper", "name") else _FIELDS.get(field, field)
    if field in _TEXTS:
        how = "added" if event.old is None else "removed" if event.new is None else "changed"
        return f"{name} {how}"
    return f"{name} {_shown(event.old)} -> {_shown(event.new)}"


def _shown(value: Any) -> str:
    """A value in a line: no more than one, not endless, "none" for null."""
    if value is None:
        return "none"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _line(out: Console, text: str, style: str = "") -> None:
    out.print(render.safe(" ".join(text.splitlines()), style), soft_wrap=True)


COMMANDS = (changes,)
