"""The store for files: whole or not at all, once, and only where a hash leads."""

import errno
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from harvester.documents import FileStore
from harvester.documents.store import StoreError
from harvester.errors import HarvesterError

BODY = b"%PDF-1.4 Vorlage"
HASH = sha256(BODY).hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "files"


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_put(root: Path) -> None:
    store = FileStore(root)
    assert not store.has(HASH)
    assert store.put(BODY) == HASH
    assert store.has(HASH)
    assert store.path(HASH) == root / HASH[:2] / HASH
    assert store.path(HASH).read_bytes() == BODY
    assert store.put(b"") == sha256(b"").hexdigest()
    assert len(files(root)) == 2


def test_what_is_held_is_not_written_again(root: Path) -> None:
    store = FileStore(root)
    store.put(BODY)
    before = store.path(HASH).stat()
    assert FileStore(root).put(BODY) == HASH
    after = store.path(HASH).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_of_the_wrong_size_is_replaced(root: Path) -> None:
    store = FileStore(root)
    store.put(BODY)
    store.path(HASH).write_bytes(BODY[:4])
    store.put(BODY)
    assert store.path(HASH).read_bytes() == BODY


@pytest.mark.parametrize(
    "name", ["", "../../passwd", "vorlage.pdf", HASH.upper(), HASH[:-1], HASH + "\n", f"/{HASH}"]
)
def test_only_a_hash_is_a_path(root: Path, name: str) -> None:
    store = FileStore(root)
    with pytest.raises(ValueError, match="no SHA-256"):
        store.path(name)
    with pytest.raises(ValueError, match="no SHA-256"):
        store.has(name)


def test_files_are_readable_as_the_umask_says(root: Path) -> None:
    store = FileStore(root)
    store.put(BODY)
    mask = os.umask(0)
    os.umask(mask)
    assert store.path(HASH).stat().st_mode & 0o777 == 0o666 & ~mask


def test_many_at_once(root: Path) -> None:
    bodies = [bytes([n % 7]) * 50_000 for n in range(70)]
    with ThreadPoolExecutor(8) as threads:
        hashes = set(threads.map(FileStore(root).put, bodies))
    assert len(hashes) == 7
    assert files(root) == sorted(f"{name[:2]}/{name}" for name in hashes)


KILLED = """
import os, signal, sys
from pathlib import Path
from harvester.documents import FileStore

os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
FileStore(Path(sys.argv[1])).put(b"x" * 1_000_000)
"""


def test_a_kill_leaves_no_half_file_under_a_hash(root: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(root)], check=False)
    assert killed.returncode == -9
    (half,) = files(root)
    assert half.startswith("incoming/")
    FileStore(root)
    assert files(root) == [half]  # it may be another process's, at work
    yesterday = time.time() - 86_500
    os.utime(root / half, (yesterday, yesterday))
    FileStore(root)
    assert files(root) == []


@pytest.mark.parametrize(
    ("number", "message"),
    [(errno.ENOSPC, "disk is full"), (errno.EDQUOT, "disk is full"), (errno.EIO, "Input/output")],
)
def test_an_error_is_told_and_leaves_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, message: str
) -> None:
    store = FileStore(root)

    def fails(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(StoreError, match=message) as caught:
        store.put(BODY)
    assert isinstance(caught.value, HarvesterError)
    assert str(root) in str(caught.value)
    monkeypatch.undo()
    assert files(root) == []
    assert store.put(BODY) == HASH


def test_a_root_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("")
    with pytest.raises(StoreError, match="cannot be stored"):
        FileStore(tmp_path / "files")
