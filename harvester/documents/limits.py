"""What one document may cost the process that reads it. For worker processes: the limits stay."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

#: Bytes above what the process holds before it reads its first document.
MEMORY = 1 << 30
_PAGE_SIZE = resource.getpagesize()


class TimeUpError(BaseException):
    """The document's time is up; no `except Exception` of a library swallows it."""


def limit_process() -> None:
    """No core dumps, and no more memory than `MEMORY` above what is held now."""
    _lower(resource.RLIMIT_CORE, 0)
    statm = Path("/proc/self/statm")
    if statm.exists():
        _lower(resource.RLIMIT_AS, int(statm.read_text().split()[0]) * _PAGE_SIZE + MEMORY)
    signal.signal(signal.SIGALRM, _time_is_up)


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise `TimeUpError` in the block when its time is up, once Python gets to run.

    Should native code run on, the kernel ends the process after as much processor time again:
    a last resort for the case that nobody is left who would.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + 2 * seconds + 1, hard))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _lower(what: int, limit: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(what, (limit, hard))


def _time_is_up(_signal: int, _frame: FrameType | None) -> None:
    raise TimeUpError
