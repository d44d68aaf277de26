"""Pages of ALLRIS that could make the parsers lose or invent something without a word.

Each is one of the project's own pages (tests/fixtures/allris) with a few words replaced.
"""

import json
import time
from pathlib import Path
from typing import TypeVar

import pytest

from harvester.normalize import normalize
from harvester.page import Page, PageError
from harvester.parsers import allris
from harvester.records import (
    AgendaItem,
    Consultation,
    File,
    Meeting,
    MeetingFile,
    Paper,
    Record,
)

ROOT = Path(__file__).parent / "fixtures" / "allris"
R = TypeVar("R", bound=Record)
TOWN = "musterstadt"
MARCH = "calendar/classic"
RESPONSIVE_MARCH = "calendar/responsive"
PAPER = "paper/everything"
MEETING = "meeting/everything"
ITEM = "agenda_item/minutes_2001"


def changed(case: str, *pairs: tuple[str, str], url: str | None = None) -> Page:
    """A case's page, each text replaced once by another, as the archive would get it."""
    text = (ROOT / case / "page.html").read_bytes().decode("windows-1252")
    meta = json.loads((ROOT / case / "meta.json").read_text(encoding="utf-8"))
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return normalize(allris.parse(text.encode("windows-1252"), url or meta["url"], TOWN))


def every(page: Page, kind: type[R]) -> list[R]:
    return [record for record in page.records if isinstance(record, kind)]


def errors(page: Page) -> list[str]:
    return [finding.code for finding in page.findings if finding.severity == "error"]


def owned(page: Page) -> set[str]:
    """The tables of which the page claims to show all rows."""
    return {children.record for children in page.children}


# Calendar


@pytest.mark.parametrize(
    ("case", "asked"),
    [
        (MARCH, "si010_j.asp?MM=4&YY=2025"),
        (MARCH, "si010_j.asp?MM=3&YY=2024"),
        (RESPONSIVE_MARCH, "si010_r.asp?MM=11&YY=2025"),
    ],
)
def test_another_month_than_asked_for_is_refused(case: str, asked: str) -> None:
    with pytest.raises(PageError) as raised:
        changed(case, url=f"https://www.musterstadt.example/allris/{asked}")
    assert raised.value.code == "contradiction"


def test_the_month_asked_for_is_taken() -> None:
    asked = "https://www.musterstadt.example/allris/si010_j.asp?MM=03&YY=2025"
    assert changed(MARCH, url=asked).listed == changed(MARCH).listed


def listed(page: Page) -> dict[str, str | None]:
    return {entry.id.rpartition("/")[2]: entry.date for entry in page.listed}


def test_a_day_with_a_full_stop_is_a_day() -> None:
    page = changed(MARCH, ("&nbsp;11</td>", "&nbsp;11.</td>"))
    assert listed(page)["902"] == "2025-03-11"
    assert errors(page) == []


@pytest.mark.parametrize("day", ["11*", "11. - 12.", "elf"])
def test_an_unreadable_day_is_not_the_day_before(day: str) -> None:
    page = changed(MARCH, ("&nbsp;11</td>", f"&nbsp;{day}</td>"))
    assert listed(page) == {
        "901": "2025-03-04",
        "951": "2025-03-04",
        "902": None,
        "952": "2025-03-30",
    }
    (error,) = [finding for finding in page.findings if finding.severity == "error"]
    assert (error.code, error.record_id) == ("unreadable_day", f"{TOWN}/meeting/902")
    assert day in error.message


def test_later_rows_of_an_unreadable_day_have_no_date_either() -> None:
    page = changed(MARCH, ("&nbsp;4</td>", "&nbsp;4*</td>"))
    assert listed(page)["951"] is None
    (fraktion,) = [m for m in every(page, Meeting) if m.id.endswith("/951")]
    assert (fraktion.date, fraktion.start) == (None, None)
    assert fraktion.date_raw == "Di 4* (3/2025)"
    assert errors(page) == ["unreadable_day", "unreadable_day"]


