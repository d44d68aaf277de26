"""Text of word-processor exports, read from the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.wordtext import read_word_text


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (
            "<p><span>Zust\u00e4</span><span>ndigkeit fü</span><span>r</span></p>",
            ["Zuständigkeit für"],
        ),
        ("<p>eins</p><p>&#xa0;</p>\n\n<p>zwei&#xa0; drei </p>", ["eins", "zwei drei"]),
        ("<p>a<br/>b</p>", ["a", "b"]),
        ("<p>1 &lt; 2 &amp; <b>3</b></p>", ["1 < 2 & 3"]),
        ("<p>über\nzwei Zeilen</p>", ["über zwei Zeilen"]),
        ("<title>t</title><style>p {}</style><script>x</script><p>a</p>", ["a"]),
        ("<p>ALLRIS® Office Integration 3.9.2</p><p>a</p>", ["a"]),
        ("<p>ohne Ende", ["ohne Ende"]),
        ("kein Tag", ["kein Tag"]),
        ("", []),
        (
            (
                "<table><tr><td><p>Jahr</p></td><td><p>Euro</p><p>netto</p></td></tr>"
                "<tr><td>2009</td><td>5</td></tr></table>"
            ),
            ["Jahr\tEuro netto", "2009\t5"],
        ),
        (
            '<ol type="1"><li><p>erstens</p></li><li>zwei<ol type="a"><li>x</li></ol></li></ol>',
            ["1. erstens", "2. zwei", "a. x"],
        ),
        ('<ol start="4" type="I"><li>vier</li><li>fünf</li></ol>', ["IV. vier", "V. fünf"]),
        ("<ul><li>Punkt</li></ul><p>danach</p>", ["• Punkt", "danach"]),
        (
            '<ol class="awlist1"><li>wie nummeriert, weiß nur das Stylesheet</li></ol>',
            ["wie nummeriert, weiß nur das Stylesheet"],
        ),
        ("</td></ol></li><p>a</p>", ["a"]),
        ("<ol start='99999999'><li>a</li></ol>", ["1. a"]),
    ],
)
def test_lines(source: str, lines: list[str]) -> None:
    assert read_word_text(source).lines == lines


def test_headings_at_the_beginning_are_told_apart() -> None:
    text = read_word_text("<h4>Sachverhalt:</h4><h4></h4><p>a</p><h4>Zwischentitel</h4><p>b</p>")
    assert text.headings == ["Sachverhalt:"]
    assert text.lines == ["a", "Zwischentitel", "b"]


@given(st.lists(st.text("abcäöüß €–„“", min_size=1).filter(str.strip), min_size=1, max_size=5))
def test_no_word_is_lost_or_broken_wherever_the_spans_break(paragraphs: list[str]) -> None:
    source = "".join(
        "<p>" + "".join(f"<span style='x'>{letter}</span>" for letter in text) + "</p>"
        for text in paragraphs
    )
    assert read_word_text(source).lines == [" ".join(text.split()) for text in paragraphs]


@given(st.text())
def test_any_text_is_read_without_an_error(source: str) -> None:
    text = read_word_text(source)
    for line in text.lines + text.headings:
        assert line == line.strip()
        assert line
        assert "\n" not in line
