"""The meetings of some days with their agendas, and as a calendar."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from reports_archive import HOSTILE, day, list_page, made, paper_page, sitting_page

from harvester.archive import Archive
from harvester.archive.meetings import Item, Sitting, sittings
from harvester.reports import ical, markdown, text

COUNCIL = {
    "organization_name": "Rat der Stadt",
    "date": "2026-06-10",
    "start": "2026-06-10T16:00:00+02:00",
    "end": "2026-06-10T18:30:00+02:00",
    "room": "Großer Sitzungssaal, Raum 312",
    "place": "Rathaus; Eingang B",
    "public": True,
}
ITEMS = [
    {"number": "Ö 1", "name": "Familienförderung", "public": True, "paper_id": "town/paper/1"},
    {"number": "N 1", "name": "Grundstück", "public": False, "reference": "2026/0099"},
]


def asked(path: Path, since: str = "2026-06-01", until: str = "2026-06-30", **how: str) -> list:
    with Archive.open(path, mode="read") as held:
        return sittings(held, since, until, **how)


def events(found: list[Sitting]) -> list[Event]:
    return list(Calendar.from_ical(ical.calendar(found)).walk("VEVENT"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three meetings in June, the first without a time, the last cancelled; one in July."""
    return made(
        tmp_path / "a.sqlite",
        [
            paper_page(),
            sitting_page(1, ITEMS, **COUNCIL),
            sitting_page(2, name="des Schulausschusses", date="2026-06-03"),
            sitting_page(
                3,
                organization_name="Hauptausschuss",
                date="2026-06-30",
                start="2026-06-30T17:00:00+02:00",
                cancelled=True,
                public=False,
            ),
            sitting_page(4, organization_name="Rat der Stadt", date="2026-07-01"),
        ],
    )


