"""The pages of meetings and committees."""

from pathlib import Path

import pytest
from datasette.app import Datasette

from harvester.archive import Archive
from web.asking import get, texts, tree
from web.page_samples import COUNCIL, MOTION, PAPER, PLAN, SCHOOLS, changed, facts, said


def test_a_meeting(app: Datasette) -> None:
    assert facts(app, "/sitzung/town/meeting/3") == {
        "Gremium": "Rat der Stadt",
        "Zeit": "16 Uhr",
        "Ort": "Ratssaal, Am Markt 1",
        "Bezeichnung": "3. Sitzung, Rat der Stadt",
        "Status": "öffentlich",
    }
    items = texts(get(app, "/sitzung/town/meeting/3"), "//ol[@class='tagesordnung']/li")
    assert items[0].startswith(
        "Ö 1 Zur Vorlage 1 2009/0001 ✓ beschlossen 40 Ja, 8 Nein, 2 Enthaltungen Beschluss"
    )
    assert items[1] == "Ö 2 Zur Vorlage 2 2009/0002"
    links = tree(get(app, "/sitzung/town/meeting/3")).xpath(
        "//ol[@class='tagesordnung']//h3/a/@href"
    )
    assert links == [PAPER, MOTION, PLAN]
    assert "Niederschrift nicht im Archiv" in said(app, "/sitzung/town/meeting/3")


def test_a_meeting_to_come_or_called_off_says_so(tmp_path: Path) -> None:
    path = "/sitzung/town/meeting/4"
    app = changed(tmp_path)
    assert "Die Sitzung steht noch bevor." in said(app, path)
    with Archive.open(app.get_database("archive").path) as archive:
        archive.db.execute("UPDATE meeting SET cancelled = 1 WHERE id = 'town/meeting/4'")
        archive.db.conn.commit()
    assert "Die Sitzung ist abgesagt." in said(app, path)
    assert "steht noch bevor" not in said(app, path)
    assert "Sitzung abgesagt" in said(app, PLAN)
    assert "Nächster Schritt" not in said(app, PLAN)


def test_a_committee(app: Datasette) -> None:
    told = said(app, COUNCIL)
    assert "Keine kommende Sitzung bekannt." in told
    assert "Mittwoch, 30. September 2009 16 Uhr · 3 Vorlagen" in told
    results = texts(get(app, COUNCIL), "//nav[@aria-label='Ergebnisse']//a")
    assert results == ["alle 3", "beschlossen 1", "abgelehnt 1", "ohne bekanntes Ergebnis 1"]
    to_come = texts(get(app, SCHOOLS), "//section[@aria-labelledby='kommend']//li")
    assert to_come == ["Dienstag, 15. Januar 2199 16 Uhr, Ratssaal"]


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("?ergebnis=rejected", [PLAN]),
        ("?ergebnis=none", [MOTION]),
        ("?ergebnis=withdrawn", []),
        ("?ergebnis=x&jahr=y&seite=z", [PAPER, MOTION, PLAN]),
        ("?jahr=2009", [PAPER, MOTION, PLAN]),
        ("?jahr=1999", [PAPER, MOTION, PLAN]),
        ("?seite=2", []),
        ("?seite=99999999999999999999", []),
    ],
)
def test_a_committee_narrowed(app: Datasette, query: str, papers: list[str]) -> None:
    answer = get(app, COUNCIL + query)
    assert answer.status_code == 200
    assert tree(answer).xpath("//ol[@class='liste']//h3/a/@href") == papers


def test_many_dealings_come_in_pages(tmp_path: Path) -> None:
    columns = "position, role, status_raw, organization_id, organization_name, source_id"
    rest = (
        "source_url, snapshot_id, first_seen, last_seen, updated_at, parser_version, content_hash"
    )
    app = changed(
        tmp_path,
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 57)"
        f" INSERT INTO consultation (id, paper_id, date, {columns}, {rest})"
        f" SELECT id || '/' || i, paper_id, '2010-01-01', {columns}, {rest} FROM consultation, n"
        f" WHERE id = 'town/paper/2/rat/1'",
    )  # 60 with the three of the sample
    seen, path = 0, COUNCIL
    for _ in range(3):
        page = tree(get(app, path))
        seen += len(page.xpath("//ol[@class='liste']/li"))
        following = page.xpath("//a[@rel='next']/@href")
        path = COUNCIL + following[0].partition("#")[0] if following else ""
    assert (seen, path) == (60, "")


def test_a_paper_twice_on_an_agenda_is_one(tmp_path: Path) -> None:
    app = changed(
        tmp_path, "UPDATE agenda_item SET paper_id = 'town/paper/1' WHERE id = 'town/item/32'"
    )
    assert "Mittwoch, 30. September 2009 16 Uhr · 2 Vorlagen" in said(app, COUNCIL)


def test_what_is_counted_by_result_are_deliberations(app: Datasette) -> None:
    (heading,) = texts(get(app, COUNCIL), "//h2[@id='vorlagen']")
    assert heading == "Beratungen in diesem Gremium"


def test_a_meeting_that_is_gone_shows_its_last_state(tmp_path: Path) -> None:
    path = "/sitzung/town/meeting/3"
    parts = ("//ol[@class='tagesordnung']", "//section[@aria-labelledby='dokumente']")
    app = changed(
        tmp_path,
        # an item with the document, and one that went long before
        "INSERT INTO agenda_item_file SELECT 'tie', 'town/item/31', 'town/file/1', position,"
        " source_id, source_url, snapshot_id, first_seen, last_seen, updated_at, gone_at,"
        " gone_reason, parser_version, content_hash FROM meeting_file",
        "UPDATE agenda_item SET gone_at = '2026-01-02T02:00:00Z', gone_reason = 'unlisted'"
        " WHERE id = 'town/item/32'",
    )
    known = [said(app, path, part) for part in parts]
    assert "Ö 1 Zur Vorlage 1" in known[0]
    assert "1 Dokument zu Zur Vorlage 1 Lageplan" in known[0]
    assert "Zur Vorlage 2" not in known[0]
    assert "Niederschrift" in known[1]
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        for table in ("meeting", "agenda_item", "meeting_file", "agenda_item_file", "file"):
            archive.db.execute(
                f"UPDATE {table} SET gone_at = '2026-02-01T02:00:00Z', gone_reason = 'unlisted'"
                " WHERE gone_at IS NULL"
            )
        archive.db.conn.commit()
    assert [said(app, path, part) for part in parts] == known


@pytest.mark.parametrize(
    ("end", "time"),
    [
        ("2009-09-30T18:30:00+02:00", "16 Uhr bis 18.30 Uhr"),
        ("2009-10-01T01:00:00+02:00", "16 Uhr bis 1 Uhr"),
        ("2009-09-30T15:00:00+02:00", "16 Uhr"),
        ("2009-09-30T16:00:00+02:00", "16 Uhr"),
        ("2009-09-30T18:00:00", "16 Uhr"),
        ("offen", "16 Uhr"),
    ],
)
def test_when_a_meeting_is(tmp_path: Path, end: str, time: str) -> None:
    app = changed(tmp_path, f"UPDATE meeting SET \"end\" = '{end}'")
    assert facts(app, "/sitzung/town/meeting/3")["Zeit"] == time
