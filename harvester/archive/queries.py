"""What people ask of an archive: papers with their way, the state of each source, the last runs."""

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from harvester.archive.columns import columns_of
from harvester.records import RECORD_TYPES
from harvester.text import fold

_SOURCES = """
SELECT source.*, body.name AS body_name, body.ags, body.website
FROM source JOIN body ON body.id = source.body_id ORDER BY source.id
"""
# What belongs to a paper that is gone went in the same moment; that is its last known state.
_OF_PAPER = """
paper_id = ?1 AND gone_at IS (SELECT gone_at FROM paper WHERE id = ?1) ORDER BY position, id
"""
# A file that others have too may go later than this tie, or not at all.
_FILES = """
SELECT {columns}, tie.position FROM paper_file AS tie JOIN file ON file.id = tie.file_id
WHERE tie.paper_id = ?1 AND tie.gone_at IS (SELECT gone_at FROM paper WHERE id = ?1)
    AND (file.gone_at IS NULL OR file.gone_at >= tie.gone_at)
ORDER BY tie.position, file.id
"""
_RULES = """
SELECT record_id, field, rule FROM derived
WHERE record IN ('paper', 'consultation') AND rule IN ('form', 'text')
    AND (record_id = ?1 OR record_id IN (SELECT id FROM consultation WHERE paper_id = ?1))
"""
# The same is found again whenever both are read; the last day is shown, as it may be settled since.
_DIFFERENCES = """
SELECT record_id, message, substr(max(at), 1, 10) FROM finding
WHERE code IN ('sources_differ', 'step_only_in_form', 'form_of_another_paper')
    AND (record_id = ?1 OR record_id IN (SELECT id FROM consultation WHERE paper_id = ?1)
        OR code = 'step_only_in_form' AND record_id >= ?1 || '/' AND record_id < ?1 || '0')
GROUP BY record_id, message ORDER BY min(id)
"""
#: In an archive that was merged the ids do not follow the time.
_NEWEST = "started DESC, id DESC"
_MISSING = """
SELECT record, sum(listed) AS listed, sum(listed - held) AS missing FROM ledger
WHERE run_id = (SELECT ledger.run_id FROM ledger JOIN run ON run.id = ledger.run_id
    WHERE ledger.source_id = ? ORDER BY run.started DESC, run.id DESC LIMIT 1)
GROUP BY record ORDER BY record
"""


def sources(db: Database) -> list[dict[str, Any]]:
    """The sources that were ever harvested into this archive, with their towns."""
    return list(db.query(_SOURCES))


def latest_runs(db: Database, limit: int) -> list[dict[str, Any]]:
    """The last runs, newest first; arguments and counts are dicts, counts None while running."""
    return [_run(row) for row in db["run"].rows_where(order_by=_NEWEST, limit=limit)]


def _run(row: dict[str, Any]) -> dict[str, Any]:
    counts = row["counts"]
    return {
        **row,
        "arguments": json.loads(row["arguments"]),
        "counts": None if counts is None else json.loads(counts),
    }


def papers_by_reference(db: Database, reference: str) -> list[dict[str, Any]]:
    """Papers of this number or id, each with `consultations` (in order), `sections` and `files`.

    `match` is "exact"; only if no paper bears the number exactly, those come as "loose" whose
    number is the same without punctuation (20090346) or without leading zeros (2009/346). Papers
    that are gone are included, with gone_at set and with the steps, sections and files that went
    in the same moment; others that are gone are not.
    """
    asked = reference.strip()
    exact = _ids(db, "reference = ?1 OR id = ?1", asked)
    matched, match = [row[0] for row in exact], "exact"
    if not matched:
        wanted, match = _loose(reference), "loose"
        matched = [
            row_id for row_id, held in _ids(db, "reference IS NOT NULL") if wanted & _loose(held)
        ]
    return [_paper(db, paper_id, match) for paper_id in matched]


def _ids(db: Database, where: str, *parameters: str) -> Iterable[tuple[str, str]]:
    query = f"SELECT id, reference FROM paper WHERE {where} ORDER BY reference, id"  # noqa: S608 - our words
    return db.conn.execute(query, parameters).fetchall()


