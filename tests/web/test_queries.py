"""The queries that are offered: what they must not claim."""

from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from web.asking import get
from web.page_samples import changed

#: A source that was closed holds paper 2009/0001 too, without results, and 2008/0009 alone.
RETIRED = (
    "INSERT INTO source SELECT 'old', body_id, system, base_url, '2018' FROM source",
    *(
        f"INSERT INTO paper (id, body_id, reference, name, paper_type_raw, {{}}) "
        f"SELECT '{paper}', 'town', '{reference}', name, 'Vorlage', {{}} "
        "FROM paper WHERE id = 'town/paper/1'"
        for paper, reference in (("old/paper/1", "2009/0001"), ("old/paper/9", "2008/0009"))
    ),
    *(
        "INSERT INTO consultation (id, paper_id, position, organization_name, date, {}) "
        f"SELECT '{paper}/1', '{paper}', 1, 'Rat der Stadt', '2009-09-30', {{}} "
        "FROM consultation WHERE id = 'town/paper/1/rat/3'"
        for paper in ("old/paper/1", "old/paper/9")
    ),
)
_COMMON = (
    *("source_id", "source_url", "snapshot_id", "first_seen", "last_seen", "updated_at"),
    *("parser_version", "content_hash"),
)


def with_retired(folder: Path, *more: str) -> Datasette:
    common = ", ".join(_COMMON)
    values = common.replace("source_id", "'old'", 1)
    return changed(folder, *(one.format(common, values) for one in RETIRED), *more)


def rows(app: Datasette, query: str, **asked: str) -> list[dict[str, Any]]:
    answer = get(app, f"/archive/{query}.json", params={**asked, "_shape": "array"})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


def column(app: Datasette, query: str, name: str, **asked: str) -> list[Any]:
    return [row[name] for row in rows(app, query, **asked)]


# what two sources hold is one paper


def test_what_was_decided_is_not_open_in_a_copy(tmp_path: Path) -> None:
    """Nor is what a closed source holds alone; a copy that lives on is open with its paper."""
    app = with_retired(tmp_path)
    assert column(app, "ohne-ergebnis", "paper_id") == ["town/paper/2"]


def test_a_copy_in_a_source_that_lives_on_is_not_open_either(tmp_path: Path) -> None:
    live = "UPDATE source SET retired_at = NULL"
    (tmp_path / "a").mkdir()
    app = with_retired(tmp_path / "a", live)
    assert column(app, "ohne-ergebnis", "paper_id") == ["old/paper/9", "town/paper/2"]
    gone = (
        "UPDATE paper SET gone_at = '2026-01-02', gone_reason = 'moved' WHERE id = 'town/paper/1'"
    )
    (tmp_path / "b").mkdir()
    app = with_retired(tmp_path / "b", live, gone)
    assert "old/paper/1" in column(app, "ohne-ergebnis", "paper_id")


def test_a_result_on_the_agenda_is_one(tmp_path: Path) -> None:
    decided = "UPDATE agenda_item SET result_raw = 'beschlossen' WHERE paper_id = 'town/paper/2'"
    app = changed(tmp_path, decided)
    assert rows(app, "ohne-ergebnis") == []


def test_committees_and_years_count_a_paper_once(tmp_path: Path) -> None:
    app = with_retired(
        tmp_path, "UPDATE consultation SET organization_id = 'z' WHERE id LIKE 'old/%'"
    )
    (council,) = [row for row in rows(app, "gremien") if row["Gremium"] == "Rat der Stadt"]
    assert (council["Vorlagen"], council["beschlossen"], council["abgelehnt"]) == (4, 1, 1)
    assert council["organization_id"] == "town/organization/5"
    found = [(row["Jahr"], row["Art"], row["Vorlagen"]) for row in rows(app, "jahre")]
    assert found == [
        ("ohne Datum", "Vorlage", 1),  # 2008/0009
        ("2009", "Antrag", 1),
        ("2009", "Beschlussvorlage", 1),  # 2009/0001, as the source calls it that lives on
        ("2009", "Vorlage", 1),  # 2009/0003
    ]


# days, years and numbers as people write them


