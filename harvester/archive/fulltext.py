"""Full text over papers: folded like the query, indexed by trigrams, so parts of words are found.

What is indexed are a paper's distinct words: of its number, its subject, its sections, of what was
resolved and said about it, and of its documents. A query's words are looked for one by one, so
order and repetition only cost room. Kept up by Python in the transaction of the paper: no trigger
calls a function that other SQLite tools do not have.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice

from sqlite_utils import Database

from harvester.text import fold

#: Of a text with more distinct words, such as a budget of 1,000 pages, the first are found.
MOST_WORDS = 20_000
_LONGEST_WORD = 200
#: A word without the punctuation around it; matches at the first letter, so in linear time.
_BARE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
#: `Kita-Plätze` is `Kitaplätze`, but 2009-2010 is no number.
_HYPHEN = re.compile(r"(?<![0-9])[-‐‑–]|[-‐‑–](?![0-9])")
#: `Nr.448` is `Nr. 448`, but go.nrw and 2.1 are one word.
_STOP = re.compile(r"(?<=[^\W\d_])\.(?=\d)|(?<=\d)\.(?=[^\W\d_])")
#: Papers of one day in the ids of `paper_text`.
_PER_DAY = 1 << 20
_AT_ONCE = 500

_PAPERS = """
SELECT paper.id, paper.reference, paper.name,
    CAST(julianday(coalesce(paper.date, (SELECT min(date) FROM consultation
        WHERE paper_id = paper.id AND gone_at IS NULL))) AS INTEGER),
    held.id, held.title, held.words
FROM paper LEFT JOIN paper_text AS held ON held.paper_id = paper.id
WHERE paper.id IN (SELECT value FROM json_each(?)) ORDER BY paper.id
"""
#: Heading and text of everything that a paper says or that is said of it, in reading order.
TEXTS = """
SELECT paper_id, 1 AS kind, position, id, heading, text FROM paper_section
    WHERE paper_id IN (SELECT value FROM json_each(?1)) AND gone_at IS NULL
UNION ALL SELECT paper_id, 2, position, id, 'Beschluss', resolution_text FROM agenda_item
    WHERE paper_id IN (SELECT value FROM json_each(?1)) AND gone_at IS NULL
        AND resolution_text IS NOT NULL
UNION ALL SELECT paper_id, 3, position, id, 'Wortprotokoll', minutes_text FROM agenda_item
    WHERE paper_id IN (SELECT value FROM json_each(?1)) AND gone_at IS NULL
        AND minutes_text IS NOT NULL
UNION ALL SELECT tie.paper_id, 4, tie.position, file.id, coalesce(file.name, file.file_name),
        file.text
    FROM paper_file AS tie JOIN file ON file.id = tie.file_id
    WHERE tie.paper_id IN (SELECT value FROM json_each(?1)) AND tie.gone_at IS NULL
        AND file.gone_at IS NULL
