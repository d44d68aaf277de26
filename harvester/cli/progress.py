"""What a crawl shows while it runs: a live line on a terminal, plain lines elsewhere."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.crawler import Crawler

from harvester.archive import Visit

#: Seconds between two plain lines.
_INTERVAL = 10.0


class CrawlProgress:
    """Counts the visits of a crawl and shows the counts."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._pages = self._papers = self._errors = 0
        self._last = time.monotonic()
        self._live = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=out,
            transient=True,
            disable=not out.is_terminal,
        )
        self._task = self._live.add_task(self._line())

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def watch(self, crawler: Crawler) -> None:
        """Follow a crawl from its first page on."""
        crawler.signals.connect(self._visited, signal=signals.item_scraped)

    def _visited(self, item: Visit) -> None:
        self._pages += 1
        self._papers += item.page is not None and item.page.kind == "paper"
        found = (*item.findings, *(item.page.findings if item.page else ()))
        self._errors += any(finding.severity == "error" for finding in found)
        self._live.update(self._task, description=self._line())
        if not self._out.is_terminal and time.monotonic() - self._last > _INTERVAL:
            self._last = time.monotonic()
            self._out.print(self._line())

    def _line(self) -> str:
        return f"{self._pages} pages, {self._papers} papers, {self._errors} errors"