def test_a_weekday_without_a_day_is_not_the_day_before() -> None:
    page = changed(MARCH, ("&nbsp;11</td>", "&nbsp;</td>"))
    assert listed(page)["902"] is None
    assert errors(page) == ["unreadable_day"]


def test_an_unreadable_day_of_a_responsive_page() -> None:
    page = changed(
        RESPONSIVE_MARCH, ('<span class="dom">2</span>', '<span class="dom">2 - 3</span>')
    )
    assert listed(page) == {"961": None, "962": None}
    assert errors(page) == ["unreadable_day", "unreadable_day"]
    page = changed(RESPONSIVE_MARCH, ('<span class="dom">2</span>', '<span class="dom">2.</span>'))
    assert listed(page) == {"961": "2025-12-02", "962": "2025-12-02"}


# Beratungsfolge

HEAD = '<td class="text1" colspan="3">{}</td>\n<td class="text1" colspan="3">'
BAU_HEAD = HEAD.format("Bauausschuss")


def steps(page: Page) -> list[tuple[str | None, str | None]]:
    return [(step.organization_name, step.date) for step in every(page, Consultation)]


def test_a_meeting_below_an_unreadable_head_is_not_of_the_committee_above() -> None:
    """Nor may a later step of the same committee take the id of the one that was not read."""
    page = changed(PAPER, (BAU_HEAD, BAU_HEAD.replace('colspan="3"', 'colspan="2"', 1)))
    assert steps(page) == []
    assert "consultation" not in {child.record for child in page.children}
    assert errors(page) == ["unreadable_step", "unreadable_step"]
    assert "consultation" not in owned(page)


def test_a_page_that_is_read_whole_vouches_for_its_steps() -> None:
    assert "consultation" in owned(changed(PAPER))
    assert "consultation" in owned(changed("paper/responsive"))


def test_a_page_that_is_cut_off_does_not() -> None:
    page = changed(PAPER, ('<a name="allrisAN"></a>', ""))
    assert errors(page) == ["missing_block"]
    assert "consultation" not in owned(page)


def test_a_step_may_have_further_classes() -> None:
    row = '<tr class="zl12">\n<td title="Geplant">'
    page = changed(PAPER, (row, row.replace("zl12", "zl12 neu")))
    assert steps(page) == steps(changed(PAPER))
    assert errors(page) == []


def test_a_row_of_another_class_is_not_skipped() -> None:
    row = '<tr class="zl12">\n<td title="Bereit">'
    page = changed(PAPER, (row, row.replace("zl12", "zk3")))
    assert steps(page) == []
    assert errors(page) == ["unreadable_step"]
    assert "consultation" not in owned(page)


def test_a_label_without_its_table_is_missed() -> None:
    text = (ROOT / PAPER / "page.html").read_bytes().decode("windows-1252")
    start = text.index('<tr><td colspan="4"><table>')
    table = text[start : text.index("</table></td></tr>", start) + len("</table></td></tr>")]
    page = changed(PAPER, (table, ""))
    assert steps(page) == []
    assert errors(page) == ["missing_part"]
    assert "consultation" not in owned(page)
    assert errors(changed("paper/bare")) == []


def test_a_responsive_page_without_rows_is_missed() -> None:
    page = changed("paper/responsive", ("<tbody>", "<tbody><!--"), ("</tbody>", "--></tbody>"))
    assert errors(page) == ["missing_part"]
    assert "consultation" not in owned(page)


# Paper


def test_an_author_without_a_value_does_not_take_the_file_number() -> None:
    value = (
        '<td class="text4">1. Sachbearbeitung Verkehr - Tel.: 4711<br />'
        "2. Sachbearbeitung Grünflächen, Tel 0815</td>"
    )
    (paper,) = every(changed("paper/head_traps", (value, "")), Paper)
    assert (paper.authors_raw, paper.file_number) == (None, "66/2-Gr.")


