"""A browser, and the application on a port of this machine over archives made for it."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from datasette.app import Datasette
from web.page_samples import changed
from web.samples import fill, hostile, poison

from browser.long_content import STATEMENTS
from browser.tabs import Tabs
from harvester.web.app import build

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
)
_MISSING = "no Chromium; tests/browser/install.sh gets one"


@pytest.fixture(scope="module")
def tabs() -> Iterator[Tabs]:
    """A browser's tabs; the tests are skipped where there is no browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as found:
        path = next(filter(None, map(shutil.which, _NAMES)), found.chromium.executable_path)
        if not Path(path).exists():
            pytest.skip(_MISSING)
        browser = found.chromium.launch(executable_path=path, args=list(_OPTIONS))
        try:
            yield Tabs(browser)
        finally:
            browser.close()


@contextmanager
def _served(app: Datasette) -> Iterator[str]:
    """The application's address on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app.app(), log_level="error", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive()
            assert time.monotonic() < until
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application over a sound archive with long content."""
    with _served(changed(tmp_path_factory.mktemp("sound"), *STATEMENTS)) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application over a hostile archive."""
    path = tmp_path_factory.mktemp("hostile") / "archive.sqlite"
    fill(path, hostile)
    poison(path)
    with _served(build(path)) as address:
        yield address
