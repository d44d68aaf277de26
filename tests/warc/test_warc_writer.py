"""What our files hold, seen by us and by warcio's own reader and checker."""

import gzip
import random
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from harvester.warc import Original, Place, Response, WarcError
from harvester.warc.reader import read_at
from harvester.warc.writer import WarcWriter
from warc.samples import END, NAME, START, URL, Read, posted, response


def write(folder: Path, *responses: Response) -> list[Place]:
    with WarcWriter(folder, START, "council-harvester 0.1.0") as writer:
        return [writer.write(each) for each in responses]


def checked(path: Path) -> None:
    """`warcio check`: every digest fits, every record is where it should be."""
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stderr == ""
    assert "digest pass" in result.stdout
    assert "failed" not in result.stdout


def as_read(written: Response, place: Place) -> Response:
    return replace(written, run=START, place=place)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    written = [
        response(),
        response(b"", status=404, kind=None, target=None),
        response(b"%PDF-1.4 \x00\xff", kind="file", owner="herne/paper/5103"),
    ]
    places = write(tmp_path, *written)
    for each, place in zip(written, places, strict=True):
        assert read_at(tmp_path, place) == as_read(each, place)
    assert [place.file for place in places] == [NAME] * 3
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_run_is_told_from_start_to_end(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, START, "council-harvester 0.1.0") as writer:
        place = writer.write(response())
        writer.end(END)
    read = Read(tmp_path)
    assert read.found == [START, as_read(response(), place), END]
    assert read.problems == []


def test_a_killed_run_has_no_end(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, START, "council-harvester 0.1.0")
    place = writer.write(response())
    assert [path.name for path in tmp_path.iterdir()] == [NAME + ".open"]
    assert read_at(tmp_path, place) == as_read(response(), place)
    assert Read(tmp_path).found == [START, as_read(response(), place)]
    writer.close()


def test_a_run_without_a_response_leaves_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    with WarcWriter(folder, START, "council-harvester 0.1.0") as writer:
        writer.end(END)
    assert not folder.exists()


def test_others_see_the_same(tmp_path: Path) -> None:
    """By warcio: the payload, its digest, and the request that was sent."""
    body = "<p>Gebühren für Straßen</p>".encode() * 100
    wire = (
        ("Content-Encoding", "gzip"), ("transfer-encoding", "chunked"), ("Content-Length", "77"),
        ("Content-Type", "text/html; charset=utf-8"),
    )  # fmt: skip
    place, _ = write(tmp_path, response(body, headers=wire), posted((("a", "ü"), ("b", ""))))
    checked(tmp_path / NAME)
    with (tmp_path / NAME).open("rb") as file:
        records = [
            (each.rec_type, each.rec_headers, each.http_headers, each.content_stream().read())
            for each in ArchiveIterator(file, check_digests="raise")
        ]
    assert [each[0] for each in records] == ["warcinfo", *["request", "response"] * 2]
    _, fields, head, payload = records[2]
    assert payload == body
    assert fields.get_header("WARC-Payload-Digest") == f"sha256:{sha256(body).hexdigest()}"
    assert fields.get_header("WARC-Date") == "2026-11-22T02:00:07Z"
    assert fields.get_header("WARC-Target-URI") == URL
    assert head.headers == [
        ("X-Crawler-Content-Encoding", "gzip"), ("X-Crawler-transfer-encoding", "chunked"),
        ("X-Crawler-Content-Length", "77"), ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
    ]  # fmt: skip
    _, fields, head, payload = records[3]
    assert (head.protocol, head.statusline) == ("POST", "/allris/vo020.asp?VOLFDNR=5103 HTTP/1.1")
    assert head.get_header("Host") == "www.musterstadt.example"
    assert payload == b"a=%FC&b="
    assert fields.get_header("WARC-Concurrent-To") == records[4][1].get_header("WARC-Record-ID")
    # and to us the head is the one that came
    assert read_at(tmp_path, place).headers == wire


