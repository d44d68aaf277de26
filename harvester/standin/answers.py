"""What the town's system answers to a request, without any networking."""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from harvester.standin.answer import PDF, Answer
from harvester.standin.contents import attachment_lines, meeting_lines, paper_lines
from harvester.standin.documents import pdf
from harvester.standin.model import Paper
from harvester.standin.pages_calendar import calendar_page
from harvester.standin.pages_frame import encoded, not_found
from harvester.standin.pages_item import item_page
from harvester.standin.pages_list import PAGE_SIZE, list_page
from harvester.standin.pages_meeting import FIRST_DOCUMENT, MINUTES, agenda_page
from harvester.standin.pages_paper import TOKEN, decisions_page, paper_page
from harvester.standin.pages_town import (
    BESIDE,
    beside_page,
    committee_page,
    committees_page,
    council_page,
    groups_page,
    login_page,
    start_page,
)
from harvester.standin.world import World

TOKENS = 500
SESSIONS = 1000

_PERIOD = re.compile(r"\s*(\d\d\.\d\d\.\d{4})\s*-\s*(\d\d\.\d\d\.\d{4})\s*")
_FILE = re.compile(r"___tmp/tmp/45-181-136/(\w+)/\d+-Anlagen/(\d+)/[^/]*")
_WITH_NUMBER = {
    "to010.asp": "SILFDNR",
    "to020.asp": "TOLFDNR",
    "vo020.asp": "VOLFDNR",
    "vo021.asp": "VOLFDNR",
    "au020.asp": "AULFDNR",
    "pa020.asp": "PALFDNR",
}
_PLAIN: dict[str, Callable[[World], str]] = {
    "": lambda _: start_page(),
    "allris.net.asp": lambda _: start_page(),
    "au010.asp": committees_page,
    "pa021.asp": council_page,
    "fr010.asp": lambda _: groups_page(),
    "logon.asp": lambda _: login_page(),
}


@dataclass
class Session:
    """What the system remembers of a visitor: the list's filter and where it is."""

    period: str = ""
    first: int = 0


