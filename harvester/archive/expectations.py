"""Whether an archive holds what its source normally gives: per month, per year, per paper."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlite_utils import Database

from harvester.archive.model import Outcome, RunInfo
from harvester.archive.ratios import SHARES, fallen, shares
from harvester.expectations import Expectations
from harvester.page import Finding

EXPECTATION = "expectation"
#: The first and the last day.
Days = tuple[date, date]
#: Meetings per month are judged from so many normal months, or so many meetings, on.
_MONTHS = 6
_MEETINGS = 20

_RUNS = """
SELECT arguments ->> '$.since', arguments ->> '$.until', substr(started, 1, 10) FROM run
WHERE source_id = ? AND (command LIKE 'crawl%' OR command LIKE 'nightly%')
    AND (outcome IS NULL OR outcome IN ('complete', 'incomplete'))
"""
_HELD = """
SELECT substr(date, 1, 7), count(*) FROM meeting
WHERE source_id = ? AND gone_at IS NULL AND cancelled IS NOT 1 AND date IS NOT NULL
GROUP BY 1
"""
_UNKNOWN = """
SELECT count(DISTINCT code || ' ' || message) FROM finding
WHERE run_id = ? AND code LIKE 'unknown\\_%' ESCAPE '\\'
"""
_FINDING = """
INSERT INTO finding (run_id, at, severity, source_id, url, code, message)
SELECT ?, ?, ?, id, base_url, ?, ? FROM source WHERE id = ?
"""


def conclude(
    db: Database,
    run: RunInfo,
    expects: Expectations | None,
    *,
    outcome: Outcome,
    message: str | None,
    now: str,
) -> tuple[Outcome, str | None]:
    """Hold a run that came to its end to what is expected, and note what is not as it should be.

    A run that was cut short has not seen enough to be judged.

    Returns:
        Outcome and message: a complete run that does not give what is expected is incomplete.
    """
    if expects is None or outcome not in {"complete", "incomplete"}:
        return outcome, message
    found = violations(db, run, expects, date.fromisoformat(now[:10]))
    db.conn.executemany(
        _FINDING, [(run.id, now, f.severity, f.code, f.message, run.source_id) for f in found]
    )
    errors = [finding.message for finding in found if finding.severity == "error"]
    if not errors:
        return outcome, message
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    sentence = f"Not as expected: {errors[0]}{more}."
    if message is None or sentence in message:  # a run that is rebuilt brings its sentence along
        return "incomplete", message or sentence
    return "incomplete", f"{message} {sentence}"


def violations(db: Database, run: RunInfo, expects: Expectations, today: date) -> list[Finding]:
    """What the run's source does not give as expected.

    Returns:
        Errors `expectation`, and warnings `ratio_fell` where the last 12 months have less than
        half of what the 12 months before them had.
    """
    ranges = covered(db, run.source_id)
    errors = (
        *_thin_months(db, run.source_id, expects, ranges, today),
        *_low_shares(db, run.source_id, expects, ranges, today),
        *_unknown(db, run, expects),
    )
    return [
        *(Finding("error", EXPECTATION, text) for text in errors),
        *(Finding("warning", "ratio_fell", text) for text in fallen(db, run.source_id, today)),
    ]


def covered(db: Database, source_id: str) -> list[Days]:
    """The days that the source's crawls have asked for, as first and last days, in order.

    Only of crawls that came to their end, or are on; what was still to come then does not count.
    """
    ranges: list[Days] = []
    for since, until, started in db.conn.execute(_RUNS, (source_id,)):
        if since and until:
            last = min(date.fromisoformat(until), date.fromisoformat(started))
            ranges.append((date.fromisoformat(since), last))
    merged: list[Days] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        elif first <= last:
            merged.append((first, last))
    return merged


def whole_months(ranges: Sequence[Days], today: date) -> list[str]:
    """The months, `2026-03`, of which every day is covered and which are over.

    Neither the present month nor the one before: meetings are published late.
    """
    ended = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    months = []
    for first, last in ranges:
        month = first if first.day == 1 else _next_month(first)
        while (following := _next_month(month)) <= min(last + timedelta(days=1), ended):
            months.append(f"{month:%Y-%m}")
            month = following
    return months


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _thin_months(
    db: Database, source_id: str, expects: Expectations, ranges: Sequence[Days], today: date
) -> Iterator[str]:
    months = [month for month in whole_months(ranges, today) if not expects.quiet(month)]
    held = dict(db.conn.execute(_HELD, (source_id,)).fetchall())
    if len(months) < _MONTHS and sum(held.get(month, 0) for month in months) < _MEETINGS:
        return
    for month in months:
        count = held.get(month, 0)
        if count < expects.meetings_per_month:
            noun = "meeting is" if count == 1 else "meetings are"
            least = f"at least {expects.meetings_per_month:g} are expected"
            yield f"{month}: {count} {noun} held, {least} (no quiet month)"


def _low_shares(
    db: Database, source_id: str, expects: Expectations, ranges: Sequence[Days], today: date
) -> Iterator[str]:
    for share in SHARES:
        least: float = getattr(expects, share.field)
        for year, part, whole in shares(db, share, source_id, ranges, today):
            if part < least * whole:
                yield share.says(year, part, whole, least)


def _unknown(db: Database, run: RunInfo, expects: Expectations) -> Iterator[str]:
    count: int = db.conn.execute(_UNKNOWN, (run.id,)).fetchone()[0]
    if expects.unknown_phrases is not None and count > expects.unknown_phrases:
        yield (
            f"{count} different phrases of this run are not understood, at most "
            f"{expects.unknown_phrases} are expected"
        )
