"""A copy to give away: staff is gone from every table, text, index and version."""

import json
import re
import shutil
import sqlite3
import sys
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.archive import Archive, ArchiveError, ArchiveFull
from harvester.archive.changes import changes
from harvester.archive.fulltext import INDEXES
from harvester.archive.publishing import publish, published
from harvester.archive.staff_authors import Offices
from harvester.archive.staff_names import Names
from harvester.archive.staff_text import MARK, Cleaner
from harvester.page import Page
from harvester.records import File
from harvester.text import fold

sys.path.append(str(Path(__file__).resolve().parents[1] / "archive"))

from archive_pages import (
    begin,
    day,
    harvest,
    item_page,
    meeting_page,
    paper_page,
    row,
)

PAPER = "town/paper/1"
CLERK = "Quirlmeister, Zölestine"
#: How the name may be written.
FORMS = (
    "Zölestine Quirlmeister",
    "Quirlmeister, Zölestine",
    "Quirlmeister Zölestine",
    "Zölestine  Quirlmeister",
    "Frau Quirlmeister",
    "Frau Dr. Quirlmeister",
    "Frau\nQuirlmeister",
    "Z. Quirlmeister",
    "ZÖLESTINE QUIRLMEISTER",
    "Zoelestine Quirlmeister",
    unicodedata.normalize("NFD", "Zölestine Quirlmeister"),
    "Zölestine Quirl-\nmeister",
    "Zölestine Quirl\u00admeister",
    "zoelestine.quirlmeister",
    "zölestine_quirlmeister.pdf",
    "zoelestine.quirlmeister@town.example",
    "Zölestine Quirlmeisters",
    "Bearbeiterin: Quirlmeister, Zölestine (0815-3533)",
)
#: What may stand before and behind it.
AROUND = (*" \n\t\"„“'(),;:/*-–…!?[]{}<>|", ". ", " 7 ", " und ", " é ", "\u00a0", "😀 ", "\\")


def scanned(path: Path) -> str:
    """All text in a file's bytes, without what only parts a word, folded as names are compared."""
    text = path.read_bytes().decode("utf-8", "ignore")
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return fold(re.sub("[\u00ad\u200b-\u200f\ufeff]|-\n", "", text))


def all_text(archive: Archive) -> str:
    return "\n".join(archive.db.conn.iterdump())


def cleaner(*clerks: str, known: tuple[str, ...] = ("FB 42 - Kinder-Jugend-Familie",)) -> Cleaner:
    offices = Offices(known)
    names = Names(offices)
    for clerk in clerks:
        names.learn(clerk, certain=True)
    return Cleaner(names, offices)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite"


def filled(path: Path) -> None:
    """A paper whose clerk and authors changed, with the name in texts of several versions."""
    first: dict[str, Any] = {
        "clerk": CLERK,
        "authors_raw": "1. Frau Quirlmeister, Tel 3533\n2. FB 42",
        "authors": ["Frau Quirlmeister", "FB 42"],
        "lead_department": "FB 42",
    }
    with Archive.open(path) as archive:
        harvest(archive, day(1), paper_page(text="Frau Quirlmeister trägt vor.", **first))
        harvest(
            archive,
            day(2),
            paper_page(
                text="Zölestine Quirlmeister trägt vor.", **first | {"clerk": "Beispiel, B"}
            ),
        )
        harvest(archive, day(3), paper_page(text="Es wird vorgetragen.", name="Anders", **first))
        harvest(
            archive,
            day(4),
            meeting_page(),
            item_page(text="Auf Frage von Frau Quirlmeister: nein."),
        )
        assert archive.check() == []


def test_staff_is_gone_from_every_byte(path: Path) -> None:
    filled(path)
    assert "quirlmeister" in scanned(path)
    with Archive.open(path, mode="read") as archive, published(archive, with_staff=False) as copy:
        assert copy.check() == []
        found = scanned(copy.path)
        assert "quirlmeister" not in found
        assert "zolestine" not in found
        assert "3533" not in found
        assert "beispiel, b" not in found
        # no page of the file holds what was there before
        assert copy.db.conn.execute("PRAGMA freelist_count").fetchone() == (0,)
        paper = row(copy, "paper", PAPER)
        assert (paper["clerk"], paper["authors"]) == (None, '["FB 42"]')
        assert paper["authors_raw"] == "2. FB 42"
        assert row(copy, "agenda_item", "town/item/11")["resolution_text"] == (
            f"Auf Frage von Frau {MARK}: nein."
        )


