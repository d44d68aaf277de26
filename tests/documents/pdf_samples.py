"""PDFs for the tests: drawn with reportlab, written by hand where they must be wrong, mutated."""

import zlib
from io import BytesIO
from pathlib import Path
from random import Random

import reportlab
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

TRUETYPE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
pdfmetrics.registerFont(TTFont("Sample", TRUETYPE))

PROSE = (
    "Der Ausschuss für Umwelt, Sicherheit und Ordnung",
    "empfiehlt dem Rat der Stadt, die Straßenbeleuch-",
    "tung in der Großen Allee zu erneuern; Rad-",
    "und Gehwege sind zu verbreitern (§ 37 Abs. 1).",
)


def drawn(*pages: tuple[str, ...], font: str = "Helvetica", lock: StandardEncryption | None = None):
    """One page for each tuple of lines."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1, encrypt=lock, pageCompression=1)
    for lines in pages:
        canvas.setFont(font, 11)
        for n, line in enumerate(lines):
            canvas.drawString(72, 770 - 14 * n, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked(user: str, owner: str) -> bytes:
    """Encrypted; with an empty user password everybody may open it."""
    return drawn(PROSE, lock=StandardEncryption(user, ownerPassword=owner, strength=128))


def scan(pages: int = 1, text_page: bool = False) -> bytes:
    """A picture on each page, as scanners make them; perhaps a page with text before."""
    from PIL import Image

    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    if text_page:
        canvas.drawString(72, 770, "Anlage 1 zur Niederschrift")
        canvas.showPage()
    for n in range(pages):
        canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200 + n)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def written(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out = BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n" % (len(objects) + 1))
    out.write(b"%d\n%%%%EOF\n" % table)
    return out.getvalue()


def painted(content: bytes) -> bytes:
    """One page with this content stream, which is compressed already."""
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )


def bomb(megabytes: int = 1024) -> bytes:
    """A page whose content is 1 GB, in a file of 1 MB."""
    pack = zlib.compressobj(9)
    block = bytes(1 << 20)
    return painted(b"".join(pack.compress(block) for _ in range(megabytes)) + pack.flush())


def loop() -> bytes:
    """A page tree that is its own branch."""
    return written(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")


def mutations(seed: int, each: int = 100) -> list[bytes]:
    """`each` PDFs that are cut somewhere, and as many with 1 to 40 bits turned over."""
    random = Random(seed)
    sound = [
        drawn(PROSE, PROSE * 5),
        drawn(PROSE * 3, font="Sample"),
        locked("", "owner"),
        scan(2, text_page=True),
    ]
    result = []
    for n in range(2 * each):
        body = bytearray(sound[n % len(sound)])
        if n < each:
            del body[random.randrange(len(body)) :]
        else:
            for _ in range(random.randint(1, 40)):
                body[random.randrange(len(body))] ^= 1 << random.randrange(8)
        result.append(bytes(body))
    return result
