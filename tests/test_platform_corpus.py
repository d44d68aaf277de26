"""Every politik-bei-uns.de page of the corpus against what a person read on it.

The expectations (tests/corpus/platform.py) were written from the pages, before and without the
parsers; the seed's also from the issue's demands.
"""

from collections.abc import Iterable
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from corpus.checks import every, only
from corpus.compare import (
    AnyOf,
    accepts,
    differences,
    fail_with,
    field_differences,
    not_understood,
    request,
)
from corpus.platform import BOILERPLATE, FILES, PLATFORM, SEED, SLUGS, FilePage

from harvester import records
from harvester.normalize import normalize
from harvester.page import Page

SOURCE = "pbu"
SEED_NAME = "003_c920b515a2460f4e.txt"


@cache
def parsed(path: Path, url: str) -> Page:
    """The page as the archive would get it; each is parsed once."""
    from harvester.parsers import politik_bei_uns

    return normalize(politik_bei_uns.parse(path.read_bytes(), url, SOURCE))


@pytest.fixture
def page(request: pytest.FixtureRequest, corpus: Path) -> Page:
    """The parsed page whose file name is the parameter."""
    name = request.getfixturevalue("name")
    return parsed(corpus / "politik_bei_uns" / name, FILES[name].url)


@pytest.fixture(scope="session")
def seed(corpus: Path) -> str:
    """The stored copy of the document that the project started from, as text."""
    path = corpus.parent / "seeds" / SEED_NAME
    if not path.is_file():
        pytest.skip("no seeds beside the repository (../shared/seeds)")
    return path.read_text(encoding="utf-8")


def paper_id(expected: FilePage) -> str:
    return f"{SOURCE}/paper/{expected.paper}"


def file_id(expected: FilePage) -> str:
    return f"{SOURCE}/file/{expected.id}"


