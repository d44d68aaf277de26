"""The command that finds papers: search. And the filters that it shares with follow."""

import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from harvester.archive import Archive
from harvester.archive.searching import EVERYTHING, Filters
from harvester.archive.telling import hits_of_number
from harvester.cli import copy, render, render_hits
from harvester.cli.filters import day
from harvester.cli.options import archive_option, shown
from harvester.labels import labels
from harvester.text import fold

#: The most characters of a value that are shown again.
_LONGEST = 100
#: Of how many words it is told whether any paper holds them.
_EXPLAINED = 8
_NO_WORD = "There is no letter and no digit in it."

Command = Callable[..., None]


class Canonical(click.ParamType[str]):
    """A canonical value of a field, typed as such or as the German word for it."""

    def __init__(self, field: str) -> None:
        self._words = labels(field)
        self.name = field

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The canonical value."""
        asked = fold(value.strip())
        meant = [key for key, word in self._words.items() if asked in {fold(key), fold(word)}]
        if not meant:
            self.fail(f"{value[:_LONGEST]!r} is none of {self.choices()}.", param, ctx)
        return meant[0]

    def choices(self) -> str:
        """All values, each with its German word."""
        return ", ".join(f"{value} ({word})" for value, word in self._words.items())


_TYPE = Canonical("paper_type")
_RESULT = Canonical("result")
_FILTERS = (
    click.option(
        "--city", metavar="NAME", help="Only of this town: its id, or a part of its name."
    ),
    click.option(
        "--committee",
        metavar="NAME",
        help="Only what a committee deals with whose name contains this.",
    ),
    click.option(
        "--type",
        "paper_type",
        metavar="TYPE",
        type=_TYPE,
        help=f"Only of a kind: {_TYPE.choices()}.",
    ),
    click.option(
        "--result",
        metavar="RESULT",
        type=_RESULT,
        help=f"Only with a step that ended so: {_RESULT.choices()}.",
    ),
    click.option(
        "--since",
        metavar="DATE",
        callback=day,
        help="Only papers dated or dealt with on this day or later.",
    ),
    click.option(
        "--until",
        metavar="DATE",
        callback=day,
        help="Only papers dated or dealt with on this day or before.",
    ),
)


def filter_options(command: Command) -> Command:
    """The options of `_FILTERS`, for `filters_of`."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def filters_of(
    held: Archive,
    *,
    city: str | None,
    committee: str | None,
    paper_type: str | None,
    result: str | None,
    since: date | None,
    until: date | None,
) -> Filters:
    """The filters that were given as options.

    Raises:
        click.BadParameter: the archive holds no such town, or no day is within.
    """
    if committee is not None and not committee.strip():
        raise click.BadParameter("An empty name narrows nothing.", param_hint="--committee")
    if since and until and since > until:
        raise click.BadParameter(f"{since} is after {until}.", param_hint="--since")
    return Filters(
        body=_town(held, city),
        committee=committee and committee.strip(),
        paper_type=paper_type,
        result=result,
        since=None if since is None else since.isoformat(),
        until=None if until is None else until.isoformat(),
    )


def _town(held: Archive, name: str | None) -> str | None:
    """The id of the town that is meant, or the name if it fits several."""
    if name is None:
        return None
    towns = {str(source["body_id"]): str(source["body_name"]) for source in held.sources()}
    asked = fold(name.strip())
    found = [key for key in towns if fold(key) == asked] or [
        key for key, town in towns.items() if asked and asked in fold(town)
    ]
    if not found:
        known = ", ".join(f"{key} ({town})" for key, town in towns.items()) or "none"
        raise click.BadParameter(
            f"{name[:_LONGEST]!r} is no town that {held.path.name} holds; it holds {known}.",
            param_hint="--city",
        )
    return found[0] if len(found) == 1 else name.strip()


class WordsCommand(click.Command):
    """A command that takes words; for one that begins with a hyphen it says how."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as ever."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            told = "A word that begins with a hyphen goes behind all options and --."
            raise click.UsageError(f"{error.format_message()} {told}", ctx) from error


@click.command(cls=WordsCommand)
@click.argument("words", nargs=-1)
@archive_option
@filter_options
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="At most so many papers.",
)
@click.option(
    "--offset",
    type=click.IntRange(0, 1_000_000),
    default=0,
    help="Pass over so many: the next page.",
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON array, for other programs.")
def search(
    words: tuple[str, ...],
    archive: Path,
    *,
    limit: int,
    offset: int,
    as_json: bool,
    **narrowed: Any,
) -> None:
    """Find papers that contain all words, or parts of words, in subject or text.

    Without words it lists what the filters leave, newest first. Where no paper has the words, those
    of such a number are listed, however it is spelled (2009/1). What the source no longer shows is
    not found; `harvester show` knows it by its number.

    In a pipe a paper is a line of four columns with tabs between: number, date, subject, address.
    --json has more: type, last step, where the words were found, and where the stored copy is.
    """
    asked = " ".join(words).encode(errors="replace").decode().strip()
    with Archive.open(archive, mode="read") as held:
        filters = filters_of(held, **narrowed)
        if not asked and filters == EVERYTHING:
            raise click.UsageError("What to search for? Give words, or a filter such as --city.")
        found = held.search(asked, limit, offset, filters)
        hits = found.hits
        by_number = not hits and offset == 0 and filters == EVERYTHING and _has_digit(asked)
        if by_number:
            hits = hits_of_number(held, asked, limit)
        copies = {hit.snapshot_id: copy.where(held, hit.snapshot_id) for hit in hits}
        hint = None if hits else _hint(held, asked, filters, offset)
    if as_json:
        click.echo(render.as_json([render_hits.as_object(hit, copies) for hit in hits]))
        return
    out = render.console()
    notes = out if out.is_terminal else render.console(stderr=True)
    if by_number and hits:
        notes.print(f"{'Paper' if len(hits) == 1 else 'Papers'} with this number:")
    render_hits.hits(out, hits, copies, archive)
    if hint:
        sought = render_hits.described(_cut(asked), filters)
        notes.print(render.safe(f"Nothing found for {sought} in {shown(archive)}."))
        notes.print(render.safe(hint))
    elif found.more:
        notes.print(f"There are more; --offset {offset + limit} shows the next.")


def _hint(held: Archive, asked: str, filters: Filters, offset: int) -> str:
    """What to try instead; what it says of the archive was tried."""
    if offset and held.search(asked, 1, 0, filters).hits:
        return f"There are no more than {offset}; leave out --offset."
    if not asked:
        return "Try fewer filters."
    if filters != EVERYTHING and held.search(asked, 1).hits:
        return "Without the filters there are papers; try fewer of them."
    if _has_digit(asked) and (papers := held.papers_by_reference(asked)):
        number = papers[0]["reference"] or papers[0]["id"]
        return f"harvester show {shlex.quote(number)} knows a paper of this number."
    words = [word for word in asked.split() if any(map(str.isalnum, word))][:_EXPLAINED]
    unknown = [word for word in words if not held.search(word, 1).hits]
    if unknown:
        named = ", ".join(map(_cut, unknown))
        return f"No paper holds {named}; look at the spelling, or try a part of it."
    return "No paper holds all of the words, only each of them; try fewer." if words else _NO_WORD


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


COMMANDS = (search,)
