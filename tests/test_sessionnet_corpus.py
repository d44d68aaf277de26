"""Every SessionNet page of the corpus against what a person read on it.

The expectations (tests/corpus/sessionnet.py) were written from the pages, before and without the
parser.
"""

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from corpus.checks import every, only
from corpus.compare import (
    AnyOf,
    Beginning,
    accepts,
    differences,
    fail_with,
    field_differences,
    not_understood,
    request,
)
from corpus.sessionnet import SESSIONNET, SessionNetPage

from harvester import records
from harvester.normalize import normalize
from harvester.page import Link, Page

KINDS = {
    *("calendar", "organization_list", "organization_meetings", "meeting", "agenda_item", "paper"),
    *("consultations", "motion", "paper_list", "document_list", "organization", "menu", "file"),
}
#: A file's fields of which a page of this kind states nothing that could be wrong.
FILE_FREE = ("url", "media_type")
AGENDAS = [name for name, page in SESSIONNET.items() if page.kind == "meeting"]
CALENDARS = [name for name, page in SESSIONNET.items() if page.kind == "calendar"]


@cache
def parsed(path: Path, url: str, source: str) -> Page:
    """The page as the archive would get it; each is parsed once."""
    from harvester.parsers import sessionnet

    return normalize(sessionnet.parse(path.read_bytes(), url, source))


@pytest.fixture
def page(request: pytest.FixtureRequest, corpus: Path) -> Page:
    """The parsed page whose file name is the parameter."""
    name = request.getfixturevalue("name")
    expected = SESSIONNET[name]
    return parsed(corpus / "sessionnet" / name, expected.url, expected.source)


def test_every_page_has_an_expectation(corpus: Path) -> None:
    assert {path.name for path in (corpus / "sessionnet").iterdir()} == set(SESSIONNET)


@pytest.mark.parametrize("name", SESSIONNET)
def test_page(name: str, page: Page) -> None:
    expected = SESSIONNET[name]
    assert (page.kind, page.url) == (expected.kind, expected.url)
    assert page.parser.startswith(f"sessionnet.{expected.kind}/")


@pytest.mark.parametrize("name", SESSIONNET)
def test_meetings(name: str, page: Page) -> None:
    found = every(page, records.Meeting)
    unjudged = ("date_raw", "time_raw")
    fail_with(name, differences(found, SESSIONNET[name].meetings, unjudged))


@pytest.mark.parametrize("name", SESSIONNET)
def test_agenda_items(name: str, page: Page) -> None:
    fail_with(name, differences(every(page, records.AgendaItem), SESSIONNET[name].items))


@pytest.mark.parametrize("name", SESSIONNET)
def test_papers(name: str, page: Page) -> None:
    """An agenda may name the papers it links; what it says of them must be on the page."""
    expected, found = SESSIONNET[name], every(page, records.Paper)
    wanted = expected.papers
    if expected.kind == "meeting":
        linked = {
            item["paper_id"]: {"reference": AnyOf((None, item["reference"]))}
            for item in expected.items.values()
            if "paper_id" in item
        }
        wanted = {paper.id: linked.get(paper.id, {}) for paper in found if paper.id in linked}
    fail_with(name, differences(found, wanted, ("body_id",)))


@pytest.mark.parametrize("name", SESSIONNET)
def test_sections(name: str, page: Page) -> None:
    """Whole texts; lines that the word processor broke are joined, empty paragraphs are gone."""
    expected, found = SESSIONNET[name].sections, every(page, records.PaperSection)
    owner = next(iter(SESSIONNET[name].papers), None)
    lines = []
    if len(found) != len(expected):
        lines.append(f"expected {len(expected)} sections, got {[one.id for one in found]}")
    pairs = zip(found, expected, strict=False)
    for position, (section, (code, text)) in enumerate(pairs, start=1):
        if not re.fullmatch(rf"{owner}/section/[a-z0-9-]*{code}", section.id):
            lines.append(f"section {position}: its id should end with {code}, it is {section.id}")
        wanted = {"paper_id": owner, "position": position, "key": "other", "text": text}
        lines += field_differences(section, wanted)
    fail_with(name, lines)


