"""Archives to look at: a sound one and a hostile one, made once, only read."""

from pathlib import Path

import pytest
from datasette.app import Datasette

from harvester.web.app import build
from web.samples import fill, hostile, poison


@pytest.fixture(scope="session")
def archive_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound archive with `warc` and `files` beside it; see `samples`."""
    path = tmp_path_factory.mktemp("sound") / "archive.sqlite"
    fill(path)
    return path


@pytest.fixture(scope="session")
def hostile_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a payload in every text field, and places outside of the stores."""
    path = tmp_path_factory.mktemp("hostile") / "archive.sqlite"
    fill(path, hostile)
    poison(path)
    return path


@pytest.fixture(scope="session")
def app(archive_path: Path) -> Datasette:
    """The application over the sound archive."""
    return build(archive_path)


@pytest.fixture(scope="session")
def hostile_app(hostile_archive: Path) -> Datasette:
    """The application over the hostile one."""
    return build(hostile_archive)
