"""A visitor for the stand-in's systems: remembers its session, follows links without a network."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urljoin, urlsplit

import lxml.html

from harvester.standin.answer import Answer, System
from harvester.standin.bochum.answers import SessionNet
from harvester.standin.bochum.world import BochumWorld
from harvester.standin.platform.answers import Platform
from harvester.standin.platform.world import PlatformWorld

HOST = "http://127.0.0.1:1"


class Visitor:
    """Asks a system for pages by their address below the base."""

    def __init__(self, world: BochumWorld | PlatformWorld) -> None:
        self.system: System = (
            SessionNet(world) if isinstance(world, BochumWorld) else Platform(world)
        )
        self.base = HOST + self.system.base
        self.cookie: str | None = None

    def get(self, address: str, **more: bool) -> Answer:
        parts = urlsplit(urljoin(self.base, address))
        page = parts.path.removeprefix(self.system.base)
        answer = self.system.answer("GET", page, dict(parse_qsl(parts.query)), self.cookie, **more)
        self.cookie = answer.session or self.cookie
        return answer

    def tree(self, address: str) -> lxml.html.HtmlElement:
        answer = self.get(address)
        assert answer.status == 200, address
        return parsed(answer)

    def walk(self, starts: Iterable[str]) -> dict[str, Answer]:
        """Everything that can be reached over links, months outside 2014 left out."""
        seen: dict[str, Answer] = {}
        todo = [urljoin(self.base, start) for start in starts]
        while todo:
            address = todo.pop(0)
            if address in seen:
                continue
            seen[address] = answer = self.get(address)
            if "location" in {name.lower() for name in answer.headers}:
                todo.append(urljoin(address, answer.headers["Location"]))
            elif is_html(answer):
                links = parsed(answer).xpath("//a/@href | //form/@action")
                joined = (urljoin(address, link).partition("#")[0] for link in links)
                todo += [link for link in joined if self._follow(link) and link not in seen]
        return seen

    def _follow(self, link: str) -> bool:
        year = re.search(r"__cjahr=(\d+)", link)
        return link.startswith(self.base) and (year is None or year[1] == "2014")


def is_html(answer: Answer) -> bool:
    return answer.media_type.startswith("text/html")


def parsed(answer: Answer) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(answer.body.decode())


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