@pytest.mark.parametrize("name", SESSIONNET)
def test_files(name: str, page: Page) -> None:
    """One record for each document, however often it is linked."""
    expected, found = SESSIONNET[name], every(page, records.File)
    wanted = {
        f"{expected.source}/file/{number}": {
            "text_status": "not_fetched",
            "expires": AnyOf((None, False)),
            **fields,
        }
        for number, fields in expected.files.items()
    }
    # Their order is told by the ties.
    found.sort(key=lambda file: list(wanted).index(file.id) if file.id in wanted else len(wanted))
    lines = differences(found, wanted, FILE_FREE)
    for file in found:
        if file.url is None or request(file.url) != _document(expected, file.id):
            lines.append(f"{file.id}, url: expected {_document(expected, file.id)}, got {file.url}")
        if file.media_type not in {None, "application/pdf"}:
            lines.append(f"{file.id}, media_type: {file.media_type}")
    fail_with(name, lines)


def _document(expected: SessionNetPage, file_id: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """The request for a document, beside the page's own script."""
    folder, _, script = urlsplit(expected.url).path.rpartition("/")
    extension = script.rpartition(".")[2]
    base = f"https://{urlsplit(expected.url).netloc}{folder}"
    number = file_id.rpartition("/")[2]
    return request(f"{base}/getfile.{extension}?id={number}&type=do")


@pytest.mark.parametrize("name", SESSIONNET)
def test_ties(name: str, page: Page) -> None:
    """Each document at its owner, in the order shown, positions from 1."""
    expected = SESSIONNET[name]
    wanted: dict[str, dict[str, object]] = {}
    for owner, numbers in expected.ties.items():
        kind = "item" if "/item/" in owner else owner.split("/")[1]
        owner_field = {"meeting": "meeting_id", "item": "agenda_item_id", "paper": "paper_id"}[kind]
        for position, number in enumerate(numbers, start=1):
            file_id = f"{expected.source}/file/{number}"
            wanted[f"{owner} {file_id}"] = {
                owner_field: owner,
                "file_id": file_id,
                # A calendar shows some of a meeting's documents, not their list.
                "position": AnyOf((None, position)) if name in CALENDARS else position,
            }
    kinds = (records.MeetingFile, records.AgendaItemFile, records.PaperFile)
    found = [record for record in page.records if isinstance(record, kinds)]
    # Between owners there is no order.
    owners = list(wanted)
    found.sort(key=lambda tie: owners.index(tie.id) if tie.id in wanted else len(owners))
    fail_with(name, differences(found, wanted))


@pytest.mark.parametrize("name", SESSIONNET)
def test_other_records(name: str, page: Page) -> None:
    """Neither people nor steps are on these pages, and no page names a committee's number."""
    types = {record.record for record in page.records}
    assert types <= {
        *("meeting", "agenda_item", "paper", "paper_section", "file"),
        *("meeting_file", "agenda_item_file", "paper_file"),
    }


@pytest.mark.parametrize("name", SESSIONNET)
def test_links(name: str, page: Page) -> None:
    expected = SESSIONNET[name]
    lines = []
    for kind, wanted in expected.links.items():
        found = {link.target: link.url for link in page.links if link.kind == kind}
        for target, url in wanted.items():
            got = found.pop(target, None)
            if got is None:
                lines.append(f"link {kind} to {target}: not there")
            elif not _same_page(url, got):
                lines.append(f"link {kind} to {target}: expected {url}, got {got}")
        lines += [f"link {kind} to {target}: there, not expected" for target in found]
    fail_with(name, lines + _foreign(expected, page.links))


def _same_page(wanted: str, got: str) -> bool:
    """The same script and number; the system may add arguments such as `voselect`."""
    (script, arguments), (got_script, got_arguments) = request(wanted), request(got)
    return script == got_script and arguments <= got_arguments


def _foreign(expected: SessionNetPage, links: list[Link]) -> list[str]:
    host = urlsplit(expected.url).netloc
    return [
        f"link {link.kind} {link.url}: another host or an unknown kind"
        for link in links
        if urlsplit(link.url).netloc != host or link.kind not in KINDS
    ]


@pytest.mark.parametrize("name", SESSIONNET)
def test_file_links(name: str, page: Page) -> None:
    """One request for each document, with the file's id and the paper it belongs to."""
    expected = SESSIONNET[name]
    owners: dict[str, set[str | None]] = {}
    for owner, numbers in expected.ties.items():
        paper = owner if owner in expected.papers else expected.items.get(owner, {}).get("paper_id")
        # An agenda shows a paper's documents, and says so only by the row.
        choice = {str(paper)} if owner in expected.papers else {None, str(paper) if paper else None}
        owners |= {f"{expected.source}/file/{number}": choice for number in numbers}
    lines = []
    found = [link for link in page.links if link.kind == "file"]
    targets = [str(link.target) for link in found]
    if sorted(targets) != sorted(owners):
        lines.append(f"file links: expected {sorted(owners)}, got {sorted(targets)}")
    for link in found:
        if request(link.url) != _document(expected, str(link.target)):
            lines.append(f"file link to {link.target}: {link.url}")
        if link.owner not in owners.get(str(link.target), {link.owner}):
            lines.append(f"file link to {link.target}, owner: got {link.owner}")
        if link.form is not None:
            lines.append(f"file link to {link.target}: a form, the page has a link")
    fail_with(name, lines)


@pytest.mark.parametrize("name", CALENDARS)
def test_listed(name: str, page: Page) -> None:
    expected = SESSIONNET[name]
    found = [(entry.record, entry.id, entry.date) for entry in page.listed]
    assert found == [("meeting", id_, date) for id_, date in expected.listed.items()]


@pytest.mark.parametrize("name", [name for name in SESSIONNET if name not in CALENDARS])
def test_nothing_but_linked_papers_is_listed(name: str, page: Page) -> None:
    linked = set(SESSIONNET[name].links.get("paper", {}))
    assert {(entry.record, entry.id) for entry in page.listed} <= {("paper", id_) for id_ in linked}


@pytest.mark.parametrize("name", SESSIONNET)
def test_findings(name: str, page: Page) -> None:
    """What cannot be understood is told, and nothing else is held to be so."""
    found = [(finding.code, finding.record_id) for finding in not_understood(page)]
    assert found == list(SESSIONNET[name].findings)
    assert [finding for finding in page.findings if finding.severity == "error"] == []


@pytest.mark.parametrize("name", SESSIONNET)
def test_no_value_is_empty_or_untidy(name: str, page: Page) -> None:
    lines = []
    for record in page.records:
        for field, value in record.values().items():
            if isinstance(value, str) and (
                not value
                or value != value.strip()
                or re.search(r"\xa0|  | \n|\n\n|[\x00-\x08\x80-\x9f]", value)
            ):
                lines.append(f"{record.id}, {field}: {value!r}")
    fail_with(name, lines)


def test_both_agendas_of_one_meeting_agree(corpus: Path) -> None:
    """Schiffweiler's agenda, once without and once with a session: same items, same papers."""
    names = ("schiffweiler_to0040.html", "schiffweiler_si0057-session.html")
    without, with_session = (
        parsed(corpus / "sessionnet" / name, SESSIONNET[name].url, "schiffweiler") for name in names
    )
    fields = ("position", "name", "public", "paper_id", "reference")
    first, second = (
        [[getattr(item, field) for field in fields] for item in every(page, records.AgendaItem)]
        for page in (without, with_session)
    )
    assert first == second
    assert [item.number for item in every(without, records.AgendaItem)] == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("halle_to0040.html", "Bildungsausschuss"),
        ("schiffweiler_to0040.html", "Hauptausschuss"),
        ("schiffweiler_si0057-session.html", "Hauptausschuss"),
    ],
)
def test_agenda_without_head_is_named(name: str, title: str, page: Page) -> None:
    meeting = only(page, records.Meeting)
    assert title in {meeting.name, meeting.organization_name}


