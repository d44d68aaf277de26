"""What a reader is told when something is not there, not allowed, not understood or broken."""

import logging
import sqlite3
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from harvester.archive import ArchiveError
from harvester.web.reading import NAME

_LOG = logging.getLogger(__name__)

_TITLES = {
    400: "Diese Anfrage ist nicht zu verstehen",
    403: "Das geht hier nicht",
    404: "Diese Seite gibt es nicht",
    500: "Hier ist ein Fehler im Programm",
    503: "Das Archiv ist gerade nicht zu lesen",
}
_TOO_LONG = "Die Abfrage dauerte zu lange und wurde abgebrochen. Schränken Sie sie ein."
_MISSING = "Die Adresse ist falsch, oder das Archiv kennt das Gesuchte nicht."
_BROKEN = "Die Seite ließ sich nicht bauen; im Fenster des Programms steht, warum."
#: What Datasette's own pages raise where a number or a column in the address is none.
_MISUSED = (ValueError, KeyError, IndexError, OverflowError, AssertionError, sqlite3.Error)


async def answer(datasette: Any, request: Any, error: BaseException) -> Response:
    """The page, or the JSON, that tells of an error; what is a bug is logged as well."""
    status, message = _told(request, error)
    if status == 500:
        _LOG.error("%s cannot be shown", request.path, exc_info=error)
    if request.path.endswith(".json"):
        said = {"ok": False, "error": message, "status": status, "title": _TITLES.get(status)}
        return Response.json(said, status=status)
    shown = {"status": status, "title": _TITLES.get(status, "Fehler"), "error": message}
    body = await datasette.render_template(
        [f"{status}.html", "error.html"], shown, request=request, view_name="error"
    )
    return Response.html(body, status=status)


def _told(request: Any, error: BaseException) -> tuple[int, str]:
    """Status and message."""
    interrupted = isinstance(error, QueryInterrupted)
    if interrupted or isinstance(error.__context__, QueryInterrupted):
        told = 400, _TOO_LONG
    elif isinstance(error, Base400):
        told = error.status, _MISSING if error.status == 404 else str(error)
    elif isinstance(error, DatasetteError) and error.status < 500:
        told = error.status, str(error.message)
    elif isinstance(error, ArchiveError):
        told = 503, str(error)
    elif request.path.startswith(f"/{NAME}") and isinstance(error, (DatasetteError, *_MISUSED)):
        told = 400, str(error)
    else:
        told = 500, _BROKEN
    return told
