"""Takes in what others stored: foreign WARC files, pages saved by hand, copies of the Wayback."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from harvester.archive import Archive, recording
from harvester.clock import utc_now
from harvester.documents import Extraction, FileStore, Readers
from harvester.markup import MAX_BYTES
from harvester.replay.documents import Documents, Fetched
from harvester.replay.files import is_warc, warc_files
from harvester.replay.reading import FILE, Reading, judge_file, read
from harvester.replay.taken import Taken, TakingRun
from harvester.replay.workers import WORKERS, Workers, in_order, result_of
from harvester.sources import Source, load_sources, source_of
from harvester.warc import Response
from harvester.warc.reader import read_warcs
from harvester.warc.saved import read_saved

_SNIFFED = 1024
#: Codes of what is no page of a council at all: pictures, styles, other pages of the host.
_NO_PAGE = frozenset(("unexpected_page", "not_html", "empty"))

_Problems = Callable[[str], None]


@dataclass(slots=True)
class Import:
    """What an import did: source by source, and how many responses were of unknown hosts."""

    sources: list[Taken] = field(default_factory=list)
    strangers: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Found:
    """A response that is to be taken, and its source's run. A document's body is in the store."""

    response: Response
    run: TakingRun
    document: Fetched | None = None


def take(
    path: Path,
    paths: Sequence[Path],
    problems: _Problems,
    *,
    source_id: str | None = None,
    watch: Callable[[int], None] = lambda count: None,
    workers: int = WORKERS,
) -> Import:
    """Take in stored responses; what is known already is passed over.

    What they say bears their own date: it fills what is open, and stands against nothing newer.

    Args:
        path: the archive; made where it is missing.
        paths: WARC files, folders of them, folders of saved pages.
        problems: is told what cannot be read, in a sentence.
        source_id: whose responses they are, whatever their addresses.
        watch: called with the number of responses read since the last call.
        workers: processes that read pages; 0: this one does.

    Raises:
        ArchiveError: the archive cannot be opened or written.
        WarcError: what is taken cannot be recorded.
        ReplayError: the worker processes die.
    """
    told: set[str] = set()

    def once(problem: str) -> None:
        if problem not in told:  # the files are gone through twice
            told.add(problem)
            problems(problem)

    given = None if source_id is None else load_sources()[source_id]
    with Archive.open(path) as archive, Workers(workers) as pool, Readers() as readers:
        taking = _Taking(archive, given, pool, readers)
        taking.pages(_responses(paths, once), watch)
        taking.documents(_responses(paths, once), watch)
        return taking.finish()


def _responses(paths: Sequence[Path], problems: _Problems) -> Iterator[Response]:
    warcs = warc_files(paths)
    for entry in read_warcs(warcs, problems):
        if isinstance(entry, Response):
            yield entry
    for path in paths:
        if path.is_dir():
            yield from read_saved(path, problems)
        elif not is_warc(path):
            problems(f"{path.name} is no WARC file; put saved pages into a folder and name that.")


class _Taking:
    """An import: pages first, since they tell which documents there are."""

    def __init__(
        self, archive: Archive, given: Source | None, pool: Workers, readers: Readers
    ) -> None:
        self._archive = archive
        self._given = given
        self._pool = pool
        self._store = FileStore(archive.path.parent / "files")
        self._documents = Documents(archive, self._store, readers)
        self._now = utc_now()
        self._runs: dict[str, TakingRun] = {}
        self._strangers: Counter[str] = Counter()
        self._seen: set[tuple[str, str, str]] = set()

    def pages(self, responses: Iterator[Response], watch: Callable[[int], None]) -> None:
        """Take the pages."""
        found = (self._page(response) for response in responses if not _is_document(response))
        for one, work in in_order(filter(None, found), self._begin_page):
            self._end_page(one, result_of(work))
            watch(1)
        for run in self._runs.values():
            run.store()

    def documents(self, responses: Iterator[Response], watch: Callable[[int], None]) -> None:
        """Take the documents."""
        found = (self._document(response) for response in responses if _is_document(response))
        for one, work in in_order(filter(None, found), self._begin_document):
            self._end_document(one, work)
            watch(1)

    def finish(self) -> Import:
        """End the runs."""
        return Import([run.finish() for run in self._runs.values()], self._strangers)

    def _page(self, response: Response) -> _Found | None:
        run = self._wanted(response)
        if run is None:
            return None
        if len(response.body) > MAX_BYTES:
            run.counts.unread["too_large"] += 1
            return None
        return _Found(response, run)

    def _begin_page(self, found: _Found) -> Future[Reading]:
        # all of a page, whatever window a run of ours had
        response = replace(found.response, run=None)
        return self._pool.submit(read, found.run.source, response, found.run.committees)

    def _end_page(self, found: _Found, reading: Reading) -> None:
        response, run, page = found.response, found.run, reading.page
        if page is not None:
            run.addresses.note(page.links)
            response = replace(response, kind=page.kind)
        elif reading.finding and reading.finding.code in _NO_PAGE and response.kind is None:
            run.counts.unread[reading.finding.code] += 1
            return
        run.add(response, page, reading.finding)

    def _document(self, response: Response) -> _Found | None:
        run = self._wanted(response)
        if run is None:
            return None
        named = run.addresses.of(response)
        if named is None:
            run.counts.unaddressed += 1
            return None
        file_id, owner = named
        response = replace(response, kind=FILE, target=file_id, owner=owner, run=None)
        finding = judge_file(response)
        if finding is not None:
            run.counts.unread[finding.code] += 1
            return None
        fetched = Fetched(
            *(response.url, file_id, owner, response.media_type),
            sha256=self._store.put(response.body),
            late_at=response.retrieved_at,
        )
        return _Found(replace(response, body=b""), run, fetched)

    def _begin_document(self, found: _Found) -> Future[Extraction] | None:
        return None if found.document is None else self._documents.begin(found.document)

    def _end_document(self, found: _Found, work: Future[Extraction] | None) -> None:
        document, run = found.document, found.run
        assert document is not None  # noqa: S101 - _document makes it
        run.before_document(document.file_id)
        page = self._documents.page(run.source, document, work)
        body = self._store.path(document.sha256).read_bytes()
        run.add(replace(found.response, body=body), page, None)

    def _wanted(self, response: Response) -> TakingRun | None:
        """The run of the source that gave the response, if it is good and new."""
        run = self._run_of(response)
        if run is None:
            return None
        if not 200 <= response.status < 300:
            run.counts.unread[f"status {response.status}"] += 1
            return None
        if response.retrieved_at > self._now:
            # it would count as newer than whatever is fetched until then
            run.counts.unread["dated in the future"] += 1
            return None
        sha256 = hashlib.sha256(response.body).hexdigest()
        key = (response.url, response.retrieved_at, sha256)
        if key in self._seen or recording.is_known(self._archive.db, run.source.id, *key):
            run.counts.known += 1
            return None
        self._seen.add(key)
        return run

    def _run_of(self, response: Response) -> TakingRun | None:
        try:
            host = urlsplit(response.url).hostname or ""
            source = self._given or _recorded_source(response) or source_of(response.url)
        except ValueError:  # http://[
            host, source = response.url, None
        if source is None:
            self._strangers[host] += 1
            return None
        if source.id not in self._runs:
            self._runs[source.id] = TakingRun(self._archive, source, self._rest)
        return self._runs[source.id]

    def _rest(self) -> None:
        for run in self._runs.values():
            run.rest()


def _recorded_source(response: Response) -> Source | None:
    """The source that a file of ours names, at the address that it had."""
    run = response.run
    if run is None or run.source_id not in load_sources():
        return None
    return replace(load_sources()[run.source_id], base_url=run.base_url)


def _is_document(response: Response) -> bool:
    return response.kind == FILE or b"%PDF-" in response.body[:_SNIFFED]
