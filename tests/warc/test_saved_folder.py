"""Folders of saved pages: where each file's address and date come from."""

import os
from pathlib import Path

import pytest

from harvester.warc import Response
from harvester.warc.saved import read_saved

PAGE = b"<html><p>Vorlage</p></html>"
HOST = "ris.musterstadt.example"
URL = f"https://{HOST}/allris/vo020.asp?VOLFDNR=5103"
#: 2012-03-04T05:06:07Z
CHANGED = 1330837567
COPIED = "2012-03-04T05:06:07Z"
WAYBACK = f"https://web.archive.org/web/20120304050607id_/http://{HOST}/a.asp?x=1"


class Saved:
    """A folder, filled and read."""

    def __init__(self, folder: Path, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, (CHANGED, CHANGED))
        self.problems: list[str] = []
        self.pages = list(read_saved(folder, self.problems.append))
        self.urls = [page.url for page in self.pages]


def mark(url: str) -> bytes:
    return (
        b"<!DOCTYPE html>\r\n<!-- saved from url=(%04d)%s -->\r\n" % (len(url), url.encode()) + PAGE
    )


def test_the_mark_of_the_browser(tmp_path: Path) -> None:
    saved = Saved(tmp_path, {"Vorlage.html": mark(URL)})
    assert saved.problems == []
    assert saved.pages == [
        Response(
            url=URL,
            method="GET",
            form=None,
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=mark(URL),
            retrieved_at="2012-03-04T05:06:07Z",
        )
    ]


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (b"<!-- saved from url=(0030)http://x.example/a-%2Db?c=1 -->", "http://x.example/a--b?c=1"),
        (b" " * 1900 + mark(URL), URL),
        (b" " * 2048 + mark(URL), None),
        (b"<!-- saved from url=(0014)about:internet -->", None),
        (b"<!-- saved from url=(0014)file:///C:/a.html -->", None),
        # neither of these says where the file was saved from
        (f'<html><link rel="canonical" href="{URL}"><base href="{URL}">'.encode(), None),
        (b"", None),
    ],
)
def test_marks(tmp_path: Path, head: bytes, url: str | None) -> None:
    saved = Saved(tmp_path, {"a.html": head})
    assert saved.urls == ([url] if url else [])
    if url is None:
        assert saved.problems == [
            "a.html is not read, as nothing tells its address; name it in a file addresses.csv."
        ]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        (f"{HOST}/allris/vo020.asp?VOLFDNR=5103", f"http://{HOST}/allris/vo020.asp?VOLFDNR=5103"),
        (f"{HOST}/allris/vo020.asp@VOLFDNR=5103", f"http://{HOST}/allris/vo020.asp?VOLFDNR=5103"),
        (f"{HOST}/vo020.asp@VOLFDNR=5103&a=b@c.html", f"http://{HOST}/vo020.asp?VOLFDNR=5103&a=b@c"),
        (f"{HOST}/vo020.asp?VOLFDNR=5103.html", f"http://{HOST}/vo020.asp?VOLFDNR=5103"),
        (f"{HOST}/si010_e.asp.html", f"http://{HOST}/si010_e.asp"),
        (f"{HOST}/hilfe.html", f"http://{HOST}/hilfe.html"),
        (f"{HOST}/a@b.html", f"http://{HOST}/a@b.html"),
        (f"{HOST}/a b/ü%2F100%.asp?x=ß y", f"http://{HOST}/a%20b/%C3%BC%2F100%25.asp?x=%C3%9F%20y"),
        (f"{HOST}/a#b.asp?x=1#?2", f"http://{HOST}/a%23b.asp?x=1%23%3F2"),
        (f"2012/mirror.old/{HOST}+8080/a.asp@x=1", None),
        (f"2012/mirror/{HOST}+8080/a.asp@x=1", f"http://{HOST}:8080/a.asp?x=1"),
        ("127.0.0.1:8080/a.asp?x=1", "http://127.0.0.1:8080/a.asp?x=1"),
        (f"https/{HOST}/a.asp?x=1", f"https://{HOST}/a.asp?x=1"),
        # the registry knows the scheme of its hosts, and which of two is one
        ("session.bochum.de/bi/vo0050.asp?__kvonr=7", "https://session.bochum.de/bi/vo0050.asp?__kvonr=7"),
        ("old.mirror/session.bochum.de/bi/vo0050.asp?__kvonr=7", "https://session.bochum.de/bi/vo0050.asp?__kvonr=7"),
        ("pages/vo020.asp?VOLFDNR=5103", None),
        ("Vorlage.files/header.htm", None),
        (f"{HOST}", None),
        (f"web.archive.org/web/20120304050607id_/http:/{HOST}/a.asp?x=1", f"http://{HOST}/a.asp?x=1"),
        (f"web.archive.org/web/20120304050607/https%3A/{HOST}/a.asp@x=1", f"https://{HOST}/a.asp?x=1"),
    ],
)  # fmt: skip
def test_mirrors(tmp_path: Path, path: str, url: str | None) -> None:
    saved = Saved(tmp_path, {path: PAGE})
    assert saved.urls == ([url] if url else [])
    assert len(saved.problems) == (url is None)


