"""What we add to Datasette: our pages."""

from typing import Any

from datasette import hookimpl

from harvester.web.pages import ROUTES


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages, by address."""
    return ROUTES
