"""The command that shows the archive in a browser: serve."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from harvester.archive import Archive
from harvester.archive.publishing import published
from harvester.cli.options import archive_option, shown
from harvester.errors import HarvesterError

#: Scheme, host and port, as browsers name them: a host with umlauts is written `xn--...`.
_FRONT = re.compile(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?/?", re.IGNORECASE)


def _front(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The address of the web server in front: scheme and host."""
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        parts = None
    if parts is None or not _FRONT.fullmatch(value):
        raise click.BadParameter(f"{value[:100]!r} is no address such as https://archive.example/.")
    return f"{parts.scheme}://{parts.netloc}"


@click.command()
@archive_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port on this machine; 0 takes a free one.",
)
@click.option(
    "--hand-out",
    is_flag=True,
    help="Serve a copy of the archive as it is now, which may be downloaded. Staff are left out, "
    "and so are stored pages and documents, which name them.",
)
@click.option(
    "--with-staff",
    is_flag=True,
    help="With --hand-out: keep names of staff, stored pages and documents.",
)
@click.option(
    "--behind",
    metavar="ADDRESS",
    callback=_front,
    help="Address under which a web server in front shows it to others, such as "
    "https://archive.example/.",
)
def serve(archive: Path, port: int, hand_out: bool, with_staff: bool, behind: str | None) -> None:
    """Show the archive in a browser: search, papers and their way, tables, queries.

    Only this machine is answered (127.0.0.1). To show it to others, put a web server in front and
    name its address with --behind. The archive is only read; crawls may write it meanwhile, and
    what they store is shown at once, but for --hand-out. Stop it with Ctrl-C.
    """
    if with_staff and not hand_out:
        raise click.UsageError(
            "--with-staff belongs to --hand-out; without it nothing is left out."
        )
    with _application(archive, hand_out, with_staff, behind) as (app, run):
        run(app, port, lambda address: click.echo(f"{shown(archive)} is shown at {address}"))


@contextmanager
def _application(
    archive: Path, hand_out: bool, with_staff: bool, behind: str | None
) -> Iterator[tuple[Any, Any]]:
    """The application and what runs it; imported here, as the import takes half a second."""
    with Archive.open(archive, mode="read") as held:
        try:
            from harvester.web.app import build  # noqa: PLC0415
            from harvester.web.server import serve as run  # noqa: PLC0415
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("harvester"):
                raise
            raise HarvesterError(
                f"To show the archive, {error.name} is missing; install it with "
                "`pip install --editable '.[web]'`."
            ) from error
        if not hand_out:
            yield build(archive, behind=behind).app(), run
            return
        with published(held, with_staff=with_staff) as copy:
            stores = archive.resolve().parent if with_staff else None
            app = build(copy.path, stores=stores, hand_out=True, behind=behind)
            yield app.app(), run


COMMANDS = (serve,)
