"""What our files say about the run that wrote them: RunStart and RunEnd as `warc-fields`."""

import json
import re
from dataclasses import MISSING, fields

from harvester.warc.model import RunEnd, RunStart

_START = tuple(field.name for field in fields(RunStart) if field.default is MISSING)
_MAYBE = tuple(field.name for field in fields(RunStart) if field.default is not MISSING)
_END = ("run", "ended", "outcome")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BREAKS = re.compile(r"[\r\n]+")


def on_one_line(value: str) -> str:
    """The text as a header field can hold it: control characters become `%0A`, the rest stays."""
    sound = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROL.sub(lambda found: f"%{ord(found[0]):02X}", sound)


def start_fields(start: RunStart) -> dict[str, str]:
    """The fields of a warcinfo record; what is None is left out."""
    said = {_field(name): getattr(start, name) for name in (*_START, *_MAYBE)}
    # a line break in JSON is a blank between its parts
    said["harvester-arguments"] = _BREAKS.sub(" ", start.arguments)
    return {name: on_one_line(value) for name, value in said.items() if value is not None}


def end_fields(end: RunEnd) -> dict[str, str]:
    """The fields of the last record; the message may have lines, so it is JSON."""
    said = {_field(name): on_one_line(getattr(end, name)) for name in _END}
    said["harvester-message"] = json.dumps(end.message)
    said["harvester-whole"] = json.dumps(end.whole)
    return said


def read_start(block: bytes) -> RunStart | None:
    """The run that a warcinfo record names; None: it is not one of ours."""
    said = _parsed(block)
    if not all(_field(name) in said for name in _START):
        return None
    values: dict[str, str | None] = {name: said.get(_field(name)) for name in _MAYBE}
    return RunStart(**{name: said[_field(name)] for name in _START}, **values)  # type: ignore[arg-type]


def read_end(block: bytes) -> RunEnd | None:
    """The end that a metadata record tells; None: it is not one of ours."""
    said = _parsed(block)
    try:
        run, ended, outcome = (said[_field(name)] for name in _END)
        message = json.loads(said["harvester-message"])
        whole = json.loads(said["harvester-whole"])
    except (KeyError, ValueError):
        return None
    if not isinstance(whole, list) or not isinstance(message, str | None):
        return None
    return RunEnd(run, ended, outcome, message, tuple(str(kind) for kind in whole))


def _field(name: str) -> str:
    return "harvester-" + name.removesuffix("_id").replace("_", "-")


def _parsed(block: bytes) -> dict[str, str]:
    lines = block.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    named = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, colon, value in named if colon}
