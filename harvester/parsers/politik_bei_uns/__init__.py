"""politik-bei-uns.de, an archive of council documents that is no longer updated: bytes to records.

Read are pages of files (`/file/<24 hex digits>`) in the forms from 2018 on and before, and pages of
papers (`/paper/<24 hex digits>`). The markup is that of the platform's published source code.
"""

from collections.abc import Callable

from harvester.page import Page
from harvester.parsers.politik_bei_uns.addresses import Kind, address
from harvester.parsers.politik_bei_uns.file_page import parse_file_page
from harvester.parsers.politik_bei_uns.frame import Frame, open_frame
from harvester.parsers.politik_bei_uns.ids import paper_id
from harvester.parsers.politik_bei_uns.paper import parse_paper

__all__ = ["Kind", "address", "paper_id", "parse"]

_PARSERS: dict[Kind, Callable[[Frame], Page]] = {
    "file_page": parse_file_page,
    "paper": parse_paper,
}


def parse(body: bytes, url: str, source_id: str, committees: frozenset[str] = frozenset()) -> Page:
    """Read one page.

    Args:
        body: the response's bytes, undecoded.
        url: its address; it names the file or the paper, links are resolved against it.
        source_id: prefix of every id.
        committees: names of committees, as the town's own system lists them, beside the lexicon's.

    Raises:
        PageError: it is no page of a file or a paper; `not_found` where the platform says so.
    """
    frame, kind = open_frame(body, url, source_id)
    frame.committees = committees
    return _PARSERS[kind](frame)
