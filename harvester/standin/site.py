"""The stand-in council site: a web server on 127.0.0.1 that shows a town and can misbehave."""

import re
import socket
import sys
import threading
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from harvester.standin.answer import Answer, System
from harvester.standin.answers import Answers, missing
from harvester.standin.bochum.answers import SessionNet
from harvester.standin.bochum.world import BochumWorld
from harvester.standin.faults import Fault, refusal
from harvester.standin.platform.answers import Platform
from harvester.standin.platform.world import PlatformWorld
from harvester.standin.world import World

Town = World | BochumWorld | PlatformWorld

LARGEST_FORM = 100_000
"""Bytes of a form that are read; no page of the site needs more."""

Seen = tuple[str, str, dict[str, str]]

_PIECES = 20
"""So many pieces a slow answer comes in, and an endless one per second."""
_ROBOTS = b"User-agent: *\nDisallow:\n"


class StandInSite:
    """Serves a town from a thread while the context lasts.

    `requests` lists what came in, in order: method, path with query, form. `faults` and `world`
    may be changed at any time.
    """

    def __init__(self, world: Town, *, port: int = 0, faults: Iterable[Fault] = ()) -> None:
        self.faults = list(faults)
        self.requests: list[Seen] = []
        self._answers = _system(world)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    @property
    def base_url(self) -> str:
        """The address of the system, with a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_port}{self._answers.base}"

    @property
    def system(self) -> System:
        """What answers the requests."""
        return self._answers

    @property
    def world(self) -> Town:
        """The town that is shown; another state of it may be set, not another town."""
        world: Town = self._answers.world
        return world

    @world.setter
    def world(self, world: Town) -> None:
        with self._lock:
            self._answers.world = world

    def expire(self) -> None:
        """What time does: sessions, and links that live in them, end."""
        with self._lock:
            self._answers.expire()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def wait(self) -> None:
        """Serve until the process is interrupted."""
        self._thread.join()

    def fault_for(self, seen: Seen) -> Fault | None:
        """Note a request; wait if a delay is due; the fault that it shall meet."""
        with self._lock:
            self.requests.append(seen)
            due = [fault for fault in self.faults if fault.kind == "delay" and fault.hits(seen[1])]
            other = (fault for fault in self.faults if fault.kind != "delay")
            found = next((fault for fault in other if fault.hits(seen[1])), None)
        for fault in due:
            time.sleep(fault.number)
        return found

    def answer(self, seen: Seen, cookie: str | None, *, empty: bool) -> Answer:
        """The town's answer to a request."""
        method, target, form = seen
        parts = urlsplit(target)
        if parts.path == "/robots.txt":
            return Answer(_ROBOTS, "text/plain")
        base = self._answers.base
        if not parts.path.startswith(base):
            return Answer(missing("Seite"), status=404)
        page = unquote(parts.path.removeprefix(base), "windows-1252")
        fields = {**dict(parse_qsl(parts.query, encoding="windows-1252")), **form}
        with self._lock:
            return self._answers.answer(method, page, fields, cookie, empty=empty)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], site: StandInSite) -> None:
        self.site = site
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is no news; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Also end the connections that clients keep alive; their threads wait in vain."""
        super().server_close()
        for connection in list(self._open):
            # The client may have gone a moment before.
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-IIS/6.0"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for head and body
    server: _Server

    def do_GET(self) -> None:
        self._serve({})

    def do_HEAD(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LARGEST_FORM:
            self.close_connection = True
            self._send(Answer(missing("Formular"), status=413))
            return
        form = self.rfile.read(int(length)).decode("windows-1252", "replace")
        self._serve(dict(parse_qsl(form, keep_blank_values=True, encoding="windows-1252")))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        """Log nothing."""

    def _serve(self, form: dict[str, str]) -> None:
        site = self.server.site
        seen = (self.command, self.path, form)
        fault = site.fault_for(seen)
        kind = fault.kind if fault else None
        if fault is not None and kind == "status":
            self._send(Answer(fault.body, status=int(fault.number)))
        elif fault is not None and kind == "body":
            self._send(Answer(fault.body))
        elif fault is not None and kind == "refuse_page":
            self._send(Answer(refusal(fault.value)))
        elif fault is not None and kind == "redirect":
            self._send(Answer(b"", status=302), Location=str(fault.value))
        elif fault is not None and kind == "login" and fault.value == "redirect":
            self._send(Answer(b"", status=302), Location=site.system.login_path)
        elif kind == "login":
            self._send(site.system.login())
        else:
            pattern = rf"\b{site.system.cookie}=(\w+)"
            found = re.search(pattern, self.headers.get("Cookie", ""))
            answer = site.answer(seen, found and found[1], empty=kind == "empty_list")
            if fault is None or kind == "empty_list" or self.command == "HEAD":
                self._send(self._current(answer))
            else:
                self._spoil(answer, fault)

    def _current(self, answer: Answer) -> Answer:
        """The answer, or a 304 to who holds it already."""
        tag, changed = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
        held, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        known = tag in held.split(", ") if held is not None else changed and changed == since
        if not tag or not known:
            return answer
        return Answer(b"", answer.media_type, 304, headers=answer.headers)

    def _spoil(self, answer: Answer, fault: Fault) -> None:
        """Send an answer that is half, too long, too slow or never at its end."""
        if fault.kind == "truncate":
            answer.body = answer.body[: int(fault.number)]
            self._send(answer)
        elif fault.kind in {"cut", "announce"}:
            self.close_connection = True
            length = len(answer.body)
            if fault.kind == "announce":
                length = int(fault.number)
            else:
                answer.body = answer.body[: int(fault.number)]
            self._send(answer, length)
        elif fault.kind == "slow":
            self._head(answer, len(answer.body))
            step = -(-len(answer.body) // _PIECES)
            for start in range(0, len(answer.body), step or 1):
                self._piece(answer.body[start : start + step], fault.number / _PIECES)
        else:
            self.close_connection = True
            self._head(answer, None)
            self._piece(answer.body, 0)
            while True:
                self._piece(b" " * max(1, int(fault.number / _PIECES)), 1 / _PIECES)

    def _piece(self, part: bytes, seconds: float) -> None:
        time.sleep(seconds)
        self.wfile.write(part)
        self.wfile.flush()

    def _send(self, answer: Answer, length: int | None = None, **headers: str) -> None:
        self._head(answer, len(answer.body) if length is None else length, **headers)
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _head(self, answer: Answer, length: int | None, **headers: str) -> None:
        """Status and headers; no length where nobody knows it or nothing follows."""
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        if length is not None and answer.status != 304:
            self.send_header("Content-Length", str(length))
        if answer.session is not None:
            cookie = self.server.site.system.cookie
            self.send_header("Set-Cookie", f"{cookie}={answer.session}; path=/")
        if answer.media_type.startswith("text/html"):
            self.send_header("Cache-Control", "private")
        for name, value in {**answer.headers, **headers}.items():
            self.send_header(name, value)
        self.end_headers()


def _system(town: Town) -> System:
    """The system that a town runs."""
    if isinstance(town, BochumWorld):
        return SessionNet(town)
    return Platform(town) if isinstance(town, PlatformWorld) else Answers(town)
