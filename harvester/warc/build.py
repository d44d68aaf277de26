"""The records of our WARC files, as bytes: each one gzip member."""

import json
import re
import string
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from harvester import clock
from harvester.page import Form
from harvester.warc.fields import end_fields, on_one_line, start_fields
from harvester.warc.model import Original, Response, RunEnd, RunStart

_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
#: What the wire's body was: ours is decoded, and whoever believed these would decode it again.
OF_THE_WIRE = frozenset(("content-encoding", "content-length", "transfer-encoding"))
MOVED = "X-Crawler-"
_NOT_MODIFIED = 304
#: As harvester/crawling/requests.py sends it.
_FORM_CHARSET = "windows-1252"
_NO_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")
_NO_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    def curr_warc_date(self) -> str:
        return clock.utc_now()


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """A head whose values keep the bytes that came; warcio would percent-encode them."""

    def to_ascii_bytes(self, header_filter: None = None) -> bytes:
        head: bytes = self.to_bytes(header_filter, encoding="latin-1")
        return head


def start_record(start: RunStart, software: str, name: str) -> bytes:
    """The first record of a file."""
    said = {
        "software": on_one_line(software),
        "format": "WARC File Format 1.1",
        "conformsTo": _STANDARD,
        "isPartOf": on_one_line(start.source_id),
        **start_fields(start),
    }
    return _member(_writer().create_warcinfo_record(name, said))


def end_record(end: RunEnd) -> bytes:
    """The last record of a run that ended."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in end_fields(end).items())
    return _member(_record("", "metadata", {}, lines.encode(), kind="application/warc-fields"))


def exchange(response: Response, original: Original | None) -> tuple[bytes, bytes]:
    """The request and the response; with `original` the response only refers to its payload."""
    url = on_one_line(response.url).replace(" ", "%20")
    named = {"WARC-Record-ID": _id(), "WARC-Date": on_one_line(response.retrieved_at)}
    about = {**named, **_told(response)}
    # an empty payload is the same everywhere: there is nothing to refer to
    if original is None or not (response.body or response.status == _NOT_MODIFIED):
        body = response.body
        about["WARC-Payload-Digest"] = _digest(body)
        kept = _record(url, "response", about, body, head=_answer(response))
    else:
        about |= _revisited(response, original)
        kept = _record(url, "revisit", about, b"", head=_answer(response))
    return _member(_request(url, named, response)), _member(kept)


def _told(response: Response) -> dict[str, str]:
    """What the crawl knew of the request; `Harvester-Method` marks a record as ours."""
    told = {
        "Harvester-Method": response.method,
        "Harvester-Form": None if response.form is None else json.dumps(response.form),
        "Harvester-Kind": response.kind,
        "Harvester-Target": response.target,
        "Harvester-Owner": response.owner,
    }
    return {name: on_one_line(value) for name, value in told.items() if value is not None}


def _revisited(response: Response, original: Original) -> dict[str, str]:
    unmodified = response.status == _NOT_MODIFIED
    place = original.place
    said = {
        "WARC-Profile": _PROFILE
        + ("server-not-modified" if unmodified else "identical-payload-digest"),
        "WARC-Refers-To-Target-URI": on_one_line(original.url).replace(" ", "%20"),
        "WARC-Refers-To-Date": on_one_line(original.retrieved_at),
        "Harvester-Refers-To": on_one_line(f"{place.file};{place.offset};{place.length}"),
    }
    # a 304 comes without the payload, so its digest is not known here
    return said if unmodified else {**said, "WARC-Payload-Digest": _digest(response.body)}


def _answer(response: Response) -> _Head:
    """The head as it came, but for what would make a reader decode the body again."""
    reasons = {status.value: status.phrase for status in HTTPStatus}
    line = f"{response.status} {reasons.get(response.status, '')}".strip()
    headers = [
        (MOVED + name if name.lower() in OF_THE_WIRE else name, value)
        for name, value in response.headers
    ]
    return _head(line, [*headers, ("Content-Length", str(len(response.body)))], "HTTP/1.1")


def _request(url: str, named: Mapping[str, str], response: Response) -> object:
    path, host = _asked(url)
    body, headers = b"", [("Host", host)]
    if response.form is not None:
        body = _encoded(response.form)
        headers += [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Content-Length", str(len(body))),
        ]
    about = {
        "WARC-Record-ID": _id(),
        "WARC-Date": named["WARC-Date"],
        "WARC-Concurrent-To": named["WARC-Record-ID"],
    }
    method = _NO_TOKEN.sub("", response.method) or "GET"
    return _record(url, "request", about, body, head=_head(f"{path} HTTP/1.1", headers, method))


def _asked(url: str) -> tuple[str, str]:
    """Path with query, and host."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[": somebody wrote such an address
        return quote(url, safe=string.punctuation), ""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(path, safe=string.punctuation), parts.netloc.rpartition("@")[2]


def _encoded(form: Form) -> bytes:
    return urlencode(form, encoding=_FORM_CHARSET, errors="replace").encode("ascii")


def _head(line: str, headers: list[tuple[str, str]], protocol: str) -> _Head:
    sound = ((_NO_TOKEN.sub("_", name), _value(value)) for name, value in headers)
    return _Head(line, [(name, value) for name, value in sound if name], protocol)


def _value(value: str) -> str:
    """A value of one line, whose characters are the bytes that came."""
    return _NO_VALUE.sub(" ", value.encode("latin-1", "backslashreplace").decode("latin-1"))


def _digest(body: bytes) -> str:
    return f"sha256:{sha256(body).hexdigest()}"


def _id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _writer(out: BytesIO | None = None) -> _Writer:
    return _Writer(out, gzip=True, warc_version="1.1")


def _record(
    url: str,
    record_type: str,
    about: Mapping[str, str],
    body: bytes,
    *,
    head: _Head | None = None,
    kind: str = "",
) -> object:
    return _writer().create_warc_record(
        url,
        record_type,
        payload=BytesIO(body),
        length=len(body),
        warc_content_type=kind,
        warc_headers_dict=dict(about),
        http_headers=head,
    )


def _member(record: object) -> bytes:
    out = BytesIO()
    _writer(out).write_record(record)
    return out.getvalue()
