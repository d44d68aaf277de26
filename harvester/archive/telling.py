"""What reports tell beside the changes: how a new paper begins, when, what it has to do with."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harvester.archive import staff
from harvester.archive.archive import Archive
from harvester.archive.columns import to_json
from harvester.archive.errors import translated
from harvester.archive.events import Changed
from harvester.archive.searching import Hit, hits_of
from harvester.archive.staff_text import Cleaner
from harvester.labels import german

#: About a page of text.
_LONGEST = 3_000

# Minutes and lists of attachments do not say what a paper is about.
_SECTIONS = """
SELECT paper_id, heading, section.key, substr(text, 1, :most) FROM json_each(:ids) AS asked
JOIN paper_section AS section ON paper_id = asked.value
WHERE gone_at IS NULL AND text IS NOT NULL
    AND coalesce(section.key, '') NOT IN ('attachments', 'minutes')
ORDER BY paper_id, position, section.id
"""
_DOCUMENTS = """
SELECT tie.paper_id, file.name, file.role, substr(file.text, 1, :most) FROM json_each(:ids) AS asked
JOIN paper_file AS tie ON tie.paper_id = asked.value JOIN file ON file.id = tie.file_id
WHERE tie.gone_at IS NULL AND file.gone_at IS NULL AND file.text IS NOT NULL
    AND file.role IN ('main', 'collected')
ORDER BY tie.paper_id, file.role = 'collected', tie.position, file.id
"""
_TIMES = """
SELECT substr(at, 1, 10), record_id, max(at) FROM json_each(:ids) AS asked
CROSS JOIN change ON change.record_id = asked.value
WHERE at BETWEEN :since AND :until GROUP BY 1, 2
"""
_AGENDAS = """
SELECT item.meeting_id, item.id, item.paper_id FROM json_each(:meetings) AS asked
CROSS JOIN agenda_item AS item ON item.meeting_id = asked.value
WHERE item.paper_id IN (SELECT value FROM json_each(:papers)) ORDER BY item.position, item.id
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a text of a paper begins: its heading, and the text with newlines between paragraphs."""

    heading: str | None
    text: str


def beginnings(held: Archive, paper_ids: Collection[str]) -> dict[str, list[Beginning]]:
    """How papers begin, about a page each: their sections, else their own document's first page."""
    asked = {"ids": to_json(sorted(paper_ids)), "most": _LONGEST}
    found: dict[str, list[Beginning]] = {}
    with translated(held.path):
        for paper_id, heading, key, text in held.db.conn.execute(_SECTIONS, asked):
            _add(found, paper_id, heading or german("section", key), text)
        without = {"ids": to_json(sorted(set(paper_ids) - found.keys())), "most": _LONGEST}
        for paper_id, name, role, text in held.db.conn.execute(_DOCUMENTS, without):
            if paper_id not in found:
                first_page = text.lstrip("\f").partition("\f")[0]
                _add(found, paper_id, name or german("file_role", role), first_page)
    return found


def _add(found: dict[str, list[Beginning]], paper_id: str, heading: str | None, text: str) -> None:
    """Add as much of a text as there is room for; nothing where it holds none."""
    before = found.get(paper_id, [])
    room = _LONGEST - sum(len(one.text) for one in before)
    if text.strip() and room > 0:
        shown = text if len(text) < room else f"{text[: room - 1].rstrip()}…"
        found[paper_id] = [*before, Beginning(heading, shown)]


def times(held: Archive, found: Sequence[Changed]) -> dict[tuple[str, str], str]:
    """When, at last, something happened that these entries tell (UTC), by day and id."""
    if not found:
        return {}
    ids = {row_id for one in found for row_id in _ids(one)}
    days = [one.day for one in found]
    asked = {"ids": to_json(sorted(ids)), "since": min(days), "until": f"{max(days)}T23:59:59Z"}
    with translated(held.path):
        rows = held.db.conn.execute(_TIMES, asked).fetchall()
    last = {(day, row_id): str(at) for day, row_id, at in rows}
    return {(one.day, one.id): max(_seen(last, one)) for one in found}


def _seen(last: Mapping[tuple[str, str], str], one: Changed) -> Iterable[str]:
    known = [last[one.day, row_id] for row_id in _ids(one) if (one.day, row_id) in last]
    return known or [f"{one.day}T00:00:00Z"]


def _ids(one: Changed) -> Iterable[str]:
    """The rows whose history an entry tells; a document may be told by its tie to the owner."""
    for event in one.events:
        yield event.id
        if event.record == "file":
            yield f"{one.id} {event.id}"


def hits_of_number(held: Archive, reference: str, limit: int) -> tuple[Hit, ...]:
    """Papers of a number, however it is spelled, that the source still shows; at most `limit`."""
    ids = [paper["id"] for paper in held.papers_by_reference(reference) if not paper["gone_at"]]
    with translated(held.path):
        return hits_of(held.db, ids[:limit])


def on_agendas(
    held: Archive, meeting_ids: Collection[str], paper_ids: Collection[str]
) -> list[tuple[str, str, str]]:
    """Meeting, item and paper, where one of these papers is, or was, on the agenda of one of these.

    Papers that are not held count too.
    """
    asked = {"meetings": to_json(sorted(meeting_ids)), "papers": to_json(sorted(paper_ids))}
    with translated(held.path):
        return held.db.conn.execute(_AGENDAS, asked).fetchall()


def cleaner_of(held: Archive) -> Cleaner:
    """Leaves out the staff that an archive knows of, by the rules of a release."""
    with translated(held.path):
        return staff.cleaner_of(held.db)


def field_without_staff(cleaner: Cleaner, record: str, field: str | None, value: Any) -> Any:
    """The value of a field, or None, without staff."""
    clean = staff.cleaning_of(cleaner, record, field) if field and value is not None else None
    return clean(value) if clean else value
