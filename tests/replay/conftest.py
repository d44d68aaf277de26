"""Fixtures of the replay tests."""

import shutil
from pathlib import Path

import pytest
from sharing import made_once

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
    """The folder of an archive of two towns and two nights; several workers share it."""

    def make(folder: Path) -> None:
        time = Clock()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("harvester.clock.now", time)
            two_nights(folder / "archive.sqlite", time)

    return made_once(tmp_path_factory, "two-nights", make)


@pytest.fixture
def harvested(_crawled: Path, tmp_path: Path) -> Path:
    """A copy of that archive, with its WARC files and documents."""
    shutil.copytree(_crawled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "archive.sqlite"
