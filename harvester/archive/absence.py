"""What a source no longer shows: counted crawl by crawl, gone when it was missed often enough.

docs/decisions/0013-when-something-is-gone.md has the rules and why they are so slow.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.archive.belongings import TIES
from harvester.archive.columns import to_json
from harvester.archive.fulltext import index_papers
from harvester.archive.merging import Merger
from harvester.archive.model import RunInfo
from harvester.archive.notes import Sighting
from harvester.page import Finding

#: The kind of list that names all of a type: only if all of it was read is anything missed by it.
_LISTED_BY = {"organization": "organization_list", "meeting": "calendar", "paper": "paper_list"}
#: The kinds of pages that are a record's own.
_OWN_PAGES = {"meeting": ("meeting",), "paper": ("paper", "motion")}
#: So few are never too many at once.
_FEW = 5
_NOTHING_COUNTED = "The source may be broken, so none of them is taken for gone."

# Compared with the crawl that missed it last, so that one that was cut short counts as well.
_FORGET = """
WITH seen AS (
    SELECT absence.record_id, first.started, listing.last_seen AS listed, row.last_seen AS shown
    FROM absence JOIN run ON run.id = absence.run_id JOIN run AS first ON first.id = run.campaign
    LEFT JOIN listing ON listing.record = :record AND listing.record_id = absence.record_id
    LEFT JOIN {table} AS row ON row.id = absence.record_id
    WHERE absence.record = :record AND absence.source_id = :source
)
DELETE FROM absence WHERE record = :record
    AND record_id IN (SELECT record_id FROM seen WHERE listed >= started OR shown >= started)
"""
# What the lists that were read named before and lack now, and what its own page denies.
# A date outside the window says nothing: what lies there is forgotten when a list is read. A paper
# is looked for by its date, since all pages of an ALLRIS list have one address; anything else on
# the page that named it last.
_LACKING = """
WITH crawl AS (
    SELECT id FROM run WHERE campaign = :campaign
), answered AS (
    SELECT url, target, kind, status, code FROM snapshot WHERE run_id IN crawl
), entry AS (
    SELECT record_id AS id, 'unlisted' AS reason FROM listing
    WHERE :whole AND record = :record AND source_id = :source AND run_id NOT IN crawl
        AND CASE WHEN :record = 'paper' THEN date BETWEEN :first AND :last
            ELSE (date IS NULL OR date BETWEEN :first AND :last)
                AND url IN (SELECT url FROM answered WHERE status = 200 AND code IS NULL) END
    UNION ALL
    SELECT DISTINCT target, 'not_found' FROM answered
    WHERE code = 'not_found' AND kind IN (SELECT value FROM json_each(:own_pages))
        AND NOT EXISTS (SELECT 1 FROM listing WHERE record = :record AND record_id = target
            AND run_id IN crawl)
)
SELECT entry.id, entry.reason, row.id IS NOT NULL AS held,
    coalesce(row.last_seen >= (SELECT started FROM run WHERE id = :campaign), 0) AS shown
FROM entry LEFT JOIN {table} AS row ON row.id = entry.id
WHERE row.gone_at IS NULL AND (row.source_id = :source OR row.id IS NULL AND EXISTS (
    SELECT 1 FROM listing WHERE record = :record AND record_id = entry.id AND source_id = :source))
ORDER BY entry.id, entry.reason DESC
"""
_NAMES_NONE = """
SELECT NOT EXISTS (SELECT 1 FROM listing WHERE record = :record AND source_id = :source
    AND run_id IN (SELECT id FROM run WHERE campaign = :campaign))
"""
_COUNT = """
INSERT INTO absence (record, record_id, source_id, reason, times, since, run_id)
VALUES (:record, :id, :source, :reason, 1, :at, :run)
ON CONFLICT (record, record_id) DO UPDATE SET reason = excluded.reason,
    times = times + (absence.run_id NOT IN (SELECT id FROM run WHERE campaign = :campaign)),
    run_id = excluded.run_id
"""
_OFTEN_ENOUGH = """
SELECT absence.record_id, absence.reason FROM absence
JOIN {table} AS row ON row.id = absence.record_id
WHERE absence.record = :record AND absence.source_id = :source AND absence.run_id = :run
    AND absence.times >= :gone_after AND row.gone_at IS NULL ORDER BY absence.record_id