def _loose(reference: str) -> set[str]:
    """The spellings under which a number may be meant."""
    parts = re.findall("[0-9]+|[a-z]+", fold(reference))
    if not parts:
        return set()
    return {"".join(parts), "/".join(part.lstrip("0") or "0" for part in parts)}


def _paper(db: Database, paper_id: str, match: str) -> dict[str, Any]:
    (paper,) = _rows(db, "paper", "id = ?", paper_id)
    columns = columns_of("file")
    listed = ", ".join(f'file."{name}"' for name in columns.all)
    return {
        **paper,
        "match": match,
        "forms": _forms(db, paper_id),
        "differences": db.conn.execute(_DIFFERENCES, (paper_id,)).fetchall(),
        "consultations": _rows(db, "consultation", _OF_PAPER, paper_id),
        "sections": _rows(db, "paper_section", _OF_PAPER, paper_id),
        "files": [
            {**columns.row(row), "position": row[-1]}
            for row in db.conn.execute(_FILES.format(columns=listed), (paper_id,))
        ],
    }


def _forms(db: Database, paper_id: str) -> dict[str, dict[str, str]]:
    forms: dict[str, dict[str, str]] = {}
    for record_id, field, rule in db.conn.execute(_RULES, (paper_id,)):
        forms.setdefault(record_id, {})[field] = rule
    return forms


def _rows(db: Database, record: str, where: str, *parameters: str) -> list[dict[str, Any]]:
    columns = columns_of(record)
    query = f"SELECT {columns.select} FROM {record} WHERE {where}"  # noqa: S608 - our words
    return [columns.row(row) for row in db.conn.execute(query, parameters)]


def status(db: Database) -> list[dict[str, Any]]:
    """Per source: how much is held, how fresh it is, how the last runs went, what is missing.

    Keys beside those of `sources`: `counts` by table (what is gone not counted), `newest_meeting`
    (planned ones too) and `newest_paper` (dates), `last_run`, `last_complete_run` (as in
    `latest_runs`, or None), `findings` of the last run (severity, code, count, one message and
    address), `waiting` requests, `missing` by record type (listed, missing) from the last ledger.
    """
    return [{**source, **_status(db, source["id"])} for source in sources(db)]


def _status(db: Database, source_id: str) -> dict[str, Any]:
    last = _last_run(db, source_id)
    held = "source_id = ? AND gone_at IS NULL"
    findings = (
        "SELECT severity, code, count(*) AS count, min(message) AS message, min(url) AS url "
        "FROM finding WHERE run_id = ? "
        "GROUP BY severity, code ORDER BY severity, count DESC, code"
    )
    return {
        "counts": {
            cls.record: db[cls.record].count_where(held, [source_id]) for cls in RECORD_TYPES
        },
        "newest_meeting": _newest(db, "meeting", source_id),
        "newest_paper": _newest(db, "paper", source_id),
        "last_run": last,
        "last_complete_run": _last_run(db, source_id, "AND outcome = 'complete'"),
        "findings": list(db.query(findings, [last["id"]])) if last else [],
        "waiting": db["frontier"].count_where("source_id = ? AND state = 'waiting'", [source_id]),
        "missing": list(db.query(_MISSING, [source_id])),
    }


def errors_of(db: Database, run_id: int) -> list[dict[str, Any]]:
    """The errors that a run found, by code: count, one message and one address."""
    errors = (
        "SELECT code, count(*) AS count, min(message) AS message, min(url) AS url FROM finding "
        "WHERE run_id = ? AND severity = 'error' GROUP BY code ORDER BY count DESC, code"
    )
    return list(db.query(errors, [run_id]))


def _newest(db: Database, table: str, source_id: str) -> str | None:
    query = f"SELECT max(date) FROM {table} WHERE source_id = ? AND gone_at IS NULL"  # noqa: S608 - our names
    newest: str | None = db.conn.execute(query, (source_id,)).fetchone()[0]
    return newest


def _last_run(db: Database, source_id: str, condition: str = "") -> dict[str, Any] | None:
    commands = "(command LIKE 'crawl%' OR command LIKE 'nightly%')"
    crawls = f"source_id = ? AND {commands} {condition}"
    rows = db["run"].rows_where(crawls, [source_id], _NEWEST, limit=1)
    return next(map(_run, rows), None)
