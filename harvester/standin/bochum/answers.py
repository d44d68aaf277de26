"""What the small Bochum's SessionNet answers to a request, without any networking."""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from email.utils import format_datetime

from harvester.standin.answer import PDF, Answer
from harvester.standin.bochum import pages_agenda, pages_list, pages_paper
from harvester.standin.bochum.look import Look
from harvester.standin.bochum.model import Committee, Document, Meeting, Paper
from harvester.standin.bochum.pages_calendar import calendar_page, meetings_page
from harvester.standin.bochum.world import BochumWorld

HTML = "text/html; charset=utf-8"
SESSIONS = 1000

_PAGE = re.compile(r"(\w+)\.(asp|php)")
_PLAIN: dict[str, Callable[[Look], str]] = {
    "infobi": pages_list.start_page,
    "info": pages_list.start_page,
    "gr0040": pages_list.committees_page,
    "do0040": pages_list.documents_page,
    "error2": pages_list.error_page,
    "ylogon": pages_list.login_page,
}
_OF_MEETING: dict[str, Callable[[Look, Meeting], str]] = {
    "to0040": pages_agenda.table_agenda,
    "si0057": pages_agenda.agenda,
    "si0050": pages_agenda.meeting_page,
}
_OF_PAPER: dict[str, Callable[[Look, Paper], str]] = {
    "vo0050": pages_paper.paper_page,
    "vo0053": pages_paper.steps_page,
}
_OF_COMMITTEE: dict[str, Callable[[Look, Committee], str]] = {
    "si0041": meetings_page,
    "kp0040": pages_list.members_page,
}
_SESSION_ONLY = ("si0057", "si0050")


@dataclass
class SessionNet:
    """The system behind the pages: who visited it, and the world it shows.

    In layout 5 only the calendar begins a session, and some pages are shown in a session only.
    """

    world: BochumWorld
    base: str = "/bi/"
    cookie: str = "ASPSESSIONIDBOCHUMXY"
    _sessions: set[str] = field(default_factory=set)

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
        look = Look(world)
        found = _PAGE.fullmatch(page)
        script = found[1] if found and found[2] == world.extension else ""
        if page == "":
            script = "infobi"
        if script == "getfile":
            return self._file(look, fields)
        known = cookie in self._sessions
        if world.layout == 5 and script in _SESSION_ONLY and not known:
            return Answer(b"", HTML, 302, headers={"Location": look.address("error2")})
        body = self._page(look, script, fields)
        if body is None:
            return Answer(_encoded(f"<h1>404 - {page} nicht gefunden</h1>"), HTML, 404)
        begins = not known and (world.layout != 5 or script == "si0040")
        return Answer(_encoded(body), HTML, session=self._new_session() if begins else None)

    def login(self) -> Answer:
        """The page that asks for a password."""
        return Answer(_encoded(pages_list.login_page(Look(self.world))), HTML)

    @property
    def login_path(self) -> str:
        """The path of that page."""
        return self.base + Look(self.world).address("ylogon")

    def expire(self) -> None:
        """What time does: sessions end."""
        self._sessions.clear()

    def _page(self, look: Look, script: str, fields: Mapping[str, str]) -> str | None:
        """The page, also where there is nothing to show; None where no such script is."""
        if script in _PLAIN:
            return _PLAIN[script](look)
        if script in pages_list.BESIDE:
            return pages_list.beside_page(look, script)
        if script == "si0040":
            return _calendar(look, fields)
        if script == "vo0040":
            first = max(0, (_number(fields, "__cpos") or 1) - 1)
            return pages_list.papers_page(look, look.world.newest_papers, first)
        shown = self._record(look, script, fields)
        if shown is not None or script in {*_OF_MEETING, *_OF_PAPER, *_OF_COMMITTEE}:
            return shown or pages_list.nothing_page(look, script)
        return pages_list.nothing_page(look, script) if script in {"to0050", "ag0050"} else None

    def _record(self, look: Look, script: str, fields: Mapping[str, str]) -> str | None:
        world = look.world
        if script in _OF_MEETING:
            meeting = world.meetings.get(_number(fields, "__ksinr"))
            return _OF_MEETING[script](look, meeting) if meeting and meeting.published else None
        if script in _OF_PAPER:
            paper = world.papers.get(_number(fields, "__kvonr"))
            return _OF_PAPER[script](look, paper) if paper else None
        if script in _OF_COMMITTEE:
            number = _number(fields, "__kgrnr")
            committee = next((c for c in world.committees if c.number == number), None)
            return _OF_COMMITTEE[script](look, committee) if committee else None
        if script == "to0050":
            found = world.items.get(_number(fields, "__ktonr"))
            return pages_agenda.item_page(look, *found) if found and found[1].linked else None
        motion = world.motions.get(_number(fields, "__kagnr")) if script == "ag0050" else None
        return pages_paper.motion_page(look, motion) if motion else None

    def _file(self, look: Look, fields: Mapping[str, str]) -> Answer:
        found = self.world.documents.get(_number(fields, "id"))
        if found is None or fields.get("type") != "do":
            return Answer(_encoded(pages_list.nothing_page(look, "getfile")), HTML)
        document, owner = found
        body = self.world.body(document)
        name = re.sub(r"\W+", "_", document.name, flags=re.ASCII).strip("_")
        headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
        if self.world.validators:
            headers |= _validators(body, document, owner)
        return Answer(body, PDF, headers=headers)

    def _new_session(self) -> str:
        session = secrets.token_hex(12).upper()
        if len(self._sessions) >= SESSIONS:
            self._sessions.pop()
        self._sessions.add(session)
        return session


def _calendar(look: Look, fields: Mapping[str, str]) -> str:
    today = look.world.today
    year = _number(fields, "__cjahr") or today.year
    month = _number(fields, "__cmonat") or today.month
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        return pages_list.nothing_page(look, "si0040")
    return calendar_page(look, year, month)


def _number(fields: Mapping[str, str], name: str) -> int:
    """A number of the address, 0 where it is none."""
    value = fields.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 12 else 0


def _validators(body: bytes, document: Document, owner: Paper | Meeting) -> dict[str, str]:
    day = owner.created if isinstance(owner, Paper) else owner.day
    changed = datetime.combine(day, time(9, document.edition % 60), tzinfo=UTC)
    tag = hashlib.sha256(body).hexdigest()[:16]
    return {"ETag": f'"{tag}"', "Last-Modified": format_datetime(changed, usegmt=True)}


def _encoded(page: str) -> bytes:
    return page.encode()
