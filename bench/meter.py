"""Measures a crawl from inside its process and tells the benchmark in one line of JSON."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from scrapy import signals
from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl: responses, seconds from the first to the last, peak of resident memory in kB."""

    pages: int
    seconds: float
    peak_kb: int

    @property
    def rate(self) -> float:
        """Pages per second."""
        return self.pages / self.seconds


class Meter:
    """Counts the responses of a crawler (robots.txt among them) and when they came."""

    def __init__(self) -> None:
        self._times: list[float] = []

    def watch(self, crawler: Crawler) -> None:
        """Count from now on."""
        crawler.signals.connect(self._received, signal=signals.response_received)

    def _received(self) -> None:
        self._times.append(perf_counter())

    def tell(self) -> None:
        """Print what was measured; `parse` reads it."""
        seconds = self._times[-1] - self._times[0]
        print(json.dumps(asdict(Crawled(len(self._times), seconds, _peak_kb()))))


def parse(printed: str) -> Crawled:
    """What `Meter.tell` printed."""
    return Crawled(**json.loads(printed))


def _peak_kb() -> int:
    # Not ru_maxrss: Linux passes the parent's on to a child that it starts.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    assert found is not None
    return int(found[1])
