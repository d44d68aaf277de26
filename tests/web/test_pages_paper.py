"""The page of a paper."""

from pathlib import Path

import pytest
from datasette.app import Datasette

from harvester.archive import Archive
from web.asking import get, texts, tree
from web.page_samples import COUNCIL, MOTION, PAPER, PLAN, RETIRED, changed, facts, said


def test_the_head_of_a_paper(app: Datasette) -> None:
    assert facts(app, PAPER) == {
        "Nummer": "2009/0001",
        "Art": "Beschlussvorlage",
        "Datum": "20. Mai 2009",
        "Federführend": "FB 42 Jugend",
        "Status": "öffentlich",
        "Gehört zu": "2009/0002",
    }
    assert facts(app, PLAN)["Federführend"] == "nicht bekannt"
    related = tree(get(app, PAPER)).xpath("//dl[@class='fakten']//a/@href")
    assert related == [MOTION]


def test_the_way_through_the_committees(app: Datasette) -> None:
    steps = tree(get(app, PAPER)).xpath("//ol[@class='weg-der-vorlage']/li")
    told = [" ".join(step.text_content().split()) for step in steps]
    assert [step.xpath("string(.//time/@datetime)") for step in steps] == [
        *("2009-06-03", "2009-09-02", "2009-09-30")
    ]
    assert "Mittwoch, 3. Juni 2009 Schulausschuss Vorberatung ↷ vertagt" in told[0]
    assert "Vorberatung ✓ beschlossen „ungeändert beschlossen“" in told[1]
    assert "Rat der Stadt Entscheidung ✓ beschlossen" in told[2]
    assert "40 Ja, 8 Nein, 2 Enthaltungen" in told[2]
    assert steps[2].xpath(".//a/@href") == [COUNCIL, "/sitzung/town/meeting/3#top-31"]
    assert tree(get(app, "/sitzung/town/meeting/3")).xpath("//*[@id='top-31']")
    assert not any("Nächster" in step for step in told)


def test_a_step_to_come_is_marked_and_one_without_result_says_so(app: Datasette) -> None:
    steps = texts(get(app, PLAN), "//ol[@class='weg-der-vorlage']/li")
    assert steps[1].startswith("Dienstag, 15. Januar 2199, 16 Uhr Nächster Schritt Schulausschuss")
    assert "geplant" in steps[1]
    (only,) = texts(get(app, MOTION), "//ol[@class='weg-der-vorlage']/li")
    assert "kein Ergebnis bekannt" in only


def test_steps_without_a_date_come_last(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE consultation SET date = NULL, date_raw = NULL, result = NULL, result_raw = NULL,"
        " meeting_id = NULL, agenda_item_id = NULL WHERE id = 'town/paper/1/schulausschuss/1'",
    )
    steps = texts(get(app, PAPER), "//ol[@class='weg-der-vorlage']/li")
    assert steps[2].startswith("ohne Datum Schulausschuss")
    assert "kein Termin bekannt" in steps[2]
    assert "Noch offen" not in steps[2]  # the council has decided


def test_an_undecided_paper_waits_for_its_undated_step(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE consultation SET date = NULL, date_raw = NULL, meeting_id = NULL,"
        " agenda_item_id = NULL WHERE id = 'town/paper/2/rat/1'",
    )
    (step,) = texts(get(app, MOTION), "//ol[@class='weg-der-vorlage']/li")
    assert "ohne Datum Noch offen Rat der Stadt" in step
    assert "Ein Ergebnis ist nicht bekannt. Noch offen: Rat der Stadt, ohne Datum." in said(
        app, MOTION
    )


def test_what_was_resolved(app: Datasette) -> None:
    told = said(app, PAPER, "//section[@aria-labelledby='beschluss']")
    assert "Rat der Stadt, 30. September 2009 ✓ beschlossen 40 Ja, 8 Nein, 2 Enthaltungen" in told
    assert "Der Rat beschließt den Ausbau. Aus dem Protokoll Es wird beraten." in told
    assert "liegt im Archiv nicht vor" in said(
        app, MOTION, "//section[@aria-labelledby='beschluss']"
    )


def test_long_texts_are_folded(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE paper_section SET text = replace(hex(zeroblob(600)), '00', 'Wort ')"
        " WHERE id = 'town/paper/1/section/SV'",
    )
    (rest,) = tree(get(app, PAPER)).xpath("//details[@class='rest']")
    assert rest.find("summary").text_content() == "Sachverhalt weiterlesen"
    shown = said(app, PAPER, "//section[.//details[@class='rest']]")
    assert shown.count("Wort") == 600


