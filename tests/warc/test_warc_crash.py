"""What is left when a run is killed, or the disk is full: whole records, nothing behind them."""

import gzip
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from harvester.warc import WarcError
from harvester.warc.reader import read_at
from harvester.warc.writer import WarcWriter, repair
from warc.samples import NAME, START, Read, response

OPEN = NAME + ".open"
WRITING = """
    import sys
    from pathlib import Path
    from warc.samples import START, response
    from harvester.warc.writer import WarcWriter

    writer = WarcWriter(Path(sys.argv[1]), START, "council-harvester 0.1.0")
    for number in range(100_000):
        body = f"<p>{number}</p>".encode() * (number % 500 + 1)
        place = writer.write(response(body))
        print(number, place.offset, place.length, flush=True)
"""


def python(code: str, *arguments: str, **more: object) -> "subprocess.Popen[str]":
    tests = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join([tests, str(Path(tests).parent)])
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}, **more,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_kill(tmp_path: Path, seed: int) -> None:
    with python(WRITING, str(tmp_path)) as writing:
        assert writing.stdout is not None
        writing.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.3))
        writing.send_signal(signal.SIGKILL)
        said = [line.split() for line in writing.stdout.read().splitlines() if line.count(" ") == 2]
    (done,) = repair(tmp_path)
    assert done.startswith(f"{NAME} was left by an interrupted run")
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    read = Read(tmp_path)
    assert read.problems == []
    # whatever was told to be written is there; at most the one in the making may be, too
    assert len(said) + 1 <= len(read.responses) <= len(said) + 3
    for number, body in enumerate(read.bodies):
        assert body == f"<p>{number}</p>".encode() * (number % 500 + 1)
    for number, offset, length in said[:-1]:
        place = read.responses[int(number)].place
        assert place is not None
        assert (place.offset, place.length) == (int(offset), int(length))
    assert repair(tmp_path) == []


def torn(folder: Path) -> tuple[bytes, int, int]:
    """A file with two responses: its bytes, where the second response begins and its request."""
    with WarcWriter(folder, START, "council-harvester 0.1.0") as writer:
        first = writer.write(response(b"erste"))
        second = writer.write(response(b"zweite"))
    content = (folder / NAME).read_bytes()
    (folder / NAME).unlink()
    return content, first.offset + first.length, second.offset


def test_torn_at_every_byte(tmp_path: Path) -> None:
    content, request, answer = torn(tmp_path)
    path = tmp_path / OPEN
    for end in range(request, len(content)):
        path.write_bytes(content[:end])
        whole = answer if end >= answer else request
        before = Read(path)
        assert before.bodies == [b"erste"]
        assert len(before.problems) == (end != whole), end
        (said,) = repair(tmp_path)
        assert ("torn record" in said) == (end != whole)
        assert (tmp_path / NAME).read_bytes() == content[:whole], end
        after = Read(tmp_path)
        assert after.bodies == [b"erste"]
        assert after.problems == []
        (tmp_path / NAME).unlink()
    path.write_bytes(content)
    assert repair(tmp_path) == [f"{NAME} was left by an interrupted run."]
    assert Read(tmp_path).bodies == [b"erste", b"zweite"]


def test_a_file_without_a_response_is_removed(tmp_path: Path) -> None:
    content, _, _ = torn(tmp_path)
    first = gzip.compress(b"")  # only to know a whole member's shape
    assert content.startswith(first[:3])
    start = content.index(first[:3], 1)
    for end in (0, 1, 10, start - 1, start, start + 5):
        (tmp_path / OPEN).write_bytes(content[:end])
        assert Read(tmp_path).responses == []
        assert repair(tmp_path) == [f"{NAME} held no response and was removed."]
        assert list(tmp_path.iterdir()) == []


def test_zeros_at_the_end(tmp_path: Path) -> None:
    """As a power cut leaves them: the file has its length, the bytes never came."""
    content, request, _ = torn(tmp_path)
    (tmp_path / OPEN).write_bytes(content[: request + 40] + bytes(5000))
    repair(tmp_path)
    assert (tmp_path / NAME).read_bytes() == content[:request]


