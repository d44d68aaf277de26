"""What comes of a record that two archives know: its row, its changes, its place among steps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from harvester.archive.columns import Columns, Stored, columns_of, to_json
from harvester.archive.joining.history import History
from harvester.archive.joining.model import Known

_WRITE_CHANGE = """
INSERT INTO main.change
    (run_id, at, source_id, snapshot_id, record, record_id, kind, field, old, new)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_FORGET_CHANGES = "DELETE FROM main.change WHERE record = ? AND record_id = ?"
_DERIVE = """
INSERT OR REPLACE INTO main.derived (record, record_id, field, rule, origin) VALUES (?, ?, ?, ?, ?)
"""
_FORGET_DERIVED = "DELETE FROM main.derived WHERE record = ? AND record_id = ?"
#: Papers that a list dates otherwise than they are, though their date is the list's.
_NOT_LISTED_DATE = """
SELECT paper.id, listing.date, max(listing.last_seen, paper.updated_at), listing.run_id
FROM main.paper JOIN main.listing ON listing.record = 'paper' AND listing.record_id = paper.id
LEFT JOIN main.derived
    ON derived.record = 'paper' AND derived.record_id = paper.id AND derived.field = 'date'
WHERE listing.date IS NOT paper.date
    AND (derived.rule = 'listing' OR paper.date IS NULL AND derived.rule IS NULL)
"""


@dataclass(slots=True)
class Both:
    """One record: what both archives know of it, their rows, and the merged history."""

    record_id: str
    known: tuple[Known, Known]
    rows: tuple[list[Stored] | None, list[Stored] | None]
    history: History


def number_through(columns: Columns, steps: Sequence[Both]) -> None:
    """Live steps of a paper are numbered 1 to n: else the archive that saw them last has the word.

    So it is where the two know the steps from different pages. What a source's own page lists
    counts more than what a form does.
    """
    histories = [both.history for both in steps if both.history.held]
    live = [history for history in histories if history.gone is None]
    numbers = {history.values.get("position") for history in live}
    if len(numbers) == len(live) and numbers == set(range(1, len(live) + 1)):
        return
    gone_at, last_seen, position = (
        columns.position[name] for name in ("gone_at", "last_seen", "position")
    )
    shown: list[dict[str, list[Stored]]] = [
        {str(row[0]): row for both in steps if (row := both.rows[side]) and row[gone_at] is None}
        for side in (0, 1)
    ]

    def weight(side: int) -> tuple[bool, str, list[str]]:
        stated = any(
            both.record_id in shown[side] and "id" not in both.known[side].derived for both in steps
        )
        seen = max((str(row[last_seen]) for row in shown[side].values()), default="")
        return stated, seen, sorted(shown[side])

    side = max((0, 1), key=weight)
    last = max((h.changes[-1].origin for h in histories), key=lambda origin: origin.at)
    at = max(last.at, weight(side)[1])
    origin = replace(last, at=at, seen=at, page=None)
    for both in steps:
        row = shown[side].get(both.record_id)
        if row is None:
            both.history.leave("unlisted", origin)
        else:
            both.history.come_back(origin)
            both.history.place(side, row[position], origin)


def write(db: Database, columns: Columns, both: Both) -> bool:
    """Write what came out otherwise than it was held; whether a held row's content did."""
    conn, key = db.conn, (columns.record, both.record_id)
    held, cells = both.rows[0], _merged_row(columns, both)
    if cells != held:
        conn.execute(columns.upsert, cells)
    if both.history.changes != both.known[0].changes:
        source_id = cells[columns.position["source_id"]]
        conn.execute(_FORGET_CHANGES, key)
        conn.executemany(
            _WRITE_CHANGE,
            (
                (
                    *(change.origin.run_id, change.origin.at, source_id),
                    *(change.origin.snapshot_id, *key),
                    *(change.kind, change.field, change.old, change.new),
                )
                for change in both.history.changes
            ),
        )
    derived = _merged_derived(both)
    if derived != both.known[0].derived:
        conn.execute(_FORGET_DERIVED, key)
        conn.executemany(_DERIVE, ((*key, field, *word) for field, word in derived.items()))
    content = len(columns.names)
    return held is not None and held[:content] != cells[:content]


def _merged_row(columns: Columns, both: Both) -> list[Stored]:
    """The row as the merged history leaves it; it names the page that changed it last."""
    history, at = both.history, columns.position
    rows = [row for row in both.rows if row is not None]
    stating = both.rows[history.stated_by] or rows[0]
    cells = columns.stored(history.values.get(name) for name in columns.names)
    cells += (stating[at[name]] for name in ("source_id", "source_url", "snapshot_id"))
    cells += (
        min(str(row[at["first_seen"]]) for row in rows),
        max(str(row[at["last_seen"]]) for row in rows),
        history.changes[-1].origin.at,
        *(history.gone or (None, None)),
        stating[at["parser_version"]],
        columns.row_hash(cells),
    )
    return cells


def _merged_derived(both: Both) -> dict[str, tuple[str, str | None]]:
    """The rules by which the row has its values: those of the archive whose word each is.

    Only a document names the record ("id") if that is so in every archive that has it.
    """
    history = both.history
    derived = {
        field: both.known[side].derived[field]
        for field, side in history.says.items()
        if history.values.get(field) is not None and field in both.known[side].derived
    }
    if any(row and "id" not in both.known[side].derived for side, row in enumerate(both.rows)):
        derived.pop("id", None)
    return derived


def settle_dates(db: Database) -> list[str]:
    """Give papers the date of the merged lists where they have it from a list; returns them."""
    columns, at = columns_of("paper"), columns_of("paper").position
    query = f"SELECT {columns.select} FROM main.paper WHERE id = ?"  # noqa: S608 - our names
    dated = db.conn.execute(_NOT_LISTED_DATE).fetchall()
    for paper_id, date, seen, run_id in dated:
        cells = list(db.conn.execute(query, (paper_id,)).fetchone())
        old, cells[at["date"]], cells[at["updated_at"]] = cells[at["date"]], date, seen
        cells[at["content_hash"]] = columns.row_hash(cells)
        db.conn.execute(columns.upsert, cells)
        key = ("paper", paper_id)
        where = (run_id, seen, cells[at["source_id"]], None, *key)
        words = (None if value is None else to_json(value) for value in (old, date))
        db.conn.execute(_WRITE_CHANGE, (*where, "changed", "date", *words))
        db.conn.execute(_DERIVE, (*key, "date", "listing", None))
    return [row[0] for row in dated]
