"""Changes and meetings as Markdown (CommonMark), in German.

What was harvested is escaped: it makes no link, heading, list, HTML or template of its own.
"""

import re
from collections.abc import Iterator, Sequence

from harvester.archive.meetings import Sitting
from harvester.reports.agendas import TopOfAgenda, announced, by_date
from harvester.reports.clean import line
from harvester.reports.news import Entry, News
from harvester.reports.wording import by_day, by_kind, days, left_out, long_day, nothing, told

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&$]")
#: What makes a list or a heading where it begins a line.
_BEGINNING = re.compile(r"^([-+=]|\d+[.)])")
#: What some programs make a link of, without any brackets.
_BARE_LINK = re.compile(r"://|www\.|@", re.IGNORECASE)


def escaped(text: str) -> str:
    """One line of text that is nothing but text in Markdown."""
    text = _SIGNS.sub(r"\\\g<0>", text)
    text = _BARE_LINK.sub(lambda found: re.sub("[:.@]", r"\\\g<0>", found[0]), text)
    return _BEGINNING.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)


def _linked(text: str, url: str | None) -> str:
    """The text, as a link if there is an address."""
    return f"[{escaped(text)}]({url.replace('&', '&amp;')})" if url else escaped(text)


def changes(news: News) -> str:
    """What changed: what is followed, then by day papers and meetings."""
    parts = [f"# Neues aus den Räten {days(news.since, news.until)}"]
    if not news.followed and not news.rest:
        parts.append(escaped(nothing(news)))
    if news.followed:
        parts += ["## Verfolgtes", *_followed(news)]
    for of_day, entries in by_day(news.rest):
        parts.append(f"## {long_day(of_day)}")
        for heading, found in by_kind(entries):
            parts += [f"### {heading}", _list(news, found)]
    if news.more:
        parts.append(left_out(news))
    return "\n\n".join(parts) + "\n"


def _followed(news: News) -> Iterator[str]:
    for of_day, entries in by_day(news.followed):
        yield f"### {long_day(of_day)}"
        yield _list(news, entries)


def _list(news: News, entries: Sequence[Entry]) -> str:
    lines = []
    for one in entries:
        shown = told(one, news)
        about = f" ({escaped('; '.join(shown.about))})" if shown.about else ""
        lines.append(f"- **{escaped(shown.what)}:** {_linked(shown.title, shown.url)}{about}")
        lines += [f"  - {escaped(happened)}" for happened in shown.lines]
    return "\n".join(lines)


def meetings(found: Sequence[Sitting], since: str, until: str) -> str:
    """Meetings by day, with their agendas."""
    parts = [f"# Sitzungen {days(since, until)}"]
    if not found:
        parts.append("Keine Sitzungen bekannt.")
    for of_day, sittings in by_date(found):
        parts.append(f"## {long_day(of_day)}")
        for one in sittings:
            parts += _meeting(one)
    return "\n\n".join(parts) + "\n"


def _meeting(one: Sitting) -> Iterator[str]:
    shown = announced(one)
    linked = _linked(shown.title, shown.url)
    yield f"### {linked}"
    about = (*shown.remarks, shown.time, shown.where, line(one.body_name))
    yield escaped(" · ".join(filter(None, about)))
    items = "\n".join(f"- {_item(item)}" for item in shown.items)
    yield items or "Noch keine Tagesordnung."


def _item(item: TopOfAgenda) -> str:
    paper = f", Vorlage {_linked(item.reference, item.paper_url)}" if item.reference else ""
    remarks = f" – {escaped(item.remarks)}" if item.remarks else ""
    return f"{escaped(item.text)}{paper}{remarks}"
