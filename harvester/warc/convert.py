"""Makes responses of records, our own and those of other programs."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from urllib.parse import parse_qsl

from harvester.page import Form
from harvester.warc.build import MOVED, OF_THE_WIRE
from harvester.warc.framing import MAX_BYTES, BrokenRecord, Record
from harvester.warc.model import Place, Response
from harvester.warc.payload import Headers, decoded, header, parse_headers, parse_http
from harvester.warc.repair import OPEN

_METHOD = re.compile(rb"([A-Z]{1,20}) ")
_UNREADABLE = "cannot be read"
NOT_MODIFIED = 304


def response_of(record: Record) -> Response | None:
    """The response that a record of type response, revisit or resource holds.

    A revisit has no body yet, and where it keeps no head, no status (0). None: it is no answer of a
    web server (`dns:`, notes of the program).

    Raises:
        BrokenRecord: it is not whole, or cannot be understood.
    """
    url = target(record)
    if not url.lower().startswith(("http://", "https://")):
        return None
    if record.block is None:
        raise BrokenRecord(f"is larger than {MAX_BYTES} bytes")
    if "warc-truncated" in record.fields or "warc-segment-number" in record.fields:
        raise BrokenRecord("holds a part of a response only")
    status, headers, body = _http(record, record.block)
    response = Response(
        url=url,
        method="GET",
        form=None,
        status=status,
        headers=headers,
        body=body,
        retrieved_at=_retrieved_at(record, headers),
        place=place_of(record),
    )
    return _with_ours(response, record) if is_ours(record) else response


def target(record: Record) -> str:
    """The address; old wgets put it into angle brackets."""
    url = record.fields.get("warc-target-uri", "")
    return url[1:-1] if url.startswith("<") and url.endswith(">") else url


def is_ours(record: Record) -> bool:
    """Whether this program wrote it."""
    return "harvester-method" in record.fields


def place_of(record: Record) -> Place | None:
    """Where it lies, None where it cannot be read by itself."""
    if record.length is None:
        return None
    spot = record.spot
    return Place(spot.path.name.removesuffix(OPEN), spot.offset, record.length)


def digest(record: Record) -> tuple[str, str] | None:
    """Algorithm and value of the payload's digest as the record states them."""
    algorithm, colon, value = record.fields.get("warc-payload-digest", "").lower().partition(":")
    return (algorithm, value) if colon else None


def utc(stated: str) -> str:
    """A date of any precision and offset as we write it: `2026-11-22T02:00:07Z`.

    Raises:
        ValueError: it is none.
    """
    time = datetime.fromisoformat(stated.strip())
    return _written(time if time.tzinfo else time.replace(tzinfo=UTC))


def asked_as(response: Response, request: Record) -> Response:
    """The response with the method and the form of the request that it answers."""
    head, _, body = (request.block or b"").partition(b"\r\n\r\n")
    method = _METHOD.match(head)
    if method is None:
        return response
    media_type = header(parse_headers(head), "content-type").lower()
    form: Form | None = None
    if media_type.startswith("application/x-www-form-urlencoded"):
        form = _fields(body)
    return replace(response, method=method[1].decode(), form=form)


def _http(record: Record, block: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and body, decoded."""
    if record.type == "resource":
        media_type = record.fields.get("content-type")
        return 200, (("Content-Type", media_type),) if media_type else (), block
    if record.type == "revisit" and not block.strip():
        return 0, (), b""
    status, headers, body = parse_http(block)
    if is_ours(record):
        headers = _as_they_came(headers)
        stated = digest(record)
        if record.type == "response" and stated != ("sha256", sha256(body).hexdigest()):
            raise BrokenRecord("does not have the payload that its digest names")
        return status, headers, body
    return status, headers, b"" if record.type == "revisit" else decoded(headers, body)


def _as_they_came(headers: Headers) -> Headers:
    """Take back what `build` does: the last header is the length of the decoded body."""
    return tuple((_original_name(name), value) for name, value in headers[:-1])


def _original_name(name: str) -> str:
    bare = name.removeprefix(MOVED)
    return bare if bare.lower() in OF_THE_WIRE else name


def _with_ours(response: Response, record: Record) -> Response:
    fields = record.fields
    return replace(
        response,
        method=fields["harvester-method"],
        form=_stored_form(fields.get("harvester-form")),
        kind=fields.get("harvester-kind"),
        target=fields.get("harvester-target"),
        owner=fields.get("harvester-owner"),
    )


def _stored_form(stored: str | None) -> Form | None:
    if stored is None:
        return None
    try:
        return tuple((_text(name), _text(value)) for name, value in json.loads(stored))
    except (ValueError, TypeError, RecursionError) as error:
        raise BrokenRecord("has a form that cannot be read") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _fields(body: bytes) -> Form:
    """The fields of an urlencoded form: UTF-8 if they are, else windows-1252."""
    text = body.decode("ascii", "replace")
    for charset, errors in (("utf-8", "strict"), ("windows-1252", "replace")):
        try:
            return tuple(parse_qsl(text, True, encoding=charset, errors=errors))
        except UnicodeDecodeError:
            continue
    raise AssertionError("the second charset replaces")  # pragma: no cover


def _retrieved_at(record: Record, headers: Headers) -> str:
    """The record's date, else the server's own."""
    stated = record.fields.get("warc-date")
    readers: tuple[tuple[str | None, Callable[[str], str]], ...] = (
        (stated, utc),
        (header(headers, "date"), lambda date: _written(parsedate_to_datetime(date))),
    )
    for date, read in readers:
        try:
            if date:
                return read(date)
        except (ValueError, OverflowError):
            continue
    raise BrokenRecord("does not say when the response came")


def _written(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
