"""How the state of a source looks on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console

from harvester.archive.health import Coverage, Health
from harvester.cli.render import grid, pairs, safe

#: Characters of a finding's message, ids of a month, that are shown.
_EXAMPLE = 100
_IDS = 3


def source_health(out: Console, source: Health, *, months: bool) -> None:
    """Whether one source is healthy, how fresh and how complete it is."""
    head = f"{source.source_id}  {source.body_name}  "
    if source.healthy:
        _line(out, f"{head}healthy", "bold green")
    else:
        _line(out, f"{head}unhealthy: {source.problems[0]}", "bold red")
        for problem in source.problems[1:]:
            _line(out, f"  {problem}", "red")
    pairs(out, _facts(source))
    _coverage(out, source.coverage, everything=months)
    if source.findings:
        table = grid("findings of the last run", "", "", "such as")
        for row in source.findings:
            example = f"{row['message'][:_EXAMPLE]} {row['url']}"
            table.add_row(*map(safe, (row["severity"], row["code"], row["count"], example)))
        out.print(table)


def _line(out: Console, text: str, style: str) -> None:
    """One line, however long: programs look for its words too."""
    out.print(safe(text, style), soft_wrap=True)


def _facts(source: Health) -> dict[str, object]:
    last, complete = source.last_run, source.last_complete_run
    told = last["message"] if last else None
    if told and any(told in problem for problem in source.problems):
        told = None
    return {
        "held": ", ".join(f"{n} {name}" for name, n in source.counts.items() if n),
        "newest meeting held": source.newest_meeting_held,
        "newest meeting": source.newest_meeting,
        "newest paper": source.newest_paper,
        "last window": last and _window(last["arguments"]),
        "last run": last and f"{last['ended'] or last['started']}: {_outcome(last)}",
        "": told,
        "last complete run": _complete(complete, source.age_hours),
        "retired": source.retired_at,
        "waiting": source.waiting or None,
        "no longer shown": ", ".join(
            f"{row['count']} {row['record']} ({row['reason']})" for row in source.absences
        ),
        "lists": _summary(source.coverage),
    }


def _window(arguments: Mapping[str, Any]) -> str:
    if "urls" in arguments:
        return f"the addresses in {arguments['urls']}"
    return f"{arguments.get('since')} to {arguments.get('until')}"


def _outcome(run: Mapping[str, Any]) -> str:
    return str(run["outcome"] or "not ended (it runs, or was killed)")


def _complete(run: Mapping[str, Any] | None, age: float | None) -> str:
    return f"{run['ended']} ({age:.0f} hours ago)" if run and age is not None else "never"


def _summary(coverage: Sequence[Coverage]) -> str | None:
    """How many months are held whole."""
    months = {row.month for row in coverage if row.month}
    lacking = {row.month for row in coverage if row.month and row.held < row.listed}
    if not months:
        return None
    return f"{len(months) - len(lacking)} of {len(months)} months complete"


def _coverage(out: Console, coverage: Sequence[Coverage], *, everything: bool) -> None:
    """The months of which something is missing, or all."""
    rows = [row for row in coverage if everything or row.held < row.listed]
    if not rows:
        return
    table = grid("month", "record", "listed", "held", "missing")
    for row in rows:
        ids = ", ".join(row.missing[:_IDS]) + (" ..." if len(row.missing) > _IDS else "")
        table.add_row(*map(safe, (row.month or "no date", row.record, row.listed, row.held, ids)))
    out.print(table)
