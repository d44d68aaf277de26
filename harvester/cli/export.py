"""The command that writes the archive for other programs: export."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click

from harvester.archive import Archive
from harvester.archive.columns import to_json
from harvester.archive.export import records
from harvester.archive.publishing import published
from harvester.cli.filters import as_of_option, source_id, source_option
from harvester.cli.options import archive_option, shown
from harvester.exports.csv_table import CUT, EXCEL_CELL, EXCEL_ROWS
from harvester.exports.placing import whole_file, whole_folder
from harvester.exports.tables import TABLES, TODAY_ONLY, write_csv, write_parquet
from harvester.records import RECORD_TYPES

_RECORDS = tuple(cls.record for cls in RECORD_TYPES)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options ask for."""

    form: str
    output: Path | None
    types: tuple[str, ...]
    source: str | None
    at: str | None
    excel: bool
    address: str | None

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables to write; for records, none stands for all."""
        if self.types or self.form == "jsonl":
            return self.types
        return tuple(name for name in TABLES if self.at is None or name not in TODAY_ONLY)


@click.command()
@archive_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet", "oparl"]),
    default="jsonl",
    show_default=True,
    help="JSON Lines, CSV tables, Parquet tables, or a folder of OParl 1.1 objects for a web "
    "server.",
)
@click.option(
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The file to write; for several tables and for OParl a folder, which is new or empty or "
    "holds the same export of before.",
)
@click.option(
    "--record",
    "types",
    metavar="TYPE",
    type=click.Choice(TABLES),
    multiple=True,
    help="Only records of this type, such as paper or consultation; with csv and parquet also "
    "other tables, such as beratungsfolge or coverage; may be given several times.",
)
@source_option
@as_of_option
@click.option(
    "--with-staff",
    is_flag=True,
    help="Keep names and phone numbers of staff, which are else left out as far as they are known.",
)
@click.option(
    "--excel",
    is_flag=True,
    help="With csv: as Excel reads it in Germany (byte order mark, semicolons). Text that Excel "
    "would take for a formula, or turn into a day or a number (2.1, 3/2014, 0012), gets an "
    "apostrophe in front; what is too long for a cell is cut.",
)
@click.option(
    "--address",
    metavar="URL",
    help="With oparl: the address under which the folder will be served; part of all its ids, so "
    "it should not change.",
)
def export(
    archive: Path,
    *,
    form: str,
    output: Path | None,
    types: tuple[str, ...],
    source: str | None,
    at: str | None,
    with_staff: bool,
    excel: bool,
    address: str | None,
) -> None:
    """Write all records or tables for other programs.

    By default to standard output, as JSON Lines: one object a line, as `harvester parse` prints
    them, with gone_at, gone_reason, source_url, first_seen and updated_at. Papers come before their
    steps, within a type by id. What is gone is included, with gone_at set.

    CSV and Parquet write tables with all their columns (docs/schema.md): one with --record, else
    all into a folder. With --as-of there is no change, ledger and absence.
    """
    wanted = _Wanted(form, output, tuple(dict.fromkeys(types)), source, at, excel, address)
    _check(wanted)
    with Archive.open(archive, mode="read") as known:
        chosen = source_id(known, source)
        with published(known, with_staff=with_staff, at=at, whole=False) as held:
            _WRITERS[form](held, wanted, chosen)


def _check(wanted: _Wanted) -> None:
    """Say which options do not fit together.

    Raises:
        click.UsageError: always with the reason.
    """
    reasons = {"jsonl": _wrong_lines, "oparl": _wrong_oparl}.get(wanted.form, _wrong_tables)
    for reason in (*_wrong(wanted), *reasons(wanted)):
        raise click.UsageError(reason)


def _wrong(wanted: _Wanted) -> Iterator[str]:
    if wanted.excel and wanted.form != "csv":
        yield "--excel is for --format csv only."
    if wanted.address is not None and wanted.form != "oparl":
        yield "--address is for --format oparl only; the other formats need none."


def _wrong_lines(wanted: _Wanted) -> Iterator[str]:
    if others := [name for name in wanted.types if name not in _RECORDS]:
        yield f"{', '.join(others)}: a table, no record; add --format csv or --format parquet."
    yield from _wrong_file(wanted)


def _wrong_oparl(wanted: _Wanted) -> Iterator[str]:
    if wanted.output is None:
        yield "--format oparl needs --output, the folder to write."
    if wanted.address is None:
        yield "--format oparl needs --address, the address under which the folder will be served."
    for option, given in (("--record", wanted.types), ("--source", wanted.source)):
        if given:
            yield f"OParl's objects refer to each other, so all are written; leave out {option}."


def _wrong_tables(wanted: _Wanted) -> Iterator[str]:
    one = len(wanted.types) == 1
    today = [name for name in wanted.types if name in TODAY_ONLY]
    if today and wanted.at is not None:
        yield f"{', '.join(today)}: not known as of a time in the past; leave out --as-of."
    if one:
        yield from _wrong_file(wanted)
    elif wanted.output is None:
        yield "Several tables need --output, a folder; or name one table with --record."
    elif wanted.output.is_file():
        yield "Several tables need a folder, but --output names a file."
    if wanted.output is None and wanted.form == "parquet":
        yield "--format parquet needs --output, a file."
    if wanted.output is None and sys.stdout.isatty():
        yield (
            "CSV keeps all that was harvested, even what a terminal would obey; add --output, or "
            "send it to a file or a program."
        )


def _wrong_file(wanted: _Wanted) -> Iterator[str]:
    if wanted.output is not None and wanted.output.is_dir():
        yield "--output names a folder, but one file is written; name the file."


def _lines(held: Archive, wanted: _Wanted, source: str | None) -> None:
    """JSON Lines."""
    count = 0
    path = wanted.output
    with nullcontext(sys.stdout.buffer) if path is None else whole_file(path) as out:
        for record in records(held, wanted.tables, source):
            out.write(_line(to_json(record)).encode() + b"\n")
            count += 1
        out.flush()
    if path is not None:
        click.echo(f"{shown(path)}: {count:,} records")


def _line(text: str) -> str:
    """JSON in which what a terminal would obey is escaped; json itself leaves it as it is."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _tables(held: Archive, wanted: _Wanted, source: str | None) -> None:
    """One table into a file or to standard output, several into a folder."""
    path = wanted.output
    if path is None:
        _csv(held, wanted, wanted.tables[0], sys.stdout.buffer, source)
        sys.stdout.buffer.flush()
    elif len(wanted.types) == 1:
        rows = _table(held, wanted, wanted.tables[0], path, source)
        click.echo(f"{shown(path)}: {rows:,} rows")
    else:
        names = {table: f"{table}.{wanted.form}" for table in wanted.tables}
        with whole_folder(path, names.values()) as folder:
            rows = sum(
                _table(held, wanted, table, folder / name, source) for table, name in names.items()
            )
        click.echo(f"{shown(path)}: {len(names)} tables, {rows:,} rows")


