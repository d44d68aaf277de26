"""Records become objects, in batches, with the objects that are parts of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from harvester.exports.oparl import objects
from harvester.exports.oparl.addresses import BODY, body_folder, object_path, page_path
from harvester.exports.oparl.objects import Known, Object, latest, modified
from harvester.exports.oparl.reading import KINDS, TIES, Reader, Row

#: Lists of an organization: attribute and table, name of the list.
ORGANIZATION_LISTS = {"meeting": "meetings", "consultation": "consultations"}
#: What a file calls those that it belongs to.
_OWNERS = {"paper": "paper", "meeting": "meeting", "agenda_item": "agendaItem"}


class Made(NamedTuple):
    """An object and the id of the record that it is made of."""

    kind: str
    record_id: str
    content: Object


def organization_list(organization_id: str, name: str) -> str:
    """The path of a list of an organization, without ending."""
    return f"{object_path('Organization', organization_id).removesuffix('.json')}.{name}"


class Gatherer:
    """Makes the objects of an export at an address."""

    def __init__(self, reader: Reader, address: str) -> None:
        self._reader = reader
        self._address = address

    def organizations(self, body: str, ids: Sequence[str]) -> Iterator[Made]:
        """Committees."""
        rows = self._reader.rows("organization", "id", ids)
        known = self._known(rows)
        for row in rows:
            lists: Object = {"body": self._body(body)}
            for attribute, name in ORGANIZATION_LISTS.items():
                lists[attribute] = self._address + page_path(organization_list(row["id"], name), 1)
            made = objects.organization(known, row, lists)
            yield _made(known, "Organization", row, made)

    def papers(self, body: str, ids: Sequence[str]) -> Iterator[Made]:
        """Papers with their steps."""
        rows = self._reader.rows("paper", "id", ids)
        steps = self._reader.rows("consultation", "paper_id", ids)
        sections = _by(self._reader.rows("paper_section", "paper_id", ids), "paper_id")
        files = self._reader.files_of("paper", ids)
        related = self._reader.numbered({number for row in rows for number in _numbers(row)})
        known = self._known(
            [*rows, *steps, *files],
            organization=(step["organization_id"] for step in steps),
            meeting=(step["meeting_id"] for step in steps),
            agenda_item=(step["agenda_item_id"] for step in steps),
        )
        for step in steps:
            yield _made(known, "Consultation", step, objects.consultation(known, step))
        steps_of, files_of = _by(steps, "paper_id"), _by(files, "owner")
        for row in rows:
            others = (related.get((row["source_id"], number), []) for number in _numbers(row))
            parts = _PaperParts(
                steps_of.get(row["id"], []),
                sections.get(row["id"], []),
                files_of.get(row["id"], []),
                [other for other in chain.from_iterable(others) if other["id"] != row["id"]],
            )
            yield _made(known, "Paper", row, self._paper(known, body, row, parts))

    def _paper(self, known: Known, body: str, row: Row, parts: "_PaperParts") -> Object:
        steps = [objects.consultation(known, step) for step in _live(parts.steps)]
        changed = latest(
            modified([row, *parts.steps, *parts.sections, *parts.files]),
            *(step["modified"] for step in steps),
            *(other["first_seen"] for other in parts.related),
        )
        related = (known.url("Paper", other["id"]) for other in parts.related)
        values: Object = {
            "body": self._body(body),
            "relatedPaper": list(dict.fromkeys(related)),
            **_files(known, parts.files, {"mainFile": "main"}),
            "consultation": [_without(step, "paper") for step in steps],
        }
        return objects.paper(known, row, values, _live(parts.sections), changed)

    def meetings(self, _: str, ids: Sequence[str]) -> Iterator[Made]:
        """Meetings with their agenda and their place."""
        rows = self._reader.rows("meeting", "id", ids)
        items = self._reader.rows("agenda_item", "meeting_id", ids)
        files = self._reader.files_of("meeting", ids)
        known = self._known([*rows, *files], organization=(row["organization_id"] for row in rows))
        agenda = {made.record_id: made for made in self._items(items)}
        yield from agenda.values()
        items_of, files_of = _by(items, "meeting_id"), _by(files, "owner")
        for row in rows:
            own_items, own_files = items_of.get(row["id"], []), files_of.get(row["id"], [])
            inside = [agenda[item["id"]].content for item in _live(own_items)]
            place = objects.location(known, row)
            changed = latest(
                modified([row, *own_items, *own_files]), *(item["modified"] for item in inside)
            )
            parts: Object = {
                "location": place,
                **_files(
                    known, own_files, {"invitation": "invitation", "resultsProtocol": "minutes"}
                ),
                "agendaItem": [_without(item, "meeting") for item in inside],
            }
            yield _made(known, "Meeting", row, objects.meeting(known, row, parts, changed))
            if place is not None:
                whole = {**place, "meetings": [known.url("Meeting", row["id"])]}
                yield _made(known, "Location", row, whole)

    def items(self, _: str, ids: Sequence[str]) -> Iterator[Made]:
        """Agenda items whose meeting is not held."""
        return self._items(self._reader.rows("agenda_item", "id", ids))

    def _items(self, rows: Sequence[Row]) -> Iterator[Made]:
        """Agenda items; those of a meeting must be all that it has, in order."""
        ids = [row["id"] for row in rows]
        steps = self._reader.rows("consultation", "agenda_item_id", ids)
        files = self._reader.files_of("agenda_item", ids)
        known = self._known(
            [*rows, *files],
            meeting=(row["meeting_id"] for row in rows),
            paper=(row["paper_id"] for row in rows),
            consultation=(step["id"] for step in steps),
        )
        steps_of, files_of = _by(steps, "agenda_item_id"), _by(files, "owner")
        next_order: dict[str | None, int] = {}
        for row in rows:
            order = next_order.get(row["meeting_id"], 0)
            if row["gone_at"] is None:
                next_order[row["meeting_id"]] = order + 1
            own_steps, own_files = steps_of.get(row["id"], []), files_of.get(row["id"], [])
            bound = min((step["id"] for step in _live(own_steps)), default=None)
            parts: Object = {
                "order": order,
                "consultation": known.link("Consultation", "consultation", bound),
                **_files(known, own_files, {}),
            }
            changed = modified([row, *own_steps, *own_files])
            made = objects.agenda_item(known, row, parts, changed)
            yield _made(known, "AgendaItem", row, made, "order")

    def files(self, _: str, ids: Sequence[str]) -> Iterator[Made]:
        """Documents with their text, and what they belong to."""
        rows = self._reader.files(ids)
        known = self._known(rows)
        owners: dict[str, Object] = {}
        for table in TIES:
            for file_id, owner in self._reader.owners_of(table, ids):
                of_file = owners.setdefault(file_id, {})
                of_file.setdefault(_OWNERS[table], []).append(known.url(KINDS[table], owner))
        for row in rows:
            text = {"text": row["text"]} if row["text"] else {}
            made = {**objects.file(known, row), **text, **owners.get(row["id"], {})}
            yield _made(known, "File", row, made, "accessUrl")

    def _known(self, rows: Iterable[Row], **referred: Iterable[str | None]) -> Known:
        seen = {table: self._reader.exported(table, ids) for table, ids in referred.items()}
        retrieved = self._reader.retrieved(row["snapshot_id"] for row in rows)
        return Known(self._address, seen, retrieved)

    def _body(self, body: str) -> str:
        return f"{self._address}{body_folder(body)}/{BODY}"


class _PaperParts(NamedTuple):
    steps: list[Row]
    sections: list[Row]
    files: list[Row]
    related: list[Row]


def _made(known: Known, kind: str, row: Row, made: Object, *required: str) -> Made:
    """The object, or what is left of it: what is gone keeps only what the schema requires."""
    if row["gone_at"] is not None:
        made = objects.deleted(known, kind, row, {name: made[name] for name in required})
    return Made(kind, row["id"], made)


def _numbers(row: Row) -> Sequence[str]:
    numbers: list[str] | None = row["related_references"]
    return numbers or ()


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """The rows by what they belong to."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _live(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["gone_at"] is None]


def _without(made: Object, attribute: str) -> Object:
    """An object as a part of another: without the way back to it."""
    return {name: value for name, value in made.items() if name != attribute}


def _files(known: Known, rows: Iterable[Row], roles: Mapping[str, str]) -> Object:
    """Documents as parts: the only one of a role in its attribute, the others in auxiliaryFile."""
    live = [row for row in rows if row["live"]]
    parts: Object = {}
    for attribute, role in roles.items():
        found = [row for row in live if row["role"] == role]
        if len(found) == 1:
            parts[attribute] = objects.file(known, found[0])
            live.remove(found[0])
    parts["auxiliaryFile"] = [objects.file(known, row) for row in live]
    return parts
