"""What the small politik-bei-uns.de answers to a request, without any networking."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from harvester.standin.answer import PDF, Answer
from harvester.standin.platform.pages import BESIDE, file_page, paper_page, plain_page
from harvester.standin.platform.world import PlatformFile, PlatformWorld

HTML = "text/html; charset=utf-8"

_FILE = re.compile(r"file/([0-9a-f]{24})(?:/(view|download|report))?")
_PAPER = re.compile(r"paper/([0-9a-f]{24})")


@dataclass
class Platform:
    """The platform behind the pages; it knows no sessions."""

    world: PlatformWorld
    base: str = "/"
    cookie: str = "session"

    def answer(
        self,
        method: str,
        page: str,
        fields: Mapping[str, str],
        cookie: str | None,
        *,
        empty: bool = False,
    ) -> Answer:
        """The answer to a request for a path without its first slash."""
        world = self.world.emptied() if empty else self.world
        if page == "" or page in BESIDE:
            return _html(plain_page(BESIDE.get(page, "Politik bei uns")))
        if found := _FILE.fullmatch(page):
            file = world.files.get(found[1])
            if file is not None:
                return _file(file, found[2])
        elif (found := _PAPER.fullmatch(page)) and found[1] in world.papers:
            return _html(paper_page(world.papers[found[1]]))
        return _html(plain_page("Nicht gefunden"), 404)

    def login(self) -> Answer:
        """The page that asks for a password."""
        return _html(plain_page(BESIDE["login"]))

    @property
    def login_path(self) -> str:
        """The path of that page."""
        return "/login"

    def expire(self) -> None:
        """What time does: nothing, the platform is frozen."""


def _file(file: PlatformFile, what: str | None) -> Answer:
    if what is None:
        return _html(file_page(file))
    if what == "report":
        return _html(plain_page("Datei melden"))
    place = "attachment" if what == "download" else "inline"
    disposition = f"{place}; filename*=UTF-8''{quote(file.name)}"
    return Answer(file.body, PDF, headers={"Content-Disposition": disposition})


def _html(page: str, status: int = 200) -> Answer:
    return Answer(page.encode(), HTML, status)
