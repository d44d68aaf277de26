"""Reads what the archive's own runs recorded with today's parsers; content and history follow."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from harvester import __version__
from harvester.archive import Archive, Outcome, RunInfo, RunSummary, Visit, recording
from harvester.archive.recording import Recorded
from harvester.clock import utc_now
from harvester.documents import Extraction, FileStore, Readers
from harvester.extract import source_as_held
from harvester.page import Finding, Page
from harvester.replay.batch import Batch
from harvester.replay.documents import Documents, Fetched
from harvester.replay.reading import FILE, LOST, Reading, read_recorded
from harvester.replay.workers import WORKERS, Workers, done, in_order, result_of
from harvester.sources import Source
from harvester.warc.repair import OPEN


@dataclass(frozen=True, slots=True)
class _Begun:
    """The work on a response: on its page, or on a document."""

    reading: Future[Reading]
    text: Future[Extraction] | None = None


@dataclass(slots=True)
class _Lost:
    """Responses of one WARC file that cannot be read: one of them, and how many."""

    recorded: Recorded
    count: int = 0


def read_again(
    path: Path,
    *,
    source_id: str | None = None,
    since: str | None = None,
    watch: Callable[[int], None] = lambda count: None,
    workers: int = WORKERS,
) -> list[RunSummary]:
    """Read the latest recorded response of each address again; a run per source.

    Args:
        path: the archive; its WARC files lie in `warc` beside it, its documents in `files`.
        source_id: only of this source.
        since: only what was fetched on this day (`2026-11-01`) or later.
        watch: called with the number of responses read since the last call.
        workers: processes that read pages; 0: this one does.

    Raises:
        ArchiveError: the archive cannot be opened or written.
        ReplayError: the worker processes die.
    """
    with Archive.open(path) as archive, Workers(workers) as pool, Readers() as readers:
        rows = recording.latest(archive.db, source_id, since or "")
        sources = {row["id"]: source_as_held(row) for row in archive.sources()}
        summaries = []
        for of_source, responses in groupby(rows, key=lambda row: row.source_id):
            one = _Source(archive, sources[of_source], pool, readers)
            summaries.append(one.read(responses, {"since": since} if since else {}, watch))
    return summaries


class _Source:
    """The re-reading of one source."""

    def __init__(self, archive: Archive, source: Source, pool: Workers, readers: Readers) -> None:
        self._archive = archive
        self._source = source
        self._pool = pool
        self._warc = archive.path.parent / "warc"
        self._files = archive.path.parent / "files"
        self._store = FileStore(self._files)
        self._documents = Documents(archive, self._store, readers, anew=True)
        self._committees = archive.committee_names(source.body_id)
        self._lost: dict[str, _Lost] = {}

    def read(
        self, rows: Iterable[Recorded], arguments: dict[str, str], watch: Callable[[int], None]
    ) -> RunSummary:
        archive, software = self._archive, f"council-harvester {__version__}"
        command = f"replay {self._source.name}"
        run = archive.begin_run(self._source, command, arguments, software, utc_now())
        batch = Batch(archive, run)
        for recorded, begun in in_order(self._present(rows), self._begin):
            visit = self._visit(batch, recorded, begun)
            if visit is not None:
                batch.add(visit)
            watch(1)
        for file, lost in self._lost.items():
            batch.add(_visit(lost.recorded, finding=_lost(file, lost.count)))
        batch.store()
        return self._finish(run)

    def _finish(self, run: RunInfo) -> RunSummary:
        archive = self._archive
        recording.settle_changes(archive.db, run)
        errors = archive.count_run(run).errors
        message = None
        if self._lost:
            lost = sum(one.count for one in self._lost.values())
            message = (
                f"{lost} responses cannot be read: {', '.join(self._lost)} missing or damaged."
            )
        elif errors:
            message = f"Errors found: {errors}."
        outcome: Outcome = "incomplete" if errors else "complete"
        return archive.finish_run(run, outcome, message, utc_now())

    def _present(self, rows: Iterable[Recorded]) -> Iterator[Recorded]:
        """Those whose files are there."""
        there: dict[str, bool] = {}
        for recorded in rows:
            name = recorded.place.file
            if name not in there:
                there[name] = any((self._warc / (name + end)).is_file() for end in ("", OPEN))
            if there[name]:
                yield recorded
            else:
                self._lose(recorded)

    def _lose(self, recorded: Recorded) -> None:
        self._lost.setdefault(recorded.place.file, _Lost(recorded)).count += 1

    def _begin(self, recorded: Recorded) -> _Begun:
        is_document = recorded.kind == FILE
        if is_document and recorded.code is None and self._store.has(recorded.sha256):
            return _Begun(done(Reading()), self._documents.begin(_fetched(recorded)))
        given: tuple[Any, ...] = (self._warc, recorded, self._source, self._committees, self._files)
        return _Begun(self._pool.submit(read_recorded, *given))

    def _visit(self, batch: Batch, recorded: Recorded, begun: _Begun) -> Visit | None:
        """What to store of a response; None: nothing new, its finding is known."""
        reading = result_of(begun.reading)
        page, finding = reading.page, reading.finding
        if finding is not None:
            if finding.code == LOST:
                self._lose(recorded)
            known = finding.code in {LOST, recorded.code}
            return None if known else _visit(recorded, finding=finding)
        if page is None:
            document = _fetched(recorded)
            batch.before(document.file_id)
            page = self._documents.page(self._source, document, begun.text)
        return _visit(recorded, page=page)


def _fetched(recorded: Recorded) -> Fetched:
    # who owns it is known by now: its tie is held
    return Fetched(recorded.url, recorded.target or "", None, recorded.media_type, recorded.sha256)


def _visit(
    recorded: Recorded, *, page: Page | None = None, finding: Finding | None = None
) -> Visit:
    return Visit(
        key=None,
        url=recorded.url,
        method="GET",
        form=None,
        status=None,
        retrieved_at=recorded.retrieved_at,
        page=page,
        findings=() if finding is None else (finding,),
        error=None if finding is None else finding.message,
        snapshot_id=recorded.snapshot_id,
        kind=recorded.kind,
        target=recorded.target,
        read_at=utc_now(),
    )


def _lost(file: str, count: int) -> Finding:
    text = f"{count} responses recorded in {file} cannot be read; put a copy of it into warc/."
    return Finding("error", LOST, text)
