"""Compares records with what a person read, field by field, and says where they differ.

Every field counts: one that the expectation does not name must be None, because the page does not
state it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import pytest

from harvester.page import Finding, Page
from harvester.records import Record

#: What is expected of one record: field -> value.
Fields = Mapping[str, object]


@dataclass(frozen=True)
class AnyOf:
    """The page and the contract leave a choice: any of these is right."""

    values: tuple[object, ...]


@dataclass(frozen=True)
class Beginning:
    """A text that begins so; what follows is a person's name or too long to be repeated."""

    start: str


def accepts(wanted: object, got: object) -> bool:
    """Whether a value is the expected one."""
    if isinstance(wanted, AnyOf):
        return any(accepts(value, got) for value in wanted.values)
    if isinstance(wanted, Beginning):
        return isinstance(got, str) and got.startswith(wanted.start)
    return wanted == got and type(wanted) is type(got)


def field_differences(record: Record, wanted: Fields, unjudged: Iterable[str] = ()) -> list[str]:
    """One line for each field that is not as expected; `unjudged` names fields left alone."""
    differences = []
    for name, got in record.values().items():
        if name in {"id", *unjudged} and name not in wanted:
            continue
        expected = wanted.get(name)
        if not accepts(expected, got):
            differences.append(
                f"{record.record} {record.id}, {name}: expected {expected!r}, got {got!r}"
            )
    return differences


def differences(
    records: Sequence[Record], wanted: Mapping[str, Fields], unjudged: Iterable[str] = ()
) -> list[str]:
    """Differences between records of one type and those expected, by id and in order."""
    found = {record.id: record for record in records}
    lines = [f"{id_}: expected, not there" for id_ in wanted if id_ not in found]
    lines += [
        f"{record.record} {record.id}: there, not expected"
        for record in records
        if record.id not in wanted
    ]
    if len(found) != len(records):
        lines.append(f"an id comes twice: {[record.id for record in records]}")
    if not lines and list(found) != list(wanted):
        lines.append(f"order: expected {list(wanted)}, got {list(found)}")
    for id_, fields in wanted.items():
        if id_ in found:
            lines += field_differences(found[id_], fields, unjudged)
    return lines


def fail_with(page_name: str, lines: Iterable[str]) -> None:
    """Fail with one line per difference, the page's name in front; pass where there is none."""
    shown = [f"{page_name}: {line}" for line in lines]
    if shown:
        pytest.fail("\n".join(["not what the page says:", *shown]), pytrace=False)


def request(url: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """An address without what does not matter: (address of the script, arguments)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", frozenset(parse_qsl(parts.query))


def not_understood(page: Page) -> list[Finding]:
    """Findings about phrases, dates and votes that could not be read."""
    return [
        finding
        for finding in page.findings
        if finding.code.startswith(("unknown_", "unreadable_")) or "contradict" in finding.code
    ]