def test_documents_and_what_is_known_of_them(app: Datasette) -> None:
    plan, speech, _, expertise, _ = texts(get(app, PAPER), "//ul[@class='dokumente']/li")
    assert plan.startswith("Lageplan Anlage · 81 Byte · 1 Seite · bei der Quelle")
    assert "Rede" in speech
    assert expertise.startswith("Gutachten Anlage · nicht im Archiv (laut Quelle 196 kB)")
    links = tree(get(app, PAPER)).xpath("//ul[@class='dokumente']/li[1]/descendant::a/@href")
    assert links == [
        "/dokument/town/file/1",
        "https://www.musterstadt.example/allris/getfile.asp?id=1",
    ]
    missing = tree(get(app, PAPER)).xpath("//ul[@class='dokumente']/li[4]/descendant::a/@href")
    assert missing == ["https://www.musterstadt.example/allris/getfile.asp?id=4"]


@pytest.mark.parametrize("field", ["expires = 1", 'form = \'{"a": "1"}\''])
def test_an_address_that_leads_nowhere_is_no_link(tmp_path: Path, field: str) -> None:
    app = changed(tmp_path, f"UPDATE file SET {field}")
    assert not tree(get(app, PAPER)).xpath("//ul[@class='dokumente']//a[@class='quelle']")


def test_history_and_origin(app: Datasette) -> None:
    history = texts(get(app, PAPER), "//ul[@class='verlauf']/li")
    assert history == [
        "2. Januar 2026 Dokument Lageplan: ausgetauscht",
        "1. Januar 2026 Vorlage erstmals gefunden",
    ]
    origin = said(app, PAPER, "//section[@class='herkunft']")
    assert "Stadt Musterstadt, ALLRIS" in origin
    assert "zuletzt 2. Januar 2026, 3.00 Uhr" in origin
    assert (
        "Stadt Musterstadt, Beschlussvorlage 2009/0001: „Kita-Plätze in der Südstadt“, "
        "https://www.musterstadt.example/allris/vo020.asp?VOLFDNR=1 (abgerufen am 02.01.2026)"
    ) in origin
    links = tree(get(app, PAPER)).xpath("//section[@class='herkunft']//a/@href")
    assert links == [
        "https://www.musterstadt.example/allris/vo020.asp?VOLFDNR=1",
        "/kopie/1",
        "/archive/paper/town~2Fpaper~2F1",
    ]
    assert all(get(app, link).status_code == 200 for link in links[1:])


def test_a_paper_that_is_gone_says_so(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE paper SET gone_at = '2026-02-01T02:00:00Z', gone_reason = 'unlisted'"
        " WHERE id = 'town/paper/3'",
    )
    told = said(app, PLAN)
    assert "Diese Vorlage steht nicht mehr bei der Quelle (nicht mehr aufgeführt" in told
    assert "festgestellt am 1. Februar 2026" in told
    assert "Nächster Schritt" not in told


def test_the_same_paper_from_another_source(tmp_path: Path) -> None:
    app = changed(tmp_path, *RETIRED)
    for path, other in ((PAPER, MOTION), (MOTION, PAPER)):
        (link,) = tree(get(app, path)).xpath("//section[@aria-labelledby='fassungen']//a/@href")
        assert link == other


@pytest.mark.parametrize(
    ("message", "german"),
    [
        (
            "rat/3: date: '2009-09-30', but '2009-10-07' in pbu/paper/1.",
            "Rat der Stadt: Datum: 30.09.2009; dagegen 07.10.2009 in pbu/paper/1",
        ),
        (
            "result: 'accepted', but 'None' in the form.",
            "Ergebnis: beschlossen; dagegen keine Angabe im Formular",
        ),
        (
            "public: '1', but '0' in another reading.",
            "Öffentlichkeit: öffentlich; dagegen nichtöffentlich in einer anderen Lesung",
        ),
        ("rat/3: only in town/paper/1.", "Rat der Stadt: Diese Beratung steht nur in town/paper/1"),
        (
            "The form names a step that the source does not list: Rat.",
            "Rat: Das Formular nennt eine Beratung, die die Quelle nicht aufführt",
        ),
        (
            "The form is that of 2009/0009, the paper is 2009/0001.",
            "Das Formular im Dokument gehört zu 2009/0009, die Vorlage ist 2009/0001",
        ),
        ("What no one foresaw.", "What no one foresaw."),
    ],
)  # fmt: skip
def test_contradictions_are_told_in_german(tmp_path: Path, message: str, german: str) -> None:
    quoted = message.replace("'", "''")
    app = changed(
        tmp_path, f"UPDATE finding SET message = '{quoted}' WHERE code = 'sources_differ'"
    )
    assert texts(get(app, PAPER), "//section[@aria-labelledby='widersprueche']//li") == [
        f"{german} (festgestellt am 02.01.2026)"
    ]