@pytest.mark.parametrize("town", ["halle", "schiffweiler"])
def test_a_postponed_meeting_would_be_seen(town: str, corpus: Path) -> None:
    """Date and time of a meeting are stated on the calendar or on the agenda, not only added."""
    stated: set[str] = set()
    for name, expected in SESSIONNET.items():
        if expected.source == town:
            page = parsed(corpus / "sessionnet" / name, expected.url, town)
            stated |= page.states.get("meeting", {"date", "start"})
    assert {"date", "start"} <= stated


def test_a_wrong_value_is_noticed() -> None:
    """The comparison itself can fail: a changed value, a missing and a surplus record."""
    items = [
        records.AgendaItem(id=f"x/item/{n}", name="Bericht", votes_yes=n, public=True)
        for n in (1, 2)
    ]
    right = {
        item.id: {"name": "Bericht", "votes_yes": item.votes_yes, "public": True} for item in items
    }
    assert differences(items, right) == []
    assert len(differences(items, {id_: {**one, "name": None} for id_, one in right.items()})) == 2
    assert len(differences(items, {id_: {"public": True} for id_ in right})) == 4
    assert differences(items[:1], right) == ["x/item/2: expected, not there"]
    assert differences(items, dict(list(right.items())[:1]))
    assert differences(items[::-1], right)
    assert not accepts(1, True)
    assert not accepts(AnyOf((None, "a")), "b")
    assert not accepts(Beginning("Anlage 1"), "Anlage 2")
