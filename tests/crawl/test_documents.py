"""Documents: each one that a page shows is fetched, kept once, read, followed when it changes."""

import hashlib
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawl.helpers import JUNE, WatchedSite, content, crawl, findings, query, rows_of
from harvester.standin import Fault, StandInSite, bochum_world, demo_world

MARCH = ("2014-03-01", "2014-03-31")
MARCH = ("2014-03-01", "2014-03-31")
#: The form of the seed's paper.
FORM = r"getfile\.asp\?id=265101"


def stored(archive: Path) -> dict[str, bytes]:
    """The documents of the store by the name of their file."""
    files = archive.parent / "files"
    return {path.name: path.read_bytes() for path in files.rglob("*") if path.is_file()}


def documents(archive: Path, condition: str = "1") -> list[dict[str, object]]:
    return query(archive, f"SELECT * FROM file WHERE {condition} ORDER BY id")


def test_every_document_of_herne_is_kept_and_read(site: WatchedSite, archive: Path) -> None:
    summary = crawl(site, archive, JUNE, documents=True)
    assert (summary.outcome, summary.message) == ("complete", None)
    files = documents(archive)
    assert {file["text_status"] for file in files} == {"ok"}
    held = stored(archive)
    assert {file["sha256"] for file in files} == held.keys()
    assert all(hashlib.sha256(body).hexdigest() == name for name, body in held.items())
    for file in files:
        assert file["size"] == len(held[str(file["sha256"])])
        assert file["media_type"] == "application/pdf"
        assert file["text"]
        assert file["page_count"]
    # links that expire and forms that are posted are among them
    assert {file["expires"] for file in files} == {0, 1}
    assert any(file["form"] for file in files)


def test_a_second_crawl_stores_and_changes_nothing(site: WatchedSite, archive: Path) -> None:
    crawl(site, archive, JUNE, documents=True)
    before, held = content(archive), stored(archive)
    inodes = {p: p.stat().st_ino for p in (archive.parent / "files").rglob("*")}
    crawl(site, archive, JUNE, documents=True)
    assert content(archive) == before
    assert stored(archive) == held
    assert {p: p.stat().st_ino for p in (archive.parent / "files").rglob("*")} == inodes
    assert query(archive, "SELECT count(*) AS n FROM change WHERE run_id = 2") == [{"n": 0}]


def test_without_documents_none_is_asked_for(archive: Path) -> None:
    with StandInSite(bochum_world()) as site:
        crawl(site, archive, MARCH, spider="bochum")
        assert not [target for _, target, _ in site.requests if "getfile" in target]
    assert {file["text_status"] for file in documents(archive)} == {"not_fetched"}
    assert stored(archive) == {}


def test_what_was_left_out_is_fetched_when_asked_for(archive: Path) -> None:
    with StandInSite(bochum_world()) as site:
        crawl(site, archive, MARCH, spider="bochum")
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True)
    assert summary.outcome == "complete"
    assert {file["text_status"] for file in documents(archive)} == {"ok"}


def test_changed_bytes_at_the_same_address_are_a_new_version(archive: Path) -> None:
    with StandInSite(bochum_world()) as site:
        crawl(site, archive, MARCH, spider="bochum", documents=True)
        before = {file["id"]: file["sha256"] for file in documents(archive)}
        site.faults = [Fault(FORM, "body", 1, body=b"%PDF-1.4 other bytes %%EOF")]
        crawl(site, archive, MARCH, spider="bochum", documents=True)
    versions = query(
        archive, "SELECT sha256 FROM file_version WHERE file_id = 'bochum/file/265101'"
    )
    now = rows_of(archive, "file")["bochum/file/265101"]
    assert {v["sha256"] for v in versions} == {before["bochum/file/265101"], now["sha256"]}
    assert now["text_status"] == "broken"
    assert {v["sha256"] for v in versions} <= stored(archive).keys()


def test_an_unchanged_document_is_asked_for_conditionally(archive: Path) -> None:
    with WatchedSite(replace(bochum_world(), validators=True)) as site:
        crawl(site, archive, MARCH, spider="bochum", documents=True)
        before, asked = content(archive), len(site.watched)
        crawl(site, archive, MARCH, spider="bochum", documents=True)
        again = [one for one in site.watched[asked:] if "getfile" in one.path]
    assert again
    assert all(one.body == b"" for one in again)
    assert content(archive) == before
    assert findings(archive) == findings(archive, 1) - {("warning", "sources_differ")}


def test_a_document_whose_bytes_are_lost_is_fetched_whole_again(archive: Path) -> None:
    with WatchedSite(replace(bochum_world(), validators=True)) as site:
        crawl(site, archive, MARCH, spider="bochum", documents=True)
        held = stored(archive)
        for path in (archive.parent / "files").rglob("*"):
            if path.is_file():
                path.unlink()
        crawl(site, archive, MARCH, spider="bochum", documents=True)
    assert stored(archive) == held


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(FORM, "login"), "not_a_document"),
        (Fault(FORM, "login", value="redirect"), "not_a_document"),
        (Fault(FORM, "body", body=b""), "not_a_document"),
        (Fault(FORM, "status", value=500), "http_error"),
        (Fault(FORM, "cut", value=500), "unreached"),
        (Fault(FORM, "endless", value=1000), "unreached"),
    ],
    ids=lambda value: getattr(value, "kind", value),
)
def test_what_is_no_document_costs_one_document(archive: Path, fault: Fault, code: str) -> None:
    with StandInSite(bochum_world(), faults=[fault]) as site:
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True, DOCUMENT_TIMEOUT=1.0)
    assert summary.outcome == "incomplete"
    assert ("error", code) in findings(archive)
    lacking = documents(archive, "sha256 IS NULL")
    assert [file["id"] for file in lacking] == ["bochum/file/265101"]
    assert lacking[0]["text_status"] == "not_fetched"
    assert len(stored(archive)) == len({f["sha256"] for f in documents(archive) if f["sha256"]})


