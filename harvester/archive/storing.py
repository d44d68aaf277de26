"""Storing a batch: all pages of it, what they found and what became of the requests, or nothing."""

import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, replace

from sqlite_utils import Database

from harvester.archive import frontier, schedule
from harvester.archive.fulltext import index_papers
from harvester.archive.merging import Merger
from harvester.archive.model import FetchRequest, RunInfo, Visit
from harvester.archive.notes import Sighting
from harvester.archive.opening import transaction
from harvester.page import Finding

_SNAPSHOT = """
INSERT INTO snapshot (id, run_id, source_id, url, method, form, status, retrieved_at, media_type,
                      sha256, size, kind, target, code, warc_file, warc_offset, warc_length)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_FINDING = """
INSERT INTO finding (run_id, at, severity, source_id, snapshot_id, url, record_id, code, message)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
#: What SQLite and its driver say to a value or a reference that no table can hold.
_UNFIT = (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeEncodeError)

#: What a new or changed row tells of: a record whose own page shows it too.
_TELLS_OF = {"agenda_item": "paper_id", "consultation": "meeting_id"}

_Found = tuple[Visit, int | None, Finding]


def store(
    db: Database, run: RunInfo, visits: Sequence[Visit], requests: Sequence[FetchRequest]
) -> None:
    """Write a batch in one transaction.

    A page that no table can hold (a reference into nothing, a number beyond 64 bits) does not
    take the others with it: its visit becomes `failed` with a finding `not_storable`.
    """
    try:
        with transaction(db):
            _store(db, run, visits, requests)
    except _UNFIT:
        with transaction(db):
            _store(db, run, (), requests)
            for visit in visits:
                _store_alone(db, run, visit)


def _store_alone(db: Database, run: RunInfo, visit: Visit) -> None:
    try:
        with db.atomic():  # a savepoint inside the transaction
            _store(db, run, (visit,), ())
    except _UNFIT as error:
        why = f"What the page says cannot be stored: {error}"
        finding = Finding("error", "not_storable", why.encode(errors="replace").decode())
        bare = replace(visit, page=None, findings=(finding,), error="not_storable")
        if visit.state is not None:
            bare = replace(bare, state="failed")
        _store(db, run, (bare,), ())


def _store(
    db: Database, run: RunInfo, visits: Sequence[Visit], requests: Sequence[FetchRequest]
) -> None:
    frontier.enqueue(db, run, requests, _time_of(db, run, visits))
    snapshots = _add_snapshots(db, run, visits)
    merger = Merger(db, run)
    merger.load(visit.page for visit in visits if visit.page is not None)
    found: list[_Found] = []
    elsewhere: set[str] = set()  # records whose own pages are asked for again
    for visit, snapshot_id in zip(visits, snapshots, strict=True):
        findings = dict.fromkeys(visit.findings)  # in order; a page's findings may be in both
        page = visit.page
        if page is not None:
            findings |= dict.fromkeys(page.findings)
            seen = Sighting(
                at=visit.read_at or visit.retrieved_at,
                seen_at=visit.retrieved_at,
                url=page.url,
                snapshot_id=snapshot_id,
                parser=page.parser,
                again=visit.snapshot_id is not None,
            )
            findings |= dict.fromkeys(merger.apply(page, seen))
            if run.nightly:
                elsewhere |= _shown_changed(merger)
        found.extend((visit, snapshot_id, finding) for finding in findings)
    index_papers(db, merger.flush())
    _add_findings(db, run, found)
    frontier.mark(db, run, visits)
    if elsewhere:
        schedule.reopen(db, run, elsewhere)


def _shown_changed(merger: Merger) -> set[str]:
    """What a page showed changed, with the papers of its items and the meetings of its steps."""
    ids: set[str] = set()
    for record, record_id, kind in merger.notes.touched():
        if kind in {"changed", "returned"}:
            ids.add(record_id)
        if (field := _TELLS_OF.get(record)) is not None:
            rows = merger.rows[record]
            ids.add(str(rows.cells[record_id][rows.columns.position[field]] or ""))
    return ids - {""}


def _time_of(db: Database, run: RunInfo, visits: Sequence[Visit]) -> str:
    """When these requests were found: with the last page, or as the run began."""
    if visits:
        return visits[-1].retrieved_at
    started: str = db.conn.execute("SELECT started FROM run WHERE id = ?", (run.id,)).fetchone()[0]
    return started


def _add_snapshots(db: Database, run: RunInfo, visits: Sequence[Visit]) -> list[int | None]:
    """Note the responses; a visit without one has no snapshot, one of an old one has that."""
    next_id: int = db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM snapshot").fetchone()[0]
    ids: list[int | None] = []
    rows = []
    for visit in visits:
        if visit.snapshot_id is not None or (visit.page is None and visit.sha256 is None):
            ids.append(visit.snapshot_id)
            continue
        ids.append(next_id)
        form = frontier.form_json(visit.form)
        rows.append(
            (
                *(next_id, run.id, run.source_id, visit.url, visit.method, form, visit.status),
                *(visit.retrieved_at, visit.media_type, visit.sha256, visit.size),
                *(visit.kind, visit.target, _code(visit)),
                *((None, None, None) if visit.place is None else astuple(visit.place)),
            )
        )
        next_id += 1
    db.conn.executemany(_SNAPSHOT, rows)
    return ids


def _code(visit: Visit) -> str | None:
    """Why a response gave no page."""
    return visit.findings[0].code if visit.page is None and visit.findings else None


def _add_findings(db: Database, run: RunInfo, found: Sequence[_Found]) -> None:
    db.conn.executemany(
        _FINDING,
        (
            (
                *(run.id, visit.read_at or visit.retrieved_at, finding.severity, run.source_id),
                snapshot_id,
                *(visit.url, finding.record_id, finding.code, finding.message),
            )
            for visit, snapshot_id, finding in found
        ),
    )
