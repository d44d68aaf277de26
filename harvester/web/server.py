"""Serves the application on this machine until it is told to stop."""

import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn

from harvester.errors import HarvesterError

_HOST = "127.0.0.1"
#: Seconds that answers under way may take when it is told to stop.
_GRACE = 3


class ServeError(HarvesterError):
    """The port cannot be had."""


def serve(app: Any, port: int, tell: Callable[[str], None]) -> None:
    """Serve an ASGI application on 127.0.0.1 until SIGINT or SIGTERM.

    Args:
        app: the application.
        port: 0 takes a free one.
        tell: is told the address; requests that come from then on are answered.

    Raises:
        ServeError: the port is taken or not allowed.
    """
    with _listening(port) as listening:
        config = uvicorn.Config(
            app,
            log_level=logging.WARNING,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        before = signal.signal(signal.SIGTERM, _stop)
        try:
            tell(f"http://{_HOST}:{listening.getsockname()[1]}/")
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:  # uvicorn has ended in order, and hands the signal on
            pass
        finally:
            signal.signal(signal.SIGTERM, before)


def _stop(_: int, __: FrameType | None) -> None:
    """What SIGTERM does around the server, so that what is temporary is removed."""
    raise KeyboardInterrupt


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((_HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise ServeError(
            f"Port {port} cannot be used ({error.strerror}); name another with --port."
        ) from error
    return listening
