"""The registry of sources."""

import pytest

from harvester.page import Page
from harvester.records import Organization, Paper
from harvester.sources import base, load_sources, source_of


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


def test_a_source_names_the_municipality_of_what_its_pages_gave() -> None:
    page = Page(url="u", kind="paper", parser="allris.paper/1")
    page.records += [Paper(id="herne/paper/1"), Organization(id="herne/organization/1")]
    load_sources()["herne"].claim(page)
    assert [record.values()["body_id"] for record in page.records] == ["herne", "herne"]


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://Town.example/allris", "https://town.example/allris/"),
        ("http://127.0.0.1:8000/a/b/", "http://127.0.0.1:8000/a/b/"),
        ("https://town.example", "https://town.example/"),
    ],
)
def test_a_base_address_has_one_form(given: str, taken: str) -> None:
    assert base(given) == taken


@pytest.mark.parametrize(
    "given",
    ["town.example", "ftp://town.example/", "https://", "https://user:secret@town.example/"],
)
def test_what_is_no_base_address(given: str) -> None:
    with pytest.raises(ValueError, match="address") as error:
        base(given)
    assert "secret" not in str(error.value)
