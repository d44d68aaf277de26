"""What others stored is taken in: mirrors of wget, pages saved by hand, copies of the Wayback."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from crawl.helpers import crawl, query, rows_of, sound
from reportlab.pdfgen.canvas import Canvas
from vorblatt_pdf import draw
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from harvester.parsers.vorblatt import Form
from harvester.replay.files import own_runs, warc_files
from harvester.replay.rebuild import rebuild
from harvester.replay.taking import Import, take
from harvester.standin import StandInSite, bochum_world
from replay.helpers import Clock, counted, harvester_replay, rows

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
BI = "https://session.bochum.de/bi/"
PAPER = f"{BI}vo0050.asp?__kvonr=5000"
DOCUMENT = f"{BI}getfile.asp?id=7201&type=do&"
ID, FILE = "bochum/paper/5000", "bochum/file/7201"


def fixture(name: str) -> bytes:
    return (FIXTURES / name / "page.html").read_bytes()


PAGE = fixture("sessionnet/paper/layout4")
HERNE = fixture("allris/paper/everything")
OLD, NEW = "2019-05-04T10:00:00Z", "2021-03-02T08:30:00Z"


def pdf(text: str) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 770, text)
    canvas.save()
    return out.getvalue()


def form(subject: str) -> bytes:
    """The form of the fixture's paper."""
    kind = "Beschlussvorlage der Verwaltung"
    return draw(Form(kind=kind, reference="20250656", subject=subject, legal_basis="§ 41 GO NRW"))


Kept = tuple[str, str, int, str, bytes]


def kept(
    url: str, body: bytes, date: str = OLD, status: int = 200, kind: str = "text/html"
) -> Kept:
    return url, date, status, kind, body


