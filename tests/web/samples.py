"""A small archive with its responses and documents, and the same one as an attacker would write it.

Three papers, three meetings of two committees, documents of several kinds, two nights:

- `town/paper/1` (2009/0001): deferred by the Schulausschuss on 2009-06-03, accepted there on
  2009-09-02, decided by the Rat on 2009-09-30 with 40 to 8 votes. With text and documents.
- `town/paper/2` (2009/0002): a motion, in the Rat on 2009-09-30, without a result.
- `town/paper/3` (2009/0003): rejected by the Rat on 2009-09-30; on the agenda of a meeting to come.
- `town/paper/4` is listed and not held.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path

from harvester.archive import Archive, RunInfo, Visit
from harvester.documents import FileStore
from harvester.page import Children, Finding, Listed, Page
from harvester.records import (
    AgendaItem,
    Consultation,
    File,
    Meeting,
    MeetingFile,
    Organization,
    Paper,
    PaperFile,
    PaperSection,
    Record,
)
from harvester.sources import Source
from harvester.warc import Response, RunStart
from harvester.warc.writer import WarcWriter

BASE = "https://www.musterstadt.example/allris/"
SOURCE = Source(
    id="town",
    spider="town",
    body_id="town",
    body_name="Stadt Musterstadt",
    ags="05999000",
    website="https://www.musterstadt.example/",
    system="allris",
    base_url=BASE,
)
NIGHTS = ("2026-01-01T02:00:00Z", "2026-01-02T02:00:00Z")
#: A meeting that no test will live to see.
TO_COME = "2199-01-15"

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OLD_PDF = PDF.replace(b"1.4", b"1.3")
#: A document and a page that do what no reader may suffer.
SCRIPTS = (
    "<html><head><title>Vorlage</title><script>document.title='ran'</script>"
    '<meta http-equiv="refresh" content="0;url=https://evil.example/refresh">'
    '<link rel="stylesheet" href="https://evil.example/style.css">'
    "<base href='https://evil.example/'></head>"
    "<body onload=\"document.title='ran'\"><h1>Kita-Plätze in der Südstadt</h1>"
    '<img src="https://evil.example/x.png" onerror="document.title=\'ran\'">'
    '<iframe src="https://evil.example/frame"></iframe>'
    "<svg onload=\"document.title='ran'\"></svg>"
    "<a href=\"javascript:document.title='ran'\">weiter</a>"
    '<form action="https://evil.example/form"><input name="a"><button>Los</button></form>'
    "</body></html>"
).encode("windows-1252")
DOCX = b"PK\x03\x04 word/document.xml"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

#: What a field may hold whose author means harm.
PAYLOADS = (
    "<script>document.title='ran'</script>",
    '"><img src=x onerror="document.title=\'ran\'">',
    "javascript:document.title='ran'",
    "'; DROP TABLE paper; --",
    '" OR 1=1 --',
    "../../../../etc/passwd",
    "{{ 7 * 7 }}{% raw %}",
    "a\r\nSet-Cookie: b=c\x00\x1b[31m",
    "<svg/onload=document.title='ran'>",
    "</title></textarea></style><script>document.title='ran'</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202egnp.exe",
)
_ADDRESSES = (
    "javascript:document.title='ran'",
    "data:text/html,<script>document.title='ran'</script>",
    "https://evil.example/\"onmouseover=\"document.title='ran'",
    "https://evil.example/'><script>document.title='ran'</script>",
    "  javascript:document.title='ran'",
    "file:///etc/passwd",
)
#: Text fields that name other records, so that pages hold together.
_KEYS = frozenset(("id", "body_id", "organization_id", "meeting_id", "paper_id", "agenda_item_id"))
_KEPT = _KEYS | {"file_id", "sha256", "text_sha256", "form", "date", "start"}

Change = Callable[[Record], Record]


def hostile(record: Record) -> Record:
    """The record with a payload in every text field."""
    payloads = cycle(PAYLOADS[_turn(record) :] + PAYLOADS[: _turn(record)])
    changed: dict[str, object] = {}
    for name, value in record.values().items():
        if name == "url":
            changed[name] = _ADDRESSES[_turn(record) % len(_ADDRESSES)]
        elif isinstance(value, str) and name not in _KEPT:
            changed[name] = next(payloads)
        elif isinstance(value, list):
            changed[name] = list(PAYLOADS)
    return replace(record, **changed)  # type: ignore[arg-type]


def _turn(record: Record) -> int:
    """Another payload first for each record."""
    return sum(record.id.encode()) % len(PAYLOADS)


def paper_page(number: int, *records: Record, **changed: object) -> Page:
    """A paper's page with its steps, texts and ties to files."""
    paper_id = f"town/paper/{number}"
    paper = Paper(id=paper_id, body_id="town", reference=f"2009/{number:04}", public=True)
    page = Page(url=f"{BASE}vo020.asp?VOLFDNR={number}", kind="paper", parser="allris.paper/1")
    page.records = [replace(paper, **changed), *records]  # type: ignore[arg-type]
    page.children = [
        Children(table, "paper_id", paper_id)
        for table in ("consultation", "paper_section", "paper_file")
    ]
    return page