def test_every_page_has_an_expectation(corpus: Path) -> None:
    folder = corpus / "politik_bei_uns"
    assert {path.name for path in folder.glob("*.html")} == set(FILES)
    assert {path.stem for path in folder.glob("*.json")} == {Path(name).stem for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_page(name: str, page: Page) -> None:
    assert (page.kind, page.url) == ("file_page", FILES[name].url)
    assert page.parser.startswith("politik_bei_uns.file_page/")
    types = [record.record for record in page.records]
    assert set(types) == {"paper", "paper_section", "consultation", "file", "paper_file"}
    assert types.count("file") == types.count("paper") == types.count("paper_file") == 1


@pytest.mark.parametrize("name", FILES)
def test_file(name: str, page: Page) -> None:
    """Name, size and times of the block "Daten"; the time is local, 24 December is winter."""
    expected, file = FILES[name], only(page, records.File)
    wanted = {
        "name": expected.file_name,
        "file_name": expected.file_name,
        "declared_size": expected.size,
        "created": expected.created,
        "modified": expected.modified,
        "expires": AnyOf((None, False)),
        "role": AnyOf((None, "main")),
        "media_type": AnyOf((None, "application/pdf")),
    }
    # The text belongs to the document; the platform shows a copy of it.
    unjudged = ("url", "text", "text_status", "text_sha256", "text_engine")
    lines = differences([file], {file_id(expected): wanted}, unjudged)
    download = f"{expected.url}/download"
    if file.url != download:
        lines.append(f"{file.id}, url: expected {download}, got {file.url}")
    if file.text is not None and not file.text.startswith("Stadt Bochum "):
        lines.append(f"{file.id}, text: begins {file.text[:40]!r}")
    fail_with(name, lines)


@pytest.mark.parametrize("name", FILES)
def test_paper(name: str, page: Page) -> None:
    expected = FILES[name]
    wanted = {
        "reference": expected.reference,
        "name": expected.subject,
        "paper_type_raw": expected.type_raw,
        "paper_type": expected.type,
        "status_raw": "öffentlich",
        "public": True,
        "lead_department": expected.department,
        "legal_basis": expected.legal_basis,
        "decision_body": expected.decision_body,
    }
    papers = every(page, records.Paper)
    fail_with(name, differences(papers, {paper_id(expected): wanted}, ("body_id",)))


@pytest.mark.parametrize("name", FILES)
def test_consultations(name: str, page: Page) -> None:
    expected = FILES[name]
    wanted: dict[str, dict[str, object]] = {}
    for position, (committee, count, date) in enumerate(expected.steps, start=1):
        wanted[f"{paper_id(expected)}/{SLUGS[committee]}/{count}"] = {
            "paper_id": paper_id(expected),
            "position": position,
            "organization_name": committee,
            "date_raw": _german(date),
            "date": date,
        }
    fail_with(name, differences(every(page, records.Consultation), wanted))


def _german(date: str | None) -> str | None:
    return None if date is None else ".".join(reversed(date.split("-")))


@pytest.mark.parametrize("name", FILES)
def test_sections(name: str, page: Page) -> None:
    """All texts; a section without text may be there or not, the page shows an empty field."""
    expected = FILES[name]
    shown = every(page, records.PaperSection)
    found = [section for section in shown if section.text is not None]
    lines = []
    if len(found) != len(expected.sections):
        lines.append(
            f"expected sections {[one.heading for one in expected.sections]}, "
            f"got {[one.heading for one in found]}"
        )
    for section, wanted in zip(found, expected.sections, strict=False):
        id_ = f"{paper_id(expected)}/section/{wanted.slug}"
        if section.id != id_:
            lines.append(f"section {wanted.heading}: expected the id {id_}, got {section.id}")
        lines += field_differences(
            section,
            {"paper_id": paper_id(expected), "key": wanted.key, "heading": wanted.heading},
            ("position", "text"),
        )
        text = section.text or ""
        if wanted.end is None and text != wanted.text:
            lines.append(f"{section.id}, text: expected {wanted.text!r}, got {text!r}")
        elif wanted.end is not None and not (
            text.startswith(wanted.text) and text.endswith(wanted.end)
        ):
            lines.append(f"{section.id}, text: begins {text[:90]!r}, ends {text[-90:]!r}")
        lines += _missing(section.id, wanted.words, text)
    if [section.position for section in shown] != list(range(1, len(shown) + 1)):
        lines.append(f"positions of the sections: {[section.position for section in shown]}")
    fail_with(name, lines)


def _missing(where: str, words: Iterable[str], text: str) -> list[str]:
    """Words that do not stand in the text, in this order."""
    lines, start = [], 0
    flat = " ".join(text.split())
    for part in words:
        at = flat.find(part, start)
        if at < 0:
            lines.append(f"{where}, text: not found (or not in order): {part!r}")
        else:
            start = at
    return lines


@pytest.mark.parametrize("name", FILES)
def test_labels_are_no_values(name: str, page: Page) -> None:
    lines = []
    for record in page.records:
        for field, value in record.values().items():
            if isinstance(record, records.File) and field == "text":
                continue  # that is the whole form
            held = [label for label in BOILERPLATE if label in str(value)]
            lines += [f"{record.id}, {field}: holds the label {label!r}" for label in held]
    fail_with(name, lines)


@pytest.mark.parametrize("name", FILES)
def test_tie_and_link(name: str, page: Page) -> None:
    expected = FILES[name]
    tie = only(page, records.PaperFile)
    wanted = {"paper_id": paper_id(expected), "file_id": file_id(expected), "position": 1}
    id_ = f"{paper_id(expected)} {file_id(expected)}"
    lines = differences([tie], {id_: wanted})
    found = [link for link in page.links if link.kind == "file"]
    shown = [(request(link.url)[0], link.target, link.owner, link.form) for link in found]
    link = (f"{expected.url}/download", file_id(expected), paper_id(expected), None)
    if shown != [link]:
        lines.append(f"file links: expected {[link]}, got {shown}")
    lines += [
        f"link {link.kind} {link.url}: not on the platform or no page"
        for link in page.links
        if not link.url.startswith(PLATFORM) or link.url.endswith(("/report", "/view"))
    ]
    fail_with(name, lines)


@pytest.mark.parametrize("name", FILES)
def test_findings(name: str, page: Page) -> None:
    """Dates that belong to no step for certain are told; nothing else was not understood."""
    expected = FILES[name]
    about_dates = [
        finding
        for finding in page.findings
        if finding.severity != "error" and "date" in f"{finding.code} {finding.message}".casefold()
    ]
    if expected.undated:
        assert about_dates, f"{name}: steps without dates, and no finding says so"
        assert all((found.record_id or "").startswith(paper_id(expected)) for found in about_dates)
    else:
        assert [found for found in about_dates if found.severity == "warning"] == []
    assert [found for found in not_understood(page) if found not in about_dates] == []
    assert [found for found in page.findings if found.severity == "error"] == []


def test_the_seed_page_holds_the_stored_copy(corpus: Path, seed: str) -> None:
    """The expectations of the seed may be read on either."""
    markup = (corpus / "politik_bei_uns" / "file_seed_20140656.html").read_text(encoding="utf-8")
    shown = unescape(markup.partition('id="file-text-raw">')[2].partition("</div>")[0])
    assert shown.split() == seed.partition("Inhalt der Datei")[2].split()


def test_the_seed_is_what_the_issue_asks_for(corpus: Path) -> None:
    """Issue 3, "Done means", word by word."""
    page = parsed(corpus / "politik_bei_uns" / "file_seed_20140656.html", SEED.url)
    paper, file = only(page, records.Paper), only(page, records.File)
    assert paper.reference == "20140656"
    assert paper.lead_department == "510 (3950)"
    assert paper.public is True
    assert paper.name == 'Zielvereinbarung zur Erlangung des Zertifikats "Familiengerechte Kommune"'
    assert paper.decision_body == ["Rat"]
    steps = [(step.organization_name, step.date) for step in every(page, records.Consultation)]
    assert steps == [
        ("Haupt- und Finanzausschuss", "2014-03-26"),
        ("Jugendhilfeausschuss", "2014-04-02"),
        ("Rat", "2014-04-10"),
    ]
    (attachments,) = (s for s in every(page, records.PaperSection) if s.key == "attachments")
    assert attachments.text is not None
    assert attachments.text.startswith("Zielvereinbarung zur Erlangung des Zertifikats")
    assert file.file_name == "Beschlussvorlage der Verwaltung.pdf"
    assert file.declared_size == 133_000
    assert file.created is not None
    assert file.created.startswith("2014-12-24T20:12")
    assert file.modified is not None
    assert file.modified.startswith("2018-01-27T12:00")


def test_the_stored_copy_of_the_seed_reads_as_a_form(seed: str) -> None:
    """The same fields from the text that was stored, without the page around it."""
    from harvester.parsers.vorblatt import lexicon, read_text

    form = read_text(" ".join(seed.partition("Inhalt der Datei")[2].split()), lexicon("bochum"))
    assert form is not None
    assert form.kind == "Beschlussvorlage der Verwaltung"
    assert form.reference == "20140656"
    assert form.department == "510 (3950)"
    assert form.file_number is None
    assert form.public_raw == "öffentlich"
    assert form.subject == SEED.subject
    assert form.legal_basis is None
    assert form.decision_body == ("Rat",)
    assert [(step.committee, step.date_raw) for step in form.steps] == [
        ("Haupt- und Finanzausschuss", "26.03.2014"),
        ("Jugendhilfeausschuss", "02.04.2014"),
        ("Rat", "10.04.2014"),
    ]
    assert form.unpaired_dates == ()
    assert form.attachments == (SEED.sections[0].text,)
    assert form.answers_raw is None
    assert [title for title, _ in form.sections] == ["Begründung", "Beschlussvorschlag"]
    assert form.sections[1][1] == SEED.sections[2].text
    assert form.problems == ()


def test_a_wrong_value_is_noticed(corpus: Path) -> None:
    page = parsed(corpus / "politik_bei_uns" / "file_seed_20140656.html", SEED.url)
    paper = only(page, records.Paper)
    assert len(field_differences(paper, {"reference": "20140657"})) > 1
    assert _missing("here", ("b", "a"), "a b")
    assert not accepts("20140656", 20140656)
