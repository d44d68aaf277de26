"""The ALLRIS parsers against the project's own pages (tests/fixtures/allris).

Each case is a page in the structure of real ones with invented content, and what a person read on
it: `records` (fields that are null may be left out), `findings` (codes), for lists and calendars
also `listed` and `links` (those behind which lies a paper or a meeting), or `error`.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from harvester.normalize import normalize
from harvester.page import Page, PageError
from harvester.parsers import allris

ROOT = Path(__file__).parent / "fixtures" / "allris"
CASES = sorted(path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*/page.html"))
BAD = [case for case in CASES if case.startswith("bad/")]
GOOD = [case for case in CASES if case not in BAD]
MEGABYTE = 1 << 20


def _json(case: str, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROOT / case / name).read_text(encoding="utf-8"))
    return content


def _body(case: str) -> bytes:
    return (ROOT / case / "page.html").read_bytes()


@cache
def _page(case: str) -> Page:
    meta = _json(case, "meta.json")
    return normalize(allris.parse(_body(case), meta["url"], meta["source"]))


def stated(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the fields that are null."""
    return {field: value for field, value in record.items() if value is not None}


def by_key(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Records by type and id, without their nulls, in their order."""
    return {f"{record['record']} {record['id']}": stated(record) for record in records}


def test_there_are_cases() -> None:
    kinds = {case.split("/")[0] for case in CASES}
    assert kinds == {
        "agenda_item",
        "bad",
        "calendar",
        "meeting",
        "organization_list",
        "paper",
        "paper_list",
    }


@pytest.mark.parametrize("case", CASES)
def test_case_says_why_it_exists(case: str) -> None:
    meta = _json(case, "meta.json")
    assert set(meta) == {"url", "source", "about"}
    assert len(meta["about"]) > len("Nothing")


@pytest.mark.parametrize("case", GOOD)
def test_kind(case: str) -> None:
    assert _page(case).kind == case.split("/", maxsplit=1)[0]


@pytest.mark.parametrize("case", GOOD)
def test_which_records(case: str) -> None:
    expected = _json(case, "expected.json")["records"]
    found = [f"{record.record} {record.id}" for record in _page(case).records]
    assert sorted(found) == sorted(by_key(expected))


def _expected_records() -> list[Any]:
    """One parameter per record of the good cases, named after case and id."""
    return [
        pytest.param(case, record, id=f"{case}:{record['record']}:{record['id']}")
        for case in GOOD
        for record in _json(case, "expected.json")["records"]
    ]


@pytest.mark.parametrize(("case", "expected"), _expected_records())
def test_record(case: str, expected: dict[str, Any]) -> None:
    found = by_key([record.as_json() for record in _page(case).records])
    assert found.get(f"{expected['record']} {expected['id']}") == stated(expected)


@pytest.mark.parametrize("case", GOOD)
def test_order_of_records_of_a_type(case: str) -> None:
    expected = _json(case, "expected.json")["records"]
    found = [record.as_json() for record in _page(case).records]
    for kind in {record["record"] for record in expected}:
        assert [r["id"] for r in found if r["record"] == kind] == [
            r["id"] for r in expected if r["record"] == kind
        ]


@pytest.mark.parametrize("case", GOOD)
def test_findings(case: str) -> None:
    codes = sorted(finding.code for finding in _page(case).findings)
    assert codes == sorted(_json(case, "expected.json")["findings"])


@pytest.mark.parametrize("case", [c for c in GOOD if "listed" in _json(c, "expected.json")])
def test_listed_and_links(case: str) -> None:
    expected, page = _json(case, "expected.json"), _page(case)
    listed = sorted([entry.record, entry.id, entry.date] for entry in page.listed)
    assert listed == sorted(expected["listed"])
    kinds = {kind for kind, _ in expected["links"]}
    links = sorted([link.kind, link.url] for link in page.links if link.kind in kinds)
    assert links == sorted(expected["links"])


def test_the_last_page_of_the_list_leads_nowhere() -> None:
    assert not [link for link in _page("paper_list/last_page").links if link.kind == "paper_list"]


@pytest.mark.parametrize("case", GOOD)
def test_the_portal_around_is_not_followed(case: str) -> None:
    assert not [link for link in _page(case).links if "/stadt/" in link.url]


@pytest.mark.parametrize("case", BAD)
def test_bad_page(case: str) -> None:
    meta = _json(case, "meta.json")
    with pytest.raises(PageError) as raised:
        allris.parse(_body(case), meta["url"], meta["source"])
    assert raised.value.code == _json(case, "expected.json")["error"]
    # The message is one readable line.
    assert str(raised.value).strip()
    assert "\n" not in str(raised.value)


def test_too_large_page_is_refused_before_it_is_parsed() -> None:
    meta = _json("paper/bare", "meta.json")
    body = _body("paper/bare").replace(b"<hr />", b"<hr />" + b"<p>x</p>" * (3 * MEGABYTE))
    with pytest.raises(PageError) as raised:
        allris.parse(body, meta["url"], meta["source"])
    assert raised.value.code == "too_large"


@pytest.mark.parametrize("case", ["paper/everything", "meeting/everything", "calendar/classic"])
def test_three_hundred_tables_around_the_page_change_nothing(case: str) -> None:
    meta, body = _json(case, "meta.json"), _body(case)
    start, end = b'<div id="content">', b"</body>"
    assert body.count(start) == 1
    nested = body.replace(start, b"<table><tr><td>" * 300 + start)
    at = nested.rindex(end)
    nested = nested[:at] + b"</td></tr></table>" * 300 + nested[at:]
    page = normalize(allris.parse(nested, meta["url"], meta["source"]))
    assert [r.as_json() for r in page.records] == [r.as_json() for r in _page(case).records]
    assert page.listed == _page(case).listed


def test_the_same_page_in_utf8_and_windows_1252_gives_the_same_records() -> None:
    meta, body = _json("paper/everything", "meta.json"), _body("paper/everything")
    recoded = body.decode("windows-1252").encode()
    assert recoded != body
    page = normalize(allris.parse(recoded, meta["url"], meta["source"]))
    assert page.records == _page("paper/everything").records


def test_every_cut_of_a_page_is_noticed() -> None:
    """Wherever the connection breaks, half of the page is not taken as all of it.

    A cut right behind a nested document looks like a page that ends without closing its frame
    (saved pages do); that must be said at least.
    """
    meta, body = _json("paper/everything", "meta.json"), _body("paper/everything")
    whole = [record.as_json() for record in _page("paper/everything").records]
    cuts = {*range(0, len(body), 97), *(match.end() for match in re.finditer(b"</html>", body))}
    for at in sorted(cuts):
        try:
            page = normalize(allris.parse(body[:at], meta["url"], meta["source"]))
        except PageError:
            continue
        if [record.as_json() for record in page.records] != whole:
            assert "not_closed" in {finding.code for finding in page.findings}, at
