"""The page of a folder with reports."""

from pathlib import Path

import pytest
from lxml import html
from reports_archive import (
    BASE,
    HOSTILE,
    harvest,
    hostile_days,
    made,
    seen,
    sitting_page,
    three_days,
)

from harvester.archive import Archive
from harvester.archive.meetings import sittings
from harvester.reports import page


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.sqlite", *three_days())


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    return made(tmp_path / "a.sqlite", *hostile_days())


def test_a_quiet_day_says_when_it_was_looked(path: Path) -> None:
    written = page.index(seen(path, 4, 4), [], "2026-05-04", "2026-07-03")
    assert "<p>Stadt Town. Letzter Abruf: 03.05.2026, 04:00 Uhr.</p>" in written
    assert "<p>Keine Änderungen am 04.05.2026. " in written
    assert "<h2>Sitzungen vom 04.05.2026 bis 03.07.2026</h2>\n<p>Keine Sitzungen" in written


def test_what_does_not_fit_is_counted(path: Path) -> None:
    written = page.index(seen(path).first(1), [], "2026-05-04", "2026-05-04")
    assert "<p>Weitere Änderungen, die hier nicht stehen: 5.</p>" in written


def test_what_is_followed_is_called_so(path: Path) -> None:
    told = seen(path, 3, 3, followed={"town/paper/2": ["Kita <b>"]})
    written = page.index(told, [], "2026-05-04", "2026-05-04")
    link = f'<a href="{BASE}vo020.asp?VOLFDNR=2" rel="noreferrer">'
    title = "Vorlage 2009/0002: Kommunale Familienförderung"
    about = "(Stadt Town; verfolgt: Kita &lt;b&gt;)"
    assert f"<b>Neu:</b> {link}{title}</a> {about}" in written


def test_hostile_text_on_the_page(hostile: Path) -> None:
    meeting = sitting_page(
        1,
        [{"name": HOSTILE, "number": HOSTILE, "reference": HOSTILE, "result_raw": HOSTILE}],
        organization_name=HOSTILE,
        date="2026-06-10",
        room=HOSTILE,
    )
    with Archive.open(hostile.with_name("b.sqlite")) as held:
        harvest(held, "2026-05-01T02:00:00Z", meeting)
        found = sittings(held, "2026-06-01", "2026-06-30")
    told = seen(hostile, 2, 2)
    written = page.index(told, found, "2026-06-01", "2026-06-30")
    root = html.fromstring(written)
    allowed = {
        *("html", "head", "meta", "title", "link", "style", "body", "header", "nav", "main"),
        *("h1", "h2", "h3", "h4", "p", "ul", "li", "a", "b"),
    }
    assert {part.tag for part in root.iter()} == allowed
    assert not [name for part in root.iter() for name in part.attrib if name.startswith("on")]
    links = [str(link.get("href")) for link in root.iter("a")]
    assert [link for link in links if "://" not in link] == list(page.FILES)
    assert all(link.startswith("https://ris.example/") for link in links[len(page.FILES) :])
    assert len(links) == len(page.FILES) + 3
    assert "default-src 'none'" in written
