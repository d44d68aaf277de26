"""What our pages share: rendering, what they are asked for, and what is not there."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote, urlencode

from datasette.utils import tilde_encode
from datasette.utils.asgi import Response

from harvester.labels import german
from harvester.reports import clean, wording
from harvester.web.pages import words
from harvester.web.reading import NAME

#: Characters that nobody sees, or that turn the direction of what stands around them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_LARGEST_PAGE = 10_000


async def page(
    datasette: Any, request: Any, template: str, context: Mapping[str, Any], status: int = 200
) -> Response:
    """One of our templates as a response; `words` and addresses are at hand in it."""
    helpers = {
        "words": words,
        "sentence": wording.sentence,
        "german": german,
        "short_day": wording.day,
        "link": partial(_link, datasette),
        "web": clean.address,
        "row_address": partial(_row, datasette),
        "copies": _has_copies(datasette),
    }
    html = await datasette.render_template(template, {**helpers, **context}, request=request)
    return Response.html(_UNSEEN.sub("", html), status=status)


def _has_copies(datasette: Any) -> bool:
    """Whether stored pages and documents are shown beside the archive."""
    return bool((datasette.plugin_config("harvester") or {}).get("stores"))


def _link(datasette: Any, kind: str, record_id: str | int) -> str:
    """The address of one of our pages about a record."""
    return str(datasette.urls.path(words.address(kind, record_id)))


def _row(datasette: Any, table: str, record_id: str) -> str:
    """The address of a row in Datasette's tables."""
    return f"{datasette.urls.table(NAME, table)}/{tilde_encode(record_id)}"


async def not_found(datasette: Any, request: Any, what: str) -> Response:
    """The page that says that the archive has no such record."""
    return await page(
        datasette, request, "404.html", {"title": "Nicht gefunden", "error": what}, status=404
    )


def asked_id(request: Any) -> str:
    """The id that the address names."""
    return unquote(request.url_vars["id"], errors="replace")


def asked(request: Any, name: str, longest: int = 200) -> str:
    """A parameter of the address, "" without one; blanks around it do not count."""
    return str(request.args.get(name) or "").strip()[:longest]


def asked_page(request: Any) -> int:
    """Which page of a list is wanted, from 1."""
    text = asked(request, "seite", 8)
    return min(max(int(text), 1), _LARGEST_PAGE) if re.fullmatch("[0-9]+", text) else 1


def query(**parameters: str | int | None) -> str:
    """The end of an address, from `?`, without what is empty."""
    return "?" + urlencode({name: value for name, value in parameters.items() if value})
