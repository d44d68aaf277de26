"""The command demo: both cities from a site on this machine."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from harvester import DATA
from harvester.archive import Archive
from harvester.cli import render
from harvester.cli.options import program, shown

_ARCHIVE = DATA / "demo" / "archive.sqlite"
_HERNE = ("--since", "2009-06-01", "--until", "2009-06-30")
_BOCHUM = ("--since", "2014-03-01", "--until", "2014-06-30")
_PAPERS = ("2009/0346", "20140656")
_VIEW = "SELECT * FROM beratungsfolge LIMIT 10"


@click.command()
@click.pass_obj
def demo(debug: bool) -> None:
    """Harvest two small councils that run on this machine; needs no network.

    Starts local sites that look like Herne's in June 2009, Bochum's in spring 2014 and the archived
    platform politik-bei-uns.de, crawls them into data/demo/ and shows two papers, the second from
    both of its sources.
    """
    from harvester.standin import (  # noqa: PLC0415  # only the demo needs it
        StandInSite,
        bochum_world,
        demo_world,
        platform_world,
    )

    out = render.console()
    shutil.rmtree(_ARCHIVE.parent, ignore_errors=True)
    _ARCHIVE.parent.mkdir()
    codes = []
    with StandInSite(demo_world()) as site:
        codes.append(_crawl(out, debug, "herne", site.base_url, *_HERNE))
    with StandInSite(bochum_world()) as site:
        codes.append(_crawl(out, debug, "bochum", site.base_url, *_BOCHUM))
    with StandInSite(platform_world()) as site, tempfile.TemporaryDirectory() as folder:
        addresses = Path(folder) / "addresses.txt"
        addresses.write_text("\n".join(platform_world().addresses(site.base_url)))
        codes.append(_crawl(out, debug, "politik-bei-uns", site.base_url, "--urls", str(addresses)))
    with Archive.open(_ARCHIVE, mode="read") as held:
        for reference in _PAPERS:
            for found in held.papers_by_reference(reference):
                out.print(f"\nPaper {reference} as {found['source_id']} has it:", style="bold")
                render.paper(out, found)
    out.print("\nTry next:")
    examples = (
        f"{program()} show 20140431 --archive {shown(_ARCHIVE)}",
        f"{program()} search familienförderung --archive {shown(_ARCHIVE)}",
        f"{program()} status --archive {shown(_ARCHIVE)}",
        f"{program()} serve --archive {shown(_ARCHIVE)}",
        f"sqlite3 {shown(_ARCHIVE)} '{_VIEW}'",
    )
    for example in examples:
        out.print(render.safe(f"  {example}"))
    click.get_current_context().exit(max(codes))


def _crawl(out: Console, debug: bool, source: str, base_url: str, *options: str) -> int:
    """`harvester crawl` of one site, in a process of its own: a process can crawl once."""
    out.print(f"\nA small {source} is served at {base_url}; crawling it ...", style="bold")
    command = [sys.executable, "-m", "harvester", *(["--debug"] if debug else []), "crawl", source]
    command += ["--archive", str(_ARCHIVE), "--base-url", base_url, "--delay", "0", *options]
    out.file.flush()
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own words


COMMANDS = (demo,)