@pytest.mark.parametrize("day", ["2199-01-15", "15.01.2199", " 15.1.2199 "])
def test_days_are_read_as_people_write_them(app: Datasette, day: str) -> None:
    assert column(app, "naechste-sitzungen", "meeting_id", ab=day) == ["town/meeting/4"]
    assert rows(app, "neu-seit", seit=day) == []
    assert rows(app, "naechste-sitzungen", ab="16.01.2199") == []


@pytest.mark.parametrize("day", ["gestern", "31.02.2014", "30.05.14", "2014-05", "30/05/2014", "1"])
@pytest.mark.parametrize(("query", "name"), [("naechste-sitzungen", "ab"), ("neu-seit", "seit")])
def test_what_is_no_day_is_said(app: Datasette, query: str, name: str, day: str) -> None:
    (row,) = rows(app, query, **{name: day})
    assert [value for value in row.values() if value is not None] == [f"Kein Tag: {day}"]


@pytest.mark.parametrize("number", ["abc", "-1", "1.5", "1e3", "3 Tage"])
@pytest.mark.parametrize(
    ("query", "name"), [("ohne-ergebnis", "tage"), ("gegenstimmen", "mindestens")]
)
def test_what_is_no_number_is_said(app: Datasette, query: str, name: str, number: str) -> None:
    (row,) = rows(app, query, **{name: number})
    assert [value for value in row.values() if value is not None] == [f"Keine Zahl: {number}"]


def test_what_is_no_year_is_said(app: Datasette) -> None:
    (row,) = rows(app, "gremien", jahr="30.05.2009")
    assert [value for value in row.values() if value is not None] == ["Kein Jahr: 30.05.2009"]


# what is new


def change(record_id: str, field: str, old: str, new: str, run: int = 2) -> str:
    return (
        "INSERT INTO change (run_id, at, source_id, record, record_id, kind, field, old, new)"
        f" VALUES ({run}, '2026-01-0{run}T02:00:00Z', 'town', 'consultation', '{record_id}',"
        f" 'changed', '{field}', {old}, {new})"
    )


STEP = "town/paper/1/rat/3"


def test_news_say_what_the_source_said_then(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        change(STEP, "result_raw", "NULL", "'\"vertagt\"'"),
        change(STEP, "result_raw", "'\"vertagt\"'", "NULL"),
        change(STEP, "result_raw", "'\"vertagt\"'", "'null'"),
        change(STEP, "date", "NULL", "'\"2009-07-01\"'"),
        change(STEP, "date", "'\"2009-07-01\"'", "NULL"),
    )
    found = [(row["Neues"], row["neuer Wert"]) for row in rows(app, "neu-seit", seit="1.1.2026")]
    assert found == [
        ("Ergebnis entfallen", None),
        ("Ergebnis entfallen", None),
        ("Tag entfallen", None),
        ("anderer Tag", "2009-07-01"),
        ("neues Ergebnis", "vertagt"),
    ]


def test_the_first_crawl_and_what_is_gone_are_no_news(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        change(STEP, "result_raw", "NULL", "'\"vertagt\"'", run=1),
        change("town/paper/3/rat/1", "result_raw", "NULL", "'\"vertagt\"'"),
        change("town/paper/2/rat/1", "result_raw", "NULL", "'\"vertagt\"'"),
        "UPDATE consultation SET gone_at = '2026-01-02', gone_reason = 'unlisted'"
        " WHERE id = 'town/paper/3/rat/1'",
        "UPDATE paper SET gone_at = '2026-01-02', gone_reason = 'unlisted'"
        " WHERE id = 'town/paper/2'",
    )
    assert rows(app, "neu-seit", seit="2026-01-01") == []


def test_new_papers_and_steps_of_later_crawls_are_news(tmp_path: Path) -> None:
    later = "UPDATE change SET run_id = 2 WHERE record_id IN ('town/paper/3', 'town/paper/3/rat/1')"
    moved = "UPDATE consultation SET date = '2010-01-01' WHERE id = 'town/paper/3/rat/1'"
    found = rows(changed(tmp_path, later, moved), "neu-seit", seit="2026-01-01")
    assert [(row["Neues"], row["Vorlage"], row["neuer Wert"]) for row in found] == [
        ("neue Vorlage", "2009/0003", None),
        ("neuer Schritt", "2009/0003", "2009-09-30"),
    ]


