"""Reads held documents again: with a newer engine, or scans with OCR. No network."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from harvester import __version__
from harvester.archive import Archive, Outcome, RunSummary, Visit
from harvester.archive.documents import HeldDocument
from harvester.check import check
from harvester.clock import utc_now
from harvester.document_pages import page_of
from harvester.documents import Extraction, FileStore, Readers, ocr
from harvester.documents.engine import engine
from harvester.normalize import normalize
from harvester.page import Finding, Page
from harvester.parsers.document import Document
from harvester.sources import Source, load_sources

#: Documents that are read before they are written together.
_BATCH = 20

_Read = Callable[[list[Path]], list[Extraction]]


def extract(
    path: Path, *, with_ocr: bool, watch: Callable[[int], None] = lambda count: None
) -> list[RunSummary]:
    """Read the documents of an archive that today's engine has not read; a run per source.

    Args:
        path: the archive; its documents lie in `files` beside it.
        with_ocr: read those in which no text was found, by optical character recognition.
        watch: called with the number of documents read since the last call.

    Raises:
        ArchiveError: the archive cannot be opened or written.
        OcrMissingError: the programs for OCR are not there.
    """
    name = ocr.engine() if with_ocr else engine().name
    store = FileStore(path.parent / "files")
    summaries = []
    with Archive.open(path) as archive, Readers() as readers:
        read: _Read = _by_ocr if with_ocr else partial(_by_engine, readers)
        waiting = archive.documents_to_read(name, empty=with_ocr)
        waiting = [document for document in waiting if with_ocr or not ocr.is_ocr(document.engine)]
        sources = {row["id"]: source_as_held(row) for row in archive.sources()}
        for source_id, documents in groupby(waiting, key=lambda document: document.source_id):
            source = sources[source_id]
            software = f"council-harvester {__version__}"
            run = archive.begin_run(source, "extract", {"engine": name}, software, utc_now())
            errors = 0
            for batch in _batches(documents):
                visits = list(_visits(archive, batch, source, store, read))
                archive.store(run, visits, [])
                errors += sum(visit.error is not None for visit in visits)
                watch(len(batch))
            message = f"{errors} documents are not in the store." if errors else None
            outcome: Outcome = "incomplete" if errors else "complete"
            summaries.append(archive.finish_run(run, outcome, message, utc_now()))
    return summaries


def source_as_held(row: dict[str, Any]) -> Source:
    """A source as the archive knows it; the registry may have another address, or none any more."""
    registered = load_sources().get(row["id"])
    return Source(
        id=row["id"],
        spider=row["id"],
        body_id=row["body_id"],
        body_name=row["body_name"],
        ags=row["ags"],
        website=row["website"],
        system=row["system"],
        base_url=row["base_url"],
        retired_at=row["retired_at"],
        # only the registry tells; without it no paper is given to a town that may not be its own
        shared=registered is None or registered.shared,
    )


def _batches(documents: Iterable[HeldDocument]) -> Iterator[list[HeldDocument]]:
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _by_engine(readers: Readers, paths: list[Path]) -> list[Extraction]:
    """All at once: the readers share them out."""
    return [future.result() for future in [readers.submit(path) for path in paths]]


def _by_ocr(paths: list[Path]) -> list[Extraction]:
    return [ocr.ocr(path) for path in paths]


def _visits(
    archive: Archive, batch: list[HeldDocument], source: Source, store: FileStore, read: _Read
) -> Iterator[Visit]:
    """What the documents say today, as another reading of the responses that gave their bytes."""
    held = [document for document in batch if store.has(document.sha256)]
    readings = read([store.path(document.sha256) for document in held])
    by_id = {document.id: reading for document, reading in zip(held, readings, strict=True)}
    for document in batch:
        reading = by_id.get(document.id)
        if reading is None:
            text = f"The bytes {document.sha256} are not in the store."
            yield _visit(document, None, Finding("error", "document_lost", text, document.id))
            continue
        body = store.path(document.sha256).read_bytes()
        told = Document(document.url, document.id, None, document.media_type, body, source.body_id)
        page = page_of(archive, source, told, reading)
        check(normalize(page))
        yield _visit(document, page)


def _visit(document: HeldDocument, page: Page | None, finding: Finding | None = None) -> Visit:
    return Visit(
        key=None,
        url=document.url,
        method="GET",
        form=None,
        status=None,
        retrieved_at=utc_now(),
        page=page,
        findings=() if finding is None else (finding,),
        error=None if finding is None else finding.message,
        snapshot_id=document.snapshot_id,
    )
