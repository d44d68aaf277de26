"""The group of commands and how errors are told: one line and what to do."""

import sys
from typing import Any

import click

from harvester import __version__
from harvester.cli import (
    changes,
    copy,
    crawling,
    demo,
    export,
    follow,
    meetings,
    merge,
    newsource,
    nightly,
    reading,
    release,
    render,
    replay,
    report,
    search,
    serve,
    status,
)
from harvester.errors import HarvesterError


class _Commands(click.Group):
    """Turns errors into one readable line; a traceback only with --debug.

    Messages may quote a page, so what a terminal would obey is dropped.
    """

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.UsageError, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except click.ClickException as error:
            raise click.ClickException(render.plain(error.format_message())) from error
        except (HarvesterError, OSError) as error:
            if ctx.params.get("debug"):
                raise
            raise click.ClickException(render.plain(str(error))) from error
        except Exception as error:
            # a bug of ours; the user is told how to see it, and it is never swallowed
            if ctx.params.get("debug"):
                raise
            text = f"{type(error).__name__}: {error}. This is a bug; --debug shows where."
            raise click.ClickException(render.plain(text)) from error


_HELP = ["-h", "--help"]


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": _HELP, "max_content_width": 100},
)
@click.option("--debug", is_flag=True, help="Show tracebacks and the crawler's log.")
@click.version_option(__version__, prog_name="harvester")
@click.pass_context
def commands(ctx: click.Context, debug: bool) -> None:
    """Harvest proposals of German councils and their way through the committees.

    Exit codes: 0 complete, 1 failed or incomplete, 2 wrong usage, 3 refused by the host.
    """
    ctx.obj = debug


_MODULES = (
    *(crawling, nightly, replay, demo, reading, search, follow, copy, serve),
    *(status, changes, meetings, report, export, release, merge, newsource),
)
for _command in (command for module in _MODULES for command in module.COMMANDS):
    _command.context_settings.setdefault("help_option_names", _HELP)  # also without the group
    commands.add_command(_command)


def main() -> None:
    """Run the command line."""
    sys.exit(commands())
