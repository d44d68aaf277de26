"""Live through so many nights: `python -m tests.soak --seed 1 --nights 365 --town herne`."""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from .report import FEWER, printed
from .simulation import Plan, Simulation
from .towns import TOWNS


def main() -> int:
    """Simulate; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--seed", type=int, action="append", help="may be given several times")
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--town", choices=TOWNS, default="herne")
    parser.add_argument("--rotation", type=int, default=60, help="nights in which all is read")
    parser.add_argument("--small", action="store_true", help="the small town of the short test")
    parser.add_argument("--folder", type=Path, help="keep the archives here")
    told = parser.parse_args()
    logging.disable(logging.WARNING)  # what went wrong is in the archive
    failed = False
    for seed in told.seed or [1]:
        plan = Plan(TOWNS[told.town], seed, told.nights, told.rotation, small=told.small)
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            if told.folder is not None:
                folder = told.folder / f"{told.town}-{seed}"
                folder.mkdir(parents=True)
            simulation = Simulation(plan, folder, _watch)
            report = simulation.run()
        if report.full_crawl and not told.small and report.ratio < FEWER:
            report.wrong.append(f"a night costs more than 1/{FEWER} of a full crawl")
        print(printed(plan, report, simulation.book), flush=True)
        failed = failed or bool(report.wrong)
    return int(failed)


def _watch(night: int) -> None:
    if night % 10 == 0:
        print(f"night {night}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
