"""A paper's way through the committees, step by step, in the words of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from harvester.labels import german
from harvester.web.pages import words

#: Behind one of these a paper goes no further by itself.
_FINAL = frozenset(("accepted", "accepted_amended", "rejected", "withdrawn", "settled"))
#: A mark for each result, beside its words.
_MARKS = {
    "accepted": "✓",
    "accepted_amended": "✓",
    "rejected": "✗",
    "noted": "–",
    "deferred": "↷",
    "referred": "→",
    "withdrawn": "✗",
    "settled": "✓",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step: `kind` for the eye (a class), the mark, our word, the source's words."""

    kind: str
    mark: str
    label: str
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the page shows it; ids only where the archive holds what they name.

    `date` is None for a step without one, `day` what is shown in its place.
    """

    date: str | None
    day: str
    hour: str | None
    committee: str
    committee_id: str | None
    role: str | None
    outcome: Outcome
    votes: str | None
    meeting_id: str | None
    item_number: str | None
    item_id: str | None
    decides: bool
    open: bool
    cancelled: bool
    from_form: bool
    is_next: bool = False


def timeline(paper: Mapping[str, Any], today: str) -> list[Step]:
    """The steps of a paper in order of time, those without a date behind them.

    The next one is marked: the first to come, or the first without a date unless the paper has
    been decided; none where the source tells no more of the paper, or of anything.

    Args:
        paper: as `page_queries.paper` gives it.
        today: the day in the town.
    """
    rows = sorted(
        paper["consultations"],
        key=lambda row: (row["date"] is None, row["date"] or "", row["position"] or 0),
    )
    steps = [_step(row, paper["forms"].get(row["id"], {}), today) for row in rows]
    silent = paper["gone_at"] or paper["source"]["retired_at"]
    index = None if silent else _next(steps, today)
    if index is not None:
        steps[index] = replace(steps[index], is_next=True)
    return steps


def _next(steps: list[Step], today: str) -> int | None:
    for index, step in enumerate(steps):
        if step.open and not step.cancelled and (step.date or "") >= today:
            return index
    if any(step.decides and step.outcome.kind in _FINAL for step in steps):
        return None
    undated = (i for i, step in enumerate(steps) if step.date is None and step.open)
    return next(undated, None)


def latest(steps: list[Step]) -> Step | None:
    """The last step in time that came to something."""
    return next((step for step in reversed(steps) if step.date and not step.open), None)


def _step(row: Mapping[str, Any], rules: Mapping[str, str], today: str) -> Step:
    outcome = outcome_of(row, today)
    return Step(
        date=row["date"],
        day=words.weekday(row["date"]) or row["date_raw"] or "ohne Datum",
        hour=words.hour(row["start"]) if row["meeting_date"] == row["date"] else None,
        committee=row["organization_name"] or "Gremium nicht bekannt",
        committee_id=row["held_organization_id"],
        role=german("role", row["role"]) or row["role_raw"],
        outcome=outcome,
        votes=words.votes(row["votes_yes"], row["votes_no"], row["votes_abstain"], row["vote_raw"]),
        meeting_id=row["held_meeting_id"],
        item_number=row["item_number"],
        item_id=None if row["item_gone_at"] else row["item_id"],
        decides=row["role"] == "decision",
        open=row["result"] is None and row["result_raw"] is None,
        cancelled=bool(row["cancelled"]),
        from_form="id" in rules,
    )


def outcome_of(row: Mapping[str, Any], today: str) -> Outcome:
    """What came of a step or agenda item; of one that has no result, when it is or was due."""
    result, wording = row["result"], row["result_raw"]
    if result is not None:
        label = german("result", result) or result
        told = wording if words.says_more(wording, label) else None
        return Outcome(result, _MARKS.get(result, "•"), label, told)
    if wording is not None:
        return Outcome("other", "•", wording)
    if row["date"] is None:
        return Outcome("planned", "○", "kein Termin bekannt")
    if row["date"] >= today:
        return Outcome("planned", "○", "geplant")
    return Outcome("unknown", "?", "kein Ergebnis bekannt")
