"""Changes as Markdown: what is said, and hostile text in it."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from reports_archive import (
    BASE,
    STEPS,
    hostile_days,
    made,
    paper_page,
    seen,
    sitting_page,
    three_days,
)

from harvester.reports import markdown


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "a.sqlite", *three_days())


def test_markdown_by_day(path: Path) -> None:
    paper, meeting = f"{BASE}vo020.asp?VOLFDNR=", f"{BASE}to010.asp?SILFDNR=1"
    assert markdown.changes(seen(path)).splitlines() == [
        "# Neues aus den Räten vom 01.05.2026 bis 03.05.2026",
        "",
        "## Sonntag, 3. Mai 2026",
        "",
        "### Vorlagen",
        "",
        f"- **Geändert:** [Vorlage 2009/0001: Familienbericht]({paper}1) (Stadt Town)",
        "  - Betreff: Familienbericht (vorher: Kommunale Familienförderung)",
        "  - Text Beschlussvorschlag: Wortlaut geändert",
        f"- **Neu:** [Vorlage 2009/0002: Kommunale Familienförderung]({paper}2) (Stadt Town)",
        "",
        "### Sitzungen",
        "",
        f"- **Geändert:** [Sitzung, 03.06.2009]({meeting}) (Stadt Town)",
        "  - Tagesordnungspunkt Ö 1 Familienförderung: Beschlusstext neu",
        "",
        "## Samstag, 2. Mai 2026",
        "",
        "### Vorlagen",
        "",
        f"- **Geändert:** [Vorlage 2009/0001: Familienbericht]({paper}1) (Stadt Town)",
        "  - Beratung Rat der Stadt: Datum: 07.07.2009 (vorher: 30.06.2009)",
        "",
        "### Sitzungen",
        "",
        f"- **Neu:** [Sitzung, 03.06.2009]({meeting}) (Stadt Town)",
        "",
        "## Freitag, 1. Mai 2026",
        "",
        "### Erstmals erfasst",
        "",
        "- **Erstmals erfasst:** Stadt Town (town)",
        "  - 1 Vorlage, 2 Beratungen, 1 Dokument",
    ]


def test_what_came_what_went_and_what_was_called_off(tmp_path: Path) -> None:
    one_more = (*STEPS[:1], ("Hauptausschuss", "2009-06-24"))
    path = made(
        tmp_path / "a.sqlite",
        [paper_page(), sitting_page(1, name="Rat", date="2026-06-10")],
        [
            paper_page(steps=one_more, paper_type_raw="Bericht"),
            sitting_page(
                1, name="Rat", date="2026-06-10", start="2026-06-10T16:00:00+02:00", cancelled=True
            ),
        ],
    )
    lines = [shown for shown in markdown.changes(seen(path, 2, 2)).splitlines() if "  - " in shown]
    assert lines == [
        "  - Art: Bericht (vorher: keine Angabe)",
        "  - Beratung Hauptausschuss: neu (24.06.2009, Entscheidung)",
        "  - Beratung Rat der Stadt: nicht mehr aufgeführt",
        "  - Beginn: 10.06.2026, 16:00 Uhr (vorher: keine Angabe)",
        "  - Abgesagt",
    ]


def test_a_quiet_day_says_when_it_was_looked(path: Path) -> None:
    said = "Keine Änderungen am 04.05.2026. Letzter Abruf: 03.05.2026, 04:00 Uhr."
    assert said in markdown.changes(seen(path, 4, 4))


def test_what_does_not_fit_is_counted(path: Path) -> None:
    said = "Weitere Änderungen, die hier nicht stehen: 5."
    assert markdown.changes(seen(path).first(1)).endswith(f"\n\n{said}\n")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    return made(tmp_path / "a.sqlite", *hostile_days())


def test_hostile_text_in_markdown(hostile: Path) -> None:
    tokens = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(markdown.changes(seen(hostile, 2, 2)))
    )
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inline)}
    assert kinds == {
        *("heading_open", "heading_close", "inline", "text"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("paragraph_open", "paragraph_close", "strong_open", "strong_close"),
        *("link_open", "link_close"),
    }
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h3"]
    assert [token.attrs["href"] for token in inline if token.type == "link_open"] == [
        f"{BASE}vo020.asp?VOLFDNR=1",
        f"{BASE}vo020.asp?VOLFDNR=2%0D%0A%22%27%3Cb%3E%29%5D%28javascript:alert%283%29%29",
    ]
    assert len([token for token in inline if token.type == "strong_open"]) == 2
    shown = "".join(token.content for token in inline)
    assert "<script>alert(1)</script> ](javascript:alert(2)) [x](http://evil.example)" in shown


@pytest.mark.parametrize(
    "text", ["- a", "+ a", "1. a", "12) a", "# a", "> a", "=== a", "* a", "a\\"]
)
def test_a_line_that_would_begin_something(text: str) -> None:
    shown = MarkdownIt("commonmark").render(f"- {markdown.escaped(text)}")
    assert shown == f"<ul>\n<li>{text.replace('>', '&gt;')}</li>\n</ul>\n"
    assert MarkdownIt("commonmark").render(markdown.escaped(text)).startswith("<p>")


def test_bare_addresses_are_no_links() -> None:
    assert markdown.escaped("http://a WWW.a.b x@y.z") == "http\\://a WWW\\.a.b x\\@y.z"
