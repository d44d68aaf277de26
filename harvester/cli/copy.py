"""The command that hands out what is stored: copy. And where other commands say it lies."""

import hashlib
import json
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlite_utils.db import NotFoundError

from harvester import stored
from harvester.archive import Archive
from harvester.archive.errors import translated
from harvester.cli import render
from harvester.cli.options import ARCHIVE, archive_option, program, shown
from harvester.warc import Place
from harvester.warc.reader import read_at

#: The most digits of a number that SQLite can hold in any case.
_DIGITS = 18
#: The most characters of a wrong id that are shown.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Copy:
    """A response or a document as it is stored. `form` is JSON, times are UTC."""

    url: str | None
    form: str | None
    status: int | None
    retrieved_at: str | None
    media_type: str | None
    sha256: str | None
    place: Place | None


def where(held: Archive, snapshot_id: int) -> dict[str, Any]:
    """Where the copy of a page lies, for JSON; the place is null where it was not recorded."""
    row = _row(held, "snapshot", snapshot_id) or {}
    names = ("sha256", "retrieved_at", "warc_file", "warc_offset")
    return {"snapshot_id": snapshot_id} | {name: row.get(name) for name in names}


def command(copy_id: int | str, archive: Path) -> str:
    """What to type for a copy."""
    named = () if archive == ARCHIVE else ("--archive", shown(archive))
    return shlex.join([program(), "copy", str(copy_id), *named])


@click.command()
@click.argument("copy_id", metavar="ID")
@archive_option
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, which must not exist (default: standard output, unless that is a "
    "terminal).",
)
def copy(copy_id: str, archive: Path, output: Path | None) -> None:
    """Write the stored copy of a page or document, byte for byte as it came.

    ID is the number of a page's copy, or the id of a document (herne/file/50070900); `harvester
    show` and `harvester search` name them. Address, time and checksum are told on standard error.
    The SHA-256 is compared with the archive's before anything is written.
    """
    if output is None and sys.stdout.isatty():
        raise click.UsageError("A copy is no text for a terminal; name a file with --output.")
    with Archive.open(archive, mode="read") as held:
        found = _found(held, copy_id.strip())
    if found is None:
        raise click.ClickException(
            f"No copy {copy_id[:_LONGEST]} in {shown(archive)}; harvester show NUMBER names the "
            "copies of a paper and its documents."
        )
    body = _bytes(found, archive.parent, copy_id)
    sha256 = hashlib.sha256(body).hexdigest()
    if found.sha256 is not None and sha256 != found.sha256:
        raise click.ClickException(
            f"What is stored as {copy_id} is damaged: its SHA-256 is {sha256}, the archive has "
            f"{found.sha256}. Nothing was written; put a copy of the stored file back."
        )
    _write(body, output)
    _tell(found, len(body), sha256, output)


def _row(held: Archive, table: str, *key: int | str) -> dict[str, Any] | None:
    with translated(held.path):
        try:
            return held.db.table(table).get(key)
        except NotFoundError:
            return None


def _found(held: Archive, copy_id: str) -> Copy | None:
    """The response or document of this id."""
    if copy_id.isascii() and copy_id.isdecimal() and len(copy_id) <= _DIGITS:
        row = _row(held, "snapshot", int(copy_id))
        return None if row is None else _response(row)
    file = _row(held, "file", copy_id.encode(errors="replace").decode())
    if file is None:
        return None
    if file["sha256"] is None:
        raise click.ClickException(
            f"The document {copy_id} is not held ({file['text_status'] or 'not_fetched'}); its "
            f"address is {file['url']}, it is named on {file['source_url']}."
        )
    version = _row(held, "file_version", copy_id, file["sha256"]) or {}
    return Copy(
        url=file["url"],
        form=file["form"],
        status=None,
        retrieved_at=version.get("last_seen"),
        media_type=file["media_type"],
        sha256=file["sha256"],
        place=None,
    )


def _response(row: dict[str, Any]) -> Copy:
    recorded = row["warc_file"] is not None
    return Copy(
        url=row["url"],
        form=row["form"],
        status=row["status"],
        retrieved_at=row["retrieved_at"],
        media_type=row["media_type"],
        sha256=row["sha256"],
        place=Place(row["warc_file"], row["warc_offset"], row["warc_length"]) if recorded else None,
    )


def _bytes(found: Copy, folder: Path, copy_id: str) -> bytes:
    """The bytes out of `files`, or out of `warc` by their place; no path is made of an address.

    Raises:
        click.ClickException: they are not there.
        WarcError: the recorded response cannot be read.
    """
    document = stored.document(folder, found.sha256)
    if document is not None:
        return document.read_bytes()
    if found.place is not None:
        return read_at(folder / "warc", found.place).body
    if found.status is None:
        raise click.ClickException(
            f"The bytes of {copy_id} are not in {shown(folder / 'files')}; put that folder back "
            "beside the archive, or crawl again."
        )
    raise click.ClickException(
        f"The response {copy_id} ({found.url}, {found.retrieved_at}) was not recorded, as it came "
        "before responses were kept, or was taken in by hand; crawl again to have a copy."
    )


def _write(body: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    try:
        file = output.open("xb")
    except FileExistsError:
        raise click.ClickException(f"{shown(output)} exists already; name another file.") from None
    try:
        with file:
            file.write(body)
    except BaseException:  # a full disk: half a copy is none
        output.unlink(missing_ok=True)
        raise


def _tell(found: Copy, size: int, sha256: str, output: Path | None) -> None:
    checked = "as in the archive" if found.sha256 else "the archive has none to compare it with"
    form = json.loads(found.form) if found.form else {}
    facts = {
        "address": found.url,
        "form": ", ".join(f"{name}={value}" for name, value in form.items()),
        "status": found.status,
        "retrieved": found.retrieved_at,
        "type": found.media_type,
        "SHA-256": f"{sha256} ({checked})",
        "written": f"{size} bytes" + (f" to {shown(output)}" if output else ""),
    }
    render.pairs(render.console(stderr=True), facts)


COMMANDS = (copy,)
