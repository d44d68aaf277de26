"""What a crawler hands to the archive and gets back from it."""

from dataclasses import dataclass
from typing import Literal

from harvester.page import Finding, Form, Page
from harvester.warc.model import Place

Outcome = Literal["complete", "incomplete", "refused", "failed", "interrupted"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What lets a host answer that a document is unchanged, and the bytes (SHA-256) it is about."""

    sha256: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One request of the frontier. `key` is `harvester.archive.request_key(...)`.

    `target` is the id of the record it leads to, `owner` that of the paper a file belongs to, where
    the page told. `once`: what was fetched in an earlier campaign is not asked for again.
    """

    key: str
    kind: str
    url: str
    method: str = "GET"
    form: Form | None = None
    priority: int = 0
    target: str | None = None
    owner: str | None = None
    validators: Validators | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One attempt at a request: the response, what was parsed from it, what becomes of the row.

    `key` None: not from the frontier. `sha256` and `page` None: there was no response. `state`
    None leaves the frontier's row as it is, to be tried again. `retrieved_at` is UTC
    (`2026-11-21T02:00:07Z`), `size` bytes. The page's own findings need not be repeated.
    `kind` and `target` are those of the request, `place` is where the response is recorded.

    `snapshot_id`: the response was stored before, this is another reading of it. `read_at`: when
    it was read, where that is later than `retrieved_at` (a re-reading, an import of old pages):
    changes bear this time, sightings the older one.
    """

    key: str | None
    url: str
    method: str
    form: Form | None
    status: int | None
    retrieved_at: str
    media_type: str | None = None
    sha256: str | None = None
    size: int | None = None
    page: Page | None = None
    findings: tuple[Finding, ...] = ()
    state: Literal["done", "failed"] | None = None
    error: str | None = None
    validators: Validators | None = None
    snapshot_id: int | None = None
    kind: str | None = None
    target: str | None = None
    place: Place | None = None
    read_at: str | None = None


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run that has begun. `campaign` is the id of the run that began this crawl.

    An older campaign than `id`: the run goes on with a crawl that was cut short. `uid` names the
    run in all archives that know of it. `nightly`: it asks only for what is due.
    """

    id: int
    campaign: int
    source_id: str
    uid: str
    nightly: bool = False


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run has come to; `failed`, `listed` and `missing` count for the whole campaign.

    `listed` are meetings and papers that the source's lists name within the window that was asked
    for, `missing` those that any list names and that are not held.
    """

    pages: int
    failed: int
    waiting: int
    errors: int
    listed: int
    missing: int


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did.

    `records` counts rows by record type under new, changed, unchanged, gone and returned.
    `pages` are responses, `failed` and `waiting` requests of the frontier, `findings` counts by
    severity. `listed` and `missing` count what the source's own lists name, in this run and those
    it continues, and what of it the archive does not hold; `missing_ids` are a few of those.
    """

    run_id: int
    source_id: str
    outcome: Outcome
    message: str | None
    started: str
    ended: str
    pages: int
    failed: int
    waiting: int
    records: dict[str, dict[str, int]]
    findings: dict[str, int]
    listed: int
    missing: int
    missing_ids: tuple[str, ...]
