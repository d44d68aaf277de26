"""Takes HTTP responses apart: status, headers, and the body as the page was meant."""

import importlib
import re
import zlib

from harvester.warc.framing import MAX_BYTES, BrokenRecord

Headers = tuple[tuple[str, str], ...]

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
#: A page or a PDF: whoever stored it had decoded it, whatever its head still says.
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|%PDF)")


def parse_http(block: bytes) -> tuple[int, Headers, bytes]:
    """Split a response into status, headers and the body as it was stored.

    Raises:
        BrokenRecord: it does not begin with an HTTP status.
    """
    status = _STATUS.match(block)
    if status is None:
        raise BrokenRecord("holds no HTTP response")
    end = _HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    return int(status[1]), parse_headers(head), body


def parse_headers(head: bytes) -> Headers:
    """The headers below the first line; each character is a byte that came."""
    headers: list[tuple[str, str]] = []
    for raw in head.split(b"\n")[1:]:
        line = raw.rstrip(b"\r").decode("latin-1")
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            last, said = headers[-1]
            headers[-1] = last, said + " " + line.strip(" \t")
        elif colon:
            headers.append((name.strip(" \t"), value.strip(" \t")))
    return tuple(headers)


def header(headers: Headers, name: str) -> str:
    """The value of a header, "" where there is none."""
    return next((value for known, value in headers if known.lower() == name), "")


def decoded(headers: Headers, body: bytes) -> bytes:
    """Undo the chunks and the compression that the headers name.

    Raises:
        BrokenRecord: the body is cut off, damaged, too large, or in a code that nobody here knows.
    """
    if "chunked" in header(headers, "transfer-encoding").lower():
        body = _dechunked(body)
    codes = header(headers, "content-encoding").lower().replace(" ", "").split(",")
    for code in reversed(codes):
        if _PLAIN.match(body) or not body:
            break
        body = _decompressed(code, body)
    if len(body) > MAX_BYTES:
        raise BrokenRecord(f"is larger than {MAX_BYTES} bytes")
    return body


def _dechunked(body: bytes) -> bytes:
    """Put the chunks together; a body without is taken as it is, as some programs store it so."""
    pieces: list[bytes] = []
    at = 0
    while True:
        size = _CHUNK.match(body, at)
        if size is None:
            if not at:
                return body
            raise BrokenRecord("has a body that is cut off")
        length = int(size[1], 16)
        if not length:
            return b"".join(pieces)
        piece = body[size.end() : size.end() + length]
        if len(piece) < length:
            raise BrokenRecord("has a body that is cut off")
        pieces.append(piece)
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)


def _decompressed(code: str, body: bytes) -> bytes:
    if code in ("", "identity"):
        return body
    if code in ("gzip", "x-gzip"):
        return _inflated(body, zlib.MAX_WBITS | 16) if body.startswith(b"\x1f\x8b") else body
    if code == "deflate":
        try:
            return _inflated(body, zlib.MAX_WBITS)
        except BrokenRecord:  # without the envelope of zlib, as some servers send it
            return _inflated(body, -zlib.MAX_WBITS)
    if code == "br":
        return _unbrotlied(body)
    raise BrokenRecord(f"has a body in the code {code[:20]!r}, which is not known here")


def _inflated(body: bytes, window: int) -> bytes:
    """Decompress all members of the body, up to what is allowed."""
    pieces: list[bytes] = []
    room = MAX_BYTES + 1
    while body and room > 0:
        stream = zlib.decompressobj(window)
        try:
            pieces.append(stream.decompress(body, room))
        except zlib.error as error:
            if pieces:  # garbage behind the last member
                break
            raise BrokenRecord("has a body that is damaged") from error
        room -= len(pieces[-1])
        if not stream.eof and room > 0:
            raise BrokenRecord("has a body that is cut off")
        body = stream.unused_data
    return b"".join(pieces)


def _unbrotlied(body: bytes) -> bytes:
    try:
        brotli = importlib.import_module("brotli")
    except ImportError as error:
        raise BrokenRecord("needs the package brotli, which is not installed") from error
    stream = brotli.Decompressor()
    try:
        plain: bytes = stream.process(body, output_buffer_limit=MAX_BYTES + 1)
    except (brotli.error, TypeError) as error:  # TypeError: a version that knows no limit
        raise BrokenRecord("has a body that cannot be decompressed") from error
    if len(plain) <= MAX_BYTES and not stream.is_finished():
        raise BrokenRecord("has a body that is cut off")
    return plain
