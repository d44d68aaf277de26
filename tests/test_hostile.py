"""Hostile pages: none takes more than linear time, none reaches the terminal as a command.

A pattern in quadratic time needs minutes and hours for what is here read in far less than a second.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harvester.archive import Archive
from harvester.cli.render import as_json, plain
from harvester.markup import describe, inline, parse_document
from harvester.page import PageError
from harvester.wordtext import read_word_text

_SIZE = 2_000_000
_SECONDS = 5.0  # generous, for slow machines
_RUNS = [
    *("<a ", "<p ", "</", "</p", "<b>", "<p>a", "<td>", "<ol>", "<ol type=", "<li><ol start="),
    *("<!--", "<!-- ### ", "<!-->", "-->", "<![if ", "<?xml ", "<?xml ?><", "<?xml?><!DOCTYPE "),
    *("<!DOCTYPE ", "<html ", "<html>", "</html>", "</html\t", "<head>", "<title", "<style>"),
    *("<script></scrip", "&#", "&#9;", "&amp;", "<a name='\"", '<a name="allris'),
    *('<a name="allrisBV">', "&#" + "9" * 5000),
]
_PAGE = "https://town.example/allris/vo020.asp?VOLFDNR=1"
_FIXTURE = Path(__file__).parent / "fixtures" / "allris" / "paper" / "everything"
_OBEYED = ("\x07", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066")


def _too_slow(*_: object) -> None:
    pytest.fail(f"not done after {_SECONDS} s")


@contextmanager
def _in_time() -> Iterator[None]:
    """Stop what takes too long: it would take hours."""
    before = signal.signal(signal.SIGALRM, _too_slow)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _repeated(run: str) -> str:
    return run * (_SIZE // len(run))


@pytest.mark.parametrize("run", _RUNS)
def test_word_text_is_read_in_linear_time(run: str) -> None:
    with _in_time():
        text = read_word_text(f"<p>vor</p>{_repeated(run)}")
    assert (text.headings + text.lines)[0].startswith("vor")


@pytest.mark.parametrize("run", _RUNS)
@pytest.mark.parametrize("frame", ["<html><body>{}</body></html>", "{}"])
def test_a_page_is_parsed_or_refused_in_linear_time(run: str, frame: str) -> None:
    body = frame.format(_repeated(run)).encode()
    with _in_time():
        try:
            parse_document(body)
        except PageError as error:
            assert error.code in {"not_html", "truncated", "too_deep"}  # noqa: PT017  # either will do


@pytest.mark.parametrize("run", _RUNS)
def test_a_foreign_page_is_described_in_linear_time(run: str) -> None:
    with _in_time():
        shown = describe(f"<title>Wartung</title>{_repeated(run)}".encode())
    assert shown == "Wartung"


@pytest.mark.parametrize("word", ["a{}a", "{}", "{}a", "a{}"])
def test_words_are_folded_in_linear_time(word: str, tmp_path: Path) -> None:
    """Words that are looked for are made like the words of the index."""
    with Archive.open(tmp_path / "archive.sqlite") as archive, _in_time():
        assert archive.search(word.format("." * _SIZE)).hits == ()


def test_what_never_ends_hides_no_text() -> None:
    source = "<p>vor</p><!-- offen <p>nach</p><style>p {}<p>danach</p><script>x</script><p>Ende"
    assert read_word_text(source).lines == ["vor", "nach", "p {}", "danach", "Ende"]


def test_an_empty_comment_hides_no_text() -> None:
    assert read_word_text("<p>a</p><!--><p>b</p><!-- c --><p>d</p>").lines == ["a", "b", "d"]


@pytest.mark.parametrize("tag", ["\u017fcript", "\u017ftyle", "t\u0131tle", "SCR\u0130PT", "hEAD"])
def test_a_letter_that_only_folds_to_a_tags_letter_is_no_error(tag: str) -> None:
    assert read_word_text(f"<p>a</p><{tag}>b").lines == ["a", "b"]


def test_a_list_that_starts_with_no_number_starts_with_one() -> None:
    assert read_word_text("<ol start='\u00b2'><li>a</ol>").lines == ["1. a"]


def test_a_bare_angle_bracket_at_the_end_is_text() -> None:
    assert read_word_text("<p>a <b>x</b> < 5 <b").lines == ["a x < 5 <b"]


def test_a_number_that_is_no_character_is_no_error() -> None:
    assert read_word_text(f"<p>a&#{'9' * 5000};b</p>").lines == ["a\ufffdb"]


def test_a_document_type_without_end_is_left_out_of_the_nested_document() -> None:
    page = "<html><body><p>vor</p><!DOCTYPE <html><p>drin</p></html><p>nach</p></body></html>"
    document = parse_document(page.encode())
    assert document.embedded == ["<html><p>drin</p></html>"]
    assert "nach" in (inline(document.root) or "")


def _parse(page: Path, url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harvester", "parse", str(page), "--url", url],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_title_of_a_foreign_page_gives_the_terminal_no_command(tmp_path: Path) -> None:
    page = tmp_path / "evil.html"
    title = "".join(f"{character}0;x " for character in _OBEYED)
    page.write_text(f"<html><head><title>{title}</title></head><body>x</body></html>", "utf-8")
    done = _parse(page, _PAGE)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "0;x" in done.stderr
    assert not [c for c in _OBEYED if c in done.stderr]


def test_records_and_findings_give_the_terminal_no_command(tmp_path: Path) -> None:
    evil = "".join(_OBEYED[3:])
    source = (_FIXTURE / "page.html").read_bytes().decode("windows-1252")
    source = source.replace("Baubeschluss", f"Bau{evil}beschluss")
    source = source.replace("an den Runden Tisch", f"an den Runden{evil} Tisch")
    page = tmp_path / "page.html"
    page.write_text(source, "utf-8")
    done = _parse(page, _PAGE.replace("R=1", "R=5101"))
    assert done.returncode == 0, done.stderr
    assert not [c for c in _OBEYED if c in done.stdout + done.stderr]
    assert "unknown_result" in done.stderr
    assert r"Bau\u009b\u202e\u2066beschluss" in done.stdout
    # nothing is lost, what is harmless stays readable
    assert f"Bau{evil}beschluss" in json.loads(done.stdout)[0]["name"]
    assert "Am Grünen Ring" in done.stdout


def test_json_escapes_what_a_terminal_obeys_and_loses_nothing() -> None:
    value = ["".join(_OBEYED), "ä€„\n\U000e0001\ud800", "🙂"]
    shown = as_json(value)
    assert json.loads(shown) == value
    assert not [c for c in _OBEYED if c in shown]
    assert r"\udb40\udc01" in shown
    assert "ä€„" in shown
    assert "🙂" in shown


def test_shown_text_keeps_blanks_between_words() -> None:
    assert plain("a\tb\xa0c\nd\x1b[2J\u202ee\xadf") == "a b c\nd[2Jef"
