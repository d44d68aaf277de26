"""The result of a simulation as it is printed."""

from .book import Book
from .simulation import Plan, Report

#: A full crawl needs so many times the requests of a night, at least.
FEWER = 20


def printed(plan: Plan, report: Report, book: Book) -> str:
    """The numbers, the events by kind, and what was wrong with how to see it again."""
    numbers = {
        "nights": f"{report.nights}, {report.quiet_nights} quiet ones at the end",
        "with faults": f"{report.faulty}; not complete: {report.incomplete}",
        "killed": str(report.kills),
        "requests": f"{sum(report.requests)}, {report.per_night:.1f} a night",
        "full crawl": f"{report.full_crawl} requests, {report.ratio:.1f} times a night",
        "duration": f"{report.seconds:.0f} s",
    }
    lines = [f"{plan.town.source}, seed {plan.seed}, all read within {plan.rotation} nights"]
    lines += [f"  {name:12} {value}" for name, value in numbers.items()]
    lines += [
        "",
        f"  {'event':20} {'visible':11} {'seen':>6} {'missed':>6} {'mean':>5} {'most':>5}",
    ]
    lines += [
        f"  {name:20} {seen_by:11} {kind}" for (name, seen_by), kind in sorted(book.kinds.items())
    ]
    seen = sum(kind.seen for kind in book.kinds.values())
    missed = sum(kind.missed for kind in book.kinds.values())
    lines += ["", f"  changes seen: {seen}, missed: {missed}"]
    if report.wrong:
        size = " --small" if plan.small else ""
        again = f"--town {plan.town.source} --seed {plan.seed} --rotation {plan.rotation}{size}"
        lines += ["", f"WRONG; again: python -m tests.soak {again} --nights {report.nights}"]
        lines += [f"  {text}" for text in report.wrong]
    return "\n".join(lines)
