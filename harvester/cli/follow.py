"""The commands that remember what a person wants to be told first: follow, unfollow."""

from pathlib import Path
from typing import Any

import click
from rich.console import Console

from harvester import follow as follows
from harvester.archive import Archive
from harvester.archive.searching import EVERYTHING
from harvester.cli import render, render_hits
from harvester.cli.options import archive_option, shown
from harvester.cli.search import WordsCommand, filter_options, filters_of
from harvester.follow import Follow

#: The most characters of a wrong name that are shown.
_LONGEST = 200
_NEXT = "harvester changes tells of this first; harvester unfollow forgets it."


@click.command(cls=WordsCommand)
@click.argument("what", nargs=-1, metavar="[REFERENCE]...")
@click.option(
    "--search",
    "is_search",
    is_flag=True,
    help="Follow what a search finds: the arguments are its words, the filters are those of "
    "harvester search.",
)
@archive_option
@filter_options
def follow(what: tuple[str, ...], archive: Path, *, is_search: bool, **narrowed: Any) -> None:
    """Remember papers, or a search, to be told of first; alone it lists them.

    A paper is named by its number as people type it (2009/0346); if several bear it, all are
    followed. `harvester follow --search Kita --city herne` follows what the search finds, today and
    later. They are kept in a file beside the archive, which no release contains, and may be changed
    while a crawl is running. `harvester unfollow` forgets.
    """
    out = render.console()
    with Archive.open(archive, mode="read") as held:
        if is_search:
            _follow_search(out, held, " ".join(what).strip(), narrowed)
        elif any(value is not None for value in narrowed.values()):
            raise click.UsageError("Filters narrow a search: add --search, with or without words.")
        elif what:
            _follow_papers(out, held, what)
        else:
            _list(out, held)


@click.command(cls=WordsCommand)
@click.argument("what", nargs=-1, required=True, metavar="REFERENCE|LABEL...")
@archive_option
def unfollow(what: tuple[str, ...], archive: Path) -> None:
    """Forget a paper or search that is followed, by its number or label.

    `harvester follow` shows the labels; of a search the words will do, if only one has them.
    """
    out = render.console()
    label = " ".join(what)
    if _forget(out, archive, label):
        return
    unknown = [one for one in what if len(what) == 1 or not _forget(out, archive, one)]
    if unknown:
        named = ", ".join(unknown)[:_LONGEST]
        raise click.ClickException(f"Not followed: {named}; harvester follow lists what is.")


def _forget(out: Console, archive: Path, named: str) -> bool:
    """Forget what is called so, and tell; whether there was any."""
    forgotten = follows.remove(archive, named) or _remove_by_number(archive, named)
    for one in forgotten:
        _print(out, f"No longer followed: {one.label}{f' ({one.paper})' if one.paper else ''}")
    return bool(forgotten)


def _follow_search(out: Console, held: Archive, words: str, narrowed: dict[str, Any]) -> None:
    filters = filters_of(held, **narrowed)
    if not words and filters == EVERYTHING:
        raise click.UsageError("What to search for? Give words, or a filter such as --city.")
    one = follows.follow_search(words, filters)
    how = "Following" if follows.add(held.path, [one]) else "Already followed"
    _print(out, f"{how}: {one.label}")
    _print(out, f"  {_found(held, one)}")
    _print(out, _NEXT)


def _follow_papers(out: Console, held: Archive, references: tuple[str, ...]) -> None:
    """Follow all papers of these numbers, or none if one is unknown."""
    papers = []
    for reference in references:
        asked = reference.encode(errors="replace").decode()
        found = held.papers_by_reference(asked)
        if not found:
            raise click.ClickException(
                f"No paper {reference[:_LONGEST]} in {shown(held.path)}, nothing is followed; look "
                "for words of its subject with harvester search."
            )
        if found[0]["match"] != "exact":
            _print(out, f"No paper is numbered exactly {reference}; nearest:")
        if len(found) > 1:
            _print(out, f"{len(found)} papers bear the number {reference}; all are followed:")
        papers += found
    new = follows.add(held.path, [follows.follow_paper(paper) for paper in papers])
    begun = {one.paper for one in new}
    for paper in papers:
        how = "Following" if paper["id"] in begun else "Already followed"
        _print(out, f"{how}: {_title(paper)}")
        _print_state(out, paper)
    _print(out, _NEXT)


def _remove_by_number(archive: Path, named: str) -> list[Follow]:
    """Forget the papers of a number that is typed in another way."""
    followed = {one.paper for one in follows.load(archive) if one.paper}
    if not followed:
        return []
    with Archive.open(archive, mode="read") as held:
        papers = held.papers_by_reference(named.encode(errors="replace").decode())
    ids = [paper["id"] for paper in papers if paper["id"] in followed]
    return [one for paper_id in ids for one in follows.remove(archive, paper_id)]


def _list(out: Console, held: Archive) -> None:
    followed = follows.load(held.path)
    if not followed:
        _print(
            out,
            "Nothing is followed yet: harvester follow NUMBER, such as 2009/0346, or harvester "
            "follow --search WORDS.",
        )
        return
    for one in followed:
        if not one.paper:
            _print(out, f"search: {one.label}", "bold")
            _print(out, f"  {_found(held, one)}")
            continue
        papers = [it for it in held.papers_by_reference(one.paper) if it["id"] == one.paper]
        _print(out, _title(papers[0]) if papers else f"{one.label}  {one.paper}", "bold")
        if papers:
            _print_state(out, papers[0])
        else:
            _print(out, f"  is not in {shown(held.path)}")
    _print(out, _NEXT)


def _title(paper: dict[str, Any]) -> str:
    return "  ".join(filter(None, (paper["reference"], paper["name"], f"({paper['id']})")))


def _found(held: Archive, one: Follow) -> str:
    """How many papers a search finds now."""
    count = len(follows.followed_ids(held, [one]))
    if follows.too_wide(held, one):
        return f"more than {count} papers now, only the first {count} are followed; narrow it down"
    return f"{count} paper{'' if count == 1 else 's'} now"


def _print_state(out: Console, paper: dict[str, Any]) -> None:
    """The last step that was taken and the next that has a date."""
    if paper["gone_at"]:
        _print(out, f"  gone since {paper['gone_at']} ({paper['gone_reason']})", "red")
    known = [step for step in paper["consultations"] if step["date"] or step["result_raw"]]
    steps = sorted(known, key=lambda step: step["date"] or "")
    coming = [s for s in steps if render_hits.is_coming(s["date"], s["result_raw"])]
    taken = [step for step in steps if step not in coming]
    for name, some in (("last", taken[-1:]), ("next", [] if paper["gone_at"] else coming[:1])):
        for step in some:
            told = render_hits.step(step["organization_name"], step["date"], step["result_raw"])
            _print(out, f"  {name} step: {told}")
    if not steps:
        _print(out, "  no step with a date yet")


def _print(out: Console, text: str, style: str = "") -> None:
    out.print(render.safe(" ".join(text.splitlines()), style), soft_wrap=True)


COMMANDS = (follow, unfollow)