def test_a_label_of_a_responsive_page_without_a_value_does_not_take_the_next() -> None:
    status = (
        '<div class="colEntry"><span class="text4" id="vostatus">öffentlich</span></div></div>\n'
        '<div class="row">'
    )
    (paper,) = every(changed("paper/responsive", (status, "")), Paper)
    assert (paper.status_raw, paper.paper_type_raw) == (None, "öffentliche Beschlussvorlage")


def test_a_paper_without_a_subject_is_kept() -> None:
    page = changed("paper/bare", ("\nAnfrage zum Winterdienst", "&nbsp;"))
    (paper,) = every(page, Paper)
    assert (paper.name, paper.reference) == (None, "2025/0103")
    assert [(f.severity, f.code) for f in page.findings] == [("warning", "no_name")]


def test_a_paper_without_a_number_is_kept() -> None:
    page = changed(
        "paper/bare", ("<h1>Drucksache - 2025/0103&nbsp;&nbsp;</h1>", "<h1>Drucksache</h1>")
    )
    (paper,) = every(page, Paper)
    assert (paper.name, paper.reference) == ("Anfrage zum Winterdienst", None)
    assert [(f.severity, f.code) for f in page.findings] == [("warning", "no_reference")]


# Agenda


def items(page: Page) -> dict[str, str | None]:
    return {item.id.rpartition("/")[2]: item.number for item in every(page, AgendaItem)}


ALL_ITEMS = {
    "3101": "Ö 1",
    "3102": "Ö 2",
    "3002": "Ö 2.1",
    "3103": "Ö 3",
    "3104": "Ö 4",
    "3105": "N 5",
}


def test_several_papers_of_an_item() -> None:
    link = '<a href="vo020.asp?VOLFDNR=5101">2025/0101</a>'
    page = changed(MEETING, (link, link + ' <a href="vo020.asp?VOLFDNR=5109">2025/0109</a>'))
    item = every(page, AgendaItem)[2]
    assert (item.paper_id, item.reference) == (f"{TOWN}/paper/5101", "2025/0101")
    followed = [link.url.rpartition("=")[2] for link in page.links if link.kind == "paper"]
    assert followed == ["5101", "5109", "5102"]
    (finding,) = page.findings
    assert (finding.severity, finding.code, finding.record_id) == (
        "info",
        "several_papers",
        item.id,
    )
    assert "2025/0109" in finding.message


def test_an_item_without_a_number_is_kept() -> None:
    page = changed(
        MEETING,
        (">Ö&nbsp;2</a>", ">&nbsp;</a>"),
        ('<td class="text4">N&nbsp;5</td>', '<td class="text4">&nbsp;</td>'),
    )
    assert items(page) == ALL_ITEMS | {"3102": None, "3105": None}
    assert errors(page) == []
    assert "agenda_item" in owned(page)


def test_a_row_that_is_neither_numbered_nor_empty_is_reported() -> None:
    page = changed(
        MEETING,
        ('<td class="text4">N&nbsp;5</td>', '<td class="text4"></td>'),
        ("<!--3105 -->", ""),
    )
    assert "3105" not in items(page)
    assert errors(page) == ["unreadable_item"]
    assert "agenda_item" not in owned(page)


def test_a_numbered_row_of_another_class_is_reported() -> None:
    row = '<tr class="zl12">\n<td class="text4">N&nbsp;5</td>'
    page = changed(MEETING, (row, row.replace("zl12", "zk3")))
    assert errors(page) == ["unreadable_item"]
    page = changed(MEETING, (row, row.replace("zl12", "zl12 neu")))
    assert (items(page), errors(page)) == (ALL_ITEMS, [])