def _step(
    paper: int, position: int, committee: str, date: str, meeting: int, **changed: object
) -> Consultation:
    number, name = ("5", "Rat der Stadt") if committee == "rat" else ("7", "Schulausschuss")
    step = Consultation(
        id=f"town/paper/{paper}/{committee}/{position}",
        paper_id=f"town/paper/{paper}",
        position=position,
        organization_id=f"town/organization/{number}",
        organization_name=name,
        date_raw=date,
        date=date,
        meeting_id=f"town/meeting/{meeting}",
        agenda_item_id=f"town/item/{meeting}{paper}",
    )
    return replace(step, **changed)  # type: ignore[arg-type]


def _document(number: int, name: str, body: bytes | None, **changed: object) -> File:
    file = File(
        id=f"town/file/{number}",
        number=str(number),
        name=name,
        role="attachment",
        url=f"{BASE}getfile.asp?id={number}",
        text_status="not_fetched",
    )
    if body is not None:
        file.sha256, file.size = hashlib.sha256(body).hexdigest(), len(body)
        file.text_status = "unsupported"
    return replace(file, **changed)  # type: ignore[arg-type]


def _tie(paper: int, position: int, file: int) -> PaperFile:
    paper_id, file_id = f"town/paper/{paper}", f"town/file/{file}"
    return PaperFile(
        id=f"{paper_id} {file_id}", paper_id=paper_id, file_id=file_id, position=position
    )


def _kita(pdf: bytes) -> Page:
    deferred = {"result_raw": "vertagt", "result": "deferred"}
    accepted = {"result_raw": "ungeändert beschlossen", "result": "accepted"}
    preliminary = {"role_raw": "Vorberatung", "role": "preliminary"}
    decision = {"role_raw": "Entscheidung", "role": "decision"}
    read = {"text": "Plan der neuen Räume", "text_status": "ok", "text_engine": "sample/1"}
    return paper_page(
        1,
        _step(1, 1, "schulausschuss", "2009-06-03", 1, **preliminary, **deferred),
        _step(1, 2, "schulausschuss", "2009-09-02", 2, **preliminary, **accepted),
        _step(1, 3, "rat", "2009-09-30", 3, **decision, **accepted),
        PaperSection(
            id="town/paper/1/section/BV",
            paper_id="town/paper/1",
            position=1,
            key="resolution",
            heading="Beschlussvorschlag",
            text="Der Rat beschließt den Ausbau der Kita-Plätze.\nDie Mittel stehen bereit.",
        ),
        PaperSection(
            id="town/paper/1/section/SV",
            paper_id="town/paper/1",
            position=2,
            key="facts",
            heading="Sachverhalt",
            text="In der Müller-Lüdenscheidt-Straße fehlen 25 Plätze.",
        ),
        _document(1, "Lageplan", pdf, media_type="application/pdf", page_count=1, **read),
        _document(2, "Rede", SCRIPTS, media_type="text/html", file_name="rede.html"),
        _document(3, "Anlage", DOCX, media_type="application/pdf"),
        _document(4, "Gutachten", None, declared_size=196_000),
        _document(5, "Zeichnung", SVG, media_type="image/svg+xml"),
        *(_tie(1, position, position) for position in range(1, 6)),
        name="Kita-Plätze in der Südstadt",
        paper_type="resolution_proposal",
        paper_type_raw="Beschlussvorlage",
        authors_raw="FB 42",
        authors=["FB 42"],
        lead_department="FB 42 Jugend",
        clerk="Sachbearbeitung Beispiel",
        date="2009-05-20",
        related_references=["2009/0002"],
    )


