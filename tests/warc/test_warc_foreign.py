"""Files of other programs, made by hand, with what is odd or broken in them."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.warc import convert, framing, payload
from warc.samples import URL, Read, answer, members, read_bytes, record

PAGE = b"<html><p>Gr\xfc\xdfe</p></html>"
OTHER = "https://www.musterstadt.example/allris/to010.asp?SILFDNR=77"
DATE = "2012-03-04T05:06:07Z"


def zipped(body: bytes) -> bytes:
    """The same bytes each time: they are in the names of tests."""
    return gzip.compress(body, mtime=0)


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


def chunked(body: bytes, size: int = 7) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_a_plain_file(tmp_path: Path) -> None:
    content = record("warcinfo", f"WARC-Date: {DATE}", b"software: another\r\n") + answer(PAGE)
    read = read_bytes(tmp_path, content)
    assert read.problems == []
    (page,) = read.found  # a run of others is none of ours
    assert page == read.responses[0]
    assert (page.url, page.method, page.form, page.status) == (URL, "GET", None, 200)
    assert (page.body, page.retrieved_at, page.media_type) == (PAGE, DATE, "text/html")
    assert (page.kind, page.target, page.owner, page.run) == (None, None, None, None)
    assert page.place is not None
    at = content.index(b"WARC/1.0\r\nWARC-Type: response")
    # without the two empty lines behind it
    assert (page.place.offset, page.place.length) == (at, len(content) - at - 4)


def test_a_member_for_each_record(tmp_path: Path) -> None:
    first, second = answer(b"<p>1</p>"), answer(b"<p>2</p>")
    read = read_bytes(tmp_path, members(first, second), "a.warc.gz")
    assert read.bodies == [b"<p>1</p>", b"<p>2</p>"]
    place = read.responses[1].place
    assert place is not None
    assert (place.file, place.offset) == ("a.warc.gz", len(zipped(first)))
    assert place.length == len(zipped(second))


def test_one_gzip_stream_of_all_records(tmp_path: Path) -> None:
    """Not what the standard asks for, but `gzip a.warc` makes it."""
    content = zipped(answer(b"<p>1</p>") + answer(b"<p>2</p>") + answer(b"<p>3</p>"))
    read = read_bytes(tmp_path, content, "a.warc.gz")
    assert read.bodies == [b"<p>1</p>", b"<p>2</p>", b"<p>3</p>"]
    assert read.problems == []
    # none can be read by itself
    assert [page.place for page in read.responses] == [None] * 3


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Encoding: gzip\r\n", zipped(PAGE)),
        (b"content-encoding: X-GZIP\r\n", zipped(PAGE[:9]) + zipped(PAGE[9:])),
        (b"Content-Encoding: gzip\r\n", zipped(PAGE) + b"garbage"),
        (b"Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        (b"Content-Encoding: deflate\r\n", raw_deflate(PAGE)),
        (b"Content-Encoding: br\r\n", brotli.compress(PAGE)),
        (b"Content-Encoding: identity\r\n", PAGE),
        (b"Content-Encoding: deflate, gzip\r\n", zipped(zlib.compress(PAGE))),
        (b"Transfer-Encoding: chunked\r\n", chunked(PAGE)),
        (b"Transfer-Encoding: chunked\r\n", b"1f;x=y\r\n%s\r\n0\r\nX: 1\r\n\r\n" % PAGE.ljust(31)),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(zipped(PAGE))),
        # stored decoded, under the head of the wire
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", PAGE),
        (b"Content-Encoding: br\r\n", PAGE),
        (b"Content-Encoding: zstd\r\n", b"\xef\xbb\xbf" + PAGE),
        (b"Content-Length: 9999\r\n", PAGE),
    ],
)
def test_bodies_of_the_wire(tmp_path: Path, headers: bytes, body: bytes) -> None:
    read = read_bytes(tmp_path, answer(body, headers))
    assert read.problems == []
    assert [page.strip(b" \xef\xbb\xbf") for page in read.bodies] == [PAGE]


@pytest.mark.parametrize(
    ("headers", "body", "problem"),
    [
        (b"Content-Encoding: gzip\r\n", zipped(PAGE * 9)[:-9], "a body that is cut off"),
        (b"Content-Encoding: gzip\r\n", b"\x1f\x8b\x08" + PAGE, "a body that is damaged"),
        (b"Content-Encoding: deflate\r\n", b"\xff" * 40, "a body that is damaged"),
        (b"Content-Encoding: br\r\n", brotli.compress(PAGE * 9)[:-3], "a body that is cut off"),
        (b"Content-Encoding: br\r\n", b"\xff" * 40, "a body that cannot be decompressed"),
        (
            b"Content-Encoding: zstd\r\n",
            b"\x28\xb5\x2f\xfd..",
            "the code 'zstd', which is not known",
        ),
        (b"Transfer-Encoding: chunked\r\n", chunked(PAGE)[:-9], "a body that is cut off"),
        (b"Transfer-Encoding: chunked\r\n", chunked(PAGE)[:-5], "a body that is cut off"),
    ],
)
def test_what_cannot_be_decoded(tmp_path: Path, headers: bytes, body: bytes, problem: str) -> None:
    read = read_bytes(tmp_path, answer(body, headers) + answer(PAGE))
    assert read.bodies == [PAGE]
    (said,) = read.problems
    assert said.startswith("The record at byte 0 of foreign.warc has ")
    assert problem in said


@pytest.fixture
def megabyte(monkeypatch: pytest.MonkeyPatch) -> int:
    """The limit of a body, lowered so that the tests are quick."""
    for module in (framing, payload, convert):
        monkeypatch.setattr(module, "MAX_BYTES", 1_000_000)
    return 1_000_000


TOO_LARGE = "is larger than 1000000 bytes; it is not read."


@pytest.mark.parametrize("compress", [zipped, zlib.compress, brotli.compress])
def test_a_bomb(tmp_path: Path, compress: Callable[[bytes], bytes], megabyte: int) -> None:
    """Some hundred bytes that would be more than is allowed; what is just allowed is read."""
    code = {zipped: b"gzip", zlib.compress: b"deflate"}.get(compress, b"br")
    headers = b"Content-Encoding: " + code + b"\r\n"
    large, fitting = (compress(bytes(size)) for size in (megabyte + 1, megabyte))
    read = read_bytes(tmp_path, answer(large, headers) + answer(fitting, headers))
    assert read.bodies == [bytes(megabyte)]
    assert read.problems == [f"The record at byte 0 of foreign.warc {TOO_LARGE}"]


def test_a_body_that_is_too_large(tmp_path: Path, megabyte: int) -> None:
    """Be it a little, which is seen when it is read, or so much that it is not loaded."""
    for size in (megabyte + 1, 6 * megabyte):
        large = answer(bytes(size))
        for name, content in (
            ("a.warc", large + answer(PAGE)),
            ("b.warc.gz", members(large, answer(PAGE))),
        ):
            read = read_bytes(tmp_path, content, name)
            assert read.bodies == [PAGE]
            assert read.problems == [f"The record at byte 0 of {name} {TOO_LARGE}"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2012-03-04T05:06:07Z", "2012-03-04T05:06:07Z"),
        ("2012-03-04T05:06:07.123456Z", "2012-03-04T05:06:07Z"),
        ("2012-03-04T05:06:07.123456789Z", "2012-03-04T05:06:07Z"),
        ("2012-03-04T05:06:07+02:00", "2012-03-04T03:06:07Z"),
        ("2012-03-04T00:06:07.5+0100", "2012-03-03T23:06:07Z"),
        ("2012-03-04T05:06Z", "2012-03-04T05:06:00Z"),
        ("2012-03-04T05:06:07", "2012-03-04T05:06:07Z"),
    ],
)
def test_dates(tmp_path: Path, date: str, expected: str) -> None:
    (page,) = read_bytes(tmp_path, answer(PAGE, date=date)).responses
    assert page.retrieved_at == expected


@pytest.mark.parametrize("date", ["", "yesterday", "0001-01-01T00:00:00+14:00"])
def test_without_a_date(tmp_path: Path, date: str) -> None:
    """The server's own clock stands in; without that, there is no telling."""
    said = b"Date: Sun, 04 Mar 2012 06:06:07 +0100\r\n"
    read = read_bytes(tmp_path, answer(b"<p>1</p>", said, date=date) + answer(PAGE, date=date))
    assert [(page.body, page.retrieved_at) for page in read.responses] == [(b"<p>1</p>", DATE)]
    (problem,) = read.problems
    assert "does not say when the response came" in problem


