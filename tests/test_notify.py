"""Telling people: what reaches a command and a webhook, and that nothing of it can hurt a night."""

import json
import os
import shlex
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from harvester import notify as module
from harvester.archive.health import Coverage, Health
from harvester.notify import notify, report_of

REPORT = {"text": "Stadt Town (town): healthy – ü", "healthy": True}
TOKEN = "T0SECRET"


def python(code: str, *arguments: object) -> str:
    return shlex.join([sys.executable, "-c", code, *map(str, arguments)])


def health(*problems: str, **changed: Any) -> Health:
    values: dict[str, Any] = {
        "source_id": "town",
        "body_name": "Stadt Town",
        "retired_at": None,
        "counts": {},
        "newest_meeting": None,
        "newest_meeting_held": None,
        "newest_paper": None,
        "last_run": None,
        "last_complete_run": None,
        "age_hours": 2.5,
        "coverage": [],
        "findings": [],
        "waiting": 0,
        "absences": [],
    }
    return Health(problems=list(problems), **(values | changed))


# The report


def test_the_text_says_a_line_or_a_few_of_each_source() -> None:
    bad = health("a.", "b.", "c.", "d.", "e.", source_id="other", body_name="Other")
    report = report_of([health(), bad])
    assert report["healthy"] is False
    assert report["text"].splitlines() == [
        "Stadt Town (town): healthy",
        "Other (other): unhealthy: a.",
        "  b.",
        "  c.",
        "  and 2 more; see harvester status",
    ]
    assert report_of([])["text"] == "The archive holds nothing yet."


def test_the_text_calls_nobody_and_colours_nothing() -> None:
    text = report_of([health("<!channel> @here \x1b[31m\u202e" + "x" * 9_000)])["text"]
    assert text.startswith("Stadt Town (town): unhealthy: ‹!channel› (at)here  [31m xxx")
    assert len(text) < 3_100


def test_only_months_that_lack_something_are_sent() -> None:
    whole, broken = Coverage("paper", "2026-01", 2, 2, []), Coverage("paper", None, 2, 1, ["p"])
    (source,) = report_of([health(coverage=[whole, broken])])["sources"]
    assert [(row["month"], row["missing"]) for row in source["coverage"]] == [(None, ["p"])]
    assert source["healthy"] is True


def test_nothing_is_told_where_nobody_is_named() -> None:
    assert notify(REPORT, None, None) == []


# A command


def test_a_command_gets_the_report_and_its_arguments_as_they_are(tmp_path: Path) -> None:
    kept = tmp_path / "a b; $(exit).json"
    code = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    assert notify(REPORT, python(code, kept), None) == []
    assert json.loads(kept.read_bytes()) == REPORT


def test_a_command_that_fails_is_told_with_the_end_of_what_it_said() -> None:
    code = (
        "import sys; print('x' * 9000); sys.stderr.write('no such\\x1b[31m channel'); sys.exit(3)"
    )
    (told,) = notify(REPORT, python(code), None)
    assert told.startswith(f"The notify command {sys.executable} ended with 3: xxx")
    assert told.endswith("no such [31m channel")
    assert len(told) < 500


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/nowhere/at/all --x", "The notify command /nowhere/at/all cannot be run: "),
        ("no-such-program-here", "The notify command no-such-program-here cannot be run: "),
        ("send 'half a word", "The notify command cannot be read: No closing quotation."),
        ("a\0b", "The notify command a b cannot be run: "),
        ("", "The notify command is empty."),
        (shlex.quote(str(Path(__file__))), "The notify command "),
    ],
)
def test_a_command_that_cannot_be_run(command: str, told: str) -> None:
    (problem,) = notify(REPORT, command, None)
    assert problem.startswith(told)


def test_a_command_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "COMMAND_SECONDS", 1.0)
    kept = tmp_path / "child"
    code = (
        "import subprocess, sys, time; "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
        "open(sys.argv[1], 'w').write(str(child.pid)); time.sleep(60)"
    )
    began = time.monotonic()
    (told,) = notify(REPORT, python(code, kept), None)
    assert time.monotonic() - began < 10
    assert told.endswith(" did not end within 1 seconds.")
    end = time.monotonic() + 5
    while not _ended(int(kept.read_text())):
        assert time.monotonic() < end
        time.sleep(0.05)


