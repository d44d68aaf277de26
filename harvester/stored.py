"""The bytes beside the archive, found without trusting it: pages in `warc`, documents in `files`.

The archive may be somebody else's. No path is made of what it says but of a hash or of the plain
name of a file, and the file must lie in its folder, symbolic links followed.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harvester.documents.store import path_in
from harvester.warc import Place, WarcError
from harvester.warc.reader import read_at
from harvester.warc.repair import OPEN

_WARC = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.+-]*\.warc(?:\.gz)?")


def document(stores: Path, sha256: str | None) -> Path | None:
    """The file with the bytes of a document; None: it is not held there.

    Args:
        stores: the folder with `files`.
        sha256: of the bytes, as the archive says.
    """
    folder = stores / "files"
    try:
        return _inside(folder, path_in(folder, sha256 or ""))
    except ValueError:
        return None


def response(stores: Path, snapshot: Mapping[str, Any]) -> bytes | None:
    """The body of a response as it came; None: it is not held, or not what the archive says.

    Args:
        stores: the folder with `warc`.
        snapshot: the response's row.
    """
    name, offset = snapshot["warc_file"], snapshot["warc_offset"]
    if not isinstance(name, str) or not _WARC.fullmatch(name):
        return None
    if not isinstance(offset, int) or offset < 0:
        return None
    folder = stores / "warc"
    if not any(_inside(folder, folder / each) for each in (name, name + OPEN)):
        return None
    try:
        found = read_at(folder, Place(name, offset, 0))
    except (WarcError, OverflowError):
        return None
    stated = snapshot["sha256"]
    if stated and hashlib.sha256(found.body).hexdigest() != stated:
        return None
    return found.body


def _inside(folder: Path, path: Path) -> Path | None:
    try:
        real = path.resolve()
        held = real.is_relative_to(folder.resolve()) and real.is_file()
    except (OSError, RuntimeError):  # a link that leads to itself
        return None
    return real if held else None
