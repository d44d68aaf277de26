"""From a response to a page, for the crawl and for the replay of what it recorded."""

from collections.abc import Callable, Mapping

from harvester.page import Page, PageError
from harvester.parsers import allris, politik_bei_uns, sessionnet
from harvester.sources import Source

#: The parser of each system that the registry may name.
PARSERS: Mapping[str, Callable[[bytes, str, str], Page]] = {
    "allris": allris.parse,
    "sessionnet": sessionnet.parse,
    "politik_bei_uns": politik_bei_uns.parse,
}


def read_page(
    source: Source,
    body: bytes,
    url: str,
    *,
    status: int,
    kind: str | None,
    committees: frozenset[str] = frozenset(),
) -> Page:
    """The page that a source gave, with everything on it.

    Args:
        source: whose page it is.
        body: the response's bytes.
        url: the address that answered.
        status: the HTTP status.
        kind: what was asked for; None: whatever the page is.
        committees: names that the archive knows; a form's flattened text is read with them.

    Raises:
        PageError: the host gave none, or one of another kind, or it cannot be read.
    """
    if not 200 <= status < 300:
        raise PageError("http_error", f"Status {status}.")
    if source.system == "politik_bei_uns":
        page = politik_bei_uns.parse(body, url, source.id, committees)
    else:
        page = PARSERS[source.system](body, url, source.id)
    if kind is not None and page.kind != kind:
        raise PageError("unexpected_page", f"Asked for a {kind}, the system shows {page.kind}.")
    return source.claim(page)
