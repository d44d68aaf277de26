"""Puts in order what a killed run left in the folder of WARC files."""

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from harvester.warc.framing import BrokenRecord, Member, TornRecord, next_member
from harvester.warc.model import WarcError

#: Behind the name of a file that is being written.
OPEN = ".open"
_PIECE = 1 << 20


def repair(folder: Path) -> list[str]:
    """Cut off torn last records, and give the files their final names.

    A file without a response (empty, or with nothing but what the run is) is removed. One that a
    run of another archive in the same folder is writing is locked, and left alone.

    Returns:
        A sentence for each file.

    Raises:
        WarcError: a file cannot be read, cut or renamed.
    """
    left = sorted(folder.glob(f"*{OPEN}"))
    return [_repaired(path) for path in left if path.is_file() and not path.is_symlink()]


def _repaired(path: Path) -> str:
    final = path.with_name(path.name.removesuffix(OPEN))
    try:
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            records, end = _whole(file)
            size = os.fstat(file.fileno()).st_size
            file.truncate(end)
            os.fsync(file.fileno())
        if records < 2:  # the first says which run it was
            path.unlink()
            return f"{final.name} held no response and was removed."
        if final.exists():
            return f"{path.name} stays as it is: there is a file {final.name} already."
        path.rename(final)
    except BlockingIOError:
        return f"{final.name} is being written by another run and was left alone."
    except OSError as error:
        raise WarcError(
            f"{path}, which an interrupted run left, cannot be put in order ({error.strerror}); "
            "check the rights of the folder and the disk."
        ) from error
    cut = f"; its last {size - end} bytes were a torn record and were cut off" if size > end else ""
    return f"{final.name} was left by an interrupted run{cut}."


def _whole(file: BinaryIO) -> tuple[int, int]:
    """How many gzip members are whole, and where the last of them ends."""
    size = os.fstat(file.fileno()).st_size
    piece = bytearray(_PIECE)
    records, end = 0, 0
    at: int | None = 0
    while at is not None and at < size:
        member = Member(file, at)
        try:
            while member.readinto(piece):
                pass
        except TornRecord:
            break
        except BrokenRecord:
            # damaged in the middle: what follows is good still
            at = next_member(file, at + 1)
        else:
            records += 1
            at = end = member.end
    return records, end