def mirror(path: Path, *responses: Kept) -> Path:
    """A file as wget writes it."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        said = {"software": "Wget/1.21.4 (linux-gnu)", "format": "WARC File Format 1.0"}
        writer.write_record(writer.create_warcinfo_record(path.name, said))
        for url, date, status, kind, body in responses:
            dated = {"WARC-Date": date}
            asked = StatusAndHeaders(f"GET {url} HTTP/1.1", [("Host", "x")], is_http_request=True)
            record = writer.create_warc_record(
                url, "request", http_headers=asked, warc_headers_dict=dated
            )
            writer.write_record(record)
            given = StatusAndHeaders(f"{status} OK", [("Content-Type", kind)], "HTTP/1.1")
            record = writer.create_warc_record(
                *(url, "response", BytesIO(body)), http_headers=given, warc_headers_dict=dated
            )
            writer.write_record(record)
        notes = BytesIO(b"wget --mirror")
        writer.write_record(
            writer.create_warc_record("metadata://gnu.org/wget", "resource", payload=notes)
        )
    return path


def taken(archive: Path, *paths: Path, source: str | None = None) -> Import:
    """Take in what must be readable."""
    problems: list[str] = []
    done = take(archive, paths, problems.append, source_id=source, workers=0)
    assert problems == []
    assert sound(archive)
    return done


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """Two pages, two documents, and what lies around such things; the document comes first."""
    return mirror(
        tmp_path / "mirror.warc.gz",
        kept(DOCUMENT, form("Familienzentren"), kind="application/pdf"),
        kept(f"{BI}im/logo.png", b"\x89PNG\r\n\x1a\n" + bytes(200), kind="image/png"),
        kept(f"{BI}style.css", b"body { color: black }", kind="text/css"),
        kept(f"{BI}impressum.html", b"<html><body>Impressum</body></html>"),
        kept(f"{BI}vo0050.asp?__kvonr=1", b"nicht da", status=404),
        kept(PAPER, PAGE),
        kept("https://www.herne.de/allris/vo020.asp?VOLFDNR=5101", HERNE),
        kept(f"{BI}getfile.asp?id=99&type=do", pdf("nobody links it"), kind="application/pdf"),
        kept("https://www.elsewhere.example/", b"<html>else</html>"),
        kept("https://www.elsewhere.example/x.pdf", pdf("else"), kind="application/pdf"),
    )


def test_a_mirror_of_wget(archive: Path, warc: Path, clock: Clock) -> None:
    done = taken(archive, warc)
    bochum, herne = sorted(done.sources, key=lambda one: one.source_id)
    assert (bochum.taken, bochum.known, bochum.unaddressed) == (2, 0, 1)
    assert bochum.unread == {"not_html": 2, "unexpected_page": 1, "status 404": 1}
    assert (herne.taken, herne.unread) == (1, {})
    assert done.strangers == {"www.elsewhere.example": 2}
    assert [one.summary and one.summary.outcome for one in (bochum, herne)] == ["complete"] * 2
    commands = query(archive, "SELECT command FROM run ORDER BY command")
    assert [row["command"] for row in commands] == ["import bochum", "import herne"]

    paper = rows_of(archive, "paper")[ID]
    assert paper["reference"] == "20250656"
    # it was seen then and known only now
    assert (paper["first_seen"], paper["last_seen"]) == (OLD, OLD)
    assert paper["updated_at"].startswith("2026-11-01")
    file = rows_of(archive, "file")[FILE]
    assert (file["text_status"], file["media_type"]) == ("ok", "application/pdf")
    assert "Familienzentren" in file["text"]
    assert (archive.parent / "files" / file["sha256"][:2] / file["sha256"]).is_file()
    # what only the form states is there, and said to be from it
    assert paper["legal_basis"] == "§ 41 GO NRW"
    assert query(archive, "SELECT url, retrieved_at, kind FROM snapshot WHERE kind = 'file'") == [
        {"url": DOCUMENT, "retrieved_at": OLD, "kind": "file"}
    ]


def test_twice_adds_nothing(archive: Path, warc: Path, clock: Clock) -> None:
    taken(archive, warc)
    before, warcs = counted(archive), sorted((archive.parent / "warc").iterdir())
    clock.set("2026-11-09")
    done = taken(archive, warc)
    assert {one.source_id: (one.taken, one.known) for one in done.sources} == {
        "bochum": (0, 2),
        "herne": (0, 1),
    }
    assert counted(archive) == before
    assert sorted((archive.parent / "warc").iterdir()) == warcs


def test_an_import_can_be_made_anew(
    archive: Path, warc: Path, tmp_path: Path, clock: Clock
) -> None:
    taken(archive, warc)
    clock.set("2026-11-05")
    older = PAGE.replace(b"Familienzentren", b"Kindertagesst&auml;tten")
    taken(archive, mirror(tmp_path / "older.warc.gz", kept(PAPER, older, "2012-01-01T00:00:00Z")))
    new = tmp_path / "new" / "archive.sqlite"
    new.parent.mkdir()
    runs = own_runs(warc_files([archive.parent / "warc"]))
    rebuild(new, runs or [], pytest.fail, workers=0)
    assert rows(new) == rows(archive)


def test_an_older_copy_fills_only_what_is_open(archive: Path, tmp_path: Path, clock: Clock) -> None:
    """What the newer page says stands; what it does not say is taken from the old one."""
    art = '<td class="smctablehead">Art:&nbsp;</td><td class="smctablecontent">'
    art += "Beschlussvorlage der Verwaltung</td>"
    without = PAGE.replace(b"20250656", b"20259999").replace(art.encode(), b"")
    newer = mirror(tmp_path / "newer.warc.gz", kept(PAPER, without, NEW))
    taken(archive, newer)
    before = rows_of(archive, "paper")[ID]
    assert (before["reference"], before["paper_type"]) == ("20259999", None)
    folder = tmp_path / "wayback"
    folder.mkdir()
    (folder / "paper.html").write_bytes(PAGE)
    copy = f"https://web.archive.org/web/20190504100000id_/{PAPER}"
    (folder / "addresses.csv").write_text(f"paper.html;{copy}\n")
    clock.set("2026-11-09")
    taken(archive, folder)
    after = rows_of(archive, "paper")[ID]
    assert (after["reference"], after["name"]) == (before["reference"], before["name"])
    assert after["paper_type"] == "resolution_proposal"
    assert after["last_seen"] == NEW
    (snapshot,) = query(archive, "SELECT url FROM snapshot WHERE retrieved_at = ?", OLD)
    assert snapshot["url"] == PAPER


def test_older_bytes_of_a_document_are_a_version_and_no_more(
    archive: Path, tmp_path: Path, clock: Clock
) -> None:
    """A text that the newer bytes lack must not be put beside them, nor an older form's words."""
    page, kind = kept(PAPER, PAGE, OLD), "application/pdf"
    blank = kept(DOCUMENT, pdf(""), NEW, kind=kind)
    taken(archive, mirror(tmp_path / "newer.warc.gz", page, blank))
    before = rows_of(archive, "file")[FILE]
    assert before["text_status"] == "empty"
    old = kept(DOCUMENT, form("Was einmal war"), OLD, kind=kind)
    done = taken(archive, mirror(tmp_path / "older.warc.gz", old))
    assert done.sources[0].taken == 1
    after = rows_of(archive, "file")[FILE]
    assert after == before
    assert rows_of(archive, "paper")[ID]["legal_basis"] is None
    versions = query(archive, "SELECT last_seen FROM file_version ORDER BY last_seen")
    assert [row["last_seen"] for row in versions] == [OLD, NEW]


def test_a_folder_of_saved_pages(archive: Path, tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "vorlage.html").write_bytes(PAGE)
    (folder / "herne.html").write_bytes(HERNE)
    (folder / "anlage.pdf").write_bytes(pdf("Anlage eins"))
    (folder / "addresses.csv").write_text(
        f"vorlage.html,{PAPER},2019-05-04T10:00:00Z\n"
        "herne.html,https://www.herne.de/allris/vo020.asp?VOLFDNR=5101,2019-05-04\n"
        f"anlage.pdf,{DOCUMENT},2019-05-05\n"
    )
    done = taken(archive, folder)
    assert {one.source_id: one.taken for one in done.sources} == {"bochum": 2, "herne": 1}
    assert rows_of(archive, "file")[FILE]["text"] == "Anlage eins"
    assert "herne/paper/5101" in rows_of(archive, "paper")


