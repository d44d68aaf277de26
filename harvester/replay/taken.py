"""What an import takes from one source: the run, the responses, how many were of no use."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from harvester import __version__
from harvester.archive import Archive, Outcome, RunInfo, RunSummary, Visit, recording
from harvester.clock import utc_now
from harvester.crawling.recording import Recording
from harvester.page import Finding, Form, Link, Page
from harvester.replay.batch import Batch
from harvester.replay.reading import FILE
from harvester.settings import WARC_MAXSIZE
from harvester.sources import Source
from harvester.warc import Response, RunEnd, RunStart

IMPORT = "import"


@dataclass(slots=True)
class Taken:
    """What became of the responses of a source.

    `unread` counts by code what no parser reads or may, `unaddressed` documents that no page links.
    `summary` is None where nothing was new.
    """

    source_id: str
    taken: int = 0
    known: int = 0
    unaddressed: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    summary: RunSummary | None = None


class Addresses:
    """Which file an address gives: by the pages that link it, and by what the archive holds."""

    def __init__(self, archive: Archive, source_id: str) -> None:
        self._archive = archive
        self._source_id = source_id
        self._loaded = False
        self._files: dict[tuple[str, str | None], tuple[str, str | None]] = {}

    def note(self, links: list[Link]) -> None:
        """Remember where the documents of a page are."""
        for link in links:
            if link.kind == FILE and link.target is not None:
                key = _bare(link.url), _form(link.form)
                self._files[key] = (link.target, link.owner)

    def of(self, response: Response) -> tuple[str, str | None] | None:
        """File and owner (a paper, where a page tells); None: nobody links the document.

        To be asked when all pages are noted and stored.
        """
        if response.target is not None:
            return response.target, response.owner
        if not self._loaded:
            self._load()
        return self._files.get((_bare(response.url), _form(response.form)))

    def _load(self) -> None:
        """Add what the archive knows and no page has said."""
        self._loaded = True
        for url, form, file_id in recording.file_addresses(self._archive.db, self._source_id):
            fields = None if form is None else tuple(json.loads(form).items())
            self._files.setdefault((_bare(url), _form(fields)), (file_id, None))


def _bare(url: str) -> str:
    """An address by whatever protocol it is asked."""
    return url.partition("://")[2].partition("#")[0]


def _form(form: Form | None) -> str | None:
    return None if form is None else json.dumps(form)


class TakingRun:
    """The run that takes in what is new of a source; it begins with the first response.

    Args:
        archive: where it goes.
        source: whose responses they are.
        before: called before the run's file is begun: only one may be open.
    """

    def __init__(self, archive: Archive, source: Source, before: Callable[[], None]) -> None:
        self.source = source
        self.counts = Taken(source.id)
        self.addresses = Addresses(archive, source.id)
        self.committees = archive.committee_names(source.body_id)
        self._archive = archive
        self._before = before
        self._started = ""
        self._run: RunInfo | None = None
        self._recording: Recording | None = None
        self._batch: Batch | None = None

    def add(self, response: Response, page: Page | None, finding: Finding | None) -> None:
        """Record and store a response, with its date, and what it says."""
        batch, record = self._begun()
        body = response.body
        place = record.keep(response)
        self.counts.taken += 1
        batch.add(
            Visit(
                key=None,
                url=response.url,
                method=response.method,
                form=response.form,
                status=response.status,
                retrieved_at=response.retrieved_at,
                media_type=response.media_type,
                sha256=hashlib.sha256(body).hexdigest(),
                size=len(body),
                page=page,
                findings=() if finding is None else (finding,),
                error=None if finding is None else finding.message,
                kind=response.kind,
                target=response.target,
                place=place,
                # one time for all, so that an archive made anew has the same history
                read_at=self._started,
            )
        )

    def before_document(self, file_id: str) -> None:
        """Store what a document of this file must find in the archive."""
        if self._batch is not None:
            self._batch.before(file_id)

    def store(self) -> None:
        """Store what there is."""
        if self._batch is not None:
            self._batch.store()

    def rest(self) -> None:
        """Close the file; what comes later goes into another."""
        if self._recording is not None:
            self._recording.close()

    def finish(self) -> Taken:
        """End the run, if it has begun."""
        if self._run is not None and self._recording is not None:
            self.store()
            errors = self._archive.count_run(self._run).errors
            outcome: Outcome = "incomplete" if errors else "complete"
            message = f"Errors found: {errors}." if errors else None
            summary = self._archive.finish_run(self._run, outcome, message, utc_now())
            self._recording.end(RunEnd(self._run.uid, summary.ended, outcome, message))
            self._recording.close()
            self.counts.summary = summary
        return self.counts

    def _begun(self) -> tuple[Batch, Recording]:
        if self._batch is None or self._recording is None:
            self._before()
            self._begin()
        assert self._batch is not None  # noqa: S101 - it has just begun
        assert self._recording is not None  # noqa: S101 - the same
        return self._batch, self._recording

    def _begin(self) -> None:
        archive, source, now = self._archive, self.source, utc_now()
        software = f"council-harvester {__version__}"
        command = f"{IMPORT} {source.name}"
        self._started = now
        self._run = archive.begin_run(source, command, {}, software, now)
        uid = self._run.uid
        start = RunStart(source.id, source.base_url, uid, command, "{}", now, campaign=uid)
        self._recording = Recording(archive, start, software, WARC_MAXSIZE)
        self._batch = Batch(archive, self._run, self._recording.forget)
