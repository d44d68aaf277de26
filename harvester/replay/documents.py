"""Reads stored documents in step with the pages around them."""

from concurrent.futures import Future
from dataclasses import dataclass

from harvester.archive import Archive, recording
from harvester.document_pages import is_cut, is_read, page_of
from harvester.documents import Extraction, FileStore, Readers
from harvester.page import Page
from harvester.parsers.document import Document, cut_short, unchanged
from harvester.replay.reading import check_page
from harvester.sources import Source


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document whose bytes are in the store, and what is known of it beside.

    `late_at`: when it was fetched, where it is read only now and newer bytes may be held.
    """

    url: str
    file_id: str
    owner: str | None
    media_type: str | None
    sha256: str
    late_at: str | None = None


class Documents:
    """Reads documents in worker processes; what is ready is told when its turn comes.

    Args:
        archive: what it holds by then decides what is read, and which paper a form belongs to.
        store: has the bytes.
        readers: the processes.
        anew: read also what today's engine has read before, but for OCR.
    """

    def __init__(
        self, archive: Archive, store: FileStore, readers: Readers, *, anew: bool = False
    ) -> None:
        self._archive = archive
        self._store = store
        self._readers = readers
        self._anew = anew

    def begin(self, document: Fetched) -> Future[Extraction] | None:
        """Begin to read a document; None: these bytes of it are read already."""
        if self._is_read(document):
            return None
        return self._readers.submit(self._store.path(document.sha256))

    def page(self, source: Source, document: Fetched, begun: Future[Extraction] | None) -> Page:
        """The page of a document whose turn has come: what was before it must be stored.

        Raises:
            ReadersError: no process lives long enough to read anything.
        """
        if self._is_read(document):
            return unchanged(document.url, document.file_id, document.sha256)
        path = self._store.path(document.sha256)
        body = path.read_bytes()
        if is_cut(self._archive, document.file_id, document.sha256, body):
            return cut_short(document.url, document.file_id)
        read = (begun or self._readers.submit(path)).result()
        told = Document(
            document.url,
            document.file_id,
            document.owner,
            document.media_type,
            body,
            source.body_id,
        )
        return check_page(page_of(self._archive, source, told, read))

    def _is_read(self, document: Fetched) -> bool:
        if document.late_at is not None:
            newest = recording.newest_version(self._archive.db, document.file_id)
            if newest is not None and newest > document.late_at:
                return True  # an older version: it is noted, what newer bytes say stands
        return is_read(self._archive, document.file_id, document.sha256, by_ocr_only=self._anew)
