"""Where a release is put: whole or not at all, and only over an earlier release."""

import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harvester.exports.placing import ExportError, explained

#: The file that every release has.
SUMS = "SHA256SUMS"
_FIRST_YEAR = 1980  # of a zip file


@dataclass(slots=True)
class Place:
    """The folder to write a release into; `day` (`2026-05-31`) dates the files in a zip."""

    folder: Path
    day: str = "1980-01-01"


@contextmanager
def placed(to: Path, names: Collection[str]) -> Iterator[Place]:
    """A folder to fill; when the block ends well it stands at its place, or packed if that is .zip.

    Args:
        to: The place; it is empty or holds an earlier release, or is not there yet.
        names: The paths of all files that a release may hold.

    Raises:
        ExportError: something else is there, or the place cannot be written.
    """
    to = to.resolve()
    zipped = to.suffix.lower() == ".zip"
    with explained(to):
        _check(to, names, zipped=zipped)
        with tempfile.TemporaryDirectory(prefix=".harvester-", dir=to.parent) as name:
            place = Place(Path(name) / "release")
            place.folder.mkdir()
            yield place
            if zipped:
                packed = Path(name) / "release.zip"
                _pack(place, packed)
                packed.replace(to)
            else:
                _swap(place.folder, to, Path(name) / "before")


def _swap(made: Path, to: Path, before: Path) -> None:
    """Put a folder in its place; where that fails the earlier one is back there."""
    if to.exists():
        to.rename(before)
    try:
        made.rename(to)
    except BaseException:
        if before.exists():
            before.rename(to)
        raise


def files_in(folder: Path) -> list[str]:
    """The paths of all files in a folder, sorted, with slashes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _pack(place: Place, to: Path) -> None:
    year, month, day = map(int, place.day.split("-"))
    with zipfile.ZipFile(to, "x") as packed:
        for path in files_in(place.folder):
            entry = zipfile.ZipInfo(path, (max(year, _FIRST_YEAR), month, day, 0, 0, 0))
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.file_size = (place.folder / path).stat().st_size  # may need the larger format
            with (place.folder / path).open("rb") as source, packed.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _check(to: Path, names: Collection[str], *, zipped: bool) -> None:
    """Whether a release may be put there.

    Raises:
        ExportError: it is something else than an earlier release, or its parent is missing.
    """
    if not to.parent.is_dir():
        raise ExportError(f"The folder {to.parent} does not exist; create it, or name another.")
    if not to.exists():
        return
    if zipped != to.is_file():
        what = "a file" if to.is_file() else "a folder"
        raise ExportError(f"{to} is {what}; name a new folder, or a file that ends with .zip.")
    try:
        found = zipfile.ZipFile(to).namelist() if zipped else _entries(to, names)
    except zipfile.BadZipFile:
        found = [to.name]
    other = [name for name in found if name not in names] or found
    if other is not found or (found and SUMS not in found):
        raise ExportError(
            f"{to} is no earlier release, it holds {other[0][:100]!r}; name a new or an empty "
            "folder, or a new file."
        )


def _entries(folder: Path, names: Collection[str]) -> list[str]:
    """What a folder holds, by path; of folders that no release has only the name."""
    known = {name.partition("/")[0] for name in names if "/" in name}
    found: list[Path] = []
    for path in sorted(folder.iterdir()):
        inside = path.name in known and path.is_dir() and not path.is_symlink()
        found += sorted(path.iterdir()) if inside else [path]
    return [
        path.relative_to(folder).as_posix() + ("/" if path.is_dir() or path.is_symlink() else "")
        for path in found
    ]
