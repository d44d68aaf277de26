"""Reads pages that people saved: by hand, as a mirror of wget, as copies of the Wayback Machine."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from harvester.warc.addresses import key, original, read_table, saved_from, table_in, wget_address
from harvester.warc.framing import MAX_BYTES
from harvester.warc.model import Response
from harvester.warc.reader import ENDINGS

_SNIFFED = 2048
#: What browsers and wget save beside the pages, of no use here, and what `read_warcs` reads.
_BESIDE = (
    *ENDINGS,
    ".css", ".js", ".json", ".map", ".png", ".gif", ".jpg", ".jpeg", ".svg", ".ico", ".webp",
    ".woff", ".woff2", ".ttf", ".eot", ".db", ".ini",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Saved:
    retrieved_at: str
    name: str
    path: Path
    url: str


def read_saved(folder: Path, problems: Callable[[str], None]) -> Iterator[Response]:
    """Read the pages and PDFs in a folder and below, the oldest first.

    The address of a file is the one that `addresses.csv` or `addresses.txt` in the folder names
    (file, address, and the date where it is known; by comma, semicolon or tab), else the one that
    the browser left at its head, else its path in a mirror of wget. Of copies that the Wayback
    Machine gave, it is the address and the date of the original. The date of others is that of the
    file. A file without an address is not read.

    Args:
        folder: where they are. Links that lead out of it are not followed.
        problems: is told what is not read, in a sentence.
    """
    found = [each for each in _all(folder, problems) if each]
    for saved in sorted(found, key=lambda each: (each.retrieved_at, each.name)):
        try:
            body = saved.path.read_bytes()
        except OSError as error:
            problems(f"{saved.name} cannot be read ({error.strerror}).")
            continue
        media_type = "application/pdf" if b"%PDF-" in body[:1024] else "text/html"
        yield Response(
            url=saved.url,
            method="GET",
            form=None,
            status=200,
            headers=(("Content-Type", media_type),),
            body=body,
            retrieved_at=saved.retrieved_at,
        )


def _all(folder: Path, problems: Callable[[str], None]) -> Iterator[_Saved | None]:
    """What there is to read, without the bodies."""
    table_path = table_in(folder)
    table = read_table(table_path, problems) if table_path else {}
    missing = set(table)
    for path in _files(folder, problems):
        if path == table_path:
            continue
        name = path.relative_to(folder).as_posix()
        missing.discard(key(name))
        entry = table.get(key(name))
        if entry is None and key(name) in table:
            continue  # the row says something, which was reported: nothing else is taken for it
        try:
            yield _found(path, name, entry, problems)
        except OSError as error:
            problems(f"{name} cannot be read ({error.strerror}).")
    for name in sorted(missing):
        problems(f"{name} is named in the table of addresses, but not in the folder.")


def _found(
    path: Path, name: str, entry: tuple[str, str | None] | None, problems: Callable[[str], None]
) -> _Saved | None:
    if entry is None and (path.name.lower().endswith(_BESIDE) or path.name.startswith(".")):
        return None
    status = path.stat()
    if status.st_size > MAX_BYTES:
        problems(f"{name} is larger than {MAX_BYTES} bytes; it is not read.")
        return None
    with path.open("rb") as file:
        head = file.read(_SNIFFED)
    stated, date = entry or (saved_from(head) or _mirrored(path, name), None)
    if stated is None:
        problems(
            f"{name} is not read, as nothing tells its address; name it in a file addresses.csv."
        )
        return None
    address = original(stated)
    if address is None:
        problems(f"{name} is not read: {stated} does not tell what it is a copy of, and of when.")
        return None
    url, archived = address
    changed = datetime.fromtimestamp(status.st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _Saved(date or archived or changed, name, path, url)


def _mirrored(path: Path, name: str) -> str | None:
    """The address by the path in a mirror; the folder may be that of a host itself."""
    inside = PurePosixPath(name)
    folder = path.absolute().parents[len(inside.parts) - 1]
    return wget_address(inside) or wget_address(PurePosixPath(folder.name) / inside)


def _files(folder: Path, problems: Callable[[str], None]) -> Iterator[Path]:
    """The files of the folder and those in it; none that lies elsewhere."""
    root = folder.resolve()
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if not path.resolve().is_relative_to(root):
                problems(f"{path.relative_to(folder)} is a link out of the folder; it is not read.")
            elif path.is_file():
                yield path
