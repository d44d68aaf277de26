"""Every Herne paper of the corpus against the JSON facts that stand beside it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from corpus.checks import check_files, check_sections, check_steps, every, only, parsed, shown
from corpus.expect import Doc, Section, Step
from corpus.herne import BASE, BLOCKS, HERNE, RESULTS, ROLES, SLUGS, TYPES

from harvester import records
from harvester.page import Page


@pytest.fixture
def herne_page(corpus: Path, number: int) -> Page:
    """The parsed Herne paper with this VOLFDNR."""
    path = corpus / "allris" / "herne" / f"vo020_{number}.html"
    return parsed(path, f"{BASE}vo020.asp?VOLFDNR={number}", "herne")


@pytest.mark.parametrize("number", HERNE)
def test_herne_facts(number: int, herne_page: Page, corpus: Path) -> None:
    facts = _facts(corpus, number)
    paper = only(herne_page, records.Paper)
    author = facts["author"]
    lines = author if isinstance(author, list) else [author]
    names = ["id", "reference", "name", "status_raw", "public", "paper_type_raw", "paper_type"]
    names += ["file_number", "lead_department", "clerk", "authors_raw"]
    assert shown(paper, names) == {
        "id": f"herne/paper/{number}",
        "reference": facts["reference"],
        "name": facts["subject"],
        "status_raw": facts["status"],
        "public": True,
        "paper_type_raw": facts["paper_type"],
        "paper_type": TYPES[facts["paper_type"]],
        "file_number": facts["file_number"],
        "lead_department": facts["lead_department"],
        "clerk": facts["clerk"],
        "authors_raw": "\n".join(lines),
    }
    assert (paper.participating_departments or []) == facts["participating_departments"]
    # Cleaned of "1. " and of telephone numbers, and still what the page says.
    assert paper.authors is not None
    assert len(paper.authors) == len(lines)
    for cleaned, raw in zip(paper.authors, lines, strict=True):
        assert cleaned in raw
        assert not re.search(r"\d|Tel|[-,.:]\s*$", cleaned)


def _facts(corpus: Path, number: int) -> dict[str, Any]:
    path = corpus / "allris" / "herne" / f"vo020_{number}.json"
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return facts


@pytest.mark.parametrize("number", HERNE)
def test_herne_steps(number: int, herne_page: Page, corpus: Path) -> None:
    facts = _facts(corpus, number)
    numbers = HERNE[number].steps
    expected = tuple(
        Step(
            organization=step["committee"],
            slug=SLUGS.get(step["committee"]),
            role_raw=step["role"],
            role=ROLES[step["role"]],
            status="Erledigt",
            date=step["date"],
            meeting=meeting,
            meeting_name=step["meeting_text"],
            item=item,
            result_raw=step["result"],
            result=RESULTS[step["result"]],
        )
        for step, (meeting, item) in zip(facts["consultations"], numbers, strict=True)
    )
    check_steps(herne_page, f"herne/paper/{number}", "herne", expected)


@pytest.mark.parametrize("number", HERNE)
def test_herne_sections(number: int, herne_page: Page, corpus: Path) -> None:
    facts = _facts(corpus, number)
    expected = []
    for heading in facts["sections"]:
        key, code, text = BLOCKS[heading]
        if code == "sv" and text is not None:
            text = f"{text}\n{facts['subject']}"
        lines = text.count("\n") + 1 if text else 0
        expected.append(
            Section(code=code, key=key, heading=heading, start=text, end=text, lines=lines)
        )
    check_sections(herne_page, f"herne/paper/{number}", tuple(expected))


@pytest.mark.parametrize("number", HERNE)
def test_herne_files(number: int, herne_page: Page, corpus: Path) -> None:
    document = HERNE[number].document
    expected = [
        Doc(
            id=f"file/{document}",
            role="main",
            name="Vorlage",
            form={"DOLFDNR": str(document), "options": "64"},
            url=f"{BASE}do027.asp",
        )
    ]
    expected += [
        Doc(
            id=f"paper/{number}/file/{attachment['nr']}",
            role="attachment",
            number=str(attachment["nr"]),
            name=attachment["name"],
            status=attachment["status"],
            size=attachment["size_kb"] * 1024,
            expires=True,
        )
        for attachment in _facts(corpus, number)["attachments"] or []
    ]
    check_files(every(herne_page, records.File), "herne", tuple(expected))