def test_a_page_of_a_later_import_tells_of_a_document(
    archive: Path, tmp_path: Path, clock: Clock
) -> None:
    """The archive knows the address, be it by another protocol."""
    taken(archive, mirror(tmp_path / "page.warc.gz", kept(PAPER, PAGE)))
    document = kept(DOCUMENT.replace("https:", "http:"), pdf("spaeter"), kind="application/pdf")
    done = taken(archive, mirror(tmp_path / "pdf.warc.gz", document))
    assert (done.sources[0].taken, done.sources[0].unaddressed) == (1, 0)
    assert rows_of(archive, "file")[FILE]["text"] == "spaeter"


def test_a_stranger_is_taken_for_the_source_that_is_named(
    archive: Path, tmp_path: Path, clock: Clock
) -> None:
    url = "https://ris.musterstadt.example/bi/vo0050.asp?__kvonr=5000"
    file = mirror(tmp_path / "stranger.warc.gz", kept(url, PAGE))
    assert taken(archive, file).sources == []
    assert [one.taken for one in taken(archive, file, source="bochum").sources] == [1]
    assert ID in rows_of(archive, "paper")


def test_a_council_page_that_is_broken_is_an_error(
    archive: Path, tmp_path: Path, clock: Clock
) -> None:
    done = taken(archive, mirror(tmp_path / "cut.warc.gz", kept(PAPER, PAGE[:1500])))
    (bochum,) = done.sources
    assert bochum.summary
    assert bochum.summary.outcome == "incomplete"
    codes = query(archive, "SELECT severity FROM finding")
    assert {row["severity"] for row in codes} == {"error"}


def test_what_is_dated_in_the_future_is_left(archive: Path, tmp_path: Path, clock: Clock) -> None:
    file = mirror(tmp_path / "x.warc.gz", kept(PAPER, PAGE, "2099-01-01T00:00:00Z"))
    (bochum,) = taken(archive, file).sources
    assert (bochum.taken, bochum.unread) == (0, {"dated in the future": 1})


def test_own_files_come_into_an_archive_that_holds_something(
    archive: Path, tmp_path: Path, clock: Clock
) -> None:
    """From another machine: read late, with the documents, of the same source as here."""
    march = ("2014-03-01", "2014-03-31")
    other = tmp_path / "other" / "archive.sqlite"
    other.parent.mkdir()
    with StandInSite(bochum_world()) as site:
        crawl(site, other, march, spider="bochum", documents=True)
        clock.set("2026-11-05")
        crawl(site, archive, ("2014-03-26", "2014-03-26"), spider="bochum")
        held = rows_of(archive, "paper")
        done = taken(archive, other.parent / "warc")
    assert [one.source_id for one in done.sources] == ["bochum"]
    assert rows_of(archive, "paper").keys() >= rows_of(other, "paper").keys()
    for paper_id, row in held.items():
        assert rows_of(archive, "paper")[paper_id]["last_seen"] == row["last_seen"]
    assert query(archive, "SELECT count(*) AS n FROM file WHERE text_status = 'ok'")[0]["n"] > 5
    assert query(archive, "SELECT base_url FROM source")[0]["base_url"] == site.base_url


@pytest.mark.parametrize(
    "body",
    [
        b"no WARC at all, whatever its name says" * 40,
        b"\x1f\x8b\x08" + bytes(500),
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nx",
    ],
)
def test_a_broken_file_is_told_in_a_sentence(archive: Path, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "broken.warc.gz").write_bytes(body)
    done = harvester_replay("--archive", archive, tmp_path / "broken.warc.gz")
    assert done.returncode == 1
    assert "broken.warc.gz" in done.stderr
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr


def test_what_is_good_in_a_broken_file_is_taken(archive: Path, tmp_path: Path) -> None:
    file = mirror(tmp_path / "torn.warc.gz", kept(PAPER, PAGE), kept(DOCUMENT, pdf("x")))
    file.write_bytes(file.read_bytes()[:-900])
    done = harvester_replay("--archive", archive, file)
    assert done.returncode == 1
    assert "torn.warc.gz" in done.stderr
    assert ID in rows_of(archive, "paper")


def arguments(*given: object) -> Sequence[object]:
    return given


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        (arguments(), 1, "no archive"),
        (arguments("missing.warc.gz"), 1, "no file or folder"),
        (arguments("--source", "nowhere"), 2, "none of"),
        (arguments("--since", "2026-01-01", "."), 2, "--since"),
    ],
)
def test_wrong_usage(archive: Path, given: Sequence[object], code: int, told: str) -> None:
    done = harvester_replay("--archive", archive, *given)
    assert done.returncode == code
    assert told in done.stderr
