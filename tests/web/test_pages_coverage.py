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
