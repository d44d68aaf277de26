"""Plain text: blanks, comparison without umlauts, names for ids."""

import re
import unicodedata
from typing import Literal

# Word processors leave these behind; they are neither letters nor blanks.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# Not in Feuer, neue, Quelle: there u and e are no umlaut.
_UMLAUT_E = re.compile(r"([ao]|(?<![aeouq])u)e+")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
#: The telephone of an office, as forms append it: "20 2 (1455)", "FB 42 (Tel. 16-3050)".
_EXTENSION = re.compile(r"\s{0,3}\((?:tel\.?:?\s?)?(?:[\s/–-]{0,3}[0-9]){3,20}\s?\)", re.IGNORECASE)
_SLICE = 1_000
_NO_NAME = "ohne-name"


def clean(text: str | None) -> str | None:
    """One line of text: every run of blanks (non-breaking ones too) is one blank, none outside.

    Soft hyphens and zero-width characters are dropped. What holds no text is None, never "".
    """
    if text is None:
        return None
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split()) or None


def plain(text: str) -> str:
    """Without control, format and bidi characters, surrogates and what is no character at all.

    Blanks of any kind are blanks, newlines stay.
    """
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "" for c in text)


def _normal(form: Literal["NFC", "NFKD"], text: str) -> str:
    """Unicode's normal form, slice by slice: sorting a long run of marks takes quadratic time."""
    slices = (text[start : start + _SLICE] for start in range(0, len(text), _SLICE))
    return "".join(unicodedata.normalize(form, part) for part in slices)


def fold(text: str) -> str:
    """The form in which German words are compared and searched, both sides folded alike.

    Lower case, ß is ss, no diacritics, and ae, oe, ue are a, o, u: `Familienförderung`,
    `Familienforderung` and `Familienfoerderung` fold alike. It is for matching only: `aktuell`
    gives `aktull`, so different words may meet. Blanks and punctuation stay.
    """
    decomposed = _normal("NFKD", _normal("NFKD", text).casefold())
    letters = [c for c in decomposed if not unicodedata.combining(c)]
    return _UMLAUT_E.sub(r"\1", "".join(letters))


def without_extension(text: str) -> str:
    """The name of an office without a telephone number in parentheses; "" if that is all."""
    return _EXTENSION.sub("", text).strip()


def slug(name: str) -> str:
    """A name as part of an id: only a-z, 0-9 and single hyphens; ä is ae, ß is ss.

    A name without any letter or digit is `ohne-name`, so that no id has an empty part.
    """
    spelled = _normal("NFC", name).casefold().translate(_SPELLED_OUT)
    plain = _normal("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_SLUG.sub("-", plain).strip("-") or _NO_NAME
