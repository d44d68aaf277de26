"""Cuts WARC files into records: a gzip member each, one gzip stream of many, or plain."""

import io
import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]
from warcio.statusandheaders import (  # type: ignore[import-untyped]
    StatusAndHeadersParser,
    StatusAndHeadersParserException,
)

#: The largest body that is read; a record may have as much again of head as `_HEAD_ROOM`.
MAX_BYTES = 100_000_000
_HEAD_ROOM = 4_000_000
_PIECE = 1 << 18
_MAGIC = b"\x1f\x8b\x08"
_BEGIN = b"WARC/"
_PARSER = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)


class BrokenRecord(Exception):  # noqa: N818 - the name says what is the matter
    """A record cannot be read; the message goes on after "the record at byte 7 of x.warc"."""


class TornRecord(BrokenRecord):
    """The file ends inside of a record."""


class DamagedStream(BrokenRecord):
    """The compressed bytes are not what was written."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record begins: in a file, and behind how many bytes of what is decompressed there."""

    path: Path
    offset: int
    inner: int = 0

    def __str__(self) -> str:
        inside = f" ({self.inner} bytes inside)" if self.inner else ""
        return f"The record at byte {self.offset}{inside} of {self.path.name}"


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it lies in the file; the names of `fields` in lower case, the first of each.

    `block` is None where it is too large. `length` (bytes in the file) is None where the record
    shares its gzip member with others.
    """

    fields: dict[str, str]
    block: bytes | None
    spot: Spot
    length: int | None

    @property
    def type(self) -> str:
        """`response`, `revisit` ..."""
        return self.fields.get("warc-type", "").lower()


class Member(io.RawIOBase):
    """One gzip member, decompressed; it is whole when it ends.

    Raises:
        TornRecord: from reading: the file ends first.
        DamagedStream: from reading: these bytes are no gzip, or fail its checksum.
    """

    def __init__(self, file: BinaryIO, offset: int) -> None:
        super().__init__()
        file.seek(offset)
        self._file = file
        self._gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._given = 0
        #: Where the next member begins, once this one has ended.
        self.end = offset

    def readable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """How many bytes were given out."""
        return self._given

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Give out as much as fits; 0 at the end of the member."""
        while not self._gzip.eof:
            raw = self._gzip.unconsumed_tail or self._file.read(_PIECE)
            try:
                data = self._gzip.decompress(raw, len(buffer))
            except zlib.error as error:
                raise DamagedStream("is damaged") from error
            if self._gzip.eof:
                self.end = self._file.tell() - len(self._gzip.unused_data)
            elif not data and not raw:
                raise TornRecord("is cut off")
            if data:
                buffer[: len(data)] = data
                self._given += len(data)
                return len(data)
        return 0


