"""Full text over papers: folded like the query, indexed by trigrams, so parts of words are found.

Kept up by Python in the transaction of the paper: no trigger calls a function that other SQLite
tools do not have.
"""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlite_utils import Database

from harvester.normalize.text import fold

_TRIGRAM = 3
_MOST_WORDS = 32
_LONGEST_WORD = 200

_PAPERS = """
SELECT paper.id, paper.reference, paper.name, held.id, held.title, held.text
FROM paper LEFT JOIN paper_text AS held ON held.paper_id = paper.id
WHERE paper.id IN (SELECT value FROM json_each(?)) ORDER BY paper.id
"""
_SECTIONS = """
SELECT paper_id, heading, text FROM paper_section
WHERE paper_id IN (SELECT value FROM json_each(?)) AND gone_at IS NULL
ORDER BY paper_id, position, id
"""
# The index takes only GLOB with three letters and more; shorter words are looked for in what those
# found, or in all papers. A word in the title comes first, then the newest.
_SEARCH = """
SELECT paper.id, paper.reference, paper.name, paper.paper_type, paper.date, paper.source_url
FROM {table} AS found
JOIN paper_text ON paper_text.id = found.{key}
JOIN paper ON paper.id = paper_text.paper_id
WHERE paper.gone_at IS NULL {conditions}
ORDER BY {in_title} DESC, paper.date DESC, paper.reference DESC, paper.id LIMIT ?
"""


def index_papers(db: Database, paper_ids: Collection[str]) -> None:
    """Bring the text of these papers up to date; what is unchanged is not written."""
    if not paper_ids:
        return
    ids = json.dumps(list(paper_ids))
    sections: dict[str, list[str]] = {}
    for paper_id, heading, text in db.conn.execute(_SECTIONS, (ids,)):
        sections.setdefault(paper_id, []).extend(part for part in (heading, text) if part)
    outdated: list[tuple[int, str]] = []
    fresh: list[tuple[int, str, str, str]] = []
    next_id: int = db.conn.execute("SELECT coalesce(max(id), 0) + 1 FROM paper_text").fetchone()[0]
    for paper_id, reference, name, held, old_title, old_text in db.conn.execute(_PAPERS, (ids,)):
        title = _folded(part for part in (reference, name) if part)
        text = "\n".join((title, _folded(sections.get(paper_id, ()))))
        if (title, text) == (old_title, old_text):
            continue
        if held is not None:
            outdated.append((held, old_text))
        fresh.append((next_id if held is None else held, paper_id, title, text))
        next_id += held is None
    _write(db, outdated, fresh)


def _write(
    db: Database, outdated: list[tuple[int, str]], fresh: list[tuple[int, str, str, str]]
) -> None:
    conn = db.conn
    # FTS5 must be told the text that it forgets.
    conn.executemany(
        "INSERT INTO paper_fts (paper_fts, rowid, text) VALUES ('delete', ?, ?)", outdated
    )
    conn.executemany(
        "INSERT INTO paper_text (id, paper_id, title, text) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text",
        fresh,
    )
    # One statement: FTS5 writes out what it gathered after each.
    conn.execute(
        "INSERT INTO paper_fts (rowid, text) SELECT id, text FROM paper_text "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([row[0] for row in fresh]),),
    )


def _folded(parts: Iterable[str]) -> str:
    # SQLite's GLOB stops reading at a NUL.
    return fold("\n".join(parts)).replace("\0", " ")


def search(db: Database, words: str, limit: int) -> list[dict[str, Any]]:
    """Papers that hold all the words, or words of which they are a part.

    Any input is a query; case, umlauts and ß do not matter. Of a very long query only the first
    32 words count, of a very long word the first 200 letters. No word: no paper.
    """
    printable = words.encode(errors="replace").decode().replace("\0", " ")
    wanted = [word[:_LONGEST_WORD] for word in fold(printable).split()][:_MOST_WORDS]
    if not wanted:
        return []
    indexed = [word for word in wanted if len(word) >= _TRIGRAM]
    short = [word for word in wanted if len(word) < _TRIGRAM]
    statement = _SEARCH.format(
        table="paper_fts" if indexed else "paper_text",
        key="rowid" if indexed else "id",
        conditions="AND found.text GLOB ? " * len(indexed)
        + "AND instr(paper_text.text, ?) " * len(short),
        in_title=" + ".join(["(instr(paper_text.title, ?) > 0)"] * len(wanted)),
    )
    rows = db.query(statement, [*map(_containing, indexed), *short, *wanted, limit])
    return list(rows)


def _containing(word: str) -> str:
    """The GLOB pattern for a text with this word in it."""
    return "*" + "".join(f"[{letter}]" if letter in "*?[" else letter for letter in word) + "*"
