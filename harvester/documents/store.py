"""The files' bytes, each held once under its SHA-256."""

import errno
import os
import re
import time
from hashlib import sha256 as hash_of
from pathlib import Path
from uuid import uuid4

from harvester.errors import HarvesterError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_INCOMING = "incoming"
#: Seconds after which a half file in `incoming` belongs to a process that was killed.
_ABANDONED = 24 * 60 * 60
_FULL = (errno.ENOSPC, errno.EDQUOT)


class StoreError(HarvesterError):
    """The bytes could not be kept: the disk is full, or the folder may not be written to."""


def path_in(root: Path, sha256: str) -> Path:
    """Where a store has the bytes of this hash, or would have them; nothing is made.

    Raises:
        ValueError: it is no SHA-256 in lower case hex.
    """
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"no SHA-256: {sha256!r}")
    return root / sha256[:2] / sha256


class FileStore:
    """Files under `<root>/<first two hex digits>/<sha256>`.

    No path is made of anything but the hash of the bytes, so no harvested name can lead elsewhere.
    Several processes may use the same root.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / _INCOMING
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            self._remove_abandoned()
        except OSError as error:
            raise self._explained(error) from error

    def put(self, body: bytes) -> str:
        """Keep the bytes and give their SHA-256 (64 hex digits).

        They are whole on the disk when this returns; a crash before leaves no file under the
        hash. What is held already is not written again.

        Raises:
            StoreError: the disk is full or cannot be written to.
        """
        sha256 = hash_of(body).hexdigest()
        target = self.path(sha256)
        try:
            if _size(target) != len(body):
                self._write(body, target)
        except OSError as error:
            raise self._explained(error) from error
        return sha256

    def path(self, sha256: str) -> Path:
        """Where the bytes of this hash are, or would be.

        Raises:
            ValueError: it is no SHA-256 in lower case hex.
        """
        return path_in(self._root, sha256)

    def has(self, sha256: str) -> bool:
        """Whether the bytes of this hash are held."""
        return self.path(sha256).is_file()

    def _write(self, body: bytes, target: Path) -> None:
        half = self._incoming / uuid4().hex
        try:
            with half.open("xb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            target.parent.mkdir(exist_ok=True)
            half.replace(target)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        # the names too: else a power cut may take them back
        for folder in (target.parent, self._root):
            _sync(folder)

    def _remove_abandoned(self) -> None:
        before = time.time() - _ABANDONED
        for half in self._incoming.iterdir():
            try:
                if half.stat().st_mtime < before:
                    half.unlink()
            except FileNotFoundError:
                pass  # another process was faster

    def _explained(self, error: OSError) -> StoreError:
        if error.errno in _FULL:
            return StoreError(f"The disk is full: no more files can be stored in {self._root}.")
        return StoreError(f"Files cannot be stored in {self._root}: {error.strerror}.")


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