def _ended(process: int) -> bool:
    """Whether a process is dead; one that nobody waits for is a zombie."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_command_may_say_much_and_read_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither fills a pipe that nobody empties: both would wait for ever."""
    monkeypatch.setattr(module, "COMMAND_SECONDS", 20.0)
    large = {"text": "x" * 1_000_000}
    code = "import sys\nfor _ in range(300): sys.stdout.write('y' * 100_000)"
    assert notify(large, python(code), None) == []


def test_what_a_command_leaves_running_is_not_waited_for() -> None:
    code = (
        "import subprocess, sys; "
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(8)'])"
    )
    began = time.monotonic()
    assert notify(REPORT, python(code), None) == []
    assert time.monotonic() - began < 6


# A webhook


class Hook(ThreadingHTTPServer):
    """Answers with `status` (a redirect leads to `location`), keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.location = 200, ""
        self.got: list[tuple[str, str, str | None, bytes]] = []
        self.hang: Event | None = None

    def handle_error(self, *_: object) -> None:
        """Who hung up on a hanging server is no failure."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hooks/{TOKEN}?channel=a"


class _Handler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind = self.headers["Content-Type"]
        self.server.got.append((self.command, self.path, kind, body))
        if self.server.hang:
            self.server.hang.wait(20)
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        self.wfile.write(b"ok")

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Hook() as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_webhook_gets_the_report(hook: Hook) -> None:
    assert notify(REPORT, None, hook.url) == []
    ((method, path, kind, body),) = hook.got
    assert (method, path, kind) == ("POST", f"/hooks/{TOKEN}?channel=a", "application/json")
    assert json.loads(body) == REPORT


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_a_webhook_that_does_not_take_it_is_told_without_its_secret(
    hook: Hook, status: int
) -> None:
    hook.status = status
    told = [f"The notify webhook at 127.0.0.1 answered with status {status}."]
    assert notify(REPORT, None, hook.url) == told


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_told_and_not_followed(hook: Hook, status: int) -> None:
    with Hook() as other:
        Thread(target=other.serve_forever, args=(0.05,), daemon=True).start()
        hook.status, hook.location = status, other.url
        (told,) = notify(REPORT, None, hook.url)
        other.shutdown()
        assert other.got == []
    assert told == (
        f"The notify webhook at 127.0.0.1 answered with status {status}; "
        "give the address that it leads to."
    )
    assert len(hook.got) == 1


def test_a_webhook_that_hangs_is_left(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WEBHOOK_SECONDS", 0.5)
    hook.hang = Event()
    began = time.monotonic()
    (told,) = notify(REPORT, None, hook.url)
    hook.hang.set()
    assert time.monotonic() - began < 5
    assert told.startswith("The notify webhook at 127.0.0.1 cannot be reached: ")


def test_a_webhook_that_is_not_there(hook: Hook) -> None:
    url = hook.url
    hook.shutdown()
    hook.server_close()
    (told,) = notify(REPORT, None, url)
    assert told.startswith("The notify webhook at 127.0.0.1 cannot be reached: ")
    assert TOKEN not in told


@pytest.mark.parametrize(
    "url",
    [
        *("", "foo", "file:///etc/hostname", "ftp://127.0.0.1/x", "http://", "http://[::1/x"),
        f"http://user:{TOKEN}@127.0.0.1/",
    ],
)
def test_what_is_no_webhook(url: str) -> None:
    (told,) = notify(REPORT, None, url)
    assert told.startswith("The notify webhook is no address")
    assert TOKEN not in told


@pytest.mark.parametrize("path", [f"a b/{TOKEN}", f"\n{TOKEN}", f"ü{TOKEN}"])
def test_an_address_that_cannot_be_asked_for(hook: Hook, path: str) -> None:
    (told,) = notify(REPORT, None, hook.url.partition("hooks")[0] + path)
    assert told.startswith("The notify webhook at 127.0.0.1 cannot be reached: ")
    assert TOKEN not in told


def test_one_that_fails_does_not_keep_the_other(hook: Hook) -> None:
    (told,) = notify(REPORT, "no-such-program-here", hook.url)
    assert "no-such-program-here" in told
    assert len(hook.got) == 1
