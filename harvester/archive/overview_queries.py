"""What the first page and the page about completeness ask of the archive as a whole."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlite_utils import Database

_CRAWLS = "(command LIKE 'crawl%' OR command LIKE 'nightly%')"
_SOURCES = f"""
SELECT source.id, source.system, source.retired_at, body.id AS body_id, body.name AS body_name,
    last.started, last.ended, last.outcome, whole.ended AS complete,
    (SELECT sum(listed - held) FROM ledger WHERE run_id = counted.id) AS missing,
    (SELECT sum(listed) FROM ledger WHERE run_id = counted.id) AS listed
FROM source JOIN body ON body.id = source.body_id
LEFT JOIN run AS last ON last.id = (SELECT id FROM run WHERE source_id = source.id AND {_CRAWLS}
    ORDER BY started DESC, id DESC LIMIT 1)
LEFT JOIN run AS whole ON whole.id = (SELECT id FROM run WHERE source_id = source.id AND {_CRAWLS}
    AND outcome = 'complete' ORDER BY started DESC, id DESC LIMIT 1)
LEFT JOIN run AS counted ON counted.id = (SELECT id FROM run WHERE source_id = source.id
    AND EXISTS (SELECT 1 FROM ledger WHERE run_id = run.id)
    ORDER BY started DESC, id DESC LIMIT 1)
ORDER BY body.name, source.retired_at IS NOT NULL, source.id
"""  # noqa: S608 - our words
_NEXT = """
SELECT meeting.id, meeting.organization_name, meeting.name, meeting.date, meeting.start,
    meeting.cancelled, body.name AS body_name,
    (SELECT count(*) FROM agenda_item WHERE meeting_id = meeting.id AND gone_at IS NULL)
        AS on_agenda
FROM meeting JOIN source ON source.id = meeting.source_id JOIN body ON body.id = source.body_id
WHERE meeting.date >= ? AND meeting.gone_at IS NULL
ORDER BY meeting.date, meeting.start, meeting.id LIMIT ?
"""
# A source's first crawl is no news: everything is new then.
_RECENT = f"""
SELECT id FROM run WHERE started >= :since AND {_CRAWLS} AND campaign IS NOT (
    SELECT campaign FROM run AS first WHERE first.source_id = run.source_id
        AND EXISTS (SELECT 1 FROM change WHERE change.run_id = first.id)
    ORDER BY started, id LIMIT 1)
ORDER BY started DESC, id DESC
"""  # noqa: S608 - our words
_NEW_PAPERS = """
SELECT change.at, paper.id, paper.reference, paper.name, paper.paper_type, paper.paper_type_raw,
    body.name AS body_name
FROM change CROSS JOIN paper ON paper.id = change.record_id
JOIN source ON source.id = paper.source_id JOIN body ON body.id = source.body_id
WHERE change.run_id = :run AND change.record = 'paper' AND change.kind = 'appeared'
    AND paper.gone_at IS NULL
ORDER BY change.id DESC LIMIT :most
"""
# Of a paper that was known before, and what the source still says; of a run that brought very much
# only the end is looked at.
_NEW_RESULTS = """
SELECT change.at, paper.id, paper.reference, paper.name, body.name AS body_name,
    step.organization_name, step.date, step.result, step.result_raw
FROM (SELECT * FROM change WHERE run_id = :run ORDER BY id DESC LIMIT 20000) AS change
CROSS JOIN consultation AS step ON step.id = change.record_id
CROSS JOIN paper ON paper.id = step.paper_id
JOIN source ON source.id = paper.source_id JOIN body ON body.id = source.body_id
WHERE change.record = 'consultation' AND change.kind = 'changed' AND change.field = 'result_raw'
    AND change.new IS NOT NULL AND step.gone_at IS NULL AND paper.gone_at IS NULL
    AND step.result_raw IS change.new ->> '$' AND change.id = (
        SELECT id FROM change AS last WHERE last.record_id = step.id
            AND last.record = 'consultation' AND last.field = 'result_raw'
        ORDER BY at DESC, id DESC LIMIT 1)
    AND NOT EXISTS (SELECT 1 FROM change AS born JOIN run AS brought ON brought.id = born.run_id
        JOIN run AS present ON present.id = :run
        WHERE born.record_id = paper.id AND born.record = 'paper' AND born.kind = 'appeared'
            AND brought.campaign = present.campaign)
ORDER BY change.id DESC LIMIT :most
"""
# A paper that two sources of a town hold is one; without a number each is one of its own.
_COUNTS = """
SELECT (SELECT count(DISTINCT body_id || ' ' || reference)
        + count(*) - count(body_id || reference) FROM paper WHERE gone_at IS NULL) AS papers,
    (SELECT count(*) FROM meeting WHERE gone_at IS NULL) AS meetings,
    (SELECT count(sha256) FROM file) AS files
