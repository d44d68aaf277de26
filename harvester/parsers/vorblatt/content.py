"""A faster way for pdfminer.six through the instructions of a page.

Two thirds of the time that pdfminer.six needs for a form go into telling the tokens of the content
stream apart, letter by letter. Here one regular expression does it, and instructions that move
neither text nor lines (colours, marked content) are left out. A stream that it does not know in
every byte is left to pdfminer.six.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psparser import LIT

from harvester.parsers.vorblatt.geometry import CrowdedError

#: Bytes; the page of a form has some ten thousand.
_MOST_CONTENT = 1_000_000
_ENDS = rb"\0\t\n\f\r ()<>\[\]{}/%"
_TOKEN = re.compile(
    rb"[\0\t\n\f\r ]+|%[^\r\n]*"
    rb"|(?P<number>[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30}))(?![^" + _ENDS + rb"])"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9'\"*]*)"
    rb"|\((?P<string>[^()\\]*(?:\\.[^()\\]*)*)\)"
    rb"|/(?P<name>[^#" + _ENDS + rb"]*)(?!#)"
    rb"|(?P<mark><<|>>|[\[\]])"
    rb"|<(?P<hex>(?:[0-9A-Fa-f]{2})*)>"
    rb"|(?P<unknown>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_OPERATORS = (
    "q Q cm Do BT ET Tc Tw Tz TL Tf Ts Td TD Tm T* Tj TJ ' \" m l c v y h re S s f F f* B B* b b* n"
)
_NAMES = str.maketrans({"*": "_a", "'": "_q", '"': "_w"})
_HANDLERS: dict[bytes, tuple[Callable[..., None], int]] = {
    operator.encode(): (method, method.__code__.co_argcount - 1)
    for operator in _OPERATORS.split()
    for method in (getattr(PDFPageInterpreter, f"do_{operator.translate(_NAMES)}"),)
}


class Interpreter(PDFPageInterpreter):
    """Interprets pages; raises CrowdedError for one with more instructions than a form has."""

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out the instructions; none of a stream that is being carried out already."""
        shown = [stream_value(stream) for stream in streams]
        shown = [s for s in shown if s.objid is not None and s.objid not in self.parent_stream_ids]
        self.stream_ids = {stream.objid for stream in shown if stream.objid is not None}
        instructions = _instructions(_content(shown))
        if instructions is None:
            super().execute(streams)
            return
        for operator, operands in instructions:
            method, count = _HANDLERS.get(operator, (None, 0))
            if method and len(operands) >= count:
                method(self, *operands[len(operands) - count :])


def _content(streams: Sequence[PDFStream]) -> bytes:
    content = b"\n".join(stream.get_data() for stream in streams)
    if len(content) > _MOST_CONTENT:
        raise CrowdedError
    return content


def _instructions(content: bytes) -> list[tuple[bytes, list[Any]]] | None:
    """Operators with their operands; None where a token is unknown, as those of inline images."""
    result: list[tuple[bytes, list[Any]]] = []
    operands: list[Any] = []
    outer: list[list[Any]] = []
    for token in _TOKEN.finditer(content):
        kind = token.lastgroup
        if kind is None:
            continue
        text = token[kind]
        if kind == "number":
            operands.append(float(text) if b"." in text else int(text))
        elif kind == "operator":
            if text == b"BI":
                return None
            if not outer:
                result.append((text, operands))
                operands = []
        elif kind in _VALUES:
            operands.append(_VALUES[kind](text))
        elif text in {b"[", b"<<"}:
            outer.append(operands)
            operands = []
        elif outer and kind == "mark":
            operands, inner = outer.pop(), operands
            operands.append(inner)
        else:
            return None
    return result


def _string(text: bytes) -> bytes:
    return _ESCAPE.sub(_unescape, text) if b"\\" in text else text


def _unescape(escape: re.Match[bytes]) -> bytes:
    octal, letter = escape.groups()
    if octal:
        return bytes([int(octal, 8) & 255])
    return b"" if letter in {b"\r\n", b"\r", b"\n"} else _ESCAPED.get(letter, letter)


_VALUES: dict[str, Callable[[bytes], object]] = {
    "string": _string,
    "hex": lambda text: bytes.fromhex(text.decode()),
    "name": lambda text: LIT(text.decode("utf-8", "replace")),
}