def test_a_meeting_and_its_agenda(path: Path) -> None:
    assert [one.id for one in asked(path)] == [f"town/meeting/{n}" for n in (2, 1, 3)]
    assert asked(path)[1] == Sitting(
        id="town/meeting/1",
        source_id="town",
        body_name="Stadt Town",
        committee="Rat der Stadt",
        name=None,
        date="2026-06-10",
        start="2026-06-10T16:00:00+02:00",
        end="2026-06-10T18:30:00+02:00",
        cancelled=False,
        public=True,
        room="Großer Sitzungssaal, Raum 312",
        place="Rathaus; Eingang B",
        occasion=None,
        url="https://ris.example/to010.asp?SILFDNR=1",
        updated_at=day(1),
        moved=0,
        items=(
            Item(
                id="town/item/1-1",
                number="Ö 1",
                name="Familienförderung",
                public=True,
                paper_id="town/paper/1",
                reference="2009/0001",
                paper_url="https://ris.example/vo020.asp?VOLFDNR=1",
                result_raw=None,
                result=None,
            ),
            Item(
                id="town/item/1-2",
                number="N 1",
                name="Grundstück",
                public=False,
                paper_id=None,
                reference="2026/0099",
                paper_url=None,
                result_raw=None,
                result=None,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("committee", "found"),
    [("SCHUL", [2]), ("rat der", [1]), ("ausschuss", [2, 3]), ("", [2, 1, 3]), ("%", [])],
)
def test_a_committee_by_a_part_of_its_name(path: Path, committee: str, found: list[int]) -> None:
    ids = [one.id for one in asked(path, committee=committee)]
    assert ids == [f"town/meeting/{number}" for number in found]


def test_days_and_source_narrow(path: Path) -> None:
    assert [one.id for one in asked(path, "2026-06-30", "2026-07-01")] == [
        "town/meeting/3",
        "town/meeting/4",
    ]
    assert asked(path, "2026-06-04", "2026-06-09") == []
    assert len(asked(path, source_id="town")) == 3
    assert asked(path, source_id="other") == []


def test_what_is_gone_is_left_out_and_moves_the_stamp(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.sqlite",
        [sitting_page(1, ITEMS, **COUNCIL)],
        [sitting_page(1, ITEMS[:1], **COUNCIL)],
    )
    (found,) = asked(path)
    assert [item.id for item in found.items] == ["town/item/1-1"]
    assert (found.updated_at, found.moved) == (day(2), 0)
    with Archive.open(path) as held:
        held.db.conn.execute("UPDATE meeting SET gone_at = updated_at, gone_reason = 'unlisted'")
        held.db.conn.commit()
    assert asked(path) == []


def test_times_of_the_calendar(path: Path) -> None:
    whole_day, council, cancelled = events(asked(path))
    assert whole_day["DTSTART"].dt == date(2026, 6, 3)
    assert "DTEND" not in whole_day
    assert council["DTSTART"].dt == datetime(2026, 6, 10, 14, tzinfo=UTC)
    assert council["DTEND"].dt == datetime(2026, 6, 10, 16, 30, tzinfo=UTC)
    assert cancelled["STATUS"] == "CANCELLED"
    assert cancelled["SUMMARY"] == "Abgesagt: Hauptausschuss (Stadt Town)"
    assert cancelled["DESCRIPTION"] == "abgesagt, nicht öffentlich\nNoch keine Tagesordnung."
    assert (council["STATUS"], council["SUMMARY"]) == ("CONFIRMED", "Rat der Stadt (Stadt Town)")


def test_what_the_calendar_says_of_a_meeting(path: Path) -> None:
    (council,) = (one for one in events(asked(path)) if one["SUMMARY"].startswith("Rat"))
    assert council["LOCATION"] == "Großer Sitzungssaal, Raum 312, Rathaus; Eingang B"
    assert council["DESCRIPTION"] == (
        "Ö 1 Familienförderung, Vorlage 2009/0001\n"
        "N 1 Grundstück, Vorlage 2026/0099 – nicht öffentlich"
    )
    assert council["URL"] == "https://ris.example/to010.asp?SILFDNR=1"
    written = ical.calendar(asked(path)).replace("\r\n ", "")
    assert "LOCATION:Großer Sitzungssaal\\, Raum 312\\, Rathaus\\; Eingang B\r\n" in written


def test_a_moved_meeting_keeps_its_uid(tmp_path: Path) -> None:
    later = COUNCIL | {"date": "2026-06-17", "start": "2026-06-17T16:00:00+02:00", "end": None}
    pages = [sitting_page(1, ITEMS, **COUNCIL)], [sitting_page(1, ITEMS, **later)]
    (before,) = events(asked(made(tmp_path / "a.sqlite", *pages[:1])))
    (after,) = events(asked(made(tmp_path / "b.sqlite", *pages)))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert before["LAST-MODIFIED"].dt == before["DTSTAMP"].dt == datetime(2026, 5, 1, 2, tzinfo=UTC)
    assert after["LAST-MODIFIED"].dt == datetime(2026, 5, 2, 2, tzinfo=UTC)
    assert after["DTSTART"].dt == datetime(2026, 6, 17, 14, tzinfo=UTC)


def test_a_calendar_is_the_same_each_time(path: Path) -> None:
    assert ical.calendar(asked(path)) == ical.calendar(asked(path))
    assert len({one["UID"] for one in events(asked(path))}) == 3


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    item = {"number": HOSTILE, "name": HOSTILE, "reference": HOSTILE, "result_raw": HOSTILE}
    values = {"room": HOSTILE, "place": HOSTILE, "occasion": HOSTILE, "name": HOSTILE}
    page = sitting_page(1, [item], organization_name=HOSTILE, date="2026-06-10", **values)
    page.url += "&x=\r\nBEGIN:VEVENT\"'<b>)"
    return made(tmp_path / "a.sqlite", [page, list_page()])


def test_a_hostile_meeting_is_one_event(hostile: Path) -> None:
    written = ical.calendar(asked(hostile))
    lines = written.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not {b"\r", b"\n", b"\t"} & {bytes([c]) for line in lines for c in line}
    assert [line for line in lines if line.startswith((b"BEGIN:", b"END:"))] == [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VEVENT",
        b"END:VEVENT",
        b"END:VCALENDAR",
    ]
    assert not {"\x1b", "\x00", "\u202e", "\ufffe", "\u2028"} & set(written)
    (event,) = events(asked(hostile))
    assert "<script>alert(1)</script>" in event["SUMMARY"]
    assert "BEGIN:VEVENT SUMMARY:falsch \"x' \\n" in event["LOCATION"]
    url = "https://ris.example/to010.asp?SILFDNR=1&x=%0D%0ABEGIN:VEVENT%22%27%3Cb%3E%29"
    assert event["URL"] == url


def test_hostile_meetings_in_lines(hostile: Path) -> None:
    lines = [line for line, _ in text.meetings(asked(hostile), "2026-06-01", "2026-06-30", None)]
    assert len(lines) == 3
    assert not any("\n" in line or "\r" in line for line in lines)
    written = markdown.meetings(asked(hostile), "2026-06-01", "2026-06-30").splitlines()
    assert [line[:12] for line in written if line.startswith("#")] == [
        "# Sitzungen ",
        "## Mittwoch,",
        "### [\\<scrip",
    ]


def test_meetings_on_the_terminal(path: Path) -> None:
    lines = list(text.meetings(asked(path), "2026-06-01", "2026-06-30", None))
    where = "Großer Sitzungssaal, Raum 312, Rathaus; Eingang B"
    assert lines == [
        ("2026-06-03  des Schulausschusses  Stadt Town", True),
        ("  https://ris.example/to010.asp?SILFDNR=2", False),
        ("  no agenda yet", False),
        (f"2026-06-10 16:00  Rat der Stadt  {where}  Stadt Town", True),
        ("  https://ris.example/to010.asp?SILFDNR=1", False),
        ("  Ö 1  Familienförderung  2009/0001", False),
        ("  N 1  Grundstück  2026/0099  (not public)", False),
        ("2026-06-30 17:00  Hauptausschuss  Stadt Town  (cancelled)  (not public)", True),
        ("  https://ris.example/to010.asp?SILFDNR=3", False),
        ("  no agenda yet", False),
    ]
    ((said, _),) = text.meetings([], "2026-06-01", "2026-06-30", day(1))
    last = "The last crawl began 2026-05-01T02:00:00Z."
    assert said == f"No meetings found from 2026-06-01 to 2026-06-30. {last}"


def test_meetings_for_readers(path: Path) -> None:
    found = asked(path)[1:]
    assert markdown.meetings(found, "2026-06-10", "2026-06-30").splitlines() == [
        "# Sitzungen vom 10.06.2026 bis 30.06.2026",
        "",
        "## Mittwoch, 10. Juni 2026",
        "",
        "### [Rat der Stadt](https://ris.example/to010.asp?SILFDNR=1)",
        "",
        "16:00–18:30 Uhr · Großer Sitzungssaal, Raum 312, Rathaus; Eingang B · Stadt Town",
        "",
        "- Ö 1 Familienförderung, Vorlage [2009/0001](https://ris.example/vo020.asp?VOLFDNR=1)",
        "- N 1 Grundstück, Vorlage 2026/0099 – nicht öffentlich",
        "",
        "## Dienstag, 30. Juni 2026",
        "",
        "### [Hauptausschuss](https://ris.example/to010.asp?SILFDNR=3)",
        "",
        "abgesagt · nicht öffentlich · 17:00 Uhr · Stadt Town",
        "",
        "Noch keine Tagesordnung.",
    ]
    assert "Keine Sitzungen bekannt." in markdown.meetings([], "2026-06-10", "2026-06-10")
