"""Reads held documents again: with a newer engine, or scans with OCR. No network."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path

from harvester import __version__
from harvester.archive import Archive, Outcome, RunInfo, RunSummary, Visit
from harvester.archive.documents import HeldDocument
from harvester.check import check
from harvester.documents import Extraction, FileStore, Readers, ocr
from harvester.documents.engine import engine
from harvester.normalize import normalize
from harvester.page import Finding, Page
from harvester.parsers.document import Document, parse_document
from harvester.sources import load_sources

#: Documents that are read before they are written together.
_BATCH = 20

_Reader = Callable[[Path], Extraction]


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
    read = ocr.ocr if with_ocr else None
    name = ocr.engine() if with_ocr else engine().name
    store = FileStore(path.parent / "files")
    summaries = []
    with Archive.open(path) as archive, Readers() as readers:
        reader: _Reader = (lambda at: readers.submit(at).result()) if read is None else read
        waiting = archive.documents_to_read(name, empty=with_ocr)
        waiting = [document for document in waiting if with_ocr or not ocr.is_ocr(document.engine)]
        for source_id, documents in groupby(waiting, key=lambda document: document.source_id):
            run = _begin(archive, source_id, name)
            errors = 0
            for batch in _batches(documents):
                visits = [_visit(document, store, reader) for document in batch]
                archive.store(run, visits, [])
                errors += sum(visit.error is not None for visit in visits)
                watch(len(batch))
            message = f"{errors} documents are not in the store." if errors else None
            outcome: Outcome = "incomplete" if errors else "complete"
            summaries.append(archive.finish_run(run, outcome, message, _now()))
    return summaries


def _begin(archive: Archive, source_id: str, engine_name: str) -> RunInfo:
    held = {row["id"]: row["base_url"] for row in archive.sources()}
    # the address that was harvested, which need not be the registry's
    source = replace(load_sources()[source_id], base_url=held[source_id])
    software = f"council-harvester {__version__}"
    return archive.begin_run(source, "extract", {"engine": engine_name}, software, _now())


def _batches(documents: Iterable[HeldDocument]) -> Iterator[list[HeldDocument]]:
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _visit(document: HeldDocument, store: FileStore, reader: _Reader) -> Visit:
    """What the document says today, as another reading of the response that gave its bytes."""
    page: Page | None = None
    findings: tuple[Finding, ...] = ()
    if store.has(document.sha256):
        path = store.path(document.sha256)
        held = Document(
            document.url, document.id, document.owner, document.media_type, path.read_bytes()
        )
        page = parse_document(held, reader(path))
        check(normalize(load_sources()[document.source_id].claim(page)))
    else:
        text = f"The bytes {document.sha256} are not in the store."
        findings = (Finding("error", "document_lost", text, document.id),)
    return Visit(
        key=None,
        url=document.url,
        method="GET",
        form=None,
        status=None,
        retrieved_at=_now(),
        page=page,
        findings=findings,
        error=findings[0].message if findings else None,
        snapshot_id=document.snapshot_id,
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
