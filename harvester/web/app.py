"""Datasette over an archive, configured, with our pages."""

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from harvester.web import plugin
from harvester.web.database import ArchiveDatabase
from harvester.web.metadata import metadata
from harvester.web.reading import NAME

_HERE = Path(__file__).parent
_SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 2_000,
    "sql_time_limit_ms": 2_000,
    "num_sql_threads": 4,
    "default_facet_size": 20,
    "facet_time_limit_ms": 200,
    "suggest_facets": False,  # costs as much as the page itself, on every page
    "truncate_cells_html": 300,
}


def build(
    archive: Path,
    *,
    stores: Path | None = None,
    hand_out: bool = False,
    behind: str | None = None,
) -> Datasette:
    """The application over an archive, which is only read.

    Args:
        archive: the SQLite file.
        stores: the folder with `warc` and `files`; None: that of the archive.
        hand_out: the file is a copy that nobody changes, and may be downloaded. Stored pages and
            documents, which name staff, are shown only where `stores` is given.
        behind: scheme and host (`https://ratsarchiv.example`) of the web server in front.
    """
    if not pm.is_registered(plugin):
        pm.register(plugin, name="harvester")
    if stores is None and not hand_out:
        stores = archive.resolve().parent
    settings = {"stores": str(stores) if stores else None, "behind": behind}
    app = Datasette(
        template_dir=str(_HERE / "templates"),
        static_mounts=[("aussehen", str(_HERE / "static"))],
        metadata=metadata(NAME, settings),
        settings={**_SETTINGS, "force_https_urls": (behind or "").startswith("https:")},
    )
    app.remove_database("_memory")
    database: Any = ArchiveDatabase(app, path=str(archive.resolve()), is_mutable=not hand_out)
    app.add_database(database, name=NAME)
    return app
