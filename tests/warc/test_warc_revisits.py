"""Records that only refer to a payload: our own chains, and those of other programs."""

import gzip
from dataclasses import replace
from hashlib import sha1, sha256
from pathlib import Path

import pytest

from harvester.warc import Original, Place, WarcError
from harvester.warc.reader import read_at
from harvester.warc.writer import WarcWriter
from warc.samples import NAME, START, URL, Read, answer, members, read_bytes, record, response

BODY = b"<p>Tagesordnung</p>"
LATER = "2012-03-05T05:06:07Z"
OTHER = URL + "&x=1"
NEXT = replace(START, run="ffff", started="2026-11-23T02:00:00Z")
NEXT_NAME = "herne-20261123T020000Z-ffff-00001.warc.gz"


def nights(folder: Path, count: int) -> list[Place]:
    """The same page each night: each run refers to the record of the night before."""
    places: list[Place] = []
    for night in range(count):
        start = replace(START, run=f"{night:04}", started=f"2026-11-{night + 1:02}T02:00:00Z")
        page = response(BODY, retrieved_at=start.started)
        held = Original(places[-1], URL, "2026-11-01T02:00:00Z") if places else None
        with WarcWriter(folder, start, "council-harvester 0.1.0") as writer:
            places.append(writer.write(page, held))
    return places


def test_a_chain_over_files(tmp_path: Path) -> None:
    places = nights(tmp_path, 20)
    assert [read_at(tmp_path, place).body for place in places] == [BODY] * 20
    read = Read(tmp_path)
    assert read.bodies == [BODY] * 20
    assert read.problems == []
    # the last file alone: what it refers to lies beside it
    last = Read(tmp_path / places[-1].file)
    assert last.bodies == [BODY]


def test_a_chain_whose_first_file_is_gone(tmp_path: Path) -> None:
    places = nights(tmp_path, 3)
    (tmp_path / places[0].file).unlink()
    with pytest.raises(WarcError, match="refers to a record that cannot be read"):
        read_at(tmp_path, places[2])
    read = Read(tmp_path)
    assert read.responses == []
    assert [problem.partition(" refers")[2] for problem in read.problems] == [
        " to a record that is not among these files; it is not read."
    ] * 2


def test_files_that_were_written_anew_by_another_program(tmp_path: Path) -> None:
    """Our pointers lead astray then; address and date still find the payload."""
    places = nights(tmp_path, 2)
    first = tmp_path / places[0].file
    first.write_bytes(gzip.compress(gzip.decompress(first.read_bytes())))
    read = Read(tmp_path)
    assert read.bodies == [BODY] * 2
    assert read.problems == []


def test_a_pointer_to_another_payload(tmp_path: Path) -> None:
    """The digest says that it is not the one."""
    with WarcWriter(tmp_path, START, "council-harvester 0.1.0") as writer:
        wrong = writer.write(response(b"<p>another</p>"))
        place = writer.write(response(BODY), Original(wrong, URL, "2026-11-22T02:00:07Z"))
    with pytest.raises(WarcError, match="refers to a record that cannot be read"):
        read_at(tmp_path, place)
    assert Read(tmp_path).bodies == [b"<p>another</p>"]


