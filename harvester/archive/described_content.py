"""What the content tables and their columns mean: one half of the archive's description."""

PROVENANCE = {
    "source_id": "The source that gave the row.",
    "source_url": "Address of the page that the row's present content was read from.",
    "snapshot_id": "The response that the row's present content was read from.",
    "first_seen": "When a page first showed the row (UTC).",
    "last_seen": "When a page last showed the row (UTC).",
    "updated_at": "When the content last changed, vanished or came back (UTC); an unchanged page "
    "does not move it.",
    "gone_at": "Since when the source no longer shows the row (UTC); null while it does.",
    "gone_reason": "Why it is gone: not_found, unlisted (its owner's page lacks it), depublished, "
    "moved.",
    "parser_version": "The parser that read the present content, `<vendor>.<page kind>/<version>`.",
    "content_hash": "Fingerprint of the content: equal hash, equal content. Session addresses are "
    "left out.",
}

CONTENT: dict[str, tuple[str, dict[str, str]]] = {
    "organization": (
        "Committees, councils, district councils (Gremien).",
        {
            "id": "Made of the source's own number, like `herne/organization/5`.",
            "body_id": "The municipality, from the registry of sources.",
            "name": "The name as shown.",
            "short_name": "The abbreviation, where the source has one.",
            "classification": "What kind of body it is, as the source sorts it.",
        },
    ),
    "meeting": (
        "Sittings of committees (Sitzungen).",
        {
            "id": "Made of the source's own number, like `herne/meeting/2169`.",
            "organization_id": "The committee; may name one that is not held.",
            "organization_name": "The committee as the page names it.",
            "name": "The meeting's title.",
            "date_raw": "The date as shown.",
            "time_raw": "The time as shown.",
            "date": "The day, `2012-05-31`; known also where no time is stated.",
            "start": "Begin in local time with offset, `2017-07-11T16:00:00+02:00`.",
            "end": "End in local time with offset, where stated.",
            "status_raw": "The status as shown, like öffentlich/nichtöffentlich.",
            "public": "1 if public, 0 if not, null if not stated.",
            "cancelled": "1 if the page says that the meeting is called off, else null.",
            "room": "The room.",
            "place": "The address.",
            "occasion": "What kind of sitting it is (Anlass).",
        },
    ),
    "paper": (
        "Proposals (Vorlagen, Drucksachen), motions, questions, notices.",
        {
            "id": "Made of the source's own number, like `herne/paper/7442`.",
            "body_id": "The municipality, from the registry of sources.",
            "reference": "The number that people use, like 2009/0346; text.",
            "name": "The subject (Betreff), its lines joined by one blank.",
            "paper_type_raw": "The kind of paper as shown.",
            "paper_type": "resolution_proposal, report, notice, motion, question, suggestion, "
            "other; null where the phrase is unknown.",
            "status_raw": "The status as shown.",
            "public": "1 if public, 0 if not, null if not stated.",
            "authors_raw": "The authors as shown.",
            "authors": "The authors, a JSON list.",
            "file_number": "Aktenzeichen.",
            "lead_department": "The department in charge (Federführend).",
            "participating_departments": "Departments that took part (Beteiligt), a JSON list.",
            "clerk": "The clerk (Bearbeiter).",
            "date": "The paper's date, `2012-05-31`; from the source's list of papers where the "
            "paper's page has none (see `derived`).",
            "decision_body": "The bodies that decide, a JSON list.",
            "legal_basis": "The legal basis.",
            "related_references": "Numbers of related papers, a JSON list.",
        },
    ),
    "agenda_item": (
        "Items on the agenda of a meeting (Tagesordnungspunkte).",
        {
            "id": "Made of the source's own number, like `herne/item/14811`.",
            "meeting_id": "The meeting; may name one that is not held yet.",
            "position": "Place on the agenda, from 1.",
            "number": "The number as shown, like Ö 4.1; text, and not unique.",
            "name": "The item's title.",
            "public": "1 if public, 0 if not, null if not stated.",
            "paper_id": "The paper that is dealt with; may name one that is not held.",
            "reference": "The paper's number as the agenda shows it.",
            "result_raw": "The result as shown.",
            "result": "accepted, accepted_amended, rejected, noted, deferred, referred, "
            "withdrawn, settled; null where there is none or the phrase is unknown.",
            "resolution_text": "What was resolved (Beschluss).",
            "minutes_text": "What was said (Wortprotokoll).",
            "vote_raw": "The vote as shown (Abstimmungsergebnis).",
            "votes_yes": "Votes in favour, where they could be read.",
            "votes_no": "Votes against.",
            "votes_abstain": "Abstentions.",
        },
    ),
    "paper_section": (
        "Text blocks of a paper: proposed resolution, facts, costs.",
        {
            "id": "`<paper id>/section/<the source's code>`.",
            "paper_id": "The paper.",
            "position": "Place on the page, from 1.",
            "key": "resolution, facts, finance, attachments, minutes, other.",
            "heading": "The heading as shown.",
            "text": "The text, one newline between paragraphs; null under a bare heading.",
        },
    ),
    "consultation": (
        "The steps of a paper through the committees (Beratungsfolge).",
        {
            "id": "`<paper id>/<committee>/<n>`, n the how-maniest step of that committee: a "
            "planned step keeps its id when it is bound to a meeting.",
            "paper_id": "The paper.",
            "position": "Place in the Beratungsfolge, from 1; not always in order of date.",
            "organization_id": "The committee; where the page does not link it, the only one of "
            "this name, else that of the meeting if the step speaks of it (see `derived`).",
            "organization_name": "The committee as the page names it.",
            "role_raw": "What the committee does with the paper, as shown.",
            "role": "preliminary, hearing, decision, information; null where none is shown or the "
            "phrase is unknown.",
            "status_raw": "The state of the step as shown, like Geplant or Erledigt.",
            "date_raw": "The date as shown.",
            "date": "The day, `2012-05-31`; null for a step without a meeting yet.",
            "meeting_id": "The meeting; may name one that is not held.",
            "meeting_name": "The meeting as the page names it.",
            "agenda_item_id": "The agenda item; may name one that is not held.",
            "result_raw": "The result as shown.",
            "result": "accepted, accepted_amended, rejected, noted, deferred, referred, "
            "withdrawn, settled; null where there is none or the phrase is unknown.",
        },
    ),
    "file": (
        "Documents and the requests that fetch them.",
        {
            "id": "Made of the source's own number, or `<paper id>/file/<number or name>` behind "
            "links that expire.",
            "number": "The number that the source gives it.",
            "name": "The title as shown.",
            "file_name": "The name of the file, where stated.",
            "status_raw": "The status as shown.",
            "role": "main, collected, attachment, invitation, minutes.",
            "url": "Address to fetch it from.",
            "form": "Fields of the POST that fetches it, a JSON object; null for a GET.",
            "expires": "1 if the address was good only for the session that read the page.",
            "declared_size": "Size in bytes as the page states it, rounded by the source.",
            "media_type": "Media type of the fetched bytes.",
            "sha256": "SHA-256 of the fetched bytes; null while not fetched.",
            "size": "Size of the fetched bytes.",
            "page_count": "Number of pages.",
            "text_status": "ok, empty (probably a scan), encrypted, broken, too_large, timed_out, "
            "unsupported (no PDF), not_fetched.",
            "text": "The text in it; pages are divided by form feeds.",
            "text_sha256": "SHA-256 of the text.",
            "text_engine": "What read the text, with its version; politik-bei-uns: the platform's "
            "own reading, shown on its page.",
            "created": "When the document was made, as the source states it.",
            "modified": "When the document was changed, as the source states it.",
        },
    ),
    "paper_file": (
        "Which files belong to which paper.",
        {
            "id": "`<paper id> <file id>`.",
            "paper_id": "The paper.",
            "file_id": "The file.",
            "position": "Place among the paper's files, from 1.",
        },
    ),
    "meeting_file": (
        "Which files belong to which meeting.",
        {
            "id": "`<meeting id> <file id>`.",
            "meeting_id": "The meeting.",
            "file_id": "The file.",
            "position": "Place among the meeting's files, from 1.",
        },
    ),
    "agenda_item_file": (
        "Which files belong to which agenda item.",
        {
            "id": "`<agenda item id> <file id>`.",
            "agenda_item_id": "The agenda item.",
            "file_id": "The file.",
            "position": "Place among the item's files, from 1.",
        },
    ),
}
