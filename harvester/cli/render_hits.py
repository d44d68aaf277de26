"""How papers that were found look on a terminal, in a pipe and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from harvester import clock
from harvester.archive.searching import Filters, Hit
from harvester.citation import citation
from harvester.cli import copy
from harvester.cli.render import safe
from harvester.labels import german

_FOUND = "bold"


def described(words: str, filters: Filters) -> str:
    """What was searched, in a sentence."""
    narrowed = {
        "city": filters.body,
        "committee": filters.committee,
        "type": german("paper_type", filters.paper_type),
        "result": german("result", filters.result),
        "since": filters.since,
        "until": filters.until,
    }
    shown = [f"{name} {value}" for name, value in narrowed.items() if value]
    return ", ".join([words, *shown] if words else shown)


def hits(
    out: Console, found: Sequence[Hit], copies: Mapping[int, Mapping[str, Any]], archive: Path
) -> None:
    """A few lines for a paper on a terminal; for other programs one, with tabs."""
    if not out.is_terminal:
        for hit in found:
            columns = (hit.reference, hit.date, hit.name, hit.source_url)
            out.file.write("\t".join(_one_line(value) for value in columns) + "\n")
        return
    for hit in found:
        recorded = copies[hit.snapshot_id]["warc_file"] is not None
        _hit(out, hit, copy.command(hit.snapshot_id, archive) if recorded else None)
        out.print()


def as_object(hit: Hit, copies: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """A hit for JSON: its fields, snippets as plain text, the stored copy, how it is cited."""
    fields = asdict(hit)
    del fields["snapshot_id"]
    texts = [
        {"heading": one.heading, "text": "".join(text for text, _ in one.parts)}
        for one in hit.snippets
    ]
    return fields | {
        "snippets": texts,
        "copy": copies[hit.snapshot_id],
        "citation": citation(fields, hit.body_name),
    }


def step(committee: str | None, date: str | None, result: str | None) -> str:
    """A step in a line: committee, date, result as far as they are known."""
    return ", ".join(filter(None, (committee, date, result)))


def is_coming(date: str | None, result: str | None) -> bool:
    """Whether a step is still to be taken, as far as is known."""
    return date is not None and date >= clock.today().isoformat() and not result


def _hit(out: Console, hit: Hit, copy_command: str | None) -> None:
    kind = hit.paper_type_raw or german("paper_type", hit.paper_type)
    facts = "  ".join(filter(None, (hit.date, kind, hit.body_name)))
    _line(out, safe(hit.reference or hit.id, "bold"), "  ", safe(facts))
    _line(out, "  ", safe(hit.name))
    last = step(hit.step_committee, hit.step_date, hit.step_result)
    if last:
        coming = is_coming(hit.step_date, hit.step_result)
        _line(out, "  planned: " if coming else "  last step: ", safe(last))
    for snippet in hit.snippets:
        parts = [safe(text, _FOUND if is_match else "") for text, is_match in snippet.parts]
        heading = [safe(f"{snippet.heading}: ", "dim")] if snippet.heading else []
        _line(out, "  ", *heading, *parts)
    _line(out, "  ", safe(hit.source_url, "dim"))
    if copy_command:
        _line(out, "  copy: ", safe(copy_command, "dim"))


def _line(out: Console, *parts: str | Text) -> None:
    """A line that the terminal wraps by itself, so that addresses and commands stay whole."""
    text = Text.assemble(*parts)
    text.plain = text.plain.replace("\n", " ")  # keeps the styles, as the length is the same
    out.print(text, soft_wrap=True)


def _one_line(value: str | None) -> str:
    return " ".join(str(safe(value)).split())
