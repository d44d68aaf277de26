import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archive_pages import begin, day, harvest, paper_page, visit

from harvester.archive import (
    Archive,
    ArchiveError,
    ArchiveFull,
    ArchiveLocked,
    ArchiveReadOnly,
    ArchiveTooNew,
    NotAnArchive,
)

NOBODY = 65534


def test_settings_of_the_connection(archive: Archive) -> None:
    def pragma(name: str) -> object:
        return archive.db.conn.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == 5000


def test_opening_again_changes_nothing(path: Path) -> None:
    with Archive.open(path) as archive:
        harvest(archive, day(1), paper_page())
    content = path.read_bytes()
    with Archive.open(path):
        pass
    assert path.read_bytes() == content


def test_a_closed_archive_is_one_file(path: Path) -> None:
    with Archive.open(path) as archive, Archive.open(path, "read"):
        harvest(archive, day(1), paper_page())
        archive.close()
        copy = Path(shutil.copy(path, path.with_name("copy.sqlite")))
    with Archive.open(copy, "read") as archive:
        assert len(archive.papers_by_reference("2009/0001")) == 1


def test_a_second_writer_is_told_who_writes(path: Path) -> None:
    with Archive.open(path), pytest.raises(ArchiveLocked) as caught:
        Archive.open(path)
    assert f"process {os.getpid()} since 20" in str(caught.value)
    Archive.open(path).close()


def test_the_lock_is_free_after_a_failed_open(path: Path) -> None:
    path.write_text("no database, but long enough to be looked at" * 30)
    for _ in range(2):
        with pytest.raises(NotAnArchive):
            Archive.open(path)


def test_a_reader_works_beside_the_writer(path: Path) -> None:
    with Archive.open(path) as writer, Archive.open(path, "read") as reader:
        assert reader.papers_by_reference("2009/0001") == []
        harvest(writer, day(1), paper_page())
        assert len(reader.papers_by_reference("2009/0001")) == 1
        assert reader.check() == []


def test_a_reader_does_not_write(path: Path) -> None:
    Archive.open(path).close()
    with Archive.open(path, "read") as reader:
        with pytest.raises(ArchiveReadOnly, match="for reading only"):
            begin(reader, day(1))
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.db.execute("DELETE FROM paper")


def test_another_program_that_writes_is_waited_for_and_named(path: Path) -> None:
    with Archive.open(path) as archive:
        archive.db.conn.execute("PRAGMA busy_timeout = 50")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveLocked, match="Another program is writing"):
            begin(archive, day(1))
        other.execute("ROLLBACK")
        begin(archive, day(1))
        other.close()


@pytest.mark.parametrize("mode", ["read", "write"])
def test_what_is_no_archive(path: Path, mode: str) -> None:
    path.write_bytes(b"<html>" * 500)
    with pytest.raises(NotAnArchive, match="not an SQLite database"):
        Archive.open(path, mode)  # type: ignore[arg-type]
    path.unlink()
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE paper (id TEXT)")
    foreign.close()
    content = path.read_bytes()
    with pytest.raises(NotAnArchive, match="not an archive of council papers"):
        Archive.open(path, mode)  # type: ignore[arg-type]
    assert path.read_bytes() == content
    with pytest.raises((NotAnArchive, ArchiveError), match=r"folder|no archive"):
        Archive.open(path.parent, mode)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_newer_schema_is_left_alone(path: Path, mode: str) -> None:
    with Archive.open(path) as archive:
        archive.db.table("_sqlite_migrations").insert(
            {"migration_set": "council-harvester", "name": "m0099_later", "applied_at": "2031"}
        )
    with pytest.raises(ArchiveTooNew, match="m0099_later"):
        Archive.open(path, mode)  # type: ignore[arg-type]


def test_an_older_schema_is_not_read(path: Path) -> None:
    with Archive.open(path) as archive:
        archive.db.execute("UPDATE _sqlite_migrations SET migration_set = 'other'")
    with pytest.raises(NotAnArchive):
        Archive.open(path, "read")


