"""Pages and documents saved by hand: what `harvester parse` reads."""

import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from harvester.documents import Readers
from harvester.page import Page, PageError
from harvester.parsers import politik_bei_uns, vorblatt
from harvester.parsers.document import Document, parse_document
from harvester.reading import PARSERS
from harvester.sources import Source, source_of
from harvester.text import slug

_SNIFFED = 1024
#: The largest file that is looked at.
MAX_BYTES = 100_000_000


def parse_saved(body: bytes, url: str) -> Page:
    """Parse a page or a PDF saved by hand; a stranger's records are named after its host.

    Args:
        body: the file's bytes, whole; more than `MAX_BYTES` are refused, as they may be cut.
        url: the http address that it was saved from.

    Raises:
        PageError: it is nothing that we read; `too_large`.
    """
    if len(body) > MAX_BYTES:
        raise PageError("too_large", f"The file is larger than {MAX_BYTES} bytes; it is not read.")
    source = source_of(url)
    source_id = source.id if source else slug(urlsplit(url).hostname or "page")
    if b"%PDF-" in body[:_SNIFFED]:
        page = _document(body, url, source, source_id)
    elif source is not None:
        page = PARSERS[source.system](body, url, source_id)
    else:
        page = _stranger(body, url, source_id)
    return source.claim(page) if source else page


def _stranger(body: bytes, url: str, source_id: str) -> Page:
    """A page of a town that the registry does not have: each parser knows its own."""
    foreign: PageError | None = None
    for parse in PARSERS.values():
        try:
            return parse(body, url, source_id)
        except PageError as error:
            if error.code != "unexpected_page":
                raise
            foreign = foreign or error
    raise foreign or PageError("unexpected_page", "No parser reads this page.")


def _document(body: bytes, url: str, source: Source | None, source_id: str) -> Page:
    """A PDF; the paper of the form in it is named after it, as no page ties it to one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document"
        path.write_bytes(body)
        with Readers() as readers:
            read = readers.submit(path).result()
    file_id = f"{source_id}/file/{_number(url)}"
    paper_id = None
    if source is not None and source.system == "politik_bei_uns" and read.form is not None:
        paper_id = politik_bei_uns.paper_id(source_id, read.form.reference or "")
    paper_id = paper_id or f"{file_id}/paper"
    town = source.body_id if source else vorblatt.TOWN  # a stranger may have it from there
    return parse_document(Document(url, file_id, paper_id, None, body, town), read)


def _number(url: str) -> str:
    """The source's own number of a document, else a name made of its address."""
    named = politik_bei_uns.address(url)
    if named is not None:
        return named[1]
    parts = urlsplit(url)
    numbers = parse_qs(parts.query).get("id", ())
    if numbers and numbers[0].isdecimal():
        return numbers[0]
    return slug(parts.path.rstrip("/").rpartition("/")[2])
