"""Shared by the tests: the corpus beside the repository, the archive of the demo."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sharing import made_once

pytest.register_assert_rewrite("corpus.checks")

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages; tests that need it are skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip("no corpus beside the repository (../shared/corpus)")
    return CORPUS


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that `harvester demo` writes, alone in its folder, made by the command line.

    It is for reading; who writes copies the folder.
    """
    return made_once(tmp_path_factory, "demo-archive", _make_demo) / "archive.sqlite"


def _make_demo(folder: Path) -> None:
    from harvester.standin import (  # only some tests need it
        StandInSite,
        bochum_world,
        demo_world,
        platform_world,
    )

    archive = folder / "archive.sqlite"
    with StandInSite(demo_world()) as site:
        _crawl(site.base_url, archive, "herne", "--since", "2009-06-01", "--until", "2009-06-30")
    with StandInSite(bochum_world()) as site:
        _crawl(site.base_url, archive, "bochum", "--since", "2014-03-01", "--until", "2014-06-30")
    with StandInSite(platform_world()) as site, tempfile.TemporaryDirectory() as elsewhere:
        addresses = Path(elsewhere) / "addresses.txt"
        addresses.write_text("\n".join(platform_world().addresses(site.base_url)))
        _crawl(site.base_url, archive, "politik-bei-uns", "--urls", str(addresses))


def _crawl(base_url: str, archive: Path, source: str, *options: str) -> None:
    command = [sys.executable, "-m", "harvester", "crawl", source, "--archive", str(archive)]
    command += ["--base-url", base_url, "--delay", "0", *options]
    crawled = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert crawled.returncode == 0, crawled.stderr
