"""The files beside an archive, documents and WARC files, taken over into those beside another."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

_SHA256 = re.compile(r"[0-9a-f]{64}")
_WARC = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*\.warc(\.gz)?")
#: A file that a run is still writing; what lies under the final name never changes.
_OPEN = ".open"


def take_documents(target: Path, other: Path) -> int:
    """Take over the documents of another store (`files/`); how many were missing.

    Raises:
        OSError: the disk is full, or a folder cannot be read or written.
    """
    taken = 0
    for source in _regular_files(other, depth=1):
        if _SHA256.fullmatch(source.name) and source.parent.name == source.name[:2]:
            taken += _take(source, target / source.parent.name / source.name)
    return taken


def take_warcs(target: Path, other: Path) -> tuple[int, int]:
    """Take over the closed WARC files of another folder.

    Returns:
        How many were missing, and how many are still being written and were left.

    Raises:
        OSError: the disk is full, or a folder cannot be read or written.
    """
    taken = left = 0
    for source in _regular_files(other, depth=0):
        if _WARC.fullmatch(source.name):
            taken += _take(source, target / source.name)
        elif _WARC.fullmatch(source.name.removesuffix(_OPEN)):
            left += 1
    return taken, left


def warcs(folder: Path) -> list[str]:
    """The names of the closed WARC files in a folder."""
    return [path.name for path in _regular_files(folder, depth=0) if _WARC.fullmatch(path.name)]


def _regular_files(folder: Path, depth: int) -> Iterator[Path]:
    """Files in a folder, or so many levels below it; links are not followed."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if depth and entry.is_dir(follow_symlinks=False):
                yield from _regular_files(Path(entry.path), depth - 1)
            elif not depth and entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


def _take(source: Path, target: Path) -> bool:
    """Link a file, or copy it where it cannot be linked; what is there already stays."""
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except OSError:  # another disk, or a file system without links
        half = target.with_name(f".{uuid4().hex}")
        try:
            shutil.copyfile(source, half)
            with half.open("rb") as file:
                os.fsync(file.fileno())
            half.replace(target)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
    return True