def test_rows_of_an_earlier_meeting_are_no_items() -> None:
    earlier = '<tr><td class="text1">04.02.2025 - Bauausschuss</td></tr><tr>'
    nested = (
        '<tr class="zl12"><td class="text4">'
        '<a href="to010.asp?SILFDNR=890&TOLFDNR=2950">Ö&nbsp;9</a>'
        "</td><td>&nbsp;</td><td>&nbsp;</td><td>Neubau der Sporthalle</td></tr><tr>"
    )
    page = changed(MEETING, (earlier, earlier + nested[:-4] + "<tr>"))
    assert items(page) == ALL_ITEMS
    # the same row, not nested
    row = '<tr class="zl12">\n<td class="text4">N&nbsp;5</td>'
    page = changed(MEETING, (row, nested.removesuffix("<tr>") + row))
    assert items(page) == ALL_ITEMS


def test_without_a_right_column_a_meeting_has_no_documents() -> None:
    form = '<form action="do027.asp"><input type="hidden" name="DOLFDNR" value="7999" /></form>'
    page = changed(
        MEETING,
        ('<td class="me1"><table class="tk1"><tr><td class="me1">', "<td><table><tr><td>"),
        ("<td>Grundstücksangelegenheit</td>", f"<td>Grundstücksangelegenheit{form}</td>"),
    )
    assert every(page, MeetingFile) == []
    # what is not shown at all is not gone
    assert "meeting_file" not in owned(page)


# Agenda item

TOP_ROW = '<tr><td class="kb1">TOP:</td>'


def item_with(link: str, *pairs: tuple[str, str]) -> AgendaItem:
    row = f'<tr><td class="kb1">Vorlage:</td><td class="text1" colspan="3">{link}</td></tr>'
    (item,) = every(changed(ITEM, (TOP_ROW, row + TOP_ROW), *pairs), AgendaItem)
    return item


@pytest.mark.parametrize(
    ("shown", "reference"),
    [
        ("WP 14-20 SV 50/032 Niederschrift der Sitzung", "WP 14-20 SV 50/032"),
        ("22-0621 Niederschrift der Sitzung", "22-0621"),
        ("22-0621 Ein anderer Name", "22-0621"),
        ("WP 14-20 SV 50/032 Ein anderer Name", None),
        ("Niederschrift der Sitzung", None),
    ],
)
def test_the_reference_may_hold_blanks(shown: str, reference: str | None) -> None:
    item = item_with(f'<a href="vo020.asp?VOLFDNR=9">{shown}</a>')
    assert (item.paper_id, item.reference) == (f"{TOWN}/paper/9", reference)


def test_paper_and_reference_are_of_the_same_link() -> None:
    links = (
        '<a href="vo020.asp?VOLFDNR=9">2025/9 X</a></td></tr>'
        '<tr><td class="kb1">Vorlage:</td><td><a href="vo020.asp?VOLFDNR=10">2025/10 Y</a>'
    )
    item = item_with(links)
    assert (item.paper_id, item.reference) == (f"{TOWN}/paper/9", "2025/9")


@pytest.mark.parametrize("name", ["topSelected", "TOPSELECTED"])
def test_the_items_number_is_read_by_its_name(name: str) -> None:
    address = "https://www.musterstadt.example/allris/to020.asp"
    page = changed(ITEM, ("?topSelected=77", f"?{name}=77"), url=address)
    assert [item.id for item in every(page, AgendaItem)] == [f"{TOWN}/item/77"]
    with pytest.raises(PageError) as raised:
        changed(ITEM, ("?topSelected=77", "?xtopSelected=77"), url=address)
    assert raised.value.code == "missing_part"


# Files


def attached(page: Page) -> list[tuple[str | None, str | None, str | None]]:
    files = [file for file in every(page, File) if file.role == "attachment"]
    return [(file.number, file.name, file.modified) for file in files]


def test_times_of_attachments() -> None:
    assert attached(changed(PAPER)) == [
        ("1", "Lageplan", "2025-02-20T09:15:00+01:00"),
        ("2", "Kostenschätzung (2)", "2025-02-20T09:16:00+01:00"),
    ]


