"""Papers as people look for them: words, filters, what was found where.

Papers that have all the words in number or subject come first, then those that have them somewhere;
within both the newest first. The index is in order of date (`paper_text.id`), so a search reads
only as many papers as it shows, however common the words are.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import to_json
from harvester.archive.fulltext import distinct_words
from harvester.archive.snippets import Snippet, snippets
from harvester.text import fold

_MOST_WORDS = 32
_LONGEST_WORD = 200
#: More trigrams of a query than these narrow nothing down any more.
_MOST_TRIGRAMS = 64


@dataclass(frozen=True, slots=True)
class Filters:
    """What papers are narrowed down by; None: not at all.

    `body` is the id of a municipality or a part of its name; `committee` a part of the name of a
    committee that deals with the paper, `result` what a step came to (a canonical value); with both
    it is the same step. `paper_type` is a canonical value. `since` and `until` are days
    (`2009-06-30`): of that step, or of the paper or one of its steps.
    """

    body: str | None = None
    committee: str | None = None
    paper_type: str | None = None
    result: str | None = None
    since: str | None = None
    until: str | None = None


EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found. `step_*` are of its last step in time."""

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


class _Condition(NamedTuple):
    """SQL that a paper must fulfil, and its parameters."""

    sql: str
    parameters: tuple[str, ...]


# CROSS JOIN keeps the order of the tables, and so the order of the index.
_SELECT = """
SELECT paper.id FROM {index} CROSS JOIN paper ON paper.id = paper_text.paper_id
WHERE paper.gone_at IS NULL AND {conditions} ORDER BY {order} DESC LIMIT ? OFFSET ?
"""
# The names one after the other by their index: DISTINCT would read every step.
_COMMITTEES = """
WITH RECURSIVE known(name) AS (
    SELECT min(organization_name) FROM consultation
    UNION ALL
    SELECT (SELECT min(organization_name) FROM consultation WHERE organization_name > name)
    FROM known WHERE name IS NOT NULL
) SELECT name FROM known WHERE name IS NOT NULL
"""
_HITS = """
SELECT paper.id, paper.reference, paper.name, body.name AS body_name, paper.paper_type,
    paper.paper_type_raw, paper.date, paper.source_id, paper.source_url, paper.snapshot_id,
    paper.last_seen, step.date AS step_date, step.organization_name AS step_committee,
    step.result_raw AS step_result
FROM json_each(?) AS found CROSS JOIN paper ON paper.id = found.value
LEFT JOIN body ON body.id = paper.body_id
LEFT JOIN consultation AS step ON step.id = (
    SELECT id FROM consultation WHERE paper_id = paper.id AND gone_at IS NULL
    ORDER BY date DESC, position DESC LIMIT 1)
ORDER BY found.key
"""


def search(
    db: Database, words: str, limit: int = 20, offset: int = 0, filters: Filters = EVERYTHING
) -> Found:
    """Papers that hold all the words, or words of which they are a part.

    Any input is a query: case, umlauts, ß, hyphens and punctuation around words do not matter. Of a
    very long query only the first 32 words count, of a very long word the first 200 letters.
    Without words the filters alone decide; without both nothing is found.
    """
    ids = search_ids(db, words, limit + 1, offset, filters)
    return Found(hits_of(db, ids[:limit], _wanted(words)), more=len(ids) > limit)


def hits_of(db: Database, ids: Sequence[str], wanted: Sequence[str] = ()) -> tuple[Hit, ...]:
    """These papers in this order, with where the folded words stand in them."""
    where = snippets(db, ids, wanted)
    names = [field.name for field in fields(Hit)][:-1]
    rows = db.conn.execute(_HITS, (to_json(list(ids)),))
    hits = (dict(zip(names, row, strict=True)) for row in rows)
    return tuple(Hit(**hit, snippets=where.get(hit["id"], ())) for hit in hits)


def search_ids(
    db: Database, words: str, limit: int, offset: int = 0, filters: Filters = EVERYTHING
) -> list[str]:
    """The ids of the papers that `search` finds, best first."""
    wanted = _wanted(words)
    if not wanted and (words.strip() or filters == EVERYTHING):
        return []
    return _ids(db, wanted, list(_narrowed(db, filters)), limit, offset)


def _wanted(words: str) -> list[str]:
    """The folded words of a query."""
    printable = words.encode(errors="replace").decode()
    return [word[:_LONGEST_WORD] for word in islice(distinct_words([printable]), _MOST_WORDS)]


