"""Where each object stands: an address that comes from its id alone.

Ids are made of harvested text, so nothing of them becomes part of a path as it is. A segment keeps
a-z, 0-9 and "-"; every other byte is written `_xx`. So no two ids share a path, not even on file
systems without upper and lower case, and no path leaves the folder. The first two segments of an id
are folders, the others are joined by "." into the name of the file: `herne/paper/7442` is
`herne/paper/7442.json`, its step `herne/paper/7442/rat-der-stadt/1` is
`herne/paper/7442.rat-der-stadt.1.consultation.json`.
"""

import re
from hashlib import sha256
from urllib.parse import quote, urlsplit

from harvester.errors import HarvesterError

#: The types of objects that are made of records, with the word that names them in ids and paths.
WORDS = {
    "Organization": "organization",
    "Meeting": "meeting",
    "Location": "location",
    "AgendaItem": "item",
    "Paper": "paper",
    "Consultation": "consultation",
    "File": "file",
}
SYSTEM = "system.json"
#: In the folder of each body.
BODY = "body.json"
_UNSAFE = re.compile("[^a-z0-9-]")
#: Names that Windows gives to devices, with whatever ending.
_DEVICE = re.compile("con|prn|aux|nul|(com|lpt)[0-9]")
#: Characters; beyond that the id is hashed. Names of files may have 255.
_LONGEST = 180
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/@!$&'()*+,;=%\[\]-]+", re.IGNORECASE)
#: What an address may have beside letters and digits; `quote` writes everything else as %xx.
_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"


def base_address(address: str) -> str:
    """The address of the exported folder, with a slash at its end.

    Raises:
        HarvesterError: it is no address of a folder on the web.
    """
    if not _ADDRESS.fullmatch(address) or "@" in address or http_url(address) is None:
        raise HarvesterError(
            f"{address[:200]!r} is no address of a folder on the web; it should look like "
            "https://www.example.org/oparl/, without a query."
        )
    return address if address.endswith("/") else f"{address}/"


def http_url(text: str | None) -> str | None:
    """A harvested address as an URL; None where it is none of the web."""
    if text is None:
        return None
    url = quote(text.strip(), safe=_IN_ADDRESSES)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port or a bracket that is none
        return None
    return url if usable else None


def object_path(kind: str, record_id: str) -> str:
    """The path of an object below the folder, by its OParl type and the id of its record."""
    parts = record_id.split("/")
    word = WORDS[kind]
    encoded = [_segment(part) for part in parts]
    folders = encoded[:-1][:2]
    name = ".".join(encoded[len(folders) :])
    ending = "json" if len(parts) == 3 and parts[1] == word else f"{word}.json"
    path = "/".join((*folders, f"{name}.{ending}"))
    return path if len(path) <= _LONGEST else f"long/{_hashed(record_id)}.{word}.json"


def body_folder(body_id: str) -> str:
    """The folder of a body's own files."""
    folder = _segment(body_id)
    return folder if len(folder) <= _LONGEST else _hashed(body_id)


def page_path(name: str, page: int) -> str:
    """The path of a page of a list, counted from 1; `name` is the list's path without ending."""
    return f"{name}.json" if page == 1 else f"{name}-{page}.json"


def _segment(text: str) -> str:
    encoded = _UNSAFE.sub(lambda found: _escaped(found[0]), text) or "_"
    if _DEVICE.fullmatch(encoded):
        return _escaped(encoded[0]) + encoded[1:]
    return encoded


def _escaped(character: str) -> str:
    return "".join(f"_{byte:02x}" for byte in character.encode(errors="surrogatepass"))


def _hashed(record_id: str) -> str:
    """A name that no other id has: two underscores never follow each other in an encoded one."""
    return f"__{sha256(record_id.encode(errors='surrogatepass')).hexdigest()}"