@pytest.mark.parametrize("status", [b"HTTP/1.0 404 Not Found", b"HTTP/2 404", b"HTTP/1.1\t404 "])
def test_status_lines(tmp_path: Path, status: bytes) -> None:
    (page,) = read_bytes(tmp_path, answer(PAGE, status=status)).responses
    assert (page.status, page.body) == (404, PAGE)


def test_bare_line_feeds_and_folded_headers(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\nX-A: 1\n\t2\nno header\nX-B:\xfc \n\n" + PAGE
    (page,) = read_bytes(
        tmp_path, record("response", f"WARC-Target-URI: <{URL}>\nWARC-Date: {DATE}", block)
    ).responses
    assert page.headers == (("X-A", "1 2"), ("X-B", "ü"))
    assert (page.url, page.body) == (URL, PAGE)


def test_resources_are_pages_without_a_head(tmp_path: Path) -> None:
    stated = f"WARC-Target-URI: {URL}\nWARC-Date: {DATE}\nContent-Type: application/pdf"
    log = f"WARC-Target-URI: <metadata://gnu.org/software/wget/warc/wget.log>\nWARC-Date: {DATE}"
    read = read_bytes(
        tmp_path, record("resource", stated, b"%PDF-1.4") + record("resource", log, b"GET")
    )
    (page,) = read.responses
    assert (page.url, page.status, page.body) == (URL, 200, b"%PDF-1.4")
    assert page.headers == (("Content-Type", "application/pdf"),)
    assert read.problems == []


def test_what_is_no_answer_of_a_server(tmp_path: Path) -> None:
    dns = f"WARC-Target-URI: dns:musterstadt.example\nWARC-Date: {DATE}\nContent-Type: text/dns"
    noted = f"WARC-Target-URI: {URL}\nWARC-Date: {DATE}"
    content = b"".join((
        record("response", dns, b"20120304050607\n"),
        record("metadata", noted, b"harvester-run: x\r\n"),
        record("conversion", noted, b"text"),
        answer(PAGE),
    ))  # fmt: skip
    read = read_bytes(tmp_path, content)
    assert read.found == read.responses
    assert read.bodies == [PAGE]
    assert read.problems == []


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (answer(PAGE, more="WARC-Truncated: length\n"), "holds a part of a response only"),
        (answer(PAGE, more="WARC-Segment-Number: 1\n"), "holds a part of a response only"),
        (answer(PAGE, status=b"<html>"), "holds no HTTP response"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "does not say how long it is"),
        (b"WARC/1.0\r\nContent-Length: -4\r\n\r\n\r\n\r\n", "does not say how long it is"),
        (b"WARC/9.7\r\nContent-Length: 0\r\n\r\n\r\n", "does not begin as WARC records do"),
        (b"WARC/1.0\r\nX: " + b"x" * 4_000_001, "has a head without end"),
    ],
)
@pytest.mark.parametrize("compressed", [False, True])
def test_a_broken_record_costs_itself(
    tmp_path: Path, broken: bytes, problem: str, compressed: bool
) -> None:
    before, after = answer(b"<p>1</p>"), answer(b"<p>2</p>")
    broken += b"\r\n"
    if compressed:
        read = read_bytes(tmp_path, members(before, broken, after), "a.warc.gz")
    else:
        read = read_bytes(tmp_path, before + broken + after)
    assert read.bodies == [b"<p>1</p>", b"<p>2</p>"]
    (said,) = read.problems
    assert problem in said


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("wrong", [-3, 3])
def test_a_wrong_length(tmp_path: Path, wrong: int, compressed: bool) -> None:
    """Cut or swollen, it is not read, and the next one is."""
    right = answer(b"<p>1</p>")
    length = int(right.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    broken = right.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + wrong))
    if compressed:
        read = read_bytes(tmp_path, members(broken, answer(b"<p>2</p>")), "a.warc.gz")
    else:
        read = read_bytes(tmp_path, broken + answer(b"<p>2</p>"))
    assert read.bodies[-1] == b"<p>2</p>"
    if wrong < 0:
        assert len(read.bodies) == 1
        (said,) = read.problems
        assert "is not as long as it says" in said
    else:
        # some programs end a record otherwise; no more than line ends can be swallowed
        assert read.bodies[0].strip() == b"<p>1</p>"
        assert read.problems == []


