"""Reads documents in worker processes, so that none can stall or end the crawl."""

import os
import signal
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from harvester.documents.extraction import Extraction, Status
from harvester.documents.worker import Context, begin, read
from harvester.errors import HarvesterError

WORKERS = min(2, os.cpu_count() or 1)
#: Seconds: after the first a worker gives up the document, after the second it is killed.
SOFT_LIMIT, HARD_LIMIT = 20, 30
#: A worker is replaced after as many documents, so that what leaks is bounded.
_MAX_TASKS = 500
_ATTEMPTS = 3


class ReadersError(HarvesterError):
    """No worker process lives long enough to read anything: not the document's fault."""


class Readers:
    """A pool of worker processes; they are started when the first document comes.

    Usable from any thread. As a context manager it closes itself.
    """

    def __init__(self, workers: int = WORKERS) -> None:
        self._workers = workers
        self._pool: ProcessPool | None = None
        self._waiting: set[Future[Extraction]] = set()
        self._broken: list[Thread] = []
        self._closed = False
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def submit(self, path: Path) -> Future[Extraction]:
        """Read a document when a worker is free; no document makes the future raise.

        The future is cancelled if the readers are closed before, and raises `ReadersError` if no
        worker can be started.
        """
        future: Future[Extraction] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the readers are closed")
            self._waiting.add(future)
        self._schedule(path, future, _ATTEMPTS)
        return future

    def close(self) -> None:
        """End all workers now, whatever they do; documents that wait are not read."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
            waiting, self._waiting = self._waiting, set()
            broken, self._broken = self._broken, []
        if pool is not None:
            _end(pool)
        for thread in broken:
            thread.join()
        for future in waiting:
            future.cancel()
            future.set_running_or_notify_cancel()

    def _schedule(self, path: Path, future: Future[Extraction], attempts: int) -> None:
        with self._lock:
            if self._closed:
                return
            if self._pool is None:
                self._pool = ProcessPool(self._workers, _MAX_TASKS, begin, context=Context())
            pool = self._pool
        try:
            inner = pool.schedule(read, args=(path, SOFT_LIMIT), timeout=HARD_LIMIT)
        except RuntimeError as error:  # it broke just now
            self._retry(path, future, attempts, pool, error)
        else:
            inner.add_done_callback(partial(self._done, path, future, attempts, pool))

    def _done(
        self,
        path: Path,
        future: Future[Extraction],
        attempts: int,
        pool: ProcessPool,
        inner: Future[Extraction],
    ) -> None:
        error = inner.exception()
        if error is None:
            self._settle(future, inner.result())
        elif isinstance(error, BrokenProcessPool):
            self._retry(path, future, attempts, pool, error)
        else:
            self._settle(future, _failed(error))

    def _retry(
        self,
        path: Path,
        future: Future[Extraction],
        attempts: int,
        pool: ProcessPool,
        error: BaseException,
    ) -> None:
        """A pool is broken when an idle worker dies, say by the system for want of memory."""
        with self._lock:
            if self._pool is pool:
                self._pool = None
                # not here: a thread of the pool cannot wait for itself
                thread = Thread(target=_end, args=(pool,), daemon=True)
                self._broken.append(thread)
                thread.start()
        if attempts > 1:
            self._schedule(path, future, attempts - 1)
        else:
            self._settle(future, ReadersError(f"The processes that read documents die: {error}"))

    def _settle(self, future: Future[Extraction], outcome: Extraction | ReadersError) -> None:
        with self._lock:
            if future not in self._waiting:
                return
            self._waiting.remove(future)
        if not future.set_running_or_notify_cancel():
            return
        if isinstance(outcome, ReadersError):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _failed(error: BaseException) -> Extraction:
    """What a document did to its worker."""
    if isinstance(error, TimeoutError):
        return Extraction("timed_out", message=f"killed after {HARD_LIMIT} seconds")
    if isinstance(error, MemoryError):
        return Extraction("too_large", message="its memory was used up")
    if isinstance(error, ProcessExpired):
        return _died(error.exitcode)
    return Extraction("broken", message=f"{type(error).__name__}: {error}")


def _died(exitcode: int) -> Extraction:
    try:
        cause = signal.Signals(-exitcode)
    except ValueError:
        return Extraction("broken", message=f"it ended its reader with exit code {exitcode}")
    if cause == signal.SIGABRT:
        # what PDFium does when it gets no memory; Python would have raised MemoryError
        return Extraction("too_large", message="it ended its reader: its memory was used up")
    status: Status = "timed_out" if cause == signal.SIGXCPU else "broken"
    return Extraction(status, message=f"it ended its reader with {cause.name}")
