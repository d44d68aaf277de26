"""Understands what parsers leave as text: fills the canonical fields of a page's records."""

import re
from collections.abc import Callable
from typing import Any

from harvester.normalize.dates import (
    meeting_times,
    parse_date,
    parse_timestamp,
    weekday_contradicts,
)
from harvester.normalize.names import belongs_to, is_cancelled
from harvester.normalize.people import split_authors
from harvester.normalize.references import clean_reference
from harvester.normalize.votes import parse_votes, speaks_of_votes
from harvester.page import Finding, Page
from harvester.records import AgendaItem, Consultation, File, Meeting, Paper, PaperSection, Record
from harvester.text import clean
from harvester.vocabulary import load_vocabulary

_Note = Callable[[str, str], None]
_LONGEST_QUOTE = 200
#: "nichtöffentlich § 48 Abs. 2 GO NRW": what is behind the status says why.
_RULE = re.compile(r"\s(?:gem(?:äß|\.)\s?)?§.*", re.DOTALL)
_PART = re.compile(r"(NÖ|Ö|N)(?![^\W\d])")


def normalize(page: Page) -> Page:
    """Fill the canonical fields of every record, in place; a second time changes nothing.

    What is not stated stays None. What is stated and not understood is None too, stays in its
    `_raw` field, and becomes a finding of severity warning with the phrase: `unknown_result`,
    `unknown_role`, `unknown_paper_type`, `unknown_status`, `unknown_section`, `unreadable_date`,
    `unreadable_time`, `weekday_contradicts`, `unreadable_vote`, `unreadable_reference`,
    `foreign_meeting_name`.
    """
    known = set(page.findings)
    for record in page.records:
        understand = _BY_TYPE.get(type(record))
        if understand is None:
            continue
        found: list[Finding] = []

        def note(
            code: str, message: str, found: list[Finding] = found, id_: str = record.id
        ) -> None:
            found.append(Finding("warning", code, message, id_))

        understand(record, note)
        page.findings.extend(finding for finding in found if finding not in known)
    return page


def _quote(raw: str) -> str:
    return repr(raw if len(raw) <= _LONGEST_QUOTE else raw[:_LONGEST_QUOTE] + "…")


def _word(vocabulary: str, raw: str | None, note: _Note, code: str | None = None) -> str | None:
    """The value of a phrase; a phrase that is not in the vocabulary is noted."""
    phrase = clean(raw)
    if phrase is None:
        return None
    meaning = load_vocabulary(vocabulary).lookup(phrase)
    if not meaning.known:
        note(code or f"unknown_{vocabulary}", f"not in the vocabulary: {_quote(phrase)}")
    return meaning.value


def _public(status_raw: str | None, note: _Note) -> bool | None:
    stated = _RULE.sub("", status_raw) if status_raw else None
    value = _word("public", stated, note, "unknown_status")
    return None if value is None else value == "yes"


def _date(raw: str, note: _Note) -> str | None:
    day = parse_date(raw)
    if day is None:
        note("unreadable_date", f"no date: {_quote(raw)}")
        return None
    if weekday_contradicts(raw):
        note("weekday_contradicts", f"another weekday: {_quote(raw)}")
        return None
    return day.isoformat()


def _reference(raw: str, note: _Note) -> str:
    """The number without label and blanks; one of unknown form stays as it is."""
    number = clean_reference(raw)
    if number is None:
        note("unreadable_reference", f"not a paper's number: {_quote(raw)}")
        return raw
    return number


def _meeting(meeting: Meeting, note: _Note) -> None:
    time_raw = clean(meeting.time_raw)
    times = meeting_times(clean(meeting.date_raw) or meeting.date, time_raw)
    for problem in times.problems:
        note(problem.code, problem.message[:_LONGEST_QUOTE])
    meeting.date = times.date
    if time_raw is not None:
        meeting.start, meeting.end = times.start, times.end
    if meeting.status_raw is not None:
        meeting.public = _public(meeting.status_raw, note)
    # No page states that a meeting takes place, so this is True or stays as it was.
    if any(text and is_cancelled(text) for text in (meeting.name, meeting.status_raw)):
        meeting.cancelled = True


def _agenda_item(item: AgendaItem, note: _Note) -> None:
    if part := _PART.match(clean(item.number) or ""):
        item.public = part[1] == "Ö"
    if item.reference is not None:
        item.reference = _reference(item.reference, note)
    item.result = _word("result", item.result_raw, note)
    vote_raw = clean(item.vote_raw)
    votes = parse_votes(vote_raw) if vote_raw else None
    if vote_raw and votes is None and speaks_of_votes(vote_raw):
        note("unreadable_vote", f"no vote: {_quote(vote_raw)}")
    item.votes_yes, item.votes_no, item.votes_abstain = votes or (None, None, None)


def _paper(paper: Paper, note: _Note) -> None:
    if paper.reference is not None:
        paper.reference = _reference(paper.reference, note)
    if paper.related_references is not None:
        paper.related_references = [_reference(raw, note) for raw in paper.related_references]
    paper.paper_type = _word("paper_type", paper.paper_type_raw, note)
    if paper.status_raw is not None:
        paper.public = _public(paper.status_raw, note)
    if paper.authors_raw is not None:
        paper.authors = split_authors(paper.authors_raw)
    if paper.date is not None:
        paper.date = _date(paper.date, note)


def _section(section: PaperSection, note: _Note) -> None:
    if section.key is None and section.heading is not None:
        section.key = _word("section", section.heading, note) or "other"


def _consultation(step: Consultation, note: _Note) -> None:
    step.role = _word("role", step.role_raw, note)
    step.result = _word("result", step.result_raw, note)
    if date_raw := clean(step.date_raw):
        step.date = _date(date_raw, note)
    committee, meeting = step.organization_name, step.meeting_name
    if committee and meeting and not belongs_to(committee, meeting):
        note("foreign_meeting_name", f"{_quote(meeting)} is no meeting of {_quote(committee)}")


def _file(file: File, note: _Note) -> None:
    if file.role is None:
        file.role = load_vocabulary("file_role").lookup(file.name).value
    for field in ("created", "modified"):
        raw = getattr(file, field)
        if raw is not None and "T" not in raw:
            stamp = parse_timestamp(raw)
            if stamp is None:
                note("unreadable_time", f"no time: {_quote(raw)}")
            setattr(file, field, stamp)


_BY_TYPE: dict[type[Record], Callable[[Any, _Note], None]] = {
    Meeting: _meeting,
    AgendaItem: _agenda_item,
    Paper: _paper,
    PaperSection: _section,
    Consultation: _consultation,
    File: _file,
}
