"""Writes the export: each object into a file of its own, then the lists, then body and system."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from harvester.archive import Archive
from harvester.archive.columns import to_json
from harvester.archive.errors import translated
from harvester.exports.oparl.addresses import (
    BODY,
    SYSTEM,
    base_address,
    body_folder,
    http_url,
    object_path,
    page_path,
)
from harvester.exports.oparl.folder import Files, replaced
from harvester.exports.oparl.gathering import (
    ORGANIZATION_LISTS,
    Gatherer,
    Made,
    organization_list,
)
from harvester.exports.oparl.lists import ListWriter
from harvester.exports.oparl.objects import SCHEMA, Object, bare
from harvester.exports.oparl.reading import KINDS, Reader, Row

_NAME = "Archiv aus Ratsinformationssystemen"
#: Counted beside the types of objects: records of which nobody says whose they are.
LEFT_OUT = "left out"
#: The lists of a body: attribute, file, type of its objects, table; without a table it is empty.
_LISTS = (
    ("organization", "organizations", "Organization", "organization"),
    ("person", "persons", "Person", None),
    ("meeting", "meetings", "Meeting", "meeting"),
    ("paper", "papers", "Paper", "paper"),
    ("agendaItem", "items", "AgendaItem", "agenda_item"),
    ("consultation", "consultations", "Consultation", "consultation"),
    ("file", "files", "File", "file"),
    ("locationList", "locations", "Location", "meeting"),
    ("legislativeTermList", "terms", "LegislativeTerm", None),
    ("membership", "memberships", "Membership", None),
)
_PLACED = "coalesce(room, '') <> '' OR coalesce(place, '') <> ''"
_NO_MEETING = "meeting_id IS NULL OR meeting_id NOT IN (SELECT id FROM meeting)"


def write_oparl(held: Archive, folder: Path, address: str) -> dict[str, int]:
    """Write the archive as OParl 1.1, as static files for a web server; see docs/oparl.md.

    The same archive and address give the same bytes.

    Args:
        held: The archive, best a published copy.
        folder: Made anew; an earlier export in it is replaced when the new one is whole.
        address: Where the folder will be on the web.

    Returns:
        How many objects of each type were written, and under `LEFT_OUT` how many records were not.

    Raises:
        HarvesterError: the address or the folder cannot be used, or the disk is full.
        ArchiveError: the archive cannot be read.
    """
    address = base_address(address)
    with replaced(folder) as made, translated(held.path):
        held.db.conn.execute("BEGIN")  # one state of the archive, whatever a writer does meanwhile
        try:
            return _Export(Reader(held.db.conn), Files(made), address).write()
        finally:
            held.db.conn.execute("ROLLBACK")


class _Export:
    def __init__(self, reader: Reader, files: Files, address: str) -> None:
        self._reader = reader
        self._files = files
        self._address = address
        self._counts: dict[str, int] = {}
        #: By body, when its first object was created and its last one changed.
        self._times: dict[str, tuple[str, str]] = {}

    def write(self) -> dict[str, int]:
        """Write everything."""
        bodies = self._reader.bodies()
        gatherer = Gatherer(self._reader, self._address)
        self._objects("organization", gatherer.organizations)
        self._objects("paper", gatherer.papers)
        self._objects("meeting", gatherer.meetings)
        self._objects("agenda_item", gatherer.items, _NO_MEETING)
        self._objects("file", gatherer.files)
        for _, name, kind, table in _LISTS:
            self._lists(bodies, name, kind, table, _PLACED if kind == "Location" else "1")
        self._lists_of_organizations()
        self._bodies(bodies)
        left_out = self._reader.left_out()
        return {**dict(sorted(self._counts.items())), **({LEFT_OUT: left_out} if left_out else {})}

    def _objects(
        self,
        table: str,
        gather: Callable[[str, Sequence[str]], Iterator[Made]],
        where: str = "1",
    ) -> None:
        for body, ids in self._reader.batches(table, where):
            for made in gather(body, ids):
                self._put(object_path(made.kind, made.record_id), made.kind, made.content)
                first, last = self._times.get(body, (made.content["created"], ""))
                times = made.content["created"], made.content["modified"]
                self._times[body] = min(first, times[0]), max(last, times[1])

    def _put(self, path: str, kind: str, content: Object) -> None:
        self._files.write(path, f"{to_json(content)}\n".encode())
        self._counts[kind] = self._counts.get(kind, 0) + 1

    def _lists(
        self, bodies: Mapping[str, Row], name: str, kind: str, table: str | None, where: str
    ) -> None:
        """Write the lists of one type of object, out of the files that are there."""
        without = dict.fromkeys(bodies)
        batches = () if table is None else self._reader.batches(table, where)
        for body, group in groupby(batches, key=itemgetter(0)):
            del without[body]
            self._list(f"{body_folder(body)}/{name}", kind, (ids for _, ids in group))
        for body in without:
            self._list(f"{body_folder(body)}/{name}", kind, ())

    def _lists_of_organizations(self) -> None:
        for _, ids in self._reader.batches("organization", "gone_at IS NULL"):
            for organization_id in ids:
                for table, name in ORGANIZATION_LISTS.items():
                    members = self._reader.members(table, organization_id)
                    self._list(organization_list(organization_id, name), KINDS[table], members)

    def _list(self, name: str, kind: str, batches: Iterable[Sequence[str]]) -> None:
        with closing(ListWriter(self._files, self._address, name)) as writer:
            for record_id in chain.from_iterable(batches):
                writer.add(self._files.read(object_path(kind, record_id)).rstrip(b"\n"))

    def _bodies(self, bodies: Mapping[str, Row]) -> None:
        names = []
        with closing(ListWriter(self._files, self._address, "bodies")) as writer:
            for body_id, row in bodies.items():
                body = self._body(row)
                self._put(f"{body_folder(body_id)}/{BODY}", "Body", body)
                writer.add(to_json(body).encode())
                names.append(body["name"])
        system = {
            "id": self._address + SYSTEM,
            "type": f"{SCHEMA}System",
            "oparlVersion": SCHEMA,
            "name": ": ".join(filter(None, (_NAME, ", ".join(names)))),
            "body": self._address + page_path("bodies", 1),
            "created": min((first for first, _ in self._times.values()), default=None),
            "modified": max((last for _, last in self._times.values()), default=None),
        }
        self._put(SYSTEM, "System", bare(system))

    def _body(self, row: Row) -> Object:
        folder = self._address + body_folder(row["id"])
        begun = self._reader.begun(row["id"])
        created, modified = self._times.get(row["id"], (begun, begun))
        body = {
            "id": f"{folder}/{BODY}",
            "type": f"{SCHEMA}Body",
            "system": self._address + SYSTEM,
            "name": row["name"] or row["id"],
            "website": http_url(row["website"]),
            "ags": row["ags"],
            **{attribute: f"{folder}/{page_path(name, 1)}" for attribute, name, *_ in _LISTS},
            "created": created,
            "modified": modified,
            "harvester:id": row["id"],
        }
        return {**bare(body), "legislativeTerm": []}