def test_what_is_not_staff_stays_as_it_was(path: Path) -> None:
    filled(path)
    with Archive.open(path, mode="read") as archive, published(archive, with_staff=False) as copy:
        for table in ("consultation", "meeting", "file", "paper_file", "organization", "listing"):
            query = f"SELECT * FROM {table} ORDER BY 1"
            assert list(copy.db.query(query)) == list(archive.db.query(query))
        same = {"clerk", "authors", "authors_raw", "content_hash"}
        before, after = (row(held, "paper", PAPER) for held in (archive, copy))
        assert {name for name in before if before[name] != after[name]} == same
        assert [paper["id"] for paper in copy.papers_by_reference("2009/0001")] == [PAPER]


def test_the_history_is_kept_without_staff(path: Path) -> None:
    filled(path)
    with Archive.open(path, mode="read") as archive, published(archive, with_staff=False) as copy:
        fields = copy.db.conn.execute(
            "SELECT field, count(*) FROM change WHERE kind = 'changed' "
            "AND record IN ('paper', 'paper_section') GROUP BY field"
        ).fetchall()
        # that the text changed is told, that the clerk did is not
        assert dict(fields) == {"name": 1, "text": 2}
        texts = copy.db.conn.execute("SELECT old, new FROM change WHERE field = 'text' ORDER BY id")
        assert [[json.loads(one) for one in both] for both in texts] == [
            [f"Frau {MARK} trägt vor.", f"{MARK} trägt vor."],
            [f"{MARK} trägt vor.", "Es wird vorgetragen."],
        ]
        known = copy.rebuild("paper", PAPER, "2026-01-01")
        assert known is not None
        assert (known["name"], known["clerk"]) == ("Kommunale Familienförderung", None)
        assert changes(copy, "2026-01-02", "2026-01-03")


def test_with_staff_they_stay(path: Path) -> None:
    filled(path)
    with Archive.open(path, mode="read") as archive, published(archive, with_staff=True) as copy:
        assert copy.check() == []
        assert row(copy, "paper", PAPER)["clerk"] == CLERK
        assert scanned(copy.path).count("quirlmeister") > 5


def test_the_copy_is_found_by_its_own_words_only(path: Path) -> None:
    filled(path)
    with Archive.open(path) as archive:
        harvest(archive, day(5), paper_page(text="Frau Quirlmeister und ein Schwebebalken."))
    with Archive.open(path, mode="read") as archive, published(archive, with_staff=False) as copy:
        assert len(archive.search("Quirlmeister").hits) == 1
        assert not copy.search("Quirlmeister").hits
        assert len(copy.search("Schwebebalken").hits) == 1
        # the index remembers nothing: it is as one that never knew other words
        held = path.with_name("again.sqlite")
        shutil.copy(copy.path, held)
    with closing(sqlite3.connect(held)) as conn:
        for table in INDEXES:
            before = conn.execute(f"SELECT id, block FROM {table}_data ORDER BY id").fetchall()
            conn.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
            conn.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
            after = conn.execute(f"SELECT id, block FROM {table}_data ORDER BY id").fetchall()
            assert [block for _, block in before][2:] == [block for _, block in after][2:]


def test_a_day_in_the_past_of_a_copy(path: Path) -> None:
    """On that day another clerk was named; the name in the text is known from the day before."""
    filled(path)
    with (
        Archive.open(path, mode="read") as archive,
        published(archive, with_staff=False, at="2026-01-02") as copy,
    ):
        assert "quirlmeister" not in scanned(copy.path)
        (text,) = copy.db.conn.execute("SELECT text FROM paper_section").fetchone()
        assert text == f"{MARK} trägt vor."
        assert len(copy.search("Familienförderung").hits) == 1
        assert len(list(copy.path.parent.iterdir())) == 1


