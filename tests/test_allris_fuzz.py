"""Damaged pages: whatever happens to the bytes, a PageError or records, never another exception."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from harvester.check import check
from harvester.normalize import normalize
from harvester.page import Page, PageError
from harvester.parsers.allris import parse
from harvester.records import Consultation

PAGES = (Path(__file__).parent / "fixtures" / "allris").glob("*/*/page.html")
FIXTURES = sorted(path for path in PAGES if path.stat().st_size)
SCRAPS = (
    *("/td></tr></table>", "!--", "--> ", "script>", "/html>", "html>", "a name='allrisBV'>"),
    *("div data-embed='99'>", "a href='http://['>x</a>", "input name='VOLFDNR' value='x'>"),
)


def cut(body: bytes, rng: random.Random) -> bytes:
    return body[: rng.randrange(len(body))]


def flip(body: bytes, rng: random.Random) -> bytes:
    damaged = bytearray(body)
    for _ in range(rng.randrange(1, 30)):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def drop(body: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(body))
    return body[:at] + body[at + rng.randrange(400) :]


def repeat(body: bytes, rng: random.Random) -> bytes:
    at, other = rng.randrange(len(body)), rng.randrange(len(body))
    return body[:at] + body[other : other + 600] + body[at:]


def graft(body: bytes, rng: random.Random) -> bytes:
    tags = body.decode("latin-1").split("<")
    for _ in range(rng.randrange(1, 5)):
        tags.insert(rng.randrange(len(tags)), rng.choice(SCRAPS))
    return "<".join(tags).encode("latin-1")


def read(body: bytes, url: str, source: str) -> Page | None:
    try:
        page = normalize(parse(body, url, source))
    except PageError:
        return None
    check(page)
    return page


@pytest.mark.parametrize("damage", [cut, flip, drop, repeat, graft])
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: "-".join(path.parts[-3:-1]))
def test_damaged_pages_never_crash(
    path: Path, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    meta = json.loads((path.parent / "meta.json").read_text(encoding="utf-8"))
    body = path.read_bytes()
    rng = random.Random(f"{path.parent.name} {damage.__name__}")
    for _ in range(25):
        page = read(damage(body, rng), meta["url"], meta["source"])
        for record in page.records if page else ():
            assert "" not in record.values().values(), record


def test_a_cut_paper_never_loses_steps_in_silence() -> None:
    """Wherever a paper breaks off: all its steps, or none of it."""
    path = next(p for p in FIXTURES if p.parts[-3:-1] == ("paper", "everything"))
    meta = json.loads((path.parent / "meta.json").read_text(encoding="utf-8"))
    body = path.read_bytes()
    whole = read(body, meta["url"], meta["source"])
    assert whole is not None
    steps = [r for r in whole.records if isinstance(r, Consultation)]
    assert len(steps) > 3
    for end in range(0, len(body), 41):
        page = read(body[:end], meta["url"], meta["source"])
        if page is not None:
            assert [r for r in page.records if isinstance(r, Consultation)] == steps
