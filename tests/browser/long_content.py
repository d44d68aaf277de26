"""What stretches a page, written into the sample: long words and texts, steps of all kinds."""

#: A paper with many steps of all kinds, long words, long texts, an address without end.
_LONG = (
    (
        "UPDATE paper SET name = 'Satzung über die Grundstücksverkehrsgenehmigungszuständigkeits"
        "übertragungsverordnungsfolgenabschätzungskommission in Musterstadt-Süd',"
        ' participating_departments = \'["Rechnungsprüfungsamt", "Fachbereich 53"]\','
        " file_number = 'A-2009-000000000000000000000000000000000000000000000000000000-Ä'"
        " WHERE id = 'town/paper/1'"
    ),
    (
        "UPDATE paper_section SET text = text || char(10) || 'https://www.musterstadt.example/'"
        " || replace(hex(zeroblob(90)), '00', 'ende') || char(10)"
        " || replace(hex(zeroblob(500)), '00', 'Satz um Satz wird es länger. ')"
        " WHERE id = 'town/paper/1/section/SV'"
    ),
    (
        "UPDATE file SET name = replace(hex(zeroblob(20)), '00', 'Lageplan_') || '.pdf'"
        " WHERE id = 'town/file/1'"
    ),
    (
        "UPDATE agenda_item SET vote_raw = 'mit großer Mehrheit bei drei Gegenstimmen',"
        " votes_yes = NULL WHERE id = 'town/item/31'"
    ),
    "UPDATE run SET arguments = json_object('since', '1999-01-01', 'until', '2009-12-31')",
    (
        "INSERT INTO listing SELECT record, record_id || '/' || year, source_id, url,"
        " year || '-05-05', first_seen, last_seen, run_id FROM listing,"
        " (SELECT value AS year FROM json_each('[2001, 2004, 2007]')) WHERE record = 'paper'"
    ),
)
_STEP = (
    "INSERT INTO consultation (id, paper_id, position, organization_name, role_raw, role, date,"
    " result_raw, result, source_id, source_url, snapshot_id, first_seen, last_seen, updated_at,"
    " parser_version, content_hash) SELECT paper_id || '/x/{0}', paper_id, {0}, '{1}', '{2}',"
    " NULL, {3}, {4}, {5}, source_id, source_url, snapshot_id, first_seen, last_seen, updated_at,"
    " parser_version, content_hash FROM consultation WHERE id = 'town/paper/1/rat/3'"
)
_STEPS = (
    (10, "Bezirksvertretung Südstadt", "Anhörung", "NULL", "NULL", "NULL"),
    (11, "Hauptausschuss", "Kenntnisnahme", "'2199-03-01'", "NULL", "NULL"),
    (12, "Umweltausschuss", "Vorberatung", "'2009-07-01'", "'abgelehnt'", "'rejected'"),
    (13, "Sozialausschuss", "Vorberatung", "'2009-08-01'", "'in erster Lesung'", "NULL"),
)
#: Statements for the sample archive.
STATEMENTS = (*_LONG, *(_STEP.format(*step) for step in _STEPS))