def test_a_day_before_all_is_refused(path: Path) -> None:
    filled(path)
    with (
        Archive.open(path, mode="read") as archive,
        pytest.raises(ArchiveError, match=f"^{re.escape(str(path))} knew nothing on 1999-01-01"),
        published(archive, with_staff=False, at="1999-01-01"),
    ):
        pass


def test_what_tells_of_the_harvester_is_left_out_in_any_case(path: Path) -> None:
    filled(path)
    with Archive.open(path) as archive:
        arguments = {"since": "2009-06-01", "urls": "/srv/erika/adressen.txt"}
        with archive.db.conn:
            archive.db.conn.execute("UPDATE run SET arguments = ?", (json.dumps(arguments),))
    for with_staff in (True, False):
        with (
            Archive.open(path, mode="read") as archive,
            published(archive, with_staff=with_staff) as copy,
        ):
            assert copy.db.table("frontier").count == 0
            (given,) = copy.db.conn.execute("SELECT DISTINCT arguments FROM run").fetchone()
            assert json.loads(given) == {"since": "2009-06-01", "urls": "adressen.txt"}


def test_the_archive_itself_is_not_touched(path: Path) -> None:
    filled(path)
    with Archive.open(path, mode="read") as archive:
        before = all_text(archive)
        with published(archive, with_staff=False) as copy:
            made = copy.path
            with pytest.raises(ArchiveError):
                begin(copy, day(9))
        assert not made.parent.exists()
        with pytest.raises(sqlite3.OperationalError):  # still for reading only
            archive.db.conn.execute("CREATE TABLE other (id)")
        assert all_text(archive) == before


def test_the_same_archive_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    filled(path)
    copies = [tmp_path / name for name in ("one.sqlite", "two.sqlite")]
    with Archive.open(path, mode="read") as archive:
        for copy in copies:
            left_out = publish(archive, copy, with_staff=False)
    assert copies[0].read_bytes() == copies[1].read_bytes()
    assert left_out["paper.clerk"] == 1
    assert left_out["change.paper.clerk"] == 2
    assert left_out["agenda_item.resolution_text"] == 1
    assert sorted(one.name for one in tmp_path.iterdir() if "raw" in one.name) == []


