"""Expectations that a page's records must meet, beyond what a selector can say."""

from datetime import date

from harvester.page import Page
from harvester.records import AgendaItem, Consultation, Paper

#: Steps of one paper lie within a council's term or two.
_LONGEST_WAY_DAYS = 12 * 366


def check(page: Page) -> None:
    """Add findings where records contradict each other or lack what they should have."""
    steps = [record for record in page.records if isinstance(record, Consultation)]
    if not steps and any(child.record == "consultation" for child in page.children):
        _check_without_steps(page)
    for step in steps:
        if step.result is not None and step.date is None:
            page.note("warning", "result_without_date", f"{step.result_raw}, no date.", step.id)
    days = [date.fromisoformat(step.date) for step in steps if step.date]
    if days and (max(days) - min(days)).days > _LONGEST_WAY_DAYS:
        page.note("warning", "dates_far_apart", f"{min(days)} to {max(days)}.", steps[0].paper_id)
    if page.kind == "meeting" and not any(isinstance(r, AgendaItem) for r in page.records):
        page.note("info", "no_agenda", "A meeting without an agenda yet.", page.records[0].id)


def _check_without_steps(page: Page) -> None:
    """A page that lists a paper's steps lists none; where it does not say what paper, it may be."""
    for record in page.records:
        if isinstance(record, Paper) and record.paper_type == "resolution_proposal":
            page.note("warning", "no_consultations", "A proposal without a step.", record.id)
        elif isinstance(record, Paper) and page.kind == "consultations":
            page.note("info", "no_consultations", "A paper without a step.", record.id)
