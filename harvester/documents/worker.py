"""The side of the worker processes: how one starts, what it does with a document."""

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import RLock
from pathlib import Path
from types import ModuleType

from harvester.documents.engine import engine
from harvester.documents.extraction import Extraction, extract
from harvester.documents.limits import TimeUpError, limit_process, time_limit


def begin() -> None:
    """First thing in a worker. pebble has it ignore SIGINT: after Ctrl-C the parent decides."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # pebble's own waits until native code returns
    logging.disable()  # a status says it
    engine()
    limit_process()


def read(path: Path, seconds: int) -> Extraction:
    """Read one document within its time."""
    try:
        with time_limit(seconds):
            return extract(path)
    except TimeUpError:
        return Extraction("timed_out", message=f"given up after {seconds} seconds")


class _Worker(SpawnProcess):
    """A process that does not import the program's main module anew.

    The module may be slow to import, may not be a file (a script on standard input) or may start
    a pool when it is imported; no worker needs it.
    """

    def start(self) -> None:
        """Start the process, which then imports what its target needs and no more."""
        # Ctrl-C goes to all: a process that is still starting would print a traceback
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            with _no_main_module():
                super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


class Context(SpawnContext):
    """Starts such processes.

    It holds on to the locks it makes. pebble drops them before it ends its workers, and one that
    is still starting would miss them and say so on the terminal.
    """

    Process = _Worker

    def __init__(self) -> None:
        super().__init__()
        self._locks: list[RLock] = []

    def RLock(self) -> RLock:  # noqa: N802  # multiprocessing's
        """A lock as pebble asks for it."""
        lock = super().RLock()
        self._locks.append(lock)
        return lock


@contextmanager
def _no_main_module() -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
