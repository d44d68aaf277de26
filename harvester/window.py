"""The window of a crawl: which days' meetings and papers are wanted."""

from datetime import date, timedelta

from harvester.clock import today

#: Days back, for results that arrive late; days ahead, for meetings that are planned.
DAYS_BACK = 60
DAYS_AHEAD = 120


def window(since: str | None, until: str | None) -> tuple[date, date]:
    """First and last day of a window; what is not given is counted from today.

    Args:
        since: first day, `2009-06-01`; default 60 days ago.
        until: last day; default 120 days ahead.

    Raises:
        ValueError: a date is none, or the window is empty.
    """
    day = today()
    first = date.fromisoformat(since) if since else day - timedelta(days=DAYS_BACK)
    last = date.fromisoformat(until) if until else day + timedelta(days=DAYS_AHEAD)
    if first > last:
        raise ValueError(f"The window is empty: {first} is after {last}")
    return first, last