def _other_papers() -> list[Page]:
    decision = {"role_raw": "Entscheidung", "role": "decision"}
    rejected = {"result_raw": "abgelehnt", "result": "rejected"}
    return [
        paper_page(
            2,
            _step(2, 1, "rat", "2009-09-30", 3, **decision),
            name="Antrag: Straße an der Großen Allee erneuern",
            paper_type="motion",
            paper_type_raw="Antrag",
            date="2009-08-01",
        ),
        paper_page(
            3,
            _step(3, 1, "rat", "2009-09-30", 3, **decision, **rejected),
            _step(3, 2, "schulausschuss", TO_COME, 4, status_raw="Geplant"),
            name="B-Plan Nr. 123, Aufstellung",
            paper_type="resolution_proposal",
            paper_type_raw="Vorlage",
            date="2009-08-15",
        ),
    ]


def _meeting_page(
    number: int, committee: tuple[str, str], date: str, papers: tuple[int, ...], **votes: object
) -> Page:
    meeting_id = f"town/meeting/{number}"
    organization_id = f"town/organization/{committee[0]}"
    page = Page(url=f"{BASE}to010.asp?SILFDNR={number}", kind="meeting", parser="allris.meeting/1")
    page.records = [
        Organization(
            id=organization_id,
            body_id="town",
            name=committee[1],
            short_name=committee[1][:3],
            classification="Gremien",
        ),
        Meeting(
            id=meeting_id,
            organization_id=organization_id,
            organization_name=committee[1],
            name=f"{number}. Sitzung, {committee[1]}",
            date_raw=date,
            date=date,
            start=f"{date}T16:00:00+02:00",
            status_raw="öffentlich",
            public=True,
            room="Ratssaal",
            place="Am Markt 1",
        ),
    ]
    page.records += [
        AgendaItem(
            id=f"town/item/{number}{paper}",
            meeting_id=meeting_id,
            position=position,
            number=f"Ö {position}",
            name=f"Zur Vorlage {paper}",
            public=True,
            paper_id=f"town/paper/{paper}",
            reference=f"2009/{paper:04}",
            **(votes if paper == 1 else {}),  # type: ignore[arg-type]
        )
        for position, paper in enumerate(papers, 1)
    ]
    page.children = [Children("agenda_item", "meeting_id", meeting_id)]
    return page


def _meetings() -> list[Page]:
    schools, council = ("7", "Schulausschuss"), ("5", "Rat der Stadt")
    votes = {
        "result_raw": "beschlossen",
        "result": "accepted",
        "resolution_text": "Der Rat beschließt den Ausbau.",
        "minutes_text": "Es wird beraten.",
        "vote_raw": "Ja 40, Nein 8, Enthaltungen 2",
        "votes_yes": 40,
        "votes_no": 8,
        "votes_abstain": 2,
    }
    minutes = _document(6, "Niederschrift", None, role="minutes")
    last = _meeting_page(3, council, "2009-09-30", (1, 2, 3), **votes)
    last.records += [
        minutes,
        MeetingFile(
            id=f"town/meeting/3 {minutes.id}",
            meeting_id="town/meeting/3",
            file_id=minutes.id,
            position=1,
        ),
    ]
    return [
        _meeting_page(1, schools, "2009-06-03", (1,)),
        _meeting_page(2, schools, "2009-09-02", (1,)),
        last,
        _meeting_page(4, schools, TO_COME, (3,)),
    ]


def _listed() -> Page:
    page = Page(url=f"{BASE}vo040.asp", kind="paper_list", parser="allris.papers/1")
    days = ("2009-05-20", "2009-08-01", "2009-08-15", "2009-08-20")
    page.listed = [Listed("paper", f"town/paper/{n}", day) for n, day in enumerate(days, 1)]
    page.listed += [
        Listed("meeting", f"town/meeting/{n}", day)
        for n, day in enumerate(("2009-06-03", "2009-09-02", "2009-09-30"), 1)
    ]
    return page


def nights(pdf: bytes) -> list[Page]:
    """What a night sees; `pdf` are the bytes behind the first document."""
    return [_kita(pdf), *_other_papers(), *_meetings(), _listed()]


