"""The registry of sources (`data/sources.toml`): which town, which system, which address."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harvester import DATA
from harvester.errors import HarvesterError
from harvester.expectations import Expectations, read_expectations
from harvester.page import Page
from harvester.records import Organization, Paper

SYSTEMS = frozenset(("allris", "sessionnet", "politik_bei_uns"))


class SourcesError(HarvesterError):
    """The registry cannot be read; the message says which entry."""


@dataclass(frozen=True, slots=True)
class Source:
    """One council information system. `base_url` ends with a slash, `spider` harvests it."""

    id: str
    spider: str
    body_id: str
    body_name: str
    ags: str | None
    website: str | None
    system: str
    base_url: str
    also: tuple[str, ...] = ()
    calendar: str | None = None
    lists: tuple[str, ...] = ()
    retired_at: str | None = None
    #: It holds papers of other municipalities too; what names none has none.
    shared: bool = False
    #: What it must give; None: nobody can say, as of a platform that is fetched address by address.
    expects: Expectations | None = None

    def claim(self, page: Page) -> Page:
        """Name the municipality of what a page of this source gave, where the page does not."""
        for record in () if self.shared else page.records:
            if isinstance(record, Organization | Paper) and record.body_id is None:
                record.body_id = self.body_id
        return page

    @property
    def name(self) -> str:
        """How people name it on the command line: `politik-bei-uns`."""
        return self.spider.replace("_", "-")

    def owns(self, url: str) -> bool:
        """Whether an address lies in this system, under its present or an earlier base."""
        return any(_below(url, base) for base in (self.base_url, *self.also))


def base(url: str) -> str:
    """A base address in the one form that links are compared with: lower-case host, a slash.

    Raises:
        ValueError: it is no http address, or carries a password that would end up in the archive.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url} is no address that begins with http:// or https://")
    if "@" in parts.netloc:
        raise ValueError("The address must not carry a user name or password")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}/"


def _below(url: str, base: str) -> bool:
    address, root = urlsplit(url), urlsplit(base)
    return address.hostname == root.hostname and address.path.lower().startswith(root.path.lower())


@cache
def load_sources(path: Path = DATA / "sources.toml") -> dict[str, Source]:
    """Read the registry; the keys are the source ids.

    Raises:
        SourcesError: it is no TOML, a source lacks a field, names an unknown body or system, its
            address is none, or what it expects cannot be read.
    """
    try:
        registry = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            source_id: _source(source_id, entry, registry["body"])
            for source_id, entry in registry["source"].items()
        }
    except KeyError as error:
        raise SourcesError(f"{path}: {error} is missing.") from error
    except ValueError as error:  # TOMLDecodeError is one
        raise SourcesError(f"{path}: {error}.") from error


def _source(source_id: str, entry: dict[str, Any], bodies: dict[str, Any]) -> Source:
    if entry["body"] not in bodies:
        raise ValueError(f"source.{source_id} names the body {entry['body']!r}, which is not there")
    if entry["system"] not in SYSTEMS:
        known = ", ".join(sorted(SYSTEMS))
        raise ValueError(f"source.{source_id} has the system {entry['system']!r}; known: {known}")
    body = bodies[entry["body"]]
    return Source(
        id=source_id,
        spider=entry.get("spider", source_id),
        body_id=entry["body"],
        body_name=body["name"],
        ags=body.get("ags"),
        website=body.get("website"),
        system=entry["system"],
        base_url=base(entry["base_url"]),
        also=tuple(entry.get("also", ())),
        calendar=entry.get("calendar"),
        lists=tuple(entry.get("lists", ())),
        retired_at=entry.get("retired_at"),
        shared=entry.get("shared", False),
        expects=_expects(source_id, entry.get("expects")),
    )


def _expects(source_id: str, table: Any) -> Expectations | None:
    if table is None:
        return None
    if not isinstance(table, dict):
        raise ValueError(f"source.{source_id}.expects is no table")
    try:
        return read_expectations(table)
    except ValueError as error:
        raise ValueError(f"source.{source_id}.expects: {error}") from error


def sources_by_name() -> dict[str, Source]:
    """The sources by the name that people use."""
    return {source.name: source for source in load_sources().values()}


def source_of(url: str) -> Source | None:
    """The source that an address belongs to, None for a stranger's."""
    return next((source for source in load_sources().values() if source.owns(url)), None)