def test_text_between_records(tmp_path: Path) -> None:
    """In a plain file it makes the length of the record before it doubtful."""
    first, second, text = answer(b"<p>1</p>"), answer(b"<p>2</p>"), b"what is this?\r\n"
    read = read_bytes(tmp_path, members(first, text, second), "a.warc.gz")
    assert read.bodies == [b"<p>1</p>", b"<p>2</p>"]
    assert len(read.problems) == 1
    assert "does not begin as WARC records do" in read.problems[0]
    read = read_bytes(tmp_path, first + text + second)
    assert read.bodies == [b"<p>2</p>"]
    assert len(read.problems) == 1
    assert "is not as long as it says" in read.problems[0]


def test_garbage_between_members(tmp_path: Path) -> None:
    first, second = members(answer(b"<p>1</p>")), members(answer(b"<p>2</p>"))
    read = read_bytes(tmp_path, first + bytes(300_000) + b"\x1f\x8b\x08?" + second, "a.warc.gz")
    assert read.bodies == [b"<p>1</p>", b"<p>2</p>"]
    (said,) = read.problems
    assert said == f"The record at byte {len(first)} of a.warc.gz is damaged; it is not read."


def test_a_page_cannot_smuggle_a_record_into_a_torn_file(tmp_path: Path) -> None:
    """The last record is cut off, behind a whole record that is the body of a hostile page."""
    forged = answer(b"<p>forged</p>", url=OTHER)
    body = forged + members(forged) + b"x" * 5000
    whole = answer(b"<p>1</p>")
    stored = zlib.compressobj(0, wbits=zlib.MAX_WBITS | 16)
    member = stored.compress(answer(body)) + stored.flush()
    for name, content in (
        ("a.warc", whole + answer(body)[:-1000]),
        ("b.warc.gz", members(whole) + member[:-1000]),
    ):
        read = read_bytes(tmp_path, content, name)
        assert read.bodies == [b"<p>1</p>"]
        (said,) = read.problems
        assert said.endswith("is cut off; it is not read.")


