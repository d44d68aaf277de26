"""Files of addresses for politik-bei-uns.de, as people write them."""

import codecs
from pathlib import Path

import pytest

from spiders.politik_bei_uns import PolitikBeiUnsSpider, load_addresses

BASE = "https://politik-bei-uns.de/"
FIRST, SECOND = "549af4291ae6a008f36dd148", "549af4291ae6a008f36dd149"
LINES = f"# für Bochum\r\n\r\n{BASE}file/{FIRST}\r\n{BASE}paper/{SECOND}?page=2\r\n"
NAMED = [("file_page", FIRST), ("paper", SECOND)]


@pytest.fixture
def urls(tmp_path: Path) -> Path:
    return tmp_path / "adressen.txt"


@pytest.mark.parametrize(
    "body",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + LINES.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + LINES.encode("utf-16-be"),
        LINES.encode("windows-1252"),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "windows-1252"],
)
def test_what_editors_write_is_read(urls: Path, body: bytes) -> None:
    urls.write_bytes(body)
    assert load_addresses(urls, BASE) == NAMED
    assert PolitikBeiUnsSpider(urls=str(urls))._addresses == NAMED


def test_a_mark_before_the_first_address_is_none_of_it(urls: Path) -> None:
    urls.write_text(f"{FIRST}\n{BASE}file/{FIRST}/download", encoding="utf-8-sig")
    assert load_addresses(urls, BASE) == [("file_page", FIRST), ("file", FIRST)]


def test_each_is_named_once_in_order(urls: Path) -> None:
    urls.write_text(f"{SECOND}\n{FIRST.upper()}\nhttp://127.0.0.1:8000/file/{SECOND}\n{FIRST}\n")
    found = load_addresses(urls, "http://127.0.0.1:8000/")
    assert found == [("file_page", SECOND), ("file_page", FIRST)]


@pytest.mark.parametrize(
    "line",
    [
        f"{BASE}file/{FIRST}?x {BASE}file/{SECOND}",
        f"{BASE}file/{FIRST}?x\t{SECOND}",
        f"{BASE}file/{FIRST}?x\xa0{SECOND}",
        f"{BASE}file/{FIRST}?x;{BASE}file/{SECOND}",
        f"{FIRST} {SECOND}",
    ],
)
def test_two_on_a_line_are_an_error(urls: Path, line: str) -> None:
    urls.write_text(f"# a list\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"adressen\.txt: line 2 holds more than one address"):
        load_addresses(urls, BASE)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "is no text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8), "is no text file"),
        (b"\xff\xfea", "is no text file"),
        (b"\n\nwww\n", "line 3 is no address of the platform: www"),
        (b"# nothing\n", "names no address"),
        (b"", "names no address"),
    ],
)
def test_what_is_no_list_of_addresses(urls: Path, body: bytes, said: str) -> None:
    urls.write_bytes(body)
    with pytest.raises(ValueError, match=said) as error:
        load_addresses(urls, BASE)
    assert "\n" not in str(error.value)
    with pytest.raises(ValueError, match=said):
        PolitikBeiUnsSpider(urls=str(urls))


def test_a_folder_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.txt"):
        with pytest.raises(ValueError, match="cannot be read"):
            load_addresses(path, BASE)
