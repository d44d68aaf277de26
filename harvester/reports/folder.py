"""Writing reports: whole or not at all, and not again where nothing changed."""

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from harvester.errors import HarvesterError

#: The file that says that the reports beside it are ours to replace.
MARKER = ".harvester-report"
_SAYS = "harvester report writes the files beside this one, and replaces them.\n"


class ReportError(HarvesterError):
    """A report could not be written; the message says why and what to do."""


def claim(folder: Path, names: Iterable[str]) -> None:
    """Make a folder one that holds reports; files of other names in it do not matter.

    Args:
        folder: The folder; it is made if it is not there.
        names: The names of the reports.

    Raises:
        ReportError: it holds a file of such a name that no report wrote.
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = [name for name in names if os.path.lexists(folder / name)]
    if there and not (folder / MARKER).is_file():  # in this order: another run may be writing
        raise ReportError(
            f"{folder} holds {there[0]}, which harvester report did not write; name another "
            "folder, or move that file away."
        )
    write(folder / MARKER, _SAYS)


def write(path: Path, text: str) -> bool:
    """Write a file unless it holds just this; gives whether it was written.

    Whoever reads it meanwhile reads the old one or the new one. A link is followed; what is no
    ordinary file, like a pipe, is written to.

    Raises:
        OSError: it cannot be written; what was there is still there.
    """
    content = text.encode()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return True
    path = path.resolve()
    if path.is_file() and path.read_bytes() == content:
        return False
    half = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with half.open("xb") as file:
            file.write(content)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return True
