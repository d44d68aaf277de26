"""What is told of the changes: what is followed first, and no staff where it is published."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from reports_archive import made, meeting_page, paper_page, seen, sitting_page, three_days

from harvester.archive import Archive
from harvester.archive.events import Changed, Event
from harvester.archive.meetings import sittings
from harvester.archive.staff_text import MARK
from harvester.archive.telling import cleaner_of
from harvester.reports import atom, ical, markdown, objects, text, unnamed
from harvester.reports.news import News

COUNCIL: dict[str, Any] = {"organization_name": "Rat", "date": "2026-06-10"}
ITEMS = [
    {"id": "town/item/1", "number": "Ö 1", "name": "Spielplatz", "paper_id": "town/paper/1"},
    {"id": "town/item/2", "number": "Ö 2", "name": "Haushalt", "paper_id": "town/paper/9"},
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.sqlite", *three_days())


def places(entries: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(one.day[-2:], getattr(one, "id", "source")) for one in entries]


def test_what_is_followed_is_apart_and_never_cut(path: Path) -> None:
    told = seen(path, followed={"town/paper/2": ["Kita"], "town/paper/77": ["x"]}).first(1)
    assert places(told.followed) == [("03", "town/paper/2")]
    assert places(told.rest) == [("03", "town/paper/1")]
    assert (told.more, told.labels) == (4, {("2026-05-03", "town/paper/2"): ["Kita"]})
    assert places(tuple(told.everything)) == [("03", "town/paper/2"), ("03", "town/paper/1")]


def test_only_what_is_followed(path: Path) -> None:
    told = seen(path, followed={"town/paper/2": ["Kita"]}, only_followed=True)
    assert places(told.followed) == [("03", "town/paper/2")]
    assert (told.rest, told.more) == ((), 0)


def test_a_meeting_is_followed_for_the_papers_on_its_agenda(path: Path) -> None:
    """Both items of the meeting are about paper 1: it is new, then one gets a resolution."""
    told = seen(path, followed={"town/paper/1": ["2009/0001", "Familie"]})
    assert [one for one in places(told.followed) if "meeting" in one[1]] == [
        ("03", "town/meeting/1"),
        ("02", "town/meeting/1"),
    ]
    assert told.labels["2026-05-02", "town/meeting/1"] == ["2009/0001", "Familie"]


@pytest.mark.parametrize(
    ("items", "values", "is_followed"),
    [
        ([ITEMS[0], ITEMS[1] | {"result_raw": "vertagt"}], COUNCIL, False),
        ([ITEMS[0] | {"result_raw": "vertagt"}, ITEMS[1]], COUNCIL, True),
        (ITEMS[1:], COUNCIL, True),
        (ITEMS, COUNCIL | {"room": "Saal 2"}, True),
    ],
    ids=["another item", "its item", "its item is gone", "the meeting itself"],
)
def test_a_meeting_is_followed_only_for_what_it_has_to_do_with(
    tmp_path: Path, items: list[dict[str, Any]], values: Mapping[str, Any], is_followed: bool
) -> None:
    path = made(
        tmp_path / "a.sqlite",
        [sitting_page(1, ITEMS, **COUNCIL)],
        [sitting_page(1, items, **values)],
    )
    told = seen(path, 2, 2, followed={"town/paper/1": ["Spielplatz"]})
    assert len(told.followed) == is_followed
    assert len(told.rest) == (not is_followed)


def test_what_is_followed_comes_first_on_the_terminal(path: Path) -> None:
    told = seen(path, 3, 3, followed={"town/paper/2": ["Kita"]})
    url = "https://ris.example/vo020.asp?VOLFDNR=2"
    new = f"  new  paper  2009/0002  Kommunale Familienförderung  {url}  (followed: Kita)"
    assert list(text.changes(told))[:5] == [
        ("Followed", True),
        ("2026-05-03", True),
        (new, False),
        ("Everything else", True),
        ("2026-05-03", True),
    ]


def test_what_is_followed_comes_first_in_markdown(path: Path) -> None:
    told = seen(path, 3, 3, followed={"town/paper/2": ["Kita"]})
    lines = markdown.changes(told).splitlines()
    assert lines[2:5] == ["## Verfolgtes", "", "### Sonntag, 3. Mai 2026"]
    assert lines[6].endswith("(Stadt Town; verfolgt: Kita)")
    assert lines[8:11] == ["## Sonntag, 3. Mai 2026", "", "### Vorlagen"]


def test_nothing_that_is_followed_changed(path: Path) -> None:
    told = seen(path, followed={"town/paper/77": ["x"]}, only_followed=True)
    ((said, _),) = text.changes(told)
    assert said.startswith("Nothing that you follow changed from 2026-05-01 to 2026-05-03.")
    assert "Keine Änderungen an Verfolgtem vom 01.05.2026" in markdown.changes(told)


def test_objects_say_for_what_they_are_followed(path: Path) -> None:
    found = objects.changes(seen(path, followed={"town/paper/2": ["Kita"]}))
    assert [(one["record"], one["followed"]) for one in found] == [
        ("paper", ["Kita"]),
        ("paper", []),
        ("meeting", []),
        ("paper", []),
        ("meeting", []),
        ("source", []),
    ]


CLERK = "Musterfrau, Petra"
SAID = "Auskunft gibt Frau Musterfrau, Tel. 3050."


@pytest.fixture
def staffed(tmp_path: Path) -> Path:
    """Staff in the clerk, the authors, subjects, texts and items."""
    days = [
        [paper_page(1, clerk=CLERK, authors_raw=CLERK, authors=[CLERK])],
        [
            paper_page(1, clerk="Beispiel, Jan", authors_raw="FB 42", authors=["FB 42"]),
            paper_page(2, name=f"Bericht. {SAID}", text=SAID, clerk=CLERK),
            sitting_page(1, [{"number": "Ö 1", "name": SAID}], **COUNCIL, room=SAID),
            meeting_page(2),
        ],
        [sitting_page(1, [{"number": "Ö 1", "name": f"{SAID} Neu."}], **COUNCIL, room="Saal 2")],
    ]
    return made(tmp_path / "a.sqlite", *days)


def cleaned(path: Path, *days: int) -> News:
    with Archive.open(path, mode="read") as held:
        return unnamed.news(seen(path, *days), cleaner_of(held))


def test_the_clerk_is_never_told(staffed: Path) -> None:
    assert "Beispiel" not in str(seen(staffed))
    assert not [line for line, _ in text.changes(seen(staffed)) if "Beispiel" in line]


def test_no_staff_in_what_is_published(staffed: Path) -> None:
    assert "Musterfrau" in str(seen(staffed))
    told = cleaned(staffed)
    with Archive.open(staffed, mode="read") as held:
        coming = unnamed.sittings(sittings(held, "2026-06-01", "2026-06-30"), cleaner_of(held))
    written = [
        markdown.changes(told),
        atom.feed(told, "x"),
        str(objects.changes(told)),
        markdown.meetings(coming, "", ""),
        ical.calendar(coming).replace("\r\n ", ""),
        str(objects.meetings(coming)),
    ]
    for one in written:
        assert MARK in one.replace("\\", "")
        for name in ("Musterfrau", "Petra", "Beispiel", "3050"):
            assert name not in one


def test_what_only_staff_changed_in_is_left_out(staffed: Path) -> None:
    """The authors were a clerk and are an office now: the one is left out, the other told."""
    told = cleaned(staffed, 2, 2)
    (changed,) = (one for one in told.rest if isinstance(one, Changed) and one.id == "town/paper/1")
    assert [(event.field, event.old, event.new) for event in changed.events] == [
        ("authors", None, ["FB 42"])
    ]
    with Archive.open(staffed, mode="read") as held:
        cleaner = cleaner_of(held)
    event = Event("paper", "town/paper/1", "changed", None, None, "authors", [CLERK], None)
    one = replace(changed, events=(event,))
    assert unnamed.news(replace(told, rest=(one,)), cleaner).rest == ()


def test_what_names_nobody_stays_as_it_is(path: Path) -> None:
    assert asdict(cleaned(path)) == asdict(seen(path))