def test_without_room_nothing_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)

    def full(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("harvester.archive.publishing._prepare", full)
    to = path.with_name("copy.sqlite")
    with (
        Archive.open(path, mode="read") as archive,
        pytest.raises(ArchiveFull, match="no room"),
    ):
        publish(archive, to, with_staff=False)
    assert {one.name for one in path.parent.iterdir() if one.name.startswith("copy")} == set()


def _pages(text: str) -> list[Page]:
    """Pages with the text in every place that takes any."""
    names = ("name", "file_number", "lead_department", "legal_basis", "status_raw", "text")
    lists = ("decision_body", "related_references", "participating_departments")
    shown: dict[str, Any] = {
        **dict.fromkeys(names, text),
        **{name: [text, "anders"] for name in lists},
    }
    page = paper_page(**shown)
    page.note("warning", "unknown_result", text, PAPER)
    for record in page.records:
        if isinstance(record, File):
            record.name = record.file_name = record.text = text
            record.url = f"https://ris.example/x.pdf?name={text}"
            record.expires, record.form = False, {"name": text}
    return [page, meeting_page(), item_page(text=text)]


@settings(max_examples=15, deadline=None)
@given(
    form=st.sampled_from(FORMS),
    before=st.text(max_size=20),
    behind=st.text(max_size=20),
    around=st.tuples(st.sampled_from(AROUND), st.sampled_from(AROUND)),
)
def test_a_name_may_stand_anywhere(
    tmp_path_factory: pytest.TempPathFactory,
    form: str,
    before: str,
    behind: str,
    around: tuple[str, str],
) -> None:
    text = f"{before}{around[0]}{form}{around[1]}{behind}".encode("utf-8", "ignore").decode()
    path = tmp_path_factory.mktemp("anywhere") / "archive.sqlite"
    with Archive.open(path) as archive:
        harvest(archive, day(1), paper_page(2, clerk=CLERK), *_pages(text))
        harvest(archive, day(2), *_pages("Nichts"))
        harvest(archive, day(3), *_pages(text))
    with Archive.open(path, mode="read") as archive, published(archive, with_staff=False) as copy:
        assert row(archive, "file", f"{PAPER}/file/1")["text"] == text
        assert "quirlmeister" not in scanned(copy.path)
        assert copy.check() == []


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Der Koch ist lang.", "Der Koch ist lang."),
        ("Herr Koch kocht.", f"Herr {MARK} kocht."),
        ("Frau Lang wartet lang.", f"Frau {MARK} wartet lang."),
        ("eine Frau lang in der Schlange", "eine Frau lang in der Schlange"),
        ("die Lange Straße in Herne", "die Lange Straße in Herne"),
        ("Petra Muster-Meier und Herr Muster", "Petra Muster-Meier und Herr Muster"),
        ("Petra Lang (910-1234) sagt", f"{MARK} sagt"),
        ("P. Lang und p. lang", f"{MARK} und p. lang"),
        ("Herrn Kochs Bericht", f"Herrn {MARK} Bericht"),
        ("Frau Lang, Petra Lang, Lang", f"Frau {MARK}, Lang"),
        ("Sachbearbeitung 3 und 30", f"{MARK} und 30"),
    ],
)
def test_ordinary_words_stay(text: str, published: str) -> None:
    assert cleaner("Lang, Petra", "Koch", "Sachbearbeitung 3").text(text) == published


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Bearbeiter/-in: Frei, Otto\nweiter", f"Bearbeiter/-in: {MARK}\nweiter"),
        ("Bearbeiter:in: Otto Frei", f"Bearbeiter:in: {MARK}"),
        (
            "Verfasser: Frei, Otto Tel.: 02323 / 16-3050 Az.: 65/Vo",
            f"Verfasser: {MARK} Tel.: {MARK} Az.: 65/Vo",
        ),
        (
            "Sachbearbeiter/in (Tel.)\nFrau Frei (910-1234)\nTOP/akt. Beratung",
            f"Sachbearbeiter/in (Tel.)\n{MARK}\nTOP/akt. Beratung",
        ),
        (
            "Stadtamt 51 Sachbearbeiter/in (Tel.) Frau Frei (1234) TOP/akt. Beratung ja",
            f"Stadtamt 51 Sachbearbeiter/in (Tel.) {MARK} TOP/akt. Beratung ja",
        ),
        ("Auskunft erteilt: Herr Frei, Zimmer 12", f"Auskunft erteilt: {MARK}"),
        ("Ansprechpartnerin\nErika Frei\nweiter", f"Ansprechpartnerin\n{MARK}\nweiter"),
        ("Schriftführer: O. Frei", f"Schriftführer: {MARK}"),
        # groups, offices and prose
        ("(Verfasserin: CDU-Fraktion)", "(Verfasserin: CDU-Fraktion)"),
        ("Verfasser: 65-Zentrales Gebäudemanagement", "Verfasser: 65-Zentrales Gebäudemanagement"),
        ("Stelle als Sachbearbeiter (m/w/d) für", "Stelle als Sachbearbeiter (m/w/d) für"),
        ("Die Verfasser schlagen vor: mehr.", "Die Verfasser schlagen vor: mehr."),
        ("Bearbeitung: noch in diesem Jahr", "Bearbeitung: noch in diesem Jahr"),
        ("Zuständig: Klara Frei", f"Zuständig: {MARK}"),
        ("Zuständige/r: Frau Frei", f"Zuständige/r: {MARK}"),
        ("Zuständig: FB 42", "Zuständig: FB 42"),
        # numbers and rooms
        ("Mobil 0171/1234567, Handy 0171 1234567", f"Mobil {MARK}, Handy {MARK}"),
        ("Kontakt: Klara Frei, Fax 3052", f"Kontakt: {MARK}"),
        ("Tel.: 3051, Faxnr. 3052", f"Tel.: {MARK}, Faxnr. {MARK}"),
        ("Emscher Mobil 2030 und Mobil 2000", "Emscher Mobil 2030 und Mobil 2000"),
        ("Tel. 3050 12.05.2009", f"Tel. {MARK} 12.05.2009"),
        ("Telefon (0 23 23) 16-30 50, am 3. Mai", f"Telefon {MARK}, am 3. Mai"),
        ("Durchwahl -3050", "Durchwahl -3050"),
        ("Bezirksrathaus, Zimmer 12", "Bezirksrathaus, Zimmer 12"),
        ("Hotel 2000 Betten, Tel Aviv 1909", "Hotel 2000 Betten, Tel Aviv 1909"),
        # mail
        ("an o.frei@town.example.", f"an {MARK}."),
        ("an o_frei (at) town.example", f"an {MARK}"),
        ("an info@town.example oder rathaus@town.example", None),
    ],
)
def test_what_stands_behind_labels(text: str, published: str | None) -> None:
    assert cleaner().text(text) == (text if published is None else published)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("gez. Frei", f"gez. {MARK}"),
        ("gez. Klara Frei Ende", f"gez. {MARK} Ende"),
        ("gez. K. Frei, Kämmerin", f"gez. {MARK}, Kämmerin"),
        ("gez.\nDr. Frei", f"gez.\n{MARK}"),
        ("i.A. Frei\nweiter", f"i.A. {MARK}\nweiter"),
        ("i. V. Frau Frei lobt", f"i. V. {MARK} lobt"),
        ("Im Auftrag\nFrei", f"Im Auftrag\n{MARK}"),
        ("In Vertretung\n\nKlara Frei\nDezernentin", f"In Vertretung\n\n{MARK}\nDezernentin"),
        ("Im Auftrag Klara Frei (40)", f"Im Auftrag {MARK} (40)"),
        ("es fährt im Auftrag Herrn Freis", f"es fährt im Auftrag {MARK}"),
        # offices and sentences
        ("gez. Der Oberbürgermeister", None),
        ("gez. Oberbürgermeisterin", None),
        ("gez. Die Verwaltung", None),
        ("im Auftrag der Stadt Herne", None),
        ("Im Auftrag der Stadt Herne", None),
        ("Im Auftrag Stadt Herne", None),
        ("Gutachten im Auftrag\nHerner Bürger", None),
        ("Im Auftrag\nHerne baut Straßen", None),
        ("i.V.m. § 3 GO und i.V. mit § 4", None),
        ("i.V. der Satzung", None),
        ("gez. Frei am 3. Mai", None),  # told in decision 19
        # behind an office
        ("Amt 40 - Herr Frei - 3053", f"Amt 40 - {MARK}"),
        ("FB 40 / Frau Frei", f"FB 40 / {MARK}"),
        ("Federführung: Schulamt, Frau Dr. Frei (3053) und", f"Federführung: Schulamt, {MARK} und"),
        ("Amt 13/Fr. Frei, Fr. Froh und", f"Amt 13/{MARK} und"),
        ("Amt 13/Herr Frei und Frau Klara Froh (3053)", f"Amt 13/{MARK}"),
        ("SPD-Fraktion / Frau Frei", None),
        ("Fraktion Die Grünen - Frau Frei", None),
        ("Anwesend - Herr Frei", None),
    ],
)
def test_who_signs_and_who_stands_behind_an_office(text: str, published: str | None) -> None:
    clean = cleaner(known=("Stadt Herne",))
    once = clean.text(text)
    assert once == (text if published is None else published)
    assert clean.text(once) == once


