"""One night's crawl, in this process or in one of its own that can be killed."""

import argparse
import asyncio
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from scrapy.crawler import AsyncCrawlerRunner

from harvester import clock
from harvester.archive import RunSummary
from harvester.crawl import CrawlOptions, summary_of
from harvester.schedule import Nightly
from harvester.sources import Source, load_sources
from harvester.standin import StandInSite

from .clock import set_clock

ROOT = Path(__file__).resolve().parents[2]
#: Seconds after which a crawl hangs.
_LONGEST = 300
_QUICK = {"TWISTED_REACTOR_ENABLED": False, "RETRY_BACKOFF": 0.001, "DOWNLOAD_TIMEOUT": 5}


def crawl(
    source: str,
    base_url: str,
    archive: Path,
    *,
    rotation: int | None = None,
    window: tuple[str, str] | None = None,
) -> RunSummary:
    """A nightly crawl, or with a window one of everything in it."""
    since, until = window or (None, None)
    options = CrawlOptions(
        source,
        archive,
        since,
        until,
        base_url=base_url,
        delay=0.0,
        nightly=None if rotation is None else Nightly(rotation=rotation),
    )
    settings = options.settings()
    settings.setdict(_QUICK, priority="cmdline")

    async def whole() -> RunSummary:
        runner = AsyncCrawlerRunner(settings)
        crawler = runner.create_crawler(source)
        task = runner.crawl(crawler, **options.spider_arguments())
        await asyncio.wait_for(task, timeout=_LONGEST)
        return summary_of(crawler)

    with patch("spiders.base.load_sources", _registry):
        return asyncio.run(whole())


def _registry() -> dict[str, Source]:
    """The registry's sources; what the real towns must give is more than a stand-in has."""
    return {name: replace(source, expects=None) for name, source in load_sources().items()}


def crawl_and_kill(
    source: str, site: StandInSite, archive: Path, *, rotation: int, after: int
) -> bool:
    """A nightly crawl in a process of its own, killed after so many requests.

    Returns:
        Whether it was killed: it may have been at its end before.
    """
    told = (source, site.base_url, str(archive), str(rotation), clock.now().isoformat())
    enough = len(site.requests) + after
    command = [sys.executable, "-m", "tests.soak.night", *told]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while process.poll() is None and len(site.requests) < enough:
            if time.monotonic() > deadline:
                process.kill()
                raise TimeoutError("The crawl that was to be killed does not come so far.")
            time.sleep(0.001)
        process.kill()
        _, said = process.communicate()
    if process.returncode not in {0, -signal.SIGKILL}:
        raise RuntimeError(f"The crawl that was to be killed failed: {said}")
    return process.returncode != 0


def main() -> None:
    """Crawl as `crawl_and_kill` tells."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("source", "base_url", "archive", "rotation", "now"):
        parser.add_argument(name)
    told = parser.parse_args()
    set_clock(datetime.fromisoformat(told.now))
    crawl(told.source, told.base_url, Path(told.archive), rotation=int(told.rotation))


if __name__ == "__main__":
    main()
