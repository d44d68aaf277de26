"""The tutorials, done as a reader would: every command and query runs and answers as shown.

In what is shown, `…` stands for anything within a line; a line of nothing else stands for lines
that are left out, behind the rows of a query for more rows. Ports are replaced by free ones.
"""

import os
import pty
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
TUTORIALS = ("anleitung-redaktion.md", "tutorial-researcher.md", "tutorial-newsroom.md")
QUERIES = (DOCS / "queries.md").read_text(encoding="utf-8")

MORE = "…"
#: Done by the fixtures: what these make is there.
PREPARED = ("make demo", ". .venv/bin/activate")
#: Run until they are stopped; they are asked once.
SERVERS = ("harvester serve", "python -m harvester.standin")
PORTS = ("8001", "8911")
SECONDS = 60

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x1b\x07]*(?:\x1b\\|\x07))")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


def steps(text: str) -> list[tuple[str, str, list[str]]]:
    """What is run, in order: language, code, and the lines that are shown behind it."""
    fences = _FENCE.findall(text)
    following = [*fences[1:], ("", "")]
    return [
        (language, code, shown.splitlines() if kind == "text" else [])
        for (language, code), (kind, shown) in zip(fences, following, strict=True)
        if language in {"sh", "python"}
    ]


def missing(shown: list[str], output: str) -> str | None:
    """The first shown line that the output lacks, in order; None: all are there."""
    lines = iter(line.rstrip() for line in output.splitlines())
    for line in shown:
        if line == MORE:
            continue
        wanted = re.compile(".*".join(re.escape(part) for part in line.rstrip().split(MORE)))
        if not any(wanted.fullmatch(found) for found in lines):
            return line
    return None


def on_terminal(command: list[str], folder: Path) -> tuple[int, str]:
    """Exit code and what a terminal of 100 columns shows of a command."""
    ours, theirs = pty.openpty()
    parts: list[bytes] = []
    reader = threading.Thread(target=_collect, args=(ours, parts))
    try:
        started = subprocess.Popen(
            command, cwd=folder, env=_environment(), stdin=theirs, stdout=theirs, stderr=theirs
        )
    finally:
        os.close(theirs)
    reader.start()
    try:
        code = started.wait(SECONDS)
    finally:
        started.kill()
        reader.join()
        os.close(ours)
    shown = b"".join(parts).decode("utf-8").replace("\r\n", "\n")
    return code, _ESCAPES.sub("", shown)


def _collect(terminal: int, parts: list[bytes]) -> None:
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:  # Linux: nobody holds the other end any more
        return


def _environment() -> dict[str, str]:
    """The reader's: the programs of this environment first, a terminal, no settings of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HARVESTER_")}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {"PATH": programs, "TERM": "xterm", "COLUMNS": "100", "PYTHONUNBUFFERED": "1"}


@contextmanager
def served(command: str, folder: Path) -> Iterator[str]:
    """A server that answers; what it printed first. It ends in order when it is told to."""
    with subprocess.Popen(
        ["bash", "-c", f"exec {command}"],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as started:
        assert started.stdout is not None
        try:
            first = started.stdout.readline()
            address = _ADDRESS.search(first)
            assert address, first
            with urllib.request.urlopen(address[0], timeout=SECONDS) as answer:
                assert answer.status == 200
            yield first
        finally:
            started.send_signal(signal.SIGINT)
            rest, _ = started.communicate(timeout=SECONDS)
            assert "Traceback" not in rest


def with_free_ports(text: str) -> str:
    """The text with a free port in place of each that a tutorial names."""
    for port in PORTS:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            text = re.sub(rf"\b{port}\b", str(free.getsockname()[1]), text)
    return text


@pytest.fixture
def folder(demo_archive: Path, tmp_path: Path) -> Path:
    """The project's folder as `make demo` leaves it, as far as a tutorial sees it."""
    if shutil.which("bash") is None or shutil.which("sqlite3") is None:
        pytest.skip("bash and sqlite3 are needed")
    shutil.copytree(demo_archive.parent, tmp_path / "data" / "demo")
    return tmp_path


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_goes_as_it_says(name: str, folder: Path) -> None:
    text = with_free_ports((DOCS / name).read_text(encoding="utf-8"))
    with ExitStack() as running:
        for language, code, shown in steps(text):
            output = ""
            for command in [code] if language == "python" else code.splitlines():
                if command in PREPARED:
                    continue
                if command.startswith(SERVERS):
                    output += running.enter_context(served(_anywhere(command), folder))
                    continue
                words = [sys.executable] if language == "python" else ["bash"]
                exit_code, said = on_terminal([*words, "-c", command], folder)
                assert exit_code == 0, f"{command}\n{said}"
                output += said
            lacking = missing(shown, output)
            assert lacking is None, f"{code}\nshould say\n{lacking}\nbut says\n{output}"


def _anywhere(command: str) -> str:
    """`harvester serve` at a free port, unless it names one."""
    return f"{command} --port 0" if "serve" in command and "--port" not in command else command


def queries() -> list[tuple[str, list[str]]]:
    """Each query of docs/queries.md and the rows that are shown."""
    pairs = re.findall(r"```sql\n(.*?)```\n\n```text\n(.*?)```", QUERIES, re.DOTALL)
    assert len(pairs) == len(re.findall("```sql", QUERIES)) >= 12
    return [(query, shown.splitlines()) for query, shown in pairs]


@pytest.mark.parametrize(("query", "shown"), queries())
def test_a_query_answers_as_shown(demo_archive: Path, query: str, shown: list[str]) -> None:
    with sqlite3.connect(f"{demo_archive.as_uri()}?mode=ro", uri=True) as conn:
        rows = conn.execute(query).fetchall()
    lines = ["|".join("" if value is None else str(value) for value in row) for row in rows]
    told = [line for line in shown if line != MORE]
    assert shown[-1:] == [MORE] or len(lines) == len(told)
    assert missing(told, "\n".join(lines[: len(told)])) is None, "\n".join(lines)


def test_what_is_not_said_is_missed() -> None:
    assert missing(["a", MORE, "c … e"], "a\nb\nc d e\n") is None
    assert missing(["c", "a"], "a\nb\nc\n") == "a"
    assert missing(["c … f"], "c d e\n") == "c … f"


def test_every_tutorial_is_tested() -> None:
    assert {path.name for path in DOCS.glob("tutorial-*.md")} < set(TUTORIALS)
    for name in TUTORIALS:
        assert len(steps((DOCS / name).read_text(encoding="utf-8"))) >= 5
