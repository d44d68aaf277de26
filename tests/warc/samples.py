"""Runs and responses to write, and records of other programs, byte by byte."""

import gzip
from dataclasses import replace
from pathlib import Path

from harvester.page import Form
from harvester.warc import Response, RunEnd, RunStart
from harvester.warc.reader import read_warcs

START = RunStart(
    source_id="herne",
    base_url="https://www.musterstadt.example/allris/",
    run="0a1b2c3d",
    command="nightly herne",
    arguments='{"since": "2026-11-01"}',
    started="2026-11-22T02:00:00Z",
    since="2026-11-01",
    until=None,
)
END = RunEnd("0a1b2c3d", "2026-11-22T03:00:00Z", "incomplete", "2 pages:\nfailed", ("paper_list",))
NAME = "herne-20261122T020000Z-0a1b2c3d-00001.warc.gz"
URL = "https://www.musterstadt.example/allris/vo020.asp?VOLFDNR=5103"


def response(body: bytes = b"<p>Vorlage</p>", url: str = URL, **changed: object) -> Response:
    """A page of the paper 5103."""
    return replace(
        Response(
            url=url,
            method="GET",
            form=None,
            status=200,
            headers=(("Content-Type", "text/html"), ("Content-Length", str(len(body)))),
            body=body,
            retrieved_at="2026-11-22T02:00:07Z",
            kind="paper",
            target="herne/paper/5103",
        ),
        **changed,  # type: ignore[arg-type]
    )


def posted(form: Form) -> Response:
    return response(method="POST", form=form)


def record(kind: str, fields: str, block: bytes, version: str = "WARC/1.0") -> bytes:
    """A record as other programs write it; `fields` are lines without Content-Length."""
    lines = [version, f"WARC-Type: {kind}", *fields.splitlines(), f"Content-Length: {len(block)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def answer(
    body: bytes, headers: bytes = b"", *, date: str = "2012-03-04T05:06:07Z", more: str = "",
    url: str = URL, status: bytes = b"HTTP/1.1 200 OK", kind: str = "response",
) -> bytes:  # fmt: skip
    """A response as other programs keep it: with the body of the wire."""
    stated = f"WARC-Target-URI: {url}\nWARC-Date: {date}\n{more}"
    head = status + b"\r\nContent-Type: text/html\r\n" + headers + b"\r\n"
    return record(kind, stated, head + body)


def members(*records: bytes) -> bytes:
    """A gzip member for each record."""
    return b"".join(gzip.compress(each) for each in records)


class Read:
    """What `read_warcs` finds, and what it reports."""

    def __init__(self, *paths: Path) -> None:
        self.problems: list[str] = []
        self.found = list(read_warcs(paths, self.problems.append))
        self.responses = [each for each in self.found if isinstance(each, Response)]
        self.bodies = [each.body for each in self.responses]


def read_bytes(folder: Path, content: bytes, name: str = "foreign.warc") -> Read:
    """Read a file with these bytes."""
    (folder / name).write_bytes(content)
    return Read(folder / name)
