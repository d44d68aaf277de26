"""Votes: "Ja: 45, Nein: 2", "einstimmig mit zwei Enthaltungen", "12 Ja / 3 Nein"."""

import re
from typing import NamedTuple

from harvester.text import clean


class Votes(NamedTuple):
    """Numbers of votes; None where the text does not state one."""

    yes: int | None
    no: int | None
    abstain: int | None


_LONGEST = 1000
_TOKEN = re.compile(r"[0-9]+|[a-zäöüß]+(?:-[a-zäöüß]+)*|[^\s,.;:/|()=–-]")
_PARENTHESIS = re.compile(r"\([^()]*\)")

_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        ("null kein keine keinen keiner ohne", "ein eine einem einen einer eins", "zwei", "drei",
         "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
    )
    for word in words.split()
}  # fmt: skip
_LABELS = {
    word: label
    for label, words in {
        "yes": "ja ja-stimme ja-stimmen jastimme jastimmen dafür zustimmung zustimmungen"
        " befürwortung befürwortungen",
        "no": "nein nein-stimme nein-stimmen neinstimme neinstimmen dagegen gegenstimme"
        " gegenstimmen gegen-stimme gegen-stimmen",
        "abstain": "enth enthaltung enthaltungen stimmenthaltung stimmenthaltungen",
        # Counted by SessionNet, but no vote.
        "present": "anwesend befangen",
        "unanimous": "einstimmig",
        "majority": "mehrheitlich mehrheit stimmenmehrheit",
        "accepted": "beschlossen angenommen zugestimmt empfohlen genehmigt",
        "rejected": "abgelehnt",
    }.items()
    for word in words.split()
}
_COUNTED = {"yes", "no", "abstain", "present"}
_OF_VOTING = {"yes", "no", "abstain", "unanimous", "majority"}
_FILLERS = frozenset(
    {
        *("abstimmung", "abstimmungsergebnis", "ergebnis", "beschluss", "stimme", "stimmen"),
        *("bei", "mit", "und", "sowie", "gegen", "ungeändert", "geändert"),
    }
)


def parse_votes(text: str) -> Votes | None:
    """The votes that a text states; None where any part of it is not understood.

    Every word must be known, and each number must stand beside its label, all labels first
    ("Ja 12 Nein 3") or all numbers first ("12 Ja, 3 Nein"); so prose, several votes in one text
    and a bare "7 : 5" give None. A parenthesis without a word of voting (the parties) is skipped.

    "einstimmig" says that nobody voted against (`no` 0, or `yes` 0 where the proposal was
    rejected) and nothing about abstentions. "mehrheitlich" alone states no number.
    """
    cleaned = clean(text)
    if cleaned is None or len(cleaned) > _LONGEST:
        return None
    tokens = _tokens(_PARENTHESIS.sub(_keep_votes, cleaned.lower()))
    if tokens is None:
        return None
    counts = _pair([t for t in tokens if isinstance(t, int) or t in _COUNTED])
    flags = [t for t in tokens if isinstance(t, str) and t not in _COUNTED]
    if counts is None or not _agree(flags, counts):
        return None
    if "unanimous" in flags:
        counts["yes" if "rejected" in flags else "no"] = 0
    return Votes(counts.get("yes"), counts.get("no"), counts.get("abstain"))


def speaks_of_votes(text: str) -> bool:
    """Whether a text that `parse_votes` does not read holds a number or a word of voting.

    Otherwise it states no vote ("Der Ausschuss nimmt die Drucksache zur Kenntnis.").
    """
    words = _TOKEN.findall(text.lower())
    return any(word.isdecimal() or _LABELS.get(word) in _OF_VOTING for word in words)


def _agree(flags: list[str], counts: dict[str, int]) -> bool:
    """Whether the text says something about votes, once, and does not contradict itself."""
    said = set(flags)
    if len(said) != len(flags):
        return False
    if {"unanimous", "majority"} <= said or {"accepted", "rejected"} <= said:
        return False
    if "unanimous" in said:
        return not counts.get("yes" if "rejected" in said else "no")
    return bool(counts) or "majority" in said


def _keep_votes(parenthesis: re.Match[str]) -> str:
    inside = parenthesis[0]
    return inside if any(word in _LABELS for word in _TOKEN.findall(inside)) else " "


def _tokens(text: str) -> list[str | int] | None:
    """Labels and numbers in order, None for any word that is neither known nor filling."""
    tokens: list[str | int] = []
    for token in _TOKEN.findall(text):
        if token in _FILLERS:
            continue
        if token in _LABELS:
            tokens.append(_LABELS[token])
        elif token in _NUMBER_WORDS:
            tokens.append(_NUMBER_WORDS[token])
        elif token.isascii() and token.isdecimal() and len(token) <= 3:
            tokens.append(int(token))
        else:
            return None
    return tokens


def _pair(tokens: list[str | int]) -> dict[str, int] | None:
    """Numbers by label; None unless they strictly alternate and no label comes twice."""
    if len(tokens) % 2:
        return None
    counts: dict[str, int] = {}
    label_first = bool(tokens) and isinstance(tokens[0], str)
    for left, right in zip(tokens[::2], tokens[1::2], strict=True):
        label, number = (left, right) if label_first else (right, left)
        if not isinstance(label, str) or not isinstance(number, int) or label in counts:
            return None
        counts[label] = number
    return counts