def request(block: bytes, more: str = "", url: str = URL) -> bytes:
    return record("request", f"WARC-Target-URI: {url}\nWARC-Date: {DATE}\n{more}", block)


POST = (
    b"POST /allris/vo020.asp HTTP/1.1\r\nHost: www.musterstadt.example\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)
GET = b"GET /allris/vo020.asp HTTP/1.1\r\nHost: www.musterstadt.example\r\n\r\n"
IDS = ("WARC-Record-ID: <urn:uuid:1>\n", "WARC-Concurrent-To: <urn:uuid:1>\n")


@pytest.mark.parametrize(
    "content",
    [
        # wget: the request first, named by the response
        request(POST + b"a=%FC&b=&c=1+2", IDS[0]) + answer(PAGE, more=IDS[1]),
        # warcio, Heritrix: the response first, named by the request
        answer(PAGE, more=IDS[0]) + request(POST + b"a=%FC&b=&c=1+2", IDS[1]),
        # neither names the other
        request(POST + b"a=%C3%BC&b=&c=1+2") + answer(PAGE),
    ],
)
def test_the_request_tells_method_and_form(tmp_path: Path, content: bytes) -> None:
    read = read_bytes(tmp_path, content + answer(b"<p>2</p>"))
    first, second = read.responses
    assert (first.method, first.form) == ("POST", (("a", "ü"), ("b", ""), ("c", "1 2")))
    assert (second.method, second.form) == ("GET", None)


def test_the_request_of_another_page(tmp_path: Path) -> None:
    content = b"".join((
        request(POST + b"a=1", IDS[0]),
        answer(b"<p>1</p>", more=IDS[1]),
        request(GET, IDS[0].replace("1", "2")),
        answer(b"<p>2</p>", more=IDS[1].replace("1", "2")),
        request(POST + b"a=1", url=OTHER),
        answer(b"<p>3</p>"),
        answer(b"<p>4</p>"),
        request(POST + b"a=1"),
        record("metadata", f"WARC-Date: {DATE}", b"x: y\r\n"),
        answer(b"<p>5</p>"),
        request(b"nonsense"),
    ))  # fmt: skip
    read = read_bytes(tmp_path, content)
    assert [page.method for page in read.responses] == ["POST", "GET", "GET", "GET", "POST"]


@given(st.binary(max_size=400), st.integers(0, 400), st.integers(0, 400), st.booleans())
def test_noise_is_reported_not_fatal(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, start: int, end: int, compressed: bool
) -> None:
    """Bytes replaced anywhere in the first of two records."""
    folder = tmp_path_factory.mktemp("noise")
    first, second = answer(PAGE), answer(b"<p>2</p>")
    if compressed:
        first, second = members(first), members(second)
    broken = first[: min(start, end)] + noise + first[max(start, end) :]
    read = read_bytes(folder, broken + second, "a.warc.gz")
    assert len(read.bodies) <= 2
    if first != broken and compressed and PAGE not in read.bodies:
        assert read.problems or not broken


def test_files_are_read_by_name(tmp_path: Path) -> None:
    """Folders to their depths, each file once, nothing that is no WARC."""
    for name in ("b/2.warc", "a/3.warc.gz", "1.WARC", "4.warc.gz.open", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        page = answer(f"<p>{path.name[0]}</p>".encode())
        path.write_bytes(members(page) if ".gz" in name else page)
    read = Read(tmp_path, tmp_path / "b", tmp_path / "b" / "2.warc", tmp_path / "missing.warc")
    assert read.bodies == [b"<p>1</p>", b"<p>2</p>", b"<p>3</p>", b"<p>4</p>"]
    assert read.problems == [f"{tmp_path / 'missing.warc'} is no file that can be read."]


def test_empty_files(tmp_path: Path) -> None:
    for name, content in (("a.warc", b""), ("b.warc.gz", b""), ("c.warc.gz", zipped(b""))):
        read = read_bytes(tmp_path, content, name)
        assert (read.found, read.problems) == ([], [])
