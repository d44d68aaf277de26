"""How things look on a terminal. What is harvested is hostile: no markup, no control characters."""

import json
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


def plain(text: str) -> str:
    """The text without control, format and bidi characters; blanks of any kind are blanks."""
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "" for c in text)


def safe(value: object, style: str = "") -> Text:
    """A value as plain text: None is empty, control characters are dropped."""
    return Text("" if value is None else plain(str(value)), style=style)


def as_json(value: object) -> str:
    """JSON for reading: umlauts as they are, what a terminal would obey as escapes.

    By itself json escapes either all beyond ASCII or nothing beyond U+001F.
    """
    shown = json.dumps(value, ensure_ascii=False, indent=1)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in shown)


def grid(*headers: str, title: str | None = None) -> Table:
    """A table without lines, with bold headers."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for header in headers:
        table.add_column(header, header_style="bold", overflow="fold")
    return table


def summary(out: Console, result: RunSummary, archive: str) -> None:
    """What a crawl did: rows by kind, what is missing, how it ended."""
    table = grid("record", "new", "changed", "unchanged", "gone", "returned")
    for record, counts in result.records.items():
        numbers = (counts[k] for k in ("new", "changed", "unchanged", "gone", "returned"))
        table.add_row(record, *(safe(n or "·") for n in numbers))
    out.print(table)
    out.print()
    found = ", ".join(f"{n} {severity}" for severity, n in result.findings.items() if n)
    missing = f" ({', '.join(result.missing_ids[:3])} ...)" if result.missing_ids else ""
    facts = {
        "pages": f"{result.pages} fetched, {result.failed} failed, {result.waiting} waiting",
        "listed": f"{result.listed} by the source's lists, {result.missing} missing{missing}",
        "findings": found or "none",
        "archive": archive,
    }
    pairs(out, facts)
    out.print()
    style = _OUTCOME_STYLE.get(result.outcome, "yellow")
    told = f": {result.message}" if result.message else ""
    out.print(Text.assemble((result.outcome, f"bold {style}"), safe(told)))


def errors(out: Console, found: list[dict[str, Any]]) -> None:
    """What went wrong in a run: each kind of error with one example."""
    for error in found:
        times = f" ({error['count']} times)" if error["count"] > 1 else ""
        out.print(safe(f"{error['code']}{times}: {error['message']}", "red"))
        out.print(safe(f"  {error['url']}", "dim"))


def pairs(out: Console, facts: Mapping[str, object]) -> None:
    """Names and values in two columns; what is unknown is left out."""
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if value not in (None, "", []):
            table.add_row(name, safe(value))
    out.print(table)


#: How a value was read that does not come from the paper's own page.
_READ_FROM = {"form": "from the form in the PDF", "text": "from the form's text on the platform"}


def paper(
    out: Console,
    found: Mapping[str, Any],
    lines: Mapping[str, str] | None = None,
    *,
    full: bool = False,
) -> None:
    """A paper with its steps, files and texts, of which only the beginning unless `full`.

    `lines` are told behind its facts, each in a line that can be copied whole.
    """
    title = "  ".join(filter(None, (found["reference"], found["name"])))
    out.print(safe(title or found["id"], "bold"))
    if found["gone_at"]:
        out.print(safe(f"gone since {found['gone_at']} ({found['gone_reason']})", "red"))
    facts = {name: value for name, value in _head(found).items() if value}
    pairs(out, facts)
    for name, line in (lines or {}).items():
        label = name.ljust(max(map(len, facts)) + 2)
        out.print(Text.assemble((label, "bold"), safe(line)), soft_wrap=True)
    out.print()
    _steps(out, found)
    for section in found["sections"]:
        _section(out, section, full=full)
    if found["files"]:
        out.print()
        _files(out, found["files"])
    if found["differences"]:
        out.print()
        out.print(safe("The sources contradict each other", "bold yellow"))
        for record_id, message, day in found["differences"]:
            where = str(record_id).removeprefix(found["id"]).strip("/")
            shown = f"{where}: {message}" if where else message
            out.print(safe(f"{shown} (found {day})"))


def _head(found: Mapping[str, Any]) -> dict[str, object]:
    """The facts about a paper, each with where it was read if that is not the paper's page."""
    names = {
        "type": "paper_type_raw",
        "status": "status_raw",
        "date": "date",
        "lead": "lead_department",
        "file number": "file_number",
        "authors": "authors",
        "decided by": "decision_body",
        "legal basis": "legal_basis",
        "related": "related_references",
    }
    rules = found["forms"].get(found["id"], {})
    facts: dict[str, object] = {"town": found.get("body_name")}
    for label, name in names.items():
        value = found[name]
        shown = ", ".join(dict.fromkeys(value)) if isinstance(value, list) else value
        rule = None if "id" in rules else rules.get(name)
        facts[label] = f"{shown} ({_READ_FROM[rule]})" if shown and rule else shown
    if "id" in rules:
        facts["known"] = f"only {_READ_FROM[rules['id']]}"
    facts["system"] = found["source_id"]
    facts["source"] = found["source_url"]
    facts["read"] = f"{found['last_seen']}, last changed {found['updated_at']}"
    return facts


def _steps(out: Console, found: Mapping[str, Any]) -> None:
    steps = found["consultations"]
    rules = {found["forms"].get(step["id"], {}).get("id") for step in steps}
    origin = next((f", {_READ_FROM[rule]}" for rule in rules if rule), "")
    title = f"Beratungsfolge{origin}"
    table = grid("", "date", "committee", "role", "result", "status", title=title)
    for step in steps:
        table.add_row(
            safe(step["position"]),
            safe(step["date"] or step["date_raw"] or "no date"),
            safe(step["organization_name"]),
            safe(step["role_raw"]),
            safe(step["result_raw"]),
            safe(step["status_raw"]),
        )
    out.print(table if steps else safe("no steps on the page"))


def _section(out: Console, section: Mapping[str, Any], *, full: bool) -> None:
    text = section["text"] or ""
    out.print()
    out.print(safe(section["heading"] or section["key"], "bold"))
    rest = 0 if full else max(0, len(text) - _EXCERPT)
    out.print(safe(text[: len(text) - rest]))
    if rest:
        out.print(safe(f"... {rest} more characters; --full shows them", "dim"))


def _files(out: Console, files: list[dict[str, Any]]) -> None:
    table = grid("", "file", "kind", "kB", "pages", "text", title="Documents")
    table.add_column("id", header_style="bold", no_wrap=True)  # is typed behind harvester copy
    for file in files:
        size = file["declared_size"] or file["size"]
        table.add_row(
            safe(file["number"]),
            safe(file["name"]),
            safe(file["role"]),
            safe(size and max(1, size // 1024)),
            safe(file["page_count"]),
            safe(file["text_status"]),
            safe(file["id"]),
        )
    out.print(table)
