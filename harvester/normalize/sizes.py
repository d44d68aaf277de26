"""Sizes of files as pages show them."""

import re
from decimal import ROUND_HALF_UP, Decimal

from harvester.text import clean

_SIZE = re.compile(
    r"\(?\s*([0-9]{1,9})(?:,([0-9]{1,3})|\.([0-9]{1,2}))?\s*(Bytes?|B|KB|MB|GB)\s*\)?",
    re.IGNORECASE | re.ASCII,
)
_POWERS = {"b": 0, "byte": 0, "bytes": 0, "kb": 1, "mb": 2, "gb": 3}


def parse_size(text: str, kilo: int = 1024) -> int | None:
    """Bytes of "196 KB", "460,8 KB" or "(2,6 MB)", as exact as the page shows them.

    Args:
        text: the whole text is the size; anything around it makes it unreadable.
        kilo: 1024 in ALLRIS (it shows 3229 KB as 3,2 MB), 1000 where a system counts so.

    Returns:
        Bytes, rounded; None for anything else, also for `1.024 KB`, whose point may part
        thousands or decimals.
    """
    match = _SIZE.fullmatch(clean(text) or "")
    if match is None:
        return None
    whole, comma, point, unit = match.groups()
    number = Decimal(f"{whole}.{comma or point or 0}") * kilo ** _POWERS[unit.lower()]
    return int(number.to_integral_value(ROUND_HALF_UP))
