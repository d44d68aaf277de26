from archive_pages import day, paper_page, row
from test_absence import PAPER, gone, live, night, papers, simple
from test_second_hand import form_page

from harvester.archive import Archive

THREE = (
    ("Schulausschuss", "2009-06-03"),
    ("Hauptausschuss", "2009-06-10"),
    ("Rat der Stadt", "2009-06-30"),
)


def test_a_document_neither_keeps_nor_returns_a_withdrawn_paper(archive: Archive) -> None:
    night(archive, 1, papers(1, 2), paper_page(steps=THREE), simple(2))
    form = form_page(steps=(THREE[0], THREE[2]))
    for number in (2, 3, 4):
        night(archive, number, papers(2), form)
    assert gone(archive, "paper", PAPER) == (day(4, 3), "unlisted")
    night(archive, 5, papers(2), form)
    assert live(archive)["consultation"] == []
    assert row(archive, "paper", PAPER)["last_seen"] == day(1)
