"""Pages of SessionNet that could make the parser lose or invent something without a word.

Each is one of the project's own pages (tests/fixtures/sessionnet) with a few words replaced.
"""

import json
from pathlib import Path
from typing import TypeVar

import pytest

from harvester.normalize import normalize
from harvester.page import Page, PageError
from harvester.parsers import sessionnet
from harvester.records import (
    AgendaItem,
    AgendaItemFile,
    Consultation,
    File,
    Meeting,
    Organization,
    Paper,
    PaperSection,
    Record,
)

ROOT = Path(__file__).parent / "fixtures" / "sessionnet"
R = TypeVar("R", bound=Record)
TOWN = "musterstadt"
BASE = "https://ris.musterstadt.example/bi/"


def changed(case: str, *pairs: tuple[str, str], url: str | None = None) -> Page:
    """A case's page, each text replaced once by another, as the archive would get it."""
    text = (ROOT / case / "page.html").read_bytes().decode("utf-8", errors="surrogateescape")
    meta = json.loads((ROOT / case / "meta.json").read_text(encoding="utf-8"))
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    body = text.encode("utf-8", errors="surrogateescape")
    return normalize(sessionnet.parse(body, f"{BASE}{url}" if url else meta["url"], TOWN))


def every(page: Page, kind: type[R]) -> list[R]:
    return [record for record in page.records if isinstance(record, kind)]


def codes(page: Page, severity: str = "error") -> list[str]:
    return [finding.code for finding in page.findings if finding.severity == severity]


def owned(page: Page) -> set[str]:
    """The tables of which the page claims to show all rows."""
    return {children.record for children in page.children}


def listed(page: Page) -> dict[str, str | None]:
    return {entry.id.rpartition("/")[2]: entry.date for entry in page.listed}


def raised(case: str, *pairs: tuple[str, str], url: str | None = None) -> str:
    """The code of the error that a changed page raises."""
    with pytest.raises(PageError) as error:
        changed(case, *pairs, url=url)
    return error.value.code


# Calendar


@pytest.mark.parametrize(
    ("case", "asked"),
    [
        ("calendar/layout4", "si0040.asp?__cjahr=2025&__cmonat=4"),
        ("calendar/layout5", "si0040.php?__cjahr=2024&__cmonat=4"),
        ("calendar/layout6", "si0040.asp?__cjahr=2026&__cmonat=7"),
    ],
)
def test_another_month_than_asked_for_is_refused(case: str, asked: str) -> None:
    assert raised(case, url=asked) == "contradiction"


def test_meetings_of_another_month_only_are_refused() -> None:
    """The title is that of the month that was asked for, the rows are another's."""
    pairs = (("28.04.2025", "28.05.2025"), ("28.04.2025", "28.05.2025"))
    assert raised("calendar/layout5", *pairs) == "contradiction"


def test_several_months_on_one_page_are_those_of_the_titles() -> None:
    page = changed("calendar/layout5", url="si0040.php?__cjahr=2025&__cmonat=3&__canz=3")
    assert listed(page) == {"911": "2025-04-28", "912": "2025-04-28"}


@pytest.mark.parametrize("day", ["31&nbsp;", "12&nbsp;", "4*", "4. - 5."])
def test_a_day_that_is_not_the_titles_gives_no_date(day: str) -> None:
    page = changed("calendar/layout4", ('smc_fct_day">4&nbsp;<', f'smc_fct_day">{day}<'))
    assert listed(page) == {"901": None, "902": None, "903": "2025-03-30"}
    assert codes(page) == ["unreadable_day", "unreadable_day"]
    first = every(page, Meeting)[0]
    assert (first.date, first.start) == (None, None)
    assert "04.03.2025" in str(first.date_raw)


def test_another_weekday_gives_no_date() -> None:
    page = changed("calendar/layout6", *[("Do</a></td><td data", "Mo</a></td><td data")] * 3)
    assert listed(page) == {"921": None, "922": None}
    assert codes(page) == ["unreadable_day", "unreadable_day"]


def test_a_lost_day_is_not_the_day_above() -> None:
    """A row with a weekday has a day of its own, whatever became of it."""
    day = '<span class="weekday">27</span></td>'
    page = changed("calendar/layout6", (day, "</td>"))
    assert listed(page) == {"921": None, "922": "2026-08-27"}
    assert codes(page) == ["unreadable_day"]


def test_a_day_that_does_not_exist_is_none() -> None:
    page = changed("calendar/layout5", ("28.04.2025", "31.04.2025"))
    assert listed(page) == {"911": None, "912": "2025-04-28"}
    assert codes(page) == ["unreadable_day"]


def test_a_day_needs_its_month() -> None:
    """Without it only the meeting whose title has the whole date has one."""
    page = changed("calendar/layout6", (": August 2026", ""), url="si0040.asp")
    assert listed(page) == {"921": None, "922": "2026-08-27"}
    assert codes(page) == ["unreadable_day"]
    assert every(page, Meeting)[0].date_raw is None