def test_a_place_is_a_gzip_member(tmp_path: Path) -> None:
    place = write(tmp_path, response(b"erste"), response(b"zweite"))[1]
    member = (tmp_path / NAME).read_bytes()[place.offset :][: place.length]
    assert gzip.decompress(member).endswith(b"zweite\r\n\r\n")


@pytest.mark.parametrize(
    "form",
    [
        (("VOLFDNR", "5103"), ("VOLFDNR", "5104"), ("leer", "")),
        (("Straße", "Größe & Maß"), ("łódź", "\U0001f600"), ("a\r\nb", "c\x00d")),
        (),
    ],
)
def test_a_form_comes_back_as_it_was(tmp_path: Path, form: tuple[tuple[str, str], ...]) -> None:
    place = write(tmp_path, posted(form))[0]
    assert read_at(tmp_path, place) == as_read(posted(form), place)


def test_the_same_payload_is_kept_once(tmp_path: Path) -> None:
    body = bytes(range(256)) * 4000
    later = response(body, url=URL + "&a=1", retrieved_at="2026-11-23T02:00:07Z")
    with WarcWriter(tmp_path, START, "council-harvester 0.1.0") as writer:
        first = writer.write(response(body))
        again = writer.write(later, Original(first, URL, "2026-11-22T02:00:07Z"))
        # of a revisit, should the archive name one
        third = writer.write(later, Original(again, later.url, later.retrieved_at))
    assert again.length < 1000
    for place in (again, third):
        assert read_at(tmp_path, place) == as_read(later, place)
    checked(tmp_path / NAME)
    read = Read(tmp_path)
    assert read.bodies == [body] * 3
    assert read.problems == []
    with (tmp_path / NAME).open("rb") as file:
        revisit = next(each for each in ArchiveIterator(file) if each.rec_type == "revisit")
        fields = dict(revisit.rec_headers.headers)
    profile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert fields["WARC-Profile"] == profile
    assert fields["WARC-Refers-To-Target-URI"] == URL
    assert fields["WARC-Refers-To-Date"] == "2026-11-22T02:00:07Z"
    assert fields["Harvester-Refers-To"] == f"{NAME};{first.offset};{first.length}"
    assert fields["WARC-Payload-Digest"] == f"sha256:{sha256(body).hexdigest()}"


def test_not_modified_refers_to_what_is_held(tmp_path: Path) -> None:
    unchanged = response(b"", status=304, headers=(("ETag", '"a"'),))
    with WarcWriter(tmp_path, START, "council-harvester 0.1.0") as writer:
        first = writer.write(response(b"%PDF-1.4"))
        place = writer.write(unchanged, Original(first, URL, "2026-11-22T02:00:07Z"))
    read = read_at(tmp_path, place)
    assert (read.status, read.headers, read.body) == (304, (("ETag", '"a"'),), b"%PDF-1.4")
    raw = (tmp_path / NAME).read_bytes()[place.offset :]
    assert b"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n" in (
        gzip.decompress(raw)
    )
    checked(tmp_path / NAME)


def test_an_empty_answer_is_never_a_revisit(tmp_path: Path) -> None:
    """A failed page without a body has nothing of the page that came before."""
    failed = response(b"", status=500)
    with WarcWriter(tmp_path, START, "council-harvester 0.1.0") as writer:
        first = writer.write(response())
        place = writer.write(failed, Original(first, URL, "2026-11-22T02:00:07Z"))
    assert read_at(tmp_path, place) == as_read(failed, place)


def test_a_full_file_is_followed_by_the_next(tmp_path: Path) -> None:
    # does not compress: each takes some 3000 bytes
    bodies = [random.Random(number).randbytes(3000) for number in range(5)]
    with WarcWriter(tmp_path, START, "council-harvester 0.1.0", max_size=9000) as writer:
        places = [writer.write(response(body)) for body in bodies]
        writer.end(END)
    names = [NAME.replace("00001", f"0000{number}") for number in (1, 2, 3)]
    assert [place.file for place in places] == [*names[:1] * 2, *names[1:2] * 2, names[2]]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    for name in names:
        assert (tmp_path / name).stat().st_size <= 9000
        checked(tmp_path / name)
    read = Read(tmp_path)
    assert read.bodies == bodies
    # once each, whatever the number of files
    assert [each for each in read.found if not isinstance(each, Response)] == [START, END]
    assert {each.run for each in read.responses} == {START}


