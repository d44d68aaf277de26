"""Which engine reads text: PDFium where it is installed, else pdfminer.six."""

from functools import cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from harvester.documents.text import RULES


class LockedError(Exception):
    """The document wants a password, or is encrypted in a way that the engine does not know."""


class Document(Protocol):
    """An open PDF; anything but `LockedError` that it raises means that it is broken."""

    page_count: int

    def __init__(self, path: Path) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    def page(self, index: int) -> str:
        """The page's text in the order in which it was drawn, not yet repaired."""


class Engine(NamedTuple):
    """How to open a document.

    `name` is `<package> <version>/<version of our text rules>.<version of the form's reader>`: a
    document that another one read is read again.
    """

    name: str
    open: type[Document]


@cache
def engine() -> Engine:
    """The best engine that is installed."""
    from harvester.parsers.vorblatt import FORM_RULES  # noqa: PLC0415  # brings the parsers along

    rules = f"{RULES}.{FORM_RULES}"
    try:
        from harvester.documents import pdfium  # noqa: PLC0415  # an extra
    except ImportError:
        from harvester.documents import pdfminer_text  # noqa: PLC0415  # slow to import

        return Engine(f"{pdfminer_text.NAME}/{rules}", pdfminer_text.Document)
    return Engine(f"{pdfium.NAME}/{rules}", pdfium.Document)
