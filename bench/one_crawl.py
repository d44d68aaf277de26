"""Our crawl, in a process of its own: `python -m bench.one_crawl BASE_URL ARCHIVE UNTIL`."""

import sys
from pathlib import Path

from bench.meter import Meter
from bench.town import SINCE
from harvester.crawl import CrawlOptions, run_crawl


def main(base_url: str, archive: str, until: str) -> None:
    meter = Meter()
    options = CrawlOptions(
        source="herne",
        archive=Path(archive),
        base_url=base_url,
        delay=0.0,
        since=SINCE.isoformat(),
        until=until,
        documents=False,  # the bare spider fetches none
    )
    summary = run_crawl(options, meter.watch)
    if summary.outcome != "complete":
        raise SystemExit(f"The crawl ended {summary.outcome}: {summary.message}")
    meter.tell()


if __name__ == "__main__":
    main(*sys.argv[1:])
