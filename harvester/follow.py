"""What a person follows: papers and searches, in a file beside the archive.

It is personal and no part of the dataset, and it is written while a crawl writes the archive
(docs/decisions/0017-follows-beside-the-archive.md).
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from harvester import clock
from harvester.archive import Archive
from harvester.archive.searching import EVERYTHING, Filters
from harvester.errors import HarvesterError
from harvester.labels import german
from harvester.text import clean, fold

#: Of a followed search the first this many papers are followed.
MOST = 1000
_VERSION = 1


class FollowError(HarvesterError):
    """The file cannot be read or written; the message names it."""


@dataclass(frozen=True, slots=True)
class Follow:
    """A paper (`paper` is its id), or a search (`words` and `filters`; words "" if filters alone).

    `label` is how people call it, `since` the time (UTC) at which it was remembered.
    """

    paper: str | None
    words: str | None
    filters: Filters
    label: str
    since: str

    @property
    def what(self) -> tuple[str | None, str | None, Filters]:
        """What is followed, whatever it is called."""
        return self.paper, self.words, self.filters


def follow_paper(paper: Mapping[str, Any]) -> Follow:
    """A paper, as `Archive.papers_by_reference` gives it, followed from now on."""
    label = clean(paper["reference"]) or paper["id"]
    return Follow(paper["id"], None, EVERYTHING, label, clock.utc_now())


def follow_search(words: str, filters: Filters) -> Follow:
    """A search, followed from now on."""
    asked = clean(words.encode(errors="replace").decode()) or ""
    return Follow(None, asked, filters, _label(asked, filters), clock.utc_now())


def _label(words: str, filters: Filters) -> str:
    """Words and filters as a reader of the reports understands them."""
    narrowed = (
        filters.body,
        filters.committee,
        german("paper_type", filters.paper_type),
        german("result", filters.result),
        filters.since and f"ab {_german_day(filters.since)}",
        filters.until and f"bis {_german_day(filters.until)}",
    )
    shown = ", ".join(filter(None, narrowed))
    return f"{words or 'alle'} ({shown})" if shown else words


def _german_day(day: str) -> str:
    return date.fromisoformat(day).strftime("%d.%m.%Y")


def path_of(archive: Path) -> Path:
    """The file that goes with an archive."""
    return archive.with_name(f"{archive.stem}.follow.json")


def load(archive: Path) -> list[Follow]:
    """What is followed in this archive, in the order in which it was remembered.

    Raises:
        FollowError: the file is not what we write; it is left as it is.
    """
    path = path_of(archive)
    try:
        return [
            _follow(entry) for entry in _entries(json.loads(path.read_bytes().decode("utf-8-sig")))
        ]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FollowError(f"{path} cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:  # of bytes, of JSON, of what it says
        raise FollowError(
            f"{path} is not readable as the list of what you follow ({error}); correct it, or move "
            "it away to begin a new one."
        ) from error


def add(archive: Path, follows: Sequence[Follow]) -> list[Follow]:
    """Remember these; gives those that were not followed already.

    Raises:
        FollowError: the file is not what we write, or cannot be written.
    """
    with _alone(archive):
        held = load(archive)
        known = {one.what for one in held}
        new = list({one.what: one for one in follows if one.what not in known}.values())
        if new:
            _write(archive, [*held, *new])
    return new


def remove(archive: Path, named: str) -> list[Follow]:
    """Forget what has this label, paper id or words (in any case); gives what it was.

    Raises:
        FollowError: the file is not what we write, or cannot be written; or only the words fit, and
            those of several searches.
    """
    wanted = fold(clean(named) or "")
    with _alone(archive):
        held = load(archive)
        forgotten = [one for one in held if wanted in {fold(one.label), fold(one.paper or "")}]
        if not forgotten:
            forgotten = [one for one in held if one.words and wanted == fold(one.words)]
            if len(forgotten) > 1:
                labels = "; ".join(one.label for one in forgotten)
                raise FollowError(f"Several searches have these words, name one of them: {labels}.")
        if forgotten:
            _write(archive, [one for one in held if one not in forgotten])
    return forgotten


def followed_ids(held: Archive, follows: Sequence[Follow]) -> dict[str, list[str]]:
    """The papers that are followed, by id, each with the labels of what they are followed for.

    A search stands for the papers that it finds now, the first `MOST` of them (`too_wide` tells
    whether there are more). Papers that are gone are found by no search.
    """
    found: dict[str, list[str]] = {}
    for one in follows:
        for paper_id in [one.paper] if one.paper else _searched(held, one):
            labels = found.setdefault(paper_id, [])
            if one.label not in labels:
                labels.append(one.label)
    return found


def _searched(held: Archive, one: Follow) -> list[str]:
    return held.search_ids(one.words or "", MOST, one.filters)


def too_wide(held: Archive, one: Follow) -> bool:
    """Whether a followed search finds more papers than are followed."""
    if one.paper:
        return False
    return len(held.search_ids(one.words or "", MOST + 1, one.filters)) > MOST


def _entries(content: Any) -> list[Any]:
    if not isinstance(content, dict) or content.keys() != {"version", "follows"}:
        raise ValueError("it should be an object with version and follows")
    if content["version"] != _VERSION:
        raise ValueError("a newer version of this program wrote it")
    if not isinstance(content["follows"], list):
        raise ValueError("follows should be a list")
    return content["follows"]


def _follow(entry: Any) -> Follow:
    """One of the entries.

    Raises:
        ValueError: it says what we do not know, and would lose.
    """
    known = {"paper", "words", "filters", "label", "since"}
    if not isinstance(entry, dict) or not entry.keys() <= known:
        raise ValueError(f"an entry should have nothing but {', '.join(sorted(known))}")
    narrowed = entry.get("filters", {})
    names = {field.name for field in fields(Filters)}
    if not isinstance(narrowed, dict) or not narrowed.keys() <= names:
        raise ValueError(f"filters should have nothing but {', '.join(sorted(names))}")
    texts = [*narrowed.values(), *(entry.get(name) for name in known - {"filters"})]
    if not all(text is None or isinstance(text, str) for text in texts):
        raise ValueError("a value is no text")
    filters = Filters(**narrowed)
    for day in filter(None, (filters.since, filters.until)):
        date.fromisoformat(day)
    paper, words = entry.get("paper"), entry.get("words")
    if bool(paper) == (bool(words) or filters != EVERYTHING):
        raise ValueError("an entry should have either a paper, or words or filters")
    words = None if paper else words or ""
    label = entry.get("label") or paper or _label(words or "", filters)
    return Follow(paper or None, words, filters, label, entry.get("since") or clock.utc_now())


def _entry(one: Follow) -> dict[str, Any]:
    narrowed = {name: value for name, value in asdict(one.filters).items() if value is not None}
    said = {"paper": one.paper, "words": one.words, "filters": narrowed or None}
    kept = {name: value for name, value in said.items() if value is not None}
    return kept | {"label": one.label, "since": one.since}


def _write(archive: Path, follows: Sequence[Follow]) -> None:
    """The whole list, or what was there before."""
    path = path_of(archive).resolve()  # a link stays one
    content = {"version": _VERSION, "follows": [_entry(one) for one in follows]}
    half = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        with half.open("x", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException as error:
        half.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise FollowError(f"{path} cannot be written ({error.strerror}).") from error
        raise


@contextmanager
def _alone(archive: Path) -> Iterator[None]:
    """Two who follow at the same time do it one after the other; a crawl is not waited for."""
    folder = path_of(archive).resolve().parent
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise FollowError(f"{folder} cannot be read ({error.strerror}).") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
