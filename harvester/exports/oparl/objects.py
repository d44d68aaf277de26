"""What an object looks like: an archive's row as OParl 1.1 has it.

Nothing here reads the archive. What OParl has no word for bears the prefix `harvester:`. An
attribute without a value is left out. Staff is never told: neither clerks nor authors, who are
staff too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from harvester.exports.oparl.addresses import http_url, object_path
from harvester.text import without_extension

Row = Mapping[str, Any]
Object = dict[str, Any]

SCHEMA = "https://schema.oparl.org/1.1/"


@dataclass(frozen=True, slots=True)
class Known:
    """What objects refer to: by table and id when it was first seen, and when responses came."""

    address: str
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    retrieved: Mapping[int, str] = field(default_factory=dict)

    def url(self, kind: str, record_id: str) -> str:
        """The address of an object."""
        return self.address + object_path(kind, record_id)

    def link(self, kind: str, table: str, record_id: str | None) -> str | None:
        """The address of an object, None if there is none of this id."""
        if record_id is None or record_id not in self.seen.get(table, {}):
            return None
        return self.url(kind, record_id)

    def since(self, table: str, record_id: str | None) -> str:
        """Since when there may be a link to a record; "" if there is none."""
        return self.seen.get(table, {}).get(record_id or "", "")


def bare(values: Object) -> Object:
    """Without the attributes that have no value."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def latest(*times: str) -> str:
    """The last of times in UTC."""
    return max(times)


def modified(rows: Iterable[Row]) -> str:
    """When one of the rows changed last; "" for none."""
    return max((row["updated_at"] for row in rows), default="")


def _head(known: Known, kind: str, row: Row) -> Object:
    return {"id": known.url(kind, row["id"]), "type": SCHEMA + kind}


def _tail(known: Known, row: Row, changed: str) -> Object:
    return {
        "created": row["first_seen"],
        "modified": changed,
        "web": http_url(row["source_url"]),
        "harvester:id": row["id"],
        "harvester:retrieved": known.retrieved.get(row["snapshot_id"]),
    }


def deleted(known: Known, kind: str, row: Row, required: Object) -> Object:
    """What is left of an object that the source shows no more, with what the schema requires."""
    times = {"created": row["first_seen"], "modified": row["updated_at"], "deleted": True}
    return {**_head(known, kind, row), **required, **times}


def organization(known: Known, row: Row, lists: Object) -> Object:
    """A committee; `lists` are its body and its own lists."""
    return bare(
        {
            **_head(known, "Organization", row),
            **lists,
            "name": row["name"],
            "shortName": row["short_name"],
            "harvester:classification": row["classification"],
            **_tail(known, row, row["updated_at"]),
        }
    )


def location(known: Known, meeting: Row) -> Object | None:
    """Where a meeting is held, as a part of it; None where it does not say."""
    description = ", ".join(filter(None, (meeting["room"], meeting["place"])))
    if not description:
        return None
    return bare(
        {
            **_head(known, "Location", meeting),
            "description": description,
            "room": meeting["room"],
            "created": meeting["first_seen"],
            "modified": meeting["updated_at"],
        }
    )


def meeting(known: Known, row: Row, parts: Object, changed: str) -> Object:
    """A sitting; `parts` are the objects in it."""
    committee = known.link("Organization", "organization", row["organization_id"])
    return bare(
        {
            **_head(known, "Meeting", row),
            "name": row["name"],
            "cancelled": row["cancelled"],
            "start": row["start"],
            "end": row["end"],
            "organization": [committee] if committee else None,
            **parts,
            **_tail(
                known, row, latest(changed, known.since("organization", row["organization_id"]))
            ),
            "harvester:date": row["date"],
            "harvester:dateText": None if row["date"] else row["date_raw"],
            "harvester:organizationName": None if committee else row["organization_name"],
            "harvester:status": row["status_raw"],
            "harvester:public": row["public"],
            "harvester:occasion": row["occasion"],
        }
    )


