"""Benchmark 2: parsing a paper's page against making lxml's tree of the same bytes."""

import re
from pathlib import Path

from lxml import html

from bench.figures import Figure, alternating, at_most
from bench.town import Sample, paper_pages
from harvester.normalize import normalize
from harvester.parsers.allris import parse

_PAPERS = 300
_TIMES = 5
_CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "allris"


def parsing() -> list[Figure]:
    """The stand-in's pages and, where they are at hand, those of real towns."""
    figures = _measure("paper pages of the stand-in", paper_pages(_PAPERS), _TIMES)
    corpus = _real_pages()
    if corpus:
        # some pages only, so each counts many times
        figures += _measure("paper pages of real towns", corpus * 20, _TIMES)
    return figures


def _real_pages() -> list[Sample]:
    bodies = [path.read_bytes() for path in sorted(_CORPUS.rglob("*vo020*.html"))]
    url = "http://127.0.0.1/bi/vo020.asp?VOLFDNR="
    return [Sample(url + _own_number(body), body) for body in bodies]


def _own_number(body: bytes) -> str:
    """The number that the page names as its own; any will do where it names none."""
    found = re.search(rb"name=.VOLFDNR.[^>]*value=.(\d+)", body)
    return found[1].decode() if found else "1"


def _measure(name: str, samples: list[Sample], times: int) -> list[Figure]:
    def floor() -> None:
        for sample in samples:
            html.fromstring(sample.body)

    def parse_all() -> None:
        for sample in samples:
            parse(sample.body, sample.url, "bench")

    def normalize_too() -> None:
        for sample in samples:
            normalize(parse(sample.body, sample.url, "bench"))

    normalize_too()  # vocabularies are read, paths compiled
    tree, parsed, normalized = (
        seconds / len(samples) * 1e3
        for seconds in alternating(times, floor, parse_all, normalize_too)
    )
    floor_shown = f"{tree:.2f} ms, lxml.html.fromstring"
    return [
        at_most(f"parsing {name}", f"{parsed:.2f} ms", floor_shown, parsed / tree, 3.0),
        Figure(
            f"parsing and normalizing {name}",
            f"{normalized:.2f} ms",
            floor_shown,
            normalized / tree,
        ),
    ]
