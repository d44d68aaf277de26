"""Processes that read pages, and a window of work that keeps its order."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import parent_process
from types import TracebackType
from typing import Any, Self, TypeVar

from harvester.documents.worker import Context
from harvester.errors import HarvesterError

WORKERS = os.cpu_count() or 1
#: So many responses are under work at most: what is read from a file of 10 GB waits in the file.
AHEAD = 64

Item = TypeVar("Item")
Result = TypeVar("Result")


class ReplayError(HarvesterError):
    """Stored responses cannot be read or brought in; the message says why and what to do."""


class Workers:
    """A pool of processes, started with the first work; 0: all is done in this one."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._pool = (
            ProcessPoolExecutor(workers, mp_context=Context(), initializer=_begin)
            if workers
            else None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def submit(self, work: Callable[..., Result], *given: Any) -> "Future[Result]":
        """Do a piece of work when a process is free."""
        if self._pool is None:
            return done(work(*given))
        try:
            return self._pool.submit(work, *given)
        except BrokenProcessPool as error:
            raise _died() from error


def done(result: Result) -> "Future[Result]":
    """Work that is done already."""
    future: Future[Result] = Future()
    future.set_result(result)
    return future


def result_of(future: "Future[Result]") -> Result:
    """Wait for a piece of work.

    Raises:
        ReplayError: the processes die.
    """
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise _died() from error


def in_order(
    items: Iterable[Item], begin: Callable[[Item], Result], ahead: int = AHEAD
) -> Iterator[tuple[Item, Result]]:
    """Begin the work of each item before it is its turn, never more than `ahead` at a time."""
    begun: deque[tuple[Item, Result]] = deque()
    for item in items:
        begun.append((item, begin(item)))
        if len(begun) >= ahead:
            yield begun.popleft()
    while begun:
        yield begun.popleft()


def _died() -> ReplayError:
    return ReplayError(
        "A process that reads pages died, perhaps for want of memory; start again, nothing is lost."
    )


def _begin() -> None:
    """First thing in a process: end with the one that started it, however that ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
