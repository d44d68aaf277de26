"""What we add to Datasette: pages, links in tables, search, headers, errors in plain words."""

import sqlite3
from collections.abc import Callable, Generator
from datetime import date, datetime
from typing import Any

from datasette import hookimpl
from datasette.filters import FilterArguments

from harvester.archive.columns import to_json
from harvester.archive.searching import search_ids
from harvester.web import cells, copies, errors, headers
from harvester.web.pages import ROUTES
from harvester.web.reading import NAME, ask

#: The most papers that a search in the table finds.
_MOST = 1_000


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages, by address."""
    return [*copies.ROUTES, *ROUTES]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Who may ask, and the headers of every answer."""
    settings = datasette.plugin_config("harvester")
    return lambda app: headers.Guard(app, settings["behind"])


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """What the queries of `data/web/queries.toml` need beyond SQLite's own functions."""
    conn.create_function("day", 1, _day, deterministic=True)


def _day(written: Any) -> str | None:
    """A day, `2014-05-30` or `30.05.2014`, as the former; None: it is none."""
    text = str(written).strip()
    try:
        if "." in text:
            return f"{datetime.strptime(text, '%d.%m.%Y'):%Y-%m-%d}"  # noqa: DTZ007 - no zone
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Cells that lead somewhere."""
    stores = datasette.plugin_config("harvester")["stores"] is not None
    return cells.cell(row, value, column, table, stores=stores)


@hookimpl
def extra_template_vars(
    datasette: Any, database: str | None, table: str | None, view_name: str | None
) -> dict[str, Any]:
    """What the columns of a table mean, out of the way: Datasette puts it before the rows."""
    if database != NAME or view_name != "table" or table is None:  # the view of queries as well
        return {}
    told = datasette.table_metadata(database, table)
    others = {name: value for name, value in told.items() if name != "columns"}
    return {"metadata": others, "meanings": told.get("columns", {})}


@hookimpl(trylast=True)  # Datasette's own says that the table cannot be searched
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """The search of the table of papers: ours, as the index is no usual one."""
    if (database, table) != (NAME, "paper"):
        return None

    async def search() -> FilterArguments:
        words = request.args.get("_search") or ""
        shown = {"supports_search": True, "search": words}
        if not words.strip():
            return FilterArguments([], extra_context=shown)
        ids = await ask(datasette, lambda db: search_ids(db, words, _MOST + 1))
        most = f"die ersten {_MOST} mit " if len(ids) > _MOST else ""
        return FilterArguments(
            ["id IN (SELECT value FROM json_each(:harvester_found))"],
            params={"harvester_found": to_json(ids[:_MOST])},
            human_descriptions=[f"{most}„{words}“"],
            extra_context=shown,
        )

    return search


@hookimpl(wrapper=True)
def handle_exception(
    datasette: Any, request: Any, exception: BaseException
) -> Generator[None, Any, list[Any]]:
    """Errors in plain words; Datasette's own handler prints a traceback for every wrong address."""
    yield
    return [errors.answer(datasette, request, exception)]
