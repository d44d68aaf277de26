"""The folder that is handed to a web server: made beside the old one, then put in its place."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvester.errors import HarvesterError

#: The one file that no object leads to: it says whose folder this is.
MARKER = ".harvester-oparl"
_MARK = "An OParl export of council-harvester: the next one replaces this folder with all in it.\n"


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """An empty folder to write into; at the end it is put in the place of `folder`.

    If anything fails, `folder` stays as it is. Between two renames there is no `folder` for a
    moment.

    Raises:
        HarvesterError: `folder` has content that is no export of ours, or cannot be written.
    """
    target = folder.resolve()
    made, old = (target.with_name(f".{target.name}.{word}") for word in ("new", "old"))
    try:
        _check(target)
        _remove(made)  # of an export that was killed
        made.mkdir()
        (made / MARKER).write_text(_MARK, encoding="utf-8")
        try:
            yield made
            _remove(old)
            _swap(made, target, old)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        _remove(old)
    except OSError as error:
        raise HarvesterError(f"{folder} cannot be written: {error.strerror or error}.") from error


def _check(target: Path) -> None:
    if not target.name or not target.parent.is_dir():
        raise HarvesterError(f"The folder {target.parent} does not exist; create it first.")
    if not target.exists():
        return
    if not target.is_dir():
        raise HarvesterError(f"{target} is a file; name a folder.")
    if not _ours(target) and any(target.iterdir()):
        raise HarvesterError(
            f"{target} has content that is no OParl export; name a new or an empty folder."
        )


def _ours(folder: Path) -> bool:
    return (folder / MARKER).is_file()


def _remove(folder: Path) -> None:
    if not folder.exists():
        return
    if not _ours(folder) and any(folder.iterdir()):
        raise HarvesterError(f"{folder} is in the way; move it elsewhere.")
    shutil.rmtree(folder)


def _swap(made: Path, target: Path, old: Path) -> None:
    if not target.exists():
        made.rename(target)
        return
    target.rename(old)
    try:
        made.rename(target)
    except OSError:
        old.rename(target)
        raise


class Files:
    """Writes and reads files below a folder; paths are those of `addresses`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made: set[str] = set()

    def path(self, path: str) -> Path:
        """The file, in a folder that exists."""
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self._root / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return self._root / path

    def write(self, path: str, content: bytes) -> None:
        """Write a file that is not there yet.

        Raises:
            FileExistsError: two objects have the same address.
        """
        with self.path(path).open("xb") as out:
            out.write(content)

    def read(self, path: str) -> bytes:
        """What was written."""
        return (self._root / path).read_bytes()
