"""Makes an archive anew from the WARC files of its runs: the same content, the same history."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from json import loads
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urljoin, urlsplit

from harvester import __version__
from harvester.archive import Archive, Outcome, RunSummary, Visit, recording
from harvester.archive.lock import WriterLock
from harvester.documents import Extraction, FileStore, Readers
from harvester.page import Finding, Form, Page
from harvester.parsers.document import unchanged
from harvester.replay.batch import Batch
from harvester.replay.documents import Documents, Fetched
from harvester.replay.files import RunFiles, bring_in
from harvester.replay.reading import FILE, Reading, judge_file, read
from harvester.replay.taken import IMPORT
from harvester.replay.workers import WORKERS, ReplayError, Workers, in_order, result_of
from harvester.settings import RETRY_HTTP_CODES
from harvester.sources import Source, load_sources
from harvester.warc import Response, RunEnd, RunStart
from harvester.warc.reader import read_warcs
from harvester.warc.repair import OPEN

_NOT_MODIFIED = 304
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_OUTCOMES: Mapping[str, Outcome] = {outcome: outcome for outcome in get_args(Outcome)}
_NOTHING = hashlib.sha256(b"").hexdigest()

_Watch = Callable[[int], None]
_Problems = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Tools:
    """What the runs share: processes, and who is told."""

    pool: Workers
    readers: Readers
    problems: _Problems
    watch: _Watch


@dataclass(frozen=True, slots=True)
class _Item:
    """A response that the crawl made something of.

    `response` has no body where it is a document: its bytes wait in the store. `finding` is why it
    is none, `held` the bytes that a host called unchanged.
    """

    response: Response
    sha256: str
    size: int
    finding: Finding | None = None
    held: str | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """The work on a response: on a page, or on a document."""

    reading: Future[Reading] | None = None
    text: Future[Extraction] | None = None


def rebuild(
    path: Path,
    runs: Sequence[RunFiles],
    problems: _Problems,
    *,
    watch: _Watch = lambda count: None,
    workers: int = WORKERS,
) -> list[RunSummary]:
    """Make an archive of what its runs recorded, run by run as they were.

    It is made beside its final place, so that it is whole or not there.

    Args:
        path: the archive, which holds no run; the WARC files are linked into `warc` beside it.
        runs: in the order of time.
        problems: is told what cannot be read, in a sentence.
        watch: called with the number of responses read since the last call.
        workers: processes that read pages; 0: this one does.

    Raises:
        ArchiveError: an archive cannot be opened or written.
        ReplayError: a run is of an unknown source, a file cannot be brought in, or the worker
            processes die.
    """
    making = path.with_name(f"{path.name}.rebuild")
    Archive.open(path).close()  # may it be written; and what it left beside it goes into it
    lock = WriterLock(path)
    try:
        _remove(making)
        with Archive.open(making) as archive, Workers(workers) as pool, Readers() as readers:
            bring_in([file for run in runs for file in run.paths], path.parent / "warc")
            tools = _Tools(pool, readers, problems, watch)
            summaries = [_Run(archive, run, tools).rebuild() for run in runs]
            recording.close_runs(archive.db)
        making.replace(path)
        _remove(making)
    finally:
        lock.release()
    return [summary for summary in summaries if summary is not None]


def _remove(archive: Path) -> None:
    """Remove an archive, with what lies beside it."""
    for end in ("", "-wal", "-shm", ".lock"):
        with suppress(FileNotFoundError):
            archive.with_name(archive.name + end).unlink()


class _Run:
    """One run, reproduced."""

    def __init__(self, archive: Archive, run: RunFiles, tools: "_Tools") -> None:
        self._archive = archive
        self._start = run.start
        self._paths = run.paths
        self._tools = tools
        self._folder = archive.path.parent / "warc"
        self._source = _source_of(run.start)
        self._store = FileStore(archive.path.parent / "files")
        self._documents = Documents(archive, self._store, tools.readers)
        self._committees = archive.committee_names(self._source.body_id)
        #: An import read old pages at a time of its own.
        imports = run.start.command.startswith(IMPORT)
        self._read_at = run.start.started if imports else None
        self._end: RunEnd | None = None
        self._begun: Counter[tuple[str, str, Form | None]] = Counter()

    def rebuild(self) -> RunSummary | None:
        """Go through what was recorded; None: the run was killed, and is left as it was."""
        archive, start = self._archive, self._start
        run = archive.begin_run(
            self._source,
            start.command,
            _arguments(start),
            f"council-harvester {__version__}",
            start.started,
            again=(start.run, start.campaign),
        )
        batch = Batch(archive, run)
        for item, work in in_order(self._items(), self._begin):
            asked = _asked(item.response)
            self._begun[asked] -= 1
            retried = item.response.status in RETRY_HTTP_CODES and self._begun[asked]
            if not retried:
                batch.add(self._visit(batch, item, work))
            self._tools.watch(1)
        batch.store()
        if self._end is None:
            return None
        return archive.finish_run(
            run,
            _OUTCOMES[self._end.outcome],
            self._end.message,
            self._end.ended,
            whole=self._end.whole,
            expects=self._source.expects,
        )

    def _items(self) -> Iterator[_Item]:
        """What the crawl made something of: no robots.txt, and no redirect that it followed."""
        for path in self._paths:
            # a file that was left open has its final name now
            inside = self._folder / path.name.removesuffix(OPEN)
            for entry in read_warcs([inside], self._tools.problems):
                if isinstance(entry, RunEnd) and entry.outcome in _OUTCOMES:
                    self._end = entry
                elif isinstance(entry, Response) and self._is_read(entry):
                    self._begun[_asked(entry)] += 1
                    yield self._item(entry)

    def _is_read(self, response: Response) -> bool:
        return bool(self._read_at or response.kind) and not _is_followed(response)

    def _item(self, response: Response) -> _Item:
        body, size = response.body, len(response.body)
        sha256 = hashlib.sha256(body).hexdigest()
        if response.kind != FILE:
            return _Item(response, sha256, size)
        bare = replace(response, body=b"")
        if response.status == _NOT_MODIFIED and body:
            return _Item(bare, _NOTHING, 0, held=sha256)
        finding = judge_file(response)
        if finding is None:
            self._store.put(body)
        return _Item(bare, sha256, size, finding)

    def _begin(self, item: _Item) -> _Work:
        if item.response.kind != FILE:
            work = self._tools.pool.submit(read, self._source, item.response, self._committees)
            return _Work(reading=work)
        if item.finding is None and item.held is None:
            return _Work(text=self._documents.begin(self._fetched(item)))
        return _Work()

    def _visit(self, batch: Batch, item: _Item, work: _Work) -> Visit:
        response, finding = item.response, item.finding
        page: Page | None = None
        if work.reading is not None:
            reading = result_of(work.reading)
            page, finding = reading.page, reading.finding
        elif item.held is not None:
            page = unchanged(response.url, response.target or "", item.held)
        elif finding is None:
            document = self._fetched(item)
            batch.before(document.file_id)
            page = self._documents.page(self._source, document, work.text)
        return Visit(
            key=None,
            url=response.url,
            method=response.method,
            form=response.form,
            status=response.status,
            retrieved_at=response.retrieved_at,
            media_type=response.media_type,
            sha256=item.sha256,
            size=item.size,
            page=page,
            findings=() if finding is None else (finding,),
            error=None if finding is None else finding.message,
            kind=response.kind,
            target=response.target,
            place=response.place,
            read_at=self._read_at,
        )

    def _fetched(self, item: _Item) -> Fetched:
        response = item.response
        return Fetched(
            *(response.url, response.target or "", response.owner, response.media_type),
            sha256=item.sha256,
            late_at=response.retrieved_at if self._read_at else None,
        )


def _source_of(start: RunStart) -> Source:
    """The source as it was when the run asked it."""
    registered = load_sources().get(start.source_id)
    if registered is None:
        raise ReplayError(
            f"A WARC file is of {start.source_id}, which data/sources.toml does not have."
        )
    return replace(registered, base_url=start.base_url)


def _arguments(start: RunStart) -> dict[str, Any]:
    """What the run was asked for."""
    try:
        arguments = loads(start.arguments)
    except ValueError:
        arguments = None
    if not isinstance(arguments, dict):
        raise ReplayError(f"What the WARC files say of the run {start.run} cannot be read.")
    return arguments


def _asked(response: Response) -> tuple[str, str, Form | None]:
    return response.method, response.url, response.form


def _is_followed(response: Response) -> bool:
    """Whether it is a redirect within the host: the crawl went on to where it leads."""
    named = (value for name, value in response.headers if name.lower() == "location")
    location = next(named, None)
    if response.status not in _REDIRECTS or location is None:
        return False
    try:
        there = urlsplit(urljoin(response.url, location)).netloc
    except ValueError:
        return False
    return there == urlsplit(response.url).netloc
