"""What a release lacks: by source, kind and month, what its lists name and what is held."""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from harvester.archive import Archive
from harvester.archive.errors import translated

#: The columns of missing.csv and what they mean.
COLUMNS = {
    "source_id": "The source.",
    "record": "What is listed: meeting, paper, organization.",
    "month": "Month of the date in the list, 2009-06; empty where the list has no date.",
    "listed": "How many the source's lists name.",
    "held": "How many of these are in this release.",
    "missing": "The ids of the others, divided by blanks.",
    "last_listed": "When a list last named one of them (UTC).",
}
_COVERAGE = f"""
SELECT {", ".join(COLUMNS)} FROM coverage ORDER BY source_id, record, month
"""  # noqa: S608 - our names
_FINDINGS = """
SELECT severity, code, count(DISTINCT coalesce(record_id, '') || ' ' || url), substr(max(at), 1, 10)
FROM finding WHERE source_id = ? GROUP BY severity, code ORDER BY severity, 3 DESC, code
"""
_DOCUMENTS = """
SELECT coalesce(text_status, 'not_fetched'), count(*) FROM file
WHERE source_id = ? AND gone_at IS NULL GROUP BY 1 ORDER BY 2 DESC, 1
"""
_MOST_MONTHS = 60
_MOST_IDS = 10
#: Kinds of pages that are known and not asked for, by the system that has them.
_NOT_READ = {
    "allris": "all decisions of a paper on one page (`vo021`); people, their mandates, attendance",
    "sessionnet": "people, their mandates, attendance",
    "politik_bei_uns": "meetings (`/meeting`), which are named without their committees; anything "
    "but the addresses that were given",
}
_HEAD = """\
# What is missing

As of {day}. What the sources' own lists name, and what of it is in this release; the same by
month with all ids is in `missing.csv`. Nothing listed is no proof that there was nothing: a month
in which no list was read has no row.
"""


def missing_csv(held: Archive) -> bytes:
    """`missing.csv`: one row for each source, kind and month."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in _coverage(held):
        ids = " ".join(row["missing"])
        writer.writerow([ids if name == "missing" else row[name] for name in COLUMNS])
    return text.getvalue().encode()


def missing_markdown(held: Archive, day: str) -> str:
    """`missing.md`: the same for people, with how the last runs went and what was odd."""
    rows = list(_coverage(held))
    parts = [_HEAD.format(day=day)]
    for source in held.status():
        of_source = [row for row in rows if row["source_id"] == source["id"]]
        parts.append("\n".join(_of_source(held, source, of_source)).rstrip() + "\n")
    return "\n".join(parts)


def _coverage(held: Archive) -> Iterator[dict[str, Any]]:
    with translated(held.path):
        for row in held.db.query(_COVERAGE):
            yield row | {"missing": json.loads(row["missing"] or "[]")}


def _of_source(held: Archive, source: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"## {source['body_name']}: `{source['id']}` ({source['system']})\n"
    yield from _runs(source)
    yield "\n| listed | named | held | missing |\n| --- | --- | --- | --- |"
    for record in sorted({row["record"] for row in rows}):
        of_kind = [row for row in rows if row["record"] == record]
        listed, held_rows = (sum(row[name] for row in of_kind) for name in ("listed", "held"))
        yield f"| {record} | {listed} | {held_rows} | {listed - held_rows} |"
    if not rows:
        yield "| nothing | | | |"
    yield from _months(rows)
    yield f"\nNot read by this program: {_NOT_READ.get(source['system'], 'unknown')}.\n"
    with translated(held.path):
        documents = held.db.conn.execute(_DOCUMENTS, (source["id"],)).fetchall()
        findings = held.db.conn.execute(_FINDINGS, (source["id"],)).fetchall()
    if documents:
        listed = ", ".join(f"{count} {status}" for status, count in documents)
        yield f"Documents by state of their text (`file.text_status`): {listed}.\n"
    if findings:
        yield "What was odd, in all runs (table `finding`):\n"
        yield "| severity | code | pages | last |\n| --- | --- | --- | --- |"
        yield from (
            f"| {severity} | `{code}` | {n} | {last} |" for severity, code, n, last in findings
        )


def _runs(source: dict[str, Any]) -> Iterator[str]:
    last, complete = source["last_run"], source["last_complete_run"]
    if complete is None:
        yield "No run over this source was complete."
    else:
        asked = " to ".join(
            str(complete["arguments"][name])
            for name in ("since", "until")
            if complete["arguments"].get(name)
        )
        window = f", asked for {asked}" if asked else ""
        yield f"Last complete run: {complete['started']}{window}."
    if last is not None and last["outcome"] != "complete":
        yield f"The last run began {last['started']} and was {last['outcome'] or 'not ended'}."


def _months(rows: list[dict[str, Any]]) -> Iterator[str]:
    gaps = [row for row in rows if row["missing"]]
    if gaps:
        yield "\nMissing by month:\n"
    for row in gaps[:_MOST_MONTHS]:
        ids = ", ".join(f"`{_plain(one)}`" for one in row["missing"][:_MOST_IDS])
        more = " …" if len(row["missing"]) > _MOST_IDS else ""
        month = row["month"] or "without a date"
        count = f"{len(row['missing'])} of {row['listed']}"
        yield f"- {month}, {row['record']}: {count} ({ids}{more})"
    if len(gaps) > _MOST_MONTHS:
        yield f"- and {len(gaps) - _MOST_MONTHS} more, see `missing.csv`"


def _plain(text: str) -> str:
    """An id as code in Markdown; it was made of a page's link."""
    return "".join(letter for letter in text if letter.isprintable() and letter != "`")
