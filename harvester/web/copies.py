"""Stored pages and documents, as they came, so that no harm comes of them.

`/kopie/<snapshot id>` tells what a response is and frames it; `/kopie/<id>/inhalt` shows it,
`/kopie/<id>/bytes` gives its exact bytes to save; `/dokument/<file id>` gives a document, an older
version of it with `?fassung=<SHA-256>`. See docs/decisions/0020-serving.md.
"""

import asyncio
from pathlib import Path
from typing import Any

from datasette import Response
from sqlite_utils import Database

from harvester import stored
from harvester.reports import clean
from harvester.web import media
from harvester.web.media import Kind
from harvester.web.pages.common import asked_id, not_found, page
from harvester.web.reading import NAME, ask
from harvester.web.sending import FileResponse

_SNAPSHOT = """
SELECT snapshot.*, body.name AS body_name FROM snapshot
LEFT JOIN source ON source.id = snapshot.source_id LEFT JOIN body ON body.id = source.body_id
WHERE snapshot.id = ?
"""
_FILE = """
SELECT file.id, file.url, file.source_url, file.name, file.text_status, file.media_type,
    file.sha256 FROM file WHERE file.id = ?
"""
_VERSION = "SELECT 1 FROM file_version WHERE file_id = ? AND sha256 = ?"

_NO_STORES = (
    "Dieses Archiv wird ohne die gespeicherten Seiten und Dokumente weitergegeben: in ihnen stehen "
    "Namen von Beschäftigten."
)
_NO_COPY = "Diese Kopie kennt das Archiv nicht."
_NOT_KEPT = "Diese Antwort wurde gelesen, aber nicht aufgehoben."
_LOST = (
    "Die Aufzeichnung, in der diese Kopie steht, liegt nicht neben dem Archiv oder ist beschädigt."
)
_NO_FILE = "Dieses Dokument kennt das Archiv nicht."
_NO_VERSION = "Diese Fassung des Dokuments kennt das Archiv nicht."
_NOT_FETCHED = "Das Archiv kennt dieses Dokument, hat es aber nicht geladen."
_FILE_LOST = "Die Datei dieses Dokuments liegt nicht neben dem Archiv."


async def about_copy(request: Any, datasette: Any) -> Any:
    """The page about a stored response, which frames it."""
    row = await _snapshot(datasette, request)
    if row is None:
        return await _missing(datasette, request, _NO_COPY)
    found = await _body(datasette, row)
    if isinstance(found, str):
        return await _missing(datasette, request, found, row["url"])
    kind, body = found
    context = {
        "copy": row,
        "kind": kind,
        "size": len(body),
        "framed": kind.shown and kind.name != "PDF" and media.harmless(kind, body) is not None,
        "shown": kind.shown,
        "there": clean.address(row["url"]),
        "row": f"{datasette.urls.table(NAME, 'snapshot')}/{row['id']}",
    }
    return await page(datasette, request, "kopie.html", context)


async def show_copy(request: Any, datasette: Any) -> Any:
    """The stored response itself, as it may be shown."""
    return await _copy(request, datasette, exact=False)


async def save_copy(request: Any, datasette: Any) -> Any:
    """The exact bytes of the stored response, to save."""
    return await _copy(request, datasette, exact=True)


async def document(request: Any, datasette: Any) -> Any:
    """A stored document, or one of its older versions."""
    file_id, version = asked_id(request), request.args.get("fassung")
    stores = _stores(datasette)
    row = await ask(datasette, lambda db: _one(db, _FILE, file_id))
    if row is None:
        return await _missing(datasette, request, _NO_FILE)
    if stores is None:
        return await _missing(datasette, request, _NO_STORES, row["url"])
    sha256 = row["sha256"]
    if version is not None and version != sha256:
        if await ask(datasette, lambda db: _one(db, _VERSION, file_id, version)) is None:
            return await _missing(datasette, request, _NO_VERSION, row["url"])
        sha256 = version
    if sha256 is None:
        return await _missing(datasette, request, _NOT_FETCHED, row["url"])
    path = await asyncio.to_thread(stored.document, stores, sha256)
    if path is None:
        return await _missing(datasette, request, _FILE_LOST, row["url"])
    kind = await asyncio.to_thread(_kind_of_file, path, row["media_type"])
    return await _given(request, path, kind, file_id, sha256)


