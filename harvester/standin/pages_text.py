"""Text blocks as ALLRIS shows them: whole documents exported from a word processor, nested."""

import re
from collections.abc import Iterable
from html import escape

from harvester.standin.content import HEADINGS
from harvester.standin.model import Heading

_START = (
    '<?xml version="1.0" encoding="iso-8859-1" standalone="no"?><!DOCTYPE html PUBLIC '
    '"-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head>'
    '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1" />'
    '<meta http-equiv="Content-Style-Type" content="text/css" />'
    '<meta name="generator" content="Aspose.Words for .NET 19.1" />'
)
_P = (
    '<p style="margin-top:0pt; margin-bottom:0pt; text-align:justify; '
    'widows:0; orphans:0; font-size:11pt">'
)
_SPAN = '<span style="font-family:Arial">'
_BOLD = '<span style="font-family:Arial; font-weight:bold">'
_BLANK = f'{_P}<span style="font-family:Arial; -aw-import:ignore">&#xa0;</span></p>'

# The export begins a new run behind an umlaut, and now and then inside a long word.
_RUNS = re.compile(r"(?<=[äöüßÄÖÜ])(?=[\w ])|(?<=\b\w{5})(?=\w{12})")
_QUOTES = str.maketrans({"„": "&#x201E;", "“": "&#x201C;", "–": "&#x2013;"})


def _runs(text: str, span: str) -> str:
    return f"{span}{_RUNS.sub('</span>' + span, escape(text, quote=False))}</span>"


def block(
    code: str, number: int, heading: Heading, paragraphs: Iterable[str], *, first: bool = True
) -> str:
    """One block with its comment and anchor. `number` stands for the RTF file it came from.

    An odd number makes the quotes character references and names the word processor's plug-in in
    the title, as on part of the real pages.
    """
    odd = number % 2 == 1
    title = "ALLRIS® Office Integration 3.9.2" if odd else ""
    name = "Anlagen" if code == "AN" else HEADINGS[code]
    body = [] if first else [" <hr />"]
    if heading in {"h4", "both", "empty"}:
        body.append(f"<h4>{'' if heading == 'empty' else name + ':'}</h4>")
    if heading in {"bold", "both", "empty"}:
        body.append(f"{_P}{_runs(name, _BOLD)}{_BOLD}:</span></p>{_BLANK}")
    for text in paragraphs:
        runs = _runs(text, _SPAN)
        body.append(f"{_P}{runs.translate(_QUOTES) if odd else runs}</p>{_BLANK}")
    return (
        f'<!-- ### {code}{number}.rtf -->\n<a name="allris{code}"></a>\n{_START}'
        f"<title>{title}</title></head><body><div>{''.join(body)}</div></body></html>"
    )


def empty_block(code: str) -> str:
    """The place of a block that has no text: comment and anchor only."""
    return f'<!-- ### {code}0.rtf -->\n<a name="allris{code}"></a>\n'


def anchors(codes: Iterable[str]) -> str:
    """The links to the blocks, for the column on the right."""
    return "".join(
        f'\t\t\t\t\t\t<br /><a href="#allris{code}">{HEADINGS[code]}</a>' for code in codes
    )
