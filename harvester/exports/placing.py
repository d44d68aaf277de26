"""Files that are there whole or not at all, and folders that hold one export and nothing else."""

import errno
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from harvester.errors import HarvesterError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class ExportError(HarvesterError):
    """An export could not be written; the message says why and what to do."""


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write; it stands under its name when the block ends well, else nothing is left.

    Raises:
        ExportError: its folder is missing, it may not be written, the disk is full.
    """
    path = path.resolve()  # a link stays a link
    if path.exists() and not path.is_file():  # never rename anything over a folder or a device
        raise ExportError(f"{path} is no ordinary file; name another with --output.")
    half = path.with_name(f".{path.name[:100]}.{uuid4().hex}")
    with explained(path):
        try:
            with half.open("xb") as out:
                yield out
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise


@contextmanager
def whole_folder(path: Path, names: Collection[str]) -> Iterator[Path]:
    """A folder to write files of these names into; when the block ends well, they stand in `path`.

    Until then `path` is as it was. Files of an earlier export are replaced.

    Raises:
        ExportError: `path` holds something else, its parent is missing, it may not be written.
    """
    with explained(path):
        made = not path.exists()
        if made:
            path.mkdir()
        try:
            _check_free(path, names)
            with tempfile.TemporaryDirectory(prefix=".harvester-", dir=path) as name:
                yield Path(name)
                for written in sorted(Path(name).iterdir()):
                    written.replace(path / written.name)
        except BaseException:
            if made and not any(path.iterdir()):
                path.rmdir()
            raise


def _check_free(path: Path, names: Collection[str]) -> None:
    """Raise for a folder with anything that this export would not replace."""
    if not path.is_dir():
        raise ExportError(f"{path} is a file, and a folder is needed; name one with --output.")
    for found in sorted(path.iterdir()):
        if found.name not in names or not found.is_file():
            raise ExportError(
                f"{path} holds {found.name[:100]!r}, which this export does not write; name an "
                "empty or a new folder with --output."
            )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say in one sentence why a file or a folder could not be written.

    Raises:
        ExportError: in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            text = f"There is no room left to write {path}; free some space. Nothing of it is kept."
        elif isinstance(error, FileNotFoundError):
            text = f"The folder {path.parent} does not exist; create it, or name another."
        else:
            text = f"{path} cannot be written: {error.strerror or error}."
        raise ExportError(text) from error
