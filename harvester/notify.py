"""Telling people how the night went: a command of their choice, a webhook, or both."""

import json
import os
import shlex
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from threading import Thread
from typing import IO, Any
from urllib.parse import urlsplit

from harvester.archive.health import Health, as_report

#: Seconds that a command may run, and that a host may take over each answer.
COMMAND_SECONDS = 60.0
WEBHOOK_SECONDS = 30.0
#: Bytes of a command's output that are looked at, characters of it that are told.
_OUTPUT = 4_000
_LONGEST = 300
#: Lines of problems per source, characters of the whole text.
_PROBLEMS = 3
_TEXT = 3_000
#: What chat programs obey: tags of Slack, calls of a whole channel.
_HARMLESS = str.maketrans({"<": "‹", ">": "›", "@": "(at)"})


def report_of(found: Sequence[Health]) -> dict[str, Any]:
    """What is handed to a command and a webhook: the state of all sources, and `text` for a chat.

    `healthy` and `sources` are those of `harvester status --json`, but that `coverage` has only the
    months of which something is missing.
    """
    report = as_report(found)
    for source in report["sources"]:
        source["coverage"] = [row for row in source["coverage"] if row["held"] < row["listed"]]
    return {"text": _text(found), **report}


def _text(found: Sequence[Health]) -> str:
    """A few lines: a source each, with what is wrong."""
    lines = []
    for source in found:
        state = "healthy" if source.healthy else f"unhealthy: {source.problems[0]}"
        lines.append(f"{source.body_name} ({source.source_id}): {state}")
        lines += [f"  {problem}" for problem in source.problems[1:_PROBLEMS]]
        if len(source.problems) > _PROBLEMS:
            lines.append(f"  and {len(source.problems) - _PROBLEMS} more; see harvester status")
    text = "\n".join(lines) or "The archive holds nothing yet."
    return _plain(text)[:_TEXT].translate(_HARMLESS)


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def notify(report: Mapping[str, Any], command: str | None, webhook: str | None) -> list[str]:
    """Hand a report to a command, a webhook, or both.

    Args:
        report: becomes JSON; `text` is what a chat shows of it.
        command: a program with its arguments as in a shell, but no shell is asked; it finds the
            JSON on its standard input.
        webhook: an address that takes a POST of JSON. It is a secret: no problem names more of it
            than its host.

    Returns:
        What went wrong, a sentence each. Nothing is raised.
    """
    body = json.dumps(report).encode()
    problems = []
    if command is not None:
        problems.append(_run(command, body))
    if webhook is not None:
        problems.append(_post(webhook, body))
    return [problem for problem in problems if problem is not None]


def _run(command: str, body: bytes) -> str | None:
    """What is wrong with a command; None if it ended well."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        return f"The notify command cannot be read: {error}."
    if not words:
        return "The notify command is empty."
    try:
        # a file: a command that does not read its input keeps nobody waiting
        with tempfile.TemporaryFile() as given:
            given.write(body)
            given.seek(0)
            return _watched(words, given)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return f"The notify command {_plain(words[0])} cannot be run: {error}."


def _watched(words: Sequence[str], given: IO[bytes]) -> str | None:
    """Run a command to its end, or end it and all that it started when its time is over."""
    process = subprocess.Popen(  # noqa: S603 - the user's own command, split into words, no shell
        words,
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    output = bytearray()
    reader = Thread(target=_drain, args=(process.stdout, output), daemon=True)
    reader.start()
    name = _plain(words[0])
    try:
        code = process.wait(COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        return f"The notify command {name} did not end within {COMMAND_SECONDS:g} seconds."
    finally:
        if process.poll() is None:  # its time is over, or Ctrl-C
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        reader.join(1)  # what it left running in the background may hold the pipe open
    if code == 0:
        return None
    said = _plain(bytes(output).decode("utf-8", "replace")).strip()[-_LONGEST:]
    return f"The notify command {name} ended with {code}" + (f": {said}" if said else ".")


def _drain(pipe: IO[bytes], output: bytearray) -> None:
    """Read all, keep the end: a program must not stop because nobody reads it."""
    with pipe:
        while chunk := pipe.read1(65_536):  # type: ignore[attr-defined]  # a BufferedReader
            output.extend(chunk)
            del output[:-_OUTPUT]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The report goes where the user said; a redirect is told instead of followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _post(webhook: str, body: bytes) -> str | None:
    """What is wrong with a webhook; None if it took the report."""
    try:
        parts = urlsplit(webhook)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # such as http://[
        fits = False
    if not fits or "@" in parts.netloc:
        return "The notify webhook is no address with http:// or https:// and without a password."
    where = f"The notify webhook at {_plain(str(parts.hostname))}"
    try:
        request = urllib.request.Request(  # noqa: S310 - http or https, see above
            webhook,
            data=body,
            headers={"Content-Type": "application/json", "User-Agent": "council-harvester"},
        )
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=WEBHOOK_SECONDS):
            return None
    except urllib.error.HTTPError as error:
        error.close()
        hint = "; give the address that it leads to" if 300 <= error.code < 400 else ""
        return f"{where} answered with status {error.code}{hint}."
    except (OSError, HTTPException, ValueError) as error:  # URLError is an OSError
        reason = getattr(error, "reason", None) or type(error).__name__
        return f"{where} cannot be reached: {_plain(str(reason))[:_LONGEST]}."
