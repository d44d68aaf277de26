"""Changes as a feed: what feed readers need, and hostile text in it."""

import re
from pathlib import Path

import pytest
from lxml import etree, html
from reports_archive import BASE, hostile_days, made, paper_page, seen, three_days

from harvester.archive import Archive
from harvester.reports import atom
from harvester.reports.news import News

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(told: News, home: str | None = None) -> etree._Element:
    return etree.fromstring(atom.feed(told, "changes", home).encode())


def texts(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=ATOM)
    assert isinstance(found, list)
    return [str(one) for one in found]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.sqlite", *three_days())


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    return made(tmp_path / "a.sqlite", *hostile_days())


def test_the_feed_has_what_a_reader_needs(path: Path) -> None:
    root = feed(seen(path), "https://news.example/rat/")
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert texts(root, "a:id/text()") == ["https://news.example/rat/changes.atom"]
    assert texts(root, "a:title/text()") == ["Neues aus den Räten"]
    assert texts(root, "a:updated/text()") == ["2026-05-03T02:00:00Z"]
    assert texts(root, "a:author/a:name/text()") == ["council-harvester"]
    assert texts(root, "a:link[@rel='self']/@href") == ["https://news.example/rat/changes.atom"]
    entries = root.findall("a:entry", ATOM)
    assert len(entries) == 6
    for entry in entries:
        for name in ("id", "title", "updated", "content"):
            assert len(entry.findall(f"a:{name}", ATOM)) == 1, name
    assert texts(root, "a:entry/a:title/text()")[:3] == [
        "Geändert: Vorlage 2009/0001: Familienbericht",
        "Neu: Vorlage 2009/0002: Kommunale Familienförderung",
        "Geändert: Sitzung, 03.06.2009",
    ]
    assert texts(root, "a:entry/a:link/@href")[1] == f"{BASE}vo020.asp?VOLFDNR=2"
    assert len(texts(root, "a:entry/a:link/@href")) == 5  # a first harvest has no page


def test_a_new_paper_comes_with_its_text(path: Path) -> None:
    changed, new, *_ = texts(feed(seen(path)), "a:entry/a:content/text()")
    shown = html.fragment_fromstring(new, create_parent="div")
    assert [part.text_content().strip() for part in shown] == [
        "Neu; Stadt Town",
        "Beschlussvorschlag",
        "Erstens.\nZweitens.",
        "Zur Seite der Stadt",
    ]
    assert "Anders." not in changed
    assert "<li>Betreff: Familienbericht (vorher: Kommunale Familienförderung)</li>" in changed


def test_without_sections_the_document_has_the_word(tmp_path: Path) -> None:
    path = made(tmp_path / "a.sqlite", [paper_page()], [paper_page(2, text=None)])
    with Archive.open(path) as held:
        held.db.conn.execute(
            "UPDATE file SET role = 'main', text = 'Die erste Seite.\fDie zweite.' "
            "WHERE id LIKE 'town/paper/2%'"
        )
        held.db.conn.commit()
    (content,) = texts(feed(seen(path, 2, 2)), "a:entry/a:content/text()")
    assert "<h3>Konzept</h3>\n<p>Die erste Seite.</p>" in content
    assert "zweite" not in content


def test_a_long_text_is_cut_after_about_a_page(tmp_path: Path) -> None:
    path = made(tmp_path / "a.sqlite", [paper_page()], [paper_page(2, text="Wort " * 20_000)])
    (content,) = texts(feed(seen(path, 2, 2)), "a:entry/a:content/text()")
    assert "Wort…</p>" in content
    assert 2_900 < len(content) < 3_500


def test_ids_stay_and_times_tell_of_the_last_change(path: Path, tmp_path: Path) -> None:
    assert atom.feed(seen(path), "changes") == atom.feed(seen(path), "changes")
    ids = texts(feed(seen(path)), "a:entry/a:id/text()")
    assert len(set(ids)) == 6
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    again = made(tmp_path / "b.sqlite", *three_days()[:2])
    older = feed(seen(again))
    assert texts(older, "a:entry/a:id/text()") == ids[3:]
    assert texts(older, "a:updated/text()") == ["2026-05-02T02:00:00Z"]
    assert texts(older, "a:id/text()") == texts(feed(seen(path)), "a:id/text()")


def test_a_feed_without_news_does_not_change(path: Path) -> None:
    root = feed(seen(path, 4, 4))
    assert texts(root, "a:updated/text()") == ["2026-05-03T02:00:00Z"]
    assert root.findall("a:entry", ATOM) == []


def test_what_does_not_fit_is_counted(path: Path) -> None:
    (subtitle,) = texts(feed(seen(path).first(1)), "a:subtitle/text()")
    days = "Änderungen vom 01.05.2026 bis 03.05.2026."
    assert subtitle == f"{days} Weitere Änderungen, die hier nicht stehen: 5."


def test_it_is_changed_again_on_the_same_day(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.sqlite", [paper_page()], [paper_page(name="B")], [paper_page(name="C")]
    )
    before = feed(seen(path, 2, 2))
    with Archive.open(path) as held:
        held.db.conn.execute(
            "UPDATE change SET at = '2026-05-02T17:00:00Z' WHERE at = '2026-05-03T02:00:00Z'"
        )
        held.db.conn.commit()
    after = feed(seen(path, 2, 2))
    assert texts(after, "a:entry/a:id/text()") == texts(before, "a:entry/a:id/text()")
    assert texts(before, "a:entry/a:updated/text()") == ["2026-05-02T02:00:00Z"]
    assert texts(after, "a:entry/a:updated/text()") == ["2026-05-02T17:00:00Z"]


def test_hostile_text_in_the_feed(hostile: Path) -> None:
    root = feed(seen(hostile, 2, 2))
    assert all(one.startswith("https://ris.example/") for one in texts(root, "//a:link/@href"))
    contents = texts(root, "a:entry/a:content/text()")
    assert len(contents) == 2
    for content in contents:
        shown = html.fragment_fromstring(content, create_parent="div")
        assert {part.tag for part in shown.iter()} <= {"div", "p", "ul", "li", "h3", "a", "br"}
        for link in shown.iter("a"):
            assert str(link.get("href")).startswith("https://ris.example/")
            assert sorted(link.attrib) == ["href", "rel"]
    assert "<script>alert(1)</script>" in texts(root, "a:entry/a:title/text()")[0]