"""
_UNTIED = """
SELECT id FROM file WHERE id IN (SELECT value FROM json_each(?)) AND gone_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM paper_file WHERE file_id = file.id AND gone_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM meeting_file WHERE file_id = file.id AND gone_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM agenda_item_file WHERE file_id = file.id AND gone_at IS NULL)
"""
_LISTED_AGAIN = """
SELECT row.id FROM {table} AS row
JOIN listing ON listing.record = ? AND listing.record_id = row.id
WHERE row.source_id = ? AND row.gone_at IS NOT NULL AND listing.last_seen > row.gone_at
"""


@dataclass(frozen=True, slots=True)
class _Lacking:
    """What was looked for in vain, on the lists that were read or at its own address."""

    id: str
    reason: str
    held: bool
    shown: bool


def settle_absences(
    db: Database,
    run: RunInfo,
    *,
    whole: Collection[str],
    window: tuple[str, str] | None,
    gone_after: int = 3,
    gone_share: float = 0.05,
    at: str,
) -> list[Finding]:
    """Count what a crawl that came to its end missed; what was missed often enough is gone.

    Call it in a transaction, once all pages of the crawl are stored.

    Args:
        db: the archive.
        run: the run that ends; all runs of its campaign count as one crawl.
        whole: kinds of lists that were read to their end, every request of them.
        window: first and last day that the lists were read for; None: nothing with a date was.
        gone_after: in how many crawls in a row it must be missed.
        gone_share: which part of a type's live rows may be missed at once (1: all of them).
        at: the time of what is noted (UTC).

    Returns:
        Errors `empty_lists` and `mass_disappearance`: of this type nothing was counted.
    """
    first, last = window or (None, None)
    names: dict[str, Any] = {
        "source": run.source_id,
        "run": run.id,
        "campaign": run.campaign,
        "at": at,
        "first": first,
        "last": last,
        "gone_after": gone_after,
    }
    findings = []
    for record, list_kind in _LISTED_BY.items():
        names |= {"record": record, "whole": list_kind in whole}
        names["own_pages"] = to_json(_OWN_PAGES.get(record, ()))
        db.conn.execute(_FORGET.format(table=record), names)
        rows = db.conn.execute(_LACKING.format(table=record), names)
        lacking = [_Lacking(*row) for row in rows]
        # its own page knows better than a list why it is missing
        missed = {entry.id: entry for entry in lacking if not entry.shown}
        if not missed:
            continue
        finding = _empty(db, names, lacking) or _too_many(db, names, missed, gone_share)
        if finding is not None:
            findings.append(finding)
            continue
        db.conn.executemany(
            _COUNT, ({**names, "id": e.id, "reason": e.reason} for e in missed.values())
        )
        gone = db.conn.execute(_OFTEN_ENOUGH.format(table=record), names).fetchall()
        _let_go(db, run, record, dict(gone), at)
    return findings


def absent_targets(db: Database, source_id: str) -> set[str]:
    """Ids of what only its own page can tell of: missed of late, or gone and listed again."""
    query = "SELECT record_id FROM absence WHERE source_id = ?"
    rows = db.conn.execute(query, (source_id,)).fetchall()
    for record in _LISTED_BY:
        again = _LISTED_AGAIN.format(table=record)
        rows += db.conn.execute(again, (record, source_id)).fetchall()
    return {record_id for (record_id,) in rows}


def _empty(db: Database, names: dict[str, Any], lacking: Sequence[_Lacking]) -> Finding | None:
    """Whether the lists that were read name nothing at all of what they named before."""
    unlisted = sum(entry.reason == "unlisted" for entry in lacking)
    if unlisted < 2 or not db.conn.execute(_NAMES_NONE, names).fetchone()[0]:
        return None
    text = f"The lists name none of {unlisted} of type {names['record']} that they named before."
    return Finding("error", "empty_lists", f"{text} {_NOTHING_COUNTED}")


def _too_many(
    db: Database, names: dict[str, Any], missed: Mapping[str, _Lacking], share: float
) -> Finding | None:
    """Whether so much is missed at once that rather the source is broken."""
    at_once = sum(entry.held for entry in missed.values())
    if at_once <= _FEW:
        return None
    record = names["record"]
    live = db[record].count_where("source_id = ? AND gone_at IS NULL", [names["source"]])
    if at_once <= share * live:
        return None
    text = f"{at_once} of {live} of type {record} are missed at once."
    return Finding("error", "mass_disappearance", f"{text} {_NOTHING_COUNTED}")


def _let_go(db: Database, run: RunInfo, record: str, reasons: dict[str, str], at: str) -> None:
    """Note that these rows are gone, with all that belongs to them and to nobody else."""
    if not reasons:
        return
    seen = Sighting(at=at, seen_at=at, url="", snapshot_id=None, parser="")
    merger = Merger(db, run)
    merger.rows[record].load(db, reasons)
    merger.belongings.load(record, reasons)
    files: dict[str, str] = {}
    for row_id, reason in reasons.items():
        for table, child_id in merger.belongings.of((record, row_id)):
            rows = merger.rows[table]
            merger.set_gone(rows, child_id, reason, seen)
            if table in TIES:
                file_id = rows.cells[child_id][rows.columns.position["file_id"]]
                files.setdefault(str(file_id), reason)
        merger.set_gone(merger.rows[record], row_id, reason, seen)
    index_papers(db, merger.flush())
    _let_files_go(db, run, files, seen)
    db.conn.execute(
        "DELETE FROM absence WHERE record = ? AND record_id IN (SELECT value FROM json_each(?))",
        (record, to_json(list(reasons))),
    )


def _let_files_go(db: Database, run: RunInfo, reasons: dict[str, str], seen: Sighting) -> None:
    """Of the files whose ties went, those that nothing ties any more."""
    merger = Merger(db, run)
    files = merger.rows["file"]
    files.load(db, (row_id for (row_id,) in db.conn.execute(_UNTIED, (to_json(list(reasons)),))))
    for file_id in files.cells:
        merger.set_gone(files, file_id, reasons[file_id], seen)
    merger.flush()
