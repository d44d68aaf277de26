"""Files and folders that are there whole or not at all."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from harvester.exports.placing import ExportError, whole_file, whole_folder


@pytest.fixture
def little_room() -> Iterator[None]:
    """No file may have more than 1,000 bytes: to a program it looks like a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def write(path: Path, content: bytes) -> None:
    with whole_file(path) as out:
        out.write(content)


def stopped(out: BinaryIO) -> None:
    out.write(b"now")
    raise KeyboardInterrupt


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")
    with whole_file(path) as out:
        out.write(b"now")
        out.flush()
        assert path.read_bytes() == b"before"
    assert path.read_bytes() == b"now"
    assert names(tmp_path) == ["a.csv"]


def test_of_a_failed_file_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), whole_file(path) as out:
        stopped(out)
    assert path.read_bytes() == b"before"
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.usefixtures("little_room")
def test_a_full_disk_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"no room left to write .*a\.csv"):
        write(tmp_path / "a.csv", b"x" * 1_001)
    assert names(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="Permission denied"):
        write(tmp_path / "a.csv", b"x")


def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"The folder .*none does not exist"):
        write(tmp_path / "none" / "a.csv", b"x")
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(ExportError, match="cannot be written: Not a directory"):
        write(tmp_path / "file" / "a.csv", b"x")
    with pytest.raises(ExportError, match="no ordinary file"):
        write(tmp_path, b"x")


def test_nothing_is_renamed_over_a_device(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ExportError, match="no ordinary file"):
        write(pipe, b"x")
    assert pipe.is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "latest.csv").symlink_to("a.csv")
    write(tmp_path / "latest.csv", b"now")
    assert (tmp_path / "latest.csv").is_symlink()
    assert (tmp_path / "a.csv").read_bytes() == b"now"


def test_a_long_name(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 120 + ".csv")  # 244 of the 255 bytes that a name may have
    write(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_folder_changes_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out"
    for content in ("one", "two"):
        with whole_folder(path, ["a.csv", "b.csv"]) as folder:
            (folder / "a.csv").write_text(content)
            before = [p.read_text() for p in path.glob("*.csv")]
            (folder / "b.csv").write_text(content)
        assert before == ([] if content == "one" else ["one", "one"])
        assert [(path / name).read_text() for name in names(path)] == [content, content]
        assert names(path) == ["a.csv", "b.csv"]


def test_a_failed_folder_is_as_before(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    old.mkdir()
    (old / "a.csv").write_text("before")
    for path in (new, old):
        with pytest.raises(KeyboardInterrupt), whole_folder(path, ["a.csv"]) as folder:
            stopped((folder / "a.csv").open("wb"))
    assert names(tmp_path) == ["old"]
    assert names(old) == ["a.csv"]
    assert (old / "a.csv").read_text() == "before"


@pytest.mark.parametrize("foreign", ["novel.txt", "paper.csv", "folder/", "a.csv/", ".git/"])
def test_a_folder_with_something_else_is_refused(tmp_path: Path, foreign: str) -> None:
    path = tmp_path / "out"
    path.mkdir()
    (path / "b.csv").write_text("mine")
    if foreign.endswith("/"):
        (path / foreign).mkdir()
    else:
        (path / foreign).write_text("mine")
    held = names(path)
    with (
        pytest.raises(ExportError, match=f"holds '{foreign.strip('/')}'"),
        whole_folder(path, ["a.csv", "b.csv"]),
    ):
        pytest.fail("it was let in")
    assert names(path) == held
    assert (path / "b.csv").read_text() == "mine"


def test_no_folder_can_be_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for path, reason in (
        (tmp_path / "file", "is a file, and a folder is needed"),
        (tmp_path / "none" / "out", "The folder .*none does not exist"),
        (tmp_path / "file" / "out", "Not a directory"),
    ):
        with pytest.raises(ExportError, match=reason), whole_folder(path, ["a.csv"]):
            pytest.fail("it was let in")
    assert names(tmp_path) == ["file"]
