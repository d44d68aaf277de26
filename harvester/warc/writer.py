"""Writes what a run receives into WARC files, so that a kill at any moment costs one record."""

import errno
import fcntl
import os
import re
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from harvester.warc.build import end_record, exchange, start_record
from harvester.warc.model import Original, Place, Response, RunEnd, RunStart, WarcError
from harvester.warc.repair import OPEN, repair

__all__ = ["OPEN", "WarcWriter", "repair"]

# EFBIG: the file system or a limit of the process allows no larger file
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_UNFIT = re.compile(r"[^0-9A-Za-z]+")


class WarcWriter:
    """The files of one run: `<source>-<start>-<run>-00001.warc.gz`, with `.open` while written.

    A record is in the hands of the operating system when `write` returns. What cannot be written
    is taken back whole, so that what follows lies behind a whole record.

    Args:
        folder: where the files go; made with the first of them.
        start: the run, kept at the head of each file.
        software: name and version of the program.
        max_size: bytes after which the next file is begun.
    """

    def __init__(
        self, folder: Path, start: RunStart, software: str, *, max_size: int = 1_000_000_000
    ) -> None:
        self._folder = folder
        self._start = start
        self._software = software
        self._max_size = max_size
        self._stem = "-".join(
            _UNFIT.sub("", part) or "x" for part in (start.source_id, start.started, start.run)
        )
        self._number = 0
        self._file: FileIO | None = None
        self._name = ""
        self._size = 0
        self._wrote = False

    def write(self, response: Response, original: Original | None = None) -> Place:
        """Write a response, and the request that it answers.

        Args:
            response: what came.
            original: the record that holds the same payload already: only the head is written, and
                where the payload lies.

        Returns:
            Where the response is.

        Raises:
            WarcError: it cannot be written; nothing of it was.
        """
        request, answer = exchange(response, original)
        end = self._append(request + answer)
        self._wrote = True
        return Place(self._name, end - len(answer), len(answer))

    def end(self, end: RunEnd) -> None:
        """Write how the run ended; nothing where it wrote no response.

        Raises:
            WarcError: it cannot be written.
        """
        if self._wrote:
            self._append(end_record(end))

    def close(self) -> None:
        """Give the file its final name.

        Raises:
            WarcError: it cannot be renamed.
        """
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            with file:
                os.fsync(file.fileno())
            Path(file.name).rename(self._folder / self._name)
        except OSError as error:
            raise self._explained(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def _append(self, records: bytes) -> int:
        """Write at the end, all or nothing, and give the new end."""
        if self._size and self._size + len(records) > self._max_size:
            self.close()
        try:
            if self._file is None:
                self._begin()
            self._write(records)
        except OSError as error:
            raise self._explained(error) from error
        return self._size

    def _begin(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._size = 0
        while self._file is None:
            self._number += 1
            self._name = f"{self._stem}-{self._number:05}.warc.gz"
            # a run that goes on in a new process may have written files before
            if not (self._folder / self._name).exists():
                self._file = _created(self._folder / (self._name + OPEN))

    def _write(self, records: bytes) -> None:
        assert self._file is not None  # noqa: S101 - _append has opened it
        if not self._size:
            records = start_record(self._start, self._software, self._name) + records
        rest = memoryview(records)
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
        except BaseException:
            self._take_back()
            raise
        self._size += len(records)

    def _take_back(self) -> None:
        """Cut what was written in part; without that, nothing more goes into this file."""
        assert self._file is not None  # noqa: S101 - something was written
        file = self._file
        try:
            file.truncate(self._size)
            file.seek(self._size)
            if not self._size:
                Path(file.name).unlink()
        except OSError:
            self._size = 0
        if not self._size:
            self._file = None
            file.close()

    def _explained(self, error: OSError) -> WarcError:
        if error.errno in _FULL:
            return WarcError(
                f"There is no room left to write {self._folder}; free some space and start again, "
                "nothing is lost."
            )
        return WarcError(
            f"{self._folder} cannot be written ({error.strerror}); check the rights of the folder "
            "and the disk."
        )


def _created(path: Path) -> FileIO | None:
    try:
        file = FileIO(path, "x")
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # for `repair`: somebody is at work
        return file
    except FileExistsError:
        return None
