"""The registry of sources."""

import pytest

from harvester.sources import load_sources, source_of


@pytest.mark.parametrize(
    "url",
    [
        "https://www.herne.de/allris/vo020.asp?VOLFDNR=7442",
        "http://www.herne.de/Rathaus/Politik/Ratsinformationssystem/to010.asp?SILFDNR=1",
        "https://herne.allris.net/bi/si010.asp",
    ],
)
def test_old_and_new_addresses_belong_to_herne(url: str) -> None:
    source = source_of(url)
    assert source is not None
    assert source.id == "herne"


@pytest.mark.parametrize(
    "url", ["https://www.herne.de/kultur/", "https://example.org/allris/", "x"]
)
def test_other_addresses_are_strangers(url: str) -> None:
    assert source_of(url) is None


def test_every_source_has_what_a_crawl_needs() -> None:
    for source in load_sources().values():
        assert source.base_url.startswith("https://")
        assert source.base_url.endswith("/")
        assert source.body_name
