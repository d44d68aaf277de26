"""The report: a table on the terminal and `bench/results.md`."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import Figure

RESULTS = Path(__file__).with_name("results.md")
_COLUMNS = ("benchmark", "ours", "floor", "ratio", "goal", "met")


def show(figures: Sequence[Figure]) -> None:
    """Print the figures as a table."""
    table = Table(*_COLUMNS)
    for figure in figures:
        table.add_row(*_cells(figure))
    Console().print(table)


def write(figures: Sequence[Figure]) -> None:
    """Write the figures with date, versions and machine."""
    packages = ("scrapy", "lxml", "sqlite-utils", "pdfminer.six", "pypdfium2", "datasette")
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    versions += [f"{name} {version(name)}" for name in packages]
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Each ratio is to a floor that was measured in the same run, so",
        "ratios can be compared between machines; the figures in ours and floor cannot.",
        "",
        f"- {datetime.now(UTC):%Y-%m-%d}",
        f"- {', '.join(versions)}",
        f"- {_machine()}",
        "",
        _row(_COLUMNS),
        _row(["---"] * len(_COLUMNS)),
        *(_row(_cells(figure)) for figure in figures),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cells(figure: Figure) -> tuple[str, ...]:
    met = {None: "", True: "yes", False: "NO"}[figure.met]
    return (
        figure.name,
        figure.ours,
        figure.floor,
        f"{figure.ratio:.2f}",
        figure.goal or "",
        met,
    )


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB memory"
    )
