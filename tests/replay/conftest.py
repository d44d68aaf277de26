"""Fixtures of the replay tests."""

import fcntl
import os
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
    """The folder of an archive of two towns and two nights; several workers share it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, begun = base / "crawled", base / "crawled-begun"
    with (base / "crawled.lock").open("w") as lock, pytest.MonkeyPatch.context() as patched:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun.mkdir(exist_ok=True)
            time = Clock()
            patched.setattr("harvester.clock.now", time)
            two_nights(begun / "archive.sqlite", time)
            begun.rename(folder)
    return folder


@pytest.fixture
def harvested(_crawled: Path, tmp_path: Path) -> Path:
    """A copy of that archive, with its WARC files and documents."""
    shutil.copytree(_crawled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "archive.sqlite"