async def _given(request: Any, path: Path, kind: Kind, name: str, sha256: str) -> Any:
    """A file as an answer; a page among the documents in its harmless form."""
    if request.headers.get("if-none-match") == f'"{sha256}"':
        return Response("", status=304, headers=_headers(kind, name, sha256))
    if kind.media_type.startswith("text/"):
        small = await asyncio.to_thread(lambda: path.stat().st_size <= media.MAX_BYTES)
        body = media.harmless(kind, await asyncio.to_thread(path.read_bytes)) if small else None
        if body is not None:
            return _response(body, _headers(kind, name, sha256))
        return FileResponse(path, _headers(kind, name, sha256, save=True))
    return FileResponse(path, _headers(kind, name, sha256), request.headers.get("range"))


async def _copy(request: Any, datasette: Any, *, exact: bool) -> Any:
    row = await _snapshot(datasette, request)
    if row is None:
        return await _missing(datasette, request, _NO_COPY)
    found = await _body(datasette, row)
    if isinstance(found, str):
        return await _missing(datasette, request, found, row["url"])
    kind, body = found
    shown = body
    if not exact and kind.media_type.startswith("text/"):
        harmless = media.harmless(kind, body)
        exact, shown = harmless is None, harmless or body
    return _response(shown, _headers(kind, f"kopie-{row['id']}", save=exact))


def _response(body: bytes, headers: dict[str, str]) -> Response:
    return Response(body, headers=headers, content_type=headers["content-type"])


def _headers(
    kind: Kind, name: str, sha256: str | None = None, *, save: bool = False
) -> dict[str, str]:
    """What is said of stored bytes; to save, they are bytes and nothing else."""
    headers = {
        "content-type": "application/octet-stream" if save else kind.media_type,
        "content-disposition": media.disposition(kind, name, save=save),
        "content-security-policy": kind.policy,
        "x-frame-options": "SAMEORIGIN",
        "cache-control": "no-cache",
    }
    return {**headers, "etag": f'"{sha256}"'} if sha256 else headers


async def _snapshot(datasette: Any, request: Any) -> dict[str, Any] | None:
    number = int(request.url_vars["id"])
    return await ask(datasette, lambda db: _one(db, _SNAPSHOT, number))


def _one(db: Database, query: str, *parameters: Any) -> dict[str, Any] | None:
    return next(iter(db.query(query, list(parameters))), None)


async def _body(datasette: Any, row: dict[str, Any]) -> tuple[Kind, bytes] | str:
    """Kind and bytes of a stored response, or why there are none."""
    stores = _stores(datasette)
    if stores is None:
        return _NO_STORES
    if row["warc_file"] is None:
        return _NOT_KEPT
    body = await asyncio.to_thread(stored.response, stores, row)
    if body is None:
        return _LOST
    return media.kind_of(body[: media.HEAD], row["media_type"]), body


def _kind_of_file(path: Path, declared: str | None) -> Kind:
    with path.open("rb") as file:
        return media.kind_of(file.read(media.HEAD), declared)


def _stores(datasette: Any) -> Path | None:
    """The folder with `warc` and `files`; None: they are not given out."""
    folder = datasette.plugin_config("harvester")["stores"]
    return Path(folder) if folder else None


async def _missing(datasette: Any, request: Any, why: str, url: str | None = None) -> Response:
    source = clean.address(url)
    at = f" Bei der Quelle stand es unter {source}" if source else ""
    return await not_found(datasette, request, f"{why}{at}")


ROUTES = [
    (r"/kopie/(?P<id>[0-9]{1,15})$", about_copy),
    (r"/kopie/(?P<id>[0-9]{1,15})/inhalt$", show_copy),
    (r"/kopie/(?P<id>[0-9]{1,15})/bytes$", save_copy),
    (r"/dokument/(?P<id>.+)$", document),
]
