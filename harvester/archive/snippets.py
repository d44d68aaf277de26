"""Where in a paper's texts the words of a query stand."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlite_utils import Database

from harvester.archive.fulltext import TEXTS, folded

#: A piece of text, and whether it is what was looked for.
Part = tuple[str, bool]

_PER_PAPER = 2
_BEFORE, _AFTER = 8, 22
_LONGEST = 300
#: Characters of one text that are looked through.
_LOOKED_AT = 500_000
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Where words were found: the heading of a text or the name of a document, and the text around.

    `parts` are pieces of the text, each with whether it is what was looked for.
    """

    heading: str
    parts: tuple[Part, ...]


def snippets(
    db: Database, paper_ids: Sequence[str], wanted: Collection[str]
) -> dict[str, tuple[Snippet, ...]]:
    """For each paper the first texts that have one of the folded words, at most two."""
    found: dict[str, list[Snippet]] = defaultdict(list)
    missing: dict[str, set[str]] = {}  # what no snippet of the paper shows yet
    for paper_id, _, _, _, heading, text in db.conn.execute(TEXTS, (json.dumps(list(paper_ids)),)):
        of_paper, still = found[paper_id], missing.setdefault(paper_id, set(wanted))
        if text and still and len(of_paper) < _PER_PAPER:
            parts, shown = _around(text[:_LOOKED_AT], still)
            if shown:
                of_paper.append(Snippet(heading or "Text", parts))
                still -= shown
    return {paper_id: tuple(of_paper) for paper_id, of_paper in found.items()}


def _around(text: str, wanted: Collection[str]) -> tuple[tuple[Part, ...], set[str]]:
    """The text around the first hit, and which of the words it shows."""
    first = next((word for word in _WORD.finditer(text) if _shown(word[0], wanted)), None)
    if first is None:
        return (), set()
    begin = _begin(text, first.start())
    shown: set[str] = set()
    parts: list[Part] = [("… ", False)] if begin else []
    for count, word in enumerate(_WORD.finditer(text, begin)):
        if count:
            parts.append((" ", False))
        if word.start() > first.start() and (
            count >= _BEFORE + _AFTER or word.end() - begin > _LONGEST
        ):
            parts.append(("…", False))
            break
        hit = _shown(word[0], wanted)
        shown |= hit
        parts.append((word[0][:_LONGEST], bool(hit)))
    return _joined(parts), shown


def _shown(word: str, wanted: Collection[str]) -> set[str]:
    """Which of the wanted words this one is, or has in it."""
    return {one for one in wanted if any(one in part for part in folded(word))}


def _begin(text: str, hit: int) -> int:
    """Some words before the hit, without a word that is cut."""
    before = text[max(0, hit - _LONGEST // 3) : hit]
    words = list(_WORD.finditer(before))[1 if len(before) < hit else 0 :][-_BEFORE:]
    return hit - len(before) + words[0].start() if words else hit


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Neighbours of one kind as one part."""
    runs = groupby(parts, key=itemgetter(1))
    return tuple(("".join(text for text, _ in run), is_hit) for is_hit, run in runs)