def read_records(path: Path, problem: Callable[[str], None]) -> Iterator[Record]:
    """Read the records of a file in order; what is broken is told to `problem` and passed over.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if file.read(len(_MAGIC)) != _MAGIC:
            file.seek(0)
            yield from _records(file, None, Spot(path, 0), problem)
            return
        offset: int | None = 0
        while offset is not None and offset < size:
            member = Member(file, offset)
            stream = io.BufferedReader(member, _PIECE)
            try:
                yield from _records(stream, member, Spot(path, offset), problem)
                offset = member.end
            except BrokenRecord as broken:
                problem(f"{Spot(path, offset)} {broken}; it is not read.")
                offset = None if isinstance(broken, TornRecord) else next_member(file, offset + 1)


def read_record(spot: Spot) -> Record:
    """Read the one record that begins there.

    Raises:
        OSError: the file cannot be read.
        BrokenRecord: there is no whole record.
    """
    with spot.path.open("rb") as file:
        file.seek(spot.offset)
        compressed = file.read(len(_MAGIC)) == _MAGIC
        file.seek(spot.offset)
        member = Member(file, spot.offset) if compressed else None
        stream: BinaryIO = file if member is None else io.BufferedReader(member, _PIECE)
        _skip(stream, spot.inner)
        fields, block = _parse(stream, stream.readline(_HEAD_ROOM))
        if member is not None and not spot.inner:
            _skip(stream, None)  # to the checksum
        return Record(fields, block, spot, None)


def next_member(file: BinaryIO, start: int) -> int | None:
    """Where the next gzip member with a record begins; None: nowhere."""
    overlap = len(_MAGIC) - 1
    while True:
        file.seek(start)
        piece = file.read(_PIECE)
        for found in re.finditer(re.escape(_MAGIC), piece):
            file.seek(start + found.start())
            if _begins_record(file.read(_PIECE)):
                return start + found.start()
        if len(piece) < _PIECE:
            return None
        start += len(piece) - overlap


def _begins_record(raw: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw, len(_BEGIN)) == _BEGIN
    except zlib.error:
        return False


def _records(
    stream: BinaryIO | io.BufferedReader,
    member: Member | None,
    spot: Spot,
    problem: Callable[[str], None],
) -> Iterator[Record]:
    """The records of a member, or of a plain file."""
    at, line = _next_line(stream)
    alone = True
    while line:
        here = Spot(spot.path, spot.offset, at) if member else Spot(spot.path, at)
        try:
            fields, block = _parse(stream, line)
            end = stream.tell()
            follows, line = _next_line(stream)
            if line and not line.startswith(_BEGIN):
                raise BrokenRecord("is not as long as it says")
        except (TornRecord, DamagedStream):
            raise
        except BrokenRecord as broken:
            problem(f"{here} {broken}; it is not read.")
            follows, line = _next_begin(stream)
        else:
            length = None
            if member is None:
                length = end - at
            elif alone and not line:
                length = member.end - spot.offset
            yield Record(fields, block, here, length)
        at, alone = follows, False


class _Head:
    """The lines of a head, which has an end."""

    def __init__(self, stream: BinaryIO | io.BufferedReader) -> None:
        self._stream = stream
        self._room = _HEAD_ROOM

    def readline(self) -> bytes:
        line = self._stream.readline(self._room)
        self._room -= len(line)
        if not self._room:
            raise BrokenRecord("has a head without end")
        return line


def _parse(
    stream: BinaryIO | io.BufferedReader, line: bytes
) -> tuple[dict[str, str], bytes | None]:
    try:
        head = _PARSER.parse(_Head(stream), line)
    except (StatusAndHeadersParserException, EOFError) as error:
        raise BrokenRecord("does not begin as WARC records do") from error
    fields: dict[str, str] = {}
    for name, value in head.headers:
        fields.setdefault(name.lower(), value)
    stated = fields.get("content-length", "")
    if not re.fullmatch("[0-9]{1,15}", stated):
        raise BrokenRecord("does not say how long it is")
    length = int(stated)
    if length > MAX_BYTES + _HEAD_ROOM:
        if _skip(stream, length) < length:
            raise BrokenRecord("is cut off")
        return fields, None
    block = stream.read(length)
    if len(block) < length:
        raise BrokenRecord("is cut off")
    return fields, block


def _skip(stream: BinaryIO | io.BufferedReader, length: int | None) -> int:
    """Pass over so many bytes, None: to the end, and tell how many there were."""
    skipped = 0
    while length is None or skipped < length:
        piece = stream.read(_PIECE if length is None else min(_PIECE, length - skipped))
        if not piece:
            break
        skipped += len(piece)
    return skipped


def _next_line(stream: BinaryIO | io.BufferedReader) -> tuple[int, bytes]:
    """The next line that is not empty, and where it begins; `b""` at the end."""
    while True:
        at = stream.tell()
        line = stream.readline(_HEAD_ROOM)
        if not line or line.strip():
            return at, line


def _next_begin(stream: BinaryIO | io.BufferedReader) -> tuple[int, bytes]:
    """The next line that begins a record."""
    while True:
        at, line = _next_line(stream)
        if not line or line.startswith(_BEGIN):
            return at, line
