"""Changes as an Atom feed (RFC 4287), in German.

Written with lxml, not feedgenerator: that writes a link for every entry, also where there is no
address of the web, and takes the time of an empty feed from the computer's clock, so that a feed
without news would be another one each time.
"""

from lxml import etree

from harvester.archive.events import Changed
from harvester.reports.clean import stable_id
from harvester.reports.fragments import entry
from harvester.reports.news import Entry, News
from harvester.reports.wording import days, left_out, told

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_AUTHOR = "council-harvester"


def feed(news: News, name: str, home: str | None = None) -> str:
    """The feed of news that has its texts (`with_texts`).

    An entry is a paper or meeting on a day: what happens to it later that day is told by the same
    entry, which is updated then.

    Args:
        news: What changed.
        name: Tells this feed from others; its id is made of it if there is no `home`.
        home: The address of the folder, ending with a slash, in which it is `changes.atom`.
    """
    root = etree.Element("feed", {_LANGUAGE: "de"}, nsmap={None: _ATOM})
    address = home and f"{home}changes.atom"
    _text(root, "id", address or stable_id("feed", name).urn)
    _text(root, "title", "Neues aus den Räten")
    more = left_out(news)
    _text(root, "subtitle", f"Änderungen {days(news.since, news.until)}. {more}".rstrip())
    _text(root, "updated", _updated(news))
    _text(etree.SubElement(root, "author"), "name", _AUTHOR)
    if home and address:
        etree.SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
        etree.SubElement(root, "link", rel="alternate", type="text/html", href=home)
    for one in news.everything:
        _add(root, one, news)
    etree.indent(root)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"
    )


def _updated(news: News) -> str:
    """When the newest entry was; without any, when the last crawl began."""
    last = [_at(one, news) for one in news.everything]
    return max(last, default=news.crawled or f"{news.since}T00:00:00Z")


def _at(one: Entry, news: News) -> str:
    begun = f"{one.day}T00:00:00Z"
    return news.at.get((one.day, one.id), begun) if isinstance(one, Changed) else begun


def _add(root: etree._Element, one: Entry, news: News) -> None:
    shown = told(one, news)
    record, row_id = (one.record, one.id) if isinstance(one, Changed) else ("source", one.source_id)
    texts = news.beginnings.get(row_id, ()) if record == "paper" else ()
    element = etree.SubElement(root, "entry")
    _text(element, "id", stable_id(record, row_id, one.day).urn)
    _text(element, "title", f"{shown.what}: {shown.title}")
    _text(element, "updated", _at(one, news))
    if shown.url:
        etree.SubElement(element, "link", rel="alternate", href=shown.url)
    _text(element, "content", entry(shown, texts)).set("type", "html")


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, name)
    element.text = text
    return element
