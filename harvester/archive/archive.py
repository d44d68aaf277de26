"""The archive: one SQLite file of proposals and their way, with history and bookkeeping."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from sqlite_utils import Database

from harvester.archive import (
    check,
    documents,
    ending,
    frontier,
    history,
    opening,
    queries,
    recording,
    runs,
    searching,
    storing,
)
from harvester.archive.errors import ArchiveReadOnly, translated
from harvester.archive.lock import WriterLock
from harvester.archive.model import (
    FetchRequest,
    Outcome,
    RunCounts,
    RunInfo,
    RunSummary,
    Visit,
)
from harvester.archive.searching import EVERYTHING, Filters, Found
from harvester.expectations import Expectations
from harvester.sources import Source
from harvester.warc import Original


class Archive:
    """An open archive. Make one with `Archive.open`, close it or use it in a `with`.

    Every method raises `ArchiveError` (or a subclass) when the file fails: full disk, damage.
    """

    def __init__(self, path: Path, db: Database, lock: WriterLock | None) -> None:
        self.path = path
        self.db = db
        self._lock = lock

    @classmethod
    def open(cls, path: Path | str, mode: Literal["write", "read"] = "write") -> Self:
        """Open an archive: `write` makes it where it is missing and has it to itself.

        Args:
            path: The file; beside it SQLite keeps `-wal` and `-shm`, a writer `.lock`.
            mode: `read` needs no lock and no right to write, and works beside a writer.

        Raises:
            ArchiveLocked: another process writes it.
            ArchiveReadOnly: it cannot be written, or not be read without repair.
            ArchiveTooNew: a newer version of this program wrote it.
            NotAnArchive: it is something else.
            ArchiveError: it is missing, or its folder is.
        """
        path = Path(path)
        if mode == "read":
            return cls(path, opening.open_for_reading(path), None)
        opening.check_place(path)
        lock = WriterLock(path)
        try:
            return cls(path, opening.open_for_writing(path), lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the file. A writer first moves the write-ahead log into it, so it can be copied."""
        if self._lock is None:
            self.db.close()
            return
        try:
            with translated(self.path):
                self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.db.close()
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        if self._lock is None:
            raise ArchiveReadOnly(f"{self.path} was opened for reading only; open it for writing.")
        with translated(self.path):
            yield self.db

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with translated(self.path):
            yield self.db

    def begin_run(
        self,
        source: Source,
        command: str,
        arguments: Mapping[str, Any],
        software: str,
        now: str,
        *,
        again: tuple[str, str | None] | None = None,
        rotation: int | None = None,
    ) -> RunInfo:
        """Begin a run of a source, or go on with a crawl that was cut short.

        If the source's last run was interrupted, refused, failed or killed, and its campaign began
        less than 24 hours before `now`, the new run continues it: what was done is not fetched
        again. Requests that older campaigns left waiting are taken over in any case.

        `rotation`: it is a night, see `schedule`. `again`: the uids of a run and of its campaign
        that are replayed from their WARC files.
        """
        with self._writing() as db:
            return runs.begin_run(
                *(db, source, command, arguments),
                software=software,
                now=now,
                again=again,
                rotation=rotation,
            )

    def uid_of(self, run_id: int) -> str:
        """The name that a run has in all archives that know of it."""
        with self._reading() as db:
            return str(db.table("run").get(run_id)["uid"])

    def harvested_since(self, source: Source) -> str | None:
        """The first day that any crawl of the source, at this address, has asked for."""
        with self._reading() as db:
            return runs.harvested_since(db, source)

    def whole_lists(self, run: RunInfo, kinds: Collection[str]) -> tuple[str, ...]:
        """The kinds of lists of which every page that this campaign asked for was read."""
        with self._reading() as db:
            return frontier.whole_lists(db, run, kinds)

    def original(self, sha256: str) -> Original | None:
        """The record that holds a response's bytes; None if no WARC file does."""
        with self._reading() as db:
            return recording.original(db, sha256)

    def count_run(self, run: RunInfo) -> RunCounts:
        """What a run has come to, before its outcome is judged."""
        with self._reading() as db:
            return ending.count_run(db, run)

    def finish_run(
        self,
        run: RunInfo,
        outcome: Outcome,
        message: str | None,
        now: str,
        *,
        whole: Collection[str] = (),
        expects: Expectations | None = None,
    ) -> RunSummary:
        """End a run: absences and committees of steps are settled, ledger and counts written.

        `whole`: the kinds of lists that were read to their end; `expects`: what the source should
        give. The summary has the outcome that stands, which may be worse than the given one.
        """
        with self._writing() as db:
            return ending.finish_run(db, run, outcome, message, now, whole=whole, expects=expects)

    def store(
        self, run: RunInfo, visits: Sequence[Visit], requests: Sequence[FetchRequest]
    ) -> None:
        """Store a batch of visits and newly found requests in one transaction, or nothing of it.

        Raises:
            ArchiveFull: the disk is full; nothing of the batch was written.
        """
        with self._writing() as db:
            storing.store(db, run, visits, requests)

    def waiting(
        self, source_id: str, limit: int, exclude_keys: Sequence[str] = ()
    ) -> list[FetchRequest]:
        """What to fetch next: highest priority first, then in order of discovery."""
        with self._reading() as db:
            return frontier.waiting(db, source_id, limit, exclude_keys)

    def count_waiting(self, source_id: str) -> int:
        """How many requests of a source are still to be fetched."""
        with self._reading() as db:
            return frontier.count_waiting(db, source_id)

    def committee_names(self, body_id: str) -> frozenset[str]:
        """Names of committees that the sources of a municipality list."""
        with self._reading() as db:
            return documents.committee_names(db, body_id)

    def unfetched_documents(self, source_id: str) -> list[tuple[str, str]]:
        """Id and address of the documents whose bytes are not held."""
        with self._reading() as db:
            return documents.unfetched(db, source_id)

    def paper_of_file(self, file_id: str, reference: str | None) -> str | None:
        """The paper that a file with a form of this number belongs to; None if none lists it."""
        with self._reading() as db:
            return documents.paper_of(db, file_id, reference)

    def fetched(self, file_id: str) -> documents.Fetched | None:
        """When a document was last fetched, see `documents`."""
        with self._reading() as db:
            return documents.fetched(db, file_id)

    def reading_of(self, file_id: str) -> tuple[str | None, str | None]:
        """The SHA-256 of a file's bytes and the engine that read them, None where there is none."""
        with self._reading() as db:
            return documents.reading_of(db, file_id)

    def documents_to_read(self, engine: str, *, empty: bool) -> list[documents.HeldDocument]:
        """Held documents that another engine read than this one, see `documents`."""
        with self._reading() as db:
            return documents.to_read(db, engine, empty=empty)

    def search(
        self, words: str, limit: int = 20, offset: int = 0, filters: Filters = EVERYTHING
    ) -> Found:
        """Papers with all these words or parts of words, see `harvester.archive.searching`."""
        with self._reading() as db:
            return searching.search(db, words, limit, offset, filters)

    def search_ids(self, words: str, limit: int, filters: Filters = EVERYTHING) -> list[str]:
        """The ids of the papers that `search` finds."""
        with self._reading() as db:
            return searching.search_ids(db, words, limit, filters=filters)

    def papers_by_reference(self, reference: str) -> list[dict[str, Any]]:
        """Papers of a number with their steps, sections and files, see `queries`."""
        with self._reading() as db:
            return queries.papers_by_reference(db, reference)

    def latest_runs(self, limit: int = 10) -> list[dict[str, Any]]:
        """The last runs, newest first."""
        with self._reading() as db:
            return queries.latest_runs(db, limit)

    def status(self) -> list[dict[str, Any]]:
        """What is held of each source, how fresh, and what is missing; see `queries`."""
        with self._reading() as db:
            return queries.status(db)

    def errors_of(self, run_id: int) -> list[dict[str, Any]]:
        """The errors that a run found, see `queries`."""
        with self._reading() as db:
            return queries.errors_of(db, run_id)

    def sources(self) -> list[dict[str, Any]]:
        """The sources in this archive, with their towns."""
        with self._reading() as db:
            return queries.sources(db)

    def rebuild(self, record: str, record_id: str, at: str) -> dict[str, Any] | None:
        """A record as it was known at a time, see `harvester.archive.history`."""
        with self._reading() as db:
            return history.rebuild(db, record, record_id, at)

    def check(self) -> list[str]:
        """Violated invariants, one line each; empty for a sound archive. Reads everything."""
        with self._reading() as db:
            return check.check(db)
