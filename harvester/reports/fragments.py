"""Pieces of HTML for the page and for the entries of the feed; everything harvested is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from harvester.archive.telling import Beginning
from harvester.reports.clean import line, paragraphs
from harvester.reports.wording import Told


def linked(text: str, url: str | None) -> str:
    """The text, as a link if there is an address (as `clean.address` gives it)."""
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>' if url else escape(text)


def listed(items: Iterable[str]) -> str:
    """A list of pieces of HTML; "" where there is none."""
    shown = "\n".join(f"<li>{item}</li>" for item in items)
    return f"<ul>\n{shown}\n</ul>" if shown else ""


def change(told: Told) -> str:
    """A change in a list of many: what became of it, its title as a link, what happened."""
    about = f" ({escape('; '.join(told.about))})" if told.about else ""
    happened = listed(map(escape, told.lines))
    return f"<b>{escape(told.what)}:</b> {linked(told.title, told.url)}{about}{happened}"


def entry(told: Told, texts: Sequence[Beginning]) -> str:
    """The content of an entry of its own: what happened, and how the texts begin."""
    parts = [
        f"<p>{escape('; '.join((told.what, *told.about)))}</p>",
        listed(map(escape, told.lines)),
    ]
    for text in texts:
        heading = line(text.heading)
        parts += [f"<h3>{escape(heading)}</h3>"] if heading else []
        lines = "<br>\n".join(map(escape, paragraphs(text.text)))
        parts += [f"<p>{lines}</p>"] if lines else []
    parts += [f"<p>{linked('Zur Seite der Stadt', told.url)}</p>"] if told.url else []
    return "\n".join(filter(None, parts))