def test_departments_are_without_their_telephone(path: Path) -> None:
    shown = ["66 1 (2201)", "FB 42 (Tel. 16-3050)", "Büro (II)"]
    with Archive.open(path) as archive:
        first = paper_page(1, lead_department="20 2 (1455)", participating_departments=shown)
        harvest(archive, day(1), first, paper_page(2, lead_department="(1455)"))
        # that the telephone changed is not told
        harvest(archive, day(2), paper_page(1, lead_department="20 2 (1456)"))
    with Archive.open(path, mode="read") as archive, published(archive, with_staff=False) as copy:
        paper = row(copy, "paper", PAPER)
        assert paper["lead_department"] == "20 2"
        assert row(copy, "paper", "town/paper/2")["lead_department"] is None
        known = copy.rebuild("paper", PAPER, "2026-01-01")
        assert known is not None
        assert known["participating_departments"] == ["66 1", "FB 42", "Büro (II)"]
        told = copy.db.conn.execute("SELECT * FROM change WHERE field = 'lead_department'")
        assert told.fetchall() == []
        assert copy.check() == []
        found = scanned(copy.path)
        for number in ("1455", "1456", "2201", "16-3050"):
            assert f"({number}" not in found


@pytest.mark.parametrize(
    ("authors", "published"),
    [
        ("Frei, Otto", None),
        ("Frau Frei, Tel 3533", None),
        ("Amt 40, Frau Frei", None),
        ("Linke, Petra", None),
        ("1. Fachbereichsleitung\n2. Frei, Otto", "1. Fachbereichsleitung"),
        ("Fachbereichsleitung, Tel 3533", f"Fachbereichsleitung, Tel {MARK}"),
        ("FB 42 - Kinder-Jugend-Familie", "FB 42 - Kinder-Jugend-Familie"),
        ("SPD-Fraktion", "SPD-Fraktion"),
        ("Fraktion Die Grünen / Frau Frei", "Fraktion Die Grünen / Frau Frei"),
        ("Bündnis 90/Die Grünen", "Bündnis 90/Die Grünen"),
        ("Bürgermeisterin Dr. Frei", "Bürgermeisterin Dr. Frei"),
        ("Der Oberbürgermeister", "Der Oberbürgermeister"),
        ("Ordnungsamt", "Ordnungsamt"),
        ("Jugendhilfeausschuss", "Jugendhilfeausschuss"),
    ],
)
def test_authors_are_groups_and_offices(authors: str, published: str | None) -> None:
    assert cleaner().authors(authors) == published


