"""Attempts to read, write or run what nobody should: all must fail."""

import base64
import hashlib
import re
import shutil
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from harvester.archive import Archive
from harvester.web import headers, metadata
from harvester.web.app import build
from harvester.web.database import restrict
from web.asking import dangers, get, tree
from web.samples import ODD_IDS, PAYLOADS, PDF

VISIBLE = [name for name, table in metadata.tables().items() if not table.get("hidden")]
SECRET = "root:"


# harvested content that is markup


@pytest.mark.parametrize("table", metadata.tables())
def test_no_cell_runs_anything(hostile_app: Datasette, table: str) -> None:
    answer = get(hostile_app, f"/archive/{table}?_size=100")
    if table in {"paper_fts", "title_fts"}:  # an index has no rows to show
        assert answer.status_code in {200, 400}
    else:
        assert answer.status_code == 200
    assert dangers(answer) == []


@pytest.mark.parametrize("query", metadata.queries())
def test_no_result_runs_anything(hostile_app: Datasette, query: str) -> None:
    parameters = dict.fromkeys(re.findall(r":([a-z]+)", metadata.queries()[query]["sql"]), "")
    if query == "beratungsfolge-einer-vorlage":
        parameters["nummer"] = "town/paper/1"
    answer = get(hostile_app, f"/archive/{query}", params=parameters)
    assert answer.status_code == 200
    assert dangers(answer) == []


@pytest.mark.parametrize("table", ["paper", "meeting", "organization", "agenda_item", "file"])
def test_no_row_runs_anything(hostile_app: Datasette, table: str) -> None:
    rows = get(hostile_app, f"/archive/{table}.json?_shape=array").json()
    assert rows
    for row in rows:
        encoded = "".join(c if c.isalnum() else f"~{c.encode().hex().upper()}" for c in row["id"])
        answer = get(hostile_app, f"/archive/{table}/{encoded}")
        assert answer.status_code == 200
        assert dangers(answer) == []


def test_the_hostile_archive_is_hostile(hostile_app: Datasette) -> None:
    rows = get(hostile_app, "/archive/paper.json?_shape=array").json()
    values = {value for row in rows for value in row.values()}
    assert PAYLOADS[0] in values or PAYLOADS[1] in values
    assert any(str(row["source_url"]).startswith("javascript:") for row in rows)
    assert {row["id"] for row in rows} >= set(ODD_IDS)


def test_only_addresses_of_the_web_become_links(hostile_app: Datasette) -> None:
    for table in VISIBLE:
        page = tree(get(hostile_app, f"/archive/{table}?_size=100"))
        for address in page.xpath("//table//td//a/@href"):
            assert re.match(r"/(?![/\\])|https?://", address), address
            assert not re.search(r"[\s\"'<>]", address), address


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_data_is_never_a_page(hostile_app: Datasette, ending: str) -> None:
    kinds = {"json": "application/json; charset=utf-8", "csv": "text/plain; charset=utf-8"}
    for table in ("paper", "consultation", "file"):
        answer = get(hostile_app, f"/archive/{table}.{ending}")
        assert answer.headers["content-type"] == kinds[ending]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_trace_of_data_is_harmless(hostile_app: Datasette) -> None:
    for table in ("paper", "consultation", "file"):  # Datasette makes a page of it
        assert dangers(get(hostile_app, f"/archive/{table}.csv?_trace=1")) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_an_address_runs(app: Datasette, payload: str) -> None:
    asked = (
        ("/archive/paper", {"_search": payload}),
        ("/archive/paper", {"name": payload}),
        ("/archive/paper", {"_sort": payload}),
        ("/archive/paper", {"_where": payload}),
        ("/archive/paper", {payload: payload}),
        ("/archive/vertagt", {"ort": payload}),
        ("/archive", {"sql": f"select {payload}"}),
        ("/archive", {"sql": "select :x as x", "x": payload}),
        ("/dokument/town/file/1", {"fassung": payload}),
        (f"/archive/paper/{quote(payload, safe='')}", {}),
        (f"/{quote(payload, safe='')}", {}),
        (f"/dokument/{quote(payload, safe='')}", {}),
        (f"/kopie/{quote(payload, safe='')}", {}),
    )
    for path, parameters in asked:
        answer = get(app, path, params=parameters, follow_redirects=True)
        assert answer.status_code < 500, (path, parameters)
        assert dangers(answer) == [], (path, parameters)
        assert "set-cookie" not in answer.headers


