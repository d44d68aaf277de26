"""A small OParl client in the manner of liboparl: knows one address, gets all others by following.

What leads where is read from OParl's schemas (`references`, `schema`), not from the exporter.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft7Validator, FormatChecker

Object = dict[str, Any]
PREFIX = "https://schema.oparl.org/1.1/"
_FORMATS = FormatChecker(())


@_FORMATS.checks("url")
def _is_url(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    plain = re.fullmatch(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+", value)
    return plain is not None and parts.scheme in {"http", "https"} and bool(parts.hostname)


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


@_FORMATS.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return datetime.fromisoformat(value).tzinfo is not None and "T" in value


class Schemas:
    """OParl's schemas, and what they say of attributes."""

    def __init__(self, folder: Path) -> None:
        self._schemas = {
            path.stem: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))
        }
        assert len(self._schemas) == 12
        self._validators = {
            name: Draft7Validator(schema, format_checker=_FORMATS)
            for name, schema in self._schemas.items()
        }

    def errors(self, kind: str, value: Object) -> list[str]:
        """How an object violates the schema of its type."""
        found = [
            f"{value.get('id')}: {'/'.join(map(str, error.path))} {error.message[:200]}"
            for error in self._validators[kind].iter_errors(value)
        ]
        known = self._schemas[kind]["properties"]
        foreign = [name for name in value if name not in known and ":" not in name]
        if foreign:
            found.append(f"{value.get('id')}: {foreign} bear no vendor's prefix")
        return found

    def attributes(self, kind: str, value: Object) -> Iterator[tuple[str, str, str, list[Any]]]:
        """Attribute, how it is given (list, link, part), type, and what it holds."""
        for name, prop in self._schemas[kind]["properties"].items():
            if name not in value:
                continue
            held = value[name] if isinstance(value[name], list) else [value[name]]
            items = prop.get("items", {})
            refers = prop.get("references", items.get("references"))
            part = (prop if prop["type"] == "object" else items).get("schema", "")
            if refers == "externalList":
                yield name, "list", part.removesuffix(".json"), held
            elif refers is not None:
                yield name, "link", refers, held
            elif part:
                yield name, "part", part.removesuffix(".json"), held


@dataclass
class Walk:
    """What was found on the way from an address through all links."""

    objects: dict[str, Object] = field(default_factory=dict)
    #: The objects of each external list, by the address of its first page.
    lists: dict[str, list[Object]] = field(default_factory=dict)
    #: Parts of other objects, with the address of what they were in.
    parts: list[tuple[str, Object]] = field(default_factory=list)
    fetched: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Object]:
        """The objects of a type."""
        return [found for found in self.objects.values() if found["type"] == PREFIX + kind]


class Client:
    """Walks an interface; each address is fetched once."""

    def __init__(self, schemas: Schemas, address: str) -> None:
        parts = urlsplit(address)
        self._schemas = schemas
        self._http = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        self._waiting: list[tuple[str, str, str]] = []
        self.walk = Walk()

    def walk_from(self, system: str) -> Walk:
        """Fetch everything that the system leads to."""
        self._waiting.append(("link", "System", system))
        while self._waiting:
            how, kind, url = self._waiting.pop()
            if how == "list":
                self._list(kind, url)
            else:
                self._object(kind, url)
        self._http.close()
        return self.walk

    def _get(self, url: str) -> Any:
        parts = urlsplit(url)
        self._http.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = self._http.getresponse()
        body = answer.read()
        self.walk.fetched.add(url)
        media = answer.headers.get_content_type()
        if answer.status != 200 or media != "application/json":
            self.walk.errors.append(f"{url}: {answer.status} {media}")
            return {}
        assert not body.startswith(b"\xef\xbb\xbf")
        return json.loads(body.decode("utf-8"))

    def _object(self, kind: str, url: str) -> None:
        if url not in self.walk.objects:
            found = self._get(url)
            self.walk.objects[url] = found
            if found.get("id") != url:
                self.walk.errors.append(f"{url}: names itself {found.get('id')}")
            self._look(kind, found)
        if self.walk.objects[url].get("type") != PREFIX + kind:
            self.walk.errors.append(f"{url}: no {kind}")

    def _look(self, kind: str, found: Object) -> None:
        self.walk.errors += self._schemas.errors(kind, found)
        for name, how, of_kind, held in self._schemas.attributes(kind, found):
            if not held and name != "legislativeTerm":
                self.walk.errors.append(f"{found['id']}: {name} is empty")
            for value in held:
                if how == "part":
                    self.walk.parts.append((found["id"], value))
                    self._look(of_kind, value)
                    self._waiting.append(("link", of_kind, value["id"]))
                else:
                    self._waiting.append((how, of_kind, value))

    def _list(self, kind: str, first: str) -> None:
        if first in self.walk.lists:
            return
        objects: list[Object] = []
        url: str | None = first
        pages: list[Object] = []
        while url is not None:
            if url in self.walk.fetched:
                self.walk.errors.append(f"{url}: a page comes twice")
                return
            page = self._get(url)
            pages.append(page)
            objects += page["data"]
            self._check_links(page, url, first)
            url = page["links"].get("next")
        self.walk.lists[first] = objects
        self._check_numbers(first, pages, objects)
        for found in objects:
            self._look(kind, found)
            self._waiting.append(("link", kind, found["id"]))

    def _check_links(self, page: Object, url: str, first: str) -> None:
        links = page["links"]
        if (links["self"], links["first"]) != (url, first):
            self.walk.errors.append(f"{url}: wrong links {links}")

    def _check_numbers(self, first: str, pages: list[Object], objects: list[Object]) -> None:
        numbers = pages[0]["pagination"]
        if (numbers["totalElements"], numbers["totalPages"]) != (len(objects), len(pages)):
            self.walk.errors.append(f"{first}: {numbers} for {len(objects)} in {len(pages)} pages")
        ids = [found["id"] for found in objects]
        if len(set(ids)) != len(ids):
            self.walk.errors.append(f"{first}: an object comes twice")
        per_page = numbers["elementsPerPage"]
        for number, page in enumerate(pages, start=1):
            if number < len(pages) and len(page["data"]) != per_page:
                self.walk.errors.append(f"{first}: page {number} is not full")
            if page["pagination"]["currentPage"] != number:
                self.walk.errors.append(f"{first}: page {number} is called otherwise")