def test_a_month_states_days_and_times_only_where_it_shows_all() -> None:
    """A row without a time does not say that the meeting has none."""
    assert changed("calendar/layout4").states["meeting"] == {"date_raw", "date", "start", "end"}
    assert changed("calendar/layout5").states["meeting"] == frozenset()


def test_an_agenda_that_needs_no_session_is_taken() -> None:
    """Both link the same meeting; only one numbers its items."""
    link = '<a href="to0040.php?__ksinr=911">TO</a></h4>'
    page = changed("calendar/layout5", ("</h4>", link))
    assert [e.url for e in page.links if e.target == f"{TOWN}/meeting/911"] == [
        f"{BASE}to0040.php?__ksinr=911"
    ]
    assert len(every(page, Meeting)) == 2


# Agenda


def items(page: Page) -> dict[str | None, AgendaItem]:
    return {item.number: item for item in every(page, AgendaItem)}


def test_a_heading_that_is_not_known_makes_nothing_public() -> None:
    page = changed("meeting/layout4", ("&Ouml;ffentlicher Teil:", "Vertraulicher Teil:"))
    assert {n: i.public for n, i in items(page).items()} == {
        **dict.fromkeys(("1", "2", "2.1", "2.2")),
        **dict.fromkeys(("3", "4"), False),
    }
    assert codes(page, "warning") == ["unknown_status"]


def test_an_agenda_without_sections_says_so_once() -> None:
    page = changed("meeting/layout4", ("smcrowh smc-table-group", "smcrowx"))
    assert items(page)["1"].public is None
    assert codes(page, "warning") == ["unknown_status"]


def test_a_badge_says_more_than_a_section() -> None:
    page = changed("meeting/layout6", ("&Ouml;ffentlicher Teil:", "Nicht&ouml;ffentlicher Teil:"))
    assert items(page)["Ö 1"].public is True
    assert codes(page, "warning") == ["unknown_result"]


def test_a_result_below_no_item_is_not_that_of_the_item_before_the_section() -> None:
    section = '<tr class="smcrowh smc-table-group"><td colspan="7">Neuer Teil</td></tr>'
    old = '<tr valign="top"   class="smcrow2 smc_tophz smc_tophz2">'
    page = changed("meeting/layout4", (old, section + old))
    assert items(page)["2.1"].result_raw is None
    assert codes(page) == ["unreadable_item", "unreadable_item"]
    assert owned(page) == set()


def test_a_row_of_another_form_is_not_skipped() -> None:
    page = changed("meeting/layout6", ('<td class="tofnum"><span', '<td class="tonum"><span'))
    assert codes(page) == ["unreadable_item"]
    assert owned(page) == set()


def test_a_label_that_nobody_knows_is_reported() -> None:
    page = changed("meeting/layout4", ("Abstimmung: ", "Wortmeldungen: "))
    assert items(page)["2.1"].vote_raw is None
    assert codes(page, "warning") == ["unknown_label"]


def test_an_agenda_in_an_unknown_form_is_missed() -> None:
    page = changed(
        "meeting/no_agenda",
        ('<tr id="smc_contol_to_1_0" class="smcrow1 smc_toph">', "<tr>"),
        ("keine Tagesordnungspunkte", "Haushalt"),
    )
    assert codes(page) == ["unreadable_item"]


def test_results_are_stated_only_where_the_agenda_shows_some() -> None:
    """Where the town leaves results to the items' own pages, its silence does not undo them."""
    shown = changed("meeting/layout6").states["agenda_item"]
    assert {"result_raw", "result", "vote_raw", "votes_yes"} <= shown
    silent = changed("meeting/layout5").states["agenda_item"]
    assert silent.isdisjoint({"result_raw", "result", "vote_raw", "votes_yes"})
    assert {"name", "paper_id", "public"} <= silent


def test_the_head_states_what_it_shows() -> None:
    page = changed("meeting/layout6", ("Rathaus, im Ratssaal", ""))
    assert "room" in page.states["meeting"]  # the label is there, the value is not
    assert every(page, Meeting)[0].room is None
    assert changed("meeting/no_agenda").states["meeting"].isdisjoint({"room", "place"})


def test_a_heading_states_the_day_and_the_time_that_it_shows() -> None:
    assert changed("meeting/layout5").states["meeting"] == {
        *("date_raw", "date", "time_raw", "start", "end")
    }


@pytest.mark.parametrize("case", ["meeting/layout4", "meeting/layout6", "meeting/layout5"])
def test_what_an_item_page_may_add_is_not_taken_away(case: str) -> None:
    """An item with a page of its own may have files that the agenda does not show."""
    page = changed(case)
    pages = {link.target for link in page.links if link.kind == "agenda_item"}
    whole = {child.owner_id for child in page.children if child.record == "agenda_item_file"}
    assert whole.isdisjoint(pages)
    assert whole | pages == {item.id for item in every(page, AgendaItem)}


