"""The page that leads to the reports of a folder, in German: no script, no file beside it."""

from collections.abc import Iterator, Sequence
from html import escape

from harvester.archive.meetings import Sitting
from harvester.reports.agendas import TopOfAgenda, announced, by_date
from harvester.reports.clean import line
from harvester.reports.fragments import change, linked, listed
from harvester.reports.news import News
from harvester.reports.wording import (
    by_day,
    by_kind,
    days,
    left_out,
    long_day,
    moment,
    nothing,
    told,
)

#: The files beside the page, with what they are for.
FILES = {
    "changes.atom": "Änderungen für Feedreader (Atom)",
    "changes.md": "Änderungen als Text (Markdown)",
    "changes.json": "Änderungen für Programme (JSON)",
    "meetings.ics": "Kommende Sitzungen für Kalender (iCal)",
    "meetings.md": "Kommende Sitzungen als Text (Markdown)",
}
_STYLE = "body{font-family:sans-serif;line-height:1.5;max-width:50rem;margin:auto;padding:1rem}"
# A page that shows harvested text loads and runs nothing, even if something got into it.
_HEAD = f"""\
<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Neues aus den Räten</title>
<link rel="alternate" type="application/atom+xml" title="Änderungen" href="changes.atom">
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>Neues aus den Räten</h1>
"""
_FOOT = "</main>\n</body>\n</html>\n"


def index(news: News, sittings: Sequence[Sitting], since: str, until: str) -> str:
    """The page.

    Args:
        news: What changed.
        sittings: The meetings to come.
        since: The first day for which meetings are shown.
        until: The last day.
    """
    towns = ", ".join(line(town) for town in sorted(set(news.towns.values())))
    read = f"Letzter Abruf: {moment(news.crawled)}." if news.crawled else ""
    files = listed(f'<a href="{name}">{escape(text)}</a>' for name, text in FILES.items())
    parts = [
        *(f"<p>{escape(towns)}. {escape(read)}</p>", f"<nav>{files}</nav>", "</header>", "<main>"),
        *_changes(news),
        *_meetings(sittings, since, until),
    ]
    return _HEAD + "\n".join(parts) + "\n" + _FOOT


def _changes(news: News) -> Iterator[str]:
    yield f"<h2>Änderungen {days(news.since, news.until)}</h2>"
    if not news.everything:
        yield f"<p>{escape(nothing(news))}</p>"
    for of_day, entries in by_day(news.everything):
        yield f"<h3>{long_day(of_day)}</h3>"
        for heading, found in by_kind(entries):
            yield f"<h4>{heading}</h4>"
            yield listed(change(told(one, news)) for one in found)
    if news.more:
        yield f"<p>{left_out(news)}</p>"


def _meetings(sittings: Sequence[Sitting], since: str, until: str) -> Iterator[str]:
    yield f"<h2>Sitzungen {days(since, until)}</h2>"
    if not sittings:
        yield "<p>Keine Sitzungen bekannt.</p>"
    for of_day, found in by_date(sittings):
        yield f"<h3>{escape(long_day(of_day))}</h3>"
        for one in found:
            yield from _meeting(one)


def _meeting(one: Sitting) -> Iterator[str]:
    shown = announced(one)
    yield f"<h4>{linked(shown.title, shown.url)}</h4>"
    about = (*shown.remarks, shown.time, shown.where, line(one.body_name))
    yield f"<p>{escape(' · '.join(filter(None, about)))}</p>"
    yield listed(map(_item, shown.items)) or "<p>Noch keine Tagesordnung.</p>"


def _item(item: TopOfAgenda) -> str:
    paper = f", Vorlage {linked(item.reference, item.paper_url)}" if item.reference else ""
    remarks = f" – {escape(item.remarks)}" if item.remarks else ""
    return f"{escape(item.text)}{paper}{remarks}"
