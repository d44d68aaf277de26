"""Simulated time: night n begins at 02:00 UTC of its day and lasts as long as it really takes."""

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from harvester import clock

FIRST_DAY = date(2024, 1, 1)
_AT = clock_time(2, tzinfo=UTC)


def set_clock(start: datetime) -> None:
    """From now on it is this time, and it goes on from there."""
    began = time.monotonic()
    clock.now = lambda: start + timedelta(seconds=time.monotonic() - began)


def night_begins(night: int) -> datetime:
    """When a night begins; night 0 is on the town's first day."""
    return datetime.combine(FIRST_DAY + timedelta(days=night), _AT)
