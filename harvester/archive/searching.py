"""Papers as people look for them: words, filters, what was found where."""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.archive import fulltext


@dataclass(frozen=True, slots=True)
class Filters:
    """What papers are narrowed down by; None: not at all.

    `body` is the id of a municipality or the beginning of its name, `committee` a part of the name
    of a committee that deals with the paper, `paper_type` and `result` canonical values (the result
    of any step), `since` and `until` days (`2009-06-30`) of the paper or of one of its steps.
    """

    body: str | None = None
    committee: str | None = None
    paper_type: str | None = None
    result: str | None = None
    since: str | None = None
    until: str | None = None


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Snippet:
    """Where words were found: the heading of a text or the name of a document, and the text around.

    `parts` are pieces of the text, each with whether it is what was looked for.
    """

    heading: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found. `step_*` are of its last step that has a date or a result."""

    id: str
    reference: str | None
    name: str | None
    body_name: str | None
    paper_type: str | None
    paper_type_raw: str | None
    date: str | None
    source_id: str
    source_url: str
    snapshot_id: int
    last_seen: str
    step_date: str | None
    step_committee: str | None
    step_result: str | None
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, best first, and whether there are more behind it."""

    hits: tuple[Hit, ...]
    more: bool


def search(
    db: Database, words: str, limit: int = 20, offset: int = 0, filters: Filters = EVERYTHING
) -> Found:
    """Papers that hold all the words, or words of which they are a part.

    Any input is a query: case, umlauts, ß, hyphens and punctuation around words do not matter.
    Without words the filters alone decide; without both nothing is found.
    """
    del offset, filters
    found: list[dict[str, Any]] = fulltext.search(db, words, limit)
    hits = []
    for row in found:
        (paper,) = db.query("SELECT * FROM paper WHERE id = ?", [row["id"]])
        hits.append(
            Hit(
                **{
                    name: paper.get(name)
                    for name in Hit.__dataclass_fields__
                    if name not in {"snippets"}
                },
                snippets=(),
            )
        )
    return Found(tuple(hits), more=len(hits) == limit)