def test_a_time_that_the_clocks_skip_is_none() -> None:
    page = changed(PAPER, ("20.02.2025 09:15:00", "30.03.2025 02:30:00"))
    assert attached(page)[0] == ("1", "Lageplan", None)
    assert "unreadable_time" in {finding.code for finding in page.findings}


def test_namesakes_of_different_numbers_are_two_files() -> None:
    page = changed(PAPER, ('title="Anlage 1 (', 'title="Anlage 3 ('))
    assert [file[:2] for file in attached(page)] == [
        ("1", "Lageplan"),
        ("2", "Kostenschätzung (2)"),
        ("3", "Lageplan"),
    ]


def test_a_twin_is_used_once() -> None:
    page = changed(
        PAPER,
        (">Kostenschätzung (2)</a>", ">Lageplan</a>"),
        ('title="Anlage 1 (', 'title="Anlage 2 ('),
        ('<td class="text3">1</td>', '<td class="text3">&nbsp;</td>'),
    )
    # two column entries named Lageplan, both number 2; one in the table, without a number
    assert [file[1] for file in attached(page)].count("Lageplan") == 2


ROW = (
    "<tr><td>&nbsp;</td><td>{0}</td><td>öffentlich</td>"
    '<td><a href="___tmp/tmp/a/{0}.pdf">Plan {0}</a></td><td>&nbsp;</td></tr>\n'
)
FIRST_ROW = '<tr><td><img src="images/clip.gif" alt="Anlage 1" />'


@pytest.mark.parametrize("header", ["Nr.", "Zahl"])
def test_two_thousand_attachments_are_read_in_time(header: str) -> None:
    """Below a second; with a search for the header in each row it took twenty."""
    rows = "".join(ROW.format(n) for n in range(3, 2003))
    began = time.perf_counter()
    page = changed(
        PAPER,
        (FIRST_ROW, rows + FIRST_ROW),
        ('<td class="text1">Nr.</td>', f'<td class="text1">{header}</td>'),
    )
    assert time.perf_counter() - began < 5
    assert len(attached(page)) == 2002


def test_four_thousand_attachments_in_one_row_are_read_in_time() -> None:
    links = "".join(f'<a href="___tmp/tmp/a/{n}.pdf">Plan {n}</a> ' for n in range(4000))
    began = time.perf_counter()
    page = changed(PAPER, (FIRST_ROW, f"<tr><td>{links}</td></tr>" + FIRST_ROW))
    assert time.perf_counter() - began < 5
    assert len(attached(page)) == 4002


# What the page says in one place only


def test_a_block_that_the_menu_names_and_the_page_lacks_takes_no_section_away() -> None:
    page = changed(PAPER, ('<a name="allrisSV">', '<a name="weg">'))
    assert "missing_block" in errors(page)
    assert "paper_section" not in owned(page)
    assert "paper_section" in owned(changed(PAPER))


def test_a_meeting_row_without_a_status_has_that_of_its_committee() -> None:
    row = '<td title="Erledigt"></td>\n<td class="text2">'
    whole, page = changed(PAPER), changed(PAPER, (row, row.replace("Erledigt", "")))
    assert [s.status_raw for s in every(page, Consultation)] == [
        s.status_raw for s in every(whole, Consultation)
    ]


def test_a_meeting_that_is_not_linked_is_numbered_by_its_form() -> None:
    whole = every(changed(PAPER), Consultation)
    first = next(step for step in whole if step.meeting_id and step.meeting_name)
    number = str(first.meeting_id).rpartition("/")[2]
    link = f'<a href="to010.asp?SILFDNR={number}">{first.meeting_name}</a>'
    page = changed(PAPER, (link, str(first.meeting_name)))
    assert [s.meeting_id for s in every(page, Consultation)] == [s.meeting_id for s in whole]
