"""What the bookkeeping tables and the view mean: the other half of the archive's description."""

BOOKKEEPING: dict[str, tuple[str, dict[str, str]]] = {
    "beratungsfolge": (
        "View for people, in German: every step of every paper, in order, but what is gone.",
        {
            "Kommune": "The municipality.",
            "Vorlage": "The paper's number.",
            "Betreff": "The paper's subject.",
            "Art": "The kind of paper as shown.",
            "Schritt": "Place in the Beratungsfolge, from 1.",
            "Gremium": "The committee.",
            "Rolle": "What the committee does with it; the phrase as shown where it is unknown.",
            "Datum": "The day, `2012-05-31`; as shown where it could not be read.",
            "Ergebnis": "The result in one vocabulary; as shown where the phrase is unknown.",
            "Ergebnis_Wortlaut": "The result as shown.",
            "Stand": "The state of the step as shown.",
            "Sitzung": "The meeting.",
            "Link": "The page that states the step.",
            "Quelle": "The source; a paper that two sources hold stands here twice.",
        },
    ),
    "body": (
        "Municipalities (Kommunen).",
        {
            "id": "Short name, like `herne`.",
            "name": "Official name.",
            "ags": "Official municipality key (Amtlicher Gemeindeschlüssel).",
            "website": "Its website.",
        },
    ),
    "source": (
        "Council information systems, as the registry names them.",
        {
            "id": "Short name, the first part of all ids that come from it.",
            "body_id": "The municipality.",
            "system": "allris, sessionnet, politik_bei_uns.",
            "base_url": "Its present address.",
            "retired_at": "Since when it is no longer updated; null while it is.",
        },
    ),
    "run": (
        "Runs of the harvester.",
        {
            "id": "Number of the run.",
            "source_id": "The source that was harvested.",
            "command": "The command.",
            "arguments": "Its arguments, a JSON object.",
            "started": "When it began (UTC).",
            "ended": "When it ended (UTC); null while it runs. For a killed run its last response.",
            "outcome": "complete, incomplete, refused, failed, interrupted; null while it runs.",
            "counts": "What it did, a JSON object: pages, failed, waiting, records, findings, "
            "listed, missing.",
            "software": "Name and version of the program.",
            "message": "What there is to say about the outcome.",
            "campaign": "The run that began this crawl: itself, or the one it goes on with.",
            "uid": "Names the run in every archive that knows of it, and in the WARC files.",
        },
    ),
    "snapshot": (
        "Responses of the sources, one row each.",
        {
            "id": "Number of the response.",
            "run_id": "The run that fetched it.",
            "source_id": "The source.",
            "url": "The address.",
            "method": "GET or POST.",
            "form": "Fields of the POST, a JSON list of pairs.",
            "status": "HTTP status.",
            "retrieved_at": "When it came (UTC).",
            "media_type": "Media type as declared.",
            "sha256": "SHA-256 of the body.",
            "size": "Size of the body in bytes.",
            "warc_file": "The WARC file that keeps the response; null where none does.",
            "warc_offset": "Where its record begins, in bytes.",
            "warc_length": "Length of its record, in bytes.",
            "kind": "What was asked for, like paper or file.",
            "target": "The record that was asked for, where the link told.",
            "code": "Why the response gave no page, as in finding; null where it gave one.",
        },
    ),
    "change": (
        "The history: read in order of id, it rebuilds every content row as of any day.",
        {
            "id": "Gives the order.",
            "run_id": "The run that saw the change.",
            "at": "When it was seen (UTC).",
            "source_id": "The source.",
            "snapshot_id": "The response that showed it; null where the archive concluded it. What "
            "`derived` names may also stand in an appeared row.",
            "record": "The table.",
            "record_id": "The row.",
            "kind": "appeared (new: the known fields of the row as a JSON object), changed (one "
            "field), gone (new: the reason), returned (old: the reason).",
            "field": "The column that changed; null for the other kinds.",
            "old": "The value before, as JSON; null for a null.",
            "new": "The value since, as JSON; null for a null.",
        },
    ),
    "file_version": (
        "The different bytes that were fetched for a file.",
        {
            "file_id": "The file.",
            "sha256": "SHA-256 of the bytes.",
            "text_sha256": "SHA-256 of the text in them.",
            "first_seen": "When these bytes were first fetched (UTC).",
            "last_seen": "When these bytes were last fetched (UTC).",
        },
    ),
    "ledger": (
        "What the source's own lists name and what of it is held, at the end of each run.",
        {
            "id": "Number of the row.",
            "run_id": "The run.",
            "source_id": "The source.",
            "record": "What is listed: meeting, paper, organization.",
            "month": "Month of the date in the list, `2009-06`; null where the list has no date.",
            "listed": "How many the lists name, seen in this run and those it goes on with.",
            "held": "How many of these are held and not gone.",
            "missing_sample": "Up to ten ids that are listed and not held, a JSON list.",
        },
    ),
    "finding": (
        "What a person should know: unknown phrases, violated expectations, broken pages.",
        {
            "id": "Number of the finding.",
            "run_id": "The run.",
            "at": "When the page was read (UTC).",
            "severity": "error (something is missing), warning (left null or contradictory), info.",
            "source_id": "The source.",
            "snapshot_id": "The response; null where there was none.",
            "url": "The page.",
            "record_id": "The record that it is about, if it is about one.",
            "code": "Short name of the kind of finding.",
            "message": "What was found.",
        },
    ),
    "listing": (
        "What the source's calendars and lists name.",
        {
            "record": "What is listed: meeting, paper, organization.",
            "record_id": "Its id; may not be held.",
            "source_id": "The source.",
            "url": "The list that named it last.",
            "date": "The date that the list gives it, `2012-05-31`.",
            "first_seen": "When a list first named it (UTC).",
            "last_seen": "When a list last named it (UTC).",
            "run_id": "The run that last saw it listed.",
        },
    ),
    "derived": (
        "Fields that no page of the record states: concluded by the archive, or read in a form.",
        {
            "record": "The table.",
            "record_id": "The row.",
            "field": "The column; id: no page of the source names the record itself.",
            "rule": "listing: the list of papers gives the date. name: it is the only committee "
            "of this name. meeting: the committee is that of the meeting, and the step speaks of "
            "it. agenda: item and result are those of the only item of the meeting that is about "
            "the paper. form: read from the form in a document. text: from a form's text as an "
            "archived platform shows it.",
            "origin": "The file with the form.",
        },
    ),
    "absence": (
        "What complete lists miss, or whose page is not found; after a few times in a row it is "
        "gone.",
        {
            "record": "The table.",
            "record_id": "The row; may not be held.",
            "source_id": "The source.",
            "reason": "not_found: its own page says so. unlisted: a complete list lacks it.",
            "times": "In how many crawls in a row.",
            "since": "When it was first missed (UTC).",
            "run_id": "The run that missed it last.",
        },
    ),
    "coverage": (
        "View: what the lists of each source named for a month, and what of it is held. What the "
        "source has withdrawn is not counted.",
        {
            "source_id": "The source.",
            "record": "What is listed: meeting, paper, organization.",
            "month": "Month of the date in the list, `2009-06`; null where the list has no date.",
            "listed": "How many the lists name.",
            "held": "How many of these are held.",
            "missing": "The ids that are listed and not held, a JSON list.",
            "last_listed": "When a list last named one of them (UTC).",
        },
    ),
    "frontier": (
        "Requests: what is still to fetch, what was tried.",
        {
            "key": "Source, method, address and form fields.",
            "source_id": "The source.",
            "kind": "What lies behind it, like paper or file.",
            "method": "GET or POST.",
            "url": "The address.",
            "form": "Fields of the POST, a JSON list of pairs.",
            "priority": "Higher is fetched first.",
            "state": "waiting, done, failed.",
            "attempts": "How often it was tried in this campaign.",
            "campaign": "The campaign that wants it, see run.",
            "run_id": "The run that asked for it or tried it last.",
            "discovered_at": "When a page first led to it (UTC).",
            "tried_at": "When it was last tried (UTC).",
            "done_at": "When it was done (UTC).",
            "http_status": "Status of the last answer; null without one.",
            "error": "What went wrong the last time.",
            "target": "The record it leads to, where the page told.",
            "owner": "The paper that a file belongs to, where the page told.",
            "validators": "For a conditional request, a JSON object: SHA-256 of the bytes held, "
            "ETag, Last-Modified.",
            "slow": "1: asked for only because its turn has come again; waits behind all others.",
        },
    ),
    "paper_text": (
        "The words of each paper as search compares them: lower case, no umlauts, each once.",
        {
            "id": "Row of the full-text index.",
            "paper_id": "The paper.",
            "title": "Words of number and subject.",
            "words": "Words of number, subject and sections.",
        },
    ),
    "paper_fts": (
        "Index over paper_text (FTS5, trigrams); its shadow tables are paper_fts_*.",
        {"words": "As in paper_text; to be asked with GLOB or LIKE."},
    ),
    "schema_description": (
        "This description.",
        {
            "table_name": "The table.",
            "column_name": "The column; empty for the table itself.",
            "description": "What it means.",
        },
    ),
    "_sqlite_migrations": (
        "The schema versions of this file, kept by sqlite-utils.",
        {
            "id": "Number of the row.",
            "migration_set": "The program whose schema it is.",
            "name": "The step.",
            "applied_at": "When it was taken (UTC).",
        },
    ),
}
