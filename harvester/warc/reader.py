"""Reads responses out of WARC files: one of ours by its place, or all of anybody's files."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from harvester.warc.convert import (
    NOT_MODIFIED,
    asked_as,
    digest,
    is_ours,
    response_of,
    target,
    utc,
)
from harvester.warc.fields import read_end, read_start
from harvester.warc.framing import BrokenRecord, Record, Spot, read_record, read_records
from harvester.warc.model import Place, Response, RunEnd, RunStart, WarcError
from harvester.warc.repair import OPEN

#: How the names of WARC files end; `.open` is one of ours that is being written.
ENDINGS = (".warc", ".warc.gz", OPEN)
_RESPONSES = frozenset(("response", "revisit", "resource"))
#: A file name that leads nowhere else.
_NAME = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.+-]*")
_POINTER = re.compile(rf"({_NAME.pattern});([0-9]{{1,15}});([0-9]{{1,15}})")


def read_at(folder: Path, place: Place) -> Response:
    """Read one of our responses; a revisit gets the body of the record that has it.

    Raises:
        WarcError: the file is not there, or the record cannot be read.
    """
    path = _held(folder, place.file)
    if path is None:
        raise WarcError(
            f"{folder / place.file} is not there, so the response in it cannot be read; "
            "put the file back, or crawl again."
        )
    try:
        record = read_record(Spot(path, place.offset))
        response = response_of(record) if record.type in _RESPONSES else None
        if response is None:
            raise BrokenRecord("holds no response")
        if record.type == "revisit":
            found = _original(record, lambda revisit: _pointed(revisit, [folder]))
            if found is None:
                raise BrokenRecord("refers to a record that cannot be read")
            response = _filled(response, found[1])
        return replace(response, run=_run_of(path), place=place)
    except BrokenRecord as broken:
        raise WarcError(
            f"The record at byte {place.offset} of {path} {broken}; put a copy of the file back, "
            "or crawl again."
        ) from broken
    except OSError as error:
        raise WarcError(f"{path} cannot be read ({error.strerror}); check the disk.") from error


def read_warcs(
    paths: Sequence[Path], problems: Callable[[str], None]
) -> Iterator[Response | RunStart | RunEnd]:
    """Read all responses of WARC files, in the order of the files' names, and our runs around them.

    A run is told once, though its files each begin with it.

    Args:
        paths: files, and folders that are searched to their depths.
        problems: is told what cannot be read, in a sentence; the rest is read.
    """
    return _Reading(_files(paths, problems), problems).all()


class _Reading:
    """What was read so far: where the payloads lie, for the revisits that name them."""

    def __init__(self, files: list[Path], problems: Callable[[str], None]) -> None:
        self._files = files
        self._folders = list(dict.fromkeys(path.parent for path in files))
        self._problems = problems
        self._runs: set[str] = set()
        self._dated: dict[tuple[str, str], Spot] = {}
        self._digested: dict[tuple[str, str], Spot] = {}

    def all(self) -> Iterator[Response | RunStart | RunEnd]:
        for path in self._files:
            try:
                yield from self._file(path)
            except OSError as error:
                self._problems(f"{path.name} cannot be read ({error.strerror}).")

    def _file(self, path: Path) -> Iterator[Response | RunStart | RunEnd]:
        run: RunStart | None = None
        asked: Record | None = None
        # a foreign response, until the record behind it proves not to be its request
        waiting: tuple[Record, Response] | None = None
        for record in read_records(path, self._problems):
            if record.type == "request":
                if waiting and _named_in(record, waiting[0]):
                    waiting = waiting[0], asked_as(waiting[1], record)
                asked = record
                continue
            if waiting:
                yield waiting[1]
                waiting = None
            if record.type == "warcinfo":
                run = read_start(record.block or b"")
                if run and run.run not in self._runs:
                    self._runs.add(run.run)
                    yield run
            elif record.type == "metadata":
                end = read_end(record.block or b"") if run else None
                if end:
                    yield end
            elif record.type in _RESPONSES:
                response = self._response(record)
                if response and is_ours(record):
                    yield replace(response, run=run)
                elif response:
                    waiting = (
                        record,
                        asked_as(response, asked)
                        if (asked and _answers(record, asked))
                        else response,
                    )
                asked = None
        if waiting:
            yield waiting[1]

    def _response(self, record: Record) -> Response | None:
        try:
            response = response_of(record)
            if response is None:
                return None
            spot = record.spot
            if record.type == "revisit":
                found = _original(record, self._candidates)
                if found is not None:
                    spot, original = found
                    response = _filled(response, original)
                elif response.status != NOT_MODIFIED:
                    raise BrokenRecord("refers to a record that is not among these files")
        except BrokenRecord as broken:
            self._problems(f"{record.spot} {broken}; it is not read.")
            return None
        self._remember(record, response, spot)
        return response

    def _remember(self, record: Record, response: Response, spot: Spot) -> None:
        """Note where the payload lies, so that later revisits find it."""
        self._dated[response.url, response.retrieved_at] = spot
        stated = digest(record)
        if stated and response.status != NOT_MODIFIED:
            self._digested.setdefault(stated, spot)

    def _candidates(self, revisit: Record) -> Iterator[Spot]:
        yield from _pointed(revisit, [revisit.spot.path.parent, *self._folders])
        fields = revisit.fields
        try:
            dated = (
                fields.get("warc-refers-to-target-uri", target(revisit)),
                utc(fields.get("warc-refers-to-date", "")),
            )
        except (ValueError, OverflowError):
            dated = ("", "")
        stated = digest(revisit)
        for spot in (self._dated.get(dated), self._digested.get(stated) if stated else None):
            if spot:
                yield spot


def _original(
    revisit: Record, candidates: Callable[[Record], Iterable[Spot]]
) -> tuple[Spot, Response] | None:
    """The response that a revisit refers to, be it by way of other revisits."""
    seen: set[Spot] = set()
    ahead = [*candidates(revisit)][::-1]
    while ahead:
        spot = ahead.pop()
        if spot in seen:
            continue
        seen.add(spot)
        try:
            record = read_record(spot)
            if record.type == "revisit":
                ahead += [*candidates(record)][::-1]
                continue
            response = response_of(record) if record.type in _RESPONSES else None
        except (OSError, BrokenRecord):
            continue
        if response is not None and _same(digest(revisit), digest(record)):
            return spot, response
    return None


def _same(one: tuple[str, str] | None, other: tuple[str, str] | None) -> bool:
    """Whether two digests can be those of the same bytes."""
    return one is None or other is None or one[0] != other[0] or one[1] == other[1]


def _filled(revisit: Response, original: Response) -> Response:
    if not revisit.status:  # it keeps no head of its own
        revisit = replace(revisit, status=original.status, headers=original.headers)
    return replace(revisit, body=original.body)


def _pointed(revisit: Record, folders: Iterable[Path]) -> Iterator[Spot]:
    """Where our own pointer leads."""
    pointer = _POINTER.fullmatch(revisit.fields.get("harvester-refers-to", ""))
    for folder in folders if pointer else ():
        assert pointer is not None  # noqa: S101 - else there are no folders
        path = _held(folder, pointer[1])
        if path is not None:
            yield Spot(path, int(pointer[2]))


def _named_in(request: Record, response: Record) -> bool:
    """Whether one of the two names the other."""
    pairs = ((request, response), (response, request))
    return any(
        one.fields.get("warc-concurrent-to", "") == other.fields.get("warc-record-id")
        for one, other in pairs
    )


def _answers(response: Record, request: Record) -> bool:
    """Whether a response answers the request before it."""
    unnamed = not any("warc-concurrent-to" in record.fields for record in (request, response))
    return _named_in(request, response) or (unnamed and target(request) == target(response))


def _run_of(path: Path) -> RunStart | None:
    first = read_record(Spot(path, 0))
    return read_start(first.block or b"") if first.type == "warcinfo" else None


def _held(folder: Path, name: str) -> Path | None:
    """The file of this name, which may be open still."""
    if not _NAME.fullmatch(name):
        return None
    paths = (folder / name, folder / (name + OPEN))
    return next((path for path in paths if path.is_file()), None)


def _files(paths: Sequence[Path], problems: Callable[[str], None]) -> list[Path]:
    """The files to read, each once, by name: our names are in the order of time."""
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = [each for each in path.rglob("*") if each.name.lower().endswith(ENDINGS)]
        else:
            inside = [path]
        for file in inside:
            if file.is_file():
                found.setdefault(file.resolve(), file)
            else:
                problems(f"{file} is no file that can be read.")
    return sorted(found.values(), key=lambda path: (path.name, str(path)))
