"""Full text over papers: folded like the query, indexed by trigrams, so parts of words are found.

What is indexed are a paper's distinct words: the query's words are looked for one by one, so order
and repetition only cost room. Kept up by Python in the transaction of the paper: no trigger calls
a function that other SQLite tools do not have.
"""

import json
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlite_utils import Database

from harvester.text import fold

_MOST_WORDS = 32
_LONGEST_WORD = 200
#: What the index can look for: a trigram or more, nothing that means something to GLOB.
_INDEXED = re.compile(r"[^*?\[\]]{3,}")
#: A word without the punctuation around it; matches at the first letter, so in linear time.
_BARE = re.compile(r"\w(?:.*\w)?", re.DOTALL)

_PAPERS = """
SELECT paper.id, paper.reference, paper.name, held.id, held.title, held.words
FROM paper LEFT JOIN paper_text AS held ON held.paper_id = paper.id
WHERE paper.id IN (SELECT value FROM json_each(?)) ORDER BY paper.id
"""
_SECTIONS = """
SELECT paper_id, heading, text FROM paper_section
WHERE paper_id IN (SELECT value FROM json_each(?)) AND gone_at IS NULL
ORDER BY paper_id, position, id
"""
# The index narrows it down by the longest word; by GLOB, as detail=none knows no phrases. One GLOB
# only, and never of less than three letters: SQLite 3.40 crashes on such a one beside another.
# CROSS JOIN keeps the order of the tables. A word in the title comes first, then the newest.
_SEARCH = """
SELECT paper.id, paper.reference, paper.name, paper.paper_type, paper.date, paper.source_url
FROM {table} AS found
CROSS JOIN paper_text ON paper_text.id = found.{key}
CROSS JOIN paper ON paper.id = paper_text.paper_id
WHERE paper.gone_at IS NULL AND {conditions}
ORDER BY {in_title} DESC, paper.date DESC, paper.reference DESC, paper.id LIMIT ?
"""


def index_papers(db: Database, paper_ids: Collection[str]) -> None:
    """Bring the words of these papers up to date; what is unchanged is not written."""
    if not paper_ids:
        return
    ids = json.dumps(list(paper_ids))
    sections: dict[str, list[str]] = {}
    for paper_id, *parts in db.conn.execute(_SECTIONS, (ids,)):
        sections.setdefault(paper_id, []).extend(part for part in parts if part)
    outdated: list[tuple[int, str]] = []
    fresh: list[tuple[int, str, str, str]] = []
    next_id: int = db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM paper_text").fetchone()[0]
    for paper_id, reference, name, held, old_title, old_words in db.conn.execute(_PAPERS, (ids,)):
        head = [part for part in (reference, name) if part]
        title = " ".join(_words(head))
        words = " ".join(_words([*head, *sections.get(paper_id, ())]))
        if (title, words) == (old_title, old_words):
            continue
        if held is not None:
            outdated.append((held, old_words))
        fresh.append((next_id if held is None else held, paper_id, title, words))
        next_id += held is None
    _write(db, outdated, fresh)


def _write(
    db: Database, outdated: list[tuple[int, str]], fresh: list[tuple[int, str, str, str]]
) -> None:
    conn = db.conn
    # FTS5 must be told the words that it forgets.
    conn.executemany(
        "INSERT INTO paper_fts (paper_fts, rowid, words) VALUES ('delete', ?, ?)", outdated
    )
    conn.executemany(
        "INSERT INTO paper_text (id, paper_id, title, words) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET title = excluded.title, words = excluded.words",
        fresh,
    )
    # One statement: FTS5 writes out what it gathered after each.
    conn.execute(
        "INSERT INTO paper_fts (rowid, words) SELECT id, words FROM paper_text "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([row[0] for row in fresh]),),
    )


def _words(texts: Iterable[str]) -> list[str]:
    """The distinct words, folded, without punctuation around them, in order of appearance."""
    shown = dict.fromkeys(" ".join(texts).replace("\0", " ").split())
    folded = [_folded(word) if len(word) <= _LONGEST_WORD else _fold_word(word) for word in shown]
    return list(dict.fromkeys(chain.from_iterable(folded)))


def _fold_word(word: str) -> list[str]:
    # Folding may split: some characters decompose into a blank and a mark.
    return [found[0] for part in fold(word).split() if (found := _BARE.search(part))]


#: Folding was the half of indexing; most words of a text are known from the text before.
_folded = lru_cache(maxsize=20_000)(_fold_word)


def search(db: Database, words: str, limit: int) -> list[dict[str, Any]]:
    """Papers that hold all the words, or words of which they are a part.

    Any input is a query; case, umlauts, ß and punctuation around words do not matter. Of a very
    long query only the first 32 words count, of a very long word the first 200 letters. No word:
    no paper.
    """
    printable = words.encode(errors="replace").decode()
    wanted = [word[:_LONGEST_WORD] for word in _words([printable])][:_MOST_WORDS]
    if not wanted:
        return []
    runs = [run for word in wanted for run in _INDEXED.findall(word)]
    holds_all = " AND ".join(["instr(paper_text.words, ?)"] * len(wanted))
    in_title = " + ".join(["(instr(paper_text.title, ?) > 0)"] * len(wanted))
    if runs:
        table, key, conditions = "paper_fts", "rowid", f"found.words GLOB ? AND {holds_all}"
        parameters = [f"*{max(runs, key=len)}*", *wanted]
    else:
        table, key, conditions, parameters = "paper_text", "id", holds_all, wanted
    statement = _SEARCH.format(table=table, key=key, conditions=conditions, in_title=in_title)
    return list(db.query(statement, [*parameters, *wanted, limit]))
