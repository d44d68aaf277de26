"""The parser for politik-bei-uns.de against the project's own pages, and against damage.

Each case is a page in the markup of the platform's published source code with invented content, and
what a person read on it: `records` (fields that are null may be left out), `findings` (codes),
`links` (kind, address, target, owner), or `error`.
"""

import json
import random
import re
import string
import time
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.check import check
from harvester.normalize import normalize
from harvester.page import Page, PageError
from harvester.parsers import politik_bei_uns
from harvester.parsers.politik_bei_uns import address, paper_id
from harvester.records import File

ROOT = Path(__file__).parent / "fixtures" / "politik_bei_uns"
CASES = sorted(path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*/page.html"))
BAD = [case for case in CASES if case.startswith("bad/")]
GOOD = [case for case in CASES if case not in BAD]
HEX = "549af4291ae6a008f36dd148"
SITE = "https://politik-bei-uns.de"


def _json(case: str, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROOT / case / name).read_text(encoding="utf-8"))
    return content


def _body(case: str) -> bytes:
    return (ROOT / case / "page.html").read_bytes()


def _parse(body: bytes, url: str) -> Page:
    return normalize(politik_bei_uns.parse(body, url, "pbu"))


@cache
def _page(case: str) -> Page:
    return _parse(_body(case), _json(case, "meta.json")["url"])


def _stated(record: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in record.items() if value is not None}


def test_there_are_cases() -> None:
    assert {case.split("/")[0] for case in CASES} == {"bad", "file_page", "paper"}


@pytest.mark.parametrize("case", CASES)
def test_case_says_why_it_exists(case: str) -> None:
    meta = _json(case, "meta.json")
    assert set(meta) == {"url", "source", "about"}
    assert len(meta["about"]) >= len("Nothing.")


@pytest.mark.parametrize("case", GOOD)
def test_kind_and_parser(case: str) -> None:
    kind = case.split("/", maxsplit=1)[0]
    assert (_page(case).kind, _page(case).parser) == (kind, f"politik_bei_uns.{kind}/1")


@pytest.mark.parametrize("case", GOOD)
def test_records(case: str) -> None:
    """Each with all its fields; those of one type in their order."""
    found = [_stated(record.as_json()) for record in _page(case).records]
    expected = [_stated(record) for record in _json(case, "expected.json")["records"]]
    by_type = itemgetter("record")
    assert sorted(found, key=by_type) == sorted(expected, key=by_type)


@pytest.mark.parametrize("case", GOOD)
def test_findings(case: str) -> None:
    codes = sorted(finding.code for finding in _page(case).findings)
    assert codes == sorted(_json(case, "expected.json")["findings"])


@pytest.mark.parametrize("case", GOOD)
def test_links(case: str) -> None:
    links = [[link.kind, link.url, link.target, link.owner] for link in _page(case).links]
    assert links == _json(case, "expected.json")["links"]
    assert all(link.form is None for link in _page(case).links)


@pytest.mark.parametrize("case", BAD)
def test_bad_page(case: str) -> None:
    with pytest.raises(PageError) as raised:
        _parse(_body(case), _json(case, "meta.json")["url"])
    assert raised.value.code == _json(case, "expected.json")["error"]
    # The message is one readable line.
    assert str(raised.value).strip()
    assert "\n" not in str(raised.value)


def test_text_is_stated_only_where_the_page_shows_some() -> None:
    """Else a page without text would wipe out what was read in the file itself."""
    text = {"text", "text_status", "text_engine"}
    assert text <= _page("file_page/plain").states["file"]
    assert not text & _page("file_page/oparl").states["file"]
    assert "role" not in _page("file_page/plain").states["file"]


def test_a_paper_states_roles_only_where_it_shows_all() -> None:
    assert _page("paper/bochum").states["file"] == {"role"}
    assert _page("paper/plain_links").states["file"] == frozenset()


def test_what_a_form_says_only_fills_what_better_pages_leave_open() -> None:
    page = _page("file_page/form")
    second_hand = {record.record for record in page.records} - {"file"}
    assert dict(page.standing) == dict.fromkeys(second_hand, "text")
    assert not _page("paper/bochum").standing


def test_no_page_says_that_a_file_is_gone() -> None:
    assert not [c for case in GOOD for c in _page(case).children if c.record == "paper_file"]