@pytest.mark.parametrize(
    "fault",
    [Fault(FORM, "announce", value=2_000_000_000), Fault(FORM, "endless", value=50_000_000)],
    ids=["announced", "sent"],
)
def test_a_document_beyond_the_limit_is_told(archive: Path, fault: Fault) -> None:
    with StandInSite(bochum_world(), faults=[fault]) as site:
        summary = crawl(
            *(site, archive, MARCH), spider="bochum", documents=True, DOCUMENT_MAXSIZE=1_000_000
        )
    assert summary.outcome == "complete"
    assert ("warning", "document_too_large") in findings(archive)
    assert rows_of(archive, "file")["bochum/file/265101"]["text_status"] == "too_large"


def test_a_missing_document_is_told_and_ends_nothing(archive: Path) -> None:
    with StandInSite(bochum_world(), faults=[Fault(FORM, "status", value=404)]) as site:
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True)
    assert summary.outcome == "complete"
    assert ("warning", "not_found") in findings(archive)


@pytest.mark.parametrize(
    "fault", [Fault(FORM, "status", value=403), Fault(FORM, "refuse_page")], ids=["status", "page"]
)
def test_a_document_that_is_not_given_out_is_its_own_matter(archive: Path, fault: Fault) -> None:
    with StandInSite(bochum_world(), faults=[fault]) as site:
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True)
    assert summary.outcome == "complete"
    refused = query(archive, "SELECT record_id FROM finding WHERE code = 'document_refused'")
    assert refused == [{"record_id": "bochum/file/265101"}]


@pytest.mark.parametrize("kind", ["status", "refuse_page"])
def test_a_host_that_gives_out_no_document_is_left_alone(archive: Path, kind: Any) -> None:
    value: Any = 403 if kind == "status" else "captcha"
    with StandInSite(bochum_world(), faults=[Fault("getfile", kind, value=value)]) as site:
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True)
        asked = [target for _, target, _ in site.requests if "getfile" in target]
    assert summary.outcome == "refused"
    assert len(asked) <= 4  # one more may be on its way


def test_a_slow_document_is_waited_for(archive: Path) -> None:
    with StandInSite(bochum_world(), faults=[Fault(FORM, "slow", value=0.5)]) as site:
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True)
    assert summary.outcome == "complete"


def test_expired_links_are_fresh_again_when_a_crawl_goes_on(archive: Path) -> None:
    with StandInSite(demo_world()) as site:
        site.faults = [Fault(r"___tmp", "status", value=500)]
        broken = crawl(site, archive, JUNE, documents=True)
        assert broken.outcome == "incomplete"
        site.faults = []
        site.expire()
        summary = crawl(site, archive, JUNE, documents=True)
    assert summary.outcome == "complete"
    assert {file["text_status"] for file in documents(archive)} == {"ok"}


def test_odd_documents_have_a_status_each_and_end_nothing(archive: Path) -> None:
    with StandInSite(bochum_world(odd_files=True)) as site:
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True)
    assert summary.outcome == "complete"
    statuses = {str(file["text_status"]): file for file in documents(archive)}
    assert statuses.keys() == {"ok", "empty", "broken", "encrypted", "unsupported"}
    for status in statuses.keys() - {"ok"}:
        assert statuses[status]["sha256"] in stored(archive)
        assert any(code == f"document_{status}" for _, code in findings(archive))


def test_a_document_that_the_system_no_longer_has_is_no_fault(tmp_path: Path) -> None:
    """SessionNet says so with a page and status 200; what was held stays."""
    archive = tmp_path / "archive.sqlite"
    with StandInSite(bochum_world()) as site:
        gone = next(iter(site.world.documents))
        nothing = site.base_url + "getfile.asp?id=999999&type=do"
        with urllib.request.urlopen(nothing) as answer:
            body = answer.read()
        site.faults.append(Fault(rf"getfile\.asp\?id={gone}&", "body", body=body))
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True)
    assert summary.outcome == "complete"
    (finding,) = query(archive, "SELECT * FROM finding WHERE code = 'not_found'")
    assert (finding["severity"], finding["record_id"]) == ("warning", f"bochum/file/{gone}")


def test_half_a_document_does_not_replace_a_whole_one(tmp_path: Path) -> None:
    """A length that fits the half tells nobody; a PDF must say where it ends."""
    archive = tmp_path / "archive.sqlite"
    with StandInSite(bochum_world()) as site:
        crawl(site, archive, MARCH, spider="bochum", documents=True)
        before = rows_of(archive, "file")
        site.faults.append(Fault("getfile", "truncate", times=2, value=900))
        summary = crawl(site, archive, MARCH, spider="bochum", documents=True)
        assert summary.outcome == "incomplete"
        assert len(query(archive, "SELECT * FROM finding WHERE code = 'truncated'")) == 2
        after = rows_of(archive, "file")
        assert {i: row["sha256"] for i, row in after.items()} == {
            i: row["sha256"] for i, row in before.items()
        }
        # asked for again, they come whole
        assert crawl(site, archive, MARCH, spider="bochum", documents=True).outcome == "complete"
