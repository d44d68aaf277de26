"""What is kept of a response, and where."""

from dataclasses import dataclass

from harvester.errors import HarvesterError
from harvester.page import Form


class WarcError(HarvesterError):
    """A file cannot be written, or a record not be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: name of the file in the folder `warc`, offset and length in bytes.

    The length is that of the gzip member, so that `file[offset:offset + length]` is the record.
    """

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Original:
    """The record that holds a payload which came again."""

    place: Place
    url: str
    retrieved_at: str


@dataclass(frozen=True, slots=True)
class RunStart:
    """What the first record of our files says about the run that wrote them.

    `since` and `until` are the days outside of which the run forgot what lists named; None: it
    forgot nothing. `started` is UTC, `run` the run's uid in the archive, `arguments` what the run
    was asked for, as JSON.
    """

    source_id: str
    base_url: str
    run: str
    command: str
    arguments: str
    started: str
    since: str | None = None
    until: str | None = None
    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class RunEnd:
    """What the last record says: how the run ended; it is missing where a run was killed.

    `whole` are the kinds of lists that were read to their end, so that what they lack is absent.
    """

    run: str
    ended: str
    outcome: str
    message: str | None
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """One response: as it came, with the body decoded (docs/decisions/0012-what-is-recorded.md).

    `retrieved_at` is UTC (`2026-11-22T02:00:07Z`), `headers` in order. `kind`, `target` and `owner`
    are what the crawl knew of the request (see `harvester.page.Link`), None in files of others.
    `run`: what the file says about the run, None in files of others. `place`: where it was read.
    """

    url: str
    method: str
    form: Form | None
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    retrieved_at: str
    kind: str | None = None
    target: str | None = None
    owner: str | None = None
    run: RunStart | None = None
    place: Place | None = None

    @property
    def media_type(self) -> str | None:
        """The media type as the host states it."""
        named = (value for name, value in self.headers if name.lower() == "content-type")
        return next(named, None)
