"""Asks an application in this process, and reads what it answers."""

import asyncio
import re
from typing import Any

import httpx
from datasette.app import Datasette
from lxml import html

#: Attributes that lead somewhere or load something.
_LEADING = ("href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcset")
_HARMFUL = re.compile(r"\s*(?:javascript|vbscript|data|file):", re.IGNORECASE)


def get(app: Datasette, path: str, **options: Any) -> httpx.Response:
    """The answer to one request."""
    return asyncio.run(app.client.get(path, **options))


def tree(answer: httpx.Response) -> html.HtmlElement:
    """The page as a browser would read it."""
    return html.document_fromstring(answer.text)


def texts(answer: httpx.Response, path: str) -> list[str]:
    """The texts of elements, blanks as one."""
    return [" ".join(found.text_content().split()) for found in tree(answer).xpath(path)]


def dangers(answer: httpx.Response) -> list[str]:
    """What in a page would run or load something that harvested content brought along."""
    found = []
    for element in tree(answer).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and "document.title" in element.text_content():
            found.append(f"script: {element.text_content()[:80]}")
        if element.tag in {"object", "embed", "base", "applet"}:
            found.append(element.tag)
        for name, value in element.attrib.items():
            if name.startswith("on") or (name == "style" and "evil" in value):
                found.append(f"{element.tag} {name}={value[:80]}")
            if name in _LEADING and _HARMFUL.match(value):
                found.append(f"{element.tag} {name}={value[:80]}")
            if name in {"src", "action", "formaction", "data"} and "evil" in value:
                found.append(f"{element.tag} {name}={value[:80]}")
    return found