def test_a_stand_in_serves_the_same_pages() -> None:
    here = "http://127.0.0.1:8080/file/5a0000000000000000000001"
    page = _parse(_body("file_page/plain"), here)
    assert [link.url for link in page.links] == [f"{here}/download"]
    assert page.records[0].id == "pbu/file/5a0000000000000000000001"


def test_too_large_a_page_is_refused() -> None:
    body = _body("file_page/plain").replace(b"1:500", b"1:500 " * 3_500_000)
    with pytest.raises(PageError) as raised:
        _parse(body, _json("file_page/plain", "meta.json")["url"])
    assert raised.value.code == "too_large"


def test_a_long_text_is_kept_whole() -> None:
    body = _body("file_page/plain").replace(b"1:500", b"1:500 " * 200_000)
    file = _parse(body, _json("file_page/plain", "meta.json")["url"]).records[0]
    assert isinstance(file, File)
    assert file.text is not None
    assert file.text.count("1:500") == 200_000


# --- damage


SCRAPS = (
    *("/div></div></div>", "!--", "--> ", "script>", "/html>", "html>", "h1>x</h1>", "nav>"),
    *("h3>Daten</h3>", "a href='http://['>x</a>", "a href='/file/%20/download'>x</a>"),
    *("div id='file-text-raw'>", "div class=row><div>Kommune</div><div>x</div></div>"),
)


def _damaged(body: bytes, rng: random.Random) -> bytes:
    """The page with one to five cuts, flipped bytes, repetitions or scraps of markup."""
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(body) + 1)
        kind = rng.randrange(5)
        if kind == 0 and rng.random() < 0.2:
            body = body[:at]
        elif kind == 1:
            body = body[:at] + bytes(rng.randrange(256) for _ in range(3)) + body[at + 3 :]
        elif kind == 2:
            body = body[:at] + body[at + rng.randrange(400) :]
        elif kind == 3:
            other = rng.randrange(len(body) + 1)
            body = body[:at] + body[other : other + 600] + body[at:]
        else:
            tags = body.split(b"<")
            tags.insert(rng.randrange(len(tags) + 1), rng.choice(SCRAPS).encode())
            body = b"<".join(tags)
    return body


@pytest.mark.parametrize("case", [case for case in CASES if _body(case)])
def test_damaged_pages_give_a_page_error_or_records(case: str) -> None:
    url = _json(case, "meta.json")["url"]
    rng = random.Random(case)
    for _ in range(60):
        try:
            page = _parse(_damaged(_body(case), rng), url)
        except PageError as error:
            assert error.code, case  # noqa: PT017  # either will do
            continue
        check(page)
        for record in page.records:
            assert "" not in record.values().values(), record


@pytest.mark.parametrize("case", ["file_page/keywords", "file_page/form", "paper/bochum"])
def test_a_cut_page_gives_no_record(case: str) -> None:
    url, body = _json(case, "meta.json")["url"], _body(case)
    end = body.rindex(b"</body>")
    for at in range(0, end, 53):
        with pytest.raises(PageError):
            _parse(body[:at], url)


_HOSTILE = [
    *("<h1>", "<h2>", "<h3>Daten", "<h3><b>", "<div class=row>", "<div class=row><div></div>"),
    *(
        "<div class=row><div>Kommune</div><div>B</div></div>",
        "<div id=file-text-raw>",
        "<a ",
        "<p>",
    ),
    *("<div id=header>", "<table class=metadata><tr><td>", "<body class=file-single>", "&#9;"),
    *(f"<a href=/file/{HEX}/download>", f"<a href=/file/{HEX}>", "<h2>Hauptdatei: a</h2>", "<nav>"),
    *("<h3>Inhalt der Datei</h3>", f"<meta property=og:url content=/file/{HEX}>", "<a href=//[>"),
]