# steps that are not dated, papers that are gone


def test_a_step_without_a_date_follows_what_was_deferred(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE consultation SET date = NULL, date_raw = NULL, result_raw = NULL"
        " WHERE paper_id = 'town/paper/1' AND position > 1",
    )
    (row,) = rows(app, "vertagt")
    assert (row["danach am"], row["danach in"]) == ("noch ohne Termin", "Schulausschuss")
    assert row["Ergebnis"] == "noch ohne Ergebnis"


def test_a_dated_step_comes_before_one_without(tmp_path: Path) -> None:
    undated = "UPDATE consultation SET date = NULL WHERE id = 'town/paper/1/schulausschuss/2'"
    assert column(changed(tmp_path, undated), "vertagt", "danach am") == ["2009-09-30"]


def test_what_was_deferred_for_good(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE consultation SET gone_at = '2026-01-02', gone_reason = 'unlisted'"
        " WHERE paper_id = 'town/paper/1' AND position > 1",
    )
    (row,) = rows(app, "vertagt")
    assert (row["danach am"], row["Ergebnis"]) == (None, "kein weiterer Schritt bekannt")


def test_the_steps_of_a_paper_that_is_gone(tmp_path: Path) -> None:
    """As they were when it went; one that had gone before is none of them."""
    gone = "SET gone_at = '2026-01-0{}T02:00:00Z', gone_reason = 'unlisted' WHERE"
    app = changed(
        tmp_path,
        f"UPDATE consultation {gone.format(2)} paper_id = 'town/paper/1'",
        f"UPDATE consultation {gone.format(1)} id = 'town/paper/1/schulausschuss/2'",
        f"UPDATE paper {gone.format(2)} id = 'town/paper/1'",
    )
    found = rows(app, "beratungsfolge-einer-vorlage", nummer="2009/0001")
    assert [row["Schritt"] for row in found] == [1, 3]
    assert {row["Hinweis"] for row in found} == {"nicht mehr bei der Quelle seit 2026-01-02"}
    found = rows(app, "beratungsfolge-einer-vorlage", nummer="2009/0003")
    assert [row["Hinweis"] for row in found] == [None, None]


def test_contradictions_in_what_is_gone_are_left_out(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE paper SET gone_at = '2026-01-02', gone_reason = 'unlisted'"
        " WHERE id = 'town/paper/1'",
    )
    assert rows(app, "widersprueche") == []


# documents


def test_documents_whose_status_is_unknown_were_not_fetched(tmp_path: Path) -> None:
    app = changed(tmp_path, "UPDATE file SET text_status = NULL WHERE id = 'town/file/4'")
    found = rows(app, "ohne-lesbaren-text", status="not_fetched")
    assert ("Gutachten", "not_fetched") in [(row["Dokument"], row["Status"]) for row in found]


def test_a_document_of_two_papers_is_one(tmp_path: Path) -> None:
    tie = ", ".join(_COMMON)
    app = changed(
        tmp_path,
        *(
            f"INSERT INTO paper_file (id, paper_id, file_id, position, {tie}) "
            f"SELECT 'second' || {number}, 'town/paper/2', file_id, 9, {tie} "
            f"FROM paper_file WHERE file_id = 'town/file/{number}'"
            for number in (1, 4)
        ),
    )
    documents = column(app, "ohne-lesbaren-text", "Dokument", status="not_fetched")
    assert documents.count("Gutachten") == 1
    assert column(app, "ausgetauscht", "Fassung") == ["frühere Fassung", "heutige Fassung"]


def test_a_document_that_is_gone_has_no_version_of_today(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE file SET gone_at = '2026-01-02', gone_reason = 'unlisted' WHERE id = 'town/file/1'",
    )
    assert column(app, "ausgetauscht", "Fassung") == [
        "frühere Fassung",
        "letzte Fassung, nicht mehr bei der Quelle",
    ]
