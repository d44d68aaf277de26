"""The command that makes a data set to give away: release."""

from pathlib import Path

import click

from harvester.archive import Archive
from harvester.cli import render
from harvester.cli.filters import as_of_option
from harvester.cli.options import archive_option, shown
from harvester.exports.release import Wanted, write_release
from harvester.exports.release_facts import LICENSES


@click.command()
@click.argument("target", metavar="FOLDER|FILE.zip", type=click.Path(path_type=Path))
@archive_option
@as_of_option
@click.option(
    "--with-staff",
    is_flag=True,
    help="Keep names and phone numbers of staff, which are left out else.",
)
@click.option(
    "--title",
    help="The title of the data set (default: Ratsvorlagen und Beratungsfolgen, and the towns).",
)
@click.option(
    "--publisher",
    metavar="NAME",
    help="Who gives it away and is cited, such as a newsroom or an institute (default: "
    "council-harvester).",
)
@click.option(
    "--license",
    "license_id",
    type=click.Choice(tuple(LICENSES), case_sensitive=False),
    help="The licence that you give for the compilation, as you may; without it README and LICENSE "
    "say that none is stated.",
)
def release(
    target: Path,
    archive: Path,
    *,
    at: str | None,
    with_staff: bool,
    title: str | None,
    publisher: str | None,
    license_id: str | None,
) -> None:
    """Make a data set to give away: a folder, or a zip file if the name ends with .zip.

    It holds the archive as SQLite and as Parquet, what its columns mean, what is missing, how to
    cite it, a licence, a description for programs and checksums; no documents and no stored pages.
    Staff of the towns is left out of every table, text and version, as far as it is known; the
    README says how far that is. The same archive gives the same bytes.

    An earlier release in the same place is replaced; anything else is refused.
    """
    wanted = Wanted(
        at=at, with_staff=with_staff, title=title, publisher=publisher, license=license_id
    )
    with Archive.open(archive, mode="read") as held:
        made = write_release(held, target, wanted)
    out = render.console()
    out.print(render.safe(f"{shown(target)}: {made.facts.title}", "bold"))
    facts = {
        "as of": made.facts.day,
        "files": f"{len(made.sizes)}, {sum(made.sizes.values()):,} bytes",
        "papers": f"{made.facts.counts['paper']:,}",
        "licence": license_id or "none stated; name one with --license",
        "staff": _staff(made.facts.left_out is None, sum((made.facts.left_out or {}).values())),
    }
    render.pairs(out, facts)


def _staff(kept: bool, changed: int) -> str:
    if kept:
        return "names and numbers are in it: personal data"
    return f"left out, {changed:,} values changed; read README.md for what cannot be promised"


COMMANDS = (release,)
