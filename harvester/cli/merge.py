"""The command that adds what other archives know: merge."""

from pathlib import Path

import click

from harvester.archive.joining import Merged
from harvester.archive.joining import merge as merge_archives
from harvester.cli import render
from harvester.cli.options import shown


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.argument(
    "others", metavar="OTHER...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
def merge(target: Path, others: tuple[Path, ...]) -> None:
    """Add to the archive TARGET everything that OTHER archives know.

    Rows, history, runs, and the documents and responses beside them. What both know is told in
    order of time, as if one archive had read all pages. OTHER is only read; TARGET is made where
    it is missing. To do it again adds only what is new.
    """
    out = render.console()
    for other in others:
        result = merge_archives(target, other)
        out.print(render.safe(f"{shown(other)} added to {shown(target)}", "bold"))
        facts = _facts(result)
        if facts:
            render.pairs(out, facts)
        else:
            out.print("nothing new")
        if result.unfinished:
            text = f"{result.unfinished} WARC files that are still being written were left; merge "
            out.print(f"{text}again after the next run there.")


def _facts(result: Merged) -> dict[str, object]:
    """By table how many rows were added and how many of those held changed, and the files."""
    facts: dict[str, object] = {}
    for table, count in result.added.items():
        counts = {"added": count, "changed": result.changed.get(table, 0)}
        facts[table] = ", ".join(f"{n} {what}" for what, n in counts.items() if n > 0)
    files = {"documents": result.documents, "WARC files": result.warcs}
    facts |= {name: f"{n} added" for name, n in files.items() if n}
    return {name: fact for name, fact in facts.items() if fact}


COMMANDS = (merge,)
