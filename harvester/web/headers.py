"""Who may ask, and what every answer tells the browser: load nothing from elsewhere, run nothing.

The application listens on this machine only, but any page in the reader's browser can send it
requests. What such a page must not do is read the answers: so the host in the request must be ours
(a foreign name that leads here is refused), and nothing may be framed or embedded elsewhere.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import datasette

from harvester.web.reading import NAME

_Message = MutableMapping[str, Any]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, Callable[[], Awaitable[_Message]], _Send], Awaitable[None]]

_HERE = frozenset(("127.0.0.1", "localhost"))
_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
#: Datasette's pages about itself tell of this machine.
_INTERNAL = re.compile(r"/(?:-/(?!static/)|_)")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: Datasette's templates with scripts in them.
_SCRIPTED = ("_close_open_menus.html", "_codemirror.html", "_codemirror_foot.html", "table.html")

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-dns-prefetch-control": "off",
}
_COMMON = (
    "default-src 'none'; img-src 'self' data:; font-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
)
#: Of our own pages: no script at all.
OURS = f"{_COMMON}style-src 'self'; script-src 'none'"


@cache
def datasettes() -> str:
    """The policy of Datasette's pages: the scripts that it brings, and its styles."""
    folder = Path(datasette.__file__).parent / "templates"
    found = [
        script.replace("{{ datasette_allow_facet }}", "true")
        for name in _SCRIPTED
        for script in _SCRIPT.findall((folder / name).read_text(encoding="utf-8"))
    ]
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in found]
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    return f"{_COMMON}style-src 'self' 'unsafe-inline'; script-src 'self' {allowed}"


class Guard:
    """Stands before the application: refuses what is not for it, and puts headers on answers.

    Args:
        app: the application.
        behind: scheme and host of the web server in front, which readers see; None: there is none.
    """

    def __init__(self, app: _App, behind: str | None) -> None:
        self._app = app
        self._front = urlsplit(behind).netloc if behind else None

    async def __call__(
        self, scope: _Message, receive: Callable[[], Awaitable[_Message]], send: _Send
    ) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        send = _with_headers(send, path)
        refused = self._refused(scope, path)
        if refused:
            await _refuse(send, *refused)
            return
        if self._front:  # Datasette makes whole addresses of it
            others = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope = {**scope, "headers": [*others, (b"host", self._front.encode())]}
        await self._app(scope, receive, send)

    def _refused(self, scope: _Message, path: str) -> tuple[int, str] | None:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return 403, "Unter diesem Namen wird hier nichts ausgegeben."
        if scope["method"] not in _METHODS:
            return 405, "Hier wird nur gelesen."
        if _INTERNAL.match(path):
            return 404, "Diese Seite gibt es nicht."
        return None

    def _is_ours(self, host: str) -> bool:
        name, _, port = host.partition(":")
        here = name.lower() in _HERE and (not port or port.isdigit())
        return here or host.lower() == (self._front or "").lower() != ""


def _with_headers(send: _Send, path: str) -> _Send:
    """Adds what an answer does not say itself."""
    policy = datasettes() if path == f"/{NAME}" or path.startswith(f"/{NAME}/") else OURS

    async def sending(message: _Message) -> None:
        if message["type"] == "http.response.start":
            said = list(message.get("headers", []))
            names = {bytes(name).lower() for name, _ in said}
            wanted = {**_ALWAYS, "content-security-policy": policy}
            said += [
                (name.encode(), value.encode())
                for name, value in wanted.items()
                if name.encode() not in names
            ]
            message = {**message, "headers": said}
        await send(message)

    return sending


async def _refuse(send: _Send, status: int, why: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{why}\n".encode()})
