"""PDFs written by hand: lines of text, drawn sheets, and some that no reader can use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap

from harvester.standin.drawing import Sheet, escaped

_LINES = 60
_HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /%b /Encoding /WinAnsiEncoding >>"


def pdf(lines: Iterable[str]) -> bytes:
    """A PDF whose pages show these lines, long ones wrapped; the same lines give the same bytes."""
    wrapped = [part for line in lines for part in (wrap(line, 90) or [""])]
    pages = [wrapped[i : i + _LINES] for i in range(0, len(wrapped), _LINES)] or [[]]
    resources = b"/Font << /F1 3 0 R >>"
    fonts = [_HELVETICA % b"Helvetica"]
    return _file(_objects([_content(page) for page in pages], resources, fonts))


@dataclass(frozen=True, slots=True)
class Made:
    """What is written into a PDF beside its pages: who made it when, and how large it is.

    A later `time` changes the bytes and nothing that is read. `size` in bytes is reached with a
    stream that nothing refers to, as embedded fonts would take the room.
    """

    time: datetime
    size: int | None = None


def drawn(sheets: Iterable[Sheet], made: Made) -> bytes:
    """A PDF of drawn pages; the same arguments give the same bytes.

    Raises:
        ValueError: its size cannot be reached.
    """
    fonts = [_HELVETICA % b"Helvetica", _HELVETICA % b"Helvetica-Bold"]
    contents = [sheet.content for sheet in sheets]
    objects = _objects(contents, b"/Font << /F1 3 0 R /F2 4 0 R >>", fonts)
    objects.append(_info(made))
    body = _file(objects, info=len(objects))
    return body if made.size is None else _padded(objects, body, made.size)


def _padded(objects: list[bytes], body: bytes, size: int) -> bytes:
    """The file with so much padding that it has this size; the numbers in it grow with it."""
    padding, number = 0, len(objects)
    for _ in range(4):
        padding += size - len(body)
        body = _file([*objects, _stream(b" " * padding)], info=number)
        if len(body) == size:
            return body
    message = f"this document cannot have {size} bytes"
    raise ValueError(message)


def scan(made: Made) -> bytes:
    """A page that is a picture: nothing in it can be read as text."""
    wide, high = 120, 170
    rows = b"".join(
        b"\xff" * 15 if y % 10 < 6 else b"\xff" + bytes((x * 37 + y * 11) % 256 for x in range(13))
        + b"\xff" for y in range(high)
    )  # fmt: skip
    image = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
    image += b"/BitsPerComponent 1 /Length %d >>\nstream\n%b\nendstream"
    sheet = Sheet()
    sheet.image(40, 800, 515, 730)
    objects = _objects(
        [sheet.content], b"/XObject << /I1 3 0 R >>", [image % (wide, high, len(rows), rows)]
    )
    return _file([*objects, _info(made)], info=len(objects) + 1)


def broken(made: Made) -> bytes:
    """What claims to be a PDF and holds no page that could be found."""
    return (
        b"%%PDF-1.4\n%% %d\n1 0 obj\n<< /Type /Cata" % made.time.year + bytes(range(128, 256)) * 8
    )


def locked(sheets: Iterable[Sheet], made: Made) -> bytes:
    """A PDF that opens with a password only, which nobody has."""
    objects = _objects([s.content for s in sheets], b"/Font << /F1 3 0 R >>", [_HELVETICA % b"x"])
    key = made.time.strftime("%Y%m%d%H%M%S").encode()
    owner, user = (key * 3)[:32].hex().encode(), (key * 3)[5:37].hex().encode()
    objects.append(b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (owner, user))
    known = (b"00" * 16, b"00" * 16)
    more = b" /Encrypt %d 0 R /ID [<%b> <%b>]" % (len(objects), *known)
    return _file(objects, trailer=more)


def _objects(contents: Sequence[bytes], resources: bytes, shared: Sequence[bytes]) -> list[bytes]:
    """Catalogue, tree of pages, what the pages share from object 3 on, then page and content."""
    first = 3 + len(shared)
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        *shared,
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << %b >> /Contents %d 0 R >>" % (resources, first + 1 + 2 * number)
        )
        objects.append(_stream(content))
    return objects


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _info(made: Made) -> bytes:
    time = made.time.strftime("D:%Y%m%d%H%M%S").encode()
    return b"<< /Producer (Stand-in) /CreationDate (%b) >>" % time


def _content(lines: Sequence[str]) -> bytes:
    shown = b"\n".join(b"(%b) Tj T*" % escaped(line) for line in lines)
    return b"BT /F1 10 Tf 12 TL 60 780 Td\n%b\nET" % shown


def _file(objects: Sequence[bytes], *, info: int | None = None, trailer: bytes = b"") -> bytes:
    """The objects with their table; `info` is the number of the one that tells who made it."""
    if info is not None:
        trailer = b" /Info %d 0 R" % info
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R%b >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)
