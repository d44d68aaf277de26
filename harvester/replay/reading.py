"""What a stored response says today; runs in worker processes."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from harvester.archive.recording import Recorded
from harvester.check import check
from harvester.crawling.outcome import judge_document, judge_response
from harvester.documents import FileStore
from harvester.normalize import normalize
from harvester.page import Finding, Page, PageError
from harvester.reading import read_page
from harvester.scope import Scope
from harvester.sources import Source
from harvester.warc import Response, WarcError
from harvester.warc.reader import read_at

FILE = "file"
#: Codes of what can be the fault of the recording only.
LOST, DIFFERS = "record_lost", "record_differs"
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """What a response gave: a page, or why none. Neither: a document that is in the store now."""

    page: Page | None = None
    finding: Finding | None = None


def read(source: Source, response: Response, committees: frozenset[str]) -> Reading:
    """Read a page as a crawl does, up to what the archive takes.

    Args:
        source: whose page it is.
        response: as it was stored; `run` tells what the crawl kept of such pages.
        committees: names that the archive knows, for texts of forms on the platform.
    """
    try:
        scope = scope_of(response)
        if 200 <= response.status < 300 and not scope.owns(response.url):
            raise PageError("moved", f"The host answers at {response.url} instead.")
        page = read_page(
            source,
            response.body,
            response.url,
            status=response.status,
            kind=response.kind,
            committees=committees,
        )
        return Reading(check_page(scope.trim(page)))
    except PageError as error:
        finding = judge_response(response.status, response.body, error)
        if error.code == "session_lost":
            # the crawl asked for another page instead, which is recorded too
            finding = Finding("info", error.code, str(error))
        return Reading(finding=finding)
    except Exception as error:  # a bug in a parser costs a page, not the replay
        return Reading(finding=Finding("error", "crash", f"{type(error).__name__}: {error}"))


def read_recorded(
    folder: Path, recorded: Recorded, source: Source, committees: frozenset[str], files: Path
) -> Reading:
    """Read what the archive knows to be recorded; the bytes of a document go into the store.

    Args:
        folder: of the WARC files.
        recorded: the response.
        source: whose it is.
        committees: as `read` takes them.
        files: the root of the store.
    """
    try:
        response = read_at(folder, recorded.place)
    except WarcError as error:
        return Reading(finding=Finding("error", LOST, str(error)[:_LONGEST]))
    if sha256(response.body).hexdigest() != recorded.sha256:
        text = f"The record at byte {recorded.place.offset} of {recorded.place.file} is another's."
        return Reading(finding=Finding("error", DIFFERS, text))
    if recorded.kind != FILE:
        return read(source, response, committees)
    finding = judge_file(response)
    if finding is None:
        FileStore(files).put(response.body)
    return Reading(finding=finding)


def judge_file(response: Response) -> Finding | None:
    """What is wrong with an answer in which a document was expected; None if it may be one."""
    if not scope_of(response).owns(response.url):
        moved = PageError("moved", f"The host answers at {response.url} instead.")
        return judge_response(response.status, response.body, moved)
    finding = judge_document(response.status, response.body)
    return None if finding is None else replace(finding, record_id=response.target)


def check_page(page: Page) -> Page:
    """Understand a page and hold it against what such a page should have."""
    check(normalize(page))
    return page


def scope_of(response: Response) -> Scope:
    """What the run that recorded a response kept of such pages; of others' all on their host."""
    run = response.run
    if run is not None and run.since is not None and run.until is not None:
        with suppress(ValueError):  # somebody has written into the file
            return Scope(run.base_url, date.fromisoformat(run.since), date.fromisoformat(run.until))
    parts = urlsplit(response.url)
    return Scope(f"{parts.scheme}://{parts.netloc}/", date.min, date.max)
