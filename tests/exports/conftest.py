"""Archives to export: all that `harvester demo` harvests, crawled once for all tests here."""

from pathlib import Path

import pytest
from crawl.helpers import JUNE, crawl

from harvester.standin import StandInSite, bochum_world, demo_world, platform_world

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "oparl-1.1"
SPRING = ("2014-03-01", "2014-06-30")


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's archive with its documents; a test that changes it changes a copy."""
    folder = tmp_path_factory.mktemp("demo")
    archive = folder / "archive.sqlite"
    with StandInSite(demo_world()) as site:
        crawl(site, archive, JUNE, documents=True)
    with StandInSite(bochum_world()) as site:
        crawl(site, archive, SPRING, spider="bochum", documents=True)
    platform = platform_world()
    with StandInSite(platform) as site:
        urls = folder / "addresses.txt"
        urls.write_text("\n".join(platform.addresses(site.base_url)))
        spider = "politik_bei_uns"
        crawl(site, archive, (None, None), spider=spider, documents=True, urls=urls)
    return archive


@pytest.fixture(scope="session")
def oparl_schemas() -> Path:
    """The folder with OParl's schemas; tests that need it are skipped where it is absent."""
    if not SCHEMAS.is_dir():
        pytest.skip("no schemas beside the repository (../shared/oparl-1.1)")
    return SCHEMAS
