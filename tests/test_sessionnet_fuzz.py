"""Damaged pages of SessionNet: a PageError or records, never another exception, nothing invented.

And hostile ones: nothing takes more than linear time.
"""

import json
import random
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import etree
from test_allris_fuzz import cut, drop, flip, repeat

from harvester.check import check
from harvester.normalize import normalize
from harvester.page import Page, PageError
from harvester.parsers.sessionnet import parse
from harvester.records import Consultation, Record

ROOT = Path(__file__).parent / "fixtures" / "sessionnet"
FIXTURES = sorted(path for path in ROOT.glob("*/*/page.html") if path.stat().st_size > 100)
GOOD = [path for path in FIXTURES if path.parts[-3] != "bad"]
SCRAPS = (
    *(
        "/td></tr></table>",
        "!--",
        "--> ",
        "script>",
        "/html>",
        "html>",
        "/a>",
        "tr>",
        "td colspan=9>",
    ),
    *(
        "a href='http://['>x</a>",
        "a href='http://[/vo0050.asp?__kvonr=1'>x</a>",
        "td class='tofnum'>",
    ),
    *("a href='getfile.asp?id=1&type=%00'>x</a>", "div id='smcaccordion'>", "div data-embed='99'>"),
    *("tr class='smc_toph'>", "table id='smctablevorgang'>", "td colspan='99999999999'>"),
)


def graft(body: bytes, rng: random.Random) -> bytes:
    tags = body.decode("latin-1").split("<")
    for _ in range(rng.randrange(1, 5)):
        tags.insert(rng.randrange(len(tags)), rng.choice(SCRAPS))
    return "<".join(tags).encode("latin-1")


def _meta(path: Path) -> dict[str, str]:
    meta: dict[str, str] = json.loads((path.parent / "meta.json").read_text(encoding="utf-8"))
    return meta


def read(body: bytes, path: Path) -> Page | None:
    meta = _meta(path)
    try:
        page = normalize(parse(body, meta["url"], meta["source"]))
    except PageError:
        return None
    check(page)
    return page


def _name(path: Path) -> str:
    return "-".join(path.parts[-3:-1])