def test_a_department_is_not_taken_for_a_person() -> None:
    known = ("FB 42 - Kinder, Jugend, Familie", "Stadt Herne")
    names = Names(offices := Offices(known))
    for author in ("Kinder, Jugend", "Stadtwerke Herne", "FB 42"):
        names.learn(author, certain=False)
    text = "Kinder, Jugend und die Stadtwerke Herne, FB 42"
    assert Cleaner(names, offices).text(text) == text


def test_ids_and_addresses_that_name_staff() -> None:
    clean = cleaner("Lang, Petra")
    file = clean.identity("town/paper/1/file/bericht-petra-lang")
    assert re.fullmatch("town/paper/1/file/[0-9a-f]{12}", file)
    assert clean.identity("town/paper/1 town/paper/1/file/bericht-petra-lang") == (
        f"town/paper/1 {file}"
    )
    assert clean.identity("town/paper/1/file/lang") == "town/paper/1/file/lang"
    assert clean.address("https://ris.example/x?n=Petra%20Lang.pdf") == "https://ris.example/"
    assert clean.address("https://ris.example/x?n=Lang.pdf") == "https://ris.example/x?n=Lang.pdf"
    assert clean.address("http://[Petra Lang") == MARK


def test_what_a_finding_says_of_a_clerk_is_left_out() -> None:
    clean = cleaner()
    assert clean.finding("clerk: 'Frei, O', but 'Neu, E' in x.") == f"clerk: {MARK}"
    assert clean.finding("date: '2014-03-28', but '2014-03-21' in x.") == (
        "date: '2014-03-28', but '2014-03-21' in x."
    )


@given(st.text(), st.text())
def test_cleaning_again_changes_nothing(before: str, behind: str) -> None:
    clean = cleaner("Lang, Petra")
    once = clean.text(f"{before} Bearbeiter: Petra Lang, Tel. 3050\n{behind}")
    assert clean.text(once) == once
    assert "Petra Lang" not in once
    assert "3050" not in once


def test_hostile_texts_take_linear_time() -> None:
    clean = cleaner("Lang, Petra")
    for part in (
        "Verfasser: ",
        "Tel. ",
        "a@",
        "Petra ",
        "-\na",
        "\u00ad",
        "Herr ",
        "( ",
        "1 / ",
        "gez. ",
        "Im Auftrag\n",
        "gez. Ab",
        " - Frau Ab",
        "Amt 40 - Frau Ab - 1",
    ):
        clean.text(part * (400_000 // len(part)))
