"""What is followed is kept beside the archive, and never lost."""

import json
import multiprocessing
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester import follow
from harvester.archive import Archive
from harvester.archive.searching import EVERYTHING, Filters
from harvester.errors import HarvesterError
from harvester.follow import Follow

sys.path.append(str(Path(__file__).parent / "archive"))
from archive_pages import day, harvest, paper_page

NOW = "2026-05-03T06:00:00Z"
ONE = Follow("town/paper/1", None, EVERYTHING, "2009/0001", NOW)
KITA = Follow(None, "Kita-Plätze", EVERYTHING, "Kita-Plätze", NOW)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harvester.clock.now", lambda: datetime(2026, 5, 3, 6, tzinfo=UTC))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "herne.sqlite"


@pytest.fixture
def held(archive: Path) -> Path:
    """Papers 1 and 2 about families, 3 about a kindergarten."""
    with Archive.open(archive) as written:
        kita = paper_page(3, name="Neubau einer Kita", paper_type="motion", text="Ja.")
        harvest(written, day(1), paper_page(1), paper_page(2), kita)
    return archive


def ids_of(archive: Path, *follows: Follow) -> dict[str, list[str]]:
    with Archive.open(archive, mode="read") as held:
        return follow.followed_ids(held, follows)


def test_nothing_is_followed_at_first(archive: Path) -> None:
    assert follow.load(archive) == []
    assert not follow.path_of(archive).exists()


def test_what_is_added_is_kept_in_order_beside_the_archive(archive: Path) -> None:
    narrow = follow.follow_search(
        " Müller-Lüdenscheidt ", Filters(body="herne", since="2009-06-01")
    )
    assert follow.add(archive, [ONE]) == [ONE]
    assert follow.add(archive, [KITA, narrow]) == [KITA, narrow]
    assert follow.load(archive) == [ONE, KITA, narrow]
    assert [path.name for path in archive.parent.iterdir()] == ["herne.follow.json"]
    text = (archive.parent / "herne.follow.json").read_text(encoding="utf-8")
    assert json.loads(text)["follows"][2] == {
        "words": "Müller-Lüdenscheidt",
        "filters": {"body": "herne", "since": "2009-06-01"},
        "label": "Müller-Lüdenscheidt (herne, ab 01.06.2009)",
        "since": NOW,
    }
    assert "Müller" in text


def test_the_same_is_followed_once(archive: Path) -> None:
    later = Follow(ONE.paper, None, EVERYTHING, "another label", "2026-06-01T00:00:00Z")
    assert follow.add(archive, [ONE, ONE]) == [ONE]
    assert follow.add(archive, [later]) == []
    assert follow.load(archive) == [ONE]


def test_labels_are_for_readers() -> None:
    wide = Filters("herne", "Rat", "motion", "accepted_amended", "2009-06-01", "2009-06-30")
    assert follow.follow_search("", wide).label == (
        "alle (herne, Rat, Antrag, geändert beschlossen, ab 01.06.2009, bis 30.06.2009)"
    )
    assert follow.follow_search("Kita", EVERYTHING).label == "Kita"
    assert follow.follow_paper({"id": "a/paper/1", "reference": None}).label == "a/paper/1"


@pytest.mark.parametrize("named", ["2009/0001", "town/paper/1", " TOWN/paper/1 "])
def test_removed_by_label_or_id(archive: Path, named: str) -> None:
    follow.add(archive, [ONE, KITA])
    assert follow.remove(archive, named) == [ONE]
    assert follow.load(archive) == [KITA]
    assert follow.remove(archive, named) == []


def test_a_search_is_removed_by_its_words_if_they_are_only_its_own(archive: Path) -> None:
    narrow = follow.follow_search("Kita", Filters(body="herne"))
    narrower = follow.follow_search("Kita", Filters(body="bochum"))
    follow.add(archive, [narrow])
    assert follow.remove(archive, "kita") == [narrow]
    follow.add(archive, [narrow, narrower])
    with pytest.raises(HarvesterError, match=r"Kita \(herne\); Kita \(bochum\)"):
        follow.remove(archive, "kita")
    assert follow.remove(archive, "Kita (Bochum)") == [narrower]
    assert follow.load(archive) == [narrow]


def test_paper_and_search_name_the_papers_they_match(held: Path) -> None:
    found = ids_of(held, ONE, follow.follow_search("Familienförderung", EVERYTHING), ONE)
    assert found == {
        "town/paper/1": ["2009/0001", "Familienförderung"],
        "town/paper/2": ["Familienförderung"],
    }


def test_filters_of_a_followed_search_count(held: Path) -> None:
    motions = follow.follow_search("", Filters(paper_type="motion"))
    assert ids_of(held, motions) == {"town/paper/3": ["alle (Antrag)"]}


