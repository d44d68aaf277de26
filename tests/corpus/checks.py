"""What the corpus tests share: access to records, comparison with the expectations."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from corpus.expect import Doc, Section, Step
from harvester import records
from harvester.normalize import normalize
from harvester.page import Page
from harvester.parsers import allris

R = TypeVar("R", bound=records.Record)


@cache
def parsed(path: Path, url: str, source: str) -> Page:
    """The page as the archive would get it; each is parsed once."""
    return normalize(allris.parse(path.read_bytes(), url, source))


def every(page: Page, kind: type[R]) -> list[R]:
    """All records of this type, in the page's order."""
    return [record for record in page.records if isinstance(record, kind)]


def only(page: Page, kind: type[R]) -> R:
    """The record of this type, of which there is exactly one."""
    (record,) = every(page, kind)
    return record


def shown(record: records.Record, names: Iterable[str]) -> dict[str, Any]:
    """The named fields, for a comparison whose failure shows them side by side."""
    return {name: getattr(record, name) for name in names}


def bound(source: str, kind: str, number: int | None) -> str | None:
    """An id out of the source's number."""
    return None if number is None else f"{source}/{kind}/{number}"


def check_steps(page: Page, paper_id: str, source: str, expected: tuple[Step, ...]) -> None:
    """All fields of all steps; the slug only where it is plain how to make it."""
    steps = every(page, records.Consultation)
    names = ["position", "paper_id", "organization_name", "role_raw", "role", "status_raw"]
    names += ["date", "meeting_id", "meeting_name", "agenda_item_id", "result_raw", "result"]
    assert [shown(step, names) for step in steps] == [
        {
            "position": position,
            "paper_id": paper_id,
            "organization_name": step.organization,
            "role_raw": step.role_raw,
            "role": step.role,
            "status_raw": step.status,
            "date": step.date,
            "meeting_id": bound(source, "meeting", step.meeting),
            "meeting_name": step.meeting_name,
            "agenda_item_id": bound(source, "item", step.item),
            "result_raw": step.result_raw,
            "result": step.result,
        }
        for position, step in enumerate(expected, start=1)
    ]
    for found, step in zip(steps, expected, strict=True):
        slug = step.slug or r"[a-z0-9]+(-[a-z0-9]+)*"
        assert re.fullmatch(rf"{re.escape(paper_id)}/{slug}/1", found.id)


def check_sections(page: Page, paper_id: str, expected: tuple[Section, ...]) -> None:
    """Order, names, ends and whole words of all blocks."""
    sections = every(page, records.PaperSection)
    names = ["id", "paper_id", "position", "key", "heading"]
    assert [shown(section, names) for section in sections] == [
        {
            "id": f"{paper_id}/section/{section.code}",
            "paper_id": paper_id,
            "position": position,
            "key": section.key,
            "heading": section.heading,
        }
        for position, section in enumerate(expected, start=1)
    ]
    for found, section in zip(sections, expected, strict=True):
        if section.start is None or section.end is None:
            assert found.text is None, found.id
            continue
        assert found.text is not None, found.id
        assert found.text[: len(section.start)] == section.start
        assert found.text[-len(section.end) :] == section.end
        assert len(found.text.split("\n")) == section.lines, found.id
        assert [words for words in section.words if words not in found.text] == []
        assert "ALLRIS" not in found.text


def check_files(files: list[records.File], source: str, expected: tuple[Doc, ...]) -> None:
    """Ids, names, requests and sizes of the files in the page's order."""
    assert [file.id for file in files] == [f"{source}/{doc.id}" for doc in expected]
    for file, doc in zip(files, expected, strict=True):
        names = (doc.name,) if isinstance(doc.name, str) else doc.name
        assert file.name in names
        assert shown(file, ["role", "number", "status_raw", "form"]) == {
            "role": doc.role,
            "number": doc.number,
            "status_raw": doc.status,
            "form": doc.form,
        }
        assert bool(file.expires) == doc.expires
        if doc.modified is not None:
            assert file.modified == doc.modified
        if doc.url is not None:
            assert file.url == doc.url
        else:
            assert file.url is not None
            assert file.url.startswith("https://")
        assert (file.declared_size is None) == (doc.size is None)
        if file.declared_size is not None and doc.size is not None:
            assert abs(file.declared_size - doc.size) < 1
