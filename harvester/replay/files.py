"""Which WARC files there are to read, and whose they are."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from harvester.replay.workers import ReplayError
from harvester.warc import Response, RunStart
from harvester.warc.reader import ENDINGS, read_warcs
from harvester.warc.repair import OPEN, repair


@dataclass(slots=True)
class RunFiles:
    """A run and its files, in the order in which they were written."""

    start: RunStart
    paths: list[Path] = field(default_factory=list)


def is_warc(path: Path) -> bool:
    """Whether a file is named as WARC files are."""
    return path.name.lower().endswith(ENDINGS)


def warc_files(paths: Iterable[Path]) -> list[Path]:
    """The WARC files among the paths and in the folders among them, each once."""
    found: dict[Path, Path] = {}
    for path in paths:
        inside = filter(is_warc, path.rglob("*")) if path.is_dir() else (path,)
        for file in inside:
            if file.is_file():
                found.setdefault(file.resolve(), file)
    return sorted(found.values(), key=lambda file: (file.name, str(file)))


def own_runs(files: Iterable[Path]) -> list[RunFiles] | None:
    """The runs that wrote the files, in the order of time; None if a file is somebody else's."""
    runs: dict[str, RunFiles] = {}
    for path in files:
        first = next(read_warcs([path], lambda problem: None), None)
        if isinstance(first, RunStart):
            runs.setdefault(first.run, RunFiles(first)).paths.append(path)
        elif isinstance(first, Response):
            return None
    # a run that goes on with another began later, be it in the same second
    return sorted(
        runs.values(), key=lambda run: (run.start.started, run.start.campaign != run.start.run)
    )


def bring_in(files: Iterable[Path], folder: Path) -> None:
    """Have the files in the folder, under their names; those that lie there already stay.

    Whole files are linked where that is possible. What an interrupted run left open is copied and
    put in order. To be called by who holds the archive's lock.

    Raises:
        ReplayError: another file of this name lies there, or there is no room.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in files:
            _bring_in(path, folder)
    except OSError as error:
        raise ReplayError(
            f"The WARC files cannot be put into {folder} ({error.strerror}); "
            "check the rights of the folder and the disk."
        ) from error
    repair(folder)


def _bring_in(path: Path, folder: Path) -> None:
    target = folder / path.name
    if target.exists():
        if not target.samefile(path) and target.stat().st_size != path.stat().st_size:
            raise ReplayError(
                f"{target} is another file than {path}; name another --archive, in a folder "
                "without the WARC files of other archives."
            )
        return
    if not path.name.endswith(OPEN):
        try:
            os.link(path.resolve(), target)
        except OSError:  # another disk, or one that knows no links
            pass
        else:
            return
    half = target.with_name(f"{target.name}.copy")
    shutil.copyfile(path, half)
    half.replace(target)