def test_the_folder_of_a_host(tmp_path: Path) -> None:
    saved = Saved(tmp_path / HOST, {"allris/a.asp?x=1": PAGE})
    assert saved.urls == [f"http://{HOST}/allris/a.asp?x=1"]


@pytest.mark.parametrize(
    ("url", "original", "date"),
    [
        (WAYBACK, f"http://{HOST}/a.asp?x=1", COPIED),
        (WAYBACK.replace("id_", "if_"), f"http://{HOST}/a.asp?x=1", COPIED),
        (WAYBACK.replace("id_", ""), f"http://{HOST}/a.asp?x=1", COPIED),
        (WAYBACK.replace("/http://", "/https:/"), f"https://{HOST}/a.asp?x=1", COPIED),
        (WAYBACK.replace("20120304050607", "2012"), None, None),
        (WAYBACK.replace("20120304050607", "20129904050607"), None, None),
        ("https://web.archive.org/about", None, None),
        (f"https://{HOST}/web/20120304050607/", f"https://{HOST}/web/20120304050607/", None),
    ],
)  # fmt: skip
def test_copies_of_the_wayback_machine(
    tmp_path: Path, url: str, original: str | None, date: str | None
) -> None:
    """The date is that of the copy, whenever the file was saved."""
    later = CHANGED + 86400
    path = tmp_path / "a.html"
    path.write_bytes(mark(url))
    os.utime(path, (later, later))
    problems: list[str] = []
    pages = [(page.url, page.retrieved_at) for page in read_saved(tmp_path, problems.append)]
    assert pages == ([(original, date or "2012-03-05T05:06:07Z")] if original else [])
    if original is None:
        assert problems == [
            f"a.html is not read: {url} does not tell what it is a copy of, and of when."
        ]


NOON = "2012-03-04T11:00:00Z"  # of a winter's day in Germany
TABLES = [
    (f"a.html,{URL}\nb.pdf,{URL}&b=1,2012-03-04\n".encode(), NOON),
    (
        f"Datei;Adresse;Datum\r\na.html;{URL};\r\nb.pdf;{URL}&b=1;04.03.2012\r\n".encode(
            "utf-8-sig"
        ),
        NOON,
    ),
    (
        f"file\taddress\na.html\t{URL}\nb.pdf\t{URL}&b=1\t4.3.2012 13:00 Uhr\n".encode("utf-16"),
        "2012-03-04T12:00:00Z",
    ),
    (
        f'"a.html";"{URL}"\n"b.pdf";"{URL}&b=1";"2012-03-04T12:00:01Z"\n'.encode(),
        "2012-03-04T12:00:01Z",
    ),
    (
        f"./a.html,{URL}\n\n .\\b.pdf , {URL}&b=1 , 2012-03-04T13:00:02+01:00 ,,\n".encode(),
        "2012-03-04T12:00:02Z",
    ),
]


