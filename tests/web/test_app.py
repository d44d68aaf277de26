"""The application: tables, links, search, queries, what it refuses, the command."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from datasette.app import Datasette

from harvester.archive.descriptions import DESCRIPTIONS
from harvester.cli import serve
from harvester.errors import HarvesterError
from harvester.web import metadata
from harvester.web.app import build
from harvester.web.server import ServeError
from harvester.web.server import serve as run
from web.asking import get, texts, tree
from web.samples import BASE, fill

QUERIES = metadata.queries()
VISIBLE = [name for name, table in metadata.tables().items() if not table.get("hidden")]


def links(app: Datasette, path: str, column: str) -> list[tuple[str, str]]:
    """Text and address of the links in a column."""
    found = tree(get(app, path)).xpath(f"//td[contains(@class, 'col-{column}')]//a")
    return [(link.text_content(), link.get("href")) for link in found]


# what is shown


def test_columns_are_explained_out_of_the_way(app: Datasette) -> None:
    page = tree(get(app, "/archive/paper"))
    (details,) = page.xpath("//details[summary='Was die Spalten bedeuten']")
    assert "Nummer der Vorlage, wie 2009/0346" in details.text_content()
    assert page.xpath("//dl[@class='column-descriptions'][not(ancestor::details)]") == []


@pytest.mark.parametrize("table", VISIBLE)
def test_every_table_opens_under_its_german_name(app: Datasette, table: str) -> None:
    answer = get(app, f"/archive/{table}")
    assert answer.status_code == 200
    title = metadata.tables()[table]["title"]
    assert texts(answer, "//h1")[0].removesuffix(" (view)") == title
    assert texts(answer, "//title") == [f"{title} – Ratsarchiv"]


def test_every_column_of_a_shown_table_is_explained() -> None:
    told = metadata.tables()
    shown = set(VISIBLE) - {"listing", "derived", "absence", "schema_description"}
    unexplained = {
        (table, column)
        for table in shown
        for column in DESCRIPTIONS[table][1]
        if column not in told[table]["columns"]
    }
    assert unexplained == set()


def test_every_table_of_the_archive_has_a_place() -> None:
    assert set(DESCRIPTIONS) - set(metadata.tables()) == set()


def test_what_serves_the_machine_is_hidden(app: Datasette) -> None:
    tables = get(app, "/archive.json").json()["tables"]
    shown = {table["name"] for table in tables if not table["hidden"]}
    assert {"paper", "meeting", "file", "change"} <= shown
    assert not shown & {"paper_text", "paper_fts", "paper_fts_data", "frontier", "paper_file"}
    assert "_sqlite_migrations" not in shown


def test_there_is_one_database(app: Datasette) -> None:
    assert get(app, "/_memory").status_code == 404
    assert get(app, "/_internal").status_code == 404


def test_newest_papers_come_first(app: Datasette) -> None:
    rows = get(app, "/archive/paper.json?_shape=array").json()
    assert [row["reference"] for row in rows] == ["2009/0003", "2009/0002", "2009/0001"]


def test_facets_count_kinds_of_papers(app: Datasette) -> None:
    facets = get(app, "/archive/paper.json").json()["facet_results"]
    counted = {one["value"]: one["count"] for one in facets["paper_type"]["results"]}
    assert counted == {"resolution_proposal": 2, "motion": 1}


# what leads somewhere


def test_keys_lead_to_our_pages(app: Datasette) -> None:
    steps = "/archive/consultation?_sort=id"
    paper, page = links(app, steps, "paper_id")[0]
    assert (paper, page) == ("2009/0001", "/vorlage/town/paper/1")
    assert ("town/meeting/3", "/sitzung/town/meeting/3") in links(app, steps, "meeting_id")
    organizations = links(app, steps, "organization_id")
    assert ("town/organization/5", "/gremium/town/organization/5") in organizations
    assert links(app, steps, "snapshot_id")[0][1] == "/kopie/1"
    tie = "/archive/paper_file?file_id=town/file/1"
    assert links(app, tie, "file_id") == [("Lageplan", "/dokument/town/file/1")]


def test_names_lead_to_our_pages(app: Datasette) -> None:
    assert links(app, "/archive/paper?id=town/paper/1", "name") == [
        ("Kita-Plätze in der Südstadt", "/vorlage/town/paper/1")
    ]
    assert (
        links(app, "/archive/meeting?id=town/meeting/1", "name")[0][1] == "/sitzung/town/meeting/1"
    )
    council = "/archive/organization?id=town/organization/5"
    assert links(app, council, "name") == [("Rat der Stadt", "/gremium/town/organization/5")]
    plan = links(app, "/archive/file?id=town/file/1", "sha256")
    assert [address for _, address in plan] == ["/dokument/town/file/1"]


def test_sources_open_without_telling_them_where_from(app: Datasette) -> None:
    (link,) = tree(get(app, "/archive/paper?id=town/paper/1")).xpath("//td//a[@rel]")
    assert link.get("href") == f"{BASE}vo020.asp?VOLFDNR=1"
    assert link.get("rel") == "noopener noreferrer nofollow"


def test_older_versions_of_a_document_can_be_opened(app: Datasette) -> None:
    found = links(app, "/archive/file_version?file_id=town/file/1", "sha256")
    assert len(found) == 2
    for text, address in found:
        assert address == f"/dokument/town/file/1?fassung={text}"
        assert get(app, address).content.startswith(b"%PDF-1.")


def test_what_is_handed_out_without_stores_leads_to_none(archive_path: Path) -> None:
    given = build(archive_path, hand_out=True)
    tables = ("consultation", "snapshot", "file", "file_version", "paper_file")
    for path in (*tables, "ausgetauscht", "ohne-lesbaren-text"):
        answer = get(given, f"/archive/{path}")
        addresses = tree(answer).xpath("//td//a/@href")
        assert answer.status_code == 200
        assert [one for one in addresses if re.match("/(kopie|dokument)/", one)] == []
    steps = "/archive/consultation?_sort=id"
    assert links(given, steps, "paper_id")[0] == ("2009/0001", "/vorlage/town/paper/1")
    whole = build(archive_path, hand_out=True, stores=archive_path.parent)
    assert links(whole, steps, "snapshot_id")[0][1] == "/kopie/1"


def test_findings_and_changes_lead_to_the_record(app: Datasette) -> None:
    told = links(app, "/archive/finding?record_id=town/paper/1&_size=1", "record_id")
    assert told == [("town/paper/1", "/vorlage/town/paper/1")]
    changed = links(app, "/archive/change?record_id=town/meeting/1&_size=1", "record_id")
    assert changed == [("town/meeting/1", "/sitzung/town/meeting/1")]
    step = "/archive/change?record=consultation&_size=1"
    assert links(app, step, "record_id") == []


def test_the_view_leads_to_the_search(app: Datasette) -> None:
    found = links(app, "/archive/beratungsfolge?Schritt=1&Vorlage=2009/0001", "Vorlage")
    assert found == [("2009/0001", "/suche?q=2009%2F0001")]


# search in the table


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Kita-Plätze", ["2009/0001"]),
        ("kitaplaetze", ["2009/0001"]),
        ("strasse", ["2009/0002", "2009/0001"]),
        ("B-Plan Nr. 123", ["2009/0003"]),
        ("Müller-Lüdenscheidt", ["2009/0001"]),
        ("gibtesnicht", []),
        ("", ["2009/0003", "2009/0002", "2009/0001"]),
    ],
)
def test_the_table_of_papers_is_searched(app: Datasette, words: str, found: list[str]) -> None:
    answer = get(app, "/archive/paper.json", params={"_search": words, "_shape": "array"})
    assert [row["reference"] for row in answer.json()] == found


@pytest.mark.parametrize(
    "words",
    ['"', "'", '"" OR', "NEAR(", "*", "(", "a AND", "%", "\0", "\ud7ff", "🙂", ":x", "?",
     "a" * 5000, "'; DROP TABLE paper; --", "{}", "[[", "\\", "-", "^x", "x:y", "paper_fts"],
)  # fmt: skip
def test_any_search_is_answered(app: Datasette, words: str) -> None:
    for path in ("/archive/paper", "/archive/paper.json", "/archive/paper.csv"):
        assert get(app, path, params={"_search": words}).status_code == 200


def test_the_search_stays_in_its_box(app: Datasette) -> None:
    answer = get(app, "/archive/paper", params={"_search": 'a"b'})
    (box,) = tree(answer).xpath("//input[@name='_search']")
    assert box.get("value") == 'a"b'
    assert tree(get(app, "/archive/paper")).xpath("//input[@name='_search']/@value") == [""]
    assert tree(get(app, "/archive/meeting")).xpath("//input[@name='_search']") == []


def test_a_search_goes_together_with_filters(app: Datasette) -> None:
    path = "/archive/paper.json?_search=strasse&paper_type=motion&_shape=array"
    assert [row["reference"] for row in get(app, path).json()] == ["2009/0002"]


def test_a_search_that_finds_too_much_says_so(
    app: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harvester.web.plugin._MOST", 1)
    answer = get(app, "/archive/paper?_search=strasse")
    assert "die ersten 1 mit „strasse“" in tree(answer).text_content()
    rows = get(app, "/archive/paper.json?_search=strasse&_shape=array").json()
    assert [row["reference"] for row in rows] == ["2009/0002"]  # it has the word in its title


# queries


#: Of each query a row that must be in its answer on the sample, and what to ask for.
EXPECTED = {
    "beratungsfolge-einer-vorlage": (
        {"nummer": " 2009/0001 "},
        {"Schritt": 3, "Gremium": "Rat der Stadt", "Ergebnis": "ungeändert beschlossen"},
    ),
    "vertagt": (
        {"ort": "muster"},
        {
            "Vorlage": "2009/0001",
            "vertagt am": "2009-06-03",
            "danach am": "2009-09-02",
            "Ergebnis": "ungeändert beschlossen",
        },
    ),
    "ohne-ergebnis": ({}, {"Vorlage": "2009/0002", "letzter Schritt": "2009-09-30"}),
    "gegenstimmen": ({"mindestens": "8"}, {"Vorlage": "2009/0001", "Ja": 40, "Nein": 8}),
    "naechste-sitzungen": ({}, {"Datum": "2199-01-15", "Punkte": 1, "Uhrzeit": "16:00"}),
    "neu-seit": ({"seit": "2026-01-01"}, None),  # the first crawl of a source is no news
    "dauer": (
        {},
        {"erste Beratung": "2009-06-03", "Entscheidung": "2009-09-30", "Tage": 119},
    ),
    "gremien": ({"jahr": "2009"}, {"Gremium": "Rat der Stadt", "Vorlagen": 3, "abgelehnt": 1}),
    "jahre": ({}, {"Jahr": "2009", "Art": "Antrag", "Vorlagen": 1}),
    "widersprueche": ({}, {"Widerspruch": "Zwei Quellen nennen zwei Tage."}),
    "ohne-lesbaren-text": (
        {"status": "not_fetched"},
        {"Dokument": "Gutachten", "Bytes": 196_000, "Vorlage": "2009/0001"},
    ),
    "ausgetauscht": ({}, {"Dokument": "Lageplan", "Fassung": "frühere Fassung"}),
    "fehlend": ({"art": "paper"}, {"fehlt": "town/paper/4", "Monat": "2009-08"}),
    "verschwunden": ({}, None),
}  # fmt: skip
#: What narrows a query so that nothing is left.
NOTHING = {
    "tage": "999999",
    "ort": "Anderswo",
    "nummer": "0",
    "mindestens": "9",
    "ab": "2200-01-01",
    "seit": "2200-01-01",
    "jahr": "1999",
    "status": "ok",
    "art": "organization",
}


def test_queries_are_offered_in_german(app: Datasette) -> None:
    offered = get(app, "/archive.json").json()["queries"]
    assert len(offered) >= 10
    assert {query["name"] for query in offered} == set(EXPECTED)
    for query in offered:
        assert query["title"][0].isupper()
        assert query["description"].endswith(".")


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_answers(app: Datasette, name: str) -> None:
    asked, expected = EXPECTED[name]
    answer = get(app, f"/archive/{name}.json", params={**asked, "_shape": "array"})
    assert answer.status_code == 200
    rows = answer.json()
    if expected is None:
        assert rows == []
    else:
        assert [row for row in rows if row | expected == row] != []
    page = get(app, f"/archive/{name}", params=asked)
    assert page.status_code == 200
    assert texts(page, "//h1") == [QUERIES[name]["title"]]
    assert texts(page, "//title") == [f"{QUERIES[name]['title']} – Ratsarchiv"]
    assert QUERIES[name]["description"] in tree(page).text_content()
    assert get(app, f"/archive/{name}.csv", params=asked).status_code == 200


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_narrowed_by_what_its_description_names(app: Datasette, name: str) -> None:
    page = get(app, f"/archive/{name}")
    parameters = tree(page).xpath("//form[@class='sql']//input[@type='text']/@name")
    for parameter in parameters:
        assert f"{parameter}:" in QUERIES[name]["description"]
        asked = {**EXPECTED[name][0], parameter: NOTHING[parameter], "_shape": "array"}
        assert get(app, f"/archive/{name}.json", params=asked).json() == []


def test_a_query_shows_no_sql_until_asked(app: Datasette) -> None:
    assert tree(get(app, "/archive/vertagt")).xpath("//pre[@id='sql-query']") == []
    assert tree(get(app, "/archive/vertagt?_show_sql=1")).xpath("//pre[@id='sql-query']") != []


def test_results_of_queries_lead_to_our_pages(app: Datasette) -> None:
    path = "/archive/beratungsfolge-einer-vorlage?nummer=2009/0002"
    assert links(app, path, "Vorlage") == [("2009/0002", "/vorlage/town/paper/2")]
    assert links(app, path, "Gremium") == [("Rat der Stadt", "/gremium/town/organization/5")]
    assert links(app, path, "Quelle")[0][1] == f"{BASE}vo020.asp?VOLFDNR=2"


# living beside a crawl, handing out


def test_what_is_stored_meanwhile_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    fill(path)
    app = build(path)
    count = "/archive.json?sql=select+count(*)+as+n+from+run&_shape=array"
    assert get(app, count).json() == [{"n": 2}]
    fill(path)
    assert get(app, count).json() == [{"n": 4}]


def test_a_path_may_hold_what_means_something_in_an_address(
    tmp_path: Path, archive_path: Path
) -> None:
    folder = tmp_path / "a?mode=rwc#b%41 ä"
    shutil.copytree(archive_path.parent, folder)
    answer = get(build(folder / "archive.sqlite"), "/archive/paper.json?_shape=array")
    assert len(answer.json()) == 3


def test_nothing_is_written(app: Datasette, archive_path: Path) -> None:
    before = archive_path.read_bytes()
    for path in ("/archive", "/archive/paper", "/archive/paper?_search=kita", "/kopie/1"):
        get(app, path)
    assert archive_path.read_bytes() == before


def test_only_what_is_handed_out_can_be_downloaded(app: Datasette, archive_path: Path) -> None:
    assert get(app, "/archive.db").status_code == 403
    assert "download-sqlite" not in get(app, "/archive").text
    given = build(archive_path, hand_out=True)
    assert get(given, "/archive.db").content == archive_path.read_bytes()
    assert tree(get(given, "/archive")).xpath("//p[@class='download-sqlite']//a/@href") == [
        "/archive.db"
    ]


# the command


def invoke(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(serve.serve, [str(one) for one in arguments])
    told = str(result.exception) if isinstance(result.exception, HarvesterError) else result.output
    return result.exit_code, told


def test_the_command_needs_an_archive(tmp_path: Path) -> None:
    code, told = invoke("--archive", tmp_path / "none.sqlite")
    assert code == 1
    assert told.startswith("There is no archive ")
    (tmp_path / "other.sqlite").write_text("a text")
    code, told = invoke("--archive", tmp_path / "other.sqlite")
    assert code == 1
    assert "is not an SQLite database" in told


def test_a_port_that_is_taken_is_one_line(archive_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError) as raised:
            run(None, port, print)
        assert f"Port {port} cannot be used" in str(raised.value)
        assert "--port" in str(raised.value)
        code, told = invoke("--archive", archive_path, "--port", str(port))
    assert (code, told) == (1, str(raised.value))


def test_staff_are_kept_only_in_what_is_handed_out(archive_path: Path) -> None:
    code, told = invoke("--archive", archive_path, "--with-staff")
    assert code == 2
    assert "--with-staff belongs to --hand-out" in told


@pytest.mark.parametrize(
    "address", ["archive.example", "ftp://a.example", "https://a.example/x", "https://u@a.example",
                "https://a.example:x", "https://a.example/?x", "http://", "https://a b/",
                "https://a\nb/", "https://a.example\t", " https://a.example", "https://a\x7fb/",
                "https://a.example:99999", "https://a.example:", "https://münster.example/",
                "https://a\"b/", "https://[::x]/", "https://a.example\n"],
)  # fmt: skip
def test_the_server_in_front_has_an_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(serve, "_application", None)  # it must not come to that
    code, told = invoke("--behind", address)
    assert code == 2
    assert "is no address" in told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://archive.example/", "https://archive.example"),
        ("http://192.0.2.1:8080", "http://192.0.2.1:8080"),
        ("HTTPS://xn--mnster-3ya.example", "https://xn--mnster-3ya.example"),
        ("https://[2001:db8::1]:443/", "https://[2001:db8::1]:443"),
    ],
)
def test_addresses_in_front(monkeypatch: pytest.MonkeyPatch, address: str, told: str) -> None:
    asked: list[str | None] = []

    def application(*arguments: Any) -> Any:
        asked.append(arguments[-1])
        raise HarvesterError("seen")

    monkeypatch.setattr(serve, "_application", application)
    assert invoke("--behind", address) == (1, "seen")
    assert asked == [told]


def test_without_datasette_the_command_says_what_to_install(
    archive_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("harvester.web")]:
        monkeypatch.delitem(sys.modules, name)
    for name in [name for name in sys.modules if name.startswith("datasette")]:
        monkeypatch.setitem(sys.modules, name, None)
    code, told = invoke("--archive", archive_path)
    assert code == 1
    assert "pip install --editable '.[web]'" in told


def test_it_runs_until_it_is_told_to_stop(tmp_path: Path, archive_path: Path) -> None:
    """A process for each signal, at the same time; one hands out a copy, which it removes."""
    script = "from harvester.cli.serve import serve; serve()"
    command = [sys.executable, "-c", script, "--port", "0", "--archive", str(archive_path)]
    folder = tmp_path / "tmp"
    folder.mkdir()
    environment = {**os.environ, "TMPDIR": str(folder)}
    ways = ((signal.SIGINT, []), (signal.SIGTERM, ["--hand-out"]))
    running = [
        (told, subprocess.Popen(
            [*command, *more], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ))
        for told, more in ways
    ]  # fmt: skip
    for told, process in running:
        assert process.stdout is not None
        address = process.stdout.readline().decode().split()[-1]
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/", address)
        with urllib.request.urlopen(f"{address}archive/paper.json?_shape=array") as answer:
            papers = json.loads(answer.read())
        assert [paper["reference"] for paper in papers][:1] == ["2009/0003"]
        if told == signal.SIGTERM:
            assert {paper["clerk"] for paper in papers} == {None}
            assert list(folder.iterdir()) != []
            with urllib.request.urlopen(f"{address}archive.db") as answer:
                assert answer.read().startswith(b"SQLite format 3\0")
        process.send_signal(told)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, b"")
    assert list(folder.iterdir()) == []
