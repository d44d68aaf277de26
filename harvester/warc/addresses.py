"""Tells where a saved file comes from: a table, the browser's mark, a mirror's path, Wayback."""

import csv
import re
import string
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from unicodedata import normalize
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from harvester.sources import source_of

_TABLES = ("addresses.csv", "addresses.txt")
_TABLE_BYTES = 50_000_000
_SEPARATORS = ("\t", ";", ",")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(https?://[^\s<>]+) -->", re.IGNORECASE)
_HOST = re.compile(
    r"((?:[a-z0-9-]+\.)+(?!files$|files[:+])[a-z]{2,}|[0-9]+(?:\.[0-9]+){3}|localhost)"
    r"(?:[:+]([0-9]{1,5}))?",
    re.IGNORECASE,
)
_WAYBACK = "web.archive.org"
_COPY = re.compile(
    r"https?://web\.archive\.org(?::\d+)?/web/([0-9]{14})(?:[a-z]{2}_)?/(https?)(?::|%3A)/{1,2}(.+)",
    re.IGNORECASE,
)
#: wget --adjust-extension adds .html where the name ends otherwise.
_ADJUSTED = re.compile(r"(.*(?:[?].*|\.(?:aspx?|php|jsp|cfm|cgi|do|pdf)))\.html", re.IGNORECASE)
#: "@" stands for "?" where that may not be in a name.
_AT = re.compile(r"([^@]+)@([A-Za-z_][^=]*=.*)")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_TOWN = ZoneInfo("Europe/Berlin")

#: Address and time by the name of the file in the folder; None where the row cannot be read.
Table = dict[str, tuple[str, str | None] | None]


def table_in(folder: Path) -> Path | None:
    """The table of addresses of a folder."""
    return next((folder / name for name in _TABLES if (folder / name).is_file()), None)


def key(name: str) -> str:
    r"""How a name is compared: `a\b.html` and `./a/b.html` are one, so are forms of an umlaut."""
    return str(PurePosixPath(normalize("NFC", name.strip()).replace("\\", "/")))


def read_table(path: Path, problems: Callable[[str], None]) -> Table:
    """Read a table of file, address and perhaps date; what is no such row is told to `problems`.

    Dates are days or times, ISO or German (`04.03.2012 15:30`); without an offset it is the time in
    Germany, without a time noon.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        text = _decoded(file.read(_TABLE_BYTES))
    lines = text.splitlines()
    read = (list(csv.reader(lines, delimiter=separator)) for separator in _SEPARATORS)
    rows = max(read, key=lambda rows: sum(_is_entry(row) for row in rows))
    table: Table = {}
    for number, row in enumerate(rows, start=1):
        fields = [field.strip() for field in row]
        if not any(fields) or (number == 1 and not _is_entry(row)):
            continue  # the first row may name the columns
        table[key(fields[0])] = entry = _entry(fields)
        if entry is None:
            problems(
                f"{path.name}: row {number} is not read: it is no file name, address and date."
            )
    return table


def saved_from(head: bytes) -> str | None:
    """The address that a browser left in the first bytes of what it saved."""
    mark = _SAVED_FROM.search(head)
    if mark is None:
        return None
    # Chromium writes the second of two hyphens so, as a comment may not hold both
    return mark[1].decode("utf-8", "replace").replace("-%2D", "--")


def wget_address(path: PurePosixPath) -> str | None:
    """The address that a path in a mirror stands for: `host/path/file?query`.

    The scheme is the one that the registry has for the host, else http, as wget takes it.
    None: no folder, or more than one, can be a host.
    """
    found = [at for at, part in enumerate(path.parts[:-1]) if _HOST.fullmatch(part)]
    hosts = [at for at in found if path.parts[at].lower() == _WAYBACK][:1] or found
    urls = [_address(path.parts, at) for at in hosts]
    known = [url for url in urls if source_of(url)]
    fitting = known or urls
    return fitting[0] if len(fitting) == 1 else None


def original(url: str) -> tuple[str, str | None] | None:
    """The address without the Wayback Machine's, and when that took its copy (UTC).

    None: it is the Wayback Machine's own, or does not say which copy.
    """
    copy = _COPY.fullmatch(url)
    if copy is None:
        return None if (_host(url) or "").endswith("archive.org") else (url, None)
    try:
        taken = datetime.strptime(copy[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return f"{copy[2].lower()}://{copy[3]}", _written(taken)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _decoded(raw: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16 ("Unicode text") or windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("windows-1252", "replace")


def _is_entry(row: list[str]) -> bool:
    return len(row) > 1 and _ADDRESS.fullmatch(row[1].strip()) is not None


def _entry(fields: list[str]) -> tuple[str, str | None] | None:
    if not _is_entry(fields) or any(fields[3:]):
        return None
    stated = "".join(fields[2:3])
    try:
        return fields[1], _time(stated) if stated else None
    except (ValueError, OverflowError):
        return None


def _time(stated: str) -> str:
    iso = _DAY.sub(lambda day: f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}", stated, count=1)
    iso = re.sub(r"\s+", " ", iso).removesuffix(" Uhr")
    time = datetime.fromisoformat(iso)
    if len(iso) == len("2012-03-04"):
        time = time.replace(hour=12)
    return _written(time if time.tzinfo else time.replace(tzinfo=_TOWN))


def _written(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _address(parts: tuple[str, ...], at: int) -> str:
    """The address of the last part, where the host is the part `at`."""
    host = _HOST.fullmatch(parts[at])
    netloc = parts[at].replace("+", ":").lower() if host else ""
    name, query = _file(parts[-1])
    path = "/".join(("", *parts[at + 1 : -1], name))
    rest = _quoted(path) + (f"?{_quoted(query)}" if query is not None else "")
    scheme = parts[at - 1].rstrip(":").lower() if at else ""
    if scheme not in ("http", "https"):
        scheme = _scheme(f"http://{netloc}{rest}")
    return f"{scheme}://{netloc}{rest}"


def _file(name: str) -> tuple[str, str | None]:
    """Name and query, without what wget added."""
    at = _AT.fullmatch(name) if "?" not in name else None
    if at:
        name = f"{at[1]}?{at[2]}"
    adjusted = _ADJUSTED.fullmatch(name)
    if adjusted:
        name = adjusted[1]
    path, mark, query = name.partition("?")
    return path, query if mark else None


def _quoted(text: str) -> str:
    """As it stands in an address; wget had decoded all but what no file name may hold."""
    safe = string.punctuation.replace("?", "").replace("#", "")
    raw = text.encode("utf-8", "surrogateescape")
    return _BARE_PERCENT.sub("%25", quote(raw, safe=safe))


def _scheme(url: str) -> str:
    """The scheme under which the registry has this host."""
    source = source_of(url)
    bases = (source.base_url, *source.also) if source else ()
    fitting = [base for base in bases if _host(base) == _host(url)]
    return urlsplit(fitting[0]).scheme if fitting else "http"
