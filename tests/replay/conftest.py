"""Fixtures of the replay tests."""

import shutil
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


@pytest.fixture(scope="session")
def _crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive of two towns and two nights."""
    folder = tmp_path_factory.mktemp("crawled")
    with pytest.MonkeyPatch.context() as patched:
        time = Clock()
        patched.setattr("harvester.clock.now", time)
        two_nights(folder / "archive.sqlite", time)
    return folder


@pytest.fixture
def harvested(_crawled: Path, tmp_path: Path) -> Path:
    """A copy of that archive, with its WARC files and documents."""
    shutil.copytree(_crawled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "archive.sqlite"
