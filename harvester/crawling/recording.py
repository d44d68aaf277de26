"""The WARC file of a run: every response goes into it, bytes that are held already only once."""

import hashlib

from harvester.archive import Archive
from harvester.warc import Original, Place, Response, RunEnd, RunStart, WarcError
from harvester.warc.writer import WarcWriter, repair


class Recording:
    """What a run records, in the folder `warc` beside its archive.

    Raises:
        WarcError: the folder or the file cannot be written; from every method.
    """

    def __init__(self, archive: Archive, start: RunStart, software: str, max_size: int) -> None:
        folder = archive.path.parent / "warc"
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise WarcError(f"The folder {folder} cannot be made ({error.strerror}).") from error
        repair(folder)
        self._archive = archive
        self._writer = WarcWriter(folder, start, software, max_size=max_size)
        self._recent: dict[str, Original] = {}

    def keep(self, response: Response, same_as: str | None = None) -> Place:
        """Record a response; `same_as`: the SHA-256 of the bytes that it says are unchanged."""
        sha256 = same_as or hashlib.sha256(response.body).hexdigest()
        held = None
        if response.body or same_as:
            held = self._recent.get(sha256) or self._archive.original(sha256)
        place = self._writer.write(response, held)
        if held is None:
            self._recent[sha256] = Original(place, response.url, response.retrieved_at)
        return place

    def forget(self) -> None:
        """The archive knows by now where the responses so far are recorded."""
        self._recent.clear()

    def end(self, end: RunEnd) -> None:
        """Note how the run ended."""
        self._writer.end(end)

    def close(self) -> None:
        """Close the file."""
        self._writer.close()