def test_what_lies_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"kept")
    (tmp_path / NAME.replace("00001", "00002.warc.gz.open")).write_bytes(b"other")
    (place,) = write(tmp_path, response())
    assert place.file == NAME.replace("00001", "00002")
    assert (tmp_path / NAME).read_bytes() == b"kept"


def test_a_name_leads_nowhere_else(tmp_path: Path) -> None:
    start = replace(START, source_id="../../etc/x", run="a/b\x00c")
    with WarcWriter(tmp_path / "warc", start, "council-harvester 0.1.0") as writer:
        place = writer.write(response())
    assert place.file == "etcx-20261122T020000Z-abc-00001.warc.gz"
    assert [path.name for path in tmp_path.iterdir()] == ["warc"]
    assert Read(tmp_path).found[0] == replace(start, run="a/b%00c")


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "warc").write_bytes(b"a file")
    writer = WarcWriter(tmp_path / "warc", START, "council-harvester 0.1.0")
    with pytest.raises(WarcError, match=r"warc cannot be written .*; check the rights"):
        writer.write(response())


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("X", "a\r\nWARC/1.1\r\n\r\nb", ("X", "a  WARC/1.1    b")),
        ("X\r\nY: 1", "a", ("X__Y__1", "a")),
        ("X:Y Z", "ä\xa0\xff", ("X_Y_Z", "ä\xa0\xff")),
        ("X", "a\x00\x0b\x1fb", ("X", "a   b")),
        ("X", "Ł\ud800\U0001f600", ("X", r"\u0141\ud800\U0001f600")),
        ("X", "Ã\xa0", ("X", "Ã\xa0")),
        ("X", "", ("X", "")),
        ("Content-Length", "-5\r\n", ("Content-Length", "-5")),
        ("X", "a: b:c", ("X", "a: b:c")),
    ],
)
def test_hostile_headers(tmp_path: Path, name: str, value: str, kept: tuple[str, str]) -> None:
    written = response(headers=((name, value), ("Content-Type", "text/html")))
    place, following = write(tmp_path, written, response(b"danach"))
    assert read_at(tmp_path, place).headers == (kept, ("Content-Type", "text/html"))
    assert read_at(tmp_path, place).body == written.body
    assert read_at(tmp_path, following).body == b"danach"
    checked(tmp_path / NAME)


TEXT = st.text(st.characters(), max_size=12)  # lone surrogates and controls among them


@given(
    headers=st.lists(st.tuples(TEXT, TEXT), max_size=4),
    path=TEXT,
    target=st.none() | TEXT,
    form=st.lists(st.tuples(TEXT, TEXT), max_size=3),
    body=st.binary(max_size=60),
    status=st.integers(100, 999),
)
def test_nothing_breaks_a_record(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    headers: list[tuple[str, str]],
    path: str,
    target: str | None,
    form: list[tuple[str, str]],
    body: bytes,
    status: int,
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    written = replace(
        response(body, url="http://[musterstadt.example/" + path),
        headers=tuple(headers), target=target, kind=target, form=tuple(form), status=status,
        method="POST" + path,
    )  # fmt: skip
    places = write(folder, written, response(b"danach"))
    first, second = (read_at(folder, place) for place in places)
    assert (first.body, first.status, first.form) == (body, status, tuple(form))
    # a name of no characters is no header
    assert len(first.headers) == len([name for name, _ in headers if name])
    assert second == as_read(response(b"danach"), places[1])
    assert len(Read(folder).responses) == 2
    with (folder / NAME).open("rb") as file:
        seen = [
            each.content_stream().read() for each in ArchiveIterator(file, check_digests="raise")
        ]
    assert seen[2::2] == [body, b"danach"]
