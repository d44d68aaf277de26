"""Datasette over an archive, configured, with our pages."""

from pathlib import Path

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from harvester.web import plugin
from harvester.web.reading import NAME

_HERE = Path(__file__).parent


def build(archive: Path) -> Datasette:
    """The application over an archive, which is only read."""
    if not pm.is_registered(plugin):
        pm.register(plugin, name="harvester")
    app = Datasette(
        template_dir=str(_HERE / "templates"),
        static_mounts=[("aussehen", str(_HERE / "static"))],
    )
    app.add_database(Database(app, path=str(archive), is_mutable=True), name=NAME)
    return app
