"""The registry of sources."""

from pathlib import Path

import pytest

from harvester.expectations import Expectations
from harvester.page import Page
from harvester.records import Organization, Paper
from harvester.sources import Source, SourcesError, base, load_sources, source_of


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
        assert source.base_url.startswith(("https://", "http://"))
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


# What is expected of a source

REGISTRY = """
[body.town]
name = "Stadt Town"

[source.town]
body = "town"
system = "allris"
base_url = "https://ris.example/"
"""


def registry(tmp_path: Path, expects: str) -> Source:
    path = tmp_path / "sources.toml"
    path.write_text(f"{REGISTRY}{expects}\n", encoding="utf-8")
    return load_sources(path)["town"]


def test_expectations_are_read(tmp_path: Path) -> None:
    table = """
    [source.town.expects]
    meetings_per_month = 4
    quiet_months = [7, 8]
    quiet_once = ["2025-10"]
    steps_with_date = 0.5
    unknown_phrases = 0
    """
    expects = registry(tmp_path, table).expects
    assert expects == Expectations(
        meetings_per_month=4,
        quiet_months=frozenset((7, 8)),
        quiet_once=frozenset(("2025-10",)),
        steps_with_date=0.5,
        unknown_phrases=0,
    )
    assert (expects.gone_share, expects.gone_after) == (0.05, 3)
    months = ("2025-07", "2025-09", "2025-10", "2026-10")
    assert [expects.quiet(month) for month in months] == [True, False, True, False]


def test_a_source_need_not_have_expectations(tmp_path: Path) -> None:
    assert registry(tmp_path, "").expects is None


def test_each_living_source_has_expectations_and_a_retired_one_none() -> None:
    for source in load_sources().values():
        assert (source.expects is None) == (source.retired_at is not None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("meeting_per_month = 4", "there is no expectation 'meeting_per_month'"),
        ("meetings_per_month = -1", "meetings_per_month is -1; it must be a number from 0"),
        ('meetings_per_month = "4"', "meetings_per_month is '4'"),
        ("meetings_per_month = true", "meetings_per_month is True"),
        ("meetings_per_month = nan", "meetings_per_month is nan"),
        ("steps_with_date = 50", "steps_with_date is 50; it must be a number from 0 to 1"),
        ("unknown_phrases = 2.5", "unknown_phrases is 2.5; it must be a whole number"),
        ("gone_after = 0", "gone_after is 0; it must be a whole number from 1"),
        ("gone_share = inf", "gone_share is inf"),
        ("quiet_months = [0]", "quiet_months is [0]; it must be a list of months, 1 to 12"),
        ("quiet_months = [true]", "quiet_months is [True]"),
        ("quiet_months = 7", "quiet_months is 7"),
        ('quiet_months = ["July"]', "quiet_months is ['July']"),
        ("quiet_once = [10]", 'quiet_once is [10]; it must be a list of months, such as "2025-10"'),
        ('quiet_once = ["2025-13"]', "quiet_once is ['2025-13']"),
    ],
)
def test_a_wrong_expectation_is_named_with_its_source(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(SourcesError) as error:
        registry(tmp_path, f"[source.town.expects]\n{line}")
    assert f"source.town.expects: {said}" in str(error.value)


def test_expectations_are_a_table(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match=r"source\.town\.expects is no table"):
        registry(tmp_path, "expects = 4")
