"""What several commands narrow their answer by: a day, a source, a time in the past."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click

from harvester.archive import Archive
from harvester.archive.as_of import as_of
from harvester.sources import sources_by_name

_DAYS = ("%Y-%m-%d", "%d.%m.%Y")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
#: The most characters of a wrong value that are shown.
_LONGEST = 100


def _day(text: str) -> date | None:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """The value of an option that takes a day.

    Raises:
        click.BadParameter: it is none.
    """
    found = None if value is None else _day(value)
    if value is not None and found is None:
        raise click.BadParameter(f"{value[:_LONGEST]!r} is no day such as 2026-05-31.")
    return found


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """A day or a time in UTC as the archive writes it."""
    if value is None:
        return None
    found = _day(value)
    if found is not None:
        return found.isoformat()
    try:
        time = datetime.strptime(value, _TIME)  # noqa: DTZ007 - Z is UTC
    except ValueError:
        text = "is neither a day such as 2026-05-31 nor a time such as 2026-05-31T02:00:07Z."
        raise click.BadParameter(f"{value[:_LONGEST]!r} {text}") from None
    return f"{time.isoformat()}Z"


as_of_option = click.option(
    "--as-of",
    "at",
    metavar="TIME",
    callback=_moment,
    help="As the archive knew it at the end of this day (UTC), or at this time in UTC, such as "
    "2026-05-31T02:00:07Z.",
)
source_option = click.option("--source", metavar="SOURCE", help="Only what this source gave.")


@contextmanager
def reading(archive: Path, at: str | None = None) -> Iterator[Archive]:
    """The archive, open for reading, as it is or as it was known at a time."""
    with Archive.open(archive, mode="read") as held:
        if at is None:
            yield held
        else:
            with as_of(held, at) as known:
                yield known


def source_id(held: Archive, name: str | None) -> str | None:
    """The id of a source that the archive holds; its name in the registry will do.

    Raises:
        click.BadParameter: the archive holds none of that name.
    """
    if name is None:
        return None
    ids = [str(source["id"]) for source in held.sources()]
    named = sources_by_name().get(name.lower())
    found = named.id if named is not None else name.lower()
    if found not in ids:
        known = ", ".join(ids) or "nothing"
        raise click.BadParameter(
            f"{name[:_LONGEST]!r} is no source that {held.path.name} holds; it holds {known}.",
            param_hint="--source",
        )
    return found


def shown_time(at: str) -> str:
    """A value of --as-of in a sentence: on a day, or at a time."""
    return f"at {at}" if "T" in at else f"on {at}"
