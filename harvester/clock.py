"""The time as the archive writes it."""

from datetime import UTC, datetime


def utc_now() -> str:
    """Now in UTC, to the second: `2026-11-21T02:00:07Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
