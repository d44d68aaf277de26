"""OParl's external lists: pages of objects, each page with a link to the next."""

from pathlib import Path
from typing import BinaryIO

from harvester.archive.columns import to_json
from harvester.exports.oparl.addresses import page_path
from harvester.exports.oparl.folder import Files

PER_PAGE = 100


class ListWriter:
    """Writes a list page by page, holding none of it.

    Only the first page says how many objects and pages there are: the others stay as they are, byte
    by byte, when objects come to the end of the list.
    """

    def __init__(self, files: Files, address: str, name: str) -> None:
        """Begin a list whose path without ending is `name`."""
        self._files = files
        self._address = address
        self._name = name
        self._total = 0
        self._out = self._begin(1)

    @property
    def _pages(self) -> int:
        return max(1, -(-self._total // PER_PAGE))

    def add(self, content: bytes) -> None:
        """Add an object, as JSON."""
        if self._total and self._total % PER_PAGE == 0:
            page = self._pages
            if page > 1:  # the first is finished last
                self._out.write(self._end(page, last=False))
            self._out.close()
            self._out = self._begin(page + 1)
        self._out.write(b",\n" if self._total % PER_PAGE else b"\n")
        self._out.write(content)
        self._total += 1

    def close(self) -> None:
        """Finish the last page, and the first."""
        pages = self._pages
        with self._out as out:
            out.write(self._end(pages, last=True))
        if pages > 1:
            with self._path(1).open("ab") as out:
                out.write(self._end(1, last=False))

    def _path(self, page: int) -> Path:
        return self._files.path(page_path(self._name, page))

    def _begin(self, page: int) -> BinaryIO:
        out = self._path(page).open("xb")
        out.write(b'{"data": [')
        return out

    def _link(self, page: int) -> str:
        return self._address + page_path(self._name, page)

    def _end(self, page: int, *, last: bool) -> bytes:
        pagination = {"elementsPerPage": PER_PAGE, "currentPage": page}
        links = {"first": self._link(1), "self": self._link(page)}
        if page > 1:
            links["prev"] = self._link(page - 1)
        if not last:
            links["next"] = self._link(page + 1)
        if page == 1:
            pagination |= {"totalElements": self._total, "totalPages": self._pages}
            links["last"] = self._link(self._pages)
        rest = f'"pagination": {to_json(pagination)}, "links": {to_json(links)}'
        return f"\n], {rest}}}\n".encode()