@pytest.mark.parametrize("run", _HOSTILE)
@pytest.mark.parametrize("path", ["file", "paper"])
@pytest.mark.parametrize("deep", ["", "<h2>", "<div class=row><div>a</div>"])
def test_hostile_pages_take_linear_time(run: str, path: str, deep: str) -> None:
    head = "<h1>x</h1><h3>Daten</h3><div><div class=row><div>Kommune</div><div>B</div></div>"
    many = deep * 200 + run * (300_000 // len(run))
    body = f"<html><body>{head}{many}</body></html>".encode()
    begin = time.process_time()
    try:
        _parse(body, f"{SITE}/{path}/{HEX}")
    except PageError as error:
        assert error.code in {"unexpected_page", "too_deep", "contradiction"}  # noqa: PT017
    assert time.process_time() - begin < 5


# --- numbers and addresses


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("20140656", "pbu/paper/20140656"),
        ("20102155/1", "pbu/paper/20102155-1"),
        ("Vorlage Nr.: 20102155 / 1", "pbu/paper/20102155-1"),
        ("2014/0656", None),
        ("201406561", None),
        ("20140656/../x", None),
        ("", None),
    ],
)
def test_paper_id(reference: str, expected: str | None) -> None:
    assert paper_id("pbu", reference) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{SITE}/file/{HEX}", ("file_page", HEX)),
        (f"{SITE}/file/{HEX}/", ("file_page", HEX)),
        (f"{SITE}/paper/{HEX}", ("paper", HEX)),
        (f"{SITE}/file/{HEX}/download", ("file", HEX)),
        (f"http://www.politik-bei-uns.de/file/{HEX.upper()}/download/?a=b#c", ("file", HEX)),
        (f"HTTPS://Politik-Bei-Uns.DE:443/paper/{HEX}?q=1", ("paper", HEX)),
        (f" {SITE}/file/{HEX}\n", ("file_page", HEX)),
        (f"https://cdn.politik-bei-uns.de/files/{'0' * 24}/{HEX}/download", ("file", HEX)),
        # not the platform's, not 24 digits, another page, no address
        (f"https://politik-bei-uns.de.example/file/{HEX}", None),
        (f"https://example.org/file/{HEX}", None),
        (f"https://user:pw@politik-bei-uns.de/file/{HEX}", None),
        (f"https://politik-bei-uns.de:8443/file/{HEX}", None),
        (f"ftp://politik-bei-uns.de/file/{HEX}", None),
        (f"{SITE}/file/{HEX[:-1]}", None),
        (f"{SITE}/file/{HEX}0", None),
        (f"{SITE}/file/{HEX[:-1]}g", None),
        (f"{SITE}/file/{'٣' * 24}", None),
        (f"{SITE}/file/{HEX}/view", None),
        (f"{SITE}/file/{HEX}/download/x", None),
        (f"{SITE}/paper/{HEX}/download", None),
        (f"{SITE}/files/{HEX}/download", None),
        (f"{SITE}/x/file/{HEX}", None),
        (f"{SITE}/?file=/file/{HEX}", None),
        (f"{SITE}/", None),
        (f"/file/{HEX}", None),
        (f"politik-bei-uns.de/file/{HEX}", None),
        ("http://[", None),
        ("https://politik-bei-uns.de:x/", None),
        (HEX, None),
        ("", None),
    ],
)
def test_address(url: str, expected: tuple[str, str] | None) -> None:
    assert address(url) == expected


def test_address_on_a_stand_in() -> None:
    base = "http://127.0.0.1:8080/"
    assert address(f"http://127.0.0.1:8080/paper/{HEX}", base) == ("paper", HEX)
    assert address(f"http://127.0.0.1:8081/paper/{HEX}", base) is None
    assert address(f"{SITE}/paper/{HEX}", base) is None


_DIGITS = st.text("0123456789abcdefABCDEF", min_size=24, max_size=24)
_PATHS = [("/file/{}", "file_page"), ("/paper/{}", "paper"), ("/file/{}/download", "file")]


@given(
    st.sampled_from(_PATHS),
    _DIGITS,
    st.sampled_from(["http://", "https://", "HTTP://", "http://www.", "https://WWW."]),
    st.sampled_from(["", "/"]),
    st.text(string.ascii_letters + string.digits + "=&%/", max_size=20),
)
def test_any_spelling_of_an_address_leads_to_the_same(
    path: tuple[str, str], digits: str, before: str, slash: str, query: str
) -> None:
    url = f"{before}politik-bei-uns.de{path[0].format(digits)}{slash}?{query}"
    assert address(url) == (path[1], digits.lower())


@given(
    st.text() | st.builds("{}/file/{}".format, st.just(SITE), st.text(string.hexdigits + "/g.%"))
)
def test_no_address_is_invented(url: str) -> None:
    found = address(url)
    assert found is None or re.fullmatch("[0-9a-f]{24}", found[1])
    assert found is None or found[1] in url.lower()


@given(st.integers(0, 23) | st.integers(25, 60))
def test_another_number_of_digits_is_no_address(count: int) -> None:
    assert address(f"{SITE}/file/{'a' * count}") is None