# paths


def test_no_copy_leads_out_of_the_store(hostile_app: Datasette, hostile_archive: Path) -> None:
    (hostile_archive.parent / "secret.txt").write_text(SECRET)
    for number in range(1, 17):
        for path in (f"/kopie/{number}", f"/kopie/{number}/inhalt", f"/kopie/{number}/bytes"):
            answer = get(hostile_app, path)
            assert SECRET not in answer.text
            assert answer.status_code == 404 if number <= 6 else answer.status_code == 200
            assert "x-evil" not in answer.headers


def test_no_document_leads_out_of_the_store(hostile_app: Datasette) -> None:
    for number in range(1, 7):
        answer = get(hostile_app, f"/dokument/town/file/{number}")
        assert answer.status_code == 404
        assert SECRET not in answer.text
        assert dangers(answer) == []


@pytest.mark.parametrize(
    "path",
    [
        "/dokument/../../etc/passwd",
        "/dokument/..%2F..%2Fetc%2Fpasswd",
        "/dokument//etc/passwd",
        "/dokument/%2Fetc%2Fpasswd",
        "/dokument/town/file/1%00",
        "/dokument/town/file/1/../../../../etc/passwd",
        "/dokument/town/file/1?fassung=../../../../etc/passwd",
        "/aussehen/../app.py",
        "/aussehen/..%2Fapp.py",
        "/aussehen/%2e%2e/app.py",
        "/-/static/../../../../../../../etc/passwd",
        "/-/static/..%2F..%2F..%2F..%2F..%2F..%2Fetc%2Fpasswd",
        "/archive/../../../../etc/passwd",
        "/archive/paper/..%2F..%2Fetc%2Fpasswd",
    ],
)
def test_no_address_leads_out_of_the_store(app: Datasette, path: str) -> None:
    answer = get(app, path, follow_redirects=True)
    assert answer.status_code == 404
    assert SECRET not in answer.text
    assert "Datasette over an archive" not in answer.text


def test_links_out_of_the_store_are_not_followed(tmp_path: Path, archive_path: Path) -> None:
    held, outside = tmp_path / "held", tmp_path / "outside"
    shutil.copytree(archive_path.parent, held)
    outside.mkdir()
    sha256 = hashlib.sha256(PDF).hexdigest()
    stored = held / "files" / sha256[:2] / sha256
    shutil.move(stored, outside / "document")
    stored.symlink_to(outside / "document")
    for warc in list((held / "warc").iterdir()):
        shutil.move(warc, outside / warc.name)
        warc.symlink_to(outside / warc.name)
    app = build(held / "archive.sqlite")
    assert get(app, "/dokument/town/file/1").status_code == 404
    assert get(app, "/kopie/1/inhalt").status_code == 404
    # but the stores may lie on another disk as a whole
    for name in ("files", "warc"):
        shutil.rmtree(held / name)
        (held / name).symlink_to(archive_path.parent / name)
    app = build(held / "archive.sqlite")
    assert get(app, "/dokument/town/file/1").content == PDF
    assert get(app, "/kopie/1/inhalt").status_code == 200


def test_a_link_to_itself_is_nothing(tmp_path: Path, archive_path: Path) -> None:
    shutil.copytree(archive_path.parent, tmp_path / "held")
    sha256 = hashlib.sha256(PDF).hexdigest()
    stored = tmp_path / "held" / "files" / sha256[:2] / sha256
    stored.unlink()
    stored.symlink_to(stored)
    assert (
        get(build(tmp_path / "held" / "archive.sqlite"), "/dokument/town/file/1").status_code == 404
    )