def test_no_page_says_that_it_has_all_files_of_a_meeting() -> None:
    """An invitation may stand in the calendar only."""
    for case in ("meeting/layout4", "meeting/layout6", "calendar/layout4"):
        assert "meeting_file" not in owned(changed(case))


def test_the_number_of_an_agenda_in_a_papers_link_must_be_the_meetings() -> None:
    assert raised("meeting/layout4", url="to0040.asp?__ksinr=952") == "contradiction"
    assert changed("meeting/layout4", url="to0040.asp").records[0].id == f"{TOWN}/meeting/951"


# Papers and files


UNMARKED = [(' class="smctablehead"', "")] * 6


def test_labels_without_a_mark_end_with_a_colon() -> None:
    assert changed("paper/layout4", *UNMARKED).records == changed("paper/layout4").records


def test_a_label_without_a_value_does_not_take_the_next_label() -> None:
    page = changed("paper/layout4", *UNMARKED, ("<td>Name:", "<td>Aktenzeichen:</td><td>Name:"))
    (paper,) = every(page, Paper)
    assert (paper.file_number, paper.reference) == (None, "20250656")


def test_a_value_may_end_with_a_colon() -> None:
    page = changed("paper/layout4", *UNMARKED, ("- Zielvereinbarung -", "hier:"))
    assert every(page, Paper)[0].name == "Familienzentren „Süd“ hier:"


def test_a_paper_states_only_what_its_head_shows() -> None:
    """What a town's head leaves out may be known from the form in the document."""
    stated = changed("paper/layout6").states["paper"]
    assert stated == {"body_id", "name", "reference", "paper_type_raw", "paper_type", "file_number"}
    assert "date" in changed("paper/layout4").states["paper"]


def test_a_paper_without_a_number_is_reported() -> None:
    page = changed("paper/layout6", ("039/25", ""))
    assert "no_reference" in codes(page, "warning")
    assert every(page, Paper)[0].reference is None


def test_a_size_is_stated_only_where_all_are_shown() -> None:
    assert "declared_size" in changed("paper/layout4").states["file"]
    assert "declared_size" not in changed("meeting/layout4").states["file"]
    assert "declared_size" not in changed("paper/layout6").states["file"]


@pytest.mark.parametrize(
    "case", ["calendar/layout4", "consultations/layout6", "document_list/layout6"]
)
def test_lists_add_files_and_leave_them_alone(case: str) -> None:
    page = changed(case)
    assert every(page, File)
    assert page.states["file"] == frozenset()
    ties = {record.record for record in page.records if record.record.endswith("_file")}
    assert all(page.states[tie] == frozenset() for tie in ties)


def test_a_document_of_another_kind_has_another_number() -> None:
    page = changed("meeting/information", *[("id=42616&type=do", "id=42616&type=an")] * 2)
    assert [file.id for file in every(page, File)] == [f"{TOWN}/file/an-42616"]


def test_a_document_without_a_name_has_none() -> None:
    page = changed("meeting/information", ("Tagesordnung &#246;ffentlich</a>", "</a>"))
    assert [(file.name, file.role) for file in every(page, File)] == [(None, None)]


def test_a_name_may_speak_of_what_it_is_not() -> None:
    """Only a numbered attachment is one by its name."""
    page = changed("meeting/information", ("Tagesordnung &#246;ffentlich", "Einladung 3 Kinder"))
    assert [file.role for file in every(page, File)] == [None]


def test_a_block_may_come_twice_or_without_a_number() -> None:
    page = changed(
        "paper/layout6", ("smcdocid00100952", "smcdocid00100953"), ("smcdocid00100954", "x")
    )
    assert [section.id.rpartition("/")[2] for section in every(page, PaperSection)] == [
        *("100953", "100953-2", "block-3")
    ]


def test_a_whole_document_inside_a_block_is_its_text() -> None:
    inner = "<html><head><title>x</title></head><body><p>Drinnen.</p></body></html>"
    page = changed("paper/layout6", ("Nicht ber&uuml;hrt.", inner))
    assert every(page, PaperSection)[2].text == "Drinnen."


# Beratungsfolge


def names(page: Page) -> list[str | None]:
    return [step.organization_name for step in every(page, Consultation)]


def test_a_card_that_cannot_be_read_leaves_no_steps() -> None:
    """The numbers of the steps are their ids: with one unread, all behind it would be wrong."""
    page = changed("consultations/layout6", ("10.04.2025 Rat TOP", "10.04.2025 TOP"))
    assert names(page) == []
    assert codes(page) == ["unreadable_step"]
    assert owned(page) == set()