"""
# A crawl that goes on with another began when that one did.
_WINDOWS = """
SELECT run.arguments ->> '$.since', run.arguments ->> '$.until', run.outcome = 'complete',
    max(begun.started)
FROM run JOIN run AS begun ON begun.id = run.campaign
WHERE run.source_id = ? AND run.outcome IS NOT NULL
    AND (run.command LIKE 'crawl%' OR run.command LIKE 'nightly%')
GROUP BY 1, 2, 3
"""
# A paper without a date is of the month in which it was first on an agenda.
_UNLISTED = """
SELECT substr(coalesce(date, step), 1, 7), count(date), count(*) - count(date)
FROM (SELECT date, (SELECT min(date) FROM consultation
        WHERE paper_id = paper.id AND gone_at IS NULL) AS step
    FROM paper WHERE source_id = ? AND gone_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM listing WHERE record = 'paper' AND record_id = paper.id))
WHERE coalesce(date, step) IS NOT NULL GROUP BY 1
"""
_HELD = """
SELECT 'paper', count(*) FROM paper WHERE source_id = :source AND gone_at IS NULL
UNION ALL SELECT 'meeting', count(*) FROM meeting WHERE source_id = :source AND gone_at IS NULL
"""
_TEXTS = """
SELECT coalesce(text_status, 'not_fetched'), count(*) FROM file
WHERE source_id = ? AND gone_at IS NULL GROUP BY 1 ORDER BY 2 DESC
"""


class Window(NamedTuple):
    """The first and last day that crawls asked for, and whether they came to their end.

    `started`: when the last of them began (UTC).
    """

    since: str
    until: str
    complete: bool
    started: str


class Unlisted(NamedTuple):
    """How many papers of a month are held and on no list: with a date, and by their first step."""

    dated: int
    undated: int


def sources(db: Database) -> list[dict[str, Any]]:
    """The sources with how their last crawls went.

    Keys: id, system, retired_at, body_id, body_name; of the last crawl `started`, `ended`,
    `outcome` (None while it runs, or if there was none); `complete`: when the last complete one
    ended; `listed` and `missing`: of what the lists named in the last run that counted.
    """
    return list(db.query(_SOURCES))


def bodies(db: Database) -> dict[str, str]:
    """The municipalities by id."""
    return dict(db.conn.execute("SELECT id, name FROM body ORDER BY name").fetchall())


def counts(db: Database) -> dict[str, int]:
    """How many `papers` and `meetings` there are, but what is gone, and all fetched `files`.

    A paper counts once, whatever number of sources hold it.
    """
    (found,) = db.query(_COUNTS)
    return found


def next_meetings(db: Database, today: str, limit: int) -> list[dict[str, Any]]:
    """The meetings from today on, with town and number of agenda items (`on_agenda`)."""
    return list(db.query(_NEXT, [today, limit]))


def new_papers(db: Database, since: str, limit: int) -> list[dict[str, Any]]:
    """Papers that crawls since a day brought, the last one first, with town and `at`.

    The first crawl of a source is left out.
    """
    return _news(db, _NEW_PAPERS, since, limit)


def new_results(db: Database, since: str, limit: int) -> list[dict[str, Any]]:
    """Results that crawls since a day brought of papers known before, the last one first."""
    return _news(db, _NEW_RESULTS, since, limit)


def _news(db: Database, query: str, since: str, limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for (run_id,) in db.conn.execute(_RECENT, {"since": since}).fetchall():
        found += db.query(query, {"run": run_id, "most": limit - len(found)})
        if len(found) == limit:
            break
    return found


def windows(db: Database, source_id: str) -> Iterator[Window]:
    """The days that a source's crawls asked for; those of given addresses have none."""
    for since, until, complete, started in db.conn.execute(_WINDOWS, (source_id,)).fetchall():
        if since and until:
            yield Window(since, until, bool(complete), started)


def unlisted(db: Database, source_id: str) -> dict[str, Unlisted]:
    """By month the papers of a source that none of its lists names."""
    rows = db.conn.execute(_UNLISTED, (source_id,))
    return {month: Unlisted(dated, undated) for month, dated, undated in rows}


def held_of(db: Database, source_id: str) -> dict[str, int]:
    """How many rows of `paper` and `meeting` a source gave, but what is gone."""
    return dict(db.conn.execute(_HELD, {"source": source_id}).fetchall())


def texts_of(db: Database, source_id: str) -> dict[str, int]:
    """How many documents of a source have which text_status."""
    return dict(db.conn.execute(_TEXTS, (source_id,)).fetchall())