# SQL


@pytest.mark.parametrize(
    "sql",
    [
        "attach '/etc/passwd' as x",
        "attach database ':memory:' as x",
        "pragma writable_schema = 1",
        "pragma query_only = 0",
        "pragma database_list",
        "select * from pragma_database_list",
        "select * from pragma_writable_schema",
        "select load_extension('x')",
        "select fts3_tokenizer('simple')",
        "select readfile('/etc/passwd')",
        "select writefile('/tmp/x', 'y')",
        "select 1; delete from paper",
        "with x as (select 1) delete from paper",
        "with x as (select 1) insert into body select 'x', 'x', null, null",
        "with x as (select 1) update paper set name = 'x'",
        "delete from paper",
        "drop table paper",
        "vacuum into '/tmp/x.sqlite'",
        "explain delete from paper",
        "select zeroblob(1000000000)",
        "select replace(hex(zeroblob(6000000)), '0', '0123456789')",
        "select 1 where 'x' like '" + "%a" * 2000 + "'",
        "select",
        "",
        "\0",
    ],
)
def test_sql_can_only_read_the_archive(app: Datasette, archive_path: Path, sql: str) -> None:
    before = archive_path.read_bytes()
    for path in ("/archive", "/archive.json"):
        answer = get(app, path, params={"sql": sql} if sql else {"sql": " "})
        assert answer.status_code == 400
        assert SECRET not in answer.text
        assert str(archive_path.parent) not in answer.text
    assert archive_path.read_bytes() == before


@pytest.mark.parametrize(
    "parameters",
    [
        {"_where": "1=1) union select * from body --"},
        {"_where": "id in (select load_extension('x'))"},
        {"_where": "1; delete from paper"},
        {"_sort": "id; drop table paper"},
        {"_sort_desc": "(select 1)"},
        {"_facet": "id]; drop table paper"},
        {"_col": "clerk from paper --"},
        {"_next": "'"},
        {"_size": "1; drop table paper"},
        {"_search": "x", "_fts_table": "paper_fts", "_fts_pk": "id) or 1=1 --"},
        {"_through": "x"},
        {"_timelimit": "x"},
        {"id__gt": "9" * 40},
        {"id__nope": "1"},
        {"name__contains": "' or 1=1 --"},
        {"harvester_found": '["town/paper/1"]'},
    ],
)
def test_no_parameter_is_sql(app: Datasette, parameters: dict[str, str]) -> None:
    for path in ("/archive/paper", "/archive/paper.json"):
        assert get(app, path, params=parameters).status_code in {200, 400}
    assert len(get(app, "/archive/paper.json?_shape=array").json()) == 3


def test_a_query_without_end_is_stopped(archive_path: Path) -> None:
    app = build(archive_path)
    app.sql_time_limit_ms = 100
    endless = (
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    )
    began = time.monotonic()
    answer = get(app, "/archive", params={"sql": endless})
    assert time.monotonic() - began < 2
    assert answer.status_code == 400
    assert "dauerte zu lange" in answer.text
    assert get(app, "/archive/paper").status_code == 200


def test_a_connection_stays_restricted(archive_path: Path) -> None:
    with Archive.open(archive_path, mode="read") as held:
        conn = held.db.conn
        restrict(conn)
        assert conn.execute("PRAGMA table_info(paper)").fetchall()
        assert conn.execute("SELECT count(*) FROM paper_fts").fetchone() == (3,)
        for sql in (
            *("PRAGMA query_only = OFF", "PRAGMA schema_version=1", "PRAGMA temp_store_directory"),
            *("ATTACH ':memory:' AS x", "DETACH main", "CREATE TABLE x (y)"),
        ):
            with pytest.raises(sqlite3.Error, match=r"authorized|readonly"):
                conn.execute(sql)


# who may ask, and what the browser is told


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil.example"),
        *("127.0.0.1:8001@evil.example", "", "[::1]", "127.0.0.1:x", "192.168.0.1"),
    ],
)
def test_other_names_get_nothing(app: Datasette, host: str) -> None:
    answer = get(app, "/archive/paper.json", headers={"host": host})
    assert answer.status_code == 403
    assert "2009/0001" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8001", "localhost:80", "LOCALHOST"])
