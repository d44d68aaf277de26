"""The checker finds what is wrong: an archive is spoilt in each way that it looks for."""

from pathlib import Path

import pytest
from archive_pages import day, harvest, list_page, paper_page

from harvester.archive import Archive
from harvester.page import Listed

SPOILT = [
    ("UPDATE paper SET clerk = ''", "paper.clerk of town/paper/1 is empty text, not null"),
    ("UPDATE consultation SET date = '2009-02-30'", "is no date"),
    ("UPDATE consultation SET result = 'beschlossen'", "is not canonical"),
    ("UPDATE consultation SET position = 3 WHERE position = 2", "are not numbered 1 to 2"),
    ("UPDATE paper SET name = 'x'", "paper town/paper/1 is not what its history says"),
    ("UPDATE paper SET name = 'x'", "paper town/paper/1 does not have its hash"),
    ("DELETE FROM change WHERE record = 'file'", "is not what its history says"),
    ("DELETE FROM paper_section", "town/paper/1/section/BV has a history and no row"),
    ("DELETE FROM paper_text", "town/paper/1 is not in the full text"),
    ("UPDATE paper_text SET words = 'anders'", "is damaged"),
    ("DELETE FROM paper", "that is not held"),
    ("UPDATE listing SET date = '2009-01-01'", "is not that of the list"),
]


@pytest.mark.parametrize(("statement", "violation"), SPOILT)
def test_a_spoilt_archive_is_found_out(path: Path, statement: str, violation: str) -> None:
    with Archive.open(path) as archive:
        harvest(
            archive, day(1), paper_page(), list_page(Listed("paper", "town/paper/1", "2009-05-18"))
        )
        assert archive.check() == []
        archive.db.conn.execute("PRAGMA foreign_keys = OFF")
        archive.db.execute(statement)
        assert any(violation in line for line in archive.check())