@pytest.mark.parametrize("date", ["NULL", "'2199-01-15'"])
def test_of_a_retired_source_nothing_more_is_awaited(tmp_path: Path, date: str) -> None:
    app = changed(
        tmp_path,
        *RETIRED,
        f"UPDATE consultation SET date = {date}, date_raw = NULL, meeting_id = NULL,"
        " agenda_item_id = NULL WHERE id = 'town/paper/2/rat/1'",
    )
    told = said(app, MOTION)
    assert "Noch offen" not in told
    assert "Nächster Schritt" not in told
    assert (
        "Diese Quelle nennt kein Ergebnis. Bei ALLRIS steht: ✓ beschlossen "
        "„ungeändert beschlossen“ – Rat der Stadt, 30. September 2009."
    ) in said(app, MOTION, "//p[@class='stand']")
    links = tree(get(app, MOTION)).xpath("//p[@class='stand']//a/@href")
    assert links == [PAPER]
    assert "liegt aus dieser Quelle nicht vor" in told


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper SET gone_at = last_seen, gone_reason = 'moved' WHERE id = 'town/paper/1'",
        "UPDATE consultation SET result = NULL, result_raw = NULL WHERE paper_id = 'town/paper/1'",
        "UPDATE consultation SET result = 'noted' WHERE paper_id = 'town/paper/2'",
        "UPDATE paper SET body_id = 'elsewhere' WHERE id = 'town/paper/1'",
    ],
)
def test_no_other_version_is_named_that_knows_no_more(tmp_path: Path, statement: str) -> None:
    app = changed(tmp_path, *RETIRED, statement)
    assert "steht:" not in said(app, MOTION, "//p[@class='stand']")


def test_a_paper_that_is_gone_shows_its_last_state(tmp_path: Path) -> None:
    before = changed(tmp_path)
    parts = (
        "//ol[@class='weg-der-vorlage']",
        "//section[@aria-labelledby='text-1']",
        "//ul[@class='dokumente']",
        "//section[@aria-labelledby='beschluss']",
    )
    known = [said(before, PAPER, part) for part in parts]
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        for table in ("paper", "consultation", "paper_section", "paper_file", "file"):
            archive.db.execute(
                f"UPDATE {table} SET gone_at = '2026-02-01T02:00:00Z', gone_reason = 'unlisted'"
            )
        archive.db.conn.commit()
    assert all(known)
    assert [said(before, PAPER, part) for part in parts] == known
    told = said(before, PAPER)
    assert "Diese Vorlage steht nicht mehr bei der Quelle" in told
    assert "Die Quelle nennt" not in told


def test_what_a_gone_paper_never_had_is_told_of_the_past(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "DELETE FROM consultation WHERE paper_id = 'town/paper/2'",
        "UPDATE paper SET gone_at = '2026-02-01T02:00:00Z', gone_reason = 'unlisted'",
    )
    told = said(app, MOTION)
    assert "Die Quelle nannte keine Beratungsfolge." in told
    assert "Die Quelle nannte keine Dokumente." in told


def test_a_body_that_decides_twice_is_named_once(tmp_path: Path) -> None:
    app = changed(tmp_path, 'UPDATE paper SET decision_body = \'["Rat", "Beirat", "Rat"]\'')
    assert facts(app, PAPER)["Es entscheidet"] == "Rat, Beirat"


def test_the_last_change_is_not_before_what_is_listed_above(app: Datasette) -> None:
    told = "//dt[text()='Zuletzt geändert']/following-sibling::dd"
    assert said(app, PAPER, told) == "2. Januar 2026"  # a document was exchanged
    assert said(app, MOTION, told) == "diese Angaben selbst nicht seit dem ersten Abruf"