def agenda_item(known: Known, row: Row, parts: Object, changed: str) -> Object:
    """An item on an agenda; `parts` are its place on it, the step bound to it, and documents."""
    return bare(
        {
            **_head(known, "AgendaItem", row),
            "meeting": known.link("Meeting", "meeting", row["meeting_id"]),
            "number": row["number"],
            "name": row["name"],
            "public": row["public"],
            "result": row["result_raw"],
            "resolutionText": row["resolution_text"],
            **parts,
            **_tail(known, row, latest(changed, known.since("paper", row["paper_id"]))),
            "harvester:paper": known.link("Paper", "paper", row["paper_id"]),
            "harvester:reference": row["reference"],
            "harvester:result": row["result"],
            "harvester:minutesText": row["minutes_text"],
            "harvester:vote": row["vote_raw"],
            "harvester:votesYes": row["votes_yes"],
            "harvester:votesNo": row["votes_no"],
            "harvester:votesAbstain": row["votes_abstain"],
        }
    )


def paper(known: Known, row: Row, parts: Object, sections: Iterable[Row], changed: str) -> Object:
    """A proposal; `parts` are its body, the objects in it, and related ones."""
    department = row["lead_department"]
    return bare(
        {
            **_head(known, "Paper", row),
            "name": row["name"],
            "reference": row["reference"],
            "date": row["date"],
            "paperType": row["paper_type_raw"],
            **parts,
            **_tail(known, row, changed),
            "harvester:paperType": row["paper_type"],
            "harvester:status": row["status_raw"],
            "harvester:public": row["public"],
            "harvester:fileNumber": row["file_number"],
            "harvester:leadDepartment": department and without_extension(department),
            "harvester:participatingDepartments": [
                kept
                for one in row["participating_departments"] or ()
                if (kept := without_extension(one))
            ],
            "harvester:decisionBody": row["decision_body"],
            "harvester:legalBasis": row["legal_basis"],
            "harvester:sections": [
                bare({name: section[name] for name in ("key", "heading", "text")})
                for section in sections
            ],
        }
    )


def consultation(known: Known, row: Row) -> Object:
    """A step of a paper."""
    committee = known.link("Organization", "organization", row["organization_id"])
    refers = {"organization": "organization_id", "meeting": "meeting_id"}
    refers["agenda_item"] = "agenda_item_id"
    times = (known.since(table, row[column]) for table, column in refers.items())
    return bare(
        {
            **_head(known, "Consultation", row),
            "paper": known.url("Paper", row["paper_id"]),
            "agendaItem": known.link("AgendaItem", "agenda_item", row["agenda_item_id"]),
            "meeting": known.link("Meeting", "meeting", row["meeting_id"]),
            "organization": [committee] if committee else None,
            "authoritative": None if row["role"] is None else row["role"] == "decision",
            "role": row["role_raw"],
            **_tail(known, row, latest(row["updated_at"], *times)),
            "harvester:position": row["position"],
            "harvester:organizationName": None if committee else row["organization_name"],
            "harvester:meetingName": row["meeting_name"],
            "harvester:date": row["date"],
            "harvester:dateText": None if row["date"] else row["date_raw"],
            "harvester:role": row["role"],
            "harvester:status": row["status_raw"],
            "harvester:result": row["result"],
            "harvester:resultText": row["result_raw"],
        }
    )


def file(known: Known, row: Row) -> Object:
    """A document, as a part of what it belongs to."""
    return bare(
        {
            **_head(known, "File", row),
            "name": row["name"],
            "fileName": row["file_name"],
            "mimeType": row["media_type"],
            "size": row["size"],
            **access(known, row),
            **_tail(known, row, row["updated_at"]),
            "harvester:number": row["number"],
            "harvester:role": row["role"],
            "harvester:status": row["status_raw"],
            "harvester:pageCount": row["page_count"],
            "harvester:sha256": row["sha256"],
            "harvester:textStatus": row["text_status"],
            "harvester:documentCreated": row["created"],
            "harvester:documentModified": row["modified"],
        }
    )


def access(known: Known, row: Row) -> Object:
    """Where to get a document: at its own address, else on the page that offers it.

    An address that was good for one session, or that answers a form only, leads nowhere.
    """
    own = None if row["expires"] or row["form"] else http_url(row["url"])
    if own is not None:
        return {"accessUrl": own}
    page = http_url(row["source_url"])
    if page is not None:
        return {"accessUrl": page, "harvester:accessUrl": "page"}
    return {"accessUrl": known.url("File", row["id"]), "harvester:accessUrl": "none"}
