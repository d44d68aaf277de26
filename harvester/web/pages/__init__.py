"""The pages of our own, by address."""

from typing import Any

ROUTES: list[tuple[str, Any]] = []