def test_records_that_refer_to_each_other(tmp_path: Path) -> None:
    """Whoever forged them: reading ends."""
    one = record("revisit", _ours("b.warc.gz;0;9"), b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
    two = one.replace(b"b.warc.gz", b"a.warc.gz")
    (tmp_path / "a.warc.gz").write_bytes(members(one))
    (tmp_path / "b.warc.gz").write_bytes(members(two))
    with pytest.raises(WarcError, match="refers to a record that cannot be read"):
        read_at(tmp_path, Place("a.warc.gz", 0, 9))
    read = Read(tmp_path)
    assert read.responses == []
    assert len(read.problems) == 2


def _ours(pointer: str) -> str:
    return (
        f"WARC-Target-URI: {URL}\nWARC-Date: {LATER}\nHarvester-Method: GET\n"
        f"Harvester-Refers-To: {pointer}"
    )


@pytest.mark.parametrize(
    "pointer",
    [
        "../x.warc.gz;0;9",
        "/x.warc.gz;0;9",
        "..;0;9",
        "x.warc.gz;-1;9",
        "x.warc.gz;9",
        "x.warc.gz;0;9;",
        "x.warc.gz;\u0663;9",
        ";;",
    ],
)
def test_a_pointer_leads_nowhere_else(tmp_path: Path, pointer: str) -> None:
    folder = tmp_path / "warc"
    folder.mkdir()
    body = members(answer(BODY))
    (tmp_path / "x.warc.gz").write_bytes(body)
    (folder / "x.warc.gz").write_bytes(body)
    revisit = record("revisit", _ours(pointer), b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
    (folder / "a.warc.gz").write_bytes(members(revisit))
    assert Read(folder / "a.warc.gz").responses == []
    with pytest.raises(WarcError):
        read_at(folder, Place("a.warc.gz", 0, 9))


@pytest.mark.parametrize("name", ["../x.warc.gz", "/etc/passwd", "", ".", "..", "a\x00b", "a/b"])
def test_a_place_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "x.warc.gz").write_bytes(members(answer(BODY)))
    with pytest.raises(WarcError, match="is not there"):
        read_at(tmp_path / "warc", Place(name, 0, 9))


@pytest.mark.parametrize("offset", [1, 100, 10_000, 10**12])
def test_a_place_that_is_none(tmp_path: Path, offset: int) -> None:
    nights(tmp_path, 1)
    with pytest.raises(WarcError, match=f"The record at byte {offset} of .*; put a copy"):
        read_at(tmp_path, Place("herne-20261101T020000Z-0000-00001.warc.gz", offset, 9))


def test_the_digest_of_our_payload_is_checked(tmp_path: Path) -> None:
    (place,) = nights(tmp_path, 1)
    path = tmp_path / place.file
    content = path.read_bytes()
    member = gzip.decompress(content[place.offset :]).replace(BODY, BODY.upper())
    path.write_bytes(content[: place.offset] + gzip.compress(member))
    with pytest.raises(WarcError, match="does not have the payload that its digest names"):
        read_at(tmp_path, place)
    assert Read(tmp_path).responses == []


SHA1 = "sha1:" + sha1(BODY).hexdigest().upper()
HEAD = b"HTTP/1.1 200 OK\r\nX-Later: 1\r\n\r\n"


def revisit(block: bytes, more: str, url: str = URL) -> bytes:
    return record("revisit", f"WARC-Target-URI: {url}\nWARC-Date: {LATER}\n{more}", block)


REFERS = f"WARC-Refers-To-Target-URI: {URL}\nWARC-Refers-To-Date: 2012-03-04T05:06:07.000Z\n"


@pytest.mark.parametrize(
    "content",
    [
        answer(BODY) + revisit(HEAD, REFERS, OTHER),
        # the same address, and its date only
        answer(BODY) + revisit(HEAD, REFERS.partition("\n")[2]),
        answer(BODY, more=f"WARC-Payload-Digest: {SHA1}\n")
        + revisit(HEAD, f"WARC-Payload-Digest: {SHA1.lower()}\n", OTHER),
        # decoded by the head of the original, not by its own
        answer(gzip.compress(BODY), b"Content-Encoding: gzip\r\n")
        + revisit(HEAD.replace(b"X-Later: 1", b"X-Later: 1\r\nContent-Encoding: br"), REFERS),
    ],
)
def test_foreign_revisits(tmp_path: Path, content: bytes) -> None:
    read = read_bytes(tmp_path, content)
    assert read.problems == []
    assert read.bodies == [BODY, BODY]
    later = read.responses[1]
    assert (later.retrieved_at, later.status) == (LATER, 200)
    assert ("X-Later", "1") in later.headers
    assert later.url in (URL, OTHER)


def test_a_revisit_without_a_head(tmp_path: Path) -> None:
    read = read_bytes(tmp_path, answer(BODY, b"X-First: 1\r\n") + revisit(b"", REFERS))
    first, later = read.responses
    assert (later.status, later.headers, later.body) == (200, first.headers, BODY)


def test_across_files_and_members(tmp_path: Path) -> None:
    digest = f"WARC-Payload-Digest: sha256:{sha256(BODY).hexdigest()}\n"
    (tmp_path / "1.warc.gz").write_bytes(members(answer(b"<p>x</p>"), answer(BODY, more=digest)))
    (tmp_path / "2.warc.gz").write_bytes(members(revisit(HEAD, digest, OTHER)))
    # inside of one gzip stream
    whole = answer(b"<p>y</p>", url=OTHER) + revisit(HEAD, REFERS.replace(URL, OTHER), OTHER)
    (tmp_path / "3.warc.gz").write_bytes(gzip.compress(whole))
    read = Read(tmp_path)
    assert read.problems == []
    assert read.bodies == [b"<p>x</p>", BODY, BODY, b"<p>y</p>", b"<p>y</p>"]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (revisit(HEAD, REFERS), 1),
        (revisit(b"", ""), 1),
        (answer(b"<p>x</p>", more=f"WARC-Payload-Digest: {SHA1[:-1]}0\n")
         + revisit(HEAD, REFERS + f"WARC-Payload-Digest: {SHA1}\n"), 1),
        (revisit(HEAD.replace(b"200 OK", b"304 Not Modified"), ""), 0),
    ],
)  # fmt: skip
def test_what_refers_to_nothing(tmp_path: Path, content: bytes, problems: int) -> None:
    """A 304 has nothing to lose: it is read, without a body."""
    read = read_bytes(tmp_path, content)
    assert len(read.problems) == problems
    for problem in read.problems:
        assert "refers to a record that is not among these files" in problem
    assert BODY not in read.bodies
    assert [page.status for page in read.responses] in ([304], [200], [])


def test_an_unmodified_page_of_ours_without_its_file(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, START, "council-harvester 0.1.0") as writer:
        first = writer.write(response(BODY))
    with WarcWriter(tmp_path, NEXT, "council-harvester 0.1.0") as writer:
        writer.write(response(b"", status=304), Original(first, URL, "2026-11-22T02:00:07Z"))
    assert Read(tmp_path).bodies == [BODY, BODY]
    (tmp_path / NAME).unlink()
    read = Read(tmp_path / NEXT_NAME)
    assert [(page.status, page.body) for page in read.responses] == [(304, b"")]
    assert read.problems == []
