"""The page about completeness."""

from pathlib import Path

import pytest
from datasette.app import Datasette

from harvester import clock
from web.asking import get, tree
from web.page_samples import changed, said


def cells(app: Datasette, table: int) -> dict[str, list[str]]:
    """By year the states of the twelve months."""
    rows = tree(get(app, "/abdeckung")).xpath(f"(//table[@class='abdeckung'])[{table}]/tbody/tr")
    return {
        row.find("th").text: [td.get("class").split()[1] for td in row.xpath("td")] for row in rows
    }


def window(since: str, until: str, outcome: str = "complete") -> str:
    return (
        f"UPDATE run SET outcome = '{outcome}',"
        f" arguments = json_object('since', '{since}', 'until', '{until}')"
    )


def test_months_by_what_is_known_of_them(tmp_path: Path) -> None:
    app = changed(tmp_path, window("2009-03-01", "2009-08-31"))
    empty, never = ["empty"], ["never"]
    assert cells(app, 1) == {
        "2009": [*never * 2, *empty * 2, "complete", *empty * 2, "partial", *never * 4]
    }
    assert cells(app, 2) == {
        "2009": [*never * 2, *empty * 3, "complete", *empty * 2, "open", *never * 3]
    }
    told = said(app, "/abdeckung")
    assert "teilweise: August 2009: 2 von 3 vorhanden" in told
    assert "leer: April 2009: abgefragt, nichts aufgelistet" in told
    assert "nicht abgefragt: Dezember 2009: nicht abgefragt" in told
    gaps = tree(get(app, "/abdeckung")).xpath("//table[@class='luecken']/tbody/tr")
    assert [[cell.text_content() for cell in gap] for gap in gaps] == [
        ["August 2009", "1", "town/paper/4"]
    ]


def test_months_of_crawls_cut_short_are_uncertain(tmp_path: Path) -> None:
    app = changed(tmp_path, window("2009-03-01", "2009-08-31", "failed"))
    assert cells(app, 1) == {"2009": [*["never"] * 2, *["open"] * 5, "partial", *["never"] * 4]}
    assert "noch nie vollständig" in said(app, "/abdeckung")


def test_months_that_were_not_over_are_uncertain(tmp_path: Path) -> None:
    """Begun on 1 July, in the town: June was over, what the lists name of later is not final."""
    app = changed(
        tmp_path,
        window("2009-05-01", "2009-12-31"),
        "UPDATE run SET started = '2009-06-30T22:00:00Z'",
    )
    never, later = ["never"] * 4, ["open"] * 4
    assert cells(app, 1)["2009"] == [*never, "complete", "empty", "open", "partial", *later]
    assert cells(app, 2)["2009"] == [*never, "empty", "complete", *["open"] * 2, *later]
    assert "unsicher: Oktober 2009: nicht ganz, nicht bis zum Ende oder zu früh abgefragt" in said(
        app, "/abdeckung"
    )


def test_a_month_is_over_when_the_crawl_began_not_when_it_went_on(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        window("2009-06-01", "2009-06-30"),
        "UPDATE run SET started = '2009-06-30T21:59:59Z' WHERE id = 1",
        "UPDATE run SET started = '2009-07-01T08:00:00Z', campaign = 1 WHERE id = 2",
    )
    assert cells(app, 2)["2009"][5] == "open"


def test_a_crawl_of_days_to_come_says_nothing_final(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        window("2009-05-01", "2009-12-31"),
        "UPDATE run SET started = '2009-01-01T02:00:00Z'",
    )
    assert set(cells(app, 2)["2009"]) == {"never", "open"}


def test_lists_that_do_not_name_all_papers(tmp_path: Path) -> None:
    """Of paper 1, of May, no list is left: neither May nor the silence of others is a finding."""
    app = changed(
        tmp_path,
        "DELETE FROM listing WHERE record_id = 'town/paper/1'",
        window("2009-03-01", "2009-08-31"),
    )
    never = ["never"]
    assert cells(app, 1) == {"2009": [*never * 2, *["open"] * 5, "partial", *never * 4]}
    assert cells(app, 2)["2009"][3] == "empty"
    told = said(app, "/abdeckung")
    assert "Mai 2009: abgefragt, nichts aufgelistet, aber 1 Vorlage ohne Liste im Archiv" in told
    assert "April 2009: abgefragt, nichts aufgelistet, aber die Listen nennen nicht alles" in told
    assert "Diese Quelle führt für 1 Monat keine vollständige Liste der Vorlagen" in told


def test_listed_months_are_not_whole_where_a_list_lacks_a_dated_paper(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "DELETE FROM listing WHERE record_id IN ('town/paper/3', 'town/paper/4')",
        window("2009-08-01", "2009-08-31"),
    )
    assert cells(app, 1)["2009"][7] == "open"
    assert "August 2009: 1 von 1 vorhanden, aber 1 Vorlage ohne Liste im Archiv" in said(
        app, "/abdeckung"
    )


@pytest.mark.parametrize(("others", "state"), [((), "open"), (("x",), "complete")])
def test_papers_without_a_date_are_of_the_month_of_their_first_step(
    tmp_path: Path, others: tuple[str, ...], state: str
) -> None:
    """One does not outweigh what is listed of the month: it may be on the list of another."""
    app = changed(
        tmp_path,
        "DELETE FROM listing WHERE record_id IN ('town/paper/2', 'town/paper/4')",
        "UPDATE paper SET date = NULL WHERE id = 'town/paper/2'",  # in the Rat on 2009-09-30
        *(
            "UPDATE listing SET date = '2009-09-01' WHERE record_id = 'town/paper/3'"
            for _ in others
        ),
        window("2009-09-01", "2009-09-30"),
    )
    assert cells(app, 1)["2009"][8] == state


def test_months_that_were_not_asked_for_prove_nothing(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "DELETE FROM listing WHERE record_id = 'town/paper/1'",
        "UPDATE paper SET date = '2009-13-01' WHERE id = 'town/paper/3'",
        "DELETE FROM listing WHERE record_id = 'town/paper/3'",
        window("2009-06-01", "2009-07-31"),
    )
    assert cells(app, 1)["2009"][4:7] == ["never", "empty", "empty"]
    assert "keine vollständige Liste" not in said(app, "/abdeckung")


def test_what_is_lost_altogether(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE listing SET date = '2009-12-01' WHERE record_id = 'town/paper/4'",
        window("2009-01-01", "2009-12-31"),
    )
    assert cells(app, 1)["2009"][11] == "lost"


def test_years_between_are_shown_and_endless_windows_end(tmp_path: Path) -> None:
    app = changed(
        tmp_path,
        "UPDATE listing SET date = '2005-01-01' WHERE record_id = 'town/paper/4'",
        window("0001-01-01", "9999-12-31"),
    )
    years = list(cells(app, 1))
    assert years[0] == str(clock.today().year + 1)
    assert years[-1] == "1945"
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("month", ["9999-12", "0000-00", "x", "2009-13"])
def test_odd_months_break_nothing(tmp_path: Path, month: str) -> None:
    app = changed(
        tmp_path, f"UPDATE listing SET date = '{month}-01' WHERE record_id = 'town/paper/4'"
    )
    assert get(app, "/abdeckung").status_code == 200