def _ids(
    db: Database, wanted: Sequence[str], narrowed: Sequence[_Condition], most: int, offset: int
) -> list[str]:
    """The papers from `offset` on: those with all words in the title, then the others."""
    if not wanted:
        return _select(db, "paper_text", narrowed, most, offset)
    in_title = [_Condition("instr(paper_text.title, ?)", (word,)) for word in wanted]
    titles = [*_match("title_fts", wanted), *in_title, *narrowed]
    ids = _select(db, "title_fts", titles, most, offset)
    if len(ids) == most:
        return ids
    before = offset + len(ids) if ids else len(_select(db, "title_fts", titles, offset, 0))
    somewhere = [_Condition("instr(paper_text.words, ?)", (word,)) for word in wanted]
    both = " AND ".join(condition.sql for condition in in_title)
    rest = [*_match("paper_fts", wanted), *somewhere, _Condition(f"NOT ({both})", tuple(wanted))]
    return ids + _select(
        db, "paper_fts", [*rest, *narrowed], most - len(ids), max(0, offset - before)
    )


def _select(
    db: Database, table: str, conditions: Sequence[_Condition], most: int, offset: int
) -> list[str]:
    """The papers that fulfil the conditions, newest first."""
    index, order = "paper_text", "paper_text.id"
    if any(" MATCH " in condition.sql for condition in conditions):
        index = f"{table} CROSS JOIN paper_text ON paper_text.id = {table}.rowid"
        order = f"{table}.rowid"
    statement = _SELECT.format(
        index=index, order=order, conditions=" AND ".join(one.sql for one in conditions) or "1"
    )
    parameters = [value for one in conditions for value in one.parameters]
    return [row[0] for row in db.conn.execute(statement, [*parameters, most, offset])]


def _match(table: str, wanted: Sequence[str]) -> Iterator[_Condition]:
    """That the index knows all the trigrams; nothing where the words are shorter."""
    parts = (word[at : at + 3] for word in wanted for at in range(len(word) - 2))
    quoted = ('"' + part.replace('"', '""') + '"' for part in dict.fromkeys(parts))
    if every := " AND ".join(islice(quoted, _MOST_TRIGRAMS)):
        yield _Condition(f"{table} MATCH ?", (every,))


def _narrowed(db: Database, filters: Filters) -> Iterator[_Condition]:
    """What the filters ask of a paper."""
    if filters.body is not None:
        part = fold(filters.body)
        bodies = db.conn.execute("SELECT id, name FROM body").fetchall()
        ids = [row[0] for row in bodies if part == fold(row[0]) or part in fold(row[1])]
        yield _one_of("paper.body_id", ids)
    if filters.paper_type is not None:
        yield _Condition("paper.paper_type = ?", (filters.paper_type,))
    step: list[_Condition] = []
    if filters.committee is not None:
        part = fold(filters.committee)
        names = [row[0] for row in db.conn.execute(_COMMITTEES) if part in fold(row[0])]
        step.append(_one_of("step.organization_name", names))
    if filters.result is not None:
        step.append(_Condition("step.result = ?", (filters.result,)))
    days = [("step.date >= ?", filters.since), ("step.date <= ?", filters.until)]
    dated = [_Condition(sql, (day,)) for sql, day in days if day is not None]
    if step:
        yield _step([*step, *dated])
    elif dated:
        own = " AND ".join(sql.replace("step", "paper") for sql, day in days if day is not None)
        by_step = _step(dated)
        parameters = (*(value for one in dated for value in one.parameters), *by_step.parameters)
        yield _Condition(f"({own} OR {by_step.sql})", parameters)


def _one_of(column: str, values: Collection[str]) -> _Condition:
    values_of = f"{column} IN (SELECT value FROM json_each(?))"  # noqa: S608 - our names
    return _Condition(values_of, (to_json(list(values)),))


def _step(conditions: Sequence[_Condition]) -> _Condition:
    """That one step fulfils all these."""
    every = " AND ".join(condition.sql for condition in conditions)
    return _Condition(
        "EXISTS (SELECT 1 FROM consultation AS step WHERE step.paper_id = paper.id "  # noqa: S608 - our words
        f"AND step.gone_at IS NULL AND {every})",
        tuple(value for condition in conditions for value in condition.parameters),
    )
