"""The one clock: a simulation that lives through a year replaces `now`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: Where the harvested towns are.
TOWN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def utc_now() -> str:
    """The time in UTC, `2026-11-21T02:00:07Z`."""
    return now().strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> date:
    """The day in the towns that are harvested."""
    return now().astimezone(TOWN).date()
