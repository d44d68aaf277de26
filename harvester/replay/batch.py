"""Stores what a replay read, many responses at a time."""

from collections.abc import Callable

from harvester.archive import Archive, RunInfo, Visit

_SIZE = 50


class Batch:
    """The visits of a run that are not stored yet.

    Args:
        archive: where they go.
        run: whose they are.
        stored: called whenever they have been stored.
    """

    def __init__(
        self, archive: Archive, run: RunInfo, stored: Callable[[], None] = lambda: None
    ) -> None:
        self._archive = archive
        self._run = run
        self._stored = stored
        self._visits: list[Visit] = []

    def add(self, visit: Visit) -> None:
        """Take a visit; the batch is stored when it is large enough."""
        self._visits.append(visit)
        if len(self._visits) >= _SIZE:
            self.store()

    def before(self, file_id: str) -> None:
        """Store what a document of this file must find in the archive: pages, and its like."""
        if any(v.page is not None and v.kind != "file" for v in self._visits) or any(
            visit.target == file_id for visit in self._visits
        ):
            self.store()

    def store(self) -> None:
        """Store what there is."""
        visits, self._visits = self._visits, []
        if visits:
            self._archive.store(self._run, visits, ())
        self._stored()
