"""Ways in which the stand-in misbehaves when it is told to."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "status", "delay", "truncate", "cut", "refuse_page", "redirect", "body", "empty_list",
    "login", "announce", "endless", "slow",
]  # fmt: skip


@dataclass
class Fault:
    """One misbehaviour, for requests whose path and query `match` (a regular expression) is in.

    `times` is how often it still happens, None for ever. `value` by kind:

    * status: the number; `body` is what is sent with it
    * delay: seconds to wait; what follows is as if this fault were not there
    * truncate: so many bytes are sent of the page, with a Content-Length that fits them
    * cut: so many bytes are sent of those that Content-Length announces, then the line goes dead
    * refuse_page: status 200 and a page that says "Zugriff verweigert"; with value "captcha", one
      that asks whether you are human
    * redirect: the path that a 302 leads to
    * body: nothing; `body` is sent instead of the page
    * empty_list: nothing; lists (si010_j, au010, pa021, vo040; si0040, gr0040, si0041, vo0040,
      do0040) come without rows
    * login: nothing: the page that asks for a password comes instead, with status 200; with value
      "redirect", a 302 that leads to it
    * announce: so many bytes are announced by Content-Length, then the line goes dead behind those
      that there are
    * endless: behind what there is so many bytes a second follow until the client leaves; no length
      is announced
    * slow: so many seconds pass while the answer comes, complete, in pieces
    """

    match: str
    kind: Kind
    times: int | None = None
    value: float | str | None = None
    body: bytes = b""

    def hits(self, target: str) -> bool:
        """Whether it happens to this request; counts down `times`."""
        if self.times == 0 or re.search(self.match, target) is None:
            return False
        if self.times is not None:
            self.times -= 1
        return True

    @property
    def number(self) -> float:
        """`value` as the number that this kind needs.

        Raises:
            TypeError: it is none.
        """
        if self.value is None or isinstance(self.value, str):
            message = f"a fault of kind {self.kind} needs a number, not {self.value!r}"
            raise TypeError(message)
        return self.value


_REFUSED = """<html><head><title>Zugriff verweigert</title></head><body>
<h1>Zugriff verweigert</h1>
<p>Von Ihrem Anschluss kamen zu viele Zugriffe. Bitte versuchen Sie es später wieder.</p>
</body></html>"""
_CAPTCHA = """<html><head><title>Sicherheitsprüfung</title>
<script async defer src="/altcha/altcha.min.js" type="module"></script></head><body>
<h1>Sicherheitsprüfung</h1><p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>
<form method="post"><altcha-widget challengeurl="/altcha/challenge"></altcha-widget></form>
</body></html>"""


def refusal(kind: float | str | None) -> bytes:
    """The page that refuses with status 200."""
    return (_CAPTCHA if kind == "captcha" else _REFUSED).encode("windows-1252")
