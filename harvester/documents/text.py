"""Makes text out of what a PDF engine gives: characters, lines, words divided at line ends."""

import re
import unicodedata

#: Part of `Extraction.engine`; counted up when the rules change, so that texts can be made again.
RULES = 1
#: Between the pages of a document's text.
PAGE_BREAK = "\f"

#: pdfium puts U+0002 for a hyphen at the end of a line and drops the line's end.
_HYPHEN_AT_LINE_END = "\x02"
_SPELLED_OUT = {
    _HYPHEN_AT_LINE_END: "-\n",
    **dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"),
    "\u2010": "-",
    "\u2011": "-",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    # Word's bullets and dash in the fonts Symbol and Wingdings
    "\uf0b7": "•",
    "\uf0a7": "•",
    "\uf09f": "•",
    "\uf0d8": "•",
    "\uf076": "•",
    "\uf02d": "-",
} | dict.fromkeys(
    "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "
)
#: Control characters, zero-width and direction marks, lone surrogates, what is no character.
_NOTHING = (
    "\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
)
_ODD = re.compile(f"[{''.join(_SPELLED_OUT)}{_NOTHING}]")

# A soft hyphen that is drawn within a word divides it no more; elsewhere it is a hyphen.
_SOFT_HYPHEN = re.compile("\u00ad(?=([a-zà-öø-ÿ])?)")
_BLANKS = re.compile(" {2,}")

#: Below U+0300 nothing composes; the exceptions are what German text is full of.
_PERHAPS_COMPOSES = re.compile("[^\x00-\u02ff\u2010-\u2027\u2030-\u203e\u20ac\ufffd]")
#: Marks are sorted in quadratic time, so a word is taken in slices.
_SLICE = re.compile(r"\S{1,1000}")

_DIVIDED = re.compile(r"-\n([^\W_]{1,30}|/)")
#: "Haupt-\nund Finanzausschuss" leaves something out, it is not one word.
_CONJUNCTIONS = frozenset(("und", "oder", "bzw", "beziehungsweise", "sowie", "u", "o"))
_ADDRESS = ("@", "://", "www.")


def repair(raw: str) -> str:
    r"""One page's text as an engine gives it, put right.

    Lines end with "\n" and have single blanks, none at their ends; ligatures are spelled out;
    NFC; no control characters, no soft hyphens. A word divided at a line's end is joined to the
    first line ("Bürger-/beteiligung" is "Bürgerbeteiligung"); the hyphen stays before upper case,
    at digits and in addresses, and before und, oder, bzw, sowie with a blank.
    """
    text = _ODD.sub(lambda match: _SPELLED_OUT.get(match[0], ""), raw.replace("\r\n", "\n"))
    text = _SOFT_HYPHEN.sub(lambda match: "" if match[1] else "-", _composed(text))
    lines = (line.strip(" ") for line in _BLANKS.sub(" ", text).split("\n"))
    return _DIVIDED.sub(_mended, "\n".join(filter(None, lines)))


def join(pages: list[str]) -> str:
    """The text of a document from its repaired pages."""
    return PAGE_BREAK.join(pages)


def _composed(text: str) -> str:
    if not _PERHAPS_COMPOSES.search(text):
        return text
    return _SLICE.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


def _mended(match: re.Match[str]) -> str:
    text, hyphen, second = match.string, match.start(), match[1]
    if not text[hyphen - 1 : hyphen].isalnum():
        return match[0]  # a dash, or "500,-"
    if second in _CONJUNCTIONS:
        return f"- {second}"
    first = text[max(0, hyphen - 100) : hyphen].split()[-1]
    kept = (
        not (first[-1].isalpha() and second[0].islower())
        or len(first) == 1
        or not first[-2].isalpha()
        or any(sign in first for sign in _ADDRESS)
    )
    return f"-{second}" if kept else second
