"""Pages of lists, stability, and the folder that is replaced."""

import json
import shutil
from pathlib import Path

import pytest

from exports.oparl_site import ADDRESS, HOSTILE, changed, copied, export, read
from harvester.archive import Archive
from harvester.errors import HarvesterError


def papers(archive: Path, folder: Path, numbers: range, seen: str) -> Path:
    """A copy with more papers, first seen at a time."""
    return changed(
        archive,
        folder,
        *(copied("paper", "herne/paper/4850", {"id": f"herne/paper/{n}"}) for n in numbers),
        f"UPDATE paper SET first_seen = '{seen}' "
        f"WHERE id IN ({', '.join(repr(f'herne/paper/{n}') for n in numbers)})",
    )


def test_long_lists_come_in_pages_and_what_is_new_comes_last(
    demo_archive: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
    before = papers(demo_archive, first, range(9000, 9175), "2026-12-05T02:00:00Z")
    after = papers(before, second, range(100, 200), "2026-12-06T02:00:00Z")
    for archive, folder in ((before, first / "out"), (after, second / "out")):
        export(archive, folder)
    names = ["papers.json", "papers-2.json", "papers-3.json"]
    pages = [read(first / "out/herne", name) for name in names]
    assert [len(page["data"]) for page in pages] == [100, 100, 5]  # 30 of the demo, 175 more
    herne = f"{ADDRESS}herne/"
    assert pages[0]["pagination"] == {
        "elementsPerPage": 100,
        "currentPage": 1,
        "totalElements": 205,
        "totalPages": 3,
    }
    assert pages[0]["links"] == {
        "first": f"{herne}papers.json",
        "self": f"{herne}papers.json",
        "next": f"{herne}papers-2.json",
        "last": f"{herne}papers-3.json",
    }
    assert pages[1]["pagination"] == {"elementsPerPage": 100, "currentPage": 2}
    assert pages[1]["links"] == {
        "first": f"{herne}papers.json",
        "self": f"{herne}papers-2.json",
        "prev": f"{herne}papers.json",
        "next": f"{herne}papers-3.json",
    }
    assert "next" not in pages[2]["links"]
    later = [read(second / "out/herne", name) for name in (*names, "papers-4.json")]
    assert [len(page["data"]) for page in later] == [100, 100, 100, 5]
    assert later[0]["data"] == pages[0]["data"]
    assert later[2]["data"][:5] == pages[2]["data"]
    same = [(folder / "out/herne/papers-2.json").read_bytes() for folder in (first, second)]
    assert same[0] == same[1]


@pytest.mark.parametrize("count", [70, 71, 170])
def test_a_list_that_ends_with_a_page_has_no_empty_one(
    demo_archive: Path, tmp_path: Path, count: int
) -> None:
    archive = papers(demo_archive, tmp_path, range(9000, 9000 + count), "2026-12-05T02:00:00Z")
    export(archive, tmp_path / "out")
    pages = len(list((tmp_path / "out/herne").glob("papers*.json")))
    assert pages == {70: 1, 71: 2, 170: 2}[count]


def test_the_same_archive_gives_the_same_bytes(demo_archive: Path, tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        export(demo_archive, tmp_path / name)
        contents.append(
            {
                path.relative_to(tmp_path / name): path.read_bytes()
                for path in (tmp_path / name).rglob("*")
                if path.is_file()
            }
        )
    assert contents[0] == contents[1]
    assert len(contents[0]) > 600


# The folder


def test_an_earlier_export_is_replaced_with_all_that_is_in_it(
    demo_archive: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "oparl"
    export(demo_archive, folder, "https://old.example/")
    (folder / "herne" / "left.json").write_text("{}")
    killed = tmp_path / ".oparl.new"
    shutil.copytree(folder, killed)
    export(demo_archive, folder)
    assert not (folder / "herne" / "left.json").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["oparl"]
    assert read(folder, "system.json")["id"] == f"{ADDRESS}system.json"


def test_a_folder_with_other_content_is_refused(demo_archive: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear")
    with pytest.raises(HarvesterError, match="no OParl export"):
        export(demo_archive, tmp_path / "letters")
    (tmp_path / "file").write_text("x")
    with pytest.raises(HarvesterError, match="is a file"):
        export(demo_archive, tmp_path / "file")
    with pytest.raises(HarvesterError, match="does not exist"):
        export(demo_archive, tmp_path / "nowhere" / "oparl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "letters"]
    assert (tmp_path / "letters" / "dear.txt").read_text() == "Dear"


def test_an_empty_folder_is_taken(demo_archive: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert export(demo_archive, tmp_path / "empty")["System"] == 1


def test_an_export_that_fails_leaves_the_earlier_one(
    demo_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "oparl"
    export(demo_archive, folder)
    before = (folder / "system.json").stat().st_ino

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harvester.exports.oparl.lists.ListWriter.close", full)
    with pytest.raises(HarvesterError, match="No space left"):
        export(demo_archive, folder)
    assert (folder / "system.json").stat().st_ino == before
    assert [path.name for path in tmp_path.iterdir()] == ["oparl"]


def test_hostile_ids_stay_below_the_folder(demo_archive: Path, tmp_path: Path) -> None:
    statements = [copied("paper", "herne/paper/4850", {"id": name}) for name in HOSTILE]
    archive = changed(demo_archive, tmp_path, *statements)
    inside = tmp_path / "a" / "b" / "c"
    inside.mkdir(parents=True)
    export(archive, inside / "oparl")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "archive.sqlite"}
    told = {
        found["harvester:id"]
        for page in (inside / "oparl/herne").glob("papers*.json")
        for found in json.loads(page.read_text(encoding="utf-8"))["data"]
    }
    assert told >= set(HOSTILE)


def test_an_archive_that_holds_nothing_is_an_interface_without_bodies(tmp_path: Path) -> None:
    archive = tmp_path / "archive.sqlite"
    Archive.open(archive).close()
    assert export(archive, tmp_path / "oparl") == {"System": 1}
    page = read(tmp_path / "oparl", "bodies.json")
    assert page["data"] == []
    assert page["pagination"]["totalPages"] == 1
