"""Harvested text as reports may show it: one line, no control characters, addresses that are some.

Markup is escaped by each format; here goes what no format has a place for.
"""

from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from harvester.text import plain

#: The most characters of a name or value that are shown.
LONGEST = 300
_LONGEST_ADDRESS = 2_000
#: What stays in an address as it is: no bracket, quote, blank or backslash.
_SAFE = "/:?#@!$&*+,;=~%-._"
#: The names that we give to entries and meetings are made in this space.
_OURS = UUID("6f9f1c1e-43a7-5b0e-9c64-0d1b0f6f2a55")


def line(value: object, most: int = LONGEST) -> str:
    """A value in one line, not longer than `most` characters; "" for None."""
    text = " ".join(plain("" if value is None else str(value)).split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold something, each cleaned."""
    lines = (line(part, len(text) + 1) for part in text.splitlines())
    return [part for part in lines if part]


def address(url: str | None) -> str | None:
    """The address, in ASCII, if it is one of http or https with a host; else None."""
    url = (url or "").strip()
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # such as http://[
        return None
    if not is_web or len(url) > _LONGEST_ADDRESS:
        return None
    return quote(url, safe=_SAFE, errors="replace")


def stable_id(*parts: str) -> UUID:
    """An id that is always the same for the same parts, and the same in every archive."""
    return uuid5(_OURS, "\n".join(parts))