def test_this_machine_is_answered(app: Datasette, host: str) -> None:
    assert get(app, "/archive/paper.json", headers={"host": host}).status_code == 200


def test_the_server_in_front_may_ask_by_its_name(archive_path: Path) -> None:
    app = build(archive_path, behind="https://archiv.example:8443")
    for host in ("archiv.example:8443", "ARCHIV.example:8443", "127.0.0.1:8001"):
        answer = get(app, "/archive/paper.json?_size=1", headers={"host": host})
        assert answer.status_code == 200
        whole = "https://archiv.example:8443/archive/paper.json"
        assert answer.json()["next_url"].startswith(whole)
    for host in ("archiv.example", "evil.example"):
        assert get(app, "/archive/paper.json", headers={"host": host}).status_code == 403


def test_nothing_is_told_of_this_machine(app: Datasette, archive_path: Path) -> None:
    for path in (
        *("databases", "versions", "threads", "plugins", "settings", "metadata", "actor"),
        *("permissions", "messages", "allow-debug", "patterns", "auth-token", "logout"),
    ):
        for ending in ("", ".json"):
            assert get(app, f"/-/{path}{ending}").status_code == 404
    for path in ("/archive", "/archive.json", "/archive/paper", "/archive?sql=x", "/kopie/99999"):
        assert str(archive_path.parent) not in get(app, path).text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent(app: Datasette, method: str) -> None:
    import asyncio

    answer = asyncio.run(getattr(app.client, method)("/archive/vertagt"))
    assert answer.status_code == 405


PAGES = (
    *("/", "/suche", "/nichts", "/kopie/1", "/kopie/1/inhalt", "/kopie/1/bytes"),
    *("/dokument/town/file/1", "/dokument/town/file/3", "/-/static/app.css", "/-/databases"),
    *("/archive", "/archive/paper", "/archive/paper.json", "/archive/paper.csv", "/archive.db"),
    "/archive?sql=x",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_headers(app: Datasette, path: str) -> None:
    answer = get(app, path)
    told = answer.headers
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"
    assert told["cross-origin-resource-policy"] == "same-origin"
    assert told["x-dns-prefetch-control"] == "off"
    stored = path.startswith(("/kopie/1/", "/dokument"))
    assert told["x-frame-options"] == ("SAMEORIGIN" if stored else "DENY")
    policy = told["content-security-policy"]
    assert policy.count("default-src 'none'") == 1
    assert "base-uri 'none'" in policy
    framed_by = "'self'" if stored else "'none'"
    assert f"frame-ancestors {framed_by}" in policy
    assert "unsafe-eval" not in policy
    assert not re.search(r"script-src[^;]*unsafe", policy)
    assert "http:" not in policy
    assert "set-cookie" not in told


@pytest.mark.parametrize("path", ["/", "/suche", "/kopie/1", "/nichts"])
def test_our_pages_run_no_script_at_all(app: Datasette, path: str) -> None:
    answer = get(app, path)
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert tree(answer).xpath("//script") == []
    assert tree(answer).xpath("//*[@style]|//style") == []


@pytest.mark.parametrize(
    "path", ["/archive", "/archive/paper", "/archive/vertagt", "/archive/file"]
)
def test_datasettes_scripts_and_no_others_are_allowed(app: Datasette, path: str) -> None:
    answer = get(app, path)
    allowed = re.findall(r"'sha256-([^']+)'", answer.headers["content-security-policy"])
    inline = [one.text_content() for one in tree(answer).xpath("//script[not(@src)]")]
    assert inline
    for script in inline:
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in allowed
    for source in tree(answer).xpath("//script/@src"):
        assert source.startswith("/-/static/")


def test_a_foreign_page_of_datasette_would_be_noticed() -> None:
    assert len(re.findall("'sha256-", headers.datasettes())) == 3
