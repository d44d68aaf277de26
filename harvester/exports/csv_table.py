"""A table of the archive as CSV: for programs as it is held, for Excel as Excel needs it."""

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from io import StringIO
from typing import BinaryIO, NamedTuple

from harvester.archive import Archive
from harvester.archive.columns import Stored
from harvester.archive.export import table_columns, table_rows

#: What Excel holds in a cell, in UTF-16 units; the rest would run over into other cells.
EXCEL_CELL = 32_767
#: What Excel holds in a sheet, the header included.
EXCEL_ROWS = 1_048_576
#: Stands at the end of what was cut.
CUT = " […]"

#: What a spreadsheet may take for a formula (OWASP, "CSV Injection"), whatever blanks lead to it.
_FORMULA = re.compile(
    r"[\t\r\n]|[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
)
_YEAR = "(?:19|[2-9][0-9])[0-9]{2}"
_MONTH = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|märz?|mrz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|okt(?:ober)?|(?:nov|dez)(?:ember)?)\.?"
)
#: What Excel in Germany reads as a day, a time or a number and then shows otherwise: 2.1, 3/2014,
#: 12-25, 3. Mai, 10:30, 1.234, 1E5, 0012, 5 %. Numbers of papers (2009/0346) are not, and that
#: days as we write them (2009-06-30) become days is welcome.
_TURNED = re.compile(
    r"\s*(?![0-9]{4}-[0-9]{2}-[0-9]{2}\s*$)(?:"
    r"0[0-9]+|[0-9]{12,}|[0-9]+(?:[.,:][0-9]+)+\.?|[0-9]+(?:[.,][0-9]+)*\s?(?:e[+-]?[0-9]+|[%€])"
    rf"|[0-9]{{1,2}}(?:\s?[/-]\s?[0-9]{{1,2}}){{1,2}}|(?:[0-9]{{1,2}}\s?[/-]\s?){{1,2}}{_YEAR}"
    rf"|{_YEAR}(?:\s?[/-]\s?[0-9]{{1,2}}){{1,2}}|(?:[0-9]{{1,2}}\.?[\s-]?)?{_MONTH}[\s-]?[0-9]{{1,4}}"
    rf"|[0-9]{{1,2}}\.?[\s-]?{_MONTH})\s*",
    re.IGNORECASE,
)


class Written(NamedTuple):
    """What was written: rows without the header, and cells that were too long for Excel."""

    rows: int
    cut: int


def write_csv(
    held: Archive, table: str, out: BinaryIO, *, excel: bool = False, source_id: str | None = None
) -> Written:
    """Write a table with a header, in UTF-8, after RFC 4180.

    Cells are as the archive has them: lists and forms JSON text, yes and no 1 and 0. A null is an
    empty cell.

    Args:
        held: The archive.
        table: A table or view, see `harvester.exports.tables.TABLES`.
        out: Where to; stays open.
        excel: With a byte order mark, separated by semicolons as German Excel reads it. Text that
            Excel would take for a formula, or turn into a day or a number, gets an apostrophe in
            front; what exceeds a cell is cut.
        source_id: Only what this source gave.

    Raises:
        KeyError: the archive has no such table.
    """
    names = [column.name for column in table_columns(held, table)]
    delimiter = ";" if excel else ","
    if excel:
        out.write(BOM_UTF8)
    _write(out, [names], delimiter)
    rows = cut = 0
    for batch in table_rows(held, table, source_id):
        cells: Iterable[Iterable[Stored]] = batch
        if excel:
            cells = [[_guarded(cell) for cell in row] for row in batch]
            cut += sum(_too_long(cell) for row in cells for cell in row)
            cells = [[_shortened(cell) for cell in row] for row in cells]
        _write(out, cells, delimiter)
        rows += len(batch)
    return Written(rows, cut)


def _write(out: BinaryIO, rows: Iterable[Iterable[Stored]], delimiter: str) -> None:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    out.write(text.getvalue().encode())


def _guarded(cell: Stored) -> Stored:
    """Text that a spreadsheet would take for something else is marked as text."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if _FORMULA.match(cell) or _TURNED.fullmatch(cell) else cell


def _too_long(cell: Stored) -> bool:
    if not isinstance(cell, str) or len(cell) * 2 <= EXCEL_CELL:
        return False
    return len(cell.encode("utf-16-le")) > EXCEL_CELL * 2


def _shortened(cell: Stored) -> Stored:
    if not _too_long(cell):
        return cell
    kept = str(cell).encode("utf-16-le")[: (EXCEL_CELL - len(CUT)) * 2]
    return kept.decode("utf-16-le", "ignore") + CUT