@pytest.mark.parametrize("damage", [cut, flip, drop, repeat, graft])
@pytest.mark.parametrize("path", FIXTURES, ids=_name)
def test_damaged_pages_never_crash(
    path: Path, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    body = path.read_bytes()
    rng = random.Random(f"{_name(path)} {damage.__name__}")
    for _ in range(15):
        page = read(damage(body, rng), path)
        for record in page.records if page else ():
            assert "" not in record.values().values(), record
            assert "//" not in record.id
            assert not record.id.endswith("/")


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_every_cut_is_noticed(path: Path) -> None:
    """Wherever the connection breaks, half of a page is no page."""
    body = path.read_bytes()
    end = body.index(b"</body>")
    for at in range(0, end, 61):
        assert read(body[:at], path) is None


#: Fields that hold what a page shows, word for word; the others are made from them.
_SHOWN = (
    *("date_raw", "time_raw", "result_raw", "vote_raw", "role_raw", "status_raw", "reference"),
    *("organization_name", "room", "paper_type_raw", "file_number", "heading"),
)


def _shown(record: Record) -> Iterator[str]:
    values = record.values()
    for name in _SHOWN:
        if isinstance(value := values.get(name), str):
            yield value


def _words(root: etree._Element) -> str:
    texts = (*root.itertext(), *(n.get("title") or "" for n in root.iter("a", "table")))
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_what_is_left_of_a_page_is_not_mixed_up(path: Path) -> None:
    """Without any of its elements a page says less, or that something is wrong, never else.

    Every value still stands somewhere on the page (results of several rows are joined), and ids are
    those of the whole page or made of what is left of the agenda's numbers.
    """
    whole = read(path.read_bytes(), path)
    assert whole is not None
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    text = path.read_bytes().decode("utf-8", errors="ignore")
    root = etree.fromstring(text.encode(), parser=parser)
    known = {record.id for record in whole.records}
    stated = {value for record in whole.records for value in _shown(record)}
    for number, _ in enumerate(list(root.iter("td", "tr", "a", "div", "span", "h1", "table"))):
        copy = etree.fromstring(text.encode(), parser=parser)
        victim = list(copy.iter("td", "tr", "a", "div", "span", "h1", "table"))[number]
        victim.clear(keep_tail=True)
        page = read(etree.tostring(copy, method="html", encoding="utf-8"), path)
        if page is None:
            continue
        words = _words(copy)
        for record in page.records:
            stub = re.search(r"/item/[a-z0-9-]+(?: |$)|/section/block-\d|/file/", record.id)
            assert record.id in known or stub or isinstance(record, Consultation), record
            for value in _shown(record):
                parts = value.split(", ") if value not in words else [value]
                assert value in stated or all(part in words for part in parts), (record, value)


def test_a_damaged_list_of_steps_is_all_of_it_or_none() -> None:
    """Whatever is missing of a card: the steps that are left keep their ids, or there are none."""
    path = ROOT / "consultations" / "layout6" / "page.html"
    body = path.read_bytes()
    whole = read(body, path)
    assert whole is not None
    steps = {r.id: r for r in whole.records if isinstance(r, Consultation)}
    assert len(steps) == 5
    for button in re.finditer(rb"<button.*?</button>", body):
        page = read(body[: button.start()] + body[button.end() :], path)
        assert page is not None
        assert not [r for r in page.records if isinstance(r, Consultation)]
        assert not page.children


_SIZE = 400_000
_SECONDS = 5.0  # generous, for slow machines


def _too_slow(*_: object) -> None:
    pytest.fail(f"not done after {_SECONDS} s")


@contextmanager
def _in_time() -> Iterator[None]:
    """Stop what takes too long: it would take minutes."""
    before = signal.signal(signal.SIGALRM, _too_slow)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _many(part: str) -> str:
    """A part again and again, `#` numbered."""
    count = _SIZE // len(part)
    return "".join(part.replace("#", str(number)) for number in range(count))


_FILE = '<a href="getfile.asp?id=#&type=do">D</a>'
_ITEM = (
    '<td class="smc_tophn">#</td><td class="smc_topht"><a href="vo0050.asp?__kvonr=#">V</a></td>'
)
_MEETING = '<a href="si0057.asp?__ksinr=#" title="a: Rat 01.09.2026">Rat</a>'
_HEAD = '<table id="smctablevorgang"><tr><td>Betreff:</td><td>x</td></tr></table>'
_CARD = f"<div class=card-light><button>Rat</button>{_MEETING}</div>"
_LINE = "Rat - TOP 1 öffentlich "
HOSTILE = {
    "rows": (
        "to0040",
        f"<table>{_many(f'<tr class=smc_toph>{_ITEM}<td>{_FILE}</td></tr>')}</table>",
    ),
    "one row": ("to0040", f'<table><tr class="smc_toph">{_many(_ITEM)}</tr></table>'),
    "rows in rows": ("to0040", f'<table><tr class="smc_toph">{_ITEM}<td>' * 600),
    "cards": (
        "vo0053",
        f'<div id="smcaccordion">{_many(_CARD)}',
    ),
    "cards in cards": (
        "vo0053",
        '<div id="smcaccordion">'
        + f"<div class=card-light><button>Rat</button>{_MEETING * 9}" * 1500,
    ),
    "a long line": (
        "vo0053",
        f'<div id="smcaccordion"><div class="card-light"><button>{_many(_LINE)}',
    ),
    "steps": (
        "vo0053",
        f'<table summary="Berat"><tr><th>Gremium</th></tr>{_many("<tr><td>Rat #</td></tr>")}',
    ),
    "steps in steps": ("vo0053", '<table summary="Berat"><tr><th>Gremium</th></tr><tr><td>' * 600),
    "month": ("si0040", f"<table>{_many(f'<tr><td class=silink>{_MEETING}</td></tr>')}"),
    "one day": ("si0040", f"<table><tr>{_many(f'<td class=silink>{_MEETING}</td>')}"),
    "months in months": ("si0040", f'<table><tr><td class="silink">{_MEETING}' * 600),
    "head": (
        "vo0050",
        f'<table id="smctablevorgang"><tr>{_many("<td>Betreff:</td>")}<td>x</td></tr>',
    ),
    "heads in heads": (
        "vo0050",
        '<table id="smctablevorgang"><tr><td class="smctablehead">Art</td><td>' * 600,
    ),
    "blocks": ("vo0050", _HEAD + _many('<div class="smcdocmsword"><p>x</p></div>')),
    "blocks in blocks": ("vo0050", _HEAD + '<div class="smcdocmsword"><b>x</b>' * 1500),
    "files": ("vo0050", _HEAD + _many(_FILE)),
    "committees": (
        "gr0040",
        f"<table><tr>{_many('<td class=grname><a href=kp0040.asp?__kgrnr=#>x</a></td>')}",
    ),
    "committees in committees": (
        "gr0040",
        '<table><tr><td class="grname"><a href="kp0040.asp?__kgrnr=1">x</a>' * 600,
    ),
    "papers": ("vo0040", f"<table><tr>{_many('<td><a href=vo0050.asp?__kvonr=#>x</a></td>')}"),
    "pages": (
        "vo0040",
        _many('<a href="vo0040.asp?__cpos=#">x</a><a href="vo0050.asp?__kvonr=#">x</a>'),
    ),
    "documents": (
        "do0040",
        '<table class="smc_page_do0040"><tr><td class="dovorgang">' * 600 + _FILE,
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_pages_are_read_in_linear_time(case: str) -> None:
    script, content = HOSTILE[case]
    title = "<title>SessionNet | Rat - 01.09.2026 - 17:00 Uhr</title>"
    body = f"<html><head>{title}</head><body class=smc_page_{script}_layout>{content}</body></html>"
    numbers = "__ksinr=1&__kvonr=1&__kgrnr=1&__cjahr=2026&__cmonat=9"
    with _in_time():
        try:
            page = normalize(
                parse(body.encode(), f"https://ris.example/{script}.asp?{numbers}", "x")
            )
        except PageError:
            return
        check(page)
