"""Two sources that state the same paper: what they say of it is compared when a run ends."""

from collections.abc import Collection

from sqlite_utils import Database

from harvester.archive.columns import Columns, Stored, columns_of
from harvester.archive.model import RunInfo
from harvester.archive.secondhand import sources_differ

# The same paper: one municipality, one number. Only what this run saw is compared.
_PAIRS = """
SELECT mine.id, other.id FROM paper AS mine
JOIN paper AS other ON other.reference = mine.reference AND other.body_id = mine.body_id
    AND other.source_id <> mine.source_id
WHERE mine.source_id = :source AND mine.last_seen >= :started
    AND mine.gone_at IS NULL AND other.gone_at IS NULL ORDER BY mine.id, other.id
"""
_STEPS = """
SELECT substr(id, length(paper_id) + 2), {columns} FROM consultation
WHERE paper_id = ? AND gone_at IS NULL ORDER BY id
"""
_SECOND_HAND = """
SELECT record_id FROM derived WHERE record = 'consultation' AND field = 'id'
    AND rule IN ('form', 'text') AND substr(record_id, 1, length(?1) + 1) = ?1 || '/'
"""
_FINDING = """
INSERT INTO finding (run_id, at, severity, source_id, url, record_id, code, message)
SELECT ?, ?, ?, ?, source_url, id, ?, ? FROM paper WHERE id = ?
"""


def compare_sources(db: Database, run: RunInfo, started: str, at: str) -> None:
    """Note as findings where another source contradicts what this run saw of a paper."""
    seen = {"source": run.source_id, "started": started}
    for mine, other in db.conn.execute(_PAIRS, seen).fetchall():
        for message in _differences(db, mine, other):
            found = (run.id, at, "warning", run.source_id, "sources_differ", message, mine)
            db.conn.execute(_FINDING, found)


def _differences(db: Database, mine: str, other: str) -> list[str]:
    columns = columns_of("paper")
    query = f"SELECT {columns.select} FROM paper WHERE id = ?"  # noqa: S608 - our names
    rows = [list(db.conn.execute(query, (paper_id,)).fetchone()) for paper_id in (mine, other)]
    where = f"in {other}"
    messages = _compare(columns, rows[0], rows[1], where)
    here, there = _steps(db, mine), _steps(db, other)
    for step in here.keys() & there.keys():
        found = _compare(columns_of("consultation"), here[step], there[step], where)
        messages += [f"{step}: {text}" for text in found]
    if here and there:  # a step that was planned in the form and that the other does not list
        messages += [f"{step}: only in {mine}." for step in _planned(db, mine, here) - there.keys()]
        messages += [f"{step}: only {where}." for step in _planned(db, other, there) - here.keys()]
    return sorted(messages)


def _planned(db: Database, paper_id: str, steps: Collection[str]) -> set[str]:
    """Those of a paper's steps that come from a form."""
    rows = db.conn.execute(_SECOND_HAND, (paper_id,))
    return {row[0].removeprefix(f"{paper_id}/") for row in rows}.intersection(steps)


def _compare(columns: Columns, one: list[Stored], two: list[Stored], where: str) -> list[str]:
    return [
        finding.message
        for index in range(len(columns.names))
        for finding in sources_differ(columns, index, one[index], two[index], where=where)
    ]


def _steps(db: Database, paper_id: str) -> dict[str, list[Stored]]:
    """The steps of a paper by committee and count, the part of their id behind the paper's."""
    query = _STEPS.format(columns=columns_of("consultation").select)
    return {key: list(cells) for key, *cells in db.conn.execute(query, (paper_id,))}
