"""Ratios between tables: agendas per meeting, documents per paper, results per step.

While documents vanish, or agendas come empty, the number of meetings stays what it was; only a
ratio tells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from harvester.archive.columns import to_json

#: A ratio says something from so many rows on.
_ENOUGH = 20
#: Days after which a result must be there; before that it may be late.
_LATE = 60
_YEAR = timedelta(days=365)

_ITEMS = "SELECT count(*) FROM agenda_item WHERE meeting_id = meeting.id AND gone_at IS NULL"
_WITH_PAPER = f"{_ITEMS} AND coalesce(paper_id, reference) IS NOT NULL"
_MEETINGS = "source_id = :source AND gone_at IS NULL AND cancelled IS NOT 1"


@dataclass(frozen=True, slots=True)
class Share:
    """A ratio that has an expectation, and how it is asked for and told.

    `query` gives year, part and whole; `what` and `of` name the part and the whole. A ratio that
    is no `percent` may be more than one.
    """

    field: str
    query: str
    what: str
    of: str
    percent: bool = True

    def says(self, year: str | None, part: int, whole: int, least: float) -> str:
        """The sentence about a ratio that is too low."""
        when = year or "Without a date"
        if self.percent:
            figure = f"{part} of {whole} {self.of} {self.what} ({part / whole:.0%})"
            return f"{when}: {figure}, at least {least:.0%} are expected"
        figure = f"{part / whole:.2f} {self.what} ({part} on {whole} {self.of})"
        return f"{when}: {figure}, at least {least:g} are expected"


SHARES = (
    Share(
        "papers_per_meeting",
        f"""SELECT substr(date, 1, 4), sum(({_WITH_PAPER})), count(*) FROM meeting
        WHERE {_MEETINGS} AND date <= :today AND ({_ITEMS}) > 0 GROUP BY 1""",  # noqa: S608 - our words
        "agenda items with a paper per meeting",
        "agendas",
        percent=False,
    ),
    Share(
        "steps_with_date",
        """SELECT substr(paper.date, 1, 4), count(consultation.date), count(*)
        FROM consultation JOIN paper ON paper.id = consultation.paper_id
        WHERE consultation.source_id = :source AND consultation.gone_at IS NULL
            AND (paper.date IS NULL OR paper.date <= :late) GROUP BY 1""",
        "have a date",
        "steps",
    ),
    Share(
        "past_steps_with_result",
        # In SessionNet results stand on the agenda: of a meeting before the window there is none.
        """SELECT substr(date, 1, 4), count(coalesce(result, result_raw)), count(*)
        FROM consultation
        WHERE source_id = :source AND gone_at IS NULL AND date <= :late AND EXISTS (
            SELECT 1 FROM json_each(:covered) WHERE date BETWEEN value ->> 0 AND value ->> 1
        ) GROUP BY 1""",
        "have a result",
        f"steps of more than {_LATE} days ago",
    ),
    Share(
        "papers_with_text",
        # Documents that were not asked for yet say nothing; a paper with none at all does.
        """SELECT substr(date, 1, 4), count(*) FILTER (WHERE texts), count(*) FROM (
            SELECT date, EXISTS (
                    SELECT 1 FROM paper_section
                    WHERE paper_id = paper.id AND gone_at IS NULL AND text IS NOT NULL
                ) OR coalesce(max(file.text_status = 'ok'), 0) AS texts
            FROM paper
            LEFT JOIN paper_file AS tie ON tie.paper_id = paper.id AND tie.gone_at IS NULL
            LEFT JOIN file ON file.id = tie.file_id AND file.gone_at IS NULL
            WHERE paper.source_id = :source AND paper.gone_at IS NULL AND paper.public IS NOT 0
                AND (paper.date IS NULL OR paper.date <= :today)
            GROUP BY paper.id
            HAVING texts OR count(file.id) = 0
                OR max(coalesce(file.text_status, 'not_fetched') <> 'not_fetched')
        ) GROUP BY 1""",
        "have a text",
        "papers",
    ),
)


def shares(
    db: Database,
    share: Share,
    source_id: str,
    ranges: Sequence[tuple[date, date]],
    today: date,
) -> list[tuple[str | None, int, int]]:
    """Year (None: rows without a date), part and whole, where there are rows enough.

    `ranges` are the days that crawls have asked for, first and last ones.
    """
    asked = {
        "source": source_id,
        "today": today.isoformat(),
        "late": (today - timedelta(days=_LATE)).isoformat(),
        "covered": to_json([(first.isoformat(), last.isoformat()) for first, last in ranges]),
    }
    rows = db.conn.execute(share.query, asked)
    return [(year, part, whole) for year, part, whole in rows if whole >= _ENOUGH]


_PAPERS = "source_id = :source AND gone_at IS NULL AND date > :first AND date <= :last"
_HELD = f"FROM meeting WHERE {_MEETINGS} AND date > :first AND date <= :last"
#: What is compared from one year to the next: its name, the whole's, part and whole.
_COMPARED = (
    ("agenda items per meeting", "meetings", f"SELECT sum(({_ITEMS})), count(*) {_HELD}"),
    (
        "agenda items with a paper per meeting",
        "meetings",
        f"SELECT sum(({_WITH_PAPER})), count(*) {_HELD}",
    ),
    (
        "documents per meeting",
        "meetings",
        f"""SELECT sum((SELECT count(*) FROM meeting_file
            WHERE meeting_id = meeting.id AND gone_at IS NULL)), count(*) {_HELD}""",  # noqa: S608 - our words
    ),
    *(
        (
            f"{name} per paper",
            "papers",
            f"""SELECT sum((SELECT count(*) FROM {table}
                WHERE paper_id = paper.id AND gone_at IS NULL)), count(*)
            FROM paper WHERE {_PAPERS}""",  # noqa: S608 - our words
        )
        for name, table in (("documents", "paper_file"), ("steps", "consultation"))
    ),
)


def fallen(db: Database, source_id: str, today: date) -> Iterator[str]:
    """Ratios of the last 12 months that are less than half of those of the 12 months before."""
    for name, of, query in _COMPARED:
        before, held_before = _of_year(db, query, source_id, today - _YEAR)
        now, held_now = _of_year(db, query, source_id, today)
        if min(held_before, held_now, before) < _ENOUGH:
            continue
        if now / held_now < before / held_before / 2:
            yield (
                f"{now / held_now:.2f} {name} in the 12 months to {today} ({held_now} {of}), "
                f"{before / held_before:.2f} in the 12 months before ({held_before} {of})"
            )


def _of_year(db: Database, query: str, source_id: str, last: date) -> tuple[int, int]:
    asked = {"source": source_id, "first": f"{last - _YEAR}", "last": f"{last}"}
    part, whole = db.conn.execute(query, asked).fetchone()
    return part or 0, whole