def test_a_row_that_cannot_be_read_leaves_no_steps() -> None:
    page = changed("paper/layout4", ("<td>Rat</td>", "<td>&nbsp;</td>"))
    assert names(page) == []
    assert codes(page) == ["unreadable_step"]
    assert "consultation" not in owned(page)


def test_columns_that_nobody_knows_leave_no_steps() -> None:
    page = changed(
        "consultations/layout5",
        *[("smc_field_grname", "smc_field_xx")] * 2,
    )
    assert names(page) == []
    assert codes(page) == ["unreadable_step", "unreadable_step"]


def test_a_page_that_breaks_off_is_not_all_of_it() -> None:
    assert owned(changed("consultations/layout6")) == {"consultation"}
    assert raised("consultations/layout6", ("</body></html>", "")) == "truncated"


def test_two_meetings_beside_one_step_bind_it_to_none() -> None:
    link = '<a href="si0057.asp?__ksinr=971&toselect=1"'
    page = changed("consultations/layout6", (link, '<a href="si0057.asp?__ksinr=999">x</a>' + link))
    assert every(page, Consultation)[0].meeting_id is None


def test_beside_a_result_an_unknown_phrase_is_a_role() -> None:
    """It is reported as what it must be: the result stands below."""
    page = changed("consultations/layout6", ("- Vorberatung <span", "- Erstberatung <span"))
    first = every(page, Consultation)[0]
    assert (first.role_raw, first.result_raw) == ("Erstberatung", "einstimmig empfohlen")
    assert sorted(codes(page, "warning")) == ["unknown_result", "unknown_role"]


def test_the_papers_page_states_no_steps_that_it_does_not_show() -> None:
    assert "consultation" not in owned(changed("paper/layout6"))
    assert "consultation" in owned(changed("paper/layout4"))


def test_a_step_does_not_undo_the_paper() -> None:
    page = changed("consultations/layout6")
    assert page.states["paper"] == frozenset()


def test_files_of_a_step_belong_to_its_item_where_it_is_linked() -> None:
    page = changed("consultations/layout6")
    assert [tie.agenda_item_id for tie in every(page, AgendaItemFile)] == [f"{TOWN}/item/3301"]
    owners = {link.target: link.owner for link in page.links if link.kind == "file"}
    assert set(owners.values()) == {f"{TOWN}/paper/5000"}


# Lists


def test_a_row_of_several_committees_names_none_of_them() -> None:
    rows = "</td><td></td></tr></tbody>"
    more = '<a href="kp0040.php?__kgrnr=46">Bezirksvertretung Ost</a>'
    page = changed("organization_list/layout6", (rows, more + rows))
    assert {r.id.rpartition("/")[2]: r.name for r in every(page, Organization)} == {
        "44": "Bezirksvertretung Mitte",
        "45": "Bezirksvertretung Süd",
        "46": "Bezirksvertretung Ost",
    }


def test_a_row_of_several_papers_dates_none_of_them() -> None:
    page = changed(
        "paper_list/layout4",
        ("20250656</a>", '20250656</a> <a href="vo0050.asp?__kvonr=5999">20250999</a>'),
    )
    assert listed(page)["5000"] is None
    assert listed(page)["5999"] is None


def test_only_the_list_of_committees_names_them() -> None:
    assert changed("organization_list/layout4").states["organization"] == {"body_id", "name"}
    for case in ("organization/layout6", "organization_meetings/layout4", "meeting/layout4"):
        assert changed(case).states["organization"] == frozenset()


def test_an_empty_list_of_committees_is_none() -> None:
    assert raised("organization_list/layout6", *[("__kgrnr=", "x=")] * 3) == "missing_part"


# Frame


@pytest.mark.parametrize(
    "named", ['<meta name="sessionnet" content="V:050504"/>', "SessionNet Ver"]
)
def test_the_products_name_in_the_head_is_not_needed(named: str) -> None:
    assert changed("paper/layout6", (named, "")).records == changed("paper/layout6").records


def test_a_page_without_its_frame_is_known_by_the_head() -> None:
    pairs = (("smc_page_vo0050_layout", ""), ('smc_page_vo0050_contenttable"', '"'))
    assert changed("paper/layout6", *pairs).records == changed("paper/layout6").records


@pytest.mark.parametrize(
    ("case", "kind"),
    [("si0056.asp?__ksinr=1", "meeting"), ("ag0053.php", "consultations"), ("kp0041.asp", "")],
)
def test_kinds(case: str, kind: str) -> None:
    assert sessionnet.kind_of(BASE + case) == kind


def test_a_subject_may_speak_of_errors() -> None:
    page = changed("paper/heading", ("Radverkehr in der Innenstadt</h1>", "Fehlermeldungen</h1>"))
    assert every(page, Paper)[0].name == "Fehlermeldungen"
