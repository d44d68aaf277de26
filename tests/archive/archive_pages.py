"""Pages made by hand, as a parser would make them of a paper, a meeting, an item, lists."""

from dataclasses import fields
from typing import Any

from harvester.archive import Archive, FetchRequest, RunInfo, Visit, request_key
from harvester.page import Children, Listed, Page
from harvester.records import (
    AgendaItem,
    Consultation,
    File,
    Meeting,
    Organization,
    Paper,
    PaperFile,
    PaperSection,
)
from harvester.sources import Source

BASE = "https://ris.example/"
SOURCE = Source(
    id="town",
    spider="town",
    body_id="town",
    body_name="Stadt Town",
    ags="05999000",
    website="https://www.town.example/",
    system="allris",
    base_url=BASE,
)
#: Like the ALLRIS parser: the paper's page does not state the paper's date.
PAPER_STATES = frozenset(field.name for field in fields(Paper)) - {"date"}
STEPS = (("Schulausschuss", "2009-06-03"), ("Rat der Stadt", "2009-06-30"))


def day(number: int, hour: int = 2) -> str:
    return f"2026-01-{number:02}T{hour:02}:00:00Z"


def paper_page(number: int = 1, steps: tuple[tuple[str, str], ...] = STEPS, **changed: Any) -> Page:
    """A paper with two steps, a section and an attachment behind a session's address."""
    paper_id = f"town/paper/{number}"
    values: dict[str, Any] = {
        "reference": f"2009/{number:04}",
        "name": "Kommunale Familienförderung",
        "paper_type": "report",
        "authors": ["Frau Müller", "FB 42"],
        "public": True,
    }
    session = changed.pop("session", "a")
    text = changed.pop("text", "Der Rat beschließt.")
    page = Page(url=f"{BASE}vo020.asp?VOLFDNR={number}", kind="paper", parser="allris.paper/1")
    page.states = {"paper": PAPER_STATES}
    page.records = [Paper(id=paper_id, **(values | changed))]
    page.records += [
        Consultation(
            id=f"{paper_id}/{name.partition(' ')[0].lower()}/1",
            paper_id=paper_id,
            position=position,
            organization_name=name,
            role_raw="Entscheidung",
            role="decision",
            date=date,
            meeting_id=f"town/meeting/{position}",
            result_raw="ungeändert beschlossen",
            result="accepted",
        )
        for position, (name, date) in enumerate(steps, 1)
    ]
    page.records += [
        PaperSection(
            id=f"{paper_id}/section/BV",
            paper_id=paper_id,
            position=1,
            key="resolution",
            heading="Beschlussvorschlag",
            text=text,
        ),
        File(
            id=f"{paper_id}/file/1",
            number="1",
            name="Konzept",
            url=f"{BASE}___tmp/{session}/x.pdf",
            expires=True,
            declared_size=196_000,
        ),
        PaperFile(
            id=f"{paper_id} {paper_id}/file/1",
            paper_id=paper_id,
            file_id=f"{paper_id}/file/1",
            position=1,
        ),
    ]
    page.children = [
        Children(table, "paper_id", paper_id)
        for table in ("consultation", "paper_section", "paper_file")
    ]
    return page


def meeting_page(number: int = 1, organization_id: str = "town/organization/7") -> Page:
    """A meeting with two agenda items; it names its committee."""
    meeting_id = f"town/meeting/{number}"
    page = Page(url=f"{BASE}to010.asp?SILFDNR={number}", kind="meeting", parser="allris.meeting/1")
    page.states = {
        "organization": frozenset(),
        "agenda_item": frozenset({"meeting_id", "position", "number", "name", "paper_id"}),
    }
    page.records = [
        Organization(id=organization_id, name="Schulausschuss"),
        Meeting(id=meeting_id, organization_id=organization_id, date="2009-06-03"),
    ]
    page.records += [
        AgendaItem(
            id=f"town/item/{number}{position}",
            meeting_id=meeting_id,
            position=position,
            number=f"Ö {position}",
            name="Familienförderung",
            paper_id="town/paper/1",
        )
        for position in (1, 2)
    ]
    page.children = [Children("agenda_item", "meeting_id", meeting_id)]
    return page


def item_page(item_id: str = "town/item/11", text: str = "Einstimmig.") -> Page:
    """An item's own page: only the texts are its word."""
    page = Page(url=f"{BASE}to020.asp?TOLFDNR=11", kind="agenda_item", parser="allris.item/1")
    page.states = {"agenda_item": frozenset({"resolution_text", "minutes_text", "vote_raw"})}
    page.records = [
        AgendaItem(
            id=item_id, meeting_id="town/meeting/1", name="anders gekürzt", resolution_text=text
        )
    ]
    return page


def list_page(*listed: Listed) -> Page:
    return Page(
        url=f"{BASE}vo040.asp", kind="paper_list", parser="allris.papers/1", listed=list(listed)
    )


def visit(page: Page | None, at: str, **changed: Any) -> Visit:
    url = page.url if page else changed.pop("url")
    values: dict[str, Any] = {
        "key": request_key(SOURCE.id, "GET", url, None),
        "url": url,
        "method": "GET",
        "form": None,
        "status": 200,
        "retrieved_at": at,
        "media_type": "text/html",
        "sha256": "ab" * 32,
        "size": 1000,
        "page": page,
        "findings": (),
        "state": "done",
        "error": None,
    }
    return Visit(**(values | changed))


def request(url: str, priority: int = 0, **changed: Any) -> FetchRequest:
    values: dict[str, Any] = {
        "key": request_key(SOURCE.id, "GET", url, None),
        "kind": "paper",
        "url": url,
        "method": "GET",
        "form": None,
        "priority": priority,
    }
    return FetchRequest(**(values | changed))


def begin(archive: Archive, at: str) -> RunInfo:
    return archive.begin_run(SOURCE, "crawl", {"since": "2009-06-01"}, "harvester 0.1.0", at)


def harvest(archive: Archive, at: str, *pages: Page) -> RunInfo:
    """A complete run that stores these pages, each a batch of its own."""
    run = begin(archive, at)
    for page in pages:
        archive.store(run, [visit(page, at)], [])
    archive.finish_run(run, "complete", None, at)
    return run


def row(archive: Archive, table: str, row_id: str | int) -> dict[str, Any]:
    return dict(archive.db.table(table).get(row_id))


def changes(archive: Archive, since_run: int = 0) -> list[tuple[Any, ...]]:
    """Every change of later runs: id, kind, field, old, new."""
    return list(
        archive.db.conn.execute(
            "SELECT record_id, kind, field, old, new FROM change WHERE run_id > ? ORDER BY id",
            (since_run,),
        )
    )


def dump(archive: Archive, *ignored: str) -> dict[str, list[dict[str, Any]]]:
    """All content rows, without the ignored columns."""
    tables = (
        *("organization", "meeting", "paper", "agenda_item"),
        *("paper_section", "consultation", "file", "paper_file"),
    )
    return {
        table: [
            {name: value for name, value in row.items() if name not in ignored}
            for row in archive.db.query(f"SELECT * FROM {table} ORDER BY id")
        ]
        for table in tables
    }
