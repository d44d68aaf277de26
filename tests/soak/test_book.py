"""The account of a soak itself: it must notice what is late, lost, invented or wrongly gone."""

from pathlib import Path
from typing import Any

import pytest

from harvester.standin.events import Event, SeenBy
from harvester.standin.world import Expected

from .book import Book
from .held import Held, digest

PAPER, STEP = "herne/paper/1", "herne/paper/1/rat/1"
ROTATION = 5


def truth(name: str | None = "Brücke", result: str | None = None) -> Expected:
    """One paper with one step; without a name nothing is shown."""
    if name is None:
        return {"meeting": {}, "paper": {}, "consultation": {}}
    shown: Expected = {
        "paper": {PAPER: {"name": name}},
        "consultation": {STEP: {"result_raw": result}},
    }
    return {"meeting": {}, **shown}


def held(told: Expected, **gone: str) -> Held:
    """An archive that holds this; what is named by its type is gone for a reason."""
    made = Held(Path("none"))
    for record, rows in told.items():
        for record_id, fields in rows.items():
            made.rows[record][record_id] = {**fields, "gone_at": None, "gone_reason": None}
    for record, reason in gone.items():
        for row in made.rows[record].values():
            row |= {"gone_at": "2024-01-02T02:00:00Z", "gone_reason": reason}
    return made


def event(night: int, *ids: str, by: SeenBy = "next night") -> Event:
    return Event(night, "result", ids, by)


@pytest.fixture
def book() -> Book:
    return Book(truth(), ROTATION)


def judged(book: Book, archive: Held, night: int, *, complete: bool = True) -> list[str]:
    return [text.partition(":")[0] for text in book.judge(archive, night, complete=complete)]


def test_what_is_seen_at_once(book: Book) -> None:
    book.advance([event(1, STEP)], truth(result="vertagt"), 1)
    assert judged(book, held(truth(result="vertagt")), 1) == []
    kind = book.kinds["result", "next night"]
    assert (kind.seen, kind.missed, kind.delays, book.pending) == (1, 0, [0], [])


def test_a_night_that_fails_is_forgiven_and_the_next_is_not(book: Book) -> None:
    book.advance([event(1, STEP)], truth(result="vertagt"), 1)
    assert judged(book, held(truth()), 1, complete=False) == []
    assert judged(book, held(truth()), 2) == ["missed", "lost"]
    assert book.kinds["result", "next night"].missed == 1


def test_a_rotation_ends(book: Book) -> None:
    book.advance([event(1, PAPER, by="rotation")], truth("Brücke (Neufassung)"), 1)
    found = [judged(book, held(truth()), night) for night in range(1, ROTATION + 1)]
    assert found == [[]] * (ROTATION - 1) + [["missed", "lost"]]


def test_what_differs_without_an_event_is_lost(book: Book) -> None:
    assert judged(book, held(truth(name=None)), 1) == ["lost", "lost"]


@pytest.mark.parametrize("complete", [True, False])
def test_what_was_never_shown_is_invented(book: Book, complete: bool) -> None:
    book.advance([event(1, PAPER, by="rotation")], truth("Steg"), 1)
    assert judged(book, held(truth("Damm")), 1, complete=complete) == ["invented"]
    more: dict[str, Any] = {**truth("Steg"), "paper": {"herne/paper/2": {"name": "Steg"}}}
    assert "invented" in judged(book, held({**truth("Steg"), **more}), 2, complete=complete)


def test_what_was_shown_once_is_not_invented(book: Book) -> None:
    book.advance([event(1, PAPER, by="rotation")], truth("Steg"), 1)
    book.advance([event(2, PAPER, by="rotation")], truth("Damm"), 2)
    for name in ("Brücke", "Steg"):
        assert judged(book, held(truth(name)), 2) == []


def test_what_is_shown_must_not_be_gone(book: Book) -> None:
    book.advance([event(1, PAPER, by="rotation")], truth("Steg"), 1)
    assert judged(book, held(truth(), paper="unlisted"), 1) == ["gone, and shown"]


def test_three_nights_make_a_record_gone(book: Book) -> None:
    book.advance([event(1, PAPER, STEP)], truth(None), 1)
    everything = {"paper": "unlisted", "consultation": "unlisted"}
    assert judged(book, held(truth()), 1) == []
    early = Book(truth(), ROTATION)
    early.advance([event(1, PAPER, STEP)], truth(None), 1)
    found = judged(early, held(truth(), **everything), 2)
    assert found == ["gone after 2 nights", "gone after 2 nights"]
    assert judged(book, held(truth()), 2) == []
    assert judged(book, held(truth(), **everything), 3) == []
    assert book.kinds["result", "next night"].delays == [2]


def test_a_step_that_its_paper_lists_no_more_is_gone_at_once(book: Book) -> None:
    alone: Expected = {**truth(), "consultation": {}}
    book.advance([event(1, STEP)], alone, 1)
    assert judged(book, held(truth(), consultation="unlisted"), 1) == []
    assert book.kinds["result", "next night"].delays == [0]


def test_what_nobody_knows_of_is_not_asked_for_sooner(book: Book) -> None:
    """A second change of a paper whose first one waits for its turn waits with it."""
    book.advance([event(1, PAPER, by="rotation")], truth("Steg"), 1)
    book.advance([event(2, STEP)], truth("Steg", "vertagt"), 2)
    assert judged(book, held(truth()), 2) == []


def test_a_digest_leaves_out_what_lasts_one_session() -> None:
    row = {"name": "Plan", "url": "a", "expires": True}
    assert digest(row) == digest({**row, "url": "b"}) != digest({**row, "name": "Bild"})
    lasting = {**row, "expires": False}
    assert digest(lasting) != digest({**lasting, "url": "b"})
    assert digest(None) != digest({})
