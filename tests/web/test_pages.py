"""All pages of our own: sound, harmless, never without an answer; the first page."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from datasette.app import Datasette

from harvester import clock
from harvester.archive import Archive
from harvester.web.app import build
from web.asking import dangers, get, texts, tree
from web.page_samples import COUNCIL, PAGES, RETIRED, changed, said
from web.samples import ODD_IDS

# all pages


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_german_and_sound(app: Datasette, path: str) -> None:
    answer = get(app, path)
    assert answer.status_code == (404 if "nichts" in path and "suche" not in path else 200)
    page = tree(answer)
    assert page.get("lang") == "de"
    assert page.xpath("count(//h1)") == page.xpath("count(//main)") == 1
    assert not page.xpath("//script | //@style | //*[starts-with(name(@*), 'on')]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for name in page.xpath("//@aria-labelledby | //@aria-describedby | //@for"):
        assert set(name.split()) <= set(ids)
    assert dangers(answer) == []


@pytest.mark.parametrize("path", PAGES)
def test_what_a_hostile_source_says_stays_text(hostile_app: Datasette, path: str) -> None:
    answer = get(hostile_app, path)
    assert answer.status_code < 500
    assert dangers(answer) == []
    assert not tree(answer).xpath("//script | //img | //main//@style")
    for address in tree(answer).xpath("//@href"):
        assert re.match(r"/(?![/\\])|\?|#|https?://[^\s\"'<>]+$", address), address
    assert "\u202e" not in answer.text
    assert "\x1b" not in answer.text


def test_odd_ids_are_reached_over_their_links(hostile_app: Datasette) -> None:
    links = tree(get(hostile_app, COUNCIL)).xpath("//ol[@class='liste']//a/@href")
    odd = [link for link in links if "%" in link]
    assert len(odd) == len(ODD_IDS)
    answers = [get(hostile_app, link) for link in odd]
    assert all(answer.status_code == 200 for answer in answers)
    assert all(".." not in link.split("/") for link in odd)
    assert "/vorlage/..%2F..%2Fetc%2Fpasswd" in odd


@pytest.mark.parametrize(
    "path",
    ["/vorlage/%00", "/vorlage/%FF%FE", "/gremium/..%2f..", "/sitzung/%27%20OR%201=1"],
)
def test_wrong_addresses_are_not_found(app: Datasette, path: str) -> None:
    answer = get(app, path)
    assert answer.status_code == 404
    assert "Suche" in texts(answer, "//main")[0]


def test_no_page_names_staff(app: Datasette) -> None:
    assert all("Sachbearbeitung Beispiel" not in get(app, path).text for path in PAGES)


# the first page


def test_the_first_page_says_how_the_sources_are(app: Datasette) -> None:
    told = said(app, "/")
    assert "3 Vorlagen, 4 Sitzungen und 4 Dokumente" in told
    assert "Zuletzt vollständig abgefragt am 2. Januar 2026, 3.00 Uhr" in told
    assert "Von 7 aufgelisteten Einträgen fehlt 1." in told
    assert "Schulausschuss Stadt Musterstadt, Dienstag, 15. Januar 2199, 16 Uhr" in told


def test_a_paper_of_two_sources_counts_once(tmp_path: Path) -> None:
    app = changed(tmp_path, *RETIRED)
    assert "2 Vorlagen, 4 Sitzungen" in said(app, "/")


def test_papers_without_a_number_and_those_of_other_towns_count_each(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE paper SET reference = '1'",
        "UPDATE paper SET reference = NULL WHERE id <> 'town/paper/1'",
    )
    assert "3 Vorlagen" in said(app, "/")
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        archive.db.execute("UPDATE paper SET reference = '1', body_id = id")
        archive.db.conn.commit()
    assert "3 Vorlagen" in said(app, "/")


def _result(at: str, new: str) -> str:
    return (
        "INSERT INTO change (run_id, at, source_id, record, record_id, kind, field, old, new)"
        f" VALUES (2, '{at}', 'town', 'consultation', 'town/paper/1/rat/3', 'changed',"
        f" 'result_raw', 'null', '\"{new}\"')"
    )


@pytest.mark.parametrize(
    ("said_then", "shown"),
    [
        (("ungeändert beschlossen",), 1),
        (("abgelehnt",), 0),  # and then withdrawn or corrected by a page that came later
        (("ungeändert beschlossen", "abgelehnt", "ungeändert beschlossen"), 1),
    ],
)
def test_only_results_that_still_stand_are_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said_then: tuple[str, ...], shown: int
) -> None:
    changes = (_result(f"2026-01-02T0{n}:00:00Z", new) for n, new in enumerate(said_then))
    app = changed(tmp_path, *changes)
    monkeypatch.setattr(clock, "now", lambda: clock.datetime(2026, 1, 3, tzinfo=clock.UTC))
    news = said(app, "/", "//section[@aria-labelledby='neu']")
    assert news.count("Kita-Plätze in der Südstadt") == shown


def test_a_first_crawl_is_no_news(app: Datasette) -> None:
    assert "Nichts Neues." in said(app, "/")


def test_what_later_crawls_brought_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = changed(
        tmp_path,
        "INSERT INTO change (run_id, at, source_id, record, record_id, kind, field, old, new)"
        " VALUES (2, '2026-01-02T02:00:00Z', 'town', 'consultation', 'town/paper/1/rat/3',"
        " 'changed', 'result_raw', 'null', '\"ungeändert beschlossen\"')",
        "UPDATE change SET run_id = 2, at = '2026-01-02T02:00:00Z'"
        " WHERE record_id = 'town/paper/2' AND kind = 'appeared'",
    )
    monkeypatch.setattr(clock, "now", lambda: clock.datetime(2026, 1, 3, tzinfo=clock.UTC))
    news = said(app, "/", "//section[@aria-labelledby='neu']")
    assert "Vorlagen Antrag: Straße an der Großen Allee erneuern" in news
    assert "gefunden am 2. Januar 2026" in news
    assert "Ergebnisse Kita-Plätze in der Südstadt ✓ beschlossen" in news
    assert "(gestern)" in said(app, "/")


@pytest.mark.parametrize("path", ["/", "/abdeckung", "/suche", "/suche?q=a"])
def test_an_empty_archive_is_answered(tmp_path: Path, path: str) -> None:
    with Archive.open(tmp_path / "empty.sqlite"):
        pass
    assert get(build(tmp_path / "empty.sqlite"), path).status_code == 200


# handing out


def test_without_stores_no_page_leads_to_copies(archive_path: Path) -> None:
    app = build(archive_path, hand_out=True)
    for path in PAGES:
        assert not tree(get(app, path)).xpath(
            "//a[starts-with(@href, '/kopie/') or starts-with(@href, '/dokument/')]"
        )


def test_pages_are_quick_enough_to_click_through(app: Datasette) -> None:
    for path in PAGES:  # the first time builds the template
        get(app, path)
    began = time.perf_counter()
    for path in PAGES:
        get(app, path)
    assert (time.perf_counter() - began) / len(PAGES) < 0.25
