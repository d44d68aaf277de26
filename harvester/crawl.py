"""Run a spider and say how it ended; `scrapy crawl` and `harvester crawl` are the same crawl."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from harvester.archive import RunSummary
from harvester.crawling.session import session_of
from harvester.errors import CrawlError
from harvester.schedule import Nightly
from harvester.settings import overrides


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What a crawl is asked to do; None takes the default of the spider or of the settings.

    `source` is the spider's name; `urls` and `again` are for the platform, see its spider.
    `nightly`: ask only for what is due, within these limits.
    """

    source: str
    archive: Path
    since: str | None = None
    until: str | None = None
    base_url: str | None = None
    delay: float | None = None
    contact: str | None = None
    urls: Path | None = None
    again: bool = False
    documents: bool = True
    nightly: Nightly | None = None
    debug: bool = False

    def spider_arguments(self) -> dict[str, str]:
        """The arguments as `scrapy crawl -a` takes them."""
        given = {
            "since": self.since,
            "until": self.until,
            "base_url": self.base_url,
            "urls": str(self.urls) if self.urls else None,
            "again": "1" if self.again else None,
            "nightly": "1" if self.nightly else None,
        }
        return {name: value for name, value in given.items() if value}

    def settings(self) -> Settings:
        """The project's settings with these options."""
        settings = Settings()
        settings.setmodule("harvester.settings", priority="project")
        settings.setdict(
            overrides(
                archive=str(self.archive),
                delay=self.delay,
                contact=self.contact,
                documents=self.documents,
                nightly=self.nightly,
            ),
            priority="cmdline",
        )
        # what went wrong is in the archive and in the summary; the log is for those who debug
        settings.set("LOG_LEVEL", "INFO" if self.debug else "CRITICAL", priority="cmdline")
        return settings


def run_crawl(
    options: CrawlOptions, watch: Callable[[Crawler], None] = lambda crawler: None
) -> RunSummary:
    """Crawl one source to its end, in this process; a process can do this once.

    Args:
        options: what to crawl, into which archive.
        watch: called with the crawler before it starts, to connect signals (progress).

    Raises:
        ArchiveError: the archive cannot be opened.
        CrawlError: there is no such spider, the archive could not be written any more, or a
            second Ctrl-C ended the crawl.
        ValueError: the options make no window.
    """
    process = AsyncCrawlerProcess(options.settings())
    try:
        crawler = process.create_crawler(options.source)
    except KeyError as error:
        raise CrawlError(
            f"The registry names {options.source}, but spiders/ has no spider of this name."
        ) from error
    watch(crawler)
    task = process.crawl(crawler, **options.spider_arguments())
    process.start()
    if not task.done():
        raise CrawlError("Stopped at once; give the same command again to go on.")
    task.result()
    return summary_of(crawler)


def summary_of(crawler: Crawler) -> RunSummary:
    """How a crawl ended.

    Raises:
        CrawlError: it ended because the archive could not be written.
    """
    session = session_of(crawler)
    if session.summary is None:
        raise CrawlError(session.fatal or "The crawl ended without a word.")
    return session.summary
