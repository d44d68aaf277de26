"""How things look on a terminal. What is harvested is hostile: no markup, no control characters."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harvester.archive import RunSummary

_PLAIN_WIDTH = 120
_EXCERPT = 400
_OUTCOME_STYLE = {"complete": "green", "incomplete": "yellow", "refused": "red", "failed": "red"}


def console(*, stderr: bool = False) -> Console:
    """A console that wraps at a fixed width where the output is no terminal."""
    found = Console(stderr=stderr, highlight=False)
    if not found.is_terminal:
        found.width = _PLAIN_WIDTH
    return found


def safe(value: object, style: str = "") -> Text:
    """A value as plain text: None is empty, control characters are dropped."""
    shown = "" if value is None else str(value)
    return Text("".join(c for c in shown if c.isprintable() or c == "\n"), style=style)


def _table(*headers: str, title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for header in headers:
        table.add_column(header, header_style="bold", overflow="fold")
    return table


def summary(out: Console, result: RunSummary, archive: str) -> None:
    """What a crawl did: rows by kind, what is missing, how it ended."""
    table = _table("record", "new", "changed", "unchanged", "gone", "returned")
    for record, counts in result.records.items():
        numbers = (counts[k] for k in ("new", "changed", "unchanged", "gone", "returned"))
        table.add_row(record, *(safe(n or "·") for n in numbers))
    out.print(table)
    out.print()
    found = ", ".join(f"{n} {severity}" for severity, n in result.findings.items() if n)
    missing = f" ({', '.join(result.missing_ids)} ...)" if result.missing_ids else ""
    facts = {
        "pages": f"{result.pages} fetched, {result.failed} failed, {result.waiting} waiting",
        "listed": f"{result.listed} by the source's lists, {result.missing} not held{missing}",
        "findings": found or "none",
        "archive": archive,
    }
    pairs(out, facts)
    out.print()
    style = _OUTCOME_STYLE.get(result.outcome, "yellow")
    out.print(Text(result.outcome, style=f"bold {style}"), safe(result.message))


def pairs(out: Console, facts: Mapping[str, object]) -> None:
    """Names and values in two columns; what is unknown is left out."""
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if value not in (None, "", []):
            table.add_row(name, safe(value))
    out.print(table)


def paper(out: Console, found: Mapping[str, Any]) -> None:
    """A paper with its steps, files and the beginning of its texts."""
    out.print(safe(f"{found['reference']}  {found['name']}", "bold"))
    if found["gone_at"]:
        out.print(safe(f"gone since {found['gone_at']} ({found['gone_reason']})", "red"))
    pairs(
        out,
        {
            "type": found["paper_type_raw"],
            "status": found["status_raw"],
            "date": found["date"],
            "lead": found["lead_department"],
            "authors": ", ".join(found["authors"] or ()),
            "source": found["source_url"],
            "read": f"{found['last_seen']} (unchanged since {found['updated_at']})",
        },
    )
    out.print()
    steps = _table("", "date", "committee", "role", "result", "status", title="Beratungsfolge")
    for step in found["consultations"]:
        steps.add_row(
            safe(step["position"]),
            safe(step["date"] or step["date_raw"] or "no date"),
            safe(step["organization_name"]),
            safe(step["role_raw"]),
            safe(step["result_raw"]),
            safe(step["status_raw"]),
        )
    out.print(steps if found["consultations"] else safe("no steps on the page"))
    for section in found["sections"]:
        text = section["text"] or ""
        out.print()
        out.print(safe(section["heading"] or section["key"], "bold"))
        out.print(safe(text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]} ..."))
    if found["files"]:
        out.print()
        files = _table("", "file", "kind", "bytes declared", title="Documents")
        for file in found["files"]:
            files.add_row(
                safe(file["number"]),
                safe(file["name"]),
                safe(file["role"]),
                safe(file["declared_size"]),
            )
        out.print(files)


def hits(out: Console, found: list[dict[str, Any]]) -> None:
    """Search results: number, date, subject, link."""
    table = _table("paper", "date", "subject")
    for hit in found:
        subject = Text.assemble(safe(hit["name"]), "\n", safe(hit["source_url"], "dim"))
        table.add_row(safe(hit["reference"]), safe(hit["date"]), subject)
    out.print(table)


def _outcome(run: Mapping[str, Any]) -> str:
    return str(run["outcome"] or "not ended (it runs, or was killed)")


def source_status(out: Console, source: Mapping[str, Any]) -> None:
    """How fresh and how complete one source is."""
    last, complete = source["last_run"], source["last_complete_run"]
    counts = source["counts"]
    out.print(safe(f"{source['id']}  {source['body_name']}", "bold"))
    pairs(
        out,
        {
            "held": ", ".join(f"{n} {name}" for name, n in counts.items() if n),
            "newest meeting": source["newest_meeting"],
            "newest paper": source["newest_paper"],
            "last run": last and f"{last['ended'] or last['started']}: {_outcome(last)}",
            "": last and last["message"],
            "last complete run": complete["ended"] if complete else "never",
            "waiting": source["waiting"] or None,
            "not held": ", ".join(
                f"{row['missing']} of {row['listed']} {row['record']}"
                for row in source["missing"]
                if row["missing"]
            ),
        },
    )
    if source["findings"]:
        table = _table("findings of the last run", "", "")
        for row in source["findings"]:
            table.add_row(safe(row["severity"]), safe(row["code"]), safe(row["count"]))
        out.print(table)