def fill(path: Path, change: Change = lambda record: record) -> None:
    """Make an archive of two nights, with `warc` and `files` beside it.

    Snapshot 1 is the response with the page of the first paper: `SCRIPTS`, as windows-1252.
    """
    store = FileStore(path.parent / "files")
    for body in (OLD_PDF, PDF, SCRIPTS, DOCX, SVG):
        store.put(body)
    with Archive.open(path) as archive:
        for at, pdf in zip(NIGHTS, (OLD_PDF, PDF), strict=True):
            run = archive.begin_run(SOURCE, "crawl town", {}, "harvester test", at)
            start = RunStart(SOURCE.id, BASE, run.uid, "crawl town", "{}", at)
            with WarcWriter(path.parent / "warc", start, "harvester test") as writer:
                for page in nights(pdf):
                    page.records = [change(record) for record in page.records]
                    _store(archive, run, writer, page)
            archive.finish_run(run, "complete", None, at)


def _store(archive: Archive, run: RunInfo, writer: WarcWriter, page: Page) -> None:
    at = NIGHTS[run.id - 1] if run.id <= len(NIGHTS) else NIGHTS[-1]
    response = Response(
        url=page.url,
        method="GET",
        form=None,
        status=200,
        headers=(("Content-Type", "text/html; charset=windows-1252"),),
        body=SCRIPTS.replace(b"Vorlage", page.url.encode()),
        retrieved_at=at,
        kind=page.kind,
    )
    found = Finding("warning", "sources_differ", "Zwei Quellen nennen zwei Tage.")
    visit = Visit(
        key=None,
        url=page.url,
        method="GET",
        form=None,
        status=200,
        retrieved_at=at,
        media_type=response.media_type,
        sha256=hashlib.sha256(response.body).hexdigest(),
        size=len(response.body),
        page=page,
        findings=(replace(found, record_id="town/paper/1"),) if page.kind == "paper" else (),
        kind=page.kind,
        place=writer.write(response),
    )
    archive.store(run, [visit], [])


def poison(path: Path) -> None:
    """Write into the file what no harvester would: places outside of the stores, odd ids.

    Snapshot n names the n-th of `PLACES` for its WARC file.
    """
    numbers = count()
    with Archive.open(path) as archive:
        db = archive.db
        for snapshot_id, place in enumerate(PLACES, 1):
            db.table("snapshot").update(snapshot_id, {"warc_file": place})
        db.execute("UPDATE snapshot SET media_type = ?", [PAYLOADS[0] + "\r\nX-Evil: 1"])
        for file in list(db.query("SELECT id FROM file ORDER BY id")):
            hashes = HASHES[next(numbers) % len(HASHES)]
            db.table("file").update(file["id"], {"sha256": hashes, "media_type": PAYLOADS[7]})
        db.execute("UPDATE file_version SET sha256 = '../' || sha256")
        db.execute("UPDATE paper SET date = ? WHERE id = 'town/paper/2'", [PAYLOADS[1]])
        db.execute("UPDATE consultation SET date = ? WHERE position = 1", [PAYLOADS[0]])
        db.execute("UPDATE meeting SET date = ?, start = ? WHERE id LIKE '%2'", PAYLOADS[:2])
        db.execute("UPDATE body SET name = ?, website = ?", [PAYLOADS[0], _ADDRESSES[0]])
        db.execute("UPDATE finding SET message = ?, code = ?", [PAYLOADS[1], PAYLOADS[0]])
        for table in ("paper", "meeting", "organization", "agenda_item", "consultation", "file"):
            for number, row in enumerate(list(db.query(f"SELECT id FROM {table} ORDER BY id"))):
                address = _ADDRESSES[number % len(_ADDRESSES)]
                db.table(table).update(row["id"], {"source_url": address})
        _odd_paper(archive)
        db.conn.commit()


#: An id that is markup, and one that climbs.
ODD_IDS = ("town/paper/\"><script>document.title='ran'</script>", "../../etc/passwd")
PLACES = (
    "../../../../../../../../etc/passwd",
    "/etc/passwd",
    "..",
    "",
    "x\0y",
    "warc/../../secret.txt",
)
HASHES = ("../" * 12 + "etc/passwd", "/etc/passwd", "", "A" * 64, "0" * 63 + "\n")


def _odd_paper(archive: Archive) -> None:
    (paper,) = archive.db.query("SELECT * FROM paper WHERE id = 'town/paper/1'")
    (step,) = archive.db.query("SELECT * FROM consultation WHERE id = 'town/paper/2/rat/1'")
    for odd in ODD_IDS:
        archive.db.table("paper").insert({**paper, "id": odd})
        archive.db.table("consultation").insert({**step, "id": f"{odd}/1", "paper_id": odd})