def test_a_missing_archive_and_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"no archive .*harvester crawl"):
        Archive.open(tmp_path / "none.sqlite", "read")
    with pytest.raises(ArchiveError, match=r"folder .* does not exist"):
        Archive.open(tmp_path / "none" / "archive.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_an_archive(path: Path) -> None:
    path.touch()
    with pytest.raises(NotAnArchive):
        Archive.open(path, "read")
    Archive.open(path).close()
    Archive.open(path, "read").close()


def test_a_name_with_special_characters(tmp_path: Path) -> None:
    path = tmp_path / "50% für Käse?#1.sqlite"
    Archive.open(path).close()
    Archive.open(path, "read").close()
    assert path.is_file()


def test_a_full_disk_loses_nothing_that_was_stored(path: Path) -> None:
    with Archive.open(path) as archive:
        run = begin(archive, day(1))
        archive.store(run, [visit(paper_page(1), day(1))], [])
        pages = archive.db.conn.execute("PRAGMA page_count").fetchone()[0]
        archive.db.conn.execute(f"PRAGMA max_page_count = {pages + 20}")
        big = [visit(paper_page(n, text="Wort " * 20_000), day(1)) for n in range(2, 12)]
        with pytest.raises(ArchiveFull, match="no room left"):
            archive.store(run, big, [])
        assert archive.check() == []
        for table in ("paper", "paper_text", "snapshot"):
            assert archive.db.table(table).count == 1
        archive.db.conn.execute("PRAGMA max_page_count = 1073741823")
        archive.store(run, big, [])
        assert archive.db.table("paper").count == 11
        assert archive.check() == []


@pytest.fixture
def locked_folder(path: Path) -> Iterator[Path]:
    """A folder with an archive that nobody may write; as root, only another user feels it."""
    folder = Path(tempfile.mkdtemp())
    with Archive.open(folder / "archive.sqlite") as archive:
        harvest(archive, day(1), paper_page())
    (folder / "archive.sqlite.lock").unlink()
    (folder / "archive.sqlite").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_somebody_else(action: Callable[[], object]) -> str:
    """What an action gives or raises in a process that has no rights to the folder."""
    receiver, sender = os.pipe()
    child = os.fork()  # not exec: another user may not be allowed to run this Python
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            shown = repr(action())
        except BaseException as error:  # whatever it is: no second pytest may go on from here
            shown = f"{type(error).__name__}: {error}"
        try:
            os.write(sender, shown.encode())
        finally:
            os._exit(0)
    os.close(sender)
    with os.fdopen(receiver) as answer:
        shown = answer.read()
    os.waitpid(child, 0)
    return shown


def test_an_archive_in_a_folder_that_cannot_be_written_is_read(locked_folder: Path) -> None:
    def read() -> object:
        with Archive.open(locked_folder / "archive.sqlite", "read") as archive:
            return len(archive.search("förderung").hits), archive.check()

    assert as_somebody_else(read) == "(1, [])"


def test_an_archive_in_a_folder_that_cannot_be_written_is_not_written(locked_folder: Path) -> None:
    shown = as_somebody_else(lambda: Archive.open(locked_folder / "archive.sqlite"))
    assert shown.startswith("ArchiveReadOnly: ")
    assert "archive.sqlite cannot be written" in shown
    assert not (locked_folder / "archive.sqlite.lock").exists()


def test_an_unfinished_archive_in_such_a_folder_is_explained(locked_folder: Path) -> None:
    (locked_folder / "archive.sqlite-wal").write_bytes(b"x" * 5000)
    (locked_folder / "archive.sqlite-wal").chmod(0o444)
    shown = as_somebody_else(lambda: Archive.open(locked_folder / "archive.sqlite", "read"))
    assert shown.startswith("ArchiveReadOnly: ")
    assert "copy it together with archive.sqlite-wal" in shown