def test_damage_in_the_middle_costs_one_record(tmp_path: Path) -> None:
    content, request, answer = torn(tmp_path)
    damaged = bytearray(content)
    damaged[request - 60 : request - 50] = bytes(10)
    (tmp_path / OPEN).write_bytes(bytes(damaged) + content[answer:][:30])
    repair(tmp_path)
    assert (tmp_path / NAME).read_bytes() == bytes(damaged)
    read = Read(tmp_path)
    assert read.bodies == [b"zweite"]
    (problem,) = read.problems
    assert problem.endswith(f"of {NAME} is damaged; it is not read.")


def test_a_name_that_is_taken(tmp_path: Path) -> None:
    content, _, _ = torn(tmp_path)
    (tmp_path / OPEN).write_bytes(content)
    (tmp_path / NAME).write_bytes(b"another")
    (said,) = repair(tmp_path)
    assert "stays as it is" in said
    assert (tmp_path / NAME).read_bytes() == b"another"
    assert (tmp_path / OPEN).read_bytes() == content


def test_a_link_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "letter"
    target.write_bytes(b"a letter")
    folder = tmp_path / "warc"
    folder.mkdir()
    (folder / OPEN).symlink_to(target)
    assert repair(folder) == []
    assert target.read_bytes() == b"a letter"


def test_a_large_file_is_not_loaded_whole(tmp_path: Path) -> None:
    """150 MB in members of 25, with 140 MB of room for all of Python."""
    member = gzip.compress(
        b"WARC/1.1\r\n" + bytes(1000) + random.Random(1).randbytes(25_000_000), 1
    )
    with (tmp_path / OPEN).open("wb") as file:
        for _ in range(6):
            file.write(member)
        file.write(member[:-1])
    code = """
        import resource, sys
        from pathlib import Path
        from harvester.warc.writer import repair
        resource.setrlimit(resource.RLIMIT_AS, (140_000_000, 140_000_000))
        print(repair(Path(sys.argv[1])))
    """
    with python(code, str(tmp_path)) as repairing:
        assert repairing.stdout is not None
        said = repairing.stdout.read()
    assert f"its last {len(member) - 1} bytes were a torn record" in said
    assert (tmp_path / NAME).stat().st_size == 6 * len(member)


FILLING = """
    import resource, sys
    from pathlib import Path
    from random import Random
    from warc.samples import START, response
    from harvester.warc import WarcError
    from harvester.warc.writer import WarcWriter

    room = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    writer = WarcWriter(Path(sys.argv[1]), START, "council-harvester 0.1.0")
    for number in range(8):
        try:
            # does not compress
            print(number, writer.write(response(Random(number).randbytes(5000))))
        except WarcError as error:
            print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    print("room", writer.write(response(b"danach")))
    writer.close()
"""


@pytest.mark.parametrize(
    ("room", "kept"), [(0, 0), (100, 0), (2_000, 0), (13_000, 2), (16_500, 2), (19_000, 3)]
)
def test_no_room_left(tmp_path: Path, room: int, kept: int) -> None:
    """Python ignores SIGXFSZ, so a write beyond the limit fails as it does on a full disk."""
    folder = tmp_path / "warc"
    with python(FILLING, str(folder), str(room)) as filling:
        assert filling.stdout is not None
        said = filling.stdout.read().splitlines()
    # what did not fit, and nothing else, is missing
    assert [line.split()[0] for line in said] == [
        *map(str, range(kept)), *["There"] * (8 - kept), "room",
    ]  # fmt: skip
    assert said[kept] == (
        f"There is no room left to write {folder}; free some space and start again, "
        "nothing is lost."
    )
    bodies = [random.Random(number).randbytes(5000) for number in range(kept)]
    read = Read(folder)
    assert read.bodies == [*bodies, b"danach"]
    assert read.problems == []
    # one file, with nothing between the records that fit and the one that came later
    assert len(list(folder.iterdir())) == 1


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, START, "council-harvester 0.1.0") as writer:
        place = writer.write(response())
    (tmp_path / NAME).unlink()
    with pytest.raises(WarcError, match="is not there, so the response in it cannot be read"):
        read_at(tmp_path, place)
