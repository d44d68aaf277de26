"""What a stand-in's system answers, and what a system is to the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

HTML = "text/html; charset=ISO-8859-1"
PDF = "application/pdf"


@dataclass
class Answer:
    """A response. `session` is the cookie to be set; `headers` come on top of the usual ones.

    Where `headers` hold an ETag or Last-Modified, the server answers conditional requests.
    """

    body: bytes
    media_type: str = HTML
    status: int = 200
    session: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class System(Protocol):
    """The system of one town, without any networking.

    `base` is the path that its pages lie below, `cookie` the name of its session's cookie.
    """

    base: str
    cookie: str
    world: Any

    def answer(
        self,
        method: str,
        page: str,
        fields: Mapping[str, str],
        cookie: str | None,
        *,
        empty: bool = False,
    ) -> Answer:
        """The answer to a request for a page below the base; `fields` are query and form."""

    def login(self) -> Answer:
        """The page that asks for a password."""

    @property
    def login_path(self) -> str:
        """The path of that page."""

    def expire(self) -> None:
        """What time does: sessions and links that live in them end."""
