"""The command that writes reports for a web server: report."""

from datetime import timedelta
from pathlib import Path

import click

from harvester import clock
from harvester.archive import Archive
from harvester.archive.meetings import sittings
from harvester.archive.telling import cleaner_of
from harvester.cli import render
from harvester.cli.options import archive_option, shown
from harvester.cli.reporting import follows
from harvester.reports import atom, folder, ical, markdown, objects, page, unnamed
from harvester.reports.clean import address as web_address
from harvester.reports.news import gather, with_texts

#: The most papers and meetings in a report; changes.json has all.
_MOST = 500
_MEETINGS_FOR = 60


def _address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The value of --address, ending with a slash."""
    if value is None:
        return None
    found = web_address(value)
    if found is None or {"?", "#"} & set(found):
        text = "is no address of a folder, such as https://news.example/rat/."
        raise click.BadParameter(f"{value[:100]!r} {text}")
    return f"{found.rstrip('/')}/"


@click.command()
@click.argument("target", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path))
@archive_option
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=7,
    show_default=True,
    help="Tell the changes of so many days, in UTC, today included.",
)
@click.option(
    "--address",
    metavar="URL",
    callback=_address,
    help="Where the folder will be on the web; the feed names it.",
)
@click.option(
    "--followed", is_flag=True, help="Only what you follow, with what it is followed for."
)
def report(target: Path, archive: Path, *, days: int, address: str | None, followed: bool) -> None:
    """Write changes and coming meetings into a folder that any web server can show.

    The files are index.html, changes.md, changes.json, changes.atom (a feed), meetings.md and
    meetings.ics (a calendar, the next 60 days). They are replaced whole, and only if something
    changed; other files are left alone, and a folder that has files of these names from elsewhere
    is refused (the file .harvester-report tells). Names of staff are left out as far as they are
    known, like in a release: look before you publish. What you follow is not told, unless
    --followed asks for it.
    """
    until = clock.now().date()
    since = until - timedelta(days=days - 1)
    today = clock.today()
    ahead = (today.isoformat(), (today + timedelta(days=_MEETINGS_FOR)).isoformat())
    with Archive.open(archive, mode="read") as held:
        labels = follows(held, only=True) if followed else {}
        news = gather(
            *(held, since.isoformat(), until.isoformat()),
            followed=labels,
            only_followed=followed,
        )
        cleaner = cleaner_of(held)
        everything = unnamed.news(news, cleaner)
        news = unnamed.news(with_texts(held, news.first(_MOST)), cleaner)
        coming = unnamed.sittings(sittings(held, *ahead), cleaner)
    if followed:
        coming = [one for one in coming if any(item.paper_id in labels for item in one.items)]
    files = {
        "changes.md": markdown.changes(news),
        "changes.json": render.as_json(objects.changes(everything)) + "\n",
        "changes.atom": atom.feed(news, "followed" if followed else "report", address),
        "meetings.ics": ical.calendar(coming),
        "meetings.md": markdown.meetings(coming, *ahead),
        "index.html": page.index(news, coming, *ahead),
    }
    folder.claim(target, files)
    written = [name for name, text in files.items() if folder.write(target / name, text)]
    told = f"Wrote {', '.join(written)}" if written else "Nothing to write: all files are current"
    click.echo(f"{told} in {shown(target)}.")


COMMANDS = (report,)