ORDER BY 1, 2, 3, 4
"""

#: The papers whose words these rows may have changed, by table; `{ids}` is a SELECT of their ids.
OWNERS = {
    "paper": "SELECT id FROM paper WHERE id IN ({ids})",
    "paper_section": "SELECT paper_id FROM paper_section WHERE id IN ({ids})",
    "agenda_item": "SELECT paper_id FROM agenda_item WHERE id IN ({ids})",
    "consultation": "SELECT paper_id FROM consultation WHERE id IN ({ids})",
    "paper_file": "SELECT paper_id FROM paper_file WHERE id IN ({ids})",
    "file": "SELECT paper_id FROM paper_file WHERE file_id IN ({ids})",
}
#: The indexes and what of `paper_text` they are over.
INDEXES = {"paper_fts": "words", "title_fts": "title"}

#: A row of `paper_text`: id, paper, title, words.
_Row = tuple[int, str, str, str]


def index_papers(db: Database, paper_ids: Collection[str]) -> None:
    """Bring the words of these papers up to date; what is unchanged is not written."""
    ids = iter(paper_ids)
    while some := list(islice(ids, _AT_ONCE)):
        _index(db, some)


def index_all(db: Database) -> None:
    """Bring the words of all papers up to date."""
    index_papers(db, [row[0] for row in db.conn.execute("SELECT id FROM paper ORDER BY id")])


def outdated(db: Database) -> list[str]:
    """The papers whose words or day are not those of the index; reads all texts."""
    found: list[str] = []
    ids = (row[0] for row in db.conn.execute("SELECT id FROM paper ORDER BY id").fetchall())
    while some := list(islice(ids, _AT_ONCE)):
        found += [row[1] for row in _compared(db, some)[1]]
    return found


def _index(db: Database, paper_ids: Sequence[str]) -> None:
    old, new = _compared(db, paper_ids)
    conn = db.conn
    for table, column in INDEXES.items():
        # FTS5 must be told the words that it forgets.
        conn.executemany(
            f"INSERT INTO {table} ({table}, rowid, {column}) VALUES ('delete', ?, ?)",  # noqa: S608 - our names
            [(number, words if column == "words" else title) for number, _, title, words in old],
        )
    conn.executemany("DELETE FROM paper_text WHERE id = ?", [(row[0],) for row in old])
    conn.executemany("INSERT INTO paper_text (id, paper_id, title, words) VALUES (?, ?, ?, ?)", new)
    numbers = json.dumps([row[0] for row in new])
    for table, column in INDEXES.items():
        # One statement: FTS5 writes out what it gathered after each.
        conn.execute(
            f"INSERT INTO {table} (rowid, {column}) SELECT id, {column} FROM paper_text "  # noqa: S608 - our names
            "WHERE id IN (SELECT value FROM json_each(?))",
            (numbers,),
        )


def _compared(db: Database, paper_ids: Sequence[str]) -> tuple[list[_Row], list[_Row]]:
    """The rows of the index that are no longer right, and those that should be there."""
    ids = json.dumps(paper_ids)
    texts: dict[str, list[str]] = defaultdict(list)
    for paper_id, _, _, _, *parts in db.conn.execute(TEXTS, (ids,)):
        texts[paper_id].extend(part for part in parts if part)
    old: list[_Row] = []
    new: list[_Row] = []
    numbers = _Numbers(db)
    for paper_id, reference, name, day, held, *shown in db.conn.execute(_PAPERS, (ids,)).fetchall():
        head = [part for part in (reference, name) if part]
        title = " ".join(distinct_words(head))
        words = " ".join(islice(distinct_words([*head, *texts[paper_id]]), MOST_WORDS))
        first = _first_of_day(day)
        in_place = held is not None and first <= held < first + _PER_DAY
        if in_place and [title, words] == shown:
            continue
        if held is not None:
            old.append((held, paper_id, *shown))
        new.append((held if in_place else numbers.next(first), paper_id, title, words))
    return old, new


def _first_of_day(day: int | None) -> int:
    """Where the ids of a (Julian) day's papers begin; papers without a day come before all."""
    return _PER_DAY * day if day else 1


class _Numbers:
    """Ids for new rows: behind those that the day has."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._last: dict[int, int] = {}

    def next(self, first: int) -> int:
        """The next id of the day whose ids begin there."""
        if first not in self._last:
            last = "SELECT coalesce(max(id), ?1 - 1) FROM paper_text WHERE id >= ?1 AND id < ?2"
            found = self._db.conn.execute(last, (first, first + _PER_DAY)).fetchone()
            self._last[first] = found[0]
        self._last[first] += 1
        return self._last[first]


def distinct_words(texts: Iterable[str]) -> Iterator[str]:
    """The distinct words, folded, without punctuation around them, in order of appearance."""
    shown = dict.fromkeys(" ".join(texts).replace("\0", " ").split())
    return iter(dict.fromkeys(chain.from_iterable(map(folded, shown))))


def folded(word: str) -> list[str]:
    """What a word without blanks is in the index: mostly one word, none if it has no letter."""
    return _folded(word) if len(word) <= _LONGEST_WORD else _fold_word(word)


def _fold_word(word: str) -> list[str]:
    # Folding may split too: some characters decompose into a blank and a mark.
    bare = (_BARE.search(part) for part in _STOP.sub(" ", fold(word)).split())
    return [_HYPHEN.sub("", found[0]) for found in bare if found]


#: Folding was the half of indexing; most words of a text are known from the text before.
_folded = lru_cache(maxsize=20_000)(_fold_word)
