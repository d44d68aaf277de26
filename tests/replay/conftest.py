"""Fixtures of the replay tests."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite("replay.helpers")
pytest.register_assert_rewrite("crawl.helpers")

from replay.helpers import Clock, clock, two_nights  # noqa: E402  # assertions are rewritten first

__all__ = ["clock"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Where a crawl writes; the file is not there yet."""
    return tmp_path / "archive.sqlite"


@pytest.fixture
def harvested(archive: Path, clock: Clock) -> Path:
    """An archive of two towns and two nights."""
    two_nights(archive, clock)
    return archive
