"""One night: all sources, one after the other, each in a process of its own, within limits."""

import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from threading import Thread
from types import FrameType

from harvester.archive import ArchiveLocked, RunSummary
from harvester.archive.lock import WriterLock
from harvester.archive.opening import check_place
from harvester.clock import TOWN, now
from harvester.crawl import CrawlOptions, run_crawl
from harvester.errors import CrawlError, HarvesterError
from harvester.schedule import ROTATION, Nightly
from harvester.sources import Source

#: Seconds that a crawl has for its last document and its summary once its time is up.
_GRACE = 900.0
#: The end of a day is 24:00 for people.
_HOURS = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])\s*[-–]\s*([01]?[0-9]|2[0-4]):([0-5][0-9])")
#: Seconds that a process has to end once it has given its answer, or none.
_LAST = 30.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Window:
    """The hours in which a night may ask, in the towns' time; over midnight if `end` is earlier."""

    start: time
    end: time

    @classmethod
    def read(cls, text: str) -> "Window":
        """Read `01:00-05:00`.

        Raises:
            ValueError: it is none.
        """
        hours = _HOURS.fullmatch(text.strip())
        if hours is None:
            raise ValueError(f"{text!r} names no hours")
        hour, minute, last, last_minute = map(int, hours.groups())
        window = cls(time(hour, minute), time(last % 24, last_minute))
        if window.start == window.end:
            raise ValueError("The window is empty")
        return window

    def ends(self, moment: datetime) -> datetime | None:
        """When the window that holds this moment ends; None outside of it."""
        here = moment.astimezone(TOWN)
        end = datetime.combine(here.date(), self.end, TOWN)
        clock = here.time()
        if self.start < self.end:
            return end if self.start <= clock < self.end else None
        if clock >= self.start:
            return end + timedelta(days=1)
        return end if clock < self.end else None


@dataclass(frozen=True, slots=True)
class NightOptions:
    """What a night is asked to do; `requests` counts for each host, `base_urls` by source id."""

    archive: Path
    sources: Sequence[Source]
    rotation: int = ROTATION
    requests: int | None = None
    window: Window | None = None
    contact: str | None = None
    delay: float | None = None
    base_urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceResult:
    """How the night went for a source: a summary, or the reason why there is none."""

    source: Source
    summary: RunSummary | None
    error: str | None = None


def run_night(
    options: NightOptions, watch: Callable[[SourceResult], None] = lambda result: None
) -> list[SourceResult]:
    """Harvest the sources one after the other; what one does to itself does not stop the others.

    Args:
        options: which sources, into which archive, within which limits.
        watch: called with each result as it comes.

    Raises:
        CrawlError: another night is under way, or it is not the time.
        ArchiveError: there can be no archive at that place.
    """
    end = None if options.window is None else options.window.ends(now())
    if options.window is not None and end is None:
        hours = f"{options.window.start:%H:%M} to {options.window.end:%H:%M}"
        here = f"{now().astimezone(TOWN):%H:%M}"
        raise CrawlError(f"It is {here} in Germany, and the window is {hours}: nothing was asked.")
    check_place(options.archive)
    try:
        lock = WriterLock(options.archive.with_name(f"{options.archive.name}.night"))
    except ArchiveLocked as error:
        raise CrawlError(
            "Another night is under way on this archive; nothing was asked."
        ) from error
    results = []
    try:
        with _Child() as child:
            for index, source in enumerate(options.sources):
                left = len(options.sources) - index
                until = None if end is None else now() + (end - now()) / left
                result = child.crawl(source, _crawl_options(options, source, until))
                results.append(result)
                watch(result)
    finally:
        lock.release()
    return results


def _crawl_options(options: NightOptions, source: Source, until: datetime | None) -> CrawlOptions:
    return CrawlOptions(
        source=source.spider,
        archive=options.archive,
        base_url=options.base_urls.get(source.id),
        delay=options.delay,
        contact=options.contact,
        nightly=Nightly(options.rotation, options.requests, until),
    )


class _Child:
    """The process whose turn it is; SIGTERM and Ctrl-C end it cleanly, and the night with it."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._stopped = False

    def __enter__(self) -> "_Child":
        self._before = {sign: signal.signal(sign, self._stop) for sign in _SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for sign, handler in self._before.items():
            signal.signal(sign, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopped = True
        # Ctrl-C reaches the child by itself, and a second signal would end it at once
        if self._process is not None and number == signal.SIGTERM:
            self._process.terminate()

    def crawl(self, source: Source, options: CrawlOptions) -> SourceResult:
        """Crawl one source, and wait for its end."""
        if self._stopped:
            return SourceResult(source, None, "The night was stopped before its turn.")
        ours, theirs = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(target=_crawl, args=(options, theirs), name=source.name)
        # Ctrl-C is for a crawl that has begun; till then it waits
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._process.start()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        until = options.nightly.until if options.nightly else None
        with ours, self._ended(self._process):
            wait = None if until is None else (until - now()).total_seconds() + _GRACE
            if wait is not None and not ours.poll(max(wait, _GRACE)):
                return SourceResult(source, None, "It did not end in time and was killed.")
            try:
                answer: RunSummary | str = ours.recv()
            except EOFError:
                return SourceResult(source, None, "Its process died without a word.")
        if isinstance(answer, str):
            return SourceResult(source, None, answer)
        return SourceResult(source, answer)

    @contextmanager
    def _ended(self, process: SpawnProcess) -> Iterator[None]:
        try:
            yield
        finally:
            process.join(timeout=_LAST)
            if process.is_alive():
                process.kill()
                process.join()
            self._process = None


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _crawl(options: CrawlOptions, answer: Connection) -> None:
    """In the child: crawl and tell how it went; without its parent it ends."""
    Thread(target=_follow_parent, daemon=True).start()
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        answer.send(run_crawl(options))
    except KeyboardInterrupt:
        answer.send("It was stopped before it began.")
    except HarvesterError as error:
        answer.send(str(error))
    except Exception as error:  # a bug is told to the parent, which goes on with the next source
        answer.send(f"{type(error).__name__}: {error} (a bug)")