@pytest.mark.parametrize("name", ["addresses.csv", "addresses.txt"])
@pytest.mark.parametrize(("table", "time"), TABLES)
def test_tables(tmp_path: Path, name: str, table: bytes, time: str) -> None:
    saved = Saved(tmp_path, {name: table, "a.html": PAGE, "b.pdf": b"%PDF-1.4"})
    assert saved.problems == []
    assert [(page.url, page.media_type, page.retrieved_at) for page in saved.pages] == [
        (URL, "text/html", "2012-03-04T05:06:07Z"),
        (URL + "&b=1", "application/pdf", time),
    ]


def test_the_table_comes_first(tmp_path: Path) -> None:
    """Before the mark, and before the path; an umlaut is one however it is written."""
    saved = Saved(tmp_path, {
        "addresses.csv": f"U\u0308bersicht.html;{URL}&t=1\n{HOST}\\b.asp;{URL}&t=2\n".encode(),
        "\u00dcbersicht.html": mark(URL),
        f"{HOST}/b.asp": PAGE,
        f"{HOST}/c.asp": mark(URL),
    })  # fmt: skip
    assert saved.problems == []
    assert sorted(saved.urls) == [URL, URL + "&t=1", URL + "&t=2"]


def test_rows_that_are_none(tmp_path: Path) -> None:
    table = (
        f"a.html,{URL}\nb.html,see above\nc.html,{URL},yesterday\nd.html,{URL},2012-03-04,x\n"
        f"e.html,{URL}\n../f.html,{URL}\n"
    )
    files = {f"{name}.html": mark(URL) for name in "abcd"}
    saved = Saved(tmp_path / "pages", {"addresses.csv": table.encode(), **files})
    assert saved.urls == [URL]
    rows = [problem for problem in saved.problems if problem.startswith("addresses.csv: row ")]
    assert [problem.split()[2] for problem in rows] == ["2", "3", "4"]
    # and what else these files say of themselves is not taken in the place of it
    assert saved.problems[3:] == [
        f"{name} is named in the table of addresses, but not in the folder."
        for name in ("../f.html", "e.html")
    ]


def test_what_lies_beside_the_pages(tmp_path: Path) -> None:
    """Pictures and scripts are no pages, wherever they come from; WARC files are read elsewhere."""
    names = ("logo.png", "Vorlage-Dateien/style.css", f"{HOST}/script.js", ".DS_Store", "a.warc.gz")
    saved = Saved(tmp_path, {**dict.fromkeys(names, b"x"), "a.html": mark(URL)})
    assert (saved.urls, saved.problems) == ([URL], [])


def test_links_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_bytes(mark(URL + "&secret"))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "b.html").write_bytes(mark(URL + "&secret"))
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / "inside.html").symlink_to(folder / "a.html")
    (folder / "loop").symlink_to(folder)
    (folder / "dead.html").symlink_to(folder / "nothing.html")
    saved = Saved(folder, {"a.html": mark(URL)})
    assert saved.urls == [URL, URL]
    assert saved.problems == ["link.html is a link out of the folder; it is not read."]


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "a.html").open("wb") as file:
        file.write(mark(URL))
        file.truncate(100_000_001)
    saved = Saved(tmp_path, {"b.html": mark(URL)})
    assert saved.urls == [URL]
    assert saved.problems == ["a.html is larger than 100000000 bytes; it is not read."]


def test_the_oldest_comes_first(tmp_path: Path) -> None:
    table = f"a.html,{URL}&a,2014-01-01\nb.html,{URL}&b,2013-01-01\nc.html,{URL}&c\n"
    files = dict.fromkeys(("a.html", "b.html", "c.html"), PAGE)
    saved = Saved(tmp_path, {"addresses.csv": table.encode(), **files})
    assert saved.urls == [f"{URL}&c", f"{URL}&b", f"{URL}&a"]
