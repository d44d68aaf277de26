"""Sends a file in pieces, or the part of it that was asked for."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

_PIECE = 1 << 18
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")

Send = Callable[[dict[str, Any]], Awaitable[None]]


class FileResponse:
    """A file as an answer, without ever being in memory as a whole.

    Args:
        path: the file.
        headers: of the answer; all but those about length and range.
        asked: the request's header `range`.
    """

    def __init__(self, path: Path, headers: dict[str, str], asked: str | None = None) -> None:
        self._path = path
        self._headers = headers
        self._asked = asked

    async def asgi_send(self, send: Send) -> None:
        """Send it."""
        with await asyncio.to_thread(self._path.open, "rb") as file:
            size = await asyncio.to_thread(file.seek, 0, 2)
            first, end = 0, size
            status, headers = 200, {**self._headers, "accept-ranges": "bytes"}
            part = _part(self._asked, size)
            if part is not None:
                first, end = part
                status = 206 if first < end else 416
                headers["content-range"] = f"bytes {first}-{end - 1}/{size}"
                if status == 416:
                    headers["content-range"] = f"bytes */{size}"
            headers["content-length"] = str(end - first)
            raw = [(name.encode(), value.encode()) for name, value in headers.items()]
            await send({"type": "http.response.start", "status": status, "headers": raw})
            await asyncio.to_thread(file.seek, first)
            while first < end:
                piece = await asyncio.to_thread(file.read, min(_PIECE, end - first))
                if not piece:  # it was cut while it was sent
                    break
                first += len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _part(asked: str | None, size: int) -> tuple[int, int] | None:
    """The bytes that are asked for, from and up to; an empty part: there are none such.

    None: the whole, also where several parts are asked for.
    """
    found = _RANGE.fullmatch(asked or "")
    if found is None or found[0] == "bytes=-":
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    first = int(found[1])
    end = min(size, int(found[2]) + 1) if found[2] else size
    if found[2] and int(found[2]) < first:
        return None
    return (first, end) if first < size else (size, size)
