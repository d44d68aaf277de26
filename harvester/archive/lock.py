"""One writer at a time: a lock beside the archive that the kernel frees with the process."""

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

from harvester.archive.errors import ArchiveLocked, read_only


class WriterLock:
    """The lock of an archive's writer. The lock file stays; what counts is who has it locked."""

    def __init__(self, archive: Path) -> None:
        """Take the lock.

        Raises:
            ArchiveLocked: another process has it; the message says which and since when.
            ArchiveReadOnly: the lock file cannot be made.
        """
        path = archive.with_name(f"{archive.name}.lock")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise read_only(archive) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._file, 100).decode(errors="replace").strip()
            os.close(self._file)
            raise ArchiveLocked(
                f"{archive} is being written by another run ({holder or 'unknown process'}); "
                "wait until it has ended, or stop it and start again."
            ) from error
        try:
            # No caller can know when this process began to write.
            since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            os.ftruncate(self._file, 0)
            os.write(self._file, f"process {os.getpid()} since {since}\n".encode())
        except OSError:  # a full disk: the lock holds, only the message will lack the process
            pass

    def release(self) -> None:
        """Let the next writer in."""
        os.close(self._file)
