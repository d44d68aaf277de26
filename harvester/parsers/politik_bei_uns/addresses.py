"""What the addresses of politik-bei-uns.de lead to."""

import re
from typing import Literal
from urllib.parse import SplitResult, urlsplit

PLATFORM = "https://politik-bei-uns.de/"
#: A page about a file, a page about a paper, the file itself.
Kind = Literal["file_page", "paper", "file"]

_HEX = "[0-9A-Fa-f]{24}"
# The platform's own template links downloads as /files/<town>/<file>/download of its cdn host.
_PATHS: dict[Kind, re.Pattern[str]] = {
    "file_page": re.compile(rf"/file/({_HEX})/?"),
    "paper": re.compile(rf"/paper/({_HEX})/?"),
    "file": re.compile(rf"/(?:file|files/{_HEX})/({_HEX})/download/?"),
}
_SAME_SITE = re.compile(r"^(?:www|cdn)\.")
_PORTS = {"http": 80, "https": 443}


def address(url: str, base: str = PLATFORM) -> tuple[Kind, str] | None:
    """What an address of the platform leads to, and its 24 hex digits in lower case.

    Args:
        url: an absolute address, http or https, with or without `www.`, slash at the end and query.
        base: any address of the platform's host; that of a stand-in, or of the page that links.

    Returns:
        None for another host, another path, another number of digits, and what is no address.
    """
    try:
        asked = urlsplit(url.strip())
        site = _site(asked)
        if site is None or site != _site(urlsplit(base)):
            return None
    except ValueError:  # no address at all, such as http://[ or a port of letters
        return None
    for kind, pattern in _PATHS.items():
        if match := pattern.fullmatch(asked.path):
            return kind, match[1].lower()
    return None


def _site(parts: SplitResult) -> tuple[str, int | None] | None:
    """Host and port; no port where it is that of http or https. None with a password."""
    port = parts.port
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    host = _SAME_SITE.sub("", parts.hostname)
    return host, None if port == _PORTS[parts.scheme] else port