@dataclass
class Answers:
    """The system behind the pages: sessions, fresh tokens, and the world it shows.

    The address of an attachment holds a token that each rendering of its paper's page makes anew.
    It needs no cookie and may be asked for again until it expires; then it is a 404 in HTML.
    """

    world: World
    base: str = "/allris/"
    cookie: str = "ASPSESSIONIDHERNEXYZ"
    _sessions: OrderedDict[str, Session] = field(default_factory=OrderedDict)
    _tokens: OrderedDict[str, int] = field(default_factory=OrderedDict)

    def answer(
        self,
        method: str,
        page: str,
        fields: Mapping[str, str],
        cookie: str | None,
        *,
        empty: bool = False,
    ) -> Answer:
        """The answer to a request for a page below the base; `fields` are query and form.

        `cookie` is the session that the visitor names; `empty` leaves all lists without rows.
        """
        world = self.world.emptied() if empty else self.world
        found = _FILE.fullmatch(page)
        if found:
            return self._attachment(found[1], int(found[2]))
        if page == "do027.asp":
            return self._document(method, fields)
        if page == "vo040.asp":
            return self._list(world, method, fields, cookie)
        body = self._page(world, page, fields)
        if body is None:
            return Answer(missing(page), status=404)
        return Answer(body, session=None if cookie in self._sessions else self._new_session())

    def login(self) -> Answer:
        """The page that asks for a password."""
        return Answer(encoded(login_page()))

    @property
    def login_path(self) -> str:
        """The path of that page."""
        return f"{self.base}logon.asp"

    def expire(self) -> None:
        """What time does: sessions end, and with them the links of attachments."""
        self._sessions.clear()
        self._tokens.clear()

    def _page(self, world: World, page: str, fields: Mapping[str, str]) -> bytes | None:
        if page in _WITH_NUMBER:
            value = fields.get(_WITH_NUMBER[page], "")
            shown = self._record(world, page, int(value)) if value.isdecimal() else None
        elif page == "si010_j.asp":
            shown = _calendar(world, fields)
        elif page in _PLAIN:
            shown = _PLAIN[page](world)
        elif page in BESIDE:
            shown = beside_page(page)
        else:
            return None
        return not_found() if shown is None else encoded(shown)

    def _record(self, world: World, page: str, number: int) -> str | None:
        if page == "to010.asp":
            meeting = world.meetings.get(number)
            return agenda_page(world, meeting) if meeting and meeting.published else None
        if page == "to020.asp":
            found = world.items.get(number)
            return item_page(world, *found) if found and found[1].linked else None
        if page in {"vo020.asp", "vo021.asp"}:
            paper = world.papers.get(number)
            if paper is None:
                return None
            if page == "vo021.asp":
                return decisions_page(world, paper)
            shown = paper_page(world, paper)
            return shown.replace(TOKEN, self._token(number)) if paper.attachments else shown
        kind = page[:2]
        return next(
            (committee_page(c) for c in world.committees if (c.page, c.number) == (kind, number)),
            None,
        )

    def _token(self, paper: int) -> str:
        token = secrets.token_hex(20)
        self._tokens[token] = paper
        while len(self._tokens) > TOKENS:
            self._tokens.popitem(last=False)
        return f"45-181-136/{token}"

    def _attachment(self, token: str, number: int) -> Answer:
        paper = self.world.papers.get(self._tokens.get(token, -1))
        for file in paper.attachments if paper else ():
            if file.number == number and paper:
                return Answer(pdf(attachment_lines(paper, file)), PDF)
        return Answer(missing("Anlage"), status=404)

    def _document(self, method: str, fields: Mapping[str, str]) -> Answer:
        number = fields.get("DOLFDNR", "")
        if method != "POST" or fields.get("options") != "64" or not number.isdecimal():
            return Answer(encoded("<html><body><p>Fehler: kein Dokument.</p></body></html>"))
        lines = self._lines(int(number), collected=fields.get("typ") == "130")
        if lines is None:
            return Answer(missing("Fehler: Dokument"), status=404)
        return Answer(pdf(lines), PDF)

    def _lines(self, number: int, *, collected: bool) -> list[str] | None:
        record, which = divmod(number, 10)
        paper = self.world.papers.get(record)
        if paper is not None and which == int(collected) and (paper.collected or not collected):
            return paper_lines(paper, collected=collected)
        meeting = self.world.meetings.get((number - FIRST_DOCUMENT) // 10)
        if meeting is None or not meeting.published or which > MINUTES:
            return None
        return meeting_lines(meeting, which)

    def _list(
        self, world: World, method: str, fields: Mapping[str, str], cookie: str | None
    ) -> Answer:
        fresh = None
        if cookie not in self._sessions:
            cookie = fresh = self._new_session()
        self._sessions.move_to_end(cookie or "")
        session = self._sessions[cookie or ""]
        known = fresh is None
        if method == "POST" and "filtreset" in fields:
            session.period, session.first = "", 0
        elif method == "POST" and "filtdatum" in fields:
            session.period, session.first = fields.get("VO040FIL4", ""), 0
        papers = self._papers(world, session.period)
        if known and "shownext" in fields:
            if session.first + PAGE_SIZE < len(papers):
                session.first += PAGE_SIZE
        elif known and "showprev" in fields:
            session.first = max(0, session.first - PAGE_SIZE)
        else:
            session.first = 0
        return Answer(encoded(list_page(papers, session.first, session.period)), session=fresh)

    def _papers(self, world: World, period: str) -> list[Paper]:
        found = _PERIOD.fullmatch(period)
        if found is None:
            return world.newest_papers
        start, end = (_german_date(text) for text in found.groups())
        return [p for p in world.newest_papers if start <= p.created <= end]

    def _new_session(self) -> str:
        session = secrets.token_hex(12).upper()
        self._sessions[session] = Session()
        while len(self._sessions) > SESSIONS:
            self._sessions.popitem(last=False)
        return session


def _calendar(world: World, fields: Mapping[str, str]) -> str | None:
    month, year = fields.get("MM", ""), fields.get("YY", "")
    if not month and not year:
        return calendar_page(world, world.today.year, world.today.month)
    if re.fullmatch(r"0?[1-9]|1[0-2]", month) and re.fullmatch(r"[12]\d{3}", year):
        return calendar_page(world, int(year), int(month))
    return None


def _german_date(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no time zone


def missing(page: str) -> bytes:
    """The body of a 404."""
    return encoded(f"<html><body><h1>404 - {page} nicht gefunden</h1></body></html>")