def test_a_search_stands_for_what_it_finds_now(held: Path) -> None:
    kita = follow.follow_search("Kita", EVERYTHING)
    assert list(ids_of(held, kita)) == ["town/paper/3"]
    with Archive.open(held) as written:
        harvest(written, day(2), paper_page(4, name="Zweite Kita"))
    assert set(ids_of(held, kita)) == {"town/paper/3", "town/paper/4"}


def test_a_search_that_finds_too_much_is_cut_and_said_to_be(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    families = follow.follow_search("Familienförderung", EVERYTHING)
    with Archive.open(held, mode="read") as read:
        monkeypatch.setattr(follow, "MOST", 2)
        assert not follow.too_wide(read, families)
        assert not follow.too_wide(read, ONE)
        monkeypatch.setattr(follow, "MOST", 1)
        assert follow.too_wide(read, families)
        assert len(follow.followed_ids(read, [families])) == 1


def test_written_by_hand_with_a_mark_and_without_label(archive: Path) -> None:
    entries = [{"paper": "town/paper/1"}, {"words": "Kita", "filters": {"result": "rejected"}}]
    text = json.dumps({"version": 1, "follows": entries})
    follow.path_of(archive).write_text(text, encoding="utf-8-sig")
    one, kita = follow.load(archive)
    assert (one.label, one.since) == ("town/paper/1", NOW)
    assert (kita.label, kita.filters) == ("Kita (abgelehnt)", Filters(result="rejected"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"version": 1, "follows": [',
        b"\xff\xfe\x00",
        b"[]",
        b'"version follows"',
        b'{"version": 2, "follows": []}',
        b'{"version": 1, "follows": {}}',
        b'{"version": 1, "follows": [], "more": 1}',
        b'{"version": 1, "follows": ["town/paper/1"]}',
        b'{"version": 1, "follows": [{}]}',
        b'{"version": 1, "follows": [{"paper": 1}]}',
        b'{"version": 1, "follows": [{"paper": "a", "words": "b"}]}',
        b'{"version": 1, "follows": [{"paper": "a", "colour": "b"}]}',
        b'{"version": 1, "follows": [{"words": "a", "filters": {"colour": "b"}}]}',
        b'{"version": 1, "follows": [{"words": "a", "filters": {"since": "gestern"}}]}',
        b'{"version": 1, "follows": [{"words": "a", "filters": []}]}',
        b"[" * 100_000,
    ],
)
def test_a_broken_file_is_named_and_stays_as_it_is(archive: Path, content: bytes) -> None:
    path = follow.path_of(archive)
    path.write_bytes(content)
    for attempt in (
        lambda: follow.load(archive),
        lambda: follow.add(archive, [ONE]),
        lambda: follow.remove(archive, "2009/0001"),
    ):
        with pytest.raises(HarvesterError) as told:
            attempt()
        assert str(path) in str(told.value)
        assert len(str(told.value).splitlines()) == 1
    assert path.read_bytes() == content
    assert [path.name for path in archive.parent.iterdir()] == ["herne.follow.json"]


def test_what_cannot_be_written_whole_leaves_what_was(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow.add(archive, [ONE])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harvester.follow.os.fsync", full)
    with pytest.raises(HarvesterError, match=r"herne\.follow\.json.*No space left"):
        follow.add(archive, [KITA])
    assert follow.load(archive) == [ONE]
    assert [path.name for path in archive.parent.iterdir()] == ["herne.follow.json"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(HarvesterError, match="nowhere"):
        follow.add(tmp_path / "nowhere" / "a.sqlite", [ONE])


def test_a_linked_list_stays_linked(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    shared = tmp_path / "shared" / "ours.json"
    follow.path_of(archive).symlink_to(shared)
    follow.add(archive, [ONE])
    assert follow.path_of(archive).is_symlink()
    assert "town/paper/1" in shared.read_text(encoding="utf-8")


def _follow_many(archive: Path, first: int) -> None:
    for number in range(first, first + 20):
        follow.add(archive, [Follow(f"town/paper/{number}", None, EVERYTHING, "x", NOW)])


def test_nothing_is_lost_where_several_follow_at_once(archive: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_follow_many, args=(archive, n)) for n in (0, 100, 200)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert {one.paper for one in follow.load(archive)} == {
        f"town/paper/{first + n}" for first in (0, 100, 200) for n in range(20)
    }


def test_a_crawl_that_writes_is_not_waited_for(held: Path) -> None:
    with Archive.open(held) as written:
        harvest(written, day(2), paper_page(4))
        assert follow.add(held, [ONE]) == [ONE]
        assert ids_of(held, ONE) == {"town/paper/1": ["2009/0001"]}