def _table(held: Archive, wanted: _Wanted, table: str, path: Path, source: str | None) -> int:
    """Write a table into a file; the number of its rows."""
    if wanted.form == "parquet":
        return write_parquet(held, table, path, source_id=source)
    with whole_file(path) as out:
        return _csv(held, wanted, table, out, source)


def _csv(held: Archive, wanted: _Wanted, table: str, out: BinaryIO, source: str | None) -> int:
    written = write_csv(held, table, out, excel=wanted.excel, source_id=source)
    if written.cut:
        click.echo(
            f"Warning: {table}: {written.cut:,} cells longer than the {EXCEL_CELL:,} characters "
            f"that Excel holds were cut and end in{CUT}; without --excel they are whole.",
            err=True,
        )
    if wanted.excel and written.rows >= EXCEL_ROWS:
        click.echo(
            f"Warning: {table}: of {written.rows:,} rows Excel shows the first {EXCEL_ROWS - 1:,}.",
            err=True,
        )
    return written.rows


def _oparl(held: Archive, wanted: _Wanted, _: str | None) -> None:
    assert wanted.output is not None  # noqa: S101 - `_check` has seen to it
    assert wanted.address is not None  # noqa: S101 - as above
    from harvester.exports.oparl import write_oparl  # noqa: PLC0415  # for this format alone

    counts = write_oparl(held, wanted.output, wanted.address)
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    click.echo(f"{shown(wanted.output)}: {told}")


_WRITERS: dict[str, Callable[[Archive, _Wanted, str | None], None]] = {
    "jsonl": _lines,
    "csv": _tables,
    "parquet": _tables,
    "oparl": _oparl,
}

COMMANDS = (export,)
