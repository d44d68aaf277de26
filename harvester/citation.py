"""A paper in one German line, as it is cited below an article."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from harvester import clock
from harvester.labels import german
from harvester.text import clean, plain

_QUOTES = re.compile('["„“”‟«»]')
_ALWAYS_OPEN = "„‟"
_ALWAYS_CLOSED = "”"
#: Behind these a quote that may mean both opens.
_BEFORE_OPENING = "([{<-–—/‚"


def citation(paper: Mapping[str, Any], body_name: str | None) -> str:
    """Town, kind, number, subject, address, and the day on which it was last read there.

    Such as `Stadt Herne, Beschlussvorlage 2009/0346: „Kita-Plätze“, https://… (abgerufen am
    22.11.2026)`. What is unknown is left out. One line, without control characters.

    Args:
        paper: a paper as `Archive.papers_by_reference` gives it.
        body_name: the town's name; None: unknown.
    """
    number = _line(paper["reference"])
    kind = _line(paper["paper_type_raw"]) or german("paper_type", paper["paper_type"])
    head = ", ".join(
        filter(None, (_line(body_name), _joined(kind or (number and "Vorlage"), number)))
    )
    subject = _line(paper["name"])
    quoted = subject and f"„{_with_single_quotes(subject)}“"
    named = ": ".join(filter(None, (head, quoted)))
    cited = ", ".join(filter(None, (named, _line(paper["source_url"]))))
    read = _day(paper["last_seen"])
    return _joined(cited, read and f"(abgerufen am {read})")


def _joined(*parts: str | None) -> str:
    return " ".join(filter(None, parts))


def _line(text: str | None) -> str | None:
    """One line that a terminal and a text program take for nothing but text."""
    if text is None:
        return None
    return clean(plain(text))


def _with_single_quotes(subject: str) -> str:
    """The subject with ‚ and ‘ where it has double quotes of any kind."""

    def single(quote: re.Match[str]) -> str:
        before = subject[quote.start() - 1] if quote.start() else " "
        if quote[0] in _ALWAYS_OPEN:
            return "‚"
        if quote[0] in _ALWAYS_CLOSED:
            return "‘"
        return "‚" if before.isspace() or before in _BEFORE_OPENING else "‘"

    return _QUOTES.sub(single, subject)


def _day(at: str | None) -> str | None:
    """The day in the town, `22.11.2026`, of a time in UTC."""
    if at is None:
        return None
    return datetime.fromisoformat(at).astimezone(clock.TOWN).strftime("%d.%m.%Y")
