"""Fixtures of the crawl tests: a fresh archive, the demo's site."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("crawl.helpers")

from crawl.helpers import WatchedSite  # noqa: E402  # assertions in it are rewritten first
from harvester.standin import demo_world  # noqa: E402


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where a crawl writes; the file is not there yet."""
    return tmp_path / "archive.sqlite"


@pytest.fixture
def site() -> Iterator[WatchedSite]:
    """The demo's town."""
    with WatchedSite(demo_world()) as site:
        yield site
